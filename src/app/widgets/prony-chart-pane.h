/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/widgets/prony-chart-view.h"

G_BEGIN_DECLS

/**
 * PronyChartPane:
 *
 * A chart under its heading, with the same values as a table behind it. Main
 * thread only. Properties `show-table` and `log-scale`. Actions, for it and what is in it:
 * `chart.show-table` and `chart.log-scale` (stateful), `chart.zoom-in`, `chart.zoom-out`,
 * `chart.reset-zoom`, `chart.show-all-series`, `chart.hide-all-series`,
 * `chart.copy-picture`, `chart.copy-table`, `chart.save`, `chart.save-to` (file name).
 */
#define PRONY_TYPE_CHART_PANE (prony_chart_pane_get_type ())

G_DECLARE_FINAL_TYPE (PronyChartPane, prony_chart_pane, PRONY, CHART_PANE, AdwBin)

GtkWidget *prony_chart_pane_new (void);
void prony_chart_pane_set_chart (PronyChartPane *self, PronyChart *chart);
PronyChartView *prony_chart_pane_get_view (PronyChartPane *self);
gboolean prony_chart_pane_get_show_table (PronyChartPane *self);
void prony_chart_pane_set_show_table (PronyChartPane *self, gboolean show_table);

G_END_DECLS
