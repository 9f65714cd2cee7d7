/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <math.h>

#include "core/chart/prony-xy-plot.h"

static gboolean
is_in_window (const PronyAxis *axis, const PronyChartDatum *datum)
{
  double end = isnan (datum->x_end) ? datum->x : datum->x_end;

  return end >= axis->min && datum->x <= axis->max;
}

static void
find_x_range (PronyPlot *self, double *low, double *high)
{
  const PronyChartDatum *data = (const PronyChartDatum *) (gpointer) self->chart->data->data;

  *low = INFINITY;
  *high = -INFINITY;
  for (guint i = 0; i < self->chart->data->len; i++)
    {
      double end = isnan (data[i].x_end) ? data[i].x : data[i].x_end;

      if (!_prony_plot_shows (self, i))
        continue;
      *low = MIN (*low, data[i].x);
      *high = MAX (*high, end);
    }
}

static void
find_value_range (PronyPlot *self, const PronyAxis *window, double *low, double *high)
{
  const PronyChartDatum *data = (const PronyChartDatum *) (gpointer) self->chart->data->data;
  gboolean above_zero = self->chart->y_scale == PRONY_SCALE_LOG;

  *low = INFINITY;
  *high = -INFINITY;
  for (guint i = 0; i < self->chart->data->len; i++)
    {
      if (!_prony_plot_shows (self, i) || (window != NULL && !is_in_window (window, &data[i])))
        continue;
      *low = MIN (*low, data[i].value);
      *high = MAX (*high, data[i].value);
      if (isnan (data[i].low) || isnan (data[i].high))
        continue;
      if (!above_zero || data[i].low > 0)
        *low = MIN (*low, data[i].low);
      *high = MAX (*high, data[i].high);
    }
}

static void
place_points (PronyPlot *self, PronyXyPlot *xy)
{
  const PronyChartDatum *data = (const PronyChartDatum *) (gpointer) self->chart->data->data;

  for (guint i = 0; i < self->chart->data->len; i++)
    {
      double at = prony_axis_project (&self->x_axis, data[i].x);
      double up = prony_axis_project (&self->axis, data[i].value);
      gboolean shown = _prony_plot_shows (self, i);

      xy->x[i] = (float) (self->plot.x + at * self->plot.width);
      xy->y[i] = shown ? (float) (self->plot.y + (1 - up) * self->plot.height) : NAN;
    }
}

static void
find_starts (PronyPlot *self, PronyXyPlot *xy)
{
  guint n = self->chart->data->len;
  guint at = 0;

  for (guint series = 0; series <= self->chart->series->len; series++)
    {
      while (at < n && g_array_index (self->chart->data, PronyChartDatum, at).series < series)
        at++;
      xy->starts[series] = at;
    }
}

/**
 * _prony_xy_layout:
 * @self: a plot
 *
 * Lays the axes over what is shown, and places all points. The values' axis follows what
 * lies in the x window.
 */
void
_prony_xy_layout (PronyPlot *self)
{
  PronyXyPlot *xy = g_new0 (PronyXyPlot, 1);
  guint n = self->chart->data->len;
  double x_low;
  double x_high;
  double low;
  double high;

  self->kind_data = xy;
  xy->x = g_new (float, n);
  xy->y = g_new (float, n);
  xy->starts = g_new (guint, self->chart->series->len + 1);
  xy->marker = self->text_height * 0.5;
  xy->label_room = _prony_xy_measure_names (self);
  find_starts (self, xy);

  find_x_range (self, &x_low, &x_high);
  _prony_plot_init_x_axis (self, x_low, x_high, self->chart->x_unit, 6);
  find_value_range (self, isfinite (self->x_window[0]) ? &self->x_axis : NULL, &low, &high);
  if (low > high)
    find_value_range (self, NULL, &low, &high);

  _prony_xy_layout_frame (self, low, high);
  _prony_xy_fit_x_axis (self, x_low, x_high);
  place_points (self, xy);
}

/**
 * _prony_xy_clear:
 * @self: a plot
 */
void
_prony_xy_clear (PronyPlot *self)
{
  PronyXyPlot *xy = self->kind_data;

  g_free (xy->x);
  g_free (xy->y);
  g_free (xy->starts);
  g_free (xy->cell_starts);
  g_free (xy->cell_data);
  g_free (xy);
}

/**
 * _prony_xy_get_area:
 * @self: a plot
 * @index: a datum
 * @area: (out): around its point; of one that is not drawn, at the foot of the chart
 */
void
_prony_xy_get_area (PronyPlot *self, guint index, PronyPlotArea *area)
{
  PronyXyPlot *xy = self->kind_data;
  double y = isnan (xy->y[index]) ? self->plot.y + self->plot.height : xy->y[index];

  *area =
    (PronyPlotArea){ xy->x[index] - xy->marker / 2, y - xy->marker / 2, xy->marker, xy->marker };
}

/**
 * _prony_xy_is_inside:
 * @self: a plot
 * @index: a datum
 *
 * Returns: whether its point is drawn and lies in what the x window shows
 */
gboolean
_prony_xy_is_inside (PronyPlot *self, guint index)
{
  PronyXyPlot *xy = self->kind_data;

  return !isnan (xy->y[index]) && xy->x[index] >= self->plot.x - 0.5 &&
         xy->x[index] <= self->plot.x + self->plot.width + 0.5;
}

/**
 * _prony_xy_begin:
 * @self: a plot
 * @cr: where to draw
 *
 * Lets points and lines be drawn where they are before mirroring, and keeps what lies
 * beyond the x window out. Not for texts.
 */
void
_prony_xy_begin (PronyPlot *self, cairo_t *cr)
{
  PronyXyPlot *xy = self->kind_data;
  double above = xy->marker;
  double beside = isfinite (self->x_window[0]) ? 0 : xy->marker;

  cairo_save (cr);
  if (self->theme->rtl)
    {
      cairo_translate (cr, self->width, 0);
      cairo_scale (cr, -1, 1);
    }
  cairo_rectangle (cr, self->plot.x - beside, self->plot.y - above, self->plot.width + 2 * beside,
                   self->plot.height + 2 * above);
  cairo_clip (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
}

/**
 * _prony_xy_end:
 * @cr: where to draw
 *
 * Ends what _prony_xy_begin() began.
 */
void
_prony_xy_end (cairo_t *cr)
{
  cairo_restore (cr);
}

/**
 * _prony_xy_draw_cursor:
 * @self: a plot
 * @cr: where to draw
 * @index: the datum to mark
 */
void
_prony_xy_draw_cursor (PronyPlot *self, cairo_t *cr, guint index)
{
  PronyXyPlot *xy = self->kind_data;

  if (!_prony_xy_is_inside (self, index))
    return;

  _prony_xy_begin (self, cr);
  prony_color_set_source (&self->theme->accent, cr, self->theme->high_contrast ? 1 : 0.6);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, floor (xy->x[index]) + 0.5, self->plot.y);
  cairo_line_to (cr, floor (xy->x[index]) + 0.5, self->plot.y + self->plot.height);
  cairo_stroke (cr);
  prony_color_set_source (&self->theme->foreground, cr, 1);
  cairo_set_line_width (cr, self->theme->line_width * 0.75);
  cairo_arc (cr, xy->x[index], xy->y[index], xy->marker, 0, 2 * G_PI);
  cairo_stroke (cr);
  _prony_xy_end (cr);
}

/**
 * _prony_xy_count_shown_series:
 * @self: a plot
 *
 * Returns: how many series are not hidden
 */
guint
_prony_xy_count_shown_series (PronyPlot *self)
{
  guint n = 0;

  for (guint i = 0; i < self->chart->series->len; i++)
    n += !self->hidden[i];

  return n;
}
