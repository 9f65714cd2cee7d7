/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/chart/prony-plot-private.h"

G_BEGIN_DECLS

/* Height of a name above its bar, in lines of text. */
#define PRONY_PLOT_NAME_ROOM 1.25

/**
 * PronyPlotRow:
 * @first: index of its first datum
 * @n_data: how many it has; those of hidden series are among them
 * @heading_y: where the heading above it begins; NAN without one
 * @y: top of the row, its name included
 * @height: of the row
 * @bar_y: top of its bar
 */
typedef struct
{
  guint first;
  guint n_data;
  double heading_y;
  double y;
  double height;
  double bar_y;
} PronyPlotRow;

/**
 * PronyPlotRows:
 * @by_group: a row for each group, rather than for each datum
 * @names_above: whether names are above their bars, for want of room beside them
 * @ticks_above: whether the axis is above as well as below
 * @label_width: of the names
 * @bar_height: of the bars
 * @rows: (element-type PronyPlotRow): those that are drawn
 * @n_rest: how many more there are
 * @footer_y: where the lines below the axis begin
 *
 * The rows of a chart with level bars, boxes or spans, with their names and the axis
 * that they share. It is the first part of such a plot's own data.
 */
typedef struct
{
  gboolean by_group;
  gboolean names_above;
  gboolean ticks_above;
  double label_width;
  double bar_height;
  GArray *rows;
  guint n_rest;
  double footer_y;
} PronyPlotRows;

void
_prony_plot_rows_init (PronyPlot *self, PronyPlotRows *rows, double bar_height, double max_height);
void _prony_plot_rows_fit_axis (PronyPlot *self, PronyPlotRows *rows, double low, double high);
void _prony_plot_rows_place (PronyPlot *self, PronyPlotRows *rows);
void _prony_plot_rows_clear (PronyPlotRows *rows);

guint _prony_plot_rows_count (const PronyPlotRows *rows);
const PronyPlotRow *_prony_plot_rows_get (const PronyPlotRows *rows, guint index);
const PronyPlotRow *_prony_plot_rows_find (const PronyPlotRows *rows, guint datum);
double _prony_plot_rows_value_to_x (PronyPlot *self, double value);
gboolean _prony_plot_rows_is_visible (const PronyPlotRow *row, cairo_t *cr);

void _prony_plot_rows_draw (PronyPlot *self, PronyPlotRows *rows, cairo_t *cr);
void _prony_plot_rows_draw_reference (PronyPlot *self, PronyPlotRows *rows, cairo_t *cr);
void _prony_plot_rows_draw_cursor (PronyPlot *self, PronyPlotRows *rows, cairo_t *cr, guint index);
void _prony_plot_rows_fill (PronyPlot *self, cairo_t *cr, guint series, const PronyPlotArea *area);
void _prony_plot_rows_draw_range (
  PronyPlot *self, cairo_t *cr, double low, double high, double middle, double cap);
int _prony_plot_rows_hit (PronyPlot *self, PronyPlotRows *rows, double x, double y);

G_END_DECLS
