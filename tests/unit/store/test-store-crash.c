/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* A program that is killed, and a disk that is full. */

#include "config.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/prony-error.h"
#include "store-fixture.h"

/* How much may be lost: half a second, and time for a slow machine. */
#define LOSS_US (500 * 1000)
#define STEP_US (10 * 1000)

/* Writes a request every 10 ms and says through the pipe which one it was. */
static void
write_for_ever (StoreFixture *fixture, PronyRun *run, int report)
{
  PronyStore *store = prony_store_open (fixture->file_name, NULL);
  guint64 id;

  if (store == NULL)
    _exit (1);

  prony_store_put_run (store, run);
  prony_store_put_trial (store, run, run->trials->pdata[0]);
  for (id = 1;; id++)
    {
      g_autoptr (GPtrArray) records = fixture_make_records (id, 1);

      prony_store_put_requests (store, run, run->trials->pdata[0], records);
      if (write (report, &id, sizeof id) != sizeof id)
        _exit (1);
      g_usleep (STEP_US);
    }
}

static void
test_kill (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyRun) run = fixture_make_run ("Lunch", "ollama", "llama3:8b");
  g_autoptr (PronyRun) read_run = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (PronyStore) store = NULL;
  g_autoptr (GError) error = NULL;
  PronyTrial *trial = run->trials->pdata[0];
  guint64 last = 0;
  guint64 id;
  int pipe_fds[2];
  pid_t pid;

  run->state = trial->state = PRONY_STATE_MEASURING;
  g_clear_pointer (&trial->summary, prony_summary_unref);
  g_assert_cmpint (pipe (pipe_fds), ==, 0);
  pid = fork ();
  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    write_for_ever (fixture, run, pipe_fds[1]);

  close (pipe_fds[1]);
  while (last < 80 && read (pipe_fds[0], &id, sizeof id) == sizeof id)
    last = id;
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  while (read (pipe_fds[0], &id, sizeof id) == sizeof id)
    last = id;
  close (pipe_fds[0]);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);

  store = store_fixture_open (fixture);
  read_run = prony_store_get_run (store, run->id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read_run->state, ==, PRONY_STATE_INTERRUPTED);
  trial = read_run->trials->pdata[0];
  g_assert_cmpint (trial->state, ==, PRONY_STATE_INTERRUPTED);
  records = prony_store_get_requests (store, run->id, 0, &error);
  g_assert_no_error (error);
  g_test_message ("%u of %u requests", records->len, (guint) last);
  g_assert_cmpuint (records->len + LOSS_US / STEP_US, >=, last);
}

static void
on_failed_cb (PronyStore *store, GError *error, guint *n_calls)
{
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_STORE);
  (*n_calls)++;
}

/* A limit on the size of files does what a full disk does. Nothing that was stored
 * is lost, and what could not be stored is stored once there is room. */
static void
fill_disk (void)
{
  StoreFixture fixture;
  g_autoptr (PronyRun) run = fixture_make_run ("Lunch", "ollama", "llama3:8b");
  g_autoptr (GPtrArray) first = fixture_make_records (1, 10);
  g_autoptr (GPtrArray) more = fixture_make_records (11, 2000);
  g_autoptr (GPtrArray) stored = NULL;
  g_autoptr (GError) error = NULL;
  struct rlimit full = { 256 * 1024, RLIM_INFINITY };
  struct rlimit room = { RLIM_INFINITY, RLIM_INFINITY };
  guint n_calls = 0;
  PronyStore *store;

  signal (SIGXFSZ, SIG_IGN);
  store_fixture_set_up (&fixture, NULL);
  store = store_fixture_open (&fixture);
  g_signal_connect (store, "failed", G_CALLBACK (on_failed_cb), &n_calls);
  prony_store_put_run (store, run);
  prony_store_put_trial (store, run, run->trials->pdata[0]);
  prony_store_put_requests (store, run, run->trials->pdata[0], first);
  g_assert_true (prony_store_flush (store, NULL));

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &full), ==, 0);
  prony_store_put_requests (store, run, run->trials->pdata[0], more);
  g_assert_false (prony_store_flush (store, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_STORE);
  g_clear_error (&error);
  g_assert_false (prony_store_flush (store, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_STORE);
  stored = prony_store_get_requests (store, run->id, 0, NULL);
  g_assert_cmpuint (stored->len, ==, 10);

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &room), ==, 0);
  g_assert_true (prony_store_flush (store, NULL));
  g_clear_pointer (&stored, g_ptr_array_unref);
  stored = prony_store_get_requests (store, run->id, 0, NULL);
  g_assert_cmpuint (stored->len, ==, 2010);

  /* Told of once, however often it was tried. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_calls, ==, 1);
  g_assert_true (prony_store_close (store, NULL));
  g_object_unref (store);
  store_fixture_tear_down (&fixture, NULL);
}

static void
test_full_disk (void)
{
  if (g_test_subprocess ())
    {
      fill_disk ();
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/store-crash/kill", StoreFixture, NULL, store_fixture_set_up, test_kill,
              store_fixture_tear_down);
  g_test_add_func ("/store-crash/full-disk", test_full_disk);

  return g_test_run ();
}
