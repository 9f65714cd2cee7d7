/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-store"

#include "config.h"

#include "core/store/prony-process-identity.h"
#include "core/store/prony-sql.h"
#include "core/store/prony-store-recovery.h"

static gboolean
mark_run (sqlite3 *db, const char *run_id, GError **error)
{
  static const char *const statements[] = {
    "UPDATE trials SET state = 'interrupted' WHERE run_id = ?"
    " AND state NOT IN ('finished', 'stopped', 'failed', 'interrupted')",
    "UPDATE runs SET state = 'interrupted' WHERE id = ?",
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_autoptr (PronySqlCommand) command = prony_sql_command_new (statements[i]);

      prony_sql_command_add_text (command, run_id);
      if (!prony_sql_command_run (command, db, error))
        return FALSE;
    }

  return TRUE;
}

static GPtrArray *
find_dead_runs (sqlite3 *db, GError **error)
{
  g_autoptr (GPtrArray) dead = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (sqlite3_stmt) statement = NULL;
  gboolean row;

  statement = prony_sql_prepare (db,
                                 "SELECT id, writer FROM runs WHERE state NOT IN"
                                 " ('finished', 'stopped', 'failed', 'interrupted')",
                                 error);
  if (statement == NULL)
    return NULL;

  while (prony_sql_step (statement, &row, error))
    {
      if (!row)
        return g_steal_pointer (&dead);
      if (!prony_process_identity_is_alive (prony_sql_column_text (statement, 1)))
        g_ptr_array_add (dead, g_strdup (prony_sql_column_text (statement, 0)));
    }

  return NULL;
}

/**
 * prony_store_mark_interrupted:
 * @db: a connection that may write, outside of a transaction
 * @error: return location for a sentence
 *
 * Marks runs that were under way in a program that has died, and their trials, as
 * interrupted. Takes the write lock even if there is nothing to mark: that tells
 * at once whether another program keeps the database to itself.
 *
 * Returns: whether that could be done
 */
gboolean
prony_store_mark_interrupted (sqlite3 *db, GError **error)
{
  g_autoptr (GPtrArray) dead = NULL;
  gboolean marked;
  guint i;

  if (!prony_sql_exec (db, "BEGIN IMMEDIATE", error))
    return FALSE;

  dead = find_dead_runs (db, error);
  marked = dead != NULL;
  for (i = 0; marked && i < dead->len; i++)
    marked = mark_run (db, dead->pdata[i], error);

  if (marked && prony_sql_exec (db, "COMMIT", error))
    return TRUE;

  if (!sqlite3_get_autocommit (db))
    sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}
