/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "support/prony-test-server.h"

/* A server that does what a test tells it to, byte by byte: a listener on a port of
 * its own on the loopback, and a blocking thread for each connection. Everything
 * that it waits for ends when the server is freed. */
struct _PronyTestServer
{
  GSocketListener *listener;
  GCancellable *cancellable;
  GThread *thread;
  GTlsCertificate *certificate;
  char *url;
  PronyTestHandler handler;
  gpointer user_data;

  GMutex mutex;
  GPtrArray *threads;
  guint n_requests;
  guint n_connections;
  gint64 closed_us; /* when a client was last seen to close its connection early */
};

typedef struct
{
  PronyTestServer *server;
  GIOStream *stream;
  guint number;
} Connection;

static GString *
read_head (GDataInputStream *in, GCancellable *cancellable)
{
  g_autoptr (GString) head = g_string_new (NULL);

  while (TRUE)
    {
      gsize length;
      g_autofree char *line = g_data_input_stream_read_line (in, &length, cancellable, NULL);

      if (line == NULL)
        return NULL;
      if (length == 0)
        return g_steal_pointer (&head);
      g_string_append (head, line);
      g_string_append_c (head, '\n');
    }
}

static gsize
find_content_length (const char *head)
{
  g_autofree char *lower = g_ascii_strdown (head, -1);
  const char *found = strstr (lower, "\ncontent-length:");

  return found != NULL ? (gsize) strtoul (found + strlen ("\ncontent-length:"), NULL, 10) : 0;
}

static gboolean
serve_request (Connection *connection, GDataInputStream *in, guint nth)
{
  PronyTestServer *self = connection->server;
  g_autoptr (GString) head = read_head (in, self->cancellable);
  g_autofree char *body = NULL;
  g_auto (GStrv) words = NULL;
  PronyTestRequest request = { .server = self, .connection = connection->number, .nth = nth };
  gsize length;
  gsize got;

  if (head == NULL)
    return FALSE;

  length = find_content_length (head->str);
  body = g_malloc0 (length + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (in), body, length, &got, self->cancellable, NULL) ||
      got < length)
    return FALSE;

  words = g_strsplit (head->str, " ", 3);
  request.out = g_io_stream_get_output_stream (connection->stream);
  request.method = words[0];
  request.path = words[0] != NULL ? words[1] : NULL;
  request.headers = head->str;
  request.body = body;
  g_mutex_lock (&self->mutex);
  request.total = ++self->n_requests;
  g_mutex_unlock (&self->mutex);

  return self->handler (&request, self->user_data);
}

static gpointer
serve_connection (gpointer user_data)
{
  g_autofree Connection *connection = user_data;
  g_autoptr (GDataInputStream) in =
    g_data_input_stream_new (g_io_stream_get_input_stream (connection->stream));
  guint nth = 1;

  g_data_input_stream_set_newline_type (in, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (in), FALSE);
  while (serve_request (connection, in, nth))
    nth++;

  g_io_stream_close (connection->stream, NULL, NULL);
  g_object_unref (connection->stream);
  return NULL;
}

static gpointer
accept_connections (gpointer user_data)
{
  PronyTestServer *self = user_data;

  while (TRUE)
    {
      g_autoptr (GSocketConnection) socket =
        g_socket_listener_accept (self->listener, NULL, self->cancellable, NULL);
      Connection *connection;

      if (socket == NULL)
        return NULL;

      connection = g_new0 (Connection, 1);
      connection->server = self;
      connection->stream =
        self->certificate != NULL
          ? g_tls_server_connection_new (G_IO_STREAM (socket), self->certificate, NULL)
          : G_IO_STREAM (g_object_ref (socket));
      g_mutex_lock (&self->mutex);
      connection->number = ++self->n_connections;
      g_ptr_array_add (self->threads, g_thread_new ("test-server", serve_connection, connection));
      g_mutex_unlock (&self->mutex);
    }
}

PronyTestServer *
prony_test_server_new_tls (GTlsCertificate *certificate,
                           PronyTestHandler handler,
                           gpointer user_data)
{
  PronyTestServer *self = g_new0 (PronyTestServer, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GError) error = NULL;

  self->handler = handler;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new ();
  self->threads = g_ptr_array_new ();
  g_mutex_init (&self->mutex);
  g_set_object (&self->certificate, certificate);

  self->listener = g_socket_listener_new ();
  g_socket_listener_set_backlog (self->listener, 512);
  g_socket_listener_add_address (self->listener, address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &effective, &error);
  g_assert_no_error (error);
  self->url = g_strdup_printf ("%s://127.0.0.1:%u", certificate != NULL ? "https" : "http",
                               g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective)));
  self->thread = g_thread_new ("test-listener", accept_connections, self);
  return self;
}

PronyTestServer *
prony_test_server_new (PronyTestHandler handler, gpointer user_data)
{
  return prony_test_server_new_tls (NULL, handler, user_data);
}

void
prony_test_server_free (PronyTestServer *self)
{
  g_cancellable_cancel (self->cancellable);
  g_thread_join (self->thread);
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (g_ptr_array_index (self->threads, i));

  g_socket_listener_close (self->listener);
  g_object_unref (self->listener);
  g_object_unref (self->cancellable);
  g_clear_object (&self->certificate);
  g_ptr_array_unref (self->threads);
  g_mutex_clear (&self->mutex);
  g_free (self->url);
  g_free (self);
}

const char *
prony_test_server_get_url (PronyTestServer *self)
{
  return self->url;
}

guint
prony_test_server_count_requests (PronyTestServer *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->n_requests;
  g_mutex_unlock (&self->mutex);
  return n;
}

guint
prony_test_server_count_connections (PronyTestServer *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->n_connections;
  g_mutex_unlock (&self->mutex);
  return n;
}

gint64
prony_test_server_get_closed_us (PronyTestServer *self)
{
  gint64 closed_us;

  g_mutex_lock (&self->mutex);
  closed_us = self->closed_us;
  g_mutex_unlock (&self->mutex);
  return closed_us;
}

static void
note_closed (PronyTestServer *self)
{
  g_mutex_lock (&self->mutex);
  self->closed_us = g_get_monotonic_time ();
  g_mutex_unlock (&self->mutex);
}

/* Sends bytes as they are; returns whether the client took them. */
gboolean
prony_test_request_write (PronyTestRequest *request, const char *bytes, gssize length)
{
  gsize n = length >= 0 ? (gsize) length : strlen (bytes);

  if (g_output_stream_write_all (request->out, bytes, n, NULL, request->server->cancellable, NULL))
    return TRUE;

  if (!g_cancellable_is_cancelled (request->server->cancellable))
    note_closed (request->server);
  return FALSE;
}

gboolean
prony_test_request_printf (PronyTestRequest *request, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return prony_test_request_write (request, text, -1);
}

/* Begins a chunked answer with status 200. */
gboolean
prony_test_request_begin (PronyTestRequest *request, const char *content_type)
{
  return prony_test_request_printf (request,
                                    "HTTP/1.1 200 OK\r\nContent-Type: %s\r\n"
                                    "Transfer-Encoding: chunked\r\n\r\n",
                                    content_type);
}

gboolean
prony_test_request_chunk (PronyTestRequest *request, const char *text)
{
  return prony_test_request_printf (request, "%zx\r\n%s\r\n", strlen (text), text);
}

gboolean
prony_test_request_end (PronyTestRequest *request)
{
  return prony_test_request_write (request, "0\r\n\r\n", -1);
}

/* Returns FALSE when the server is being freed. */
gboolean
prony_test_request_sleep (PronyTestRequest *request, guint ms)
{
  GPollFD fd;

  if (ms == 0)
    return TRUE;
  if (!g_cancellable_make_pollfd (request->server->cancellable, &fd))
    return FALSE;
  g_poll (&fd, 1, (gint) ms);
  g_cancellable_release_fd (request->server->cancellable);
  return !g_cancellable_is_cancelled (request->server->cancellable);
}

/* Sends blank comments until the client closes the connection. */
gboolean
prony_test_request_wait_for_close (PronyTestRequest *request, guint ms)
{
  for (guint waited = 0; waited < ms; waited += 10)
    if (!prony_test_request_sleep (request, 10) || !prony_test_request_chunk (request, ":\n\n"))
      return TRUE;

  return FALSE;
}

/* Sends one token as an event of `/v1/chat/completions`. */
gboolean
prony_test_request_token (PronyTestRequest *request, const char *text)
{
  g_autofree char *event = g_strdup_printf (
    "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"},"
    "\"finish_reason\":null}]}\n\n",
    text);

  return prony_test_request_chunk (request, event);
}

/* Answers like vLLM: role, tokens, finish reason, usage, end mark. */
gboolean
prony_test_request_chat (PronyTestRequest *request, guint tokens, guint gap_ms)
{
  g_autofree char *usage =
    g_strdup_printf ("data: {\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,"
                     "\"completion_tokens\":%u,\"total_tokens\":%u}}\n\n",
                     tokens, tokens + 7);

  if (!prony_test_request_begin (request, "text/event-stream") ||
      !prony_test_request_chunk (request, "data: {\"model\":\"m\",\"choices\":[{\"index\":0,"
                                          "\"delta\":{\"role\":\"assistant\",\"content\":\"\"},"
                                          "\"finish_reason\":null}]}\n\n"))
    return FALSE;

  for (guint i = 0; i < tokens; i++)
    if (!prony_test_request_sleep (request, gap_ms) || !prony_test_request_token (request, "tok "))
      return FALSE;

  return prony_test_request_chunk (request, "data: {\"model\":\"m\",\"choices\":[{\"index\":0,"
                                            "\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n") &&
         prony_test_request_chunk (request, usage) &&
         prony_test_request_chunk (request, "data: [DONE]\n\n") && prony_test_request_end (request);
}
