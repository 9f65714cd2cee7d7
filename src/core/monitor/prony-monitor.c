/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-monitor"

#include "config.h"

#include <sys/resource.h>
#include <unistd.h>

#include "base/prony-clock.h"
#include "core/monitor/prony-monitor.h"

/* Measuring has the processor before readings do. */
#define NICENESS 10

/* A driver that hangs must not keep a run from ending. */
#define PATIENCE_US (G_TIME_SPAN_SECOND)

/* A reading that is no older is as good as one of now; and processor time of a shorter time than
 * that is not known. */
#define FRESH_NS (PRONY_NS_PER_S / 20)

/* Held by the monitor and by its thread. */
typedef struct
{
  GMutex lock;
  GCond cond;
  PronyResourceSample *latest; /* (nullable) */
  gboolean hurrying;           /* the next reading is due now */
  gboolean stopping;
  gboolean ended;

  /* The thread's */
  PronyResourceReader *reader;
  gint64 interval_us;
} Shared;

struct _PronyMonitor
{
  Shared *shared;
  GThread *thread;
};

static void
shared_clear (gpointer data)
{
  Shared *shared = data;

  g_clear_pointer (&shared->latest, prony_resource_sample_unref);
  g_mutex_clear (&shared->lock);
  g_cond_clear (&shared->cond);
}

static void
shared_unref (Shared *shared)
{
  g_atomic_rc_box_release_full (shared, shared_clear);
}

/* Readings that would have been due while one took longer are left out. */
static void
wait_until_due (Shared *shared, gint64 *due_us)
{
  gint64 now_us = g_get_monotonic_time ();

  *due_us += shared->interval_us;
  if (*due_us < now_us)
    *due_us = now_us + shared->interval_us;
  while (!shared->stopping && !shared->hurrying &&
         g_cond_wait_until (&shared->cond, &shared->lock, *due_us))
    ;
  if (shared->hurrying)
    *due_us = g_get_monotonic_time ();
  shared->hurrying = FALSE;
}

static gpointer
read_on (gpointer data)
{
  Shared *shared = data;
  gint64 due_us = g_get_monotonic_time ();

  /* On Linux that is the niceness of the thread. Where it may not be, readings go on. */
  if (setpriority (PRIO_PROCESS, (id_t) gettid (), NICENESS) != 0)
    g_debug ("The niceness of the monitor's thread could not be changed");

  g_mutex_lock (&shared->lock);
  while (!shared->stopping)
    {
      PronyResourceSample *sample;

      g_mutex_unlock (&shared->lock);
      sample = prony_resource_reader_read (shared->reader);
      g_mutex_lock (&shared->lock);

      g_clear_pointer (&shared->latest, prony_resource_sample_unref);
      shared->latest = sample;
      g_cond_broadcast (&shared->cond);
      wait_until_due (shared, &due_us);
    }
  g_mutex_unlock (&shared->lock);

  prony_resource_reader_free (shared->reader);
  g_mutex_lock (&shared->lock);
  shared->ended = TRUE;
  g_cond_broadcast (&shared->cond);
  g_mutex_unlock (&shared->lock);
  shared_unref (shared);
  return NULL;
}

/**
 * prony_monitor_start:
 * @engines: (element-type PronyEngineSpec): engines; the processes of those with a loopback
 *   address are read, too
 * @interval_s: seconds from one reading to the next, above 0
 *
 * Begins to read, in a thread of its own.
 *
 * Returns: (transfer full): the monitor
 */
PronyMonitor *
prony_monitor_start (GPtrArray *engines, double interval_s)
{
  PronyResourceReader *reader = prony_resource_reader_new (NULL);

  for (guint i = 0; i < engines->len; i++)
    prony_resource_reader_add_engine (reader, g_ptr_array_index (engines, i));
  return prony_monitor_start_reader (reader, interval_s);
}

/**
 * prony_monitor_start_reader:
 * @reader: (transfer full): what reads
 * @interval_s: seconds from one reading to the next, above 0
 *
 * Begins to read, in a thread of its own.
 *
 * Returns: (transfer full): the monitor
 */
PronyMonitor *
prony_monitor_start_reader (PronyResourceReader *reader, double interval_s)
{
  PronyMonitor *self = g_new0 (PronyMonitor, 1);
  Shared *shared = g_atomic_rc_box_new0 (Shared);

  g_mutex_init (&shared->lock);
  g_cond_init (&shared->cond);
  shared->reader = reader;
  shared->interval_us = MAX ((gint64) (interval_s * G_USEC_PER_SEC), 1);
  self->shared = shared;
  self->thread = g_thread_new ("prony-monitor", read_on, g_atomic_rc_box_acquire (shared));
  return self;
}

/**
 * prony_monitor_read:
 * @self: a monitor
 *
 * Never waits for a reading. Any thread.
 *
 * Returns: (transfer full) (nullable): the latest sample; %NULL before the first
 */
PronyResourceSample *
prony_monitor_read (PronyMonitor *self)
{
  PronyResourceSample *sample;

  g_mutex_lock (&self->shared->lock);
  sample = self->shared->latest != NULL ? prony_resource_sample_ref (self->shared->latest) : NULL;
  g_mutex_unlock (&self->shared->lock);
  return sample;
}

static gboolean
is_since (PronyResourceSample *sample, gint64 at_ns)
{
  return sample != NULL && sample->at_ns >= at_ns;
}

/**
 * prony_monitor_hurry:
 * @self: a monitor
 * @wait_us: how long to wait for the reading, at most
 *
 * Reads now, and from then on at the interval again; but not if the latest reading is quite
 * new. Any thread.
 */
void
prony_monitor_hurry (PronyMonitor *self, gint64 wait_us)
{
  Shared *shared = self->shared;
  gint64 end_us = g_get_monotonic_time () + wait_us;
  gint64 now_ns = prony_clock_now_ns ();

  g_mutex_lock (&shared->lock);
  if (!is_since (shared->latest, now_ns - FRESH_NS))
    {
      shared->hurrying = TRUE;
      g_cond_broadcast (&shared->cond);
      while (wait_us > 0 && !is_since (shared->latest, now_ns) &&
             g_cond_wait_until (&shared->cond, &shared->lock, end_us))
        ;
    }
  g_mutex_unlock (&shared->lock);
}

/**
 * prony_monitor_free:
 * @self: (transfer full): a monitor
 *
 * Stops reading. Waits for a reading that is under way, but not for one that hangs: its
 * thread ends by itself when it comes back.
 */
void
prony_monitor_free (PronyMonitor *self)
{
  gint64 end_us = g_get_monotonic_time () + PATIENCE_US;
  gboolean ended;

  g_mutex_lock (&self->shared->lock);
  self->shared->stopping = TRUE;
  g_cond_broadcast (&self->shared->cond);
  while (!self->shared->ended &&
         g_cond_wait_until (&self->shared->cond, &self->shared->lock, end_us))
    ;
  ended = self->shared->ended;
  g_mutex_unlock (&self->shared->lock);

  if (ended)
    g_thread_join (self->thread);
  else
    g_thread_unref (self->thread);
  shared_unref (self->shared);
  g_free (self);
}
