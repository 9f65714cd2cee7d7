/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-http"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "base/prony-error.h"
#include "core/http/prony-http-body.h"
#include "core/http/prony-http-connections.h"
#include "core/http/prony-http-pool.h"

/* The HTTP side of one I/O thread: its SoupSessions, the poller that its streams
 * are read through, and which socket belongs to which connection. Owned by the
 * thread's load generator; created, used and freed in that thread, whose default
 * context it uses. */
struct _PronyHttpPool
{
  GMainContext *context;
  PronyHttpPoller *poller;
  PronyHttpConnections *connections;
  PronyHttpAccess *access;
  GPtrArray *sessions;   /* of SoupSession */
  PronyExchangeLog *log; /* NULL: nothing is written down */
  gboolean *closing;     /* for each slot: the engine closes after each answer */
  guint n_slots;
  guint n_held;
  gboolean freeing;
  char *buffer;
};

/* Connections that are opened ahead, together. */
typedef struct
{
  PronyHttpPool *pool;
  guint n_left;
  PronyHttpPoolFunc done;
  gpointer user_data;
} Batch;

typedef struct
{
  Batch *batch;
  SoupMessage *message;
  guint slot;
} Preconnection;

/**
 * prony_http_pool_new:
 * @access: how the engine is reached
 * @n_slots: how many streams there will be at most, at least 1
 * @error: return location for an error
 *
 * Makes what one I/O thread needs to talk to one engine. Belongs to the calling
 * thread and to its default main context.
 *
 * Returns: (transfer full): a pool without connections, or %NULL with
 *   %PRONY_ERROR_FAILED where the system has no file descriptor left
 */
PronyHttpPool *
prony_http_pool_new (PronyHttpAccess *access, guint n_slots, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  g_autoptr (PronyHttpPoller) poller = prony_http_poller_new (context);
  PronyHttpPool *self;

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
  self->connections = prony_http_connections_new ();
  self->access = prony_http_access_ref (access);
  self->buffer = g_malloc (2 * PRONY_HTTP_BODY_BYTES);
  self->sessions = g_ptr_array_new_with_free_func (g_object_unref);
  prony_http_pool_add_slots (self, n_slots);
  return self;
}

/**
 * prony_http_pool_add_slots:
 * @self: a pool
 * @n: how many
 *
 * Lets the pool serve more streams, whose slots follow those that there are. Those
 * under way are not touched.
 */
void
prony_http_pool_add_slots (PronyHttpPool *self, guint n)
{
  g_return_if_fail (n <= G_MAXUINT - PRONY_HTTP_STREAMS_PER_SESSION - self->n_slots);

  self->closing = g_renew (gboolean, self->closing, self->n_slots + n);
  for (guint i = 0; i < n; i++)
    self->closing[self->n_slots + i] = FALSE;
  self->n_slots += n;

  while (self->sessions->len * PRONY_HTTP_STREAMS_PER_SESSION < self->n_slots)
    g_ptr_array_add (self->sessions, prony_http_access_create_session (
                                       self->access, 4 * PRONY_HTTP_STREAMS_PER_SESSION));
}

/**
 * prony_http_pool_get_n_slots:
 * @self: a pool
 *
 * Returns: how many streams it can serve
 */
guint
prony_http_pool_get_n_slots (PronyHttpPool *self)
{
  return self->n_slots;
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
  self->freeing = TRUE;
  for (guint i = 0; i < self->sessions->len; i++)
    soup_session_abort (g_ptr_array_index (self->sessions, i));
  while (self->n_held > 0)
    g_main_context_iteration (self->context, TRUE);

  prony_http_connections_free (self->connections);
  g_ptr_array_unref (self->sessions);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  prony_http_poller_free (self->poller);
  g_main_context_unref (self->context);
  g_free (self->buffer);
  g_free (self->closing);
  prony_http_access_unref (self->access);
  g_clear_pointer (&self->log, prony_exchange_log_unref);
  g_free (self);
}

/**
 * prony_http_pool_get_access:
 * @self: a pool
 *
 * Returns: (transfer none): how the engine is reached
 */
PronyHttpAccess *
prony_http_pool_get_access (PronyHttpPool *self)
{
  return self->access;
}

/**
 * prony_http_pool_set_log:
 * @self: a pool with one slot at work
 * @log: (nullable): where what is sent and comes is written down from now on
 *
 * Has the raw exchanges kept, for a person to look at. It costs a copy of all
 * bytes: not for a measurement.
 */
void
prony_http_pool_set_log (PronyHttpPool *self, PronyExchangeLog *log)
{
  g_clear_pointer (&self->log, prony_exchange_log_unref);
  self->log = log != NULL ? prony_exchange_log_ref (log) : NULL;
}

/**
 * prony_http_pool_get_log:
 * @self: a pool
 *
 * Returns: (transfer none) (nullable): what prony_http_pool_set_log() was given
 */
PronyExchangeLog *
prony_http_pool_get_log (PronyHttpPool *self)
{
  return self->log;
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
 * Returns: (transfer none): twice %PRONY_HTTP_BODY_BYTES of memory that one stream
 *   at a time reads into; its contents are void once the main loop has turned
 */
char *
prony_http_pool_get_buffer (PronyHttpPool *self)
{
  return self->buffer;
}

/* The number that libsoup gives a connection is unique within its session. */
static guint64
connection_key (guint slot, guint64 connection_id)
{
  return ((guint64) (slot / PRONY_HTTP_STREAMS_PER_SESSION) << 40) + connection_id;
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
 * is reused.
 */
void
prony_http_pool_note_connection (PronyHttpPool *self,
                                 guint slot,
                                 guint64 connection_id,
                                 GIOStream *connection)
{
  prony_http_connections_note (self->connections, connection_key (slot, connection_id), connection);
}

/**
 * prony_http_pool_update_connection:
 * @self: a pool
 * @slot: whose session the connection belongs to
 * @connection_id: the connection
 *
 * Takes down what the kernel knows of a connection, before it may be closed.
 */
void
prony_http_pool_update_connection (PronyHttpPool *self, guint slot, guint64 connection_id)
{
  prony_http_connections_update (self->connections, connection_key (slot, connection_id));
}

/**
 * prony_http_pool_count_open:
 * @self: a pool
 *
 * Returns: how many connections are open on both sides: fewer than there were
 *   streams at work where the engine closes after each answer, be it without a word
 */
guint
prony_http_pool_count_open (PronyHttpPool *self)
{
  return prony_http_connections_count_open (self->connections);
}

/**
 * prony_http_pool_get_retransmits:
 * @self: a pool
 *
 * Asks all open connections, which takes about a microsecond for each.
 *
 * Returns: how many TCP segments this side has had to send again since the pool
 *   was made, on all its connections, those included that were closed meanwhile
 */
guint64
prony_http_pool_get_retransmits (PronyHttpPool *self)
{
  return prony_http_connections_count_retransmits (self->connections);
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
  return prony_http_connections_get_fd (self->connections, connection_key (slot, connection_id));
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

/* Grows the kernel's table of descriptors at once. Each doubling of it waits until
 * all processors have let go of the old one, about 15 ms where several threads
 * share it: far longer than opening the connections takes. */
static void
reserve_descriptors (guint n)
{
  int lowest = eventfd (0, EFD_CLOEXEC);
  int highest;

  if (lowest < 0)
    return;

  highest = fcntl (lowest, F_DUPFD_CLOEXEC, lowest + (int) MIN (n, G_MAXINT16 * 32));
  if (highest >= 0)
    close (highest);
  close (lowest);
}

static void
on_preconnect_network_event (SoupMessage *message,
                             GSocketClientEvent event,
                             GIOStream *connection,
                             gpointer user_data)
{
  Preconnection *preconnection = user_data;

  if (event == G_SOCKET_CLIENT_COMPLETE)
    prony_http_pool_note_connection (preconnection->batch->pool, preconnection->slot,
                                     soup_message_get_connection_id (message), connection);
}

static void
batch_release (Batch *batch)
{
  if (--batch->n_left > 0)
    return;

  if (!batch->pool->freeing)
    batch->done (batch->user_data);
  g_free (batch);
}

static void
on_preconnected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Preconnection *preconnection = user_data;
  Batch *batch = preconnection->batch;
  g_autoptr (GError) error = NULL;

  /* A connection that cannot be opened is the first request's to report. */
  if (!soup_session_preconnect_finish (SOUP_SESSION (source), result, &error))
    g_debug ("Cannot connect ahead: %s", error->message);

  g_signal_handlers_disconnect_by_data (preconnection->message, preconnection);
  g_object_unref (preconnection->message);
  g_free (preconnection);

  prony_http_pool_release (batch->pool);
  batch_release (batch);
}

static void
preconnect_slot (Batch *batch, guint slot)
{
  PronyHttpPool *self = batch->pool;
  Preconnection *preconnection = g_new0 (Preconnection, 1);
  SoupMessage *message =
    soup_message_new_from_uri (SOUP_METHOD_HEAD, prony_http_access_get_uri (self->access));

  preconnection->batch = batch;
  preconnection->message = message;
  preconnection->slot = slot;

  /* Not the idle connection of another slot of the session. */
  soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
  prony_http_access_prepare (self->access, message);
  g_signal_connect (message, "network-event", G_CALLBACK (on_preconnect_network_event),
                    preconnection);
  prony_http_pool_hold (self);
  soup_session_preconnect_async (prony_http_pool_get_session (self, slot), message,
                                 G_PRIORITY_DEFAULT, NULL, on_preconnected, preconnection);
}

/**
 * prony_http_pool_preconnect_range:
 * @self: a pool
 * @first: the first slot, of those without a connection
 * @n: how many slots
 * @done: called once, in a later turn of the main context, when each of these
 *   slots has a connection or could not get one; not if the pool is freed before
 * @user_data: for @done
 *
 * Opens the connections of slots that were added, as prony_http_pool_preconnect()
 * does. Any number of such calls may be under way.
 */
void
prony_http_pool_preconnect_range (
  PronyHttpPool *self, guint first, guint n, PronyHttpPoolFunc done, gpointer user_data)
{
  Batch *batch;

  g_return_if_fail (first <= self->n_slots && n > 0 && n <= self->n_slots - first);

  batch = g_new0 (Batch, 1);
  batch->pool = self;
  batch->n_left = n;
  batch->done = done;
  batch->user_data = user_data;

  reserve_descriptors (n);
  for (guint slot = first; slot < first + n; slot++)
    preconnect_slot (batch, slot);
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
  prony_http_pool_preconnect_range (self, 0, self->n_slots, done, user_data);
}
