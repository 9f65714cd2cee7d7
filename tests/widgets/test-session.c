/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The session without any widget: what it stores, what it brings back, and the
 * whole way from the simulated engine to an exported run. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "app/session/prony-run-item.h"
#include "app/session/prony-session.h"
#include "base/prony-error.h"
#include "core/store/prony-store.h"
#include "session-fixture.h"
#include "widget-fixture.h"

static guint
count (GListModel *model)
{
  return g_list_model_get_n_items (model);
}

static void
test_first_start (SessionFixture *fixture, gconstpointer data)
{
  session_fixture_open (fixture);
  g_assert_null (prony_session_get_store_error (fixture->session));
  g_assert_cmpuint (count (prony_session_get_engines (fixture->session)), ==, 0);
  g_assert_cmpuint (count (prony_session_get_runs (fixture->session)), ==, 0);
  g_assert_cmpuint (count (prony_session_get_scenarios (fixture->session)), >=, 4);
  g_assert_null (prony_session_get_run_session (fixture->session));
}

static void
test_engines_are_kept (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (PronyEngineSpec) spec = session_fixture_make_spec ("http://127.0.0.1:9");
  g_autoptr (PronyEngineSpec) again = session_fixture_make_spec ("127.0.0.1:9");
  PronyEngineItem *item;
  PronyEngineItem *kept;

  session_fixture_open (fixture);
  item = prony_session_add_engine (fixture->session, spec, NULL);
  wait_until (session_fixture_is_probed, item);
  g_assert_cmpint (prony_engine_item_get_status (item), ==, PRONY_ENGINE_STATUS_REFUSED);
  g_assert_nonnull (prony_engine_item_get_info (item)->message);
  g_assert_cmpstr (prony_engine_item_get_title (item), ==, "127.0.0.1:9");

  /* The same address is the same engine. */
  g_assert_true (prony_session_add_engine (fixture->session, again, NULL) == item);
  g_assert_cmpuint (count (prony_session_get_engines (fixture->session)), ==, 1);
  session_fixture_close (fixture);

  session_fixture_open (fixture);
  kept = prony_session_find_engine (fixture->session, spec->id);
  g_assert_nonnull (kept);
  g_assert_cmpstr (prony_engine_item_get_url (kept), ==, "http://127.0.0.1:9");
}

static void
test_engine_is_removed_and_restored (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (PronyEngineSpec) spec = session_fixture_make_spec ("http://127.0.0.1:9");
  g_autoptr (PronyEngineItem) item = NULL;

  session_fixture_open (fixture);
  item = g_object_ref (prony_session_add_engine (fixture->session, spec, NULL));
  prony_session_remove_engine (fixture->session, item);
  g_assert_cmpuint (count (prony_session_get_engines (fixture->session)), ==, 0);
  prony_session_restore_engine (fixture->session, item);
  prony_session_restore_engine (fixture->session, item);
  g_assert_cmpuint (count (prony_session_get_engines (fixture->session)), ==, 1);
  session_fixture_close (fixture);

  session_fixture_open (fixture);
  g_assert_cmpuint (count (prony_session_get_engines (fixture->session)), ==, 1);
  prony_session_remove_engine (fixture->session,
                               prony_session_find_engine (fixture->session, spec->id));
  session_fixture_close (fixture);

  session_fixture_open (fixture);
  g_assert_cmpuint (count (prony_session_get_engines (fixture->session)), ==, 0);
}

/* Another address may be another engine: what was known of the old one is forgotten,
 * and a probe of it that was under way does not count. */
static void
test_engine_is_changed (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (PronyEngineSpec) spec = session_fixture_make_spec ("http://127.0.0.1:9");
  g_autoptr (PronyEngineSpec) changed = NULL;
  PronyEngineItem *item;

  session_fixture_open (fixture);
  item = prony_session_add_engine (fixture->session, spec, NULL);
  changed = prony_engine_spec_copy (prony_engine_item_get_spec (item));
  g_free (changed->url);
  changed->url = g_strdup ("http://127.0.0.1:10");
  changed->name = g_strdup ("Mine");
  changed->path = g_strdup ("/llm");
  prony_session_change_engine (fixture->session, item, changed, NULL);
  g_assert_null (prony_engine_item_get_info (item));
  wait_until (session_fixture_is_probed, item);
  g_assert_cmpstr (prony_engine_item_get_info (item)->url, ==, "http://127.0.0.1:10");
  g_assert_cmpstr (prony_engine_item_get_title (item), ==, "Mine");
  session_fixture_close (fixture);

  session_fixture_open (fixture);
  item = prony_session_find_engine (fixture->session, spec->id);
  g_assert_cmpstr (prony_engine_item_get_url (item), ==, "http://127.0.0.1:10");
  g_assert_cmpstr (prony_engine_item_get_spec (item)->path, ==, "/llm");
}

static gboolean
has_key_trouble (PronyEngineItem *item)
{
  return prony_engine_item_get_key_trouble (item) != NULL;
}

/* There is no keyring on the bus of the tests. */
static void
test_key_without_keyring (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (PronyEngineSpec) spec = session_fixture_make_spec ("http://127.0.0.1:9");
  g_autoptr (PronyCredentials) credentials = prony_credentials_new ("key-of-the-test");
  g_autoptr (PronyCredentials) none = prony_credentials_new (NULL);
  PronyEngineItem *item;

  session_fixture_open (fixture);
  item = prony_session_add_engine (fixture->session, spec, credentials);
  wait_until (has_key_trouble, item);
  g_assert_nonnull (
    strstr (prony_engine_item_get_key_trouble (item), "only until Prony is closed"));
  g_assert_null (prony_engine_item_get_spec (item)->key_id);
  g_assert_true (prony_engine_item_get_credentials (item) == credentials);

  prony_session_change_engine (fixture->session, item, prony_engine_item_get_spec (item), none);
  g_assert_null (prony_engine_item_get_key_trouble (item));
  session_fixture_close (fixture);
  session_fixture_assert_nowhere (fixture, "key-of-the-test");

  session_fixture_open (fixture);
  item = prony_session_find_engine (fixture->session, spec->id);
  g_assert_null (prony_engine_item_get_credentials (item));
  g_assert_null (prony_engine_item_get_spec (item)->key_id);
}

static void
test_bad_database (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (PronyEngineSpec) spec = session_fixture_make_spec ("http://127.0.0.1:9");
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  const char *text = "This file is somebody's letter, not a database. "
                     "It is long enough to be read as a header of a hundred bytes, and more.";

  g_assert_true (g_file_set_contents (fixture->database, text, -1, &error));
  session_fixture_open (fixture);
  g_assert_nonnull (prony_session_get_store_error (fixture->session));

  /* Everything but storing works on. */
  g_assert_cmpuint (count (prony_session_get_scenarios (fixture->session)), >=, 4);
  prony_session_add_engine (fixture->session, spec, NULL);
  g_assert_cmpuint (count (prony_session_get_engines (fixture->session)), ==, 1);
  session_fixture_close (fixture);

  g_assert_true (g_file_get_contents (fixture->database, &contents, NULL, &error));
  g_assert_cmpstr (contents, ==, text);
}

static void
test_simulator (SessionFixture *fixture, gconstpointer data)
{
  PronyEngineItem *item;

  session_fixture_open (fixture);
  item = session_fixture_start_simulator (fixture);
  g_assert_true (session_fixture_start_simulator (fixture) == item);
  g_assert_cmpuint (count (prony_session_get_engines (fixture->session)), ==, 1);
  session_fixture_close (fixture);

  /* It ended with its session and was not saved. */
  session_fixture_open (fixture);
  g_assert_cmpuint (count (prony_session_get_engines (fixture->session)), ==, 0);
}

static void
test_check (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PronyEngineItem *item;

  session_fixture_open (fixture);
  item = session_fixture_start_simulator (fixture);
  g_assert_cmpint (
    prony_engine_item_get_spec (item)->capabilities.abilities[PRONY_CAPABILITY_STREAM], ==,
    PRONY_ABILITY_UNKNOWN);

  prony_session_check_engine_async (fixture->session, item, session_fixture_on_result_cb, &result);
  g_assert_true (prony_engine_item_get_checking (item));
  wait_until (session_fixture_is_set, &result);
  g_assert_true (prony_session_check_engine_finish (fixture->session, result, &error));
  g_assert_no_error (error);
  g_assert_false (prony_engine_item_get_checking (item));
  g_assert_cmpint (
    prony_engine_item_get_spec (item)->capabilities.abilities[PRONY_CAPABILITY_STREAM], ==,
    PRONY_ABILITY_YES);
}

static void
test_check_of_what_is_not_there (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (PronyEngineSpec) spec = session_fixture_make_spec ("http://127.0.0.1:9");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PronyEngineItem *item;

  session_fixture_open (fixture);
  item = prony_session_add_engine (fixture->session, spec, NULL);
  prony_session_check_engine_async (fixture->session, item, session_fixture_on_result_cb, &result);
  wait_until (session_fixture_is_set, &result);
  g_assert_false (prony_session_check_engine_finish (fixture->session, result, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_UNREACHABLE);
  g_assert_false (prony_engine_item_get_checking (item));
}

static gboolean
has_a_run (PronySession *session)
{
  return count (prony_session_get_runs (session)) > 0;
}

static PronyRunEntry *
get_run (SessionFixture *fixture)
{
  g_autoptr (PronyRunItem) item =
    g_list_model_get_item (prony_session_get_runs (fixture->session), 0);

  return prony_run_item_get_entry (item);
}

static void
check_stored_run (SessionFixture *fixture, const char *run_id)
{
  g_autoptr (GAsyncResult) run_result = NULL;
  g_autoptr (GAsyncResult) requests_result = NULL;
  g_autoptr (GAsyncResult) export_result = NULL;
  g_autoptr (PronyRun) run = NULL;
  g_autoptr (GPtrArray) requests = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *summary = NULL;

  prony_session_load_run_async (fixture->session, run_id, NULL, session_fixture_on_result_cb,
                                &run_result);
  wait_until (session_fixture_is_set, &run_result);
  run = prony_session_load_run_finish (fixture->session, run_result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (run->state, ==, PRONY_STATE_FINISHED);
  g_assert_true (prony_run_is_simulated (run));
  g_assert_cmpuint (run->trials->len, ==, 1);

  prony_session_load_requests_async (fixture->session, run_id, 0, NULL,
                                     session_fixture_on_result_cb, &requests_result);
  wait_until (session_fixture_is_set, &requests_result);
  requests = prony_session_load_requests_finish (fixture->session, requests_result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (requests->len, ==, 4);

  prony_session_export_run_async (fixture->session, run_id, fixture->folder, PRONY_REPORT_ALL, NULL,
                                  session_fixture_on_result_cb, &export_result);
  wait_until (session_fixture_is_set, &export_result);
  folder = prony_session_export_run_finish (fixture->session, export_result, &error);
  g_assert_no_error (error);
  summary = g_build_filename (folder, "summary.json", NULL);
  g_assert_true (g_file_test (summary, G_FILE_TEST_IS_REGULAR));
}

static void
test_run_from_start_to_export (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (PronyPlan) plan = NULL;
  g_autofree char *run_id = NULL;
  g_autoptr (GError) error = NULL;
  PronyRunSession *run_session;
  const char *run_ids[] = { NULL, NULL };

  session_fixture_open (fixture);
  plan = session_fixture_make_plan (fixture, session_fixture_start_simulator (fixture), 4);
  run_session = prony_session_start_run (fixture->session, plan, &error);
  g_assert_no_error (error);
  g_assert_true (prony_session_get_run_session (fixture->session) == run_session);
  wait_until (session_fixture_has_ended, run_session);
  wait_until (has_a_run, fixture->session);
  g_assert_cmpuint (count (prony_session_get_runs (fixture->session)), ==, 1);
  run_id = g_strdup (get_run (fixture)->id);
  check_stored_run (fixture, run_id);
  session_fixture_close (fixture);

  session_fixture_open (fixture);
  g_assert_cmpuint (count (prony_session_get_runs (fixture->session)), ==, 1);
  g_assert_cmpstr (get_run (fixture)->id, ==, run_id);
  check_stored_run (fixture, run_id);

  run_ids[0] = run_id;
  prony_session_delete_runs (fixture->session, run_ids);
  g_assert_cmpuint (count (prony_session_get_runs (fixture->session)), ==, 0);
  prony_session_restore_runs (fixture->session, run_ids);
  g_assert_cmpstr (get_run (fixture)->id, ==, run_id);
  check_stored_run (fixture, run_id);
  prony_session_delete_runs (fixture->session, run_ids);
  session_fixture_close (fixture);

  session_fixture_open (fixture);
  g_assert_cmpuint (count (prony_session_get_runs (fixture->session)), ==, 0);
}

static void
on_run_changed_cb (PronySession *session, const char *run_id, guint *n_changes)
{
  (*n_changes)++;
}

static void
store_runs (SessionFixture *fixture, char **run_ids, guint n)
{
  g_autoptr (PronyStore) store = prony_store_open (fixture->database, NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PronyRun) run = prony_run_new ("A run");

      run->started_us += i;
      run->state = PRONY_STATE_FINISHED;
      prony_store_put_run (store, run);
      run_ids[i] = g_strdup (run->id);
    }
  g_assert_true (prony_store_close (store, NULL));
}

/* All of it is there at once, and again after the database was opened anew. */
static void
check_marks (SessionFixture *fixture)
{
  PronyRunEntry *entry = get_run (fixture);
  g_auto (GStrv) words = prony_run_entry_split_words ("ünder nightly FAN");

  g_assert_cmpstr (entry->name, ==, "Under Ünder");
  g_assert_cmpuint (g_strv_length (entry->tags), ==, 2);
  g_assert_true (entry->pinned);
  g_assert_cmpint (entry->verdict, ==, PRONY_RUN_VERDICT_WORSE);
  g_assert_cmpstr (entry->notes, ==, "The fan is loud.\nAnd again.");
  g_assert_true (prony_run_entry_matches (entry, (const char *const *) words));
}

static void
test_marks (SessionFixture *fixture, gconstpointer data)
{
  static const char *const tags[] = { "nightly", "lab", "nightly", NULL };
  g_autoptr (PronyRunNote) first = prony_run_note_new (1, -1, "The fan is loud.");
  g_autoptr (PronyRunNote) second = prony_run_note_new (2, -1, "And again.");
  g_autofree char *run_id = NULL;
  guint n_changes = 0;

  store_runs (fixture, &run_id, 1);
  session_fixture_open (fixture);
  g_signal_connect (fixture->session, "run-changed", G_CALLBACK (on_run_changed_cb), &n_changes);
  prony_session_rename_run (fixture->session, run_id, "Under Ünder");
  prony_session_set_run_tags (fixture->session, run_id, tags);
  prony_session_set_run_pinned (fixture->session, run_id, TRUE);
  prony_session_set_run_verdict (fixture->session, run_id, PRONY_RUN_VERDICT_WORSE);
  prony_session_add_run_note (fixture->session, run_id, first);
  prony_session_add_run_note (fixture->session, run_id, second);
  g_assert_cmpuint (n_changes, ==, 6);
  check_marks (fixture);
  session_fixture_close (fixture);

  session_fixture_open (fixture);
  check_marks (fixture);
  prony_session_delete_run_note (fixture->session, run_id, first);
  g_assert_cmpstr (get_run (fixture)->notes, ==, "And again.");
  prony_session_delete_run_note (fixture->session, run_id, second);
  g_assert_null (get_run (fixture)->notes);
  prony_session_rename_run (fixture->session, "no such run", "Nobody");
}

/* Neighbours and others at once, and back to where they were. */
static void
test_delete_several (SessionFixture *fixture, gconstpointer data)
{
  char *run_ids[5];
  const char *deleted[5] = { NULL };

  store_runs (fixture, run_ids, G_N_ELEMENTS (run_ids));
  session_fixture_open (fixture);
  deleted[0] = run_ids[4];
  deleted[1] = run_ids[2];
  deleted[2] = run_ids[1];
  deleted[3] = "no such run";
  prony_session_delete_runs (fixture->session, deleted);
  g_assert_cmpuint (count (prony_session_get_runs (fixture->session)), ==, 2);
  g_assert_cmpstr (get_run (fixture)->id, ==, run_ids[3]);
  g_assert_null (prony_session_find_run_entry (fixture->session, run_ids[1]));

  prony_session_restore_runs (fixture->session, deleted);
  for (guint i = 0; i < G_N_ELEMENTS (run_ids); i++)
    {
      g_autoptr (PronyRunItem) item =
        g_list_model_get_item (prony_session_get_runs (fixture->session), 4 - i);

      g_assert_cmpstr (prony_run_item_get_entry (item)->id, ==, run_ids[i]);
      g_free (run_ids[i]);
    }
}

static void
test_one_run_at_a_time (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (PronyPlan) plan = NULL;
  g_autoptr (PronyPlan) empty = prony_plan_new ();
  g_autoptr (GError) error = NULL;
  PronyRunSession *run_session;

  session_fixture_open (fixture);
  g_assert_null (prony_session_start_run (fixture->session, empty, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);

  plan = session_fixture_make_plan (fixture, session_fixture_start_simulator (fixture), 100000);
  run_session = prony_session_start_run (fixture->session, plan, &error);
  g_assert_no_error (error);
  g_assert_null (prony_session_start_run (fixture->session, plan, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);

  prony_run_session_stop (run_session);
  wait_until (session_fixture_has_ended, run_session);
  wait_until (has_a_run, fixture->session);
  g_assert_cmpint (get_run (fixture)->state, ==, PRONY_STATE_STOPPED);
}

#define add(path, function)                                                                        \
  g_test_add ("/session/" path, SessionFixture, NULL, session_fixture_set_up, function,            \
              session_fixture_tear_down)

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
  add ("marks", test_marks);
  add ("delete-several", test_delete_several);
  add ("one-run-at-a-time", test_one_run_at_a_time);

  return g_test_run ();
}
