/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/chart/prony-plot.h"

G_BEGIN_DECLS

void golden_init (void);
PronyChartTheme *golden_theme (gboolean dark);
void golden_compare (const char *name, PronyPlot *plot);
void golden_compare_chart (const char *name, PronyChart *chart, const PronyChartTheme *theme);

G_END_DECLS
