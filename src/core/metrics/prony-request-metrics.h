/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-metric.h"
#include "core/model/prony-request-record.h"

G_BEGIN_DECLS

/**
 * PRONY_REQUEST_GAP_NS:
 *
 * The unit of the gaps that prony_request_gaps() gives: that of the stamps of sealed
 * records.
 */
#define PRONY_REQUEST_GAP_NS 100

double prony_request_typical (const PronyRequestRecord *record, PronyMetric metric);
double prony_request_metric (const PronyRequestRecord *record, PronyMetric metric);
void prony_request_metrics (const PronyRequestRecord *record, double values[PRONY_N_DISTRIBUTIONS]);
gsize prony_request_itl (const PronyRequestRecord *record, GArray *seconds);
gsize prony_request_gaps (const PronyRequestRecord *record, float *gaps);
double prony_request_mean_itl (const PronyRequestRecord *record);
double prony_request_output_tokens (const PronyRequestRecord *record, gint64 until_ns);
guint prony_request_count_stalls (const PronyRequestRecord *record);
gboolean prony_request_was_buffered (const PronyRequestRecord *record);
gboolean prony_request_tells_pace (const PronyRequestRecord *record, gboolean *at_once);

G_END_DECLS
