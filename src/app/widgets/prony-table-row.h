/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PronyTableRow:
 *
 * A row of a #PronyTable: a text for each column, and a number to sort by where
 * the column is one of numbers. Main thread only.
 *
 * Signal `changed`: its cells are others than before.
 */
#define PRONY_TYPE_TABLE_ROW (prony_table_row_get_type ())

G_DECLARE_FINAL_TYPE (PronyTableRow, prony_table_row, PRONY, TABLE_ROW, GObject)

PronyTableRow *prony_table_row_new (void);
void prony_table_row_add_text (PronyTableRow *self, const char *text);
void prony_table_row_add_number (PronyTableRow *self, double number, char *text);
void prony_table_row_set_text (PronyTableRow *self, guint column, const char *text);
void prony_table_row_set_number (PronyTableRow *self, guint column, double number, char *text);
void prony_table_row_set_mark (PronyTableRow *self, guint column, const char *mark);
gboolean prony_table_row_commit (PronyTableRow *self);
const char *prony_table_row_get_mark (PronyTableRow *self, guint column);
const char *prony_table_row_get_text (PronyTableRow *self, guint column);
gboolean prony_table_row_is_absent (PronyTableRow *self, guint column);
int prony_table_row_compare (PronyTableRow *self, PronyTableRow *other, guint column);
char *prony_table_row_dup_title (PronyTableRow *self);

G_END_DECLS
