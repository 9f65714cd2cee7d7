/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <math.h>

#include "core/chart/prony-chart-text.h"
#include "core/chart/prony-xy-plot.h"

/* More lines than that have no names at their ends: the legend names them. */
#define MAX_NAMES 6

/* Names take no more than that share of the width, and lines that end before that share
 * of it have none. */
#define MAX_NAME_SHARE 0.22
#define END_SHARE 0.85

/* More flagged points than that are ringed without their values. */
#define MAX_FLAG_LABELS 5

typedef struct
{
  guint series;
  double y;
} EndName;

static gboolean
has_lines (PronyPlot *self)
{
  return self->chart->kind == PRONY_CHART_LINES || self->chart->kind == PRONY_CHART_TIME;
}

static double
name_indent (PronyPlot *self)
{
  return self->text_height * 0.5;
}

/**
 * _prony_xy_measure_names:
 * @self: a plot
 *
 * Returns: how much room the names at the ends of the lines need beside them; 0 where
 *   there are none, since there is one line, or many, or no lines or too little room
 */
double
_prony_xy_measure_names (PronyPlot *self)
{
  guint n = _prony_xy_count_shown_series (self);
  double widest = 0;

  if (!has_lines (self) || n < 2 || n > MAX_NAMES)
    return 0;

  for (guint i = 0; i < self->chart->series->len; i++)
    if (!self->hidden[i])
      {
        g_autofree char *name = prony_chart_series_title (prony_chart_get_series (self->chart, i));

        widest = MAX (widest, _prony_plot_text_width (self, name, FALSE));
      }
  widest += name_indent (self);

  return widest <= self->width * MAX_NAME_SHARE ? widest : 0;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const EndName *first = a;
  const EndName *second = b;

  return first->y < second->y ? -1 : first->y > second->y;
}

static GArray *
find_ends (PronyPlot *self)
{
  PronyXyPlot *xy = self->kind_data;
  GArray *names = g_array_new (FALSE, FALSE, sizeof (EndName));

  for (guint series = 0; series < self->chart->series->len; series++)
    for (guint i = xy->starts[series + 1]; i-- > xy->starts[series];)
      if (_prony_xy_is_inside (self, i))
        {
          EndName name = { series, xy->y[i] };

          if (xy->x[i] >= self->plot.x + self->plot.width * END_SHARE)
            g_array_append_val (names, name);
          break;
        }
  g_array_sort (names, compare_names);

  return names;
}

/* Moves names apart, downwards and from the foot of the chart upwards again. */
static void
spread (PronyPlot *self, GArray *names)
{
  double last = self->plot.y + self->plot.height;

  for (guint i = 1; i < names->len; i++)
    {
      EndName *name = &g_array_index (names, EndName, i);

      name->y = MAX (name->y, g_array_index (names, EndName, i - 1).y + self->text_height);
    }
  for (guint i = names->len; i-- > 0;)
    {
      EndName *name = &g_array_index (names, EndName, i);

      name->y = MIN (name->y, last);
      last = name->y - self->text_height;
    }
}

/**
 * _prony_xy_draw_names:
 * @self: a plot
 * @cr: where to draw
 *
 * Writes the names of the series beside the ends of their lines, where there is room for
 * them.
 */
void
_prony_xy_draw_names (PronyPlot *self, cairo_t *cr)
{
  PronyXyPlot *xy = self->kind_data;
  g_autoptr (GArray) names = NULL;

  if (xy->label_room == 0)
    return;

  names = find_ends (self);
  spread (self, names);
  for (guint i = 0; i < names->len; i++)
    {
      const EndName *name = &g_array_index (names, EndName, i);
      g_autofree char *text =
        prony_chart_series_title (prony_chart_get_series (self->chart, name->series));
      g_autoptr (PangoLayout) layout = _prony_plot_make_text (self, text, FALSE, 0);

      _prony_plot_show_text (self, cr, layout, self->plot.x + self->plot.width + name_indent (self),
                             name->y - self->text_height / 2, 1);
    }
}

static gboolean
is_free (GArray *taken, const PronyPlotArea *area)
{
  for (guint i = 0; i < taken->len; i++)
    {
      const PronyPlotArea *other = &g_array_index (taken, PronyPlotArea, i);

      if (area->x < other->x + other->width && other->x < area->x + area->width &&
          area->y < other->y + other->height && other->y < area->y + area->height)
        return FALSE;
    }

  return TRUE;
}

/* Above or below the point, at the right or at the left of it, where nothing is written
 * and the plot does not end. */
static gboolean
find_place (PronyPlot *self, guint index, GArray *taken, PronyPlotArea *area)
{
  PronyXyPlot *xy = self->kind_data;
  const double xs[] = { xy->x[index] + xy->marker, xy->x[index] - xy->marker - area->width };
  const double ys[] = { xy->y[index] - xy->marker - area->height, xy->y[index] + xy->marker };

  for (guint i = 0; i < 4; i++)
    {
      area->x = xs[i % 2];
      area->y = ys[i / 2];
      if (area->x >= self->plot.x && area->x + area->width <= self->plot.x + self->plot.width &&
          area->y >= self->plot.y && area->y + area->height <= self->plot.y + self->plot.height &&
          is_free (taken, area))
        return TRUE;
    }

  return FALSE;
}

/**
 * _prony_xy_label:
 * @self: a plot
 * @cr: where to draw
 * @index: a datum
 * @text: what to write
 * @taken: (element-type PronyPlotArea): where something is written already; added to
 *
 * Writes something beside a point, unless there is no room for it.
 */
void
_prony_xy_label (PronyPlot *self, cairo_t *cr, guint index, const char *text, GArray *taken)
{
  g_autoptr (PangoLayout) layout = NULL;
  PronyPlotArea area = { 0, 0, 0, self->text_height };
  int width;

  if (!_prony_xy_is_inside (self, index))
    return;

  layout = _prony_plot_make_text (self, text, FALSE, 0);
  pango_layout_get_pixel_size (layout, &width, NULL);
  area.width = width;
  if (!find_place (self, index, taken, &area))
    return;
  g_array_append_val (taken, area);
  _prony_plot_show_text_clear (self, cr, layout, area.x, area.y);
}

/* Rings that would lie over one another are drawn once: as many as fit into the plot are
 * the most that there can be. */
static guint
draw_rings (PronyPlot *self, cairo_t *cr)
{
  PronyXyPlot *xy = self->kind_data;
  double radius = xy->marker * 0.95;
  guint columns = (guint) ceil (self->plot.width / radius) + 1;
  guint rows = (guint) ceil (self->plot.height / radius) + 1;
  g_autofree guint8 *taken = g_new0 (guint8, (gsize) columns * rows);
  guint n = 0;

  for (guint i = 0; i < self->chart->data->len; i++)
    {
      guint column;
      guint row;

      if (!g_array_index (self->chart->data, PronyChartDatum, i).flagged ||
          !_prony_xy_is_inside (self, i))
        continue;
      n++;
      column = (guint) CLAMP ((xy->x[i] - self->plot.x) / radius, 0, columns - 1);
      row = (guint) CLAMP ((xy->y[i] - self->plot.y) / radius, 0, rows - 1);
      if (taken[row * columns + column]++ > 0)
        {
          taken[row * columns + column] = 1;
          continue;
        }
      cairo_new_sub_path (cr);
      cairo_arc (cr, xy->x[i], xy->y[i], radius, 0, 2 * G_PI);
    }
  cairo_stroke (cr);

  return n;
}

/**
 * _prony_xy_draw_flags:
 * @self: a plot
 * @cr: where to draw
 *
 * Points out what is flagged: a ring around each, and their values where they are few.
 */
void
_prony_xy_draw_flags (PronyPlot *self, cairo_t *cr)
{
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (PronyPlotArea));
  guint n;

  _prony_xy_begin (self, cr);
  prony_color_set_source (&self->theme->foreground, cr, 0.9);
  cairo_set_line_width (cr, MAX (self->theme->line_width * 0.6, 1));
  cairo_new_path (cr);
  n = draw_rings (self, cr);
  _prony_xy_end (cr);

  for (guint i = 0; n > 0 && n <= MAX_FLAG_LABELS && i < self->chart->data->len; i++)
    {
      const PronyChartDatum *datum = &g_array_index (self->chart->data, PronyChartDatum, i);
      g_autofree char *text = NULL;

      if (!datum->flagged)
        continue;
      text = prony_format_value (datum->value, self->chart->unit);
      _prony_xy_label (self, cr, i, text, taken);
    }
}
