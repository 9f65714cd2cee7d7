/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The session's plans: those that are kept, those of runs, what they amount to. */

#include "config.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "app/session/prony-run-item.h"
#include "app/session/prony-scenario-item.h"
#include "app/session/prony-session.h"
#include "base/prony-error.h"
#include "base/prony-json.h"
#include "core/bench/prony-run-scenarios.h"
#include "core/scenarios/prony-scenario-catalog.h"
#include "session-fixture.h"
#include "support/prony-test-folder.h"
#include "widget-fixture.h"

static guint
count (GListModel *model)
{
  return g_list_model_get_n_items (model);
}

static PronyPlanItem *
get_item (SessionFixture *fixture, guint position)
{
  g_autoptr (PronyPlanItem) item =
    g_list_model_get_item (prony_session_get_plans (fixture->session), position);

  return item; /* the list keeps it alive */
}

static void
assert_names (SessionFixture *fixture, const char *first, const char *second, const char *third)
{
  const char *const names[] = { first, second, third };
  guint n = first == NULL ? 0 : second == NULL ? 1 : third == NULL ? 2 : 3;

  g_assert_cmpuint (count (prony_session_get_plans (fixture->session)), ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpstr (prony_plan_item_get_plan (get_item (fixture, i))->name, ==, names[i]);
}

static PronyTarget *
make_target (const char *url)
{
  g_autoptr (PronyEngineSpec) spec = session_fixture_make_spec (url);

  return prony_target_new (spec, "m");
}

/* Of a shipped scenario, on an engine that is not there. */
static PronyPlan *
make_plan (SessionFixture *fixture)
{
  PronyPlan *plan = prony_plan_new ();
  PronyScenarioItem *scenario = prony_session_find_scenario (fixture->session, "short-short");

  g_ptr_array_add (plan->targets, make_target ("http://127.0.0.1:9"));
  g_ptr_array_add (plan->scenarios,
                   prony_scenario_ref (prony_scenario_item_get_scenario (scenario)));
  prony_plan_add_level (plan, prony_load_level_closed (2));
  plan->requests = 4;
  return plan;
}

static PronyPlan *
read_plan (SessionFixture *fixture, JsonObject *json, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  prony_session_read_plan_async (fixture->session, json, NULL, session_fixture_on_result_cb,
                                 &result);
  wait_until (session_fixture_is_set, &result);
  return prony_session_read_plan_finish (fixture->session, result, error);
}

static void
test_kept (SessionFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyPlan) plan = NULL;
  g_autoptr (PronyPlan) read = NULL;
  g_autofree char *name = NULL;
  g_autofree char *words = NULL;
  g_autofree char *selection = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_selection;

  session_fixture_open (fixture);
  assert_names (fixture, NULL, NULL, NULL);
  plan = make_plan (fixture);
  prony_session_save_plan (fixture->session, "Lunch", plan);
  prony_session_save_selection (fixture->session, "Lunch", plan->targets);
  prony_session_save_plan (fixture->session, "Dinner", plan);
  assert_names (fixture, "Dinner", "Lunch", "Lunch");
  g_object_get (get_item (fixture, 1), "name", &name, "is-selection", &is_selection, NULL);
  g_assert_cmpstr (name, ==, "Lunch");
  g_assert_true (is_selection);
  selection = prony_plan_item_describe (get_item (fixture, 1));
  g_assert_cmpstr (selection, ==, "unknown");
  words = prony_plan_item_describe (get_item (fixture, 0));
  g_assert_cmpstr (words, ==, "unknown, 1 scenario");

  /* The same name again is the same plan. */
  plan->requests = 7;
  prony_session_save_plan (fixture->session, "Lunch", plan);
  assert_names (fixture, "Lunch", "Dinner", "Lunch");
  prony_session_mark_plan_used (fixture->session, get_item (fixture, 1));
  assert_names (fixture, "Dinner", "Lunch", "Lunch");
  session_fixture_close (fixture);

  session_fixture_open (fixture);
  assert_names (fixture, "Dinner", "Lunch", "Lunch");
  read = read_plan (fixture, prony_plan_item_get_plan (get_item (fixture, 1))->plan, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (read->requests, ==, 7);
}

static void
test_delete (SessionFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyPlan) plan = NULL;
  g_autoptr (PronyPlanItem) item = NULL;

  session_fixture_open (fixture);
  plan = make_plan (fixture);
  prony_session_save_plan (fixture->session, "One", plan);
  prony_session_save_plan (fixture->session, "Two", plan);
  item = g_object_ref (get_item (fixture, 1));
  prony_session_delete_plan (fixture->session, item);
  prony_session_delete_plan (fixture->session, item);
  prony_session_mark_plan_used (fixture->session, item);
  assert_names (fixture, "Two", NULL, NULL);
  prony_session_restore_plan (fixture->session, item);
  prony_session_restore_plan (fixture->session, item);
  assert_names (fixture, "Two", "One", NULL);
  prony_session_delete_plan (fixture->session, get_item (fixture, 0));
  session_fixture_close (fixture);

  session_fixture_open (fixture);
  assert_names (fixture, "One", NULL, NULL);
}

/* An engine is found by its identifier, else by where it is; others stay as they are. */
static void
test_targets (SessionFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyEngineSpec) here = session_fixture_make_spec ("http://127.0.0.1:9");
  g_autoptr (PronyEngineSpec) moved = session_fixture_make_spec ("http://127.0.0.1:10");
  g_autoptr (PronyEngineSpec) same_place = session_fixture_make_spec ("http://localhost:9");
  g_autoptr (PronyPlan) plan = prony_plan_new ();
  g_autoptr (PronyPlan) read = NULL;
  g_autoptr (JsonObject) json = NULL;
  g_autoptr (GError) error = NULL;
  PronyTarget *target;

  session_fixture_open (fixture);
  prony_session_add_engine (fixture->session, here, NULL);
  g_free (moved->id);
  moved->id = g_strdup (here->id);
  g_ptr_array_add (plan->targets, prony_target_new (moved, "one"));
  g_ptr_array_add (plan->targets, prony_target_new (same_place, "two"));
  g_ptr_array_add (plan->targets, make_target ("http://127.0.0.1:11"));
  target = plan->targets->pdata[1];
  g_free (target->name);
  target->name = g_strdup ("Mine");
  target->vocabulary = g_strdup ("/a/file");
  target->credentials = prony_credentials_from_secret ("sk-secret");

  json = prony_plan_to_json (plan);
  read = read_plan (fixture, json, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (read->targets->len, ==, 3);
  target = read->targets->pdata[0];
  g_assert_cmpstr (target->engine->url, ==, "http://127.0.0.1:9");
  g_assert_cmpstr (target->model, ==, "one");
  target = read->targets->pdata[1];
  g_assert_cmpstr (target->engine->id, ==, here->id);
  g_assert_cmpstr (target->name, ==, "Mine");
  g_assert_cmpstr (target->vocabulary, ==, "/a/file");
  g_assert_null (target->credentials);
  target = read->targets->pdata[2];
  g_assert_cmpstr (target->engine->url, ==, "http://127.0.0.1:11");
}

static void
test_lost_scenario (SessionFixture *fixture, gconstpointer unused)
{
  g_autoptr (JsonObject) json = prony_json_parse_object ("{\"scenarios\": [\"lost\"]}", -1, NULL);
  g_autoptr (GError) error = NULL;

  session_fixture_open (fixture);
  g_assert_null (read_plan (fixture, json, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "lost"));
}

/* --- Runs again ---------------------------------------------------------------------- */

static PronyScenarioItem *
save_scenario (SessionFixture *fixture, const char *text, const char *file)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PronyScenarioItem *item;

  prony_session_save_scenario_async (fixture->session, text, file, session_fixture_on_result_cb,
                                     &result);
  wait_until (session_fixture_is_set, &result);
  item = prony_session_save_scenario_finish (fixture->session, result, &error);
  g_assert_no_error (error);
  return item;
}

static void
delete_scenario (SessionFixture *fixture, PronyScenarioItem *item)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *aside = NULL;

  prony_session_delete_scenario_async (fixture->session, item, session_fixture_on_result_cb,
                                       &result);
  wait_until (session_fixture_is_set, &result);
  aside = prony_session_delete_scenario_finish (fixture->session, result, NULL);
  g_assert_nonnull (aside);
}

static PronyPlan *
read_plan_of_run (SessionFixture *fixture, const char *run_id, char **remark, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  prony_session_read_plan_of_run_async (fixture->session, run_id, NULL,
                                        session_fixture_on_result_cb, &result);
  wait_until (session_fixture_is_set, &result);
  return prony_session_read_plan_of_run_finish (fixture->session, result, remark, error);
}

/* The scenario as it was, however the library is now. */
static void
assert_asks_as_then (SessionFixture *fixture, const char *run_id, PronyScenarioItem *now)
{
  g_autofree char *remark = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyPlan) plan = read_plan_of_run (fixture, run_id, &remark, &error);
  PronyScenario *scenario;

  g_assert_no_error (error);
  g_assert_cmpuint (plan->requests, ==, 2);
  scenario = plan->scenarios->pdata[0];
  g_assert_cmpstr (scenario->template, ==, "Then");
  if (now != NULL)
    {
      g_assert_false (scenario->kept);
      g_assert_cmpstr (scenario->file, ==, prony_scenario_item_get_scenario (now)->file);
      g_assert_null (remark);
    }
  else
    {
      g_assert_true (scenario->kept);
      g_assert_nonnull (strstr (remark, "mine"));
    }
}

static void
test_run_again (SessionFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyScenarioItem) item = NULL;
  g_autoptr (PronyScenarioItem) changed = NULL;
  g_autoptr (PronyPlan) plan = NULL;
  g_autofree char *run_id = NULL;
  g_autofree char *remark = NULL;
  g_autoptr (GError) error = NULL;
  PronyRunSession *run_session;

  session_fixture_open (fixture);
  item = save_scenario (fixture, "name: mine\nprompt: {template: Then}\n", NULL);
  plan = session_fixture_make_plan (fixture, session_fixture_start_simulator (fixture), 2);
  g_ptr_array_set_size (plan->scenarios, 0);
  g_ptr_array_add (plan->scenarios, prony_scenario_ref (prony_scenario_item_get_scenario (item)));
  run_session = prony_session_start_run (fixture->session, plan, &error);
  g_assert_no_error (error);
  g_assert_true (prony_run_session_get_plan (run_session) == plan);
  wait_until (session_fixture_has_ended, run_session);
  run_id = g_strdup (prony_run_session_get_result (run_session)->id);

  assert_asks_as_then (fixture, run_id, item);
  changed = save_scenario (fixture, "name: mine\nprompt: {template: Now}\n",
                           prony_scenario_item_get_scenario (item)->file);
  assert_asks_as_then (fixture, run_id, NULL);
  delete_scenario (fixture, changed);
  assert_asks_as_then (fixture, run_id, NULL);

  g_assert_null (read_plan_of_run (fixture, "no-such-run", &remark, &error));
  g_assert_nonnull (error);
  g_assert_null (remark);
}

/* A run of a scenario that has its data in the folder, which this may be or not. */
static char *
store_run_of_data (SessionFixture *fixture)
{
  static const char text[] = "name: mine\nprompt: {template: \"{question}\"}\n"
                             "test_cases: {from: questions.jsonl}\n";
  g_autofree char *file = g_build_filename (fixture->folder, "mine.yaml", NULL);
  g_autofree char *data = g_build_filename (fixture->folder, "questions.jsonl", NULL);
  g_autoptr (PronyPlan) plan = prony_plan_new ();
  g_autoptr (PronyRun) run = prony_run_new ("A run");
  g_autoptr (PronyStore) store = NULL;
  g_autoptr (PronyScenario) scenario = NULL;
  g_autoptr (PronyTarget) target = make_target ("http://127.0.0.1:9");
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (data, "{\"question\": \"Why?\"}\n", -1, NULL));
  scenario = prony_scenario_parse (text, -1, file, &error);
  g_assert_no_error (error);
  g_ptr_array_add (plan->targets, prony_target_ref (target));
  g_ptr_array_add (plan->scenarios, prony_scenario_ref (scenario));
  run->plan_json = prony_plan_to_json (plan);
  g_ptr_array_add (run->trials, prony_trial_new (0, target, "mine", "mine", PRONY_SCENARIO_OTHER,
                                                 prony_load_level_closed (1)));
  store = prony_store_open (fixture->database, &error);
  g_assert_no_error (error);
  prony_store_put_run (store, run);
  prony_store_put_scenario_snapshot (store, run, scenario);

  /* What can be said of it without its data is. */
  prony_run_scenarios_load (store, run);
  g_assert_cmpuint (run->scenarios->len, ==, 1);
  g_assert_true (prony_store_close (store, &error));
  return g_strdup (run->id);
}

/* A run keeps no data: it is looked for where the scenario is, and not where the program
 * happens to have been started. */
static void
test_data_again (SessionFixture *fixture, gconstpointer unused)
{
  g_autofree char *before = g_get_current_dir ();
  g_autofree char *run_id = store_run_of_data (fixture);
  g_autofree char *remark = NULL;
  g_autoptr (GError) error = NULL;

  session_fixture_open (fixture);
  g_assert_cmpint (g_chdir (fixture->folder), ==, 0);
  g_assert_null (read_plan_of_run (fixture, run_id, &remark, &error));
  g_assert_cmpint (g_chdir (before), ==, 0);
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "“mine”, which is not there any more"));
}

/* --- Estimates ----------------------------------------------------------------------- */

static void
test_estimate (SessionFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyPlan) plan = NULL;
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GAsyncResult) third = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  PronyPlanEstimate estimate;

  session_fixture_open (fixture);
  plan = make_plan (fixture);
  prony_session_estimate_plan_async (fixture->session, plan, NULL, session_fixture_on_result_cb,
                                     &first);
  prony_session_estimate_plan_async (fixture->session, plan, NULL, session_fixture_on_result_cb,
                                     &second);
  wait_until (session_fixture_is_set, &first);
  wait_until (session_fixture_is_set, &second);
  g_assert_false (prony_session_estimate_plan_finish (fixture->session, first, &estimate, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_true (prony_session_estimate_plan_finish (fixture->session, second, &estimate, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (estimate.trials, ==, 1);
  g_assert_cmpuint (estimate.n_unknown, ==, 1);
  g_assert_true (isnan (estimate.duration_s));

  prony_session_estimate_plan_async (fixture->session, plan, cancellable,
                                     session_fixture_on_result_cb, &third);
  g_cancellable_cancel (cancellable);
  wait_until (session_fixture_is_set, &third);
  g_assert_false (prony_session_estimate_plan_finish (fixture->session, third, &estimate, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
tear_down (SessionFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "prony", "scenarios", NULL);

  session_fixture_tear_down (fixture, data);
  prony_test_remove_tree (folder);
}

#define add(path, function)                                                                        \
  g_test_add ("/session-plans/" path, SessionFixture, NULL, session_fixture_set_up, function,      \
              tear_down)

int
main (int argc, char **argv)
{
  widget_fixture_init ();
  g_test_init (&argc, &argv, NULL);

  add ("kept", test_kept);
  add ("delete", test_delete);
  add ("targets", test_targets);
  add ("lost-scenario", test_lost_scenario);
  add ("run-again", test_run_again);
  add ("run-again/data", test_data_again);
  add ("estimate", test_estimate);

  return g_test_run ();
}
