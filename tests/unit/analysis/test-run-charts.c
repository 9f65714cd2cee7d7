/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/analysis/prony-run-charts.h"

/* Two targets, one of them simulated, over some scenarios and levels. */
static PronyRun *
make_run (guint n_scenarios, guint n_levels)
{
  PronyRun *run = prony_run_new ("Charts");

  for (guint level = 0; level < n_levels; level++)
    for (guint scenario = 0; scenario < n_scenarios; scenario++)
      for (guint i = 0; i < 2; i++)
        {
          g_autoptr (PronyEngineSpec) spec =
            prony_engine_spec_new (i == 0 ? "http://127.0.0.1:1" : "http://127.0.0.1:2", NULL);
          g_autoptr (PronyTarget) target = prony_target_new (spec, "model");
          g_autofree char *name = g_strdup_printf ("scenario-%u", scenario);
          PronyTrial *trial;

          /* The levels come from high to low. */
          trial = prony_trial_new (run->trials->len, target, name, name, PRONY_SCENARIO_SHORT_SHORT,
                                   prony_load_level_closed (1u << (n_levels - level)));
          target->simulated = i == 1;
          trial->summary = prony_summary_new ();
          trial->summary->distributions[PRONY_METRIC_TTFT].p50 = 0.1 * (i + 1);
          trial->summary->distributions[PRONY_METRIC_TTFT].p50_ci[0] = 0.09;
          trial->summary->distributions[PRONY_METRIC_TTFT].p50_ci[1] = 0.21;
          g_ptr_array_add (run->trials, trial);
        }

  return run;
}

/* Lines and bars of a metric. */
static GPtrArray *
make_charts (PronyRun *run, PronyMetric metric)
{
  g_autoptr (PronyRunGroups) groups = prony_run_groups_new (run);
  GPtrArray *charts = prony_run_charts_make_lines (groups, metric);
  PronyChart *bars = prony_run_charts_make_bars (groups, metric);

  if (bars != NULL)
    g_ptr_array_add (charts, bars);
  return charts;
}

static void
test_shapes (void)
{
  static const struct
  {
    guint n_scenarios;
    guint n_levels;
    guint n_charts;
    PronyChartKind kind;
    guint n_groups;
    guint n_data;
  } cases[] = {
    { 1, 1, 1, PRONY_CHART_BARS, 1, 2 },  { 2, 1, 1, PRONY_CHART_BARS, 2, 4 },
    { 2, 2, 1, PRONY_CHART_BARS, 4, 8 },  { 1, 3, 1, PRONY_CHART_LINES, 0, 6 },
    { 2, 4, 2, PRONY_CHART_LINES, 0, 8 }, { 0, 0, 0, PRONY_CHART_BARS, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PronyRun) run = make_run (cases[i].n_scenarios, cases[i].n_levels);
      g_autoptr (GPtrArray) charts = make_charts (run, PRONY_METRIC_TTFT);

      g_assert_cmpuint (charts->len, ==, cases[i].n_charts);
      for (guint j = 0; j < charts->len; j++)
        {
          PronyChart *chart = g_ptr_array_index (charts, j);

          g_assert_cmpint (chart->kind, ==, cases[i].kind);
          g_assert_cmpuint (chart->groups->len, ==, cases[i].n_groups);
          g_assert_cmpuint (chart->data->len, ==, cases[i].n_data);
          g_assert_cmpuint (chart->series->len, ==, 2);
          g_assert_false (prony_chart_get_series (chart, 0)->simulated);
          g_assert_true (prony_chart_get_series (chart, 1)->simulated);
        }
    }
}

static void
add_trial (PronyRun *run, PronyLoadLevel load, double value)
{
  g_autoptr (PronyEngineSpec) spec = prony_engine_spec_new ("http://127.0.0.1:1", NULL);
  g_autoptr (PronyTarget) target = prony_target_new (spec, "model");
  PronyTrial *trial = prony_trial_new (run->trials->len, target, "scenario", "Scenario",
                                       PRONY_SCENARIO_SHORT_SHORT, load);

  trial->summary = prony_summary_new ();
  trial->summary->distributions[PRONY_METRIC_TTFT].p50 = value;
  g_ptr_array_add (run->trials, trial);
}

static void
assert_line (PronyChart *chart, const char *title, const char *x_title, const double *xs, guint n)
{
  g_assert_cmpint (chart->kind, ==, PRONY_CHART_LINES);
  g_assert_cmpstr (chart->title, ==, title);
  g_assert_cmpstr (chart->x_title, ==, x_title);
  g_assert_cmpuint (prony_chart_count_data (chart), ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpfloat (prony_chart_get_datum (chart, i)->x, ==, xs[i]);
}

/* Streams and rates are different numbers: a line joins only the one or the other, and
 * loads that are on no line are bars. */
static void
test_mixed (void)
{
  static const double numbers[] = { 1, 2, 4 };
  g_autoptr (PronyRun) run = prony_run_new ("Mixed");
  g_autoptr (GPtrArray) charts = NULL;
  PronyLoadLevel capped = prony_load_level_open (8, PRONY_ARRIVAL_POISSON);
  PronyChart *chart;

  capped.concurrency = 16;
  for (guint i = 0; i < 3; i++)
    {
      add_trial (run, prony_load_level_closed ((guint) numbers[i]), 0.1);
      add_trial (run, prony_load_level_open (numbers[i], PRONY_ARRIVAL_POISSON), 0.1);
    }
  add_trial (run, prony_load_level_open (8, PRONY_ARRIVAL_CONSTANT), 0.1);
  add_trial (run, capped, 0.1);
  add_trial (run, prony_load_level_trace (1), 0.1);

  charts = make_charts (run, PRONY_METRIC_TTFT);
  g_assert_cmpuint (charts->len, ==, 3);
  assert_line (g_ptr_array_index (charts, 0),
               "Time to first token, median · Scenario · Requests at once", "Requests at once",
               numbers, 3);
  assert_line (g_ptr_array_index (charts, 1),
               "Time to first token, median · Scenario · Requests a second (Poisson)",
               "Requests a second (Poisson)", numbers, 3);
  chart = g_ptr_array_index (charts, 2);
  g_assert_cmpint (chart->kind, ==, PRONY_CHART_BARS);
  g_assert_cmpuint (chart->groups->len, ==, 3);
  g_assert_cmpuint (prony_chart_count_data (chart), ==, 3);
}

/* Two streams and two rates make no line, nor does the same load twice. */
static void
test_too_few_for_lines (void)
{
  g_autoptr (PronyRun) run = prony_run_new ("Few");
  g_autoptr (GPtrArray) charts = NULL;

  for (guint i = 1; i <= 2; i++)
    {
      add_trial (run, prony_load_level_closed (i), 0.1);
      add_trial (run, prony_load_level_closed (i), 0.1);
      add_trial (run, prony_load_level_open (i, PRONY_ARRIVAL_POISSON), 0.1);
    }
  charts = make_charts (run, PRONY_METRIC_TTFT);
  g_assert_cmpuint (charts->len, ==, 1);
  g_assert_cmpint (((PronyChart *) g_ptr_array_index (charts, 0))->kind, ==, PRONY_CHART_BARS);
}

/* Replays have an axis of their own. */
static void
test_replays (void)
{
  static const double speeds[] = { 0.5, 1, 2 };
  g_autoptr (PronyRun) run = prony_run_new ("Replays");
  g_autoptr (GPtrArray) charts = NULL;

  for (guint i = 0; i < 3; i++)
    add_trial (run, prony_load_level_trace (speeds[2 - i]), 0.1);
  charts = make_charts (run, PRONY_METRIC_TTFT);
  g_assert_cmpuint (charts->len, ==, 1);
  assert_line (g_ptr_array_index (charts, 0), "Time to first token, median · Scenario",
               "Speed of the replay", speeds, 3);
}

static void
test_values (void)
{
  g_autoptr (PronyRun) run = make_run (1, 3);
  g_autoptr (GPtrArray) charts = make_charts (run, PRONY_METRIC_TTFT);
  PronyChart *chart = g_ptr_array_index (charts, 0);
  double last = 0;

  for (guint i = 0; i < 3; i++)
    {
      const PronyChartDatum *datum = prony_chart_get_datum (chart, i);

      /* In the order of the levels, whatever the order of the trials. */
      g_assert_cmpfloat (datum->x, >, last);
      last = datum->x;
      g_assert_cmpfloat_with_epsilon (datum->value, 0.1, 1e-9);
      g_assert_cmpfloat_with_epsilon (datum->low, 0.09, 1e-9);
      g_assert_cmpfloat_with_epsilon (datum->high, 0.21, 1e-9);
    }
}

/* A metric that nothing has gives no chart, rather than an empty one. */
static void
test_no_values (void)
{
  g_autoptr (PronyRun) run = make_run (2, 2);
  g_autoptr (GPtrArray) charts = make_charts (run, PRONY_METRIC_QUEUE_TIME);

  g_assert_cmpuint (charts->len, ==, 0);
}

/* A trial that came to nothing has no figures. */
static void
test_missing_summary (void)
{
  g_autoptr (PronyRun) run = make_run (1, 1);
  g_autoptr (PronyRunGroups) groups = NULL;
  PronyTrial *trial = g_ptr_array_index (run->trials, 0);
  double interval[2];
  double value;

  g_clear_pointer (&trial->summary, prony_summary_unref);
  groups = prony_run_groups_new (run);
  prony_run_groups_get_value (groups, 0, 0, PRONY_METRIC_TTFT, &value, interval);
  g_assert_true (isnan (value) && isnan (interval[0]) && isnan (interval[1]));
}

/* Repeats are one result: their mean, and an interval around all of theirs. */
static void
test_repeats (void)
{
  g_autoptr (PronyRun) run = prony_run_new ("Repeats");
  g_autoptr (GPtrArray) charts = NULL;
  const PronyChartDatum *datum;

  for (guint i = 0; i < 3; i++)
    {
      PronyTrial *trial;

      add_trial (run, prony_load_level_closed (1), 0.1 + 0.1 * i);
      trial = g_ptr_array_index (run->trials, i);
      trial->repeat = i;
      trial->summary->distributions[PRONY_METRIC_TTFT].p50_ci[0] = 0.09 + 0.1 * i;
      trial->summary->distributions[PRONY_METRIC_TTFT].p50_ci[1] = 0.11 + 0.1 * i;
    }

  charts = make_charts (run, PRONY_METRIC_TTFT);
  g_assert_cmpuint (charts->len, ==, 1);
  g_assert_cmpuint (prony_chart_count_data (g_ptr_array_index (charts, 0)), ==, 1);
  datum = prony_chart_get_datum (g_ptr_array_index (charts, 0), 0);
  g_assert_cmpfloat_with_epsilon (datum->value, 0.2, 1e-9);
  g_assert_cmpfloat_with_epsilon (datum->low, 0.09, 1e-9);
  g_assert_cmpfloat_with_epsilon (datum->high, 0.31, 1e-9);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart/run-charts/shapes", test_shapes);
  g_test_add_func ("/chart/run-charts/mixed", test_mixed);
  g_test_add_func ("/chart/run-charts/too-few-for-lines", test_too_few_for_lines);
  g_test_add_func ("/chart/run-charts/replays", test_replays);
  g_test_add_func ("/chart/run-charts/values", test_values);
  g_test_add_func ("/chart/run-charts/no-values", test_no_values);
  g_test_add_func ("/chart/run-charts/missing-summary", test_missing_summary);
  g_test_add_func ("/chart/run-charts/repeats", test_repeats);
  return g_test_run ();
}
