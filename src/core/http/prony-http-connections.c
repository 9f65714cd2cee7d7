/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-http"

#include "config.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "core/http/prony-http-connections.h"

/* The sockets below the connections that libsoup has opened for one pool: to be
 * waited for and read where they carry HTTP as it is, and asked in any case how
 * often the kernel had to send something again, which is a fact about the network
 * and not about the engine. Owned by a PronyHttpPool, used in its thread only. */
struct _PronyHttpConnections
{
  GHashTable *entries; /* id → Entry */
  guint64 retransmits; /* what is counted in the entries, and was in those gone */
};

typedef struct
{
  GSocket *socket;
  gboolean plain;
  guint32 retransmits;
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_object_unref (entry->socket);
  g_free (entry);
}

static gboolean
entry_is_gone (gpointer key, gpointer value, gpointer user_data)
{
  return g_socket_is_closed (((Entry *) value)->socket);
}

/* tcpi_total_retrans of tcp(7), which counts from the first SYN on. What is no TCP
 * has none. */
static void
entry_update (Entry *entry, PronyHttpConnections *self)
{
  struct tcp_info info = { 0 };
  socklen_t length = sizeof info;

  if (g_socket_is_closed (entry->socket) ||
      getsockopt (g_socket_get_fd (entry->socket), IPPROTO_TCP, TCP_INFO, &info, &length) != 0)
    return;

  self->retransmits += info.tcpi_total_retrans - entry->retransmits;
  entry->retransmits = info.tcpi_total_retrans;
}

/**
 * prony_http_connections_new:
 *
 * Returns: (transfer full): no connections
 */
PronyHttpConnections *
prony_http_connections_new (void)
{
  PronyHttpConnections *self = g_new0 (PronyHttpConnections, 1);

  self->entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, entry_free);
  return self;
}

/**
 * prony_http_connections_free:
 * @self: (transfer full): connections
 *
 * Forgets them; closing them is libsoup's.
 */
void
prony_http_connections_free (PronyHttpConnections *self)
{
  g_hash_table_unref (self->entries);
  g_free (self);
}

/**
 * prony_http_connections_note:
 * @self: connections
 * @id: a number for it, new
 * @connection: as #SoupMessage::network-event has it when the connection is
 *   complete
 *
 * Remembers the socket of a connection; forgets those that have been closed.
 */
void
prony_http_connections_note (PronyHttpConnections *self, guint64 id, GIOStream *connection)
{
  g_autoptr (GIOStream) base = NULL;
  gboolean plain = !G_IS_TCP_WRAPPER_CONNECTION (connection);
  Entry *entry;

  if (G_IS_TLS_CONNECTION (connection))
    {
      g_object_get (connection, "base-io-stream", &base, NULL);
      connection = base;
      plain = FALSE;
    }
  if (!G_IS_SOCKET_CONNECTION (connection))
    return;

  entry = g_new0 (Entry, 1);
  entry->socket = g_object_ref (g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection)));
  entry->plain = plain;
  g_hash_table_foreach_remove (self->entries, entry_is_gone, NULL);
  g_hash_table_insert (self->entries, g_memdup2 (&id, sizeof id), entry);
  entry_update (entry, self);
}

/**
 * prony_http_connections_get_fd:
 * @self: connections
 * @id: one of them, or another number
 *
 * Returns: the descriptor that the connection's bytes come from unchanged, or -1
 *   where there is none, as with TLS
 */
int
prony_http_connections_get_fd (PronyHttpConnections *self, guint64 id)
{
  const Entry *entry = g_hash_table_lookup (self->entries, &id);

  if (entry == NULL || !entry->plain || g_socket_is_closed (entry->socket))
    return -1;

  return g_socket_get_fd (entry->socket);
}

/**
 * prony_http_connections_update:
 * @self: connections
 * @id: one of them, or another number
 *
 * Takes down what is known of a connection that may be closed soon.
 */
void
prony_http_connections_update (PronyHttpConnections *self, guint64 id)
{
  Entry *entry = g_hash_table_lookup (self->entries, &id);

  if (entry != NULL)
    entry_update (entry, self);
}

static gboolean
entry_is_open (const Entry *entry)
{
  struct tcp_info info = { 0 };
  socklen_t length = sizeof info;

  return !g_socket_is_closed (entry->socket) &&
         getsockopt (g_socket_get_fd (entry->socket), IPPROTO_TCP, TCP_INFO, &info, &length) == 0 &&
         info.tcpi_state == TCP_ESTABLISHED;
}

/**
 * prony_http_connections_count_open:
 * @self: connections
 *
 * Returns: how many are open on both sides
 */
guint
prony_http_connections_count_open (PronyHttpConnections *self)
{
  GHashTableIter iter;
  gpointer entry;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    n += entry_is_open (entry);

  return n;
}

/**
 * prony_http_connections_count_retransmits:
 * @self: connections
 *
 * Asks all open connections, which takes about a microsecond for each.
 *
 * Returns: how many segments have been sent again on the connections that were
 *   ever noted; for one that was closed, as of its latest update
 */
guint64
prony_http_connections_count_retransmits (PronyHttpConnections *self)
{
  GHashTableIter iter;
  gpointer entry;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    entry_update (entry, self);

  return self->retransmits;
}
