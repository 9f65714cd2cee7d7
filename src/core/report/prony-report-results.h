/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/report/prony-report-block.h"
#include "core/report/prony-report-context.h"

G_BEGIN_DECLS

void prony_report_add_results (PronyReportContext *context, GPtrArray *document);

G_END_DECLS
