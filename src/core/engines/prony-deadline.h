/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "base/prony-cancel-watch.h"

G_BEGIN_DECLS

/**
 * PronyDeadline:
 * @stop: to be given to what must end in time
 * @timer: fires at the deadline
 * @watch: fires when the caller cancels
 * @timed_out: whether the deadline has passed
 *
 * Ends operations at a deadline or when the caller cancels. To be embedded; must
 * not move once it is started. Belongs to one thread.
 */
typedef struct
{
  GCancellable *stop;
  GSource *timer;
  PronyCancelWatch watch;
  gboolean timed_out;
} PronyDeadline;

void prony_deadline_start (PronyDeadline *self, double seconds, GCancellable *cancellable);
void prony_deadline_end (PronyDeadline *self);
void prony_deadline_clear (PronyDeadline *self);

G_END_DECLS
