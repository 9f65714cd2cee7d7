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
 * the keyboard. Main thread only.
 */
#define PRONY_TYPE_CHART_VIEW (prony_chart_view_get_type ())

G_DECLARE_FINAL_TYPE (PronyChartView, prony_chart_view, PRONY, CHART_VIEW, GtkWidget)

GtkWidget *prony_chart_view_new (void);
void prony_chart_view_set_chart (PronyChartView *self, PronyChart *chart);
PronyChart *prony_chart_view_get_chart (PronyChartView *self);
int prony_chart_view_get_cursor (PronyChartView *self);
void prony_chart_view_set_cursor (PronyChartView *self, int cursor);
const char *prony_chart_view_get_readout (PronyChartView *self);
void prony_chart_view_get_datum_area (PronyChartView *self, guint index, GdkRectangle *area);

G_END_DECLS
