/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Changing the user's scenarios. What touches the disk is done in a thread, one change at
 * a time, and each of them then reads all scenarios again, so that the lists show what is
 * there whoever has changed it. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/session/prony-scenario-item.h"
#include "app/session/prony-session-private.h"
#include "base/prony-error.h"
#include "core/scenarios/prony-scenario-files.h"

/* What is to be done, and what came of it. */
typedef struct _Change Change;

struct _Change
{
  void (*run) (Change *change, GError **error);
  GTask *task; /* (nullable): of who asked for it */
  char *text;
  char *file;
  PronyScenario *scenario;
  char *result; /* the new file, or what a deleted one can be brought back by */
  GError *error;
  PronyScenarioCatalog *catalog;
  guint64 serial;
};

static void
change_free (Change *change)
{
  g_clear_object (&change->task);
  g_free (change->text);
  g_free (change->file);
  g_clear_pointer (&change->scenario, prony_scenario_unref);
  g_free (change->result);
  g_clear_error (&change->error);
  g_clear_pointer (&change->catalog, prony_scenario_catalog_free);
  g_free (change);
}

/* --- Changes ---------------------------------------------------------------- */

/* Runs in a worker thread. */
static void
change_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  PronySession *self = source;
  Change *change = task_data;

  g_mutex_lock (&self->scenario_lock);
  if (change->run != NULL)
    change->run (change, &change->error);
  change->catalog = prony_scenario_catalog_read ();
  change->serial = ++self->scenario_serial;
  g_mutex_unlock (&self->scenario_lock);

  g_task_return_boolean (task, TRUE);
}

static void
return_item (PronySession *self, Change *change)
{
  PronyScenarioItem *item = _prony_session_find_scenario (self->scenarios, NULL, change->result);

  if (item != NULL)
    g_task_return_pointer (change->task, g_object_ref (item), g_object_unref);
  else
    g_task_return_new_error (change->task, PRONY_ERROR, PRONY_ERROR_NOT_FOUND,
                             _ ("“%s” is gone again: something else has removed it."),
                             change->result);
}

static void
on_changed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  PronySession *self = (PronySession *) object;
  Change *change = g_task_get_task_data (G_TASK (result));

  g_assert (PRONY_IS_SESSION (self));

  /* A later change may have come first, and then it has read this one's, too. */
  if (!self->closed && change->serial > self->scenario_shown)
    {
      self->scenario_shown = change->serial;
      _prony_session_fill_scenarios (self, change->catalog);
    }

  if (change->task == NULL)
    return;
  if (change->error != NULL)
    g_task_return_error (change->task, g_steal_pointer (&change->error));
  else if (self->closed)
    g_task_return_new_error (change->task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s",
                             _ ("The window was closed."));
  else if (g_task_get_source_tag (change->task) == prony_session_delete_scenario_async)
    g_task_return_pointer (change->task, g_steal_pointer (&change->result), g_free);
  else if (change->result != NULL)
    return_item (self, change);
  else
    g_task_return_boolean (change->task, TRUE);
}

static void
start_change (PronySession *self, Change *change)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_changed_cb, NULL);

  g_task_set_source_tag (task, start_change);
  g_task_set_task_data (task, change, (GDestroyNotify) change_free);
  g_task_run_in_thread (task, change_in_thread);
}

static Change *
new_change (PronySession *self,
            void (*run) (Change *change, GError **error),
            gpointer tag,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  Change *change = g_new0 (Change, 1);

  change->run = run;
  change->task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (change->task, tag);
  return change;
}

static void
run_save (Change *change, GError **error)
{
  change->result = prony_scenario_files_save (change->text, change->file, error);
}

static void
run_duplicate (Change *change, GError **error)
{
  change->result = prony_scenario_files_duplicate (change->scenario, error);
}

static void
run_import (Change *change, GError **error)
{
  change->result = prony_scenario_files_import (change->file, error);
}

static void
run_export (Change *change, GError **error)
{
  prony_scenario_files_export (change->scenario, change->file, error);
}

static void
run_delete (Change *change, GError **error)
{
  change->result = prony_scenario_files_set_aside (change->scenario, error);
}

static void
run_restore (Change *change, GError **error)
{
  prony_scenario_files_bring_back (change->file, error);
}

static void
run_discard (Change *change, GError **error)
{
  prony_scenario_files_discard (change->file, error);
}

/**
 * prony_session_reload_scenarios:
 * @self: a session
 *
 * Reads all scenarios again, in a thread. Items of scenarios that are still there stay.
 */
void
prony_session_reload_scenarios (PronySession *self)
{
  g_return_if_fail (PRONY_IS_SESSION (self));

  start_change (self, g_new0 (Change, 1));
}

/**
 * prony_session_find_scenario:
 * @self: a session
 * @name: a scenario's name
 *
 * Returns: (transfer none) (nullable): its item
 */
PronyScenarioItem *
prony_session_find_scenario (PronySession *self, const char *name)
{

  g_return_val_if_fail (PRONY_IS_SESSION (self), NULL);

  return _prony_session_find_scenario (self->scenarios, name, NULL);
}

/**
 * prony_session_save_scenario_async:
 * @self: a session
 * @text: a scenario as YAML
 * @file: (nullable): the file of the user's that it came from; %NULL for a new one
 * @callback: called when it is saved and in the list
 * @user_data: for @callback
 *
 * Saves a scenario in the user's folder, as prony_scenario_files_save() does. One with
 * mistakes is not saved.
 */
void
prony_session_save_scenario_async (PronySession *self,
                                   const char *text,
                                   const char *file,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  Change *change;

  g_return_if_fail (PRONY_IS_SESSION (self) && text != NULL);

  change = new_change (self, run_save, prony_session_save_scenario_async, callback, user_data);
  change->text = g_strdup (text);
  change->file = g_strdup (file);
  start_change (self, change);
}

/**
 * prony_session_save_scenario_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location for an error of prony_scenario_files_save()
 *
 * Returns: (transfer full) (nullable): the scenario in the list
 */
PronyScenarioItem *
prony_session_save_scenario_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * prony_session_duplicate_scenario_async:
 * @self: a session
 * @item: a scenario, shipped or the user's own
 * @callback: called when the copy is in the list
 * @user_data: for @callback
 *
 * Makes a copy that the user can change, as prony_scenario_files_duplicate() does.
 */
void
prony_session_duplicate_scenario_async (PronySession *self,
                                        PronyScenarioItem *item,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  Change *change;

  g_return_if_fail (PRONY_IS_SESSION (self) && PRONY_IS_SCENARIO_ITEM (item));

  change =
    new_change (self, run_duplicate, prony_session_duplicate_scenario_async, callback, user_data);
  change->scenario = prony_scenario_ref (prony_scenario_item_get_scenario (item));
  start_change (self, change);
}

/**
 * prony_session_duplicate_scenario_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location for an error of prony_scenario_files_duplicate()
 *
 * Returns: (transfer full) (nullable): the copy in the list
 */
PronyScenarioItem *
prony_session_duplicate_scenario_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * prony_session_import_scenario_async:
 * @self: a session
 * @file: a scenario's file from elsewhere
 * @callback: called when it is in the list
 * @user_data: for @callback
 *
 * Copies a scenario into the user's folder, as prony_scenario_files_import() does.
 */
void
prony_session_import_scenario_async (PronySession *self,
                                     const char *file,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  Change *change;

  g_return_if_fail (PRONY_IS_SESSION (self) && file != NULL);

  change = new_change (self, run_import, prony_session_import_scenario_async, callback, user_data);
  change->file = g_strdup (file);
  start_change (self, change);
}

/**
 * prony_session_import_scenario_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location for an error of prony_scenario_files_import()
 *
 * Returns: (transfer full) (nullable): the scenario in the list
 */
PronyScenarioItem *
prony_session_import_scenario_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * prony_session_export_scenario_async:
 * @self: a session
 * @item: a scenario
 * @file: where to
 * @callback: called when it is written
 * @user_data: for @callback
 *
 * Writes a scenario into a file, as prony_scenario_files_export() does.
 */
void
prony_session_export_scenario_async (PronySession *self,
                                     PronyScenarioItem *item,
                                     const char *file,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  Change *change;

  g_return_if_fail (PRONY_IS_SESSION (self) && PRONY_IS_SCENARIO_ITEM (item) && file != NULL);

  change = new_change (self, run_export, prony_session_export_scenario_async, callback, user_data);
  change->scenario = prony_scenario_ref (prony_scenario_item_get_scenario (item));
  change->file = g_strdup (file);
  start_change (self, change);
}

/**
 * prony_session_export_scenario_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location for an error of prony_scenario_files_export()
 *
 * Returns: whether it is written
 */
gboolean
prony_session_export_scenario_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * prony_session_delete_scenario_async:
 * @self: a session
 * @item: one of the user's own scenarios
 * @callback: called when it is no longer in the list
 * @user_data: for @callback
 *
 * Deletes a scenario. Until the session is closed it can be brought back.
 */
void
prony_session_delete_scenario_async (PronySession *self,
                                     PronyScenarioItem *item,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  Change *change;

  g_return_if_fail (PRONY_IS_SESSION (self) && PRONY_IS_SCENARIO_ITEM (item));

  change = new_change (self, run_delete, prony_session_delete_scenario_async, callback, user_data);
  change->scenario = prony_scenario_ref (prony_scenario_item_get_scenario (item));
  start_change (self, change);
}

/**
 * prony_session_delete_scenario_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location for an error of prony_scenario_files_set_aside()
 *
 * Returns: (transfer full) (nullable): what it can be brought back by
 */
char *
prony_session_delete_scenario_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  char *aside;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  aside = g_task_propagate_pointer (G_TASK (result), error);
  if (aside != NULL)
    g_hash_table_add (self->deleted_scenarios, g_strdup (aside));
  return aside;
}

/**
 * prony_session_restore_scenario_async:
 * @self: a session
 * @aside: what prony_session_delete_scenario_finish() gave
 * @callback: called when it is in the list again
 * @user_data: for @callback
 *
 * Undoes a deletion.
 */
void
prony_session_restore_scenario_async (PronySession *self,
                                      const char *aside,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  Change *change;

  g_return_if_fail (PRONY_IS_SESSION (self) && aside != NULL);

  change =
    new_change (self, run_restore, prony_session_restore_scenario_async, callback, user_data);
  change->file = g_strdup (aside);
  start_change (self, change);
}

/**
 * prony_session_restore_scenario_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location for an error of prony_scenario_files_bring_back()
 *
 * Returns: whether it is there again
 */
gboolean
prony_session_restore_scenario_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * prony_session_discard_scenario:
 * @self: a session
 * @aside: what prony_session_delete_scenario_finish() gave
 *
 * Makes a deletion final, when it is no longer offered to undo it.
 */
void
prony_session_discard_scenario (PronySession *self, const char *aside)
{
  Change *change;

  g_return_if_fail (PRONY_IS_SESSION (self) && aside != NULL);

  change = g_new0 (Change, 1);
  change->run = run_discard;
  change->file = g_strdup (aside);
  g_hash_table_remove (self->deleted_scenarios, aside);
  start_change (self, change);
}

/* Makes all deletions final. */
void
_prony_session_discard_scenarios (PronySession *self)
{
  GHashTableIter iter;
  gpointer aside;

  g_hash_table_iter_init (&iter, self->deleted_scenarios);
  while (g_hash_table_iter_next (&iter, &aside, NULL))
    prony_scenario_files_discard (aside, NULL);
  g_hash_table_remove_all (self->deleted_scenarios);
}
