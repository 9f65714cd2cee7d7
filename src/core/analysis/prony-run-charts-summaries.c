/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The charts of a run that its trials' figures suffice for, and those of the readings of
 * this computer. */

#define G_LOG_DOMAIN "Prony-analysis"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/analysis/prony-resource-charts.h"
#include "core/analysis/prony-run-chart-private.h"

/* --- Bars and lines of a metric ------------------------------------------------- */

static void
take_bars (PronyRunChart *self, const PronyRunChartData *data, PronyMetric metric)
{
  _prony_run_chart_take (self, prony_run_charts_make_bars (data->groups, metric));
  if (self->charts->len == 0)
    self->absent = N_ ("There are only loads that differ in one number: see the lines by load.");
}

static void
take_lines (PronyRunChart *self, const PronyRunChartData *data, PronyMetric metric)
{
  _prony_run_chart_take_all (self, prony_run_charts_make_lines (data->groups, metric));
  if (self->charts->len == 0)
    self->absent = N_ ("This needs at least three loads that differ in one number only.");
}

void
_prony_run_chart_ttft (PronyRunChart *self, const PronyRunChartData *data)
{
  take_bars (self, data, PRONY_METRIC_TTFT);
}

void
_prony_run_chart_tpot (PronyRunChart *self, const PronyRunChartData *data)
{
  take_bars (self, data, PRONY_METRIC_TPOT);
}

void
_prony_run_chart_throughput (PronyRunChart *self, const PronyRunChartData *data)
{
  take_bars (self, data, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC);
}

void
_prony_run_chart_throughput_by_load (PronyRunChart *self, const PronyRunChartData *data)
{
  take_lines (self, data, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC);
}

void
_prony_run_chart_latency_by_load (PronyRunChart *self, const PronyRunChartData *data)
{
  take_lines (self, data, PRONY_METRIC_LATENCY);
}

void
_prony_run_chart_ttft_by_load (PronyRunChart *self, const PronyRunChartData *data)
{
  take_lines (self, data, PRONY_METRIC_TTFT);
}

void
_prony_run_chart_tpot_by_load (PronyRunChart *self, const PronyRunChartData *data)
{
  take_lines (self, data, PRONY_METRIC_TPOT);
}

/* --- Throughput against latency -------------------------------------------------- */

static int
compare_pairs (gconstpointer a, gconstpointer b)
{
  double first = ((const Pair *) a)->x;
  double second = ((const Pair *) b)->x;

  return (first > second) - (first < second);
}

static gboolean
is_first_of_scenario (const PronyRunGroups *groups, guint group)
{
  const char *name = prony_run_groups_get (groups, group)->first->scenario_name;

  for (guint i = 0; i < group; i++)
    if (g_strcmp0 (prony_run_groups_get (groups, i)->first->scenario_name, name) == 0)
      return FALSE;

  return TRUE;
}

/* How a target does at the loads of a scenario. */
static GArray *
list_trade_offs (const PronyRunGroups *groups, const char *scenario, guint target)
{
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (Pair));

  for (guint i = 0; i < groups->groups->len; i++)
    {
      double interval[2];
      Pair pair;

      if (g_strcmp0 (prony_run_groups_get (groups, i)->first->scenario_name, scenario) != 0)
        continue;
      prony_run_groups_get_value (groups, i, target, PRONY_METRIC_LATENCY, &pair.x, interval);
      prony_run_groups_get_value (groups, i, target, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC,
                                  &pair.value, interval);
      if (isfinite (pair.x) && isfinite (pair.value))
        g_array_append_val (pairs, pair);
    }
  g_array_sort (pairs, compare_pairs);
  return pairs;
}

static PronyChart *
make_pareto (const PronyRunGroups *groups, PronyTrial *first)
{
  /* Translators: %s is a scenario */
  g_autofree char *title = g_strdup_printf (_ ("Throughput against latency · %s"),
                                            prony_scenario_translate (first->scenario_title));
  PronyChart *chart =
    prony_chart_new (PRONY_CHART_PARETO, title, PRONY_UNIT_TOKENS_PER_SECOND, PRONY_BETTER_HIGHER);

  chart->x_title = prony_run_charts_metric_title (PRONY_METRIC_LATENCY);
  chart->x_unit = PRONY_UNIT_SECONDS;
  chart->x_better = PRONY_BETTER_LOWER;
  prony_run_charts_add_targets (chart, groups);
  for (guint i = 0; i < groups->targets->len; i++)
    {
      g_autoptr (GArray) pairs = list_trade_offs (groups, first->scenario_name, i);

      for (guint j = 0; j < pairs->len; j++)
        {
          const Pair *pair = &g_array_index (pairs, Pair, j);

          prony_chart_add_point (chart, i, pair->x, pair->value, NAN, NAN);
        }
    }

  return chart;
}

void
_prony_run_chart_pareto (PronyRunChart *self, const PronyRunChartData *data)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_chart_unref);

  for (guint i = 0; i < data->groups->groups->len; i++)
    {
      g_autoptr (PronyChart) chart = NULL;

      if (!is_first_of_scenario (data->groups, i))
        continue;
      chart = make_pareto (data->groups, prony_run_groups_get (data->groups, i)->first);
      if (prony_chart_count_data (chart) > 2)
        g_ptr_array_add (charts, g_steal_pointer (&chart));
    }
  _prony_run_chart_take_all (self, charts);
  if (self->charts->len == 0)
    self->absent = N_ ("This needs at least three results of one scenario.");
}

/* --- How requests ended ---------------------------------------------------------- */

static guint64
count_outcome (GPtrArray *trials, PronyOutcome outcome)
{
  guint64 n = 0;

  for (guint i = 0; i < trials->len; i++)
    {
      PronySummary *summary = ((PronyTrial *) g_ptr_array_index (trials, i))->summary;

      n += summary != NULL ? summary->outcomes[outcome] : 0;
    }

  return n;
}

/* Bars for all that was measured, a part for each of the ends that occurred. */
static void
add_outcomes (PronyChart *chart, const PronyRunGroups *groups, const int series[PRONY_N_OUTCOMES])
{
  for (guint i = 0; i < prony_run_groups_count_cells (groups); i++)
    {
      guint group = i / groups->targets->len;
      guint target = i % groups->targets->len;
      GPtrArray *trials = prony_run_groups_get_cell (groups, group, target);
      g_autofree char *heading = prony_run_groups_describe_cell (groups, group, target);
      guint64 all = 0;
      guint bar;

      for (guint j = 0; j < PRONY_N_OUTCOMES; j++)
        all += count_outcome (trials, (PronyOutcome) j);
      if (all == 0 || chart->groups->len >= PRONY_RUN_CHARTS_MAX_GROUPS)
        continue;
      bar = prony_chart_add_group (chart, heading);
      for (guint j = 0; j < PRONY_N_OUTCOMES; j++)
        if (series[j] >= 0)
          prony_chart_add_bar (chart, bar, (guint) series[j],
                               (double) count_outcome (trials, (PronyOutcome) j) / (double) all,
                               NAN, NAN);
    }
}

void
_prony_run_chart_success (PronyRunChart *self, const PronyRunChartData *data)
{
  PronyRun *run = data->groups->run;
  PronyChart *chart = prony_chart_new (PRONY_CHART_STACKED, _ ("How requests ended"),
                                       PRONY_UNIT_RATIO, PRONY_BETTER_NEITHER);
  int series[PRONY_N_OUTCOMES];

  for (guint i = 0; i < PRONY_N_OUTCOMES; i++)
    {
      series[i] = -1;
      if (count_outcome (run->trials, (PronyOutcome) i) > 0)
        series[i] =
          (int) prony_chart_add_series (chart, prony_outcome_title ((PronyOutcome) i), i, FALSE);
    }
  add_outcomes (chart, data->groups, series);
  _prony_run_chart_take (self, chart);
  if (self->charts->len == 0)
    self->absent = N_ ("No request was measured.");
}

void
_prony_run_chart_quality (PronyRunChart *self, const PronyRunChartData *data)
{
  _prony_run_chart_take (self,
                         prony_run_charts_make_bars (data->groups, PRONY_METRIC_QUALITY_PASS_RATE));
  if (self->charts->len == 0)
    self->absent = N_ ("No scenario of this run has rules for right answers.");
}

/* --- At a glance ----------------------------------------------------------------- */

static void
take_map (PronyRunChart *self, const PronyRunChartData *data, PronyMetric metric)
{
  const PronyRunGroups *groups = data->groups;
  const PronyMetricInfo *info = prony_metric_get_info (metric);
  g_autofree char *title = prony_run_charts_metric_title (metric);
  PronyChart *chart;

  if (groups->groups->len < 2 || groups->targets->len < 2)
    {
      self->absent = N_ ("This needs several targets, and several scenarios or loads.");
      return;
    }

  chart = prony_chart_new (PRONY_CHART_HEAT_MAP, title, info->unit, info->better);
  prony_run_charts_add_targets (chart, groups);
  for (guint i = 0; i < groups->groups->len; i++)
    {
      guint column = prony_chart_add_group (chart, prony_run_groups_get (groups, i)->heading);

      for (guint j = 0; j < groups->targets->len; j++)
        {
          double interval[2];
          double value;

          prony_run_groups_get_value (groups, i, j, metric, &value, interval);
          prony_chart_add_cell (chart, column, j, value);
        }
    }
  _prony_run_chart_take (self, chart);
}

void
_prony_run_chart_map_ttft (PronyRunChart *self, const PronyRunChartData *data)
{
  take_map (self, data, PRONY_METRIC_TTFT);
}

void
_prony_run_chart_map_throughput (PronyRunChart *self, const PronyRunChartData *data)
{
  take_map (self, data, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC);
}

/* --- Resources and cost ---------------------------------------------------------- */

static void
take_either (PronyRunChart *self, const PronyRunChartData *data, PronyMetric metric)
{
  _prony_run_chart_take (self, prony_run_charts_make_bars (data->groups, metric));
  _prony_run_chart_take_all (self, prony_run_charts_make_lines (data->groups, metric));
}

void
_prony_run_chart_cost (PronyRunChart *self, const PronyRunChartData *data)
{
  take_either (self, data, PRONY_METRIC_COST_PER_MILLION_TOKENS);
  take_either (self, data, PRONY_METRIC_COST_PER_REQUEST);
  if (self->charts->len == 0)
    self->absent = N_ ("No engine of this run has a price per hour.");
}

void
_prony_run_chart_memory (PronyRunChart *self, const PronyRunChartData *data)
{
  take_either (self, data, PRONY_METRIC_MEMORY_PEAK_MB);
  take_either (self, data, PRONY_METRIC_GPU_MEMORY_MB);
  if (self->charts->len == 0)
    self->absent = N_ ("No engine of this run could be watched on this computer.");
}

void
_prony_run_chart_energy (PronyRunChart *self, const PronyRunChartData *data)
{
  take_either (self, data, PRONY_METRIC_TOKENS_PER_JOULE);
  take_either (self, data, PRONY_METRIC_ENERGY_J);
  if (self->charts->len == 0)
    self->absent = N_ ("Nothing on this computer said how much power was drawn.");
}

void
_prony_run_chart_resources (PronyRunChart *self, const PronyRunChartData *data)
{
  g_autoptr (GPtrArray) charts = NULL;

  if (data->samples != NULL)
    charts = prony_resource_charts_make (data->groups->run, data->samples);
  for (guint i = 0; charts != NULL && i < charts->len; i++)
    _prony_run_chart_take (self, prony_chart_ref (g_ptr_array_index (charts, i)));
  if (self->charts->len == 0)
    self->absent = N_ ("No readings of this computer were kept with the run.");
}
