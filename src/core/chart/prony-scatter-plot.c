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

typedef struct
{
  int columns;
  int rows;
  guint8 *n_series; /* of each cell, how many series lie in it */
  guint8 *rank;     /* how many of them have been drawn */
} Cells;

/* The cell of a point; -1 for one that is not to be seen. */
static int
find_cell (PronyPlot *self, const Cells *cells, guint index)
{
  PronyXyPlot *xy = self->kind_data;
  int column;
  int row;

  if (!_prony_xy_is_inside (self, index))
    return -1;
  column = (int) ((xy->x[index] - self->plot.x) / CELL);
  row = (int) ((xy->y[index] - self->plot.y) / CELL);
  return CLAMP (row, 0, cells->rows - 1) * cells->columns + CLAMP (column, 0, cells->columns - 1);
}

static void
count_series (PronyPlot *self, Cells *cells)
{
  PronyXyPlot *xy = self->kind_data;
  g_autofree guint *last = g_new0 (guint, (gsize) cells->columns * cells->rows);

  for (guint series = 0; series < self->chart->series->len; series++)
    for (guint i = xy->starts[series]; i < xy->starts[series + 1]; i++)
      {
        int cell = find_cell (self, cells, i);

        if (cell < 0 || last[cell] == series + 1)
          continue;
        last[cell] = series + 1;
        cells->n_series[cell] = (guint8) MIN (cells->n_series[cell] + 1, 255);
      }
}

/* Where several series lie in the same cells, they take turns, so that none is hidden. */
static void
fill_mask (PronyPlot *self, Cells *cells, guint series, cairo_surface_t *mask)
{
  PronyXyPlot *xy = self->kind_data;
  guchar *data = cairo_image_surface_get_data (mask);
  int stride = cairo_image_surface_get_stride (mask);
  g_autofree guint8 *strength = g_new0 (guint8, (gsize) cells->columns * cells->rows);

  for (guint i = xy->starts[series]; i < xy->starts[series + 1]; i++)
    {
      int cell = find_cell (self, cells, i);

      if (cell >= 0)
        strength[cell] =
          strength[cell] == 0 ? LEAST_ALPHA : (guint8) MIN (strength[cell] + ALPHA_STEP, 255);
    }

  for (int row = 0; row < cells->rows; row++)
    for (int column = 0; column < cells->columns; column++)
      {
        int cell = row * cells->columns + column;

        if (strength[cell] == 0)
          continue;
        if ((column + row) % cells->n_series[cell] == cells->rank[cell])
          data[row * stride + column] = strength[cell];
        cells->rank[cell]++;
      }
}

static void
draw_cells_of (PronyPlot *self, cairo_t *cr, Cells *cells, guint series)
{
  cairo_surface_t *mask = cairo_image_surface_create (CAIRO_FORMAT_A8, cells->columns, cells->rows);
  cairo_pattern_t *pattern;
  cairo_matrix_t matrix;
  PronyColor color;

  cairo_surface_flush (mask);
  fill_mask (self, cells, series, mask);
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
draw_cells (PronyPlot *self, cairo_t *cr)
{
  Cells cells = { (int) ceil (self->plot.width / CELL) + 1,
                  (int) ceil (self->plot.height / CELL) + 1 };
  gsize n = (gsize) cells.columns * cells.rows;
  g_autofree guint8 *n_series = g_new0 (guint8, n);
  g_autofree guint8 *rank = g_new0 (guint8, n);

  cells.n_series = n_series;
  cells.rank = rank;
  count_series (self, &cells);
  for (guint i = 0; i < self->chart->series->len; i++)
    if (!self->hidden[i])
      draw_cells_of (self, cr, &cells, i);
}

static void
draw_points (PronyPlot *self, cairo_t *cr)
{
  gboolean few = count_inside (self) <= MAX_MARKERS;

  if (!few)
    draw_cells (self, cr);
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

/* Among which rivals are compared before they are sorted. */
#define N_CELLS 512

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

/* Drops most of what is beaten, so that few are left to be sorted: what is no better than
 * something in a cell of x before its own. */
static void
drop_beaten (GArray *rivals)
{
  double best[N_CELLS];
  double low = INFINITY;
  double high = -INFINITY;
  guint kept = 0;

  for (guint i = 0; i < rivals->len; i++)
    {
      low = MIN (low, g_array_index (rivals, Rival, i).x);
      high = MAX (high, g_array_index (rivals, Rival, i).x);
    }
  if (!(high > low))
    return;

  for (guint i = 0; i < N_CELLS; i++)
    best[i] = INFINITY;
  for (guint i = 0; i < rivals->len; i++)
    {
      const Rival *rival = &g_array_index (rivals, Rival, i);
      guint cell = (guint) ((rival->x - low) / (high - low) * (N_CELLS - 1));

      best[cell] = MIN (best[cell], rival->y);
    }
  for (guint i = 1; i < N_CELLS; i++)
    best[i] = MIN (best[i], best[i - 1]);
  for (guint i = 0; i < rivals->len; i++)
    {
      Rival rival = g_array_index (rivals, Rival, i);
      guint cell = (guint) ((rival.x - low) / (high - low) * (N_CELLS - 1));

      if (cell == 0 || rival.y < best[cell - 1])
        g_array_index (rivals, Rival, kept++) = rival;
    }
  g_array_set_size (rivals, kept);
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
  drop_beaten (rivals);
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

/* Each name once where the front comes to it. */
static void
draw_front_names (PronyPlot *self, cairo_t *cr, GArray *front)
{
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (PronyPlotArea));
  guint before = G_MAXUINT;

  for (guint i = 0; i < front->len; i++)
    {
      guint index = g_array_index (front, guint, i);
      guint series = g_array_index (self->chart->data, PronyChartDatum, index).series;
      g_autofree char *name = NULL;

      if (series == before)
        continue;
      name = prony_chart_series_title (prony_chart_get_series (self->chart, series));
      _prony_xy_label (self, cr, index, name, taken);
      before = series;
    }
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
  draw_front_names (self, cr, front);
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
