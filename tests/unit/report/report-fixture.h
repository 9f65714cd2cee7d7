/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* A run with everything that can be awkward in a report, and what its tests share. */

#pragma once

#include <glib/gstdio.h>
#include <math.h>

#include "../metrics/synthetic-records.h"
#include "base/prony-error.h"
#include "base/prony-json.h"
#include "base/prony-util.h"
#include "core/metrics/prony-summarize.h"
#include "core/model/prony-host-info.h"
#include "core/report/prony-report.h"
#include "support/prony-test-folder.h"

/* 21 November 2026, 09:30:00.123456 UTC */
#define STARTED_US G_GINT64_CONSTANT (1795253400123456)

typedef struct
{
  char *parent;
  PronyRun *run;
  GPtrArray *records;
} Fixture;

static inline PronyTrial *
add_trial (
  Fixture *fixture, const char *name, gboolean simulated, const char *scenario, GPtrArray *records)
{
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("http://127.0.0.1:11434", NULL);
  g_autoptr (PronyTarget) target = prony_target_new (engine, "llama3:8b");
  PronyTrial *trial;
  PronySummaryInput input;

  prony_set_str (&target->name, name);
  prony_set_str (&target->engine_version, "0.5.1");
  target->simulated = simulated;
  trial = prony_trial_new (fixture->run->trials->len, target, scenario, "Short | <b>prompt</b>",
                           PRONY_SCENARIO_SHORT_SHORT, prony_load_level_closed (2));
  trial->state = PRONY_STATE_FINISHED;
  trial->duration_s = 20.5;
  prony_summary_input_init (&input, records);
  trial->summary = prony_summarize (&input);
  g_ptr_array_add (fixture->run->trials, trial);
  g_ptr_array_add (fixture->records, records);
  return trial;
}

static inline GPtrArray *
make_records (double ttft)
{
  GPtrArray *records = new_records ();

  for (guint i = 0; i < 12; i++)
    g_ptr_array_add (records, make_record (i + 1, i, ttft + i * 0.001, 0.01, 11));
  return records;
}

static inline void
add_awkward_records (GPtrArray *records)
{
  PronyRequestRecord *record = make_sent_record (13, 20);

  record->outcome = PRONY_OUTCOME_HTTP_5XX;
  record->http_status = 500;
  record->error_message = g_strdup ("=HYPERLINK(\"http://x\"), said the\nengine <script>");
  record->finished_ns = at_s (20.5);
  g_ptr_array_add (records, record);

  record = make_record (14, -5, 0.1, 0.01, 3);
  record->warmup = TRUE;
  g_string_assign (record->answer, "\xff not UTF-8");
  g_string_append_len (record->answer, "\0 zero", 6);
  g_ptr_array_add (records, record);

  record = prony_request_record_new (15);
  record->scheduled_ns = at_s (20);
  record->started_ns = at_s (20);
  record->finished_ns = at_s (20.25);
  record->outcome = PRONY_OUTCOME_CONNECT;
  record->error_message = g_strdup ("Nobody listens there.");
  g_ptr_array_add (records, record);
}

static inline void
set_up (Fixture *fixture, gconstpointer data)
{
  PronyRun *run = prony_run_new ("Test & <i>measure</i>");
  GPtrArray *records = make_records (0.2);

  fixture->parent = g_dir_make_tmp ("prony-report-XXXXXX", NULL);
  fixture->run = run;
  fixture->records = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  run->started_us = STARTED_US;
  run->started_ns = ORIGIN_NS;
  run->duration_s = 60.25;
  run->state = PRONY_STATE_FINISHED;
  run->host = prony_host_info_new ();
  run->plan_json = prony_json_parse_object ("{\"iterations\": 12}", -1, NULL);

  add_awkward_records (records);
  add_trial (fixture, "a/b", FALSE, "s", records);
  add_trial (fixture, "a?b", FALSE, "s", make_records (0.1));
  add_trial (fixture, "../-x", TRUE, "s", make_records (0.01));
}

static inline void
tear_down (Fixture *fixture, gconstpointer data)
{
  prony_test_remove_tree (fixture->parent);
  g_free (fixture->parent);
  prony_run_unref (fixture->run);
  g_ptr_array_unref (fixture->records);
}

static inline GPtrArray *
get_records (PronyTrial *trial, gpointer user_data)
{
  Fixture *fixture = user_data;

  return g_ptr_array_ref (g_ptr_array_index (fixture->records, trial->index));
}

static inline char *
write_folder (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  char *folder = prony_report_write_folder (fixture->run, get_records, fixture, NULL,
                                            fixture->parent, PRONY_REPORT_ALL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (folder);
  return folder;
}

static inline char *
read_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  return text;
}

static inline JsonObject *
read_json (const char *folder, const char *name)
{
  g_autofree char *text = read_file (folder, name);
  g_autoptr (GError) error = NULL;
  JsonObject *object = prony_json_parse_object (text, -1, &error);

  g_assert_no_error (error);
  return object;
}

static inline void
assert_contains (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in: %s", part, text);
}

static inline void
assert_lacks (const char *text, const char *part)
{
  if (strstr (text, part) != NULL)
    g_error ("“%s” is in: %s", part, text);
}

#define ADD(name, function) g_test_add ("/report/" name, Fixture, NULL, set_up, function, tear_down)
