/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/engines/prony-engine-process-private.h"

/* Small shell scripts stand for `prony-sim`: what is tested here is how a process is
 * started, understood and ended. */

typedef struct
{
  char *folder;
  char *program;
  GAsyncResult *result;
} Fixture;

static void
set_up (Fixture *self, gconstpointer script)
{
  g_autofree char *text = g_strconcat ("#!/bin/sh\n", script, "\n", NULL);

  self->folder = g_dir_make_tmp ("prony-process-XXXXXX", NULL);
  self->program = g_build_filename (self->folder, "prony-sim", NULL);
  g_assert_true (g_file_set_contents (self->program, text, -1, NULL));
  g_assert_cmpint (g_chmod (self->program, 0700), ==, 0);
}

static void
tear_down (Fixture *self, gconstpointer script)
{
  g_clear_object (&self->result);
  g_assert_cmpint (g_remove (self->program), ==, 0);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->program);
  g_free (self->folder);
}

static void
on_started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *self = user_data;

  self->result = g_object_ref (result);
}

static PronyEngineProcess *
start (Fixture *self, const char *const *arguments, GCancellable *cancellable, GError **error)
{
  _prony_engine_process_start_async (self->program, arguments, cancellable, on_started_cb, self);
  while (self->result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return prony_engine_process_start_simulator_finish (self->result, error);
}

static gboolean
is_alive (GPid pid)
{
  return kill (pid, 0) == 0 || errno != ESRCH;
}

static void
test_start_and_stop (Fixture *self, gconstpointer script)
{
  static const char *const arguments[] = { "--ttft-ms", "20", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyEngineProcess) process = start (self, arguments, NULL, &error);

  /* The script counts its arguments into the port. */
  g_assert_no_error (error);
  g_assert_cmpstr (prony_engine_process_get_url (process), ==, "http://127.0.0.1:40005");
  g_assert_true (prony_engine_process_is_running (process));

  prony_engine_process_stop (process);
  g_assert_false (prony_engine_process_is_running (process));
  prony_engine_process_stop (process);
  g_assert_cmpstr (prony_engine_process_get_url (process), ==, "http://127.0.0.1:40005");
}

/* The script writes its own number where the port goes. */
static void
test_ends_with_its_object (Fixture *self, gconstpointer script)
{
  g_autoptr (GError) error = NULL;
  PronyEngineProcess *process = start (self, NULL, NULL, &error);
  g_autofree char *file = g_build_filename (self->folder, "pid", NULL);
  g_autofree char *text = NULL;
  GPid pid;

  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  pid = (GPid) g_ascii_strtoll (text, NULL, 10);
  g_assert_true (is_alive (pid));

  g_clear_object (&self->result);
  g_object_unref (process);
  /* Asked to end and not waited for: it does so in its own time. */
  for (guint i = 0; i < 2000 && is_alive (pid); i++)
    g_usleep (1000);
  g_assert_false (is_alive (pid));
  g_assert_cmpint (g_remove (file), ==, 0);
}

static void
test_ended_by_itself (Fixture *self, gconstpointer script)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyEngineProcess) process = start (self, NULL, NULL, &error);
  gint64 deadline_us = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  g_assert_no_error (error);
  while (prony_engine_process_is_running (process) && g_get_monotonic_time () < deadline_us)
    g_usleep (1000);
  g_assert_false (prony_engine_process_is_running (process));
}

static void
test_says_something_else (Fixture *self, gconstpointer script)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (start (self, NULL, NULL, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "did not say where it listens"));
}

static void
test_ends_early (Fixture *self, gconstpointer script)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (start (self, NULL, NULL, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "ended as soon as it was started"));
}

static gboolean
on_idle_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_cancelled (Fixture *self, gconstpointer script)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_timeout_add (20, on_idle_cb, cancellable);
  g_assert_null (start (self, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_missing (Fixture *self, gconstpointer script)
{
  g_autoptr (GError) error = NULL;
  char *program = g_steal_pointer (&self->program);

  g_assert_null (start (self, NULL, NULL, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "`prony-sim`"));
  self->program = program;
}

static void
test_not_a_program (Fixture *self, gconstpointer script)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_chmod (self->program, 0600), ==, 0);
  g_assert_null (start (self, NULL, NULL, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "could not be started"));
}

#define ADD(name, script, func)                                                                    \
  g_test_add ("/engines/process/" name, Fixture, script, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("start-and-stop", "echo listening on http://127.0.0.1:4000$#; exec sleep 60",
       test_start_and_stop);
  ADD ("ends-with-its-object",
       "echo $$ > \"$(dirname \"$0\")/pid\"; echo listening on http://127.0.0.1:4; exec sleep 60",
       test_ends_with_its_object);
  ADD ("ended-by-itself", "echo listening on http://127.0.0.1:4", test_ended_by_itself);
  ADD ("says-something-else", "echo hello; exec sleep 60", test_says_something_else);
  ADD ("says-no-port", "echo listening on http://127.0.0.1; exec sleep 60",
       test_says_something_else);
  ADD ("ends-early", "exit 3", test_ends_early);
  ADD ("cancelled", "exec sleep 60", test_cancelled);
  ADD ("missing", "", test_missing);
  ADD ("not-a-program", "", test_not_a_program);

  return g_test_run ();
}
