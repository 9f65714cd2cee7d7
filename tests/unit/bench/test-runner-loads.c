/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What a run does with its loads: sweeps, open loops, replays, targets at the same
 * time, cooling down, calibrating, and checking the engine's own count. */

#include "config.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "core/metrics/prony-knee.h"
#include "runner-fixture.h"
#include "support/prony-test-server.h"

static PronyTrial *
get_trial (RunnerFixture *self, guint index)
{
  return g_ptr_array_index (self->run->trials, index);
}

static void
run_to_end (RunnerFixture *self, PronyStore *store)
{
  runner_fixture_start (self, store);
  runner_fixture_wait_for_end (self);
  g_assert_no_error (self->error);
}

/* --- Sweeps --------------------------------------------------------------------------- */

/* Two slots, each a request of 5 tokens every 40 ms: tokens a second. */
#define CAPACITY (2 * 5 / 0.04)

static void
set_up_slots (RunnerFixture *self, gconstpointer unused)
{
  g_autofree char *file = NULL;
  int fd = g_file_open_tmp ("prony-slots-XXXXXX.ini", &file, NULL);
  const char *arguments[] = { "--profile", file, NULL };

  g_assert_true (g_close (fd, NULL));
  g_assert_true (g_file_set_contents (file,
                                      "[Profile]\nbase-ttft-ms=20\nprefill-rate=0\nitl-ms=5\n"
                                      "load-ms=0\nslots=2\nslowdown=0\njitter=0\n",
                                      -1, NULL));
  runner_fixture_set_up_with (self, arguments);
  g_remove (file);
}

/* The run grows as the sweep goes on, and so does what is stored and shown. */
static void
test_sweep (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (PronyRun) stored = NULL;
  g_autoptr (PronyRunSnapshot) last = NULL;
  g_autoptr (GArray) knees = NULL;
  const PronyKnee *knee;
  gboolean between = FALSE;

  runner_fixture_add_target (self, NULL, NULL, NULL);
  self->plan->sweep = TRUE;
  self->plan->sweep_max = 16;
  self->plan->requests = 0;
  self->plan->duration_s = 0.4;
  run_to_end (self, self->store);

  g_assert_cmpint (self->run->state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpuint (self->run->trials->len, >=, 3);
  for (guint i = 0; i < self->run->trials->len; i++)
    {
      PronyTrial *trial = get_trial (self, i);
      PronyTrial *before = i > 0 ? get_trial (self, i - 1) : NULL;

      g_assert_cmpint (trial->state, ==, PRONY_STATE_FINISHED);
      g_assert_cmpuint (trial->index, ==, i);
      if (before == NULL)
        g_assert_true (prony_load_level_is_closed (&trial->load, 1));
      else if (trial->load.concurrency < before->load.concurrency)
        between = TRUE;
      else if (!between)
        g_assert_cmpuint (trial->load.concurrency, ==, 2 * before->load.concurrency);
    }

  /* Where it ends depends on how busy this computer is, but it ends at two slots' worth
   * or at the most that it may try. */
  knees = prony_knee_find_all (self->run);
  g_assert_cmpuint (knees->len, ==, 1);
  knee = &g_array_index (knees, PronyKnee, 0);
  g_assert_true (knee->end == PRONY_KNEE_END_SATURATED || knee->most == self->plan->sweep_max);
  g_assert_cmpfloat (knee->throughput, <, 1.2 * CAPACITY);

  last = prony_live_feed_read (prony_runner_get_feed (self->runner));
  g_assert_cmpuint (last->trials->len, ==, self->run->trials->len);
  g_assert_cmpfloat (last->progress, ==, 1);
  g_assert_cmpfloat (last->remaining_s, ==, 0);
  stored = prony_store_get_run (self->store, self->run->id, NULL);
  g_assert_cmpuint (stored->trials->len, ==, self->run->trials->len);
  for (guint i = 0; i < stored->trials->len; i++)
    g_assert_true (prony_load_level_equal (
      &((PronyTrial *) g_ptr_array_index (stored->trials, i))->load, &get_trial (self, i)->load));
}

/* What a stopped sweep has not decided is not in the run, but the run is partial. */
static void
test_sweep_stop (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (PronyRunSnapshot) cooling = NULL;

  runner_fixture_add_target (self, NULL, NULL, NULL);
  self->plan->sweep = TRUE;
  self->plan->requests = 2;
  self->plan->cooldown_s = 60;
  runner_fixture_start (self, self->store);
  cooling = runner_fixture_wait_for_state (self, PRONY_STATE_COOLING_DOWN);
  prony_runner_stop (self->runner);
  runner_fixture_wait_for_end (self);

  g_assert_cmpint (self->run->state, ==, PRONY_STATE_STOPPED);
  g_assert_cmpuint (self->run->trials->len, ==, 2);
  g_assert_cmpint (get_trial (self, 0)->state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpint (get_trial (self, 1)->state, ==, PRONY_STATE_STOPPED);
}

/* --- Cooling down ----------------------------------------------------------------------- */

/* Between two trials, not before the first nor after the last; a pause does not count. */
static void
test_cool_down (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (PronyRunSnapshot) cooling = NULL;
  g_autoptr (PronyRunSnapshot) paused = NULL;
  double ended_s;

  runner_fixture_add_target (self, NULL, NULL, NULL);
  prony_plan_add_level (self->plan, prony_load_level_closed (2));
  self->plan->cooldown_s = 1;
  runner_fixture_start (self, NULL);
  cooling = runner_fixture_wait_for_state (self, PRONY_STATE_COOLING_DOWN);
  g_assert_cmpuint (cooling->active->len, ==, 0);
  g_assert_cmpfloat (cooling->remaining_s, >, 0.5);
  g_assert_cmpfloat (cooling->progress, <, 1);
  prony_runner_pause (self->runner);
  paused = runner_fixture_wait_for_state (self, PRONY_STATE_PAUSED);
  g_usleep (G_USEC_PER_SEC / 2);
  prony_runner_resume (self->runner);
  runner_fixture_wait_for_end (self);

  g_assert_cmpint (self->run->state, ==, PRONY_STATE_FINISHED);
  runner_fixture_assert_measured (self, 1, 4, 2);
  ended_s = get_trial (self, 0)->started_us / 1e6 + get_trial (self, 0)->duration_s;
  g_assert_cmpfloat (get_trial (self, 1)->started_us / 1e6 - ended_s, >, 1.2);
}

/* Nothing was measured, so nothing has to cool down: this would take a minute. */
static void
test_no_cool_down (RunnerFixture *self, gconstpointer unused)
{
  runner_fixture_add_target (self, NULL, NULL, "no-such-model");
  prony_plan_add_level (self->plan, prony_load_level_closed (2));
  self->plan->cooldown_s = 60;
  run_to_end (self, NULL);
  g_assert_cmpint (self->run->state, ==, PRONY_STATE_FAILED);
  g_assert_cmpfloat (self->run->duration_s, <, 30);
}

/* --- At the same time ---------------------------------------------------------------------- */

static gint64
get_scheduled (RunnerFixture *self, guint trial, guint request)
{
  g_autoptr (GPtrArray) records = prony_runner_get_records (self->runner, trial);
  guint n = 0;

  for (guint i = 0; i < records->len; i++)
    {
      PronyRequestRecord *record = g_ptr_array_index (records, i);

      if (!record->warmup && n++ == request)
        return record->scheduled_ns;
    }
  g_assert_not_reached ();
}

static int
compare_stamps (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

  return (one > other) - (one < other);
}

static GArray *
list_scheduled (RunnerFixture *self, guint trial)
{
  GArray *stamps = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < self->plan->requests; i++)
    {
      gint64 at_ns = get_scheduled (self, trial, i);

      g_array_append_val (stamps, at_ns);
    }
  g_array_sort (stamps, compare_stamps);
  return stamps;
}

/* One schedule for all, to the nanosecond; a dead target does not hold it up. */
static void
test_parallel (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (GArray) first = NULL;
  g_autoptr (GArray) second = NULL;

  runner_fixture_add_target (self, NULL, "one", NULL);
  runner_fixture_add_target (self, NULL, "dead", "no-such-model");
  runner_fixture_add_target (self, NULL, "two", NULL);
  self->plan->order = PRONY_ORDER_PARALLEL;
  self->plan->requests = 20;
  g_array_set_size (self->plan->levels, 0);
  prony_plan_add_level (self->plan, prony_load_level_open (100, PRONY_ARRIVAL_POISSON));
  run_to_end (self, NULL);

  g_assert_cmpint (self->run->state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpint (get_trial (self, 1)->state, ==, PRONY_STATE_FAILED);
  g_assert_cmpuint (get_trial (self, 0)->summary->outcomes[PRONY_OUTCOME_OK], ==, 20);
  g_assert_cmpuint (get_trial (self, 2)->summary->outcomes[PRONY_OUTCOME_OK], ==, 20);
  g_assert_cmpfloat (get_trial (self, 0)->summary->checks[PRONY_CHECK_DELIVERED].expected, ==, 20);

  first = list_scheduled (self, 0);
  second = list_scheduled (self, 2);
  for (guint i = 0; i < first->len; i++)
    g_assert_cmpint (g_array_index (first, gint64, i), ==, g_array_index (second, gint64, i));
}

/* --- Replays ------------------------------------------------------------------------------- */

static void
test_trace (RunnerFixture *self, gconstpointer unused)
{
  g_autofree char *file = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = NULL;
  int fd = g_file_open_tmp ("prony-trace-XXXXXX.csv", &file, NULL);

  g_assert_true (g_close (fd, NULL));
  g_assert_true (g_file_set_contents (file,
                                      "timestamp,input_length,output_length\n"
                                      "0,40,3\n0.2,80,2\n0.4,120,4\n",
                                      -1, NULL));
  self->plan->trace = prony_trace_read (file, &error);
  g_remove (file);
  g_assert_no_error (error);
  runner_fixture_add_target (self, NULL, NULL, NULL);
  self->plan->requests = 0;
  g_array_set_size (self->plan->levels, 0);
  prony_plan_add_level (self->plan, prony_load_level_trace (2));
  run_to_end (self, NULL);

  g_assert_cmpint (self->run->state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpuint (get_trial (self, 0)->summary->outcomes[PRONY_OUTCOME_OK], ==, 3);
  g_assert_cmpuint (get_trial (self, 0)->summary->completion_tokens, ==, 9);
  g_assert_cmpint (get_scheduled (self, 0, 2) - get_scheduled (self, 0, 0), ==, 200000000);
}

/* --- The engine's own count ------------------------------------------------------------------ */

static const char *const vllm_engine[] = {
  "--api", "vllm", "--ttft-ms", "5", "--itl-ms", "1", NULL
};

/* Warm-up requests are in the engine's count as well. */
static void
test_counter (RunnerFixture *self, gconstpointer unused)
{
  const PronyCheck *check;

  runner_fixture_add_target (self, NULL, NULL, NULL);
  run_to_end (self, NULL);
  check = &get_trial (self, 0)->summary->checks[PRONY_CHECK_TOKENS];
  g_assert_cmpint (check->verdict, ==, PRONY_VERDICT_PASSED);
  g_assert_cmpfloat (check->expected, ==, 25);
}

/* Two targets that are one engine: its count says nothing about either. */
static void
test_shared_counter (RunnerFixture *self, gconstpointer unused)
{
  runner_fixture_add_target (self, NULL, "one", NULL);
  runner_fixture_add_target (self, NULL, "two", NULL);
  self->plan->order = PRONY_ORDER_PARALLEL;
  run_to_end (self, NULL);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (get_trial (self, i)->summary->checks[PRONY_CHECK_TOKENS].verdict, ==,
                     PRONY_VERDICT_ABSENT);
}

/* Sends three tokens for each request and says that it was a thousand. */
static gboolean
lie (PronyTestRequest *request, gpointer user_data)
{
  static const char chat[] =
    "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n"
    "data: {\"choices\":[{\"delta\":{\"content\":\" b\"}}]}\n\n"
    "data: {\"choices\":[{\"delta\":{\"content\":\" c\"},\"finish_reason\":\"length\"}]}\n\n"
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":3}}\n\n"
    "data: [DONE]\n\n";
  int *n_tokens = user_data;
  g_autofree char *page = NULL;
  const char *status = "200 OK";
  const char *type = "application/json";
  const char *body = "{}";

  if (g_str_equal (request->path, "/v1/models"))
    {
      body = "{\"data\":[{\"id\":\"m\",\"owned_by\":\"vllm\"}]}";
    }
  else if (g_str_equal (request->path, "/v1/chat/completions"))
    {
      g_atomic_int_add (n_tokens, 1000);
      type = "text/event-stream";
      body = chat;
    }
  else if (g_str_equal (request->path, "/metrics"))
    {
      page = g_strdup_printf ("vllm:generation_tokens_total{model_name=\"m\"} %d.0\n",
                              g_atomic_int_get (n_tokens));
      type = "text/plain";
      body = page;
    }
  else
    {
      status = "404 Not Found";
    }

  return prony_test_request_printf (
    request, "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n%s", status, type,
    strlen (body), body);
}

static void
test_lying_counter (RunnerFixture *self, gconstpointer unused)
{
  int n_tokens = 0;
  g_autoptr (PronyTestServer) server = prony_test_server_new (lie, &n_tokens);
  const PronyCheck *check;

  runner_fixture_add_target (self, prony_test_server_get_url (server), NULL, NULL);
  run_to_end (self, NULL);
  g_assert_cmpuint (get_trial (self, 0)->summary->outcomes[PRONY_OUTCOME_OK], ==, 4);
  check = &get_trial (self, 0)->summary->checks[PRONY_CHECK_TOKENS];
  g_assert_cmpint (check->verdict, ==, PRONY_VERDICT_FAILED);
  g_assert_cmpfloat (check->expected, ==, 5000);
}

/* --- What this computer adds ----------------------------------------------------------------- */

/* One calibration serves all trials of a shape, and is stored with them. */
static void
test_calibration (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (PronyRun) stored = NULL;
  PronyCalibration *first, *second;

  runner_fixture_add_target (self, NULL, "one", NULL);
  runner_fixture_add_target (self, NULL, "two", NULL);
  self->plan->calibrate = TRUE;
  run_to_end (self, self->store);

  runner_fixture_assert_measured (self, 0, 4, 1);
  runner_fixture_assert_measured (self, 1, 4, 1);
  first = get_trial (self, 0)->calibration;
  second = get_trial (self, 1)->calibration;
  g_assert_nonnull (first);
  g_assert_true (first == second);
  g_assert_cmpuint (first->requests, >, 0);
  g_assert_true (isfinite (first->ttft_p50_s));

  stored = prony_store_get_run (self->store, self->run->id, NULL);
  g_assert_cmpstr (((PronyTrial *) g_ptr_array_index (stored->trials, 1))->calibration->shape, ==,
                   first->shape);
}

/* What it does meanwhile can be seen. */
static void
test_calibration_state (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (PronyRunSnapshot) snapshot = NULL;
  const PronyTrialSnapshot *trial;

  runner_fixture_add_target (self, NULL, NULL, NULL);
  g_array_index (self->plan->levels, PronyLoadLevel, 0).concurrency = 3; /* not yet known */
  self->plan->calibrate = TRUE;
  runner_fixture_start (self, NULL);
  snapshot = runner_fixture_wait_for_state (self, PRONY_STATE_CALIBRATING);
  trial = g_ptr_array_index (snapshot->trials, 0);
  g_assert_cmpint (trial->state, ==, PRONY_STATE_CALIBRATING);
  g_assert_cmpuint (snapshot->active->len, ==, 1);
  runner_fixture_wait_for_end (self);

  g_assert_cmpint (self->run->state, ==, PRONY_STATE_FINISHED);
  g_assert_nonnull (get_trial (self, 0)->calibration);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/runner-loads/sweep", RunnerFixture, NULL, set_up_slots, test_sweep,
              runner_fixture_tear_down);
  RUNNER_FIXTURE_ADD ("/runner-loads/sweep-stop", NULL, test_sweep_stop);
  RUNNER_FIXTURE_ADD ("/runner-loads/cool-down", NULL, test_cool_down);
  RUNNER_FIXTURE_ADD ("/runner-loads/no-cool-down", NULL, test_no_cool_down);
  RUNNER_FIXTURE_ADD ("/runner-loads/parallel", NULL, test_parallel);
  RUNNER_FIXTURE_ADD ("/runner-loads/trace", NULL, test_trace);
  RUNNER_FIXTURE_ADD_WITH ("/runner-loads/counter", vllm_engine, test_counter);
  RUNNER_FIXTURE_ADD_WITH ("/runner-loads/shared-counter", vllm_engine, test_shared_counter);
  RUNNER_FIXTURE_ADD ("/runner-loads/lying-counter", NULL, test_lying_counter);
  RUNNER_FIXTURE_ADD ("/runner-loads/calibration", NULL, test_calibration);
  RUNNER_FIXTURE_ADD ("/runner-loads/calibration-state", NULL, test_calibration_state);

  return g_test_run ();
}
