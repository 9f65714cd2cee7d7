/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <math.h>

#include "core/chart/prony-plot-rows.h"

/* A row for each request or the like, and in it when each of its phases was. There may be
 * thousands: what is drawn is bounded, and of that only what can be seen. */

/* Height of a span, in lines of text. */
#define BAR_HEIGHT 0.8

/* Rows beyond that height are left to the table: no picture can be higher. */
#define MAX_HEIGHT 8000.0

/* A span that is shorter is drawn as wide as that. */
#define MIN_SPAN 1.5

static gboolean
is_in_window (PronyPlot *self, guint index)
{
  const PronyChartDatum *datum = prony_chart_get_datum (self->chart, index);

  return _prony_plot_shows (self, index) && datum->high >= self->x_axis.min &&
         datum->low <= self->x_axis.max;
}

static void
place_spans (PronyPlot *self, PronyPlotRows *rows, const PronyPlotRow *row)
{
  for (guint i = row->first; i < row->first + row->n_data; i++)
    {
      const PronyChartDatum *datum = prony_chart_get_datum (self->chart, i);
      double from;
      double to;

      if (!is_in_window (self, i))
        continue;
      from = _prony_plot_rows_value_to_x (self, datum->low);
      to = _prony_plot_rows_value_to_x (self, datum->high);
      g_array_index (self->areas, PronyPlotArea, i) =
        (PronyPlotArea){ from, row->bar_y, MAX (to - from, MIN_SPAN), rows->bar_height };
    }
}

static void
waterfall_plot_layout (PronyPlot *self)
{
  PronyPlotRows *rows = g_new0 (PronyPlotRows, 1);
  double low;
  double high;

  self->kind_data = rows;
  rows->by_group = TRUE;
  _prony_plot_rows_init (self, rows, self->text_height * BAR_HEIGHT, MAX_HEIGHT);
  self->plot.width = MAX (self->width - self->plot.x - self->text_height, 20);
  prony_chart_get_range (self->chart, &low, &high);
  _prony_plot_rows_fit_axis (self, rows, low, high);
  _prony_plot_rows_place (self, rows);
  for (guint i = 0; i < _prony_plot_rows_count (rows); i++)
    place_spans (self, rows, _prony_plot_rows_get (rows, i));
}

static void
draw_spans (PronyPlot *self, cairo_t *cr, const PronyPlotRow *row)
{
  for (guint i = row->first; i < row->first + row->n_data; i++)
    {
      const PronyPlotArea *area = &g_array_index (self->areas, PronyPlotArea, i);
      const PronyChartDatum *datum = prony_chart_get_datum (self->chart, i);

      if (!is_in_window (self, i))
        continue;
      _prony_plot_rows_fill (self, cr, datum->series, area);
      if (!datum->flagged)
        continue;
      prony_color_set_source (&self->theme->foreground, cr, 1);
      cairo_set_line_width (cr, self->theme->line_width);
      cairo_rectangle (cr, _prony_plot_mirror (self, area->x, area->width), area->y, area->width,
                       area->height);
      cairo_stroke (cr);
    }
}

static void
waterfall_plot_draw_static (PronyPlot *self, cairo_t *cr)
{
  PronyPlotRows *rows = self->kind_data;

  _prony_plot_rows_draw (self, rows, cr);
  for (guint i = 0; i < _prony_plot_rows_count (rows); i++)
    {
      const PronyPlotRow *row = _prony_plot_rows_get (rows, i);

      if (_prony_plot_rows_is_visible (row, cr))
        draw_spans (self, cr, row);
    }
}

static void
waterfall_plot_draw_cursor (PronyPlot *self, cairo_t *cr, guint index)
{
  if (is_in_window (self, index))
    _prony_plot_rows_draw_cursor (self, self->kind_data, cr, index);
}

static int
waterfall_plot_hit (PronyPlot *self, double x, double y)
{
  int index = _prony_plot_rows_hit (self, self->kind_data, x, y);

  return index >= 0 && is_in_window (self, (guint) index) ? index : -1;
}

static void
waterfall_plot_clear (PronyPlot *self)
{
  _prony_plot_rows_clear (self->kind_data);
  g_clear_pointer (&self->kind_data, g_free);
}

const PronyPlotClass _prony_waterfall_plot_class = {
  .legend = PRONY_LEGEND_FILLS,
  .layout = waterfall_plot_layout,
  .draw_static = waterfall_plot_draw_static,
  .draw_cursor = waterfall_plot_draw_cursor,
  .hit = waterfall_plot_hit,
  .clear = waterfall_plot_clear,
};
