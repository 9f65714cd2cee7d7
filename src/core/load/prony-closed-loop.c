/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-load"

#include "config.h"

#include "base/prony-clock.h"
#include "core/load/prony-closed-loop.h"

/* A stream whose requests keep failing waits between their starts, twice as long
 * after each: an engine that has died is not asked a million times a second. */
#define BACKOFF_NS (PRONY_NS_PER_S / 10)
#define BACKOFF_MAX_NS PRONY_NS_PER_S

typedef struct
{
  PronyClosedLoop *loop;
  guint nth;
  guint64 n_sent;
  guint failures;  /* in a row */
  gint64 join_ns;  /* since the window was opened */
  gint64 leave_ns; /* likewise */
  gint64 next_ns;  /* when the next request is to go out */
  PronyHttpDeadline next;
} ClosedStream;

/* So many streams, each sending one request after the other: at once, or after a
 * time to think. On a ramp they join one by one, or leave. A warm-up is a closed
 * loop too, whatever the load. */
struct _PronyClosedLoop
{
  const PronyLoadShare *share;
  PronyLoadStreams *streams;
  PronyHttpPoller *poller;
  gboolean warmup;
  guint64 per_stream; /* bound on the requests of each; 0 for none */
  gint64 think_ns;
  gint64 open_ns;
  ClosedStream *own;
  guint n;
};

/* The moment on the trial's clock, which stands still during a pause. */
static gint64
closed_loop_at (PronyClosedLoop *self, gint64 since_open_ns)
{
  return self->open_ns + since_open_ns +
         prony_load_conduct_get_clock (self->share->conduct).stood_ns;
}

static gboolean
stream_is_over (ClosedStream *stream, gint64 now_ns)
{
  PronyClosedLoop *self = stream->loop;

  return (self->per_stream != 0 && stream->n_sent >= self->per_stream) ||
         (stream->leave_ns != G_MAXINT64 && now_ns >= closed_loop_at (self, stream->leave_ns));
}

static void
stream_send (ClosedStream *stream, gint64 scheduled_ns)
{
  PronyClosedLoop *self = stream->loop;
  PronyLoadConduct *conduct = self->share->conduct;
  PronyRequestTicket ticket = { 0, self->warmup, -1, -1 };

  if (prony_load_streams_is_busy (self->streams, stream->nth) || stream->next.active ||
      stream_is_over (stream, prony_clock_now_ns ()))
    return;
  if (self->warmup ? !prony_load_conduct_claim_warmup (conduct, &ticket.index)
                   : !prony_load_conduct_claim_request (conduct, &ticket.index))
    return;

  stream->n_sent++;
  prony_load_streams_send (self->streams, stream->nth, &ticket, scheduled_ns);
}

static void
on_next (gpointer user_data)
{
  ClosedStream *stream = user_data;
  const PronyLoadShare *share = stream->loop->share;

  stream_send (stream, stream->next_ns);
  share->step (share->step_data);
}

static void
stream_send_at (ClosedStream *stream, gint64 at_ns, gint64 now_ns)
{
  stream->next_ns = at_ns;
  if (at_ns > now_ns)
    prony_http_poller_set_deadline (stream->loop->poller, &stream->next, at_ns, on_next, stream);
  else
    stream_send (stream, at_ns);
}

/* When a stream whose request failed may send the next one. */
static gint64
stream_end_backoff (ClosedStream *stream, const PronyRequestRecord *record)
{
  guint doublings = MIN (stream->failures, 4);

  stream->failures++;
  return record->started_ns + MIN (BACKOFF_NS << doublings, BACKOFF_MAX_NS);
}

/* --- The loop ---------------------------------------------------------------- */

static void
closed_loop_free (gpointer loop)
{
  PronyClosedLoop *self = loop;

  for (guint i = 0; i < self->n; i++)
    prony_http_poller_clear_deadline (self->poller, &self->own[i].next);
  g_free (self->own);
  g_free (self);
}

static gboolean
closed_loop_prepare (gpointer loop, PronyHttpPoolFunc ready, gpointer user_data)
{
  return FALSE;
}

static void
closed_loop_start (gpointer loop, gint64 open_ns)
{
  PronyClosedLoop *self = loop;

  self->open_ns = open_ns;
  for (guint i = 0; i < self->n; i++)
    stream_send_at (&self->own[i], closed_loop_at (self, self->own[i].join_ns),
                    prony_clock_now_ns ());
}

static void
closed_loop_hold (gpointer loop)
{
  PronyClosedLoop *self = loop;

  for (guint i = 0; i < self->n; i++)
    prony_http_poller_clear_deadline (self->poller, &self->own[i].next);
}

static void
closed_loop_go_on (gpointer loop)
{
  PronyClosedLoop *self = loop;

  for (guint i = 0; i < self->n; i++)
    {
      gint64 now_ns = prony_clock_now_ns ();

      stream_send_at (&self->own[i], MAX (closed_loop_at (self, self->own[i].join_ns), now_ns),
                      now_ns);
    }
}

static void
closed_loop_note_end (gpointer loop, guint nth, const PronyRequestRecord *record)
{
  PronyClosedLoop *self = loop;
  ClosedStream *stream = &self->own[nth];
  gint64 now_ns = prony_clock_now_ns ();
  gint64 at_ns = now_ns + self->think_ns;

  if (record->outcome == PRONY_OUTCOME_OK)
    stream->failures = 0;
  else
    at_ns = MAX (at_ns, stream_end_backoff (stream, record));

  if (!stream_is_over (stream, now_ns))
    stream_send_at (stream, at_ns, now_ns);
}

static gboolean
closed_loop_is_all_sent (gpointer loop)
{
  PronyClosedLoop *self = loop;
  gint64 now_ns = prony_clock_now_ns ();

  if (!self->warmup && prony_load_conduct_is_exhausted (self->share->conduct))
    return TRUE;
  for (guint i = 0; i < self->n; i++)
    if (!stream_is_over (&self->own[i], now_ns))
      return FALSE;

  return TRUE;
}

static guint64
closed_loop_count_due (gpointer loop, gint64 at_ns)
{
  return 0;
}

const PronyLoadShape prony_closed_loop_shape = {
  .free = closed_loop_free,
  .prepare = closed_loop_prepare,
  .start = closed_loop_start,
  .hold = closed_loop_hold,
  .go_on = closed_loop_go_on,
  .note_end = closed_loop_note_end,
  .is_all_sent = closed_loop_is_all_sent,
  .count_due = closed_loop_count_due,
};

static PronyClosedLoop *
closed_loop_new (const PronyLoadShare *share, PronyLoadStreams *streams, guint n)
{
  PronyClosedLoop *self = g_new0 (PronyClosedLoop, 1);

  self->share = share;
  self->streams = streams;
  self->poller = prony_http_pool_get_poller (share->pool);
  self->n = n;
  self->own = g_new0 (ClosedStream, n);
  for (guint i = 0; i < n; i++)
    self->own[i] = (ClosedStream){ .loop = self, .nth = i, .leave_ns = G_MAXINT64 };
  if (prony_load_streams_count (streams) < n)
    prony_load_streams_add (streams, n - prony_load_streams_count (streams));

  return self;
}

/* Streams join one by one, in equal steps, so that all are there at the end of the
 * ramp; or they leave, the last ones first. */
static void
stream_set_ramp (ClosedStream *stream, const PronyLoadLevel *level, guint number)
{
  double from = level->from_concurrency;
  double to = level->concurrency;

  if (level->from_concurrency == 0)
    return;

  if (number >= level->from_concurrency)
    stream->join_ns = prony_s_to_ns (level->ramp_s * (number - from + 1) / (to - from));
  if (number >= level->concurrency)
    stream->leave_ns = prony_s_to_ns (level->ramp_s * (from - number) / (from - to));
}

/**
 * prony_closed_loop_new:
 * @share: the thread's share; must outlive the loop
 * @streams: the thread's streams; likewise
 *
 * Returns: (transfer full): the thread's part of a load level of kind
 *   %PRONY_LOAD_CLOSED, for #prony_closed_loop_shape
 */
PronyClosedLoop *
prony_closed_loop_new (const PronyLoadShare *share, PronyLoadStreams *streams)
{
  const PronyLoadConfig *config = share->config;
  const PronyLoadLevel *level = &config->level;
  guint n = prony_load_share_count (share, MAX (level->concurrency, level->from_concurrency));
  PronyClosedLoop *self = closed_loop_new (share, streams, n);

  self->per_stream = config->requests_per_stream;
  self->think_ns = prony_s_to_ns (config->think_s);
  for (guint i = 0; i < n; i++)
    stream_set_ramp (&self->own[i], level, prony_load_share_number (share, i));

  return self;
}

/**
 * prony_closed_loop_new_warmup:
 * @share: the thread's share; must outlive the loop
 * @streams: the thread's streams; likewise
 * @n: how many of them warm up
 *
 * Returns: (transfer full): the thread's part of a warm-up, for
 *   #prony_closed_loop_shape
 */
PronyClosedLoop *
prony_closed_loop_new_warmup (const PronyLoadShare *share, PronyLoadStreams *streams, guint n)
{
  PronyClosedLoop *self = closed_loop_new (share, streams, n);

  self->warmup = TRUE;
  self->per_stream = share->config->warmup_per_stream;
  return self;
}
