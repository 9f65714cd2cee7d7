/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Requests in lists: rows that say what their records say, filtered and sorted. */

#include "config.h"

#include <math.h>

#include "base/prony-error.h"
#include "core/store/prony-sql.h"
#include "core/store/prony-store-query.h"
#include "store-fixture.h"

/* What the requests of both trials are like. A time of 0 was not reached. */
static const struct
{
  PronyOutcome outcome;
  PronyQuality quality;
  gboolean warmup;
  gint64 ttft_ns;
  guint n_events;
  gint64 tokens;
  const char *prompt;
  const char *answer;
  const char *error;
} requests[] = {
  { PRONY_OUTCOME_OK, PRONY_QUALITY_NONE, TRUE, 900, 4, 4, "First", "Warm", NULL },
  { PRONY_OUTCOME_OK, PRONY_QUALITY_PASS, FALSE, 5000, 5, 5, "Ask for 100%", "One", NULL },
  { PRONY_OUTCOME_OK, PRONY_QUALITY_FAIL, FALSE, 2000, 9, 12, "Ask for 100", "Two", NULL },
  { PRONY_OUTCOME_HTTP_429, PRONY_QUALITY_NONE, FALSE, 0, 0, -1, "Ask", "", "Too many at once." },
  { PRONY_OUTCOME_STREAM_ERROR, PRONY_QUALITY_NONE, FALSE, 3000, 2, 2, "Ask", "Thr", "It broke." },
  { PRONY_OUTCOME_OK, PRONY_QUALITY_PASS, FALSE, 0, 0, 7, "In one piece", "Four", NULL },
  { PRONY_OUTCOME_OK, PRONY_QUALITY_NONE, FALSE, 4000, 1, 9, "At once", "Five_six", NULL },
  { PRONY_OUTCOME_OK, PRONY_QUALITY_NONE, FALSE, 2000, 9, 12, "The same", "Two", NULL },
};

static PronyRequestRecord *
make_record (guint64 id, guint kind)
{
  PronyRequestRecord *record = prony_request_record_new (id);
  gint64 at = FIXTURE_BASE_NS + (gint64) id * 1000000;

  record->stream = (guint) id % 3;
  record->scheduled_ns = at;
  record->started_ns = at + 1000 * (gint64) id;
  record->sent_ns = at + 100000;
  record->outcome = requests[kind].outcome;
  record->quality = requests[kind].quality;
  record->warmup = requests[kind].warmup;
  record->prompt = g_strdup (requests[kind].prompt);
  record->error_message = g_strdup (requests[kind].error);
  g_string_append (record->answer, requests[kind].answer);
  record->completion_tokens = requests[kind].tokens;
  record->count_source = PRONY_COUNT_USAGE;
  for (guint i = 0; i < requests[kind].n_events; i++)
    prony_request_record_add_event (record, i == 0 ? PRONY_EVENT_REASONING : PRONY_EVENT_CONTENT,
                                    record->sent_ns + requests[kind].ttft_ns + i * i * 1000, 1);
  record->finished_ns = record->sent_ns + 200000;
  prony_request_record_seal (record);
  return record;
}

static PronyRun *
put_run (PronyStore *store)
{
  PronyRun *run = fixture_make_run ("Rows", "ollama", "llama3:8b");
  PronyTrial *first = run->trials->pdata[0];
  PronyTrial *second = prony_trial_new (1, first->target, "short-short", "Short", first->klass,
                                        prony_load_level_closed (2));

  second->repeat = 1;
  g_ptr_array_add (run->trials, second);
  prony_store_put_run (store, run);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GPtrArray) records =
        g_ptr_array_new_with_free_func ((GDestroyNotify) prony_request_record_unref);

      prony_store_put_trial (store, run, run->trials->pdata[i]);
      for (guint j = 0; j < G_N_ELEMENTS (requests); j++)
        g_ptr_array_add (records, make_record (j + 1, j));
      prony_store_put_requests (store, run, run->trials->pdata[i], records);
    }
  return run;
}

static void
assert_same (const PronyRequestRow *row, const PronyRequestRow *other)
{
  g_assert_cmpuint (row->id, ==, other->id);
  g_assert_cmpuint (row->trial, ==, other->trial);
  g_assert_cmpuint (row->stream, ==, other->stream);
  g_assert_cmpint (row->warmup, ==, other->warmup);
  g_assert_cmpint (row->outcome, ==, other->outcome);
  g_assert_cmpint (row->quality, ==, other->quality);
  g_assert_cmpint (row->count_source, ==, other->count_source);
  g_assert_cmpint (row->scheduled_ns, ==, other->scheduled_ns);
  g_assert_cmpint (row->started_ns, ==, other->started_ns);
  g_assert_cmpint (row->sent_ns, ==, other->sent_ns);
  g_assert_cmpint (row->headers_ns, ==, other->headers_ns);
  g_assert_cmpint (row->first_token_ns, ==, other->first_token_ns);
  g_assert_cmpint (row->answer_ns, ==, other->answer_ns);
  g_assert_cmpint (row->last_token_ns, ==, other->last_token_ns);
  g_assert_cmpint (row->finished_ns, ==, other->finished_ns);
  g_assert_cmpint (row->max_gap_ns, ==, other->max_gap_ns);
  g_assert_cmpint (row->prompt_tokens, ==, other->prompt_tokens);
  g_assert_cmpint (row->completion_tokens, ==, other->completion_tokens);
}

/* All of a run, of a trial, and some of them by their numbers; and whole records. */
static void
test_rows (StoreFixture *fixture, gconstpointer unused)
{
  const guint n = G_N_ELEMENTS (requests);
  g_autoptr (PronyStore) store = store_fixture_open (fixture);
  g_autoptr (PronyRun) run = put_run (store);
  g_autoptr (GArray) rows = NULL;
  g_autoptr (GArray) second = NULL;
  g_autoptr (GError) error = NULL;

  rows = prony_store_list_request_rows (store, run->id, -1, NULL, &error);
  g_assert_no_error (error);
  second = prony_store_list_request_rows (store, run->id, 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 2 * n);
  g_assert_cmpuint (second->len, ==, n);

  for (guint i = 0; i < rows->len; i++)
    {
      const PronyRequestRow *row = &g_array_index (rows, PronyRequestRow, i);
      gint64 numbers[] = { 123456, row->row_id };
      g_autoptr (PronyRequestRecord) record = prony_store_get_request (store, row->row_id, &error);
      g_autoptr (GArray) one = prony_store_get_request_rows (store, numbers, 2, &error);
      PronyRequestRow expected;

      g_assert_no_error (error);
      prony_request_row_init (&expected, record, i / n, run->started_ns);
      assert_same (row, &expected);
      g_assert_cmpuint (one->len, ==, 1);
      assert_same (row, &g_array_index (one, PronyRequestRow, 0));
      if (i >= n)
        assert_same (row, &g_array_index (second, PronyRequestRow, i - n));
      g_assert_cmpstr (record->answer->str, ==, requests[i % n].answer);
    }

  g_assert_null (prony_store_get_request (store, 123456, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND);
}

static GArray *
list_rows (PronyStore *store, PronyRun *run, const PronyRequestFilter *filter)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = prony_store_list_request_ids (store, run->id, filter, NULL, &error);
  GArray *rows;

  g_assert_no_error (error);
  rows =
    prony_store_get_request_rows (store, (const gint64 *) (gpointer) ids->data, ids->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, ids->len);
  return rows;
}

static void
test_filters (StoreFixture *fixture, gconstpointer unused)
{
  static const struct
  {
    PronyRequestFilter filter;
    guint64 numbers[G_N_ELEMENTS (requests) + 1];
  } cases[] = {
    { { 0, -1, FALSE, -1, TRUE, NULL, 0, FALSE }, { 1, 2, 3, 4, 5, 6, 7, 8 } },
    { { 0, -1, FALSE, -1, FALSE, "", 0, TRUE }, { 8, 7, 6, 5, 4, 3, 2 } },
    { { 1, PRONY_OUTCOME_HTTP_429, FALSE, -1, TRUE, NULL, 0, FALSE }, { 4 } },
    { { 1, -1, TRUE, -1, TRUE, NULL, 0, FALSE }, { 4, 5 } },
    { { 0, PRONY_OUTCOME_OK, TRUE, -1, TRUE, NULL, 0, FALSE }, { 0 } },
    { { 0, -1, FALSE, PRONY_QUALITY_PASS, TRUE, NULL, 0, FALSE }, { 2, 6 } },
    { { 0, -1, FALSE, PRONY_QUALITY_FAIL, FALSE, "two", 0, FALSE }, { 3 } },
    { { 0, -1, FALSE, -1, FALSE, "100%", 0, FALSE }, { 2 } },
    { { 0, -1, FALSE, -1, FALSE, "e_s", 0, FALSE }, { 7 } },
    { { 0, -1, FALSE, -1, FALSE, "too many", 0, FALSE }, { 4 } },
    { { 0, -1, FALSE, -1, FALSE, "warm", 0, FALSE }, { 0 } },
    { { 7, -1, FALSE, -1, TRUE, NULL, 0, FALSE }, { 0 } },
  };
  g_autoptr (PronyStore) store = store_fixture_open (fixture);
  g_autoptr (PronyRun) run = put_run (store);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) rows = list_rows (store, run, &cases[i].filter);

      for (guint j = 0; j < rows->len; j++)
        g_assert_cmpuint (g_array_index (rows, PronyRequestRow, j).id, ==, cases[i].numbers[j]);
      g_assert_cmpuint (cases[i].numbers[rows->len], ==, 0);
    }
}

static double
get_key (const PronyRequestRow *row, PronyRequestSort sort)
{
  static const struct
  {
    PronyRequestSort sort;
    PronyMetric metric;
  } metrics[] = {
    { PRONY_REQUEST_SORT_TTFT, PRONY_METRIC_TTFT },
    { PRONY_REQUEST_SORT_LATENCY, PRONY_METRIC_LATENCY },
    { PRONY_REQUEST_SORT_TPOT, PRONY_METRIC_TPOT },
    { PRONY_REQUEST_SORT_TOKENS_PER_SEC, PRONY_METRIC_TOKENS_PER_SEC },
    { PRONY_REQUEST_SORT_MAX_STALL, PRONY_METRIC_MAX_STALL },
    { PRONY_REQUEST_SORT_SEND_LAG, PRONY_METRIC_SEND_LAG },
    { PRONY_REQUEST_SORT_PROMPT_TOKENS, PRONY_METRIC_PROMPT_TOKENS },
    { PRONY_REQUEST_SORT_COMPLETION_TOKENS, PRONY_METRIC_COMPLETION_TOKENS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (metrics); i++)
    if (metrics[i].sort == sort)
      return prony_request_row_get (row, metrics[i].metric);
  if (sort == PRONY_REQUEST_SORT_OUTCOME)
    return row->outcome;
  if (sort == PRONY_REQUEST_SORT_QUALITY)
    return row->quality != PRONY_QUALITY_NONE ? row->quality : NAN;
  return sort == PRONY_REQUEST_SORT_SENT ? (double) row->sent_ns
                                         : (double) (row->trial * 1000 + row->id);
}

/* One after the other in order, what is absent last, what is equal by trial and number. */
static void
assert_order (const PronyRequestRow *row, const PronyRequestRow *next, const PronyRequestFilter *f)
{
  double a = get_key (row, f->sort) * (f->descending ? -1 : 1);
  double b = get_key (next, f->sort) * (f->descending ? -1 : 1);

  if (isnan (a) || isnan (b))
    g_assert_true (isnan (b));
  else
    g_assert_cmpfloat (a, <=, b);
  if (a == b || (isnan (a) && isnan (b)))
    g_assert_cmpuint (row->trial * 1000 + row->id, <, next->trial * 1000 + next->id);
}

static void
test_sorts (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyStore) store = store_fixture_open (fixture);
  g_autoptr (PronyRun) run = put_run (store);

  for (guint i = 0; i <= 2 * PRONY_REQUEST_SORT_QUALITY + 1; i++)
    {
      const PronyRequestFilter filter = { -1, -1, FALSE, -1, TRUE, NULL, i / 2, i % 2 != 0 };
      g_autoptr (GArray) rows = list_rows (store, run, &filter);

      g_assert_cmpuint (rows->len, ==, 2 * G_N_ELEMENTS (requests));
      for (guint j = 1; j < rows->len; j++)
        assert_order (&g_array_index (rows, PronyRequestRow, j - 1),
                      &g_array_index (rows, PronyRequestRow, j), &filter);
    }
}

static void
test_cancelled (StoreFixture *fixture, gconstpointer unused)
{
  const PronyRequestFilter filter = { -1, -1, FALSE, -1, TRUE, "a", 0, FALSE };
  g_autoptr (PronyStore) store = store_fixture_open (fixture);
  g_autoptr (PronyRun) run = put_run (store);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (prony_store_list_request_ids (store, run->id, &filter, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (prony_store_list_request_rows (store, run->id, -1, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  /* And the next one is not interrupted. */
  ids = prony_store_list_request_ids (store, run->id, &filter, NULL, NULL);
  g_assert_cmpuint (ids->len, ==, 14);
}

/* What SQLite does for a query, in its own words. */
static char *
explain (StoreFixture *fixture, const char *sql)
{
  g_autoptr (sqlite3) db = prony_sql_open (fixture->file_name, FALSE, NULL);
  g_autofree char *question = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  g_autoptr (sqlite3_stmt) rows = prony_sql_prepare (db, question, NULL);
  GString *plan = g_string_new (NULL);

  while (sqlite3_step (rows) == SQLITE_ROW)
    g_string_append_printf (plan, "%s\n", prony_sql_column_text (rows, 3));
  return g_string_free (plan, FALSE);
}

/* No list reads the table of requests, unless words are sought in them. */
static void
test_index_only (StoreFixture *fixture, gconstpointer unused)
{
  const PronyRequestFilter filter = { -1, PRONY_OUTCOME_OK, TRUE, 1, FALSE, NULL, 0, FALSE };
  g_autoptr (PronyStore) store = store_fixture_open (fixture);
  g_autofree char *sql = NULL;
  g_autoptr (PronySqlCommand) command =
    prony_store_query_requests ("q.id, q.max_gap_ns, q.completion_tokens", &filter, &sql);
  g_autofree char *plan = explain (fixture, sql);
  g_autofree char *runs_sql = NULL;
  g_autoptr (PronySqlCommand) runs =
    prony_store_query_runs ("r.id, r.name, r.error, r.verdict", NULL, &runs_sql);
  g_autofree char *runs_plan = explain (fixture, runs_sql);

  g_assert_nonnull (strstr (plan, "USING COVERING INDEX requests_rows (trial_id=?)"));
  g_assert_null (strstr (plan, "TEMP B-TREE"));
  g_assert_nonnull (strstr (runs_plan, "USING COVERING INDEX runs_entries"));
}

#define ADD(path, function)                                                                        \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, function, store_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/store-rows/rows", test_rows);
  ADD ("/store-rows/filters", test_filters);
  ADD ("/store-rows/sorts", test_sorts);
  ADD ("/store-rows/cancelled", test_cancelled);
  ADD ("/store-rows/index-only", test_index_only);

  return g_test_run ();
}
