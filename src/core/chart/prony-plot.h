/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/chart/prony-chart-theme.h"
#include "core/chart/prony-chart.h"

G_BEGIN_DECLS

/**
 * PronyPlot:
 *
 * A chart laid out for a width: it knows where everything is, draws itself and
 * tells what lies under a point. Its height follows from the width and the text.
 * Owned by one thread.
 */
typedef struct _PronyPlot PronyPlot;

/**
 * PronyPlotArea:
 * @x: left
 * @y: top
 *
 * A rectangle in user units.
 */
typedef struct
{
  double x;
  double y;
  double width;
  double height;
} PronyPlotArea;

PronyPlot *prony_plot_new (PronyChart *chart, const PronyChartTheme *theme, double width);
void prony_plot_free (PronyPlot *self);
double prony_plot_get_height (PronyPlot *self);
void prony_plot_draw (PronyPlot *self, cairo_t *cr, int cursor);
void prony_plot_draw_static (PronyPlot *self, cairo_t *cr);
void prony_plot_draw_cursor (PronyPlot *self, cairo_t *cr, int cursor);
void prony_plot_set_hidden (PronyPlot *self, guint series, gboolean hidden);
void prony_plot_set_all_hidden (PronyPlot *self, const gboolean *hidden);
gboolean prony_plot_is_hidden (PronyPlot *self, guint series);
int prony_plot_hit_legend (PronyPlot *self, double x, double y);
void prony_plot_set_x_window (PronyPlot *self, double low, double high);
void prony_plot_get_x_window (PronyPlot *self, double *low, double *high);
void prony_plot_get_x_range (PronyPlot *self, double *low, double *high);
double prony_plot_get_x_at (PronyPlot *self, double x);
void prony_plot_get_plot_area (PronyPlot *self, PronyPlotArea *area);
int prony_plot_hit (PronyPlot *self, double x, double y);
void prony_plot_get_area (PronyPlot *self, guint index, PronyPlotArea *area);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyPlot, prony_plot_free)

G_END_DECLS
