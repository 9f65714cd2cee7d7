/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/chart/prony-chart.h"
#include "core/model/prony-request-row.h"

G_BEGIN_DECLS

PronyChart *prony_request_chart_new (const PronyRequestRecord *record);
PronyChart *prony_request_rows_chart_new (const PronyRequestRow *rows, guint n_rows);

G_END_DECLS
