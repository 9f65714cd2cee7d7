/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/widgets/prony-chart-rows.h"
#include "app/widgets/prony-table-row.h"

struct _PronyChartRows
{
  GObject parent_instance;

  /* Owned */
  PronyChartTable *table;
};

static void prony_chart_rows_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PronyChartRows,
                               prony_chart_rows,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      prony_chart_rows_list_model_init))

static GType
prony_chart_rows_get_item_type (GListModel *list)
{
  return PRONY_TYPE_TABLE_ROW;
}

static guint
prony_chart_rows_get_n_items (GListModel *list)
{
  return prony_chart_table_count_rows (PRONY_CHART_ROWS (list)->table);
}

static gpointer
prony_chart_rows_get_item (GListModel *list, guint position)
{
  const PronyChartTable *table = PRONY_CHART_ROWS (list)->table;
  PronyTableRow *row;

  if (position >= prony_chart_table_count_rows (table))
    return NULL;

  row = prony_table_row_new ();
  for (guint i = 0; i < prony_chart_table_count_columns (table); i++)
    {
      char *text = prony_chart_table_get_cell (table, position, i);

      if (prony_chart_table_is_number (table, i))
        {
          prony_table_row_add_number (row, prony_chart_table_get_number (table, position, i), text);
        }
      else
        {
          prony_table_row_add_text (row, text);
          g_free (text);
        }
    }

  return row;
}

static void
prony_chart_rows_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = prony_chart_rows_get_item_type;
  iface->get_n_items = prony_chart_rows_get_n_items;
  iface->get_item = prony_chart_rows_get_item;
}

static void
prony_chart_rows_finalize (GObject *object)
{
  g_clear_pointer (&PRONY_CHART_ROWS (object)->table, prony_chart_table_free);

  G_OBJECT_CLASS (prony_chart_rows_parent_class)->finalize (object);
}

static void
prony_chart_rows_class_init (PronyChartRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = prony_chart_rows_finalize;
}

static void
prony_chart_rows_init (PronyChartRows *self)
{
}

/**
 * prony_chart_rows_new:
 * @chart: a chart, not to be changed any more
 *
 * Returns: (transfer full): the chart's values as rows
 */
PronyChartRows *
prony_chart_rows_new (PronyChart *chart)
{
  PronyChartRows *self = g_object_new (PRONY_TYPE_CHART_ROWS, NULL);

  self->table = prony_chart_table_new (chart);
  return self;
}

/**
 * prony_chart_rows_get_table:
 * @self: rows
 *
 * Returns: (transfer none): what they are made from, which knows the columns
 */
const PronyChartTable *
prony_chart_rows_get_table (PronyChartRows *self)
{
  g_return_val_if_fail (PRONY_IS_CHART_ROWS (self), NULL);

  return self->table;
}
