/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <json-glib/json-glib.h>

#include "core/report/prony-report-context.h"

G_BEGIN_DECLS

void prony_report_add_advice (PronyReportContext *context, GPtrArray *document);
JsonArray *prony_report_json_advice (PronyReportContext *context);
JsonArray *prony_report_json_capacities (GArray *capacities);

G_END_DECLS
