/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/scenarios/prony-dataset-row.h"

/**
 * prony_dataset_row_find_place:
 * @row: a row
 * @offset: a place in it, in bytes; one behind its end is its end
 * @line: (out): the line of the file, from 1
 * @column: (out): the column in that line, in characters, from 1
 *
 * Tells where something in a row is to be found in the file.
 */
void
prony_dataset_row_find_place (const PronyDatasetRow *row, gsize offset, guint *line, guint *column)
{
  *line = row->line;
  *column = row->column;

  for (gsize i = 0; i < MIN (offset, row->length); i++)
    if (row->text[i] == '\n')
      {
        (*line)++;
        *column = 1;
      }
    else if (((guchar) row->text[i] & 0xc0) != 0x80)
      (*column)++;
}

/**
 * prony_dataset_row_check_text:
 * @row: a row
 * @problems: where a mistake goes
 *
 * Returns: whether it is UTF-8 text without zero bytes
 */
gboolean
prony_dataset_row_check_text (const PronyDatasetRow *row, PronyProblems *problems)
{
  const char *end;
  guint line;
  guint column;

  if (g_utf8_validate_len (row->text, row->length, &end))
    return TRUE;

  prony_dataset_row_find_place (row, (gsize) (end - row->text), &line, &column);
  if (*end == '\0')
    prony_problems_add (problems, line, column, _ ("There is a zero byte here: this is no text."));
  else
    prony_problems_add (problems, line, column,
                        _ ("This is not UTF-8: byte 0x%02x. Save the file as UTF-8."),
                        (guint) (guchar) *end);
  return FALSE;
}
