/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <math.h>

#include "core/chart/prony-chart.h"

/* How the values of a chart lie on their axis, and the same chart on another one. */

/* Counts and shares of values have the values themselves below. */
static gboolean
has_values_below (PronyChart *self)
{
  return self->kind == PRONY_CHART_STEPS || self->kind == PRONY_CHART_HISTOGRAM;
}

/* Bars and their parts begin at 0, which no such axis has. */
static gboolean
may_be_log (PronyChartKind kind)
{
  switch (kind)
    {
    case PRONY_CHART_BOXES:
    case PRONY_CHART_VIOLINS:
    case PRONY_CHART_LINES:
    case PRONY_CHART_SCATTER:
    case PRONY_CHART_STEPS:
    case PRONY_CHART_HISTOGRAM:
    case PRONY_CHART_TIME:
    case PRONY_CHART_PARETO:
      return TRUE;

    case PRONY_CHART_BARS:
    case PRONY_CHART_STACKED:
    case PRONY_CHART_WATERFALL:
    case PRONY_CHART_HEAT_MAP:
    case PRONY_N_CHART_KINDS:
    default:
      return FALSE;
    }
}

/**
 * prony_chart_new_scaled:
 * @self: a chart, not to be changed any more
 * @scale: how its values are to lie on their axis
 *
 * Returns: (transfer full): a chart that shares all of @self but the scale
 */
PronyChart *
prony_chart_new_scaled (PronyChart *self, PronyScale scale)
{
  PronyChart *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_atomic_rc_box_new0 (PronyChart);
  *copy = *self;
  copy->title = g_strdup (self->title);
  copy->x_title = g_strdup (self->x_title);
  copy->y_title = g_strdup (self->y_title);
  copy->reference_title = g_strdup (self->reference_title);
  g_ptr_array_ref (copy->groups);
  g_ptr_array_ref (copy->series);
  g_array_ref (copy->data);
  g_ptr_array_ref (copy->bands);
  g_ptr_array_ref (copy->samples);
  if (has_values_below (self))
    copy->x_scale = scale;
  else
    copy->y_scale = scale;

  return copy;
}

/**
 * prony_chart_get_value_scale:
 * @self: a chart
 *
 * Returns: how its values lie on their axis, which is the one below where counts or shares
 *   of them are shown
 */
PronyScale
prony_chart_get_value_scale (PronyChart *self)
{
  return has_values_below (self) ? self->x_scale : self->y_scale;
}

/**
 * prony_chart_can_be_log:
 * @self: a chart
 *
 * Returns: whether its values can lie on a logarithmic axis: it is no chart that begins
 *   at 0, and all that it has are above
 */
gboolean
prony_chart_can_be_log (PronyChart *self)
{
  gboolean below = has_values_below (self);

  if (!may_be_log (self->kind))
    return FALSE;

  for (guint i = 0; i < self->data->len; i++)
    {
      const PronyChartDatum *datum = &g_array_index (self->data, PronyChartDatum, i);
      const double *samples;
      guint n;

      if (!isfinite (datum->value))
        continue;
      samples = prony_chart_get_samples (self, i, &n);
      if ((below ? datum->x : datum->value) <= 0 || (n > 0 && samples[0] <= 0))
        return FALSE;
    }

  return prony_chart_has_values (self);
}
