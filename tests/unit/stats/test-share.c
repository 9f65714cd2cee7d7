/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/stats/prony-share.h"

#define EPSILON 5e-5

/* Newcombe, R. G.: Two-sided confidence intervals for the single proportion, Statistics in
 * Medicine 17 (1998), table I, method 3. */
static void
test_interval (void)
{
  const struct
  {
    PronyShare share;
    double low;
    double high;
  } rows[] = {
    { { 81, 263 }, .2553, .3662 }, { { 15, 148 }, .0624, .1605 }, { { 0, 20 }, 0, .1611 },
    { { 1, 29 }, .0061, .1718 },   { { 29, 29 }, .8830, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double interval[2];

      prony_share_ci95 (&rows[i].share, interval);
      g_assert_cmpfloat_with_epsilon (interval[0], rows[i].low, EPSILON);
      g_assert_cmpfloat_with_epsilon (interval[1], rows[i].high, EPSILON);
    }
}

/* The same: Interval estimation for the difference between independent proportions,
 * Statistics in Medicine 17 (1998), table II, method 10. */
static void
test_difference (void)
{
  const struct
  {
    PronyShare a;
    PronyShare b;
    double low;
    double high;
  } rows[] = {
    { { 48, 80 }, { 56, 70 }, .0524, .3339 }, { { 3, 10 }, { 9, 10 }, .1705, .8090 },
    { { 2, 7 }, { 6, 7 }, .0582, .8062 },     { { 0, 29 }, { 5, 56 }, -.0381, .1926 },
    { { 0, 20 }, { 0, 10 }, -.1611, .2775 },  { { 0, 10 }, { 10, 10 }, .6075, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double there[2], back[2];

      prony_share_difference_ci95 (&rows[i].a, &rows[i].b, there);
      prony_share_difference_ci95 (&rows[i].b, &rows[i].a, back);
      g_assert_cmpfloat_with_epsilon (there[0], rows[i].low, EPSILON);
      g_assert_cmpfloat_with_epsilon (there[1], rows[i].high, EPSILON);
      g_assert_cmpfloat_with_epsilon (back[0], -there[1], 1e-12);
      g_assert_cmpfloat_with_epsilon (back[1], -there[0], 1e-12);
    }
}

/* Fisher's tea and others, counted out in whole numbers. */
static void
test_fisher (void)
{
  const struct
  {
    PronyShare a;
    PronyShare b;
    double p;
  } rows[] = {
    { { 3, 4 }, { 1, 4 }, .485714285714 },
    { { 4, 4 }, { 0, 4 }, .028571428571 },
    { { 10, 12 }, { 2, 15 }, .000435231301 },
    { { 5, 10 }, { 5, 10 }, 1 },
    { { 0, 10 }, { 0, 20 }, 1 },
    { { 10, 10 }, { 20, 20 }, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpfloat_with_epsilon (prony_fisher_p (&rows[i].a, &rows[i].b), rows[i].p, 1e-9);
      g_assert_cmpfloat_with_epsilon (prony_fisher_p (&rows[i].b, &rows[i].a), rows[i].p, 1e-9);
    }
}

static void
test_many (void)
{
  const PronyShare a = { 400000, 1000000 };
  const PronyShare b = { 401000, 1000000 };
  double p = prony_fisher_p (&a, &b);

  g_assert_cmpfloat (p, >, .14);
  g_assert_cmpfloat (p, <, .16);
}

static void
test_nothing (void)
{
  const PronyShare nothing = { 0, 0 };
  const PronyShare some = { 1, 2 };
  double interval[2];

  g_assert_true (isnan (prony_share_get (&nothing)));
  g_assert_true (isnan (prony_fisher_p (&nothing, &some)));
  prony_share_ci95 (&nothing, interval);
  g_assert_true (isnan (interval[0]) && isnan (interval[1]));
  prony_share_difference_ci95 (&some, &nothing, interval);
  g_assert_true (isnan (interval[0]) && isnan (interval[1]));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stats/share/interval", test_interval);
  g_test_add_func ("/stats/share/difference", test_difference);
  g_test_add_func ("/stats/share/fisher", test_fisher);
  g_test_add_func ("/stats/share/many", test_many);
  g_test_add_func ("/stats/share/nothing", test_nothing);

  return g_test_run ();
}
