/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-stats"

#include "config.h"

#include <math.h>

#include "core/stats/prony-sample.h"

/**
 * prony_moments:
 * @values: (array length=n): numbers, in any order
 * @n: how many
 * @moments: (out): what they come to
 *
 * Computes mean and sample standard deviation (n - 1 in the denominator) in two
 * passes, so that a small spread around a large mean is not lost.
 */
void
prony_moments (const double *values, gsize n, PronyMoments *moments)
{
  double sum = 0;
  double squares = 0;

  g_return_if_fail (moments != NULL);

  moments->n = n;
  moments->mean = NAN;
  moments->sd = NAN;
  if (n == 0)
    return;

  for (gsize i = 0; i < n; i++)
    sum += values[i];
  moments->mean = sum / (double) n;
  if (n == 1)
    return;

  for (gsize i = 0; i < n; i++)
    {
      double off = values[i] - moments->mean;

      squares += off * off;
    }
  moments->sd = sqrt (squares / (double) (n - 1));
}

/**
 * prony_jain_index:
 * @values: (array length=n): shares, none below 0
 * @n: how many
 *
 * Computes Jain's fairness index, (Σx)² / (n Σx²): 1 where all have the same,
 * 1 / n where one has it all. R. Jain, D.-M. Chiu, W. Hawe, "A Quantitative
 * Measure of Fairness" (DEC TR-301, 1984).
 *
 * Returns: the index; NAN where nobody has anything
 */
double
prony_jain_index (const double *values, gsize n)
{
  double sum = 0;
  double squares = 0;

  for (gsize i = 0; i < n; i++)
    {
      sum += values[i];
      squares += values[i] * values[i];
    }

  return squares > 0 ? sum * sum / ((double) n * squares) : NAN;
}
