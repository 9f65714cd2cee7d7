/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/widgets/prony-table.h"
#include "app/widgets/prony-tooltip.h"

/**
 * PronyTable:
 *
 * A #GtkColumnView over rows of #PronyTableRow, as wide as its columns and as high
 * as its rows: it scrolls from side to side by itself, and up and down with what is
 * around it. One of more than some hundreds of rows needs a height of its own, see
 * prony_table_set_max_height().
 *
 * Numbers stand at the end of their column; a column's definition is the tooltip
 * of its cells. Each row is called by its cells, for those who do not see it.
 */
struct _PronyTable
{
  AdwBin parent_instance;

  /* Borrowed: inside the widget tree */
  GtkScrolledWindow *scroller;
  GtkColumnView *view;

  /* Owned */
  GtkSortListModel *sorted;
  PronyTableRow *low;  /* two rows that differ in each column, by which the */
  PronyTableRow *high; /* direction of sorting is known */
  char *mark_tooltip;  /* (nullable) */

  /* Plain */
  double end;    /* how far it could be scrolled, when that changed last */
  guint idle_id; /* scrolling has to be looked after */
  GtkPolicyType vertical;
  gboolean descending;
};

G_DEFINE_FINAL_TYPE (PronyTable, prony_table, ADW_TYPE_BIN)

/* More than that are sorted bit by bit, while other things go on. */
#define MANY_ROWS 2000

/* What the cells of a column have in common. */
typedef struct
{
  PronyTable *table; /* borrowed: it owns the column */
  guint index;
  gboolean numeric;
  char *definition;
} Column;

static void
column_free (gpointer data, GClosure *closure)
{
  Column *column = data;

  g_free (column->definition);
  g_free (column);
}

/* A cell of a column of numbers: an icon and a word that make it stand out, both mostly
 * hidden, and the number at the end. */
static GtkWidget *
make_number_cell (const Column *column)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", "starred-symbolic", "visible", FALSE,
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *mark = g_object_new (GTK_TYPE_LABEL, "visible", FALSE, NULL);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (icon, "success");
  gtk_widget_add_css_class (mark, "success");
  gtk_widget_add_css_class (mark, "caption-heading");
  gtk_widget_add_css_class (label, "numeric");
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), mark);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static void
on_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  const Column *column = user_data;
  GtkWidget *label;

  g_object_set_data (G_OBJECT (item), "prony-column", user_data);
  if (column->numeric)
    {
      gtk_list_item_set_child (item, make_number_cell (column));
      return;
    }

  label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_width_chars (GTK_LABEL (label), 8);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 26);
  gtk_list_item_set_child (item, label);
}

static void
show_number (const Column *column, GtkWidget *cell, PronyTableRow *row)
{
  GtkWidget *icon = gtk_widget_get_first_child (cell);
  GtkWidget *mark = gtk_widget_get_next_sibling (icon);
  const char *word = prony_table_row_get_mark (row, column->index);

  gtk_widget_set_visible (icon, word != NULL);
  gtk_widget_set_visible (mark, word != NULL);
  gtk_label_set_text (GTK_LABEL (mark), word != NULL ? word : "");
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (cell)),
                      prony_table_row_get_text (row, column->index));
  prony_tooltip_set (cell, word != NULL ? column->table->mark_tooltip : column->definition);
}

static void
show_cell (GtkListItem *item)
{
  const Column *column = g_object_get_data (G_OBJECT (item), "prony-column");
  GtkWidget *child = gtk_list_item_get_child (item);
  PronyTableRow *row = gtk_list_item_get_item (item);
  const char *text = prony_table_row_get_text (row, column->index);

  if (column->numeric)
    {
      show_number (column, child, row);
    }
  else
    {
      gtk_label_set_text (GTK_LABEL (child), text);
      prony_tooltip_set (child, column->definition != NULL ? column->definition : text);
    }
  if (column->index == 0)
    {
      GtkWidget *cell = gtk_widget_get_parent (child);
      GtkWidget *line = cell != NULL ? gtk_widget_get_parent (cell) : NULL;
      g_autofree char *title = prony_table_row_dup_title (row);

      if (line != NULL)
        gtk_accessible_update_property (GTK_ACCESSIBLE (line), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                        -1);
    }
}

static void
on_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  g_signal_connect_object (gtk_list_item_get_item (item), "changed", G_CALLBACK (show_cell), item,
                           G_CONNECT_SWAPPED);
  show_cell (item);
}

static void
on_unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), show_cell, item);
}

/* What is absent comes last either way: the view turns round what this says. */
static int
compare_rows (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Column *column = user_data;
  PronyTableRow *first = (PronyTableRow *) a;
  PronyTableRow *second = (PronyTableRow *) b;
  int order = prony_table_row_compare (first, second, column->index);

  if (column->table->descending && prony_table_row_is_absent (first, column->index) !=
                                     prony_table_row_is_absent (second, column->index))
    order = -order;
  return gtk_ordering_from_cmpfunc (order);
}

/* The view does not tell which way it sorts. */
static void
on_sorter_changed_cb (PronyTable *self, GtkSorterChange change, GtkSorter *sorter)
{
  self->descending = gtk_sorter_compare (sorter, self->low, self->high) == GTK_ORDERING_LARGER;
}

/* A bar that is there whenever columns are out of sight tells that there is more to
 * see; only one that is always there is counted into the height. */
static gboolean
on_idle_cb (gpointer user_data)
{
  PronyTable *self = user_data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (self->scroller);
  double end = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  self->idle_id = 0;
  gtk_scrolled_window_set_policy (
    self->scroller, end > 0 ? GTK_POLICY_ALWAYS : GTK_POLICY_AUTOMATIC, self->vertical);

  /* Columns run from right to left where text does, but scrolling begins at the left
   * end all the same. Who has scrolled away from the first column stays there. */
  if (rtl && gtk_adjustment_get_value (adjustment) >= self->end - 1)
    gtk_adjustment_set_value (adjustment, end);
  self->end = end;

  return G_SOURCE_REMOVE;
}

/* This comes in the middle of an allocation, when sizes cannot be asked for anew. */
static void
on_hadjustment_changed_cb (PronyTable *self)
{
  g_assert (PRONY_IS_TABLE (self));

  if (self->idle_id == 0)
    self->idle_id = g_idle_add (on_idle_cb, self);
}

static void
prony_table_dispose (GObject *object)
{
  PronyTable *self = PRONY_TABLE (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_clear_object (&self->sorted);

  G_OBJECT_CLASS (prony_table_parent_class)->dispose (object);
}

static void
prony_table_finalize (GObject *object)
{
  PronyTable *self = PRONY_TABLE (object);

  g_object_unref (self->low);
  g_object_unref (self->high);
  g_free (self->mark_tooltip);

  G_OBJECT_CLASS (prony_table_parent_class)->finalize (object);
}

static void
prony_table_class_init (PronyTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = prony_table_dispose;
  G_OBJECT_CLASS (klass)->finalize = prony_table_finalize;
}

static void
prony_table_init (PronyTable *self)
{
  g_autoptr (GtkSelectionModel) selection = NULL;

  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
  gtk_column_view_set_show_row_separators (self->view, TRUE);
  gtk_scrollable_set_hscroll_policy (GTK_SCROLLABLE (self->view), GTK_SCROLL_NATURAL);

  /* Before the list looks at it. */
  self->low = prony_table_row_new ();
  self->high = prony_table_row_new ();
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed",
                           G_CALLBACK (on_sorter_changed_cb), self, G_CONNECT_SWAPPED);
  self->sorted =
    gtk_sort_list_model_new (NULL, g_object_ref (gtk_column_view_get_sorter (self->view)));
  selection =
    GTK_SELECTION_MODEL (gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->sorted))));
  gtk_single_selection_set_autoselect (GTK_SINGLE_SELECTION (selection), FALSE);
  gtk_single_selection_set_can_unselect (GTK_SINGLE_SELECTION (selection), TRUE);
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (selection), GTK_INVALID_LIST_POSITION);
  gtk_column_view_set_model (self->view, selection);

  self->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  self->vertical = GTK_POLICY_NEVER;
  gtk_scrolled_window_set_policy (self->scroller, GTK_POLICY_AUTOMATIC, self->vertical);
  gtk_scrolled_window_set_overlay_scrolling (self->scroller, FALSE);
  gtk_scrolled_window_set_child (self->scroller, GTK_WIDGET (self->view));
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (self->scroller), "changed",
                           G_CALLBACK (on_hadjustment_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (GTK_WIDGET (self->scroller), "card");
  gtk_widget_set_overflow (GTK_WIDGET (self->scroller), GTK_OVERFLOW_HIDDEN);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->scroller));
}

/* The heading of a column of numbers stands above them. The view has no property
 * for that; where its headings are built otherwise, they stay where they are. */
static void
align_last_heading (PronyTable *self)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (self->view));
  GtkWidget *title = header != NULL ? gtk_widget_get_last_child (header) : NULL;
  GtkWidget *box = title != NULL ? gtk_widget_get_first_child (title) : NULL;

  if (box != NULL)
    gtk_widget_set_halign (box, GTK_ALIGN_END);
}

/**
 * prony_table_new:
 *
 * Returns: (transfer floating): a table without columns
 */
GtkWidget *
prony_table_new (void)
{
  return g_object_new (PRONY_TYPE_TABLE, NULL);
}

/**
 * prony_table_set_label:
 * @self: a table
 * @label: what it shows, for those who do not see it
 */
void
prony_table_set_label (PronyTable *self, const char *label)
{
  g_return_if_fail (PRONY_IS_TABLE (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

/**
 * prony_table_add_column:
 * @self: a table
 * @title: heading of the next column
 * @definition: (nullable): a sentence that says what it holds
 * @numeric: whether it holds numbers
 */
void
prony_table_add_column (PronyTable *self,
                        const char *title,
                        const char *definition,
                        gboolean numeric)
{
  GtkListItemFactory *factory;
  g_autoptr (GtkColumnViewColumn) view_column = NULL;
  g_autoptr (GtkSorter) sorter = NULL;
  Column *column;

  g_return_if_fail (PRONY_IS_TABLE (self));

  column = g_new0 (Column, 1);
  column->table = self;
  column->index = g_list_model_get_n_items (gtk_column_view_get_columns (self->view));
  column->numeric = numeric;
  column->definition = g_strdup (definition);
  prony_table_row_add_number (self->low, 0, g_strdup (""));
  prony_table_row_add_number (self->high, 1, g_strdup (""));

  factory = gtk_signal_list_item_factory_new ();
  g_signal_connect_data (factory, "setup", G_CALLBACK (on_setup_cb), column, column_free, 0);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind_cb), NULL);

  view_column = gtk_column_view_column_new (title, factory);
  sorter = GTK_SORTER (gtk_custom_sorter_new (compare_rows, column, NULL));
  gtk_column_view_column_set_sorter (view_column, sorter);
  gtk_column_view_column_set_expand (view_column, !numeric);
  gtk_column_view_append_column (self->view, view_column);
  if (numeric)
    align_last_heading (self);
}

/**
 * prony_table_set_column_visible:
 * @self: a table
 * @index: which of its columns, from 0
 * @visible: whether it is shown
 */
void
prony_table_set_column_visible (PronyTable *self, guint index, gboolean visible)
{
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_return_if_fail (PRONY_IS_TABLE (self));

  column = g_list_model_get_item (gtk_column_view_get_columns (self->view), index);
  g_return_if_fail (column != NULL);

  gtk_column_view_column_set_visible (column, visible);
}

/**
 * prony_table_set_rows:
 * @self: a table with all its columns
 * @rows: (nullable): a list of #PronyTableRow, each with a cell for every column
 */
void
prony_table_set_rows (PronyTable *self, GListModel *rows)
{
  g_return_if_fail (PRONY_IS_TABLE (self));

  gtk_sort_list_model_set_incremental (self->sorted,
                                       rows != NULL && g_list_model_get_n_items (rows) > MANY_ROWS);
  gtk_sort_list_model_set_model (self->sorted, rows);
}

/**
 * prony_table_set_max_height:
 * @self: a table
 * @height: in pixels; what does not fit is scrolled to within the table
 *
 * Lets it have any number of rows: only those that are seen are made.
 */
void
prony_table_set_max_height (PronyTable *self, int height)
{
  g_return_if_fail (PRONY_IS_TABLE (self));

  self->vertical = GTK_POLICY_AUTOMATIC;
  gtk_scrolled_window_set_propagate_natural_height (self->scroller, TRUE);
  gtk_scrolled_window_set_max_content_height (self->scroller, height);
  gtk_scrolled_window_set_policy (self->scroller, GTK_POLICY_AUTOMATIC, self->vertical);
}

/**
 * prony_table_get_rows:
 * @self: a table
 *
 * Returns: (transfer none): the rows in the order in which they are shown
 */
GListModel *
prony_table_get_rows (PronyTable *self)
{
  g_return_val_if_fail (PRONY_IS_TABLE (self), NULL);

  return G_LIST_MODEL (self->sorted);
}

/**
 * prony_table_set_mark_tooltip:
 * @self: a table
 * @tooltip: a sentence that says what a mark in a cell means
 */
void
prony_table_set_mark_tooltip (PronyTable *self, const char *tooltip)
{
  g_return_if_fail (PRONY_IS_TABLE (self));

  g_free (self->mark_tooltip);
  self->mark_tooltip = g_strdup (tooltip);
}

/**
 * prony_table_sort:
 * @self: a table
 * @column: which of its columns, from 0; -1 for the order in which the rows were given
 * @order: which way
 *
 * Sorts as a click at the column's heading does.
 */
void
prony_table_sort (PronyTable *self, int column, GtkSortType order)
{
  g_autoptr (GtkColumnViewColumn) view_column = NULL;

  g_return_if_fail (PRONY_IS_TABLE (self));

  if (column >= 0)
    view_column = g_list_model_get_item (gtk_column_view_get_columns (self->view), (guint) column);
  gtk_column_view_sort_by_column (self->view, view_column, order);
}

/**
 * prony_table_resort:
 * @self: a table whose rows have changed
 *
 * Puts the rows into order again; what is selected and where it is scrolled to stay.
 */
void
prony_table_resort (PronyTable *self)
{
  GListModel *columns;

  g_return_if_fail (PRONY_IS_TABLE (self));

  columns = gtk_column_view_get_columns (self->view);
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      gtk_sorter_changed (gtk_column_view_column_get_sorter (column), GTK_SORTER_CHANGE_DIFFERENT);
    }
}
