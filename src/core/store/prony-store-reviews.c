/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-store"

#include "config.h"

#include "core/store/prony-store-private.h"

/* Reviews on their way to the writer. */
typedef struct
{
  char *run_id;
  guint trial_index;
  GArray *reviews;
} Batch;

#define WHERE                                                                                      \
  " WHERE trial_id = (SELECT id FROM trials WHERE run_id = ?1 AND position = ?2)"                  \
  " AND number = ?3"

static void
batch_free (gpointer data)
{
  Batch *batch = data;

  g_free (batch->run_id);
  g_array_unref (batch->reviews);
  g_free (batch);
}

static sqlite3_stmt *
prepare (sqlite3 *db, const char *sql, const Batch *batch, GError **error)
{
  sqlite3_stmt *statement = prony_sql_prepare (db, sql, error);

  if (statement != NULL)
    {
      prony_sql_bind_text (statement, 1, batch->run_id, -1);
      sqlite3_bind_int64 (statement, 2, batch->trial_index);
    }
  return statement;
}

static gboolean
step (sqlite3_stmt *statement, const PronyRequestReview *review, GError **error)
{
  gboolean written;

  sqlite3_bind_int64 (statement, 3, (gint64) review->id);
  written = prony_sql_step (statement, NULL, error);
  sqlite3_reset (statement);
  return written;
}

static gboolean
write_counts (sqlite3_stmt *statement, const PronyRequestReview *review, GError **error)
{
  if (!review->is_counted)
    return TRUE;

  prony_sql_bind_count (statement, 4, review->counts.prompt_tokens);
  prony_sql_bind_count (statement, 5, review->counts.completion_tokens);
  prony_sql_bind_count (statement, 6, review->counts.reasoning_tokens);
  prony_sql_bind_text (statement, 7, prony_count_source_to_string (review->counts.source), -1);
  return step (statement, review, error);
}

static gboolean
write_verdict (sqlite3_stmt *statement, const PronyRequestReview *review, GError **error)
{
  if (review->quality == PRONY_QUALITY_NONE)
    return TRUE;

  sqlite3_bind_int (statement, 4, review->quality);
  return step (statement, review, error);
}

static gboolean
write_batch (sqlite3 *db, gpointer data, GError **error)
{
  const Batch *batch = data;
  g_autoptr (sqlite3_stmt) counts =
    prepare (db,
             "UPDATE requests SET prompt_tokens = ?4, completion_tokens = ?5,"
             " reasoning_tokens = ?6, count_source = ?7" WHERE,
             batch, error);
  g_autoptr (sqlite3_stmt) verdict =
    counts != NULL ? prepare (db, "UPDATE requests SET quality = ?4" WHERE, batch, error) : NULL;

  if (verdict == NULL)
    return FALSE;

  for (guint i = 0; i < batch->reviews->len; i++)
    {
      const PronyRequestReview *review = &g_array_index (batch->reviews, PronyRequestReview, i);

      if (!write_counts (counts, review, error) || !write_verdict (verdict, review, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * prony_store_put_reviews:
 * @self: a store
 * @run: a run that was put before
 * @trial: a trial of it that was put before
 * @reviews: (element-type PronyRequestReview): of requests that were put before
 *
 * Gives requests other counts and verdicts; nothing else of them changes. The array
 * itself is not kept. Never waits.
 */
void
prony_store_put_reviews (PronyStore *self, PronyRun *run, PronyTrial *trial, GArray *reviews)
{
  Batch *batch;

  g_return_if_fail (PRONY_IS_STORE (self));
  g_return_if_fail (run != NULL && trial != NULL && reviews != NULL);

  batch = g_new0 (Batch, 1);
  batch->run_id = g_strdup (run->id);
  batch->trial_index = trial->index;
  batch->reviews = g_array_copy (reviews);
  _prony_store_push (self, write_batch, batch, batch_free);
}
