/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <math.h>

#include "core/chart/prony-chart-text.h"
#include "core/chart/prony-plot-rows.h"

/* Where the rows of a chart are. */

/* Names wider than this share of the chart go above their bars. */
#define MAX_LABEL_SHARE 0.36

/* Height of a heading, of the ticks and of a line below them, in lines of text. */
#define HEADING_ROOM 1.3
#define HEADING_GAP 0.7
#define TICK_ROOM 1.6
#define FOOTER_ROOM 1.35

/* Between rows, in lines of text. */
#define GAP 0.4

/* From so many rows on the axis is above, too: its end may be out of sight. */
#define ROWS_WITHOUT_TICKS_ABOVE 25

/* Pixels for each tick, at least. */
#define TICK_WIDTH 50

static double
gap_between (PronyPlot *self)
{
  return ceil (self->text_height * GAP);
}

/* A row of a hidden series is no row; of a group the others stay. */
static void
collect_rows (PronyPlot *self, PronyPlotRows *rows, guint max_rows)
{
  for (guint i = 0; i < self->chart->data->len;)
    {
      const PronyChartDatum *datum = prony_chart_get_datum (self->chart, i);
      PronyPlotRow row = { i, 1, NAN, 0, 0, 0 };

      if (rows->by_group)
        while (i + row.n_data < self->chart->data->len &&
               prony_chart_get_datum (self->chart, i + row.n_data)->group == datum->group)
          row.n_data++;
      i += row.n_data;
      if (!rows->by_group && self->hidden[datum->series])
        continue;
      if (rows->rows->len < max_rows)
        g_array_append_val (rows->rows, row);
      else
        rows->n_rest++;
    }
}

static char *
name_of_row (PronyPlot *self, const PronyPlotRows *rows, const PronyPlotRow *row)
{
  const PronyChartDatum *datum = prony_chart_get_datum (self->chart, row->first);

  if (rows->by_group)
    return g_strdup (prony_chart_get_group (self->chart, datum->group));

  return prony_chart_series_title (prony_chart_get_series (self->chart, datum->series));
}

static double
measure_names (PronyPlot *self, PronyPlotRows *rows)
{
  double widest = 0;

  for (guint i = 0; i < rows->rows->len; i++)
    {
      g_autofree char *name = name_of_row (self, rows, _prony_plot_rows_get (rows, i));

      widest = MAX (widest, _prony_plot_text_width (self, name, FALSE));
    }

  return widest;
}

/**
 * _prony_plot_rows_init:
 * @self: a plot of rows
 * @rows: (out caller-allocates): all zero, but for @by_group
 * @bar_height: of a bar
 * @max_height: rows beyond it are left to the table
 *
 * Chooses what rows there are and where their names go. Sets where @self's plot area
 * begins from left to right; its width is the kind's to set.
 */
void
_prony_plot_rows_init (PronyPlot *self, PronyPlotRows *rows, double bar_height, double max_height)
{
  double names;

  rows->rows = g_array_new (FALSE, FALSE, sizeof (PronyPlotRow));
  rows->bar_height = MAX (ceil (bar_height), 4);
  collect_rows (self, rows,
                MAX ((guint) (max_height / (rows->bar_height + gap_between (self))), 1));
  rows->ticks_above = rows->rows->len > ROWS_WITHOUT_TICKS_ABOVE;

  names = measure_names (self, rows);
  rows->names_above = names > self->width * MAX_LABEL_SHARE;
  rows->label_width = rows->names_above ? self->width : names;
  self->plot.x = rows->names_above ? 1 : names + self->text_height * 0.6;
}

static PronyAxis *
axis_of (PronyPlot *self)
{
  return self->chart->kind == PRONY_CHART_WATERFALL ? &self->x_axis : &self->axis;
}

/**
 * _prony_plot_rows_fit_axis:
 * @self: a plot of rows, with the left edge and the width of its plot area
 * @rows: its rows
 * @low: the smallest value to show
 * @high: the largest
 *
 * Makes the axis with as many ticks as their labels have room for: in a waterfall the
 * one that can be zoomed, elsewhere the one of the values.
 */
void
_prony_plot_rows_fit_axis (PronyPlot *self, PronyPlotRows *rows, double low, double high)
{
  guint n = CLAMP ((guint) (self->plot.width / TICK_WIDTH), 2, 8);
  PronyAxis *axis = axis_of (self);

  if (isfinite (self->chart->reference) && axis == &self->axis)
    {
      low = fmin (low, self->chart->reference);
      high = fmax (high, self->chart->reference);
    }
  for (;; n--)
    {
      double widest = 0;
      guint n_ticks;

      if (axis == &self->x_axis)
        _prony_plot_init_x_axis (self, low, high, self->chart->unit, n);
      else
        prony_axis_init_scale (axis, self->chart->y_scale, low, high, self->chart->unit, n);
      n_ticks = prony_axis_count_ticks (axis);
      for (guint i = 0; i < n_ticks; i++)
        {
          g_autofree char *text = prony_axis_format_tick (axis, i);

          widest = MAX (widest, _prony_plot_text_width (self, text, FALSE));
        }
      if (n <= 2 || (widest + self->text_height) * n_ticks <= self->plot.width + widest)
        return;
    }
}

static const char *
axis_title (PronyPlot *self)
{
  return self->chart->kind == PRONY_CHART_WATERFALL ? self->chart->x_title : self->chart->y_title;
}

static double
place_row (PronyPlot *self, PronyPlotRows *rows, guint index, double y)
{
  PronyPlotRow *row = &g_array_index (rows->rows, PronyPlotRow, index);
  guint group = prony_chart_get_datum (self->chart, row->first)->group;

  if (!rows->by_group &&
      (index == 0 || group != prony_chart_get_datum (self->chart, row[-1].first)->group))
    {
      y += index > 0 ? self->text_height * HEADING_GAP : 0;
      if (*prony_chart_get_group (self->chart, group) != '\0')
        {
          row->heading_y = y;
          y += self->text_height * HEADING_ROOM;
        }
    }
  row->y = y;
  row->bar_y =
    y + gap_between (self) / 2 + (rows->names_above ? self->text_height * PRONY_PLOT_NAME_ROOM : 0);
  row->height = row->bar_y - y + rows->bar_height + gap_between (self) / 2;

  return y + row->height;
}

/**
 * _prony_plot_rows_place:
 * @self: a plot of rows
 * @rows: its rows
 *
 * Sets where each row is, the plot area from top to bottom, and the plot's height. Where
 * each datum has a row, that is its area, too.
 */
void
_prony_plot_rows_place (PronyPlot *self, PronyPlotRows *rows)
{
  double y = self->top + (rows->ticks_above ? self->text_height * TICK_ROOM : 0);
  guint n_footers = rows->n_rest > 0;

  self->plot.y = y;
  for (guint i = 0; i < rows->rows->len; i++)
    {
      y = place_row (self, rows, i, y);
      if (!rows->by_group)
        {
          const PronyPlotRow *row = _prony_plot_rows_get (rows, i);

          g_array_index (self->areas, PronyPlotArea, row->first) =
            (PronyPlotArea){ 0, row->y, self->width, row->height };
        }
    }
  self->plot.height = y - self->plot.y;

  n_footers += axis_title (self) != NULL;
  n_footers += isfinite (self->chart->reference) && axis_of (self) == &self->axis;
  rows->footer_y = y + self->text_height * TICK_ROOM;
  self->height = rows->footer_y + n_footers * self->text_height * FOOTER_ROOM;
}

/**
 * _prony_plot_rows_clear:
 * @rows: what _prony_plot_rows_init() made
 */
void
_prony_plot_rows_clear (PronyPlotRows *rows)
{
  g_array_unref (rows->rows);
}

/**
 * _prony_plot_rows_count:
 * @rows: a plot's rows
 *
 * Returns: how many are drawn
 */
guint
_prony_plot_rows_count (const PronyPlotRows *rows)
{
  return rows->rows->len;
}

/**
 * _prony_plot_rows_get:
 * @rows: a plot's rows
 * @index: below _prony_plot_rows_count()
 *
 * Returns: (transfer none): a row
 */
const PronyPlotRow *
_prony_plot_rows_get (const PronyPlotRows *rows, guint index)
{
  return &g_array_index (rows->rows, PronyPlotRow, index);
}

/**
 * _prony_plot_rows_find:
 * @rows: a plot's rows
 * @datum: index of a datum
 *
 * Returns: (transfer none) (nullable): the row that it is in; %NULL where that is not
 *   drawn
 */
const PronyPlotRow *
_prony_plot_rows_find (const PronyPlotRows *rows, guint datum)
{
  guint low = 0;
  guint high = rows->rows->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const PronyPlotRow *row = _prony_plot_rows_get (rows, middle);

      if (datum < row->first)
        high = middle;
      else if (datum >= row->first + row->n_data)
        low = middle + 1;
      else
        return row;
    }

  return NULL;
}

/**
 * _prony_plot_rows_value_to_x:
 * @self: a plot of rows
 * @value: a value; beyond the axis it is held at its ends
 *
 * Returns: where it lies, before mirroring
 */
double
_prony_plot_rows_value_to_x (PronyPlot *self, double value)
{
  return self->plot.x + prony_axis_normalize (axis_of (self), value) * self->plot.width;
}

/**
 * _prony_plot_rows_is_visible:
 * @row: a row
 * @cr: where to draw
 *
 * Returns: whether any of it may be seen there: of thousands of rows only those are
 *   worth drawing
 */
gboolean
_prony_plot_rows_is_visible (const PronyPlotRow *row, cairo_t *cr)
{
  double left;
  double top;
  double right;
  double bottom;

  cairo_clip_extents (cr, &left, &top, &right, &bottom);
  return row->y + row->height >= top &&
         (isnan (row->heading_y) ? row->y : row->heading_y) <= bottom;
}

/* The part of a row whose area is the nearest from left to right. */
static int
hit_part (PronyPlot *self, const PronyPlotRow *row, double x)
{
  int nearest = -1;
  double least = INFINITY;

  for (guint i = row->first; i < row->first + row->n_data; i++)
    {
      const PronyPlotArea *area = &g_array_index (self->areas, PronyPlotArea, i);
      double distance = MAX (MAX (area->x - x, x - area->x - area->width), 0);

      if (area->height > 0 && distance < least)
        {
          nearest = (int) i;
          least = distance;
        }
    }

  return nearest;
}

/**
 * _prony_plot_rows_hit:
 * @self: a plot of rows
 * @rows: its rows
 * @x: before mirroring
 * @y: from the top
 *
 * Returns: the datum there; -1 for none
 */
int
_prony_plot_rows_hit (PronyPlot *self, PronyPlotRows *rows, double x, double y)
{
  if (x < 0 || x > self->width)
    return -1;

  for (guint i = 0; i < rows->rows->len; i++)
    {
      const PronyPlotRow *row = _prony_plot_rows_get (rows, i);

      if (y >= row->y && y < row->y + row->height)
        return rows->by_group ? hit_part (self, row, x) : (int) row->first;
    }

  return -1;
}
