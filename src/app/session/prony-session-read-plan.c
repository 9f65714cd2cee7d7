/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Plans that were made before, made again of what the session has now: its engines, so
 * that their keys are found, and its scenarios. A run is repeated with the scenarios as
 * they were when it was made, since another text would measure something else. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/session/prony-scenario-item.h"
#include "app/session/prony-session-private.h"
#include "base/prony-error.h"
#include "base/prony-util.h"
#include "core/scenarios/prony-scenario-catalog.h"

/* --- Targets ------------------------------------------------------------------------- */

/* The name that somebody gave the target goes on with it; one that it has from its engine
 * follows the engine. */
static gboolean
has_own_name (PronyTarget *target)
{
  g_autoptr (PronyTarget) plain = prony_target_new (target->engine, target->model);

  return !g_str_equal (plain->name, target->name);
}

static PronyTarget *
adopt_target (PronySession *self, PronyTarget *target)
{
  PronyEngineItem *item = prony_session_find_engine (self, target->engine->id);
  PronyTarget *adopted;

  if (item == NULL)
    item = prony_session_find_engine_by_url (self, target->engine->url);
  if (item == NULL)
    return prony_target_ref (target);

  adopted = prony_target_new (prony_engine_item_get_spec (item), target->model);
  prony_set_str (&adopted->vocabulary, target->vocabulary);
  if (has_own_name (target))
    prony_set_str (&adopted->name, target->name);
  return adopted;
}

static void
adopt_targets (PronySession *self, PronyPlan *plan)
{
  for (guint i = 0; i < plan->targets->len; i++)
    {
      PronyTarget *target = g_ptr_array_index (plan->targets, i);

      plan->targets->pdata[i] = adopt_target (self, target);
      prony_target_unref (target);
    }
}

/* --- In a thread --------------------------------------------------------------------- */

/* What a worker thread needs; it never touches the session. */
typedef struct
{
  JsonObject *json;  /* a saved plan; NULL: that of a run */
  PronyStore *store; /* NULL: @run is there already */
  PronyRun *run;
  char *run_id;
  GHashTable *library; /* (element-type utf8 PronyScenario) */
  GPtrArray *changed;  /* (element-type utf8): titles of scenarios */
} Repeating;

static void
repeating_free (Repeating *repeating)
{
  g_clear_pointer (&repeating->json, json_object_unref);
  g_clear_object (&repeating->store);
  g_clear_pointer (&repeating->run, prony_run_unref);
  g_free (repeating->run_id);
  g_hash_table_unref (repeating->library);
  g_ptr_array_unref (repeating->changed);
  g_free (repeating);
}

static GHashTable *
list_library (PronySession *self)
{
  GHashTable *library =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) prony_scenario_unref);
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->scenarios));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (PronyScenarioItem) item =
        g_list_model_get_item (G_LIST_MODEL (self->scenarios), i);
      PronyScenario *scenario = prony_scenario_item_get_scenario (item);

      g_hash_table_insert (library, scenario->name, prony_scenario_ref (scenario));
    }

  return library;
}

static Repeating *
repeating_new (PronySession *self)
{
  Repeating *repeating = g_new0 (Repeating, 1);

  repeating->library = list_library (self);
  repeating->changed = g_ptr_array_new_with_free_func (g_free);
  return repeating;
}

static PronyScenario *
find_scenario (const char *name, gpointer user_data)
{
  Repeating *repeating = user_data;
  PronyScenario *scenario = g_hash_table_lookup (repeating->library, name);

  return scenario != NULL ? prony_scenario_ref (scenario) : NULL;
}

/* The text that the run has kept, or that the library has where a run was not stored. */
static char *
dup_source (Repeating *repeating, const char *name)
{
  PronyScenario *scenario;

  if (repeating->store != NULL)
    return prony_store_get_scenario_source (repeating->store, repeating->run_id, name, NULL);

  scenario = prony_run_get_scenario (repeating->run, name);
  return scenario != NULL ? g_strdup (scenario->source) : NULL;
}

/* As the run asked it. Data files are looked for beside the library's file, since a run
 * does not keep where they were; without one it cannot be asked again. */
static PronyScenario *
find_scenario_of_run (const char *name, gpointer user_data)
{
  Repeating *repeating = user_data;
  PronyScenario *now = g_hash_table_lookup (repeating->library, name);
  g_autofree char *source = dup_source (repeating, name);
  g_autoptr (PronyProblems) problems = prony_problems_new (name);
  g_autoptr (PronyScenario) then = NULL;

  if (source == NULL || (now != NULL && g_str_equal (source, now->source)))
    return now != NULL ? prony_scenario_ref (now) : NULL;

  then = prony_scenario_read (source, strlen (source), now != NULL ? now->file : NULL, problems);
  if (then == NULL || !prony_problems_is_empty (problems))
    return NULL;

  then->kept = TRUE;
  g_ptr_array_add (repeating->changed, g_strdup (prony_scenario_translate (then->title)));
  return g_steal_pointer (&then);
}

static PronyPlan *
read_plan_of_run (Repeating *repeating, GError **error)
{
  if (repeating->run == NULL && repeating->store != NULL)
    {
      repeating->run = prony_store_get_run (repeating->store, repeating->run_id, error);
      if (repeating->run == NULL)
        return NULL;
    }
  if (repeating->run == NULL)
    {
      g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND,
                           _ ("This run does not exist any more."));
      return NULL;
    }
  if (repeating->run->plan_json == NULL)
    {
      g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND,
                           _ ("This run does not say how it was made, so it cannot be run "
                              "again. Set up a new one."));
      return NULL;
    }

  return prony_plan_from_json (repeating->run->plan_json, find_scenario_of_run, repeating, error);
}

/* A plan may name a trace, which is a file of any length. */
static void
read_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Repeating *repeating = task_data;
  GError *error = NULL;
  PronyPlan *plan = repeating->json != NULL
                      ? prony_plan_from_json (repeating->json, find_scenario, repeating, &error)
                      : read_plan_of_run (repeating, &error);

  if (plan != NULL)
    g_task_return_pointer (task, plan, (GDestroyNotify) prony_plan_unref);
  else
    g_task_return_error (task, error);
}

/* @repeating: (transfer full): what is read */
static void
start_reading (PronySession *self,
               Repeating *repeating,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, start_reading);
  g_task_set_task_data (task, repeating, (GDestroyNotify) repeating_free);
  g_task_run_in_thread (task, read_in_thread);
}

static PronyPlan *
finish_reading (PronySession *self, GAsyncResult *result, GError **error)
{
  PronyPlan *plan = g_task_propagate_pointer (G_TASK (result), error);

  if (plan != NULL)
    adopt_targets (self, plan);
  return plan;
}

/* --- Saved plans --------------------------------------------------------------------- */

/**
 * prony_session_read_plan_async:
 * @self: a session
 * @plan: what prony_plan_to_json() made, or a selection of targets; nobody changes it any more
 * @cancellable: (nullable): cancels it
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Makes a plan of its description. Its targets are the session's engines where it has
 * them, by their identifiers or else their addresses; others are taken as they are
 * described, without keys. Reads its trace, if it names one, in a thread.
 */
void
prony_session_read_plan_async (PronySession *self,
                               JsonObject *plan,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  Repeating *repeating;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (plan != NULL);

  repeating = repeating_new (self);
  repeating->json = json_object_ref (plan);
  start_reading (self, repeating, cancellable, callback, user_data);
}

/**
 * prony_session_read_plan_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location for what prony_plan_from_json() says
 *
 * Returns: (transfer full) (nullable): the plan
 */
PronyPlan *
prony_session_read_plan_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return finish_reading (self, result, error);
}

/* --- Plans of runs ------------------------------------------------------------------- */

/**
 * prony_session_read_plan_of_run_async:
 * @self: a session
 * @run_id: a run
 * @cancellable: (nullable): cancels it
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Makes the plan of a run again, as prony_session_read_plan_async() does; but its
 * scenarios are as they were in the run: those of the library where they are still the
 * same, else what the run has kept of them. Reads the disk in a thread.
 */
void
prony_session_read_plan_of_run_async (PronySession *self,
                                      const char *run_id,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  Repeating *repeating;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (run_id != NULL);

  repeating = repeating_new (self);
  repeating->run_id = g_strdup (run_id);
  if (self->store != NULL)
    repeating->store = g_object_ref (self->store);
  else if (_prony_session_find_kept_run (self, run_id) != NULL)
    repeating->run = prony_run_ref (_prony_session_find_kept_run (self, run_id));

  start_reading (self, repeating, cancellable, callback, user_data);
}

static char *
describe_changed (GPtrArray *changed)
{
  if (changed->len == 0)
    return NULL;
  if (changed->len == 1)
    return g_strdup_printf (
      /* Translators: %s is the title of a scenario. */
      _ ("“%s” has changed since that run: it is asked as it was then."),
      (const char *) g_ptr_array_index (changed, 0));

  return g_strdup_printf (ngettext ("%u scenario has changed since that run: it is asked as it "
                                    "was then.",
                                    "%u scenarios have changed since that run: they are asked as "
                                    "they were then.",
                                    changed->len),
                          changed->len);
}

/**
 * prony_session_read_plan_of_run_finish:
 * @self: a session
 * @result: what the callback got
 * @remark: (out) (nullable) (transfer full): a sentence, which scenarios are not as they
 *   are in the library
 * @error: return location for a sentence
 *
 * Returns: (transfer full) (nullable): the plan
 */
PronyPlan *
prony_session_read_plan_of_run_finish (PronySession *self,
                                       GAsyncResult *result,
                                       char **remark,
                                       GError **error)
{
  Repeating *repeating;
  PronyPlan *plan;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (remark != NULL, NULL);

  *remark = NULL;
  plan = finish_reading (self, result, error);
  if (plan == NULL)
    return NULL;

  repeating = g_task_get_task_data (G_TASK (result));
  *remark = describe_changed (repeating->changed);
  return plan;
}
