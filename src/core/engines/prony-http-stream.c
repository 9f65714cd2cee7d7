/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/prony-clock.h"
#include "base/prony-util.h"
#include "core/engines/prony-engine-class.h"
#include "core/engines/prony-field-refusal.h"
#include "core/engines/prony-http-answer.h"
#include "core/engines/prony-http-stream.h"
#include "core/http/prony-http-exchange.h"

/* How much of an error's body is read, and for how long. */
#define ERROR_BODY_MAX_BYTES 65536
#define ERROR_BODY_NS PRONY_NS_PER_S

/* How often one request is sent again without a field that the engine refuses. No
 * protocol has more fields that can be left out. */
#define ADAPTIONS_MAX 12u

/* How long the body may go on after the answer's end mark, and after the engine
 * said that it has finished, when usage and end mark may still come. A body that
 * ends lets the connection be reused; one that does not loses it. */
#define END_LINGER_NS (PRONY_NS_PER_S / 10)
#define FINISH_LINGER_NS (5 * PRONY_NS_PER_S)

/* One of a load level's concurrent streams, on the side of the wire: sends one
 * request of a dialect after the other and fills the record of each. Owned by the
 * load generator, used in its thread only. Parser, delta and strings are kept from
 * request to request, so that a token costs no allocation but the record's own.
 *
 * Whether a 200 is a stream is decided by its content type: an application/json
 * where Server-Sent Events were asked for is a whole answer, as some gateways
 * send, just like the answer to a request that asked for no stream.
 *
 * A request that is refused for a field that it can do without goes out again without
 * it, with all stamps but `scheduled` anew; it counts as sent again, as it does when it
 * was put off. The target remembers the field, for all streams. */
struct _PronyHttpStream
{
  PronyHttpPool *pool;
  guint slot;
  const PronyDialect *dialect;
  PronyTarget *target;
  const PronyHttpStreamFuncs *funcs;
  gpointer user_data;
  GUri *stream_uri;
  GUri *whole_uri;
  PronyEventParser *parser;
  PronyDelta delta;
  GString *error_body;

  /* Of the request under way. */
  PronyHttpExchange *exchange;
  PronyHttpDeadline deadline;
  gint64 deadline_ns; /* of the request in all; 0 for none */
  PronyRequestSpec *spec;
  GBytes *body;
  guint n_adaptions;
  PronyRequestRecord *record;
  PronyHttpAnswer answer;
  gboolean asked_stream;
  gboolean body_is_encoded; /* that of an error */
  gint64 read_ns;           /* of the bytes that are being parsed */
  guint connections;
};

static void stream_start (PronyHttpStream *self);
static void stream_end (PronyHttpStream *self, const GError *error, gint64 at_ns);

static gboolean
status_is_good (guint status)
{
  return status >= 200 && status < 300;
}

static gboolean
is_encoded (const char *encoding)
{
  return encoding != NULL && *encoding != '\0' && g_ascii_strcasecmp (encoding, "identity") != 0;
}

static void
on_deadline (gpointer user_data)
{
  PronyHttpStream *self = user_data;
  g_autoptr (GError) error = NULL;

  g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, _ ("The request took too long."));
  stream_end (self, error, prony_clock_now_ns ());
}

/* What counts has come; the rest of the body may follow for a while. */
static void
stream_linger (PronyHttpStream *self, gint64 linger_ns)
{
  gint64 at_ns = prony_clock_now_ns () + linger_ns;

  if (!self->deadline.active || self->deadline.at_ns > at_ns)
    prony_http_poller_set_deadline (prony_http_pool_get_poller (self->pool), &self->deadline, at_ns,
                                    on_deadline, self);
}

static void
on_event (const char *name, const char *data, gsize length, gboolean comment, gpointer user_data)
{
  PronyHttpStream *self = user_data;
  GArray *events = self->record->events;
  PronyDelta *delta = &self->delta;
  gboolean is_event = TRUE;

  /* What follows the end mark or an error is read, but says nothing any more. */
  if (self->answer.failed || self->answer.end_ns != 0)
    return;

  if (comment)
    {
      prony_http_answer_take_comment (&self->answer, self->read_ns);
    }
  else
    {
      prony_delta_clear (delta);
      self->dialect->read_event (name, data, length, delta);
      is_event = prony_http_answer_take (&self->answer, delta, self->read_ns);
    }

  if (!is_event && self->funcs->progress != NULL)
    self->funcs->progress (delta->progress_done, delta->progress_total, self->user_data);
  if (is_event && self->funcs->event != NULL)
    self->funcs->event (&g_array_index (events, PronyRecordEvent, events->len - 1),
                        self->user_data);
}

static void
on_exchange_sent (gpointer user_data)
{
  PronyHttpStream *self = user_data;

  if (self->funcs->sent != NULL)
    self->funcs->sent (self->user_data);
}

static void
on_exchange_headers (guint status,
                     const char *content_type,
                     const char *encoding,
                     gpointer user_data)
{
  PronyHttpStream *self = user_data;
  PronyFraming framing = self->dialect->framing;

  if (!status_is_good (status))
    {
      self->body_is_encoded = is_encoded (encoding);
      stream_linger (self, ERROR_BODY_NS);
      return;
    }

  if (content_type != NULL && g_ascii_strcasecmp (content_type, "text/html") == 0)
    {
      prony_http_answer_fail (
        &self->answer, PRONY_OUTCOME_PROTOCOL,
        /* Translators: %s is the engine's address. */
        g_strdup_printf (_ ("%s answered with a web page instead of tokens. Check the address, and "
                            "that no login page or proxy is in between."),
                         self->target->engine->url));
      stream_end (self, NULL, prony_clock_now_ns ());
      return;
    }

  if (is_encoded (encoding))
    {
      prony_http_answer_fail (
        &self->answer, PRONY_OUTCOME_PROTOCOL,
        /* Translators: the first %s is the engine's address, the second such as "gzip". */
        g_strdup_printf (_ ("%s compresses its answers (%s), though it was asked not to. Turn that "
                            "off in the engine or the proxy, since it holds tokens back."),
                         self->target->engine->url, encoding));
      stream_end (self, NULL, prony_clock_now_ns ());
      return;
    }

  self->answer.whole =
    !self->asked_stream || (framing == PRONY_FRAMING_SSE && content_type != NULL &&
                            g_ascii_strcasecmp (content_type, "application/json") == 0);
  prony_event_parser_reset (self->parser, self->answer.whole ? PRONY_FRAMING_WHOLE : framing);
}

static void
take_error_body (PronyHttpStream *self, const char *bytes, gsize length, gint64 at_ns)
{
  gsize room = ERROR_BODY_MAX_BYTES - self->error_body->len;

  /* Nobody could read it. */
  if (!self->body_is_encoded)
    g_string_append_len (self->error_body, bytes, (gssize) MIN (length, room));
  if (self->error_body->len == ERROR_BODY_MAX_BYTES)
    stream_end (self, NULL, at_ns);
}

static void
on_exchange_bytes (const char *bytes, gsize length, gint64 at_ns, gpointer user_data)
{
  PronyHttpStream *self = user_data;
  PronyHttpAnswer *answer = &self->answer;

  if (!status_is_good (self->record->http_status))
    {
      take_error_body (self, bytes, length, at_ns);
      return;
    }

  self->read_ns = at_ns;
  answer->has_body = TRUE;
  if (!prony_event_parser_feed (self->parser, bytes, length, on_event, self))
    prony_http_answer_fail (
      answer, PRONY_OUTCOME_PROTOCOL,
      /* Translators: %s is the engine's address. */
      g_strdup_printf (_ ("%s sent a single event of more than 64 MiB, which no engine does. Check "
                          "the address."),
                       self->target->engine->url));

  if (answer->failed && self->record->outcome == PRONY_OUTCOME_PROTOCOL)
    stream_end (self, NULL, at_ns);
  else if (answer->failed || answer->end_ns != 0)
    stream_linger (self, END_LINGER_NS);
  else if (answer->finish_ns != 0)
    stream_linger (self, FINISH_LINGER_NS);
}

static void
on_exchange_done (const GError *error, gint64 at_ns, gpointer user_data)
{
  PronyHttpStream *self = user_data;

  if (status_is_good (self->record->http_status))
    {
      /* What the end of the body completes was complete when its last bytes were
       * read, unless that was a moment before. */
      if (self->read_ns == 0)
        self->read_ns = at_ns;
      prony_event_parser_finish (self->parser, on_event, self);
    }
  stream_end (self, error, at_ns);
}

static const PronyHttpExchangeFuncs exchange_funcs = {
  .sent = on_exchange_sent,
  .headers = on_exchange_headers,
  .bytes = on_exchange_bytes,
  .done = on_exchange_done,
};

static GBytes *
make_body (PronyHttpStream *self)
{
  gsize length;
  char *json = prony_dialect_make_body (self->dialect, self->spec, self->target, &length);

  return g_bytes_new_take (json, length);
}

/* Learns what the engine refuses. Returns whether that makes another request. */
static gboolean
adapt (PronyHttpStream *self)
{
  gsize length;
  const char *sent = g_bytes_get_data (self->body, &length);
  g_autofree char *field = NULL;
  g_autoptr (GBytes) body = NULL;

  if (self->n_adaptions == ADAPTIONS_MAX)
    return FALSE;

  field = prony_field_refusal_find (self->record->http_status, sent, length, self->error_body->str,
                                    self->error_body->len);
  if (field == NULL)
    return FALSE;

  if (prony_rejected_fields_add (self->target->rejected, field))
    g_debug ("%s refuses the field %s", self->target->engine->url, field);
  body = make_body (self);
  if (g_bytes_equal (body, self->body))
    return FALSE;

  g_bytes_unref (self->body);
  self->body = g_steal_pointer (&body);
  return TRUE;
}

static void
send_adapted (PronyHttpStream *self)
{
  PronyRequestRecord *record = self->record;

  self->n_adaptions++;
  record->retries++;
  record->http_status = 0;
  record->headers_ns = 0;
  record->connect_time_ns = 0;
  record->retry_after_s = NAN;
  stream_start (self);
}

/* Ends the request, whatever it came to, and tells the owner; unless it is sent again. */
static void
stream_end (PronyHttpStream *self, const GError *error, gint64 at_ns)
{
  prony_http_poller_clear_deadline (prony_http_pool_get_poller (self->pool), &self->deadline);
  self->connections += prony_http_exchange_get_connections (self->exchange);
  g_clear_pointer (&self->exchange, prony_http_exchange_free);

  if (error == NULL && !self->answer.failed && adapt (self))
    {
      send_adapted (self);
      return;
    }

  prony_http_answer_end (&self->answer, error, self->error_body->str, self->error_body->len, at_ns);
  /* Some engines repeat the key that they refuse. */
  if (self->record->error_message != NULL)
    prony_credentials_mask (self->target->credentials, self->record->error_message,
                            strlen (self->record->error_message));
  g_clear_pointer (&self->record, prony_request_record_unref);
  g_clear_pointer (&self->spec, prony_request_spec_unref);
  g_clear_pointer (&self->body, g_bytes_unref);

  self->funcs->done (self->user_data);
}

/**
 * prony_http_stream_new:
 * @pool: the thread's pool; must outlive the stream
 * @slot: which of the pool's slots
 * @dialect: the protocol
 * @target: engine and model; the key is the pool's business
 * @funcs: whom to tell, from later turns of the main loop; `done` also comes from
 *   prony_http_stream_cancel()
 * @user_data: for @funcs
 *
 * Returns: (transfer full): an idle stream
 */
PronyHttpStream *
prony_http_stream_new (PronyHttpPool *pool,
                       guint slot,
                       const PronyDialect *dialect,
                       PronyTarget *target,
                       const PronyHttpStreamFuncs *funcs,
                       gpointer user_data)
{
  PronyHttpStream *self = g_new0 (PronyHttpStream, 1);
  const char *path = target->engine->path;
  g_autofree char *stream_url =
    g_strconcat (target->engine->url, path != NULL ? path : dialect->path, NULL);
  g_autofree char *whole_url =
    g_strconcat (target->engine->url, path != NULL ? path : dialect->whole_path, NULL);

  self->pool = pool;
  self->slot = slot;
  self->dialect = dialect;
  self->target = prony_target_ref (target);
  self->funcs = funcs;
  self->user_data = user_data;
  self->stream_uri = g_uri_parse (stream_url, SOUP_HTTP_URI_FLAGS, NULL);
  self->whole_uri = g_uri_parse (whole_url, SOUP_HTTP_URI_FLAGS, NULL);
  self->parser = prony_event_parser_new (dialect->framing);
  prony_delta_init (&self->delta);
  self->error_body = g_string_new (NULL);
  return self;
}

static void
stream_start (PronyHttpStream *self)
{
  GUri *uri = self->asked_stream ? self->stream_uri : self->whole_uri;
  const PronyEngineClass *engine_class = prony_engine_class_get (self->target->engine->kind);

  self->read_ns = 0;
  self->body_is_encoded = FALSE;
  g_string_truncate (self->error_body, 0);
  prony_http_answer_begin (&self->answer, self->record, self->target->engine,
                           self->dialect->needs_end_mark);
  self->answer.counts_are_fake = engine_class != NULL && engine_class->usage_is_fake;

  self->exchange = prony_http_exchange_start (self->pool, self->slot, uri, self->body, self->record,
                                              &exchange_funcs, self);
  if (self->deadline_ns != 0)
    prony_http_poller_set_deadline (prony_http_pool_get_poller (self->pool), &self->deadline,
                                    self->deadline_ns, on_deadline, self);
}

/**
 * prony_http_stream_send:
 * @self: an idle stream
 * @spec: what to ask
 * @record: a new record with its number, stream and `scheduled`; filled until
 *   `done` is called and not touched any more from then on
 * @timeout_s: how long the request may take in all; 0 means for ever
 *
 * Sends a request, and sends it again without fields that the engine refuses.
 */
void
prony_http_stream_send (PronyHttpStream *self,
                        PronyRequestSpec *spec,
                        PronyRequestRecord *record,
                        double timeout_s)
{
  g_return_if_fail (self->exchange == NULL);

  self->spec = prony_request_spec_ref (spec);
  self->body = make_body (self);
  self->record = prony_request_record_ref (record);
  record->case_index = spec->case_index;
  g_free (record->prompt);
  record->prompt = prony_request_spec_join_turns (spec);

  self->asked_stream = spec->stream;
  self->connections = 0;
  self->n_adaptions = 0;
  self->deadline_ns = timeout_s > 0 ? prony_clock_now_ns () + prony_s_to_ns (timeout_s) : 0;
  stream_start (self);
}

/**
 * prony_http_stream_cancel:
 * @self: a stream, busy or idle
 *
 * Ends the request under way as cancelled: closes its connection, keeps the stamps
 * that it has, and calls `done`.
 */
void
prony_http_stream_cancel (PronyHttpStream *self)
{
  if (self->exchange == NULL)
    return;

  prony_http_answer_fail (
    &self->answer, PRONY_OUTCOME_CANCELLED,
    g_strdup (_ ("The request was cancelled, since the measurement had ended.")));
  stream_end (self, NULL, prony_clock_now_ns ());
}

/**
 * prony_http_stream_is_busy:
 * @self: a stream
 *
 * Returns: whether a request is under way
 */
gboolean
prony_http_stream_is_busy (PronyHttpStream *self)
{
  return self->exchange != NULL;
}

/**
 * prony_http_stream_get_connections:
 * @self: a stream
 *
 * Returns: how many connections had to be opened for the latest request that has
 *   ended
 */
guint
prony_http_stream_get_connections (PronyHttpStream *self)
{
  return self->connections;
}

/**
 * prony_http_stream_get_adaptions:
 * @self: a stream
 *
 * Returns: how often the latest request was sent again without a field that the engine
 *   refuses
 */
guint
prony_http_stream_get_adaptions (PronyHttpStream *self)
{
  return self->n_adaptions;
}

/**
 * prony_http_stream_free:
 * @self: (transfer full): a stream
 *
 * Frees it. A request under way is dropped without a word to anybody.
 */
void
prony_http_stream_free (PronyHttpStream *self)
{
  prony_http_poller_clear_deadline (prony_http_pool_get_poller (self->pool), &self->deadline);
  g_clear_pointer (&self->exchange, prony_http_exchange_free);
  g_clear_pointer (&self->record, prony_request_record_unref);
  g_clear_pointer (&self->spec, prony_request_spec_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  prony_target_unref (self->target);
  g_uri_unref (self->stream_uri);
  g_uri_unref (self->whole_uri);
  prony_event_parser_free (self->parser);
  prony_delta_destroy (&self->delta);
  g_string_free (self->error_body, TRUE);
  prony_http_answer_clear (&self->answer);
  g_free (self);
}
