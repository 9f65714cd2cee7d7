/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/chart/prony-axis.h"

static void
test_ticks (void)
{
  static const struct
  {
    double low;
    double high;
    PronyUnit unit;
    guint max_ticks;
    double min;
    double max;
    double step;
    const char *second_tick;
    const char *last_tick;
  } cases[] = {
    { 0.01, 0.18, PRONY_UNIT_SECONDS, 5, 0, 0.2, 0.05, "50 ms", "200 ms" },
    { 0.4, 0.97, PRONY_UNIT_SECONDS, 6, 0, 1, 0.2, "200 ms", "1000 ms" },
    { 0.4, 3.2, PRONY_UNIT_SECONDS, 8, 0, 3.5, 0.5, "0.5 s", "3.5 s" },
    { 0.0001, 0.00042, PRONY_UNIT_SECONDS, 6, 0, 0.0005, 0.0001, "0.1 ms", "0.5 ms" },
    { 100, 812, PRONY_UNIT_TOKENS_PER_SECOND, 5, 0, 1000, 500, "500 tok/s", "1000 tok/s" },
    { 1, 23, PRONY_UNIT_REQUESTS_PER_SECOND, 6, 0, 25, 5, "5 req/s", "25 req/s" },
    { 0.5, 1, PRONY_UNIT_RATIO, 6, 0, 1, 0.2, "20 %", "100 %" },
    { 1, 3, PRONY_UNIT_COUNT, 8, 0, 3, 1, "1", "3" },
    { NAN, NAN, PRONY_UNIT_SECONDS, 3, 0, 1, 0.5, "500 ms", "1000 ms" },
    { 0, 0, PRONY_UNIT_NONE, 3, 0, 1, 0.5, "0.5", "1.0" },
    { -0.3, 0.5, PRONY_UNIT_NONE, 6, -0.4, 0.6, 0.2, "-0.2", "0.6" },
    { NAN, INFINITY, PRONY_UNIT_NONE, 3, 0, 1, 0.5, "0.5", "1.0" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PronyAxis axis;
      g_autofree char *second = NULL;
      g_autofree char *last = NULL;

      prony_axis_init (&axis, cases[i].low, cases[i].high, cases[i].unit, cases[i].max_ticks);
      g_assert_cmpfloat_with_epsilon (axis.min, cases[i].min, 1e-9);
      g_assert_cmpfloat_with_epsilon (axis.max, cases[i].max, 1e-9);
      g_assert_cmpfloat_with_epsilon (axis.step, cases[i].step, 1e-9);
      second = prony_axis_format_tick (&axis, 1);
      last = prony_axis_format_tick (&axis, prony_axis_count_ticks (&axis) - 1);
      g_assert_cmpstr (second, ==, cases[i].second_tick);
      g_assert_cmpstr (last, ==, cases[i].last_tick);
    }
}

static void
test_extremes (void)
{
  static const double highs[] = { 1e-300, 1e-12, 1e12, 1e300, G_MAXDOUBLE };

  for (guint i = 0; i < G_N_ELEMENTS (highs); i++)
    {
      PronyAxis axis;
      guint n;

      prony_axis_init (&axis, 0, highs[i], PRONY_UNIT_NONE, 6);
      n = prony_axis_count_ticks (&axis);
      g_assert_true (isfinite (axis.max));
      g_assert_cmpfloat (axis.max, >, axis.min);
      g_assert_cmpuint (n, >=, 2);
      g_assert_cmpuint (n, <=, 8);
      for (guint j = 0; j < n; j++)
        {
          g_autofree char *text = prony_axis_format_tick (&axis, j);

          g_assert_cmpuint (strlen (text), >, 0);
          g_assert_cmpuint (strlen (text), <, 32);
        }
    }
}

static void
test_normalize (void)
{
  PronyAxis axis;

  prony_axis_init (&axis, 0, 10, PRONY_UNIT_NONE, 6);
  g_assert_cmpfloat (prony_axis_normalize (&axis, 0), ==, 0);
  g_assert_cmpfloat_with_epsilon (prony_axis_normalize (&axis, 5), 0.5, 1e-9);
  g_assert_cmpfloat (prony_axis_normalize (&axis, 1e9), ==, 1);
  g_assert_cmpfloat (prony_axis_normalize (&axis, -1), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart/axis/ticks", test_ticks);
  g_test_add_func ("/chart/axis/extremes", test_extremes);
  g_test_add_func ("/chart/axis/normalize", test_normalize);
  return g_test_run ();
}
