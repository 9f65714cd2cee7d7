/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <arpa/inet.h>
#include <glib/gstdio.h>
#include <math.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/prony-clock.h"
#include "base/prony-error.h"
#include "core/load/prony-arrivals.h"
#include "core/load/prony-load-size.h"
#include "load-fixture.h"

#define MS (PRONY_NS_PER_S / 1000)

static gboolean
answer (PronyTestRequest *request, gpointer user_data)
{
  return prony_test_request_chat (request, 2, GPOINTER_TO_UINT (user_data));
}

static void
init_open (LoadFixture *load, PronyTestHandler handler, gpointer data, double rate)
{
  load_fixture_init (load, handler, data, 1);
  load->config.level = prony_load_level_open (rate, PRONY_ARRIVAL_CONSTANT);
  load->config.grace_s = 5;
}

/* --- The schedule ------------------------------------------------------------ */

/* The same requests at the same times, whatever the number of threads: those that
 * the schedule names. */
static void
test_schedule (gconstpointer data)
{
  LoadFixture load;
  g_autoptr (PronyArrivals) arrivals = NULL;
  PronyArrival arrival;

  init_open (&load, answer, NULL, 500);
  load.config.level.arrival = PRONY_ARRIVAL_POISSON;
  load.config.seed = 7;
  load.config.requests = 100;
  load.config.warmup_per_stream = 1;
  load.config.threads = GPOINTER_TO_UINT (data);
  load_fixture_run (&load);
  g_assert_cmpint (load.state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpuint (load.health.threads, ==, load.config.threads);
  g_assert_cmpuint (load.health.due, ==, 100);
  g_assert_cmpuint (load.health.sent, ==, 100);
  g_assert_cmpuint (load_fixture_count (&load, TRUE, PRONY_OUTCOME_OK), ==, 8);
  g_assert_cmpuint (load_fixture_count (&load, FALSE, PRONY_OUTCOME_OK), ==, 100);
  load_fixture_assert_consistent (&load);

  load_fixture_sort (&load);
  arrivals = prony_arrivals_new (&load.config.level, NULL, 7);
  for (guint i = 8; i < load.records->len; i++)
    {
      const PronyRequestRecord *record = load_fixture_get_record (&load, i);

      g_assert_true (prony_arrivals_next (arrivals, &arrival));
      g_assert_cmpuint (record->id, ==, 8 + arrival.number + 1);
      g_assert_cmpint (record->scheduled_ns, ==, load.health.open_ns + arrival.at_ns);
      g_assert_cmpint (record->started_ns, >=, record->scheduled_ns);
    }
  load_fixture_destroy (&load);
}

/* What the schedule has until the bound is sent, exactly. */
static void
test_duration (gconstpointer data)
{
  LoadFixture load;

  init_open (&load, answer, NULL, 200);
  load.config.duration_s = 0.25;
  load.config.threads = GPOINTER_TO_UINT (data);
  load_fixture_run (&load);
  g_assert_cmpint (load.state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpint (load.health.bound_ns, ==, load.health.open_ns + 250 * MS);
  g_assert_cmpuint (load.health.due, ==, 50);
  g_assert_cmpuint (load_fixture_count (&load, FALSE, PRONY_OUTCOME_OK), ==, 50);
  load_fixture_assert_consistent (&load);
  load_fixture_destroy (&load);
}

static void
test_trace (void)
{
  static const char text[] = "{\"timestamp\": 0, \"input_length\": 10, \"output_length\": 1}\n"
                             "{\"timestamp\": 100, \"input_length\": 20, \"output_length\": 2}\n"
                             "{\"timestamp\": 300, \"input_length\": 30, \"output_length\": 3}\n";
  static const gint64 times_ms[] = { 0, 50, 150 };
  LoadFixture load;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("prony-XXXXXX.jsonl", &path, &error);

  g_assert_no_error (error);
  close (fd);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));

  init_open (&load, answer, NULL, 1);
  load.config.level = prony_load_level_trace (2);
  load.config.trace = prony_trace_read (path, &error);
  g_assert_no_error (error);
  load.config.threads = 2;
  load_fixture_run (&load);
  g_assert_cmpuint (load.records->len, ==, 3);
  g_assert_cmpuint (load.health.due, ==, 3);
  load_fixture_assert_consistent (&load);

  load_fixture_sort (&load);
  for (guint i = 0; i < 3; i++)
    {
      const PronyRequestRecord *record = load_fixture_get_record (&load, i);
      g_autofree char *prompt = g_strdup_printf ("%u in, %u out", 10 * (i + 1), i + 1);

      g_assert_cmpint (record->scheduled_ns, ==, load.health.open_ns + times_ms[i] * MS);
      g_assert_cmpstr (record->prompt, ==, prompt);
    }
  prony_trace_unref (load.config.trace);
  load_fixture_destroy (&load);
  g_unlink (path);
}

/* --- An engine that stalls --------------------------------------------------- */

typedef struct
{
  GMutex mutex;
  guint at; /* which request it stalls at */
  gint64 begin_ns;
  gint64 end_ns;
} Stall;

static gboolean
answer_with_stall (PronyTestRequest *request, gpointer user_data)
{
  Stall *stall = user_data;
  gint64 now_ns = prony_clock_now_ns ();

  g_mutex_lock (&stall->mutex);
  if (request->total == stall->at)
    {
      stall->begin_ns = now_ns;
      stall->end_ns = now_ns + 300 * MS;
    }
  g_mutex_unlock (&stall->mutex);

  if (stall->begin_ns != 0 && now_ns < stall->end_ns)
    prony_test_request_sleep (request, (guint) ((stall->end_ns - now_ns) / MS) + 1);
  return prony_test_request_chat (request, 1, 0);
}

/* Each request that was due while the engine stood still waited for it, as seen from
 * the schedule: nothing was left out, and nothing moved. */
static void
test_stall (gconstpointer data)
{
  LoadFixture load;
  Stall stall = { .at = 15 };
  guint cap = GPOINTER_TO_UINT (data);
  gint64 lag_ns = 0;
  guint n = 0;

  g_mutex_init (&stall.mutex);
  init_open (&load, answer_with_stall, &stall, 100);
  load.config.level.concurrency = cap;
  load.config.requests = 60;
  load_fixture_run (&load);
  g_assert_cmpuint (load_fixture_count (&load, FALSE, PRONY_OUTCOME_OK), ==, 60);
  load_fixture_assert_consistent (&load);

  load_fixture_sort (&load);
  for (guint i = 0; i < load.records->len; i++)
    {
      const PronyRequestRecord *record = load_fixture_get_record (&load, i);

      g_assert_cmpint (record->scheduled_ns, ==, load.health.open_ns + i * 10 * MS);
      lag_ns = MAX (lag_ns, record->started_ns - record->scheduled_ns);
      if (record->scheduled_ns >= stall.begin_ns && record->scheduled_ns < stall.end_ns)
        {
          g_assert_cmpint (record->finished_ns, >=, stall.end_ns);
          n++;
        }
    }
  g_assert_cmpuint (n, >=, 29);
  g_assert_cmpuint (n, <=, 30);
  if (cap > 0)
    g_assert_cmpint (lag_ns, >, 200 * MS);
  load_fixture_destroy (&load);
  g_mutex_clear (&stall.mutex);
}

/* --- The cap ----------------------------------------------------------------- */

typedef struct
{
  int now;
  int most;
} Crowd;

static gboolean
answer_crowd (PronyTestRequest *request, gpointer user_data)
{
  Crowd *crowd = user_data;
  int now = g_atomic_int_add (&crowd->now, 1) + 1;
  gboolean open;

  while (now > g_atomic_int_get (&crowd->most))
    g_atomic_int_compare_and_exchange (&crowd->most, g_atomic_int_get (&crowd->most), now);
  prony_test_request_sleep (request, 10);
  g_atomic_int_add (&crowd->now, -1);
  open = prony_test_request_chat (request, 1, 0);
  return open;
}

static void
test_cap (gconstpointer data)
{
  LoadFixture load;
  Crowd crowd = { 0 };

  init_open (&load, answer_crowd, &crowd, 1000);
  load.config.level.concurrency = 3;
  load.config.requests = 60;
  load.config.warmup_per_stream = 1;
  load.config.threads = GPOINTER_TO_UINT (data);
  load_fixture_run (&load);
  g_assert_cmpuint (load_fixture_count (&load, FALSE, PRONY_OUTCOME_OK), ==, 60);
  g_assert_cmpint (crowd.most, ==, 3);
  g_assert_cmpuint (prony_test_server_count_connections (load.server), ==, 3);
  load_fixture_assert_consistent (&load);
  load_fixture_destroy (&load);
}

/* What was due and found no stream until the bound is not sent, and is told. */
static void
test_unsent (void)
{
  LoadFixture load;

  init_open (&load, answer, GUINT_TO_POINTER (25), 100);
  load.config.level.concurrency = 1;
  load.config.duration_s = 0.3;
  load_fixture_run (&load);
  g_assert_cmpuint (load.health.due, ==, 30);
  g_assert_cmpuint (load.health.sent, >, 0);
  g_assert_cmpuint (load.health.sent, <, 10);
  g_assert_cmpuint (load_fixture_count (&load, FALSE, PRONY_OUTCOME_OK), ==, load.health.sent);
  load_fixture_assert_consistent (&load);
  load_fixture_destroy (&load);
}

/* --- Connections ------------------------------------------------------------- */

static double
get_warm_latency (LoadFixture *load)
{
  double sum_s = 0;
  guint n = 0;

  for (guint i = 0; i < load->records->len; i++)
    {
      const PronyRequestRecord *record = load_fixture_get_record (load, i);

      if (record->warmup)
        {
          sum_s += prony_ns_to_s (record->finished_ns - record->started_ns);
          n++;
        }
    }
  return sum_s / n;
}

/* The warm-up tells how many are needed, so that the window opens only those of more
 * streams than that, however many a busy computer makes of them. */
static void
test_preconnect (void)
{
  LoadFixture load;
  guint ahead;
  guint n_opened = 0;

  init_open (&load, answer, GUINT_TO_POINTER (50), 100);
  load.config.warmup_per_stream = 1;
  load.config.duration_s = 0.4;
  load.config.threads = 1;
  load_fixture_run (&load);
  g_assert_cmpuint (load_fixture_count (&load, TRUE, PRONY_OUTCOME_OK), ==, 8);
  g_assert_cmpuint (load_fixture_count (&load, FALSE, PRONY_OUTCOME_OK), ==, 40);
  ahead = prony_load_size_expect_concurrency (&load.config, get_warm_latency (&load));
  g_assert_cmpuint (ahead, >=, 20);

  for (guint i = 0; i < load.records->len; i++)
    {
      const PronyRequestRecord *record = load_fixture_get_record (&load, i);

      if (record->warmup)
        continue;
      if (record->stream < ahead)
        g_assert_true (record->reused);
      n_opened += !record->reused;
    }
  g_assert_cmpuint (load.health.reconnects, ==, n_opened);
  load_fixture_assert_consistent (&load);
  load_fixture_destroy (&load);
}

/* A listener whose connections are never answered, and take no files here. */
static int
listen_without_accepting (char **url)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, length), ==, 0);
  g_assert_cmpint (listen (fd, 1024), ==, 0);
  getsockname (fd, (struct sockaddr *) &address, &length);
  *url = g_strdup_printf ("http://127.0.0.1:%u", ntohs (address.sin_port));
  return fd;
}

static void
test_out_of_files (void)
{
  LoadFixture load;
  struct rlimit limit = { 300, 300 };
  g_autofree char *url = NULL;
  int fd;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 20 * G_USEC_PER_SEC, 0);
      g_test_trap_assert_passed ();
      return;
    }

  setrlimit (RLIMIT_NOFILE, &limit);
  fd = listen_without_accepting (&url);
  init_open (&load, answer, NULL, 2000);
  g_clear_pointer (&load.config.target, prony_target_unref);
  load.config.target = load_fixture_make_target (url);
  load.config.threads = 1;
  load.config.timeout_s = 0.5;
  load.config.requests = 400;
  load_fixture_run (&load);
  g_assert_cmpint (load.state, ==, PRONY_STATE_FINISHED);
  g_assert_true (load.health.out_of_files);
  g_assert_cmpuint (load_fixture_count (&load, FALSE, PRONY_OUTCOME_TIMEOUT), >=, 100);
  g_assert_cmpuint (load_fixture_count (&load, FALSE, PRONY_OUTCOME_CONNECT), >=, 100);
  load_fixture_assert_consistent (&load);
  load_fixture_destroy (&load);
  close (fd);
}

/* --- Commands ---------------------------------------------------------------- */

/* The schedule stands still from the pause on, and goes on where it was. */
static void
test_pause (void)
{
  LoadFixture load;
  gint64 shift_ns = 0;
  guint n_moved = 0;
  guint n;

  /* Far more than go out before the pause, however long this thread has to wait. */
  init_open (&load, answer, NULL, 100);
  load.config.requests = 150;
  load.config.threads = 2;
  load_fixture_start (&load);
  while (prony_test_server_count_requests (load.server) < 5)
    g_usleep (1000);
  prony_load_generator_pause (load.generator);
  load_fixture_wait_until_paused (&load);
  n = prony_test_server_count_requests (load.server);
  g_usleep (200 * 1000);
  g_assert_cmpuint (prony_test_server_count_requests (load.server), ==, n);
  prony_load_generator_resume (load.generator);
  load_fixture_wait (&load);
  g_assert_cmpuint (load_fixture_count (&load, FALSE, PRONY_OUTCOME_OK), ==, 150);
  g_assert_cmpuint (load.health.due, ==, 150);
  g_assert_cmpint (load.health.paused_ns, >=, 200 * MS);
  load_fixture_assert_consistent (&load);

  load_fixture_sort (&load);
  for (guint i = 0; i < load.records->len; i++)
    {
      const PronyRequestRecord *record = load_fixture_get_record (&load, i);
      gint64 late_ns = record->scheduled_ns - load.health.open_ns - i * 10 * MS;

      /* Not always those behind the first n: one thread may have been later than the
       * other one. */
      if (late_ns == 0)
        continue;
      if (n_moved++ == 0)
        shift_ns = late_ns;
      g_assert_cmpint (late_ns, ==, shift_ns);
    }
  g_assert_cmpuint (n_moved, ==, 150 - n);
  g_assert_cmpint (shift_ns, >=, 200 * MS);
  load_fixture_destroy (&load);
}

static gboolean
answer_never (PronyTestRequest *request, gpointer user_data)
{
  prony_test_request_sleep (request, 30000);
  return FALSE;
}

static void
test_stop (gconstpointer data)
{
  LoadFixture load;

  init_open (&load, answer_never, NULL, 200);
  load.config.level.concurrency = GPOINTER_TO_UINT (data);
  load.config.duration_s = 60;
  load.config.threads = 2;
  load_fixture_start (&load);
  while (prony_test_server_count_requests (load.server) < 4)
    g_usleep (1000);
  prony_load_generator_stop (load.generator);
  load_fixture_wait (&load);
  g_assert_cmpint (load.state, ==, PRONY_STATE_STOPPED);
  g_assert_cmpuint (load_fixture_count (&load, FALSE, PRONY_OUTCOME_CANCELLED), ==,
                    load.records->len);
  g_assert_cmpuint (load.health.due, >=, load.health.sent);
  load_fixture_assert_consistent (&load);
  load_fixture_destroy (&load);
}

static void
test_grace (void)
{
  LoadFixture load;

  init_open (&load, answer_never, NULL, 100);
  load.config.duration_s = 0.1;
  load.config.grace_s = 0.1;
  load_fixture_run (&load);
  g_assert_cmpint (load.state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpuint (load_fixture_count (&load, FALSE, PRONY_OUTCOME_CANCELLED), ==, 10);
  g_assert_cmpint (load.health.window_end_ns, >=, load.health.open_ns + 200 * MS);
  load_fixture_assert_consistent (&load);
  load_fixture_destroy (&load);
}

static void
test_snapshots (void)
{
  LoadFixture load;
  gboolean seen = FALSE;

  init_open (&load, answer, NULL, 100);
  load.config.duration_s = 60;
  load.config.threads = 2;
  load_fixture_start (&load);
  while (!seen)
    {
      g_autoptr (PronyLoadSnapshot) snapshot = prony_load_generator_take_snapshot (load.generator);

      seen = snapshot != NULL && snapshot->ok >= 10 && !isnan (snapshot->client_lag_s);
      if (seen)
        {
          g_assert_cmpint (snapshot->state, ==, PRONY_STATE_MEASURING);
          g_assert_cmpuint (snapshot->due, >=, snapshot->ok);
          g_assert_cmpuint (snapshot->due, <=, 1000);
          g_assert_cmpfloat (snapshot->send_lag_s, >=, 0);
          g_assert_cmpfloat (snapshot->elapsed_s, >, 0.05);
          g_assert_cmpuint (snapshot->watched, >, 0);
        }
      g_usleep (1000);
    }
  prony_load_generator_stop (load.generator);
  load_fixture_wait (&load);
  load_fixture_destroy (&load);
}

static void
test_nobody_there (void)
{
  LoadFixture load;

  init_open (&load, answer, NULL, 100);
  g_clear_pointer (&load.config.target, prony_target_unref);
  load.config.target = load_fixture_make_target ("http://127.0.0.1:1");
  load.config.warmup_per_stream = 2;
  load.config.duration_s = 60;
  load_fixture_run (&load);
  g_assert_cmpint (load.state, ==, PRONY_STATE_FAILED);
  g_assert_nonnull (load.error);
  g_assert_cmpuint (load_fixture_count (&load, TRUE, PRONY_OUTCOME_CONNECT), ==, 8);
  load_fixture_destroy (&load);
}

static void
test_refusals (void)
{
  static const double rates[] = { 0, -1, 1e9, NAN };
  LoadFixture load;

  init_open (&load, answer, NULL, 1);
  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      g_autoptr (GError) error = NULL;

      load.config.level.rate = rates[i];
      g_assert_null (prony_load_generator_start (&load.config, &error));
      g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
    }
  load_fixture_destroy (&load);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/open-loop/schedule/1", GUINT_TO_POINTER (1), test_schedule);
  g_test_add_data_func ("/open-loop/schedule/4", GUINT_TO_POINTER (4), test_schedule);
  g_test_add_data_func ("/open-loop/duration/1", GUINT_TO_POINTER (1), test_duration);
  g_test_add_data_func ("/open-loop/duration/3", GUINT_TO_POINTER (3), test_duration);
  g_test_add_func ("/open-loop/trace", test_trace);
  g_test_add_data_func ("/open-loop/stall/free", GUINT_TO_POINTER (0), test_stall);
  g_test_add_data_func ("/open-loop/stall/capped", GUINT_TO_POINTER (4), test_stall);
  g_test_add_data_func ("/open-loop/cap/1", GUINT_TO_POINTER (1), test_cap);
  g_test_add_data_func ("/open-loop/cap/2", GUINT_TO_POINTER (2), test_cap);
  g_test_add_func ("/open-loop/unsent", test_unsent);
  g_test_add_func ("/open-loop/preconnect", test_preconnect);
  g_test_add_func ("/open-loop/out-of-files", test_out_of_files);
  g_test_add_func ("/open-loop/pause", test_pause);
  g_test_add_data_func ("/open-loop/stop/free", GUINT_TO_POINTER (0), test_stop);
  g_test_add_data_func ("/open-loop/stop/capped", GUINT_TO_POINTER (4), test_stop);
  g_test_add_func ("/open-loop/grace", test_grace);
  g_test_add_func ("/open-loop/snapshots", test_snapshots);
  g_test_add_func ("/open-loop/nobody-there", test_nobody_there);
  g_test_add_func ("/open-loop/refusals", test_refusals);

  return g_test_run ();
}
