/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/widgets/prony-chart-view.h"
#include "core/chart/prony-plot.h"

G_BEGIN_DECLS

#define _PRONY_CHART_VIEW_MIN_WIDTH 200

/* How much larger one step of the zoom makes things. */
#define _PRONY_CHART_VIEW_ZOOM_STEP 2.0

/**
 * PronyChartDrag:
 *
 * What the pointer is doing while its button is held.
 */
typedef enum
{
  PRONY_CHART_DRAG_NONE,
  PRONY_CHART_DRAG_BRUSH,
  PRONY_CHART_DRAG_PAN,
} PronyChartDrag;

struct _PronyChartView
{
  GtkWidget parent_instance;

  /* Children */
  GtkWidget *area;
  GtkWidget *readout;

  /* Owned */
  PronyChart *chart; /* as it was given */
  PronyChart *shown; /* the same, on the axis of choice */
  PronyChartTheme *theme;
  PronyPlot *plot;          /* for @plot_width; NULL after a change */
  cairo_surface_t *picture; /* of all but the cursor; NULL after a change */
  GHashTable *heights;      /* of the plot at each width that was asked for */
  gboolean *hidden;         /* of each series */
  char *description;        /* (nullable): the whole chart in words */

  /* Plain */
  int plot_width;
  int picture_scale;
  int readout_width;
  int readout_height; /* the highest at that width, so that nothing moves while one reads */
  int cursor;         /* a datum; -1 for none */
  double window[2];   /* the part of x that is shown; NANs for all of it */
  double pointer[2];  /* where it was last */
  gboolean by_pointer;
  gboolean inside;
  gboolean log_scale;
  gboolean can_be_log;

  /* A drag under way */
  PronyChartDrag drag;
  double drag_from;
  double drag_to;
  double drag_window[2];
};

/* prony-chart-view.c */
void _prony_chart_view_update_words (PronyChartView *self);
void _prony_chart_view_update_shown (PronyChartView *self);
void _prony_chart_view_changed (PronyChartView *self, gboolean resize);
void _prony_chart_view_notify_zoomed (PronyChartView *self);
void _prony_chart_view_activate (PronyChartView *self, int index);

/* prony-chart-view-draw.c */
PronyPlot *_prony_chart_view_get_plot (PronyChartView *self, int width);
PronyPlot *_prony_chart_view_get_current_plot (PronyChartView *self);
int _prony_chart_view_get_plot_height (PronyChartView *self, int width);
void _prony_chart_view_forget_plot (PronyChartView *self);
void
_prony_chart_view_draw (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data);

/* prony-chart-view-zoom.c */
void _prony_chart_view_zoom_at (PronyChartView *self, double factor, double x);
void _prony_chart_view_pan_pixels (PronyChartView *self, const double *from, double dx);
void _prony_chart_view_reveal (PronyChartView *self, guint index);

/* prony-chart-view-input.c */
void _prony_chart_view_add_controllers (PronyChartView *self);
gboolean
_prony_chart_view_scroll (PronyChartView *self, double dx, double dy, GdkModifierType state);
void _prony_chart_view_begin_drag (PronyChartView *self, GdkModifierType state);

G_END_DECLS
