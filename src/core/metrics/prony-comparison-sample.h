/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/metrics/prony-comparison.h"
#include "core/stats/prony-share.h"

G_BEGIN_DECLS

int prony_comparison_sample_metric (PronyMetric metric);
GArray *prony_comparison_sample_collect (const PronyComparisonTrial *trials,
                                         guint n_trials,
                                         PronyMetric metric);
GArray *prony_comparison_sample_sort (GArray *values);
double prony_comparison_sample_inflation (GArray *a, GArray *sorted_a, GArray *b, GArray *sorted_b);
gboolean prony_comparison_sample_share (const PronyComparisonTrial *trials,
                                        guint n_trials,
                                        PronyMetric metric,
                                        PronyShare *share);

G_END_DECLS
