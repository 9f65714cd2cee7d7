/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <errno.h>

#include <glib/gi18n-lib.h>

#include "base/prony-error.h"
#include "core/engines/prony-http-pool.h"
#include "core/model/prony-engine-spec.h"

/* The HTTP side of one I/O thread: its SoupSessions, the poller that its streams
 * are read through, and which socket belongs to which connection. Owned by the
 * thread's load generator; created, used and freed in that thread, whose default
 * context it uses. */
struct _PronyHttpPool
{
  GMainContext *context;
  PronyHttpPoller *poller;
  char *url;
  GUri *uri;
  GPtrArray *sessions; /* of SoupSession */
  GPtrArray *sockets;  /* for each session: connection id → GSocket */
  gboolean *closing;   /* for each slot: the engine closes after each answer */
  guint n_slots;
  guint n_held;
  char *buffer;

  /* While connections are opened ahead. */
  guint n_preconnecting;
  PronyHttpPoolFunc preconnected;
  gpointer preconnected_data;
};

typedef struct
{
  PronyHttpPool *pool;
  SoupMessage *message;
  guint slot;
} Preconnection;

static SoupSession *
session_new (const char *url, GTlsDatabase *tls_database)
{
  /* The defaults of 10 connections, 2 per host and 60 s of silence would quietly
   * serialise a load test and end slow requests. Who waits how long is decided by
   * the streams' own deadlines. */
  SoupSession *session = soup_session_new_with_options (
    "max-conns", 4 * PRONY_HTTP_STREAMS_PER_SESSION, "max-conns-per-host",
    4 * PRONY_HTTP_STREAMS_PER_SESSION, "timeout", 0, "idle-timeout", 0, "user-agent",
    "Prony/" PRONY_VERSION, NULL);

  /* Compression would hold tokens back. Authentication is a header of ours, and a
   * request must not be sent again behind the stamps' back. */
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);

  if (prony_engine_url_is_loopback (url))
    soup_session_set_proxy_resolver (session, NULL);
  if (tls_database != NULL)
    soup_session_set_tls_database (session, tls_database);

  return session;
}

/**
 * prony_http_pool_new:
 * @url: the engine's address, as in #PronyEngineSpec
 * @n_slots: how many streams there will be at most, at least 1
 * @tls_database: (nullable): the certificates to trust; %NULL means the system's
 * @error: return location for an error
 *
 * Makes what one I/O thread needs to talk to one engine. Belongs to the calling
 * thread and to its default main context.
 *
 * Returns: (transfer full): a pool without connections, or %NULL with
 *   %PRONY_ERROR_INPUT for what is no address and %PRONY_ERROR_FAILED where the
 *   system has no file descriptor left
 */
PronyHttpPool *
prony_http_pool_new (const char *url, guint n_slots, GTlsDatabase *tls_database, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  g_autoptr (PronyHttpPoller) poller = NULL;
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  PronyHttpPool *self;

  if (uri == NULL || g_uri_get_host (uri) == NULL)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   /* Translators: %s is what was given as an engine's address. */
                   _ ("“%s” is not an address. Give it as http://host:port."), url);
      return NULL;
    }

  poller = prony_http_poller_new (context);
  if (poller == NULL)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_FAILED,
                   /* Translators: %s is the system's own explanation. */
                   _ ("The measurement could not be prepared: %s. Close other programs or raise "
                      "the limit on open files."),
                   g_strerror (errno));
      return NULL;
    }

  self = g_new0 (PronyHttpPool, 1);
  self->context = g_steal_pointer (&context);
  self->poller = g_steal_pointer (&poller);
  self->url = g_strdup (url);
  self->uri = g_steal_pointer (&uri);
  self->n_slots = n_slots;
  self->closing = g_new0 (gboolean, n_slots);
  self->buffer = g_malloc (PRONY_HTTP_BUFFER_BYTES);
  self->sessions = g_ptr_array_new_with_free_func (g_object_unref);
  self->sockets = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);

  for (guint i = 0; i < n_slots; i += PRONY_HTTP_STREAMS_PER_SESSION)
    {
      g_ptr_array_add (self->sessions, session_new (url, tls_database));
      g_ptr_array_add (self->sockets,
                       g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref));
    }

  return self;
}

/**
 * prony_http_pool_free:
 * @self: (transfer full): a pool whose streams have been freed
 *
 * Closes all connections. Requests that were cancelled are still being closed by
 * libsoup; their callbacks are waited for, which takes a few turns of the main
 * context and no time on the network.
 */
void
prony_http_pool_free (PronyHttpPool *self)
{
  self->preconnected = NULL;
  for (guint i = 0; i < self->sessions->len; i++)
    soup_session_abort (g_ptr_array_index (self->sessions, i));
  while (self->n_held > 0)
    g_main_context_iteration (self->context, TRUE);

  g_ptr_array_unref (self->sockets);
  g_ptr_array_unref (self->sessions);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  prony_http_poller_free (self->poller);
  g_main_context_unref (self->context);
  g_free (self->buffer);
  g_free (self->closing);
  g_uri_unref (self->uri);
  g_free (self->url);
  g_free (self);
}

/**
 * prony_http_pool_get_url:
 * @self: a pool
 *
 * Returns: the engine's address
 */
const char *
prony_http_pool_get_url (PronyHttpPool *self)
{
  return self->url;
}

/**
 * prony_http_pool_get_session:
 * @self: a pool
 * @slot: which stream, below the number of slots
 *
 * Returns: (transfer none): the session that serves the stream
 */
SoupSession *
prony_http_pool_get_session (PronyHttpPool *self, guint slot)
{
  g_return_val_if_fail (slot < self->n_slots, NULL);

  return g_ptr_array_index (self->sessions, slot / PRONY_HTTP_STREAMS_PER_SESSION);
}

/**
 * prony_http_pool_get_poller:
 * @self: a pool
 *
 * Returns: (transfer none): what the streams wait with
 */
PronyHttpPoller *
prony_http_pool_get_poller (PronyHttpPool *self)
{
  return self->poller;
}

/**
 * prony_http_pool_get_buffer:
 * @self: a pool
 *
 * Returns: (transfer none): %PRONY_HTTP_BUFFER_BYTES of memory that one stream at
 *   a time reads into; its contents are void once the main loop has turned
 */
char *
prony_http_pool_get_buffer (PronyHttpPool *self)
{
  return self->buffer;
}

static gboolean
socket_is_gone (gpointer key, gpointer value, gpointer user_data)
{
  return g_socket_is_closed (value);
}

/**
 * prony_http_pool_note_connection:
 * @self: a pool
 * @slot: whose session opened it
 * @connection_id: the connection, as soup_message_get_connection_id() has it
 * @connection: as #SoupMessage::network-event has it when the connection is
 *   complete
 *
 * Remembers the socket of a connection, so that it is known when the connection
 * is reused. What has no socket of its own (TLS) is not remembered.
 */
void
prony_http_pool_note_connection (PronyHttpPool *self,
                                 guint slot,
                                 guint64 connection_id,
                                 GIOStream *connection)
{
  GHashTable *sockets;

  if (!G_IS_SOCKET_CONNECTION (connection) || G_IS_TCP_WRAPPER_CONNECTION (connection))
    return;

  sockets = g_ptr_array_index (self->sockets, slot / PRONY_HTTP_STREAMS_PER_SESSION);
  g_hash_table_foreach_remove (sockets, socket_is_gone, NULL);
  g_hash_table_insert (
    sockets, g_memdup2 (&connection_id, sizeof connection_id),
    g_object_ref (g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection))));
}

/**
 * prony_http_pool_get_fd:
 * @self: a pool
 * @slot: whose session the connection belongs to
 * @connection_id: the connection
 *
 * Returns: the descriptor that the connection's bytes come from unchanged, or -1
 *   where there is none, as with TLS
 */
int
prony_http_pool_get_fd (PronyHttpPool *self, guint slot, guint64 connection_id)
{
  GHashTable *sockets = g_ptr_array_index (self->sockets, slot / PRONY_HTTP_STREAMS_PER_SESSION);
  GSocket *socket = g_hash_table_lookup (sockets, &connection_id);

  if (socket == NULL || g_socket_is_closed (socket))
    return -1;

  return g_socket_get_fd (socket);
}

/**
 * prony_http_pool_set_closing:
 * @self: a pool
 * @slot: which stream
 * @closing: whether the engine said that it closes the connection after the answer
 *
 * Remembers what the slot's latest answer said of its connection.
 */
void
prony_http_pool_set_closing (PronyHttpPool *self, guint slot, gboolean closing)
{
  g_return_if_fail (slot < self->n_slots);

  self->closing[slot] = closing;
}

/**
 * prony_http_pool_get_closing:
 * @self: a pool
 * @slot: which stream
 *
 * Returns: whether the slot's next request needs a connection of its own. libsoup
 *   would let it wait for a connection that another stream is opening, lest that
 *   turn out to be HTTP/2: streams would connect one after the other
 */
gboolean
prony_http_pool_get_closing (PronyHttpPool *self, guint slot)
{
  g_return_val_if_fail (slot < self->n_slots, FALSE);

  return self->closing[slot];
}

/**
 * prony_http_pool_hold:
 * @self: a pool
 *
 * Says that an asynchronous call is under way, for which prony_http_pool_free()
 * has to wait.
 */
void
prony_http_pool_hold (PronyHttpPool *self)
{
  self->n_held++;
}

/**
 * prony_http_pool_release:
 * @self: a pool
 *
 * Says that an asynchronous call has come back.
 */
void
prony_http_pool_release (PronyHttpPool *self)
{
  g_return_if_fail (self->n_held > 0);

  self->n_held--;
}

static void
on_preconnect_network_event (SoupMessage *message,
                             GSocketClientEvent event,
                             GIOStream *connection,
                             gpointer user_data)
{
  Preconnection *preconnection = user_data;

  if (event == G_SOCKET_CLIENT_COMPLETE)
    prony_http_pool_note_connection (preconnection->pool, preconnection->slot,
                                     soup_message_get_connection_id (message), connection);
}

static void
on_preconnected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Preconnection *preconnection = user_data;
  PronyHttpPool *self = preconnection->pool;
  g_autoptr (GError) error = NULL;

  /* A connection that cannot be opened is the first request's to report. */
  if (!soup_session_preconnect_finish (SOUP_SESSION (source), result, &error))
    g_debug ("Cannot connect ahead: %s", error->message);

  g_signal_handlers_disconnect_by_data (preconnection->message, preconnection);
  g_object_unref (preconnection->message);
  g_free (preconnection);

  prony_http_pool_release (self);
  if (--self->n_preconnecting == 0 && self->preconnected != NULL)
    self->preconnected (self->preconnected_data);
}

/**
 * prony_http_pool_preconnect:
 * @self: a pool without connections
 * @done: called once, in a later turn of the main context, when each slot has a
 *   connection or could not get one
 * @user_data: for @done
 *
 * Opens the connections before the clock starts, so that a burst of first
 * requests measures the engine and not the kernel's accept queue.
 */
void
prony_http_pool_preconnect (PronyHttpPool *self, PronyHttpPoolFunc done, gpointer user_data)
{
  g_return_if_fail (self->n_preconnecting == 0);

  self->preconnected = done;
  self->preconnected_data = user_data;
  self->n_preconnecting = self->n_slots;

  for (guint slot = 0; slot < self->n_slots; slot++)
    {
      Preconnection *preconnection = g_new0 (Preconnection, 1);
      SoupMessage *message = soup_message_new_from_uri (SOUP_METHOD_HEAD, self->uri);

      preconnection->pool = self;
      preconnection->message = message;
      preconnection->slot = slot;
      g_signal_connect (message, "network-event", G_CALLBACK (on_preconnect_network_event),
                        preconnection);
      prony_http_pool_hold (self);
      soup_session_preconnect_async (prony_http_pool_get_session (self, slot), message,
                                     G_PRIORITY_DEFAULT, NULL, on_preconnected, preconnection);
    }
}
