/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <math.h>

#include "core/chart/prony-chart-text.h"
#include "core/chart/prony-plot-rows.h"

/* Level bars in groups. Every bar has its series' name at its side, or above it
 * where there is no room, and its value at its end: the chart is read without a
 * legend and without colours. */

/* Height of a bar, in lines of text. */
#define BAR_HEIGHT 1.05
#define MIN_BAR_HEIGHT 12.0

/* Rows beyond that height are left to the table. */
#define MAX_HEIGHT 1600.0

static char *
value_text (PronyPlot *self, guint index)
{
  return prony_format_value (prony_chart_get_datum (self->chart, index)->value, self->chart->unit);
}

static double
measure_values (PronyPlot *self, PronyPlotRows *rows)
{
  double widest = 0;

  for (guint i = 0; i < _prony_plot_rows_count (rows); i++)
    {
      g_autofree char *text = value_text (self, _prony_plot_rows_get (rows, i)->first);

      widest = MAX (widest, _prony_plot_text_width (self, text, FALSE));
    }

  return widest;
}

static void
bar_plot_layout (PronyPlot *self)
{
  PronyPlotRows *rows = g_new0 (PronyPlotRows, 1);
  double low;
  double high;

  self->kind_data = rows;
  _prony_plot_rows_init (self, rows, MAX (self->text_height * BAR_HEIGHT, MIN_BAR_HEIGHT),
                         MAX_HEIGHT);
  self->plot.width =
    MAX (self->width - self->plot.x - measure_values (self, rows) - self->text_height, 20);
  prony_chart_get_range (self->chart, &low, &high);
  if (self->chart->y_scale == PRONY_SCALE_LINEAR)
    {
      low = fmin (low, 0);
      high = fmax (high, 0);
    }
  _prony_plot_rows_fit_axis (self, rows, low, high);
  _prony_plot_rows_place (self, rows);
}

static void
draw_bar (PronyPlot *self, cairo_t *cr, const PronyChartDatum *datum, double y, double height)
{
  double zero = _prony_plot_rows_value_to_x (self, 0);
  double end = _prony_plot_rows_value_to_x (self, datum->value);

  if (!isfinite (datum->value))
    return;

  _prony_plot_rows_fill (self, cr, datum->series,
                         &(PronyPlotArea){ MIN (zero, end), y, fabs (end - zero), height });
  if (isfinite (datum->low))
    _prony_plot_rows_draw_range (self, cr, datum->low, datum->high, y + height / 2, height * 0.25);
}

/* Where nothing of the bar is in the way of its value. */
static void
draw_value (PronyPlot *self, cairo_t *cr, guint index, double y, double height)
{
  const PronyChartDatum *datum = prony_chart_get_datum (self->chart, index);
  g_autofree char *text = value_text (self, index);
  g_autoptr (PangoLayout) layout = _prony_plot_make_text (self, text, FALSE, 0);
  double end = _prony_plot_rows_value_to_x (self, 0);

  if (isfinite (datum->value))
    end = MAX (end, _prony_plot_rows_value_to_x (self, datum->value));
  if (isfinite (datum->high))
    end = MAX (end, _prony_plot_rows_value_to_x (self, datum->high));
  _prony_plot_show_text_clear (self, cr, layout, end + self->text_height * 0.4,
                               y + (height - self->text_height) / 2);
}

static void
bar_plot_draw_static (PronyPlot *self, cairo_t *cr)
{
  PronyPlotRows *rows = self->kind_data;

  _prony_plot_rows_draw (self, rows, cr);
  for (guint i = 0; i < _prony_plot_rows_count (rows); i++)
    {
      const PronyPlotRow *row = _prony_plot_rows_get (rows, i);

      if (_prony_plot_rows_is_visible (row, cr))
        draw_bar (self, cr, prony_chart_get_datum (self->chart, row->first), row->bar_y,
                  rows->bar_height);
    }
  _prony_plot_rows_draw_reference (self, rows, cr);
  for (guint i = 0; i < _prony_plot_rows_count (rows); i++)
    {
      const PronyPlotRow *row = _prony_plot_rows_get (rows, i);

      if (_prony_plot_rows_is_visible (row, cr))
        draw_value (self, cr, row->first, row->bar_y, rows->bar_height);
    }
}

static void
bar_plot_draw_cursor (PronyPlot *self, cairo_t *cr, guint index)
{
  _prony_plot_rows_draw_cursor (self, self->kind_data, cr, index);
}

static int
bar_plot_hit (PronyPlot *self, double x, double y)
{
  return _prony_plot_rows_hit (self, self->kind_data, x, y);
}

static void
bar_plot_clear (PronyPlot *self)
{
  _prony_plot_rows_clear (self->kind_data);
  g_clear_pointer (&self->kind_data, g_free);
}

const PronyPlotClass _prony_bar_plot_class = {
  .legend = PRONY_LEGEND_NONE,
  .layout = bar_plot_layout,
  .draw_static = bar_plot_draw_static,
  .draw_cursor = bar_plot_draw_cursor,
  .hit = bar_plot_hit,
  .clear = bar_plot_clear,
};
