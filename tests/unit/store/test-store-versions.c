/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What later versions of the database keep, and that older ones are read as they were
 * meant. */

#include "config.h"

#include <math.h>
#include <sqlite3.h>

#include "base/prony-error.h"
#include "core/store/prony-sql.h"
#include "store-fixture.h"

static void
run_raw (const char *file_name, const char *sql)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (file_name, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static gint64
ask_raw (const char *file_name, const char *sql)
{
  g_autoptr (sqlite3) db = prony_sql_open (file_name, FALSE, NULL);
  gint64 value = -1;

  g_assert_true (prony_sql_get_int (db, sql, &value, NULL));
  return value;
}

/* Of every kind of load, a calibration beside it. */
static void
test_loads (StoreFixture *fixture, gconstpointer unused)
{
  PronyLoadLevel loads[] = {
    prony_load_level_closed (64),
    prony_load_level_open (2.5, PRONY_ARRIVAL_GAMMA),
    prony_load_level_trace (2),
  };
  g_autoptr (PronyStore) store = store_fixture_open (fixture);

  loads[0].from_concurrency = 1;
  loads[0].ramp_s = 30;
  loads[1].burstiness = 0.25;
  loads[1].concurrency = 16;
  for (guint i = 0; i < G_N_ELEMENTS (loads); i++)
    {
      g_autoptr (PronyRun) run = fixture_make_run ("Lunch", "ollama", "llama3:8b");
      g_autoptr (PronyRun) read = NULL;
      g_autoptr (GPtrArray) listed = NULL;
      PronyTrial *trial = run->trials->pdata[0];

      trial->load = loads[i];
      trial->calibration = prony_calibration_new ("openai-chat closed 64");
      trial->calibration->ttft_p99_s = 0.0005;
      prony_store_put_run (store, run);
      prony_store_put_trial (store, run, trial);

      read = prony_store_get_run (store, run->id, NULL);
      trial = read->trials->pdata[0];
      g_assert_true (prony_load_level_equal (&trial->load, &loads[i]));
      g_assert_cmpstr (trial->calibration->shape, ==, "openai-chat closed 64");
      g_assert_cmpfloat (trial->calibration->ttft_p99_s, ==, 0.0005);
      g_assert_true (isnan (trial->calibration->itl_p99_s));

      listed = prony_store_list_runs (store, NULL, NULL);
      trial = ((PronyRun *) listed->pdata[0])->trials->pdata[0];
      g_assert_true (prony_load_level_equal (&trial->load, &loads[i]));
      g_assert_null (trial->calibration);
    }
}

static void
make_version (StoreFixture *fixture, guint version)
{
  g_autofree char *base = g_strdup_printf ("version-%u.sql", version);
  g_autofree char *sql_name = g_build_filename (g_getenv ("PRONY_TEST_DATA"), "store", base, NULL);
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (sql_name, &sql, NULL, &error);
  g_assert_no_error (error);
  run_raw (fixture->file_name, sql);
}

/* Everything that was in it is there, and its trials are the closed loops that they
 * were. */
static void
test_migrate_from_1 (StoreFixture *fixture, gconstpointer unused)
{
  g_autofree char *backup = g_strconcat (fixture->file_name, ".v1.backup", NULL);
  g_autoptr (PronyStore) store = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (PronyRun) run = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (prony_store_is_old (fixture->file_name)); /* there is none */
  make_version (fixture, 1);
  g_assert_true (prony_store_is_old (fixture->file_name));
  store = store_fixture_open (fixture);
  runs = prony_store_list_runs (store, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 1);

  run = prony_store_get_run (store, ((PronyRun *) runs->pdata[0])->id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (run->state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpuint (run->trials->len, ==, 2);
  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = run->trials->pdata[i];
      g_autoptr (GPtrArray) records = NULL;

      g_assert_true (prony_load_level_is_closed (&trial->load, i + 1));
      g_assert_null (trial->calibration);
      g_assert_cmpuint (trial->summary->outcomes[PRONY_OUTCOME_OK], ==, 2);
      g_assert_cmpfloat_with_epsilon (prony_summary_get (trial->summary, PRONY_METRIC_TTFT), 0.0102,
                                      0.0001);
      g_assert_cmpint (trial->summary->checks[PRONY_CHECK_ACCOUNTED].verdict, ==,
                       PRONY_VERDICT_ABSENT);

      records = prony_store_get_requests (store, run->id, i, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (records->len, ==, 2);
      g_assert_cmpuint (((PronyRequestRecord *) records->pdata[0])->retries, ==, 0);
      g_assert_cmpstr (((PronyRequestRecord *) records->pdata[1])->answer->str, ==,
                       "This answer comes");
    }

  g_assert_cmpint (ask_raw (backup, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (ask_raw (backup, "SELECT count(*) FROM requests"), ==, 4);
  g_assert_cmpint (ask_raw (fixture->file_name, "PRAGMA user_version"), ==, 4);
}

/* Rows of requests and entries of runs are as if they had been written today. */
static void
test_fill_in (StoreFixture *fixture, gconstpointer unused)
{
  for (guint version = 1; version <= 3; version++)
    {
      StoreFixture own;
      g_autoptr (PronyStore) store = NULL;
      g_autoptr (GPtrArray) entries = NULL;
      g_autoptr (GArray) rows = NULL;
      g_autoptr (GError) error = NULL;
      const PronyRunEntry *entry;

      store_fixture_set_up (&own, NULL);
      make_version (&own, version);
      store = store_fixture_open (&own);
      entries = prony_store_list_run_entries (store, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (entries->len, ==, 1);
      entry = entries->pdata[0];
      g_assert_cmpuint (entry->n_trials, ==, 2);
      g_assert_cmpuint (entry->n_requests, ==, 4);
      g_assert_cmpfloat_with_epsilon (entry->ttft, 0.010155842500000001, 1e-15);
      g_assert_cmpfloat_with_epsilon (entry->tokens_per_sec, 420.5526608682268, 1e-12);
      g_assert_true (entry->simulated);
      g_assert_false (entry->partial || entry->pinned);
      g_assert_cmpint (entry->unverified, ==, version == 3);
      g_assert_cmpstr (entry->notes, ==, version == 3 ? "The fan is loud." : NULL);
      g_assert_cmpuint (entry->results->len, ==, version == 3 ? 2 : 1);

      rows = prony_store_list_request_rows (store, entry->id, -1, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (rows->len, ==, 4);
      for (guint i = 0; i < rows->len; i++)
        {
          const PronyRequestRow *row = &g_array_index (rows, PronyRequestRow, i);
          g_autoptr (PronyRequestRecord) record = NULL;
          PronyRequestRow expected;

          if (version == 3 && i == 2) /* damaged: nothing is known of its tokens */
            {
              g_assert_true (isnan (prony_request_row_get (row, PRONY_METRIC_TTFT)));
              g_assert_cmpint (row->max_gap_ns, ==, -1);
              continue;
            }
          record = prony_store_get_request (store, row->row_id, &error);
          g_assert_no_error (error);
          prony_request_row_init (&expected, record, row->trial, record->sent_ns - row->sent_ns);
          expected.row_id = row->row_id;
          g_assert_cmpmem (row, sizeof *row, &expected, sizeof expected);
          g_assert_cmpfloat_with_epsilon (prony_request_row_get (row, PRONY_METRIC_TTFT), 0.0102,
                                          0.0001);
        }
      g_clear_object (&store);
      store_fixture_tear_down (&own, NULL);
    }
}

/* What was migrated can be written to like what is new, and old trials too. */
static void
test_write_after_migration (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyStore) store = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (PronyRun) again = NULL;
  g_autoptr (GError) error = NULL;
  PronyRun *run;
  PronyTrial *trial;

  make_version (fixture, 1);
  store = store_fixture_open (fixture);
  runs = prony_store_list_runs (store, NULL, &error);
  g_assert_no_error (error);
  run = runs->pdata[0];
  trial = run->trials->pdata[1];
  trial->load = prony_load_level_open (4, PRONY_ARRIVAL_POISSON);
  prony_store_put_trial (store, run, trial);

  again = prony_store_get_run (store, run->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->trials->len, ==, 2);
  trial = again->trials->pdata[0];
  g_assert_true (prony_load_level_is_closed (&trial->load, 1));
  trial = again->trials->pdata[1];
  g_assert_cmpint (trial->load.kind, ==, PRONY_LOAD_OPEN);
  g_assert_cmpfloat (trial->load.rate, ==, 4);
}

/* A load that nobody wrote so is no closed loop. */
static void
test_damaged_load (StoreFixture *fixture, gconstpointer unused)
{
  static const char *const loads[] = { "{", "{}", "[]", "{\"kind\":\"open\",\"rate\":0}" };

  for (guint i = 0; i < G_N_ELEMENTS (loads); i++)
    {
      g_autoptr (PronyStore) store = NULL;
      g_autoptr (GPtrArray) runs = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *sql = g_strdup_printf ("UPDATE trials SET load = '%s'", loads[i]);

      if (i == 0)
        {
          make_version (fixture, 1);
          g_object_unref (store_fixture_open (fixture));
        }
      run_raw (fixture->file_name, sql);
      store = store_fixture_open (fixture);
      runs = prony_store_list_runs (store, NULL, &error);
      g_assert_null (runs);
      g_assert_error (error, PRONY_ERROR, PRONY_ERROR_STORE);
    }
}

#define ADD(path, function)                                                                        \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, function, store_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/store-versions/loads", test_loads);
  ADD ("/store-versions/migrate-from-1", test_migrate_from_1);
  g_test_add ("/store-versions/fill-in", StoreFixture, NULL, NULL, test_fill_in, NULL);
  ADD ("/store-versions/write-after-migration", test_write_after_migration);
  ADD ("/store-versions/damaged-load", test_damaged_load);

  return g_test_run ();
}
