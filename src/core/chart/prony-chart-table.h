/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/chart/prony-chart.h"

G_BEGIN_DECLS

/**
 * PronyChartTable:
 *
 * A chart as rows and columns of texts: a row for each datum. Cells are made when they are
 * asked for, so that a chart of 100,000 points has a table at once. Immutable; it may be
 * read in any thread.
 */
typedef struct _PronyChartTable PronyChartTable;

PronyChartTable *prony_chart_table_new (PronyChart *chart);
void prony_chart_table_free (PronyChartTable *self);
guint prony_chart_table_count_rows (const PronyChartTable *self);
guint prony_chart_table_count_columns (const PronyChartTable *self);
const char *prony_chart_table_get_title (const PronyChartTable *self, guint column);
const char *prony_chart_table_get_definition (const PronyChartTable *self, guint column);
gboolean prony_chart_table_is_number (const PronyChartTable *self, guint column);
char *prony_chart_table_get_cell (const PronyChartTable *self, guint row, guint column);
double prony_chart_table_get_number (const PronyChartTable *self, guint row, guint column);
char *prony_chart_table_to_text (const PronyChartTable *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyChartTable, prony_chart_table_free)

G_END_DECLS
