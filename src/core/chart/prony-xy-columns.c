/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <math.h>

#include "core/chart/prony-xy-columns.h"

/**
 * _prony_xy_columns_init:
 * @self: (out): columns
 * @left: where they begin
 * @width: how far they go
 */
void
_prony_xy_columns_init (PronyXyColumns *self, double left, double width)
{
  self->left = floor (left);
  self->n = (guint) MAX (ceil (left + width - self->left), 1);
  self->tops = g_new (float, self->n);
  self->bottoms = g_new (float, self->n);
  for (guint i = 0; i < self->n; i++)
    self->tops[i] = self->bottoms[i] = NAN;
  _prony_xy_columns_break (self);
}

/**
 * _prony_xy_columns_clear:
 * @self: columns
 */
void
_prony_xy_columns_clear (PronyXyColumns *self)
{
  g_clear_pointer (&self->tops, g_free);
  g_clear_pointer (&self->bottoms, g_free);
}

/**
 * _prony_xy_columns_break:
 * @self: columns
 *
 * Lets the line have a gap.
 */
void
_prony_xy_columns_break (PronyXyColumns *self)
{
  self->x = NAN;
  self->y = NAN;
}

static void
include (PronyXyColumns *self, int column, double y)
{
  if (column < 0 || column >= (int) self->n)
    return;
  if (!(self->tops[column] <= y))
    self->tops[column] = (float) y;
  if (!(self->bottoms[column] >= y))
    self->bottoms[column] = (float) y;
}

/**
 * _prony_xy_columns_extend:
 * @self: columns
 * @x: a place
 * @y: a place
 *
 * Adds a point that no line goes to, such as the end of an interval.
 */
void
_prony_xy_columns_extend (PronyXyColumns *self, double x, double y)
{
  include (self, (int) floor (x - self->left), y);
}

/**
 * _prony_xy_columns_add:
 * @self: columns
 * @x: a place, not left of the one before
 * @y: a place
 *
 * Adds a point and the line to it.
 */
void
_prony_xy_columns_add (PronyXyColumns *self, double x, double y)
{
  int to = (int) floor (CLAMP (x - self->left, -1, self->n));

  if (!isnan (self->x))
    {
      int from = (int) floor (CLAMP (self->x - self->left, -1, self->n));

      /* Where the line crosses from one column into the next, it is in both. */
      for (int column = from + 1; column <= to; column++)
        {
          double share = (self->left + column - self->x) / (x - self->x);
          double crossing = self->y + share * (y - self->y);

          include (self, column - 1, crossing);
          include (self, column, crossing);
        }
    }
  include (self, to, y);
  self->x = x;
  self->y = y;
}

/* For files, whose pictures are looked at in any size. */
static void
fill_outline (const PronyXyColumns *self, cairo_t *cr, double thickness)
{
  cairo_new_path (cr);
  for (guint from = 0; from < self->n; from++)
    {
      guint to = from;

      if (isnan (self->tops[from]))
        continue;
      while (to + 1 < self->n && !isnan (self->tops[to + 1]))
        to++;
      cairo_move_to (cr, self->left + from, self->tops[from] - thickness / 2);
      for (guint i = from; i <= to; i++)
        cairo_line_to (cr, self->left + i + 0.5, self->tops[i] - thickness / 2);
      cairo_line_to (cr, self->left + to + 1, self->tops[to] - thickness / 2);
      cairo_line_to (cr, self->left + to + 1, self->bottoms[to] + thickness / 2);
      for (guint i = to + 1; i-- > from;)
        cairo_line_to (cr, self->left + i + 0.5, self->bottoms[i] + thickness / 2);
      cairo_line_to (cr, self->left + from, self->bottoms[from] + thickness / 2);
      cairo_close_path (cr);
      from = to;
    }
  cairo_fill (cr);
}

/* Fills one column of a picture, its ends as far as they are covered. */
static void
fill_column (guchar *data, int stride, int rows, double from, double to)
{
  from = CLAMP (from, 0, rows);
  to = CLAMP (to, 0, rows);
  for (int row = (int) from; row < to; row++)
    data[row * stride] = (guchar) lround (255 * (MIN (to, row + 1) - MAX (from, row)));
}

/* For screens: many times as fast as what finds out which of thousands of steep edges
 * cover a pixel. */
static void
fill_picture (const PronyXyColumns *self, cairo_t *cr, double top, double height, double thickness)
{
  int rows = (int) ceil (height) + 1;
  double y = floor (top);
  cairo_surface_t *mask = cairo_image_surface_create (CAIRO_FORMAT_A8, (int) self->n, rows);
  guchar *data = cairo_image_surface_get_data (mask);
  int stride = cairo_image_surface_get_stride (mask);

  cairo_surface_flush (mask);
  for (guint i = 0; data != NULL && i < self->n; i++)
    if (!isnan (self->tops[i]))
      fill_column (data + i, stride, rows, self->tops[i] - thickness / 2 - y,
                   self->bottoms[i] + thickness / 2 - y);
  cairo_surface_mark_dirty (mask);
  cairo_mask_surface (cr, mask, self->left, y);
  cairo_surface_destroy (mask);
}

/**
 * _prony_xy_columns_fill:
 * @self: columns
 * @cr: where to draw; its source is used
 * @top: where the plot begins
 * @height: how high it is
 * @thickness: how thick the line is at least
 */
void
_prony_xy_columns_fill (
  const PronyXyColumns *self, cairo_t *cr, double top, double height, double thickness)
{
  cairo_surface_type_t type = cairo_surface_get_type (cairo_get_target (cr));

  if (type == CAIRO_SURFACE_TYPE_SVG || type == CAIRO_SURFACE_TYPE_PDF)
    fill_outline (self, cr, thickness);
  else
    fill_picture (self, cr, top, height, thickness);
}
