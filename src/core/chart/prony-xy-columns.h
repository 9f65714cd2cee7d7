/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyXyColumns:
 * @left: where the first column begins, a whole number
 * @n: how many columns there are, one user unit wide each
 * @tops: (array length=n): the highest place of the line in each; NAN where it is not
 * @bottoms: (array length=n): the lowest
 * @x: of the point before; NAN where the line begins
 * @y: of the point before
 *
 * A line of more points than columns, as what can be seen of it: from where to where it
 * goes in each column.
 */
typedef struct
{
  double left;
  guint n;
  float *tops;
  float *bottoms;
  double x;
  double y;
} PronyXyColumns;

void _prony_xy_columns_init (PronyXyColumns *self, double left, double width);
void _prony_xy_columns_clear (PronyXyColumns *self);
void _prony_xy_columns_break (PronyXyColumns *self);
void _prony_xy_columns_add (PronyXyColumns *self, double x, double y);
void _prony_xy_columns_extend (PronyXyColumns *self, double x, double y);
void _prony_xy_columns_fill (
  const PronyXyColumns *self, cairo_t *cr, double top, double height, double thickness);

G_END_DECLS
