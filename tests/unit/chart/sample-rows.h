/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/chart/prony-chart.h"

G_BEGIN_DECLS

/* Charts with fixed data, of each kind that has rows or cells. */

PronyChart *sample_bars (guint n_series);
PronyChart *sample_stacked (guint n_groups);
PronyChart *sample_boxes (PronyChartKind kind);
PronyChart *sample_waterfall (guint n_rows);
PronyChart *sample_heat_map (guint n_rows, guint n_columns);

G_END_DECLS
