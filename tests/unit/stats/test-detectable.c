/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/stats/prony-bootstrap.h"
#include "core/stats/prony-detectable.h"
#include "core/stats/prony-quantile.h"
#include "core/stats/prony-rank-test.h"

#define SIZE 100
#define TIMES 300

static void
draw (GRand *rand, double shift, double *sorted)
{
  for (guint i = 0; i < SIZE; i++)
    {
      double sum = 0;

      for (guint k = 0; k < 12; k++)
        sum += g_rand_double (rand);
      sorted[i] = 10 + shift + sum - 6;
    }
  prony_sort_doubles (sorted, SIZE);
}

/* What is said to be found in four of five cases is found so often: by the interval of the
 * difference of medians. */
static void
test_power (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  double a[SIZE], b[SIZE];
  double sum = 0;
  guint found = 0;

  for (guint i = 0; i < TIMES; i++)
    {
      draw (rand, 0, a);
      draw (rand, 0, b);
      sum += prony_detectable_difference (a, SIZE, b, SIZE);
    }
  /* The error of the median of normal values is 1.2533 σ / √n. */
  g_assert_cmpfloat_with_epsilon (sum / TIMES, 2.8016 * 1.2533 * sqrt (2.0 / SIZE), 0.04);

  for (guint i = 0; i < TIMES; i++)
    {
      const PronyBootstrapSample sides[] = { { a, SIZE }, { b, SIZE } };
      double interval[2];
      double ratio[2];

      draw (rand, 0, a);
      draw (rand, sum / TIMES, b);
      prony_bootstrap_sides_ci95 (&sides[0], 1, &sides[1], 1, prony_statistic_quantile, 0.5, i,
                                  interval, ratio);
      found += interval[0] > 0;
    }
  g_assert_cmpuint (found, >, TIMES * 72 / 100);
  g_assert_cmpuint (found, <, TIMES * 90 / 100);
}

static void
test_few (void)
{
  const double few[] = { 1, 2, 3 };
  const double some[] = { 1, 2, 3, 4 };
  const double equal[] = { 2, 2, 2, 2, 2, 2 };

  g_assert_true (isnan (prony_detectable_difference (few, 3, some, 4)));
  g_assert_true (isnan (prony_detectable_difference (some, 4, few, 0)));
  g_assert_cmpfloat (prony_detectable_difference (some, 4, some, 4), >, 0);
  g_assert_cmpfloat (prony_detectable_difference (equal, 6, equal, 6), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stats/detectable/power", test_power);
  g_test_add_func ("/stats/detectable/few", test_few);

  return g_test_run ();
}
