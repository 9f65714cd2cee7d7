/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/http/prony-http-connections.h"
#include "unit/engines/http-client.h"

static gboolean
answer_chat (PronyTestRequest *request, gpointer user_data)
{
  return prony_test_request_chat (request, 2, 0);
}

static void
count_down (gpointer user_data)
{
  (*(guint *) user_data)--;
}

static PronyHttpPool *
pool_new (PronyTestServer *server, guint n_slots)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyEngineSpec) engine =
    prony_engine_spec_new (prony_test_server_get_url (server), NULL);
  g_autoptr (PronyHttpAccess) access = prony_http_access_new (engine, NULL, NULL);
  PronyHttpPool *pool = prony_http_pool_new (access, n_slots, &error);

  g_assert_no_error (error);
  return pool;
}

static void
ask_in_all_slots (PronyHttpPool *pool, const char *url)
{
  enum
  {
    N = 60
  };
  Client clients[N] = { 0 };
  g_autoptr (GPtrArray) records =
    g_ptr_array_new_with_free_func ((GDestroyNotify) prony_request_record_unref);
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new (url, NULL);
  g_autoptr (PronyTarget) target = prony_target_new (engine, "m");

  g_assert_cmpuint (prony_http_pool_get_n_slots (pool), ==, N);
  for (guint i = 0; i < N; i++)
    {
      clients[i].stream = prony_http_stream_new (pool, i, prony_dialect_get (PRONY_API_OPENAI_CHAT),
                                                 target, &client_funcs, &clients[i]);
      g_ptr_array_add (records, client_send (&clients[i], TRUE, PLENTY_S));
    }
  for (guint i = 0; i < N; i++)
    {
      PronyRequestRecord *record = g_ptr_array_index (records, i);

      while (!clients[i].done)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_OK);
      g_assert_true (record->reused);
      prony_http_stream_free (clients[i].stream);
    }
}

/* Slots can be added while others are used, and connections be opened for them
 * without taking those of others. */
static void
test_grow (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (answer_chat, NULL);
  g_autoptr (PronyHttpPool) pool = pool_new (server, 3);
  guint n_left = 3;

  prony_http_pool_preconnect (pool, count_down, &n_left);
  while (n_left == 3)
    g_main_context_iteration (NULL, TRUE);

  prony_http_pool_add_slots (pool, 17);
  prony_http_pool_preconnect_range (pool, 3, 17, count_down, &n_left);
  prony_http_pool_add_slots (pool, 40);
  prony_http_pool_preconnect_range (pool, 20, 40, count_down, &n_left);
  g_assert_cmpuint (n_left, ==, 2);
  while (n_left > 0)
    g_main_context_iteration (NULL, TRUE);

  ask_in_all_slots (pool, prony_test_server_get_url (server));
  g_assert_cmpuint (prony_test_server_count_connections (server), ==, 60);
  g_assert_cmpuint (prony_http_pool_get_retransmits (pool), ==, 0);
}

static void
test_free_while_connecting (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (answer_chat, NULL);
  PronyHttpPool *pool = pool_new (server, 20);
  guint n_left = 1;

  prony_http_pool_preconnect (pool, count_down, &n_left);
  prony_http_pool_free (pool);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_left, ==, 1);
}

/* Answers as if the connection stayed open, and closes it, as llama.cpp does. */
static gboolean
answer_and_close (PronyTestRequest *request, gpointer closes)
{
  prony_test_request_chat (request, 2, 0);
  return !GPOINTER_TO_INT (closes);
}

static void
test_count_open (gconstpointer closes)
{
  Client client;
  g_autoptr (PronyRequestRecord) record = NULL;
  guint expected = GPOINTER_TO_INT (closes) ? 0 : 1;

  client_init (&client, answer_and_close, (gpointer) closes, PRONY_API_OPENAI_CHAT);
  g_assert_cmpuint (prony_http_pool_count_open (client.pool), ==, 0);
  record = client_ask (&client, TRUE, PLENTY_S);
  g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_OK);
  while (prony_http_pool_count_open (client.pool) != expected)
    g_usleep (1000);
  client_destroy (&client);
}

/* --- Segments that were sent again ------------------------------------------ */

/* A server with room for one connection in its queue: the system drops what else
 * knocks, so that the client has to knock again. */
static int
open_narrow_door (struct sockaddr_in *address)
{
  socklen_t length = sizeof *address;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  *address =
    (struct sockaddr_in){ .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  g_assert_cmpint (bind (fd, (struct sockaddr *) address, sizeof *address), ==, 0);
  g_assert_cmpint (getsockname (fd, (struct sockaddr *) address, &length), ==, 0);
  g_assert_cmpint (listen (fd, 0), ==, 0);
  return fd;
}

static gpointer
open_after_a_while (gpointer data)
{
  g_usleep (G_USEC_PER_SEC / 10);
  close (accept (GPOINTER_TO_INT (data), NULL, NULL));
  return NULL;
}

static void
test_retransmits (void)
{
  struct sockaddr_in address;
  int door = open_narrow_door (&address);
  int first = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int second = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_autoptr (PronyHttpConnections) connections = prony_http_connections_new ();
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocketConnection) connection = NULL;
  GThread *thread;

  g_assert_cmpint (connect (first, (struct sockaddr *) &address, sizeof address), ==, 0);
  thread = g_thread_new ("door", open_after_a_while, GINT_TO_POINTER (door));
  g_assert_cmpint (connect (second, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_thread_join (thread);

  socket = g_socket_new_from_fd (second, NULL);
  connection = g_socket_connection_factory_create_connection (socket);
  prony_http_connections_note (connections, 1, G_IO_STREAM (connection));
  g_assert_cmpint (prony_http_connections_get_fd (connections, 1), ==, second);
  g_assert_cmpint (prony_http_connections_get_fd (connections, 2), ==, -1);
  g_assert_cmpuint (prony_http_connections_count_retransmits (connections), ==, 1);
  prony_http_connections_update (connections, 1);
  g_assert_cmpuint (prony_http_connections_count_retransmits (connections), ==, 1);

  g_socket_close (socket, NULL);
  g_assert_cmpint (prony_http_connections_get_fd (connections, 1), ==, -1);
  g_assert_cmpuint (prony_http_connections_count_retransmits (connections), ==, 1);
  close (first);
  close (door);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/http-pool/grow", test_grow);
  g_test_add_func ("/http-pool/free-while-connecting", test_free_while_connecting);
  g_test_add_data_func ("/http-pool/count-open/kept", GINT_TO_POINTER (FALSE), test_count_open);
  g_test_add_data_func ("/http-pool/count-open/closed", GINT_TO_POINTER (TRUE), test_count_open);
  g_test_add_func ("/http-pool/retransmits", test_retransmits);

  return g_test_run ();
}
