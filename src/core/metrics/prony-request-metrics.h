/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-metric.h"
#include "core/model/prony-request-record.h"

G_BEGIN_DECLS

double prony_request_metric (const PronyRequestRecord *record, PronyMetric metric);
gsize prony_request_itl (const PronyRequestRecord *record, GArray *seconds);
guint prony_request_count_stalls (const PronyRequestRecord *record);
gboolean prony_request_was_buffered (const PronyRequestRecord *record);

G_END_DECLS
