/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/report/prony-report-block.h"
#include "core/report/prony-report-context.h"

G_BEGIN_DECLS

GPtrArray *prony_report_document_new (PronyReportContext *context);

G_END_DECLS
