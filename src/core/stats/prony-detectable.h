/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

double
prony_detectable_difference (const double *sorted_a, gsize n_a, const double *sorted_b, gsize n_b);

G_END_DECLS
