/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-store"

#include "config.h"

#include "base/prony-json.h"
#include "core/store/prony-store-private.h"

/**
 * prony_store_put_engine:
 * @self: a store
 * @engine: an engine that the user keeps
 *
 * Stores an engine, or what has changed of it. Its key is never part of it.
 */
void
prony_store_put_engine (PronyStore *self, PronyEngineSpec *engine)
{
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *spec = NULL;
  PronySqlCommand *command;

  g_return_if_fail (PRONY_IS_STORE (self));
  g_return_if_fail (engine != NULL);

  object = prony_engine_spec_to_json (engine);
  spec = prony_json_to_text (object, FALSE);
  command = prony_sql_command_new ("INSERT INTO engines (id, spec) VALUES (?, ?)"
                                   " ON CONFLICT (id) DO UPDATE SET spec = excluded.spec");
  prony_sql_command_add_text (command, engine->id);
  prony_sql_command_add_text (command, spec);
  _prony_store_push_command (self, command);
}

/**
 * prony_store_move_engine_last:
 * @self: a store
 * @engine_id: which; nothing happens if it is not stored
 *
 * Puts an engine behind all others in what prony_store_list_engines() returns.
 */
void
prony_store_move_engine_last (PronyStore *self, const char *engine_id)
{
  PronySqlCommand *command;

  g_return_if_fail (PRONY_IS_STORE (self));
  g_return_if_fail (engine_id != NULL);

  command = prony_sql_command_new (
    "UPDATE engines SET rowid = (SELECT max(rowid) + 1 FROM engines) WHERE id = ?");
  prony_sql_command_add_text (command, engine_id);
  _prony_store_push_command (self, command);
}

/**
 * prony_store_delete_engine:
 * @self: a store
 * @engine_id: which
 *
 * Removes an engine; putting it again brings it back.
 */
void
prony_store_delete_engine (PronyStore *self, const char *engine_id)
{
  PronySqlCommand *command;

  g_return_if_fail (PRONY_IS_STORE (self));
  g_return_if_fail (engine_id != NULL);

  command = prony_sql_command_new ("DELETE FROM engines WHERE id = ?");
  prony_sql_command_add_text (command, engine_id);
  _prony_store_push_command (self, command);
}

static GPtrArray *
read_engines (sqlite3 *db, GError **error)
{
  g_autoptr (GPtrArray) engines =
    g_ptr_array_new_with_free_func ((GDestroyNotify) prony_engine_spec_unref);
  g_autoptr (sqlite3_stmt) rows =
    prony_sql_prepare (db, "SELECT spec FROM engines ORDER BY rowid", error);
  gboolean row;

  if (rows == NULL)
    return NULL;

  while (prony_sql_step (rows, &row, error))
    {
      g_autoptr (JsonObject) object = NULL;
      PronyEngineSpec *engine;

      if (!row)
        return g_steal_pointer (&engines);

      object = prony_json_parse_object (prony_sql_column_text (rows, 0), -1, error);
      engine = object != NULL ? prony_engine_spec_from_json (object, error) : NULL;
      if (engine == NULL)
        return NULL;
      g_ptr_array_add (engines, engine);
    }

  return NULL;
}

/**
 * prony_store_list_engines:
 * @self: a store
 * @error: return location for a sentence
 *
 * Returns: (transfer full) (nullable) (element-type PronyEngineSpec): the engines
 *   that the user keeps, in the order in which they were added
 */
GPtrArray *
prony_store_list_engines (PronyStore *self, GError **error)
{
  GPtrArray *engines;
  sqlite3 *db;

  g_return_val_if_fail (PRONY_IS_STORE (self), NULL);

  db = _prony_store_begin_read (self, error);
  if (db == NULL)
    return NULL;

  engines = read_engines (db, error);
  _prony_store_end_read (self);
  return engines;
}
