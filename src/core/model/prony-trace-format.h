/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-trace.h"

G_BEGIN_DECLS

/**
 * PronyTraceField:
 *
 * What a column of a trace tells, as far as it is used.
 */
typedef enum
{
  PRONY_TRACE_TIME,
  PRONY_TRACE_PROMPT_TOKENS,
  PRONY_TRACE_OUTPUT_TOKENS,
  PRONY_TRACE_N_FIELDS,
} PronyTraceField;

/**
 * PronyTraceFormat:
 * @json: whether each line is a JSON object; otherwise lines are rows of CSV
 * @columns: of CSV: which columns tell what, from 0; -1 for none
 * @unit_ns: what a time of 1 means, in nanoseconds
 *
 * How a trace is written, as its first line shows. A plain value.
 */
typedef struct
{
  gboolean json;
  int columns[PRONY_TRACE_N_FIELDS];
  gint64 unit_ns;
} PronyTraceFormat;

gboolean prony_trace_format_detect (PronyTraceFormat *self, const char *line);
const char *prony_trace_format_read (const PronyTraceFormat *self,
                                     const char *line,
                                     PronyTraceRequest *request);

G_END_DECLS
