/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/scenarios/prony-csv-row.h"
#include "core/scenarios/prony-dataset-file.h"
#include "core/scenarios/prony-dataset-reader.h"
#include "core/scenarios/prony-json-row.h"
#include "core/scenarios/prony-row-splitter.h"

typedef struct
{
  const PronyDatasetSpec *spec;
  PronyProblems *problems;
  PronyDatasetShape *shape;
  PronyDatasetSummary *summary;
  PronyRowSplitter *splitter; /* %NULL before the first bytes */
  char **columns;             /* of CSV, after its first record */
  PronyDatasetCaseFunc func;
  gpointer user_data;
  gboolean enough;
} Reader;

/* --- Formats ----------------------------------------------------------------------------- */

static PronyDatasetFormat
detect_format (const char *path, const char *bytes, gsize length)
{
  g_autofree char *name = g_ascii_strdown (path, -1);
  gsize i = 0;
  char first;

  while (i < length && g_ascii_isspace (bytes[i]))
    i++;
  first = i < length ? bytes[i] : '\0';

  if (g_str_has_suffix (name, ".csv"))
    return PRONY_DATASET_CSV;
  if (g_str_has_suffix (name, ".txt"))
    return PRONY_DATASET_TEXT;
  if (first == '[')
    return PRONY_DATASET_SHAREGPT;
  if (first == '{' || g_str_has_suffix (name, ".jsonl") || g_str_has_suffix (name, ".ndjson"))
    return PRONY_DATASET_JSONL;

  return PRONY_DATASET_AUTO;
}

static gboolean
take_text (Reader *self, const PronyDatasetRow *row, PronyTestCase *test_case)
{
  g_hash_table_insert (test_case->values, g_strdup ("prompt"), g_strndup (row->text, row->length));
  return TRUE;
}

static gboolean
take_fields (Reader *self, const PronyDatasetRow *row, GPtrArray *fields, PronyTestCase *test_case)
{
  guint n_columns = g_strv_length (self->columns);

  if (fields->len != n_columns)
    {
      prony_problems_add (self->problems, row->line, row->column,
                          /* Translators: numbers of columns */
                          _ ("This row has another number of columns than the header: %u, not %u."),
                          fields->len, n_columns);
      return FALSE;
    }

  for (guint i = 0; i < n_columns; i++)
    if (prony_dataset_shape_keeps (self->shape, self->columns[i]))
      g_hash_table_insert (test_case->values, g_strdup (self->columns[i]),
                           g_strdup (g_ptr_array_index (fields, i)));
  return TRUE;
}

static gboolean
take_header (Reader *self, GPtrArray *fields)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  gboolean good = TRUE;

  for (guint i = 0; i < fields->len; i++)
    {
      char *name = g_strstrip (g_ptr_array_index (fields, i));

      for (guint j = 0; j < i && good && *name != '\0'; j++)
        if (strcmp (name, g_ptr_array_index (fields, j)) == 0)
          {
            prony_problems_add (self->problems, 1, 1,
                                _ ("There are two columns with the name “%s”."), name);
            good = FALSE;
          }
      g_strv_builder_add (names, name);
    }

  self->columns = g_strv_builder_end (names);
  return good && prony_dataset_shape_check_names (self->shape, (const char *const *) self->columns,
                                                  self->problems);
}

/* --- Rows -------------------------------------------------------------------------------- */

/* Takes @test_case, unless it is %NULL. */
static void
hand_over (Reader *self, PronyTestCase *test_case, const PronyDatasetRow *row)
{
  if (test_case == NULL)
    return;

  self->summary->rows++;
  self->enough = !self->func (test_case, row, self->user_data);
}

static void
take_plain_row (Reader *self, const PronyDatasetRow *row, GPtrArray *fields)
{
  PronyTestCase *test_case = prony_test_case_new ();
  gboolean good =
    fields != NULL ? take_fields (self, row, fields, test_case) : take_text (self, row, test_case);

  if (good && prony_dataset_shape_finish (self->shape, row, test_case, self->problems))
    hand_over (self, test_case, row);
  else
    prony_test_case_free (test_case);
}

static void
take_csv_row (Reader *self, const PronyDatasetRow *row)
{
  g_autoptr (GPtrArray) fields = prony_csv_row_parse (row, self->problems);

  if (self->columns != NULL && fields != NULL)
    take_plain_row (self, row, fields);
  else if (self->columns == NULL)
    self->enough = fields == NULL || !take_header (self, fields);
}

static void
take_row (const PronyDatasetRow *row, gpointer user_data)
{
  Reader *self = user_data;

  if (self->enough || !prony_dataset_row_check_text (row, self->problems))
    return;

  if (self->summary->format == PRONY_DATASET_CSV)
    take_csv_row (self, row);
  else if (self->summary->format == PRONY_DATASET_TEXT)
    take_plain_row (self, row, NULL);
  else
    hand_over (self, prony_json_row_read (row, self->shape, self->problems), row);
}

static gboolean
begin (Reader *self, const char *bytes, gsize length)
{
  static const char *const text_columns[] = { "prompt", NULL };
  PronyDatasetFormat *format = &self->summary->format;

  *format = self->spec->format;
  if (*format == PRONY_DATASET_AUTO)
    *format = detect_format (self->spec->path, bytes, length);
  if (*format == PRONY_DATASET_AUTO)
    prony_problems_add (self->problems, 1, 1,
                        _ ("Neither its name nor its first line tells what this file is. Give its "
                           "“format”: jsonl, csv, text or sharegpt."));
  if (*format == PRONY_DATASET_AUTO ||
      (*format == PRONY_DATASET_TEXT &&
       !prony_dataset_shape_check_names (self->shape, text_columns, self->problems)))
    return FALSE;

  self->splitter = prony_row_splitter_new (*format, self->problems, take_row, self);
  return TRUE;
}

static gboolean
take_chunk (const char *bytes, gsize length, gpointer user_data)
{
  Reader *self = user_data;

  if (self->splitter == NULL && !begin (self, bytes, length))
    self->enough = TRUE;
  else if (!prony_row_splitter_push (self->splitter, bytes, length))
    self->enough = TRUE;

  return !self->enough;
}

/**
 * prony_dataset_read:
 * @scenario: a scenario with a data set
 * @problems: of the data set's file: where all mistakes go; those of the whole file at
 *   its beginning
 * @summary: (out caller-allocates): what was found
 * @func: (scope call): gets what each row asks, in the order of the file
 * @user_data: for @func
 * @cancellable: (nullable): to end it early
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Reads a data set of any size, row by row. Touches the disk.
 *
 * Returns: whether it was not cancelled
 */
gboolean
prony_dataset_read (PronyScenario *scenario,
                    PronyProblems *problems,
                    PronyDatasetSummary *summary,
                    PronyDatasetCaseFunc func,
                    gpointer user_data,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (PronyDatasetShape) shape = prony_dataset_shape_new (scenario);
  g_autofree char *folder = scenario->file != NULL ? g_path_get_dirname (scenario->file) : NULL;
  g_autoptr (GError) local = NULL;
  Reader self = { .spec = scenario->dataset,
                  .problems = problems,
                  .shape = shape,
                  .summary = summary,
                  .func = func,
                  .user_data = user_data };

  *summary = (PronyDatasetSummary){ .format = scenario->dataset->format };
  /* Of a scenario that was read with mistakes. */
  if (scenario->dataset->path == NULL)
    {
      prony_problems_add (problems, 1, 1, _ ("There is no row in this file that could be asked."));
      return TRUE;
    }
  if (!prony_dataset_file_read (scenario->dataset->path, folder, take_chunk, &self, cancellable,
                                &local))
    {
      if (!g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        prony_problems_add (problems, 1, 1, "%s", local->message);
    }
  else if (self.splitter != NULL && !self.enough)
    prony_row_splitter_finish (self.splitter);

  if (local == NULL && summary->rows == 0 && prony_problems_is_empty (problems))
    prony_problems_add (problems, 1, 1, _ ("There is no row in this file that could be asked."));
  g_clear_pointer (&self.splitter, prony_row_splitter_free);
  g_strfreev (self.columns);
  if (!g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
