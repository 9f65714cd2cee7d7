/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Data sets as files: samples of large ones, and files that are none, are not where they
 * should be, change or go away. */

#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/prony-error.h"
#include "core/scenarios/prony-dataset-reader.h"
#include "core/scenarios/prony-dataset.h"
#include "dataset-fixture.h"

/* Of each format: 20 MiB in all. */
#define LARGE_BYTES (5 * 1024 * 1024)

/* Of the sample's own rows and what else is allocated meanwhile. */
#define MAX_GROWTH_KIB (3 * 1024)

static void
write_text (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_unlink (path);
  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

static PronyScenario *
resolve (DatasetFixture *fixture, gint64 seed)
{
  g_autoptr (GError) error = NULL;
  PronyScenario *resolved = prony_scenario_resolve (fixture->scenario, seed, NULL, &error);

  g_assert_no_error (error);
  return resolved;
}

static const char *
get_prompt (PronyScenario *scenario, guint index)
{
  const PronyTestCase *test_case = prony_scenario_get_case (scenario, index);

  return ((PronyMessage *) g_ptr_array_index (test_case->messages, 0))->text;
}

/* --- Samples ----------------------------------------------------------------------------- */

static char *
join_prompts (PronyScenario *scenario)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < scenario->cases->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", get_prompt (scenario, i));
  return g_string_free (text, FALSE);
}

static void
write_numbers (const char *path, guint n)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%u\n", i);
  write_text (path, text->str);
}

/* The very rows, so that another computer or compiler that draws others is found. */
static void
test_sample (DatasetFixture *fixture, gconstpointer unused)
{
  static const char *const samples[] = {
    "119 201 332 370 603 645 693 789 874 909",
    "70 190 215 220 374 536 693 717 739 820",
  };
  const char *path = dataset_fixture_set (fixture, "numbers.txt", 10);

  write_numbers (path, 1000);
  for (guint seed = 0; seed < G_N_ELEMENTS (samples); seed++)
    for (guint again = 0; again < 2; again++)
      {
        g_autoptr (PronyScenario) resolved = resolve (fixture, seed);
        g_autofree char *prompts = join_prompts (resolved);

        g_assert_cmpstr (prompts, ==, samples[seed]);
      }
}

static void
test_all_rows (DatasetFixture *fixture, gconstpointer unused)
{
  const char *path = dataset_fixture_set (fixture, "numbers.txt", 10);
  g_autoptr (PronyScenario) resolved = NULL;
  g_autofree char *prompts = NULL;

  write_numbers (path, 10);
  resolved = resolve (fixture, 5);
  prompts = join_prompts (resolved);
  g_assert_cmpstr (prompts, ==, "0 1 2 3 4 5 6 7 8 9");
}

/* Each row is as likely: of 2000 samples of 5 out of 50, each row is in 200 on average,
 * with a standard deviation of 13.4. */
static void
test_fair (DatasetFixture *fixture, gconstpointer unused)
{
  const char *path = dataset_fixture_set (fixture, "numbers.txt", 5);
  guint counts[50] = { 0 };

  write_numbers (path, G_N_ELEMENTS (counts));
  for (guint seed = 0; seed < 2000; seed++)
    {
      g_autoptr (PronyScenario) resolved = resolve (fixture, seed);

      for (guint i = 0; i < resolved->cases->len; i++)
        counts[g_ascii_strtoull (get_prompt (resolved, i), NULL, 10)]++;
    }
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_assert_cmpuint (counts[i], >=, 135);
      g_assert_cmpuint (counts[i], <=, 265);
    }
}

/* --- Large files ------------------------------------------------------------------------- */

static const struct
{
  const char *name;
  const char *head;
  const char *row; /* with its number and the text */
  const char *tail;
} large[] = {
  { "large.jsonl", "", "{\"prompt\": \"%u %s\"}\n", "" },
  { "large.csv", "prompt\n", "\"%u %s\"\n", "" },
  { "large.txt", "", "%u %s\n", "" },
  { "large.json", "[\n",
    "{\"conversations\": [{\"from\": \"human\", \"value\": \"%u %s\"}, {\"from\": \"gpt\", "
    "\"value\": \"Yes.\"}]},\n",
    "{\"prompt\": \"last\"}]\n" },
};

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static guint64
write_large (const char *path, guint which)
{
  g_autofree char *text = g_strnfill (400, 'x');
  g_autoptr (GString) rows = g_string_new (NULL);
  FILE *file = g_fopen (path, "w");
  guint64 n_rows = *large[which].tail != '\0';
  gsize size = 0;

  g_assert_nonnull (file);
  fputs (large[which].head, file);
  while (size < LARGE_BYTES)
    {
      int n = fprintf (file, large[which].row, (guint) n_rows++, text);

      g_assert_cmpint (n, >, 0);
      size += (gsize) n;
    }
  fputs (large[which].tail, file);
  fclose (file);
  return n_rows;
}
#pragma GCC diagnostic pop

static glong
get_peak_kib (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

static void
test_large (DatasetFixture *fixture, gconstpointer unused)
{
  for (guint i = 0; i < G_N_ELEMENTS (large); i++)
    {
      const char *path = dataset_fixture_set (fixture, large[i].name, 10);
      guint64 n_rows = write_large (path, i);
      glong before = get_peak_kib ();
      g_autoptr (PronyScenario) resolved = resolve (fixture, 1);
      guint64 last = 0;

      g_test_message ("%s: %ld KiB more at most", large[i].name, get_peak_kib () - before);
#ifndef __SANITIZE_ADDRESS__
      g_assert_cmpint (get_peak_kib () - before, <, MAX_GROWTH_KIB);
#endif
      g_assert_cmpuint (resolved->cases->len, ==, 10);
      for (guint j = 0; j < resolved->cases->len; j++)
        last = g_ascii_strtoull (get_prompt (resolved, j), NULL, 10);
      /* Ten rows that are all in the first half would be one in a thousand. */
      g_assert_cmpuint (last, >, n_rows / 2);
      g_assert_cmpuint (last, <, n_rows);
      g_unlink (path);
    }
}

static void
test_long_rows (DatasetFixture *fixture, gconstpointer unused)
{
  static const char *const names[] = { "long.jsonl", "long.csv", "long.txt", "long.json" };
  g_autofree char *text = g_strnfill (1024 * 1024 + 1, 'x');

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (PronyProblems) problems = prony_problems_new (names[i]);
      g_autofree char *content = NULL;
      PronyDatasetSummary summary;
      guint line;
      guint column;

      if (i == 0)
        content = g_strdup_printf ("{\"prompt\": \"%s\"}\n{\"prompt\": \"a\"}\n", text);
      else if (i == 3)
        content = g_strdup_printf ("[{\"prompt\": \"%s\"}, {\"prompt\": \"a\"}]", text);
      else
        content = g_strdup_printf ("prompt\n%s\na\n", text);
      write_text (dataset_fixture_set (fixture, names[i], 10), content);
      g_assert_false (prony_dataset_check (fixture->scenario, problems, &summary, NULL));
      g_assert_cmpuint (prony_problems_count (problems), ==, 1);
      g_assert_true (g_str_has_prefix (prony_problems_get (problems, 0, &line, &column),
                                       "This row is longer than 1 MiB."));
      g_assert_cmpuint (line, ==, i == 0 || i == 3 ? 1 : 2);
      g_assert_cmpuint (column, ==, i == 3 ? 2 : 1);
      g_assert_cmpuint (summary.rows, ==, i == 2 ? 2 : 1);
    }
}

/* --- Files that are none ----------------------------------------------------------------- */

static void
assert_refused (DatasetFixture *fixture, const char *mistake)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *expected =
    g_strdup_printf ("%s:1:1: %s", fixture->scenario->dataset->path, mistake);

  g_assert_null (prony_scenario_resolve (fixture->scenario, 1, NULL, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_SCENARIO);
  g_assert_cmpstr (error->message, ==, expected);
}

static void
test_no_files (DatasetFixture *fixture, gconstpointer unused)
{
  const char *none = "It is not a file, but a folder, pipe or device.";

  dataset_fixture_set (fixture, "missing.jsonl", 10);
  assert_refused (fixture, "There is no such file.");

  g_assert_cmpint (g_mkdir (dataset_fixture_set (fixture, "folder.jsonl", 10), 0700), ==, 0);
  assert_refused (fixture, none);

  g_assert_cmpint (mkfifo (dataset_fixture_set (fixture, "pipe.jsonl", 10), 0600), ==, 0);
  assert_refused (fixture, none);

  g_assert_cmpint (symlink ("/dev/zero", dataset_fixture_set (fixture, "device.jsonl", 10)), ==, 0);
  assert_refused (fixture, none);

  write_text (dataset_fixture_set (fixture, "secret.txt", 10), "a\n");
  g_chmod (fixture->scenario->dataset->path, 0);
  if (access (fixture->scenario->dataset->path, R_OK) != 0)
    assert_refused (fixture, "The file could not be read: Permission denied.");
}

/* A link may lead anywhere inside of the folder, but not out of it. */
static void
test_links (DatasetFixture *fixture, gconstpointer unused)
{
  const char *outside = "It lies outside of the scenario's folder. Move it there, beside the "
                        "scenario or below.";
  g_autofree char *inner = g_build_filename (fixture->folder, "inner", NULL);
  g_autofree char *scenario = g_build_filename (inner, "asked.yaml", NULL);
  g_autofree char *similar = NULL;
  g_autofree char *link_to_folder = g_build_filename (inner, "up", NULL);

  g_mkdir (inner, 0700);
  write_text (dataset_fixture_set (fixture, "data.txt", 10), "a\n");
  g_assert_cmpint (symlink ("../data.txt", dataset_fixture_set (fixture, "inner/link.txt", 10)), ==,
                   0);
  g_clear_pointer (&fixture->scenario->file, g_free);
  fixture->scenario->file = g_steal_pointer (&scenario);
  assert_refused (fixture, outside);

  g_assert_cmpint (symlink ("..", link_to_folder), ==, 0);
  dataset_fixture_set (fixture, "inner/up/data.txt", 10);
  assert_refused (fixture, outside);

  /* A folder whose name only begins alike. */
  g_free (fixture->scenario->file);
  fixture->scenario->file = g_build_filename (fixture->folder, "inn", "asked.yaml", NULL);
  similar = g_path_get_dirname (fixture->scenario->file);
  g_mkdir (similar, 0700);
  dataset_fixture_set (fixture, "inner/own.txt", 10);
  write_text (fixture->scenario->dataset->path, "a\n");
  assert_refused (fixture, outside);

  g_free (fixture->scenario->file);
  fixture->scenario->file = g_build_filename (fixture->folder, "asked.yaml", NULL);
  dataset_fixture_set (fixture, "inner/link.txt", 10);
  prony_scenario_unref (resolve (fixture, 1));
}

/* --- Files that change -------------------------------------------------------------------- */

/* What becomes of a file when its first row was read. */
static const struct
{
  int flags;
  gboolean goes; /* nobody needs its name any more */
} changes[] = { { O_APPEND, FALSE }, { O_TRUNC, FALSE }, { 0, TRUE } };

typedef struct
{
  const char *path;
  guint change;
  gboolean done;
} Changing;

static gboolean
change (PronyTestCase *test_case, const PronyDatasetRow *row, gpointer user_data)
{
  Changing *self = user_data;
  int fd;

  prony_test_case_free (test_case);
  if (self->done)
    return TRUE;

  self->done = TRUE;
  if (changes[self->change].goes)
    return g_unlink (self->path) == 0;
  fd = open (self->path, O_WRONLY | O_CLOEXEC | changes[self->change].flags);
  g_assert_cmpint (write (fd, "one more\n", 9), ==, 9);
  close (fd);
  return TRUE;
}

static void
test_changing (DatasetFixture *fixture, gconstpointer unused)
{
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (PronyProblems) problems = prony_problems_new ("changing.txt");
      g_autoptr (GError) error = NULL;
      Changing changing = { .path = dataset_fixture_set (fixture, "changing.txt", 10),
                            .change = i };
      guint64 n_rows = write_large (changing.path, 2);
      PronyDatasetSummary summary;
      guint line;
      guint column;

      g_assert_true (prony_dataset_read (fixture->scenario, problems, &summary, change, &changing,
                                         NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (prony_problems_count (problems), ==, !changes[i].goes);
      if (changes[i].goes)
        g_assert_cmpuint (summary.rows, ==, n_rows);
      else
        g_assert_true (g_str_has_prefix (prony_problems_get (problems, 0, &line, &column),
                                         "It was changed while it was read."));
    }
}

/* Once it was read, everything is in memory. */
static void
test_vanishing (DatasetFixture *fixture, gconstpointer unused)
{
  const char *path = dataset_fixture_set (fixture, "gone.txt", 10);
  g_autoptr (PronyScenario) resolved = NULL;
  g_autoptr (PronyScenario) again = NULL;
  g_autofree char *prompts = NULL;

  write_numbers (path, 3);
  resolved = resolve (fixture, 1);
  g_unlink (path);
  again = prony_scenario_resolve (resolved, 1, NULL, NULL);
  g_assert_true (again == resolved);
  prompts = join_prompts (again);
  g_assert_cmpstr (prompts, ==, "0 1 2");
}

static gboolean
cancel (PronyTestCase *test_case, const PronyDatasetRow *row, gpointer cancellable)
{
  prony_test_case_free (test_case);
  g_cancellable_cancel (cancellable);
  return TRUE;
}

static void
test_cancelled (DatasetFixture *fixture, gconstpointer unused)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (PronyProblems) problems = prony_problems_new ("large.jsonl");
  g_autoptr (GError) error = NULL;
  PronyDatasetSummary summary;
  guint64 n_rows = write_large (dataset_fixture_set (fixture, "large.jsonl", 10), 0);

  g_assert_false (prony_dataset_read (fixture->scenario, problems, &summary, cancel, cancellable,
                                      cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (summary.rows, >, 0);
  g_assert_cmpuint (summary.rows, <, n_rows / 10);

  g_clear_error (&error);
  g_assert_null (prony_scenario_resolve (fixture->scenario, 1, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (prony_dataset_check (fixture->scenario, problems, NULL, cancellable));
  g_assert_true (prony_problems_is_empty (problems));
}

/* --- Lengths ----------------------------------------------------------------------------- */

static const struct
{
  const char *text;
  guint n_lengths;
  guint first;
  const char *mistake; /* its place and beginning */
} lengths[] = {
  { "100\n200\n300", 3, 100, NULL },
  { "# of one day\n\n  42  # the first\r\n7\r\n", 2, 42, NULL },
  { "\xef\xbb\xbf"
    "9\n",
    1, 9, NULL },
  { "262144", 1, 262144, NULL },
  { "", 0, 0, ":1:1: There is no length" },
  { "# nothing\n", 0, 0, ":1:1: There is no length" },
  { "5\n0\n", 0, 0, ":2:1: This is no length" },
  { "262145\n", 0, 0, ":1:1: This is no length" },
  { "1.5\n", 0, 0, ":1:1: This is no length" },
  { "-3\n", 0, 0, ":1:1: This is no length" },
  { "1e3\n", 0, 0, ":1:1: This is no length" },
  { "12 13\n", 0, 0, ":1:1: This is no length" },
  { "ten\n", 0, 0, ":1:1: This is no length" },
};

static void
test_lengths (DatasetFixture *fixture, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (fixture->folder, "lengths.txt", NULL);
  g_autoptr (GString) many = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (GError) mistake = NULL;
      g_autoptr (GArray) values = NULL;

      write_text (path, lengths[i].text);
      values = prony_lengths_read_file (path, &mistake);
      if (lengths[i].mistake == NULL)
        {
          g_assert_no_error (mistake);
          g_assert_cmpuint (values->len, ==, lengths[i].n_lengths);
          g_assert_cmpuint (g_array_index (values, guint, 0), ==, lengths[i].first);
          continue;
        }
      g_assert_null (values);
      g_assert_error (mistake, PRONY_ERROR, PRONY_ERROR_SCENARIO);
      g_assert_nonnull (strstr (mistake->message, lengths[i].mistake));
    }

  for (guint i = 0; i < 1000001; i++)
    g_string_append (many, "1\n");
  write_text (path, many->str);
  g_assert_null (prony_lengths_read_file (path, &error));
  g_assert_nonnull (strstr (error->message, ":1000001:1: There are more than"));
  g_unlink (path);
  g_clear_error (&error);
  g_assert_null (prony_lengths_read_file (path, &error));
  g_assert_nonnull (strstr (error->message, "There is no such file."));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  DATASET_FIXTURE_ADD ("/dataset-files/sample", test_sample);
  DATASET_FIXTURE_ADD ("/dataset-files/all-rows", test_all_rows);
  DATASET_FIXTURE_ADD ("/dataset-files/fair", test_fair);
  DATASET_FIXTURE_ADD ("/dataset-files/large", test_large);
  DATASET_FIXTURE_ADD ("/dataset-files/long-rows", test_long_rows);
  DATASET_FIXTURE_ADD ("/dataset-files/no-files", test_no_files);
  DATASET_FIXTURE_ADD ("/dataset-files/links", test_links);
  DATASET_FIXTURE_ADD ("/dataset-files/changing", test_changing);
  DATASET_FIXTURE_ADD ("/dataset-files/vanishing", test_vanishing);
  DATASET_FIXTURE_ADD ("/dataset-files/cancelled", test_cancelled);
  DATASET_FIXTURE_ADD ("/dataset-files/lengths", test_lengths);

  return g_test_run ();
}
