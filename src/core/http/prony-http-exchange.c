/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-http"

#include "config.h"

#include <errno.h>
#include <string.h>

#include "base/prony-clock.h"
#include "base/prony-error.h"
#include "core/http/prony-certificate-trouble.h"
#include "core/http/prony-http-body.h"
#include "core/http/prony-http-exchange.h"
#include "core/http/prony-http-log.h"
#include "core/http/prony-retry-after.h"

/* How many informational answers (status 1xx) may come before the answer. libsoup
 * reads them for as long as they come, without letting anybody else have a turn. */
#define INFORMATIONAL_MAX 20

/* How many buffers of one answer are read before the other streams have their
 * turn. */
#define BUFFERS_PER_TURN 4

/* A reused connection that the engine had closed already is noticed within one
 * round trip of writing to it. What fails later is the engine's failure. */
#define STALE_CONNECTION_NS PRONY_NS_PER_S

/* One POST and its answer, as bytes with stamps. Writes the stamps that belong to
 * HTTP into its record: started, connected, sent, headers, the time to connect,
 * whether the connection was reused, and the status. Owned by a PronyHttpStream,
 * used in the pool's thread only.
 *
 * An answer on a plain connection is read through the pool's poller, on whose
 * socket it is not allowed that anybody else waits at the same time: libsoup does
 * so only until the headers are there. Everything else (TLS, HTTP/2) is waited
 * for with a GSource of the body stream.
 *
 * The request may be sent on a connection that the engine has just closed, since
 * it is flagged as idempotent for the sake of reusing connections. libsoup does
 * not send a POST again; this does, once, on a fresh connection, with started,
 * connected and sent stamped anew and the connection counted. */
struct _PronyHttpExchange
{
  grefcount refs; /* the owner's, and that of the call under way */
  PronyHttpPool *pool;
  guint slot;
  GUri *uri;
  GBytes *request_body;
  PronyRequestRecord *record;
  PronyExchange *written;              /* where all is written down; NULL while nobody looks */
  const PronyHttpExchangeFuncs *funcs; /* NULL once the owner has gone */
  gpointer user_data;

  SoupMessage *message;
  GCancellable *cancellable;
  PronyHttpBody body; /* with a socket: read through the poller */
  PronyHttpWatch watch;
  GSource *source;      /* otherwise */
  gint64 connecting_ns; /* 0 while the connection is a reused one */
  guint n_informational;
  GTlsCertificateFlags tls_errors; /* of a certificate that was refused */
  gboolean got_headers;
  gboolean retried;
  guint connections;
};

static void exchange_send (PronyHttpExchange *self);

static void
exchange_unref (PronyHttpExchange *self)
{
  if (!g_ref_count_dec (&self->refs))
    return;

  g_uri_unref (self->uri);
  g_bytes_unref (self->request_body);
  prony_request_record_unref (self->record);
  g_free (self);
}

static void
exchange_drop_message (PronyHttpExchange *self)
{
  if (self->message != NULL)
    g_signal_handlers_disconnect_by_data (self->message, self);
  g_clear_object (&self->message);
  g_clear_object (&self->cancellable);
}

/* Closing a body that was not read to its end closes the connection: that is how
 * engines are told to stop generating. */
static void
exchange_close_body (PronyHttpExchange *self)
{
  if (self->message != NULL)
    prony_http_pool_update_connection (self->pool, self->slot,
                                       soup_message_get_connection_id (self->message));
  prony_http_poller_unwatch (prony_http_pool_get_poller (self->pool), &self->watch);
  if (self->source != NULL)
    {
      g_source_destroy (self->source);
      g_clear_pointer (&self->source, g_source_unref);
    }

  if (self->body.stream == NULL)
    return;
  if (self->body.fd >= 0)
    g_input_stream_close (self->body.stream, NULL, NULL);
  else
    g_input_stream_close_async (self->body.stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  g_clear_object (&self->body.stream);
}

static void
exchange_finish (PronyHttpExchange *self, const GError *error, gint64 at_ns)
{
  const PronyHttpExchangeFuncs *funcs = g_steal_pointer (&self->funcs);

  exchange_close_body (self);
  exchange_drop_message (self);
  if (funcs != NULL)
    funcs->done (error, at_ns, self->user_data);
}

/* Returns whether there may be more to read at once. */
static gboolean
exchange_read (PronyHttpExchange *self)
{
  char *buffer = prony_http_pool_get_buffer (self->pool);
  gboolean more = TRUE;

  g_ref_count_inc (&self->refs);

  for (guint i = 0; i < BUFFERS_PER_TURN && more; i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 at_ns;
      gsize length;
      PronyHttpBodyState state =
        prony_http_body_read (&self->body, buffer, &length, &at_ns, &error);

      if (length > 0 && self->written != NULL)
        prony_exchange_add_body (self->written, buffer, length, at_ns);
      if (length > 0 && self->funcs != NULL)
        self->funcs->bytes (buffer, length, at_ns, self->user_data);
      more = state == PRONY_HTTP_BODY_MORE && self->funcs != NULL;
      if (self->funcs != NULL && (state == PRONY_HTTP_BODY_END || state == PRONY_HTTP_BODY_FAILED))
        exchange_finish (self, error, at_ns);
    }

  exchange_unref (self);
  return more;
}

static gboolean
on_watch_ready (gpointer user_data)
{
  PronyHttpExchange *self = user_data;

  self->body.waiting = (gsize) self->watch.waiting;
  self->body.waiting_ns = self->watch.waiting_ns;
  self->watch.waiting = 0;
  return exchange_read (self);
}

static gboolean on_source_ready (GObject *stream, gpointer user_data);

/* A source of a body stream is good for one waiting only: whether it waits for
 * the socket or for a buffer is decided when it is made. */
static gboolean
on_unwatched_ready (gpointer user_data)
{
  PronyHttpExchange *self = user_data;
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  gboolean more;

  g_ref_count_inc (&self->refs);
  more = exchange_read (self);
  if (!more && self->body.stream != NULL)
    {
      self->source =
        g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (self->body.stream), NULL);
      g_source_set_callback (self->source, G_SOURCE_FUNC (on_source_ready), self, NULL);
      g_source_attach (self->source, context);
    }
  exchange_unref (self);
  return more;
}

static gboolean
on_source_ready (GObject *stream, gpointer user_data)
{
  PronyHttpExchange *self = user_data;

  g_clear_pointer (&self->source, g_source_unref);
  if (on_unwatched_ready (self))
    prony_http_poller_enqueue (prony_http_pool_get_poller (self->pool), &self->watch,
                               on_unwatched_ready, self);
  return G_SOURCE_REMOVE;
}

/* What came together with the headers lies in libsoup's buffer already, where the
 * poller cannot see it, so the first reading does not wait. */
static void
exchange_read_body (PronyHttpExchange *self)
{
  PronyHttpPoller *poller = prony_http_pool_get_poller (self->pool);
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  int fd =
    prony_http_pool_get_fd (self->pool, self->slot, soup_message_get_connection_id (self->message));
  PronyHttpReadyFunc func = on_unwatched_ready;

  self->body.chunked = soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CHUNKED;
  if (fd >= 0 && prony_http_poller_watch (poller, &self->watch, fd, on_watch_ready, self))
    {
      self->body.fd = fd;
      func = on_watch_ready;
    }

  if (func (self))
    prony_http_poller_enqueue (poller, &self->watch, func, self);
}

static void
on_wrote_headers (SoupMessage *message, gpointer user_data)
{
  PronyHttpExchange *self = user_data;

  prony_http_log_request (self->written, prony_http_pool_get_access (self->pool), message);
}

static void
on_network_event (SoupMessage *message,
                  GSocketClientEvent event,
                  GIOStream *connection,
                  gpointer user_data)
{
  PronyHttpExchange *self = user_data;
  gint64 now_ns = prony_clock_now_ns ();

  if (self->connecting_ns == 0)
    {
      self->connecting_ns = now_ns;
      self->connections++;
      self->record->reused = FALSE;
    }

  if (event == G_SOCKET_CLIENT_COMPLETE)
    {
      self->record->connected_ns = now_ns;
      self->record->connect_time_ns = now_ns - self->connecting_ns;
      prony_http_pool_note_connection (self->pool, self->slot,
                                       soup_message_get_connection_id (message), connection);
    }
}

/* GIO's error says only that there was something; what the access says of it comes
 * after this. */
static gboolean
on_accept_certificate (SoupMessage *message,
                       GTlsCertificate *certificate,
                       GTlsCertificateFlags errors,
                       gpointer user_data)
{
  PronyHttpExchange *self = user_data;

  self->tls_errors = errors;
  return FALSE;
}

/* Comes right after the writing, while `wrote-body` waits for its turn in the main
 * loop behind all other requests of a burst. The last piece's stamp counts. */
static void
on_wrote_body_data (SoupMessage *message, guint length, gpointer user_data)
{
  PronyHttpExchange *self = user_data;

  self->record->sent_ns = prony_clock_now_ns ();
}

static void
on_wrote_body (SoupMessage *message, gpointer user_data)
{
  PronyHttpExchange *self = user_data;

  if (self->record->sent_ns == 0)
    self->record->sent_ns = prony_clock_now_ns ();
  if (self->connecting_ns == 0)
    {
      self->record->reused = TRUE;
      self->record->connected_ns = self->record->started_ns;
    }
  if (self->funcs != NULL && self->funcs->sent != NULL)
    self->funcs->sent (self->user_data);
}

static void
on_got_headers (SoupMessage *message, gpointer user_data)
{
  PronyHttpExchange *self = user_data;
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);

  self->got_headers = TRUE;
  self->record->headers_ns = prony_clock_now_ns ();
  if (self->written != NULL)
    prony_http_log_response (self->written, prony_http_pool_get_access (self->pool), message);
  self->record->http_status = soup_message_get_status (message);
  self->record->retry_after_s = prony_retry_after_parse (
    soup_message_headers_get_one (headers, "Retry-After"), g_get_real_time () / G_USEC_PER_SEC);
  prony_http_pool_set_closing (self->pool, self->slot, !soup_message_is_keepalive (message));

  /* libsoup would send this again by itself, and hold the answer in memory. */
  if (self->record->http_status == SOUP_STATUS_MISDIRECTED_REQUEST)
    g_cancellable_cancel (self->cancellable);
}

static void
on_got_informational (SoupMessage *message, gpointer user_data)
{
  PronyHttpExchange *self = user_data;

  if (++self->n_informational == INFORMATIONAL_MAX)
    g_cancellable_cancel (self->cancellable);
}

/* libsoup has no codes of their own for what it does not read any further; the
 * owner takes the ones that it uses for a cancelled request, or for a connection
 * that was closed before an answer. */
static void
exchange_correct_error (PronyHttpExchange *self, GError **error)
{
  const char *url = prony_http_access_get_url (prony_http_pool_get_access (self->pool));
  gboolean too_long = g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) &&
                      strcmp ((*error)->message, g_dgettext ("libsoup-3.0", "Header too big")) == 0;

  if ((*error)->domain == G_TLS_ERROR && self->tls_errors != 0)
    {
      g_clear_error (error);
      *error = g_error_new_literal (PRONY_ERROR, PRONY_ERROR_TLS, "");
      g_free ((*error)->message);
      (*error)->message = prony_certificate_trouble_describe (self->tls_errors, url);
      return;
    }
  if (!too_long && self->n_informational < INFORMATIONAL_MAX)
    return;

  g_clear_error (error);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, g_strerror (EMSGSIZE));
}

static gboolean
exchange_was_stale (PronyHttpExchange *self, const GError *error)
{
  gint64 since_ns = self->record->sent_ns != 0 ? self->record->sent_ns : self->record->started_ns;

  return !self->retried && !self->got_headers && self->connecting_ns == 0 &&
         soup_message_get_connection_id (self->message) != 0 &&
         prony_clock_now_ns () - since_ns < STALE_CONNECTION_NS &&
         (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) ||
          g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED));
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PronyHttpExchange *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) body = NULL;

  body = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  prony_http_pool_release (self->pool);
  if (body == NULL)
    exchange_correct_error (self, &error);

  if (self->funcs == NULL)
    {
      self->body = (PronyHttpBody){ .stream = g_steal_pointer (&body), .fd = -1 };
      exchange_close_body (self);
    }
  else if (body == NULL && exchange_was_stale (self, error))
    {
      g_debug ("The engine had closed a connection: sending again on a new one");
      self->retried = TRUE;
      exchange_drop_message (self);
      exchange_send (self);
    }
  else if (body == NULL)
    {
      exchange_finish (self, error, prony_clock_now_ns ());
    }
  else
    {
      SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);

      self->body = (PronyHttpBody){ .stream = g_steal_pointer (&body), .fd = -1 };
      self->funcs->headers (
        self->record->http_status, soup_message_headers_get_content_type (headers, NULL),
        soup_message_headers_get_list (headers, "Content-Encoding"), self->user_data);
      if (self->funcs != NULL)
        exchange_read_body (self);
    }

  exchange_unref (self);
}

/* From here on all is written down, if somebody wants that. What libsoup adds to the
 * headers is known when they have been written; without a connection they never are. */
static void
exchange_begin_log (PronyHttpExchange *self)
{
  PronyExchangeLog *log = prony_http_pool_get_log (self->pool);

  if (log == NULL)
    return;

  self->written = prony_exchange_log_begin (log, self->request_body);
  prony_http_log_request (self->written, prony_http_pool_get_access (self->pool), self->message);
  g_signal_connect (self->message, "wrote-headers", G_CALLBACK (on_wrote_headers), self);
}

static void
exchange_send (PronyHttpExchange *self)
{
  self->message = soup_message_new_from_uri (SOUP_METHOD_POST, self->uri);
  self->cancellable = g_cancellable_new ();
  soup_message_add_flags (self->message, SOUP_MESSAGE_IDEMPOTENT);
  if (self->retried || prony_http_pool_get_closing (self->pool, self->slot))
    soup_message_add_flags (self->message, SOUP_MESSAGE_NEW_CONNECTION);

  prony_http_access_prepare (prony_http_pool_get_access (self->pool), self->message);
  soup_message_set_request_body_from_bytes (self->message, "application/json", self->request_body);
  exchange_begin_log (self);

  g_signal_connect (self->message, "accept-certificate", G_CALLBACK (on_accept_certificate), self);
  g_signal_connect (self->message, "network-event", G_CALLBACK (on_network_event), self);
  g_signal_connect (self->message, "wrote-body-data", G_CALLBACK (on_wrote_body_data), self);
  g_signal_connect (self->message, "wrote-body", G_CALLBACK (on_wrote_body), self);
  g_signal_connect (self->message, "got-informational", G_CALLBACK (on_got_informational), self);
  g_signal_connect (self->message, "got-headers", G_CALLBACK (on_got_headers), self);

  self->connecting_ns = 0;
  self->n_informational = 0;
  self->record->connected_ns = 0;
  self->record->sent_ns = 0;
  self->record->started_ns = prony_clock_now_ns ();

  g_ref_count_inc (&self->refs);
  prony_http_pool_hold (self->pool);
  soup_session_send_async (prony_http_pool_get_session (self->pool, self->slot), self->message,
                           G_PRIORITY_DEFAULT, self->cancellable, on_sent, self);
}

/**
 * prony_http_exchange_start:
 * @pool: the thread's pool; must outlive the exchange
 * @slot: which stream
 * @uri: where to
 * @body: the request's JSON
 * @record: whose stamps to write
 * @funcs: called from later turns of the main loop, never from this call
 * @user_data: for @funcs
 *
 * Sends a POST.
 *
 * Returns: (transfer full): the exchange; free it to cancel it
 */
PronyHttpExchange *
prony_http_exchange_start (PronyHttpPool *pool,
                           guint slot,
                           GUri *uri,
                           GBytes *body,
                           PronyRequestRecord *record,
                           const PronyHttpExchangeFuncs *funcs,
                           gpointer user_data)
{
  PronyHttpExchange *self = g_new0 (PronyHttpExchange, 1);

  g_ref_count_init (&self->refs);
  self->pool = pool;
  self->slot = slot;
  self->uri = g_uri_ref (uri);
  self->request_body = g_bytes_ref (body);
  self->record = prony_request_record_ref (record);
  self->funcs = funcs;
  self->user_data = user_data;
  exchange_send (self);
  return self;
}

/**
 * prony_http_exchange_get_connections:
 * @self: an exchange
 *
 * Returns: how many connections had to be opened for it: 0 where one was reused,
 *   1 usually, including the case that the reused one turned out to be closed
 */
guint
prony_http_exchange_get_connections (PronyHttpExchange *self)
{
  return self->connections;
}

/**
 * prony_http_exchange_free:
 * @self: (transfer full): an exchange, under way or ended
 *
 * Cancels what is under way by closing the connection, without a further call to
 * its owner.
 */
void
prony_http_exchange_free (PronyHttpExchange *self)
{
  self->funcs = NULL;
  exchange_close_body (self);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  exchange_drop_message (self);
  exchange_unref (self);
}
