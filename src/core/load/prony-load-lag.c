/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-load"

#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <glib-unix.h>

#include "base/prony-clock.h"
#include "core/load/prony-load-lag.h"

/* How often the thread is asked whether it is on time. */
#define PERIOD_NS (PRONY_NS_PER_S / 100)

/* Buckets grow by an eighth of an octave from 1 µs on, so that the percentile is
 * right within 9 % however long a trial goes on. */
#define BUCKETS_PER_OCTAVE 8
#define N_BUCKETS (28 * BUCKETS_PER_OCTAVE)
#define FIRST_BUCKET_NS 1000.0

/* Those of the last second. */
#define LATEST (PRONY_NS_PER_S / PERIOD_NS)

/* How well an I/O thread keeps up: how late it serves a timer, which is how late
 * it may see a token, and how much of a core it uses. A timerfd rather than a
 * GLib timeout, which is rounded to milliseconds. Belongs to the I/O thread. */
struct _PronyLoadLag
{
  GSource *source;
  int timer_fd;
  gboolean counting;
  gint64 next_ns;
  guint64 counts[N_BUCKETS];
  guint64 n;
  gint64 latest[LATEST];
  guint64 n_latest;
  gint64 began_ns;
  gint64 began_cpu_ns;
  double cpu_percent;
  double cpu_s;
};

static gboolean
on_timer (int fd, GIOCondition condition, gpointer user_data)
{
  PronyLoadLag *self = user_data;
  gint64 now_ns = prony_clock_now_ns ();
  guint64 expirations;

  if (read (fd, &expirations, sizeof expirations) != sizeof expirations || expirations == 0)
    return G_SOURCE_CONTINUE;

  /* What expired while the thread was busy was all served now. */
  for (guint64 i = 0; i < expirations; i++)
    {
      self->latest[self->n_latest++ % LATEST] = now_ns - self->next_ns;
      if (self->counting)
        prony_load_lag_add (self, now_ns - self->next_ns);
      self->next_ns += PERIOD_NS;
    }

  return G_SOURCE_CONTINUE;
}

/**
 * prony_load_lag_new:
 * @context: the I/O thread's context
 *
 * Must be called in the thread that is to be watched.
 *
 * Returns: (transfer full): a watch over the thread, not counting yet. Where the
 *   system has no timer left, it never finds anything late
 */
PronyLoadLag *
prony_load_lag_new (GMainContext *context)
{
  PronyLoadLag *self = g_new0 (PronyLoadLag, 1);
  struct itimerspec timer = { .it_interval = { .tv_nsec = PERIOD_NS } };

  self->cpu_percent = NAN;
  self->timer_fd = timerfd_create (CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  if (self->timer_fd < 0)
    return self;

  self->next_ns = prony_clock_now_ns () + PERIOD_NS;
  timer.it_value.tv_sec = self->next_ns / PRONY_NS_PER_S;
  timer.it_value.tv_nsec = self->next_ns % PRONY_NS_PER_S;
  timerfd_settime (self->timer_fd, TFD_TIMER_ABSTIME, &timer, NULL);

  self->source = g_unix_fd_source_new (self->timer_fd, G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_timer), self, NULL);
  g_source_attach (self->source, context);
  return self;
}

/**
 * prony_load_lag_free:
 * @self: (transfer full): a watch
 */
void
prony_load_lag_free (PronyLoadLag *self)
{
  if (self->source != NULL)
    {
      g_source_destroy (self->source);
      g_source_unref (self->source);
      close (self->timer_fd);
    }
  g_free (self);
}

/**
 * prony_load_lag_begin:
 * @self: a watch
 *
 * Starts counting. Call it in the watched thread when the window opens.
 */
void
prony_load_lag_begin (PronyLoadLag *self)
{
  self->counting = TRUE;
  self->began_ns = prony_clock_now_ns ();
  self->began_cpu_ns = prony_clock_thread_cpu_ns ();
}

/**
 * prony_load_lag_end:
 * @self: a watch
 *
 * Stops counting. Call it in the watched thread when the window closes; a second
 * call changes nothing.
 */
void
prony_load_lag_end (PronyLoadLag *self)
{
  gint64 elapsed_ns = prony_clock_now_ns () - self->began_ns;

  if (!self->counting)
    return;

  self->counting = FALSE;
  self->cpu_s = prony_ns_to_s (prony_clock_thread_cpu_ns () - self->began_cpu_ns);
  if (elapsed_ns > 0)
    self->cpu_percent = 100 * self->cpu_s / prony_ns_to_s (elapsed_ns);
}

/**
 * prony_load_lag_add:
 * @self: a watch
 * @late_ns: how late the timer was served
 *
 * Notes a lateness.
 */
void
prony_load_lag_add (PronyLoadLag *self, gint64 late_ns)
{
  double octaves = log2 (MAX ((double) late_ns, FIRST_BUCKET_NS) / FIRST_BUCKET_NS);
  guint bucket = MIN ((guint) (octaves * BUCKETS_PER_OCTAVE), N_BUCKETS - 1);

  self->counts[bucket]++;
  self->n++;
}

/**
 * prony_load_lag_get_p99:
 * @self: a watch
 *
 * Returns: the 99th percentile of the lateness, in seconds, at most 9 % too high;
 *   NAN where nothing was counted
 */
double
prony_load_lag_get_p99 (PronyLoadLag *self)
{
  guint64 rank = (self->n * 99 + 99) / 100;
  guint64 n = 0;
  guint i = 0;

  if (self->n == 0)
    return NAN;

  for (i = 0; i < N_BUCKETS - 1; i++)
    {
      n += self->counts[i];
      if (n >= rank)
        break;
    }

  return exp2 ((double) (i + 1) / BUCKETS_PER_OCTAVE) * FIRST_BUCKET_NS / (double) PRONY_NS_PER_S;
}

static int
compare_ns (const void *a, const void *b)
{
  gint64 one = *(const gint64 *) a;
  gint64 other = *(const gint64 *) b;

  return (one > other) - (one < other);
}

/**
 * prony_load_lag_get_latest:
 * @self: a watch, counting or not
 *
 * Returns: the 99th percentile of the lateness over the last second, in seconds;
 *   NAN before anything was due
 */
double
prony_load_lag_get_latest (PronyLoadLag *self)
{
  guint n = (guint) MIN (self->n_latest, LATEST);
  gint64 sorted[LATEST];

  if (n == 0)
    return NAN;

  memcpy (sorted, self->latest, n * sizeof *sorted);
  qsort (sorted, n, sizeof *sorted, compare_ns);
  return prony_ns_to_s (sorted[(n * 99 + 99) / 100 - 1]);
}

/**
 * prony_load_lag_get_cpu_percent:
 * @self: a watch that has stopped counting
 *
 * Returns: the thread's share of one core while it was counted, in percent; NAN
 *   where nothing was counted
 */
double
prony_load_lag_get_cpu_percent (PronyLoadLag *self)
{
  return self->cpu_percent;
}

/**
 * prony_load_lag_get_cpu_s:
 * @self: a watch that has stopped counting
 *
 * Returns: the processor time that the thread used while it was counted, in seconds;
 *   0 where nothing was counted
 */
double
prony_load_lag_get_cpu_s (PronyLoadLag *self)
{
  return self->cpu_s;
}
