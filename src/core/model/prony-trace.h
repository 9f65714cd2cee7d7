/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "base/prony-types.h"

G_BEGIN_DECLS

/**
 * PRONY_TRACE_MAX_REQUESTS:
 *
 * Most requests of a trace that are taken.
 */
#define PRONY_TRACE_MAX_REQUESTS 10000000u

/**
 * PronyTraceRequest:
 * @at_ns: when it arrived, since the first one of the trace
 * @prompt_tokens: -1 where the trace does not say, like the next
 * @output_tokens: how long its answer was
 */
typedef struct
{
  gint64 at_ns;
  gint32 prompt_tokens;
  gint32 output_tokens;
} PronyTraceRequest;

/**
 * PronyTrace:
 * @path: where it was read from
 * @requests: (element-type PronyTraceRequest): in order of arrival, at least one
 *
 * A recorded load: when requests arrived and how long they were. Reference counted,
 * immutable.
 */
struct _PronyTrace
{
  char *path;
  GArray *requests;
};

PronyTrace *prony_trace_read (const char *path, GError **error);
PronyTrace *prony_trace_ref (PronyTrace *self);
void prony_trace_unref (PronyTrace *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyTrace, prony_trace_unref)

G_END_DECLS
