/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-analysis"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/analysis/prony-compare-charts.h"
#include "core/analysis/prony-comparison-text.h"
#include "core/stats/prony-quantile.h"

/* More steps than a screen has columns show nothing more. */
#define MAX_STEPS 1000

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
  g_autofree char *title = g_strdup_printf ("%s · %s", metric_title, heading);
  PronyChart *chart = prony_chart_new (kind, title, steps ? PRONY_UNIT_RATIO : info->unit,
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
