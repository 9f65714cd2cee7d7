/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-analysis"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-format.h"
#include "core/analysis/prony-run-charts.h"
#include "core/analysis/prony-trend.h"
#include "core/metrics/prony-repeats.h"
#include "core/stats/prony-change-points.h"

/* One run, or two, that are off are no change of level. */
#define MIN_SEGMENT 3

/* Of what changed nobody looks at more. */
#define MAX_POINTS 10000

/* With fewer than some twenty runs the penalty of the information criterion finds a change in
 * every fifth course of noise: the noise itself is known from few differences. With so much more
 * it is about one of twenty. */
#define PENALTY_FACTOR 2.0

static void
point_clear (gpointer data)
{
  PronyTrendPoint *point = data;

  g_free (point->run_id);
  g_free (point->run_name);
}

/**
 * prony_trend_new:
 * @target: name of the target
 * @model: (nullable): its model; %NULL for any
 * @scenario: name of the scenario
 * @load: the load
 * @metric: what is shown
 *
 * Returns: (transfer full): a trend without points
 */
PronyTrend *
prony_trend_new (const char *target,
                 const char *model,
                 const char *scenario,
                 const PronyLoadLevel *load,
                 PronyMetric metric)
{
  PronyTrend *self;

  g_return_val_if_fail (target != NULL && scenario != NULL && load != NULL, NULL);

  self = g_new0 (PronyTrend, 1);
  self->target = g_strdup (target);
  self->model = g_strdup (model);
  self->scenario = g_strdup (scenario);
  self->load = *load;
  self->metric = metric;
  self->points = g_array_new (FALSE, FALSE, sizeof (PronyTrendPoint));
  g_array_set_clear_func (self->points, point_clear);

  return self;
}

/**
 * prony_trend_free:
 * @self: (transfer full): a trend
 */
void
prony_trend_free (PronyTrend *self)
{
  g_array_unref (self->points);
  g_free (self->scenario);
  g_free (self->model);
  g_free (self->target);
  g_free (self);
}

/* --- Points ----------------------------------------------------------------------- */

static PronyTrial *
find_trial (PronyTrend *self, PronyRun *run)
{
  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      if (trial->summary != NULL && g_strcmp0 (trial->target->name, self->target) == 0 &&
          (self->model == NULL || g_strcmp0 (trial->target->model, self->model) == 0) &&
          g_strcmp0 (trial->scenario_name, self->scenario) == 0 &&
          prony_load_level_equal (&trial->load, &self->load))
        return trial;
    }

  return NULL;
}

/**
 * prony_trend_add:
 * @self: a trend
 * @run: a run with its trials and summaries
 *
 * Adds a point, of repeats their mean. A run that has no value of the trend adds none.
 */
void
prony_trend_add (PronyTrend *self, PronyRun *run)
{
  PronyTrial *trial = find_trial (self, run);
  g_autoptr (GPtrArray) repeats = NULL;
  PronyTrendPoint point = { 0 };
  double interval[2];
  guint at = self->points->len;

  if (trial == NULL || self->points->len >= MAX_POINTS)
    return;

  repeats = prony_repeats_collect (run, trial);
  prony_repeats_get_figure (repeats, self->metric, &point.value, interval);
  if (!isfinite (point.value))
    return;

  point.run_id = g_strdup (run->id);
  point.run_name = g_strdup (run->name);
  point.started_us = run->started_us;
  point.low = interval[0];
  point.high = interval[1];
  point.simulated = trial->target->simulated;
  point.partial = prony_run_is_partial (run);
  while (at > 0 &&
         g_array_index (self->points, PronyTrendPoint, at - 1).started_us > point.started_us)
    at--;
  g_array_insert_val (self->points, at, point);
}

static gboolean
has_real (PronyTrend *self)
{
  for (guint i = 0; i < self->points->len; i++)
    if (!g_array_index (self->points, PronyTrendPoint, i).simulated)
      return TRUE;

  return FALSE;
}

/* Simulated results count only where there are no real ones. */
static gboolean
counts (const PronyTrendPoint *point, gboolean any_real)
{
  return !any_real || !point->simulated;
}

/* The values, and where among the points each is. */
static GArray *
collect_values (PronyTrend *self, GArray *places)
{
  gboolean any_real = has_real (self);
  GArray *values = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < self->points->len; i++)
    {
      const PronyTrendPoint *point = &g_array_index (self->points, PronyTrendPoint, i);

      if (!counts (point, any_real))
        continue;
      g_array_append_val (values, point->value);
      g_array_append_val (places, i);
    }

  return values;
}

/**
 * prony_trend_find_changes:
 * @self: a trend with all of its points
 *
 * Finds the points where the values change their level, by prony_change_points_find() with twice
 * the penalty of prony_change_points_penalty(), since few runs tell little of the noise; a level
 * lasts three runs at least. Simulated results are left out beside real ones.
 */
void
prony_trend_find_changes (PronyTrend *self)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) values = collect_values (self, places);
  const double *numbers = (const double *) (gpointer) values->data;
  g_autoptr (GArray) changes = NULL;
  double penalty = PENALTY_FACTOR * prony_change_points_penalty (numbers, values->len);

  for (guint i = 0; i < self->points->len; i++)
    g_array_index (self->points, PronyTrendPoint, i).changed = FALSE;

  changes = prony_change_points_find (numbers, values->len, MIN_SEGMENT, penalty);
  for (guint i = 0; i < changes->len; i++)
    {
      guint place = g_array_index (places, guint, g_array_index (changes, guint, i));

      g_array_index (self->points, PronyTrendPoint, place).changed = TRUE;
    }
}

/* --- Chart and words -------------------------------------------------------------- */

/**
 * prony_trend_make_chart:
 * @self: a trend
 *
 * Returns: (transfer full): its values over time; the mark of each is its place among the points
 *   from 1, and where a level changes it is flagged
 */
PronyChart *
prony_trend_make_chart (PronyTrend *self)
{
  const PronyMetricInfo *info = prony_metric_get_info (self->metric);
  g_autofree char *title = prony_run_charts_metric_title (self->metric);
  PronyChart *chart = prony_chart_new (PRONY_CHART_TIME, title, info->unit, info->better);
  int series[2] = { -1, -1 };

  chart->x_scale = PRONY_SCALE_TIME;
  chart->x_title = g_strdup (_ ("Date"));
  for (guint i = 0; i < self->points->len; i++)
    {
      const PronyTrendPoint *point = &g_array_index (self->points, PronyTrendPoint, i);
      guint kind = !!point->simulated;

      if (series[kind] < 0)
        series[kind] = (int) prony_chart_add_series (chart, self->target, kind, point->simulated);
    }
  for (guint kind = 0; kind < 2; kind++)
    for (guint i = 0; i < self->points->len; i++)
      {
        const PronyTrendPoint *point = &g_array_index (self->points, PronyTrendPoint, i);

        if (!!point->simulated != kind)
          continue;
        prony_chart_add_point (chart, (guint) series[kind], (double) point->started_us,
                               point->value, point->low, point->high);
        prony_chart_mark_last (chart, i + 1, point->changed);
      }

  return chart;
}

static double
get_level (PronyTrend *self, guint from, guint *next)
{
  gboolean any_real = has_real (self);
  double sum = 0;
  guint n = 0;

  for (*next = from; *next < self->points->len; *next += 1)
    {
      const PronyTrendPoint *point = &g_array_index (self->points, PronyTrendPoint, *next);

      if (point->changed && *next > from)
        break;
      if (!counts (point, any_real))
        continue;
      sum += point->value;
      n++;
    }

  return n > 0 ? sum / n : NAN;
}

static void
append_change (PronyTrend *self, GString *text, guint place, double before, double after)
{
  const PronyTrendPoint *point = &g_array_index (self->points, PronyTrendPoint, place);
  const PronyMetricInfo *info = prony_metric_get_info (self->metric);
  g_autofree char *from = prony_format_value (before, info->unit);
  g_autofree char *to = prony_format_value (after, info->unit);
  g_autofree char *date = prony_format_date (point->started_us);

  g_string_append_c (text, ' ');
  if (info->better == PRONY_BETTER_NEITHER)
    g_string_append_printf (
      /* Translators: a date, the name of a run, twice a value */
      text, _ ("Since %s (%s) it is another: %s, then %s."), date, point->run_name, from, to);
  else if (prony_comparison_is_better (self->metric, before, after))
    g_string_append_printf (
      /* Translators: a date, the name of a run, twice a value */
      text, _ ("Since %s (%s) it is better: %s, then %s."), date, point->run_name, from, to);
  else
    g_string_append_printf (
      /* Translators: a date, the name of a run, twice a value */
      text, _ ("Since %s (%s) it is worse: %s, then %s."), date, point->run_name, from, to);
}

/**
 * prony_trend_describe:
 * @self: a trend whose changes have been found
 *
 * Returns: (transfer full): how many runs there are, and where the level changed from what to what
 */
char *
prony_trend_describe (PronyTrend *self)
{
  const char *metric = prony_metric_get_title (self->metric);
  guint n = self->points->len;
  GString *text = g_string_new (NULL);
  gboolean any = FALSE;
  guint next;
  double before;

  if (n == 0)
    g_string_append_printf (text, _ ("No run has measured this."));
  else
    g_string_append_printf (text,
                            /* Translators: name of a metric, number of runs */
                            ngettext ("%s over %u run.", "%s over %u runs.", n), metric, n);
  before = get_level (self, 0, &next);
  while (next < n)
    {
      guint place = next;
      double after = get_level (self, place, &next);

      append_change (self, text, place, before, after);
      before = after;
      any = TRUE;
    }
  if (!any && n >= 2 * MIN_SEGMENT)
    g_string_append_printf (text, " %s", _ ("Its level has not changed."));
  else if (!any && n > 0)
    g_string_append_printf (text, " %s", _ ("That is too few to tell changes from chance."));

  return g_string_free (text, FALSE);
}
