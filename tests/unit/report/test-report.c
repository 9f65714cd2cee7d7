/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <math.h>
#include <signal.h>
#include <sys/resource.h>

#include "../metrics/synthetic-records.h"
#include "base/prony-error.h"
#include "base/prony-json.h"
#include "base/prony-util.h"
#include "core/metrics/prony-summarize.h"
#include "core/model/prony-host-info.h"
#include "core/report/prony-report-csv.h"
#include "core/report/prony-report.h"

/* 21 November 2026, 09:30:00.123456 UTC */
#define STARTED_US G_GINT64_CONSTANT (1795253400123456)

/* --- A run with everything that can be awkward ------------------------------------- */

typedef struct
{
  char *parent;
  PronyRun *run;
  GPtrArray *records;
} Fixture;

static PronyTrial *
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
                           PRONY_SCENARIO_SHORT_SHORT, 2);
  trial->state = PRONY_STATE_FINISHED;
  trial->duration_s = 20.5;
  prony_summary_input_init (&input, records);
  trial->summary = prony_summarize (&input);
  g_ptr_array_add (fixture->run->trials, trial);
  g_ptr_array_add (fixture->records, records);
  return trial;
}

static GPtrArray *
make_records (double ttft)
{
  GPtrArray *records = new_records ();

  for (guint i = 0; i < 12; i++)
    g_ptr_array_add (records, make_record (i + 1, i, ttft + i * 0.001, 0.01, 11));
  return records;
}

static void
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

static void
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

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->parent, 0, NULL);
  const char *folder;

  while (dir != NULL && (folder = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->parent, folder, NULL);
      g_autoptr (GDir) inner = g_dir_open (path, 0, NULL);
      const char *name;

      while (inner != NULL && (name = g_dir_read_name (inner)) != NULL)
        {
          g_autofree char *file = g_build_filename (path, name, NULL);

          g_assert_cmpint (g_unlink (file), ==, 0);
        }
      g_remove (path);
    }

  g_rmdir (fixture->parent);
  g_free (fixture->parent);
  prony_run_unref (fixture->run);
  g_ptr_array_unref (fixture->records);
}

static GPtrArray *
get_records (PronyTrial *trial, gpointer user_data)
{
  Fixture *fixture = user_data;

  return g_ptr_array_ref (g_ptr_array_index (fixture->records, trial->index));
}

static char *
write_folder (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  char *folder = prony_report_write_folder (fixture->run, get_records, fixture, fixture->parent,
                                            PRONY_REPORT_ALL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (folder);
  return folder;
}

static char *
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

static JsonObject *
read_json (const char *folder, const char *name)
{
  g_autofree char *text = read_file (folder, name);
  g_autoptr (GError) error = NULL;
  JsonObject *object = prony_json_parse_object (text, -1, &error);

  g_assert_no_error (error);
  return object;
}

static void
assert_contains (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in: %s", part, text);
}

static void
assert_lacks (const char *text, const char *part)
{
  if (strstr (text, part) != NULL)
    g_error ("“%s” is in: %s", part, text);
}

/* --- Folder -------------------------------------------------------------------------- */

static void
test_folder (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = {
    "summary.json",       "summary.csv",       "report.md",          "report.html",
    "a_b_results.json",   "a_b_results.csv",   "a_b_2_results.json", "a_b_2_results.csv",
    "_._-x_results.json", "_._-x_results.csv",
  };
  g_autofree char *first = write_folder (fixture);
  g_autofree char *second = write_folder (fixture);
  g_autofree char *third = write_folder (fixture);
  g_autofree char *name = g_path_get_basename (first);
  g_autofree char *expected = g_strconcat (first, "_2", NULL);
  g_autoptr (GDir) dir = g_dir_open (fixture->parent, 0, NULL);
  const char *left;
  GStatBuf status;

  g_assert_true (g_regex_match_simple ("^run_2026112[012]_[0-9]{6}$", name, 0, 0));
  g_assert_cmpstr (second, ==, expected);
  g_assert_true (g_str_has_suffix (third, "_3"));
  g_assert_cmpint (g_stat (first, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (first, names[i], NULL);

      if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
        g_error ("%s is missing", names[i]);
    }
  while ((left = g_dir_read_name (dir)) != NULL)
    g_assert_true (g_str_has_prefix (left, "run_"));
}

static void
test_formats (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder =
    prony_report_write_folder (fixture->run, get_records, fixture, fixture->parent,
                               PRONY_REPORT_MARKDOWN | PRONY_REPORT_CSV, NULL, &error);
  g_autofree char *json = g_build_filename (folder, "summary.json", NULL);
  g_autofree char *html = g_build_filename (folder, "report.html", NULL);
  g_autofree char *results = g_build_filename (folder, "a_b_results.json", NULL);
  g_autofree char *csv = g_build_filename (folder, "a_b_results.csv", NULL);

  g_assert_no_error (error);
  g_assert_false (g_file_test (json, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (html, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (results, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (csv, G_FILE_TEST_EXISTS));
}

static void
assert_parent_is_empty (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->parent, 0, NULL);

  g_assert_null (g_dir_read_name (dir));
}

static GPtrArray *
get_no_records (PronyTrial *trial, gpointer user_data)
{
  return NULL;
}

/* Whatever goes wrong, nothing is left behind. */
static void
test_failures (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_build_filename (fixture->parent, "file", NULL);
  g_autofree char *below = g_build_filename (file, "below", NULL);

  g_cancellable_cancel (cancelled);
  g_assert_null (prony_report_write_folder (fixture->run, get_records, fixture, fixture->parent,
                                            PRONY_REPORT_ALL, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  assert_parent_is_empty (fixture);

  g_assert_null (prony_report_write_folder (fixture->run, get_no_records, NULL, fixture->parent,
                                            PRONY_REPORT_ALL, NULL, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_STORE);
  assert_contains (error->message, "could not be read");
  g_clear_error (&error);
  assert_parent_is_empty (fixture);

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  g_assert_null (prony_report_write_folder (fixture->run, get_records, fixture, below,
                                            PRONY_REPORT_ALL, NULL, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_FAILED);
  assert_contains (error->message, "could not be created");
}

static GPtrArray *
cancel_at_last_trial (PronyTrial *trial, gpointer user_data)
{
  Fixture *fixture = user_data;

  /* The first trials have been written by then. */
  if (trial->index == 2)
    g_cancellable_cancel (g_cancellable_get_current ());
  return get_records (trial, fixture);
}

static void
test_cancelled_midway (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_push_current (cancellable);
  g_assert_null (prony_report_write_folder (fixture->run, cancel_at_last_trial, fixture,
                                            fixture->parent, PRONY_REPORT_ALL, cancellable,
                                            &error));
  g_cancellable_pop_current (cancellable);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_parent_is_empty (fixture);
}

/* A limit on file sizes fails a write half-way, as a full disk does. */
static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  struct rlimit before, small;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 10000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_null (prony_report_write_folder (fixture->run, get_records, fixture, fixture->parent,
                                            PRONY_REPORT_ALL, NULL, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);

  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_FAILED);
  assert_contains (error->message, "could not be written");
  assert_parent_is_empty (fixture);
}

static const struct
{
  const char *text;
  guint expected;
  const char *message;
} format_texts[] = {
  { "csv,json,md,html", PRONY_REPORT_ALL, NULL },
  { " JSON , csv", PRONY_REPORT_JSON | PRONY_REPORT_CSV, NULL },
  { "markdown", PRONY_REPORT_MARKDOWN, NULL },
  { "all", PRONY_REPORT_ALL, NULL },
  { "json,pdf", 0, "cannot write “pdf” yet" },
  { "xlsx", 0, "no report format “xlsx”" },
  { "", 0, "No report format is named" },
  { " , ", 0, "No report format is named" },
};

static void
test_format_names (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (format_texts); i++)
    {
      g_autoptr (GError) error = NULL;
      PronyReportFormat formats = 0;
      gboolean ok = prony_report_formats_from_string (format_texts[i].text, &formats, &error);

      g_assert_cmpint (ok, ==, format_texts[i].message == NULL);
      g_assert_cmpuint (formats, ==, format_texts[i].expected);
      if (!ok)
        {
          g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
          assert_contains (error->message, format_texts[i].message);
        }
    }
}

/* --- JSON ------------------------------------------------------------------------------ */

static void
test_summary_json (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = write_folder (fixture);
  g_autoptr (JsonObject) root = read_json (folder, "summary.json");
  JsonObject *metadata = prony_json_get_object (root, "metadata");
  JsonArray *benchmarks = prony_json_get_array (root, "benchmarks");
  JsonObject *benchmark = json_array_get_object_element (benchmarks, 0);
  JsonObject *metrics = prony_json_get_object (benchmark, "metrics");
  JsonArray *winners = prony_json_get_array (root, "winners");
  JsonObject *winner = json_array_get_object_element (winners, 0);

  g_assert_cmpstr (prony_json_get_string (root, "schema", NULL), ==, "prony.run/1");
  g_assert_cmpstr (prony_json_get_string (metadata, "run_id", NULL), ==, fixture->run->id);
  g_assert_cmpstr (prony_json_get_string (metadata, "started_at", NULL), ==,
                   "2026-11-21T09:30:00.123456Z");
  g_assert_cmpfloat (prony_json_get_double (metadata, "duration", NAN), ==, 60.25);
  g_assert_false (prony_json_get_boolean (metadata, "partial", TRUE));
  g_assert_true (prony_json_get_boolean (metadata, "simulated", FALSE));
  g_assert_cmpstr (prony_json_get_string (metadata, "model", NULL), ==, "llama3:8b");
  g_assert_cmpuint (json_array_get_length (prony_json_get_array (metadata, "engines")), ==, 3);
  g_assert_cmpuint (json_array_get_length (prony_json_get_array (metadata, "scenarios")), ==, 1);
  g_assert_nonnull (prony_json_get_object (metadata, "system_info"));
  g_assert_cmpint (prony_json_get_int (prony_json_get_object (metadata, "plan"), "iterations", 0),
                   ==, 12);

  g_assert_cmpuint (json_array_get_length (benchmarks), ==, 3);
  g_assert_cmpstr (prony_json_get_string (benchmark, "engine", NULL), ==, "a/b");
  g_assert_true (json_object_get_null_member (benchmark, "rate"));
  g_assert_cmpint (prony_json_get_int (benchmark, "concurrency", 0), ==, 2);
  g_assert_cmpint (prony_json_get_int (metrics, "successful_requests", -1), ==, 12);
  g_assert_cmpint (prony_json_get_int (metrics, "failed_requests", -1), ==, 2);
  g_assert_cmpfloat_with_epsilon (prony_json_get_double (metrics, "ttft_p50", NAN), 0.2055, 1e-9);
  g_assert_cmpuint (json_array_get_length (prony_json_get_array (metrics, "ttft_p50_ci95")), ==, 2);
  g_assert_false (json_object_has_member (metrics, "ttft_p99"));
  g_assert_true (json_object_has_member (metrics, "tokens_per_sec"));
  g_assert_cmpint (prony_json_get_int (prony_json_get_object (metrics, "errors"), "http_5xx", 0),
                   ==, 1);

  /* The simulated one is faster, and not ranked. */
  g_assert_cmpuint (json_array_get_length (winners), ==, 1);
  g_assert_cmpstr (prony_json_get_string (winner, "winner", NULL), ==, "a?b");
  g_assert_cmpstr (prony_json_get_string (winner, "metric", NULL), ==, "ttft_p50");
  g_assert_cmpfloat_with_epsilon (prony_json_get_double (winner, "ratio", NAN), 0.2055 / 0.1055,
                                  1e-9);
  g_assert_true (prony_json_get_boolean (winner, "clear", FALSE));
  g_assert_cmpfloat (prony_json_get_double (winner, "p_value", NAN), <, 0.05);
}

static void
test_partial (Fixture *fixture, gconstpointer data)
{
  g_autoptr (JsonObject) root = NULL;
  PronyTrial *trial = g_ptr_array_index (fixture->run->trials, 2);
  JsonObject *benchmark;

  fixture->run->state = PRONY_STATE_STOPPED;
  trial->state = PRONY_STATE_WAITING;
  g_clear_pointer (&trial->summary, prony_summary_unref);
  root = prony_report_summary_json (fixture->run, NULL, NULL);
  benchmark = json_array_get_object_element (prony_json_get_array (root, "benchmarks"), 2);

  g_assert_true (
    prony_json_get_boolean (prony_json_get_object (root, "metadata"), "partial", FALSE));
  g_assert_true (prony_json_get_boolean (benchmark, "partial", FALSE));
  g_assert_false (json_object_has_member (benchmark, "metrics"));
  g_assert_false (prony_json_get_boolean (
    json_array_get_object_element (prony_json_get_array (root, "winners"), 0), "clear", TRUE));
}

static void
test_results_json (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = write_folder (fixture);
  g_autoptr (JsonObject) root = read_json (folder, "a_b_results.json");
  JsonArray *requests = prony_json_get_array (root, "requests");
  JsonObject *ok = json_array_get_object_element (requests, 0);
  JsonObject *failed = json_array_get_object_element (requests, 12);
  JsonObject *warmup = json_array_get_object_element (requests, 13);
  JsonObject *refused = json_array_get_object_element (requests, 14);
  JsonArray *offsets = prony_json_get_array (ok, "token_offsets");

  g_assert_cmpuint (json_array_get_length (requests), ==, 15);
  g_assert_nonnull (prony_json_get_object (root, "metadata"));
  g_assert_cmpstr (prony_json_get_string (root, "engine", NULL), ==, "a/b");

  g_assert_cmpstr (prony_json_get_string (ok, "request_id", NULL), ==, "t1-r1");
  g_assert_cmpstr (prony_json_get_string (ok, "sent_at", NULL), ==, "2026-11-21T09:30:00.125456Z");
  g_assert_cmpint (prony_json_get_int (ok, "sent_ns", 0), ==, ORIGIN_NS + 2000000);
  g_assert_cmpuint (json_array_get_length (offsets), ==, 11);
  g_assert_cmpfloat_with_epsilon (json_array_get_double_element (offsets, 10), 0.3, 1e-9);
  g_assert_cmpuint (json_array_get_length (prony_json_get_array (ok, "event_tokens")), ==, 11);
  g_assert_cmpuint (json_array_get_length (prony_json_get_array (ok, "itl")), ==, 10);
  g_assert_cmpfloat_with_epsilon (prony_json_get_double (ok, "ttft", NAN), 0.2, 1e-9);
  g_assert_cmpfloat_with_epsilon (prony_json_get_double (ok, "latency", NAN), 0.3, 1e-9);
  g_assert_cmpfloat_with_epsilon (prony_json_get_double (ok, "connect_time", NAN), 0, 1e-9);
  g_assert_cmpint (prony_json_get_int (ok, "completion_tokens", 0), ==, 11);
  g_assert_cmpstr (prony_json_get_string (ok, "count_source", NULL), ==, "usage");
  g_assert_cmpstr (prony_json_get_string (ok, "prefill_source", NULL), ==, "ttft");
  g_assert_cmpstr (prony_json_get_string (ok, "prompt", NULL), ==, "Count to ten.");
  g_assert_true (g_str_has_prefix (prony_json_get_string (ok, "response", ""), " one one"));
  g_assert_true (prony_json_get_boolean (ok, "success", FALSE));
  g_assert_false (json_object_has_member (ok, "error_message"));
  g_assert_false (json_object_has_member (ok, "queue_time"));
  g_assert_false (json_object_has_member (ok, "reasoning_tokens"));

  g_assert_cmpstr (prony_json_get_string (failed, "outcome", NULL), ==, "http_5xx");
  g_assert_false (prony_json_get_boolean (failed, "success", TRUE));
  g_assert_false (json_object_has_member (failed, "ttft"));
  g_assert_cmpint (prony_json_get_int (failed, "http_status", 0), ==, 500);

  g_assert_true (prony_json_get_boolean (warmup, "warmup", FALSE));
  g_assert_cmpstr (prony_json_get_string (warmup, "response", NULL), ==,
                   "\xef\xbf\xbd not UTF-8\xef\xbf\xbd zero");

  g_assert_false (json_object_has_member (refused, "sent_at"));
  g_assert_false (json_object_has_member (refused, "sent_ns"));
  g_assert_false (json_object_has_member (refused, "token_offsets"));
  g_assert_cmpfloat_with_epsilon (prony_json_get_double (refused, "total_duration", NAN), 0.25,
                                  1e-9);
}

/* --- CSV --------------------------------------------------------------------------------- */

/* Reads RFC 4180 back: rows of cells. */
static GPtrArray *
parse_csv (const char *text)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  GPtrArray *row = g_ptr_array_new_with_free_func (g_free);
  GString *cell = g_string_new (NULL);
  gboolean quoted = FALSE;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (quoted && *p == '"' && p[1] == '"')
        g_string_append_c (cell, *p++);
      else if (*p == '"')
        quoted = !quoted;
      else if (!quoted && (*p == ',' || *p == '\n'))
        {
          g_ptr_array_add (row, g_strdup (cell->str));
          g_string_truncate (cell, 0);
          if (*p == '\n')
            {
              g_ptr_array_add (rows, row);
              row = g_ptr_array_new_with_free_func (g_free);
            }
        }
      else
        g_string_append_c (cell, *p);
    }

  g_assert_cmpuint (row->len, ==, 0);
  g_assert_false (quoted);
  g_ptr_array_unref (row);
  g_string_free (cell, TRUE);
  return rows;
}

static const char *
cell_at (GPtrArray *rows, guint row, const char *column)
{
  GPtrArray *header = g_ptr_array_index (rows, 0);
  GPtrArray *cells = g_ptr_array_index (rows, row);

  g_assert_cmpuint (cells->len, ==, header->len);
  for (guint i = 0; i < header->len; i++)
    if (g_str_equal (g_ptr_array_index (header, i), column))
      return g_ptr_array_index (cells, i);

  g_error ("There is no column %s", column);
}

static double
number_at (GPtrArray *rows, guint row, const char *column)
{
  return g_ascii_strtod (cell_at (rows, row, column), NULL);
}

static void
test_summary_csv (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = write_folder (fixture);
  g_autofree char *text = read_file (folder, "summary.csv");
  g_autoptr (GPtrArray) rows = parse_csv (text);

  g_assert_true (g_str_has_prefix (
    text, "engine,model,scenario,requests,success_rate,mean_latency,p50_latency,p95_latency,"
          "p99_latency,mean_ttft,mean_tokens_per_sec,total_tokens,concurrency,rate,"));
  g_assert_null (strchr (text, '\r'));
  g_assert_cmpuint (rows->len, ==, 4);
  g_assert_cmpstr (cell_at (rows, 1, "engine"), ==, "a/b");
  g_assert_cmpstr (cell_at (rows, 1, "requests"), ==, "14");
  g_assert_cmpfloat_with_epsilon (number_at (rows, 1, "success_rate"), 12.0 / 14, 1e-12);
  g_assert_cmpfloat_with_epsilon (number_at (rows, 1, "mean_ttft"), 0.2055, 1e-9);
  g_assert_cmpfloat_with_epsilon (number_at (rows, 1, "ttft_p50"), 0.2055, 1e-9);
  g_assert_cmpstr (cell_at (rows, 1, "p99_latency"), ==, "");
  g_assert_cmpstr (cell_at (rows, 1, "rate"), ==, "");
  g_assert_cmpstr (cell_at (rows, 1, "total_tokens"), ==, "252");
  g_assert_cmpstr (cell_at (rows, 1, "simulated"), ==, "false");
  g_assert_cmpstr (cell_at (rows, 3, "simulated"), ==, "true");
  g_assert_cmpstr (cell_at (rows, 1, "goodput"), ==, "");
}

static void
test_results_csv (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = write_folder (fixture);
  g_autofree char *text = read_file (folder, "a_b_results.csv");
  g_autoptr (GPtrArray) rows = parse_csv (text);

  g_assert_true (g_str_has_prefix (
    text, "request_id,engine,model,scenario,prompt_tokens,completion_tokens,total_duration,ttft,"
          "tokens_per_sec,success,error_message,concurrency,outcome,sent_at,"));
  g_assert_cmpuint (rows->len, ==, 16);
  g_assert_cmpstr (cell_at (rows, 1, "request_id"), ==, "t1-r1");
  g_assert_cmpstr (cell_at (rows, 1, "success"), ==, "true");
  g_assert_cmpstr (cell_at (rows, 1, "error_message"), ==, "");
  g_assert_cmpfloat_with_epsilon (number_at (rows, 1, "ttft"), 0.2, 1e-9);
  g_assert_cmpfloat_with_epsilon (number_at (rows, 1, "decode_rate"), 100, 1e-6);
  g_assert_cmpstr (cell_at (rows, 1, "queue_time"), ==, "");
  g_assert_cmpstr (cell_at (rows, 13, "ttft"), ==, "");
  g_assert_cmpstr (cell_at (rows, 13, "completion_tokens"), ==, "");
  g_assert_cmpstr (cell_at (rows, 13, "error_message"), ==,
                   "'=HYPERLINK(\"http://x\"), said the\nengine <script>");
  g_assert_cmpstr (cell_at (rows, 14, "warmup"), ==, "true");
  g_assert_cmpstr (cell_at (rows, 15, "sent_at"), ==, "");
}

static const struct
{
  const char *text;
  const char *expected;
} cells[] = {
  { NULL, "," },
  { "", "," },
  { "plain", "plain," },
  { "a,b", "\"a,b\"," },
  { "say \"x\"", "\"say \"\"x\"\"\"," },
  { "two\nlines", "\"two\nlines\"," },
  { "=1+1", "'=1+1," },
  { "+1", "'+1," },
  { "-1", "'-1," },
  { "@SUM(A1)", "'@SUM(A1)," },
  { "\tx", "'\tx," },
  { "\rx", "\"'\rx\"," },
  { "=\"a\",b", "\"'=\"\"a\"\",b\"," },
  { "a=1", "a=1," },
  { "\xff", "\xef\xbf\xbd," },
};

static void
test_cells (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_autoptr (GString) row = g_string_new (NULL);

      prony_report_csv_append_text (row, cells[i].text);
      g_assert_cmpstr (row->str, ==, cells[i].expected);
    }
}

/* --- Reports for people --------------------------------------------------------------------- */

static void
test_markdown (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = write_folder (fixture);
  g_autofree char *text = read_file (folder, "report.md");

  g_assert_true (g_str_has_prefix (text, "# Test &amp; &lt;i\\>measure&lt;/i\\>\n"));
  assert_contains (text, "> **Simulated: ");
  assert_lacks (text, "Partial: ");
  assert_contains (text, "### Short \\| &lt;b\\>prompt&lt;/b\\> (s)");
  assert_contains (text, "| a/b | llama3:8b | 2 | 14 | 85.7 % | 206 ms |");
  assert_contains (text, "| ../-x (simulated) |");
  assert_contains (text, "2 at once: a?b (llama3:8b) wins clearly by “Time to first token”, with "
                         "106 ms against 206 ms of a/b (llama3:8b) (1.95 times better, p < 0.001");
  assert_contains (text, "| a/b | s | engine error | 2 | 1 |");
  assert_contains (text, "| a/b | s | no connection | 2 | 1 |");
  assert_contains (text, "**Time to first token (ttft)**: ");
  assert_lacks (text, "<i");
  assert_lacks (text, "<b");
  assert_lacks (text, "</");
}

static void
test_html (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = write_folder (fixture);
  g_autofree char *text = read_file (folder, "report.html");

  assert_contains (text, "<title>Test &amp; &lt;i&gt;measure&lt;/i&gt;</title>");
  assert_contains (text, "<h3>Short | &lt;b&gt;prompt&lt;/b&gt; (s)</h3>");
  assert_contains (text, "class=\"notice\">Simulated: ");
  assert_contains (text, "wins clearly");
  assert_contains (text, "<rect ");
  assert_contains (text, "prefers-color-scheme: dark");
  assert_lacks (text, "<script");
  assert_lacks (text, "<b>");
  assert_lacks (text, "<i>");
  assert_lacks (text, "http://");
  assert_lacks (text, "https://");
  assert_lacks (text, "src=");
}

static void
test_no_winner_and_partial (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = NULL;
  g_autofree char *text = NULL;
  GPtrArray *same = make_records (0.2);
  PronyTrial *trial = g_ptr_array_index (fixture->run->trials, 1);
  PronySummaryInput input;

  prony_summary_input_init (&input, same);
  prony_summary_unref (trial->summary);
  trial->summary = prony_summarize (&input);
  trial->summary->client_bound = TRUE;
  trial->error = g_strdup ("The engine went away.");
  g_ptr_array_unref (g_ptr_array_index (fixture->records, 1));
  fixture->records->pdata[1] = same;
  fixture->run->state = PRONY_STATE_INTERRUPTED;

  folder = write_folder (fixture);
  text = read_file (folder, "report.md");
  assert_contains (text, "no clear winner by “Time to first token”");
  assert_contains (text, "> **Partial: ");
  assert_contains (text, "Client-bound: ");
  assert_contains (text, "The engine went away.");
}

/* Numbers in files are the same in every locale. Where no locale with another decimal
 * point is installed, that of C is all there is to compare with. */
static void
test_locale (Fixture *fixture, gconstpointer data)
{
  static const char *const locales[] = { "de_DE.UTF-8", "de_DE",       "fr_FR.UTF-8",
                                         "es_ES.UTF-8", "pt_BR.UTF-8", "sv_SE.UTF-8" };
  static const char *const names[] = { "summary.json",     "summary.csv",     "report.md",
                                       "a_b_results.json", "a_b_results.csv", "report.html" };
  g_autofree char *before = write_folder (fixture);
  g_autofree char *after = NULL;
  gboolean found = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (locales) && !found; i++)
    found =
      setlocale (LC_NUMERIC, locales[i]) != NULL && g_str_equal (localeconv ()->decimal_point, ",");
  after = write_folder (fixture);
  setlocale (LC_NUMERIC, "C");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *a = read_file (before, names[i]);
      g_autofree char *b = read_file (after, names[i]);

      g_assert_cmpstr (a, ==, b);
    }
  if (!found)
    g_test_skip ("No locale with a decimal comma is installed");
}

#define ADD(name, function) g_test_add ("/report/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("folder", test_folder);
  ADD ("formats", test_formats);
  ADD ("failures", test_failures);
  ADD ("full-disk", test_full_disk);
  ADD ("cancelled-midway", test_cancelled_midway);
  g_test_add_func ("/report/format-names", test_format_names);
  ADD ("summary-json", test_summary_json);
  ADD ("partial", test_partial);
  ADD ("results-json", test_results_json);
  ADD ("summary-csv", test_summary_csv);
  ADD ("results-csv", test_results_csv);
  g_test_add_func ("/report/cells", test_cells);
  ADD ("markdown", test_markdown);
  ADD ("html", test_html);
  ADD ("no-winner-and-partial", test_no_winner_and_partial);
  ADD ("locale", test_locale);

  return g_test_run ();
}
