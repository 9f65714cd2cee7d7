/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The simulated engine that a session starts for a first run without any server.
 * It is in the list of engines, marked as simulated, is never saved, and ends with
 * the session. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/session/prony-session-private.h"

static void
on_simulator_started_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PronySession *self = g_task_get_source_object (task);
  g_autoptr (PronyEngineProcess) process = NULL;
  g_autoptr (PronyEngineSpec) spec = NULL;
  GError *error = NULL;

  process = prony_engine_process_start_simulator_finish (result, &error);
  if (process != NULL)
    spec = prony_engine_spec_new (prony_engine_process_get_url (process), &error);
  if (spec == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (self->closed)
    {
      prony_engine_process_stop (process);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s",
                               _ ("Prony is closing."));
      return;
    }

  /* Somebody may have asked twice before the first one was up: the later stays. */
  _prony_session_stop_simulator (self);
  spec->name = g_strdup (_ ("Simulated Engine"));
  self->simulator = g_steal_pointer (&process);
  self->simulator_item = prony_engine_item_new (spec);
  prony_engine_item_set_transient (self->simulator_item, TRUE);
  g_list_store_append (self->engines, self->simulator_item);
  prony_session_probe_engine (self, self->simulator_item);
  g_task_return_pointer (task, g_object_ref (self->simulator_item), g_object_unref);
}

/**
 * prony_session_start_simulator_async:
 * @self: a session
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Starts the simulated engine and adds it to the list. If it runs already, that
 * one is used, and comes back to the list if it had been removed.
 */
void
prony_session_start_simulator_async (PronySession *self,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (PRONY_IS_SESSION (self));

  task = g_task_new (self, self->cancellable, callback, user_data);
  g_task_set_source_tag (task, prony_session_start_simulator_async);
  if (self->simulator != NULL && prony_engine_process_is_running (self->simulator))
    {
      prony_session_restore_engine (self, self->simulator_item);
      g_task_return_pointer (task, g_object_ref (self->simulator_item), g_object_unref);
      return;
    }

  prony_engine_process_start_simulator_async (NULL, self->cancellable, on_simulator_started_cb,
                                              g_steal_pointer (&task));
}

/**
 * prony_session_start_simulator_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): the simulated engine, %NULL on error
 */
PronyEngineItem *
prony_session_start_simulator_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
_prony_session_stop_simulator (PronySession *self)
{
  guint position;

  if (self->simulator != NULL)
    prony_engine_process_stop (self->simulator);
  if (self->simulator_item != NULL && self->engines != NULL &&
      g_list_store_find (self->engines, self->simulator_item, &position))
    g_list_store_remove (self->engines, position);
  g_clear_object (&self->simulator);
  g_clear_object (&self->simulator_item);
}
