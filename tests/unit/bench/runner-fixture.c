/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "core/scenarios/prony-scenario-catalog.h"
#include "runner-fixture.h"

static void
on_started_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  RunnerFixture *self = data;
  g_autoptr (GError) error = NULL;

  self->simulator = prony_engine_process_start_simulator_finish (result, &error);
  g_assert_no_error (error);
}

/* @arguments: (array zero-terminated=1): how the simulated engine is. */
void
runner_fixture_set_up_with (RunnerFixture *self, gconstpointer arguments)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file_name = NULL;
  PronyScenario *scenario;

  prony_engine_process_start_simulator_async (arguments, NULL, on_started_cb, self);
  while (self->simulator == NULL)
    g_main_context_iteration (NULL, TRUE);

  self->folder = g_dir_make_tmp ("prony-runner-XXXXXX", &error);
  g_assert_no_error (error);
  file_name = g_build_filename (self->folder, "prony.db", NULL);
  self->store = prony_store_open (file_name, &error);
  g_assert_no_error (error);

  scenario = prony_scenario_parse (RUNNER_FIXTURE_SCENARIO, -1, "quick.yaml", &error);
  g_assert_no_error (error);
  self->plan = prony_plan_new ();
  g_ptr_array_add (self->plan->scenarios, scenario);
  prony_plan_add_level (self->plan, prony_load_level_closed (1));
  self->plan->requests = 4;
  self->plan->grace_s = 1;
  self->plan->calibrate = FALSE;
}

/* @fault is what the simulated engine does wrong, if anything. */
void
runner_fixture_set_up (RunnerFixture *self, gconstpointer fault)
{
  const char *const arguments[] = {
    "--api", "ollama", "--ttft-ms", "10", "--itl-ms", "2", fault != NULL ? "--fault" : NULL,
    fault,   NULL
  };

  runner_fixture_set_up_with (self, arguments);
}

void
runner_fixture_tear_down (RunnerFixture *self, gconstpointer unused)
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

PronyTarget *
runner_fixture_add_target (RunnerFixture *self,
                           const char *url,
                           const char *name,
                           const char *model)
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
  RunnerFixture *self = data;

  self->run = prony_runner_run_finish (PRONY_RUNNER (source), result, &self->error);
  self->ended = TRUE;
}

void
runner_fixture_start (RunnerFixture *self, PronyStore *store)
{
  if (self->runner == NULL)
    self->runner = prony_runner_new (self->plan, store);
  prony_runner_run_async (self->runner, on_ended_cb, self);
}

static gboolean
wake_up_cb (gpointer unused)
{
  return G_SOURCE_CONTINUE;
}

void
runner_fixture_wait_for_end (RunnerFixture *self)
{
  while (!self->ended)
    g_main_context_iteration (NULL, TRUE);
}

/* Waits until the run is in a state, as a view sees it. */
PronyRunSnapshot *
runner_fixture_wait_for_state (RunnerFixture *self, PronyState state)
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

void
runner_fixture_assert_measured (RunnerFixture *self, guint index, guint n_requests, guint n_warmup)
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

/*
 * runner_fixture_pretend_death:
 * @self: a fixture whose run was measured
 * @sql: what else was never written
 *
 * Makes the stored run look like one whose program died: under way, without a summary,
 * written by a process that is no more. The store is opened anew.
 */
void
runner_fixture_pretend_death (RunnerFixture *self, const char *sql)
{
  g_autofree char *file_name = g_build_filename (self->folder, "prony.db", NULL);
  g_autoptr (GError) error = NULL;
  sqlite3 *other;

  g_assert_cmpint (sqlite3_open (file_name, &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other,
                                 "UPDATE runs SET state = 'measuring', writer = 'boot 1 2';"
                                 "UPDATE trials SET state = 'measuring', summary = NULL",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (other);

  g_assert_true (prony_store_close (self->store, NULL));
  g_clear_object (&self->store);
  self->store = prony_store_open (file_name, &error);
  g_assert_no_error (error);
}
