/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-test"

#include "config.h"

#include <gio/gio.h>
#include <signal.h>
#include <string.h>

/* The program itself: its first line, its exit statuses, its end. */

static GSubprocess *
spawn (const char *line)
{
  g_autofree char *whole = g_strconcat (PRONY_SIM_PROGRAM " ", line, NULL);
  g_auto (GStrv) args = NULL;
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_assert_true (g_shell_parse_argv (whole, NULL, &args, NULL));
  process =
    g_subprocess_newv ((const char *const *) args,
                       G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);
  return process;
}

/* Reads the first line, and the port from it. */
static guint
read_port (GSubprocess *process)
{
  g_autoptr (GDataInputStream) stream =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autofree char *line = g_data_input_stream_read_line (stream, NULL, NULL, NULL);
  static const char start[] = "listening on http://127.0.0.1:";
  guint64 port = 0;

  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, start));
  g_assert_true (
    g_ascii_string_to_unsigned (line + strlen (start), 10, 1, G_MAXUINT16, &port, NULL));
  return (guint) port;
}

static GSocketConnection *
connect_to (guint port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;

  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) port, NULL, &error);
  g_assert_no_error (error);
  return connection;
}

static void
test_signals (void)
{
  static const int signals[] = { SIGTERM, SIGINT };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      g_autoptr (GSubprocess) process = spawn ("--port 0");
      g_autoptr (GSocketConnection) connection = connect_to (read_port (process));

      g_subprocess_send_signal (process, signals[i]);
      g_assert_true (g_subprocess_wait (process, NULL, NULL));
      g_assert_true (g_subprocess_get_if_exited (process));
      g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
      g_assert_nonnull (connection);
    }
}

/* What is not usable is one sentence on standard error, and the status 2. */
static void
test_usage (void)
{
  static const char *const lines[] = {
    "--port 99999",    "--api gpt",     "--fault explode",    "--profile /no/such/file",
    "--no-such-thing", "--ttft-ms abc", "--host 192.0.2.123", "extra",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GSubprocess) process = spawn (lines[i]);
      g_autofree char *out = NULL;
      g_autofree char *err = NULL;

      g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &out, &err, NULL));
      g_assert_true (g_subprocess_get_if_exited (process));
      g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 2);
      g_assert_cmpstr (out, ==, "");
      g_assert_true (g_str_has_prefix (err, "prony-sim: "));
      g_assert_true (strchr (err, '\n') == err + strlen (err) - 1);
    }
}

static void
test_version (void)
{
  g_autoptr (GSubprocess) process = spawn ("--version");
  g_autofree char *out = NULL;

  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, NULL));
  g_assert_true (g_subprocess_get_successful (process));
  g_assert_cmpstr (out, ==, "prony-sim " PRONY_VERSION "\n");
}

/* As troff has it. */
static char *
make_man_entry (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "-", -1);
  g_autofree char *escaped = g_strjoinv ("\\-", parts);

  return g_strdup_printf ("\n\\fB%s\\fR ", escaped);
}

/* Every fault is in the list and in the manual. */
static void
test_list_faults (void)
{
  g_autoptr (GSubprocess) process = spawn ("--list-faults");
  g_autofree char *out = NULL;
  g_autofree char *manual = NULL;
  g_auto (GStrv) names = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, NULL));
  g_assert_true (g_subprocess_get_successful (process));
  g_file_get_contents (PRONY_SIM_MANUAL, &manual, NULL, &error);
  g_assert_no_error (error);

  names = g_strsplit (g_strchomp (out), "\n", -1);
  for (; names[n] != NULL; n++)
    {
      g_autofree char *entry = make_man_entry (names[n]);

      if (strstr (manual, entry) == NULL)
        g_error ("The manual does not tell of the fault “%s”.", names[n]);
    }
  g_assert_cmpuint (n, >, 80);
  g_assert_cmpstr (names[0], ==, "die");
}

/* An engine that dies takes its streams along, and does not end well. */
static void
test_die (void)
{
  static const char body[] = "{\"prompt\":\"a\",\"n_predict\":10,\"stream\":true}";
  g_autofree char *request = g_strdup_printf (
    "POST /completion HTTP/1.1\r\nContent-Length: %zu\r\n\r\n%s", strlen (body), body);
  g_autoptr (GSubprocess) process =
    spawn ("--port 0 --api llamacpp --ttft-ms 1 --itl-ms 1 --fault die");
  g_autoptr (GSocketConnection) connection = connect_to (read_port (process));
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  char bytes[8192] = "";
  gsize got = 0;

  g_assert_true (g_output_stream_write_all (out, request, strlen (request), NULL, NULL, NULL));
  g_input_stream_read_all (g_io_stream_get_input_stream (G_IO_STREAM (connection)), bytes,
                           sizeof bytes - 1, &got, NULL, NULL);
  g_assert_nonnull (strstr (bytes, "\"content\":\"This\""));
  g_assert_null (strstr (bytes, "\"stop\":true"));
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_false (g_subprocess_get_successful (process));
}

/* With --die-with-parent the engine ends with the shell that started it. The
 * shell tells its child's id and waits to be killed. */
static void
test_parent (void)
{
  static const char script[] = PRONY_SIM_PROGRAM " --port 0 --die-with-parent & echo $!; wait";
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) shell =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "/bin/sh", "-c", script, NULL);
  g_autoptr (GDataInputStream) stream =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (shell));
  gboolean listens = FALSE;

  /* The id and the address come in either order. */
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *line = g_data_input_stream_read_line (stream, NULL, NULL, NULL);

      g_assert_nonnull (line);
      listens |= g_str_has_prefix (line, "listening on ");
    }
  g_assert_true (listens);

  g_subprocess_force_exit (shell);
  g_assert_true (g_subprocess_wait (shell, NULL, NULL));
  /* The pipe ends when the last process that holds it has ended. */
  g_assert_null (g_data_input_stream_read_line (stream, NULL, NULL, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/program/signals", test_signals);
  g_test_add_func ("/sim/program/usage", test_usage);
  g_test_add_func ("/sim/program/version", test_version);
  g_test_add_func ("/sim/program/list-faults", test_list_faults);
  g_test_add_func ("/sim/program/die", test_die);
  g_test_add_func ("/sim/program/parent", test_parent);
  return g_test_run ();
}
