/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "core/chart/prony-chart-text.h"
#include "core/chart/prony-plot-private.h"

/* Narrower than that, nothing can be read. */
#define MIN_WIDTH 120.0

/* The narrowest x window, as a share of all of x. */
#define MIN_WINDOW 1e-6

/* Height of the part where a sentence stands instead of a chart, in lines of text. */
#define MESSAGE_LINES 4

/**
 * _prony_plot_mirror:
 * @self: a plot
 * @x: left edge as for left-to-right text
 * @width: of what lies there
 *
 * Returns: the left edge where it is to be drawn
 */
double
_prony_plot_mirror (PronyPlot *self, double x, double width)
{
  return self->theme->rtl ? self->width - x - width : x;
}

/**
 * _prony_plot_title_height:
 * @self: a plot
 *
 * Returns: where the chart itself begins
 */
double
_prony_plot_title_height (PronyPlot *self)
{
  double height = self->text_height * 0.25;

  if (self->theme->show_title)
    height += self->text_height * 1.5;
  if (prony_chart_better_text (self->chart->better) != NULL)
    height += self->text_height * 1.4;

  return height;
}

/**
 * _prony_plot_shows:
 * @self: a plot
 * @index: a datum
 *
 * Returns: whether it has a value with a place on the axes, and a series that is not
 *   hidden
 */
gboolean
_prony_plot_shows (PronyPlot *self, guint index)
{
  const PronyChartDatum *datum = &g_array_index (self->chart->data, PronyChartDatum, index);

  return isfinite (datum->value) && !self->hidden[datum->series] &&
         (self->chart->y_scale != PRONY_SCALE_LOG || datum->value > 0) &&
         (self->chart->x_scale != PRONY_SCALE_LOG || !(datum->x <= 0));
}

/**
 * _prony_plot_init_x_axis:
 * @self: a plot
 * @low: the smallest x of what is shown; NAN for none
 * @high: the largest
 * @unit: of x
 * @n_ticks: how many there is room for
 *
 * Makes the axis below, over all of x or over the window in it. What is laid out by it
 * can be zoomed.
 */
void
_prony_plot_init_x_axis (PronyPlot *self, double low, double high, PronyUnit unit, guint n_ticks)
{
  PronyScale scale = self->chart->x_scale;

  prony_axis_init_scale (&self->x_axis, scale, low, high, unit, n_ticks);
  self->x_full[0] = self->x_axis.min;
  self->x_full[1] = self->x_axis.max;
  if (self->x_window[0] < self->x_full[1] && self->x_window[1] > self->x_full[0])
    prony_axis_init_window (&self->x_axis, scale, MAX (self->x_window[0], self->x_full[0]),
                            MIN (self->x_window[1], self->x_full[1]), unit, n_ticks);
}

static const PronyPlotClass *
class_of_kind (PronyChartKind kind)
{
  switch (kind)
    {
    case PRONY_CHART_LINES:
    case PRONY_CHART_TIME:
      return &_prony_line_plot_class;
    case PRONY_CHART_SCATTER:
      return &_prony_scatter_plot_class;
    case PRONY_CHART_STEPS:
      return &_prony_step_plot_class;
    case PRONY_CHART_HISTOGRAM:
      return &_prony_histogram_plot_class;
    case PRONY_CHART_PARETO:
      return &_prony_pareto_plot_class;
    case PRONY_CHART_STACKED:
      return &_prony_stacked_plot_class;
    case PRONY_CHART_BOXES:
    case PRONY_CHART_VIOLINS:
      return &_prony_box_plot_class;
    case PRONY_CHART_WATERFALL:
      return &_prony_waterfall_plot_class;
    case PRONY_CHART_HEAT_MAP:
      return &_prony_heat_map_plot_class;
    case PRONY_CHART_BARS:
    case PRONY_N_CHART_KINDS:
    default:
      return &_prony_bar_plot_class;
    }
}

/* What to say of a chart that has nothing to show; NULL for one that has. */
static const char *
choose_message (PronyPlot *self)
{
  for (guint i = 0; i < self->chart->data->len; i++)
    if (_prony_plot_shows (self, i))
      return NULL;

  return prony_chart_has_values (self->chart)
           ? _ ("Everything is hidden. Choose what to show in the legend.")
           : _ ("There are no values.");
}

static void
layout (PronyPlot *self)
{
  self->x_full[0] = NAN;
  self->x_full[1] = NAN;
  self->top = _prony_plot_layout_legend (self, _prony_plot_title_height (self));
  self->message = choose_message (self);
  if (self->message != NULL)
    {
      self->plot = (PronyPlotArea){ 0, self->top, self->width, self->text_height * MESSAGE_LINES };
      self->height = self->plot.y + self->plot.height;
      return;
    }

  if (self->klass->get_area == NULL)
    g_array_set_size (self->areas, self->chart->data->len);
  self->klass->layout (self);
}

static void
clear_layout (PronyPlot *self)
{
  if (self->message == NULL)
    self->klass->clear (self);
  g_array_set_size (self->areas, 0);
}

/**
 * prony_plot_new:
 * @chart: what to show
 * @theme: how it looks; copied
 * @width: room from left to right, in user units
 *
 * Lays a chart out.
 *
 * Returns: (transfer full): the plot
 */
PronyPlot *
prony_plot_new (PronyChart *chart, const PronyChartTheme *theme, double width)
{
  PronyPlot *self;

  g_return_val_if_fail (chart != NULL && theme != NULL, NULL);

  self = g_new0 (PronyPlot, 1);
  self->klass = class_of_kind (chart->kind);
  self->chart = prony_chart_ref (chart);
  self->theme = prony_chart_theme_copy (theme);
  self->context = _prony_plot_make_context (theme);
  self->width = MAX (width, MIN_WIDTH);
  self->text_height = _prony_plot_measure_line (self->context, theme);
  self->areas = g_array_new (FALSE, TRUE, sizeof (PronyPlotArea));
  self->legend = g_array_new (FALSE, FALSE, sizeof (PronyLegendItem));
  self->hidden = g_new0 (gboolean, chart->series->len);
  self->x_window[0] = NAN;
  self->x_window[1] = NAN;
  layout (self);

  return self;
}

/**
 * prony_plot_free:
 * @self: (transfer full): a plot
 */
void
prony_plot_free (PronyPlot *self)
{
  clear_layout (self);
  g_array_unref (self->areas);
  g_array_unref (self->legend);
  g_free (self->hidden);
  g_object_unref (self->context);
  prony_chart_theme_free (self->theme);
  prony_chart_unref (self->chart);
  g_free (self);
}

/**
 * prony_plot_get_height:
 * @self: a plot
 *
 * Returns: the height that it needs, in user units; another one once series are hidden
 */
double
prony_plot_get_height (PronyPlot *self)
{
  return self->height;
}

static void
draw_message (PronyPlot *self, cairo_t *cr)
{
  g_autoptr (PangoLayout) text = _prony_plot_make_text (self, self->message, FALSE, self->width);
  int width;

  pango_layout_get_pixel_size (text, &width, NULL);
  _prony_plot_show_text (self, cr, text, (self->width - width) / 2,
                         self->plot.y + (self->plot.height - self->text_height) / 2, 1);
}

/**
 * prony_plot_draw_static:
 * @self: a plot
 * @cr: where to draw, from the origin on
 *
 * Draws everything but the cursor: what can be kept as a picture while the cursor moves.
 */
void
prony_plot_draw_static (PronyPlot *self, cairo_t *cr)
{
  cairo_save (cr);
  if (self->theme->paint_background)
    {
      prony_color_set_source (&self->theme->background, cr, 1);
      cairo_rectangle (cr, 0, 0, self->width, self->height);
      cairo_fill (cr);
    }
  _prony_plot_draw_title (self, cr);
  _prony_plot_draw_legend (self, cr);
  if (self->message != NULL)
    draw_message (self, cr);
  else
    self->klass->draw_static (self, cr);
  cairo_restore (cr);
}

/**
 * prony_plot_draw_cursor:
 * @self: a plot
 * @cr: where to draw, from the origin on
 * @cursor: the datum to mark; -1 for none
 *
 * Draws what belongs on top of prony_plot_draw_static().
 */
void
prony_plot_draw_cursor (PronyPlot *self, cairo_t *cr, int cursor)
{
  if (self->message != NULL || cursor < 0 || (guint) cursor >= self->chart->data->len ||
      self->hidden[prony_chart_get_datum (self->chart, cursor)->series])
    return;

  cairo_save (cr);
  self->klass->draw_cursor (self, cr, cursor);
  cairo_restore (cr);
}

/**
 * prony_plot_draw:
 * @self: a plot
 * @cr: where to draw, from the origin on
 * @cursor: the datum to mark; -1 for none
 */
void
prony_plot_draw (PronyPlot *self, cairo_t *cr, int cursor)
{
  prony_plot_draw_static (self, cr);
  prony_plot_draw_cursor (self, cr, cursor);
}

/**
 * prony_plot_set_hidden:
 * @self: a plot
 * @series: an index into the chart's series
 * @hidden: whether to leave it out
 *
 * Hides a series or shows it again; the axes follow what is shown.
 */
void
prony_plot_set_hidden (PronyPlot *self, guint series, gboolean hidden)
{
  g_return_if_fail (series < self->chart->series->len);

  if (!self->hidden[series] == !hidden)
    return;

  clear_layout (self);
  self->hidden[series] = hidden;
  layout (self);
}

/**
 * prony_plot_set_all_hidden:
 * @self: a plot
 * @hidden: (array): of each of the chart's series, whether to leave it out
 *
 * Does what prony_plot_set_hidden() does for all series at once.
 */
void
prony_plot_set_all_hidden (PronyPlot *self, const gboolean *hidden)
{
  gsize size = self->chart->series->len * sizeof *hidden;

  if (size == 0 || memcmp (self->hidden, hidden, size) == 0)
    return;

  clear_layout (self);
  memcpy (self->hidden, hidden, size);
  layout (self);
}

/**
 * prony_plot_is_hidden:
 * @self: a plot
 * @series: an index into the chart's series
 *
 * Returns: whether it is left out
 */
gboolean
prony_plot_is_hidden (PronyPlot *self, guint series)
{
  g_return_val_if_fail (series < self->chart->series->len, FALSE);

  return self->hidden[series];
}

/**
 * prony_plot_hit_legend:
 * @self: a plot
 * @x: from the left, as drawn
 * @y: from the top
 *
 * Returns: the series whose name in the legend is there; -1 for none
 */
int
prony_plot_hit_legend (PronyPlot *self, double x, double y)
{
  x = _prony_plot_mirror (self, x, 0);
  for (guint i = 0; i < self->legend->len; i++)
    {
      const PronyLegendItem *item = &g_array_index (self->legend, PronyLegendItem, i);

      if (x >= item->area.x && x < item->area.x + item->area.width && y >= item->area.y &&
          y < item->area.y + item->area.height)
        return item->series;
    }

  return -1;
}

/**
 * prony_plot_set_x_window:
 * @self: a plot
 * @low: where it begins, in the unit of x; NAN for all of x
 * @high: where it ends, above @low
 *
 * Shows a part of x, where x is continuous. What lies beyond the data is left out of the
 * window, and so is a window too narrow to be seen.
 */
void
prony_plot_set_x_window (PronyPlot *self, double low, double high)
{
  double least = (self->x_full[1] - self->x_full[0]) * MIN_WINDOW;

  if (!isfinite (self->x_full[0]))
    return;
  if (!isfinite (low) || !isfinite (high) || high - low < least)
    low = high = NAN;

  clear_layout (self);
  self->x_window[0] = low;
  self->x_window[1] = high;
  layout (self);
}

/**
 * prony_plot_get_x_window:
 * @self: a plot
 * @low: (out): where what is shown begins, in the unit of x; NAN where x is not continuous
 * @high: (out): where it ends
 */
void
prony_plot_get_x_window (PronyPlot *self, double *low, double *high)
{
  gboolean continuous = isfinite (self->x_full[0]);

  *low = continuous ? self->x_axis.min : NAN;
  *high = continuous ? self->x_axis.max : NAN;
}

/**
 * prony_plot_get_x_range:
 * @self: a plot
 * @low: (out): where all of x begins, whatever part of it is shown; NAN where x is not
 *   continuous
 * @high: (out): where it ends
 */
void
prony_plot_get_x_range (PronyPlot *self, double *low, double *high)
{
  *low = self->x_full[0];
  *high = self->x_full[1];
}

/**
 * prony_plot_get_x_at:
 * @self: a plot
 * @x: from the left, as drawn
 *
 * Returns: the x value there, held at the ends of what is shown; NAN where x is not
 *   continuous
 */
double
prony_plot_get_x_at (PronyPlot *self, double x)
{
  if (!isfinite (self->x_full[0]))
    return NAN;

  return prony_axis_get_value_at (&self->x_axis, (_prony_plot_mirror (self, x, 0) - self->plot.x) /
                                                   self->plot.width);
}

/**
 * prony_plot_get_plot_area:
 * @self: a plot
 * @area: (out): where values are drawn, without axes, title and legend
 */
void
prony_plot_get_plot_area (PronyPlot *self, PronyPlotArea *area)
{
  *area = self->plot;
  area->x = _prony_plot_mirror (self, area->x, area->width);
}

/**
 * prony_plot_hit:
 * @self: a plot
 * @x: from the left, as drawn
 * @y: from the top
 *
 * Returns: the index of the datum there; -1 for none
 */
int
prony_plot_hit (PronyPlot *self, double x, double y)
{
  if (self->message != NULL)
    return -1;

  return self->klass->hit (self, _prony_plot_mirror (self, x, 0), y);
}

/**
 * prony_plot_get_area:
 * @self: a plot
 * @index: a datum
 * @area: (out): where it is drawn; of one that is not, where the chart is
 */
void
prony_plot_get_area (PronyPlot *self, guint index, PronyPlotArea *area)
{
  g_return_if_fail (index < self->chart->data->len);

  if (self->message != NULL)
    *area = self->plot;
  else if (self->klass->get_area != NULL)
    self->klass->get_area (self, index, area);
  else
    *area = g_array_index (self->areas, PronyPlotArea, index);
  area->x = _prony_plot_mirror (self, area->x, area->width);
}
