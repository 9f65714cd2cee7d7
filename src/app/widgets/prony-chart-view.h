/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/chart/prony-chart.h"

G_BEGIN_DECLS

/**
 * PronyChartView:
 *
 * Shows a #PronyChart and lets its values be read one by one, with the pointer or
 * the keyboard; lets series be hidden and a part of x be enlarged. Main thread only.
 *
 * Properties `zoomable`, `zoomed`, `can-be-log` and `log-scale`. Signals:
 * `datum-activated` (gint64 mark): a value that leads somewhere was chosen, by a double
 * click or Enter; `hidden-changed`: other series are hidden.
 */
#define PRONY_TYPE_CHART_VIEW (prony_chart_view_get_type ())

G_DECLARE_FINAL_TYPE (PronyChartView, prony_chart_view, PRONY, CHART_VIEW, GtkWidget)

GtkWidget *prony_chart_view_new (void);
void prony_chart_view_set_chart (PronyChartView *self, PronyChart *chart);
PronyChart *prony_chart_view_get_chart (PronyChartView *self);
PronyChart *prony_chart_view_get_shown_chart (PronyChartView *self);
int prony_chart_view_get_cursor (PronyChartView *self);
void prony_chart_view_set_cursor (PronyChartView *self, int cursor);
const char *prony_chart_view_get_readout (PronyChartView *self);
void prony_chart_view_get_datum_area (PronyChartView *self, guint index, GdkRectangle *area);

gboolean prony_chart_view_is_hidden (PronyChartView *self, guint series);
const gboolean *prony_chart_view_get_hidden (PronyChartView *self);
void prony_chart_view_toggle_series (PronyChartView *self, guint series);
void prony_chart_view_set_all_hidden (PronyChartView *self, gboolean hidden);

gboolean prony_chart_view_is_zoomable (PronyChartView *self);
gboolean prony_chart_view_is_zoomed (PronyChartView *self);
void prony_chart_view_zoom (PronyChartView *self, int steps);
void prony_chart_view_set_window (PronyChartView *self, double low, double high);
void prony_chart_view_get_window (PronyChartView *self, double *low, double *high);

gboolean prony_chart_view_can_be_log (PronyChartView *self);
gboolean prony_chart_view_get_log_scale (PronyChartView *self);
void prony_chart_view_set_log_scale (PronyChartView *self, gboolean log_scale);

G_END_DECLS
