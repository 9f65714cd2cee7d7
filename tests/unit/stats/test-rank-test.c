/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/stats/prony-quantile.h"
#include "core/stats/prony-rank-test.h"

/* Expected: scipy.stats.mannwhitneyu (alternative='two-sided') of SciPy 1.17, with
 * method='exact' for the first four and method='asymptotic' for the rest. */
static const struct
{
  const char *name;
  double a[10];
  gsize n_a;
  double b[10];
  gsize n_b;
  double p;
} cases[] = {
  { "3 apart from 3", { 1, 2, 3 }, 3, { 4, 5, 6 }, 3, 0.1 },
  { "4 apart from 4", { 1, 2, 3, 4 }, 4, { 5, 6, 7, 8 }, 4, 0.02857142857142857 },
  { "10 and 5",
    { 0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46 },
    10,
    { 1.15, 0.88, 0.90, 0.74, 1.21 },
    5,
    0.2544122544122544 },
  { "5 and 4", { 19, 22, 16, 29, 24 }, 5, { 20, 11, 17, 12 }, 4, 0.1111111111111111 },
  { "ties", { 1, 2, 2, 3, 3, 3, 4, 5 }, 8, { 2, 3, 4, 4, 5, 6, 6, 7 }, 8, 0.04859743569452557 },
  { "all equal", { 1, 1, 1, 1, 1 }, 5, { 1, 1, 1, 1, 1 }, 5, 1 },
  { "nothing", { 0 }, 0, { 1 }, 1, NAN },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double a[10], b[10];
      double p, reverse;

      memcpy (a, cases[i].a, sizeof a);
      memcpy (b, cases[i].b, sizeof b);
      prony_sort_doubles (a, cases[i].n_a);
      prony_sort_doubles (b, cases[i].n_b);
      p = prony_mann_whitney_p (a, cases[i].n_a, b, cases[i].n_b);
      reverse = prony_mann_whitney_p (b, cases[i].n_b, a, cases[i].n_a);

      if (isnan (p) != isnan (cases[i].p) || fabs (p - cases[i].p) > 1e-12)
        g_error ("%s: p is %.17g, not %.17g", cases[i].name, p, cases[i].p);
      if (isnan (p) != isnan (reverse) || fabs (p - reverse) > 1e-12)
        g_error ("%s: p depends on the order", cases[i].name);
    }
}

/* The largest samples that are tested exactly: 1, 3 … 39 and 12, 14 … 50. */
static void
test_largest_exact (void)
{
  double a[20], b[20];

  for (guint i = 0; i < 20; i++)
    {
      a[i] = 1 + 2 * i;
      b[i] = 12 + 2 * i;
    }
  g_assert_cmpfloat_with_epsilon (prony_mann_whitney_p (a, 20, b, 20), 0.009483607191205003, 1e-12);
}

/* 30 and 30 values with ties between them: i * 7919 % 101 / 100 and
 * i * 104729 % 97 / 100 + 0.2. */
static void
test_normal (void)
{
  double a[30], b[30];

  for (guint i = 0; i < 30; i++)
    {
      a[i] = (double) (i * 7919 % 101) / 100.0;
      b[i] = (double) (i * 104729 % 97) / 100.0 + 0.2;
    }
  prony_sort_doubles (a, 30);
  prony_sort_doubles (b, 30);
  g_assert_cmpfloat_with_epsilon (prony_mann_whitney_p (a, 30, b, 30), 0.05458534617722127, 1e-9);

  /* Four times the variance: half of the distance from the middle. */
  g_assert_cmpfloat_with_epsilon (prony_mann_whitney_inflated_p (a, 30, b, 30, 4), 0.336511381,
                                  1e-6);
  g_assert_cmpfloat (prony_mann_whitney_inflated_p (a, 30, b, 30, 1), ==,
                     prony_mann_whitney_p (a, 30, b, 30));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stats/rank-test/cases", test_cases);
  g_test_add_func ("/stats/rank-test/largest-exact", test_largest_exact);
  g_test_add_func ("/stats/rank-test/normal", test_normal);

  return g_test_run ();
}
