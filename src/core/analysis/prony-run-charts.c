/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-analysis"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/analysis/prony-run-charts.h"
#include "core/model/prony-run-targets.h"

/* With fewer load levels bars are read more easily than lines. */
#define MIN_LEVELS_FOR_LINES 3

/**
 * prony_run_charts_get_value:
 * @summary: (nullable): a trial's figures
 * @metric: which of them
 * @value: (out): the median of a distribution, or the trial's one value; NAN for
 *   none
 * @interval: (out) (array fixed-size=2): its 95 % interval; NANs for none
 *
 * Gives what charts and tables show of a metric.
 */
void
prony_run_charts_get_value (PronySummary *summary,
                            PronyMetric metric,
                            double *value,
                            double interval[2])
{
  *value = summary != NULL ? prony_summary_get (summary, metric) : NAN;
  interval[0] = NAN;
  interval[1] = NAN;
  if (summary != NULL && metric < PRONY_N_DISTRIBUTIONS)
    {
      interval[0] = summary->distributions[metric].p50_ci[0];
      interval[1] = summary->distributions[metric].p50_ci[1];
    }
}

/**
 * prony_run_charts_metric_title:
 * @metric: a metric
 *
 * Returns: (transfer full): its title, and of a distribution that it is the median
 */
char *
prony_run_charts_metric_title (PronyMetric metric)
{
  if (metric >= PRONY_N_DISTRIBUTIONS)
    return g_strdup (prony_metric_get_title (metric));

  /* Translators: %s is a metric such as "Time to first token" */
  return g_strdup_printf (_ ("%s, median"), prony_metric_get_title (metric));
}

static void
add_series (PronyChart *chart, GPtrArray *targets)
{
  for (guint i = 0; i < targets->len; i++)
    {
      PronyTarget *target = g_ptr_array_index (targets, i);
      g_autofree char *name = prony_run_target_title (targets, i);

      prony_chart_add_series (chart, name, i, target->simulated);
    }
}

static gboolean
same_group (PronyTrial *a, PronyTrial *b)
{
  return prony_load_level_equal (&a->load, &b->load) &&
         g_strcmp0 (a->scenario_name, b->scenario_name) == 0;
}

/* Bars for the trials that belong with @first, in the order of the targets. */
static void
add_group (
  PronyChart *chart, PronyRun *run, PronyTrial *first, GPtrArray *targets, PronyMetric metric)
{
  g_autofree char *load = prony_load_level_describe (&first->load);
  g_autofree char *heading =
    g_strdup_printf ("%s · %s", prony_scenario_translate (first->scenario_title), load);
  guint group = prony_chart_add_group (chart, heading);

  for (guint target = 0; target < targets->len; target++)
    for (guint i = 0; i < run->trials->len; i++)
      {
        PronyTrial *trial = g_ptr_array_index (run->trials, i);
        double interval[2];
        double value;

        if (!same_group (trial, first) ||
            prony_run_find_target (targets, trial->target) != (int) target)
          continue;
        prony_run_charts_get_value (trial->summary, metric, &value, interval);
        prony_chart_add_bar (chart, group, target, value, interval[0], interval[1]);
      }
}

static gboolean
is_first_of_group (PronyRun *run, guint index)
{
  for (guint i = 0; i < index; i++)
    if (same_group (g_ptr_array_index (run->trials, i), g_ptr_array_index (run->trials, index)))
      return FALSE;

  return TRUE;
}

static int
compare_levels (gconstpointer a, gconstpointer b)
{
  const PronyTrial *first = *(const PronyTrial *const *) a;
  const PronyTrial *second = *(const PronyTrial *const *) b;

  return prony_load_level_compare (&first->load, &second->load);
}

/* Whether loads differ only in the number that a line is drawn over: streams, rates and
 * the speeds of replays are different numbers, and requests that arrive in another way,
 * under another bound or in a ramp are another load. */
static gboolean
same_axis (const PronyLoadLevel *a, const PronyLoadLevel *b)
{
  gboolean same_bound = a->kind == PRONY_LOAD_CLOSED || a->concurrency == b->concurrency;

  return a->kind == b->kind && same_bound && a->arrival == b->arrival &&
         a->burstiness == b->burstiness && a->ramp_s == b->ramp_s &&
         a->from_concurrency == b->from_concurrency &&
         (a->from_rate == b->from_rate || (isnan (a->from_rate) && isnan (b->from_rate)));
}

static gboolean
same_line (PronyTrial *a, PronyTrial *b)
{
  return g_strcmp0 (a->scenario_name, b->scenario_name) == 0 && same_axis (&a->load, &b->load);
}

static void
add_line (PronyChart *chart,
          PronyRun *run,
          PronyTrial *first,
          GPtrArray *targets,
          guint target,
          PronyMetric metric)
{
  g_autoptr (GPtrArray) trials = g_ptr_array_new ();

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      if (same_line (trial, first) &&
          prony_run_find_target (targets, trial->target) == (int) target)
        g_ptr_array_add (trials, trial);
    }
  g_ptr_array_sort (trials, compare_levels);
  for (guint i = 0; i < trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (trials, i);
      double interval[2];
      double value;

      prony_run_charts_get_value (trial->summary, metric, &value, interval);
      prony_chart_add_point (chart, target, prony_load_level_get_value (&trial->load), value,
                             interval[0], interval[1]);
    }
}

static char *
make_x_title (const PronyLoadLevel *load)
{
  switch (load->kind)
    {
    case PRONY_LOAD_OPEN:
      /* Translators: the title of an axis; %s says how requests arrive */
      return g_strdup_printf (_ ("Requests a second (%s)"),
                              prony_arrival_pattern_title (load->arrival));
    case PRONY_LOAD_TRACE:
      return g_strdup (_ ("Speed of the replay"));
    case PRONY_LOAD_CLOSED:
    default:
      return g_strdup (_ ("Requests at once"));
    }
}

/* @mixed: whether the run has loads that this chart does not show */
static PronyChart *
make_lines (
  PronyRun *run, PronyTrial *first, GPtrArray *targets, PronyMetric metric, gboolean mixed)
{
  const PronyMetricInfo *info = prony_metric_get_info (metric);
  const char *scenario = prony_scenario_translate (first->scenario_title);
  g_autofree char *metric_title = prony_run_charts_metric_title (metric);
  g_autofree char *x_title = make_x_title (&first->load);
  g_autofree char *title = NULL;
  PronyChart *chart;

  title = mixed
            /* Translators: a metric, a scenario and the title of an axis */
            ? g_strdup_printf (_ ("%s · %s · %s"), metric_title, scenario, x_title)
            /* Translators: a metric and a scenario */
            : g_strdup_printf (_ ("%s · %s"), metric_title, scenario);
  chart = prony_chart_new (PRONY_CHART_LINES, title, info->unit, info->better);
  chart->x_title = g_steal_pointer (&x_title);
  add_series (chart, targets);
  for (guint target = 0; target < targets->len; target++)
    add_line (chart, run, first, targets, target, metric);

  return chart;
}

/* Whether there are enough numbers for a line over loads such as the trial's. */
static gboolean
is_on_line (PronyRun *run, PronyTrial *trial)
{
  double seen[MIN_LEVELS_FOR_LINES];
  guint n = 0;

  for (guint i = 0; i < run->trials->len && n < MIN_LEVELS_FOR_LINES; i++)
    {
      PronyTrial *other = g_ptr_array_index (run->trials, i);
      double value = prony_load_level_get_value (&other->load);
      guint k = 0;

      if (!same_axis (&other->load, &trial->load))
        continue;
      while (k < n && seen[k] != value)
        k++;
      if (k == n)
        seen[n++] = value;
    }

  return n == MIN_LEVELS_FOR_LINES;
}

/* A run that was stopped did not get to all of them. */
static gboolean
group_has_value (PronyRun *run, PronyTrial *first, PronyMetric metric)
{
  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);
      double interval[2];
      double value;

      prony_run_charts_get_value (trial->summary, metric, &value, interval);
      if (same_group (trial, first) && isfinite (value))
        return TRUE;
    }

  return FALSE;
}

static PronyChart *
make_bars (PronyRun *run, GPtrArray *targets, PronyMetric metric)
{
  const PronyMetricInfo *info = prony_metric_get_info (metric);
  g_autofree char *title = prony_run_charts_metric_title (metric);
  PronyChart *chart = prony_chart_new (PRONY_CHART_BARS, title, info->unit, info->better);

  add_series (chart, targets);
  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      if (!is_on_line (run, trial) && is_first_of_group (run, i) &&
          group_has_value (run, trial, metric))
        add_group (chart, run, trial, targets, metric);
    }

  return chart;
}

static gboolean
is_first_of_line (PronyRun *run, guint index)
{
  for (guint i = 0; i < index; i++)
    if (same_line (g_ptr_array_index (run->trials, i), g_ptr_array_index (run->trials, index)))
      return FALSE;

  return TRUE;
}

static gboolean
has_mixed_loads (PronyRun *run)
{
  for (guint i = 1; i < run->trials->len; i++)
    if (!same_axis (&((PronyTrial *) g_ptr_array_index (run->trials, i))->load,
                    &((PronyTrial *) g_ptr_array_index (run->trials, 0))->load))
      return TRUE;

  return FALSE;
}

/* Takes @chart. */
static void
add_chart (GPtrArray *charts, PronyChart *chart)
{
  if (prony_chart_has_values (chart))
    g_ptr_array_add (charts, chart);
  else
    prony_chart_unref (chart);
}

/**
 * prony_run_charts_new:
 * @run: a run
 * @metric: what to show of it
 *
 * Draws up the charts that show a metric of a run: for loads that differ only in one
 * number (streams, requests a second, the speed of a replay), from three of them on,
 * one for each scenario with a line over that number for each target; one with a group
 * of bars for each scenario and load that is on no line. A target has the same colour
 * in all of them.
 *
 * Returns: (transfer full) (element-type PronyChart): the charts that have any
 *   value
 */
GPtrArray *
prony_run_charts_new (PronyRun *run, PronyMetric metric)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_chart_unref);
  g_autoptr (GPtrArray) targets = prony_run_list_targets (run);
  gboolean mixed = has_mixed_loads (run);

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      if (is_on_line (run, trial) && is_first_of_line (run, i))
        add_chart (charts, make_lines (run, trial, targets, metric, mixed));
    }
  add_chart (charts, make_bars (run, targets, metric));
  return charts;
}
