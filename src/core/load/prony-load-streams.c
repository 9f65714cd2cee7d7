/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-load"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-clock.h"
#include "core/engines/prony-dialect.h"
#include "core/engines/prony-http-stream.h"
#include "core/load/prony-load-streams.h"

/* How long is waited before a request is sent again if the engine does not say:
 * twice as long each time. */
#define RETRY_NS (PRONY_NS_PER_S / 10)
#define RETRY_MAX_NS PRONY_NS_PER_S

/* An engine that wants to be left alone for longer is taken at its word. */
#define RETRY_AFTER_MAX_S 3600.0

typedef struct
{
  PronyLoadStreams *streams;
  guint nth;
  PronyHttpStream *http;
  PronyRequestSpec *spec;
  PronyRequestRecord *record; /* of the request under way */
  guint n_adaptions;          /* how often it went out again without a field */
  gint64 first_started_ns;
  gint64 first_token_ns;
  gint64 token_ns; /* its latest token */
  PronyHttpDeadline retry;
} LoadStream;

/* The streams of one I/O thread: sends what it is told to, tells the tally what
 * comes back, sends again what found no connection or was put off, if the user
 * wants that, and hands over what has ended. Who sends what when is decided by the
 * loops. */
struct _PronyLoadStreams
{
  const PronyLoadShare *share;
  const PronyDialect *dialect;
  PronyHttpPoller *poller;
  PronyLoadStreamsFunc done;
  gpointer user_data;
  GPtrArray *streams; /* of LoadStream */
  guint n_busy;
  gint64 end_ns; /* nothing is sent again from then on; 0 for no end */
  gboolean ending;
  gboolean out_of_files;
};

static void
load_stream_free (gpointer data)
{
  LoadStream *stream = data;

  prony_http_poller_clear_deadline (stream->streams->poller, &stream->retry);
  prony_http_stream_free (stream->http);
  g_clear_pointer (&stream->record, prony_request_record_unref);
  g_clear_pointer (&stream->spec, prony_request_spec_unref);
  g_free (stream);
}

static LoadStream *
get_stream (PronyLoadStreams *self, guint nth)
{
  return g_ptr_array_index (self->streams, nth);
}

static void
stream_send (LoadStream *stream)
{
  PronyLoadStreams *self = stream->streams;
  const PronyLoadConfig *config = self->share->config;
  double timeout_s = config->timeout_s;

  stream->first_token_ns = 0;
  stream->token_ns = 0;
  if (stream->first_started_ns != 0 && timeout_s > 0)
    timeout_s -= prony_ns_to_s (prony_clock_now_ns () - stream->first_started_ns);

  prony_load_tally_issue (self->share->tally, stream->record);
  prony_load_watch_issue (self->share->watch, stream->nth, stream->spec, stream->record);
  prony_http_stream_send (stream->http, stream->spec, stream->record, timeout_s);
  if (stream->first_started_ns == 0)
    {
      stream->first_started_ns = stream->record->started_ns;
      if (config->level.kind != PRONY_LOAD_CLOSED)
        prony_load_tally_note_started (self->share->tally, stream->record);
    }
}

/* --- Sending again ---------------------------------------------------------- */

static gboolean
was_put_off (const PronyRequestRecord *record)
{
  return record->outcome == PRONY_OUTCOME_CONNECT || record->outcome == PRONY_OUTCOME_HTTP_429 ||
         (record->outcome == PRONY_OUTCOME_HTTP_5XX && record->http_status == 503);
}

/* When to send it again; 0 for not at all. What went out again without a field that
 * the engine refuses was not put off, and is not bounded by the plan. */
static gint64
stream_find_retry (LoadStream *stream)
{
  PronyLoadStreams *self = stream->streams;
  const PronyLoadConfig *config = self->share->config;
  const PronyRequestRecord *record = stream->record;
  guint n_retries = record->retries - stream->n_adaptions;
  gint64 wait_ns = MIN (RETRY_NS << MIN (n_retries, 4), RETRY_MAX_NS);
  gint64 at_ns;

  if (self->ending || record->warmup || n_retries >= config->retries || !was_put_off (record) ||
      record->retry_after_s > RETRY_AFTER_MAX_S)
    return 0;

  if (record->retry_after_s >= 0)
    wait_ns = prony_s_to_ns (record->retry_after_s);
  at_ns = record->finished_ns + wait_ns;
  if (config->timeout_s > 0 &&
      at_ns >= stream->first_started_ns + prony_s_to_ns (config->timeout_s))
    return 0;
  if (self->end_ns != 0 && at_ns >= self->end_ns)
    return 0;

  return at_ns;
}

static void
on_retry (gpointer user_data)
{
  LoadStream *stream = user_data;
  PronyRequestRecord *before = stream->record;

  stream->record = prony_request_record_new (before->id);
  stream->record->stream = before->stream;
  stream->record->scheduled_ns = before->scheduled_ns;
  stream->record->retries = before->retries + 1;
  prony_request_record_unref (before);
  stream_send (stream);
}

/* --- What comes back -------------------------------------------------------- */

static void
stream_end (LoadStream *stream)
{
  PronyLoadStreams *self = stream->streams;
  g_autoptr (PronyRequestRecord) record = g_steal_pointer (&stream->record);

  g_clear_pointer (&stream->spec, prony_request_spec_unref);
  self->n_busy--;
  prony_load_tally_note_end (self->share->tally, record);
  prony_load_tally_note_answer (self->share->tally, record, stream->first_token_ns,
                                stream->token_ns);
  prony_load_watch_note_end (self->share->watch, stream->nth);
  prony_load_conduct_release (self->share->conduct, record);
  prony_load_outbox_add_record (self->share->outbox, prony_request_record_ref (record));
  self->done (stream->nth, record, self->user_data);
}

static void
on_stream_sent (gpointer user_data)
{
  LoadStream *stream = user_data;

  prony_load_tally_note_sent (stream->streams->share->tally, stream->record);
}

static void
on_stream_event (const PronyRecordEvent *event, gpointer user_data)
{
  LoadStream *stream = user_data;

  prony_load_tally_note_event (stream->streams->share->tally, stream->record, event,
                               stream->token_ns);
  if (!prony_event_kind_carries_tokens (event->kind))
    return;

  if (stream->first_token_ns == 0)
    stream->first_token_ns = event->at_ns;
  stream->token_ns = event->at_ns;
}

static void
on_stream_progress (gint64 processed, gint64 total, gpointer user_data)
{
  LoadStream *stream = user_data;

  prony_load_watch_note_progress (stream->streams->share->watch, stream->nth, processed, total);
}

static void
count_adaptions (LoadStream *stream)
{
  guint n = prony_http_stream_get_adaptions (stream->http);

  stream->n_adaptions += n;
  for (guint i = 0; i < n && !stream->record->warmup; i++)
    prony_load_tally_note_retry (stream->streams->share->tally);
}

static void
on_stream_done (gpointer user_data)
{
  LoadStream *stream = user_data;
  PronyLoadStreams *self = stream->streams;
  gint64 retry_ns;

  count_adaptions (stream);
  retry_ns = stream_find_retry (stream);
  self->out_of_files = self->out_of_files || stream->record->own_limit;
  prony_load_conduct_note_attempt (self->share->conduct, stream->record);
  prony_load_tally_note_connections (self->share->tally, stream->record,
                                     prony_http_stream_get_connections (stream->http));

  if (retry_ns == 0)
    {
      stream_end (stream);
      return;
    }

  prony_load_tally_note_retry (self->share->tally);
  prony_http_poller_set_deadline (self->poller, &stream->retry, retry_ns, on_retry, stream);
}

static const PronyHttpStreamFuncs stream_funcs = {
  .sent = on_stream_sent,
  .event = on_stream_event,
  .progress = on_stream_progress,
  .done = on_stream_done,
};

/* --- All streams ------------------------------------------------------------ */

/**
 * prony_load_streams_new:
 * @share: the thread's share; must outlive the streams
 * @done: called when a request has ended for good; the stream is free then
 * @user_data: for @done
 *
 * Must be called in the I/O thread.
 *
 * Returns: (transfer full): no streams yet
 */
PronyLoadStreams *
prony_load_streams_new (const PronyLoadShare *share, PronyLoadStreamsFunc done, gpointer user_data)
{
  PronyLoadStreams *self = g_new0 (PronyLoadStreams, 1);

  self->share = share;
  self->dialect = prony_dialect_get (share->config->target->engine->api);
  self->poller = prony_http_pool_get_poller (share->pool);
  self->done = done;
  self->user_data = user_data;
  self->streams = g_ptr_array_new_with_free_func (load_stream_free);
  return self;
}

/**
 * prony_load_streams_free:
 * @self: (transfer full): streams of which none is busy
 */
void
prony_load_streams_free (PronyLoadStreams *self)
{
  g_ptr_array_unref (self->streams);
  g_free (self);
}

/**
 * prony_load_streams_add:
 * @self: the streams
 * @n: how many more there are to be
 *
 * Makes streams, and slots in the pool where there are not enough.
 */
void
prony_load_streams_add (PronyLoadStreams *self, guint n)
{
  guint n_slots = prony_http_pool_get_n_slots (self->share->pool);

  if (self->streams->len + n > n_slots)
    prony_http_pool_add_slots (self->share->pool, self->streams->len + n - n_slots);

  for (guint i = 0; i < n; i++)
    {
      LoadStream *stream = g_new0 (LoadStream, 1);

      stream->streams = self;
      stream->nth = self->streams->len;
      stream->http = prony_http_stream_new (self->share->pool, stream->nth, self->dialect,
                                            self->share->config->target, &stream_funcs, stream);
      g_ptr_array_add (self->streams, stream);
    }
}

/**
 * prony_load_streams_count:
 * @self: the streams
 *
 * Returns: how many there are
 */
guint
prony_load_streams_count (PronyLoadStreams *self)
{
  return self->streams->len;
}

/**
 * prony_load_streams_count_busy:
 * @self: the streams
 *
 * Returns: how many have a request under way, or one that waits to be sent again
 */
guint
prony_load_streams_count_busy (PronyLoadStreams *self)
{
  return self->n_busy;
}

/**
 * prony_load_streams_is_busy:
 * @self: the streams
 * @stream: which of them
 *
 * Returns: whether it has a request that has not ended
 */
gboolean
prony_load_streams_is_busy (PronyLoadStreams *self, guint stream)
{
  return get_stream (self, stream)->record != NULL;
}

static PronyRequestRecord *
make_record (const PronyRequestTicket *ticket, gint64 scheduled_ns)
{
  PronyRequestRecord *record = prony_request_record_new (ticket->index + 1);

  record->warmup = ticket->warmup;
  record->scheduled_ns = scheduled_ns;
  return record;
}

/**
 * prony_load_streams_send:
 * @self: the streams
 * @stream: one that is not busy
 * @ticket: which request, claimed from the conduct
 * @scheduled_ns: when it was to go out
 *
 * Makes a request and sends it.
 */
void
prony_load_streams_send (PronyLoadStreams *self,
                         guint nth,
                         const PronyRequestTicket *ticket,
                         gint64 scheduled_ns)
{
  const PronyLoadConfig *config = self->share->config;
  LoadStream *stream = get_stream (self, nth);

  g_return_if_fail (stream->record == NULL);

  stream->spec = config->source (ticket, config->source_data);
  stream->record = make_record (ticket, scheduled_ns);
  stream->record->stream = prony_load_share_number (self->share, nth);
  stream->first_started_ns = 0;
  stream->n_adaptions = 0;
  self->n_busy++;
  stream_send (stream);
}

/**
 * prony_load_streams_refuse:
 * @self: the streams
 * @ticket: which request, claimed from the conduct
 * @scheduled_ns: when it was to go out
 *
 * Lets a request fail for which there can be no stream, since descriptors or ports
 * have run out.
 */
void
prony_load_streams_refuse (PronyLoadStreams *self,
                           const PronyRequestTicket *ticket,
                           gint64 scheduled_ns)
{
  const PronyLoadConfig *config = self->share->config;
  g_autoptr (PronyRequestSpec) spec = config->source (ticket, config->source_data);
  PronyRequestRecord *record = make_record (ticket, scheduled_ns);

  self->out_of_files = TRUE;
  record->stream = prony_load_share_number (self->share, self->streams->len);
  record->case_index = spec->case_index;
  record->prompt = prony_request_spec_join_turns (spec);
  record->started_ns = prony_clock_now_ns ();
  record->finished_ns = record->started_ns;
  record->outcome = PRONY_OUTCOME_CONNECT;
  record->own_limit = TRUE;
  record->error_message =
    g_strdup (_ ("The system has no file or port left for one more connection. Use a lower rate, "
                 "or raise the limit on open files (ulimit -n)."));

  prony_load_tally_issue (self->share->tally, record);
  prony_load_tally_note_end (self->share->tally, record);
  prony_load_conduct_release (self->share->conduct, record);
  prony_load_outbox_add_record (self->share->outbox, record);
}

/**
 * prony_load_streams_set_end:
 * @self: the streams
 * @end_ns: when the trial ends at the latest; 0 for never
 *
 * Keeps requests from being sent again when it is too late.
 */
void
prony_load_streams_set_end (PronyLoadStreams *self, gint64 end_ns)
{
  self->end_ns = end_ns;
}

/**
 * prony_load_streams_cancel_all:
 * @self: the streams
 *
 * Ends all requests: those under way as cancelled, those that wait to be sent again
 * with what they came to the last time. Nothing is sent again from now on.
 */
void
prony_load_streams_cancel_all (PronyLoadStreams *self)
{
  self->ending = TRUE;
  for (guint i = 0; i < self->streams->len; i++)
    {
      LoadStream *stream = get_stream (self, i);

      if (stream->retry.active)
        {
          prony_http_poller_clear_deadline (self->poller, &stream->retry);
          stream_end (stream);
        }
      else
        {
          prony_http_stream_cancel (stream->http);
        }
    }
}

/**
 * prony_load_streams_is_out_of_files:
 * @self: the streams
 *
 * Returns: whether a request found no descriptor or port
 */
gboolean
prony_load_streams_is_out_of_files (PronyLoadStreams *self)
{
  return self->out_of_files;
}
