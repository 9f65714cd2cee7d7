/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "sample-charts.h"

/* Sunday, 22 November 2026, 14:03:20 UTC. */
#define BEGIN_US (G_GINT64_CONSTANT (1795356200) * G_USEC_PER_SEC)

/* The same numbers on every computer, from 0 to 1. */
static double
draw (guint32 *state)
{
  *state = *state * 1664525u + 1013904223u;
  return (*state >> 8) / (double) (1 << 24);
}

static void
add_engines (PronyChart *chart, guint n)
{
  static const struct
  {
    const char *name;
    gboolean simulated;
  } engines[] = { { "vLLM", FALSE }, { "llama.cpp", FALSE }, { "Stand-in", TRUE } };

  for (guint i = 0; i < n; i++)
    prony_chart_add_series (chart, engines[i].name, i, engines[i].simulated);
}

/* Throughput over concurrency, with intervals and one value missing. */
PronyChart *
sample_lines (void)
{
  PronyChart *chart = prony_chart_new (PRONY_CHART_LINES, "Output rate by concurrency",
                                       PRONY_UNIT_TOKENS_PER_SECOND, PRONY_BETTER_HIGHER);

  chart->x_title = g_strdup ("Concurrency");
  chart->x_unit = PRONY_UNIT_COUNT;
  chart->x_scale = PRONY_SCALE_LOG;
  chart->reference = 900;
  chart->reference_title = g_strdup ("Objective");
  add_engines (chart, 3);
  for (guint series = 0; series < 3; series++)
    for (guint i = 0; i < 8; i++)
      {
        double x = 1 << i;
        double value = (1400 - series * 350) * x / (x + 9 + series * 4);

        prony_chart_add_point (chart, series, x, series == 1 && i == 4 ? NAN : value, value * 0.93,
                               value * 1.06);
      }

  return chart;
}

/* Latency over prompt length, with two outliers. */
PronyChart *
sample_scatter (void)
{
  PronyChart *chart = prony_chart_new (PRONY_CHART_SCATTER, "Latency by prompt length",
                                       PRONY_UNIT_SECONDS, PRONY_BETTER_LOWER);
  guint32 state = 1;

  chart->x_title = g_strdup ("Prompt length");
  chart->x_unit = PRONY_UNIT_TOKENS;
  add_engines (chart, 2);
  for (guint series = 0; series < 2; series++)
    for (guint i = 0; i < 60; i++)
      {
        double x = 100 + floor (draw (&state) * 3900);
        double value = 0.3 + series * 0.2 + x / 4000 * (1 + draw (&state) * 0.5);
        gboolean flagged = i == 17;

        prony_chart_add_point (chart, series, x, flagged ? value + 1.5 : value, NAN, NAN);
        prony_chart_mark_last (chart, series * 100 + i + 1, flagged);
      }

  return chart;
}

/* The distribution of times to first token. */
PronyChart *
sample_steps (void)
{
  PronyChart *chart = prony_chart_new (PRONY_CHART_STEPS, "Time to first token, distribution",
                                       PRONY_UNIT_RATIO, PRONY_BETTER_NEITHER);

  chart->x_title = g_strdup ("Time to first token");
  chart->y_title = g_strdup ("Share of requests at or below");
  chart->x_unit = PRONY_UNIT_SECONDS;
  chart->reference = 0.5;
  chart->reference_title = g_strdup ("Objective");
  add_engines (chart, 3);
  for (guint series = 0; series < 3; series++)
    for (guint i = 0; i < 40; i++)
      {
        double share = (i + 1) / 40.0;

        prony_chart_add_point (chart, series,
                               0.08 + series * 0.05 - log (1.02 - share) * (0.1 + series * 0.03),
                               share, NAN, NAN);
      }

  return chart;
}

/* How long the gaps between tokens are. */
PronyChart *
sample_histogram (guint n_series)
{
  PronyChart *chart = prony_chart_new (PRONY_CHART_HISTOGRAM, "Gaps between tokens",
                                       PRONY_UNIT_COUNT, PRONY_BETTER_NEITHER);

  chart->x_title = g_strdup ("Gap");
  chart->y_title = g_strdup ("Gaps");
  chart->x_unit = PRONY_UNIT_SECONDS;
  add_engines (chart, n_series);
  for (guint series = 0; series < n_series; series++)
    for (guint i = 0; i < 30; i++)
      {
        double off = (i - 9.0 - series * 5) / (3 + series);

        prony_chart_add_bin (chart, series, i * 0.002, (i + 1) * 0.002,
                             round (800 * exp (-off * off / 2)));
      }

  return chart;
}

/* Processor use over two minutes, with a gap, a part set off and a change that is
 * pointed out. */
PronyChart *
sample_time (void)
{
  PronyChart *chart =
    prony_chart_new (PRONY_CHART_TIME, "Processor use", PRONY_UNIT_PERCENT, PRONY_BETTER_NEITHER);
  guint32 state = 7;

  chart->x_scale = PRONY_SCALE_TIME;
  prony_chart_add_band (chart, (double) BEGIN_US + 20e6, (double) BEGIN_US + 85e6, "Short at 8");
  add_engines (chart, 2);
  for (guint series = 0; series < 2; series++)
    for (guint i = 0; i < 120; i++)
      {
        double level = series == 0 ? (i < 70 ? 35 : 62) : 15;
        gboolean missing = series == 1 && i > 40 && i < 50;

        prony_chart_add_point (chart, series, (double) BEGIN_US + i * 1e6,
                               missing ? NAN : level + draw (&state) * 8, NAN, NAN);
        prony_chart_mark_last (chart, 0, series == 0 && i == 70);
      }

  return chart;
}

/* Throughput against latency. */
PronyChart *
sample_pareto (void)
{
  PronyChart *chart = prony_chart_new (PRONY_CHART_PARETO, "Output rate and time to first token",
                                       PRONY_UNIT_TOKENS_PER_SECOND, PRONY_BETTER_HIGHER);

  chart->x_title = g_strdup ("Time to first token");
  chart->x_unit = PRONY_UNIT_SECONDS;
  chart->x_better = PRONY_BETTER_LOWER;
  add_engines (chart, 3);
  for (guint series = 0; series < 3; series++)
    for (guint i = 0; i < 5; i++)
      prony_chart_add_point (chart, series, 0.06 + series * 0.05 + i * i * 0.05,
                             250 + i * (300 - series * 60.0), NAN, NAN);

  return chart;
}

/* More names than a legend has room for. */
PronyChart *
sample_many_series (guint n_series)
{
  PronyChart *chart = prony_chart_new (PRONY_CHART_LINES, "Many at once",
                                       PRONY_UNIT_TOKENS_PER_SECOND, PRONY_BETTER_HIGHER);

  for (guint series = 0; series < n_series; series++)
    {
      g_autofree char *name = g_strdup_printf ("Engine %u", series + 1);

      prony_chart_add_series (chart, name, series, FALSE);
      for (guint i = 0; i < 10; i++)
        prony_chart_add_point (chart, series, i, 100 + series * 3 + 40 * sin (i + series * 0.3),
                               NAN, NAN);
    }

  return chart;
}
