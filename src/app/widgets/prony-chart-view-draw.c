/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <math.h>

#include "app/widgets/prony-chart-view-private.h"
#include "app/widgets/prony-widget-theme.h"

/* The chart's plot, and the picture of all that stays while the cursor moves. */

/* No image surface of cairo is larger, either way. */
#define MAX_PIXELS 32767

static PronyPlot *
make_plot (PronyChartView *self, int width)
{
  PronyPlot *plot;

  if (self->theme == NULL)
    self->theme = prony_widget_theme_new (GTK_WIDGET (self));
  plot = prony_plot_new (self->shown, self->theme, width);
  prony_plot_set_all_hidden (plot, self->hidden);
  if (isfinite (self->window[0]))
    prony_plot_set_x_window (plot, self->window[0], self->window[1]);

  return plot;
}

/**
 * _prony_chart_view_get_plot:
 * @self: a view
 * @width: of its area
 *
 * Returns: (transfer none) (nullable): the chart laid out for that width; %NULL without a
 *   chart
 */
PronyPlot *
_prony_chart_view_get_plot (PronyChartView *self, int width)
{
  if (self->plot != NULL && self->plot_width == width)
    return self->plot;

  g_clear_pointer (&self->plot, prony_plot_free);
  g_clear_pointer (&self->picture, cairo_surface_destroy);
  if (self->shown == NULL)
    return NULL;
  self->plot = make_plot (self, width);
  self->plot_width = width;

  return self->plot;
}

/**
 * _prony_chart_view_get_current_plot:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): the chart laid out as it is seen
 */
PronyPlot *
_prony_chart_view_get_current_plot (PronyChartView *self)
{
  return _prony_chart_view_get_plot (
    self, MAX (gtk_widget_get_width (self->area), _PRONY_CHART_VIEW_MIN_WIDTH));
}

/**
 * _prony_chart_view_get_plot_height:
 * @self: a view
 * @width: a width that its area might get
 *
 * A view is asked for its height at several widths whenever the text below it changes,
 * which must not cost a layout of the chart each time.
 *
 * Returns: the height that its area needs then
 */
int
_prony_chart_view_get_plot_height (PronyChartView *self, int width)
{
  gpointer known;
  int height;

  if (self->shown == NULL)
    return 0;
  if (g_hash_table_lookup_extended (self->heights, GINT_TO_POINTER (width), NULL, &known))
    return GPOINTER_TO_INT (known);

  if (self->plot == NULL || self->plot_width == width)
    {
      height = (int) ceil (prony_plot_get_height (_prony_chart_view_get_plot (self, width)));
    }
  else
    {
      g_autoptr (PronyPlot) plot = make_plot (self, width);

      height = (int) ceil (prony_plot_get_height (plot));
    }
  g_hash_table_insert (self->heights, GINT_TO_POINTER (width), GINT_TO_POINTER (height));

  return height;
}

/**
 * _prony_chart_view_forget_plot:
 * @self: a view
 *
 * Has all laid out anew.
 */
void
_prony_chart_view_forget_plot (PronyChartView *self)
{
  g_clear_pointer (&self->plot, prony_plot_free);
  g_clear_pointer (&self->picture, cairo_surface_destroy);
  g_hash_table_remove_all (self->heights);
}

static void
make_picture (PronyChartView *self, PronyPlot *plot, int width, int height, int scale)
{
  cairo_t *cr;

  self->picture = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale, height * scale);
  self->picture_scale = scale;
  cairo_surface_set_device_scale (self->picture, scale, scale);
  cr = cairo_create (self->picture);
  prony_plot_draw_static (plot, cr);
  cairo_destroy (cr);
}

static void
draw_static (PronyChartView *self, PronyPlot *plot, cairo_t *cr, int width, int height)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  if (width * scale > MAX_PIXELS || height * scale > MAX_PIXELS)
    {
      prony_plot_draw_static (plot, cr);
      return;
    }

  if (self->picture != NULL && (self->picture_scale != scale ||
                                cairo_image_surface_get_height (self->picture) != height * scale))
    g_clear_pointer (&self->picture, cairo_surface_destroy);
  if (self->picture == NULL)
    make_picture (self, plot, width, height, scale);
  cairo_set_source_surface (cr, self->picture, 0, 0);
  cairo_paint (cr);
}

static void
draw_brush (PronyChartView *self, PronyPlot *plot, cairo_t *cr)
{
  PronyPlotArea area;
  double from;
  double to;

  prony_plot_get_plot_area (plot, &area);
  from = CLAMP (MIN (self->drag_from, self->drag_to), area.x, area.x + area.width);
  to = CLAMP (MAX (self->drag_from, self->drag_to), area.x, area.x + area.width);
  cairo_rectangle (cr, floor (from) + 0.5, floor (area.y) + 0.5, MAX (ceil (to - from), 1),
                   ceil (area.height));
  prony_color_set_source (&self->theme->accent, cr, 0.2);
  cairo_fill_preserve (cr);
  prony_color_set_source (&self->theme->accent, cr, 1);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

/**
 * _prony_chart_view_draw:
 * @area: a view's area
 * @cr: where to draw
 * @width: of the area
 * @height: of the area
 * @data: the view
 */
void
_prony_chart_view_draw (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  PronyChartView *self = data;
  PronyPlot *plot = _prony_chart_view_get_plot (self, width);

  if (plot == NULL || width <= 0 || height <= 0)
    return;

  draw_static (self, plot, cr, width, height);
  prony_plot_draw_cursor (plot, cr, self->cursor);
  if (self->drag == PRONY_CHART_DRAG_BRUSH)
    draw_brush (self, plot, cr);
}
