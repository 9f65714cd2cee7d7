/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/widgets/prony-table-row.h"

G_BEGIN_DECLS

/**
 * PronyTable:
 *
 * A table of figures that can be sorted by every column. Main thread only.
 */
#define PRONY_TYPE_TABLE (prony_table_get_type ())

G_DECLARE_FINAL_TYPE (PronyTable, prony_table, PRONY, TABLE, AdwBin)

GtkWidget *prony_table_new (void);
void prony_table_set_label (PronyTable *self, const char *label);
void prony_table_set_column_visible (PronyTable *self, guint index, gboolean visible);
void prony_table_add_column (PronyTable *self,
                             const char *title,
                             const char *definition,
                             gboolean numeric);
void prony_table_set_rows (PronyTable *self, GListModel *rows);
void prony_table_set_max_height (PronyTable *self, int height);
GListModel *prony_table_get_rows (PronyTable *self);
void prony_table_set_mark_tooltip (PronyTable *self, const char *tooltip);
void prony_table_sort (PronyTable *self, int column, GtkSortType order);
void prony_table_resort (PronyTable *self);

G_END_DECLS
