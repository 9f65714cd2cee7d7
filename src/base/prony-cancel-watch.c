/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-base"

#include "config.h"

#include "base/prony-cancel-watch.h"

/* GLib's own source of a cancellable leaks when it is freed while another thread is
 * still within g_cancellable_cancel(): GLib 2.74 keeps it alive for a handler that has
 * been called already. g_cancellable_disconnect() waits for that thread instead. */

static gboolean
watch_dispatch (GSource *source, GSourceFunc func, gpointer user_data)
{
  g_source_set_ready_time (source, -1);
  return func (user_data);
}

static GSourceFuncs watch_funcs = { .dispatch = watch_dispatch };

/* In the thread that cancels. */
static void
on_cancelled (GCancellable *cancellable, gpointer source)
{
  g_source_set_ready_time (source, 0);
}

/**
 * prony_cancel_watch_start:
 * @self: a watch that is not under way
 * @cancellable: (nullable): what may be cancelled, by any thread; without one nothing
 *   is ever told
 * @func: called once in the thread-default context after the cancellation, also if that
 *   was before this call
 * @user_data: for @func
 *
 * Starts to watch. The operation that @func ends is never ended from within
 * g_cancellable_cancel(), where other handlers are still to come.
 */
void
prony_cancel_watch_start (PronyCancelWatch *self,
                          GCancellable *cancellable,
                          GSourceFunc func,
                          gpointer user_data)
{
  if (cancellable == NULL)
    return;

  self->cancellable = g_object_ref (cancellable);
  self->source = g_source_new (&watch_funcs, sizeof (GSource));
  g_source_set_static_name (self->source, "PronyCancelWatch");
  g_source_set_callback (self->source, func, user_data, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  self->handler =
    g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), g_source_ref (self->source),
                           (GDestroyNotify) g_source_unref);
}

/**
 * prony_cancel_watch_end:
 * @self: a watch, under way or not
 *
 * Nothing is told any more. Waits for a thread that is cancelling just now, so this is
 * not for handlers of the cancellable itself.
 */
void
prony_cancel_watch_end (PronyCancelWatch *self)
{
  if (self->source == NULL)
    return;

  g_cancellable_disconnect (self->cancellable, self->handler);
  self->handler = 0;
  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_object (&self->cancellable);
}
