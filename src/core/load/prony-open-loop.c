/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-load"

#include "config.h"

#include "base/prony-clock.h"
#include "core/load/prony-arrivals.h"
#include "core/load/prony-load-size.h"
#include "core/load/prony-open-loop.h"

/* How long after the time bound what was due before it is still sent: a thread that
 * is late catches up, one that can never keep the rate must come to an end. */
#define CATCH_UP_NS PRONY_NS_PER_S

/* One thread's requests of the schedule, one after the other. */
typedef struct
{
  PronyArrivals *arrivals;
  PronyArrival next;
  gboolean has_next;
  gboolean cut; /* it would go on after the time bound */
} Schedule;

/* Requests at the times of a schedule, however fast they are answered. Each thread
 * draws the whole schedule and takes every nth request of it, so that the schedule
 * is the same whatever the number of threads.
 *
 * What is due and finds no stream, since the load has a cap, waits its turn in the
 * schedule, with the moment at which it was due: nothing is skipped and nothing is
 * moved, so that latencies from schedule contain the wait. Without a cap there
 * always is a stream, as long as the system has descriptors and ports.
 *
 * Each request has a deadline of its own at the poller, those that have passed too:
 * it serves some at a time and looks at the sockets in between, so that catching up
 * does not make tokens seem late. Since it serves them in order, all that is due comes
 * before the time bound. */
struct _PronyOpenLoop
{
  const PronyLoadShare *share;
  PronyLoadStreams *streams;
  PronyHttpPoller *poller;
  Schedule sending;
  Schedule counting;
  guint64 n_due;
  GArray *idle; /* of guint: streams, the one to be used next at the end */
  guint max_streams;
  guint64 n_requests; /* bound on the schedule; G_MAXUINT64 for none */
  gint64 duration_ns; /* likewise; G_MAXINT64 for none */
  gint64 open_ns;
  PronyHttpDeadline timer;
};

static void open_loop_go (PronyOpenLoop *self);

/* --- The schedule ------------------------------------------------------------ */

static void
schedule_advance (PronyOpenLoop *self, Schedule *schedule)
{
  const PronyLoadShare *share = self->share;

  do
    {
      schedule->has_next = prony_arrivals_next (schedule->arrivals, &schedule->next) &&
                           schedule->next.number < self->n_requests;
      schedule->cut = schedule->has_next && schedule->next.at_ns >= self->duration_ns;
      if (schedule->cut)
        schedule->has_next = FALSE;
    }
  while (schedule->has_next && schedule->next.number % share->n_threads != share->index);
}

static void
schedule_init (PronyOpenLoop *self, Schedule *schedule)
{
  const PronyLoadConfig *config = self->share->config;

  schedule->arrivals = prony_arrivals_new (&config->level, config->trace, config->seed);
  schedule_advance (self, schedule);
}

/* --- Streams ----------------------------------------------------------------- */

/* Lower numbers are used first, so that sessions and connections are shared by as
 * few as possible. */
static void
add_streams (PronyOpenLoop *self, guint n)
{
  guint first = prony_load_streams_count (self->streams);

  prony_load_streams_add (self->streams, n);
  for (guint i = n; i > 0; i--)
    {
      guint nth = first + i - 1;

      g_array_append_val (self->idle, nth);
    }
}

/* Returns whether there is an idle stream, if need be a new one. */
static gboolean
find_stream (PronyOpenLoop *self)
{
  guint n = prony_load_streams_count (self->streams);

  if (self->idle->len == 0 && n < self->max_streams)
    add_streams (self, MIN (PRONY_HTTP_STREAMS_PER_SESSION, self->max_streams - n));

  return self->idle->len > 0;
}

static gboolean
is_capped (PronyOpenLoop *self)
{
  return self->share->config->level.concurrency > 0;
}

/* --- Sending ----------------------------------------------------------------- */

/* Returns whether the next request of the schedule was dealt with. */
static gboolean
send_next (PronyOpenLoop *self, gint64 due_ns)
{
  const PronyArrival *next = &self->sending.next;
  PronyRequestTicket ticket = { 0, FALSE, next->prompt_tokens, next->output_tokens };
  gboolean found = find_stream (self);

  if ((!found && is_capped (self)) ||
      !prony_load_conduct_claim_arrival (self->share->conduct, next->number, &ticket.index))
    return FALSE;

  schedule_advance (self, &self->sending);
  if (found)
    {
      guint nth = g_array_index (self->idle, guint, self->idle->len - 1);

      g_array_set_size (self->idle, self->idle->len - 1);
      prony_load_streams_send (self->streams, nth, &ticket, due_ns);
    }
  else
    {
      prony_load_streams_refuse (self->streams, &ticket, due_ns);
    }
  return TRUE;
}

/* Returns when the next request is due; G_MAXINT64 where there is none, or while
 * the clock stands still. */
static gint64
get_next_due (PronyOpenLoop *self)
{
  PronyLoadClock clock = prony_load_conduct_get_clock (self->share->conduct);
  gint64 start_ns = self->open_ns + clock.stood_ns;

  if (!self->sending.has_next || !clock.running)
    return G_MAXINT64;
  if (self->duration_ns != G_MAXINT64 &&
      prony_clock_now_ns () - start_ns > self->duration_ns + CATCH_UP_NS)
    return G_MAXINT64;

  return start_ns + self->sending.next.at_ns;
}

static void
on_timer (gpointer user_data)
{
  PronyOpenLoop *self = user_data;

  open_loop_go (self);
  self->share->step (self->share->step_data);
}

/* Sends one request if it is due, and sees to the next. */
static void
open_loop_go (PronyOpenLoop *self)
{
  gint64 due_ns = get_next_due (self);

  if (due_ns <= prony_clock_now_ns ())
    {
      if (!send_next (self, due_ns))
        return;
      due_ns = get_next_due (self);
    }
  if (due_ns != G_MAXINT64)
    prony_http_poller_set_deadline (self->poller, &self->timer, due_ns, on_timer, self);
}

static void
open_loop_free (gpointer loop)
{
  PronyOpenLoop *self = loop;

  prony_http_poller_clear_deadline (self->poller, &self->timer);
  prony_arrivals_free (self->sending.arrivals);
  prony_arrivals_free (self->counting.arrivals);
  g_array_unref (self->idle);
  g_free (self);
}

/* Connections are opened ahead for as many requests as there will be at once if they
 * take as long as the warm-up's. Not so where the engine closed those of the warm-up:
 * they would serve one request each, and until then each would hold one of the few
 * threads that such a server has (llama.cpp: as many as slots, and two). */
static gboolean
open_loop_prepare (gpointer loop, PronyHttpPoolFunc ready, gpointer user_data)
{
  PronyOpenLoop *self = loop;
  double latency_s = prony_load_conduct_get_warm_latency (self->share->conduct);
  guint expected = prony_load_size_expect_concurrency (self->share->config, latency_s);
  guint wanted = MIN (prony_load_share_count (self->share, expected), self->max_streams);
  guint n = prony_load_streams_count (self->streams);

  if (wanted <= n || 2 * prony_http_pool_count_open (self->share->pool) < n)
    return FALSE;

  add_streams (self, wanted - n);
  prony_http_pool_preconnect_range (self->share->pool, n, wanted - n, ready, user_data);
  return TRUE;
}

static void
open_loop_start (gpointer loop, gint64 open_ns)
{
  PronyOpenLoop *self = loop;

  self->open_ns = open_ns;
  open_loop_go (self);
}

static void
open_loop_hold (gpointer loop)
{
  PronyOpenLoop *self = loop;

  prony_http_poller_clear_deadline (self->poller, &self->timer);
}

static void
open_loop_go_on (gpointer loop)
{
  open_loop_go (loop);
}

static void
open_loop_note_end (gpointer loop, guint nth, const PronyRequestRecord *record)
{
  PronyOpenLoop *self = loop;

  g_array_append_val (self->idle, nth);
  if (!self->timer.active)
    open_loop_go (self);
}

/* A schedule that is cut off by the time bound is over when that comes. */
static gboolean
open_loop_is_all_sent (gpointer loop)
{
  PronyOpenLoop *self = loop;

  return !self->sending.has_next && !self->sending.cut;
}

static guint64
open_loop_count_due (gpointer loop, gint64 at_ns)
{
  PronyOpenLoop *self = loop;
  Schedule *counting = &self->counting;
  gint64 stood_ns = prony_load_conduct_get_clock (self->share->conduct).stood_ns;

  if (self->open_ns == 0)
    return 0;

  while (counting->has_next && self->open_ns + counting->next.at_ns + stood_ns <= at_ns)
    {
      self->n_due++;
      schedule_advance (self, counting);
    }
  return self->n_due;
}

const PronyLoadShape prony_open_loop_shape = {
  .free = open_loop_free,
  .prepare = open_loop_prepare,
  .start = open_loop_start,
  .hold = open_loop_hold,
  .go_on = open_loop_go_on,
  .note_end = open_loop_note_end,
  .is_all_sent = open_loop_is_all_sent,
  .count_due = open_loop_count_due,
};

/**
 * prony_open_loop_new:
 * @share: the thread's share; must outlive the loop
 * @streams: the thread's streams, none of them busy; likewise
 *
 * Returns: (transfer full): the thread's part of a load level of kind
 *   %PRONY_LOAD_OPEN or %PRONY_LOAD_TRACE, for #prony_open_loop_shape
 */
PronyOpenLoop *
prony_open_loop_new (const PronyLoadShare *share, PronyLoadStreams *streams)
{
  const PronyLoadConfig *config = share->config;
  PronyOpenLoop *self = g_new0 (PronyOpenLoop, 1);
  guint64 per_stream = config->requests_per_stream;

  self->share = share;
  self->streams = streams;
  self->poller = prony_http_pool_get_poller (share->pool);
  self->max_streams = share->max_streams;
  self->n_requests = config->requests > 0 ? config->requests : G_MAXUINT64;
  if (per_stream > 0)
    self->n_requests = MIN (self->n_requests, per_stream);
  self->duration_ns = config->duration_s > 0 ? prony_s_to_ns (config->duration_s) : G_MAXINT64;

  self->idle = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = prony_load_streams_count (streams); i > 0; i--)
    {
      guint nth = i - 1;

      g_array_append_val (self->idle, nth);
    }
  schedule_init (self, &self->sending);
  schedule_init (self, &self->counting);
  return self;
}
