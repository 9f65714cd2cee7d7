/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The runner against the simulated engine, whose pace is known. */

#include "config.h"

#include <glib/gstdio.h>
#include <math.h>
#include <sqlite3.h>

#include "base/prony-error.h"
#include "base/prony-json.h"
#include "core/bench/prony-run-recovery.h"
#include "core/bench/prony-runner.h"
#include "core/engines/prony-engine-process.h"
#include "core/scenarios/prony-scenario-catalog.h"

#define SCENARIO                                                                                   \
  "name: quick\n"                                                                                  \
  "title: Quick\n"                                                                                 \
  "description: Asks little and is answered briefly.\n"                                            \
  "class: short-short\n"                                                                           \
  "prompt:\n"                                                                                      \
  "  template: \"{question}\"\n"                                                                   \
  "completion:\n"                                                                                  \
  "  max_tokens: 5\n"                                                                              \
  "test_cases:\n"                                                                                  \
  "  - question: Why is the sky blue?\n"                                                           \
  "  - question: Who wrote Faust?\n"

typedef struct
{
  PronyEngineProcess *simulator;
  char *folder;
  PronyStore *store;
  PronyPlan *plan;
  PronyRunner *runner;
  PronyRun *run;
  GError *error;
  gboolean ended;
} Fixture;

static void
on_started_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *self = data;
  g_autoptr (GError) error = NULL;

  self->simulator = prony_engine_process_start_simulator_finish (result, &error);
  g_assert_no_error (error);
}

static void
fixture_set_up (Fixture *self, gconstpointer unused)
{
  const char *const arguments[] = { "--api", "ollama", "--ttft-ms", "10", "--itl-ms", "2", NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *file_name = NULL;
  PronyScenario *scenario;
  guint one = 1;

  prony_engine_process_start_simulator_async (arguments, NULL, on_started_cb, self);
  while (self->simulator == NULL)
    g_main_context_iteration (NULL, TRUE);

  self->folder = g_dir_make_tmp ("prony-runner-XXXXXX", &error);
  g_assert_no_error (error);
  file_name = g_build_filename (self->folder, "prony.db", NULL);
  self->store = prony_store_open (file_name, &error);
  g_assert_no_error (error);

  scenario = prony_scenario_parse (SCENARIO, -1, "quick.yaml", &error);
  g_assert_no_error (error);
  self->plan = prony_plan_new ();
  g_ptr_array_add (self->plan->scenarios, scenario);
  g_array_append_val (self->plan->concurrency, one);
  self->plan->requests = 4;
  self->plan->grace_s = 1;
}

static void
fixture_tear_down (Fixture *self, gconstpointer unused)
{
  g_autofree char *file_name = g_build_filename (self->folder, "prony.db", NULL);

  g_clear_pointer (&self->run, prony_run_unref);
  g_clear_error (&self->error);
  g_clear_object (&self->runner);
  g_clear_pointer (&self->plan, prony_plan_unref);
  /* The thread that ran may not have let go of it yet. */
  g_assert_true (prony_store_close (self->store, NULL));
  g_clear_object (&self->store);
  prony_engine_process_stop (self->simulator);
  g_clear_object (&self->simulator);
  g_remove (file_name);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
}

static PronyTarget *
add_target (Fixture *self, const char *url, const char *name, const char *model)
{
  g_autoptr (PronyEngineSpec) spec = NULL;
  PronyTarget *target;

  spec = prony_engine_spec_new (url != NULL ? url : prony_engine_process_get_url (self->simulator),
                                NULL);
  target = prony_target_new (spec, model);
  if (name != NULL)
    {
      g_free (target->name);
      target->name = g_strdup (name);
    }
  g_ptr_array_add (self->plan->targets, target);
  return target;
}

static void
on_ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *self = data;

  self->run = prony_runner_run_finish (PRONY_RUNNER (source), result, &self->error);
  self->ended = TRUE;
}

static void
start (Fixture *self, PronyStore *store)
{
  self->runner = prony_runner_new (self->plan, store);
  prony_runner_run_async (self->runner, on_ended_cb, self);
}

static gboolean
wake_up_cb (gpointer unused)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_for_end (Fixture *self)
{
  while (!self->ended)
    g_main_context_iteration (NULL, TRUE);
}

/* Waits until the run is in a state, as a view sees it. */
static PronyRunSnapshot *
wait_for_state (Fixture *self, PronyState state)
{
  guint id = g_timeout_add (5, wake_up_cb, NULL);

  for (;;)
    {
      g_autoptr (PronyRunSnapshot) snapshot =
                   prony_live_feed_read (prony_runner_get_feed (self->runner));

      if (snapshot->state == state)
        {
          g_source_remove (id);
          return g_steal_pointer (&snapshot);
        }
      g_assert_false (self->ended);
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
assert_measured (Fixture *self, guint index, guint n_requests, guint n_warmup)
{
  PronyTrial *trial = self->run->trials->pdata[index];
  g_autoptr (GPtrArray) records = prony_runner_get_records (self->runner, index);

  g_assert_cmpstr (trial->error, ==, NULL);
  g_assert_cmpint (trial->state, ==, PRONY_STATE_FINISHED);
  g_assert_nonnull (trial->summary);
  g_assert_cmpuint (trial->summary->outcomes[PRONY_OUTCOME_OK], ==, n_requests);
  g_assert_cmpuint (records->len, ==, n_requests + n_warmup);
  g_assert_cmpfloat (prony_summary_get (trial->summary, PRONY_METRIC_TTFT), >, 0.005);
  g_assert_cmpint (trial->started_us, >=, self->run->started_us);
  g_assert_cmpfloat (trial->duration_s, >, 0);
  g_assert_true (trial->target->simulated);
  g_assert_nonnull (trial->target->model);
}

/* Two targets, two levels, one after another; all of it is in the store. */
static void
test_sequential (Fixture *self, gconstpointer unused)
{
  g_autoptr (PronyRun) stored = NULL;
  g_autoptr (PronyRunSnapshot) last = NULL;
  g_autofree char *source = NULL;
  g_autoptr (GError) error = NULL;
  guint two = 2;
  guint i;

  add_target (self, NULL, NULL, NULL);
  add_target (self, NULL, "other", NULL);
  g_array_append_val (self->plan->concurrency, two);
  start (self, self->store);
  wait_for_end (self);

  g_assert_no_error (self->error);
  g_assert_cmpstr (self->run->error, ==, NULL);
  g_assert_cmpint (self->run->state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpuint (self->run->trials->len, ==, 4);
  for (i = 0; i < 4; i++)
    assert_measured (self, i, 4, i < 2 ? 1 : 2);
  g_assert_cmpstr (((PronyTrial *) self->run->trials->pdata[0])->target->name, ==, "ollama");
  g_assert_cmpstr (((PronyTrial *) self->run->trials->pdata[3])->target->name, ==, "other");

  stored = prony_store_get_run (self->store, self->run->id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (stored->state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpuint (stored->trials->len, ==, 4);
  for (i = 0; i < 4; i++)
    {
      PronyTrial *a = self->run->trials->pdata[i];
      PronyTrial *b = stored->trials->pdata[i];

      g_assert_cmpint (b->state, ==, PRONY_STATE_FINISHED);
      g_assert_cmpfloat (prony_summary_get (a->summary, PRONY_METRIC_TTFT), ==,
                         prony_summary_get (b->summary, PRONY_METRIC_TTFT));
    }
  source = prony_store_get_scenario_source (self->store, self->run->id, "quick", NULL);
  g_assert_cmpstr (source, ==, SCENARIO);

  last = prony_live_feed_read (prony_runner_get_feed (self->runner));
  g_assert_cmpint (last->state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpfloat (last->progress, ==, 1);
  g_assert_cmpfloat (last->remaining_s, ==, 0);
  g_assert_cmpuint (last->active->len, ==, 0);
  g_assert_cmpuint (last->failures->len, ==, 0);
  g_assert_cmpstr (last->warning, ==, NULL);
  g_assert_nonnull (((PronyTrialSnapshot *) last->trials->pdata[0])->summary);
}

/* All targets at once: their trials overlap. Two without a name get different ones. */
static void
test_parallel (Fixture *self, gconstpointer unused)
{
  PronyTrial *first, *second;

  add_target (self, NULL, NULL, NULL);
  add_target (self, NULL, NULL, NULL);
  self->plan->order = PRONY_ORDER_PARALLEL;
  self->plan->requests = 10;
  start (self, NULL);
  wait_for_end (self);

  g_assert_no_error (self->error);
  g_assert_cmpint (self->run->state, ==, PRONY_STATE_FINISHED);
  assert_measured (self, 0, 10, 1);
  assert_measured (self, 1, 10, 1);
  first = self->run->trials->pdata[0];
  second = self->run->trials->pdata[1];
  g_assert_cmpint (second->started_us, <,
                   first->started_us + (gint64) (first->duration_s * G_USEC_PER_SEC));
  g_assert_cmpstr (first->target->name, ==, "ollama");
  g_assert_cmpstr (second->target->name, ==, "ollama 2");
}

/* What was measured is kept, also without a store; what had not begun is marked. */
static void
test_stop (Fixture *self, gconstpointer unused)
{
  g_autoptr (PronyRunSnapshot) snapshot = NULL;
  g_autoptr (PronyRun) stored = NULL;
  PronyTrial *first, *second;
  guint two = 2;

  add_target (self, NULL, NULL, NULL);
  g_array_append_val (self->plan->concurrency, two);
  self->plan->requests = 0;
  self->plan->duration_s = 60;
  start (self, self->store);
  do
    {
      g_clear_pointer (&snapshot, prony_run_snapshot_unref);
      snapshot = wait_for_state (self, PRONY_STATE_MEASURING);
    }
  while (((PronyTrialSnapshot *) snapshot->trials->pdata[0])->load->ok < 3);
  prony_runner_stop (self->runner);
  wait_for_end (self);

  g_assert_no_error (self->error);
  g_assert_cmpint (self->run->state, ==, PRONY_STATE_STOPPED);
  g_assert_true (prony_run_is_partial (self->run));
  first = self->run->trials->pdata[0];
  second = self->run->trials->pdata[1];
  g_assert_cmpint (first->state, ==, PRONY_STATE_STOPPED);
  g_assert_cmpuint (first->summary->outcomes[PRONY_OUTCOME_OK], >=, 3);
  g_assert_cmpint (second->state, ==, PRONY_STATE_STOPPED);
  g_assert_null (second->summary);
  g_assert_cmpstr (second->error, ==, NULL);

  stored = prony_store_get_run (self->store, self->run->id, NULL);
  g_assert_cmpint (stored->state, ==, PRONY_STATE_STOPPED);
  g_assert_nonnull (((PronyTrial *) stored->trials->pdata[0])->summary);
}

static void
test_pause (Fixture *self, gconstpointer unused)
{
  g_autoptr (PronyRunSnapshot) paused = NULL;
  g_autoptr (PronyRunSnapshot) resumed = NULL;

  add_target (self, NULL, NULL, NULL);
  self->plan->requests = 0;
  self->plan->duration_s = 0.5;
  start (self, NULL);
  resumed = wait_for_state (self, PRONY_STATE_MEASURING);
  g_clear_pointer (&resumed, prony_run_snapshot_unref);
  prony_runner_pause (self->runner);
  paused = wait_for_state (self, PRONY_STATE_PAUSED);

  /* Longer than the rest of the trial: it must not end while it is paused. */
  g_usleep (700 * 1000);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (self->ended);
  prony_runner_resume (self->runner);
  resumed = wait_for_state (self, PRONY_STATE_MEASURING);
  wait_for_end (self);
  g_assert_cmpint (self->run->state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpfloat (self->run->duration_s, >, 1.1);
}

static void
test_pause_before_start (Fixture *self, gconstpointer unused)
{
  g_autoptr (PronyRunSnapshot) paused = NULL;

  add_target (self, NULL, NULL, NULL);
  self->runner = prony_runner_new (self->plan, NULL);
  prony_runner_pause (self->runner);
  prony_runner_run_async (self->runner, on_ended_cb, self);
  paused = wait_for_state (self, PRONY_STATE_PAUSED);
  prony_runner_stop (self->runner);
  wait_for_end (self);
  g_assert_cmpint (self->run->state, ==, PRONY_STATE_STOPPED);
}

/* A model that is not there fails its trial with what is there; the other goes on. */
static void
test_missing_model (Fixture *self, gconstpointer unused)
{
  g_autoptr (PronyRunSnapshot) last = NULL;
  PronyTrial *trial;
  const char *there;

  add_target (self, NULL, "bad", "no-such-model");
  add_target (self, NULL, "good", NULL);
  start (self, self->store);
  wait_for_end (self);

  g_assert_cmpint (self->run->state, ==, PRONY_STATE_FINISHED);
  trial = self->run->trials->pdata[0];
  there = ((PronyTrial *) self->run->trials->pdata[1])->target->model;
  g_assert_cmpint (trial->state, ==, PRONY_STATE_FAILED);
  g_assert_nonnull (strstr (trial->error, "no-such-model"));
  g_assert_nonnull (strstr (trial->error, there));
  assert_measured (self, 1, 4, 1);

  last = prony_live_feed_read (prony_runner_get_feed (self->runner));
  g_assert_cmpstr (((PronyTrialSnapshot *) last->trials->pdata[0])->error, ==, trial->error);
}

/* Nobody listens: the run fails and says why; nothing is made up. */
static void
test_dead_engine (Fixture *self, gconstpointer unused)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GPtrArray) records = NULL;
  g_autofree char *url = NULL;
  PronyTrial *trial;

  /* A port that was free a moment ago. */
  url = g_strdup_printf ("http://127.0.0.1:%u",
                         g_socket_listener_add_any_inet_port (listener, NULL, NULL));
  g_socket_listener_close (listener);
  add_target (self, url, NULL, "llama3");
  start (self, self->store);
  wait_for_end (self);

  g_assert_no_error (self->error);
  g_assert_cmpint (self->run->state, ==, PRONY_STATE_FAILED);
  trial = self->run->trials->pdata[0];
  g_assert_cmpint (trial->state, ==, PRONY_STATE_FAILED);
  g_assert_nonnull (trial->error);
  g_assert_cmpstr (self->run->error, ==, trial->error);
  g_assert_null (trial->summary);
  records = prony_runner_get_records (self->runner, 0);
  g_assert_cmpuint (records->len, ==, 0);
}

static void
test_bad_plan (Fixture *self, gconstpointer unused)
{
  start (self, NULL);
  wait_for_end (self);
  g_assert_null (self->run);
  g_assert_error (self->error, PRONY_ERROR, PRONY_ERROR_INPUT);
}

/* Another program keeps the database to itself while the run goes on: nothing is
 * lost, and the run says so. */
static void
test_failing_store (Fixture *self, gconstpointer unused)
{
  g_autoptr (PronyRunSnapshot) last = NULL;
  g_autofree char *file_name = g_build_filename (self->folder, "prony.db", NULL);
  g_autoptr (GPtrArray) stored = NULL;
  sqlite3 *other;

  g_assert_cmpint (sqlite3_open (file_name, &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  add_target (self, NULL, NULL, NULL);
  start (self, self->store);
  wait_for_end (self);

  g_assert_cmpint (self->run->state, ==, PRONY_STATE_FINISHED);
  assert_measured (self, 0, 4, 1);
  last = prony_live_feed_read (prony_runner_get_feed (self->runner));
  g_assert_nonnull (last->warning);

  g_assert_cmpint (sqlite3_exec (other, "COMMIT", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (other);
  g_assert_true (prony_store_flush (self->store, NULL));
  stored = prony_store_get_requests (self->store, self->run->id, 0, NULL);
  g_assert_cmpuint (stored->len, ==, 5);
}

/* A run is measured and then made to look like one whose program died: under way,
 * without a summary, written by a process that is no more. */
static void
test_recovery (Fixture *self, gconstpointer unused)
{
  static const char sql[] = "UPDATE runs SET state = 'measuring', writer = 'boot 1 2';"
                            "UPDATE trials SET state = 'measuring', summary = NULL,"
                            " duration_s = NULL";
  g_autofree char *file_name = g_build_filename (self->folder, "prony.db", NULL);
  g_autoptr (PronyRun) before = NULL;
  g_autoptr (PronyRun) after = NULL;
  g_autoptr (GError) error = NULL;
  PronyTrial *trial;
  sqlite3 *other;

  add_target (self, NULL, NULL, NULL);
  start (self, self->store);
  wait_for_end (self);
  g_assert_cmpint (sqlite3_open (file_name, &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (other);

  g_assert_true (prony_store_close (self->store, NULL));
  g_clear_object (&self->store);
  self->store = prony_store_open (file_name, &error);
  g_assert_no_error (error);
  before = prony_store_get_run (self->store, self->run->id, NULL);
  g_assert_cmpint (before->state, ==, PRONY_STATE_INTERRUPTED);
  g_assert_null (((PronyTrial *) before->trials->pdata[0])->summary);

  g_assert_true (prony_run_recovery_run (self->store, &error));
  g_assert_no_error (error);
  after = prony_store_get_run (self->store, self->run->id, NULL);
  trial = after->trials->pdata[0];
  g_assert_cmpint (after->state, ==, PRONY_STATE_INTERRUPTED);
  g_assert_cmpint (trial->state, ==, PRONY_STATE_INTERRUPTED);
  g_assert_cmpuint (trial->summary->outcomes[PRONY_OUTCOME_OK], ==, 4);
  g_assert_cmpfloat_with_epsilon (
    prony_summary_get (trial->summary, PRONY_METRIC_TTFT),
    prony_summary_get (((PronyTrial *) self->run->trials->pdata[0])->summary, PRONY_METRIC_TTFT),
    1e-6);
  g_assert_cmpfloat_with_epsilon (trial->duration_s,
                                  ((PronyTrial *) self->run->trials->pdata[0])->duration_s, 0.01);
}

#define ADD(path, function)                                                                        \
  g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/runner/sequential", test_sequential);
  ADD ("/runner/parallel", test_parallel);
  ADD ("/runner/stop", test_stop);
  ADD ("/runner/pause", test_pause);
  ADD ("/runner/pause-before-start", test_pause_before_start);
  ADD ("/runner/missing-model", test_missing_model);
  ADD ("/runner/dead-engine", test_dead_engine);
  ADD ("/runner/bad-plan", test_bad_plan);
  ADD ("/runner/failing-store", test_failing_store);
  ADD ("/runner/recovery", test_recovery);

  return g_test_run ();
}
