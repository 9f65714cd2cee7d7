/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/prony-clock.h"
#include "sim/prony-sim-scheduler.h"

/* All deadlines of a simulated engine in one binary heap, in front of one
 * timerfd. GLib's own timeouts are rounded up to whole milliseconds, which is
 * more than the error that the measuring side may have; a timerfd with an
 * absolute time on CLOCK_MONOTONIC wakes within some ten microseconds.
 *
 * Used in one thread, the one that iterates the context. Timers are owned by
 * whoever embeds them and must be stopped before they go away. */

#define NOT_IN_HEAP G_MAXUINT
#define TIMERS_AT_ONCE 64
#define SPIN_NS 20000

struct _PronySimScheduler
{
  GSource *source;
  GPtrArray *heap;
  guint64 next_serial;
  gint64 armed_ns;
  gboolean overdue;
  int fd;
};

typedef struct
{
  GSource source;
  PronySimScheduler *scheduler;
  gpointer tag;
} SchedulerSource;

static PronySimTimer *
heap_at (PronySimScheduler *self, guint index)
{
  return g_ptr_array_index (self->heap, index);
}

/* Equal deadlines run in the order in which they were started. */
static gboolean
is_before (const PronySimTimer *a, const PronySimTimer *b)
{
  return a->due_ns != b->due_ns ? a->due_ns < b->due_ns : a->serial < b->serial;
}

static void
heap_put (PronySimScheduler *self, guint index, PronySimTimer *timer)
{
  g_ptr_array_index (self->heap, index) = timer;
  timer->index = index;
}

static void
sift_up (PronySimScheduler *self, guint index)
{
  PronySimTimer *timer = heap_at (self, index);

  while (index > 0 && is_before (timer, heap_at (self, (index - 1) / 2)))
    {
      heap_put (self, index, heap_at (self, (index - 1) / 2));
      index = (index - 1) / 2;
    }
  heap_put (self, index, timer);
}

static void
sift_down (PronySimScheduler *self, guint index)
{
  PronySimTimer *timer = heap_at (self, index);

  for (;;)
    {
      guint child = 2 * index + 1;

      if (child >= self->heap->len)
        break;
      if (child + 1 < self->heap->len &&
          is_before (heap_at (self, child + 1), heap_at (self, child)))
        child++;
      if (!is_before (heap_at (self, child), timer))
        break;

      heap_put (self, index, heap_at (self, child));
      index = child;
    }
  heap_put (self, index, timer);
}

static void
heap_remove (PronySimScheduler *self, PronySimTimer *timer)
{
  guint index = timer->index;
  PronySimTimer *last = heap_at (self, self->heap->len - 1);

  g_ptr_array_set_size (self->heap, (int) self->heap->len - 1);
  timer->index = NOT_IN_HEAP;
  if (last == timer)
    return;

  heap_put (self, index, last);
  sift_up (self, index);
  sift_down (self, last->index);
}

/* Sets the timerfd to the first deadline, if that is another one than before. */
static void
arm (PronySimScheduler *self)
{
  struct itimerspec spec = { 0 };
  gint64 due_ns = self->heap->len > 0 ? MAX (heap_at (self, 0)->due_ns, 1) : 0;

  if (due_ns == self->armed_ns)
    return;

  self->armed_ns = due_ns;
  spec.it_value.tv_sec = due_ns / PRONY_NS_PER_S;
  spec.it_value.tv_nsec = due_ns % PRONY_NS_PER_S;
  if (timerfd_settime (self->fd, TFD_TIMER_ABSTIME, &spec, NULL) != 0)
    g_error ("timerfd_settime: %s", g_strerror (errno));
}

/* Runs the timers that are due. So many at once only, that deadlines in the past
 * cannot keep the sockets waiting. A deadline that is very close is waited for here:
 * to set the timer would take as long.
 *
 * Returns: whether there may be more that are due */
static gboolean
run_due (PronySimScheduler *self)
{
  for (guint n = 0; self->heap->len > 0;)
    {
      PronySimTimer *timer = heap_at (self, 0);
      gint64 left_ns = timer->due_ns - prony_clock_now_ns ();

      if (left_ns > SPIN_NS)
        return FALSE;
      if (left_ns > 0)
        continue;
      if (n++ == TIMERS_AT_ONCE)
        return TRUE;

      heap_remove (self, timer);
      timer->func (timer, timer->user_data);
    }

  return FALSE;
}

static gboolean
scheduler_source_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  PronySimScheduler *self = ((SchedulerSource *) source)->scheduler;
  guint64 expirations;

  if (!self->overdue && read (self->fd, &expirations, sizeof expirations) < 0 && errno != EAGAIN)
    g_error ("timerfd: %s", g_strerror (errno));

  /* Where there are more, the timer need not tell. */
  self->armed_ns = -1;
  self->overdue = run_due (self);
  self->armed_ns = 0;
  if (!self->overdue)
    arm (self);

  return G_SOURCE_CONTINUE;
}

static gboolean
scheduler_source_prepare (GSource *source, int *timeout_ms)
{
  *timeout_ms = -1;
  return ((SchedulerSource *) source)->scheduler->overdue;
}

static gboolean
scheduler_source_check (GSource *source)
{
  SchedulerSource *self = (SchedulerSource *) source;

  return self->scheduler->overdue || g_source_query_unix_fd (source, self->tag) != 0;
}

static GSourceFuncs scheduler_source_funcs = {
  .prepare = scheduler_source_prepare,
  .check = scheduler_source_check,
  .dispatch = scheduler_source_dispatch,
};

/**
 * prony_sim_scheduler_new:
 * @context: (nullable): the context of the thread that will use it, %NULL for
 *   the default one
 *
 * Returns: (transfer full): a scheduler without deadlines
 */
PronySimScheduler *
prony_sim_scheduler_new (GMainContext *context)
{
  PronySimScheduler *self = g_new0 (PronySimScheduler, 1);
  SchedulerSource *source;

  self->fd = timerfd_create (CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  if (self->fd < 0)
    g_error ("timerfd_create: %s", g_strerror (errno));
  self->heap = g_ptr_array_new ();

  self->source = g_source_new (&scheduler_source_funcs, sizeof (SchedulerSource));
  source = (SchedulerSource *) self->source;
  source->scheduler = self;
  source->tag = g_source_add_unix_fd (self->source, self->fd, G_IO_IN);
  g_source_set_static_name (self->source, "prony-sim-scheduler");
  /* Else GLib blocks and unblocks it around each dispatch, with four system calls. */
  g_source_set_can_recurse (self->source, TRUE);
  g_source_attach (self->source, context);

  return self;
}

/**
 * prony_sim_scheduler_free:
 * @scheduler: (transfer full): a scheduler
 *
 * Frees it. Timers that still wait are forgotten; they may be stopped no more.
 */
void
prony_sim_scheduler_free (PronySimScheduler *scheduler)
{
  g_source_destroy (scheduler->source);
  g_source_unref (scheduler->source);
  g_ptr_array_unref (scheduler->heap);
  close (scheduler->fd);
  g_free (scheduler);
}

/**
 * prony_sim_timer_init:
 * @timer: a timer
 * @scheduler: the scheduler that it will wait in; it must live longer
 * @func: what to call when it is due
 * @user_data: passed to @func
 *
 * Prepares a timer. It does not run yet.
 */
void
prony_sim_timer_init (PronySimTimer *timer,
                      PronySimScheduler *scheduler,
                      PronySimTimerFunc func,
                      gpointer user_data)
{
  memset (timer, 0, sizeof *timer);
  timer->scheduler = scheduler;
  timer->func = func;
  timer->user_data = user_data;
  timer->index = NOT_IN_HEAP;
}

/**
 * prony_sim_timer_start:
 * @timer: a timer that does not run
 * @due_ns: when, on the clock of prony_clock_now_ns(); a time that has passed is
 *   due at once
 *
 * Starts a timer, which fires once.
 */
void
prony_sim_timer_start (PronySimTimer *timer, gint64 due_ns)
{
  PronySimScheduler *self = timer->scheduler;

  g_return_if_fail (timer->index == NOT_IN_HEAP);

  timer->due_ns = due_ns;
  timer->serial = self->next_serial++;
  g_ptr_array_add (self->heap, timer);
  timer->index = self->heap->len - 1;
  sift_up (self, timer->index);
  if (self->armed_ns >= 0)
    arm (self);
}

/**
 * prony_sim_timer_stop:
 * @timer: a timer
 *
 * Takes a timer out of the scheduler. Does nothing when it does not run.
 */
void
prony_sim_timer_stop (PronySimTimer *timer)
{
  if (timer->index == NOT_IN_HEAP)
    return;

  heap_remove (timer->scheduler, timer);
  if (timer->scheduler->armed_ns >= 0)
    arm (timer->scheduler);
}
