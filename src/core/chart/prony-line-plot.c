/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <math.h>

#include "core/chart/prony-chart-text.h"
#include "core/chart/prony-plot-private.h"

/* A line for each series over numbers, such as throughput over concurrency. The
 * legend names each line with its dash and marker, so that no colour is needed. */

/* Height of the part where the lines are, in lines of text. */
#define BODY_LINES 13

/* How near the pointer has to be, in lines of text. */
#define REACH 2.0

typedef struct
{
  PronyAxis x_axis;
} LinePlot;

static void
find_x_range (PronyChart *chart, double *low, double *high)
{
  *low = NAN;
  *high = NAN;
  for (guint i = 0; i < chart->data->len; i++)
    {
      *low = fmin (*low, prony_chart_get_datum (chart, i)->x);
      *high = fmax (*high, prony_chart_get_datum (chart, i)->x);
    }
}

static double
widest_tick (PronyPlot *self, const PronyAxis *axis)
{
  double widest = 0;

  for (guint i = 0; i < prony_axis_count_ticks (axis); i++)
    {
      g_autofree char *text = prony_axis_format_tick (axis, i);

      widest = MAX (widest, _prony_plot_text_width (self, text, FALSE));
    }

  return widest;
}

static void
layout_axes (PronyPlot *self, LinePlot *lines)
{
  double low;
  double high;

  prony_chart_get_range (self->chart, &low, &high);
  prony_axis_init (&self->axis, low, high, self->chart->unit, 6);
  self->plot.x = widest_tick (self, &self->axis) + self->text_height * 0.6;
  self->plot.width = MAX (self->width - self->plot.x - self->text_height, 20);

  find_x_range (self->chart, &low, &high);
  for (guint n = CLAMP ((guint) (self->plot.width / 50), 2, 10); n >= 2; n--)
    {
      prony_axis_init (&lines->x_axis, low, high, PRONY_UNIT_COUNT, n);
      if ((widest_tick (self, &lines->x_axis) + self->text_height) *
            prony_axis_count_ticks (&lines->x_axis) <=
          self->plot.width)
        break;
    }
}

static void
line_plot_layout (PronyPlot *self)
{
  LinePlot *lines = g_new0 (LinePlot, 1);
  double marker = self->text_height * 0.6;

  self->kind_data = lines;
  layout_axes (self, lines);
  self->plot.y = self->top + self->text_height * 0.5;
  self->plot.height = self->text_height * BODY_LINES;
  self->height =
    self->plot.y + self->plot.height + self->text_height * (self->chart->x_title != NULL ? 3 : 1.6);

  for (guint i = 0; i < self->chart->data->len; i++)
    {
      const PronyChartDatum *datum = prony_chart_get_datum (self->chart, i);
      PronyPlotArea *area = &g_array_index (self->areas, PronyPlotArea, i);
      double value = isfinite (datum->value) ? datum->value : 0;

      area->width = marker;
      area->height = marker;
      area->x = self->plot.x + prony_axis_normalize (&lines->x_axis, datum->x) * self->plot.width -
                marker / 2;
      area->y = self->plot.y + (1 - prony_axis_normalize (&self->axis, value)) * self->plot.height -
                marker / 2;
    }
}

static void
draw_value_axis (PronyPlot *self, cairo_t *cr)
{
  double left = _prony_plot_mirror (self, self->plot.x, self->plot.width);

  for (guint i = 0; i < prony_axis_count_ticks (&self->axis); i++)
    {
      double value = prony_axis_get_tick (&self->axis, i);
      double y = self->plot.y + (1 - prony_axis_normalize (&self->axis, value)) * self->plot.height;
      g_autofree char *text = prony_axis_format_tick (&self->axis, i);
      g_autoptr (PangoLayout) layout = _prony_plot_make_text (self, text, FALSE, 0);
      int width;

      prony_color_set_source (&self->theme->foreground, cr,
                              value == 0 ? 0.6 : self->theme->grid_alpha);
      cairo_move_to (cr, left, floor (y) + 0.5);
      cairo_line_to (cr, left + self->plot.width, floor (y) + 0.5);
      cairo_stroke (cr);
      pango_layout_get_pixel_size (layout, &width, NULL);
      _prony_plot_show_text (self, cr, layout, self->plot.x - self->text_height * 0.4 - width,
                             y - self->text_height / 2, self->theme->high_contrast ? 1 : 0.7);
    }
}

static void
draw_x_axis (PronyPlot *self, cairo_t *cr)
{
  LinePlot *lines = self->kind_data;
  double bottom = self->plot.y + self->plot.height + self->text_height * 0.3;
  double alpha = self->theme->high_contrast ? 1 : 0.7;
  int width;

  for (guint i = 0; i < prony_axis_count_ticks (&lines->x_axis); i++)
    {
      double at = prony_axis_normalize (&lines->x_axis, prony_axis_get_tick (&lines->x_axis, i));
      g_autofree char *text = prony_axis_format_tick (&lines->x_axis, i);
      g_autoptr (PangoLayout) layout = _prony_plot_make_text (self, text, FALSE, 0);

      pango_layout_get_pixel_size (layout, &width, NULL);
      at = self->plot.x + at * self->plot.width - width / 2.0;
      _prony_plot_show_text (self, cr, layout, CLAMP (at, 0, MAX (self->width - width, 0)), bottom,
                             alpha);
    }
  if (self->chart->x_title != NULL)
    {
      g_autoptr (PangoLayout) layout =
        _prony_plot_make_text (self, self->chart->x_title, FALSE, self->plot.width);

      pango_layout_get_pixel_size (layout, &width, NULL);
      _prony_plot_show_text (self, cr, layout, self->plot.x + (self->plot.width - width) / 2,
                             bottom + self->text_height * 1.3, alpha);
    }
}

static void
draw_interval (PronyPlot *self, cairo_t *cr, const PronyChartDatum *datum, double x)
{
  double from =
    self->plot.y + (1 - prony_axis_normalize (&self->axis, datum->low)) * self->plot.height;
  double to =
    self->plot.y + (1 - prony_axis_normalize (&self->axis, datum->high)) * self->plot.height;
  double cap = self->text_height * 0.25;

  cairo_set_line_width (cr, self->theme->line_width * 0.6);
  cairo_move_to (cr, x, from);
  cairo_line_to (cr, x, to);
  cairo_move_to (cr, x - cap, from);
  cairo_line_to (cr, x + cap, from);
  cairo_move_to (cr, x - cap, to);
  cairo_line_to (cr, x + cap, to);
  cairo_stroke (cr);
}

/* One line; a missing value leaves a gap in it. */
static void
draw_line (PronyPlot *self, cairo_t *cr, guint series_index)
{
  const PronyChartSeries *series = prony_chart_get_series (self->chart, series_index);
  PronyColor color;

  prony_palette_get_color (series->slot, self->theme->dark, &color);
  cairo_new_path (cr);
  for (guint i = 0; i < self->chart->data->len; i++)
    {
      const PronyChartDatum *datum = prony_chart_get_datum (self->chart, i);
      PronyPlotArea area;

      if (datum->series != series_index)
        continue;
      prony_plot_get_area (self, i, &area);
      if (isfinite (datum->value))
        cairo_line_to (cr, area.x + area.width / 2, area.y + area.height / 2);
      else
        cairo_new_sub_path (cr);
    }
  prony_color_set_source (&color, cr, 1);
  cairo_set_line_width (cr, self->theme->line_width);
  prony_palette_set_dash (cr, series->slot, self->theme->line_width);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
draw_points (PronyPlot *self, cairo_t *cr)
{
  for (guint i = 0; i < self->chart->data->len; i++)
    {
      const PronyChartDatum *datum = prony_chart_get_datum (self->chart, i);
      guint slot = prony_chart_get_series (self->chart, datum->series)->slot;
      PronyPlotArea area;
      PronyColor color;
      double x;
      double y;

      if (!isfinite (datum->value))
        continue;
      prony_plot_get_area (self, i, &area);
      x = area.x + area.width / 2;
      y = area.y + area.height / 2;
      prony_palette_get_color (slot, self->theme->dark, &color);
      prony_color_set_source (&color, cr, 1);
      if (isfinite (datum->low) && isfinite (datum->high))
        draw_interval (self, cr, datum, x);
      prony_palette_draw_marker (cr, slot, self->theme->dark, x, y, area.width);
    }
}

static void
line_plot_draw_static (PronyPlot *self, cairo_t *cr)
{
  cairo_set_line_width (cr, 1);
  draw_value_axis (self, cr);
  draw_x_axis (self, cr);
  for (guint i = 0; i < self->chart->series->len; i++)
    draw_line (self, cr, i);
  draw_points (self, cr);
}

static void
line_plot_draw_cursor (PronyPlot *self, cairo_t *cr, guint index)
{
  PronyPlotArea area;

  prony_plot_get_area (self, index, &area);
  prony_color_set_source (&self->theme->foreground, cr, 1);
  cairo_set_line_width (cr, self->theme->line_width * 0.75);
  cairo_arc (cr, area.x + area.width / 2, area.y + area.height / 2, area.width, 0, 2 * G_PI);
  cairo_stroke (cr);
}

static int
line_plot_hit (PronyPlot *self, double x, double y)
{
  double nearest = self->text_height * REACH;
  int found = -1;

  for (guint i = 0; i < self->areas->len; i++)
    {
      const PronyPlotArea *area = &g_array_index (self->areas, PronyPlotArea, i);
      double distance = hypot (area->x + area->width / 2 - x, area->y + area->height / 2 - y);

      if (isfinite (prony_chart_get_datum (self->chart, i)->value) && distance < nearest)
        {
          found = i;
          nearest = distance;
        }
    }

  return found;
}

static void
line_plot_clear (PronyPlot *self)
{
  g_free (self->kind_data);
}

const PronyPlotClass _prony_line_plot_class = {
  .legend = PRONY_LEGEND_LINES,
  .layout = line_plot_layout,
  .draw_static = line_plot_draw_static,
  .draw_cursor = line_plot_draw_cursor,
  .hit = line_plot_hit,
  .clear = line_plot_clear,
};
