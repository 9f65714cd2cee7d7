/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "core/bench/prony-run-recorder.h"

typedef struct
{
  char *folder;
  char *file_name;
  PronyStore *store;
  PronyRun *run;
  PronyTrial *trial;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("http://127.0.0.1:1", NULL);
  g_autoptr (PronyTarget) target = prony_target_new (engine, "m");

  self->folder = g_dir_make_tmp ("prony-recorder-XXXXXX", &error);
  g_assert_no_error (error);
  self->file_name = g_build_filename (self->folder, "prony.db", NULL);
  self->store = prony_store_open (self->file_name, &error);
  g_assert_no_error (error);

  self->run = prony_run_new ("recorded");
  self->trial =
    prony_trial_new (0, target, "a", "a", PRONY_SCENARIO_SHORT_SHORT, prony_load_level_closed (1));
  g_ptr_array_add (self->run->trials, self->trial);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  prony_store_close (self->store, NULL);
  g_clear_object (&self->store);
  prony_run_unref (self->run);
  g_assert_cmpint (g_remove (self->file_name), ==, 0);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->file_name);
  g_free (self->folder);
}

static void
add (Fixture *self, PronyRunRecorder *recorder, guint64 first, guint n)
{
  g_autoptr (GPtrArray) records =
    g_ptr_array_new_with_free_func ((GDestroyNotify) prony_request_record_unref);

  for (guint i = 0; i < n; i++)
    {
      PronyRequestRecord *record = prony_request_record_new (first + i);

      record->sent_ns = 1000 * (gint64) record->id;
      record->prompt = g_strdup ("Why?");
      g_string_assign (record->answer, "So.");
      record->reasoning = g_string_new ("Hm.");
      record->error_message = g_strdup ("Nothing is wrong.");
      prony_request_record_add_event (record, PRONY_EVENT_CONTENT, record->sent_ns + 500, 1);
      prony_request_record_seal (record);
      g_ptr_array_add (records, record);
    }
  prony_run_recorder_add (recorder, self->trial, records);
}

/* Checks that each request is there once. */
static void
assert_records (PronyRunRecorder *recorder, guint n, gboolean texts)
{
  g_autoptr (GPtrArray) records = prony_run_recorder_get_records (recorder, 0, texts);
  guint64 ids = 0;

  g_assert_cmpuint (records->len, ==, n);
  for (guint i = 0; i < records->len; i++)
    {
      const PronyRequestRecord *record = records->pdata[i];

      g_assert_cmpuint (record->id, <, 64);
      g_assert_cmpuint (ids >> record->id & 1, ==, 0);
      ids |= G_GUINT64_CONSTANT (1) << record->id;
      g_assert_cmpint (record->sent_ns, ==, 1000 * (gint64) record->id);
      g_assert_cmpuint (prony_request_record_count_events (record), ==, 1);
      g_assert_cmpstr (record->error_message, ==, "Nothing is wrong.");
      if (texts)
        {
          g_assert_cmpstr (record->prompt, ==, "Why?");
          g_assert_cmpstr (record->answer->str, ==, "So.");
          g_assert_cmpstr (record->reasoning->str, ==, "Hm.");
        }
    }
}

static void
test_without_store (Fixture *self, gconstpointer unused)
{
  g_autoptr (PronyRunRecorder) recorder = prony_run_recorder_new (NULL, self->run);

  assert_records (recorder, 0, TRUE);
  add (self, recorder, 1, 3);
  add (self, recorder, 4, 2);
  assert_records (recorder, 5, TRUE);
  prony_run_recorder_end_trial (recorder, self->trial);
  assert_records (recorder, 5, FALSE);
}

static void
test_texts (Fixture *self, gconstpointer unused)
{
  g_autoptr (PronyPlan) plan = prony_plan_new ();
  g_autoptr (PronyRunRecorder) recorder = prony_run_recorder_new (self->store, self->run);
  g_autoptr (GPtrArray) records = NULL;
  const PronyRequestRecord *record;

  prony_run_recorder_begin (recorder, plan);
  add (self, recorder, 1, 3);
  prony_run_recorder_end_trial (recorder, self->trial);
  assert_records (recorder, 3, TRUE);

  records = prony_run_recorder_get_records (recorder, 0, FALSE);
  g_assert_cmpuint (records->len, ==, 3);
  record = records->pdata[1];
  g_assert_null (record->prompt);
  g_assert_cmpuint (record->answer->len, ==, 0);
  g_assert_null (record->reasoning);
}

/* What was written is not kept besides: once it is deleted from the database, nobody
 * has it. */
static void
test_forgets (Fixture *self, gconstpointer unused)
{
  g_autoptr (PronyPlan) plan = prony_plan_new ();
  g_autoptr (PronyRunRecorder) recorder = prony_run_recorder_new (self->store, self->run);
  sqlite3 *other;

  prony_run_recorder_begin (recorder, plan);
  add (self, recorder, 1, 3);
  g_assert_true (prony_store_flush (self->store, NULL));
  add (self, recorder, 4, 2);
  assert_records (recorder, 5, TRUE);

  g_assert_cmpint (sqlite3_open (self->file_name, &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, "DELETE FROM requests", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (other);
  assert_records (recorder, 2, TRUE);
}

/* What the database does not take stays in memory, also when it takes what comes
 * after. */
static void
test_keeps_what_is_lost (Fixture *self, gconstpointer unused)
{
  g_autoptr (PronyPlan) plan = prony_plan_new ();
  g_autoptr (PronyRunRecorder) recorder = prony_run_recorder_new (self->store, self->run);

  /* The run is not there yet. */
  add (self, recorder, 1, 3);
  g_assert_false (prony_store_flush (self->store, NULL));
  prony_run_recorder_begin (recorder, plan);
  add (self, recorder, 4, 2);
  g_assert_true (prony_store_flush (self->store, NULL));
  add (self, recorder, 6, 1);
  assert_records (recorder, 6, TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/run-recorder/without-store", Fixture, NULL, set_up, test_without_store, tear_down);
  g_test_add ("/run-recorder/texts", Fixture, NULL, set_up, test_texts, tear_down);
  g_test_add ("/run-recorder/forgets", Fixture, NULL, set_up, test_forgets, tear_down);
  g_test_add ("/run-recorder/keeps-what-is-lost", Fixture, NULL, set_up, test_keeps_what_is_lost,
              tear_down);

  return g_test_run ();
}
