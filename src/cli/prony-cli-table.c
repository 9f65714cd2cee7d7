/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <string.h>

#include "cli/prony-cli-output.h"
#include "cli/prony-cli-table.h"

struct _PronyCliTable
{
  char *alignment;
  guint n_columns;
  GPtrArray *cells;
};

/* How many places a text takes on a terminal: Chinese, Japanese and Korean
 * characters take two, combining marks none. */
static guint
measure (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_iszerowidth (c))
        width += g_unichar_iswide (c) ? 2 : 1;
    }
  return width;
}

static void
add_cells (PronyCliTable *self, const char *first, va_list cells)
{
  for (const char *cell = first; cell != NULL; cell = va_arg (cells, const char *))
    {
      char *clean = prony_cli_clean (cell);

      g_ptr_array_add (self->cells, g_strdelimit (clean, "\n\t", ' '));
    }
}

/**
 * prony_cli_table_new:
 * @alignment: a letter for each column: `l` for left, `r` for right
 * @...: the columns' titles, then %NULL
 *
 * Returns: (transfer full): a table without rows
 */
PronyCliTable *
prony_cli_table_new (const char *alignment, ...)
{
  PronyCliTable *self = g_new0 (PronyCliTable, 1);
  va_list titles;

  self->alignment = g_strdup (alignment);
  self->n_columns = (guint) strlen (alignment);
  self->cells = g_ptr_array_new_with_free_func (g_free);
  va_start (titles, alignment);
  add_cells (self, va_arg (titles, const char *), titles);
  va_end (titles);
  g_assert (self->cells->len == self->n_columns);
  return self;
}

/**
 * prony_cli_table_free:
 * @self: (transfer full): a table
 */
void
prony_cli_table_free (PronyCliTable *self)
{
  g_free (self->alignment);
  g_ptr_array_unref (self->cells);
  g_free (self);
}

/**
 * prony_cli_table_add:
 * @self: a table
 * @...: a text for each column, then %NULL
 *
 * Adds a row. What an engine sent may be in it.
 */
void
prony_cli_table_add (PronyCliTable *self, ...)
{
  va_list cells;

  va_start (cells, self);
  add_cells (self, va_arg (cells, const char *), cells);
  va_end (cells);
  g_assert (self->cells->len % self->n_columns == 0);
}

/**
 * prony_cli_table_count:
 * @self: a table
 *
 * Returns: how many rows it has, without the titles
 */
guint
prony_cli_table_count (PronyCliTable *self)
{
  return self->cells->len / self->n_columns - 1;
}

static void
append_padding (GString *text, guint width)
{
  for (guint i = 0; i < width; i++)
    g_string_append_c (text, ' ');
}

static void
append_row (PronyCliTable *self, GString *text, guint row, const guint *widths)
{
  gsize start = text->len;

  for (guint i = 0; i < self->n_columns; i++)
    {
      const char *cell = g_ptr_array_index (self->cells, row * self->n_columns + i);
      guint padding = widths[i] - measure (cell);

      append_padding (text, (i > 0 ? 2 : 0) + (self->alignment[i] == 'r' ? padding : 0));
      g_string_append (text, cell);
      append_padding (text, self->alignment[i] == 'r' ? 0 : padding);
    }
  while (text->len > start && text->str[text->len - 1] == ' ')
    g_string_truncate (text, text->len - 1);
}

/**
 * prony_cli_table_print:
 * @self: a table
 *
 * Writes the table to standard output.
 */
void
prony_cli_table_print (PronyCliTable *self)
{
  g_autofree guint *widths = g_new0 (guint, self->n_columns);
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean colour = prony_cli_has_colour ();

  for (guint i = 0; i < self->cells->len; i++)
    widths[i % self->n_columns] =
      MAX (widths[i % self->n_columns], measure (g_ptr_array_index (self->cells, i)));

  for (guint i = 0; i < self->cells->len / self->n_columns; i++)
    {
      g_string_append (text, i == 0 && colour ? "\033[1m" : "");
      append_row (self, text, i, widths);
      g_string_append (text, i == 0 && colour ? "\033[0m\n" : "\n");
    }
  prony_cli_print (text->str);
}
