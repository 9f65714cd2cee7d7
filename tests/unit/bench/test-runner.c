/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "runner-fixture.h"

/* Two targets, two levels, one after another; all of it is in the store. */
static void
test_sequential (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (PronyRun) stored = NULL;
  g_autoptr (PronyRunSnapshot) last = NULL;
  g_autofree char *source = NULL;
  g_autoptr (GError) error = NULL;
  guint two = 2;
  guint i;

  runner_fixture_add_target (self, NULL, NULL, NULL);
  runner_fixture_add_target (self, NULL, "other", NULL);
  prony_plan_add_level (self->plan, prony_load_level_closed (two));
  runner_fixture_start (self, self->store);
  runner_fixture_wait_for_end (self);

  g_assert_no_error (self->error);
  g_assert_cmpstr (self->run->error, ==, NULL);
  g_assert_cmpint (self->run->state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpuint (self->run->trials->len, ==, 4);
  for (i = 0; i < 4; i++)
    runner_fixture_assert_measured (self, i, 4, i < 2 ? 1 : 2);
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
  g_assert_cmpstr (source, ==, RUNNER_FIXTURE_SCENARIO);

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
test_parallel (RunnerFixture *self, gconstpointer unused)
{
  PronyTrial *first, *second;

  runner_fixture_add_target (self, NULL, NULL, NULL);
  runner_fixture_add_target (self, NULL, NULL, NULL);
  self->plan->order = PRONY_ORDER_PARALLEL;
  self->plan->requests = 10;
  runner_fixture_start (self, NULL);
  runner_fixture_wait_for_end (self);

  g_assert_no_error (self->error);
  g_assert_cmpint (self->run->state, ==, PRONY_STATE_FINISHED);
  runner_fixture_assert_measured (self, 0, 10, 1);
  runner_fixture_assert_measured (self, 1, 10, 1);
  first = self->run->trials->pdata[0];
  second = self->run->trials->pdata[1];
  g_assert_cmpint (second->started_us, <,
                   first->started_us + (gint64) (first->duration_s * G_USEC_PER_SEC));
  g_assert_cmpstr (first->target->name, ==, "ollama");
  g_assert_cmpstr (second->target->name, ==, "ollama 2");
}

/* Two targets take turns forth and back, with new prompts each time; the store knows which
 * time it was. */
static void
test_repeats (RunnerFixture *self, gconstpointer unused)
{
  static const char *const names[] = { "ollama", "other", "other", "ollama", "ollama", "other" };
  g_autoptr (GHashTable) prompts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (PronyRun) stored = NULL;
  g_autoptr (GError) error = NULL;
  gint64 before_us = 0;

  runner_fixture_add_target (self, NULL, NULL, NULL);
  runner_fixture_add_target (self, NULL, "other", NULL);
  self->plan->repeats = 3;
  runner_fixture_start (self, self->store);
  runner_fixture_wait_for_end (self);

  g_assert_no_error (self->error);
  g_assert_cmpint (self->run->state, ==, PRONY_STATE_FINISHED);
  stored = prony_store_get_run (self->store, self->run->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (stored->trials->len, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      PronyTrial *trial = g_ptr_array_index (stored->trials, i);
      g_autoptr (GPtrArray) records = prony_runner_get_records (self->runner, i);

      runner_fixture_assert_measured (self, i, 4, 1);
      g_assert_cmpstr (trial->target->name, ==, names[i]);
      g_assert_cmpuint (trial->repeat, ==, i / 2);
      g_assert_cmpuint (trial->repeats, ==, 3);
      g_assert_cmpint (trial->started_us, >, before_us);
      before_us = trial->started_us;
      for (guint j = 0; j < records->len; j++)
        {
          PronyRequestRecord *record = g_ptr_array_index (records, j);

          g_assert_true (g_hash_table_add (prompts, g_strdup (record->prompt)));
        }
    }
}

/* What was measured is kept, also without a store; what had not begun is marked. */
static void
test_stop (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (PronyRunSnapshot) snapshot = NULL;
  g_autoptr (PronyRun) stored = NULL;
  PronyTrial *first, *second;
  guint two = 2;

  runner_fixture_add_target (self, NULL, NULL, NULL);
  prony_plan_add_level (self->plan, prony_load_level_closed (two));
  self->plan->requests = 0;
  self->plan->duration_s = 60;
  runner_fixture_start (self, self->store);
  do
    {
      g_clear_pointer (&snapshot, prony_run_snapshot_unref);
      snapshot = runner_fixture_wait_for_state (self, PRONY_STATE_MEASURING);
    }
  while (((PronyTrialSnapshot *) snapshot->trials->pdata[0])->load->ok < 3);
  prony_runner_stop (self->runner);
  runner_fixture_wait_for_end (self);

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

/* What a view is told while it is measured, and what is left of it in the end. */
static void
test_snapshots (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (PronyRunSnapshot) live = NULL;
  g_autoptr (PronyRunSnapshot) last = NULL;
  const PronyTrialSnapshot *trial;
  const PronyStanding *standing;

  runner_fixture_add_target (self, NULL, "one", NULL);
  runner_fixture_add_target (self, NULL, "two", NULL);
  self->plan->order = PRONY_ORDER_PARALLEL;
  self->plan->requests = 0;
  self->plan->duration_s = 1.5;
  runner_fixture_start (self, NULL);
  do
    {
      g_clear_pointer (&live, prony_run_snapshot_unref);
      live = runner_fixture_wait_for_state (self, PRONY_STATE_MEASURING);
      trial = g_ptr_array_index (live->trials, 0);
    }
  while (live->requests_done < 4 || isnan (trial->share));
  g_assert_cmpfloat (trial->share, >, 0);
  g_assert_cmpfloat (trial->share, <, 1);
  g_assert_cmpfloat (trial->remaining_s, <, 2.5);
  g_assert_cmpfloat (live->remaining_s, >, 0);
  g_assert_cmpuint (live->in_flight, <=, 2);
  g_assert_true (isnan (live->requests_expected));
  runner_fixture_wait_for_end (self);

  last = prony_live_feed_read (prony_runner_get_feed (self->runner));
  trial = g_ptr_array_index (last->trials, 0);
  g_assert_cmpfloat (trial->share, ==, 1);
  g_assert_cmpfloat (trial->remaining_s, ==, 0);
  g_assert_cmpfloat (last->requests_expected, ==, (double) last->requests_done);
  g_assert_cmpuint (last->standings->len, ==, 1);
  standing = g_ptr_array_index (last->standings, 0);
  g_assert_cmpuint (standing->rows->len, ==, 2);
  g_assert_cmpfloat (
    g_array_index (standing->rows, PronyStandingRow, 1).values[PRONY_HEADLINE_TTFT], ==,
    prony_summary_get (((PronyTrial *) self->run->trials->pdata[1])->summary, PRONY_METRIC_TTFT));
}

static void
test_pause (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (PronyRunSnapshot) paused = NULL;
  g_autoptr (PronyRunSnapshot) resumed = NULL;

  runner_fixture_add_target (self, NULL, NULL, NULL);
  self->plan->requests = 0;
  self->plan->duration_s = 0.5;
  runner_fixture_start (self, NULL);
  resumed = runner_fixture_wait_for_state (self, PRONY_STATE_MEASURING);
  g_clear_pointer (&resumed, prony_run_snapshot_unref);
  prony_runner_pause (self->runner);
  paused = runner_fixture_wait_for_state (self, PRONY_STATE_PAUSED);

  /* Longer than the rest of the trial: it must not end while it is paused. */
  g_usleep (700 * 1000);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (self->ended);
  prony_runner_resume (self->runner);
  resumed = runner_fixture_wait_for_state (self, PRONY_STATE_MEASURING);
  runner_fixture_wait_for_end (self);
  g_assert_cmpint (self->run->state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpfloat (self->run->duration_s, >, 1.1);
}

static void
test_pause_before_start (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (PronyRunSnapshot) paused = NULL;

  runner_fixture_add_target (self, NULL, NULL, NULL);
  self->runner = prony_runner_new (self->plan, NULL);
  prony_runner_pause (self->runner);
  runner_fixture_start (self, NULL);
  paused = runner_fixture_wait_for_state (self, PRONY_STATE_PAUSED);
  prony_runner_stop (self->runner);
  runner_fixture_wait_for_end (self);
  g_assert_cmpint (self->run->state, ==, PRONY_STATE_STOPPED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  RUNNER_FIXTURE_ADD ("/runner/sequential", NULL, test_sequential);
  RUNNER_FIXTURE_ADD ("/runner/parallel", NULL, test_parallel);
  RUNNER_FIXTURE_ADD ("/runner/repeats", NULL, test_repeats);
  RUNNER_FIXTURE_ADD ("/runner/stop", NULL, test_stop);
  RUNNER_FIXTURE_ADD ("/runner/snapshots", NULL, test_snapshots);
  RUNNER_FIXTURE_ADD ("/runner/pause", NULL, test_pause);
  RUNNER_FIXTURE_ADD ("/runner/pause-before-start", NULL, test_pause_before_start);

  return g_test_run ();
}
