/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/analysis/prony-run-groups.h"
#include "core/chart/prony-chart.h"

G_BEGIN_DECLS

/**
 * PRONY_RUN_CHARTS_MAX_GROUPS:
 *
 * More groups of bars than this nobody reads in one chart.
 */
#define PRONY_RUN_CHARTS_MAX_GROUPS 40

/**
 * PRONY_RUN_CHARTS_MIN_LEVELS:
 *
 * With fewer load levels bars are read more easily than lines.
 */
#define PRONY_RUN_CHARTS_MIN_LEVELS 3

char *prony_run_charts_metric_title (PronyMetric metric);
gboolean prony_run_charts_same_axis (const PronyLoadLevel *a, const PronyLoadLevel *b);
char *prony_run_charts_x_title (const PronyLoadLevel *load);
void prony_run_charts_add_targets (PronyChart *chart, const PronyRunGroups *groups);
PronyChart *prony_run_charts_make_bars (const PronyRunGroups *groups, PronyMetric metric);
GPtrArray *prony_run_charts_make_lines (const PronyRunGroups *groups, PronyMetric metric);

G_END_DECLS
