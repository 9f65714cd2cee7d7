/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PronyCancelWatch:
 *
 * Tells one thread's main loop that a cancellable was cancelled in any thread. To be
 * embedded, all zero at first. Belongs to the thread that starts and ends it.
 */
typedef struct
{
  /*< private >*/
  GCancellable *cancellable;
  GSource *source;
  gulong handler;
} PronyCancelWatch;

void prony_cancel_watch_start (PronyCancelWatch *self,
                               GCancellable *cancellable,
                               GSourceFunc func,
                               gpointer user_data);
void prony_cancel_watch_end (PronyCancelWatch *self);

G_END_DECLS
