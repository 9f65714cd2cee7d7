/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/load/prony-load-streams.h"

G_BEGIN_DECLS

/**
 * PronyLoadShape:
 * @free: frees the loop
 * @prepare: opens connections ahead once it is known how long requests take, and
 *   calls @ready later; or has nothing to prepare and returns %FALSE
 * @start: begins to send; @open_ns is the moment that its schedule counts from
 * @hold: a pause has begun, or it is over: waits for nothing any more
 * @go_on: a pause has ended
 * @note_end: a request of @stream has ended; sends the next one if it is time
 * @is_all_sent: whether nothing is left to send
 * @count_due: how many requests of the schedule were to go out until @at_ns, with
 *   the trial's clock as it stands
 *
 * What sends which request when, in one I/O thread: the methods of a loop.
 */
typedef struct
{
  void (*free) (gpointer loop);
  gboolean (*prepare) (gpointer loop, PronyHttpPoolFunc ready, gpointer user_data);
  void (*start) (gpointer loop, gint64 open_ns);
  void (*hold) (gpointer loop);
  void (*go_on) (gpointer loop);
  void (*note_end) (gpointer loop, guint stream, const PronyRequestRecord *record);
  gboolean (*is_all_sent) (gpointer loop);
  guint64 (*count_due) (gpointer loop, gint64 at_ns);
} PronyLoadShape;

G_END_DECLS
