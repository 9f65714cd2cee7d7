/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/chart/prony-chart-file.h"
#include "core/chart/prony-chart-table.h"
#include "core/chart/prony-chart-text.h"
#include "sample-rows.h"

static const PronyChartKind kinds[] = {
  PRONY_CHART_BARS,    PRONY_CHART_STACKED,   PRONY_CHART_BOXES,
  PRONY_CHART_VIOLINS, PRONY_CHART_WATERFALL, PRONY_CHART_HEAT_MAP,
};

static PronyChart *
make_chart (PronyChartKind kind, guint n)
{
  switch (kind)
    {
    case PRONY_CHART_STACKED:
      return sample_stacked (n);
    case PRONY_CHART_BOXES:
    case PRONY_CHART_VIOLINS:
      return sample_boxes (kind);
    case PRONY_CHART_WATERFALL:
      return sample_waterfall (n);
    case PRONY_CHART_HEAT_MAP:
      return sample_heat_map (n, n);
    case PRONY_CHART_BARS:
    default:
      return sample_bars (n);
    }
}

/* One datum of any kind, from one value. */
static PronyChart *
make_single (PronyChartKind kind, double value, guint n_values)
{
  PronyChart *chart = prony_chart_new (kind, "One", PRONY_UNIT_SECONDS, PRONY_BETTER_LOWER);
  GArray *sample;

  prony_chart_add_series (chart, "vLLM", 0, FALSE);
  prony_chart_add_group (chart, "Short");
  switch (kind)
    {
    case PRONY_CHART_BOXES:
    case PRONY_CHART_VIOLINS:
      sample = g_array_new (FALSE, FALSE, sizeof (double));
      for (guint i = 0; i < n_values; i++)
        g_array_append_val (sample, value);
      prony_chart_add_sample (chart, 0, 0, sample);
      break;
    case PRONY_CHART_WATERFALL:
      prony_chart_add_span (chart, 0, 0, 0, value);
      break;
    case PRONY_CHART_HEAT_MAP:
      prony_chart_add_cell (chart, 0, 0, value);
      break;
    case PRONY_CHART_BARS:
    case PRONY_CHART_STACKED:
    default:
      prony_chart_add_bar (chart, 0, 0, value, value, value);
    }

  return chart;
}

static void
check_drawn (PronyChart *chart, const PronyChartTheme *theme, double width)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) svg = prony_chart_render (chart, theme, width, PRONY_CHART_FORMAT_SVG, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = g_strndup (g_bytes_get_data (svg, NULL), g_bytes_get_size (svg));
  g_assert_null (strstr (text, "nan"));
  g_assert_null (strstr (text, "inf"));
}

static void
check_words (PronyChart *chart)
{
  g_autoptr (PronyChartTable) table = prony_chart_table_new (chart);
  g_autofree char *description = prony_chart_describe (chart);

  g_assert_null (strstr (description, "nan"));
  g_assert_null (strstr (description, "inf"));
  for (guint row = 0; row < prony_chart_table_count_rows (table); row++)
    {
      g_autofree char *datum = prony_chart_describe_datum (chart, row);

      g_assert_null (strstr (datum, "nan"));
      for (guint column = 0; column < prony_chart_table_count_columns (table); column++)
        {
          g_autofree char *cell = prony_chart_table_get_cell (table, row, column);

          g_assert_null (strstr (cell, "nan"));
          g_assert_null (strstr (cell, "inf"));
        }
    }
}

/* Whatever the one value is, there is a chart or a sentence, and never what is no number. */
static void
test_single (void)
{
  static const double values[] = { 0, 1, 1e-12, 1e12, -4, NAN, INFINITY, -INFINITY, G_MAXDOUBLE };
  static const double widths[] = { 0, 120, 500, 3000 };
  g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (FALSE, FALSE);

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint v = 0; v < G_N_ELEMENTS (values); v++)
      for (guint log_scale = 0; log_scale < 2; log_scale++)
        {
          g_autoptr (PronyChart) chart = make_single (kinds[k], values[v], v % 3 == 0 ? 1 : 20);

          chart->y_scale = log_scale ? PRONY_SCALE_LOG : PRONY_SCALE_LINEAR;
          check_drawn (chart, theme, widths[v % G_N_ELEMENTS (widths)]);
          check_words (chart);
          g_assert_cmpint (prony_chart_has_values (chart), ==,
                           isfinite (values[v]) &&
                             !(kinds[k] == PRONY_CHART_WATERFALL && values[v] < 0));
        }
}

/* Without any datum. */
static void
test_empty (void)
{
  g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (FALSE, FALSE);

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      g_autoptr (PronyChart) chart =
        prony_chart_new (kinds[k], "None", PRONY_UNIT_SECONDS, PRONY_BETTER_LOWER);
      g_autoptr (PronyPlot) plot = prony_plot_new (chart, theme, 400);

      check_drawn (chart, theme, 400);
      check_words (chart);
      g_assert_cmpint (prony_plot_hit (plot, 100, 50), ==, -1);
      g_assert_cmpfloat (prony_plot_get_height (plot), <, 300);
    }
}

/* However many there are, the chart has an end; each datum that is drawn can be hit. */
static void
test_many (void)
{
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint rtl = 0; rtl < 2; rtl++)
      {
        g_autoptr (PronyChart) chart = make_chart (kinds[k], 200);
        g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (FALSE, FALSE);
        g_autoptr (PronyPlot) plot = NULL;
        guint n_drawn = 0;

        theme->rtl = rtl;
        plot = prony_plot_new (chart, theme, 600);
        g_assert_cmpfloat (prony_plot_get_height (plot), <, 8500);
        for (guint i = 0; i < prony_chart_count_data (chart); i++)
          {
            PronyPlotArea area;

            prony_plot_get_area (plot, i, &area);
            if (area.height <= 0 || area.width < 3)
              continue;
            g_assert_cmpint (
              prony_plot_hit (plot, area.x + area.width / 2, area.y + area.height / 2), ==,
              (int) i);
            n_drawn++;
          }
        g_assert_cmpuint (n_drawn, >, 7);
        g_assert_cmpint (prony_plot_hit (plot, -50, 100), ==, -1);
        g_assert_cmpint (prony_plot_hit (plot, 300, 1e6), ==, -1);
      }
}

/* A hidden part is no part of the sum, and a hidden row is no row. */
static void
test_hidden (void)
{
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      g_autoptr (PronyChart) chart = make_chart (kinds[k], 4);
      g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (FALSE, FALSE);
      g_autoptr (PronyPlot) plot = prony_plot_new (chart, theme, 600);
      double height = prony_plot_get_height (plot);
      PronyPlotArea area;
      gboolean parts = kinds[k] == PRONY_CHART_STACKED || kinds[k] == PRONY_CHART_WATERFALL;

      prony_plot_get_area (plot, 0, &area);
      g_assert_cmpfloat (area.height, >, 0);
      prony_plot_set_hidden (plot, 0, TRUE);
      prony_plot_get_area (plot, 0, &area);
      g_assert_cmpfloat (area.height, ==, 0);
      if (parts)
        g_assert_cmpfloat (prony_plot_get_height (plot), ==, height);
      else
        g_assert_cmpfloat (prony_plot_get_height (plot), <, height);
    }
}

/* A part of the time of a waterfall. */
static void
test_window (void)
{
  g_autoptr (PronyChart) chart = sample_waterfall (20);
  g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (FALSE, FALSE);
  g_autoptr (PronyPlot) plot = prony_plot_new (chart, theme, 600);
  PronyPlotArea whole;
  PronyPlotArea part;

  g_assert_true (prony_chart_has_continuous_x (chart));
  prony_plot_get_area (plot, 3, &whole);
  prony_plot_set_x_window (plot, 0, 2);
  prony_plot_get_area (plot, 3, &part);
  g_assert_cmpfloat (part.width, >, whole.width * 1.5);
  prony_plot_get_area (plot, 4 * 19, &part); /* begins later */
  g_assert_cmpfloat (part.height, ==, 0);
}

/* The axis of boxes does not go to the end of the world for one value. */
static void
test_outliers (void)
{
  GArray *sample = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (PronyChart) chart =
    prony_chart_new (PRONY_CHART_BOXES, "Gaps", PRONY_UNIT_SECONDS, PRONY_BETTER_LOWER);
  g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (FALSE, FALSE);
  g_autoptr (GBytes) svg = NULL;
  double low;
  double high;

  for (guint i = 0; i < 100; i++)
    {
      double value = i < 99 ? 0.01 + i * 0.0001 : 1e9;

      g_array_append_val (sample, value);
    }
  prony_chart_add_series (chart, "vLLM", 0, FALSE);
  prony_chart_add_group (chart, "");
  prony_chart_add_sample (chart, 0, 0, sample);
  prony_chart_get_range (chart, &low, &high);
  g_assert_cmpfloat (high, <, 0.03);
  check_drawn (chart, theme, 500);
}

/* What is not finite is left out of a sample. */
static void
test_sample (void)
{
  static const double values[] = { -INFINITY, 1, 2, 3, 4, 5, INFINITY, NAN };
  GArray *sample = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (PronyChart) chart =
    prony_chart_new (PRONY_CHART_BOXES, "Gaps", PRONY_UNIT_NONE, PRONY_BETTER_LOWER);
  const PronyChartDatum *datum;
  guint n;

  g_array_append_vals (sample, values, G_N_ELEMENTS (values));
  prony_chart_add_series (chart, "vLLM", 0, FALSE);
  prony_chart_add_group (chart, "");
  prony_chart_add_sample (chart, 0, 0, sample);
  datum = prony_chart_get_datum (chart, 0);
  g_assert_cmpfloat (datum->low, ==, 2);
  g_assert_cmpfloat (datum->value, ==, 3);
  g_assert_cmpfloat (datum->high, ==, 4);
  prony_chart_get_samples (chart, 0, &n);
  g_assert_cmpuint (n, ==, 5);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/chart/rows/single", test_single);
  g_test_add_func ("/chart/rows/empty", test_empty);
  g_test_add_func ("/chart/rows/many", test_many);
  g_test_add_func ("/chart/rows/hidden", test_hidden);
  g_test_add_func ("/chart/rows/window", test_window);
  g_test_add_func ("/chart/rows/outliers", test_outliers);
  g_test_add_func ("/chart/rows/sample", test_sample);

  return g_test_run ();
}
