/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-store"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-error.h"
#include "core/store/prony-store-private.h"
#include "core/store/prony-store-query.h"

/*
 * Runs in lists. Ten thousand of them are wanted at once when the program starts, so all of
 * it is read from the indices `runs_entries` and `trials_entries`, never from the tables,
 * where plans and figures lie between; and nothing is parsed.
 */

#define COLUMNS                                                                                    \
  "r.id, r.name, r.started_us, r.duration_s, r.state, r.error, r.pinned_us IS NOT NULL, r.verdict"

/* What is asked for each run. */
typedef struct
{
  sqlite3_stmt *trials;
  sqlite3_stmt *tags;
  sqlite3_stmt *notes;
} Details;

static void
details_clear (Details *self)
{
  sqlite3_finalize (self->trials);
  sqlite3_finalize (self->tags);
  sqlite3_finalize (self->notes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Details, details_clear)

static gboolean
details_init (Details *self, sqlite3 *db, GError **error)
{
  self->trials = prony_sql_prepare (
    db,
    "SELECT target_name, engine_kind, model, url, scenario, scenario_title, state, simulated,"
    " unverified, n_requests, output_tokens_per_sec, ttft_p50"
    " FROM trials INDEXED BY trials_entries WHERE run_id = ? ORDER BY position",
    error);
  if (self->trials != NULL)
    self->tags =
      prony_sql_prepare (db, "SELECT tag FROM run_tags WHERE run_id = ? ORDER BY tag", error);
  if (self->tags != NULL)
    self->notes = prony_sql_prepare (
      db, "SELECT group_concat (text, char (10)) FROM run_notes WHERE run_id = ?", error);
  return self->notes != NULL;
}

static void
add_trial (PronyRunEntry *entry, sqlite3_stmt *row)
{
  PronyRunEntryTrial trial = {
    .target = prony_sql_column_text (row, 0),
    .kind = prony_sql_column_text (row, 1),
    .model = prony_sql_column_text (row, 2),
    .url = prony_sql_column_text (row, 3),
    .scenario = prony_sql_column_text (row, 4),
    .scenario_title = prony_sql_column_text (row, 5),
    .simulated = sqlite3_column_int (row, 7) != 0,
    .unverified = sqlite3_column_int (row, 8) != 0,
    .n_requests = (guint64) MAX (sqlite3_column_int64 (row, 9), 0),
    .tokens_per_sec = prony_sql_column_double (row, 10),
    .ttft = prony_sql_column_double (row, 11),
  };

  prony_state_from_string (prony_sql_column_text (row, 6), &trial.state);
  prony_run_entry_add_trial (entry, &trial);
}

static gboolean
read_trials (PronyRunEntry *entry, sqlite3_stmt *rows, GError **error)
{
  gboolean row;

  sqlite3_reset (rows);
  prony_sql_bind_text (rows, 1, entry->id, -1);
  while (prony_sql_step (rows, &row, error))
    {
      if (!row)
        return TRUE;
      add_trial (entry, rows);
    }

  return FALSE;
}

static gboolean
read_tags (PronyRunEntry *entry, sqlite3_stmt *rows, GError **error)
{
  g_autoptr (GPtrArray) tags = NULL;
  gboolean row;

  sqlite3_reset (rows);
  prony_sql_bind_text (rows, 1, entry->id, -1);
  while (prony_sql_step (rows, &row, error))
    {
      if (row)
        {
          if (tags == NULL)
            tags = g_ptr_array_new_with_free_func (g_free);
          g_ptr_array_add (tags, g_strdup (prony_sql_column_text (rows, 0)));
          continue;
        }
      if (tags != NULL)
        {
          g_ptr_array_add (tags, NULL);
          prony_run_entry_set_tags (entry, (const char *const *) tags->pdata);
        }
      return TRUE;
    }

  return FALSE;
}

static gboolean
read_notes (PronyRunEntry *entry, sqlite3_stmt *rows, GError **error)
{
  gboolean row;

  sqlite3_reset (rows);
  prony_sql_bind_text (rows, 1, entry->id, -1);
  if (!prony_sql_step (rows, &row, error))
    return FALSE;

  entry->notes = row ? g_strdup (prony_sql_column_text (rows, 0)) : NULL;
  return TRUE;
}

static PronyRunEntry *
read_entry (sqlite3_stmt *row, const Details *details, GError **error)
{
  g_autoptr (PronyRunEntry) entry =
    prony_run_entry_new (prony_sql_column_text (row, 0), prony_sql_column_text (row, 1));

  entry->started_us = sqlite3_column_int64 (row, 2);
  entry->duration_s = prony_sql_column_double (row, 3);
  prony_state_from_string (prony_sql_column_text (row, 4), &entry->state);
  entry->error = g_strdup (prony_sql_column_text (row, 5));
  entry->pinned = sqlite3_column_int (row, 6) != 0;
  prony_run_verdict_from_string (prony_sql_column_text (row, 7), &entry->verdict);

  if (!read_trials (entry, details->trials, error) || !read_tags (entry, details->tags, error) ||
      !read_notes (entry, details->notes, error))
    return NULL;

  prony_run_entry_index (entry);
  return g_steal_pointer (&entry);
}

/* Words are sought in what the entry says of itself, where letters are folded that SQL
 * leaves as they are. */
static GPtrArray *
read_entries (sqlite3 *db, sqlite3_stmt *rows, const char *text, guint limit, GError **error)
{
  g_autoptr (GPtrArray) entries =
    g_ptr_array_new_with_free_func ((GDestroyNotify) prony_run_entry_unref);
  g_auto (GStrv) words = prony_run_entry_split_words (text);
  g_auto (Details) details = { NULL };
  gboolean row;

  if (!details_init (&details, db, error))
    return NULL;

  while (prony_sql_step (rows, &row, error))
    {
      g_autoptr (PronyRunEntry) entry = NULL;

      if (!row || (limit > 0 && entries->len == limit))
        return g_steal_pointer (&entries);
      entry = read_entry (rows, &details, error);
      if (entry == NULL)
        return NULL;
      if (prony_run_entry_matches (entry, (const char *const *) words))
        g_ptr_array_add (entries, g_steal_pointer (&entry));
    }

  return NULL;
}

static GPtrArray *
list_entries (sqlite3 *db, const PronyRunFilter *filter, GError **error)
{
  PronyRunFilter without_text = filter != NULL ? *filter : (PronyRunFilter){ 0 };
  g_autofree char *sql = NULL;
  g_autoptr (PronySqlCommand) query = NULL;
  g_autoptr (sqlite3_stmt) rows = NULL;

  without_text.text = NULL;
  without_text.limit = 0;
  query = prony_store_query_runs (COLUMNS, &without_text, &sql);
  rows = prony_sql_command_prepare (query, db, error);
  if (rows == NULL)
    return NULL;

  return read_entries (db, rows, filter != NULL ? filter->text : NULL,
                       filter != NULL ? filter->limit : 0, error);
}

/**
 * prony_store_list_run_entries:
 * @self: a store
 * @filter: (nullable): which runs; %NULL for all
 * @error: return location for a sentence
 *
 * Reads what lists show of runs, ten thousand in a tenth of a second.
 *
 * Returns: (transfer full) (nullable) (element-type PronyRunEntry): the runs that are not
 *   deleted, latest first
 */
GPtrArray *
prony_store_list_run_entries (PronyStore *self, const PronyRunFilter *filter, GError **error)
{
  GPtrArray *entries;
  sqlite3 *db;

  g_return_val_if_fail (PRONY_IS_STORE (self), NULL);

  db = _prony_store_begin_read (self, error);
  if (db == NULL)
    return NULL;

  entries = list_entries (db, filter, error);
  _prony_store_end_read (self);
  return entries;
}

static GPtrArray *
find_entry (sqlite3 *db, const char *run_id, GError **error)
{
  g_autoptr (sqlite3_stmt) rows = prony_sql_prepare (
    db, "SELECT " COLUMNS " FROM runs r WHERE r.id = ? AND r.deleted_at_us IS NULL", error);

  if (rows == NULL)
    return NULL;

  prony_sql_bind_text (rows, 1, run_id, -1);
  return read_entries (db, rows, NULL, 0, error);
}

/**
 * prony_store_get_run_entry:
 * @self: a store
 * @run_id: which
 * @error: return location for %PRONY_ERROR_NOT_FOUND or another sentence
 *
 * Returns: (transfer full) (nullable): what lists show of the run
 */
PronyRunEntry *
prony_store_get_run_entry (PronyStore *self, const char *run_id, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  sqlite3 *db;

  g_return_val_if_fail (PRONY_IS_STORE (self), NULL);
  g_return_val_if_fail (run_id != NULL, NULL);

  db = _prony_store_begin_read (self, error);
  if (db == NULL)
    return NULL;

  entries = find_entry (db, run_id, error);
  _prony_store_end_read (self);
  if (entries == NULL)
    return NULL;
  if (entries->len > 0)
    return prony_run_entry_ref (entries->pdata[0]);

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND,
               /* Translators: the identifier of a run. */
               _ ("There is no run “%s” in the database."), run_id);
  return NULL;
}
