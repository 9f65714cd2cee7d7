/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-test"

#include "config.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "sim/prony-sim-engine.h"
#include "sim/prony-sim-server.h"

#include "sim-fixture.h"

/* A simulated engine in a thread of its own, and a client that is nothing but a
 * socket: what it sees are the bytes. */

struct _SimFixture
{
  PronySimOptions *options;
  GMainContext *context;
  GMainLoop *loop;
  PronySimEngine *engine;
  PronySimServer *server;
  GThread *thread;
};

static gpointer
run (gpointer data)
{
  SimFixture *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

SimFixture *
sim_fixture_new (const char *first_option, ...)
{
  SimFixture *self = g_new0 (SimFixture, 1);
  g_autoptr (GPtrArray) args = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  va_list list;

  g_ptr_array_add (args, (gpointer) "prony-sim");
  va_start (list, first_option);
  for (const char *option = first_option; option != NULL; option = va_arg (list, const char *))
    g_ptr_array_add (args, (gpointer) option);
  va_end (list);
  g_ptr_array_add (args, NULL);

  self->options = prony_sim_options_new ((char **) args->pdata, &error);
  g_assert_no_error (error);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->engine = prony_sim_engine_new (self->options, self->context);
  self->server = prony_sim_server_new (self->context, prony_sim_engine_serve, self->engine);
  prony_sim_server_listen (self->server, "127.0.0.1", 0, &error);
  g_assert_no_error (error);
  self->thread = g_thread_new ("simulated-engine", run, self);
  return self;
}

static gboolean
on_quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

void
sim_fixture_free (SimFixture *self)
{
  g_main_context_invoke (self->context, on_quit_cb, self->loop);
  g_thread_join (self->thread);
  prony_sim_server_free (self->server);
  prony_sim_engine_free (self->engine);
  prony_sim_options_free (self->options);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self);
}

guint
sim_fixture_get_port (SimFixture *self)
{
  return prony_sim_server_get_port (self->server);
}

int
sim_fixture_connect (SimFixture *self)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  const struct timeval patience = { .tv_sec = 20 };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  address.sin_port = htons (prony_sim_server_get_port (self->server));
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience), ==, 0);
  g_assert_cmpint (connect (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  return fd;
}

void
sim_write_all (int fd, const char *bytes)
{
  gsize left = strlen (bytes);

  while (left > 0)
    {
      gssize sent = send (fd, bytes, left, MSG_NOSIGNAL);

      g_assert_cmpint (sent, >, 0);
      bytes += sent;
      left -= (gsize) sent;
    }
}

/* Reads until the server closes, which a reset is too. */
char *
sim_read_to_end (int fd)
{
  GString *all = g_string_new (NULL);

  for (;;)
    {
      char bytes[4096];
      gssize got = recv (fd, bytes, sizeof bytes, 0);

      if (got < 0)
        g_assert_cmpint (errno, ==, ECONNRESET);
      if (got <= 0)
        break;
      g_string_append_len (all, bytes, got);
    }
  close (fd);
  return g_string_free (all, FALSE);
}

char *
sim_fixture_send (SimFixture *self, const char *bytes)
{
  int fd = sim_fixture_connect (self);

  sim_write_all (fd, bytes);
  return sim_read_to_end (fd);
}

/* The whole response, header and all, over a connection of its own. */
char *
sim_fixture_ask (SimFixture *self, const char *method_and_path, const char *body)
{
  g_autofree char *request = g_strdup_printf ("%s HTTP/1.1\r\n"
                                              "Host: 127.0.0.1\r\n"
                                              "Connection: close\r\n"
                                              "Content-Length: %zu\r\n"
                                              "\r\n"
                                              "%s",
                                              method_and_path, strlen (body), body);

  return sim_fixture_send (self, request);
}

/* The body alone, its chunks joined, normalised. */
char *
sim_fixture_body (SimFixture *self, const char *method_and_path, const char *body)
{
  g_autofree char *response = sim_fixture_ask (self, method_and_path, body);
  g_autofree char *decoded = sim_decode (response);

  return sim_normalise (decoded);
}

/* Takes the header off and the chunks apart. A stream that ends without its last
 * chunk ends with "[cut]". */
char *
sim_decode (const char *response)
{
  const char *body = strstr (response, "\r\n\r\n");
  g_autoptr (GString) all = g_string_new (NULL);

  if (body == NULL)
    return g_strdup ("[no header]");

  body += 4;
  if (strstr (response, "\r\nTransfer-Encoding: chunked\r\n") == NULL)
    return g_strdup (body);

  while (*body != '\0')
    {
      char *end;
      guint64 length = g_ascii_strtoull (body, &end, 16);

      g_assert_true (g_str_has_prefix (end, "\r\n"));
      if (length == 0)
        {
          g_assert_cmpstr (end, ==, "\r\n\r\n");
          return g_strdup (all->str);
        }
      g_assert_cmpuint (strlen (end + 2), >=, length + 2);
      g_string_append_len (all, end + 2, (gssize) length);
      body = end + 2 + length;
      g_assert_true (g_str_has_prefix (body, "\r\n"));
      body += 2;
    }
  return g_strconcat (all->str, "[cut]", NULL);
}

/* Puts fixed values in place of the time of day. */
char *
sim_normalise (const char *text)
{
  static const char *const patterns[][2] = {
    { "\"created\":[0-9]{9,}", "\"created\":1760000000" },
    { "\"(created_at|modified_at|expires_at)\":\"[0-9T:.-]+Z\"",
      "\"\\1\":\"2026-08-01T10:00:00Z\"" },
  };
  char *result = g_strdup (text);

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_autoptr (GRegex) regex = g_regex_new (patterns[i][0], 0, 0, NULL);
      char *next = g_regex_replace (regex, result, -1, 0, patterns[i][1], 0, NULL);

      g_free (result);
      result = next;
    }
  return result;
}

static void
test_row (gconstpointer data)
{
  const SimRow *row = data;
  g_autoptr (SimFixture) fixture =
    sim_fixture_new ("--api", row->api, "--model", row->model, SIM_EXACT_TIMES, NULL);
  g_autofree char *body = sim_fixture_body (fixture, row->request, row->body);

  g_assert_cmpstr (body, ==, row->expected);
}

void
sim_add_rows (const SimRow *rows, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strconcat ("/sim/", rows[i].api, "/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
}
