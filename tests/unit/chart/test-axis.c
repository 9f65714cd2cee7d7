/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/chart/prony-axis.h"

static char *
join_labels (const PronyAxis *axis)
{
  GString *labels = g_string_new (NULL);

  for (guint i = 0; i < prony_axis_count_ticks (axis); i++)
    {
      g_autofree char *text = prony_axis_format_tick (axis, i);

      g_string_append_printf (labels, "%s%s", i > 0 ? "|" : "", text);
    }

  return g_string_free (labels, FALSE);
}

/* 10^9 bytes in units of 2^20. */
#define GIGA (1e9 / (1024 * 1024))

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
    { 0, 4000, PRONY_UNIT_MEGABYTES, 6, 0, 5 * GIGA, GIGA, "1 GB", "5 GB" },
    { 0, 300, PRONY_UNIT_MEGABYTES, 5, 0, 0.4 * GIGA, 0.1 * GIGA, "100 MB", "400 MB" },
    { 0, 1100, PRONY_UNIT_MEGABYTES, 7, 0, 1.2 * GIGA, 0.2 * GIGA, "0.2 GB", "1.2 GB" },
    { 0, 9, PRONY_UNIT_JOULES, 6, 0, 10, 2, "2 J", "10 J" },
    { 0, 0.9, PRONY_UNIT_TOKENS_PER_JOULE, 6, 0, 1, 0.2, "0.2 tok/J", "1.0 tok/J" },
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

/* Axes of all scales; the labels of all ticks, with bars between. */
static void
test_scales (void)
{
  static const struct
  {
    PronyScale scale;
    gboolean window;
    double low;
    double high;
    PronyUnit unit;
    guint max_ticks;
    double min;
    double max;
    const char *labels;
  } cases[] = {
    { PRONY_SCALE_LINEAR, FALSE, 97.2, 99.6, PRONY_UNIT_PERCENT, 6, 97, 100,
      "97.0 %|97.5 %|98.0 %|98.5 %|99.0 %|99.5 %|100.0 %" },
    { PRONY_SCALE_LINEAR, FALSE, -3, 7, PRONY_UNIT_NONE, 6, -4, 8, "-4|-2|0|2|4|6|8" },
    { PRONY_SCALE_LINEAR, FALSE, 5, 5, PRONY_UNIT_NONE, 4, 4.5, 5.5, "4.5|5.0|5.5" },
    { PRONY_SCALE_LINEAR, FALSE, 0, 0, PRONY_UNIT_COUNT, 4, -1, 1, "-1|0|1" },
    { PRONY_SCALE_LINEAR, FALSE, NAN, NAN, PRONY_UNIT_NONE, 3, 0, 1, "0.0|0.5|1.0" },
    { PRONY_SCALE_LINEAR, TRUE, 1.3, 4.2, PRONY_UNIT_SECONDS, 5, 1.3, 4.2, "2 s|3 s|4 s" },
    { PRONY_SCALE_LINEAR, TRUE, 3.2, 3.8, PRONY_UNIT_COUNT, 4, 3.2, 3.8, "3.2|3.4|3.6|3.8" },
    { PRONY_SCALE_LOG, FALSE, 0.003, 40, PRONY_UNIT_SECONDS, 8, 0.002, 50,
      "10 ms|100 ms|1 s|10 s" },
    { PRONY_SCALE_LOG, FALSE, 1, 128, PRONY_UNIT_COUNT, 10, 1, 200, "1|2|5|10|20|50|100|200" },
    { PRONY_SCALE_LOG, FALSE, 1, 128, PRONY_UNIT_COUNT, 4, 1, 200, "1|10|100" },
    { PRONY_SCALE_LOG, FALSE, 1e-6, 1e6, PRONY_UNIT_NONE, 5, 1e-6, 1e6,
      "0.000001|0.001|1|1000|1000000" },
    { PRONY_SCALE_LOG, FALSE, 0, 100, PRONY_UNIT_NONE, 5, 0.1, 100, "0.1|1|10|100" },
    { PRONY_SCALE_LOG, FALSE, -5, -1, PRONY_UNIT_NONE, 5, 0.01, 10, "0.01|0.1|1|10" },
    { PRONY_SCALE_LOG, FALSE, 10, 10, PRONY_UNIT_NONE, 5, 5, 20, "5|10|20" },
    { PRONY_SCALE_LOG, TRUE, 10, 14, PRONY_UNIT_NONE, 5, 10, 14, "10|11|12|13|14" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PronyAxis axis;
      g_autofree char *labels = NULL;

      (cases[i].window ? prony_axis_init_window : prony_axis_init_scale) (
        &axis, cases[i].scale, cases[i].low, cases[i].high, cases[i].unit, cases[i].max_ticks);
      labels = join_labels (&axis);
      g_assert_cmpstr (labels, ==, cases[i].labels);
      g_assert_cmpfloat_with_epsilon (axis.min, cases[i].min, fabs (cases[i].min) * 1e-9 + 1e-12);
      g_assert_cmpfloat_with_epsilon (axis.max, cases[i].max, fabs (cases[i].max) * 1e-9 + 1e-12);
    }
}

/* 14:03:20 UTC on 22 November 2026, and what lies around it, in UTC and where the clocks
 * go back by an hour on 25 October. */
static void
test_times (void)
{
  static const struct
  {
    const char *zone;
    gint64 from_s;
    double span_s;
    guint max_ticks;
    const char *labels;
    const char *day;
  } cases[] = {
    { "UTC", 1795356200, 0.8, 5, "14:03:20|14:03:20.2|14:03:20.4|14:03:20.6|14:03:20.8",
      "22 November 2026" },
    { "UTC", 1795356200, 30, 5, "14:03:20|14:03:30|14:03:40|14:03:50", "22 November 2026" },
    { "UTC", 1795356200, 300, 6, "14:04|14:05|14:06|14:07|14:08", "22 November 2026" },
    { "UTC", 1795356200, 7200, 5, "14:30|15:00|15:30|16:00", "22 November 2026" },
    { "UTC", 1795356200, 86400, 5, "18:00|23 Nov|06:00|12:00", "22 November 2026" },
    { "UTC", 1795356200, 86400 * 4, 5, "23 Nov|24 Nov|25 Nov|26 Nov", NULL },
    { "UTC", 1795356200, 86400 * 28, 5, "23 Nov|30 Nov|7 Dec|14 Dec", NULL },
    { "UTC", 1795356200, 86400 * 130, 6, "Dec 2026|Jan 2027|Feb 2027|Mar 2027|Apr 2027", NULL },
    { "UTC", 1795356200, 86400.0 * 365 * 4, 5, "2027|2028|2029|2030", NULL },
    { "Europe/Berlin", 1792872000, 86400 * 2, 5, "25 Oct|12:00|26 Oct|12:00", "24 October 2026" },
    { "Europe/Berlin", 1792872000, 86400 * 4, 5, "25 Oct|26 Oct|27 Oct|28 Oct", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PronyAxis axis;
      g_autofree char *labels = NULL;
      g_autofree char *day = NULL;
      double from_us = (double) cases[i].from_s * 1e6;

      g_setenv ("TZ", cases[i].zone, TRUE);
      prony_axis_init_window (&axis, PRONY_SCALE_TIME, from_us, from_us + cases[i].span_s * 1e6,
                              PRONY_UNIT_NONE, cases[i].max_ticks);
      labels = join_labels (&axis);
      day = prony_axis_format_day (&axis);
      g_assert_cmpstr (labels, ==, cases[i].labels);
      g_assert_cmpstr (day, ==, cases[i].day);
    }
}

static void
check_axis (const PronyAxis *axis)
{
  double before = -INFINITY;

  g_assert_true (isfinite (axis->min) && isfinite (axis->max));
  g_assert_cmpfloat (axis->min, <, axis->max);
  g_assert_cmpuint (axis->n_ticks, >=, 1);
  g_assert_cmpuint (axis->n_ticks, <=, PRONY_AXIS_MAX_TICKS);
  for (guint i = 0; i < axis->n_ticks; i++)
    {
      double value = prony_axis_get_tick (axis, i);
      double place = prony_axis_project (axis, value);
      g_autofree char *text = prony_axis_format_tick (axis, i);

      g_assert_cmpfloat (value, >, before);
      before = value;
      g_assert_cmpfloat (place, >=, -1e-6);
      g_assert_cmpfloat (place, <=, 1 + 1e-6);
      g_assert_cmpuint (strlen (text), >, 0);
      g_assert_cmpuint (strlen (text), <, 40);
      g_assert_null (strstr (text, "nan"));
      g_assert_null (strstr (text, "inf"));
    }
  g_assert_cmpfloat_with_epsilon (prony_axis_project (axis, prony_axis_get_value_at (axis, 0.25)),
                                  0.25, 1e-3);
}

/* Whatever the values are, there is an axis that can be read. */
static void
test_any_values (void)
{
  static const double values[] = { NAN,       INFINITY, -INFINITY,   0,           -0.0,
                                   1e-320,    1e-300,   1e-12,       1,           -1,
                                   1 + 1e-15, 3.2e9,    1e15,        1e15 + 1,    1.795e15,
                                   1e300,     -1e300,   G_MAXDOUBLE, -G_MAXDOUBLE };
  static const PronyScale scales[] = { PRONY_SCALE_LINEAR, PRONY_SCALE_LOG, PRONY_SCALE_TIME };

  g_setenv ("TZ", "UTC", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    for (guint j = 0; j < G_N_ELEMENTS (values); j++)
      for (guint k = 0; k < G_N_ELEMENTS (scales); k++)
        for (guint n = 0; n <= 40; n += 8)
          {
            PronyAxis axis;

            prony_axis_init_scale (&axis, scales[k], values[i], values[j], PRONY_UNIT_SECONDS, n);
            check_axis (&axis);
            prony_axis_init_window (&axis, scales[k], values[i], values[j], PRONY_UNIT_MEGABYTES,
                                    n);
            check_axis (&axis);
            prony_axis_init (&axis, values[i], values[j], PRONY_UNIT_COUNT, n);
            check_axis (&axis);
          }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart/axis/ticks", test_ticks);
  g_test_add_func ("/chart/axis/extremes", test_extremes);
  g_test_add_func ("/chart/axis/normalize", test_normalize);
  g_test_add_func ("/chart/axis/scales", test_scales);
  g_test_add_func ("/chart/axis/times", test_times);
  g_test_add_func ("/chart/axis/any-values", test_any_values);
  return g_test_run ();
}
