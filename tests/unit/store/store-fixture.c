/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <glib/gstdio.h>

#include "core/model/prony-host-info.h"
#include "store-fixture.h"

void
store_fixture_set_up (StoreFixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("prony-store-XXXXXX", &error);
  g_assert_no_error (error);
  self->file_name = g_build_filename (self->folder, "prony.db", NULL);
}

void
store_fixture_tear_down (StoreFixture *self, gconstpointer unused)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_chmod (self->folder, 0700);
  dir = g_dir_open (self->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->file_name);
  g_free (self->folder);
}

PronyStore *
store_fixture_open (StoreFixture *self)
{
  g_autoptr (GError) error = NULL;
  PronyStore *store = prony_store_open (self->file_name, &error);

  g_assert_no_error (error);
  g_assert_nonnull (store);
  return store;
}

/* The bytes of the database and of its log. */
char *
store_fixture_read_all (StoreFixture *self, gsize *length)
{
  g_autofree char *log_name = g_strconcat (self->file_name, "-wal", NULL);
  g_autofree char *log = NULL;
  g_autoptr (GError) error = NULL;
  char *bytes;
  gsize log_length = 0;

  g_file_get_contents (self->file_name, &bytes, length, &error);
  g_assert_no_error (error);
  if (!g_file_get_contents (log_name, &log, &log_length, NULL))
    return bytes;

  bytes = g_realloc (bytes, *length + log_length);
  memcpy (bytes + *length, log, log_length);
  *length += log_length;
  return bytes;
}

PronyRun *
fixture_get_run (PronyStore *store, const char *run_id)
{
  g_autoptr (GError) error = NULL;
  PronyRun *run = prony_store_get_run (store, run_id, &error);

  g_assert_no_error (error);
  return run;
}

PronyRequestRecord *
fixture_make_record (guint64 id)
{
  PronyRequestRecord *record = prony_request_record_new (id);
  gint64 at = FIXTURE_BASE_NS + (gint64) id * 1000000;
  guint i;

  record->stream = 3;
  record->case_index = 7;
  record->scheduled_ns = at;
  record->started_ns = at + 1000;
  record->connected_ns = at + 2000;
  record->sent_ns = at + 3000;
  record->headers_ns = at + 4000;
  for (i = 0; i < 5; i++)
    prony_request_record_add_event (record, PRONY_EVENT_CONTENT, at + 5000 + (gint64) i * 1000, 1);
  record->finished_ns = at + 20000;
  record->prompt = g_strdup ("Why is the sky blue?");
  g_string_append (record->answer, "Rayleigh scattering.");
  record->prompt_tokens = 6;
  record->completion_tokens = 5;
  record->count_source = PRONY_COUNT_USAGE;
  record->http_status = 200;
  return record;
}

GPtrArray *
fixture_make_records (guint64 first, guint n)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_request_record_unref);
  guint i;

  for (i = 0; i < n; i++)
    g_ptr_array_add (records, fixture_make_record (first + i));
  return records;
}

/* A finished run with one trial. */
PronyRun *
fixture_make_run (const char *name, const char *engine, const char *model)
{
  g_autoptr (PronyEngineSpec) spec = prony_engine_spec_new ("http://127.0.0.1:11434", NULL);
  g_autoptr (PronyTarget) target = NULL;
  PronyRun *run = prony_run_new (name);
  PronyTrial *trial;

  spec->kind = PRONY_ENGINE_OLLAMA;
  spec->name = g_strdup (engine);
  target = prony_target_new (spec, model);
  target->credentials = prony_credentials_new (FIXTURE_KEY);
  target->engine_version = g_strdup ("0.3.12");
  target->simulated = TRUE;

  trial = prony_trial_new (0, target, "short-short", "Short Prompt, Short Completion",
                           PRONY_SCENARIO_SHORT_SHORT, prony_load_level_closed (5));
  trial->state = PRONY_STATE_FINISHED;
  trial->started_us = run->started_us + 10;
  trial->duration_s = 12.25;
  trial->summary = prony_summary_new ();
  trial->summary->outcomes[PRONY_OUTCOME_OK] = 41;
  trial->summary->window_s = 12.25;
  g_ptr_array_add (run->trials, trial);

  run->started_ns = FIXTURE_BASE_NS;
  run->duration_s = 13.5;
  run->state = PRONY_STATE_FINISHED;
  run->host = prony_host_info_new ();
  run->plan_json = json_object_new ();
  json_object_set_int_member (run->plan_json, "seed", 42);
  return run;
}
