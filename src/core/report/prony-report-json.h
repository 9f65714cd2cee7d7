/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/report/prony-report-context.h"

G_BEGIN_DECLS

JsonObject *prony_report_json_summary (PronyReportContext *context);
char *prony_report_json_results_head (PronyReportContext *context, PronyReportEngine *engine);
char *prony_report_json_request (PronyReportContext *context,
                                 PronyTrial *trial,
                                 const PronyRequestRecord *record);
const char *prony_report_json_results_tail (void);

void prony_report_add_string (JsonObject *object, const char *name, const char *text);
void prony_report_add_trial (JsonObject *object, PronyTrial *trial);
char *prony_report_request_id (PronyTrial *trial, const PronyRequestRecord *record);
double prony_report_total_duration (const PronyRequestRecord *record);
double prony_report_scheduled_offset (PronyRun *run, const PronyRequestRecord *record);

G_END_DECLS
