/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-store"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-error.h"
#include "core/store/prony-store-private.h"

/* What is kept of a request besides its trial: in the database, in this order in
 * the statements, and as parameters from 3 on (1 and 2 say which trial). */
enum
{
  COLUMN_NUMBER,
  COLUMN_STREAM,
  COLUMN_CASE_INDEX,
  COLUMN_WARMUP,
  COLUMN_REUSED,
  COLUMN_SCHEDULED,
  COLUMN_STARTED,
  COLUMN_CONNECTED,
  COLUMN_SENT,
  COLUMN_HEADERS,
  COLUMN_FINISHED,
  COLUMN_SENTENCE,
  COLUMN_CONNECT_TIME,
  COLUMN_PROMPT,
  COLUMN_ANSWER,
  COLUMN_REASONING,
  COLUMN_PROMPT_TOKENS,
  COLUMN_COMPLETION_TOKENS,
  COLUMN_REASONING_TOKENS,
  COLUMN_CACHED_TOKENS,
  COLUMN_COUNT_SOURCE,
  COLUMN_FINISH_REASON,
  COLUMN_MODEL,
  COLUMN_LOAD_TIME,
  COLUMN_QUEUE_TIME,
  COLUMN_PROMPT_EVAL_TIME,
  COLUMN_EVAL_TIME,
  COLUMN_OUTCOME,
  COLUMN_HTTP_STATUS,
  COLUMN_ERROR,
  COLUMN_QUALITY,
  COLUMN_RETRIES,
  COLUMN_EVENTS,
  N_COLUMNS,
};

#define COLUMNS_WITH(texts)                                                                        \
  "number, stream, case_index, warmup, reused, scheduled_ns, started_ns, connected_ns, sent_ns,"   \
  " headers_ns, finished_ns, sentence_ns, connect_time_ns, " texts                                 \
  ", prompt_tokens, completion_tokens, reasoning_tokens, cached_tokens, count_source,"             \
  " finish_reason, model, load_time_s, queue_time_s, prompt_eval_time_s, eval_time_s, outcome,"    \
  " http_status, error, quality, retries, events"

#define COLUMNS COLUMNS_WITH ("prompt, answer, reasoning")
#define COLUMNS_BUT_TEXTS COLUMNS_WITH ("NULL, '', NULL")

/* What lists are made from besides; a record that is read has it from its events. */
#define TOKEN_COLUMNS "first_token_ns, answer_ns, last_token_ns, max_gap_ns"

enum
{
  COLUMN_FIRST_TOKEN = N_COLUMNS,
  COLUMN_ANSWER_TOKEN,
  COLUMN_LAST_TOKEN,
  COLUMN_MAX_GAP,
  N_WRITTEN_COLUMNS,
};

#define PARAMETER(column) ((column) + 3)

/* Requests on their way to the writer. */
typedef struct
{
  char *run_id;
  guint trial_index;
  gint64 origin_ns;
  GPtrArray *records;
} Batch;

static void
batch_free (gpointer data)
{
  Batch *batch = data;

  g_free (batch->run_id);
  g_ptr_array_unref (batch->records);
  g_free (batch);
}

static void
bind_stamps (sqlite3_stmt *statement, const PronyRequestRecord *record, gint64 origin_ns)
{
  const struct
  {
    int column;
    gint64 ns;
  } stamps[] = {
    { COLUMN_SCHEDULED, record->scheduled_ns }, { COLUMN_STARTED, record->started_ns },
    { COLUMN_CONNECTED, record->connected_ns }, { COLUMN_SENT, record->sent_ns },
    { COLUMN_HEADERS, record->headers_ns },     { COLUMN_FINISHED, record->finished_ns },
    { COLUMN_SENTENCE, record->sentence_ns },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (stamps); i++)
    prony_sql_bind_stamp (statement, PARAMETER (stamps[i].column), stamps[i].ns, origin_ns);
  sqlite3_bind_int64 (statement, PARAMETER (COLUMN_CONNECT_TIME), record->connect_time_ns);
}

static void
bind_token_stamps (sqlite3_stmt *statement, const PronyRequestRecord *record, gint64 origin_ns)
{
  PronyTokenStamps stamps = { record->first_token_ns, record->answer_ns, record->last_token_ns,
                              record->max_gap_ns };

  if (record->events != NULL)
    prony_request_record_read_stamps (record, &stamps);
  prony_sql_bind_stamp (statement, PARAMETER (COLUMN_FIRST_TOKEN), stamps.first_token_ns,
                        origin_ns);
  prony_sql_bind_stamp (statement, PARAMETER (COLUMN_ANSWER_TOKEN), stamps.answer_ns, origin_ns);
  prony_sql_bind_stamp (statement, PARAMETER (COLUMN_LAST_TOKEN), stamps.last_token_ns, origin_ns);
  prony_sql_bind_count (statement, PARAMETER (COLUMN_MAX_GAP), stamps.max_gap_ns);
}

static void
bind_texts (sqlite3_stmt *statement, const PronyRequestRecord *record)
{
  prony_sql_bind_text (statement, PARAMETER (COLUMN_PROMPT), record->prompt, -1);
  prony_sql_bind_text (statement, PARAMETER (COLUMN_ANSWER), record->answer->str,
                       (gssize) record->answer->len);
  if (record->reasoning != NULL)
    prony_sql_bind_text (statement, PARAMETER (COLUMN_REASONING), record->reasoning->str,
                         (gssize) record->reasoning->len);
  else
    sqlite3_bind_null (statement, PARAMETER (COLUMN_REASONING));
  prony_sql_bind_text (statement, PARAMETER (COLUMN_FINISH_REASON), record->finish_reason, -1);
  prony_sql_bind_text (statement, PARAMETER (COLUMN_MODEL), record->model, -1);
  prony_sql_bind_text (statement, PARAMETER (COLUMN_ERROR), record->error_message, -1);
  prony_sql_bind_text (statement, PARAMETER (COLUMN_COUNT_SOURCE),
                       prony_count_source_to_string (record->count_source), -1);
  prony_sql_bind_text (statement, PARAMETER (COLUMN_OUTCOME),
                       prony_outcome_to_string (record->outcome), -1);
}

static void
bind_numbers (sqlite3_stmt *statement, const PronyRequestRecord *record)
{
  sqlite3_bind_int64 (statement, PARAMETER (COLUMN_NUMBER), (gint64) record->id);
  sqlite3_bind_int64 (statement, PARAMETER (COLUMN_STREAM), record->stream);
  sqlite3_bind_int64 (statement, PARAMETER (COLUMN_CASE_INDEX), record->case_index);
  sqlite3_bind_int (statement, PARAMETER (COLUMN_WARMUP), record->warmup);
  sqlite3_bind_int (statement, PARAMETER (COLUMN_REUSED), record->reused);
  prony_sql_bind_count (statement, PARAMETER (COLUMN_PROMPT_TOKENS), record->prompt_tokens);
  prony_sql_bind_count (statement, PARAMETER (COLUMN_COMPLETION_TOKENS), record->completion_tokens);
  prony_sql_bind_count (statement, PARAMETER (COLUMN_REASONING_TOKENS), record->reasoning_tokens);
  prony_sql_bind_count (statement, PARAMETER (COLUMN_CACHED_TOKENS), record->cached_tokens);
  /* SQLite stores NAN as NULL. */
  sqlite3_bind_double (statement, PARAMETER (COLUMN_LOAD_TIME), record->load_time_s);
  sqlite3_bind_double (statement, PARAMETER (COLUMN_QUEUE_TIME), record->queue_time_s);
  sqlite3_bind_double (statement, PARAMETER (COLUMN_PROMPT_EVAL_TIME), record->prompt_eval_time_s);
  sqlite3_bind_double (statement, PARAMETER (COLUMN_EVAL_TIME), record->eval_time_s);
  sqlite3_bind_int64 (statement, PARAMETER (COLUMN_HTTP_STATUS), record->http_status);
  sqlite3_bind_int (statement, PARAMETER (COLUMN_QUALITY), record->quality);
  sqlite3_bind_int64 (statement, PARAMETER (COLUMN_RETRIES), record->retries);
}

static gboolean
write_record (sqlite3_stmt *statement, PronyRequestRecord *record, gint64 origin_ns, GError **error)
{
  g_autoptr (GBytes) events = prony_request_record_pack_events (record);
  gsize length;
  gconstpointer packed = g_bytes_get_data (events, &length);
  gboolean written;

  bind_stamps (statement, record, origin_ns);
  bind_token_stamps (statement, record, origin_ns);
  bind_texts (statement, record);
  bind_numbers (statement, record);
  sqlite3_bind_blob64 (statement, PARAMETER (COLUMN_EVENTS), packed, length, SQLITE_STATIC);

  written = prony_sql_step (statement, NULL, error);
  sqlite3_reset (statement);
  return written;
}

static gboolean
write_batch (sqlite3 *db, gpointer data, GError **error)
{
  Batch *batch = data;
  g_autoptr (sqlite3_stmt) statement =
    prony_sql_prepare (db,
                       "INSERT OR REPLACE INTO requests (trial_id, " COLUMNS ", " TOKEN_COLUMNS ")"
                       " VALUES ((SELECT id FROM trials WHERE run_id = ? AND position = ?)"
                       ", ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
                       ", ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       error);
  guint i;

  if (statement == NULL)
    return FALSE;

  g_assert (sqlite3_bind_parameter_count (statement) == PARAMETER (N_WRITTEN_COLUMNS) - 1);
  prony_sql_bind_text (statement, 1, batch->run_id, -1);
  sqlite3_bind_int64 (statement, 2, batch->trial_index);
  for (i = 0; i < batch->records->len; i++)
    if (!write_record (statement, batch->records->pdata[i], batch->origin_ns, error))
      return FALSE;

  return TRUE;
}

static gpointer
ref_record (gconstpointer record, gpointer unused)
{
  return prony_request_record_ref ((PronyRequestRecord *) record);
}

/**
 * prony_store_put_requests:
 * @self: a store
 * @run: a run that was put before
 * @trial: a trial of it that was put before
 * @records: (element-type PronyRequestRecord): requests that have ended, each with
 *   an id of its own within the trial; the same id again replaces the older one
 *
 * Stores requests with all their stamps. The array itself is not kept. Never waits.
 *
 * Returns: a number for prony_store_has_written()
 */
guint64
prony_store_put_requests (PronyStore *self, PronyRun *run, PronyTrial *trial, GPtrArray *records)
{
  Batch *batch;

  g_return_val_if_fail (PRONY_IS_STORE (self), G_MAXUINT64);
  g_return_val_if_fail (run != NULL && trial != NULL && records != NULL, G_MAXUINT64);

  batch = g_new0 (Batch, 1);
  batch->run_id = g_strdup (run->id);
  batch->trial_index = trial->index;
  batch->origin_ns = run->started_ns;
  batch->records = g_ptr_array_copy (records, ref_record, NULL);
  g_ptr_array_set_free_func (batch->records, (GDestroyNotify) prony_request_record_unref);
  return _prony_store_push (self, write_batch, batch, batch_free);
}

static void
read_stamps (sqlite3_stmt *row, PronyRequestRecord *record, gint64 origin_ns)
{
  record->scheduled_ns = prony_sql_column_stamp (row, COLUMN_SCHEDULED, origin_ns);
  record->started_ns = prony_sql_column_stamp (row, COLUMN_STARTED, origin_ns);
  record->connected_ns = prony_sql_column_stamp (row, COLUMN_CONNECTED, origin_ns);
  record->sent_ns = prony_sql_column_stamp (row, COLUMN_SENT, origin_ns);
  record->headers_ns = prony_sql_column_stamp (row, COLUMN_HEADERS, origin_ns);
  record->finished_ns = prony_sql_column_stamp (row, COLUMN_FINISHED, origin_ns);
  record->sentence_ns = prony_sql_column_stamp (row, COLUMN_SENTENCE, origin_ns);
  record->connect_time_ns = sqlite3_column_int64 (row, COLUMN_CONNECT_TIME);
}

static void
read_texts (sqlite3_stmt *row, PronyRequestRecord *record)
{
  record->prompt = g_strdup (prony_sql_column_text (row, COLUMN_PROMPT));
  g_string_append_len (record->answer, prony_sql_column_text (row, COLUMN_ANSWER),
                       sqlite3_column_bytes (row, COLUMN_ANSWER));
  if (sqlite3_column_type (row, COLUMN_REASONING) != SQLITE_NULL)
    record->reasoning = g_string_new_len (prony_sql_column_text (row, COLUMN_REASONING),
                                          sqlite3_column_bytes (row, COLUMN_REASONING));
  record->finish_reason = g_strdup (prony_sql_column_text (row, COLUMN_FINISH_REASON));
  record->model = g_strdup (prony_sql_column_text (row, COLUMN_MODEL));
  record->error_message = g_strdup (prony_sql_column_text (row, COLUMN_ERROR));
}

static void
read_numbers (sqlite3_stmt *row, PronyRequestRecord *record)
{
  record->stream = (guint) sqlite3_column_int64 (row, COLUMN_STREAM);
  record->case_index = (guint) sqlite3_column_int64 (row, COLUMN_CASE_INDEX);
  record->warmup = sqlite3_column_int (row, COLUMN_WARMUP) != 0;
  record->reused = sqlite3_column_int (row, COLUMN_REUSED) != 0;
  record->prompt_tokens = prony_sql_column_count (row, COLUMN_PROMPT_TOKENS);
  record->completion_tokens = prony_sql_column_count (row, COLUMN_COMPLETION_TOKENS);
  record->reasoning_tokens = prony_sql_column_count (row, COLUMN_REASONING_TOKENS);
  record->cached_tokens = prony_sql_column_count (row, COLUMN_CACHED_TOKENS);
  record->load_time_s = prony_sql_column_double (row, COLUMN_LOAD_TIME);
  record->queue_time_s = prony_sql_column_double (row, COLUMN_QUEUE_TIME);
  record->prompt_eval_time_s = prony_sql_column_double (row, COLUMN_PROMPT_EVAL_TIME);
  record->eval_time_s = prony_sql_column_double (row, COLUMN_EVAL_TIME);
  record->http_status = (guint) sqlite3_column_int64 (row, COLUMN_HTTP_STATUS);
  record->quality = (PronyQuality) CLAMP (sqlite3_column_int (row, COLUMN_QUALITY),
                                          PRONY_QUALITY_NONE, PRONY_QUALITY_FAIL);
  record->retries = (guint) CLAMP (sqlite3_column_int64 (row, COLUMN_RETRIES), 0, G_MAXUINT);
}

static PronyRequestRecord *
read_record (sqlite3_stmt *row, gint64 origin_ns, GError **error)
{
  g_autoptr (PronyRequestRecord) record =
    prony_request_record_new ((guint64) sqlite3_column_int64 (row, COLUMN_NUMBER));
  const guint8 *events;
  gsize length;

  read_stamps (row, record, origin_ns);
  read_texts (row, record);
  read_numbers (row, record);
  events = sqlite3_column_blob (row, COLUMN_EVENTS);
  length = (gsize) sqlite3_column_bytes (row, COLUMN_EVENTS);

  if (!prony_outcome_from_string (prony_sql_column_text (row, COLUMN_OUTCOME), &record->outcome) ||
      !prony_count_source_from_string (prony_sql_column_text (row, COLUMN_COUNT_SOURCE),
                                       &record->count_source) ||
      !prony_request_record_unpack_events (record, events, length))
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_STORE,
                   /* Translators: the number of a request within its trial. */
                   _ ("The request %u in the database is damaged. Put a backup "
                      "of the database in its place."),
                   (guint) record->id);
      return NULL;
    }

  return g_steal_pointer (&record);
}

/* Which of a trial's requests: with numbers above @after, and at most so many; -1 for
 * all. */
typedef struct
{
  gint64 after;
  gint64 limit;
} Slice;

static const Slice everything = { -1, -1 };

static GPtrArray *
read_records (sqlite3 *db,
              const char *sql,
              const char *run_id,
              guint trial_index,
              const Slice *slice,
              GError **error)
{
  g_autoptr (GPtrArray) records =
    g_ptr_array_new_with_free_func ((GDestroyNotify) prony_request_record_unref);
  g_autoptr (sqlite3_stmt) rows = prony_sql_prepare (db, sql, error);
  gboolean row;

  if (rows == NULL)
    return NULL;

  prony_sql_bind_text (rows, 1, run_id, -1);
  sqlite3_bind_int64 (rows, 2, trial_index);
  sqlite3_bind_int64 (rows, 3, slice->after);
  sqlite3_bind_int64 (rows, 4, slice->limit);
  while (prony_sql_step (rows, &row, error))
    {
      PronyRequestRecord *record;

      if (!row)
        return g_steal_pointer (&records);
      record = read_record (rows, sqlite3_column_int64 (rows, N_COLUMNS), error);
      if (record == NULL)
        return NULL;
      g_ptr_array_add (records, record);
    }

  return NULL;
}

static GPtrArray *
get_records (PronyStore *self,
             const char *sql,
             const char *run_id,
             guint trial_index,
             const Slice *slice,
             GError **error)
{
  GPtrArray *records;
  sqlite3 *db = _prony_store_begin_read (self, error);

  if (db == NULL)
    return NULL;

  records = read_records (db, sql, run_id, trial_index, slice, error);
  _prony_store_end_read (self);
  return records;
}

#define SELECT(columns)                                                                            \
  "SELECT " columns ", (SELECT started_ns FROM runs WHERE id = ?1)"                                \
  " FROM requests WHERE trial_id ="                                                                \
  " (SELECT id FROM trials WHERE run_id = ?1 AND position = ?2)"                                   \
  " AND number > ?3 ORDER BY number LIMIT ?4"

/**
 * prony_store_get_requests:
 * @self: a store
 * @run_id: a run
 * @trial_index: which of its trials
 * @error: return location for a sentence
 *
 * Reads the requests of a trial, warm-up ones too, ordered by their ids. Stamps are
 * on the same clock as the run's. Event stamps come back within 50 ns, and the records
 * are sealed.
 *
 * Returns: (transfer full) (nullable) (element-type PronyRequestRecord): the
 *   requests; empty where there are none
 */
GPtrArray *
prony_store_get_requests (PronyStore *self, const char *run_id, guint trial_index, GError **error)
{
  g_return_val_if_fail (PRONY_IS_STORE (self), NULL);
  g_return_val_if_fail (run_id != NULL, NULL);

  return get_records (self, SELECT (COLUMNS), run_id, trial_index, &everything, error);
}

/**
 * prony_store_get_requests_without_texts:
 * @self: a store
 * @run_id: a run
 * @trial_index: which of its trials
 * @error: return location for a sentence
 *
 * The same without prompts, answers and reasoning, which are most of what a request
 * takes: all that figures are made from.
 *
 * Returns: (transfer full) (nullable) (element-type PronyRequestRecord): the
 *   requests; empty where there are none
 */
GPtrArray *
prony_store_get_requests_without_texts (PronyStore *self,
                                        const char *run_id,
                                        guint trial_index,
                                        GError **error)
{
  g_return_val_if_fail (PRONY_IS_STORE (self), NULL);
  g_return_val_if_fail (run_id != NULL, NULL);

  return get_records (self, SELECT (COLUMNS_BUT_TEXTS), run_id, trial_index, &everything, error);
}

/**
 * prony_store_get_some_requests:
 * @self: a store
 * @run_id: a run
 * @trial_index: which of its trials
 * @after: only requests with larger ids
 * @limit: at most so many
 * @error: return location for a sentence
 *
 * The same as prony_store_get_requests() in slices, for what needs the texts of many
 * requests and not all of them at once.
 *
 * Returns: (transfer full) (nullable) (element-type PronyRequestRecord): the
 *   requests; empty where there are no more
 */
GPtrArray *
prony_store_get_some_requests (PronyStore *self,
                               const char *run_id,
                               guint trial_index,
                               guint64 after,
                               guint limit,
                               GError **error)
{
  const Slice slice = { (gint64) after, limit };

  g_return_val_if_fail (PRONY_IS_STORE (self), NULL);
  g_return_val_if_fail (run_id != NULL, NULL);

  return get_records (self, SELECT (COLUMNS), run_id, trial_index, &slice, error);
}

static PronyRequestRecord *
find_record (sqlite3 *db, gint64 row_id, GError **error)
{
  g_autoptr (sqlite3_stmt) rows =
    prony_sql_prepare (db,
                       "SELECT " COLUMNS ", (SELECT started_ns FROM runs WHERE id ="
                       " (SELECT run_id FROM trials WHERE trials.id = trial_id))"
                       " FROM requests WHERE id = ?",
                       error);
  gboolean row;

  if (rows == NULL)
    return NULL;

  sqlite3_bind_int64 (rows, 1, row_id);
  if (!prony_sql_step (rows, &row, error))
    return NULL;
  if (row)
    return read_record (rows, sqlite3_column_int64 (rows, N_COLUMNS), error);

  g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND,
                       _ ("This request is not in the database any more."));
  return NULL;
}

/**
 * prony_store_get_request:
 * @self: a store
 * @row_id: the store's number of a request
 * @error: return location for %PRONY_ERROR_NOT_FOUND or another sentence
 *
 * Returns: (transfer full) (nullable): all of the request, sealed
 */
PronyRequestRecord *
prony_store_get_request (PronyStore *self, gint64 row_id, GError **error)
{
  PronyRequestRecord *record;
  sqlite3 *db;

  g_return_val_if_fail (PRONY_IS_STORE (self), NULL);

  db = _prony_store_begin_read (self, error);
  if (db == NULL)
    return NULL;

  record = find_record (db, row_id, error);
  _prony_store_end_read (self);
  return record;
}
