/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Opening a session: the database, the engines, runs and plans in it, and the scenarios,
 * all read in a thread and put into the lists in the main one. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-session-private.h"
#include "core/bench/prony-run-recovery.h"
#include "core/scenarios/prony-scenario-files.h"

/* What the opening thread hands over. */
typedef struct
{
  char *database;
  PronyStore *store;
  char *store_error;
  GPtrArray *engines;
  GPtrArray *runs;
  GPtrArray *plans;
  PronyScenarioCatalog *scenarios;
} Opening;

static void
opening_free (Opening *opening)
{
  g_free (opening->database);
  g_clear_object (&opening->store);
  g_free (opening->store_error);
  g_clear_pointer (&opening->engines, g_ptr_array_unref);
  g_clear_pointer (&opening->runs, g_ptr_array_unref);
  g_clear_pointer (&opening->plans, g_ptr_array_unref);
  g_clear_pointer (&opening->scenarios, prony_scenario_catalog_free);
  g_free (opening);
}

static gboolean
on_old_cb (gpointer data)
{
  PronySession *self = data;

  if (!self->closed && !self->ready)
    _prony_session_set_updating (self);
  return G_SOURCE_REMOVE;
}

/* Runs in a worker thread. */
static void
open_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Opening *opening = task_data;
  g_autoptr (GError) error = NULL;

  if (prony_store_is_old (opening->database))
    g_main_context_invoke_full (g_task_get_context (task), G_PRIORITY_DEFAULT, on_old_cb,
                                g_object_ref (source), g_object_unref);
  opening->store = prony_store_open (opening->database, &error);
  if (opening->store != NULL && prony_run_recovery_run (opening->store, &error))
    opening->engines = prony_store_list_engines (opening->store, &error);
  if (opening->engines != NULL)
    opening->runs = prony_store_list_run_entries (opening->store, NULL, &error);
  if (opening->runs != NULL)
    opening->plans = prony_store_list_plans (opening->store, &error);
  if (error != NULL)
    opening->store_error = g_strdup (error->message);

  prony_scenario_files_discard_old ();
  opening->scenarios = prony_scenario_catalog_read ();
  g_task_return_boolean (task, TRUE);
}

static void
on_store_failed_cb (PronySession *self, const GError *error)
{
  g_assert (PRONY_IS_SESSION (self));

  _prony_session_set_store_error (self, error->message);
}

static void
on_opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  PronySession *self = (PronySession *) object;
  Opening *opening = g_task_get_task_data (G_TASK (result));

  g_assert (PRONY_IS_SESSION (self));

  if (self->closed)
    {
      if (opening->store != NULL)
        prony_store_close (opening->store, NULL);
      return;
    }

  self->store = g_steal_pointer (&opening->store);
  if (self->store != NULL)
    g_signal_connect_object (self->store, "failed", G_CALLBACK (on_store_failed_cb), self,
                             G_CONNECT_SWAPPED);
  _prony_session_set_store_error (self, opening->store_error);

  _prony_session_fill_scenarios (self, opening->scenarios);
  _prony_session_watch_scenarios (self);
  if (opening->runs != NULL)
    _prony_session_fill_runs (self, opening->runs);
  if (opening->plans != NULL)
    _prony_session_fill_plans (self, opening->plans);
  if (opening->engines != NULL)
    _prony_session_fill_engines (self, opening->engines);

  _prony_session_set_ready (self);
}

/**
 * prony_session_open:
 * @self: a new session
 *
 * Starts to open the store and to fill the lists, in a thread. `ready` is notified
 * when that is done, also when the store could not be opened.
 */
void
prony_session_open (PronySession *self)
{
  g_autoptr (GTask) task = NULL;
  Opening *opening;

  g_return_if_fail (PRONY_IS_SESSION (self));

  if (self->opening || self->closed)
    return;
  self->opening = TRUE;

  opening = g_new0 (Opening, 1);
  opening->database = g_strdup (self->database);
  task = g_task_new (self, NULL, on_opened_cb, NULL);
  g_task_set_source_tag (task, prony_session_open);
  g_task_set_task_data (task, opening, (GDestroyNotify) opening_free);
  g_task_run_in_thread (task, open_in_thread);
}
