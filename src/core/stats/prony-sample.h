/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyMoments:
 * @n: how many values
 * @mean: NAN where n is 0
 * @sd: sample standard deviation; NAN where n is below 2
 */
typedef struct
{
  gsize n;
  double mean;
  double sd;
} PronyMoments;

void prony_moments (const double *values, gsize n, PronyMoments *moments);
double prony_jain_index (const double *values, gsize n);

G_END_DECLS
