/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/chart/prony-plot-private.h"

G_BEGIN_DECLS

/**
 * PronyXyPlot:
 * @x: (array): where each datum is drawn, before mirroring; NAN where it is not
 * @y: (array): the same from the top
 * @starts: (array): the first datum of each series, and one more for the end
 * @marker: how large a point is
 * @label_room: beside the lines for their names; 0 for none
 * @cell_starts: (array) (nullable): of each cell of a grid over the plot, row by row, the
 *   first of its @cell_data, and one more for the end; made for the first hit
 * @cell_data: (array) (nullable): the data of each cell
 * @n_columns: of the grid
 * @n_rows: of the grid
 *
 * What charts with a continuous x and values upwards have in common. A hundred thousand
 * points are laid out once; drawing reads their places, and the pointer finds them by the
 * grid.
 */
typedef struct
{
  float *x;
  float *y;
  guint *starts;
  double marker;
  double label_room;
  guint *cell_starts;
  guint *cell_data;
  guint n_columns;
  guint n_rows;
} PronyXyPlot;

/* prony-xy-plot.c */
void _prony_xy_layout (PronyPlot *self);
void _prony_xy_clear (PronyPlot *self);
void _prony_xy_get_area (PronyPlot *self, guint index, PronyPlotArea *area);
void _prony_xy_draw_cursor (PronyPlot *self, cairo_t *cr, guint index);
gboolean _prony_xy_is_inside (PronyPlot *self, guint index);
void _prony_xy_begin (PronyPlot *self, cairo_t *cr);
void _prony_xy_end (cairo_t *cr);
guint _prony_xy_count_shown_series (PronyPlot *self);

/* prony-xy-hit.c */
int _prony_xy_hit (PronyPlot *self, double x, double y);

/* prony-xy-frame.c */
void _prony_xy_layout_frame (PronyPlot *self, double low, double high);
void _prony_xy_fit_x_axis (PronyPlot *self, double low, double high);
void _prony_xy_draw_frame (PronyPlot *self, cairo_t *cr);
void _prony_xy_draw_reference (PronyPlot *self, cairo_t *cr);

/* prony-xy-labels.c */
double _prony_xy_measure_names (PronyPlot *self);
void _prony_xy_draw_names (PronyPlot *self, cairo_t *cr);
void _prony_xy_draw_flags (PronyPlot *self, cairo_t *cr);
void _prony_xy_label (PronyPlot *self, cairo_t *cr, guint index, const char *text, GArray *taken);

G_END_DECLS
