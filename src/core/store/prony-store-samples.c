/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-store"

#include "config.h"

#include "base/prony-json.h"
#include "core/store/prony-store-private.h"

/**
 * prony_store_put_sample:
 * @self: a store
 * @run: a run that was put before
 * @sample: how this computer stood while it was under way
 *
 * Adds a sample to a run; one of the same moment takes the place of the older one. May be
 * called from any thread; never waits.
 */
void
prony_store_put_sample (PronyStore *self, PronyRun *run, PronyResourceSample *sample)
{
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *text = NULL;
  PronySqlCommand *command;

  g_return_if_fail (PRONY_IS_STORE (self));
  g_return_if_fail (run != NULL && sample != NULL);

  object = prony_resource_sample_to_whole_json (sample);
  text = prony_json_to_text (object, FALSE);
  command = prony_sql_command_new (
    "INSERT OR REPLACE INTO resource_samples (run_id, at_ns, sample) VALUES (?, ?, ?)");
  prony_sql_command_add_text (command, run->id);
  prony_sql_command_add_int (command, sample->at_ns - run->started_ns);
  prony_sql_command_add_text (command, text);
  _prony_store_push_command (self, command);
}

static GPtrArray *
read_samples (sqlite3 *db, const char *run_id, GError **error)
{
  g_autoptr (GPtrArray) samples =
    g_ptr_array_new_with_free_func ((GDestroyNotify) prony_resource_sample_unref);
  g_autoptr (sqlite3_stmt) rows = prony_sql_prepare (
    db, "SELECT sample FROM resource_samples WHERE run_id = ? ORDER BY at_ns", error);
  gboolean row;

  if (rows == NULL)
    return NULL;

  prony_sql_bind_text (rows, 1, run_id, -1);
  while (prony_sql_step (rows, &row, error))
    {
      g_autoptr (JsonObject) object = NULL;

      if (!row)
        return g_steal_pointer (&samples);
      object = prony_json_parse_object (prony_sql_column_text (rows, 0), -1, error);
      if (object == NULL)
        return NULL;
      g_ptr_array_add (samples, prony_resource_sample_from_json (object));
    }

  return NULL;
}

/**
 * prony_store_list_samples:
 * @self: a store
 * @run_id: a run
 * @error: return location for a sentence
 *
 * Returns: (transfer full) (nullable) (element-type PronyResourceSample): how this computer
 *   stood while the run was under way, in the order of time; their stamps are on the same
 *   clock as the run's; empty where nothing was noted
 */
GPtrArray *
prony_store_list_samples (PronyStore *self, const char *run_id, GError **error)
{
  GPtrArray *samples;
  sqlite3 *db;

  g_return_val_if_fail (PRONY_IS_STORE (self), NULL);
  g_return_val_if_fail (run_id != NULL, NULL);

  db = _prony_store_begin_read (self, error);
  if (db == NULL)
    return NULL;

  samples = read_samples (db, run_id, error);
  _prony_store_end_read (self);
  return samples;
}
