/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-store"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#include "base/prony-error.h"
#include "core/store/prony-store-private.h"
#include "core/store/prony-store-query.h"

/*
 * Requests in lists and charts. What these need is in the index `requests_rows`, so that a
 * hundred thousand are read in a fraction of a second; only a search for words reads the
 * requests themselves. They are sorted here, by the figures that a row has, and not in SQL,
 * which would be a second definition of them.
 */

/* Asked whether it is still wanted once in so many rows. */
#define ROWS_BETWEEN_LOOKS 4096

enum
{
  COLUMN_ID,
  COLUMN_NUMBER,
  COLUMN_STREAM,
  COLUMN_CASE_INDEX,
  COLUMN_WARMUP,
  COLUMN_OUTCOME,
  COLUMN_QUALITY,
  COLUMN_COUNT_SOURCE,
  COLUMN_SCHEDULED,
  COLUMN_STARTED,
  COLUMN_SENT,
  COLUMN_HEADERS,
  COLUMN_FIRST_TOKEN,
  COLUMN_ANSWER,
  COLUMN_LAST_TOKEN,
  COLUMN_FINISHED,
  COLUMN_MAX_GAP,
  COLUMN_PROMPT_TOKENS,
  COLUMN_COMPLETION_TOKENS,
  COLUMN_TRIAL,
};

#define COLUMNS                                                                                    \
  "q.id, q.number, q.stream, q.case_index, q.warmup, q.outcome, q.quality, q.count_source,"        \
  " q.scheduled_ns, q.started_ns, q.sent_ns, q.headers_ns, q.first_token_ns, q.answer_ns,"         \
  " q.last_token_ns, q.finished_ns, q.max_gap_ns, q.prompt_tokens, q.completion_tokens"

static gint64
read_stamp (sqlite3_stmt *row, int column)
{
  return sqlite3_column_type (row, column) != SQLITE_NULL ? sqlite3_column_int64 (row, column)
                                                          : G_MININT64;
}

static gboolean
read_row (sqlite3_stmt *row, guint trial, PronyRequestRow *request, GError **error)
{
  *request = (PronyRequestRow){
    .row_id = sqlite3_column_int64 (row, COLUMN_ID),
    .id = (guint64) sqlite3_column_int64 (row, COLUMN_NUMBER),
    .trial = trial,
    .stream = (guint) sqlite3_column_int64 (row, COLUMN_STREAM),
    .case_index = (guint) sqlite3_column_int64 (row, COLUMN_CASE_INDEX),
    .warmup = sqlite3_column_int (row, COLUMN_WARMUP) != 0,
    .quality = (PronyQuality) CLAMP (sqlite3_column_int (row, COLUMN_QUALITY), PRONY_QUALITY_NONE,
                                     PRONY_QUALITY_FAIL),
    .scheduled_ns = read_stamp (row, COLUMN_SCHEDULED),
    .started_ns = read_stamp (row, COLUMN_STARTED),
    .sent_ns = read_stamp (row, COLUMN_SENT),
    .headers_ns = read_stamp (row, COLUMN_HEADERS),
    .first_token_ns = read_stamp (row, COLUMN_FIRST_TOKEN),
    .answer_ns = read_stamp (row, COLUMN_ANSWER),
    .last_token_ns = read_stamp (row, COLUMN_LAST_TOKEN),
    .finished_ns = read_stamp (row, COLUMN_FINISHED),
    .max_gap_ns = prony_sql_column_count (row, COLUMN_MAX_GAP),
    .prompt_tokens = prony_sql_column_count (row, COLUMN_PROMPT_TOKENS),
    .completion_tokens = prony_sql_column_count (row, COLUMN_COMPLETION_TOKENS),
  };

  if (prony_outcome_from_string (prony_sql_column_text (row, COLUMN_OUTCOME), &request->outcome) &&
      prony_count_source_from_string (prony_sql_column_text (row, COLUMN_COUNT_SOURCE),
                                      &request->count_source))
    return TRUE;

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_STORE,
               /* Translators: the number of a request within its trial. */
               _ ("The request %u in the database is damaged. Put a backup "
                  "of the database in its place."),
               (guint) request->id);
  return FALSE;
}

/* --- All rows of a run or trial ------------------------------------------------ */

/* What is done with each row. */
typedef void (*TakeRow) (const PronyRequestRow *row, gpointer user_data);

static gboolean
walk_rows (sqlite3_stmt *rows,
           guint trial,
           GCancellable *cancellable,
           TakeRow take,
           gpointer user_data,
           GError **error)
{
  PronyRequestRow request;
  gboolean row;

  for (guint i = 1; prony_sql_step (rows, &row, error); i++)
    {
      if (!row)
        return TRUE;
      if (!read_row (rows, trial, &request, error) ||
          (i % ROWS_BETWEEN_LOOKS == 0 &&
           g_cancellable_set_error_if_cancelled (cancellable, error)))
        return FALSE;
      take (&request, user_data);
    }

  return FALSE;
}

/* Trial by trial, in the order of their places; within one by number. */
static gboolean
walk_run (sqlite3 *db,
          const char *run_id,
          const PronyRequestFilter *filter,
          GCancellable *cancellable,
          TakeRow take,
          gpointer user_data,
          GError **error)
{
  g_autofree char *sql = NULL;
  g_autoptr (PronySqlCommand) query = prony_store_query_requests (COLUMNS, filter, &sql);
  g_autoptr (sqlite3_stmt) rows = prony_sql_command_prepare (query, db, error);
  g_autoptr (sqlite3_stmt) trials =
    rows != NULL ? prony_sql_prepare (db,
                                      "SELECT id, position FROM trials WHERE run_id = ?1"
                                      " AND (?2 < 0 OR position = ?2) ORDER BY position",
                                      error)
                 : NULL;
  gboolean row;

  if (trials == NULL)
    return FALSE;

  prony_sql_bind_text (trials, 1, run_id, -1);
  sqlite3_bind_int (trials, 2, filter->trial);
  while (prony_sql_step (trials, &row, error))
    {
      if (!row)
        return TRUE;
      sqlite3_reset (rows);
      sqlite3_bind_int64 (rows, 1, sqlite3_column_int64 (trials, 0));
      if (!walk_rows (rows, (guint) sqlite3_column_int64 (trials, 1), cancellable, take, user_data,
                      error))
        return FALSE;
    }

  return FALSE;
}

static void
take_row (const PronyRequestRow *row, gpointer user_data)
{
  g_array_append_vals (user_data, row, 1);
}

/**
 * prony_store_list_request_rows:
 * @self: a store
 * @run_id: a run
 * @trial: index of one of its trials; -1 for all
 * @cancellable: (nullable): cancels it
 * @error: return location for a sentence
 *
 * Reads what charts need of requests, those of the warm-up too: by trial and number.
 *
 * Returns: (transfer full) (nullable) (element-type PronyRequestRow): the rows
 */
GArray *
prony_store_list_request_rows (
  PronyStore *self, const char *run_id, int trial, GCancellable *cancellable, GError **error)
{
  const PronyRequestFilter filter = { trial, -1, FALSE, -1, TRUE, NULL, 0, FALSE };
  g_autoptr (GArray) rows = NULL;
  gboolean read;
  sqlite3 *db;

  g_return_val_if_fail (PRONY_IS_STORE (self), NULL);
  g_return_val_if_fail (run_id != NULL, NULL);

  db = _prony_store_begin_long_read (self, cancellable, error);
  if (db == NULL)
    return NULL;

  rows = g_array_new (FALSE, FALSE, sizeof (PronyRequestRow));
  read = walk_run (db, run_id, &filter, cancellable, take_row, rows, error);
  _prony_store_end_long_read (self, cancellable, !read, error);
  return read ? g_steal_pointer (&rows) : NULL;
}

/* --- Sorted numbers of rows ----------------------------------------------------- */

typedef struct
{
  double key; /* NAN where it is absent */
  guint place;
  gint64 row_id;
} Sorted;

/* The rows on their way into an order. */
typedef struct
{
  PronyRequestSort sort;
  gboolean descending;
  GArray *rows; /* (element-type Sorted) */
} Sorting;

static double
stamp_key (gint64 ns)
{
  return ns != G_MININT64 ? (double) ns : NAN;
}

static double
get_key (const PronyRequestRow *row, PronyRequestSort sort)
{
  switch (sort)
    {
    case PRONY_REQUEST_SORT_SENT:
      return stamp_key (row->sent_ns);
    case PRONY_REQUEST_SORT_TTFT:
      return prony_request_row_get (row, PRONY_METRIC_TTFT);
    case PRONY_REQUEST_SORT_LATENCY:
      return prony_request_row_get (row, PRONY_METRIC_LATENCY);
    case PRONY_REQUEST_SORT_TPOT:
      return prony_request_row_get (row, PRONY_METRIC_TPOT);
    case PRONY_REQUEST_SORT_TOKENS_PER_SEC:
      return prony_request_row_get (row, PRONY_METRIC_TOKENS_PER_SEC);
    case PRONY_REQUEST_SORT_MAX_STALL:
      return prony_request_row_get (row, PRONY_METRIC_MAX_STALL);
    case PRONY_REQUEST_SORT_SEND_LAG:
      return prony_request_row_get (row, PRONY_METRIC_SEND_LAG);
    case PRONY_REQUEST_SORT_PROMPT_TOKENS:
      return prony_request_row_get (row, PRONY_METRIC_PROMPT_TOKENS);
    case PRONY_REQUEST_SORT_COMPLETION_TOKENS:
      return prony_request_row_get (row, PRONY_METRIC_COMPLETION_TOKENS);
    case PRONY_REQUEST_SORT_OUTCOME:
      return row->outcome;
    case PRONY_REQUEST_SORT_QUALITY:
      return row->quality != PRONY_QUALITY_NONE ? row->quality : NAN;
    case PRONY_REQUEST_SORT_NUMBER:
    default:
      return 0;
    }
}

static void
take_sorted (const PronyRequestRow *row, gpointer user_data)
{
  Sorting *sorting = user_data;
  double key = get_key (row, sorting->sort);
  Sorted sorted = { sorting->descending ? -key : key, sorting->rows->len, row->row_id };

  g_array_append_val (sorting->rows, sorted);
}

/* What is absent comes last, and what is equal stays in its order. */
static int
compare_sorted (const void *a, const void *b)
{
  const Sorted *left = a;
  const Sorted *right = b;

  if (isnan (left->key) != isnan (right->key))
    return isnan (left->key) ? 1 : -1;
  if (left->key < right->key)
    return -1;
  if (left->key > right->key)
    return 1;
  return left->place < right->place ? -1 : left->place > right->place;
}

static GArray *
take_ids (const Sorting *sorting)
{
  guint n = sorting->rows->len;
  GArray *ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n);
  gboolean backwards = sorting->sort == PRONY_REQUEST_SORT_NUMBER && sorting->descending;

  if (n > 0 && sorting->sort != PRONY_REQUEST_SORT_NUMBER)
    qsort (sorting->rows->data, n, sizeof (Sorted), compare_sorted);
  for (guint i = 0; i < n; i++)
    {
      guint from = backwards ? n - 1 - i : i;

      g_array_append_val (ids, g_array_index (sorting->rows, Sorted, from).row_id);
    }
  return ids;
}

/**
 * prony_store_list_request_ids:
 * @self: a store
 * @run_id: a run
 * @filter: which of its requests, and their order
 * @cancellable: (nullable): cancels it, also in the midst of a search for words
 * @error: return location for a sentence
 *
 * Lists requests by their numbers in the store, for prony_store_get_request_rows() and
 * prony_store_get_request(). Those that have nothing to be sorted by come last; those that
 * are equal by trial and number. A text is found whichever case its ASCII letters have.
 *
 * Returns: (transfer full) (nullable) (element-type gint64): the numbers
 */
GArray *
prony_store_list_request_ids (PronyStore *self,
                              const char *run_id,
                              const PronyRequestFilter *filter,
                              GCancellable *cancellable,
                              GError **error)
{
  g_autoptr (GArray) rows = NULL;
  Sorting sorting;
  gboolean read;
  sqlite3 *db;

  g_return_val_if_fail (PRONY_IS_STORE (self), NULL);
  g_return_val_if_fail (run_id != NULL && filter != NULL, NULL);

  db = _prony_store_begin_long_read (self, cancellable, error);
  if (db == NULL)
    return NULL;

  rows = g_array_new (FALSE, FALSE, sizeof (Sorted));
  sorting = (Sorting){ filter->sort, filter->descending, rows };
  read = walk_run (db, run_id, filter, cancellable, take_sorted, &sorting, error);
  _prony_store_end_long_read (self, cancellable, !read, error);
  return read ? take_ids (&sorting) : NULL;
}

/* --- Some rows ------------------------------------------------------------------ */

static GArray *
read_some_rows (sqlite3 *db, const gint64 *row_ids, guint n_row_ids, GError **error)
{
  g_autoptr (GArray) requests =
    g_array_sized_new (FALSE, FALSE, sizeof (PronyRequestRow), n_row_ids);
  g_autoptr (sqlite3_stmt) rows = prony_sql_prepare (
    db,
    "SELECT " COLUMNS
    ", (SELECT position FROM trials WHERE id = q.trial_id) FROM requests q WHERE q.id = ?",
    error);

  if (rows == NULL)
    return NULL;

  for (guint i = 0; i < n_row_ids; i++)
    {
      PronyRequestRow request;
      gboolean row;

      sqlite3_reset (rows);
      sqlite3_bind_int64 (rows, 1, row_ids[i]);
      if (!prony_sql_step (rows, &row, error))
        return NULL;
      if (!row)
        continue;
      if (!read_row (rows, (guint) sqlite3_column_int64 (rows, COLUMN_TRIAL), &request, error))
        return NULL;
      g_array_append_val (requests, request);
    }

  return g_steal_pointer (&requests);
}

/**
 * prony_store_get_request_rows:
 * @self: a store
 * @row_ids: (array length=n_row_ids): numbers from prony_store_list_request_ids()
 * @n_row_ids: how many
 * @error: return location for a sentence
 *
 * Reads a page of a list.
 *
 * Returns: (transfer full) (nullable) (element-type PronyRequestRow): their rows in the same
 *   order, without those that are not there any more
 */
GArray *
prony_store_get_request_rows (PronyStore *self,
                              const gint64 *row_ids,
                              guint n_row_ids,
                              GError **error)
{
  GArray *rows;
  sqlite3 *db;

  g_return_val_if_fail (PRONY_IS_STORE (self), NULL);
  g_return_val_if_fail (row_ids != NULL || n_row_ids == 0, NULL);

  db = _prony_store_begin_read (self, error);
  if (db == NULL)
    return NULL;

  rows = read_some_rows (db, row_ids, n_row_ids, error);
  _prony_store_end_read (self);
  return rows;
}
