/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-stats"

#include "config.h"

#include <math.h>

#include "core/stats/prony-density.h"
#include "core/stats/prony-quantile.h"

/* The shape of a distribution: B. W. Silverman, "Density Estimation for Statistics and
 * Data Analysis" (1986), with a Gaussian kernel. */

/* Of more values than that as many are taken, evenly by rank: the shape is the same. */
#define MAX_VALUES 1024

/* Beyond so many bandwidths a value adds nothing that could be seen. */
#define REACH 5.0

static double
standard_deviation (const double *values, gsize n)
{
  double mean = 0;
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    mean += (values[i] - mean) / (double) (i + 1);
  for (gsize i = 0; i < n; i++)
    sum += (values[i] - mean) * (values[i] - mean);

  return sqrt (sum / (double) (n - 1));
}

/**
 * prony_density_bandwidth:
 * @sorted: (array length=n): finite numbers, smallest first
 * @n: how many
 *
 * Chooses how far to smooth by Silverman's rule of thumb, equation 3.31: 0.9 times the
 * smaller of standard deviation and interquartile range / 1.34, times n to the power of
 * -1/5. Where the quartiles are equal the standard deviation counts alone, as in R's
 * bw.nrd0().
 *
 * Returns: the kernel's standard deviation; 0 where all values are equal or there are
 *   fewer than two
 */
double
prony_density_bandwidth (const double *sorted, gsize n)
{
  double deviation;
  double quartiles;
  double spread;

  if (n < 2 || sorted[0] == sorted[n - 1])
    return 0;

  deviation = standard_deviation (sorted, n);
  quartiles =
    (prony_quantile_sorted (sorted, n, 0.75) - prony_quantile_sorted (sorted, n, 0.25)) / 1.34;
  spread = quartiles > 0 ? MIN (deviation, quartiles) : deviation;

  return isfinite (spread) ? 0.9 * spread * pow ((double) n, -0.2) : 0;
}

/* The first of the values that is not below @value. */
static gsize
find_rank (const double *sorted, gsize n, double value)
{
  gsize low = 0;
  gsize high = n;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (sorted[middle] < value)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static double
density_at (const double *sorted, gsize n, double bandwidth, double at)
{
  gsize i = find_rank (sorted, n, at - REACH * bandwidth);
  double sum = 0;

  for (; i < n && sorted[i] <= at + REACH * bandwidth; i++)
    {
      double z = (sorted[i] - at) / bandwidth;

      sum += exp (-z * z / 2);
    }

  return sum / ((double) n * bandwidth * sqrt (2 * G_PI));
}

/**
 * prony_density_estimate:
 * @sorted: (array length=n): finite numbers, smallest first
 * @n: how many
 * @bandwidth: from prony_density_bandwidth(), above 0
 * @from: the first place to look at
 * @to: the last place to look at
 * @densities: (array length=n_densities): (out caller-allocates): the density at evenly
 *   spaced places
 * @n_densities: how many, at least 2
 *
 * Estimates how densely values lie, so that the area below the densities is 1.
 */
void
prony_density_estimate (const double *sorted,
                        gsize n,
                        double bandwidth,
                        double from,
                        double to,
                        double *densities,
                        guint n_densities)
{
  g_autofree double *thinned = NULL;

  g_return_if_fail (bandwidth > 0 && n_densities >= 2);

  if (n > MAX_VALUES)
    {
      thinned = g_new (double, MAX_VALUES);
      for (gsize i = 0; i < MAX_VALUES; i++)
        thinned[i] = prony_quantile_sorted (sorted, n, ((double) i + 0.5) / MAX_VALUES);
      sorted = thinned;
      n = MAX_VALUES;
    }

  for (guint i = 0; i < n_densities; i++)
    densities[i] =
      density_at (sorted, n, bandwidth, from + (to - from) * i / (double) (n_densities - 1));
}
