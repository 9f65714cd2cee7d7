/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-store"

#include "config.h"

#include "core/store/prony-store-notes.h"
#include "core/store/prony-store-private.h"

/**
 * prony_store_put_note:
 * @self: a store
 * @run_id: a run that was put before
 * @note: a remark on it; copied
 *
 * Adds a remark to a run. May be called from any thread; never waits.
 */
void
prony_store_put_note (PronyStore *self, const char *run_id, const PronyRunNote *note)
{
  PronySqlCommand *command;

  g_return_if_fail (PRONY_IS_STORE (self));
  g_return_if_fail (run_id != NULL && note != NULL && note->text != NULL);

  command = prony_sql_command_new (
    "INSERT INTO run_notes (run_id, at_us, text, trial) VALUES (?, ?, ?, nullif (?, -1))");
  prony_sql_command_add_text (command, run_id);
  prony_sql_command_add_int (command, note->at_us);
  prony_sql_command_add_text (command, note->text);
  prony_sql_command_add_int (command, note->trial);
  _prony_store_push_command (self, command);
}

/**
 * prony_store_delete_note:
 * @self: a store
 * @run_id: a run
 * @note: a remark on it, as it was put or read; of several that are the same one is removed
 *
 * Removes a remark from a run; putting it again brings it back. May be called from any
 * thread; never waits.
 */
void
prony_store_delete_note (PronyStore *self, const char *run_id, const PronyRunNote *note)
{
  PronySqlCommand *command;

  g_return_if_fail (PRONY_IS_STORE (self));
  g_return_if_fail (run_id != NULL && note != NULL && note->text != NULL);

  command =
    prony_sql_command_new ("DELETE FROM run_notes WHERE id = (SELECT id FROM run_notes"
                           " WHERE run_id = ? AND at_us = ? AND text = ? ORDER BY id LIMIT 1)");
  prony_sql_command_add_text (command, run_id);
  prony_sql_command_add_int (command, note->at_us);
  prony_sql_command_add_text (command, note->text);
  _prony_store_push_command (self, command);
}

/* A trial that the run does not have is none, and a text that is not there is empty. */
static PronyRunNote *
read_note (sqlite3_stmt *row, PronyRun *run)
{
  gint64 trial = sqlite3_column_type (row, 1) != SQLITE_NULL ? sqlite3_column_int64 (row, 1) : -1;

  if (trial < 0 || trial >= run->trials->len)
    trial = -1;
  return prony_run_note_new (sqlite3_column_int64 (row, 0), (int) trial,
                             prony_sql_column_text (row, 2));
}

/**
 * prony_store_read_notes:
 * @db: a connection that reads
 * @run: a run with its trials
 * @error: return location for a sentence
 *
 * Adds the remarks on a run to it, in the order of their times.
 *
 * Returns: whether they could be read
 */
gboolean
prony_store_read_notes (sqlite3 *db, PronyRun *run, GError **error)
{
  g_autoptr (sqlite3_stmt) rows = prony_sql_prepare (
    db,
    "SELECT at_us, trial, coalesce (text, '') FROM run_notes WHERE run_id = ? ORDER BY at_us, id",
    error);
  gboolean row;

  if (rows == NULL)
    return FALSE;

  prony_sql_bind_text (rows, 1, run->id, -1);
  while (prony_sql_step (rows, &row, error))
    {
      if (!row)
        return TRUE;
      g_ptr_array_add (run->notes, read_note (rows, run));
    }

  return FALSE;
}
