/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/stats/prony-bootstrap.h"
#include "core/stats/prony-quantile.h"

#define SEED 7

/* Samples that a formula makes, so that SciPy can be given the same ones:
 * (k * 7919 % 1009) / 1009 for k from 1. */
static double *
make_sample (gsize n, double scale, double shift)
{
  double *values = g_new (double, n);

  for (gsize k = 1; k <= n; k++)
    values[k - 1] = (double) (k * 7919 % 1009) / 1009 * scale + shift;
  prony_sort_doubles (values, n);
  return values;
}

static double
median_by_hand (const double *sorted, gsize n, double parameter)
{
  return n % 2 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

static double
mean_by_hand (const double *sorted, gsize n, double parameter)
{
  return prony_statistic_mean (sorted, n, parameter);
}

/* Expected: scipy.stats.bootstrap (method='percentile') of SciPy 1.17 with 200,000
 * resamples for n = 50, and 40,000 for exp (2x) of n = 1,000. The tolerance is a
 * few times the spread that 2,000 resamples leave. */
static const struct
{
  gsize n;
  PronyStatistic statistic;
  double parameter;
  double low;
  double high;
  double tolerance;
} intervals[] = {
  { 50, prony_statistic_quantile, 0.5, 0.39346, 0.64767, 0.02 },
  { 50, prony_statistic_quantile, 0.95, 0.84945, 0.98310, 0.01 },
  { 50, prony_statistic_mean, 0, 0.43469, 0.59199, 0.006 },
  { 50, median_by_hand, 0, 0.39346, 0.64767, 0.02 },
  { 1000, prony_statistic_quantile, 0.5, 2.56135, 2.89629, 0.02 },
  { 1000, prony_statistic_quantile, 0.95, 6.48360, 6.84005, 0.02 },
  { 1000, prony_statistic_mean, 0, 3.08606, 3.30941, 0.01 },
  { 1000, mean_by_hand, 0, 3.08606, 3.30941, 0.01 },
};

static void
test_intervals (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (intervals); i++)
    {
      gsize n = intervals[i].n;
      g_autofree double *sample = make_sample (n, 1, 0);
      double interval[2];

      for (gsize k = 0; n == 1000 && k < n; k++)
        sample[k] = exp (2 * sample[k]);
      prony_bootstrap_ci95 (sample, n, intervals[i].statistic, intervals[i].parameter, SEED,
                            interval);
      g_assert_cmpfloat_with_epsilon (interval[0], intervals[i].low, intervals[i].tolerance);
      g_assert_cmpfloat_with_epsilon (interval[1], intervals[i].high, intervals[i].tolerance);
    }
}

/* Expected: 100,000 resamples of both with NumPy. */
static void
test_difference (void)
{
  g_autofree double *first = make_sample (50, 1, 0);
  g_autofree double *second = make_sample (50, 0.8, 0.35);
  const PronyBootstrapSample a = { first, 50 };
  const PronyBootstrapSample b = { second, 50 };
  double interval[2];
  double ratio[2];

  prony_bootstrap_sides_ci95 (&a, 1, &b, 1, prony_statistic_quantile, 0.5, SEED, interval, ratio);
  g_assert_cmpfloat_with_epsilon (interval[0], 0.0836, 0.02);
  g_assert_cmpfloat_with_epsilon (interval[1], 0.4091, 0.02);
  g_assert_cmpint (interval[0] > 0, ==, ratio[0] > 1);

  prony_bootstrap_sides_ci95 (&b, 1, &a, 1, prony_statistic_quantile, 0.5, SEED, interval, ratio);
  g_assert_cmpfloat_with_epsilon (interval[0], -0.4091, 0.02);

  prony_bootstrap_sides_ci95 (&a, 1, &a, 1, prony_statistic_mean, 0, SEED, interval, ratio);
  g_assert_cmpfloat (interval[0], <, 0);
  g_assert_cmpfloat (interval[1], >, 0);
}

/* Of several samples it is the mean of their means that the interval is of, as many as they are:
 * the variance of a mean of means is that of each, divided by the square of their number. */
static void
test_sides (void)
{
  g_autofree double *many = make_sample (900, 1, 0);
  g_autofree double *few = make_sample (300, 1, 10);
  const PronyBootstrapSample a[] = { { many, 900 }, { few, 300 } };
  const PronyBootstrapSample b = { many, 900 };
  const PronyBootstrapSample empty[] = { { many, 900 }, { few, 0 } };
  PronyMoments moments[2];
  double interval[2];
  double ratio[2];
  double error;

  prony_moments (many, 900, &moments[0]);
  prony_moments (few, 300, &moments[1]);
  error = sqrt (moments[0].sd * moments[0].sd / 900 + moments[1].sd * moments[1].sd / 300) / 2;
  error = hypot (error, moments[0].sd / 30);
  prony_bootstrap_sides_ci95 (a, 2, &b, 1, prony_statistic_mean, 0, SEED, interval, ratio);
  g_assert_cmpfloat_with_epsilon ((interval[0] + interval[1]) / 2,
                                  (moments[0].mean - moments[1].mean) / 2, 0.01);
  g_assert_cmpfloat_with_epsilon (interval[1] - interval[0], 2 * 1.96 * error, 0.2 * error);

  prony_bootstrap_sides_ci95 (empty, 2, &b, 1, prony_statistic_mean, 0, SEED, interval, ratio);
  g_assert_true (isnan (interval[0]) && isnan (interval[1]));
  g_assert_true (isnan (ratio[0]) && isnan (ratio[1]));
}

static void
test_same_seed (void)
{
  g_autofree double *sample = make_sample (300, 1, 0);
  double first[2], second[2], other[2];

  prony_bootstrap_ci95 (sample, 300, prony_statistic_mean, 0, SEED, first);
  prony_bootstrap_ci95 (sample, 300, prony_statistic_mean, 0, SEED, second);
  prony_bootstrap_ci95 (sample, 300, prony_statistic_mean, 0, SEED + 1, other);
  g_assert_cmpfloat (first[0], ==, second[0]);
  g_assert_cmpfloat (first[1], ==, second[1]);
  g_assert_cmpfloat (first[0], !=, other[0]);
}

static void
test_small (void)
{
  const double two[] = { 1, 3 };
  const double equal[] = { 5, 5, 5 };
  const PronyBootstrapSample sides[] = { { two, 2 }, { equal, 1 } };
  double interval[2] = { 0, 0 };
  double ratio[2];

  prony_bootstrap_ci95 (two, 0, prony_statistic_mean, 0, SEED, interval);
  g_assert_true (isnan (interval[0]) && isnan (interval[1]));
  prony_bootstrap_ci95 (two, 1, prony_statistic_quantile, 0.5, SEED, interval);
  g_assert_true (isnan (interval[0]) && isnan (interval[1]));
  prony_bootstrap_sides_ci95 (&sides[0], 1, &sides[1], 1, prony_statistic_mean, 0, SEED, interval,
                              ratio);
  g_assert_true (isnan (interval[0]) && isnan (interval[1]));

  /* Half of the resamples of two values are (1, 3), a quarter each of the rest. */
  prony_bootstrap_ci95 (two, 2, prony_statistic_quantile, 0.5, SEED, interval);
  g_assert_cmpfloat (interval[0], ==, 1);
  g_assert_cmpfloat (interval[1], ==, 3);

  prony_bootstrap_ci95 (equal, 3, prony_statistic_quantile, 0.95, SEED, interval);
  g_assert_cmpfloat (interval[0], ==, 5);
  g_assert_cmpfloat (interval[1], ==, 5);
}

/* Two million values: drawing them out would take a minute. */
static void
test_large_is_bounded (void)
{
  const gsize n = 2000000;
  g_autofree double *sample = g_new (double, n);
  double interval[2];
  gint64 start;

  for (gsize i = 0; i < n; i++)
    sample[i] = (double) i / (double) n;

  start = g_get_monotonic_time ();
  prony_bootstrap_ci95 (sample, n, prony_statistic_quantile, 0.5, SEED, interval);
  g_assert_cmpfloat_with_epsilon (interval[1] - interval[0], 2 * 1.96 * 0.5 / sqrt ((double) n),
                                  1e-4);
  prony_bootstrap_ci95 (sample, n, prony_statistic_mean, 0, SEED, interval);
  g_assert_cmpfloat_with_epsilon (interval[1] - interval[0],
                                  2 * 1.96 * sqrt (1.0 / 12) / sqrt ((double) n), 1e-4);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_USEC_PER_SEC);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stats/bootstrap/intervals", test_intervals);
  g_test_add_func ("/stats/bootstrap/difference", test_difference);
  g_test_add_func ("/stats/bootstrap/sides", test_sides);
  g_test_add_func ("/stats/bootstrap/same-seed", test_same_seed);
  g_test_add_func ("/stats/bootstrap/small", test_small);
  g_test_add_func ("/stats/bootstrap/large-is-bounded", test_large_is_bounded);

  return g_test_run ();
}
