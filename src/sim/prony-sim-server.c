/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/prony-error.h"
#include "sim/prony-sim-server.h"

/* The HTTP server of a simulated engine.
 *
 * Why not SoupServer: it was measured first, on 2 cores with Debian 12's libsoup
 * 3.2.3 and tokens due by a timerfd. A token costs it 28 us of CPU, and the first
 * tokens of 32 requests sent at once come 1.6 ms late (median), of 300 requests
 * 6.7 ms. A reference that is to be read to the millisecond cannot be that late
 * itself. One epoll instance over plain sockets inside one GSource, with one
 * send() a token, takes 5 us a token, four of them in the kernel, and is 0.6 ms
 * and 3.3 ms late, half of which is the measuring client's own.
 *
 * A request counts from its reading, so requests are not read late because others
 * are being served: of those that are there only one is served before the sockets
 * and the deadlines are looked at again.
 *
 * Used in one thread, the one that iterates the context. */

#define EVENTS_AT_ONCE 256
#define RESERVED_DESCRIPTORS 4000

struct _PronySimServer
{
  PronySimServeFunc serve;
  gpointer user_data;
  GSource *source;
  GHashTable *connections;
  GPtrArray *closed;
  GQueue unserved;
  int epoll_fd;
  int listen_fd;
  guint16 port;
};

typedef struct
{
  GSource source;
  PronySimServer *server;
  gpointer tag;
} ServerSource;

static void
on_connection_serve_cb (PronySimConnection *connection,
                        PronySimRequest *request,
                        gpointer user_data)
{
  PronySimServer *self = user_data;

  self->serve (connection, request, self->user_data);
}

static void
watch (PronySimServer *self, int operation, PronySimConnection *connection, gboolean write)
{
  struct epoll_event event = { 0 };

  event.events = EPOLLIN | (write ? EPOLLOUT : 0);
  event.data.ptr = connection;
  if (epoll_ctl (self->epoll_fd, operation, prony_sim_connection_get_fd (connection), &event) != 0)
    g_warning ("epoll_ctl: %s", g_strerror (errno));
}

static void
on_connection_want_write_cb (PronySimConnection *connection, gboolean want, gpointer user_data)
{
  watch (user_data, EPOLL_CTL_MOD, connection, want);
}

/* Events of the same batch may still name the connection, so it is freed before
 * the next one. Closing its socket has taken it out of the epoll set. */
static void
on_connection_closed_cb (PronySimConnection *connection, gpointer user_data)
{
  PronySimServer *self = user_data;

  g_hash_table_steal (self->connections, connection);
  g_queue_remove (&self->unserved, connection);
  g_ptr_array_add (self->closed, connection);
}

static const PronySimConnectionFuncs connection_funcs = {
  .serve = on_connection_serve_cb,
  .want_write = on_connection_want_write_cb,
  .closed = on_connection_closed_cb,
};

static void
accept_all (PronySimServer *self)
{
  for (;;)
    {
      static const int on = 1;
      int fd = accept4 (self->listen_fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
      PronySimConnection *connection;

      if (fd < 0)
        return;

      /* A token must not wait for the acknowledgement of the one before. */
      setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      connection = prony_sim_connection_new (fd, &connection_funcs, self);
      g_hash_table_add (self->connections, connection);
      watch (self, EPOLL_CTL_ADD, connection, FALSE);
    }
}

static gboolean
server_source_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  PronySimServer *self = ((ServerSource *) source)->server;
  struct epoll_event events[EVENTS_AT_ONCE];
  PronySimConnection *unserved;
  int n;

  g_ptr_array_set_size (self->closed, 0);
  n = epoll_wait (self->epoll_fd, events, EVENTS_AT_ONCE, 0);

  for (int i = 0; i < n; i++)
    {
      PronySimConnection *connection = events[i].data.ptr;

      if (connection == NULL)
        accept_all (self);
      else if ((events[i].events & ~(guint32) EPOLLOUT) != 0 &&
               prony_sim_connection_read (connection))
        g_queue_push_tail (&self->unserved, connection);
    }
  for (int i = 0; i < n; i++)
    if (events[i].data.ptr != NULL && (events[i].events & EPOLLOUT) != 0)
      prony_sim_connection_flush (events[i].data.ptr);

  unserved = g_queue_pop_head (&self->unserved);
  if (unserved != NULL)
    prony_sim_connection_serve (unserved);

  return G_SOURCE_CONTINUE;
}

static gboolean
server_source_prepare (GSource *source, int *timeout_ms)
{
  *timeout_ms = -1;
  return !g_queue_is_empty (&((ServerSource *) source)->server->unserved);
}

static gboolean
server_source_check (GSource *source)
{
  const ServerSource *self = (ServerSource *) source;

  return !g_queue_is_empty (&self->server->unserved) ||
         g_source_query_unix_fd (source, self->tag) != 0;
}

static GSourceFuncs server_source_funcs = {
  .prepare = server_source_prepare,
  .check = server_source_check,
  .dispatch = server_source_dispatch,
};

/**
 * prony_sim_server_new:
 * @context: (nullable): the context of the thread that will use it, %NULL for
 *   the default one
 * @serve: answers requests
 * @user_data: passed to @serve
 *
 * Returns: (transfer full): a server that does not listen yet
 */
PronySimServer *
prony_sim_server_new (GMainContext *context, PronySimServeFunc serve, gpointer user_data)
{
  PronySimServer *self = g_new0 (PronySimServer, 1);
  ServerSource *source;

  self->serve = serve;
  self->user_data = user_data;
  self->listen_fd = -1;
  self->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  if (self->epoll_fd < 0)
    g_error ("epoll_create1: %s", g_strerror (errno));
  self->connections =
    g_hash_table_new_full (NULL, NULL, (GDestroyNotify) prony_sim_connection_free, NULL);
  g_queue_init (&self->unserved);
  self->closed = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_sim_connection_free);

  self->source = g_source_new (&server_source_funcs, sizeof (ServerSource));
  source = (ServerSource *) self->source;
  source->server = self;
  source->tag = g_source_add_unix_fd (self->source, self->epoll_fd, G_IO_IN);
  g_source_set_static_name (self->source, "prony-sim-server");
  /* Else GLib blocks and unblocks it around each dispatch, with four system calls. */
  g_source_set_can_recurse (self->source, TRUE);
  g_source_attach (self->source, context);

  return self;
}

/**
 * prony_sim_server_free:
 * @server: (transfer full): a server
 *
 * Stops listening, shuts all connections and cancels what is being answered.
 */
void
prony_sim_server_free (PronySimServer *server)
{
  g_source_destroy (server->source);
  g_source_unref (server->source);
  g_queue_clear (&server->unserved);
  g_hash_table_unref (server->connections);
  g_ptr_array_unref (server->closed);
  if (server->listen_fd >= 0)
    close (server->listen_fd);
  close (server->epoll_fd);
  g_free (server);
}

/* Names are looked up by blocking: there is one, before anything is served. */
static GInetAddress *
look_up (const char *host, GError **error)
{
  g_autoptr (GResolver) resolver = NULL;
  g_autolist (GInetAddress) addresses = NULL;
  GInetAddress *literal = g_inet_address_new_from_string (host);

  if (literal != NULL)
    return literal;

  resolver = g_resolver_get_default ();
  addresses = g_resolver_lookup_by_name (resolver, host, NULL, error);
  return addresses != NULL ? g_object_ref (addresses->data) : NULL;
}

static gboolean
bind_and_listen (PronySimServer *self, GSocketAddress *address, GError **error)
{
  static const int on = 1;
  struct sockaddr_storage native;
  socklen_t length = sizeof native;
  int family = g_socket_address_get_family (address) == G_SOCKET_FAMILY_IPV6 ? AF_INET6 : AF_INET;

  if (!g_socket_address_to_native (address, &native, sizeof native, error))
    return FALSE;

  self->listen_fd = socket (family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (self->listen_fd >= 0)
    setsockopt (self->listen_fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (self->listen_fd < 0 ||
      bind (self->listen_fd, (struct sockaddr *) &native,
            (socklen_t) g_socket_address_get_native_size (address)) != 0 ||
      listen (self->listen_fd, SOMAXCONN) != 0 ||
      getsockname (self->listen_fd, (struct sockaddr *) &native, &length) != 0)
    {
      int code = errno;

      g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (code), g_strerror (code));
      return FALSE;
    }

  self->port = ntohs (family == AF_INET6 ? ((struct sockaddr_in6 *) &native)->sin6_port
                                         : ((struct sockaddr_in *) &native)->sin_port);
  return TRUE;
}

/* What connections inherit. Some congestion controls pace: what is sent then waits
 * for a timer of the kernel's. Reno does not, and may be chosen by anyone. And each
 * request is to tell when it arrived. Where either cannot be had, it goes without. */
static void
set_options (PronySimServer *self)
{
  static const char name[] = "reno";
  static const int on = 1;

  setsockopt (self->listen_fd, IPPROTO_TCP, TCP_CONGESTION, name, sizeof name - 1);
  setsockopt (self->listen_fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
}

/* The kernel's table of this process's files doubles when it is full, and in a
 * process with threads that waits for an RCU grace period: measured, a burst of
 * 300 connections was served 15 ms late for it. One descriptor of a high number
 * makes the table large beforehand. */
static void
reserve_descriptors (PronySimServer *self)
{
  int fd = fcntl (self->listen_fd, F_DUPFD_CLOEXEC, RESERVED_DESCRIPTORS);

  if (fd >= 0)
    close (fd);
}

/**
 * prony_sim_server_listen:
 * @server: a server that does not listen yet
 * @host: an address or name of this computer
 * @port: the TCP port, 0 for any free one
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Starts to listen.
 *
 * Returns: whether it listens
 */
gboolean
prony_sim_server_listen (PronySimServer *server, const char *host, guint16 port, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GInetAddress) address = look_up (host, &local);
  g_autoptr (GSocketAddress) place = NULL;
  struct epoll_event event = { .events = EPOLLIN };

  if (address != NULL)
    place = g_inet_socket_address_new (address, port);
  if (place == NULL || !bind_and_listen (server, place, &local))
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   _ ("The simulated engine cannot listen at %s, port %u: %s. "
                      "Choose another port, or 0 for any free one."),
                   host, port, local->message);
      return FALSE;
    }

  reserve_descriptors (server);
  set_options (server);
  return epoll_ctl (server->epoll_fd, EPOLL_CTL_ADD, server->listen_fd, &event) == 0;
}

/**
 * prony_sim_server_get_port:
 * @server: a server that listens
 *
 * Returns: the port that it listens at
 */
guint16
prony_sim_server_get_port (PronySimServer *server)
{
  return server->port;
}
