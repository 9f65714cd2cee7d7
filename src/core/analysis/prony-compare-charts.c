/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-analysis"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/analysis/prony-compare-charts.h"
#include "core/analysis/prony-comparison-text.h"
#include "core/analysis/prony-run-charts.h"
#include "core/metrics/prony-repeats.h"
#include "core/stats/prony-quantile.h"

/* More steps than a screen has columns show nothing more. */
#define MAX_STEPS 1000

/* --- Figures of trials --------------------------------------------------------------- */

static void
add_series (PronyCompareSet *self, PronyChart *chart)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      const PronyCompareEntry *entry = g_ptr_array_index (self->entries, i);
      g_autofree char *name = prony_compare_set_dup_title (self, i);

      prony_chart_add_series (chart, name, i, entry->target->simulated);
    }
}

static gboolean
same_line (const PronyCompareGroup *a, const PronyCompareGroup *b)
{
  return g_strcmp0 (a->scenario_name, b->scenario_name) == 0 &&
         prony_run_charts_same_axis (&a->load, &b->load);
}

static int
compare_levels (gconstpointer a, gconstpointer b, gpointer user_data)
{
  PronyCompareSet *self = user_data;
  const PronyCompareGroup *first = g_ptr_array_index (self->groups, *(const guint *) a);
  const PronyCompareGroup *second = g_ptr_array_index (self->groups, *(const guint *) b);
  double x = prony_load_level_get_value (&first->load);
  double y = prony_load_level_get_value (&second->load);

  return (x > y) - (x < y);
}

/* The groups that differ from one of them only by a number, by that. */
static GArray *
list_line (PronyCompareSet *self, guint group)
{
  const PronyCompareGroup *first = g_ptr_array_index (self->groups, group);
  GArray *line = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < self->groups->len; i++)
    if (same_line (g_ptr_array_index (self->groups, i), first))
      g_array_append_val (line, i);
  g_array_sort_with_data (line, compare_levels, self);

  return line;
}

static PronyChart *
make_line (PronyCompareSet *self, GArray *line, PronyMetric metric)
{
  const PronyCompareGroup *first = g_ptr_array_index (self->groups, g_array_index (line, guint, 0));
  const PronyMetricInfo *info = prony_metric_get_info (metric);
  g_autofree char *what = prony_run_charts_metric_title (metric);
  g_autofree char *title =
    g_strdup_printf ("%s · %s", what, prony_scenario_translate (first->scenario_title));
  PronyChart *chart = prony_chart_new (PRONY_CHART_LINES, title, info->unit, info->better);

  chart->x_title = prony_run_charts_x_title (&first->load);
  add_series (self, chart);
  for (guint i = 0; i < self->entries->len; i++)
    for (guint k = 0; k < line->len; k++)
      {
        guint index = g_array_index (line, guint, k);
        const PronyCompareGroup *group = g_ptr_array_index (self->groups, index);
        g_autoptr (GPtrArray) repeats = prony_compare_set_collect_repeats (self, index, i);
        double interval[2];
        double value;

        if (repeats->len == 0)
          continue;
        prony_repeats_get_figure (repeats, metric, &value, interval);
        prony_chart_add_point (chart, i, prony_load_level_get_value (&group->load), value,
                               interval[0], interval[1]);
      }

  return chart;
}

static void
add_bars (PronyCompareSet *self, PronyChart *chart, guint group, PronyMetric metric)
{
  const PronyCompareGroup *this = g_ptr_array_index (self->groups, group);
  g_autofree char *heading = prony_comparison_describe_group (this->scenario_title, &this->load);
  guint index = prony_chart_add_group (chart, heading);

  for (guint i = 0; i < self->entries->len; i++)
    {
      g_autoptr (GPtrArray) repeats = prony_compare_set_collect_repeats (self, group, i);
      double interval[2];
      double value;

      if (repeats->len == 0)
        continue;
      prony_repeats_get_figure (repeats, metric, &value, interval);
      prony_chart_add_bar (chart, index, i, value, interval[0], interval[1]);
    }
}

static void
take_chart (GPtrArray *charts, PronyChart *chart)
{
  if (prony_chart_has_values (chart))
    g_ptr_array_add (charts, chart);
  else
    prony_chart_unref (chart);
}

/**
 * prony_compare_set_make_charts:
 * @self: a set
 * @metric: what to show
 *
 * Draws lines over loads that differ only in one number, from three of them on, and bars for all
 * other groups, of which the first %PRONY_RUN_CHARTS_MAX_GROUPS are shown.
 *
 * Returns: (transfer full) (element-type PronyChart): charts with values; none where there are
 *   no values
 */
GPtrArray *
prony_compare_set_make_charts (PronyCompareSet *self, PronyMetric metric)
{
  const PronyMetricInfo *info = prony_metric_get_info (metric);
  g_autofree char *title = prony_run_charts_metric_title (metric);
  PronyChart *bars = prony_chart_new (PRONY_CHART_BARS, title, info->unit, info->better);
  GPtrArray *charts = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_chart_unref);

  add_series (self, bars);
  for (guint i = 0; i < self->groups->len; i++)
    {
      g_autoptr (GArray) line = list_line (self, i);

      if (line->len < PRONY_RUN_CHARTS_MIN_LEVELS)
        {
          if (bars->groups->len < PRONY_RUN_CHARTS_MAX_GROUPS)
            add_bars (self, bars, i, metric);
        }
      else if (g_array_index (line, guint, 0) == i)
        take_chart (charts, make_line (self, line, metric));
    }
  take_chart (charts, bars);

  return charts;
}

/* --- Figures of requests ------------------------------------------------------------- */

/**
 * prony_compare_collect_rows:
 * @rows: (element-type PronyRequestRow): requests of a trial
 * @metric: a figure of requests
 * @values: (transfer full) (nullable) (element-type double): what other trials, its repeats, gave
 *
 * Adds the figure of all measured requests that ended well.
 *
 * Returns: (transfer full) (element-type double): @values with those of @rows, in no order
 */
GArray *
prony_compare_collect_rows (GArray *rows, PronyMetric metric, GArray *values)
{
  if (values == NULL)
    values = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < rows->len; i++)
    {
      const PronyRequestRow *row = &g_array_index (rows, PronyRequestRow, i);
      double value = prony_request_row_get (row, metric);

      if (!row->warmup && row->outcome == PRONY_OUTCOME_OK && isfinite (value))
        g_array_append_val (values, value);
    }

  return values;
}

static void
add_steps (PronyChart *chart, guint series, GArray *sorted)
{
  guint n = MIN (sorted->len, MAX_STEPS);

  for (guint i = 0; i < n; i++)
    {
      guint rank = (guint) (((guint64) (i + 1) * sorted->len) / n);

      prony_chart_add_point (chart, series, g_array_index (sorted, double, rank - 1),
                             (double) rank / sorted->len, NAN, NAN);
    }
}

static PronyChart *
new_chart (PronyCompareGroup *group, PronyMetric metric, PronyChartKind kind)
{
  const PronyMetricInfo *info = prony_metric_get_info (metric);
  const char *metric_title = prony_metric_get_title (metric);
  gboolean steps = kind == PRONY_CHART_STEPS;
  g_autofree char *heading = prony_comparison_describe_group (group->scenario_title, &group->load);
  g_autofree char *long_title = g_strdup_printf ("%s · %s", metric_title, heading);
  PronyChart *chart =
    prony_chart_new (kind, steps ? long_title : metric_title, steps ? PRONY_UNIT_RATIO : info->unit,
                     steps ? PRONY_BETTER_NEITHER : info->better);

  if (steps)
    {
      chart->x_title = g_strdup (metric_title);
      chart->y_title = g_strdup (_ ("Share of requests"));
      chart->x_unit = info->unit;
      chart->x_better = info->better;
    }
  else
    prony_chart_add_group (chart, heading);

  return chart;
}

/**
 * prony_compare_set_make_overlay:
 * @self: a set
 * @group: index of a group
 * @metric: a figure of requests
 * @kind: %PRONY_CHART_STEPS for cumulative distributions, %PRONY_CHART_BOXES or
 *   %PRONY_CHART_VIOLINS
 * @samples: (element-type GArray(double)) (nullable): its values of each entry, as
 *   prony_compare_collect_rows() gives them, or %NULL for one that has none; they are sorted
 *
 * Returns: (transfer full): the distributions of the group's results over one another, in the
 *   colours of the other charts; without values where there is nothing to show
 */
PronyChart *
prony_compare_set_make_overlay (
  PronyCompareSet *self, guint group, PronyMetric metric, PronyChartKind kind, GPtrArray *samples)
{
  PronyChart *chart;

  g_return_val_if_fail (group < self->groups->len && samples->len == self->entries->len, NULL);

  chart = new_chart (g_ptr_array_index (self->groups, group), metric, kind);
  for (guint i = 0; i < samples->len; i++)
    {
      PronyCompareEntry *entry = g_ptr_array_index (self->entries, i);
      GArray *values = g_ptr_array_index (samples, i);
      g_autofree char *title = NULL;
      guint series;

      if (values == NULL || values->len == 0)
        continue;
      title = prony_compare_set_dup_title (self, i);
      series = prony_chart_add_series (chart, title, i, entry->target->simulated);
      prony_sort_doubles ((double *) (gpointer) values->data, values->len);
      if (kind == PRONY_CHART_STEPS)
        add_steps (chart, series, values);
      else
        prony_chart_add_sample (chart, 0, series, g_array_ref (values));
    }

  return chart;
}
