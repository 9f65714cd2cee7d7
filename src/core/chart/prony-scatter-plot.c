/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/chart/prony-chart-text.h"
#include "core/chart/prony-xy-plot.h"

/* Points, and in a Pareto front a line through those that no other beats in both ways.
 * Each of a few has its marker; of many, each small cell is filled once, the stronger the
 * more points lie in it. Flagged ones keep their marker. */

/* More points than that cover one another. */
#define MAX_MARKERS 1500

/* Size of a cell, and how strong it is with one point and with many. */
#define CELL 2.0
#define LEAST_ALPHA 150
#define ALPHA_STEP 35

/* More names at a front would cover it. */
#define MAX_FRONT_NAMES 8

static guint
count_inside (PronyPlot *self)
{
  guint n = 0;

  for (guint i = 0; i < self->chart->data->len; i++)
    n += _prony_xy_is_inside (self, i);

  return n;
}

static void
draw_markers (PronyPlot *self, cairo_t *cr, guint series, gboolean flagged_only)
{
  PronyXyPlot *xy = self->kind_data;
  guint slot = prony_chart_get_series (self->chart, series)->slot;

  for (guint i = xy->starts[series]; i < xy->starts[series + 1]; i++)
    if (_prony_xy_is_inside (self, i) &&
        (!flagged_only || g_array_index (self->chart->data, PronyChartDatum, i).flagged))
      prony_palette_draw_marker (cr, slot, self->theme->dark, xy->x[i], xy->y[i], xy->marker);
}

static void
count_in_cells (PronyPlot *self, guint series, guchar *cells, int stride, int columns, int rows)
{
  PronyXyPlot *xy = self->kind_data;

  for (guint i = xy->starts[series]; i < xy->starts[series + 1]; i++)
    {
      int column;
      int row;
      guchar *cell;

      if (!_prony_xy_is_inside (self, i))
        continue;
      column = CLAMP ((int) ((xy->x[i] - self->plot.x) / CELL), 0, columns - 1);
      row = CLAMP ((int) ((xy->y[i] - self->plot.y) / CELL), 0, rows - 1);
      cell = &cells[row * stride + column];
      *cell = *cell == 0 ? LEAST_ALPHA : (guchar) MIN (*cell + ALPHA_STEP, 255);
    }
}

static void
draw_cells (PronyPlot *self, cairo_t *cr, guint series)
{
  int columns = (int) ceil (self->plot.width / CELL) + 1;
  int rows = (int) ceil (self->plot.height / CELL) + 1;
  cairo_surface_t *mask = cairo_image_surface_create (CAIRO_FORMAT_A8, columns, rows);
  cairo_pattern_t *pattern;
  cairo_matrix_t matrix;
  PronyColor color;

  cairo_surface_flush (mask);
  count_in_cells (self, series, cairo_image_surface_get_data (mask),
                  cairo_image_surface_get_stride (mask), columns, rows);
  cairo_surface_mark_dirty (mask);

  pattern = cairo_pattern_create_for_surface (mask);
  cairo_pattern_set_filter (pattern, CAIRO_FILTER_NEAREST);
  cairo_matrix_init_scale (&matrix, 1 / CELL, 1 / CELL);
  cairo_matrix_translate (&matrix, -floor (self->plot.x), -floor (self->plot.y));
  cairo_pattern_set_matrix (pattern, &matrix);
  prony_palette_get_color (prony_chart_get_series (self->chart, series)->slot, self->theme->dark,
                           &color);
  prony_color_set_source (&color, cr, 1);
  cairo_mask (cr, pattern);
  cairo_pattern_destroy (pattern);
  cairo_surface_destroy (mask);
}

static void
draw_points (PronyPlot *self, cairo_t *cr)
{
  gboolean few = count_inside (self) <= MAX_MARKERS;

  for (guint i = 0; i < self->chart->series->len; i++)
    if (!self->hidden[i] && !few)
      draw_cells (self, cr, i);
  for (guint i = 0; i < self->chart->series->len; i++)
    if (!self->hidden[i])
      draw_markers (self, cr, i, !few);
}

static void
scatter_plot_draw_static (PronyPlot *self, cairo_t *cr)
{
  _prony_xy_draw_frame (self, cr);
  _prony_xy_begin (self, cr);
  draw_points (self, cr);
  _prony_xy_end (cr);
  _prony_xy_draw_reference (self, cr);
  _prony_xy_draw_flags (self, cr);
}

/* --- Pareto front ------------------------------------------------------------- */

typedef struct
{
  guint index;
  double x; /* the smaller, the better */
  double y; /* the smaller, the better */
} Rival;

static int
compare_rivals (gconstpointer a, gconstpointer b)
{
  const Rival *first = a;
  const Rival *second = b;

  if (first->x != second->x)
    return first->x < second->x ? -1 : 1;
  return first->y < second->y ? -1 : first->y > second->y;
}

static GArray *
find_rivals (PronyPlot *self, gboolean simulated)
{
  GArray *rivals = g_array_new (FALSE, FALSE, sizeof (Rival));
  double x_sign = self->chart->x_better == PRONY_BETTER_HIGHER ? -1 : 1;
  double y_sign = self->chart->better == PRONY_BETTER_HIGHER ? -1 : 1;

  for (guint i = 0; i < self->chart->data->len; i++)
    {
      const PronyChartDatum *datum = &g_array_index (self->chart->data, PronyChartDatum, i);
      Rival rival = { i, datum->x * x_sign, datum->value * y_sign };

      if (_prony_plot_shows (self, i) &&
          !prony_chart_get_series (self->chart, datum->series)->simulated == !simulated)
        g_array_append_val (rivals, rival);
    }

  return rivals;
}

/* The points that no other beats in both ways, from the best x on. Simulated ones are not
 * ranked beside real ones. */
static GArray *
find_front (PronyPlot *self)
{
  g_autoptr (GArray) rivals = find_rivals (self, FALSE);
  GArray *front = g_array_new (FALSE, FALSE, sizeof (guint));
  double best = INFINITY;

  if (rivals->len == 0)
    {
      g_array_unref (rivals);
      rivals = find_rivals (self, TRUE);
    }
  g_array_sort (rivals, compare_rivals);
  for (guint i = 0; i < rivals->len; i++)
    {
      const Rival *rival = &g_array_index (rivals, Rival, i);

      if (rival->y >= best)
        continue;
      best = rival->y;
      g_array_append_val (front, rival->index);
    }

  return front;
}

static void
draw_front (PronyPlot *self, cairo_t *cr, GArray *front)
{
  PronyXyPlot *xy = self->kind_data;

  cairo_new_path (cr);
  for (guint i = 0; i < front->len; i++)
    {
      guint index = g_array_index (front, guint, i);

      cairo_line_to (cr, xy->x[index], xy->y[index]);
    }
  prony_color_set_source (&self->theme->foreground, cr, self->theme->high_contrast ? 1 : 0.5);
  cairo_set_line_width (cr, self->theme->line_width);
  cairo_stroke (cr);
}

static void
pareto_plot_draw_static (PronyPlot *self, cairo_t *cr)
{
  g_autoptr (GArray) front = find_front (self);

  _prony_xy_draw_frame (self, cr);
  _prony_xy_begin (self, cr);
  draw_front (self, cr, front);
  draw_points (self, cr);
  _prony_xy_end (cr);
  _prony_xy_draw_reference (self, cr);
  _prony_xy_draw_flags (self, cr);
  for (guint i = 0; i < front->len && front->len <= MAX_FRONT_NAMES; i++)
    {
      guint index = g_array_index (front, guint, i);
      g_autofree char *name = prony_chart_series_title (prony_chart_get_series (
        self->chart, g_array_index (self->chart->data, PronyChartDatum, index).series));

      _prony_xy_label (self, cr, index, name);
    }
}

const PronyPlotClass _prony_scatter_plot_class = {
  .legend = PRONY_LEGEND_POINTS,
  .layout = _prony_xy_layout,
  .draw_static = scatter_plot_draw_static,
  .draw_cursor = _prony_xy_draw_cursor,
  .hit = _prony_xy_hit,
  .get_area = _prony_xy_get_area,
  .clear = _prony_xy_clear,
};

const PronyPlotClass _prony_pareto_plot_class = {
  .legend = PRONY_LEGEND_POINTS,
  .layout = _prony_xy_layout,
  .draw_static = pareto_plot_draw_static,
  .draw_cursor = _prony_xy_draw_cursor,
  .hit = _prony_xy_hit,
  .get_area = _prony_xy_get_area,
  .clear = _prony_xy_clear,
};
