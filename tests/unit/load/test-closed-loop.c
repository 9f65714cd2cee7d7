/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include "base/prony-clock.h"
#include "load-fixture.h"

#define MS (PRONY_NS_PER_S / 1000)

static gboolean
answer (PronyTestRequest *request, gpointer user_data)
{
  return prony_test_request_chat (request, 3, GPOINTER_TO_UINT (user_data));
}

/* --- Ramps ------------------------------------------------------------------- */

/* Streams join, or leave, one by one in equal steps. */
static void
test_ramp (gconstpointer data)
{
  LoadFixture load;
  gboolean up = GPOINTER_TO_INT (data) > 0;
  gint64 first_ns[4] = { 0 };
  gint64 last_ns[4] = { 0 };

  load_fixture_init (&load, answer, GUINT_TO_POINTER (1), up ? 4 : 1);
  load.config.level.from_concurrency = up ? 1 : 4;
  load.config.level.ramp_s = 0.3;
  load.config.duration_s = 0.4;
  load.config.grace_s = 5;
  load.config.warmup_per_stream = 1;
  load.config.threads = 2;
  load_fixture_run (&load);
  g_assert_cmpint (load.state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpuint (load_fixture_count (&load, TRUE, PRONY_OUTCOME_OK), ==, 4);

  load_fixture_sort (&load);
  for (guint i = 4; i < load.records->len; i++)
    {
      const PronyRequestRecord *record = load_fixture_get_record (&load, i);
      gint64 at_ns = record->scheduled_ns - load.health.open_ns;

      g_assert_cmpuint (record->stream, <, 4);
      if (last_ns[record->stream] == 0)
        first_ns[record->stream] = at_ns;
      last_ns[record->stream] = at_ns + 1;
    }
  for (guint k = 0; k < 4; k++)
    {
      g_assert_cmpint (last_ns[k], >, 0);
      g_assert_cmpint (first_ns[k], ==, up ? k * 100 * MS : 0);
      if (!up && k > 0)
        g_assert_cmpint (last_ns[k], <=, (4 - k) * 100 * MS);
    }
  load_fixture_destroy (&load);
}

/* --- Thinking ---------------------------------------------------------------- */

/* The time to think is no lag: the next request is due at its end. */
static void
test_think (void)
{
  LoadFixture load;
  gint64 free_ns[2] = { 0 };
  guint n = 0;

  load_fixture_init (&load, answer, GUINT_TO_POINTER (1), 2);
  load.config.think_s = 0.05;
  load.config.requests_per_stream = 4;
  load_fixture_run (&load);
  g_assert_cmpuint (load.records->len, ==, 8);
  load_fixture_sort (&load);
  for (guint i = 0; i < load.records->len; i++)
    {
      const PronyRequestRecord *record = load_fixture_get_record (&load, i);

      if (free_ns[record->stream] == 0)
        g_assert_cmpint (record->scheduled_ns, ==, load.health.open_ns);
      else
        {
          g_assert_cmpint (record->scheduled_ns, >=, free_ns[record->stream] + 50 * MS);
          n += record->scheduled_ns < free_ns[record->stream] + 55 * MS;
        }
      free_ns[record->stream] = record->finished_ns;
    }
  g_assert_cmpuint (n, >, 0);
  load_fixture_assert_consistent (&load);
  load_fixture_destroy (&load);
}

/* --- Threads ----------------------------------------------------------------- */

/* However many threads share it, the bound is kept and each request comes once. */
static void
test_threads (gconstpointer data)
{
  LoadFixture load;

  load_fixture_init (&load, answer, GUINT_TO_POINTER (1), 6);
  load.config.threads = GPOINTER_TO_UINT (data);
  load.config.warmup_per_stream = 2;
  load.config.requests = 100;
  load_fixture_run (&load);
  g_assert_cmpint (load.state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpuint (load_fixture_count (&load, TRUE, PRONY_OUTCOME_OK), ==, 12);
  g_assert_cmpuint (load_fixture_count (&load, FALSE, PRONY_OUTCOME_OK), ==, 100);
  g_assert_cmpuint (load.health.threads, ==, MIN (GPOINTER_TO_UINT (data), 6));
  g_assert_cmpuint (prony_test_server_count_connections (load.server), ==, 6);
  g_assert_cmpuint (load.health.reconnects, ==, 0);
  g_assert_cmpfloat (load.health.cpu_s, >, 0);
  g_assert_cmpint (load.health.retransmits, >=, 0);
  load_fixture_assert_consistent (&load);
  load_fixture_destroy (&load);
}

static void
test_threads_of_streams (void)
{
  LoadFixture load;

  load_fixture_init (&load, answer, GUINT_TO_POINTER (1), 6);
  load.config.threads = 3;
  load.config.requests_per_stream = 5;
  load_fixture_run (&load);
  g_assert_cmpuint (load.records->len, ==, 30);
  load_fixture_assert_consistent (&load);
  load_fixture_destroy (&load);
}

static gboolean
answer_slowly (PronyTestRequest *request, gpointer user_data)
{
  return prony_test_request_chat (request, 10000, 5);
}

static void
test_stop (void)
{
  LoadFixture load;

  load_fixture_init (&load, answer_slowly, NULL, 5);
  load.config.threads = 3;
  load_fixture_start (&load);
  while (prony_test_server_count_requests (load.server) < 5)
    g_usleep (1000);
  prony_load_generator_stop (load.generator);
  load_fixture_wait (&load);
  g_assert_cmpint (load.state, ==, PRONY_STATE_STOPPED);
  g_assert_cmpuint (load_fixture_count (&load, FALSE, PRONY_OUTCOME_CANCELLED), ==, 5);
  load_fixture_assert_consistent (&load);
  load_fixture_destroy (&load);
}

static void
test_nobody_there (void)
{
  LoadFixture load;

  load_fixture_init (&load, answer, NULL, 5);
  g_clear_pointer (&load.config.target, prony_target_unref);
  load.config.target = load_fixture_make_target ("http://127.0.0.1:1");
  load.config.threads = 3;
  load.config.warmup_per_stream = 1;
  load_fixture_run (&load);
  g_assert_cmpint (load.state, ==, PRONY_STATE_FAILED);
  g_assert_nonnull (load.error);
  g_assert_cmpint (load.health.open_ns, ==, 0);
  load_fixture_destroy (&load);
}

/* The pause is the same for all threads: from the last request's end on. */
static void
test_pause (void)
{
  LoadFixture load;
  gint64 paused_ns;
  guint n;

  load_fixture_init (&load, answer, GUINT_TO_POINTER (2), 4);
  load.config.threads = 2;
  load.config.duration_s = 0.2;
  load.config.grace_s = 5;
  load_fixture_start (&load);
  while (prony_test_server_count_requests (load.server) < 8)
    g_usleep (1000);
  prony_load_generator_pause (load.generator);
  load_fixture_wait_until_paused (&load);
  n = prony_test_server_count_requests (load.server);
  paused_ns = prony_clock_now_ns ();
  g_usleep (250 * 1000);
  paused_ns = prony_clock_now_ns () - paused_ns;
  g_assert_cmpuint (prony_test_server_count_requests (load.server), ==, n);
  prony_load_generator_resume (load.generator);
  load_fixture_wait (&load);
  g_assert_cmpint (load.health.paused_ns, >=, paused_ns);
  g_assert_cmpint (load.health.bound_ns - load.health.open_ns - load.health.paused_ns, ==,
                   200 * MS);
  load_fixture_assert_consistent (&load);
  load_fixture_destroy (&load);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/closed-loop/ramp/up", GINT_TO_POINTER (1), test_ramp);
  g_test_add_data_func ("/closed-loop/ramp/down", GINT_TO_POINTER (-1), test_ramp);
  g_test_add_func ("/closed-loop/think", test_think);
  g_test_add_data_func ("/closed-loop/threads/2", GUINT_TO_POINTER (2), test_threads);
  g_test_add_data_func ("/closed-loop/threads/4", GUINT_TO_POINTER (4), test_threads);
  g_test_add_data_func ("/closed-loop/threads/9", GUINT_TO_POINTER (9), test_threads);
  g_test_add_func ("/closed-loop/threads/per-stream", test_threads_of_streams);
  g_test_add_func ("/closed-loop/threads/stop", test_stop);
  g_test_add_func ("/closed-loop/threads/nobody-there", test_nobody_there);
  g_test_add_func ("/closed-loop/threads/pause", test_pause);

  return g_test_run ();
}
