/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <math.h>

#include "core/chart/prony-chart-text.h"
#include "core/chart/prony-plot-private.h"

/* Level bars in groups. Every bar has its series' name at its side, or above it
 * where there is no room, and its value at its end: the chart is read without a
 * legend and without colours. */

/* Names wider than this share of the chart go above their bars. */
#define MAX_LABEL_SHARE 0.36

/* Height of a name above its bar, in lines of text. */
#define NAME_ROOM 1.25

typedef struct
{
  gboolean stacked;   /* names above the bars */
  double label_width; /* of the column of names; the whole width when stacked */
  double bar_height;
  double *heading_y; /* of each group; NAN without a heading */
} BarPlot;

static double
gap (PronyPlot *self)
{
  return ceil (self->text_height * 0.4);
}

static char *
value_text (PronyPlot *self, const PronyChartDatum *datum)
{
  return prony_format_value (datum->value, self->chart->unit);
}

static double
measure_names (PronyPlot *self)
{
  double widest = 0;

  for (guint i = 0; i < self->chart->series->len; i++)
    {
      g_autofree char *name = prony_chart_series_title (prony_chart_get_series (self->chart, i));

      widest = MAX (widest, _prony_plot_text_width (self, name, FALSE));
    }

  return widest;
}

static double
measure_values (PronyPlot *self)
{
  double widest = 0;

  for (guint i = 0; i < self->chart->data->len; i++)
    {
      g_autofree char *text = value_text (self, prony_chart_get_datum (self->chart, i));

      widest = MAX (widest, _prony_plot_text_width (self, text, FALSE));
    }

  return widest;
}

/* As many ticks as their labels have room for. */
static void
fit_axis (PronyPlot *self)
{
  double low;
  double high;
  guint n = CLAMP ((guint) (self->plot.width / 50), 2, 8);

  prony_chart_get_range (self->chart, &low, &high);
  for (;; n--)
    {
      double widest = 0;
      guint n_ticks;

      prony_axis_init (&self->axis, low, high, self->chart->unit, n);
      n_ticks = prony_axis_count_ticks (&self->axis);
      for (guint i = 0; i < n_ticks; i++)
        {
          g_autofree char *text = prony_axis_format_tick (&self->axis, i);

          widest = MAX (widest, _prony_plot_text_width (self, text, FALSE));
        }
      if (n <= 2 || (widest + self->text_height) * n_ticks <= self->plot.width + widest)
        return;
    }
}

static void
layout_rows (PronyPlot *self, BarPlot *bars)
{
  double y = self->top;
  guint group = G_MAXUINT;

  self->plot.y = y;
  for (guint i = 0; i < self->chart->data->len; i++)
    {
      const PronyChartDatum *datum = prony_chart_get_datum (self->chart, i);
      PronyPlotArea *area = &g_array_index (self->areas, PronyPlotArea, i);

      if (datum->group != group)
        {
          group = datum->group;
          y += i > 0 ? self->text_height * 0.7 : 0;
          if (*prony_chart_get_group (self->chart, group) != '\0')
            {
              bars->heading_y[group] = y;
              y += self->text_height * 1.3;
            }
        }
      area->x = 0;
      area->y = y;
      area->width = self->width;
      area->height =
        bars->bar_height + gap (self) + (bars->stacked ? self->text_height * NAME_ROOM : 0);
      y += area->height;
    }

  self->plot.height = y - self->plot.y;
  self->height = y + self->text_height * 1.6;
}

static void
bar_plot_layout (PronyPlot *self)
{
  BarPlot *bars = g_new0 (BarPlot, 1);
  double names = measure_names (self);
  double values = measure_values (self);

  self->kind_data = bars;
  bars->bar_height = MAX (ceil (self->text_height * 1.05), 12);
  bars->stacked = names > self->width * MAX_LABEL_SHARE;
  bars->label_width = bars->stacked ? self->width : names;
  bars->heading_y = g_new (double, self->chart->groups->len + 1);
  for (guint i = 0; i <= self->chart->groups->len; i++)
    bars->heading_y[i] = NAN;

  self->plot.x = bars->stacked ? 1 : names + self->text_height * 0.6;
  self->plot.width = MAX (self->width - self->plot.x - values - self->text_height, 20);
  fit_axis (self);
  layout_rows (self, bars);
}

static double
value_to_x (PronyPlot *self, double value)
{
  return self->plot.x + prony_axis_normalize (&self->axis, value) * self->plot.width;
}

/* Crisp on a screen at any whole scale. */
static double
snap (double at)
{
  return floor (at) + 0.5;
}

static void
draw_grid (PronyPlot *self, cairo_t *cr)
{
  guint n = prony_axis_count_ticks (&self->axis);
  double bottom = self->plot.y + self->plot.height;

  cairo_set_line_width (cr, 1);
  for (guint i = 0; i < n; i++)
    {
      double value = prony_axis_get_tick (&self->axis, i);
      double at = value_to_x (self, value);
      double x = snap (_prony_plot_mirror (self, at, 0));
      g_autofree char *text = prony_axis_format_tick (&self->axis, i);
      g_autoptr (PangoLayout) layout = _prony_plot_make_text (self, text, FALSE, 0);
      int width;

      prony_color_set_source (&self->theme->foreground, cr,
                              value == 0 ? 0.6 : self->theme->grid_alpha);
      cairo_move_to (cr, x, self->plot.y);
      cairo_line_to (cr, x, bottom + 3);
      cairo_stroke (cr);

      pango_layout_get_pixel_size (layout, &width, NULL);
      at = CLAMP (at - width / 2.0, 0, MAX (self->width - width, 0));
      _prony_plot_show_text (self, cr, layout, at, bottom + self->text_height * 0.35,
                             self->theme->high_contrast ? 1 : 0.7);
    }
}

static void
draw_headings (PronyPlot *self, cairo_t *cr)
{
  BarPlot *bars = self->kind_data;

  for (guint i = 0; i < self->chart->groups->len; i++)
    {
      g_autoptr (PangoLayout) layout = NULL;

      if (isnan (bars->heading_y[i]))
        continue;
      layout =
        _prony_plot_make_text (self, prony_chart_get_group (self->chart, i), TRUE, self->width);
      _prony_plot_show_text_clear (self, cr, layout, 0, bars->heading_y[i]);
    }
}

/* The interval's ends; a halo keeps them visible on the bar. */
static void
draw_whisker (PronyPlot *self, cairo_t *cr, const PronyChartDatum *datum, double y, double height)
{
  double from = _prony_plot_mirror (self, value_to_x (self, datum->low), 0);
  double to = _prony_plot_mirror (self, value_to_x (self, datum->high), 0);
  double middle = y + height / 2;
  double cap = height * 0.25;

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

static void
draw_outline (
  PronyPlot *self, cairo_t *cr, gboolean simulated, double x, double y, double width, double height)
{
  static const double dash[] = { 3, 2 };

  if (!simulated && !self->theme->high_contrast)
    return;

  cairo_save (cr);
  cairo_set_line_width (cr, self->theme->high_contrast ? 1.5 : 1);
  if (simulated)
    cairo_set_dash (cr, dash, G_N_ELEMENTS (dash), 0);
  prony_color_set_source (&self->theme->foreground, cr, 1);
  cairo_rectangle (cr, x, y, width, height);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_bar (PronyPlot *self, cairo_t *cr, const PronyChartDatum *datum, double y, double height)
{
  const PronyChartSeries *series = prony_chart_get_series (self->chart, datum->series);
  g_autofree char *text = value_text (self, datum);
  g_autoptr (PangoLayout) layout = _prony_plot_make_text (self, text, FALSE, 0);
  double end = value_to_x (self, 0);

  if (isfinite (datum->value))
    {
      double from = MIN (end, value_to_x (self, datum->value));
      double width = MAX (end, value_to_x (self, datum->value)) - from;
      double x = _prony_plot_mirror (self, from, width);

      end = from + width;
      prony_palette_fill_bar (cr, series->slot, self->theme->dark, &self->theme->background, x, y,
                              width, height);
      draw_outline (self, cr, series->simulated, x, y, width, height);
      if (isfinite (datum->low) && isfinite (datum->high))
        {
          draw_whisker (self, cr, datum, y, height);
          end = MAX (end, value_to_x (self, datum->high));
        }
    }
  _prony_plot_show_text_clear (self, cr, layout, end + self->text_height * 0.4,
                               y + (height - self->text_height) / 2);
}

static void
draw_row (PronyPlot *self, cairo_t *cr, guint index)
{
  BarPlot *bars = self->kind_data;
  const PronyPlotArea *area = &g_array_index (self->areas, PronyPlotArea, index);
  const PronyChartDatum *datum = prony_chart_get_datum (self->chart, index);
  g_autofree char *name =
    prony_chart_series_title (prony_chart_get_series (self->chart, datum->series));
  g_autoptr (PangoLayout) layout = _prony_plot_make_text (self, name, FALSE, bars->label_width);
  double y = area->y + gap (self) / 2;
  int width;

  if (bars->stacked)
    {
      _prony_plot_show_text_clear (self, cr, layout, 0, y);
      y += self->text_height * NAME_ROOM;
    }
  else
    {
      pango_layout_get_pixel_size (layout, &width, NULL);
      _prony_plot_show_text (self, cr, layout, bars->label_width - width,
                             y + (bars->bar_height - self->text_height) / 2, 1);
    }
  draw_bar (self, cr, datum, y, bars->bar_height);
}

static void
bar_plot_draw_static (PronyPlot *self, cairo_t *cr)
{
  draw_grid (self, cr);
  draw_headings (self, cr);
  for (guint i = 0; i < self->chart->data->len; i++)
    draw_row (self, cr, i);
}

static void
bar_plot_draw_cursor (PronyPlot *self, cairo_t *cr, guint index)
{
  const PronyPlotArea *area = &g_array_index (self->areas, PronyPlotArea, index);

  prony_color_set_source (&self->theme->accent, cr, self->theme->high_contrast ? 0.5 : 0.18);
  cairo_rectangle (cr, 0, area->y, self->width, area->height);
  cairo_fill (cr);
}

static int
bar_plot_hit (PronyPlot *self, double x, double y)
{
  if (x < 0 || x > self->width)
    return -1;

  for (guint i = 0; i < self->areas->len; i++)
    {
      const PronyPlotArea *area = &g_array_index (self->areas, PronyPlotArea, i);

      if (y >= area->y && y < area->y + area->height)
        return i;
    }

  return -1;
}

static void
bar_plot_clear (PronyPlot *self)
{
  BarPlot *bars = self->kind_data;

  g_free (bars->heading_y);
  g_free (bars);
}

const PronyPlotClass _prony_bar_plot_class = {
  .layout = bar_plot_layout,
  .draw_static = bar_plot_draw_static,
  .draw_cursor = bar_plot_draw_cursor,
  .hit = bar_plot_hit,
  .clear = bar_plot_clear,
};
