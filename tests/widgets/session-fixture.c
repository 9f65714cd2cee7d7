/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* A session with a folder of its own, and what its tests wait for. */

#include "config.h"

#include <string.h>

#include "app/session/prony-scenario-item.h"
#include "session-fixture.h"
#include "support/prony-test-folder.h"
#include "widget-fixture.h"

static gboolean
is_ready (PronySession *session)
{
  return prony_session_get_ready (session);
}

void
session_fixture_open (SessionFixture *fixture)
{
  fixture->session = prony_session_new (fixture->database);
  prony_session_open (fixture->session);
  wait_until (is_ready, fixture->session);
}

void
session_fixture_close (SessionFixture *fixture)
{
  prony_session_close (fixture->session);
  /* What was cancelled still has to say so. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&fixture->session);
}

void
session_fixture_set_up (SessionFixture *fixture, gconstpointer data)
{
  fixture->folder = widget_fixture_make_folder ();
  fixture->database = g_build_filename (fixture->folder, "prony.db", NULL);
}

void
session_fixture_tear_down (SessionFixture *fixture, gconstpointer data)
{
  if (fixture->session != NULL)
    session_fixture_close (fixture);
  prony_test_remove_tree (fixture->folder);
  g_free (fixture->database);
  g_free (fixture->folder);
}

PronyEngineSpec *
session_fixture_make_spec (const char *url)
{
  g_autoptr (GError) error = NULL;
  PronyEngineSpec *spec = prony_engine_spec_new (url, &error);

  g_assert_no_error (error);

  return spec;
}

gboolean
session_fixture_is_probed (PronyEngineItem *item)
{
  return prony_engine_item_get_info (item) != NULL && !prony_engine_item_get_probing (item);
}

void
session_fixture_on_result_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

gboolean
session_fixture_is_set (gpointer *place)
{
  return *place != NULL;
}

/* No file has the secret in it. */
void
session_fixture_assert_nowhere (SessionFixture *fixture, const char *secret)
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

static PronyScenario *
find_scenario (SessionFixture *fixture, const char *name)
{
  GListModel *scenarios = prony_session_get_scenarios (fixture->session);
  guint n_items = g_list_model_get_n_items (scenarios);

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (PronyScenarioItem) item = g_list_model_get_item (scenarios, i);
      PronyScenario *scenario = prony_scenario_item_get_scenario (item);

      if (g_strcmp0 (scenario->name, name) == 0)
        return scenario;
    }

  return NULL;
}

PronyEngineItem *
session_fixture_start_simulator (SessionFixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PronyEngineItem) item = NULL;
  g_autoptr (GError) error = NULL;

  prony_session_start_simulator_async (fixture->session, session_fixture_on_result_cb, &result);
  wait_until (session_fixture_is_set, &result);
  item = prony_session_start_simulator_finish (fixture->session, result, &error);
  g_assert_no_error (error);
  wait_until (session_fixture_is_probed, item);
  g_assert_cmpint (prony_engine_item_get_status (item), ==, PRONY_ENGINE_STATUS_READY);
  g_assert_true (prony_engine_item_get_simulated (item));
  g_assert_cmpuint (prony_engine_item_get_info (item)->models->len, >, 0);

  return item; /* the list keeps it alive */
}

PronyPlan *
session_fixture_make_plan (SessionFixture *fixture, PronyEngineItem *engine, guint requests)
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

gboolean
session_fixture_has_ended (PronyRunSession *run_session)
{
  return !prony_run_session_is_running (run_session);
}
