/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <math.h>

#include "app/widgets/prony-chart-view-private.h"

/* Which series are shown, and on which axis. */

static void
hidden_changed (PronyChartView *self)
{
  if (self->cursor >= 0 &&
      self->hidden[prony_chart_get_datum (self->shown, (guint) self->cursor)->series])
    prony_chart_view_set_cursor (self, -1);
  _prony_chart_view_changed (self, TRUE);
  g_signal_emit_by_name (self, "hidden-changed");
}

/**
 * prony_chart_view_is_hidden:
 * @self: a view with a chart
 * @series: an index into the chart's series
 *
 * Returns: whether it is left out
 */
gboolean
prony_chart_view_is_hidden (PronyChartView *self, guint series)
{
  g_return_val_if_fail (PRONY_IS_CHART_VIEW (self), FALSE);
  g_return_val_if_fail (self->shown != NULL && series < self->shown->series->len, FALSE);

  return self->hidden[series];
}

/**
 * prony_chart_view_get_hidden:
 * @self: a view with a chart
 *
 * Returns: (transfer none) (array): of each series, whether it is left out
 */
const gboolean *
prony_chart_view_get_hidden (PronyChartView *self)
{
  g_return_val_if_fail (PRONY_IS_CHART_VIEW (self), NULL);

  return self->hidden;
}

/**
 * prony_chart_view_toggle_series:
 * @self: a view with a chart
 * @series: an index into the chart's series
 *
 * Hides a series or shows it again.
 */
void
prony_chart_view_toggle_series (PronyChartView *self, guint series)
{
  g_return_if_fail (PRONY_IS_CHART_VIEW (self));
  g_return_if_fail (self->shown != NULL && series < self->shown->series->len);

  self->hidden[series] = !self->hidden[series];
  hidden_changed (self);
}

/**
 * prony_chart_view_set_all_hidden:
 * @self: a view with a chart
 * @hidden: whether to leave out all series, or none
 */
void
prony_chart_view_set_all_hidden (PronyChartView *self, gboolean hidden)
{
  g_return_if_fail (PRONY_IS_CHART_VIEW (self));
  g_return_if_fail (self->shown != NULL);

  for (guint i = 0; i < self->shown->series->len; i++)
    self->hidden[i] = hidden;
  hidden_changed (self);
}

/**
 * prony_chart_view_can_be_log:
 * @self: a view
 *
 * Returns: whether its chart's values can lie on a logarithmic axis
 */
gboolean
prony_chart_view_can_be_log (PronyChartView *self)
{
  g_return_val_if_fail (PRONY_IS_CHART_VIEW (self), FALSE);

  return self->can_be_log;
}

/**
 * prony_chart_view_get_log_scale:
 * @self: a view
 *
 * Returns: whether its chart's values lie on a logarithmic axis
 */
gboolean
prony_chart_view_get_log_scale (PronyChartView *self)
{
  g_return_val_if_fail (PRONY_IS_CHART_VIEW (self), FALSE);

  return self->log_scale;
}

/**
 * prony_chart_view_set_log_scale:
 * @self: a view
 * @log_scale: whether the values are to lie on a logarithmic axis; of no effect where they
 *   cannot
 */
void
prony_chart_view_set_log_scale (PronyChartView *self, gboolean log_scale)
{
  g_return_if_fail (PRONY_IS_CHART_VIEW (self));

  if (!self->can_be_log || !self->log_scale == !log_scale)
    return;

  prony_chart_view_zoom (self, 0);
  self->log_scale = !!log_scale;
  _prony_chart_view_update_shown (self);
  _prony_chart_view_changed (self, TRUE);
  g_object_notify (G_OBJECT (self), "log-scale");
}
