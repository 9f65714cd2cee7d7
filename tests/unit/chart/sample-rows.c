/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "sample-rows.h"

static void
add_engines (PronyChart *chart, guint n)
{
  static const char *const names[] = { "vLLM", "llama.cpp", "ollama", "Stand-in" };

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("Target %u", i + 1);

      prony_chart_add_series (chart, i < G_N_ELEMENTS (names) ? names[i] : name, i, i == 3);
    }
}

/* Two groups with intervals, an objective, a simulated engine and a value missing. */
PronyChart *
sample_bars (guint n_series)
{
  PronyChart *chart = prony_chart_new (PRONY_CHART_BARS, "Time to first token", PRONY_UNIT_SECONDS,
                                       PRONY_BETTER_LOWER);

  chart->reference = 0.3;
  chart->reference_title = g_strdup ("Objective");
  add_engines (chart, n_series);
  for (guint group = 0; group < 2; group++)
    {
      prony_chart_add_group (chart, group == 0 ? "Short Prompt at 1" : "Short Prompt at 8");
      for (guint i = 0; i < n_series; i++)
        {
          double value = 0.1 * (i % 7 + 1) * (1 + group * 0.6);

          prony_chart_add_bar (chart, group, i, group == 1 && i == 2 ? NAN : value, value * 0.9,
                               value * 1.15);
        }
    }

  return chart;
}

/* Where the time goes: parts of all sizes, one too small to see, one missing. */
PronyChart *
sample_stacked (guint n_groups)
{
  static const char *const parts[] = { "Queue", "Prefill", "Decode", "Transfer" };
  PronyChart *chart = prony_chart_new (PRONY_CHART_STACKED, "Where the time goes",
                                       PRONY_UNIT_SECONDS, PRONY_BETTER_LOWER);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    prony_chart_add_series (chart, parts[i], i, FALSE);
  for (guint group = 0; group < n_groups; group++)
    {
      const double values[] = { group == 1 ? NAN : 0.1 * (group % 5 + 1), 0.25,
                                1.1 + 0.2 * (group % 5), 0.0008 };
      g_autofree char *name = g_strdup_printf ("Target %u", group + 1);

      prony_chart_add_group (chart, name);
      for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
        prony_chart_add_bar (chart, group, i, values[i], NAN, NAN);
    }

  return chart;
}

/* A long tail, by the quantiles of a log-normal distribution's logistic neighbour. */
static GArray *
make_sample (guint n, double middle, double spread)
{
  GArray *values = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < n; i++)
    {
      double share = (i + 0.5) / n;
      double value = middle * exp (spread * log (share / (1 - share)));

      g_array_append_val (values, value);
    }

  return values;
}

/* Two heaps. */
static GArray *
make_two_heaps (guint n)
{
  GArray *values = make_sample (n, 0.015, 0.05);
  g_autoptr (GArray) other = make_sample (n, 0.04, 0.05);

  g_array_append_vals (values, other->data, other->len);
  return values;
}

/* A tail that goes far off, two heaps, few values, one, none, and all equal. */
PronyChart *
sample_boxes (PronyChartKind kind)
{
  PronyChart *chart =
    prony_chart_new (kind, "Gaps between tokens", PRONY_UNIT_SECONDS, PRONY_BETTER_LOWER);

  add_engines (chart, 4);
  prony_chart_add_group (chart, "Short Prompt at 1");
  prony_chart_add_sample (chart, 0, 0, make_sample (400, 0.02, 0.2));
  prony_chart_add_sample (chart, 0, 1, make_sample (2000, 0.03, 0.45));
  prony_chart_add_sample (chart, 0, 2, make_two_heaps (100));
  prony_chart_add_sample (chart, 0, 3, make_sample (100, 0.03, 0.1));
  prony_chart_add_group (chart, "Short Prompt at 8");
  prony_chart_add_sample (chart, 1, 0, make_sample (1, 0.02, 0.2));
  prony_chart_add_sample (chart, 1, 1, make_sample (0, 0.02, 0.2));
  prony_chart_add_sample (chart, 1, 2, make_sample (5, 0.02, 0.2));
  prony_chart_add_sample (chart, 1, 3, make_sample (50, 0.02, 0));

  return chart;
}

/* Requests one after the other, without a thinking phase in some, one pointed out. */
PronyChart *
sample_waterfall (guint n_rows)
{
  static const char *const phases[] = { "Wait", "Headers", "Thinking", "Answer" };
  PronyChart *chart =
    prony_chart_new (PRONY_CHART_WATERFALL, "Requests", PRONY_UNIT_SECONDS, PRONY_BETTER_NEITHER);

  chart->x_title = g_strdup ("Time since the first request");
  for (guint i = 0; i < G_N_ELEMENTS (phases); i++)
    prony_chart_add_series (chart, phases[i], i, FALSE);
  for (guint row = 0; row < n_rows; row++)
    {
      const double lengths[] = { 0.02 + row % 3 * 0.05, 0.2, row % 4 == 0 ? NAN : 0.3,
                                 1.2 + row % 5 * 0.1 };
      g_autofree char *name = g_strdup_printf ("Request %u", row + 1);
      double at = row * 0.15;

      prony_chart_add_group (chart, name);
      for (guint i = 0; i < G_N_ELEMENTS (phases); i++)
        {
          prony_chart_add_span (chart, row, i, at, at + lengths[i]);
          prony_chart_mark_last (chart, row + 1, row == 4 && i == 3);
          at += isnan (lengths[i]) ? 0 : lengths[i];
        }
    }

  return chart;
}

/* Cells with gaps: some without a value, some without a datum. */
PronyChart *
sample_heat_map (guint n_rows, guint n_columns)
{
  PronyChart *chart = prony_chart_new (PRONY_CHART_HEAT_MAP, "Time to first token",
                                       PRONY_UNIT_SECONDS, PRONY_BETTER_LOWER);

  chart->x_title = g_strdup ("Concurrency");
  add_engines (chart, n_rows);
  for (guint column = 0; column < n_columns; column++)
    {
      g_autofree char *heading = g_strdup_printf ("%u", 1 << column % 20);

      prony_chart_add_group (chart, heading);
    }
  for (guint row = 0; row < n_rows; row++)
    for (guint column = 0; column < n_columns; column++)
      if ((row * 7 + column) % 11 != 5)
        prony_chart_add_cell (chart, column, row,
                              (row * 5 + column) % 13 == 6 ? NAN : 0.05 * (row + 1) * (column + 1));

  return chart;
}
