/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "core/engines/prony-engine-probe.h"
#include "core/engines/prony-engine-scan-private.h"
#include "support/prony-test-server.h"

#define NO_PROC "/nonexistent"
#define JSON_HEADER "Content-Type: application/json\r\n"
#define VLLM "{\"data\":[{\"id\":\"org/m\",\"owned_by\":\"vllm\"}]}"

static gboolean
respond (PronyTestRequest *request, const char *status, const char *body)
{
  return prony_test_request_printf (request,
                                    "HTTP/1.1 %s\r\n" JSON_HEADER "Content-Length: %zu\r\n\r\n%s",
                                    status, strlen (body), body);
}

static gboolean
serve_vllm (PronyTestRequest *request, gpointer user_data)
{
  if (g_str_equal (request->path, "/v1/models"))
    return respond (request, "200 OK", VLLM);

  return respond (request, "404 Not Found", "{\"detail\":\"Not Found\"}");
}

static gboolean
serve_locked (PronyTestRequest *request, gpointer user_data)
{
  return respond (request, "401 Unauthorized", "{\"error\":\"Unauthorized\"}");
}

static gboolean
serve_mail (PronyTestRequest *request, gpointer user_data)
{
  prony_test_request_printf (request, "220 mail.example ESMTP\r\n");
  return FALSE;
}

static gboolean
serve_nothing (PronyTestRequest *request, gpointer user_data)
{
  prony_test_request_sleep (request, 10000);
  return FALSE;
}

static gboolean
serve_slowly (PronyTestRequest *request, gpointer user_data)
{
  prony_test_request_printf (request, "HTTP/1.1 200 OK\r\n" JSON_HEADER "\r\n{");
  while (prony_test_request_sleep (request, 10) && prony_test_request_write (request, " ", 1))
    continue;

  return FALSE;
}

static gboolean
serve_without_end (PronyTestRequest *request, gpointer user_data)
{
  g_autofree char *chunk = g_strnfill (64 * 1024, ' ');

  prony_test_request_printf (request, "HTTP/1.1 200 OK\r\n" JSON_HEADER "\r\n");
  while (prony_test_request_write (request, chunk, 64 * 1024))
    continue;

  return FALSE;
}

static guint16
get_port (const char *url)
{
  return (guint16) g_ascii_strtoull (strrchr (url, ':') + 1, NULL, 10);
}

static guint16
find_closed_port (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (serve_vllm, NULL);

  return get_port (prony_test_server_get_url (server));
}

static void
on_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GPtrArray *
scan (const guint16 *ports, const char *proc, double timeout_s)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *found;

  _prony_engine_scan_all_async (ports, proc, timeout_s, NULL, on_done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  found = prony_engine_scan_finish (result, &error);
  g_assert_no_error (error);
  return found;
}

static void
assert_found (GPtrArray *found, guint i, PronyTestServer *server, PronyEngineStatus status)
{
  const PronyEngineInfo *info = g_ptr_array_index (found, i);

  g_assert_cmpstr (info->url, ==, prony_test_server_get_url (server));
  g_assert_cmpstr (prony_engine_status_to_string (info->status), ==,
                   prony_engine_status_to_string (status));
}

/* Whatever else listens, the engines are found, and in time. */
static void
test_among_others (void)
{
  g_autoptr (PronyTestServer) first = prony_test_server_new (serve_vllm, NULL);
  g_autoptr (PronyTestServer) second = prony_test_server_new (serve_vllm, NULL);
  PronyTestServer *others[] = {
    prony_test_server_new (serve_mail, NULL),        prony_test_server_new (serve_locked, NULL),
    prony_test_server_new (serve_nothing, NULL),     prony_test_server_new (serve_slowly, NULL),
    prony_test_server_new (serve_without_end, NULL),
  };
  guint16 ports[G_N_ELEMENTS (others) + 5] = { 0 };
  gint64 started_us = g_get_monotonic_time ();
  g_autoptr (GPtrArray) found = NULL;
  guint n = 0;

  ports[n++] = find_closed_port ();
  ports[n++] = get_port (prony_test_server_get_url (first));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    ports[n++] = get_port (prony_test_server_get_url (others[i]));
  ports[n++] = get_port (prony_test_server_get_url (second));
  ports[n++] = ports[1]; /* again */

  found = scan (ports, NO_PROC, 0.6);
  g_assert_cmpint (g_get_monotonic_time () - started_us, >=, 500 * 1000);
  g_assert_cmpint (g_get_monotonic_time () - started_us, <, 10 * G_USEC_PER_SEC);
  g_assert_cmpuint (found->len, ==, 2);
  assert_found (found, 0, first, PRONY_ENGINE_STATUS_READY);
  assert_found (found, 1, second, PRONY_ENGINE_STATUS_READY);

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    prony_test_server_free (others[i]);
}

static void
write_file (const char *proc, const char *name, const char *text, gssize length)
{
  g_autofree char *path = g_build_filename (proc, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, text, length, &error);
  g_assert_no_error (error);
}

/* What a process that is called like an engine listens at is asked, too, and is one even
 * if it wants a key first. */
static void
test_processes (void)
{
  static const char *const files[] = { "42/cmdline", "net/tcp", "42/fd", "42", "net" };
  g_autoptr (PronyTestServer) usual = prony_test_server_new (serve_vllm, NULL);
  g_autoptr (PronyTestServer) open = prony_test_server_new (serve_vllm, NULL);
  g_autoptr (PronyTestServer) locked = prony_test_server_new (serve_locked, NULL);
  g_autoptr (PronyTestServer) mail = prony_test_server_new (serve_mail, NULL);
  PronyTestServer *listening[] = { usual, open, locked, mail };
  guint16 ports[] = { get_port (prony_test_server_get_url (usual)), 0 };
  g_autofree char *proc = g_dir_make_tmp ("prony-proc-XXXXXX", NULL);
  g_autoptr (GString) table = g_string_new ("  sl  local_address\n");
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *descriptors = g_build_filename (proc, "42", "fd", NULL);

  write_file (proc, "42/cmdline", "vllm\0serve", 10);
  g_assert_cmpint (g_mkdir_with_parents (descriptors, 0700), ==, 0);

  for (guint i = 0; i < G_N_ELEMENTS (listening); i++)
    {
      guint16 port = get_port (prony_test_server_get_url (listening[i]));
      g_autofree char *link = g_strdup_printf ("%s/42/fd/%u", proc, 10 + i);
      g_autofree char *target = g_strdup_printf ("socket:[%u]", 70 + i);

      g_string_append_printf (table,
                              "%4u: %08X:%04X 00000000:0000 0A 00000000:00000000 00:00000000"
                              " 00000000  1000        0 %u 1 0\n",
                              i, (guint) GUINT32_TO_BE (0x7f000001u), (guint) port, 70 + i);
      g_assert_cmpint (symlink (target, link), ==, 0);
    }
  write_file (proc, "net/tcp", table->str, -1);

  found = scan (ports, proc, 5);
  g_assert_cmpuint (found->len, ==, 3);
  assert_found (found, 0, usual, PRONY_ENGINE_STATUS_READY);
  assert_found (found, 1, open, PRONY_ENGINE_STATUS_READY);
  assert_found (found, 2, locked, PRONY_ENGINE_STATUS_UNAUTHORIZED);

  for (guint i = 0; i < G_N_ELEMENTS (listening); i++)
    {
      g_autofree char *link = g_strdup_printf ("%s/42/fd/%u", proc, 10 + i);

      g_remove (link);
    }
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (proc, files[i], NULL);

      g_remove (path);
    }
  g_assert_cmpint (g_rmdir (proc), ==, 0);
}

/* Answers one request and closes the connection. */
static gboolean
on_run (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer user_data)
{
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  char request[4096] = { 0 };
  gsize length = 0;

  while (length < sizeof request - 1 && strstr (request, "\r\n\r\n") == NULL)
    {
      gssize n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                      request + length, sizeof request - 1 - length, NULL, NULL);

      if (n <= 0)
        return TRUE;
      length += (gsize) n;
    }

  if (g_str_has_prefix (request, "GET /v1/models "))
    g_output_stream_printf (out, NULL, NULL, NULL,
                            "HTTP/1.1 200 OK\r\n" JSON_HEADER "Connection: close\r\n"
                            "Content-Length: %zu\r\n\r\n%s",
                            strlen (VLLM), VLLM);
  else
    g_output_stream_printf (out, NULL, NULL, NULL,
                            "HTTP/1.1 404 Not Found\r\nConnection: close\r\n"
                            "Content-Length: 0\r\n\r\n");
  return TRUE;
}

static gboolean
listen_at (GSocketService *service, const char *host, guint16 port, guint16 *actual)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (host, port);
  g_autoptr (GSocketAddress) effective = NULL;

  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &effective, NULL))
    return FALSE;

  *actual = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  return TRUE;
}

/* One engine at both loopback addresses is one engine; one at the IPv6 address only is
 * found there. */
static void
test_both_families (void)
{
  g_autoptr (GSocketService) both = g_threaded_socket_service_new (20);
  g_autoptr (GSocketService) six = g_threaded_socket_service_new (20);
  g_autofree char *url_of_both = NULL;
  g_autofree char *url_of_six = NULL;
  g_autoptr (GPtrArray) found = NULL;
  guint16 ports[3] = { 0 };

  g_signal_connect (both, "run", G_CALLBACK (on_run), NULL);
  g_signal_connect (six, "run", G_CALLBACK (on_run), NULL);
  if (!listen_at (both, "127.0.0.1", 0, &ports[0]) ||
      !listen_at (both, "::1", ports[0], &ports[0]) || !listen_at (six, "::1", 0, &ports[1]))
    {
      g_test_skip ("There is no IPv6 here.");
      return;
    }

  found = scan (ports, NO_PROC, 5);
  url_of_both = g_strdup_printf ("http://127.0.0.1:%u", (guint) ports[0]);
  url_of_six = g_strdup_printf ("http://[::1]:%u", (guint) ports[1]);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpstr (((PronyEngineInfo *) g_ptr_array_index (found, 0))->url, ==, url_of_both);
  g_assert_cmpstr (((PronyEngineInfo *) g_ptr_array_index (found, 1))->url, ==, url_of_six);
  g_socket_service_stop (both);
  g_socket_service_stop (six);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (prony_engine_scan (cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  /* A proxy that would answer for this computer must not be asked. */
  g_setenv ("http_proxy", "http://127.0.0.1:1", TRUE);
  g_unsetenv ("no_proxy");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engines/scan/among-others", test_among_others);
  g_test_add_func ("/engines/scan/processes", test_processes);
  g_test_add_func ("/engines/scan/both-families", test_both_families);
  g_test_add_func ("/engines/scan/cancelled", test_cancelled);

  return g_test_run ();
}
