/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <math.h>

#include "core/chart/prony-plot-rows.h"

/* Level bars made of parts: each group is a bar, each series a part of it. The sum is
 * at the end of the bar. */

/* Height of a bar, in lines of text. */
#define BAR_HEIGHT 1.3

/* Bars beyond that height are left to the table. */
#define MAX_HEIGHT 1600.0

/* A part that is narrower is drawn as wide as that: there is a difference between little
 * and nothing. */
#define MIN_PART 2.5

/* Between two parts. */
#define PART_GAP 1.0

/* What the parts of a bar that are shown add up to; NAN without any. */
static double
total_of_row (PronyPlot *self, const PronyPlotRow *row)
{
  double total = NAN;

  for (guint i = row->first; i < row->first + row->n_data; i++)
    if (_prony_plot_shows (self, i))
      total = (isnan (total) ? 0 : total) + MAX (prony_chart_get_datum (self->chart, i)->value, 0);

  return total;
}

/* The widest text at the end of a bar; and the largest sum. */
static double
measure_totals (PronyPlot *self, PronyPlotRows *rows, double *highest)
{
  double widest = 0;

  *highest = 0;
  for (guint i = 0; i < _prony_plot_rows_count (rows); i++)
    {
      double total = total_of_row (self, _prony_plot_rows_get (rows, i));
      g_autofree char *text = prony_format_value (total, self->chart->unit);

      widest = MAX (widest, _prony_plot_text_width (self, text, FALSE));
      *highest = fmax (*highest, total);
    }

  return widest;
}

static void
place_parts (PronyPlot *self, PronyPlotRows *rows, const PronyPlotRow *row)
{
  double sum = 0;

  for (guint i = row->first; i < row->first + row->n_data; i++)
    {
      double from = _prony_plot_rows_value_to_x (self, sum);
      double to;

      if (!_prony_plot_shows (self, i))
        continue;
      sum += MAX (prony_chart_get_datum (self->chart, i)->value, 0);
      to = _prony_plot_rows_value_to_x (self, sum);
      g_array_index (self->areas, PronyPlotArea, i) =
        (PronyPlotArea){ from, row->bar_y, to - from, rows->bar_height };
    }
}

static void
stacked_plot_layout (PronyPlot *self)
{
  PronyPlotRows *rows = g_new0 (PronyPlotRows, 1);
  double highest;

  self->kind_data = rows;
  rows->by_group = TRUE;
  _prony_plot_rows_init (self, rows, self->text_height * BAR_HEIGHT, MAX_HEIGHT);
  self->plot.width = MAX (
    self->width - self->plot.x - measure_totals (self, rows, &highest) - self->text_height, 20);
  _prony_plot_rows_fit_axis (self, rows, 0, MIN (highest, G_MAXDOUBLE));
  _prony_plot_rows_place (self, rows);
  for (guint i = 0; i < _prony_plot_rows_count (rows); i++)
    place_parts (self, rows, _prony_plot_rows_get (rows, i));
}

/* Nothing of its colour would be left beside an outline. */
static void
draw_narrow_part (PronyPlot *self, cairo_t *cr, guint series, const PronyPlotArea *area)
{
  guint slot = prony_chart_get_series (self->chart, series)->slot;
  PronyColor color;

  prony_palette_get_color (slot, self->theme->dark, &color);
  prony_color_set_source (&color, cr, 1);
  cairo_rectangle (cr, _prony_plot_mirror (self, area->x, area->width), area->y, area->width,
                   area->height);
  cairo_fill (cr);
}

/* The narrow parts come last, so that no wide one covers them. */
static void
draw_parts (PronyPlot *self, cairo_t *cr, const PronyPlotRow *row, gboolean narrow)
{
  for (guint i = row->first; i < row->first + row->n_data; i++)
    {
      const PronyChartDatum *datum = prony_chart_get_datum (self->chart, i);
      PronyPlotArea area = g_array_index (self->areas, PronyPlotArea, i);

      if (!_prony_plot_shows (self, i) || datum->value <= 0 ||
          (area.width < MIN_PART + PART_GAP) != narrow)
        continue;
      area.width = narrow ? MIN_PART : area.width - PART_GAP;
      if (narrow)
        draw_narrow_part (self, cr, datum->series, &area);
      else
        _prony_plot_rows_fill (self, cr, datum->series, &area);
    }
}

static void
draw_total (PronyPlot *self, PronyPlotRows *rows, cairo_t *cr, const PronyPlotRow *row)
{
  double total = total_of_row (self, row);
  g_autofree char *text = prony_format_value (total, self->chart->unit);
  g_autoptr (PangoLayout) layout = _prony_plot_make_text (self, text, FALSE, 0);
  double end = _prony_plot_rows_value_to_x (self, isfinite (total) ? total : 0);

  _prony_plot_show_text_clear (self, cr, layout, end + self->text_height * 0.4,
                               row->bar_y + (rows->bar_height - self->text_height) / 2);
}

static void
stacked_plot_draw_static (PronyPlot *self, cairo_t *cr)
{
  PronyPlotRows *rows = self->kind_data;

  _prony_plot_rows_draw (self, rows, cr);
  for (guint i = 0; i < _prony_plot_rows_count (rows); i++)
    {
      const PronyPlotRow *row = _prony_plot_rows_get (rows, i);

      if (!_prony_plot_rows_is_visible (row, cr))
        continue;
      draw_parts (self, cr, row, FALSE);
      draw_parts (self, cr, row, TRUE);
    }
  _prony_plot_rows_draw_reference (self, rows, cr);
  for (guint i = 0; i < _prony_plot_rows_count (rows); i++)
    if (_prony_plot_rows_is_visible (_prony_plot_rows_get (rows, i), cr))
      draw_total (self, rows, cr, _prony_plot_rows_get (rows, i));
}

static void
stacked_plot_draw_cursor (PronyPlot *self, cairo_t *cr, guint index)
{
  _prony_plot_rows_draw_cursor (self, self->kind_data, cr, index);
}

static int
stacked_plot_hit (PronyPlot *self, double x, double y)
{
  return _prony_plot_rows_hit (self, self->kind_data, x, y);
}

static void
stacked_plot_clear (PronyPlot *self)
{
  _prony_plot_rows_clear (self->kind_data);
  g_clear_pointer (&self->kind_data, g_free);
}

const PronyPlotClass _prony_stacked_plot_class = {
  .legend = PRONY_LEGEND_FILLS,
  .layout = stacked_plot_layout,
  .draw_static = stacked_plot_draw_static,
  .draw_cursor = stacked_plot_draw_cursor,
  .hit = stacked_plot_hit,
  .clear = stacked_plot_clear,
};
