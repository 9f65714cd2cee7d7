/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/chart/prony-chart.h"
#include "core/model/prony-run.h"

G_BEGIN_DECLS

GPtrArray *prony_run_charts_new (PronyRun *run, PronyMetric metric);
void prony_run_charts_get_value (PronySummary *summary,
                                 PronyMetric metric,
                                 double *value,
                                 double interval[2]);
char *prony_run_charts_metric_title (PronyMetric metric);

G_END_DECLS
