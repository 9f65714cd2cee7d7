/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Earlier runs of the same: the baseline of a run, and all that trends are made of. */

#define G_LOG_DOMAIN "Prony-store"

#include "config.h"

#include "core/store/prony-store-private.h"
#include "core/store/prony-store-query.h"
#include "core/store/prony-store-read-runs.h"

static gboolean
is_same (PronyTrial *a, PronyTrial *b)
{
  return g_strcmp0 (a->target->name, b->target->name) == 0 &&
         g_strcmp0 (a->scenario_name, b->scenario_name) == 0 &&
         prony_load_level_equal (&a->load, &b->load);
}

static gboolean
has_in_common (PronyRun *run, PronyRun *other)
{
  for (guint i = 0; i < run->trials->len; i++)
    for (guint j = 0; j < other->trials->len; j++)
      if (is_same (run->trials->pdata[i], other->trials->pdata[j]))
        return TRUE;

  return FALSE;
}

/* Its id is NULL where there is none. */
static gboolean
find_baseline (sqlite3 *db, PronyRun *run, char **run_id, GError **error)
{
  g_autoptr (sqlite3_stmt) rows =
    prony_sql_prepare (db,
                       "SELECT " PRONY_RUN_COLUMNS " FROM runs r WHERE r.id IN"
                       " (SELECT id FROM runs WHERE deleted_at_us IS NULL AND started_us < ?"
                       " AND pinned_us IS NOT NULL) AND r.id <> ?"
                       " ORDER BY r.pinned_us DESC, r.started_us DESC",
                       error);
  gboolean row;

  if (rows == NULL)
    return FALSE;

  sqlite3_bind_int64 (rows, 1, run->started_us);
  prony_sql_bind_text (rows, 2, run->id, -1);
  while (prony_sql_step (rows, &row, error))
    {
      g_autoptr (PronyRun) pinned = row ? prony_store_read_run (rows) : NULL;

      if (pinned == NULL)
        return TRUE;
      if (!prony_store_read_trials (db, pinned, FALSE, error))
        return FALSE;
      if (has_in_common (run, pinned))
        {
          *run_id = g_strdup (pinned->id);
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * prony_store_find_baseline:
 * @self: a store
 * @run: a run with its trials
 * @error: return location for a sentence
 *
 * Finds what a run is to be held against: of the pinned runs that began before it and
 * measured at least one target at the same scenario and load, the one that was pinned last.
 *
 * Returns: (transfer full) (nullable): the baseline with its summaries; %NULL also where
 *   there is none, and @error is not set then
 */
PronyRun *
prony_store_find_baseline (PronyStore *self, PronyRun *run, GError **error)
{
  g_autofree char *run_id = NULL;
  gboolean read;
  sqlite3 *db;

  g_return_val_if_fail (PRONY_IS_STORE (self), NULL);
  g_return_val_if_fail (run != NULL, NULL);

  db = _prony_store_begin_read (self, error);
  if (db == NULL)
    return NULL;

  read = find_baseline (db, run, &run_id, error);
  _prony_store_end_read (self);
  return read && run_id != NULL ? prony_store_get_run (self, run_id, error) : NULL;
}

static GPtrArray *
read_runs_with (sqlite3 *db, const char *target, const char *scenario, GError **error)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_run_unref);
  g_autoptr (sqlite3_stmt) rows =
    prony_sql_prepare (db,
                       "SELECT " PRONY_RUN_COLUMNS " FROM runs r WHERE r.deleted_at_us IS NULL"
                       " AND r.id IN (SELECT run_id FROM trials INDEXED BY trials_subject"
                       " WHERE scenario = ? AND target_name = ?) ORDER BY r.started_us, r.id",
                       error);
  gboolean row;

  if (rows == NULL)
    return NULL;

  prony_sql_bind_text (rows, 1, scenario, -1);
  prony_sql_bind_text (rows, 2, target, -1);
  while (prony_sql_step (rows, &row, error))
    {
      PronyRun *run;

      if (!row)
        return g_steal_pointer (&runs);
      run = prony_store_read_run (rows);
      g_ptr_array_add (runs, run);
      if (!prony_store_read_trials_of (db, run, target, scenario, error))
        return NULL;
    }

  return NULL;
}

/**
 * prony_store_list_runs_with:
 * @self: a store
 * @target: name of a target
 * @scenario: name of a scenario
 * @cancellable: (nullable): cancels it
 * @error: return location for a sentence
 *
 * Reads all runs that asked the one of the other, in the order of time: what trends are
 * made of.
 *
 * Returns: (transfer full) (nullable) (element-type PronyRun): the runs, each with those
 *   trials only, with their summaries
 */
GPtrArray *
prony_store_list_runs_with (PronyStore *self,
                            const char *target,
                            const char *scenario,
                            GCancellable *cancellable,
                            GError **error)
{
  GPtrArray *runs;
  sqlite3 *db;

  g_return_val_if_fail (PRONY_IS_STORE (self), NULL);
  g_return_val_if_fail (target != NULL && scenario != NULL, NULL);

  db = _prony_store_begin_long_read (self, cancellable, error);
  if (db == NULL)
    return NULL;

  runs = read_runs_with (db, target, scenario, error);
  _prony_store_end_long_read (self, cancellable, runs == NULL, error);
  return runs;
}
