/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/stats/prony-quantile.h"

static const double unsorted[] = { 0.31, 0.12, 0.55, 0.48, 0.97, 0.20, 0.77 };

/* Expected: numpy.quantile (unsorted, q) of NumPy 2.4. */
static const struct
{
  double q;
  double expected;
} positions[] = {
  { 0, 0.12 },   { 0.05, 0.144 }, { 0.25, 0.255 }, { 0.5, 0.48 },
  { 0.9, 0.85 }, { 0.95, 0.91 },  { 0.99, 0.958 }, { 1, 0.97 },
};

static void
test_positions (void)
{
  double values[G_N_ELEMENTS (unsorted)];

  memcpy (values, unsorted, sizeof unsorted);
  prony_sort_doubles (values, G_N_ELEMENTS (values));
  for (guint i = 0; i < G_N_ELEMENTS (positions); i++)
    g_assert_cmpfloat_with_epsilon (
      prony_quantile_sorted (values, G_N_ELEMENTS (values), positions[i].q), positions[i].expected,
      1e-12);
}

static void
test_small (void)
{
  const double one[] = { 3.5 };
  double two[] = { 4, 1 };

  g_assert_true (isnan (prony_quantile_sorted (NULL, 0, 0.5)));
  g_assert_true (isnan (prony_median (NULL, 0)));
  g_assert_cmpfloat (prony_quantile_sorted (one, 1, 0), ==, 3.5);
  g_assert_cmpfloat (prony_quantile_sorted (one, 1, 0.99), ==, 3.5);
  g_assert_cmpfloat (prony_median (two, 2), ==, 2.5);
  g_assert_cmpfloat (two[0], ==, 1);
}

/* Around the size at which the method of sorting changes, with signs, equal
 * values, zeros and extremes. */
static void
test_sort (void)
{
  const gsize sizes[] = { 2, 100, 2047, 2048, 2049, 50000 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      gsize n = sizes[s];
      g_autofree double *values = g_new (double, n);
      double before = 0;
      double after = 0;

      for (gsize i = 0; i < n; i++)
        {
          values[i] = i % 7 == 0 ? (double) (i % 3) - 1 : g_rand_double_range (rand, -1e6, 1e-6);
          if (i == n / 2)
            values[i] = i % 2 ? 1e300 : -1e-300;
          before += i == n / 2 ? 0 : values[i];
        }
      prony_sort_doubles (values, n);
      for (gsize i = 1; i < n; i++)
        g_assert_cmpfloat (values[i - 1], <=, values[i]);
      for (gsize i = 0; i < n; i++)
        after += fabs (values[i]) < 1e299 && values[i] != -1e-300 ? values[i] : 0;
      g_assert_cmpfloat_with_epsilon (before, after, 1e-3);
    }
}

static void
test_sort_equal (void)
{
  const gsize n = 5000;
  g_autofree double *values = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    values[i] = 0.25;
  prony_sort_doubles (values, n);
  g_assert_cmpfloat (values[0], ==, 0.25);
  g_assert_cmpfloat (values[n - 1], ==, 0.25);
}

/* Sorted like doubles. */
static void
test_sort_floats (void)
{
  const gsize sizes[] = { 0, 1, 2, 47, 48, 2049, 50000 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (guint spread = 0; spread < 3; spread++)
      {
        gsize n = sizes[s];
        g_autofree float *floats = g_new0 (float, n + 1);
        g_autofree double *doubles = g_new0 (double, n + 1);

        for (gsize i = 0; i < n; i++)
          {
            floats[i] = (float) g_rand_double_range (rand, -1, spread == 0 ? -0.5 : 1);
            if (spread == 1)
              floats[i] = (float) (i % 7) - 3;
            if (i == n / 2)
              floats[i] = i % 2 ? 1e30f : -1e-30f;
            doubles[i] = (double) floats[i];
          }
        prony_sort_floats (floats, n);
        prony_sort_doubles (doubles, n);
        for (gsize i = 0; i < n; i++)
          g_assert_cmpfloat ((double) floats[i], ==, doubles[i]);
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stats/quantile/positions", test_positions);
  g_test_add_func ("/stats/quantile/small", test_small);
  g_test_add_func ("/stats/quantile/sort", test_sort);
  g_test_add_func ("/stats/quantile/sort-equal", test_sort_equal);
  g_test_add_func ("/stats/quantile/sort-floats", test_sort_floats);

  return g_test_run ();
}
