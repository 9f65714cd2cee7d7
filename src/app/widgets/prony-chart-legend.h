/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/widgets/prony-chart-view.h"

G_BEGIN_DECLS

/**
 * PronyChartLegend:
 *
 * The series of a chart, to be hidden and shown one by one or all at once. Main thread
 * only.
 */
#define PRONY_TYPE_CHART_LEGEND (prony_chart_legend_get_type ())

G_DECLARE_FINAL_TYPE (PronyChartLegend, prony_chart_legend, PRONY, CHART_LEGEND, AdwBin)

GtkWidget *prony_chart_legend_new (PronyChartView *view);

G_END_DECLS
