/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/metrics/prony-comparison.h"
#include "core/model/prony-run.h"

G_BEGIN_DECLS

/**
 * PronyReportFormat:
 * @PRONY_REPORT_MARKDOWN: `report.md`, with pictures of the charts as SVG unless another kind
 *   is asked for
 * @PRONY_REPORT_HTML: `report.html`, which holds its charts
 * @PRONY_REPORT_PNG: pictures of the charts, in `charts`
 * @PRONY_REPORT_SVG: the same
 * @PRONY_REPORT_ALL: what is written unless somebody asks for something else
 * @PRONY_REPORT_PICTURES: both kinds of pictures
 *
 * What to write of a run; flags.
 */
typedef enum
{
  PRONY_REPORT_CSV = 1 << 0,
  PRONY_REPORT_JSON = 1 << 1,
  PRONY_REPORT_MARKDOWN = 1 << 2,
  PRONY_REPORT_HTML = 1 << 3,
  PRONY_REPORT_PNG = 1 << 4,
  PRONY_REPORT_SVG = 1 << 5,
  PRONY_REPORT_ALL = 15,
  PRONY_REPORT_PICTURES = PRONY_REPORT_PNG | PRONY_REPORT_SVG,
} PronyReportFormat;

gboolean
prony_report_formats_from_string (const char *text, PronyReportFormat *formats, GError **error);
JsonObject *
prony_report_summary_json (PronyRun *run, PronyRecordsFunc get_records, gpointer user_data);
char *prony_report_write_folder (PronyRun *run,
                                 PronyRecordsFunc get_records,
                                 gpointer user_data,
                                 GPtrArray *samples,
                                 const char *parent,
                                 PronyReportFormat formats,
                                 GCancellable *cancellable,
                                 GError **error);

G_END_DECLS
