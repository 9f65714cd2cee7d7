/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void prony_holm_adjust (double *p_values, gsize n);

G_END_DECLS
