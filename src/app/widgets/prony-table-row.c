/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <math.h>

#include "app/widgets/prony-table-row.h"

typedef struct
{
  char *text;
  double number; /* NAN in columns of text */
  gboolean is_number;
  const char *mark; /* (nullable): a translated word */
} Cell;

struct _PronyTableRow
{
  GObject parent_instance;

  GArray *cells;
  gboolean modified; /* since it was committed */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PronyTableRow, prony_table_row, G_TYPE_OBJECT)

static void
clear_cell (gpointer data)
{
  g_free (((Cell *) data)->text);
}

static void
prony_table_row_finalize (GObject *object)
{
  g_array_unref (PRONY_TABLE_ROW (object)->cells);

  G_OBJECT_CLASS (prony_table_row_parent_class)->finalize (object);
}

static void
prony_table_row_class_init (PronyTableRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = prony_table_row_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
prony_table_row_init (PronyTableRow *self)
{
  self->cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  g_array_set_clear_func (self->cells, clear_cell);
}

/**
 * prony_table_row_new:
 *
 * Returns: (transfer full): a row without cells
 */
PronyTableRow *
prony_table_row_new (void)
{
  return g_object_new (PRONY_TYPE_TABLE_ROW, NULL);
}

/**
 * prony_table_row_add_text:
 * @self: a row
 * @text: the next cell
 */
void
prony_table_row_add_text (PronyTableRow *self, const char *text)
{
  Cell cell = { g_strdup (text), NAN, FALSE, NULL };

  g_return_if_fail (PRONY_IS_TABLE_ROW (self));
  g_return_if_fail (text != NULL);

  g_array_append_val (self->cells, cell);
}

/**
 * prony_table_row_add_number:
 * @self: a row
 * @number: what the next cell is sorted by; NAN sorts last
 * @text: (transfer full): the next cell, as people read it
 */
void
prony_table_row_add_number (PronyTableRow *self, double number, char *text)
{
  Cell cell = { text, number, TRUE, NULL };

  g_return_if_fail (PRONY_IS_TABLE_ROW (self));
  g_return_if_fail (text != NULL);

  g_array_append_val (self->cells, cell);
}

static void
take_text (PronyTableRow *self, guint column, char *text)
{
  Cell *cell = &g_array_index (self->cells, Cell, column);

  if (g_str_equal (cell->text, text))
    {
      g_free (text);
      return;
    }

  g_free (cell->text);
  cell->text = text;
  self->modified = TRUE;
}

/**
 * prony_table_row_set_text:
 * @self: a row
 * @column: which of its cells
 * @text: what it says from now on
 *
 * Changes a cell; prony_table_row_commit() shows it.
 */
void
prony_table_row_set_text (PronyTableRow *self, guint column, const char *text)
{
  g_return_if_fail (PRONY_IS_TABLE_ROW (self));
  g_return_if_fail (column < self->cells->len);

  take_text (self, column, g_strdup (text));
}

/**
 * prony_table_row_set_number:
 * @self: a row
 * @column: which of its cells
 * @number: what it is sorted by from now on
 * @text: (transfer full): as people read it
 *
 * Changes a cell; prony_table_row_commit() shows it.
 */
void
prony_table_row_set_number (PronyTableRow *self, guint column, double number, char *text)
{
  g_return_if_fail (PRONY_IS_TABLE_ROW (self));
  g_return_if_fail (column < self->cells->len);

  g_array_index (self->cells, Cell, column).number = number;
  take_text (self, column, text);
}

/**
 * prony_table_row_set_mark:
 * @self: a row
 * @column: which of its cells
 * @mark: (nullable): a translated word that stands out before its text; %NULL for none
 *
 * Changes a cell; prony_table_row_commit() shows it.
 */
void
prony_table_row_set_mark (PronyTableRow *self, guint column, const char *mark)
{
  Cell *cell;

  g_return_if_fail (PRONY_IS_TABLE_ROW (self));
  g_return_if_fail (column < self->cells->len);

  cell = &g_array_index (self->cells, Cell, column);
  if (g_strcmp0 (cell->mark, mark) == 0)
    return;

  cell->mark = mark != NULL ? g_intern_string (mark) : NULL;
  self->modified = TRUE;
}

/**
 * prony_table_row_commit:
 * @self: a row
 *
 * Shows the changes since the last time, if there are any.
 *
 * Returns: whether there were
 */
gboolean
prony_table_row_commit (PronyTableRow *self)
{
  g_return_val_if_fail (PRONY_IS_TABLE_ROW (self), FALSE);

  if (!self->modified)
    return FALSE;

  self->modified = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

/**
 * prony_table_row_get_mark:
 * @self: a row
 * @column: a column's index; beyond the last there is none
 *
 * Returns: (transfer none) (nullable): the word that stands out
 */
const char *
prony_table_row_get_mark (PronyTableRow *self, guint column)
{
  g_return_val_if_fail (PRONY_IS_TABLE_ROW (self), NULL);

  return column < self->cells->len ? g_array_index (self->cells, Cell, column).mark : NULL;
}

/**
 * prony_table_row_get_text:
 * @self: a row
 * @column: a column's index; beyond the last the text is empty
 *
 * Returns: (transfer none): the cell's text
 */
const char *
prony_table_row_get_text (PronyTableRow *self, guint column)
{
  g_return_val_if_fail (PRONY_IS_TABLE_ROW (self), NULL);

  return column < self->cells->len ? g_array_index (self->cells, Cell, column).text : "";
}

/**
 * prony_table_row_is_absent:
 * @self: a row
 * @column: which of its cells
 *
 * Returns: whether there is nothing in a cell that is to hold a number
 */
gboolean
prony_table_row_is_absent (PronyTableRow *self, guint column)
{
  const Cell *cell;

  g_return_val_if_fail (PRONY_IS_TABLE_ROW (self), FALSE);
  g_return_val_if_fail (column < self->cells->len, FALSE);

  cell = &g_array_index (self->cells, Cell, column);
  return cell->is_number && isnan (cell->number);
}

/**
 * prony_table_row_compare:
 * @self: a row
 * @other: another row of the same table
 * @column: what to compare by
 *
 * Returns: less than, equal to or greater than 0, as for sorting
 */
int
prony_table_row_compare (PronyTableRow *self, PronyTableRow *other, guint column)
{
  const Cell *a;
  const Cell *b;

  g_return_val_if_fail (PRONY_IS_TABLE_ROW (self) && PRONY_IS_TABLE_ROW (other), 0);
  g_return_val_if_fail (column < self->cells->len && column < other->cells->len, 0);

  a = &g_array_index (self->cells, Cell, column);
  b = &g_array_index (other->cells, Cell, column);
  if (!a->is_number || !b->is_number)
    return g_utf8_collate (a->text, b->text);
  if (isnan (a->number) || isnan (b->number))
    return !!isnan (a->number) - !!isnan (b->number);

  return a->number < b->number ? -1 : a->number > b->number;
}

/**
 * prony_table_row_dup_title:
 * @self: a row
 *
 * Returns: (transfer full): all cells in a line, by which the row is known to those
 *   who do not see it
 */
char *
prony_table_row_dup_title (PronyTableRow *self)
{
  GString *title = g_string_new (NULL);

  g_return_val_if_fail (PRONY_IS_TABLE_ROW (self), NULL);

  for (guint i = 0; i < self->cells->len; i++)
    {
      const Cell *cell = &g_array_index (self->cells, Cell, i);

      if (*cell->text == '\0')
        continue;
      if (title->len > 0)
        g_string_append (title, ", ");
      g_string_append (title, cell->text);
      if (cell->mark != NULL)
        g_string_append_printf (title, " (%s)", cell->mark);
    }

  return g_string_free (title, FALSE);
}
