/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-store"

#include "config.h"

#include "base/prony-json.h"
#include "core/store/prony-store-private.h"

/**
 * prony_store_put_plan:
 * @self: a store
 * @plan: a plan or selection of targets that the user keeps
 *
 * Stores a plan, or what has changed of it.
 */
void
prony_store_put_plan (PronyStore *self, PronySavedPlan *plan)
{
  g_autofree char *text = NULL;
  PronySqlCommand *command;

  g_return_if_fail (PRONY_IS_STORE (self));
  g_return_if_fail (plan != NULL);

  text = prony_json_to_text (plan->plan, FALSE);
  command = prony_sql_command_new (
    "INSERT INTO plans (id, name, used_us, plan) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET name = excluded.name, used_us = excluded.used_us,"
    " plan = excluded.plan");
  prony_sql_command_add_text (command, plan->id);
  prony_sql_command_add_text (command, plan->name);
  prony_sql_command_add_int (command, plan->used_us);
  prony_sql_command_add_text (command, text);
  _prony_store_push_command (self, command);
}

/**
 * prony_store_delete_plan:
 * @self: a store
 * @plan_id: which; nothing happens if it is not stored
 *
 * Removes a plan; putting it again brings it back.
 */
void
prony_store_delete_plan (PronyStore *self, const char *plan_id)
{
  PronySqlCommand *command;

  g_return_if_fail (PRONY_IS_STORE (self));
  g_return_if_fail (plan_id != NULL);

  command = prony_sql_command_new ("DELETE FROM plans WHERE id = ?");
  prony_sql_command_add_text (command, plan_id);
  _prony_store_push_command (self, command);
}

/* Nothing is missing, unless another program has made the table anew. */
static GPtrArray *
read_plans (sqlite3 *db, GError **error)
{
  g_autoptr (GPtrArray) plans =
    g_ptr_array_new_with_free_func ((GDestroyNotify) prony_saved_plan_unref);
  g_autoptr (sqlite3_stmt) rows = prony_sql_prepare (
    db,
    "SELECT coalesce (id, ''), coalesce (name, ''), used_us, coalesce (plan, '') FROM plans"
    " ORDER BY used_us DESC, rowid DESC",
    error);
  gboolean row;

  if (rows == NULL)
    return NULL;

  while (prony_sql_step (rows, &row, error))
    {
      g_autoptr (JsonObject) plan = NULL;

      if (!row)
        return g_steal_pointer (&plans);

      plan = prony_json_parse_object (prony_sql_column_text (rows, 3), -1, error);
      if (plan == NULL)
        return NULL;
      g_ptr_array_add (plans, prony_saved_plan_new (prony_sql_column_text (rows, 0),
                                                    prony_sql_column_text (rows, 1),
                                                    sqlite3_column_int64 (rows, 2), plan));
    }

  return NULL;
}

/**
 * prony_store_list_plans:
 * @self: a store
 * @error: return location for a sentence
 *
 * Returns: (transfer full) (nullable) (element-type PronySavedPlan): the plans and
 *   selections of targets that the user keeps, the latest first
 */
GPtrArray *
prony_store_list_plans (PronyStore *self, GError **error)
{
  GPtrArray *plans;
  sqlite3 *db;

  g_return_val_if_fail (PRONY_IS_STORE (self), NULL);

  db = _prony_store_begin_read (self, error);
  if (db == NULL)
    return NULL;

  plans = read_plans (db, error);
  _prony_store_end_read (self);
  return plans;
}
