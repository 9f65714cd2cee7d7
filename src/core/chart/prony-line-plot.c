/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <math.h>

#include "core/chart/prony-xy-columns.h"
#include "core/chart/prony-xy-plot.h"

/* A line for each series over numbers or over time, such as throughput over concurrency,
 * with its intervals as a band. Each line has its dash and its marker, so that no colour
 * is needed. */

/* With fewer columns to a point, a dash cannot be seen. */
#define DASH_COLUMNS 4

/* Between two markers of a line whose points are too near to have one each, in lines of
 * text. */
#define MARKER_DISTANCE 7.0

#define BAND_ALPHA 0.18

static guint
count_inside (PronyPlot *self, guint series)
{
  PronyXyPlot *xy = self->kind_data;
  guint n = 0;

  for (guint i = xy->starts[series]; i < xy->starts[series + 1]; i++)
    n += _prony_xy_is_inside (self, i);

  return n;
}

static double
place_value (PronyPlot *self, double value)
{
  return self->plot.y + (1 - prony_axis_project (&self->axis, value)) * self->plot.height;
}

static gboolean
has_interval (PronyPlot *self, guint index)
{
  const PronyChartDatum *datum = &g_array_index (self->chart->data, PronyChartDatum, index);

  return isfinite (datum->low) && isfinite (datum->high);
}

/* A neighbour in the line: one of the same series that is drawn. */
static gboolean
is_drawn (PronyPlot *self, guint series, guint index)
{
  PronyXyPlot *xy = self->kind_data;

  return index >= xy->starts[series] && index < xy->starts[series + 1] && !isnan (xy->y[index]);
}

static gboolean
is_alone (PronyPlot *self, guint series, guint index)
{
  return !is_drawn (self, series, index - 1) && !is_drawn (self, series, index + 1);
}

/* Whether a point is in the x window, or next to one that may be. */
static gboolean
is_near (PronyPlot *self, guint series, guint index)
{
  PronyXyPlot *xy = self->kind_data;

  return !(is_drawn (self, series, index + 1) && xy->x[index + 1] < self->plot.x) &&
         !(is_drawn (self, series, index - 1) &&
           xy->x[index - 1] > self->plot.x + self->plot.width);
}

static gboolean
is_in_band (PronyPlot *self, guint series, guint index)
{
  return is_drawn (self, series, index) && has_interval (self, index) &&
         is_near (self, series, index);
}

/* A stretch of the line whose points have all intervals: there and back. */
static void
trace_band (PronyPlot *self, cairo_t *cr, guint from, guint to)
{
  PronyXyPlot *xy = self->kind_data;

  cairo_new_sub_path (cr);
  for (guint i = from; i <= to; i++)
    cairo_line_to (cr, xy->x[i],
                   place_value (self, g_array_index (self->chart->data, PronyChartDatum, i).high));
  for (guint i = to + 1; i-- > from;)
    cairo_line_to (cr, xy->x[i],
                   place_value (self, g_array_index (self->chart->data, PronyChartDatum, i).low));
  cairo_close_path (cr);
}

static void
trace_bands (PronyPlot *self, cairo_t *cr, guint series)
{
  PronyXyPlot *xy = self->kind_data;

  for (guint i = xy->starts[series]; i < xy->starts[series + 1]; i++)
    {
      guint to = i;

      while (is_in_band (self, series, to) && is_in_band (self, series, to + 1))
        to++;
      if (to > i)
        trace_band (self, cr, i, to);
      i = to;
    }
}

static void
draw_whisker (PronyPlot *self, cairo_t *cr, guint index)
{
  PronyXyPlot *xy = self->kind_data;
  const PronyChartDatum *datum = &g_array_index (self->chart->data, PronyChartDatum, index);
  double from = place_value (self, datum->low);
  double to = place_value (self, datum->high);
  double cap = self->text_height * 0.25;
  double x = xy->x[index];

  cairo_set_line_width (cr, self->theme->line_width * 0.6);
  cairo_move_to (cr, x, from);
  cairo_line_to (cr, x, to);
  cairo_move_to (cr, x - cap, from);
  cairo_line_to (cr, x + cap, from);
  cairo_move_to (cr, x - cap, to);
  cairo_line_to (cr, x + cap, to);
  cairo_stroke (cr);
}

/* A band where points have neighbours, and whiskers where not, or where there are to be
 * no faint fills. */
static void
draw_intervals (PronyPlot *self, cairo_t *cr, guint series, const PronyColor *color)
{
  PronyXyPlot *xy = self->kind_data;

  if (!self->theme->high_contrast)
    {
      prony_color_set_source (color, cr, BAND_ALPHA);
      cairo_new_path (cr);
      trace_bands (self, cr, series);
      cairo_fill (cr);
    }

  prony_color_set_source (color, cr, 1);
  for (guint i = xy->starts[series]; i < xy->starts[series + 1]; i++)
    if (_prony_xy_is_inside (self, i) && has_interval (self, i) &&
        (self->theme->high_contrast || is_alone (self, series, i)))
      draw_whisker (self, cr, i);
}

/* Of a line of so many points that each has hardly a column, what can be seen. */
static void
draw_dense_line (PronyPlot *self, cairo_t *cr, guint series, const PronyColor *color)
{
  PronyXyPlot *xy = self->kind_data;
  PronyXyColumns line;
  PronyXyColumns band;

  _prony_xy_columns_init (&line, self->plot.x, self->plot.width);
  _prony_xy_columns_init (&band, self->plot.x, self->plot.width);
  for (guint i = xy->starts[series]; i < xy->starts[series + 1]; i++)
    {
      if (isnan (xy->y[i]))
        {
          _prony_xy_columns_break (&line);
          continue;
        }
      _prony_xy_columns_add (&line, xy->x[i], xy->y[i]);
      if (has_interval (self, i))
        {
          const PronyChartDatum *datum = &g_array_index (self->chart->data, PronyChartDatum, i);

          _prony_xy_columns_extend (&band, xy->x[i], place_value (self, datum->low));
          _prony_xy_columns_extend (&band, xy->x[i], place_value (self, datum->high));
        }
    }

  prony_color_set_source (color, cr, self->theme->high_contrast ? 0 : BAND_ALPHA);
  _prony_xy_columns_fill (&band, cr, self->plot.y, self->plot.height, 0);
  prony_color_set_source (color, cr, 1);
  _prony_xy_columns_fill (&line, cr, self->plot.y, self->plot.height,
                          self->theme->line_width * 0.75);
  _prony_xy_columns_clear (&line);
  _prony_xy_columns_clear (&band);
}

/* A missing value leaves a gap. */
static void
draw_sparse_line (PronyPlot *self, cairo_t *cr, guint series, const PronyColor *color, guint n)
{
  PronyXyPlot *xy = self->kind_data;
  guint slot = prony_chart_get_series (self->chart, series)->slot;

  draw_intervals (self, cr, series, color);
  cairo_new_path (cr);
  for (guint i = xy->starts[series]; i < xy->starts[series + 1]; i++)
    {
      if (isnan (xy->y[i]))
        cairo_new_sub_path (cr);
      else if (is_near (self, series, i))
        cairo_line_to (cr, xy->x[i], xy->y[i]);
    }
  prony_color_set_source (color, cr, 1);
  cairo_set_line_width (cr, self->theme->line_width);
  if (n * DASH_COLUMNS <= self->plot.width)
    prony_palette_set_dash (cr, slot, self->theme->line_width);
  else
    cairo_set_line_join (cr, CAIRO_LINE_JOIN_BEVEL);
  cairo_stroke (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
draw_markers (PronyPlot *self, cairo_t *cr, guint series, guint n)
{
  PronyXyPlot *xy = self->kind_data;
  guint slot = prony_chart_get_series (self->chart, series)->slot;
  gboolean all = n * xy->marker * 1.5 <= self->plot.width;
  double next = self->plot.x;

  for (guint i = xy->starts[series]; i < xy->starts[series + 1]; i++)
    {
      if (!_prony_xy_is_inside (self, i) ||
          (!all && xy->x[i] < next && !is_alone (self, series, i)))
        continue;
      prony_palette_draw_marker (cr, slot, self->theme->dark, xy->x[i], xy->y[i], xy->marker);
      next = xy->x[i] + self->text_height * MARKER_DISTANCE;
    }
}

static gboolean
is_dense (PronyPlot *self, guint n, guint n_all)
{
  return n > self->plot.width || (n * DASH_COLUMNS > self->plot.width && n_all > self->plot.width);
}

static void
draw_series (PronyPlot *self, cairo_t *cr, guint series, guint n_all)
{
  guint n = count_inside (self, series);
  PronyColor color;

  prony_palette_get_color (prony_chart_get_series (self->chart, series)->slot, self->theme->dark,
                           &color);
  if (is_dense (self, n, n_all))
    draw_dense_line (self, cr, series, &color);
  else
    draw_sparse_line (self, cr, series, &color, n);
  draw_markers (self, cr, series, n);
}

static void
line_plot_draw_static (PronyPlot *self, cairo_t *cr)
{
  guint n_all = 0;

  for (guint i = 0; i < self->chart->series->len; i++)
    n_all += count_inside (self, i);

  _prony_xy_draw_frame (self, cr);
  _prony_xy_begin (self, cr);
  for (guint i = 0; i < self->chart->series->len; i++)
    if (!self->hidden[i])
      draw_series (self, cr, i, n_all);
  _prony_xy_end (cr);
  _prony_xy_draw_reference (self, cr);
  _prony_xy_draw_flags (self, cr);
  _prony_xy_draw_names (self, cr);
}

const PronyPlotClass _prony_line_plot_class = {
  .legend = PRONY_LEGEND_LINES,
  .layout = _prony_xy_layout,
  .draw_static = line_plot_draw_static,
  .draw_cursor = _prony_xy_draw_cursor,
  .hit = _prony_xy_hit,
  .get_area = _prony_xy_get_area,
  .clear = _prony_xy_clear,
};
