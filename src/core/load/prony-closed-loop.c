/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-load"

#include "config.h"

#include "base/prony-clock.h"
#include "core/engines/prony-dialect.h"
#include "core/engines/prony-http-stream.h"
#include "core/load/prony-closed-loop.h"
#include "core/load/prony-load-lag.h"
#include "core/load/prony-load-presence.h"
#include "core/load/prony-load-tally.h"

#define SNAPSHOT_NS (PRONY_NS_PER_S / 10)

/* A stream whose requests keep failing waits between their starts, twice as long
 * after each: an engine that has died is not asked a million times a second. */
#define BACKOFF_NS (PRONY_NS_PER_S / 10)
#define BACKOFF_MAX_NS PRONY_NS_PER_S

/* How long connections that are opened ahead are waited for, if a request may take
 * any time. */
#define CONNECT_S 10.0

typedef struct
{
  PronyClosedLoop *loop;
  guint index;
  PronyHttpStream *http;
  PronyRequestRecord *record; /* of the request under way */
  gint64 token_ns;            /* its latest token */
  guint warmups;
  guint64 measured;
  guint failures; /* in a row */
  PronyHttpDeadline backoff;
} LoadStream;

/* A closed loop: as many streams as the load level has, each sending one request
 * after the other, through
 *
 *   warming up   the connections are opened, then each stream sends its warm-up
 *                requests; all wait for the last one
 *   measuring    until a bound: time, requests in all, requests of each stream
 *   draining     requests in flight at the time bound have the grace time
 *
 * Paused, no stream sends anything. Time counts as paused from when the last
 * request in flight has ended, since until then the engine works and is measured.
 *
 * Belongs to the I/O thread; tells others through the outbox. */
struct _PronyClosedLoop
{
  PronyLoadConfig config;
  PronyHttpPool *pool;
  PronyHttpPoller *poller;
  PronyLoadOutbox *outbox;
  PronyLoadLag *lag;
  PronyLoadTally tally;
  PronyLoadPresence presence;
  LoadStream *streams;

  PronyState state;
  PronyState final_state;
  gboolean connected;
  gboolean paused;
  guint n_busy;
  guint n_backing_off;
  guint64 next_index;
  guint64 n_measured;

  gint64 opened_ns;
  gint64 idle_ns; /* since when it has been paused with nothing in flight; else 0 */
  gint64 paused_ns;
  gint64 bound_ns;
  PronyHttpDeadline tick;
  PronyHttpDeadline bound; /* of connecting, of the window, then of the grace time */
};

static void loop_step (PronyClosedLoop *self);

/* --- One stream ------------------------------------------------------------- */

static gboolean
stream_wants_to_send (LoadStream *stream)
{
  PronyClosedLoop *self = stream->loop;
  const PronyLoadConfig *config = &self->config;

  if (self->state == PRONY_STATE_WARMING_UP)
    return self->connected && stream->warmups < config->warmup_per_stream;

  return self->state == PRONY_STATE_MEASURING &&
         (config->requests == 0 || self->n_measured < config->requests) &&
         (config->requests_per_stream == 0 || stream->measured < config->requests_per_stream);
}

static void
stream_send (LoadStream *stream, gint64 scheduled_ns)
{
  PronyClosedLoop *self = stream->loop;
  guint64 index = self->next_index;
  PronyRequestTicket ticket = { index, self->state == PRONY_STATE_WARMING_UP, -1, -1 };
  g_autoptr (PronyRequestSpec) spec = NULL;

  if (self->paused || stream->record != NULL || stream->backoff.active ||
      !stream_wants_to_send (stream))
    return;

  spec = self->config.source (&ticket, self->config.source_data);
  self->next_index++;

  stream->record = prony_request_record_new (index + 1);
  stream->record->stream = stream->index;
  stream->record->warmup = self->state == PRONY_STATE_WARMING_UP;
  stream->record->scheduled_ns = scheduled_ns;
  stream->token_ns = 0;
  if (stream->record->warmup)
    {
      stream->warmups++;
    }
  else
    {
      stream->measured++;
      self->n_measured++;
    }

  self->n_busy++;
  prony_load_tally_issue (&self->tally, stream->record, spec->prompt);
  prony_http_stream_send (stream->http, spec, stream->record, self->config.timeout_s);
}

static void
stream_end_backoff (LoadStream *stream)
{
  if (!stream->backoff.active)
    return;

  prony_http_poller_clear_deadline (stream->loop->poller, &stream->backoff);
  stream->loop->n_backing_off--;
}

static void
on_backoff_over (gpointer user_data)
{
  LoadStream *stream = user_data;

  stream->loop->n_backing_off--;
  stream_send (stream, prony_clock_now_ns ());
  loop_step (stream->loop);
}

static void
stream_back_off (LoadStream *stream, const PronyRequestRecord *record)
{
  guint doublings = MIN (stream->failures, 4);
  gint64 wait_ns = MIN (BACKOFF_NS << doublings, BACKOFF_MAX_NS);
  gint64 until_ns = record->started_ns + wait_ns;

  stream->failures++;
  if (until_ns <= prony_clock_now_ns ())
    return;

  stream->loop->n_backing_off++;
  prony_http_poller_set_deadline (stream->loop->poller, &stream->backoff, until_ns, on_backoff_over,
                                  stream);
}

static void
on_stream_sent (gpointer user_data)
{
  LoadStream *stream = user_data;

  prony_load_tally_note_sent (&stream->loop->tally, stream->record);
}

static void
on_stream_event (const PronyRecordEvent *event, gpointer user_data)
{
  LoadStream *stream = user_data;

  prony_load_tally_note_event (&stream->loop->tally, stream->record, event, stream->token_ns);
  if (prony_event_kind_carries_tokens (event->kind))
    stream->token_ns = event->at_ns;
}

static void
on_stream_done (gpointer user_data)
{
  LoadStream *stream = user_data;
  PronyClosedLoop *self = stream->loop;
  PronyRequestRecord *record = g_steal_pointer (&stream->record);
  gint64 now_ns = prony_clock_now_ns ();

  self->n_busy--;
  prony_load_presence_note (&self->presence, record);
  prony_load_tally_note_end (&self->tally, record,
                             prony_http_stream_get_connections (stream->http));

  if (record->outcome == PRONY_OUTCOME_OK)
    stream->failures = 0;
  else if (stream_wants_to_send (stream))
    stream_back_off (stream, record);

  prony_load_outbox_add_record (self->outbox, record);
  stream_send (stream, now_ns);
  loop_step (self);
}

static const PronyHttpStreamFuncs stream_funcs = {
  .sent = on_stream_sent,
  .event = on_stream_event,
  .done = on_stream_done,
};

/* --- All streams ------------------------------------------------------------ */

static void
loop_send_all (PronyClosedLoop *self)
{
  gint64 now_ns = prony_clock_now_ns ();

  for (guint i = 0; i < self->config.level.concurrency; i++)
    stream_send (&self->streams[i], now_ns);
}

static void
loop_cancel_all (PronyClosedLoop *self)
{
  for (guint i = 0; i < self->config.level.concurrency; i++)
    prony_http_stream_cancel (self->streams[i].http);
}

static void
loop_end_backoffs (PronyClosedLoop *self)
{
  for (guint i = 0; i < self->config.level.concurrency; i++)
    stream_end_backoff (&self->streams[i]);
}

static double
loop_get_elapsed_s (PronyClosedLoop *self, gint64 now_ns)
{
  gint64 start_ns = self->tally.window_start_ns;
  gint64 end_ns = self->idle_ns != 0 ? self->idle_ns : now_ns;

  if (start_ns == 0)
    start_ns = self->opened_ns;
  if (start_ns == 0)
    return 0;
  if (prony_closed_loop_is_done (self))
    end_ns = self->tally.window_end_ns;

  return MAX (prony_ns_to_s (end_ns - start_ns - self->paused_ns), 0);
}

static void
loop_publish (PronyClosedLoop *self)
{
  gint64 now_ns = prony_clock_now_ns ();
  PronyState state = self->state;
  PronyLoadSnapshot *snapshot;

  if (self->paused && (state == PRONY_STATE_WARMING_UP || state == PRONY_STATE_MEASURING))
    state = PRONY_STATE_PAUSED;

  snapshot = prony_load_tally_make_snapshot (&self->tally, state, now_ns);
  snapshot->in_flight = self->n_busy;
  snapshot->elapsed_s = loop_get_elapsed_s (self, now_ns);
  if (state == PRONY_STATE_FAILED)
    snapshot->error = g_strdup (self->presence.error);

  prony_load_outbox_publish (self->outbox, snapshot);
  prony_load_outbox_flush (self->outbox);
}

static void
on_tick (gpointer user_data)
{
  PronyClosedLoop *self = user_data;

  loop_publish (self);
  prony_http_poller_set_deadline (self->poller, &self->tick, prony_clock_now_ns () + SNAPSHOT_NS,
                                  on_tick, self);
}

/* --- States ----------------------------------------------------------------- */

static void
loop_finish (PronyClosedLoop *self)
{
  self->state = self->final_state;
  prony_load_lag_end (self->lag);
  loop_end_backoffs (self);
  prony_http_poller_clear_deadline (self->poller, &self->tick);
  prony_http_poller_clear_deadline (self->poller, &self->bound);
  loop_publish (self);
}

/* Ends everything at once, with what there is. */
static void
loop_break_off (PronyClosedLoop *self, PronyState final_state)
{
  self->final_state = final_state;
  self->state = PRONY_STATE_DRAINING;
  loop_end_backoffs (self);
  loop_cancel_all (self);
  loop_step (self);
}

static void
on_grace_over (gpointer user_data)
{
  loop_cancel_all (user_data);
}

static void
on_time_bound (gpointer user_data)
{
  PronyClosedLoop *self = user_data;
  gint64 start_ns =
    self->tally.window_start_ns != 0 ? self->tally.window_start_ns : self->opened_ns;
  gint64 bound_ns = start_ns + self->paused_ns + prony_s_to_ns (self->config.duration_s);

  /* The window opens with the first request's last byte, a moment after it was
   * decided to open it. */
  if (bound_ns > prony_clock_now_ns ())
    {
      prony_http_poller_set_deadline (self->poller, &self->bound, bound_ns, on_time_bound, self);
      return;
    }

  self->bound_ns = bound_ns;
  self->state = PRONY_STATE_DRAINING;
  loop_end_backoffs (self);
  if (self->config.grace_s > 0)
    prony_http_poller_set_deadline (self->poller, &self->bound,
                                    bound_ns + prony_s_to_ns (self->config.grace_s), on_grace_over,
                                    self);
  else
    loop_cancel_all (self);
  loop_step (self);
}

static void
loop_arm_bound (PronyClosedLoop *self)
{
  if (self->config.duration_s > 0)
    on_time_bound (self);
}

static void
loop_open_window (PronyClosedLoop *self)
{
  self->state = PRONY_STATE_MEASURING;
  self->opened_ns = prony_clock_now_ns ();
  prony_live_window_init (&self->tally.window, self->opened_ns);
  prony_load_lag_begin (self->lag);
  loop_arm_bound (self);
  loop_send_all (self);
}

static gboolean
loop_is_all_sent (PronyClosedLoop *self)
{
  for (guint i = 0; i < self->config.level.concurrency; i++)
    if (stream_wants_to_send (&self->streams[i]))
      return FALSE;

  return TRUE;
}

/* There is no engine, or there is none any more. */
static gboolean
loop_is_alone (PronyClosedLoop *self)
{
  if (self->state == PRONY_STATE_WARMING_UP)
    return prony_load_presence_never_found (&self->presence, self->config.level.concurrency);

  return self->state == PRONY_STATE_MEASURING &&
         prony_load_presence_is_lost (&self->presence, prony_clock_now_ns ());
}

/* Looks whether the state has come to its end. Called after whatever may end it. */
static void
loop_step (PronyClosedLoop *self)
{
  gboolean quiet = self->n_busy == 0;

  if (loop_is_alone (self))
    {
      loop_break_off (self, PRONY_STATE_FAILED);
    }
  else if (quiet && (self->state == PRONY_STATE_DRAINING ||
                     (self->state == PRONY_STATE_MEASURING && loop_is_all_sent (self))))
    {
      loop_finish (self);
    }
  else if (self->paused)
    {
      if (quiet && self->state == PRONY_STATE_MEASURING && self->idle_ns == 0)
        {
          self->idle_ns = prony_clock_now_ns ();
          prony_http_poller_clear_deadline (self->poller, &self->bound);
        }
    }
  else if (quiet && self->n_backing_off == 0 && self->state == PRONY_STATE_WARMING_UP &&
           self->connected && loop_is_all_sent (self))
    {
      loop_open_window (self);
    }
}

static void
on_connected (gpointer user_data)
{
  PronyClosedLoop *self = user_data;

  if (self->connected || self->state != PRONY_STATE_WARMING_UP)
    return;

  self->connected = TRUE;
  prony_http_poller_clear_deadline (self->poller, &self->bound);
  loop_send_all (self);
  loop_step (self);
}

/**
 * prony_closed_loop_new:
 * @config: what to do; what it points to must outlive the loop
 * @pool: the thread's pool, with a slot for each stream; likewise
 * @outbox: where records and snapshots go; likewise
 *
 * Must be called in the I/O thread, with the pool's context as thread default.
 *
 * Returns: (transfer full): a loop that has not started
 */
PronyClosedLoop *
prony_closed_loop_new (const PronyLoadConfig *config, PronyHttpPool *pool, PronyLoadOutbox *outbox)
{
  PronyClosedLoop *self = g_new0 (PronyClosedLoop, 1);
  const PronyDialect *dialect = prony_dialect_get (config->target->engine->api);
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  self->config = *config;
  self->pool = pool;
  self->poller = prony_http_pool_get_poller (pool);
  self->outbox = outbox;
  self->lag = prony_load_lag_new (context);
  self->state = PRONY_STATE_WARMING_UP;
  self->final_state = PRONY_STATE_FINISHED;
  prony_load_tally_init (&self->tally);

  self->streams = g_new0 (LoadStream, config->level.concurrency);
  for (guint i = 0; i < config->level.concurrency; i++)
    {
      LoadStream *stream = &self->streams[i];

      stream->loop = self;
      stream->index = i;
      stream->http =
        prony_http_stream_new (pool, i, dialect, config->target, &stream_funcs, stream);
    }

  return self;
}

/**
 * prony_closed_loop_free:
 * @self: (transfer full): a loop that is done
 */
void
prony_closed_loop_free (PronyClosedLoop *self)
{
  prony_http_poller_clear_deadline (self->poller, &self->tick);
  prony_http_poller_clear_deadline (self->poller, &self->bound);
  for (guint i = 0; i < self->config.level.concurrency; i++)
    {
      LoadStream *stream = &self->streams[i];

      stream_end_backoff (stream);
      prony_http_stream_free (stream->http);
      g_clear_pointer (&stream->record, prony_request_record_unref);
    }

  prony_load_tally_destroy (&self->tally);
  prony_load_lag_free (self->lag);
  g_free (self->streams);
  prony_load_presence_clear (&self->presence);
  g_free (self);
}

/**
 * prony_closed_loop_start:
 * @self: a new loop
 *
 * Starts to connect and to warm up. Connections are opened ahead of the warm-up,
 * since quick answers would let several streams share one for a start.
 */
void
prony_closed_loop_start (PronyClosedLoop *self)
{
  double wait_s = self->config.timeout_s > 0 ? self->config.timeout_s : CONNECT_S;

  on_tick (self);
  prony_http_pool_preconnect (self->pool, on_connected, self);
  prony_http_poller_set_deadline (
    self->poller, &self->bound, prony_clock_now_ns () + prony_s_to_ns (wait_s), on_connected, self);
}

/**
 * prony_closed_loop_set_paused:
 * @self: a loop
 * @paused: whether to hold back new requests
 *
 * Pauses or resumes. Once it is draining there is nothing to hold back.
 */
void
prony_closed_loop_set_paused (PronyClosedLoop *self, gboolean paused)
{
  if (self->paused == paused || prony_closed_loop_is_done (self))
    return;

  self->paused = paused;
  if (paused)
    {
      loop_end_backoffs (self);
    }
  else
    {
      if (self->idle_ns != 0)
        {
          self->paused_ns += prony_clock_now_ns () - self->idle_ns;
          self->idle_ns = 0;
          loop_arm_bound (self);
        }
      loop_send_all (self);
    }

  loop_step (self);
  loop_publish (self);
}

/**
 * prony_closed_loop_stop:
 * @self: a loop
 *
 * Cancels what is in flight and ends, keeping everything that was measured.
 */
void
prony_closed_loop_stop (PronyClosedLoop *self)
{
  if (!prony_closed_loop_is_done (self))
    loop_break_off (self, PRONY_STATE_STOPPED);
}

/**
 * prony_closed_loop_is_done:
 * @self: a loop
 *
 * Returns: whether it has ended and nothing is in flight
 */
gboolean
prony_closed_loop_is_done (PronyClosedLoop *self)
{
  return prony_state_is_final (self->state);
}

/**
 * prony_closed_loop_get_health:
 * @self: a loop that is done
 * @health: (out caller-allocates): what it knows of the measuring side
 */
void
prony_closed_loop_get_health (PronyClosedLoop *self, PronyLoadHealth *health)
{
  *health = (PronyLoadHealth){
    .lag_p99_s = prony_load_lag_get_p99 (self->lag),
    .cpu_percent = prony_load_lag_get_cpu_percent (self->lag),
    .reconnects = self->tally.reconnects,
    .window_start_ns = self->tally.window_start_ns,
    .window_end_ns = self->tally.window_end_ns,
    .bound_ns = self->bound_ns,
    .paused_ns = self->paused_ns,
  };
}
