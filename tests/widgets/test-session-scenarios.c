/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The session's scenarios: what changes them, and that the lists show it. */

#include "config.h"

#include <string.h>

#include "app/session/prony-scenario-item.h"
#include "app/session/prony-scenario-text.h"
#include "session-fixture.h"
#include "support/prony-test-folder.h"
#include "widget-fixture.h"

#define PROMPT "prompt: {template: Hi}\n"

static char *
get_own_file (const char *name)
{
  return g_build_filename (g_get_user_data_dir (), "prony", "scenarios", name, NULL);
}

static void
set_up (SessionFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = get_own_file ("");

  session_fixture_set_up (fixture, data);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  session_fixture_open (fixture);
}

static void
tear_down (SessionFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = get_own_file ("");

  session_fixture_tear_down (fixture, data);
  prony_test_remove_tree (folder);
}

static PronyScenarioItem *
save (SessionFixture *fixture, const char *text, const char *file, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  prony_session_save_scenario_async (fixture->session, text, file, session_fixture_on_result_cb,
                                     &result);
  wait_until (session_fixture_is_set, &result);
  return prony_session_save_scenario_finish (fixture->session, result, error);
}

static void
on_notify_cb (guint *counter)
{
  ++*counter;
}

static void
test_save (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (PronyScenarioItem) item = save (fixture, "name: zz\n" PROMPT, NULL, NULL);
  g_autoptr (PronyScenarioItem) again = NULL;
  g_autoptr (PronyScenarioItem) broken = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *title = NULL;
  gboolean shipped = TRUE;
  guint n_notified = 0;
  guint n_items = g_list_model_get_n_items (prony_session_get_scenarios (fixture->session));

  g_assert_nonnull (item);
  g_assert_true (prony_session_find_scenario (fixture->session, "zz") == item);
  g_signal_connect_swapped (item, "notify::title", G_CALLBACK (on_notify_cb), &n_notified);
  again = save (fixture, "name: zz\ntitle: New\n" PROMPT,
                prony_scenario_item_get_scenario (item)->file, NULL);
  g_assert_true (again == item);
  g_assert_cmpuint (n_notified, ==, 1);
  g_object_get (item, "title", &title, "shipped", &shipped, NULL);
  g_assert_cmpstr (title, ==, "New");
  g_assert_false (shipped);
  g_assert_cmpuint (g_list_model_get_n_items (prony_session_get_scenarios (fixture->session)), ==,
                    n_items);

  broken = save (fixture, "name: zz\n", prony_scenario_item_get_scenario (item)->file, &error);
  g_assert_null (broken);
  g_assert_nonnull (strstr (error->message, "prompt"));
}

static void
test_delete (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (PronyScenarioItem) item = save (fixture, "name: zz\n" PROMPT, NULL, NULL);
  g_autoptr (GAsyncResult) deleted = NULL;
  g_autoptr (GAsyncResult) restored = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *aside = NULL;

  prony_session_delete_scenario_async (fixture->session, item, session_fixture_on_result_cb,
                                       &deleted);
  wait_until (session_fixture_is_set, &deleted);
  aside = prony_session_delete_scenario_finish (fixture->session, deleted, &error);
  g_assert_no_error (error);
  g_assert_null (prony_session_find_scenario (fixture->session, "zz"));

  prony_session_restore_scenario_async (fixture->session, aside, session_fixture_on_result_cb,
                                        &restored);
  wait_until (session_fixture_is_set, &restored);
  g_assert_true (prony_session_restore_scenario_finish (fixture->session, restored, &error));
  g_assert_no_error (error);
  g_assert_nonnull (prony_session_find_scenario (fixture->session, "zz"));
}

static void
test_duplicate (SessionFixture *fixture, gconstpointer data)
{
  PronyScenarioItem *shipped = prony_session_find_scenario (fixture->session, "short-short");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyScenarioItem) copy = NULL;

  g_assert_true (prony_scenario_item_get_scenario (shipped)->shipped);
  prony_session_duplicate_scenario_async (fixture->session, shipped, session_fixture_on_result_cb,
                                          &result);
  wait_until (session_fixture_is_set, &result);
  copy = prony_session_duplicate_scenario_finish (fixture->session, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (prony_scenario_item_get_scenario (copy)->name, ==, "short-short-2");
}

static gboolean
is_hidden (SessionFixture *fixture)
{
  return prony_scenario_item_get_hides_shipped (
    prony_session_find_scenario (fixture->session, "short-short"));
}

static gboolean
has_broken (SessionFixture *fixture)
{
  return g_list_model_get_n_items (prony_session_get_broken_scenarios (fixture->session)) == 1;
}

/* Somebody else writes files. */
static void
test_watch (SessionFixture *fixture, gconstpointer data)
{
  PronyScenarioItem *item = prony_session_find_scenario (fixture->session, "short-short");
  g_autofree char *mine = get_own_file ("mine.yaml");
  g_autofree char *bad = get_own_file ("bad.yaml");
  g_autoptr (PronyScenarioItem) broken = NULL;

  g_assert_true (g_file_set_contents (mine, "name: short-short\n" PROMPT, -1, NULL));
  wait_until (is_hidden, fixture);
  g_assert_true (prony_session_find_scenario (fixture->session, "short-short") == item);

  g_assert_true (g_file_set_contents (bad, "name: [\n", -1, NULL));
  wait_until (has_broken, fixture);
  broken = g_list_model_get_item (prony_session_get_broken_scenarios (fixture->session), 0);
  g_assert_nonnull (strstr (prony_scenario_item_get_problems (broken), "bad.yaml:"));
  g_assert_cmpstr (prony_scenario_item_get_scenario (broken)->source, ==, "name: [\n");
}

static void
add (const char *name, void (*run) (SessionFixture *fixture, gconstpointer data))
{
  g_autofree char *path = g_strdup_printf ("/session-scenarios/%s", name);

  g_test_add (path, SessionFixture, NULL, set_up, run, tear_down);
}

/* A data set has no cases before it is read, which the words must not ask for. */
static void
test_describe_data_set (SessionFixture *fixture, gconstpointer data)
{
  g_autofree char *questions = get_own_file ("questions.txt");
  g_autoptr (PronyScenarioItem) item = NULL;
  PronyScenario *scenario;
  g_autofree char *count = NULL;

  g_assert_true (g_file_set_contents (questions, "Why?\n", -1, NULL));
  item = save (fixture, "name: drawn\n" PROMPT "test_cases: {from: questions.txt, sample: 7}\n",
               NULL, NULL);
  g_assert_nonnull (item);
  scenario = prony_scenario_item_get_scenario (item);
  g_assert_null (prony_scenario_text_rules (scenario));
  count = prony_scenario_text_count (scenario);
  g_assert_nonnull (strstr (count, "7 prompts"));
}

int
main (int argc, char *argv[])
{
  widget_fixture_init ();
  g_test_init (&argc, &argv, NULL);

  add ("save", test_save);
  add ("delete", test_delete);
  add ("duplicate", test_duplicate);
  add ("watch", test_watch);
  add ("describe-data-set", test_describe_data_set);

  return g_test_run ();
}
