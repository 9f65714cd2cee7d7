/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

double prony_quantile_sorted (const double *sorted, gsize n, double q);
void prony_sort_doubles (double *values, gsize n);
void prony_sort_floats (float *values, gsize n);
double prony_median (double *values, gsize n);

G_END_DECLS
