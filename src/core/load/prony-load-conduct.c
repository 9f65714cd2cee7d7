/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-load"

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "core/load/prony-load-conduct.h"
#include "core/load/prony-load-presence.h"

/* How many of the latest warm-up requests tell how long one takes. */
#define WARM_LATENCIES 8

/* What the I/O threads of one generator agree on: who sends which request, whether
 * anything is sent at all, when the window was opened and how long it stood still,
 * whether there is an engine, and how the trial ends if not by its bounds.
 *
 * The lock is taken a few times a request and held for some assignments, never while
 * anything is waited for. */
struct _PronyLoadConduct
{
  GMutex mutex;
  PronyLoadConductFunc wake;
  gpointer wake_data;
  gboolean scheduled; /* the clock stops with a pause, not with what is in flight */
  guint64 n_warmups;
  guint64 n_requests; /* bound on claims of measured requests; 0 for none */
  guint n_warmup_streams;
  int watched; /* atomic: the stream that is to be shown */

  guint64 n_warmups_claimed;
  guint64 n_warmups_ended;
  guint64 n_claimed;
  guint64 n_in_flight;
  PronyLoadPresence presence;
  double latencies[WARM_LATENCIES]; /* of the latest good warm-up requests, seconds */
  guint64 n_latencies;

  gint64 open_ns;
  gboolean paused;
  gint64 held_since_ns; /* since when it has been paused; else 0 */
  gint64 held_ns;
  gint64 idle_since_ns; /* since when it has been paused with nothing in flight; else 0 */
  gint64 idle_ns;
  GArray *pauses; /* (element-type PronyPause): those that idle_ns adds up */

  PronyState verdict; /* WAITING while there is none */
  char *error;
};

/**
 * prony_load_conduct_new:
 * @config: what the generator does
 * @n_warmup_streams: how many streams warm up in all
 * @wake: called without any lock held, from any thread
 * @wake_data: for @wake
 *
 * Returns: (transfer full): a conduct, to be shared by all threads of a generator
 */
PronyLoadConduct *
prony_load_conduct_new (const PronyLoadConfig *config,
                        guint n_warmup_streams,
                        PronyLoadConductFunc wake,
                        gpointer wake_data)
{
  PronyLoadConduct *self = g_new0 (PronyLoadConduct, 1);

  g_mutex_init (&self->mutex);
  self->pauses = g_array_new (FALSE, FALSE, sizeof (PronyPause));
  self->wake = wake;
  self->wake_data = wake_data;
  self->scheduled = config->level.kind != PRONY_LOAD_CLOSED;
  self->n_warmup_streams = n_warmup_streams;
  self->watched = PRONY_WATCH_ANY;
  self->n_warmups = (guint64) n_warmup_streams * config->warmup_per_stream;
  self->n_requests = config->requests;
  self->verdict = PRONY_STATE_WAITING;
  return self;
}

/**
 * prony_load_conduct_free:
 * @self: (transfer full): a conduct that no thread uses any more
 */
void
prony_load_conduct_free (PronyLoadConduct *self)
{
  g_array_unref (self->pauses);
  prony_load_presence_clear (&self->presence);
  g_free (self->error);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * prony_load_conduct_claim_warmup:
 * @self: a conduct
 * @index: (out): which request of the trial
 *
 * Asks to send a warm-up request. What was allowed is in flight until
 * prony_load_conduct_release().
 *
 * Returns: whether to send it
 */
gboolean
prony_load_conduct_claim_warmup (PronyLoadConduct *self, guint64 *index)
{
  gboolean allowed;

  g_mutex_lock (&self->mutex);
  allowed = !self->paused && self->n_warmups_claimed < self->n_warmups;
  if (allowed)
    {
      *index = self->n_warmups_claimed++;
      self->n_in_flight++;
    }
  g_mutex_unlock (&self->mutex);

  return allowed;
}

/**
 * prony_load_conduct_claim_request:
 * @self: a conduct
 * @index: (out): which request of the trial
 *
 * Asks to send a measured request, whichever is next, like
 * prony_load_conduct_claim_warmup().
 *
 * Returns: whether to send it: not during a pause, nor once all have been claimed
 */
gboolean
prony_load_conduct_claim_request (PronyLoadConduct *self, guint64 *index)
{
  gboolean allowed;

  g_mutex_lock (&self->mutex);
  allowed = !self->paused && (self->n_requests == 0 || self->n_claimed < self->n_requests);
  if (allowed)
    {
      *index = self->n_warmups + self->n_claimed++;
      self->n_in_flight++;
    }
  g_mutex_unlock (&self->mutex);

  return allowed;
}

/**
 * prony_load_conduct_claim_arrival:
 * @self: a conduct
 * @number: which request of the schedule
 * @index: (out): which request of the trial
 *
 * Asks to send the request of a schedule, like prony_load_conduct_claim_warmup().
 *
 * Returns: whether to send it: not during a pause
 */
gboolean
prony_load_conduct_claim_arrival (PronyLoadConduct *self, guint64 number, guint64 *index)
{
  gboolean allowed;

  g_mutex_lock (&self->mutex);
  allowed = !self->paused;
  if (allowed)
    {
      *index = self->n_warmups + number;
      self->n_in_flight++;
    }
  g_mutex_unlock (&self->mutex);

  return allowed;
}

/**
 * prony_load_conduct_note_attempt:
 * @self: a conduct
 * @record: what a request came to, which may be sent again
 *
 * Notes whether it found an engine.
 */
void
prony_load_conduct_note_attempt (PronyLoadConduct *self, const PronyRequestRecord *record)
{
  g_mutex_lock (&self->mutex);
  prony_load_presence_note (&self->presence, record);
  g_mutex_unlock (&self->mutex);
}

static void
note_warmup (PronyLoadConduct *self, const PronyRequestRecord *record)
{
  self->n_warmups_ended++;
  if (record->outcome == PRONY_OUTCOME_OK)
    self->latencies[self->n_latencies++ % WARM_LATENCIES] =
      prony_ns_to_s (record->finished_ns - record->started_ns);
}

/**
 * prony_load_conduct_release:
 * @self: a conduct
 * @record: a request that was claimed and has ended
 *
 * Notes that it is in flight no longer. The last warm-up request wakes all threads.
 */
void
prony_load_conduct_release (PronyLoadConduct *self, const PronyRequestRecord *record)
{
  gboolean warm = FALSE;

  g_mutex_lock (&self->mutex);
  self->n_in_flight--;
  if (self->n_in_flight == 0 && self->paused && self->open_ns != 0 && self->idle_since_ns == 0)
    self->idle_since_ns = MAX (prony_clock_now_ns (), self->open_ns);
  if (record->warmup)
    {
      note_warmup (self, record);
      warm = self->n_warmups_ended == self->n_warmups;
    }
  g_mutex_unlock (&self->mutex);

  if (warm)
    self->wake (self->wake_data);
}

/**
 * prony_load_conduct_is_exhausted:
 * @self: a conduct
 *
 * Returns: whether all measured requests that there may be have been claimed
 */
gboolean
prony_load_conduct_is_exhausted (PronyLoadConduct *self)
{
  gboolean exhausted;

  g_mutex_lock (&self->mutex);
  exhausted = self->n_requests > 0 && self->n_claimed >= self->n_requests;
  g_mutex_unlock (&self->mutex);

  return exhausted;
}

/**
 * prony_load_conduct_is_warm:
 * @self: a conduct
 *
 * Returns: whether all warm-up requests have ended
 */
gboolean
prony_load_conduct_is_warm (PronyLoadConduct *self)
{
  gboolean warm;

  g_mutex_lock (&self->mutex);
  warm = self->n_warmups_ended == self->n_warmups;
  g_mutex_unlock (&self->mutex);

  return warm;
}

/**
 * prony_load_conduct_get_warm_latency:
 * @self: a conduct
 *
 * Returns: how long the latest good warm-up requests took on average, in seconds;
 *   NAN where there was none
 */
double
prony_load_conduct_get_warm_latency (PronyLoadConduct *self)
{
  double sum = 0;
  guint n;

  g_mutex_lock (&self->mutex);
  n = (guint) MIN (self->n_latencies, WARM_LATENCIES);
  for (guint i = 0; i < n; i++)
    sum += self->latencies[i];
  g_mutex_unlock (&self->mutex);

  return n > 0 ? sum / n : NAN;
}

/**
 * prony_load_conduct_open:
 * @self: a conduct
 * @open_ns: the moment at which all threads open their windows
 *
 * Notes it and wakes all threads. Each of them may say so; the first one counts.
 */
void
prony_load_conduct_open (PronyLoadConduct *self, gint64 open_ns)
{
  gboolean first;

  g_mutex_lock (&self->mutex);
  first = self->open_ns == 0;
  if (first)
    {
      self->open_ns = open_ns;
      if (self->paused)
        {
          self->held_since_ns = open_ns;
          self->idle_since_ns = open_ns;
        }
    }
  g_mutex_unlock (&self->mutex);

  if (first)
    self->wake (self->wake_data);
}

/**
 * prony_load_conduct_get_open:
 * @self: a conduct
 *
 * Returns: the moment at which all threads open their windows; 0 while it has not
 *   been agreed on
 */
gint64
prony_load_conduct_get_open (PronyLoadConduct *self)
{
  gint64 open_ns;

  g_mutex_lock (&self->mutex);
  open_ns = self->open_ns;
  g_mutex_unlock (&self->mutex);

  return open_ns;
}

static void
hold (PronyLoadConduct *self, gint64 now_ns)
{
  self->held_since_ns = MAX (now_ns, self->open_ns);
  if (self->n_in_flight == 0)
    self->idle_since_ns = self->held_since_ns;
}

static void
go_on (PronyLoadConduct *self, gint64 now_ns)
{
  if (self->held_since_ns != 0)
    self->held_ns += MAX (now_ns - self->held_since_ns, 0);
  if (self->idle_since_ns != 0)
    {
      PronyPause pause = { self->idle_since_ns, MAX (now_ns, self->idle_since_ns) };

      self->idle_ns += pause.to_ns - pause.from_ns;
      g_array_append_val (self->pauses, pause);
    }
  self->held_since_ns = 0;
  self->idle_since_ns = 0;
}

/**
 * prony_load_conduct_set_paused:
 * @self: a conduct
 * @paused: whether to hold back new requests
 *
 * Pauses or resumes, in force at once, and wakes all threads.
 */
void
prony_load_conduct_set_paused (PronyLoadConduct *self, gboolean paused)
{
  gint64 now_ns = prony_clock_now_ns ();
  gboolean changed;

  g_mutex_lock (&self->mutex);
  changed = self->paused != paused;
  self->paused = paused;
  if (changed && self->open_ns != 0)
    {
      if (paused)
        hold (self, now_ns);
      else
        go_on (self, now_ns);
    }
  g_mutex_unlock (&self->mutex);

  if (changed)
    self->wake (self->wake_data);
}

/**
 * prony_load_conduct_is_paused:
 * @self: a conduct
 *
 * Returns: whether new requests are held back
 */
gboolean
prony_load_conduct_is_paused (PronyLoadConduct *self)
{
  gboolean paused;

  g_mutex_lock (&self->mutex);
  paused = self->paused;
  g_mutex_unlock (&self->mutex);

  return paused;
}

/**
 * prony_load_conduct_get_clock:
 * @self: a conduct
 *
 * The clock of a schedule stands still from the pause on, so that nothing falls due
 * in it. That of a closed loop stands still once the last request in flight has
 * ended, since until then the engine works and is measured.
 *
 * Returns: how the trial's clock stands
 */
PronyLoadClock
prony_load_conduct_get_clock (PronyLoadConduct *self)
{
  PronyLoadClock clock;
  gint64 since_ns;

  g_mutex_lock (&self->mutex);
  since_ns = self->scheduled ? self->held_since_ns : self->idle_since_ns;
  clock.running = since_ns == 0;
  clock.stood_ns = self->scheduled ? self->held_ns : self->idle_ns;
  if (since_ns != 0)
    clock.stood_ns += MAX (prony_clock_now_ns () - since_ns, 0);
  g_mutex_unlock (&self->mutex);

  return clock;
}

/**
 * prony_load_conduct_get_idle:
 * @self: a conduct
 * @paused_ns: (out): how long earlier pauses lasted with nothing in flight
 *
 * Returns: since when it has been paused with nothing in flight; 0 if it is not
 */
gint64
prony_load_conduct_get_idle (PronyLoadConduct *self, gint64 *paused_ns)
{
  gint64 since_ns;

  g_mutex_lock (&self->mutex);
  since_ns = self->idle_since_ns;
  *paused_ns = self->idle_ns;
  g_mutex_unlock (&self->mutex);

  return since_ns;
}

/**
 * prony_load_conduct_list_pauses:
 * @self: a conduct
 *
 * Returns: (transfer full) (element-type PronyPause): the pauses that are over, in their
 *   order, as far as nothing was in flight
 */
GArray *
prony_load_conduct_list_pauses (PronyLoadConduct *self)
{
  GArray *pauses;

  g_mutex_lock (&self->mutex);
  pauses = g_array_copy (self->pauses);
  g_mutex_unlock (&self->mutex);

  return pauses;
}

/**
 * prony_load_conduct_set_watched:
 * @self: a conduct
 * @stream: the stream whose requests are to be shown, or %PRONY_WATCH_ANY
 *
 * Notes it, and wakes all threads if it is another one than before. Takes no lock.
 */
void
prony_load_conduct_set_watched (PronyLoadConduct *self, int stream)
{
  if (g_atomic_int_exchange (&self->watched, stream) != stream)
    self->wake (self->wake_data);
}

/**
 * prony_load_conduct_get_watched:
 * @self: a conduct
 *
 * Returns: the stream whose requests are to be shown, or %PRONY_WATCH_ANY
 */
int
prony_load_conduct_get_watched (PronyLoadConduct *self)
{
  return g_atomic_int_get (&self->watched);
}

/* There is no engine, or there is none any more. */
static gboolean
is_alone (PronyLoadConduct *self)
{
  if (self->open_ns == 0)
    return prony_load_presence_never_found (&self->presence, MAX (self->n_warmup_streams, 1));

  return prony_load_presence_is_lost (&self->presence, prony_clock_now_ns ());
}

/* With the lock held. The first verdict counts. */
static gboolean
decide (PronyLoadConduct *self, PronyState state, const char *error)
{
  if (self->verdict != PRONY_STATE_WAITING)
    return FALSE;

  self->verdict = state;
  self->error = g_strdup (error);
  return TRUE;
}

/**
 * prony_load_conduct_look:
 * @self: a conduct
 *
 * Looks whether there still is an engine; if not, the trial has failed.
 */
void
prony_load_conduct_look (PronyLoadConduct *self)
{
  gboolean decided;

  g_mutex_lock (&self->mutex);
  decided = is_alone (self) && decide (self, PRONY_STATE_FAILED, self->presence.error);
  g_mutex_unlock (&self->mutex);

  if (decided)
    self->wake (self->wake_data);
}

/**
 * prony_load_conduct_break_off:
 * @self: a conduct
 * @state: %PRONY_STATE_STOPPED or %PRONY_STATE_FAILED
 * @error: (nullable): a sentence, why it failed
 *
 * Decides that all threads end at once, with what there is, and wakes them. Does
 * nothing if that has been decided before.
 */
void
prony_load_conduct_break_off (PronyLoadConduct *self, PronyState state, const char *error)
{
  gboolean decided;

  g_mutex_lock (&self->mutex);
  decided = decide (self, state, error);
  g_mutex_unlock (&self->mutex);

  if (decided)
    self->wake (self->wake_data);
}

/**
 * prony_load_conduct_get_verdict:
 * @self: a conduct
 *
 * Returns: how the trial ends early: stopped or failed; %PRONY_STATE_WAITING while
 *   nothing of the kind has been decided
 */
PronyState
prony_load_conduct_get_verdict (PronyLoadConduct *self)
{
  PronyState verdict;

  g_mutex_lock (&self->mutex);
  verdict = self->verdict;
  g_mutex_unlock (&self->mutex);

  return verdict;
}

/**
 * prony_load_conduct_dup_error:
 * @self: a conduct
 *
 * Returns: (transfer full) (nullable): a sentence, why the trial has failed
 */
char *
prony_load_conduct_dup_error (PronyLoadConduct *self)
{
  char *error;

  g_mutex_lock (&self->mutex);
  error = g_strdup (self->error);
  g_mutex_unlock (&self->mutex);

  return error;
}
