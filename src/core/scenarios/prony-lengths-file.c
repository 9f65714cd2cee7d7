/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-error.h"
#include "core/prompts/prony-template.h"
#include "core/scenarios/prony-dataset-file.h"
#include "core/scenarios/prony-dataset.h"
#include "core/scenarios/prony-row-splitter.h"

#define MAX_LENGTHS 1000000u

typedef struct
{
  PronyProblems *problems;
  PronyRowSplitter *splitter;
  GArray *lengths; /* of guint */
} Reader;

static void
take_row (const PronyDatasetRow *row, gpointer user_data)
{
  Reader *self = user_data;
  g_autofree char *text = g_strndup (row->text, MIN (row->length, 1000));
  char *comment = strchr (text, '#');
  guint64 tokens;
  guint length;

  if (comment != NULL)
    *comment = '\0';
  g_strstrip (text);
  if (*text == '\0' && comment != NULL)
    return;

  if (!g_ascii_string_to_unsigned (text, 10, 1, PRONY_TEMPLATE_MAX_TOKENS, &tokens, NULL))
    {
      prony_problems_add (self->problems, row->line, row->column,
                          _ ("This is no length: a whole number from 1 to %d."),
                          PRONY_TEMPLATE_MAX_TOKENS);
      return;
    }
  if (self->lengths->len == MAX_LENGTHS)
    {
      prony_problems_add (self->problems, row->line, row->column,
                          _ ("There are more than %u lengths in this file."), MAX_LENGTHS);
      return;
    }

  length = (guint) tokens;
  g_array_append_val (self->lengths, length);
}

static gboolean
take_chunk (const char *bytes, gsize length, gpointer user_data)
{
  Reader *self = user_data;

  return prony_row_splitter_push (self->splitter, bytes, length) &&
         prony_problems_is_empty (self->problems);
}

/**
 * prony_lengths_read_file:
 * @path: a file
 * @error: return location for %PRONY_ERROR_SCENARIO: each mistake is a line
 *   `FILE:LINE:COLUMN: sentence`
 *
 * Reads how long prompts or answers are to be: one whole number of tokens in each line,
 * at most 1,000,000 of them. What comes after a `#` is a comment. Touches the disk.
 *
 * Returns: (transfer full) (nullable) (element-type guint): the lengths, at least one
 */
GArray *
prony_lengths_read_file (const char *path, GError **error)
{
  g_autoptr (PronyProblems) problems = prony_problems_new (path);
  g_autoptr (GArray) lengths = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (PronyRowSplitter) splitter = NULL;
  g_autoptr (GError) local = NULL;
  Reader reader = { .problems = problems, .lengths = lengths };

  g_return_val_if_fail (path != NULL, NULL);

  splitter = prony_row_splitter_new (PRONY_DATASET_TEXT, problems, take_row, &reader);
  reader.splitter = splitter;
  if (!prony_dataset_file_read (path, NULL, take_chunk, &reader, NULL, &local))
    prony_problems_add (problems, 1, 1, "%s", local->message);
  else
    prony_row_splitter_finish (splitter);

  if (lengths->len == 0 && prony_problems_is_empty (problems))
    prony_problems_add (problems, 1, 1, _ ("There is no length in this file."));
  if (prony_problems_is_empty (problems))
    return g_steal_pointer (&lengths);

  g_propagate_error (error, prony_problems_to_error (problems));
  return NULL;
}
