/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/chart/prony-chart-file.h"
#include "sample-charts.h"

static const PronyChartKind kinds[] = { PRONY_CHART_LINES, PRONY_CHART_SCATTER,
                                        PRONY_CHART_STEPS, PRONY_CHART_HISTOGRAM,
                                        PRONY_CHART_TIME,  PRONY_CHART_PARETO };

static PronyChart *
make_chart (PronyChartKind kind, guint n_series)
{
  PronyChart *chart = prony_chart_new (kind, "Chart", PRONY_UNIT_SECONDS, PRONY_BETTER_LOWER);

  for (guint i = 0; i < n_series; i++)
    {
      g_autofree char *name = g_strdup_printf ("Series %u", i);

      prony_chart_add_series (chart, name, i, FALSE);
    }

  return chart;
}

static void
add_datum (PronyChart *chart, guint series, double x, double value)
{
  if (chart->kind == PRONY_CHART_HISTOGRAM)
    prony_chart_add_bin (chart, series, x, x + 1, value);
  else
    prony_chart_add_point (chart, series, x, value, NAN, NAN);
}

/* Draws in all ways that there are; what cannot be drawn fails cairo's context. */
static void
draw (PronyPlot *plot)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 640, 480);
  cairo_t *cr = cairo_create (surface);

  for (int cursor = -1; cursor < 3; cursor++)
    prony_plot_draw (plot, cr, cursor);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
check_area (PronyPlot *plot, guint index)
{
  PronyPlotArea area;

  prony_plot_get_area (plot, index, &area);
  g_assert_true (isfinite (area.x) && isfinite (area.y));
  g_assert_true (isfinite (area.width) && isfinite (area.height));
}

/* One value, and pairs of awkward ones: each has a chart or a sentence. */
static void
test_any_values (void)
{
  static const double values[] = { 0, 1, -4, 1e-320, 1e15, 1e300, -1e300, NAN, INFINITY };
  static const double xs[] = { 0, 7, -3, 1e-12, 1.8e15 };
  g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (FALSE, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (kinds) * 2; i++)
    for (guint j = 0; j < G_N_ELEMENTS (values); j++)
      for (guint k = 0; k < G_N_ELEMENTS (xs); k++)
        {
          g_autoptr (PronyChart) chart = make_chart (kinds[i / 2], 1);
          g_autoptr (PronyPlot) plot = NULL;

          chart->x_scale = i % 2 ? PRONY_SCALE_LOG : PRONY_SCALE_LINEAR;
          chart->y_scale = chart->x_scale;
          chart->reference = values[j];
          add_datum (chart, 0, xs[k], values[j]);
          if (k > 0)
            add_datum (chart, 0, xs[k] + 1, values[G_N_ELEMENTS (values) - 1 - j]);
          plot = prony_plot_new (chart, theme, 400);
          for (guint at = 0; at < prony_chart_count_data (chart); at++)
            check_area (plot, at);
          draw (plot);
          g_assert_cmpfloat (prony_plot_get_height (plot), >, 0);
        }
}

/* Without values there are no axes, and nothing to hit, to hide or to zoom into. */
static void
test_none (void)
{
  g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (FALSE, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (PronyChart) chart = make_chart (kinds[i], i % 2);
      g_autoptr (PronyPlot) plot = prony_plot_new (chart, theme, 400);
      double low;
      double high;

      draw (plot);
      prony_plot_get_x_window (plot, &low, &high);
      g_assert_true (isnan (low) && isnan (high));
      g_assert_true (isnan (prony_plot_get_x_at (plot, 200)));
      prony_plot_set_x_window (plot, 1, 2);
      g_assert_cmpint (prony_plot_hit (plot, 200, 100), ==, -1);
    }
}

/* Every datum is found where it is, also mirrored. */
static void
test_hit (void)
{
  PronyChart *charts[] = { sample_lines (),      sample_scatter (), sample_steps (),
                           sample_histogram (1), sample_time (),    sample_pareto () };

  for (guint i = 0; i < G_N_ELEMENTS (charts); i++)
    {
      for (guint rtl = 0; rtl < 2; rtl++)
        {
          g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (FALSE, FALSE);
          g_autoptr (PronyPlot) plot = NULL;

          theme->rtl = rtl;
          plot = prony_plot_new (charts[i], theme, 800);
          for (guint j = 0; j < prony_chart_count_data (charts[i]); j++)
            {
              const PronyChartDatum *datum = prony_chart_get_datum (charts[i], j);
              PronyPlotArea area;
              PronyPlotArea found_area;
              int found;

              if (!isfinite (datum->value))
                continue;
              prony_plot_get_area (plot, j, &area);
              found = prony_plot_hit (plot, area.x + area.width / 2, area.y + area.height / 2);
              g_assert_cmpint (found, >=, 0);

              /* Points may lie on one another. */
              prony_plot_get_area (plot, found, &found_area);
              g_assert_cmpfloat_with_epsilon (found_area.x, area.x, 0.01);
              g_assert_cmpfloat_with_epsilon (found_area.y, area.y, 0.01);
            }
          g_assert_cmpint (prony_plot_hit (plot, -50, 10), ==, -1);
          g_assert_cmpint (prony_plot_hit (plot, 300, 1e6), ==, -1);
        }
      prony_chart_unref (charts[i]);
    }
}

static void
test_hidden (void)
{
  g_autoptr (PronyChart) chart = make_chart (PRONY_CHART_SCATTER, 2);
  g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (FALSE, FALSE);
  g_autoptr (PronyPlot) plot = NULL;
  PronyPlotArea before;
  PronyPlotArea after;
  double high;
  double low;

  add_datum (chart, 0, 1, 1);
  add_datum (chart, 0, 2, 2);
  add_datum (chart, 1, 100, 1000);
  plot = prony_plot_new (chart, theme, 600);
  prony_plot_get_area (plot, 2, &before);
  g_assert_cmpint (prony_plot_hit (plot, before.x + 2, before.y + 2), ==, 2);

  prony_plot_set_hidden (plot, 1, TRUE);
  g_assert_true (prony_plot_is_hidden (plot, 1));
  g_assert_false (prony_plot_is_hidden (plot, 0));
  g_assert_cmpint (prony_plot_hit (plot, before.x + 2, before.y + 2), !=, 2);
  prony_plot_get_x_window (plot, &low, &high);
  g_assert_cmpfloat (high, <, 3);
  draw (plot);

  prony_plot_set_hidden (plot, 0, TRUE);
  draw (plot);
  g_assert_cmpint (prony_plot_hit (plot, 300, 100), ==, -1);

  prony_plot_set_hidden (plot, 0, FALSE);
  prony_plot_set_hidden (plot, 1, FALSE);
  prony_plot_get_area (plot, 2, &after);
  g_assert_cmpfloat (after.x, ==, before.x);
  g_assert_cmpfloat (after.y, ==, before.y);
}

/* A window is what was asked for, as far as there is something. */
static void
test_windows (void)
{
  static const struct
  {
    double low;
    double high;
    double shown_low;
    double shown_high;
  } cases[] = {
    { 200, 400, 200, 400 },     { -50, 400, 0, 400 },  { 900, 2000, 900, 1000 },
    { NAN, NAN, 0, 1000 },      { 400, 200, 0, 1000 }, { 5, 5, 0, 1000 },
    { 2000, 3000, 0, 1000 },    { NAN, 500, 0, 1000 }, { -INFINITY, INFINITY, 0, 1000 },
    { 500, 500.5, 500, 500.5 },
  };
  g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (FALSE, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (PronyChart) chart = make_chart (kinds[i], 1);
      g_autoptr (PronyPlot) plot = NULL;

      for (guint x = 0; x < 1000; x++)
        add_datum (chart, 0, x, x / 1000.0);
      plot = prony_plot_new (chart, theme, 600);
      for (guint j = 0; j < G_N_ELEMENTS (cases); j++)
        {
          PronyPlotArea area;
          double low;
          double high;

          prony_plot_set_x_window (plot, cases[j].low, cases[j].high);
          prony_plot_get_x_window (plot, &low, &high);
          g_assert_cmpfloat (low, ==, cases[j].shown_low);
          g_assert_cmpfloat (high, ==, cases[j].shown_high);
          prony_plot_get_plot_area (plot, &area);
          g_assert_cmpfloat_with_epsilon (prony_plot_get_x_at (plot, area.x), low, 1e-6);
          g_assert_cmpfloat_with_epsilon (prony_plot_get_x_at (plot, area.x + area.width), high,
                                          1e-6);
          draw (plot);
        }
    }
}

/* The values' axis follows what the window shows, and what lies beyond is not hit. */
static void
test_window_values (void)
{
  g_autoptr (PronyChart) chart = make_chart (PRONY_CHART_LINES, 1);
  g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (FALSE, FALSE);
  g_autoptr (PronyPlot) plot = NULL;
  PronyPlotArea plot_area;
  PronyPlotArea all;
  PronyPlotArea part;

  for (guint x = 0; x <= 100; x++)
    add_datum (chart, 0, x, x == 90 ? 500 : 1 + x % 5);
  plot = prony_plot_new (chart, theme, 600);
  prony_plot_get_area (plot, 14, &all);
  prony_plot_set_x_window (plot, 10, 20);
  prony_plot_get_area (plot, 14, &part);
  g_assert_cmpfloat (part.y, <, all.y - 50);
  g_assert_cmpint (prony_plot_hit (plot, part.x + part.width / 2, part.y + part.height / 2), ==,
                   14);

  prony_plot_get_plot_area (plot, &plot_area);
  g_assert_cmpint (prony_plot_hit (plot, plot_area.x + plot_area.width + 10, plot_area.y + 20), !=,
                   21);
}

/* Each name is where it is hit, and words stand for those that have no room. */
static void
test_legend (void)
{
  static const guint numbers[] = { 1, 2, 7, 200 };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    for (guint rtl = 0; rtl < 2; rtl++)
      {
        g_autoptr (PronyChart) chart = sample_many_series (numbers[i]);
        g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (FALSE, FALSE);
        g_autoptr (PronyPlot) plot = NULL;
        g_autofree gboolean *found = g_new0 (gboolean, numbers[i]);
        PronyPlotArea area;
        guint n_found = 0;

        theme->rtl = rtl;
        plot = prony_plot_new (chart, theme, 600);
        prony_plot_get_plot_area (plot, &area);
        for (double y = 0; y < area.y; y += 3)
          for (double x = 0; x < 600; x += 3)
            {
              int series = prony_plot_hit_legend (plot, x, y);

              g_assert_cmpint (series, >=, -1);
              g_assert_cmpint (series, <, (int) numbers[i]);
              if (series < 0 || found[series])
                continue;
              found[series] = TRUE;
              n_found++;
            }
        if (numbers[i] <= 7)
          g_assert_cmpuint (n_found, ==, numbers[i]);
        else
          g_assert_cmpuint (n_found, >, 7);
        g_assert_cmpint (prony_plot_hit_legend (plot, area.x + 50, area.y + 50), ==, -1);
        g_assert_cmpfloat (prony_plot_get_height (plot), <, 600);
        draw (plot);
      }
}

/* Any of many series is hidden, and shown again. */
static void
test_many_hidden (void)
{
  g_autoptr (PronyChart) chart = sample_many_series (200);
  g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (FALSE, FALSE);
  g_autoptr (PronyPlot) plot = prony_plot_new (chart, theme, 600);
  double height = prony_plot_get_height (plot);

  for (guint i = 0; i < 199; i++)
    prony_plot_set_hidden (plot, i, TRUE);
  draw (plot);
  check_area (plot, 1995);
  g_assert_cmpfloat (prony_plot_get_height (plot), ==, height);
}

/* Files are drawn otherwise than screens where lines are dense: both are drawn. */
static void
test_dense (void)
{
  g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (FALSE, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (PronyChart) chart = make_chart (kinds[i], 2);
      g_autoptr (PronyPlot) plot = NULL;

      for (guint series = 0; series < 2; series++)
        for (guint x = 0; x < 5000; x++)
          {
            add_datum (chart, series, x, x % 7 == 3 && x > 2000 && x < 2100 ? NAN : x % 13);
            prony_chart_mark_last (chart, x, x % 1000 == 0);
          }
      plot = prony_plot_new (chart, theme, 600);
      draw (plot);
      for (PronyChartFormat format = PRONY_CHART_FORMAT_PNG; format <= PRONY_CHART_FORMAT_PDF;
           format++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (GBytes) bytes = prony_chart_render (chart, theme, 600, format, &error);

          g_assert_no_error (error);
          g_assert_cmpuint (g_bytes_get_size (bytes), <, 1024 * 1024);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart/xy-plot/any-values", test_any_values);
  g_test_add_func ("/chart/xy-plot/none", test_none);
  g_test_add_func ("/chart/xy-plot/hit", test_hit);
  g_test_add_func ("/chart/xy-plot/hidden", test_hidden);
  g_test_add_func ("/chart/xy-plot/windows", test_windows);
  g_test_add_func ("/chart/xy-plot/window-values", test_window_values);
  g_test_add_func ("/chart/xy-plot/legend", test_legend);
  g_test_add_func ("/chart/xy-plot/many-hidden", test_many_hidden);
  g_test_add_func ("/chart/xy-plot/dense", test_dense);
  return g_test_run ();
}
