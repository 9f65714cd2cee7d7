/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>
#include <string.h>
#include <sys/resource.h>

#include "base/prony-clock.h"
#include "base/prony-error.h"
#include "load-fixture.h"

static gboolean
answer (PronyTestRequest *request, gpointer user_data)
{
  return prony_test_request_chat (request, 3, GPOINTER_TO_UINT (user_data));
}

/* --- Bounds ----------------------------------------------------------------- */

static void
test_requests (void)
{
  LoadFixture load;

  load_fixture_init (&load, answer, GUINT_TO_POINTER (1), 4);
  load.config.requests = 30;
  load_fixture_run (&load);
  g_assert_cmpint (load.state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpuint (load.records->len, ==, 30);
  g_assert_cmpuint (load_fixture_count (&load, FALSE, PRONY_OUTCOME_OK), ==, 30);
  load_fixture_assert_consistent (&load);

  /* The connections were there before. */
  g_assert_cmpuint (prony_test_server_count_connections (load.server), ==, 4);
  g_assert_cmpuint (load.health.reconnects, ==, 0);
  g_assert_cmpint (load.health.bound_ns, ==, 0);
  g_assert_cmpfloat (load.health.cpu_percent, >, 0);
  load_fixture_destroy (&load);
}

static void
test_requests_per_stream (void)
{
  LoadFixture load;
  guint per_stream[3] = { 0 };

  load_fixture_init (&load, answer, GUINT_TO_POINTER (1), 3);
  load.config.requests_per_stream = 5;
  load_fixture_run (&load);
  g_assert_cmpuint (load.records->len, ==, 15);
  for (guint i = 0; i < load.records->len; i++)
    per_stream[load_fixture_get_record (&load, i)->stream]++;
  for (guint i = 0; i < G_N_ELEMENTS (per_stream); i++)
    g_assert_cmpuint (per_stream[i], ==, 5);
  load_fixture_assert_consistent (&load);
  load_fixture_destroy (&load);
}

static void
test_duration (void)
{
  LoadFixture load;

  load_fixture_init (&load, answer, GUINT_TO_POINTER (5), 2);
  load.config.duration_s = 0.2;
  load.config.grace_s = 5;
  load_fixture_run (&load);
  g_assert_cmpint (load.state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpint (load.health.bound_ns, ==, load.health.open_ns + PRONY_NS_PER_S / 5);
  g_assert_cmpint (load.health.window_end_ns, >=, load.health.bound_ns);
  g_assert_cmpuint (load_fixture_count (&load, FALSE, PRONY_OUTCOME_OK), ==, load.records->len);
  g_assert_cmpuint (load.records->len, >, 2);
  for (guint i = 0; i < load.records->len; i++)
    g_assert_cmpint (load_fixture_get_record (&load, i)->scheduled_ns, <,
                     load.health.bound_ns + PRONY_NS_PER_S / 10);
  load_fixture_assert_consistent (&load);
  load_fixture_destroy (&load);
}

static gboolean
answer_never (PronyTestRequest *request, gpointer user_data)
{
  prony_test_request_sleep (request, 30000);
  return FALSE;
}

static gboolean
answer_slowly (PronyTestRequest *request, gpointer user_data)
{
  return prony_test_request_chat (request, 10000, 5);
}

static void
test_grace (void)
{
  LoadFixture load;

  load_fixture_init (&load, answer_slowly, NULL, 2);
  load.config.duration_s = 0.1;
  load.config.grace_s = 0.1;
  load_fixture_run (&load);
  g_assert_cmpint (load.state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpuint (load_fixture_count (&load, FALSE, PRONY_OUTCOME_CANCELLED), ==, 2);
  for (guint i = 0; i < load.records->len; i++)
    {
      const PronyRequestRecord *record = load_fixture_get_record (&load, i);

      g_assert_cmpint (record->finished_ns, >=, load.health.bound_ns + PRONY_NS_PER_S / 10);
      g_assert_cmpuint (prony_request_record_count_events (record), >, 1);
      g_assert_cmpuint (record->answer->len, >, 0);
      g_assert_nonnull (record->error_message);
    }
  load_fixture_assert_consistent (&load);
  load_fixture_destroy (&load);
}

/* --- Warm-up ---------------------------------------------------------------- */

/* The first requests of one stream are slow: the others wait for it. */
static gboolean
answer_first_slowly (PronyTestRequest *request, gpointer user_data)
{
  return prony_test_request_chat (request, 3, request->total == 1 ? 50 : 0);
}

static void
test_warmup (void)
{
  LoadFixture load;
  gint64 warm_ns = 0;

  load_fixture_init (&load, answer_first_slowly, NULL, 4);
  load.config.warmup_per_stream = 2;
  load.config.requests = 8;
  load_fixture_run (&load);
  g_assert_cmpuint (load.records->len, ==, 16);
  g_assert_cmpuint (load_fixture_count (&load, TRUE, PRONY_OUTCOME_OK), ==, 8);
  g_assert_cmpuint (load_fixture_count (&load, FALSE, PRONY_OUTCOME_OK), ==, 8);

  for (guint i = 0; i < load.records->len; i++)
    {
      const PronyRequestRecord *record = load_fixture_get_record (&load, i);

      g_assert_true (record->warmup == (record->id <= 8));
      if (record->warmup)
        warm_ns = MAX (warm_ns, record->finished_ns);
      else
        g_assert_cmpint (record->scheduled_ns, >=, warm_ns);
      g_assert_true (record->warmup || record->reused);
    }
  g_assert_cmpuint (load.health.reconnects, ==, 0);
  load_fixture_assert_consistent (&load);
  load_fixture_destroy (&load);
}

static void
test_nobody_there (void)
{
  LoadFixture load;

  load_fixture_init (&load, answer, NULL, 3);
  g_clear_pointer (&load.config.target, prony_target_unref);
  load.config.target = load_fixture_make_target ("http://127.0.0.1:1");
  load.config.warmup_per_stream = 2;
  load.config.duration_s = 60;
  load_fixture_run (&load);
  g_assert_cmpint (load.state, ==, PRONY_STATE_FAILED);
  g_assert_nonnull (load.error);
  g_assert_cmpuint (load.records->len, ==, 3);
  g_assert_cmpuint (load_fixture_count (&load, TRUE, PRONY_OUTCOME_CONNECT), ==, 3);
  g_assert_cmpint (load.health.window_start_ns, ==, 0);
  load_fixture_destroy (&load);
}

/* --- Failures --------------------------------------------------------------- */

static gboolean
answer_with_error (PronyTestRequest *request, gpointer user_data)
{
  return prony_test_request_printf (request, "HTTP/1.1 500 Internal Server Error\r\n"
                                             "Content-Length: 4\r\n\r\noops");
}

/* Failures count as requests, and are not repeated without pause. */
static void
test_failures (void)
{
  LoadFixture load;

  load_fixture_init (&load, answer_with_error, NULL, 2);
  load.config.requests_per_stream = 3;
  load_fixture_run (&load);
  g_assert_cmpint (load.state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpuint (load_fixture_count (&load, FALSE, PRONY_OUTCOME_HTTP_5XX), ==, 6);
  g_assert_cmpint (load.health.window_end_ns - load.health.window_start_ns, >=,
                   29 * PRONY_NS_PER_S / 100);
  load_fixture_assert_consistent (&load);
  load_fixture_destroy (&load);
}

/* The engine dies in the middle of everything: its connections break, and nobody
 * listens any more. */
static gboolean
answer_until_dead (PronyTestRequest *request, gpointer user_data)
{
  int *left = user_data;

  if (g_atomic_int_add (left, -1) > 1)
    return prony_test_request_chat (request, 3, 1);

  prony_test_request_begin (request, "text/event-stream");
  prony_test_request_token (request, "a");
  return FALSE;
}

static void
test_death (void)
{
  LoadFixture load;
  int left = 10;
  guint n;

  load_fixture_init (&load, answer_until_dead, &left, 2);
  load.config.warmup_per_stream = 1;
  load.config.duration_s = 0.4;
  load_fixture_start (&load);
  while (g_atomic_int_get (&left) > 0)
    g_usleep (1000);
  load_fixture_wait (&load);
  g_assert_cmpint (load.state, ==, PRONY_STATE_FINISHED);
  n = load_fixture_count (&load, FALSE, PRONY_OUTCOME_TRUNCATED);
  g_assert_cmpuint (n, >=, 1);
  g_assert_cmpuint (n, <, 20);
  g_assert_cmpuint (load_fixture_count (&load, FALSE, PRONY_OUTCOME_OK), ==, 7);
  load_fixture_assert_consistent (&load);
  load_fixture_destroy (&load);
}

static gboolean
answer_and_close (PronyTestRequest *request, gpointer user_data)
{
  prony_test_request_chat (request, 2, 0);
  return FALSE;
}

static void
test_reconnects (void)
{
  LoadFixture load;

  load_fixture_init (&load, answer_and_close, NULL, 2);
  load.config.warmup_per_stream = 1;
  load.config.requests = 10;
  load_fixture_run (&load);
  g_assert_cmpuint (load_fixture_count (&load, FALSE, PRONY_OUTCOME_OK), ==, 10);
  g_assert_cmpuint (load.health.reconnects, ==, 10);
  load_fixture_destroy (&load);
}

static void
test_timeouts (void)
{
  LoadFixture load;

  load_fixture_init (&load, answer_never, NULL, 3);
  load.config.requests = 3;
  load.config.timeout_s = 0.1;
  load_fixture_run (&load);
  g_assert_cmpuint (load_fixture_count (&load, FALSE, PRONY_OUTCOME_TIMEOUT), ==, 3);
  load_fixture_assert_consistent (&load);
  load_fixture_destroy (&load);
}

/* --- Commands --------------------------------------------------------------- */

static void
test_stop (gconstpointer data)
{
  LoadFixture load;
  guint warmups = GPOINTER_TO_UINT (data);

  load_fixture_init (&load, answer_slowly, NULL, 3);
  load.config.warmup_per_stream = warmups;
  load_fixture_start (&load);
  while (prony_test_server_count_requests (load.server) < 3)
    g_usleep (1000);
  g_assert_false (prony_load_generator_wait (load.generator, 20 * 1000));
  prony_load_generator_stop (load.generator);
  load_fixture_wait (&load);
  g_assert_cmpint (load.state, ==, PRONY_STATE_STOPPED);
  g_assert_cmpuint (load_fixture_count (&load, warmups > 0, PRONY_OUTCOME_CANCELLED), ==, 3);
  load_fixture_destroy (&load);
}

static void
test_stop_at_once (void)
{
  LoadFixture load;

  load_fixture_init (&load, answer, NULL, 3);
  load_fixture_start (&load);
  prony_load_generator_stop (load.generator);
  load_fixture_wait (&load);
  g_assert_cmpint (load.state, ==, PRONY_STATE_STOPPED);
  load_fixture_destroy (&load);
}

static void
test_free_at_once (void)
{
  LoadFixture load;

  load_fixture_init (&load, answer_slowly, NULL, 3);
  load_fixture_start (&load);
  load_fixture_destroy (&load);
}

static void
test_pause (void)
{
  LoadFixture load;
  guint n;
  gint64 paused_ns;
  gint64 busy_ns;

  load_fixture_init (&load, answer, GUINT_TO_POINTER (2), 2);
  load.config.duration_s = 0.3;
  load.config.grace_s = 5;
  load_fixture_start (&load);
  while (prony_test_server_count_requests (load.server) < 4)
    g_usleep (1000);

  prony_load_generator_pause (load.generator);
  load_fixture_wait_until_paused (&load);
  n = prony_test_server_count_requests (load.server);
  paused_ns = prony_clock_now_ns ();
  g_usleep (400 * 1000);
  g_assert_cmpuint (prony_test_server_count_requests (load.server), ==, n);
  paused_ns = prony_clock_now_ns () - paused_ns;
  prony_load_generator_resume (load.generator);
  load_fixture_wait (&load);

  g_assert_cmpint (load.state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpuint (load.records->len, >, n);
  g_assert_cmpint (load.health.paused_ns, >=, paused_ns);
  busy_ns = load.health.bound_ns - load.health.open_ns - load.health.paused_ns;
  g_assert_cmpint (busy_ns, ==, 3 * PRONY_NS_PER_S / 10);
  g_assert_cmpuint (load_fixture_count (&load, FALSE, PRONY_OUTCOME_OK), ==,
                    load_fixture_count_measured (&load));
  load_fixture_assert_consistent (&load);
  load_fixture_destroy (&load);
}

static void
test_stop_while_paused (void)
{
  LoadFixture load;

  load_fixture_init (&load, answer, GUINT_TO_POINTER (1), 2);
  load_fixture_start (&load);
  while (prony_test_server_count_requests (load.server) < 4)
    g_usleep (1000);
  prony_load_generator_pause (load.generator);
  load_fixture_wait_until_paused (&load);
  prony_load_generator_stop (load.generator);
  load_fixture_wait (&load);
  g_assert_cmpint (load.state, ==, PRONY_STATE_STOPPED);
  g_assert_cmpint (load.health.paused_ns, ==, 0);
  load_fixture_destroy (&load);
}

/* --- What is shown ---------------------------------------------------------- */

static void
test_snapshots (void)
{
  LoadFixture load;
  gboolean seen = FALSE;

  load_fixture_init (&load, answer_slowly, NULL, 2);
  load_fixture_start (&load);
  while (!seen)
    {
      g_autoptr (PronyLoadSnapshot) snapshot = prony_load_generator_take_snapshot (load.generator);

      seen = snapshot != NULL && snapshot->output_tokens > 20 && !isnan (snapshot->itl_s);
      if (seen)
        {
          g_assert_cmpint (snapshot->state, ==, PRONY_STATE_MEASURING);
          g_assert_cmpuint (snapshot->sent, ==, 2);
          g_assert_cmpuint (snapshot->in_flight, ==, 2);
          g_assert_cmpfloat (snapshot->elapsed_s, >, 0);
          g_assert_cmpfloat (snapshot->output_rate, >, 0);
          g_assert_cmpfloat (snapshot->ttft_s, >=, 0);
          g_assert_cmpuint (snapshot->watched, ==, 1);
          g_assert_cmpstr (snapshot->prompt, ==, "Hello?");
          g_assert_true (g_str_has_prefix (snapshot->text, "tok "));
          g_assert_true (isnan (snapshot->waiting_s));
        }
      g_usleep (1000);
    }
  prony_load_generator_stop (load.generator);
  load_fixture_wait (&load);
  load_fixture_destroy (&load);
}

static void
test_waiting (void)
{
  LoadFixture load;
  gboolean seen = FALSE;

  load_fixture_init (&load, answer_never, NULL, 1);
  load_fixture_start (&load);
  while (!seen)
    {
      g_autoptr (PronyLoadSnapshot) snapshot = prony_load_generator_take_snapshot (load.generator);

      seen = snapshot != NULL && snapshot->waiting_s > 0.05;
      g_usleep (1000);
    }
  load_fixture_destroy (&load);
}

static void
test_refusals (void)
{
  LoadFixture load;
  struct rlimit limit;
  g_autoptr (GError) error = NULL;

  load_fixture_init (&load, answer, NULL, 1);
  getrlimit (RLIMIT_NOFILE, &limit);
  if (limit.rlim_max < G_MAXUINT / 2)
    {
      load.config.level.concurrency = (guint) limit.rlim_max;
      g_assert_null (prony_load_generator_start (&load.config, &error));
      g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
      g_clear_error (&error);
    }

  load.config.level.concurrency = 1;
  load.config.target->credentials = prony_credentials_new ("two\r\nlines");
  g_assert_null (prony_load_generator_start (&load.config, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
  load_fixture_destroy (&load);
}

/* Sixteen streams share a session: more of them work all the same. */
static void
test_many_streams (void)
{
  LoadFixture load;

  load_fixture_init (&load, answer, GUINT_TO_POINTER (1), 50);
  load.config.warmup_per_stream = 1;
  load.config.requests = 200;
  load_fixture_run (&load);
  g_assert_cmpuint (load_fixture_count (&load, FALSE, PRONY_OUTCOME_OK), ==, 200);
  g_assert_cmpuint (prony_test_server_count_connections (load.server), ==, 50);
  load_fixture_assert_consistent (&load);
  load_fixture_destroy (&load);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/load-generator/bound/requests", test_requests);
  g_test_add_func ("/load-generator/bound/requests-per-stream", test_requests_per_stream);
  g_test_add_func ("/load-generator/bound/duration", test_duration);
  g_test_add_func ("/load-generator/bound/grace", test_grace);
  g_test_add_func ("/load-generator/warmup", test_warmup);
  g_test_add_func ("/load-generator/nobody-there", test_nobody_there);
  g_test_add_func ("/load-generator/failures", test_failures);
  g_test_add_func ("/load-generator/death", test_death);
  g_test_add_func ("/load-generator/reconnects", test_reconnects);
  g_test_add_func ("/load-generator/timeouts", test_timeouts);
  g_test_add_data_func ("/load-generator/stop/measuring", GUINT_TO_POINTER (0), test_stop);
  g_test_add_data_func ("/load-generator/stop/warming-up", GUINT_TO_POINTER (1), test_stop);
  g_test_add_func ("/load-generator/stop/at-once", test_stop_at_once);
  g_test_add_func ("/load-generator/stop/while-paused", test_stop_while_paused);
  g_test_add_func ("/load-generator/free-at-once", test_free_at_once);
  g_test_add_func ("/load-generator/pause", test_pause);
  g_test_add_func ("/load-generator/snapshots", test_snapshots);
  g_test_add_func ("/load-generator/waiting", test_waiting);
  g_test_add_func ("/load-generator/refusals", test_refusals);
  g_test_add_func ("/load-generator/many-streams", test_many_streams);

  return g_test_run ();
}
