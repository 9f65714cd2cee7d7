/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/analysis/prony-run-catalogue.h"
#include "core/report/prony-report-block.h"
#include "core/report/prony-report-context.h"

G_BEGIN_DECLS

/**
 * PRONY_REPORT_MAX_CHARTS:
 *
 * So many charts at most are in a report: nobody looks at more, and each takes its place.
 */
#define PRONY_REPORT_MAX_CHARTS 60

/**
 * PronyReportChart:
 * @name: its file's name without the ending, of lower-case ASCII: that of its kind in the
 *   catalogue, and from the second of a kind on a number, such as "ttft-by-load-2"
 * @section: where it belongs
 * @first: whether it comes before others where there are too many
 * @chart: what it shows
 * @note: (nullable): a sentence on what is shown; the last of a kind has it
 *
 * A chart of a report.
 */
typedef struct
{
  char *name;
  PronyRunSection section;
  gboolean first;
  PronyChart *chart;
  char *note;
} PronyReportChart;

gboolean
prony_report_charts_make (PronyReportContext *context, GCancellable *cancellable, GError **error);
void prony_report_add_charts (PronyReportContext *context, GPtrArray *document);

G_END_DECLS
