/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/chart/prony-chart-file.h"
#include "core/chart/prony-chart-table.h"
#include "core/chart/prony-chart-text.h"
#include "sample-charts.h"
#include "sample-rows.h"

/* What is said of charts of each kind, in readouts, descriptions and tables. */

typedef struct
{
  PronyChart *chart;
  guint index;
  const char *readout;
  const char *described; /* part of the description */
  const char *titles;
  const char *cells;
} Words;

static char *
join_row (const PronyChartTable *table, int row)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < prony_chart_table_count_columns (table); i++)
    {
      g_autofree char *cell = row >= 0 ? prony_chart_table_get_cell (table, (guint) row, i)
                                       : g_strdup (prony_chart_table_get_title (table, i));

      g_string_append_printf (text, "%s%s", i > 0 ? " | " : "", cell);
    }

  return g_string_free (text, FALSE);
}

static void
test_words (void)
{
  const Words cases[] = {
    { sample_bars (4), 1, "llama.cpp, Short Prompt at 1: 200 ms, 95 % interval 180 ms to 230 ms",
      "Objective: 300 ms.", "Measured | Target | Value | 95 % Interval",
      "Short Prompt at 1 | llama.cpp | 200 ms | 180 ms to 230 ms" },
    { sample_stacked (3), 2, "Target 1, Decode: 1.10 s of 1.45 s (75.8 %)",
      "Target 2, Queue: no value.", "Target | Part | Value | Share",
      "Target 1 | Decode | 1.10 s | 75.8 %" },
    { sample_stacked (30), 4, "Target 2, Queue: no value", "Target 1: 1.45 s in all.",
      "Target | Part | Value | Share", "Target 2 | Queue | – | –" },
    { sample_boxes (PRONY_CHART_BOXES), 0,
      "vLLM, Short Prompt at 1: median 20.0 ms, half of all within 16.1 ms to 24.9 ms, nine of "
      "ten within 11.2 ms to 35.9 ms, 400 values",
      "Short Prompt at 8: 20.0 ms, the only value.",
      "Measured | Target | Median | Middle Half | Nine of Ten | Values",
      "Short Prompt at 1 | vLLM | 20.0 ms | 16.1 ms to 24.9 ms | 11.2 ms to 35.9 ms | 400" },
    { sample_boxes (PRONY_CHART_VIOLINS), 5, "llama.cpp, Short Prompt at 8: no value",
      "Lower is better.", "Measured | Target | Median | Middle Half | Nine of Ten | Values",
      "Short Prompt at 8 | llama.cpp | – | – | – | 0" },
    { sample_lines (), 2, "vLLM, Concurrency 4: 431 tok/s, 95 % interval 401 tok/s to 457 tok/s",
      "vLLM: 8 values, 140 tok/s to", "Concurrency | Target | Value | 95 % Interval",
      "4 | vLLM | 431 tok/s | 401 tok/s to 457 tok/s" },
    { sample_scatter (), 17, NULL, "llama.cpp: 60 values,", "Prompt length | Target | Value | Note",
      NULL },
    { sample_steps (), 19, "vLLM: 50.0 % are at or below 145 ms",
      "vLLM: half are at or below 145 ms, 95 % at or below",
      "Time to first token | Target | Share of requests at or below", "145 ms | vLLM | 50.0 %" },
    { sample_histogram (1), 9, "vLLM, 18.0 ms to 20.0 ms: 800",
      "vLLM: from 0 ms to 60.0 ms, most from 18.0 ms to 20.0 ms: 800.", "From | To | Target | Gaps",
      "18.0 ms | 20.0 ms | vLLM | 800" },
    { sample_waterfall (8), 1, "Request 1, Headers: 200 ms, from 20.0 ms to 220 ms",
      "Headers: 8 values, 200 ms to 200 ms, median 200 ms.",
      "Row | Phase | Duration | Begin | End | Note",
      "Request 1 | Headers | 200 ms | 20.0 ms | 220 ms | " },
    { sample_heat_map (4, 6), 0, "vLLM, 1: 50.0 ms",
      "Lowest: vLLM, 1: 50.0 ms. Highest: ollama, 32: 900 ms.", "Concurrency | Target | Value",
      "1 | vLLM | 50.0 ms" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PronyChart) chart = cases[i].chart;
      g_autoptr (PronyChartTable) table = prony_chart_table_new (chart);
      g_autofree char *readout = prony_chart_describe_datum (chart, cases[i].index);
      g_autofree char *described = prony_chart_describe (chart);
      g_autofree char *titles = join_row (table, -1);
      g_autofree char *cells = join_row (table, (int) cases[i].index);

      g_assert_cmpuint (prony_chart_table_count_rows (table), ==, prony_chart_count_data (chart));
      if (cases[i].readout != NULL)
        g_assert_cmpstr (readout, ==, cases[i].readout);
      else
        g_assert_nonnull (strstr (readout, "(outlier)"));
      if (strstr (described, cases[i].described) == NULL)
        g_error ("“%s” is not in: %s", cases[i].described, described);
      g_assert_cmpstr (titles, ==, cases[i].titles);
      if (cases[i].cells != NULL)
        g_assert_cmpstr (cells, ==, cases[i].cells);
    }
}

/* Every point on the front is said to be there, and no other. */
static void
test_front (void)
{
  g_autoptr (PronyChart) chart =
    prony_chart_new (PRONY_CHART_PARETO, "Trade-off", PRONY_UNIT_SECONDS, PRONY_BETTER_LOWER);
  static const double points[][2] = { { 1, 1 }, { 2, 3 }, { 3, 2 }, { 4, 4 }, { 4, 5 } };
  static const gboolean beaten[] = { FALSE, TRUE, FALSE, FALSE, TRUE };

  chart->x_better = PRONY_BETTER_HIGHER;
  prony_chart_add_series (chart, "vLLM", 0, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    prony_chart_add_point (chart, 0, points[i][0], points[i][1], NAN, NAN);
  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    {
      g_autofree char *text = prony_chart_describe_datum (chart, i);

      g_assert_cmpint (prony_chart_is_beaten (chart, i), ==, beaten[i]);
      g_assert_cmpint (strstr (text, "no other is better") == NULL, ==, beaten[i]);
    }
}

/* Which way is better, points that are as good as one another, absent ones and simulated ones. */
static void
test_fronts (void)
{
  static const struct
  {
    PronyBetter x_better;
    PronyBetter better;
    gboolean simulated[2];
    double points[4][3]; /* series, x and y */
    gboolean beaten[4];
  } cases[] = {
    { PRONY_BETTER_LOWER,
      PRONY_BETTER_HIGHER,
      { FALSE, FALSE },
      { { 0, 1, 1 }, { 0, 2, 3 }, { 1, 2, 2 }, { 1, 3, 3 } },
      { FALSE, FALSE, TRUE, TRUE } },
    { PRONY_BETTER_LOWER,
      PRONY_BETTER_LOWER,
      { FALSE, FALSE },
      { { 0, 1, 1 }, { 0, 2, 3 }, { 1, 2, 2 }, { 1, 0, 9 } },
      { FALSE, TRUE, TRUE, FALSE } },
    { PRONY_BETTER_HIGHER,
      PRONY_BETTER_HIGHER,
      { FALSE, FALSE },
      { { 0, 1, 1 }, { 0, 2, 3 }, { 1, 2, 2 }, { 1, 3, 0 } },
      { TRUE, FALSE, TRUE, FALSE } },
    { PRONY_BETTER_LOWER,
      PRONY_BETTER_HIGHER,
      { FALSE, FALSE },
      { { 0, 1, 1 }, { 0, 1, 1 }, { 1, 1, 1 }, { 1, 2, 1 } },
      { FALSE, FALSE, FALSE, TRUE } },
    { PRONY_BETTER_LOWER,
      PRONY_BETTER_HIGHER,
      { FALSE, FALSE },
      { { 0, 2, 1 }, { 0, 1, NAN }, { 1, 1, NAN }, { 1, 1, INFINITY } },
      { FALSE, TRUE, TRUE, TRUE } },
    { PRONY_BETTER_LOWER,
      PRONY_BETTER_HIGHER,
      { TRUE, FALSE },
      { { 0, 1, 9 }, { 0, 1, 8 }, { 1, 2, 2 }, { 1, 3, 1 } },
      { TRUE, TRUE, FALSE, TRUE } },
    { PRONY_BETTER_LOWER,
      PRONY_BETTER_HIGHER,
      { TRUE, TRUE },
      { { 0, 1, 9 }, { 0, 1, 8 }, { 1, 2, 2 }, { 1, 0, 1 } },
      { FALSE, TRUE, TRUE, FALSE } },
    { PRONY_BETTER_LOWER,
      PRONY_BETTER_HIGHER,
      { TRUE, FALSE },
      { { 0, 1, 9 }, { 0, 1, 8 }, { 1, 2, NAN }, { 1, 3, NAN } },
      { FALSE, TRUE, TRUE, TRUE } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PronyChart) chart =
        prony_chart_new (PRONY_CHART_PARETO, "Front", PRONY_UNIT_NONE, cases[i].better);
      g_autofree char *text = NULL;

      chart->x_better = cases[i].x_better;
      for (guint k = 0; k < 2; k++)
        prony_chart_add_series (chart, k == 0 ? "a" : "b", k, cases[i].simulated[k]);
      for (guint k = 0; k < 4; k++)
        prony_chart_add_point (chart, (guint) cases[i].points[k][0], cases[i].points[k][1],
                               cases[i].points[k][2], NAN, NAN);
      for (guint k = 0; k < 4; k++)
        if (prony_chart_is_beaten (chart, k) != cases[i].beaten[k])
          g_error ("front %u, point %u", i, k);
      text = prony_chart_describe (chart);
      g_assert_null (strstr (text, "nan"));
      g_assert_null (strstr (text, "inf"));
    }
}

static void
test_steps_of_cursor (void)
{
  g_autoptr (PronyChart) stacked = sample_stacked (3);
  g_autoptr (PronyChart) boxes = sample_boxes (PRONY_CHART_BOXES);
  g_autoptr (PronyChart) waterfall = sample_waterfall (3);
  g_autoptr (PronyChart) map = sample_heat_map (4, 6);
  const struct
  {
    PronyChart *chart;
    int from;
    int dx;
    int dy;
    int to;
  } cases[] = {
    { stacked, 1, 1, 0, 2 },   { stacked, 3, 1, 0, 3 },    { stacked, 1, 0, 1, 5 },
    { stacked, 9, 0, 1, 9 },   { stacked, 9, 0, -1, 5 },   { boxes, 0, 0, 1, 1 },
    { boxes, 3, 1, 0, 4 },     { waterfall, 0, 1, 0, 1 },  { waterfall, 3, 1, 0, 3 },
    { waterfall, 0, 0, 1, 4 }, { waterfall, 4, 0, -1, 3 }, { map, 0, 1, 0, 1 },
    { map, 0, -1, 0, 0 },      { map, 0, 0, 1, 5 },        { map, 5, 0, -1, 0 },
    { map, 4, 1, 0, 4 }, /* the last column has no datum in the first row */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (prony_chart_step (cases[i].chart, cases[i].from, cases[i].dx, cases[i].dy), ==,
                     cases[i].to);
}

/* A chart of 100,000 points has a table, cell by cell. */
static void
test_large_table (void)
{
  g_autoptr (PronyChart) chart =
    prony_chart_new (PRONY_CHART_SCATTER, "Many", PRONY_UNIT_SECONDS, PRONY_BETTER_LOWER);
  g_autoptr (PronyChartTable) table = NULL;
  g_autofree char *cell = NULL;

  prony_chart_add_series (chart, "vLLM", 0, FALSE);
  for (guint i = 0; i < 100000; i++)
    prony_chart_add_point (chart, 0, i, i * 0.001, NAN, NAN);
  table = prony_chart_table_new (chart);
  g_assert_cmpuint (prony_chart_table_count_rows (table), ==, 100000);
  g_assert_cmpfloat (prony_chart_table_get_number (table, 99999, 0), ==, 99999);
  cell = prony_chart_table_get_cell (table, 50000, 2);
  g_assert_cmpstr (cell, ==, "50.0 s");
  g_assert_true (prony_chart_table_is_number (table, 0));
  g_assert_false (prony_chart_table_is_number (table, 1));
}

/* The picture is what the plot shows; its scale is as asked, as far as that can be. */
static void
test_picture (void)
{
  g_autoptr (PronyChart) chart = sample_waterfall (400);
  g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (FALSE, FALSE);
  g_autoptr (PronyPlot) plot = prony_plot_new (chart, theme, 200);
  g_autoptr (GBytes) whole = prony_plot_render (plot, PRONY_CHART_FORMAT_PNG, 1, NULL);
  g_autoptr (GBytes) huge = prony_plot_render (plot, PRONY_CHART_FORMAT_PNG, 40, NULL);
  g_autoptr (GBytes) pdf = prony_plot_render (plot, PRONY_CHART_FORMAT_PDF, 1, NULL);
  g_autoptr (GBytes) part = NULL;
  const char *body = g_bytes_get_data (pdf, NULL);
  const guint8 *header = g_bytes_get_data (whole, NULL);

  /* PNG, 11.2.2: the width comes first in the header chunk. */
  g_assert_cmpuint (header[18] << 8 | header[19], ==, 224);
  g_assert_nonnull (huge);
  g_assert_null (g_strstr_len (body, (gssize) g_bytes_get_size (pdf), "CreationDate"));
  prony_plot_set_hidden (plot, 0, TRUE);
  part = prony_plot_render (plot, PRONY_CHART_FORMAT_PNG, 1, NULL);
  g_assert_false (g_bytes_equal (whole, part));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/chart/kinds/words", test_words);
  g_test_add_func ("/chart/kinds/front", test_front);
  g_test_add_func ("/chart/kinds/fronts", test_fronts);
  g_test_add_func ("/chart/kinds/steps", test_steps_of_cursor);
  g_test_add_func ("/chart/kinds/large-table", test_large_table);
  g_test_add_func ("/chart/kinds/picture", test_picture);

  return g_test_run ();
}
