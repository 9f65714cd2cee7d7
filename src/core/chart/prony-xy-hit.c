/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <math.h>

#include "core/chart/prony-xy-plot.h"

/* How near the pointer has to be, in lines of text. The cells of the grid are as large,
 * so that what is near lies in nine of them. */
#define REACH 2.0

static double
cell_size (PronyPlot *self)
{
  return self->text_height * REACH;
}

static guint
cell_of (PronyPlot *self, double x, double y)
{
  PronyXyPlot *xy = self->kind_data;
  double column = floor ((x - self->plot.x) / cell_size (self));
  double row = floor ((y - self->plot.y) / cell_size (self));

  return (guint) CLAMP (row, 0, xy->n_rows - 1.0) * xy->n_columns +
         (guint) CLAMP (column, 0, xy->n_columns - 1.0);
}

/* Sorts the points into their cells by counting them. */
static void
make_grid (PronyPlot *self)
{
  PronyXyPlot *xy = self->kind_data;
  guint n = self->chart->data->len;
  guint n_cells;
  g_autofree guint *next = NULL;

  xy->n_columns = (guint) ceil (self->plot.width / cell_size (self)) + 1;
  xy->n_rows = (guint) ceil (self->plot.height / cell_size (self)) + 1;
  n_cells = xy->n_columns * xy->n_rows;
  xy->cell_starts = g_new0 (guint, n_cells + 1);
  xy->cell_data = g_new (guint, n);

  for (guint i = 0; i < n; i++)
    if (_prony_xy_is_inside (self, i))
      xy->cell_starts[cell_of (self, xy->x[i], xy->y[i]) + 1]++;
  for (guint cell = 0; cell < n_cells; cell++)
    xy->cell_starts[cell + 1] += xy->cell_starts[cell];

  next = g_memdup2 (xy->cell_starts, n_cells * sizeof *next);
  for (guint i = 0; i < n; i++)
    if (_prony_xy_is_inside (self, i))
      xy->cell_data[next[cell_of (self, xy->x[i], xy->y[i])]++] = i;
}

/**
 * _prony_xy_hit:
 * @self: a plot
 * @x: before mirroring
 * @y: from the top
 *
 * Returns: the nearest point; -1 where none is near
 */
int
_prony_xy_hit (PronyPlot *self, double x, double y)
{
  PronyXyPlot *xy = self->kind_data;
  double nearest = cell_size (self);
  int found = -1;
  int column = (int) floor ((x - self->plot.x) / cell_size (self));
  int row = (int) floor ((y - self->plot.y) / cell_size (self));

  if (xy->cell_starts == NULL)
    make_grid (self);

  for (int r = MAX (row - 1, 0); r <= row + 1 && r < (int) xy->n_rows; r++)
    for (int c = MAX (column - 1, 0); c <= column + 1 && c < (int) xy->n_columns; c++)
      for (guint i = xy->cell_starts[r * xy->n_columns + c];
           i < xy->cell_starts[r * xy->n_columns + c + 1]; i++)
        {
          guint index = xy->cell_data[i];
          double distance = hypot (xy->x[index] - x, xy->y[index] - y);

          if (distance < nearest)
            {
              found = (int) index;
              nearest = distance;
            }
        }

  return found;
}
