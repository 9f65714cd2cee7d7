/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/chart/prony-chart-theme.h"
#include "core/report/prony-report-block.h"
#include "core/report/prony-report-colors.h"

G_BEGIN_DECLS

/**
 * PRONY_REPORT_CHART_WIDTH:
 *
 * Width of a picture in a report, in user units.
 */
#define PRONY_REPORT_CHART_WIDTH 840

char *prony_report_svg_file (const PronyBlock *block, GError **error);
char *prony_report_svg_inline (const PronyBlock *block,
                               const char *prefix,
                               PronyReportColors *colors,
                               GError **error);

G_END_DECLS
