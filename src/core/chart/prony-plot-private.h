/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <pango/pangocairo.h>

#include "core/chart/prony-axis.h"
#include "core/chart/prony-plot.h"

G_BEGIN_DECLS

/**
 * PronyPlotClass:
 * @layout: sets the areas and the height, from the width
 * @draw: draws everything below the title
 * @hit: tells which datum is at a point; -1 for none
 * @clear: frees what @layout made
 *
 * What a kind of chart does in its own way.
 */
typedef struct
{
  void (*layout) (PronyPlot *self);
  void (*draw) (PronyPlot *self, cairo_t *cr, int cursor);
  int (*hit) (PronyPlot *self, double x, double y);
  void (*clear) (PronyPlot *self);
} PronyPlotClass;

/**
 * PronyPlot:
 * @text_height: of a line of text
 * @axis: of the values
 * @plot: where values are drawn, before mirroring
 * @areas: (element-type PronyPlotArea): of each datum, before mirroring
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
  PronyAxis axis;
  PronyPlotArea plot;
  GArray *areas;
  gpointer kind_data;
};

extern const PronyPlotClass _prony_bar_plot_class;
extern const PronyPlotClass _prony_line_plot_class;

PangoLayout *
_prony_plot_make_text (PronyPlot *self, const char *text, gboolean bold, double max_width);
double _prony_plot_text_width (PronyPlot *self, const char *text, gboolean bold);
void _prony_plot_show_text (
  PronyPlot *self, cairo_t *cr, PangoLayout *text, double x, double y, double alpha);
void
_prony_plot_show_text_clear (PronyPlot *self, cairo_t *cr, PangoLayout *text, double x, double y);
double _prony_plot_mirror (PronyPlot *self, double x, double width);
double _prony_plot_title_height (PronyPlot *self);

G_END_DECLS
