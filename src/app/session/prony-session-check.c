/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Finding out what an engine can do, with a few short requests in a thread. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-session-private.h"
#include "core/bench/prony-capability-check.h"
#include "core/bench/prony-target-preparation.h"

typedef struct
{
  PronyTarget *target;
  PronyCapabilities capabilities;
} Check;

static void
check_free (Check *check)
{
  prony_target_unref (check->target);
  g_free (check);
}

/* Whether a model is of more use than another for a few short requests: one that is
 * in memory already, else a small one. */
static gboolean
is_handier (const PronyModelInfo *model, const PronyModelInfo *than)
{
  gboolean loaded = model->state == PRONY_MODEL_STATE_LOADED;

  if (than == NULL || loaded != (than->state == PRONY_MODEL_STATE_LOADED))
    return than == NULL || loaded;

  return model->size_bytes > 0 && than->size_bytes > 0 && model->size_bytes < than->size_bytes;
}

static gboolean
only_embeds (const PronyModelInfo *model)
{
  const char *const *capabilities = (const char *const *) model->capabilities;

  return capabilities != NULL && g_strv_contains (capabilities, "embedding") &&
         !g_strv_contains (capabilities, "completion");
}

static const char *
choose_model (PronyEngineItem *item)
{
  PronyEngineInfo *info = prony_engine_item_get_info (item);
  const PronyModelInfo *chosen = NULL;

  for (guint i = 0; info != NULL && i < info->models->len; i++)
    {
      const PronyModelInfo *model = g_ptr_array_index (info->models, i);

      if (!only_embeds (model) && is_handier (model, chosen))
        chosen = model;
    }

  return chosen != NULL ? chosen->id : NULL;
}

static void
check_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Check *check = task_data;
  g_autoptr (PronyTarget) prepared = NULL;
  GError *error = NULL;

  prepared = prony_target_prepare (check->target, cancellable, &error);
  if (prepared != NULL &&
      prony_capability_check (prepared, cancellable, &check->capabilities, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_checked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  PronySession *self = (PronySession *) object;
  g_autoptr (GTask) task = user_data;
  PronyEngineItem *item = g_task_get_task_data (task);
  Check *check = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  prony_engine_item_set_checking (item, FALSE);
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }

  _prony_session_learn (self, check->target->engine->id, &check->capabilities,
                        check->target->rejected);
  g_task_return_boolean (task, TRUE);
}

/**
 * prony_session_check_engine_async:
 * @self: a session
 * @item: one of its engines
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Sends an engine a few short requests to see what it can do, and saves what was
 * learned with it. The item's `checking` is set meanwhile. To be asked for only once
 * at a time.
 */
void
prony_session_check_engine_async (PronySession *self,
                                  PronyEngineItem *item,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GTask) work = NULL;
  PronyCredentials *credentials;
  Check *check;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (PRONY_IS_ENGINE_ITEM (item));
  g_return_if_fail (!prony_engine_item_get_checking (item));

  task = g_task_new (self, self->cancellable, callback, user_data);
  g_task_set_source_tag (task, prony_session_check_engine_async);
  g_task_set_task_data (task, g_object_ref (item), g_object_unref);

  credentials = prony_engine_item_get_credentials (item);
  check = g_new0 (Check, 1);
  check->target = prony_target_new (prony_engine_item_get_spec (item), choose_model (item));
  if (credentials != NULL)
    check->target->credentials = prony_credentials_ref (credentials);

  prony_engine_item_set_checking (item, TRUE);
  work = g_task_new (self, self->cancellable, on_checked_cb, g_steal_pointer (&task));
  g_task_set_task_data (work, check, (GDestroyNotify) check_free);
  g_task_run_in_thread (work, check_in_thread);
}

/**
 * prony_session_check_engine_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location
 *
 * Returns: whether the engine could be asked
 */
gboolean
prony_session_check_engine_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * prony_session_learn_from_target:
 * @self: a session
 * @target: a target of one of its engines that was asked something
 *
 * Saves with the engine which fields it has refused.
 */
void
prony_session_learn_from_target (PronySession *self, PronyTarget *target)
{
  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (target != NULL);

  if (!prony_rejected_fields_is_empty (target->rejected))
    _prony_session_learn (self, target->engine->id, NULL, target->rejected);
}
