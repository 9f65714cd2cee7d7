/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-stats"

#include "config.h"

#include <math.h>

#include "core/stats/prony-detectable.h"

/* Normal quantiles: of two-sided tests at 5 %, of 80 %, and of 99.5 %. */
#define Z_TEST 1.959964
#define Z_POWER 0.841621
#define Z_ERROR 2.575829

#define MIN_VALUES 4

/* The standard error of the median by McKean and Schrader: half the width of its 99 % interval by
 * order statistics, in normal quantiles. */
static double
get_median_error (const double *sorted, gsize n)
{
  double rank = floor (((double) n + 1) / 2 - Z_ERROR * sqrt ((double) n / 4) + 0.5);
  gsize from = (gsize) MAX (rank, 1);

  return (sorted[n - from] - sorted[from - 1]) / (2 * Z_ERROR);
}

/**
 * prony_detectable_difference:
 * @sorted_a: (array length=n_a): a sorted sample
 * @n_a: its size
 * @sorted_b: (array length=n_b): another one, independent of it
 * @n_b: its size
 *
 * Gives the smallest difference of medians that would have been found in four of five cases
 * (a power of 80 %) by a two-sided test at 5 %, given the spread and the sizes of the samples:
 * (1.960 + 0.842) × √(SE²(a) + SE²(b)). The standard errors of the medians are those of
 * J. W. McKean, R. M. Schrader, "A comparison of methods for studentizing the sample median"
 * (1984), which suppose no distribution.
 *
 * Returns: the difference, at least 0; NAN where a sample has fewer than 4 values
 */
double
prony_detectable_difference (const double *sorted_a, gsize n_a, const double *sorted_b, gsize n_b)
{
  if (n_a < MIN_VALUES || n_b < MIN_VALUES)
    return NAN;

  return (Z_TEST + Z_POWER) *
         hypot (get_median_error (sorted_a, n_a), get_median_error (sorted_b, n_b));
}
