/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/chart/prony-chart-table.h"

G_BEGIN_DECLS

/**
 * PronyChartRows:
 *
 * A list of #PronyTableRow, one for each value of a chart, made when they are asked for.
 */
#define PRONY_TYPE_CHART_ROWS (prony_chart_rows_get_type ())

G_DECLARE_FINAL_TYPE (PronyChartRows, prony_chart_rows, PRONY, CHART_ROWS, GObject)

PronyChartRows *prony_chart_rows_new (PronyChart *chart);
const PronyChartTable *prony_chart_rows_get_table (PronyChartRows *self);

G_END_DECLS
