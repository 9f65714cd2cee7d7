/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include "core/model/prony-trace.h"

static void
trace_clear (gpointer data)
{
  PronyTrace *self = data;

  g_free (self->path);
  g_array_unref (self->requests);
}

/**
 * prony_trace_ref:
 * @self: a trace
 *
 * Thread-safe.
 *
 * Returns: (transfer full): @self
 */
PronyTrace *
prony_trace_ref (PronyTrace *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * prony_trace_unref:
 * @self: (transfer full): a trace
 *
 * Thread-safe.
 */
void
prony_trace_unref (PronyTrace *self)
{
  g_atomic_rc_box_release_full (self, trace_clear);
}
