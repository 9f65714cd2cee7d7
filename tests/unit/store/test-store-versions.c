/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What the second version of the database keeps, and that the first is read as it
 * was meant. */

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
make_version_1 (StoreFixture *fixture)
{
  g_autofree char *sql_name =
    g_build_filename (g_getenv ("PRONY_TEST_DATA"), "store", "version-1.sql", NULL);
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

  make_version_1 (fixture);
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

  make_version_1 (fixture);
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
          make_version_1 (fixture);
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
  ADD ("/store-versions/write-after-migration", test_write_after_migration);
  ADD ("/store-versions/damaged-load", test_damaged_load);

  return g_test_run ();
}
