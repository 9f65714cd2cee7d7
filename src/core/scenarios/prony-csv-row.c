/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/scenarios/prony-csv-row.h"

static gboolean
add_problem (const PronyDatasetRow *row,
             const char *place,
             const char *mistake,
             PronyProblems *problems)
{
  guint line;
  guint column;

  prony_dataset_row_find_place (row, (gsize) (place - row->text), &line, &column);
  prony_problems_add (problems, line, column, "%s", mistake);
  return FALSE;
}

/* Reads a field in quotes; @place is at the first of them, and then behind the last. */
static gboolean
read_quoted (const PronyDatasetRow *row,
             const char **place,
             GString *field,
             PronyProblems *problems)
{
  const char *end = row->text + row->length;
  const char *p = *place + 1;

  for (; p < end; p++)
    if (*p != '"')
      g_string_append_c (field, *p);
    else if (p + 1 < end && p[1] == '"')
      g_string_append_c (field, *p++);
    else
      break;

  if (p + 1 < end && p[1] != ',')
    return add_problem (row, p + 1,
                        _ ("A comma is missing here, after the quote. A quote that is part of the "
                           "text is written twice."),
                        problems);

  *place = p + 1;
  return TRUE;
}

static gboolean
read_plain (const PronyDatasetRow *row, const char **place, GString *field, PronyProblems *problems)
{
  const char *end = row->text + row->length;
  const char *p = *place;

  for (; p < end && *p != ','; p++)
    if (*p == '"')
      return add_problem (row, p,
                          _ ("A quote stands in the middle of a field. Put the whole field in "
                             "quotes and write this one twice."),
                          problems);

  g_string_append_len (field, *place, p - *place);
  *place = p;
  return TRUE;
}

/**
 * prony_csv_row_parse:
 * @row: a record, which is UTF-8 without zero bytes
 * @problems: where a mistake goes
 *
 * Cuts a record of CSV into its fields, as RFC 4180 has it.
 *
 * Returns: (transfer full) (nullable) (element-type utf8): the fields, at least one
 */
GPtrArray *
prony_csv_row_parse (const PronyDatasetRow *row, PronyProblems *problems)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) field = g_string_new (NULL);
  const char *end = row->text + row->length;
  const char *p = row->text;

  for (;;)
    {
      gboolean is_quoted = p < end && *p == '"';

      g_string_truncate (field, 0);
      if (!(is_quoted ? read_quoted : read_plain) (row, &p, field, problems))
        return NULL;
      g_ptr_array_add (fields, g_strndup (field->str, field->len));
      if (p >= end)
        return g_steal_pointer (&fields);
      p++;
    }
}
