/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/model/prony-request-record.h"

G_BEGIN_DECLS

/**
 * PronyTryMetrics:
 *
 * All figures of one request with their definitions, also those that it does not
 * have. Main thread only.
 */
#define PRONY_TYPE_TRY_METRICS (prony_try_metrics_get_type ())

G_DECLARE_FINAL_TYPE (PronyTryMetrics, prony_try_metrics, PRONY, TRY_METRICS, AdwBin)

void prony_try_metrics_set_record (PronyTryMetrics *self,
                                   const PronyRequestRecord *record,
                                   char **dropped);

G_END_DECLS
