/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-analysis"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/analysis/prony-run-charts.h"

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

/**
 * prony_run_charts_add_targets:
 * @chart: a chart without series
 * @groups: the groups of a run
 *
 * Adds a series for each target, which has the same colour in every chart of the run.
 */
void
prony_run_charts_add_targets (PronyChart *chart, const PronyRunGroups *groups)
{
  for (guint i = 0; i < groups->targets->len; i++)
    {
      PronyTarget *target = g_ptr_array_index (groups->targets, i);
      g_autofree char *name = prony_run_target_title (groups->targets, i);

      prony_chart_add_series (chart, name, i, target->simulated);
    }
}

/**
 * prony_run_charts_same_axis:
 * @a: a load
 * @b: another one
 *
 * Streams, rates and the speeds of replays are different numbers, and requests that arrive in
 * another way, under another bound or in a ramp are another load.
 *
 * Returns: whether they differ only in the number that a line is drawn over
 */
gboolean
prony_run_charts_same_axis (const PronyLoadLevel *a, const PronyLoadLevel *b)
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
  return g_strcmp0 (a->scenario_name, b->scenario_name) == 0 &&
         prony_run_charts_same_axis (&a->load, &b->load);
}

/* Whether there are enough numbers for a line over loads such as the group's. */
static gboolean
is_on_line (const PronyRunGroups *groups, guint group)
{
  PronyTrial *trial = prony_run_groups_get (groups, group)->first;
  double seen[PRONY_RUN_CHARTS_MIN_LEVELS];
  guint n = 0;

  for (guint i = 0; i < groups->groups->len && n < PRONY_RUN_CHARTS_MIN_LEVELS; i++)
    {
      PronyTrial *other = prony_run_groups_get (groups, i)->first;
      double value = prony_load_level_get_value (&other->load);
      guint k = 0;

      if (!prony_run_charts_same_axis (&other->load, &trial->load))
        continue;
      while (k < n && seen[k] != value)
        k++;
      if (k == n)
        seen[n++] = value;
    }

  return n == PRONY_RUN_CHARTS_MIN_LEVELS;
}

/* A run that was stopped did not get to all of them. */
static gboolean
group_has_value (const PronyRunGroups *groups, guint group, PronyMetric metric)
{
  for (guint i = 0; i < groups->targets->len; i++)
    {
      double interval[2];
      double value;

      prony_run_groups_get_value (groups, group, i, metric, &value, interval);
      if (isfinite (value))
        return TRUE;
    }

  return FALSE;
}

/* Bars for the targets that have trials of a group. */
static void
add_group (PronyChart *chart, const PronyRunGroups *groups, guint group, PronyMetric metric)
{
  guint heading = prony_chart_add_group (chart, prony_run_groups_get (groups, group)->heading);

  for (guint i = 0; i < groups->targets->len; i++)
    {
      double interval[2];
      double value;

      if (prony_run_groups_get_cell (groups, group, i)->len == 0)
        continue;
      prony_run_groups_get_value (groups, group, i, metric, &value, interval);
      prony_chart_add_bar (chart, heading, i, value, interval[0], interval[1]);
    }
}

/**
 * prony_run_charts_make_bars:
 * @groups: the groups of a run
 * @metric: what to show of it
 *
 * Returns: (transfer full) (nullable): bars for each scenario and load that is on none of
 *   the lines of prony_run_charts_make_lines(); %NULL where there is no such figure
 */
PronyChart *
prony_run_charts_make_bars (const PronyRunGroups *groups, PronyMetric metric)
{
  const PronyMetricInfo *info = prony_metric_get_info (metric);
  g_autofree char *title = prony_run_charts_metric_title (metric);
  g_autoptr (PronyChart) chart =
    prony_chart_new (PRONY_CHART_BARS, title, info->unit, info->better);

  prony_run_charts_add_targets (chart, groups);
  for (guint i = 0; i < groups->groups->len; i++)
    if (chart->groups->len < PRONY_RUN_CHARTS_MAX_GROUPS && !is_on_line (groups, i) &&
        group_has_value (groups, i, metric))
      add_group (chart, groups, i, metric);

  return prony_chart_has_values (chart) ? g_steal_pointer (&chart) : NULL;
}

/**
 * prony_run_charts_x_title:
 * @load: a load
 *
 * Returns: (transfer full): what the number is that lines are drawn over
 */
char *
prony_run_charts_x_title (const PronyLoadLevel *load)
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

/* A group with its number, to be sorted by it. */
typedef struct
{
  double x;
  guint group;
} Level;

static int
compare_levels (gconstpointer a, gconstpointer b)
{
  double first = ((const Level *) a)->x;
  double second = ((const Level *) b)->x;

  return (first > second) - (first < second);
}

static GArray *
list_levels (const PronyRunGroups *groups, PronyTrial *first)
{
  GArray *levels = g_array_new (FALSE, FALSE, sizeof (Level));

  for (guint i = 0; i < groups->groups->len; i++)
    {
      PronyTrial *trial = prony_run_groups_get (groups, i)->first;
      const Level level = { prony_load_level_get_value (&trial->load), i };

      if (same_line (trial, first))
        g_array_append_val (levels, level);
    }
  g_array_sort (levels, compare_levels);
  return levels;
}

static void
add_line (
  PronyChart *chart, const PronyRunGroups *groups, GArray *levels, guint target, PronyMetric metric)
{
  for (guint i = 0; i < levels->len; i++)
    {
      const Level *level = &g_array_index (levels, Level, i);
      double interval[2];
      double value;

      if (prony_run_groups_get_cell (groups, level->group, target)->len == 0)
        continue;
      prony_run_groups_get_value (groups, level->group, target, metric, &value, interval);
      prony_chart_add_point (chart, target, level->x, value, interval[0], interval[1]);
    }
}

/* @mixed: whether the run has loads that this chart does not show */
static PronyChart *
make_lines (const PronyRunGroups *groups, PronyTrial *first, PronyMetric metric, gboolean mixed)
{
  const PronyMetricInfo *info = prony_metric_get_info (metric);
  const char *scenario = prony_scenario_translate (first->scenario_title);
  g_autoptr (GArray) levels = list_levels (groups, first);
  g_autofree char *metric_title = prony_run_charts_metric_title (metric);
  g_autofree char *x_title = prony_run_charts_x_title (&first->load);
  g_autofree char *title = NULL;
  PronyChart *chart;

  title = mixed
            /* Translators: a metric, a scenario and the title of an axis */
            ? g_strdup_printf (_ ("%s · %s · %s"), metric_title, scenario, x_title)
            /* Translators: a metric and a scenario */
            : g_strdup_printf (_ ("%s · %s"), metric_title, scenario);
  chart = prony_chart_new (PRONY_CHART_LINES, title, info->unit, info->better);
  chart->x_title = g_steal_pointer (&x_title);
  prony_run_charts_add_targets (chart, groups);
  for (guint target = 0; target < groups->targets->len; target++)
    add_line (chart, groups, levels, target, metric);

  return chart;
}

static gboolean
is_first_of_line (const PronyRunGroups *groups, guint group)
{
  for (guint i = 0; i < group; i++)
    if (same_line (prony_run_groups_get (groups, i)->first,
                   prony_run_groups_get (groups, group)->first))
      return FALSE;

  return TRUE;
}

static gboolean
has_mixed_loads (const PronyRunGroups *groups)
{
  for (guint i = 1; i < groups->groups->len; i++)
    if (!prony_run_charts_same_axis (&prony_run_groups_get (groups, i)->first->load,
                                     &prony_run_groups_get (groups, 0)->first->load))
      return TRUE;

  return FALSE;
}

/**
 * prony_run_charts_make_lines:
 * @groups: the groups of a run
 * @metric: what to show of it
 *
 * Draws lines over loads that differ only in one number (streams, requests a second, the
 * speed of a replay), from three of them on.
 *
 * Returns: (transfer full) (element-type PronyChart): one for each scenario and kind of
 *   load that has any value
 */
GPtrArray *
prony_run_charts_make_lines (const PronyRunGroups *groups, PronyMetric metric)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_chart_unref);
  gboolean mixed = has_mixed_loads (groups);

  for (guint i = 0; i < groups->groups->len; i++)
    {
      g_autoptr (PronyChart) chart = NULL;

      if (!is_on_line (groups, i) || !is_first_of_line (groups, i))
        continue;
      chart = make_lines (groups, prony_run_groups_get (groups, i)->first, metric, mixed);
      if (prony_chart_has_values (chart))
        g_ptr_array_add (charts, g_steal_pointer (&chart));
    }

  return charts;
}
