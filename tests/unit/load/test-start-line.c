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
  return prony_test_request_chat (request, 2, GPOINTER_TO_UINT (user_data));
}

static void
init (LoadFixture *load, PronyLoadStartLine *line, guint gap_ms)
{
  load_fixture_init (load, answer, GUINT_TO_POINTER (gap_ms), 4);
  load->config.start_line = line;
  load->config.threads = 2;
  load->config.warmup_per_stream = 1;
  load->config.requests = 8;
}

/* --- The line alone ---------------------------------------------------------- */

static void
note_opening (gint64 open_ns, gpointer user_data)
{
  *(gint64 *) user_data = open_ns;
}

static void
test_arrive (void)
{
  g_autoptr (PronyLoadStartLine) line = prony_load_start_line_new ();
  gint64 opened_ns[2] = { 0 };

  prony_load_start_line_join (line, 2);
  prony_load_start_line_arrive (line, note_opening, &opened_ns[0]);
  g_assert_cmpint (opened_ns[0], ==, 0);
  prony_load_start_line_arrive (line, note_opening, &opened_ns[1]);
  g_assert_cmpint (opened_ns[0], >, prony_clock_now_ns () - 100 * MS);
  g_assert_cmpint (opened_ns[0], ==, opened_ns[1]);
}

static void
test_leave (void)
{
  g_autoptr (PronyLoadStartLine) line = prony_load_start_line_new ();
  gint64 opened_ns[3] = { 0 };

  prony_load_start_line_join (line, 4);
  prony_load_start_line_arrive (line, note_opening, &opened_ns[0]);
  prony_load_start_line_arrive (line, note_opening, &opened_ns[1]);
  prony_load_start_line_withdraw (line, &opened_ns[0]);
  g_assert_cmpint (opened_ns[1], ==, 0);
  prony_load_start_line_leave (line, 2);
  g_assert_cmpint (opened_ns[0], ==, 0);
  g_assert_cmpint (opened_ns[1], >, 0);

  /* It is too late to withdraw, and nobody is called twice. */
  opened_ns[1] = 0;
  prony_load_start_line_withdraw (line, &opened_ns[1]);
  prony_load_start_line_leave (line, 1);
  g_assert_cmpint (opened_ns[1], ==, 0);
}

/* --- Generators -------------------------------------------------------------- */

/* The one with the slow warm-up is waited for. */
static void
test_together (void)
{
  g_autoptr (PronyLoadStartLine) line = prony_load_start_line_new ();
  LoadFixture quick;
  LoadFixture slow;

  init (&quick, line, 0);
  init (&slow, line, 50);
  prony_load_start_line_join (line, 1);
  load_fixture_start (&quick);
  load_fixture_start (&slow);
  prony_load_start_line_leave (line, 1);
  load_fixture_wait (&quick);
  load_fixture_wait (&slow);
  g_assert_cmpint (quick.health.open_ns, >, 0);
  g_assert_cmpint (quick.health.open_ns, ==, slow.health.open_ns);
  for (guint i = 0; i < slow.records->len; i++)
    {
      const PronyRequestRecord *record = load_fixture_get_record (&slow, i);

      if (record->warmup)
        g_assert_cmpint (record->finished_ns, <=, quick.health.window_start_ns);
      else
        g_assert_cmpint (record->scheduled_ns, >=, quick.health.open_ns);
    }
  load_fixture_assert_consistent (&quick);
  load_fixture_assert_consistent (&slow);
  load_fixture_destroy (&quick);
  load_fixture_destroy (&slow);
}

/* Who fails, or is stopped, before it is ready does not hold back the other. */
static void
test_failing (gconstpointer data)
{
  g_autoptr (PronyLoadStartLine) line = prony_load_start_line_new ();
  gboolean stop = GPOINTER_TO_INT (data);
  LoadFixture good;
  LoadFixture bad;

  init (&good, line, 0);
  init (&bad, line, 10000);
  if (!stop)
    {
      prony_target_unref (bad.config.target);
      bad.config.target = load_fixture_make_target ("http://127.0.0.1:1");
    }
  prony_load_start_line_join (line, 1);
  load_fixture_start (&good);
  load_fixture_start (&bad);
  prony_load_start_line_leave (line, 1);
  if (stop)
    {
      while (prony_test_server_count_requests (bad.server) < 4)
        g_usleep (1000);
      g_assert_false (prony_load_generator_wait (good.generator, 50 * 1000));
      prony_load_generator_stop (bad.generator);
    }
  load_fixture_wait (&good);
  load_fixture_wait (&bad);
  g_assert_cmpint (good.state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpint (bad.state, ==, stop ? PRONY_STATE_STOPPED : PRONY_STATE_FAILED);
  g_assert_cmpint (bad.health.open_ns, ==, 0);
  load_fixture_destroy (&good);
  load_fixture_destroy (&bad);
}

/* Who is waiting at the line is stopped and freed there. */
static void
test_freed (void)
{
  g_autoptr (PronyLoadStartLine) line = prony_load_start_line_new ();
  LoadFixture load;

  init (&load, line, 0);
  prony_load_start_line_join (line, 1);
  load_fixture_start (&load);
  while (prony_test_server_count_requests (load.server) < 4)
    g_usleep (1000);
  g_usleep (20 * 1000);
  load_fixture_destroy (&load);
  prony_load_start_line_leave (line, 1);
}

/* Resumed, a thread that was paused before it was ready goes to the line. */
static void
test_paused (void)
{
  LoadFixture load;

  init (&load, NULL, 20);
  load_fixture_start (&load);
  while (prony_test_server_count_requests (load.server) < 4)
    g_usleep (1000);
  prony_load_generator_pause (load.generator);
  g_assert_false (prony_load_generator_wait (load.generator, 150 * 1000));
  g_assert_cmpuint (prony_test_server_count_requests (load.server), ==, 4);
  prony_load_generator_resume (load.generator);
  load_fixture_wait (&load);
  g_assert_cmpuint (load.records->len, ==, 12);
  g_assert_cmpint (load.health.paused_ns, ==, 0);
  load_fixture_assert_consistent (&load);
  load_fixture_destroy (&load);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/start-line/arrive", test_arrive);
  g_test_add_func ("/start-line/leave", test_leave);
  g_test_add_func ("/start-line/together", test_together);
  g_test_add_data_func ("/start-line/failing", GINT_TO_POINTER (FALSE), test_failing);
  g_test_add_data_func ("/start-line/stopped", GINT_TO_POINTER (TRUE), test_failing);
  g_test_add_func ("/start-line/freed", test_freed);
  g_test_add_func ("/start-line/paused", test_paused);

  return g_test_run ();
}
