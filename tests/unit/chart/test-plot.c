/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/chart/prony-chart-file.h"
#include "core/chart/prony-chart-text.h"

static PronyChart *
make_bars (void)
{
  PronyChart *chart = prony_chart_new (PRONY_CHART_BARS, "Time to first token", PRONY_UNIT_SECONDS,
                                       PRONY_BETTER_LOWER);

  prony_chart_add_series (chart, "vLLM", 0, FALSE);
  prony_chart_add_series (chart, "ollama", 1, FALSE);
  prony_chart_add_series (chart, "Stand-in", 2, TRUE);
  for (guint group = 0; group < 2; group++)
    {
      prony_chart_add_group (chart, group == 0 ? "Short at 1" : "Short at 10");
      prony_chart_add_bar (chart, group, 0, 0.12 * (group + 1), 0.118, 0.131);
      prony_chart_add_bar (chart, group, 1, 0.18 * (group + 1), NAN, NAN);
      prony_chart_add_bar (chart, group, 2, group == 0 ? 0.05 : NAN, NAN, NAN);
    }

  return chart;
}

static PronyChart *
make_lines (void)
{
  PronyChart *chart = prony_chart_new (PRONY_CHART_LINES, "Output rate",
                                       PRONY_UNIT_TOKENS_PER_SECOND, PRONY_BETTER_HIGHER);

  chart->x_title = g_strdup ("Concurrency");
  for (guint series = 0; series < 2; series++)
    {
      prony_chart_add_series (chart, series == 0 ? "vLLM" : "ollama", series, FALSE);
      for (guint i = 0; i < 5; i++)
        prony_chart_add_point (chart, series, 1 << i, i == 2 && series == 1 ? NAN : 100 * (i + 1),
                               90 * (i + 1), 120 * (i + 1));
    }

  return chart;
}

/* One group with one bar of this value. */
static PronyChart *
make_single (const char *name, double value)
{
  PronyChart *chart =
    prony_chart_new (PRONY_CHART_BARS, "One", PRONY_UNIT_TOKENS_PER_SECOND, PRONY_BETTER_HIGHER);

  prony_chart_add_series (chart, name, 0, FALSE);
  prony_chart_add_group (chart, "");
  prony_chart_add_bar (chart, 0, 0, value, NAN, NAN);

  return chart;
}

static void
test_layout_edges (void)
{
  static const char *const names[] = {
    "v",
    "",
    "llama.cpp at workstation.example.org:8080 with Meta-Llama-3.1-70B-Instruct-Q4_K_M.gguf",
  };
  static const double values[] = { 0, 1, NAN, INFINITY, -INFINITY, -4, 1e-12, 1e12, G_MAXDOUBLE };
  static const double widths[] = { -5, 0, 200, 360, 900, 4000 };
  g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (FALSE, FALSE);

  for (guint n = 0; n < G_N_ELEMENTS (names); n++)
    for (guint v = 0; v < G_N_ELEMENTS (values); v++)
      for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
        {
          g_autoptr (PronyChart) chart = make_single (names[n], values[v]);
          g_autoptr (PronyPlot) plot = prony_plot_new (chart, theme, widths[w]);
          PronyPlotArea area;

          prony_plot_get_area (plot, 0, &area);
          g_assert_cmpfloat (area.height, >, 0);
          g_assert_cmpfloat (area.y, >=, 0);
          g_assert_cmpfloat (area.y + area.height, <=, prony_plot_get_height (plot));
          g_assert_cmpfloat (prony_plot_get_height (plot), <, 400);
        }
}

/* Long names go above their bars, which makes the chart higher. */
static void
test_long_names (void)
{
  g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (FALSE, FALSE);
  g_autoptr (PronyChart) brief = make_single ("vLLM", 5);
  g_autoptr (PronyChart) wordy = make_single ("llama.cpp at workstation.example.org:8080", 5);
  g_autoptr (PronyPlot) a = prony_plot_new (brief, theme, 360);
  g_autoptr (PronyPlot) b = prony_plot_new (wordy, theme, 360);
  g_autoptr (PronyPlot) c = prony_plot_new (wordy, theme, 2000);

  g_assert_cmpfloat (prony_plot_get_height (b), >, prony_plot_get_height (a));
  g_assert_cmpfloat (prony_plot_get_height (c), ==, prony_plot_get_height (a));
}

static void
test_hit (void)
{
  g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (FALSE, FALSE);
  PronyChart *charts[] = { make_bars (), make_lines () };

  for (guint i = 0; i < G_N_ELEMENTS (charts); i++)
    {
      for (guint rtl = 0; rtl < 2; rtl++)
        {
          g_autoptr (PronyPlot) plot = NULL;

          theme->rtl = rtl;
          plot = prony_plot_new (charts[i], theme, 600);
          for (guint j = 0; j < prony_chart_count_data (charts[i]); j++)
            {
              PronyPlotArea area;

              if (!isfinite (prony_chart_get_datum (charts[i], j)->value) || (i == 1 && j >= 5))
                continue;
              prony_plot_get_area (plot, j, &area);
              g_assert_cmpint (
                prony_plot_hit (plot, area.x + area.width / 2, area.y + area.height / 2), ==,
                (int) j);
            }
          g_assert_cmpint (prony_plot_hit (plot, -50, 10), ==, -1);
          g_assert_cmpint (prony_plot_hit (plot, 300, -10), ==, -1);
          g_assert_cmpint (prony_plot_hit (plot, 300, 1e6), ==, -1);
        }
      prony_chart_unref (charts[i]);
    }
}

/* In a line chart the first point lies left, or right where text runs from there. */
static void
test_mirror (void)
{
  g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (FALSE, FALSE);
  g_autoptr (PronyChart) chart = make_lines ();
  g_autoptr (PronyPlot) ltr = prony_plot_new (chart, theme, 600);
  g_autoptr (PronyPlot) rtl = NULL;
  PronyPlotArea a;
  PronyPlotArea b;

  theme->rtl = TRUE;
  rtl = prony_plot_new (chart, theme, 600);
  prony_plot_get_area (ltr, 0, &a);
  prony_plot_get_area (rtl, 0, &b);
  g_assert_cmpfloat_with_epsilon (a.x + a.width / 2, 600 - (b.x + b.width / 2), 1);
  g_assert_cmpfloat (a.x, <, 300);
}

static void
on_text (
  GMarkupParseContext *context, const char *text, gsize length, gpointer user_data, GError **error)
{
}

static void
test_render (void)
{
  static const GMarkupParser parser = { .text = on_text };
  PronyChart *charts[] = { make_bars (), make_lines (), make_single ("none", NAN) };

  for (guint i = 0; i < G_N_ELEMENTS (charts); i++)
    for (guint look = 0; look < 8; look++)
      {
        g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (look & 1, look & 2);
        g_autoptr (GMarkupParseContext) context = NULL;
        g_autoptr (GBytes) png = NULL;
        g_autoptr (GBytes) again = NULL;
        g_autoptr (GBytes) svg = NULL;
        g_autoptr (GBytes) pdf = NULL;
        g_autoptr (GError) error = NULL;

        theme->rtl = (look & 4) != 0;
        png = prony_chart_render (charts[i], theme, 500, PRONY_CHART_FORMAT_PNG, &error);
        g_assert_no_error (error);
        again = prony_chart_render (charts[i], theme, 500, PRONY_CHART_FORMAT_PNG, &error);
        g_assert_true (g_bytes_equal (png, again));
        g_assert_cmpmem (g_bytes_get_data (png, NULL), 4, "\211PNG", 4);

        svg = prony_chart_render (charts[i], theme, 500, PRONY_CHART_FORMAT_SVG, &error);
        g_assert_no_error (error);
        context = g_markup_parse_context_new (&parser, 0, NULL, NULL);
        g_assert_true (g_markup_parse_context_parse (context, g_bytes_get_data (svg, NULL),
                                                     g_bytes_get_size (svg), &error));
        g_assert_no_error (error);
        g_assert_true (g_markup_parse_context_end_parse (context, &error));

        pdf = prony_chart_render (charts[i], theme, 500, PRONY_CHART_FORMAT_PDF, &error);
        g_assert_no_error (error);
        g_assert_cmpmem (g_bytes_get_data (pdf, NULL), 4, "%PDF", 4);
      }
  for (guint i = 0; i < G_N_ELEMENTS (charts); i++)
    prony_chart_unref (charts[i]);
}

/* Light, dark, mirrored and high contrast do differ. */
static void
test_themes_differ (void)
{
  g_autoptr (PronyChart) chart = make_bars ();
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint look = 0; look < 8; look++)
    {
      g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (look & 1, look & 2);
      GBytes *png;

      theme->rtl = (look & 4) != 0;
      png = prony_chart_render (chart, theme, 500, PRONY_CHART_FORMAT_PNG, NULL);
      for (guint i = 0; i < pictures->len; i++)
        g_assert_false (g_bytes_equal (png, g_ptr_array_index (pictures, i)));
      g_ptr_array_add (pictures, png);
    }
}

static void
test_save (void)
{
  g_autoptr (PronyChart) chart = make_bars ();
  g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (FALSE, FALSE);
  g_autofree char *folder = g_dir_make_tmp ("prony-chart-XXXXXX", NULL);
  static const char *const endings[] = { "png", "SVG", "pdf" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strdup_printf ("%s/chart.%s", folder, endings[i]);
      g_autoptr (GError) error = NULL;

      g_assert_true (prony_chart_save (chart, theme, 500, name, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpint (g_remove (name), ==, 0);
    }
  {
    g_autofree char *name = g_strdup_printf ("%s/chart.gif", folder);
    g_autofree char *nowhere = g_strdup_printf ("%s/no/chart.png", folder);
    g_autoptr (GError) error = NULL;

    g_assert_false (prony_chart_save (chart, theme, 500, name, NULL, &error));
    g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
    g_clear_error (&error);
    g_assert_false (prony_chart_save (chart, theme, 500, nowhere, NULL, &error));
    g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart/plot/layout-edges", test_layout_edges);
  g_test_add_func ("/chart/plot/long-names", test_long_names);
  g_test_add_func ("/chart/plot/hit", test_hit);
  g_test_add_func ("/chart/plot/mirror", test_mirror);
  g_test_add_func ("/chart/plot/render", test_render);
  g_test_add_func ("/chart/plot/themes-differ", test_themes_differ);
  g_test_add_func ("/chart/plot/save", test_save);
  return g_test_run ();
}
