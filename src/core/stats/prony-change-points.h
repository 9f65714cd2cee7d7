/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GArray *prony_change_points_find (const double *values, gsize n, gsize min_length, double penalty);
double prony_change_points_penalty (const double *values, gsize n);

G_END_DECLS
