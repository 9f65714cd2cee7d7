/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/report/prony-report-context.h"

G_BEGIN_DECLS

void
prony_report_add_resources (PronyReportContext *context, GPtrArray *document, const char *scenario);
JsonObject *prony_report_json_limit (PronyReportContext *context, PronyTrial *trial);
char *prony_report_samples_text (GPtrArray *samples);

G_END_DECLS
