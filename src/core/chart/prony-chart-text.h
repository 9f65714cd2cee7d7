/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/chart/prony-chart.h"

G_BEGIN_DECLS

char *prony_chart_describe (PronyChart *chart);
const char *prony_chart_describe_flag (PronyChart *chart, guint index);
char *prony_chart_describe_datum (PronyChart *chart, guint index);
char *prony_chart_describe_interval (double low, double high, PronyUnit unit);
char *prony_chart_format_x (PronyChart *chart, double x);
gboolean prony_chart_is_beaten (PronyChart *chart, guint index);
char *prony_chart_series_title (const PronyChartSeries *series);
const char *prony_chart_better_text (PronyBetter better);

G_END_DECLS
