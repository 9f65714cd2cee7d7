/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <math.h>

#include "app/widgets/prony-chart-view-private.h"

/* Which part of x is shown. Steps are counted as they are seen: on a logarithmic axis, in
 * ratios. */

static double
to_axis (PronyChartView *self, double x)
{
  return self->shown->x_scale == PRONY_SCALE_LOG ? log (x) : x;
}

static double
from_axis (PronyChartView *self, double at)
{
  return self->shown->x_scale == PRONY_SCALE_LOG ? exp (at) : at;
}

static void
show_window (PronyChartView *self, double low, double high)
{
  PronyPlot *plot = _prony_chart_view_get_current_plot (self);
  gboolean was_zoomed = prony_chart_view_is_zoomed (self);

  prony_plot_set_x_window (plot, low, high);
  self->window[0] = low;
  self->window[1] = high;
  g_clear_pointer (&self->picture, cairo_surface_destroy);
  gtk_widget_queue_draw (self->area);
  if (prony_chart_view_is_zoomed (self) != was_zoomed)
    _prony_chart_view_notify_zoomed (self);
}

/* As seen, @low and @high may lie beyond the ends: the window is moved back then. */
static void
fit_window (PronyChartView *self, double low, double high)
{
  PronyPlot *plot = _prony_chart_view_get_current_plot (self);
  double range[2];
  double all;

  prony_plot_get_x_range (plot, &range[0], &range[1]);
  range[0] = to_axis (self, range[0]);
  range[1] = to_axis (self, range[1]);
  all = range[1] - range[0];
  if (!(high - low < all * (1 - 1e-9)))
    {
      show_window (self, NAN, NAN);
      return;
    }
  if (high - low < all * 1e-5)
    return;

  if (low < range[0])
    {
      high += range[0] - low;
      low = range[0];
    }
  if (high > range[1])
    {
      low -= high - range[1];
      high = range[1];
    }
  show_window (self, from_axis (self, low), from_axis (self, high));
}

/**
 * _prony_chart_view_zoom_at:
 * @self: a view
 * @factor: how much larger
 * @x: what stays where it is, from the area's left; NAN for the middle
 */
void
_prony_chart_view_zoom_at (PronyChartView *self, double factor, double x)
{
  PronyPlot *plot;
  double low;
  double high;
  double centre;

  if (!prony_chart_view_is_zoomable (self))
    return;

  plot = _prony_chart_view_get_current_plot (self);
  prony_plot_get_x_window (plot, &low, &high);
  if (!isfinite (low))
    return;
  low = to_axis (self, low);
  high = to_axis (self, high);
  centre = isfinite (x) ? to_axis (self, prony_plot_get_x_at (plot, x)) : (low + high) / 2;
  fit_window (self, centre - (centre - low) / factor, centre + (high - centre) / factor);
}

/**
 * _prony_chart_view_pan_pixels:
 * @self: a view
 * @from: the window to start from
 * @dx: how far to the right what is shown moves
 */
void
_prony_chart_view_pan_pixels (PronyChartView *self, const double *from, double dx)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  double low = to_axis (self, from[0]);
  double high = to_axis (self, from[1]);
  PronyPlotArea area;
  double step;

  if (!prony_chart_view_is_zoomed (self))
    return;

  prony_plot_get_plot_area (_prony_chart_view_get_current_plot (self), &area);
  step = (high - low) * dx / MAX (area.width, 1) * (rtl ? 1 : -1);
  fit_window (self, low + step, high + step);
}

/**
 * _prony_chart_view_reveal:
 * @self: a view
 * @index: a datum
 *
 * Moves the window to a datum that lies outside of it.
 */
void
_prony_chart_view_reveal (PronyChartView *self, guint index)
{
  const PronyChartDatum *datum = prony_chart_get_datum (self->shown, index);
  double x = self->shown->kind == PRONY_CHART_WATERFALL ? datum->low : datum->x;
  double low;
  double high;

  if (!prony_chart_view_is_zoomed (self) || !isfinite (x) ||
      (x >= self->window[0] && x <= self->window[1]))
    return;

  low = to_axis (self, self->window[0]);
  high = to_axis (self, self->window[1]);
  x = to_axis (self, x);
  if (isfinite (x))
    fit_window (self, x - (high - low) / 2, x + (high - low) / 2);
}

/**
 * prony_chart_view_is_zoomable:
 * @self: a view
 *
 * Returns: whether a part of its chart can be shown alone
 */
gboolean
prony_chart_view_is_zoomable (PronyChartView *self)
{
  g_return_val_if_fail (PRONY_IS_CHART_VIEW (self), FALSE);

  return self->shown != NULL && prony_chart_has_continuous_x (self->shown) &&
         prony_chart_has_values (self->shown);
}

/**
 * prony_chart_view_is_zoomed:
 * @self: a view
 *
 * Returns: whether it shows a part of its chart
 */
gboolean
prony_chart_view_is_zoomed (PronyChartView *self)
{
  g_return_val_if_fail (PRONY_IS_CHART_VIEW (self), FALSE);

  return isfinite (self->window[0]);
}

/**
 * prony_chart_view_zoom:
 * @self: a view
 * @steps: how many steps further in, or out below 0; 0 for all of the chart
 *
 * Shows a smaller or a larger part around the cursor, or around the middle.
 */
void
prony_chart_view_zoom (PronyChartView *self, int steps)
{
  double x = NAN;

  g_return_if_fail (PRONY_IS_CHART_VIEW (self));

  if (!prony_chart_view_is_zoomable (self))
    return;
  if (steps == 0)
    {
      show_window (self, NAN, NAN);
      return;
    }

  if (self->cursor >= 0)
    {
      PronyPlotArea place;

      prony_plot_get_area (_prony_chart_view_get_current_plot (self), self->cursor, &place);
      x = place.x + place.width / 2;
    }
  _prony_chart_view_zoom_at (self, pow (_PRONY_CHART_VIEW_ZOOM_STEP, steps), x);
}

/**
 * prony_chart_view_set_window:
 * @self: a view
 * @low: where the part of x begins that is to be shown; NAN for all of it
 * @high: where it ends
 */
void
prony_chart_view_set_window (PronyChartView *self, double low, double high)
{
  g_return_if_fail (PRONY_IS_CHART_VIEW (self));

  if (!prony_chart_view_is_zoomable (self))
    return;
  if (isfinite (low) && isfinite (high) && low < high)
    fit_window (self, to_axis (self, low), to_axis (self, high));
  else
    show_window (self, NAN, NAN);
}

/**
 * prony_chart_view_get_window:
 * @self: a view
 * @low: (out): where the part of x begins that is shown; NAN for all of it
 * @high: (out): where it ends
 */
void
prony_chart_view_get_window (PronyChartView *self, double *low, double *high)
{
  g_return_if_fail (PRONY_IS_CHART_VIEW (self));

  *low = self->window[0];
  *high = self->window[1];
}
