/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What the owner of a run wants of it while it is under way: that a trial is skipped, that
 * something is noted, that a stream is watched. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "runner-fixture.h"
#include "support/prony-test-server.h"

/* Generous on a busy computer, and far less than what is skipped would have taken. */
#define SOON_S 5

static PronyTrial *
get_trial (RunnerFixture *self, guint index)
{
  return g_ptr_array_index (self->run->trials, index);
}

static void
let_measure (RunnerFixture *self, guint trial, guint n)
{
  for (;;)
    {
      g_autoptr (PronyRunSnapshot) snapshot =
        prony_live_feed_read (prony_runner_get_feed (self->runner));
      const PronyTrialSnapshot *entry = g_ptr_array_index (snapshot->trials, trial);

      if (entry->load != NULL && entry->load->ok >= n)
        return;
      g_assert_false (self->ended);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (2000);
    }
}

static void
wait_for_end_soon (RunnerFixture *self)
{
  gint64 since_us = g_get_monotonic_time ();

  runner_fixture_wait_for_end (self);
  g_assert_no_error (self->error);
  g_assert_cmpint (g_get_monotonic_time () - since_us, <, SOON_S * G_USEC_PER_SEC);
}

static void
assert_skipped (RunnerFixture *self, guint index, gboolean measured)
{
  PronyTrial *trial = get_trial (self, index);

  g_test_message ("trial %u: %s", index, trial->error);
  g_assert_cmpint (trial->state, ==, PRONY_STATE_STOPPED);
  g_assert_nonnull (strstr (trial->error, "skipped"));
  g_assert_true ((trial->summary != NULL) == measured);
}

/* What was measured is kept, the next trial has its turn, and the run is partial. */
static void
test_skip_measuring (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (PronyRunSnapshot) last = NULL;
  g_autoptr (PronyRun) stored = NULL;

  runner_fixture_add_target (self, NULL, NULL, NULL);
  prony_plan_add_level (self->plan, prony_load_level_closed (2));
  self->plan->requests = 100000;
  runner_fixture_start (self, self->store);
  let_measure (self, 0, 3);
  prony_runner_skip_trial (self->runner, 7);
  prony_runner_skip_trial (self->runner, 0);
  let_measure (self, 1, 3);
  prony_runner_skip_trial (self->runner, 1);
  wait_for_end_soon (self);

  assert_skipped (self, 0, TRUE);
  g_assert_cmpuint (get_trial (self, 0)->summary->outcomes[PRONY_OUTCOME_OK], >=, 3);
  assert_skipped (self, 1, TRUE);
  g_assert_cmpint (self->run->state, ==, PRONY_STATE_FINISHED);
  g_assert_true (prony_run_is_partial (self->run));

  last = prony_live_feed_read (prony_runner_get_feed (self->runner));
  g_assert_cmpfloat (last->progress, ==, 1);
  g_assert_cmpfloat (last->requests_expected, ==,
                     (double) (last->requests_done + last->requests_failed));
  g_assert_cmpuint (last->in_flight, ==, 0);
  stored = prony_store_get_run (self->store, self->run->id, NULL);
  g_assert_true (prony_run_is_partial (stored));
  g_assert_cmpstr (((PronyTrial *) stored->trials->pdata[0])->error, ==,
                   get_trial (self, 0)->error);
}

/* One that has not begun, and the minute of rest before it, are left out. */
static void
test_skip_waiting (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (PronyRunSnapshot) cooling = NULL;

  runner_fixture_add_target (self, NULL, NULL, NULL);
  prony_plan_add_level (self->plan, prony_load_level_closed (2));
  prony_plan_add_level (self->plan, prony_load_level_closed (3));
  self->plan->cooldown_s = 60;
  runner_fixture_start (self, NULL);
  cooling = runner_fixture_wait_for_state (self, PRONY_STATE_COOLING_DOWN);
  prony_runner_skip_trial (self->runner, 2);
  prony_runner_skip_trial (self->runner, 1);
  prony_runner_skip_trial (self->runner, 0);
  wait_for_end_soon (self);

  runner_fixture_assert_measured (self, 0, 4, 1);
  assert_skipped (self, 1, FALSE);
  assert_skipped (self, 2, FALSE);
  g_assert_cmpint (self->run->state, ==, PRONY_STATE_FINISHED);
}

static gboolean
hang (PronyTestRequest *request, gpointer user_data)
{
  return prony_test_request_sleep (request, 60000);
}

/* An engine that accepts and never says a word must not hold up whoever skips it. */
static void
test_skip_preparing (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (hang, NULL);
  g_autoptr (PronyRunSnapshot) preparing = NULL;

  runner_fixture_add_target (self, prony_test_server_get_url (server), "silent", "llama3");
  runner_fixture_add_target (self, NULL, "other", NULL);
  runner_fixture_start (self, NULL);
  preparing = runner_fixture_wait_for_state (self, PRONY_STATE_PREPARING);
  g_usleep (100 * 1000);
  prony_runner_skip_trial (self->runner, 0);
  wait_for_end_soon (self);

  assert_skipped (self, 0, FALSE);
  runner_fixture_assert_measured (self, 1, 4, 1);
}

/* What is wanted meanwhile is seen at once, and holds when the trial begins. */
static void
test_preparing_goes_on (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (hang, NULL);
  g_autoptr (PronyRunSnapshot) paused = NULL;
  g_autoptr (PronyRunSnapshot) noted = NULL;

  runner_fixture_add_target (self, prony_test_server_get_url (server), "silent", "llama3");
  runner_fixture_add_target (self, NULL, "other", NULL);
  runner_fixture_start (self, NULL);
  prony_runner_add_note (self->runner, "it says nothing");
  while (noted == NULL || noted->notes->len == 0)
    {
      g_clear_pointer (&noted, prony_run_snapshot_unref);
      g_usleep (2000);
      noted = prony_live_feed_read (prony_runner_get_feed (self->runner));
    }
  g_assert_cmpint (((PronyTrialSnapshot *) noted->trials->pdata[1])->state, ==,
                   PRONY_STATE_WAITING);
  prony_runner_pause (self->runner);
  paused = runner_fixture_wait_for_state (self, PRONY_STATE_PAUSED);
  prony_runner_skip_trial (self->runner, 0);
  g_usleep (300 * 1000);
  g_assert_false (self->ended);
  prony_runner_resume (self->runner);
  wait_for_end_soon (self);
  assert_skipped (self, 0, FALSE);
  runner_fixture_assert_measured (self, 1, 4, 1);
}

static void
test_skip_calibrating (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (PronyRunSnapshot) calibrating = NULL;

  runner_fixture_add_target (self, NULL, NULL, NULL);
  g_array_index (self->plan->levels, PronyLoadLevel, 0).concurrency = 7; /* not yet known */
  self->plan->calibrate = TRUE;
  runner_fixture_start (self, NULL);
  calibrating = runner_fixture_wait_for_state (self, PRONY_STATE_CALIBRATING);
  prony_runner_skip_trial (self->runner, 0);
  wait_for_end_soon (self);

  assert_skipped (self, 0, FALSE);
  g_assert_cmpint (self->run->state, ==, PRONY_STATE_STOPPED);
}

static const char *const slow_engine[] = { "--api", "ollama", "--ttft-ms", "60000", NULL };

static void
test_skip_warming_up (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (PronyRunSnapshot) warming = NULL;

  runner_fixture_add_target (self, NULL, NULL, NULL);
  runner_fixture_start (self, NULL);
  warming = runner_fixture_wait_for_state (self, PRONY_STATE_WARMING_UP);
  prony_runner_skip_trial (self->runner, 0);
  wait_for_end_soon (self);
  assert_skipped (self, 0, FALSE);
}

/* Of two at the same time the other one goes on to its end. */
static void
test_skip_parallel (RunnerFixture *self, gconstpointer unused)
{
  runner_fixture_add_target (self, NULL, "one", NULL);
  runner_fixture_add_target (self, NULL, "two", NULL);
  self->plan->order = PRONY_ORDER_PARALLEL;
  self->plan->requests = 0;
  self->plan->duration_s = 2;
  runner_fixture_start (self, NULL);
  let_measure (self, 0, 2);
  prony_runner_skip_trial (self->runner, 0);
  runner_fixture_wait_for_end (self);

  assert_skipped (self, 0, TRUE);
  g_assert_cmpint (get_trial (self, 1)->state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpfloat (get_trial (self, 0)->duration_s, <, get_trial (self, 1)->duration_s);
  g_assert_cmpfloat (get_trial (self, 1)->duration_s, >, 1.5);
}

/* The sweep of its target ends there; that of the other target goes on. */
static void
test_skip_in_sweep (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (PronyRunSnapshot) cooling = NULL;

  runner_fixture_add_target (self, NULL, "one", NULL);
  runner_fixture_add_target (self, NULL, "two", NULL);
  self->plan->sweep = TRUE;
  self->plan->sweep_max = 2;
  runner_fixture_start (self, NULL);
  prony_runner_skip_trial (self->runner, 0);
  runner_fixture_wait_for_end (self);

  g_assert_no_error (self->error);
  g_assert_cmpint (get_trial (self, 0)->state, ==, PRONY_STATE_STOPPED);
  g_assert_cmpint (self->run->state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpuint (self->run->trials->len, >=, 3);
  for (guint i = 1; i < self->run->trials->len; i++)
    g_assert_cmpstr (get_trial (self, i)->target->name, ==, "two");
}

static gpointer
add_notes (gpointer runner)
{
  for (guint i = 0; i < 10; i++)
    prony_runner_add_note (runner, "from elsewhere");

  return NULL;
}

/* From any thread, in the order of their times, with the trial under way, stored. */
static void
test_notes (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (PronyRunSnapshot) last = NULL;
  g_autoptr (PronyRun) stored = NULL;
  const PronyRunNote *note;
  GThread *thread;

  runner_fixture_add_target (self, NULL, NULL, NULL);
  self->plan->requests = 100000;
  self->runner = prony_runner_new (self->plan, self->store);
  prony_runner_add_note (self->runner, "  before it began \n");
  prony_runner_add_note (self->runner, " \n");
  runner_fixture_start (self, self->store);
  let_measure (self, 0, 1);
  thread = g_thread_new ("note", add_notes, self->runner);
  prony_runner_add_note (self->runner, "the fan is loud");
  g_thread_join (thread);
  prony_runner_stop (self->runner);
  runner_fixture_wait_for_end (self);
  prony_runner_add_note (self->runner, "too late");

  g_assert_cmpuint (self->run->notes->len, ==, 12);
  note = self->run->notes->pdata[0];
  g_assert_cmpstr (note->text, ==, "before it began");
  g_assert_cmpint (note->trial, ==, -1);
  for (guint i = 1; i < 12; i++)
    {
      const PronyRunNote *before = self->run->notes->pdata[i - 1];

      note = self->run->notes->pdata[i];
      g_assert_cmpint (note->trial, ==, 0);
      g_assert_cmpint (note->at_us, >=, before->at_us);
    }
  last = prony_live_feed_read (prony_runner_get_feed (self->runner));
  g_assert_cmpuint (last->notes->len, ==, 12);
  stored = prony_store_get_run (self->store, self->run->id, NULL);
  g_assert_cmpuint (stored->notes->len, ==, 12);
}

/* A choice that was made before the trial began is remembered. */
static void
test_watch (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (PronyRunSnapshot) last = NULL;
  const PronyTrialSnapshot *trial;

  runner_fixture_add_target (self, NULL, NULL, NULL);
  g_array_index (self->plan->levels, PronyLoadLevel, 0).concurrency = 4;
  self->plan->requests = 100;
  self->runner = prony_runner_new (self->plan, NULL);
  prony_runner_watch (self->runner, 0, 2);
  runner_fixture_start (self, NULL);
  runner_fixture_wait_for_end (self);

  last = prony_live_feed_read (prony_runner_get_feed (self->runner));
  trial = g_ptr_array_index (last->trials, 0);
  g_assert_cmpint (trial->load->watched_stream, ==, 2);
  g_assert_cmpfloat (last->requests_expected, ==, 100);
  g_assert_cmpuint (last->requests_done, ==, 100);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  RUNNER_FIXTURE_ADD ("/runner-wishes/skip-measuring", NULL, test_skip_measuring);
  RUNNER_FIXTURE_ADD ("/runner-wishes/skip-waiting", NULL, test_skip_waiting);
  RUNNER_FIXTURE_ADD ("/runner-wishes/skip-preparing", NULL, test_skip_preparing);
  RUNNER_FIXTURE_ADD ("/runner-wishes/preparing-goes-on", NULL, test_preparing_goes_on);
  RUNNER_FIXTURE_ADD ("/runner-wishes/skip-calibrating", NULL, test_skip_calibrating);
  RUNNER_FIXTURE_ADD_WITH ("/runner-wishes/skip-warming-up", slow_engine, test_skip_warming_up);
  RUNNER_FIXTURE_ADD ("/runner-wishes/skip-parallel", NULL, test_skip_parallel);
  RUNNER_FIXTURE_ADD ("/runner-wishes/skip-in-sweep", NULL, test_skip_in_sweep);
  RUNNER_FIXTURE_ADD ("/runner-wishes/notes", NULL, test_notes);
  RUNNER_FIXTURE_ADD ("/runner-wishes/watch", NULL, test_watch);

  return g_test_run ();
}
