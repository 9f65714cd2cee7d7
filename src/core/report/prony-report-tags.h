/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/report/prony-report-block.h"
#include "core/report/prony-report-context.h"

G_BEGIN_DECLS

const char *const *
prony_report_get_tags (PronyReportContext *context, PronyTrial *trial, guint case_index);
void prony_report_add_tags (PronyReportContext *context, GPtrArray *document, const char *scenario);
JsonArray *prony_report_json_tags (PronyReportContext *context, PronyTrial *trial);

G_END_DECLS
