/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What goes wrong around a run: engines that are not there or misbehave, a database
 * that is locked, a program that died. */

#include "config.h"

#include <math.h>
#include <sqlite3.h>

#include "base/prony-error.h"
#include "core/bench/prony-run-recovery.h"
#include "runner-fixture.h"

/* A model that is not there fails its trial with what is there; the other goes on. */
static void
test_missing_model (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (PronyRunSnapshot) last = NULL;
  PronyTrial *trial;
  const char *there;

  runner_fixture_add_target (self, NULL, "bad", "no-such-model");
  runner_fixture_add_target (self, NULL, "good", NULL);
  runner_fixture_start (self, self->store);
  runner_fixture_wait_for_end (self);

  g_assert_cmpint (self->run->state, ==, PRONY_STATE_FINISHED);
  trial = self->run->trials->pdata[0];
  there = ((PronyTrial *) self->run->trials->pdata[1])->target->model;
  g_assert_cmpint (trial->state, ==, PRONY_STATE_FAILED);
  g_assert_nonnull (strstr (trial->error, "no-such-model"));
  g_assert_nonnull (strstr (trial->error, there));
  runner_fixture_assert_measured (self, 1, 4, 1);

  last = prony_live_feed_read (prony_runner_get_feed (self->runner));
  g_assert_cmpstr (((PronyTrialSnapshot *) last->trials->pdata[0])->error, ==, trial->error);
}

/* Nobody listens: the run fails and says why; nothing is made up. */
static void
test_dead_engine (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GPtrArray) records = NULL;
  g_autofree char *url = NULL;
  PronyTrial *trial;

  /* A port that was free a moment ago. */
  url = g_strdup_printf ("http://127.0.0.1:%u",
                         g_socket_listener_add_any_inet_port (listener, NULL, NULL));
  g_socket_listener_close (listener);
  runner_fixture_add_target (self, url, NULL, "llama3");
  runner_fixture_start (self, self->store);
  runner_fixture_wait_for_end (self);

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

/* The engine is there but refuses: the run has failed and says what the engine says. */
static void
test_unauthorized (RunnerFixture *self, gconstpointer unused)
{
  runner_fixture_add_target (self, NULL, NULL, NULL);
  runner_fixture_start (self, self->store);
  runner_fixture_wait_for_end (self);

  g_assert_cmpint (self->run->state, ==, PRONY_STATE_FAILED);
  g_assert_nonnull (strstr (self->run->error, "key"));
  g_assert_null (((PronyTrial *) self->run->trials->pdata[0])->summary);
}

/* Every request fails: there is a summary that says so, and no figure. */
static void
test_all_fail (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (PronyRunSnapshot) last = NULL;
  PronyTrial *trial;
  PronyFailure *failure;

  runner_fixture_add_target (self, NULL, NULL, NULL);
  runner_fixture_start (self, self->store);
  runner_fixture_wait_for_end (self);

  trial = self->run->trials->pdata[0];
  g_assert_cmpint (trial->state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpuint (prony_summary_count_failed (trial->summary), ==, 4);
  g_assert_true (isnan (prony_summary_get (trial->summary, PRONY_METRIC_TTFT)));
  g_assert_nonnull (trial->error);

  last = prony_live_feed_read (prony_runner_get_feed (self->runner));
  g_assert_cmpuint (last->failures->len, ==, 1);
  failure = last->failures->pdata[0];
  g_assert_cmpint (failure->outcome, ==, PRONY_OUTCOME_HTTP_5XX);
  g_assert_cmpuint (failure->count, ==, 5);
  g_assert_cmpstr (failure->message, ==, trial->error);
}

/* While the engine loads its model the run waits for it, and can be stopped. */
static void
test_stop_while_loading (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (PronyRunSnapshot) preparing = NULL;
  gint64 stopped_us;

  runner_fixture_add_target (self, NULL, NULL, NULL);
  runner_fixture_start (self, self->store);
  preparing = runner_fixture_wait_for_state (self, PRONY_STATE_PREPARING);
  g_usleep (300 * 1000);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (self->ended);

  stopped_us = g_get_monotonic_time ();
  prony_runner_stop (self->runner);
  runner_fixture_wait_for_end (self);
  g_assert_cmpint (g_get_monotonic_time () - stopped_us, <, 2 * G_USEC_PER_SEC);
  g_assert_cmpint (self->run->state, ==, PRONY_STATE_STOPPED);
  g_assert_cmpint (((PronyTrial *) self->run->trials->pdata[0])->state, ==, PRONY_STATE_STOPPED);
}

/* Requests that are never answered do not hold a stop up. */
static void
test_stop_while_stalled (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (PronyRunSnapshot) snapshot = NULL;
  gint64 stopped_us;

  runner_fixture_add_target (self, NULL, NULL, NULL);
  self->plan->warmup = 0;
  runner_fixture_start (self, self->store);
  snapshot = runner_fixture_wait_for_state (self, PRONY_STATE_MEASURING);
  stopped_us = g_get_monotonic_time ();
  prony_runner_stop (self->runner);
  runner_fixture_wait_for_end (self);
  g_assert_cmpint (g_get_monotonic_time () - stopped_us, <, 5 * G_USEC_PER_SEC);
  g_assert_cmpint (self->run->state, ==, PRONY_STATE_STOPPED);
}

static void
test_bad_plan (RunnerFixture *self, gconstpointer unused)
{
  runner_fixture_start (self, NULL);
  runner_fixture_wait_for_end (self);
  g_assert_null (self->run);
  g_assert_error (self->error, PRONY_ERROR, PRONY_ERROR_INPUT);
}

/* Another program keeps the database to itself while the run goes on: nothing is
 * lost, and the run says so. */
static void
test_failing_store (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (PronyRunSnapshot) last = NULL;
  g_autofree char *file_name = g_build_filename (self->folder, "prony.db", NULL);
  g_autoptr (GPtrArray) stored = NULL;
  sqlite3 *other;

  g_assert_cmpint (sqlite3_open (file_name, &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  runner_fixture_add_target (self, NULL, NULL, NULL);
  runner_fixture_start (self, self->store);
  runner_fixture_wait_for_end (self);

  g_assert_cmpint (self->run->state, ==, PRONY_STATE_FINISHED);
  runner_fixture_assert_measured (self, 0, 4, 1);
  last = prony_live_feed_read (prony_runner_get_feed (self->runner));
  g_assert_nonnull (last->warning);

  g_assert_cmpint (sqlite3_exec (other, "COMMIT", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (other);
  g_assert_true (prony_store_flush (self->store, NULL));
  stored = prony_store_get_requests (self->store, self->run->id, 0, NULL);
  g_assert_cmpuint (stored->len, ==, 5);
}

/* The program died before it knew what came of a trial: that is made up for. */
static void
test_recovery (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (PronyRun) before = NULL;
  g_autoptr (PronyRun) after = NULL;
  g_autoptr (GError) error = NULL;
  PronyTrial *trial;

  runner_fixture_add_target (self, NULL, NULL, NULL);
  runner_fixture_start (self, self->store);
  runner_fixture_wait_for_end (self);
  runner_fixture_pretend_death (self, "UPDATE trials SET duration_s = NULL");
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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  RUNNER_FIXTURE_ADD ("/runner-trouble/missing-model", NULL, test_missing_model);
  RUNNER_FIXTURE_ADD ("/runner-trouble/dead-engine", NULL, test_dead_engine);
  RUNNER_FIXTURE_ADD ("/runner-trouble/unauthorized", "unauthorized", test_unauthorized);
  RUNNER_FIXTURE_ADD ("/runner-trouble/all-fail", "http-500", test_all_fail);
  RUNNER_FIXTURE_ADD ("/runner-trouble/stop-while-loading", "loading", test_stop_while_loading);
  RUNNER_FIXTURE_ADD ("/runner-trouble/stop-while-stalled", "stall", test_stop_while_stalled);
  RUNNER_FIXTURE_ADD ("/runner-trouble/bad-plan", NULL, test_bad_plan);
  RUNNER_FIXTURE_ADD ("/runner-trouble/failing-store", NULL, test_failing_store);
  RUNNER_FIXTURE_ADD ("/runner-trouble/recovery", NULL, test_recovery);

  return g_test_run ();
}
