/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/model/prony-trace.h"

G_BEGIN_DECLS

/**
 * PronyTraceRow:
 *
 * A row in which a trace is chosen; says how many requests it has, or why it cannot be
 * read. Reads in a thread of its own. Main thread only.
 *
 * Signal `changed`: another trace is there, or none any more.
 */
#define PRONY_TYPE_TRACE_ROW (prony_trace_row_get_type ())

G_DECLARE_FINAL_TYPE (PronyTraceRow, prony_trace_row, PRONY, TRACE_ROW, AdwActionRow)

void prony_trace_row_read (PronyTraceRow *self, const char *path);
void prony_trace_row_set_trace (PronyTraceRow *self, PronyTrace *trace);
PronyTrace *prony_trace_row_get_trace (PronyTraceRow *self, GError **error);

G_END_DECLS
