/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/chart/prony-gauge-plot.h"

static void
test_maximum (void)
{
  static const struct
  {
    PronyMetric metric;
    double value;
    double previous;
    double maximum;
  } cases[] = {
    { PRONY_METRIC_OUTPUT_TOKENS_PER_SEC, NAN, 0, 1 },
    { PRONY_METRIC_OUTPUT_TOKENS_PER_SEC, 0, 0, 1 },
    { PRONY_METRIC_OUTPUT_TOKENS_PER_SEC, 45, 1, 50 },
    { PRONY_METRIC_OUTPUT_TOKENS_PER_SEC, 51, 50, 100 },
    { PRONY_METRIC_OUTPUT_TOKENS_PER_SEC, 12, 100, 100 },
    { PRONY_METRIC_OUTPUT_TOKENS_PER_SEC, 9, 100, 10 }, /* tiny on its scale */
    { PRONY_METRIC_TTFT, 0.1, 50, 2 },
    { PRONY_METRIC_OUTPUT_TOKENS_PER_SEC, 87000, 0, 100000 },
    { PRONY_METRIC_TTFT, NAN, 0, 2 },
    { PRONY_METRIC_TTFT, 2.5, 2, 5 },
    { PRONY_METRIC_ITL, 0.01, 0, 0.1 },
    { PRONY_METRIC_SUCCESS_RATE, 0.5, 0, 1 },
    { PRONY_METRIC_TTFT, INFINITY, 0, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat_with_epsilon (
      prony_gauge_plot_choose_maximum (cases[i].metric, cases[i].value, cases[i].previous),
      cases[i].maximum, 1e-12);
}

static guint32
checksum (const PronyGaugeReading *reading, gboolean dark, gboolean rtl, int width, int height)
{
  g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (dark, FALSE);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create (surface);
  guint32 sum = 0;

  theme->rtl = rtl;
  prony_gauge_plot_draw (reading, theme, cr, width, height);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_flush (surface);
  for (int y = 0; y < height; y++)
    {
      const guint32 *row =
        (const guint32 *) (gconstpointer) (cairo_image_surface_get_data (surface) +
                                           y * cairo_image_surface_get_stride (surface));

      for (int x = 0; x < width; x++)
        sum = sum * 31 + row[x];
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return sum;
}

/* Every reading draws, at any size, and what differs looks different. */
static void
test_draw (void)
{
  static const double readings[] = { 0.1, NAN, 0.4, 0.2, INFINITY, 0.3 };
  static const double values[] = { NAN, 0, 0.2, 0.9, 5, INFINITY };
  PronyGaugeHistory history = { 0 };
  PronyGaugeReading reading = {
    .metric = PRONY_METRIC_TTFT, .maximum = 2, .objective = NAN, .history = &history
  };
  guint32 empty;
  guint32 marked;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    for (guint n = 0; n <= G_N_ELEMENTS (readings); n += 3)
      for (int size = 1; size < 200; size += 66)
        {
          reading.value = values[i];
          history.n_values = n;
          memcpy (history.values, readings, n * sizeof readings[0]);
          checksum (&reading, i % 2 == 0, n % 2 == 0, size, size);
        }

  history.n_values = 0;
  reading.value = NAN;
  empty = checksum (&reading, FALSE, FALSE, 104, 92);
  reading.value = 0.2;
  g_assert_cmpuint (checksum (&reading, FALSE, FALSE, 104, 92), !=, empty);
  g_assert_cmpuint (checksum (&reading, FALSE, FALSE, 104, 92), !=,
                    checksum (&reading, FALSE, TRUE, 104, 92));
  g_assert_cmpuint (checksum (&reading, FALSE, FALSE, 104, 92), !=,
                    checksum (&reading, TRUE, FALSE, 104, 92));

  marked = checksum (&reading, FALSE, FALSE, 104, 92);
  reading.objective = 1;
  g_assert_cmpuint (checksum (&reading, FALSE, FALSE, 104, 92), !=, marked);
  reading.objective = 3; /* not on the scale */
  g_assert_cmpuint (checksum (&reading, FALSE, FALSE, 104, 92), ==, marked);
}

/* Readings lie where their time is, whenever they come. */
static void
test_history (void)
{
  PronyGaugeHistory history = { 0 };

  g_assert_true (isnan (prony_gauge_history_get_highest (&history)));

  prony_gauge_history_add (&history, 1, 250000);
  prony_gauge_history_add (&history, 2, 300000); /* the same quarter */
  g_assert_cmpuint (history.n_values, ==, 1);
  g_assert_cmpfloat (history.values[0], ==, 2);

  prony_gauge_history_add (&history, 3, 1000000); /* a late one: two were left out */
  g_assert_cmpuint (history.n_values, ==, 4);
  g_assert_cmpfloat (history.values[1], ==, 3);
  g_assert_cmpfloat (history.values[3], ==, 3);

  prony_gauge_history_add (&history, 1, 11000000); /* after a pause */
  g_assert_cmpuint (history.n_values, ==, 44);
  g_assert_true (isnan (history.values[42]));
  g_assert_cmpfloat (history.values[43], ==, 1);
  g_assert_cmpfloat (prony_gauge_history_get_highest (&history), ==, 3);

  prony_gauge_history_add (&history, 0.5, 500000); /* a clock that went back */
  g_assert_cmpuint (history.n_values, ==, 44);
  g_assert_cmpfloat (history.values[43], ==, 0.5);

  prony_gauge_history_add (&history, NAN, G_MAXINT64); /* all else is long ago */
  g_assert_cmpuint (history.n_values, ==, PRONY_GAUGE_HISTORY_PLACES);
  g_assert_true (isnan (prony_gauge_history_get_highest (&history)));

  for (gint64 i = 0; i < 1000; i++)
    prony_gauge_history_add (&history, i, G_MAXINT64);
  g_assert_cmpuint (history.n_values, ==, PRONY_GAUGE_HISTORY_PLACES);
  g_assert_cmpfloat (prony_gauge_history_get_highest (&history), ==, 999);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/chart/gauge-plot/maximum", test_maximum);
  g_test_add_func ("/chart/gauge-plot/draw", test_draw);
  g_test_add_func ("/chart/gauge-plot/history", test_history);

  return g_test_run ();
}
