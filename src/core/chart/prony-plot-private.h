/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <pango/pangocairo.h>

#include "core/chart/prony-axis.h"
#include "core/chart/prony-plot.h"

G_BEGIN_DECLS

/* How strong the fields are that lie over one another. */
#define _PRONY_OUTLINE_ALPHA 0.2

/**
 * PronyLegendKey:
 * @PRONY_LEGEND_NONE: the kind names its series itself
 * @PRONY_LEGEND_FILLS: a field of colour and pattern
 * @PRONY_LEGEND_OUTLINES: a faint field with its dash around it
 * @PRONY_LEGEND_LINES: a line with its dash and marker
 * @PRONY_LEGEND_POINTS: a marker alone
 *
 * What stands before a series' name above the chart.
 */
typedef enum
{
  PRONY_LEGEND_NONE,
  PRONY_LEGEND_FILLS,
  PRONY_LEGEND_OUTLINES,
  PRONY_LEGEND_LINES,
  PRONY_LEGEND_POINTS,
} PronyLegendKey;

/**
 * PronyPlotClass:
 * @legend: which legend is laid out and drawn above the chart, for the pointer to
 *   hide series with
 * @layout: sets @axis, @x_axis where x is continuous, @plot, @areas unless there is a
 *   @get_area, and @height; the part from @top on is the kind's own. Called again, after
 *   @clear, when series are hidden or the x window moves
 * @draw_static: draws everything below @top but the cursor
 * @draw_cursor: marks a datum on top of that
 * @hit: tells which datum is at a point; -1 for none
 * @get_area: (nullable): tells where a datum is, where that is cheaper than @areas
 * @clear: frees what @layout made
 *
 * What a kind of chart does in its own way. None of it is called for a chart that has
 * nothing to show: a sentence stands there then.
 */
typedef struct
{
  PronyLegendKey legend;
  void (*layout) (PronyPlot *self);
  void (*draw_static) (PronyPlot *self, cairo_t *cr);
  void (*draw_cursor) (PronyPlot *self, cairo_t *cr, guint index);
  int (*hit) (PronyPlot *self, double x, double y);
  void (*get_area) (PronyPlot *self, guint index, PronyPlotArea *area);
  void (*clear) (PronyPlot *self);
} PronyPlotClass;

/**
 * PronyLegendItem:
 * @series: which one; -1 for the words that say how many more there are
 * @area: where it is, before mirroring
 */
typedef struct
{
  int series;
  PronyPlotArea area;
} PronyLegendItem;

/**
 * PronyPlot:
 * @text_height: of a line of text
 * @top: where the kind's own part begins, below title and legend
 * @message: (nullable): what is said instead, where there is nothing to show
 * @axis: of the values
 * @x_axis: below, where x is continuous
 * @plot: where values are drawn, before mirroring
 * @areas: (element-type PronyPlotArea): of each datum, before mirroring
 * @legend: (element-type PronyLegendItem): what the legend has room for
 * @hidden: (array): of each series, whether it is left out
 * @x_window: the part of x that is shown; NANs for all of it
 * @x_full: all of x
 * @kind_data: what the kind of chart keeps for itself
 *
 * All places are kept as for left-to-right text; _prony_plot_mirror() turns them.
 */
struct _PronyPlot
{
  const PronyPlotClass *klass;
  PronyChart *chart;
  PronyChartTheme *theme;
  PangoContext *context;
  double width;
  double height;
  double text_height;
  double top;
  const char *message;
  PronyAxis axis;
  PronyAxis x_axis;
  PronyPlotArea plot;
  GArray *areas;
  GArray *legend;
  gboolean *hidden;
  double x_window[2];
  double x_full[2];
  gpointer kind_data;
};

extern const PronyPlotClass _prony_bar_plot_class;
extern const PronyPlotClass _prony_box_plot_class;
extern const PronyPlotClass _prony_heat_map_plot_class;
extern const PronyPlotClass _prony_histogram_plot_class;
extern const PronyPlotClass _prony_line_plot_class;
extern const PronyPlotClass _prony_pareto_plot_class;
extern const PronyPlotClass _prony_scatter_plot_class;
extern const PronyPlotClass _prony_step_plot_class;
extern const PronyPlotClass _prony_stacked_plot_class;
extern const PronyPlotClass _prony_waterfall_plot_class;

/* prony-plot.c */
double _prony_plot_mirror (PronyPlot *self, double x, double width);
double _prony_plot_title_height (PronyPlot *self);
gboolean _prony_plot_shows (PronyPlot *self, guint index);
void
_prony_plot_init_x_axis (PronyPlot *self, double low, double high, PronyUnit unit, guint n_ticks);

/* prony-plot-text.c */
PangoContext *_prony_plot_make_context (const PronyChartTheme *theme);
double _prony_plot_measure_line (PangoContext *context, const PronyChartTheme *theme);
PangoLayout *
_prony_plot_make_text (PronyPlot *self, const char *text, gboolean bold, double max_width);
double _prony_plot_text_width (PronyPlot *self, const char *text, gboolean bold);
void _prony_plot_show_text (
  PronyPlot *self, cairo_t *cr, PangoLayout *text, double x, double y, double alpha);
void
_prony_plot_show_text_clear (PronyPlot *self, cairo_t *cr, PangoLayout *text, double x, double y);
void _prony_plot_draw_title (PronyPlot *self, cairo_t *cr);

/* prony-plot-legend.c */
double _prony_plot_layout_legend (PronyPlot *self, double y);
void _prony_plot_draw_legend (PronyPlot *self, cairo_t *cr);

G_END_DECLS
