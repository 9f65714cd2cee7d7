/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The session without any widget: what it stores, what it brings back, and the
 * whole way from the simulated engine to an exported run. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "app/session/prony-run-item.h"
#include "app/session/prony-scenario-item.h"
#include "app/session/prony-session.h"
#include "base/prony-error.h"
#include "core/model/prony-plan.h"
#include "widget-fixture.h"

typedef struct
{
  char *folder;
  char *database;
  PronySession *session;
} Fixture;

static gboolean
is_ready (PronySession *session)
{
  return prony_session_get_ready (session);
}

static void
open_session (Fixture *fixture)
{
  fixture->session = prony_session_new (fixture->database);
  prony_session_open (fixture->session);
  wait_until (is_ready, fixture->session);
}

static void
close_session (Fixture *fixture)
{
  prony_session_close (fixture->session);
  /* What was cancelled still has to say so. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&fixture->session);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = widget_fixture_make_folder ();
  fixture->database = g_build_filename (fixture->folder, "prony.db", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->session != NULL)
    close_session (fixture);
  widget_fixture_remove_folder (fixture->folder);
  g_free (fixture->database);
  g_free (fixture->folder);
}

static guint
count (GListModel *model)
{
  return g_list_model_get_n_items (model);
}

static PronyEngineSpec *
make_spec (const char *url)
{
  g_autoptr (GError) error = NULL;
  PronyEngineSpec *spec = prony_engine_spec_new (url, &error);

  g_assert_no_error (error);

  return spec;
}

static gboolean
is_probed (PronyEngineItem *item)
{
  return prony_engine_item_get_info (item) != NULL && !prony_engine_item_get_probing (item);
}

static void
on_result_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
is_set (gpointer *place)
{
  return *place != NULL;
}

static void
test_first_start (Fixture *fixture, gconstpointer data)
{
  open_session (fixture);
  g_assert_null (prony_session_get_store_error (fixture->session));
  g_assert_cmpuint (count (prony_session_get_engines (fixture->session)), ==, 0);
  g_assert_cmpuint (count (prony_session_get_runs (fixture->session)), ==, 0);
  g_assert_cmpuint (count (prony_session_get_scenarios (fixture->session)), >=, 4);
  g_assert_null (prony_session_get_run_session (fixture->session));
}

static void
test_engines_are_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyEngineSpec) spec = make_spec ("http://127.0.0.1:9");
  g_autoptr (PronyEngineSpec) again = make_spec ("127.0.0.1:9");
  PronyEngineItem *item;
  PronyEngineItem *kept;

  open_session (fixture);
  item = prony_session_add_engine (fixture->session, spec, NULL);
  wait_until (is_probed, item);
  g_assert_cmpint (prony_engine_item_get_status (item), ==, PRONY_ENGINE_STATUS_REFUSED);
  g_assert_nonnull (prony_engine_item_get_info (item)->message);
  g_assert_cmpstr (prony_engine_item_get_title (item), ==, "127.0.0.1:9");

  /* The same address is the same engine. */
  g_assert_true (prony_session_add_engine (fixture->session, again, NULL) == item);
  g_assert_cmpuint (count (prony_session_get_engines (fixture->session)), ==, 1);
  close_session (fixture);

  open_session (fixture);
  kept = prony_session_find_engine (fixture->session, spec->id);
  g_assert_nonnull (kept);
  g_assert_cmpstr (prony_engine_item_get_url (kept), ==, "http://127.0.0.1:9");
}

static void
test_engine_is_removed_and_restored (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyEngineSpec) spec = make_spec ("http://127.0.0.1:9");
  g_autoptr (PronyEngineItem) item = NULL;

  open_session (fixture);
  item = g_object_ref (prony_session_add_engine (fixture->session, spec, NULL));
  prony_session_remove_engine (fixture->session, item);
  g_assert_cmpuint (count (prony_session_get_engines (fixture->session)), ==, 0);
  prony_session_restore_engine (fixture->session, item);
  prony_session_restore_engine (fixture->session, item);
  g_assert_cmpuint (count (prony_session_get_engines (fixture->session)), ==, 1);
  close_session (fixture);

  open_session (fixture);
  g_assert_cmpuint (count (prony_session_get_engines (fixture->session)), ==, 1);
  prony_session_remove_engine (fixture->session,
                               prony_session_find_engine (fixture->session, spec->id));
  close_session (fixture);

  open_session (fixture);
  g_assert_cmpuint (count (prony_session_get_engines (fixture->session)), ==, 0);
}

/* Another address may be another engine: what was known of the old one is forgotten,
 * and a probe of it that was under way does not count. */
static void
test_engine_is_changed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyEngineSpec) spec = make_spec ("http://127.0.0.1:9");
  g_autoptr (PronyEngineSpec) changed = NULL;
  PronyEngineItem *item;

  open_session (fixture);
  item = prony_session_add_engine (fixture->session, spec, NULL);
  changed = prony_engine_spec_copy (prony_engine_item_get_spec (item));
  g_free (changed->url);
  changed->url = g_strdup ("http://127.0.0.1:10");
  changed->name = g_strdup ("Mine");
  changed->path = g_strdup ("/llm");
  prony_session_change_engine (fixture->session, item, changed, NULL);
  g_assert_null (prony_engine_item_get_info (item));
  wait_until (is_probed, item);
  g_assert_cmpstr (prony_engine_item_get_info (item)->url, ==, "http://127.0.0.1:10");
  g_assert_cmpstr (prony_engine_item_get_title (item), ==, "Mine");
  close_session (fixture);

  open_session (fixture);
  item = prony_session_find_engine (fixture->session, spec->id);
  g_assert_cmpstr (prony_engine_item_get_url (item), ==, "http://127.0.0.1:10");
  g_assert_cmpstr (prony_engine_item_get_spec (item)->path, ==, "/llm");
}

static gboolean
has_key_trouble (PronyEngineItem *item)
{
  return prony_engine_item_get_key_trouble (item) != NULL;
}

static void
assert_nowhere (Fixture *fixture, const char *secret)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
      g_autofree char *contents = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
      g_assert_null (memmem (contents, length, secret, strlen (secret)));
    }
}

/* There is no keyring on the bus of the tests. */
static void
test_key_without_keyring (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyEngineSpec) spec = make_spec ("http://127.0.0.1:9");
  g_autoptr (PronyCredentials) credentials = prony_credentials_new ("key-of-the-test");
  g_autoptr (PronyCredentials) none = prony_credentials_new (NULL);
  PronyEngineItem *item;

  open_session (fixture);
  item = prony_session_add_engine (fixture->session, spec, credentials);
  wait_until (has_key_trouble, item);
  g_assert_nonnull (
    strstr (prony_engine_item_get_key_trouble (item), "only until Prony is closed"));
  g_assert_null (prony_engine_item_get_spec (item)->key_id);
  g_assert_true (prony_engine_item_get_credentials (item) == credentials);

  prony_session_change_engine (fixture->session, item, prony_engine_item_get_spec (item), none);
  g_assert_null (prony_engine_item_get_key_trouble (item));
  close_session (fixture);
  assert_nowhere (fixture, "key-of-the-test");

  open_session (fixture);
  item = prony_session_find_engine (fixture->session, spec->id);
  g_assert_null (prony_engine_item_get_credentials (item));
  g_assert_null (prony_engine_item_get_spec (item)->key_id);
}

static void
test_bad_database (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyEngineSpec) spec = make_spec ("http://127.0.0.1:9");
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  const char *text = "This file is somebody's letter, not a database. "
                     "It is long enough to be read as a header of a hundred bytes, and more.";

  g_assert_true (g_file_set_contents (fixture->database, text, -1, &error));
  open_session (fixture);
  g_assert_nonnull (prony_session_get_store_error (fixture->session));

  /* Everything but storing works on. */
  g_assert_cmpuint (count (prony_session_get_scenarios (fixture->session)), >=, 4);
  prony_session_add_engine (fixture->session, spec, NULL);
  g_assert_cmpuint (count (prony_session_get_engines (fixture->session)), ==, 1);
  close_session (fixture);

  g_assert_true (g_file_get_contents (fixture->database, &contents, NULL, &error));
  g_assert_cmpstr (contents, ==, text);
}

static PronyEngineItem *
start_simulator (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PronyEngineItem) item = NULL;
  g_autoptr (GError) error = NULL;

  prony_session_start_simulator_async (fixture->session, on_result_cb, &result);
  wait_until (is_set, &result);
  item = prony_session_start_simulator_finish (fixture->session, result, &error);
  g_assert_no_error (error);
  wait_until (is_probed, item);
  g_assert_cmpint (prony_engine_item_get_status (item), ==, PRONY_ENGINE_STATUS_READY);
  g_assert_true (prony_engine_item_get_simulated (item));
  g_assert_cmpuint (prony_engine_item_get_info (item)->models->len, >, 0);

  return item; /* the list keeps it alive */
}

static void
test_simulator (Fixture *fixture, gconstpointer data)
{
  PronyEngineItem *item;

  open_session (fixture);
  item = start_simulator (fixture);
  g_assert_true (start_simulator (fixture) == item);
  g_assert_cmpuint (count (prony_session_get_engines (fixture->session)), ==, 1);
  close_session (fixture);

  /* It ended with its session and was not saved. */
  open_session (fixture);
  g_assert_cmpuint (count (prony_session_get_engines (fixture->session)), ==, 0);
}

static void
test_check (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PronyEngineItem *item;

  open_session (fixture);
  item = start_simulator (fixture);
  g_assert_cmpint (
    prony_engine_item_get_spec (item)->capabilities.abilities[PRONY_CAPABILITY_STREAM], ==,
    PRONY_ABILITY_UNKNOWN);

  prony_session_check_engine_async (fixture->session, item, on_result_cb, &result);
  g_assert_true (prony_engine_item_get_checking (item));
  wait_until (is_set, &result);
  g_assert_true (prony_session_check_engine_finish (fixture->session, result, &error));
  g_assert_no_error (error);
  g_assert_false (prony_engine_item_get_checking (item));
  g_assert_cmpint (
    prony_engine_item_get_spec (item)->capabilities.abilities[PRONY_CAPABILITY_STREAM], ==,
    PRONY_ABILITY_YES);
}

static void
test_check_of_what_is_not_there (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyEngineSpec) spec = make_spec ("http://127.0.0.1:9");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PronyEngineItem *item;

  open_session (fixture);
  item = prony_session_add_engine (fixture->session, spec, NULL);
  prony_session_check_engine_async (fixture->session, item, on_result_cb, &result);
  wait_until (is_set, &result);
  g_assert_false (prony_session_check_engine_finish (fixture->session, result, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_UNREACHABLE);
  g_assert_false (prony_engine_item_get_checking (item));
}

static PronyScenario *
find_scenario (Fixture *fixture, const char *name)
{
  GListModel *scenarios = prony_session_get_scenarios (fixture->session);

  for (guint i = 0; i < count (scenarios); i++)
    {
      g_autoptr (PronyScenarioItem) item = g_list_model_get_item (scenarios, i);
      PronyScenario *scenario = prony_scenario_item_get_scenario (item);

      if (g_strcmp0 (scenario->name, name) == 0)
        return scenario;
    }

  return NULL;
}

static PronyPlan *
make_plan (Fixture *fixture, PronyEngineItem *engine, guint requests)
{
  PronyPlan *plan = prony_plan_new ();
  const PronyModelInfo *model = g_ptr_array_index (prony_engine_item_get_info (engine)->models, 0);
  guint concurrency = 2;

  g_ptr_array_add (plan->targets,
                   prony_target_new (prony_engine_item_get_spec (engine), model->id));
  g_ptr_array_add (plan->scenarios, prony_scenario_ref (find_scenario (fixture, "short-short")));
  g_array_set_size (plan->levels, 0);
  prony_plan_add_level (plan, prony_load_level_closed (concurrency));
  plan->requests = requests;
  plan->warmup = 0;
  plan->max_tokens = 5;
  plan->calibrate = FALSE;

  return plan;
}

static gboolean
has_ended (PronyRunSession *run_session)
{
  return !prony_run_session_is_running (run_session);
}

static gboolean
has_a_run (PronySession *session)
{
  return count (prony_session_get_runs (session)) > 0;
}

static PronyRun *
get_run (Fixture *fixture)
{
  g_autoptr (PronyRunItem) item =
    g_list_model_get_item (prony_session_get_runs (fixture->session), 0);

  return prony_run_item_get_run (item);
}

static void
check_stored_run (Fixture *fixture, const char *run_id)
{
  g_autoptr (GAsyncResult) run_result = NULL;
  g_autoptr (GAsyncResult) requests_result = NULL;
  g_autoptr (GAsyncResult) export_result = NULL;
  g_autoptr (PronyRun) run = NULL;
  g_autoptr (GPtrArray) requests = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *summary = NULL;

  prony_session_load_run_async (fixture->session, run_id, NULL, on_result_cb, &run_result);
  wait_until (is_set, &run_result);
  run = prony_session_load_run_finish (fixture->session, run_result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (run->state, ==, PRONY_STATE_FINISHED);
  g_assert_true (prony_run_is_simulated (run));
  g_assert_cmpuint (run->trials->len, ==, 1);

  prony_session_load_requests_async (fixture->session, run_id, 0, NULL, on_result_cb,
                                     &requests_result);
  wait_until (is_set, &requests_result);
  requests = prony_session_load_requests_finish (fixture->session, requests_result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (requests->len, ==, 4);

  prony_session_export_run_async (fixture->session, run_id, fixture->folder, PRONY_REPORT_ALL, NULL,
                                  on_result_cb, &export_result);
  wait_until (is_set, &export_result);
  folder = prony_session_export_run_finish (fixture->session, export_result, &error);
  g_assert_no_error (error);
  summary = g_build_filename (folder, "summary.json", NULL);
  g_assert_true (g_file_test (summary, G_FILE_TEST_IS_REGULAR));
}

static void
test_run_from_start_to_export (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyPlan) plan = NULL;
  g_autofree char *run_id = NULL;
  g_autoptr (GError) error = NULL;
  PronyRunSession *run_session;

  open_session (fixture);
  plan = make_plan (fixture, start_simulator (fixture), 4);
  run_session = prony_session_start_run (fixture->session, plan, &error);
  g_assert_no_error (error);
  g_assert_true (prony_session_get_run_session (fixture->session) == run_session);
  wait_until (has_ended, run_session);
  wait_until (has_a_run, fixture->session);
  g_assert_cmpuint (count (prony_session_get_runs (fixture->session)), ==, 1);
  run_id = g_strdup (get_run (fixture)->id);
  check_stored_run (fixture, run_id);
  close_session (fixture);

  open_session (fixture);
  g_assert_cmpuint (count (prony_session_get_runs (fixture->session)), ==, 1);
  g_assert_cmpstr (get_run (fixture)->id, ==, run_id);
  check_stored_run (fixture, run_id);

  prony_session_delete_run (fixture->session, run_id);
  g_assert_cmpuint (count (prony_session_get_runs (fixture->session)), ==, 0);
  prony_session_restore_run (fixture->session, run_id);
  g_assert_cmpstr (get_run (fixture)->id, ==, run_id);
  check_stored_run (fixture, run_id);
  prony_session_delete_run (fixture->session, run_id);
  close_session (fixture);

  open_session (fixture);
  g_assert_cmpuint (count (prony_session_get_runs (fixture->session)), ==, 0);
}

static void
test_one_run_at_a_time (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyPlan) plan = NULL;
  g_autoptr (PronyPlan) empty = prony_plan_new ();
  g_autoptr (GError) error = NULL;
  PronyRunSession *run_session;

  open_session (fixture);
  g_assert_null (prony_session_start_run (fixture->session, empty, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);

  plan = make_plan (fixture, start_simulator (fixture), 100000);
  run_session = prony_session_start_run (fixture->session, plan, &error);
  g_assert_no_error (error);
  g_assert_null (prony_session_start_run (fixture->session, plan, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);

  prony_run_session_stop (run_session);
  wait_until (has_ended, run_session);
  wait_until (has_a_run, fixture->session);
  g_assert_cmpint (get_run (fixture)->state, ==, PRONY_STATE_STOPPED);
}

#define add(path, function)                                                                        \
  g_test_add ("/session/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  widget_fixture_init ();
  g_test_init (&argc, &argv, NULL);

  add ("first-start", test_first_start);
  add ("engines-are-kept", test_engines_are_kept);
  add ("engine-is-removed-and-restored", test_engine_is_removed_and_restored);
  add ("engine-is-changed", test_engine_is_changed);
  add ("key-without-keyring", test_key_without_keyring);
  add ("bad-database", test_bad_database);
  add ("simulator", test_simulator);
  add ("check", test_check);
  add ("check-of-what-is-not-there", test_check_of_what_is_not_there);
  add ("run-from-start-to-export", test_run_from_start_to_export);
  add ("one-run-at-a-time", test_one_run_at_a_time);

  return g_test_run ();
}
