/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/chart/prony-chart-text.h"
#include "core/chart/prony-plot-rows.h"

/* What the rows of a chart have in common on the screen: grid, names, headings and the
 * lines of text below. */

/* Height of a line below the axis, in lines of text. */
#define FOOTER_ROOM 1.35

static const PronyAxis *
axis_of (PronyPlot *self)
{
  return self->chart->kind == PRONY_CHART_WATERFALL ? &self->x_axis : &self->axis;
}

/* Crisp on a screen at any whole scale. */
static double
snap (double at)
{
  return floor (at) + 0.5;
}

static double
muted (PronyPlot *self)
{
  return self->theme->high_contrast ? 1 : 0.7;
}

static void
draw_tick (PronyPlot *self, PronyPlotRows *rows, cairo_t *cr, guint index)
{
  const PronyAxis *axis = axis_of (self);
  double value = prony_axis_get_tick (axis, index);
  double at = _prony_plot_rows_value_to_x (self, value);
  double x = snap (_prony_plot_mirror (self, at, 0));
  double bottom = self->plot.y + self->plot.height;
  g_autofree char *text = prony_axis_format_tick (axis, index);
  g_autoptr (PangoLayout) layout = _prony_plot_make_text (self, text, FALSE, 0);
  int width;

  cairo_set_line_width (cr, 1);
  prony_color_set_source (&self->theme->foreground, cr, value == 0 ? 0.6 : self->theme->grid_alpha);
  cairo_move_to (cr, x, self->plot.y);
  cairo_line_to (cr, x, bottom + 3);
  cairo_stroke (cr);

  pango_layout_get_pixel_size (layout, &width, NULL);
  at = CLAMP (at - width / 2.0, 0, MAX (self->width - width, 0));
  _prony_plot_show_text (self, cr, layout, at, bottom + self->text_height * 0.35, muted (self));
  if (rows->ticks_above)
    _prony_plot_show_text (self, cr, layout, at, self->plot.y - self->text_height * 1.2,
                           muted (self));
}

static void
draw_name (PronyPlot *self, PronyPlotRows *rows, cairo_t *cr, const PronyPlotRow *row)
{
  const PronyChartDatum *datum = prony_chart_get_datum (self->chart, row->first);
  g_autofree char *title =
    prony_chart_series_title (prony_chart_get_series (self->chart, datum->series));
  const char *name = rows->by_group ? prony_chart_get_group (self->chart, datum->group) : title;
  g_autoptr (PangoLayout) layout = _prony_plot_make_text (self, name, FALSE, rows->label_width);
  int width;

  if (!isnan (row->heading_y))
    {
      g_autoptr (PangoLayout) heading = _prony_plot_make_text (
        self, prony_chart_get_group (self->chart, datum->group), TRUE, self->width);

      _prony_plot_show_text_clear (self, cr, heading, 0, row->heading_y);
    }
  if (rows->names_above)
    {
      _prony_plot_show_text_clear (self, cr, layout, 0,
                                   row->bar_y - self->text_height * PRONY_PLOT_NAME_ROOM);
      return;
    }
  pango_layout_get_pixel_size (layout, &width, NULL);
  _prony_plot_show_text (self, cr, layout, rows->label_width - width,
                         row->bar_y + (rows->bar_height - self->text_height) / 2, 1);
}

static void
draw_footer (PronyPlot *self, cairo_t *cr, const char *text, double *y)
{
  g_autoptr (PangoLayout) layout = _prony_plot_make_text (self, text, FALSE, self->width);

  _prony_plot_show_text (self, cr, layout, 0, *y, muted (self));
  *y += self->text_height * FOOTER_ROOM;
}

static void
draw_axis_title (PronyPlot *self, cairo_t *cr, const char *title, double *y)
{
  g_autoptr (PangoLayout) layout = _prony_plot_make_text (self, title, FALSE, self->width);
  int width;
  double at;

  pango_layout_get_pixel_size (layout, &width, NULL);
  at = self->plot.x + (self->plot.width - width) / 2;
  _prony_plot_show_text (self, cr, layout, CLAMP (at, 0, MAX (self->width - width, 0)), *y,
                         muted (self));
  *y += self->text_height * FOOTER_ROOM;
}

/**
 * _prony_plot_rows_draw:
 * @self: a plot of rows
 * @rows: its rows
 * @cr: where to draw
 *
 * Draws everything that goes below the values: grid, axis, names, headings and what is
 * said below them.
 */
void
_prony_plot_rows_draw (PronyPlot *self, PronyPlotRows *rows, cairo_t *cr)
{
  const char *title = axis_of (self) == &self->axis ? self->chart->y_title : self->chart->x_title;
  guint n_ticks = prony_axis_count_ticks (axis_of (self));
  double y = rows->footer_y;

  for (guint i = 0; i < n_ticks; i++)
    draw_tick (self, rows, cr, i);
  for (guint i = 0; i < _prony_plot_rows_count (rows); i++)
    if (_prony_plot_rows_is_visible (_prony_plot_rows_get (rows, i), cr))
      draw_name (self, rows, cr, _prony_plot_rows_get (rows, i));

  if (title != NULL)
    draw_axis_title (self, cr, title, &y);
  if (isfinite (self->chart->reference) && axis_of (self) == &self->axis)
    {
      g_autofree char *value = prony_format_value (self->chart->reference, self->chart->unit);
      g_autofree char *text = g_strdup_printf (
        /* Translators: explains a dashed line in a chart: what it is and its value */
        _ ("Dashed line: %s, %s"),
        self->chart->reference_title != NULL ? self->chart->reference_title : _ ("Reference"),
        value);

      draw_footer (self, cr, text, &y);
    }
  if (rows->n_rest > 0)
    {
      g_autofree char *text = g_strdup_printf (
        ngettext ("%u more is in the table.", "%u more are in the table.", rows->n_rest),
        rows->n_rest);

      draw_footer (self, cr, text, &y);
    }
}

/**
 * _prony_plot_rows_draw_reference:
 * @self: a plot of rows
 * @rows: its rows
 * @cr: where to draw
 *
 * Draws the line of an objective over the values, where there is one.
 */
void
_prony_plot_rows_draw_reference (PronyPlot *self, PronyPlotRows *rows, cairo_t *cr)
{
  static const double dash[] = { 6, 3 };
  double x;

  if (!isfinite (self->chart->reference))
    return;

  x =
    snap (_prony_plot_mirror (self, _prony_plot_rows_value_to_x (self, self->chart->reference), 0));
  cairo_save (cr);
  prony_color_set_source (&self->theme->foreground, cr, 1);
  cairo_set_line_width (cr, self->theme->high_contrast ? 2 : 1);
  cairo_set_dash (cr, dash, G_N_ELEMENTS (dash), 0);
  cairo_move_to (cr, x, self->plot.y);
  cairo_line_to (cr, x, self->plot.y + self->plot.height);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/**
 * _prony_plot_rows_draw_cursor:
 * @self: a plot of rows
 * @rows: its rows
 * @cr: where to draw
 * @index: the datum to mark
 *
 * Marks the datum's row, and the datum itself where the row has others.
 */
void
_prony_plot_rows_draw_cursor (PronyPlot *self, PronyPlotRows *rows, cairo_t *cr, guint index)
{
  const PronyPlotRow *row = _prony_plot_rows_find (rows, index);
  PronyPlotArea area;

  if (row == NULL)
    return;

  prony_color_set_source (&self->theme->accent, cr, 0.18);
  cairo_rectangle (cr, 0, row->y, self->width, row->height);
  cairo_fill (cr);
  if (!rows->by_group && !self->theme->high_contrast)
    return;

  area = rows->by_group ? g_array_index (self->areas, PronyPlotArea, index)
                        : (PronyPlotArea){ 1, row->y + 1, self->width - 2, row->height - 2 };
  area.x = _prony_plot_mirror (self, area.x, area.width);
  cairo_set_line_width (cr, self->theme->line_width);
  prony_color_set_source (
    self->theme->high_contrast ? &self->theme->foreground : &self->theme->accent, cr, 1);
  cairo_rectangle (cr, area.x - 1, area.y - 1, area.width + 2, area.height + 2);
  cairo_stroke (cr);
}

/**
 * _prony_plot_rows_fill:
 * @self: a plot of rows
 * @cr: where to draw
 * @series: whose colour and pattern
 * @area: what to fill, before mirroring
 *
 * Fills a bar or a part of it, with an outline where it needs one: values of a simulated
 * engine have a dashed one, in high contrast all have one.
 */
void
_prony_plot_rows_fill (PronyPlot *self, cairo_t *cr, guint series, const PronyPlotArea *area)
{
  static const double dash[] = { 3, 2 };
  const PronyChartSeries *of = prony_chart_get_series (self->chart, series);
  double x = _prony_plot_mirror (self, area->x, area->width);

  prony_palette_fill_bar (cr, of->slot, self->theme->dark, &self->theme->background, x, area->y,
                          area->width, area->height);
  if (!of->simulated && !self->theme->high_contrast)
    return;

  cairo_save (cr);
  cairo_set_line_width (cr, self->theme->high_contrast ? 1.5 : 1);
  if (of->simulated)
    cairo_set_dash (cr, dash, G_N_ELEMENTS (dash), 0);
  prony_color_set_source (&self->theme->foreground, cr, 1);
  cairo_rectangle (cr, x, area->y, area->width, area->height);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/**
 * _prony_plot_rows_draw_range:
 * @self: a plot of rows
 * @cr: where to draw
 * @low: value at one end
 * @high: value at the other
 * @middle: where it is from top to bottom
 * @cap: half the height of its ends
 *
 * Draws a line with caps; a halo keeps it visible on a bar.
 */
void
_prony_plot_rows_draw_range (
  PronyPlot *self, cairo_t *cr, double low, double high, double middle, double cap)
{
  double from = _prony_plot_mirror (self, _prony_plot_rows_value_to_x (self, low), 0);
  double to = _prony_plot_mirror (self, _prony_plot_rows_value_to_x (self, high), 0);

  for (guint pass = 0; pass < 2; pass++)
    {
      prony_color_set_source (pass == 0 ? &self->theme->background : &self->theme->foreground, cr,
                              1);
      cairo_set_line_width (cr, self->theme->line_width * (pass == 0 ? 1.75 : 0.75));
      cairo_move_to (cr, from, middle);
      cairo_line_to (cr, to, middle);
      cairo_move_to (cr, from, middle - cap);
      cairo_line_to (cr, from, middle + cap);
      cairo_move_to (cr, to, middle - cap);
      cairo_line_to (cr, to, middle + cap);
      cairo_stroke (cr);
    }
}
