/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-stats"

#include "config.h"

#include <math.h>

#include "core/stats/prony-student.h"

/* The quantile for one degree of freedom is 12.7, for more it is less. */
#define QUANTILE_MAX 16.0
#define QUANTILE_ERROR 1e-10

/**
 * prony_student_p:
 * @t: a difference in standard errors of its own
 * @freedom: degrees of freedom of these, at least 1
 *
 * How likely it would be to see a value at least so far from 0 in Student's t-distribution, by
 * the finite series for whole degrees of freedom: M. Abramowitz, I. A. Stegun, "Handbook of
 * Mathematical Functions" (1964), 26.7.3 and 26.7.4.
 *
 * Returns: the two-sided p-value; NAN for a NAN
 */
double
prony_student_p (double t, guint freedom)
{
  double angle = atan (fabs (t) / sqrt ((double) freedom));
  double cosine = cos (angle);
  gboolean odd = freedom % 2 == 1;
  double term = odd ? cosine : 1;
  double sum = freedom > 1 ? term : 0;
  double inside;

  g_return_val_if_fail (freedom >= 1, NAN);

  for (guint k = odd ? 3 : 2; k + 2 <= freedom; k += 2)
    {
      term *= cosine * cosine * (k - 1) / k;
      sum += term;
    }
  inside = odd ? 2 / G_PI * (angle + sin (angle) * sum) : sin (angle) * sum;

  return isnan (t) ? NAN : CLAMP (1 - inside, 0, 1);
}

/**
 * prony_student_quantile975:
 * @freedom: degrees of freedom, at least 1
 *
 * Returns: what 2.5 % of Student's t-distribution lie above: half the width of a 95 % interval
 *   in standard errors
 */
double
prony_student_quantile975 (guint freedom)
{
  double low = 0;
  double high = QUANTILE_MAX;

  g_return_val_if_fail (freedom >= 1, NAN);

  while (high - low > QUANTILE_ERROR)
    {
      double middle = (low + high) / 2;

      if (prony_student_p (middle, freedom) > 0.05)
        low = middle;
      else
        high = middle;
    }
  return (low + high) / 2;
}

static double
add_squares (const double *values, guint n)
{
  double mean = 0;
  double squares = 0;

  for (guint i = 0; i < n; i++)
    mean += values[i] / n;
  for (guint i = 0; i < n; i++)
    squares += (values[i] - mean) * (values[i] - mean);

  return squares;
}

/**
 * prony_student_noise_floor:
 * @a: (array length=n_a): values of repeats of one thing
 * @n_a: how many
 * @b: (array length=n_b): values of repeats of another one
 * @n_b: how many
 *
 * Returns: the difference of their means that repeats of the same explain: half the width of
 *   its 95 % interval, by the spread within both; NAN with fewer than three values, or none of
 *   either
 */
double
prony_student_noise_floor (const double *a, guint n_a, const double *b, guint n_b)
{
  guint freedom = n_a + n_b - 2;

  if (n_a == 0 || n_b == 0 || n_a + n_b < 3)
    return NAN;

  return prony_student_quantile975 (freedom) *
         sqrt ((add_squares (a, n_a) + add_squares (b, n_b)) / freedom * (1.0 / n_a + 1.0 / n_b));
}
