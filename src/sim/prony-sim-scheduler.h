/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PronySimScheduler PronySimScheduler;
typedef struct _PronySimTimer PronySimTimer;

/**
 * PronySimTimerFunc:
 * @timer: the timer that is due; it is no longer in the scheduler
 * @user_data: what it was initialised with
 */
typedef void (*PronySimTimerFunc) (PronySimTimer *timer, gpointer user_data);

/**
 * PronySimTimer:
 * @due_ns: when, on the clock of prony_clock_now_ns()
 *
 * One deadline, embedded in the structure that waits for it.
 */
struct _PronySimTimer
{
  gint64 due_ns;

  /*< private >*/
  PronySimScheduler *scheduler;
  PronySimTimerFunc func;
  gpointer user_data;
  guint64 serial;
  guint index;
};

PronySimScheduler *prony_sim_scheduler_new (GMainContext *context);
void prony_sim_scheduler_free (PronySimScheduler *scheduler);

void prony_sim_timer_init (PronySimTimer *timer,
                           PronySimScheduler *scheduler,
                           PronySimTimerFunc func,
                           gpointer user_data);
void prony_sim_timer_start (PronySimTimer *timer, gint64 due_ns);
void prony_sim_timer_stop (PronySimTimer *timer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronySimScheduler, prony_sim_scheduler_free)

G_END_DECLS
