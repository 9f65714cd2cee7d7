/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-load-level.h"
#include "core/model/prony-trace.h"

G_BEGIN_DECLS

/**
 * PronyArrival:
 * @number: which request of the schedule, from 0
 * @at_ns: when it is due, since the window was opened
 * @prompt_tokens: how long its prompt is, from a trace; -1 for any length
 * @output_tokens: how long its answer is; likewise
 *
 * One request of an open loop's schedule.
 */
typedef struct
{
  guint64 number;
  gint64 at_ns;
  gint32 prompt_tokens;
  gint32 output_tokens;
} PronyArrival;

/**
 * PronyArrivals:
 *
 * The schedule of an open loop, one request after the other: the same load and seed
 * give the same schedule everywhere. Used by one thread at a time.
 */
typedef struct _PronyArrivals PronyArrivals;

PronyArrivals *prony_arrivals_new (const PronyLoadLevel *level, PronyTrace *trace, guint64 seed);
void prony_arrivals_free (PronyArrivals *self);
gboolean prony_arrivals_next (PronyArrivals *self, PronyArrival *arrival);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyArrivals, prony_arrivals_free)

G_END_DECLS
