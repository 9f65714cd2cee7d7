/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include "core/engines/prony-deadline.h"

static gboolean
on_timeout_cb (gpointer user_data)
{
  PronyDeadline *self = user_data;

  self->timed_out = TRUE;
  g_cancellable_cancel (self->stop);
  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled_cb (gpointer user_data)
{
  PronyDeadline *self = user_data;

  g_cancellable_cancel (self->stop);
  return G_SOURCE_REMOVE;
}

/**
 * prony_deadline_start:
 * @self: (out caller-allocates): memory for it
 * @seconds: how long it is until the deadline
 * @cancellable: (nullable): the caller's
 *
 * Starts the clock in the thread-default context. The caller's cancellable is
 * watched from there, not by a signal handler, which could end the operation while
 * the signal is being emitted.
 */
void
prony_deadline_start (PronyDeadline *self, double seconds, GCancellable *cancellable)
{
  GMainContext *context = g_main_context_get_thread_default ();

  self->timed_out = FALSE;
  self->stop = g_cancellable_new ();
  self->timer = g_timeout_source_new ((guint) (CLAMP (seconds, 0.001, 86400.0) * 1000.0));
  g_source_set_callback (self->timer, on_timeout_cb, self, NULL);
  g_source_attach (self->timer, context);
  prony_cancel_watch_start (&self->watch, cancellable, on_cancelled_cb, self);
}

/**
 * prony_deadline_end:
 * @self: a deadline, started or not
 *
 * Stops the clock: nothing is cancelled any more.
 */
void
prony_deadline_end (PronyDeadline *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  prony_cancel_watch_end (&self->watch);
}

/**
 * prony_deadline_clear:
 * @self: a deadline, started or not
 *
 * Stops the clock and frees what the deadline holds, but not @self.
 */
void
prony_deadline_clear (PronyDeadline *self)
{
  prony_deadline_end (self);
  g_clear_object (&self->stop);
}
