/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/analysis/prony-compare-set.h"
#include "core/chart/prony-chart.h"
#include "core/model/prony-request-row.h"

G_BEGIN_DECLS

/**
 * PRONY_COMPARE_MAX_OVERLAY:
 *
 * More distributions than these over one another nobody can tell apart.
 */
#define PRONY_COMPARE_MAX_OVERLAY 20

GPtrArray *prony_compare_set_make_charts (PronyCompareSet *self, PronyMetric metric);
GArray *prony_compare_collect_rows (GArray *rows, PronyMetric metric, GArray *values);
PronyChart *prony_compare_set_make_overlay (
  PronyCompareSet *self, guint group, PronyMetric metric, PronyChartKind kind, GPtrArray *samples);

G_END_DECLS
