/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The engines of a session: adding, changing, removing and scanning. How they are is
 * in prony-session-probe.c, which keys belong to them in prony-session-keys.c. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/session/prony-session-private.h"
#include "base/prony-util.h"
#include "core/engines/prony-engine-probe.h"

static gboolean
find_item (PronySession *self, PronyEngineItem *item, guint *position)
{
  return g_list_store_find (self->engines, item, position);
}

void
_prony_session_save_engine (PronySession *self, PronyEngineItem *item)
{
  if (self->store != NULL && !prony_engine_item_get_transient (item) &&
      find_item (self, item, NULL))
    prony_store_put_engine (self->store, prony_engine_item_get_spec (item));
}

/* An engine that was added while the database was being opened: it could not be stored then,
 * and may be one that is there. */
static void
add_early (PronySession *self, PronyEngineItem *item)
{
  if (!prony_engine_item_get_transient (item) &&
      prony_session_find_engine_by_url (self, prony_engine_item_get_url (item)) != NULL)
    {
      prony_session_add_engine (self, prony_engine_item_get_spec (item),
                                prony_engine_item_get_credentials (item));
      return;
    }

  g_list_store_append (self->engines, item);
  _prony_session_save_engine (self, item);
}

void
_prony_session_fill_engines (PronySession *self, GPtrArray *specs)
{
  g_autoptr (GPtrArray) early = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *engines = G_LIST_MODEL (self->engines);

  for (guint i = 0; i < g_list_model_get_n_items (engines); i++)
    g_ptr_array_add (early, g_list_model_get_item (engines, i));
  g_list_store_remove_all (self->engines);

  for (guint i = 0; i < specs->len; i++)
    {
      g_autoptr (PronyEngineItem) item = prony_engine_item_new (g_ptr_array_index (specs, i));

      g_list_store_append (self->engines, item);
      prony_session_probe_engine (self, item);
    }
  for (guint i = 0; i < early->len; i++)
    add_early (self, g_ptr_array_index (early, i));
}

/**
 * prony_session_find_engine:
 * @self: a session
 * @id: (nullable): an engine spec's id
 *
 * Returns: (transfer none) (nullable): the engine in the list with that id
 */
PronyEngineItem *
prony_session_find_engine (PronySession *self, const char *id)
{
  guint n_items;

  g_return_val_if_fail (PRONY_IS_SESSION (self), NULL);

  n_items = g_list_model_get_n_items (G_LIST_MODEL (self->engines));
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (PronyEngineItem) item = g_list_model_get_item (G_LIST_MODEL (self->engines), i);

      if (g_strcmp0 (prony_engine_item_get_spec (item)->id, id) == 0)
        return item; /* the list keeps it alive */
    }

  return NULL;
}

/**
 * prony_session_find_engine_by_url:
 * @self: a session
 * @url: a normalised address
 *
 * Finds an engine by its address; `localhost` and `127.0.0.1` are the same place.
 *
 * Returns: (transfer none) (nullable): the engine in the list at that address
 */
PronyEngineItem *
prony_session_find_engine_by_url (PronySession *self, const char *url)
{
  g_autofree char *wanted = NULL;
  guint n_items;

  g_return_val_if_fail (PRONY_IS_SESSION (self), NULL);
  g_return_val_if_fail (url != NULL, NULL);

  wanted = prony_engine_url_dup_place (url);
  n_items = g_list_model_get_n_items (G_LIST_MODEL (self->engines));
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (PronyEngineItem) item = g_list_model_get_item (G_LIST_MODEL (self->engines), i);
      g_autofree char *place = prony_engine_url_dup_place (prony_engine_item_get_url (item));

      if (g_strcmp0 (place, wanted) == 0)
        return item; /* the list keeps it alive */
    }

  return NULL;
}

/**
 * prony_session_add_engine:
 * @self: a session
 * @spec: the engine
 * @credentials: (nullable): what to show it, which goes to the keyring
 *
 * Adds an engine, saves it and starts to probe it. An engine at the same address
 * that is in the list already is used again, with the new key if there is one.
 *
 * Returns: (transfer none): the engine in the list
 */
PronyEngineItem *
prony_session_add_engine (PronySession *self, PronyEngineSpec *spec, PronyCredentials *credentials)
{
  g_autoptr (PronyEngineSpec) saved = NULL;
  g_autoptr (PronyEngineItem) added = NULL;
  PronyEngineItem *item;
  gboolean has_key = !prony_credentials_is_empty (credentials);

  g_return_val_if_fail (PRONY_IS_SESSION (self), NULL);
  g_return_val_if_fail (spec != NULL, NULL);

  item = prony_session_find_engine_by_url (self, spec->url);
  saved = prony_engine_spec_copy (item != NULL ? prony_engine_item_get_spec (item) : spec);
  if (item == NULL)
    {
      added = prony_engine_item_new (saved);
      item = added;
      g_list_store_append (self->engines, added);
    }
  else
    {
      prony_engine_item_set_spec (item, saved);
    }

  if (has_key)
    {
      prony_engine_item_set_credentials (item, credentials);
      _prony_session_store_key (self, item);
    }
  _prony_session_save_engine (self, item);
  prony_session_probe_engine (self, item);

  return item;
}

/* Returns whether the engine has other credentials now. */
static gboolean
change_credentials (PronySession *self,
                    PronyEngineItem *item,
                    PronyEngineSpec *spec,
                    PronyCredentials *credentials)
{
  if (prony_credentials_equal (prony_engine_item_get_credentials (item), credentials))
    return FALSE;

  prony_engine_item_set_credentials (item, credentials);
  prony_engine_item_set_key_trouble (item, NULL);
  if (prony_credentials_is_empty (credentials) && spec->key_id != NULL)
    {
      _prony_session_clear_key (self, spec->key_id);
      g_clear_pointer (&spec->key_id, g_free);
    }

  return TRUE;
}

/**
 * prony_session_change_engine:
 * @self: a session
 * @item: one of its engines
 * @spec: the same engine with other settings
 * @credentials: (nullable): what to show it from now on
 *
 * Changes the settings of an engine, saves them and probes it. What was known of it
 * is forgotten where it is reached in another way.
 */
void
prony_session_change_engine (PronySession *self,
                             PronyEngineItem *item,
                             PronyEngineSpec *spec,
                             PronyCredentials *credentials)
{
  g_autoptr (PronyEngineSpec) before = NULL;
  g_autoptr (PronyEngineSpec) changed = NULL;
  gboolean moved;
  gboolean new_key;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (PRONY_IS_ENGINE_ITEM (item));
  g_return_if_fail (spec != NULL);

  before = prony_engine_spec_ref (prony_engine_item_get_spec (item));
  changed = prony_engine_spec_copy (spec);
  prony_set_str (&changed->key_id, before->key_id);
  moved = !g_str_equal (before->url, changed->url);
  new_key = change_credentials (self, item, changed, credentials);

  if (moved || new_key || !prony_engine_spec_is_reached_like (before, changed))
    prony_engine_item_set_info (item, NULL);
  prony_engine_item_set_spec (item, changed);
  _prony_session_save_engine (self, item);
  /* The keyring also knows the place. */
  if ((new_key || moved) && !prony_credentials_is_empty (credentials))
    _prony_session_store_key (self, item);
  prony_session_probe_engine (self, item);
}

/**
 * prony_session_remove_engine:
 * @self: a session
 * @item: one of its engines
 *
 * Removes an engine, and its key from the keyring. It can be brought back with
 * prony_session_restore_engine() as long as somebody holds @item.
 */
void
prony_session_remove_engine (PronySession *self, PronyEngineItem *item)
{
  g_autoptr (PronyEngineItem) kept = NULL;
  PronyEngineSpec *spec;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (PRONY_IS_ENGINE_ITEM (item));

  if (!find_item (self, item, &self->removed_position))
    return;

  kept = g_object_ref (item);
  g_list_store_remove (self->engines, self->removed_position);
  if (prony_engine_item_get_transient (kept))
    return;

  spec = prony_engine_item_get_spec (kept);
  if (self->store != NULL)
    prony_store_delete_engine (self->store, spec->id);
  if (spec->key_id != NULL)
    _prony_session_clear_key (self, spec->key_id);
}

/* What is stored last comes last at the next start: so do those behind an engine that
 * came back. */
static void
save_order_from (PronySession *self, guint position)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->engines));

  for (guint i = position; self->store != NULL && i < n_items; i++)
    {
      g_autoptr (PronyEngineItem) item = g_list_model_get_item (G_LIST_MODEL (self->engines), i);

      prony_store_move_engine_last (self->store, prony_engine_item_get_spec (item)->id);
    }
}

/**
 * prony_session_restore_engine:
 * @self: a session
 * @item: an engine that was removed
 *
 * Undoes prony_session_remove_engine(): the one removed last comes back to its place.
 */
void
prony_session_restore_engine (PronySession *self, PronyEngineItem *item)
{
  guint n_items;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (PRONY_IS_ENGINE_ITEM (item));

  if (find_item (self, item, NULL))
    return;

  n_items = g_list_model_get_n_items (G_LIST_MODEL (self->engines));
  g_list_store_insert (self->engines, MIN (self->removed_position, n_items), item);
  _prony_session_save_engine (self, item);
  save_order_from (self, self->removed_position + 1);
  if (!prony_credentials_is_empty (prony_engine_item_get_credentials (item)))
    _prony_session_store_key (self, item);
  prony_session_probe_engine (self, item);
}

static void
on_scanned_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PronySession *self = g_task_get_source_object (task);
  g_autoptr (GPtrArray) found = NULL;
  GError *error = NULL;

  found = prony_engine_scan_finish (result, &error);
  _prony_session_set_scanning (self, FALSE);
  if (found == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  for (guint i = found->len; i > 0; i--)
    {
      PronyEngineInfo *info = g_ptr_array_index (found, i - 1);
      PronyEngineItem *known = prony_session_find_engine_by_url (self, info->url);

      if (known == NULL)
        continue;

      prony_engine_item_set_info (known, info);
      g_ptr_array_remove_index (found, i - 1);
    }
  g_task_return_pointer (task, g_steal_pointer (&found), (GDestroyNotify) g_ptr_array_unref);
}

/**
 * prony_session_scan_async:
 * @self: a session
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Looks for engines on this computer, like prony_engine_scan(). One scan at a time: while
 * one is under way another fails with %G_IO_ERROR_PENDING.
 */
void
prony_session_scan_async (PronySession *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (PRONY_IS_SESSION (self));

  task = g_task_new (self, self->cancellable, callback, user_data);
  g_task_set_source_tag (task, prony_session_scan_async);
  if (self->scanning)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING, "%s",
                               _ ("This computer is being scanned already."));
      return;
    }

  _prony_session_set_scanning (self, TRUE);
  prony_engine_scan_async (self->cancellable, on_scanned_cb, g_steal_pointer (&task));
}

/**
 * prony_session_scan_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (element-type PronyEngineInfo): the engines that answer
 *   and are not in the list yet, %NULL on error
 */
GPtrArray *
prony_session_scan_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
