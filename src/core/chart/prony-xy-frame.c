/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/chart/prony-chart-text.h"
#include "core/chart/prony-xy-plot.h"

/* Height of the part where the values are: a share of the width, in lines of text. */
#define BODY_SHARE 0.36
#define MIN_BODY_LINES 11
#define MAX_BODY_LINES 18

/* A reference further away than that many times what is shown would press it flat. */
#define MAX_REFERENCE 2.0

/* Values whose smallest is above this share of the largest need no zero. */
#define NEAR_EACH_OTHER 0.5

#define N_VALUE_TICKS 6

/* Bands narrower than that, in lines of text, have no title. */
#define MIN_BAND_TITLE 4

/* How strong their fields are, in a high contrast, and their edges. */
#define BAND_ALPHA 0.06
#define STRONG_BAND_ALPHA 0.15
#define BAND_EDGE_ALPHA 0.4

/* Between two labels below, in lines of text. */
#define LABEL_GAP 0.8

static double
faint (PronyPlot *self)
{
  return self->theme->high_contrast ? 1 : 0.7;
}

/* Of distributions, what is measured lies below. */
static gboolean
is_reference_below (PronyPlot *self)
{
  return self->chart->kind == PRONY_CHART_STEPS || self->chart->kind == PRONY_CHART_HISTOGRAM;
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
init_value_axis (PronyPlot *self, double low, double high)
{
  double reference = is_reference_below (self) ? NAN : self->chart->reference;
  PronyUnit unit = self->chart->unit;

  if (isfinite (reference) && fabs (reference) <= MAX (fabs (low), fabs (high)) * MAX_REFERENCE)
    {
      low = MIN (low, reference);
      high = MAX (high, reference);
    }

  if (self->chart->kind == PRONY_CHART_STEPS)
    prony_axis_init_window (&self->axis, PRONY_SCALE_LINEAR, 0, MAX (high, 1), unit, N_VALUE_TICKS);
  else if (self->chart->y_scale == PRONY_SCALE_LINEAR &&
           (self->chart->kind == PRONY_CHART_HISTOGRAM ||
            (low >= 0 && low <= high * NEAR_EACH_OTHER)))
    prony_axis_init (&self->axis, low, high, unit, N_VALUE_TICKS);
  else
    prony_axis_init_scale (&self->axis, self->chart->y_scale, low, high, unit, N_VALUE_TICKS);
}

/* What stands below the axis: what it means, which way is better where two matter, and
 * the day that its times belong to. */
static char *
make_x_title (PronyPlot *self)
{
  const char *better = self->chart->kind == PRONY_CHART_PARETO
                         ? prony_chart_better_text (self->chart->x_better)
                         : NULL;
  g_autofree char *day = prony_axis_format_day (&self->x_axis);
  GString *title = g_string_new (self->chart->x_title);

  if (better != NULL)
    g_string_append_printf (title, "%s%s", title->len > 0 ? " · " : "", better);
  if (day != NULL)
    g_string_append_printf (title, "%s%s", title->len > 0 ? " · " : "", day);

  return g_string_free (title, FALSE);
}

/**
 * _prony_xy_layout_frame:
 * @self: a plot
 * @low: the smallest value that is shown
 * @high: the largest
 *
 * Makes the values' axis, and decides where the values are drawn and how high the plot
 * is.
 */
void
_prony_xy_layout_frame (PronyPlot *self, double low, double high)
{
  PronyXyPlot *xy = self->kind_data;
  double line = self->text_height;

  init_value_axis (self, low, high);
  self->plot.x = widest_tick (self, &self->axis) + line * 0.6;
  self->plot.width = MAX (self->width - self->plot.x - MAX (xy->label_room, line), 20);
  self->plot.y = self->top + line * (self->chart->y_title != NULL ? 1.9 : 0.7);
  self->plot.height =
    CLAMP (self->width * BODY_SHARE, line * MIN_BODY_LINES, line * MAX_BODY_LINES);
}

/**
 * _prony_xy_fit_x_axis:
 * @self: a plot whose frame is laid out
 * @low: the smallest x that is shown
 * @high: the largest
 *
 * Makes the axis below, with as many ticks as their labels have room for.
 */
void
_prony_xy_fit_x_axis (PronyPlot *self, double low, double high)
{
  double reference = is_reference_below (self) ? self->chart->reference : NAN;
  double line = self->text_height;
  guint n = CLAMP ((guint) (self->plot.width / (line * 3)), 2, 12);
  g_autofree char *title = NULL;

  if (isfinite (reference) && fabs (reference) <= MAX (fabs (low), fabs (high)) * MAX_REFERENCE &&
      (self->chart->x_scale != PRONY_SCALE_LOG || reference > 0))
    {
      low = MIN (low, reference);
      high = MAX (high, reference);
    }

  for (;;)
    {
      double room;

      _prony_plot_init_x_axis (self, low, high, self->chart->x_unit, n);
      room = widest_tick (self, &self->x_axis) + line * LABEL_GAP;
      if (n <= 2 || room * prony_axis_count_ticks (&self->x_axis) <= self->plot.width + room)
        break;
      n = CLAMP ((guint) (self->plot.width / room), 2, n - 1);
    }

  title = make_x_title (self);
  self->height = self->plot.y + self->plot.height + line * (*title != '\0' ? 3 : 1.6);
}

static void
draw_level_line (PronyPlot *self, cairo_t *cr, double value, double alpha)
{
  double left = _prony_plot_mirror (self, self->plot.x, self->plot.width);
  double y = self->plot.y + (1 - prony_axis_normalize (&self->axis, value)) * self->plot.height;

  prony_color_set_source (&self->theme->foreground, cr, alpha);
  cairo_move_to (cr, left, floor (y) + 0.5);
  cairo_line_to (cr, left + self->plot.width, floor (y) + 0.5);
  cairo_stroke (cr);
}

static void
draw_value_axis (PronyPlot *self, cairo_t *cr)
{
  for (guint i = 0; i < self->axis.n_minor_ticks; i++)
    draw_level_line (self, cr, self->axis.minor_ticks[i], self->theme->grid_alpha / 2);

  for (guint i = 0; i < prony_axis_count_ticks (&self->axis); i++)
    {
      double value = prony_axis_get_tick (&self->axis, i);
      double y = self->plot.y + (1 - prony_axis_normalize (&self->axis, value)) * self->plot.height;
      g_autofree char *text = prony_axis_format_tick (&self->axis, i);
      g_autoptr (PangoLayout) layout = _prony_plot_make_text (self, text, FALSE, 0);
      int width;

      draw_level_line (self, cr, value, value == 0 ? 0.6 : self->theme->grid_alpha);
      pango_layout_get_pixel_size (layout, &width, NULL);
      _prony_plot_show_text (self, cr, layout, self->plot.x - self->text_height * 0.4 - width,
                             y - self->text_height / 2, faint (self));
    }

  if (self->chart->y_title != NULL)
    {
      g_autoptr (PangoLayout) layout =
        _prony_plot_make_text (self, self->chart->y_title, FALSE, self->width);

      _prony_plot_show_text (self, cr, layout, 0, self->top, faint (self));
    }
}

static void
draw_x_line (PronyPlot *self, cairo_t *cr, double value, double alpha, double below)
{
  double x = self->plot.x + prony_axis_normalize (&self->x_axis, value) * self->plot.width;
  double bottom = self->plot.y + self->plot.height;

  x = floor (_prony_plot_mirror (self, x, 0)) + 0.5;
  prony_color_set_source (&self->theme->foreground, cr, alpha);
  cairo_move_to (cr, x, self->plot.y);
  cairo_line_to (cr, x, bottom + below);
  cairo_stroke (cr);
}

/* A label that would run into the one before it is left out. */
static void
draw_x_labels (PronyPlot *self, cairo_t *cr)
{
  double y = self->plot.y + self->plot.height + self->text_height * 0.3;
  double free_from = -INFINITY;

  for (guint i = 0; i < prony_axis_count_ticks (&self->x_axis); i++)
    {
      double at = prony_axis_normalize (&self->x_axis, prony_axis_get_tick (&self->x_axis, i));
      g_autofree char *text = prony_axis_format_tick (&self->x_axis, i);
      g_autoptr (PangoLayout) layout = _prony_plot_make_text (self, text, FALSE, 0);
      int width;

      pango_layout_get_pixel_size (layout, &width, NULL);
      at = self->plot.x + at * self->plot.width - width / 2.0;
      at = CLAMP (at, 0, MAX (self->width - width, 0));
      if (at < free_from)
        continue;
      _prony_plot_show_text (self, cr, layout, at, y, faint (self));
      free_from = at + width + self->text_height * 0.3;
    }
}

static void
draw_x_axis (PronyPlot *self, cairo_t *cr)
{
  g_autofree char *title = make_x_title (self);

  for (guint i = 0; i < self->x_axis.n_minor_ticks; i++)
    draw_x_line (self, cr, self->x_axis.minor_ticks[i], self->theme->grid_alpha / 3, 0);
  for (guint i = 0; i < prony_axis_count_ticks (&self->x_axis); i++)
    draw_x_line (self, cr, prony_axis_get_tick (&self->x_axis, i), self->theme->grid_alpha * 0.6,
                 self->text_height * 0.25);
  draw_x_labels (self, cr);

  if (*title != '\0')
    {
      g_autoptr (PangoLayout) layout =
        _prony_plot_make_text (self, title, FALSE, self->width - self->plot.x);
      int width;

      pango_layout_get_pixel_size (layout, &width, NULL);
      _prony_plot_show_text (
        self, cr, layout,
        MIN (self->plot.x + MAX (self->plot.width - width, 0) / 2, MAX (self->width - width, 0)),
        self->plot.y + self->plot.height + self->text_height * 1.6, faint (self));
    }
}

/* Parts of the axis below that are set off, with their titles where they fit. */
static void
draw_bands (PronyPlot *self, cairo_t *cr)
{
  for (guint i = 0; i < self->chart->bands->len; i++)
    {
      const PronyChartBand *band = g_ptr_array_index (self->chart->bands, i);
      double from = prony_axis_normalize (&self->x_axis, band->from) * self->plot.width;
      double width = prony_axis_normalize (&self->x_axis, band->to) * self->plot.width - from;
      double left = _prony_plot_mirror (self, self->plot.x + from, width);
      g_autoptr (PangoLayout) layout = NULL;

      if (!(width > 0))
        continue;
      prony_color_set_source (&self->theme->foreground, cr,
                              self->theme->high_contrast ? STRONG_BAND_ALPHA : BAND_ALPHA);
      cairo_rectangle (cr, left, self->plot.y, width, self->plot.height);
      cairo_fill (cr);
      draw_x_line (self, cr, band->from, BAND_EDGE_ALPHA, 0);
      draw_x_line (self, cr, band->to, BAND_EDGE_ALPHA, 0);
      if (band->title == NULL || width < self->text_height * MIN_BAND_TITLE)
        continue;
      layout = _prony_plot_make_text (self, band->title, FALSE, width - self->text_height * 0.5);
      _prony_plot_show_text (self, cr, layout, self->plot.x + from + self->text_height * 0.25,
                             self->plot.y, faint (self));
    }
}

/**
 * _prony_xy_draw_frame:
 * @self: a plot
 * @cr: where to draw
 *
 * Draws the bands of the axis below, then both axes and their grid.
 */
void
_prony_xy_draw_frame (PronyPlot *self, cairo_t *cr)
{
  cairo_set_line_width (cr, 1);
  draw_bands (self, cr);
  draw_x_axis (self, cr);
  draw_value_axis (self, cr);
}

static char *
make_reference_text (PronyPlot *self, const char *arrow)
{
  g_autofree char *value = prony_format_value (
    self->chart->reference, is_reference_below (self) ? self->chart->x_unit : self->chart->unit);
  g_autofree char *text = NULL;

  if (self->chart->reference_title == NULL)
    return g_strconcat (arrow, value, NULL);

  /* Translators: a line in a chart: what it is and its value, such as "Objective: 2 s" */
  text = g_strdup_printf (C_ ("chart", "%s: %s"), self->chart->reference_title, value);
  return g_strconcat (arrow, text, NULL);
}

static void
trace_reference (PronyPlot *self, cairo_t *cr, double share)
{
  double left = _prony_plot_mirror (self, self->plot.x, self->plot.width);
  const double dash[] = { 5, 3 };

  if (is_reference_below (self))
    {
      double x = _prony_plot_mirror (self, self->plot.x + share * self->plot.width, 0);

      cairo_move_to (cr, x, self->plot.y);
      cairo_line_to (cr, x, self->plot.y + self->plot.height);
    }
  else
    {
      double y = self->plot.y + (1 - share) * self->plot.height;

      cairo_move_to (cr, left, y);
      cairo_line_to (cr, left + self->plot.width, y);
    }
  prony_color_set_source (&self->theme->foreground, cr, 0.8);
  cairo_set_line_width (cr, MAX (self->theme->line_width * 0.6, 1));
  cairo_set_dash (cr, dash, G_N_ELEMENTS (dash), 0);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

/**
 * _prony_xy_draw_reference:
 * @self: a plot
 * @cr: where to draw
 *
 * Draws the chart's reference with its title: across, or upright in distributions, whose
 * values lie below. One that is too far away to be shown is named at the edge.
 */
void
_prony_xy_draw_reference (PronyPlot *self, cairo_t *cr)
{
  gboolean below = is_reference_below (self);
  const PronyAxis *axis = below ? &self->x_axis : &self->axis;
  const char *further = !below ? "↑ " : self->theme->rtl ? "← " : "→ ";
  const char *nearer = !below ? "↓ " : self->theme->rtl ? "→ " : "← ";
  double share = prony_axis_project (axis, self->chart->reference);
  g_autofree char *text = NULL;
  g_autoptr (PangoLayout) layout = NULL;
  double x;
  double y;
  int width;

  if (!isfinite (self->chart->reference))
    return;

  text = make_reference_text (self, share > 1 ? further : share < 0 ? nearer : "");
  layout = _prony_plot_make_text (self, text, FALSE, self->plot.width);
  pango_layout_get_pixel_size (layout, &width, NULL);
  if (share >= 0 && share <= 1)
    trace_reference (self, cr, share);

  share = CLAMP (share, 0, 1);
  x = self->plot.x + self->text_height * 0.3;
  y = self->plot.y + (1 - share) * self->plot.height - self->text_height * 1.1;
  if (below)
    {
      x = self->plot.x + share * self->plot.width + self->text_height * 0.3;
      if (x + width > self->plot.x + self->plot.width)
        x -= width + self->text_height * 0.6;
      /* Where a distribution has the least to show. */
      y = self->plot.y;
      if (self->chart->kind == PRONY_CHART_STEPS)
        y += self->plot.height - self->text_height * 1.3;
    }
  else if (y < self->plot.y)
    y += self->text_height * 1.2;
  _prony_plot_show_text_clear (self, cr, layout, MAX (x, 0), y);
}
