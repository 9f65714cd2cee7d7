/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-metric.h"
#include "core/model/prony-request-record.h"

G_BEGIN_DECLS

double prony_request_metric (const PronyRequestRecord *record, PronyMetric metric);
void prony_request_metrics (const PronyRequestRecord *record, double values[PRONY_N_DISTRIBUTIONS]);
gsize prony_request_itl (const PronyRequestRecord *record, GArray *seconds);
double prony_request_mean_itl (const PronyRequestRecord *record);
double prony_request_output_tokens (const PronyRequestRecord *record, gint64 until_ns);
guint prony_request_count_stalls (const PronyRequestRecord *record);
gboolean prony_request_was_buffered (const PronyRequestRecord *record);

G_END_DECLS
