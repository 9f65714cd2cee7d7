/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <math.h>

#include "core/chart/prony-xy-columns.h"
#include "core/chart/prony-xy-plot.h"

/* How many values lie in each bin. One series is drawn as bars; several lie over one
 * another, as outlines with their dashes over faint fills. */

/* Bars at least so wide have a gap between them. */
#define WIDTH_WITH_GAP 5.0

static double
place_end (PronyPlot *self, guint index)
{
  double end = g_array_index (self->chart->data, PronyChartDatum, index).x_end;

  return self->plot.x + prony_axis_project (&self->x_axis, end) * self->plot.width;
}

static double
bottom_of (PronyPlot *self)
{
  return self->plot.y + (1 - prony_axis_normalize (&self->axis, 0)) * self->plot.height;
}

static gboolean
is_in_window (PronyPlot *self, guint index)
{
  PronyXyPlot *xy = self->kind_data;

  return xy->x[index] <= self->plot.x + self->plot.width && place_end (self, index) >= self->plot.x;
}

/* Whether the bins that are shown are narrower than what can be seen. */
static gboolean
is_dense (PronyPlot *self, guint series)
{
  PronyXyPlot *xy = self->kind_data;
  guint n = 0;

  for (guint i = xy->starts[series]; i < xy->starts[series + 1]; i++)
    n += _prony_xy_is_inside (self, i);

  return n > self->plot.width / 2;
}

/* Of bins narrower than a column, the highest is seen. */
static void
draw_dense (PronyPlot *self, cairo_t *cr, guint series, const PronyColor *color, double alpha)
{
  PronyXyPlot *xy = self->kind_data;
  double bottom = bottom_of (self);
  PronyXyColumns area;
  PronyXyColumns line;

  _prony_xy_columns_init (&area, self->plot.x, self->plot.width);
  _prony_xy_columns_init (&line, self->plot.x, self->plot.width);
  for (guint i = xy->starts[series]; i < xy->starts[series + 1]; i++)
    {
      double top = isnan (xy->y[i]) ? bottom : xy->y[i];

      if (!is_in_window (self, i))
        continue;
      _prony_xy_columns_add (&line, xy->x[i], top);
      _prony_xy_columns_add (&line, place_end (self, i), top);
      _prony_xy_columns_add (&area, xy->x[i], top);
      _prony_xy_columns_add (&area, xy->x[i], bottom);
      _prony_xy_columns_add (&area, place_end (self, i), top);
    }
  prony_color_set_source (color, cr, alpha < 1 && self->theme->high_contrast ? 0 : alpha);
  _prony_xy_columns_fill (&area, cr, self->plot.y, self->plot.height, 0);
  prony_color_set_source (color, cr, 1);
  if (alpha < 1)
    _prony_xy_columns_fill (&line, cr, self->plot.y, self->plot.height,
                            self->theme->line_width * 0.75);
  _prony_xy_columns_clear (&area);
  _prony_xy_columns_clear (&line);
}

static void
draw_bars (PronyPlot *self, cairo_t *cr, guint series)
{
  PronyXyPlot *xy = self->kind_data;
  double bottom = bottom_of (self);

  cairo_new_path (cr);
  for (guint i = xy->starts[series]; i < xy->starts[series + 1]; i++)
    {
      double width = place_end (self, i) - xy->x[i];

      if (!isnan (xy->y[i]) && is_in_window (self, i))
        cairo_rectangle (cr, xy->x[i], xy->y[i], width >= WIDTH_WITH_GAP ? width - 1 : width,
                         bottom - xy->y[i]);
    }
  cairo_fill_preserve (cr);
  if (self->theme->high_contrast)
    {
      prony_color_set_source (&self->theme->foreground, cr, 1);
      cairo_set_line_width (cr, 1);
      cairo_stroke (cr);
    }
  cairo_new_path (cr);
}

/* Goes along the tops of the bins, and down to zero between those that do not touch. */
static void
trace_outline (PronyPlot *self, cairo_t *cr, guint series)
{
  PronyXyPlot *xy = self->kind_data;
  double bottom = bottom_of (self);
  double right = NAN;

  cairo_new_path (cr);
  for (guint i = xy->starts[series]; i < xy->starts[series + 1]; i++)
    {
      double top = isnan (xy->y[i]) ? bottom : xy->y[i];

      if (!is_in_window (self, i))
        continue;
      if (isnan (right) || xy->x[i] > right + 1)
        {
          if (!isnan (right))
            cairo_line_to (cr, right, bottom);
          cairo_move_to (cr, xy->x[i], bottom);
        }
      right = place_end (self, i);
      cairo_line_to (cr, xy->x[i], top);
      cairo_line_to (cr, right, top);
    }
  if (!isnan (right))
    cairo_line_to (cr, right, bottom);
}

static void
draw_outline (PronyPlot *self, cairo_t *cr, guint series, const PronyColor *color)
{
  trace_outline (self, cr, series);
  prony_color_set_source (color, cr, _PRONY_OUTLINE_ALPHA);
  if (!self->theme->high_contrast)
    cairo_fill_preserve (cr);
  prony_color_set_source (color, cr, 1);
  cairo_set_line_width (cr, self->theme->line_width * 0.75);
  prony_palette_set_dash (cr, prony_chart_get_series (self->chart, series)->slot,
                          self->theme->line_width * 0.75);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
histogram_plot_draw_static (PronyPlot *self, cairo_t *cr)
{
  gboolean several = _prony_xy_count_shown_series (self) > 1;

  _prony_xy_draw_frame (self, cr);
  _prony_xy_begin (self, cr);
  for (guint i = 0; i < self->chart->series->len; i++)
    {
      PronyColor color;

      if (self->hidden[i])
        continue;
      prony_palette_get_color (prony_chart_get_series (self->chart, i)->slot, self->theme->dark,
                               &color);
      prony_color_set_source (&color, cr, 1);
      if (is_dense (self, i))
        draw_dense (self, cr, i, &color, several ? _PRONY_OUTLINE_ALPHA : 1);
      else if (several)
        draw_outline (self, cr, i, &color);
      else
        draw_bars (self, cr, i);
    }
  _prony_xy_end (cr);
  _prony_xy_draw_reference (self, cr);
}

static void
histogram_plot_draw_cursor (PronyPlot *self, cairo_t *cr, guint index)
{
  PronyXyPlot *xy = self->kind_data;
  double right = MAX (place_end (self, index), xy->x[index] + 1);

  if (isnan (xy->y[index]))
    return;

  _prony_xy_begin (self, cr);
  prony_color_set_source (&self->theme->accent, cr, self->theme->high_contrast ? 0.5 : 0.18);
  cairo_rectangle (cr, xy->x[index], self->plot.y, right - xy->x[index], self->plot.height);
  cairo_fill (cr);
  prony_color_set_source (&self->theme->foreground, cr, 1);
  cairo_set_line_width (cr, self->theme->line_width * 0.75);
  cairo_rectangle (cr, xy->x[index], xy->y[index], right - xy->x[index],
                   bottom_of (self) - xy->y[index]);
  cairo_stroke (cr);
  _prony_xy_end (cr);
}

/* The bin of a series that a place lies in; -1 for none. Bins rise. */
static int
find_bin (PronyPlot *self, guint series, double x)
{
  PronyXyPlot *xy = self->kind_data;
  guint low = xy->starts[series];
  guint high = xy->starts[series + 1];

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (place_end (self, middle) < x)
        low = middle + 1;
      else
        high = middle;
    }

  return low < xy->starts[series + 1] && xy->x[low] <= x && !isnan (xy->y[low]) ? (int) low : -1;
}

/* Of the bins at a place, the one whose top is nearest. */
static int
histogram_plot_hit (PronyPlot *self, double x, double y)
{
  PronyXyPlot *xy = self->kind_data;
  int found = -1;

  if (x < self->plot.x || x > self->plot.x + self->plot.width || y < self->plot.y ||
      y > self->plot.y + self->plot.height + 1)
    return -1;

  for (guint i = 0; i < self->chart->series->len; i++)
    {
      int at = find_bin (self, i, x);

      if (at >= 0 && (found < 0 || fabs (xy->y[at] - y) < fabs (xy->y[found] - y)))
        found = at;
    }

  return found;
}

static void
histogram_plot_get_area (PronyPlot *self, guint index, PronyPlotArea *area)
{
  PronyXyPlot *xy = self->kind_data;
  double bottom = bottom_of (self);
  double top = isnan (xy->y[index]) ? bottom : xy->y[index];

  *area = (PronyPlotArea){ xy->x[index], top, MAX (place_end (self, index) - xy->x[index], 1),
                           MAX (bottom - top, 1) };
}

const PronyPlotClass _prony_histogram_plot_class = {
  .legend = PRONY_LEGEND_OUTLINES,
  .layout = _prony_xy_layout,
  .draw_static = histogram_plot_draw_static,
  .draw_cursor = histogram_plot_draw_cursor,
  .hit = histogram_plot_hit,
  .get_area = histogram_plot_get_area,
  .clear = _prony_xy_clear,
};
