/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Remarks on runs: what is put is read, whatever it says, and outlives the program. */

#include "config.h"

#include "core/store/prony-sql.h"
#include "store-fixture.h"

static const struct
{
  gint64 at_us;
  int trial;
  const char *text;
} notes[] = {
  { 30, 0, "The fan starts." },
  { 10, -1, "'); DROP TABLE runs; --" },
  { 20, 0,
    "=HYPERLINK(\"http://example.com\")\n<script>alert(1)</script> | \xe2\x80\xae # 日本語" },
  { 20, -1, "At the same moment, but later." },
};

/* By time, and in the order in which they came. */
static const guint in_order[] = { 1, 2, 3, 0 };

static void
put_all (PronyStore *store, PronyRun *run)
{
  prony_store_put_run (store, run);
  prony_store_put_trial (store, run, run->trials->pdata[0]);
  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    {
      g_autoptr (PronyRunNote) note =
        prony_run_note_new (notes[i].at_us, notes[i].trial, notes[i].text);

      prony_store_put_note (store, run->id, note);
    }
}

static void
assert_notes (PronyRun *run)
{
  g_assert_cmpuint (run->notes->len, ==, G_N_ELEMENTS (notes));
  for (guint i = 0; i < run->notes->len; i++)
    {
      const PronyRunNote *note = run->notes->pdata[i];

      g_assert_cmpint (note->at_us, ==, notes[in_order[i]].at_us);
      g_assert_cmpint (note->trial, ==, notes[in_order[i]].trial);
      g_assert_cmpstr (note->text, ==, notes[in_order[i]].text);
    }
}

static void
run_sql (StoreFixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3) db = prony_sql_open (fixture->file_name, TRUE, &error);

  g_assert_no_error (error);
  g_assert_true (prony_sql_exec (db, sql, &error));
  g_assert_no_error (error);
}

static void
test_round_trip (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyRun) run = fixture_make_run ("Lunch", "ollama", "llama3:8b");
  g_autoptr (PronyRun) other = fixture_make_run ("Dinner", "ollama", "llama3:8b");
  g_autoptr (PronyRun) read_run = NULL;
  g_autoptr (PronyRun) read_other = NULL;
  g_autoptr (PronyStore) store = store_fixture_open (fixture);

  put_all (store, run);
  prony_store_put_run (store, other);
  /* What changes of a run leaves its notes alone. */
  prony_store_put_run (store, run);

  read_run = fixture_get_run (store, run->id);
  assert_notes (read_run);
  read_other = fixture_get_run (store, other->id);
  g_assert_cmpuint (read_other->notes->len, ==, 0);
}

static void
test_interrupted (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyRun) run = fixture_make_run ("Lunch", "ollama", "llama3:8b");
  g_autoptr (PronyRun) read_run = NULL;
  g_autoptr (PronyStore) store = store_fixture_open (fixture);

  run->state = PRONY_STATE_MEASURING;
  put_all (store, run);
  g_assert_true (prony_store_close (store, NULL));
  g_clear_object (&store);
  run_sql (fixture, "UPDATE runs SET writer = 'nobody'");

  store = store_fixture_open (fixture);
  read_run = fixture_get_run (store, run->id);
  g_assert_cmpint (read_run->state, ==, PRONY_STATE_INTERRUPTED);
  assert_notes (read_run);
}

/* Somebody wrote into the database: a trial that is not there is none. */
static void
test_foreign_trial (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyRun) run = fixture_make_run ("Lunch", "ollama", "llama3:8b");
  g_autoptr (PronyRun) read_run = NULL;
  g_autoptr (PronyStore) store = store_fixture_open (fixture);

  put_all (store, run);
  g_assert_true (prony_store_flush (store, NULL));
  run_sql (fixture, "UPDATE run_notes SET trial = 4294967296 WHERE trial = 0;"
                    "UPDATE run_notes SET trial = -7 WHERE trial IS NULL");

  read_run = fixture_get_run (store, run->id);
  g_assert_cmpuint (read_run->notes->len, ==, G_N_ELEMENTS (notes));
  for (guint i = 0; i < read_run->notes->len; i++)
    g_assert_cmpint (((PronyRunNote *) read_run->notes->pdata[i])->trial, ==, -1);
}

/* Somebody made the table anew: what it has not got is empty. */
static void
test_foreign_table (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyRun) run = fixture_make_run ("Lunch", "ollama", "llama3:8b");
  g_autoptr (PronyRun) read_run = NULL;
  g_autoptr (PronyStore) store = store_fixture_open (fixture);
  g_autofree char *sql = NULL;

  put_all (store, run);
  g_assert_true (prony_store_flush (store, NULL));
  sql = g_strdup_printf ("DROP TABLE run_notes; CREATE TABLE run_notes (id, run_id, at_us, trial,"
                         " text); INSERT INTO run_notes (run_id) VALUES ('%s')",
                         run->id);
  run_sql (fixture, sql);

  read_run = fixture_get_run (store, run->id);
  g_assert_cmpuint (read_run->notes->len, ==, 1);
  g_assert_cmpstr (((PronyRunNote *) read_run->notes->pdata[0])->text, ==, "");
}

static void
test_purge (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyRun) run = fixture_make_run ("Lunch", "ollama", "llama3:8b");
  g_autoptr (PronyStore) store = store_fixture_open (fixture);
  g_autoptr (sqlite3) db = NULL;
  gint64 n_notes = -1;

  put_all (store, run);
  prony_store_delete_run (store, run->id);
  prony_store_purge_deleted (store);
  g_assert_true (prony_store_flush (store, NULL));

  db = prony_sql_open (fixture->file_name, FALSE, NULL);
  g_assert_true (prony_sql_get_int (db, "SELECT count(*) FROM run_notes", &n_notes, NULL));
  g_assert_cmpint (n_notes, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test)                                                                            \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, test, store_fixture_tear_down)
  ADD ("/store/notes/round-trip", test_round_trip);
  ADD ("/store/notes/interrupted", test_interrupted);
  ADD ("/store/notes/foreign-trial", test_foreign_trial);
  ADD ("/store/notes/foreign-table", test_foreign_table);
  ADD ("/store/notes/purge", test_purge);
#undef ADD
  return g_test_run ();
}
