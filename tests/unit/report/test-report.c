/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <signal.h>
#include <sys/resource.h>

#include "report-fixture.h"

static void
test_folder (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = {
    "summary.json",       "summary.csv",       "report.md",          "report.html",
    "a_b_results.json",   "a_b_results.csv",   "a_b_2_results.json", "a_b_2_results.csv",
    "_._-x_results.json", "_._-x_results.csv", "charts/ttft.svg",
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
    prony_report_write_folder (fixture->run, get_records, fixture, NULL, fixture->parent,
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

/* Readings go out as they are stored, a line each, and what engines used into the report. */
static void
test_resources (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) samples =
    g_ptr_array_new_with_free_func ((GDestroyNotify) prony_resource_sample_unref);
  PronyTrial *trial = fixture->run->trials->pdata[0];
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *text = NULL;
  g_autofree char *report = NULL;
  g_autofree char *summary = NULL;
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (samples, prony_resource_sample_new (1000 + i));
  trial->summary->scalars[PRONY_METRIC_ENERGY_J - PRONY_N_DISTRIBUTIONS] = 5250;
  trial->summary->signs.gpu_temperature_c = 91;
  folder = prony_report_write_folder (fixture->run, get_records, fixture, samples, fixture->parent,
                                      PRONY_REPORT_ALL, NULL, &error);
  g_assert_no_error (error);

  text = read_file (folder, "resources.jsonl");
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (JsonObject) object = prony_json_parse_object (lines[i], -1, &error);

      g_assert_no_error (error);
      g_assert_cmpint (json_object_get_int_member (object, "at_ns"), ==, 1000 + i);
    }
  g_assert_cmpstr (lines[3], ==, "");

  report = read_file (folder, "report.md");
  assert_contains (report, "GPU energy");
  assert_contains (report, "5250 J");
  assert_contains (report, "91");
  summary = read_file (folder, "summary.json");
  assert_contains (summary, "\"energy_j\"");
  assert_contains (summary, "\"kind\" : \"heat\"");
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
  g_assert_null (prony_report_write_folder (fixture->run, get_records, fixture, NULL,
                                            fixture->parent, PRONY_REPORT_ALL, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  assert_parent_is_empty (fixture);

  g_assert_null (prony_report_write_folder (fixture->run, get_no_records, NULL, NULL,
                                            fixture->parent, PRONY_REPORT_ALL, NULL, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_STORE);
  assert_contains (error->message, "could not be read");
  g_clear_error (&error);
  assert_parent_is_empty (fixture);

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  g_assert_null (prony_report_write_folder (fixture->run, get_records, fixture, NULL, below,
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
  g_assert_null (prony_report_write_folder (fixture->run, cancel_at_last_trial, fixture, NULL,
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
  static const PronyReportFormat formats[] = { PRONY_REPORT_ALL, PRONY_REPORT_SVG, PRONY_REPORT_PNG,
                                               PRONY_REPORT_HTML };
  struct rlimit before, small;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 10000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (prony_report_write_folder (fixture->run, get_records, fixture, NULL,
                                                fixture->parent, formats[i], NULL, &error));
      g_assert_error (error, PRONY_ERROR, PRONY_ERROR_FAILED);
      assert_contains (error->message, "could not be written");
      assert_parent_is_empty (fixture);
    }
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
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
  { "svg, PNG", PRONY_REPORT_SVG | PRONY_REPORT_PNG, NULL },
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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("folder", test_folder);
  ADD ("formats", test_formats);
  ADD ("failures", test_failures);
  ADD ("full-disk", test_full_disk);
  ADD ("cancelled-midway", test_cancelled_midway);
  ADD ("resources", test_resources);
  g_test_add_func ("/report/format-names", test_format_names);

  return g_test_run ();
}
