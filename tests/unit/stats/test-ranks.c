/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/stats/prony-bootstrap.h"
#include "core/stats/prony-quantile.h"

#define SEED 1821

/* Samples that lie in few parts and in many, with equal values and signs. */
static float
make_value (guint shape, gsize i, GRand *rand)
{
  switch (shape)
    {
    case 0:
      return 100000;

    case 1:
      return (float) (i % 5) - 2;

    case 2:
      return (float) g_rand_int_range (rand, 100000, 100400);

    case 3:
      return (float) g_rand_double_range (rand, -1e-3, 1e6);

    default:
      return (float) exp (g_rand_double_range (rand, -20, 20));
    }
}

static void
ask_or_check (PronyRanks *ranks, const double *sorted, gsize n, gboolean check)
{
  static const double positions[] = { 0, 0.25, 0.5, 0.95, 0.99, 0.999, 1 };
  static const PronyStatistic statistics[] = { prony_statistic_quantile, prony_statistic_mean };

  for (guint i = 0; i < G_N_ELEMENTS (positions); i++)
    {
      double value = prony_ranks_get_quantile (ranks, positions[i]);

      if (check)
        g_assert_cmpfloat (value, ==, prony_quantile_sorted (sorted, n, positions[i]));
    }
  for (guint i = 0; i < G_N_ELEMENTS (statistics); i++)
    {
      double expected[2], interval[2];

      prony_bootstrap_ranks_ci95 (ranks, statistics[i], 0.5, SEED, interval);
      if (!check)
        continue;
      prony_bootstrap_ci95 (sorted, n, statistics[i], 0.5, SEED, expected);
      for (guint end = 0; end < 2; end++)
        if (n < 2)
          g_assert_true (isnan (interval[end]));
        else
          g_assert_cmpfloat_with_epsilon (interval[end], expected[end],
                                          1e-9 * (1 + fabs (expected[end])));
    }
}

/* Walks over the sample, the second time in other pieces and from its end. */
static void
check_sample (const float *values, const double *sorted, gsize n)
{
  g_autoptr (PronyRanks) ranks = prony_ranks_new ();
  PronyMoments moments, expected;
  double skewness;

  for (gsize i = 0; i < n; i += 100)
    prony_ranks_count (ranks, values + i, MIN (100, n - i));
  g_assert_cmpuint (prony_ranks_get_size (ranks), ==, n);
  ask_or_check (ranks, sorted, n, FALSE);
  for (gsize i = n; i > 0; i--)
    prony_ranks_collect (ranks, values + i - 1, 1);
  ask_or_check (ranks, sorted, n, TRUE);

  prony_moments (sorted, n, &expected);
  prony_ranks_get_moments (ranks, &moments, &skewness);
  g_assert_cmpuint (moments.n, ==, n);
  g_assert_cmpfloat_with_epsilon (moments.mean, expected.mean, 1e-9 * fabs (expected.mean) + 1e-9);
  g_assert_cmpint (isnan (moments.sd), ==, n < 2);
  if (n >= 2)
    g_assert_cmpfloat_with_epsilon (moments.sd, expected.sd, 1e-9 * expected.sd + 1e-9);
}

static void
test_samples (void)
{
  static const gsize sizes[] = { 1, 2, 3, 100, 201, 5000, 200000 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (guint shape = 0; shape < 5; shape++)
    for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
      {
        gsize n = sizes[s];
        g_autofree float *values = g_new (float, n);
        g_autofree double *sorted = g_new (double, n);

        for (gsize i = 0; i < n; i++)
          {
            values[i] = make_value (shape, i, rand);
            sorted[i] = (double) values[i];
          }
        prony_sort_doubles (sorted, n);
        check_sample (values, sorted, n);
      }
}

static void
test_nothing (void)
{
  g_autoptr (PronyRanks) ranks = prony_ranks_new ();
  double interval[2];

  g_assert_cmpuint (prony_ranks_get_size (ranks), ==, 0);
  g_assert_true (isnan (prony_ranks_get_quantile (ranks, 0.5)));
  prony_bootstrap_ranks_ci95 (ranks, prony_statistic_quantile, 0.5, SEED, interval);
  g_assert_true (isnan (interval[0]));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stats/ranks/samples", test_samples);
  g_test_add_func ("/stats/ranks/nothing", test_nothing);

  return g_test_run ();
}
