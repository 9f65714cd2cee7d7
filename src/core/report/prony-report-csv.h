/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/report/prony-report-context.h"

G_BEGIN_DECLS

void prony_report_csv_append_text (GString *row, const char *text);
char *prony_report_csv_summary (PronyReportContext *context);
char *prony_report_csv_results_head (void);
char *prony_report_csv_request (PronyReportContext *context,
                                PronyTrial *trial,
                                const PronyRequestRecord *record);

G_END_DECLS
