/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-store"

#include "config.h"

#include "core/store/prony-store-private.h"

/* Counts on their way to the writer. */
typedef struct
{
  char *run_id;
  guint trial_index;
  GArray *counts;
} Recount;

static void
recount_free (gpointer data)
{
  Recount *recount = data;

  g_free (recount->run_id);
  g_array_unref (recount->counts);
  g_free (recount);
}

static gboolean
write_counts (sqlite3_stmt *statement, const PronyTokenCounts *counts, GError **error)
{
  gboolean written;

  prony_sql_bind_count (statement, 3, counts->prompt_tokens);
  prony_sql_bind_count (statement, 4, counts->completion_tokens);
  prony_sql_bind_count (statement, 5, counts->reasoning_tokens);
  prony_sql_bind_text (statement, 6, prony_count_source_to_string (counts->source), -1);
  sqlite3_bind_int64 (statement, 7, (gint64) counts->id);
  written = prony_sql_step (statement, NULL, error);
  sqlite3_reset (statement);
  return written;
}

static gboolean
write_recount (sqlite3 *db, gpointer data, GError **error)
{
  const Recount *recount = data;
  g_autoptr (sqlite3_stmt) statement =
    prony_sql_prepare (db,
                       "UPDATE requests SET prompt_tokens = ?3, completion_tokens = ?4,"
                       " reasoning_tokens = ?5, count_source = ?6"
                       " WHERE trial_id = (SELECT id FROM trials WHERE run_id = ?1"
                       " AND position = ?2) AND number = ?7",
                       error);

  if (statement == NULL)
    return FALSE;

  prony_sql_bind_text (statement, 1, recount->run_id, -1);
  sqlite3_bind_int64 (statement, 2, recount->trial_index);
  for (guint i = 0; i < recount->counts->len; i++)
    if (!write_counts (statement, &g_array_index (recount->counts, PronyTokenCounts, i), error))
      return FALSE;

  return TRUE;
}

/**
 * prony_store_put_counts:
 * @self: a store
 * @run: a run that was put before
 * @trial: a trial of it that was put before
 * @counts: (element-type PronyTokenCounts): tokens of requests that were put before
 *
 * Gives requests other counts; nothing else of them changes. The array itself is not
 * kept. Never waits.
 */
void
prony_store_put_counts (PronyStore *self, PronyRun *run, PronyTrial *trial, GArray *counts)
{
  Recount *recount;

  g_return_if_fail (PRONY_IS_STORE (self));
  g_return_if_fail (run != NULL && trial != NULL && counts != NULL);

  recount = g_new0 (Recount, 1);
  recount->run_id = g_strdup (run->id);
  recount->trial_index = trial->index;
  recount->counts = g_array_copy (counts);
  _prony_store_push (self, write_recount, recount, recount_free);
}
