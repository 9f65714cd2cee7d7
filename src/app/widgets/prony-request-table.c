/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/session/prony-request-columns.h"
#include "app/session/prony-request-item.h"
#include "app/widgets/prony-request-table.h"
#include "app/widgets/prony-tooltip.h"

/* How wide the cells are, in characters: inscriptions do not ask their text. */
#define NUMBER_CHARS 9
#define WORD_CHARS 16
#define TRIAL_CHARS 24

/* What a row does not show yet. */
#define NOT_READ "…"

struct _PronyRequestTable
{
  AdwBin parent_instance;

  /* Borrowed: inside the widget tree */
  GtkColumnView *view;

  /* Owned */
  PronyRun *run; /* (nullable) */

  /* Plain */
  int asked;            /* which column was asked to compare first; -1 for none */
  gboolean is_changing; /* the order is changed from outside */
};

enum
{
  SIGNAL_SORT_WANTED,
  SIGNAL_ACTIVATED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyRequestTable, prony_request_table, ADW_TYPE_BIN)

static guint signals[N_SIGNALS];

/* What the cells of a column have in common; the last column holds the trial. */
typedef struct
{
  PronyRequestTable *table; /* borrowed: it owns the column */
  guint index;
} Column;

static gboolean
is_trial_column (const Column *column)
{
  return column->index == prony_request_columns_count ();
}

static gboolean
is_number_column (const Column *column)
{
  return !is_trial_column (column) && prony_request_columns_is_number (column->index);
}

/* --- Cells ------------------------------------------------------------------------------ */

static char *
make_text (const Column *column, const PronyRequestRow *row)
{
  PronyRun *run = column->table->run;

  if (!is_trial_column (column))
    return prony_request_columns_make_text (column->index, row);

  return run != NULL && row->trial < run->trials->len
           ? prony_trial_get_title (g_ptr_array_index (run->trials, row->trial))
           : g_strdup ("–");
}

/* A row is called by all that it says, for those who do not see it. */
static void
name_row (const Column *column, GtkWidget *child, const PronyRequestRow *row)
{
  GtkWidget *cell = gtk_widget_get_parent (child);
  GtkWidget *line = cell != NULL ? gtk_widget_get_parent (cell) : NULL;
  g_autofree char *name = row != NULL && column->table->run != NULL
                            ? prony_request_columns_describe (column->table->run, row)
                            : NULL;

  if (line != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (line), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    name != NULL ? name : _ ("Being read"), -1);
}

static void
show_cell (GtkListItem *item)
{
  const Column *column = g_object_get_data (G_OBJECT (item), "prony-column");
  GtkWidget *child = gtk_list_item_get_child (item);
  const PronyRequestRow *row = prony_request_item_get_row (gtk_list_item_get_item (item));
  g_autofree char *text = row != NULL ? make_text (column, row) : NULL;

  gtk_inscription_set_text (GTK_INSCRIPTION (child), text != NULL ? text : NOT_READ);
  if (column->index == 0)
    name_row (column, child, row);
}

static void
on_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  const Column *column = user_data;
  GtkInscription *cell = GTK_INSCRIPTION (gtk_inscription_new (NULL));
  guint chars = is_number_column (column)  ? NUMBER_CHARS
                : is_trial_column (column) ? TRIAL_CHARS
                                           : WORD_CHARS;

  g_object_set_data (G_OBJECT (item), "prony-column", user_data);
  gtk_inscription_set_min_chars (cell, chars);
  gtk_inscription_set_nat_chars (cell, chars);
  gtk_inscription_set_text_overflow (cell, GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  if (is_number_column (column))
    {
      gtk_inscription_set_xalign (cell, 1);
      gtk_widget_add_css_class (GTK_WIDGET (cell), "numeric");
    }
  gtk_list_item_set_child (item, GTK_WIDGET (cell));
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

/* --- Order ------------------------------------------------------------------------------ */

/* Compares nothing: it tells which column the view sorts by, and which way. */
static int
note_column (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Column *column = user_data;

  if (column->table->asked < 0)
    column->table->asked = (int) column->index;
  return GTK_ORDERING_SMALLER;
}

static void
on_sorter_changed_cb (PronyRequestTable *self, GtkSorterChange change, GtkSorter *sorter)
{
  GtkOrdering order;

  if (self->is_changing)
    return;

  self->asked = -1;
  order = gtk_sorter_compare (sorter, self, self->view);
  if (self->asked >= 0)
    g_signal_emit (self, signals[SIGNAL_SORT_WANTED], 0,
                   (int) prony_request_columns_get_sort ((guint) self->asked),
                   order == GTK_ORDERING_LARGER);
}

/* --- The object ------------------------------------------------------------------------- */

static void
free_column (gpointer data, GClosure *closure)
{
  g_free (data);
}

/* The headings of numbers stand above them; the view has no property for that. */
static void
set_up_heading (PronyRequestTable *self, const Column *column)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (self->view));
  GtkWidget *title = header != NULL ? gtk_widget_get_last_child (header) : NULL;
  GtkWidget *box = title != NULL ? gtk_widget_get_first_child (title) : NULL;

  if (title != NULL && !is_trial_column (column))
    prony_tooltip_set (title, prony_request_columns_get_definition (column->index));
  if (box != NULL && is_number_column (column))
    gtk_widget_set_halign (box, GTK_ALIGN_END);
}

static void
add_column (PronyRequestTable *self, guint index)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) view_column = NULL;
  g_autoptr (GtkSorter) sorter = NULL;
  Column *column = g_new0 (Column, 1);

  column->table = self;
  column->index = index;
  g_signal_connect_data (factory, "setup", G_CALLBACK (on_setup_cb), column, free_column, 0);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind_cb), NULL);

  view_column =
    gtk_column_view_column_new (is_trial_column (column) ? C_ ("column of requests", "Trial")
                                                         : prony_request_columns_get_title (index),
                                factory);
  if (!is_trial_column (column))
    {
      sorter = GTK_SORTER (gtk_custom_sorter_new (note_column, column, NULL));
      gtk_column_view_column_set_sorter (view_column, sorter);
    }
  gtk_column_view_column_set_expand (view_column, !is_number_column (column));
  gtk_column_view_append_column (self->view, view_column);
  set_up_heading (self, column);
}

static void
on_activate_cb (PronyRequestTable *self, guint position)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, position);
}

static void
prony_request_table_finalize (GObject *object)
{
  g_clear_pointer (&PRONY_REQUEST_TABLE (object)->run, prony_run_unref);

  G_OBJECT_CLASS (prony_request_table_parent_class)->finalize (object);
}

static void
prony_request_table_class_init (PronyRequestTableClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = prony_request_table_finalize;

  signals[SIGNAL_SORT_WANTED] =
    g_signal_new ("sort-wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_BOOLEAN);
  signals[SIGNAL_ACTIVATED] =
    g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
prony_request_table_init (PronyRequestTable *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
  gtk_column_view_set_show_row_separators (self->view, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Requests"), -1);
  for (guint i = 0; i <= prony_request_columns_count (); i++)
    add_column (self, i);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed",
                           G_CALLBACK (on_sorter_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (on_activate_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->view));
  adw_bin_set_child (ADW_BIN (self), scroller);
}

static void
set_column_visible (PronyRequestTable *self, guint index, gboolean visible)
{
  g_autoptr (GtkColumnViewColumn) column =
    g_list_model_get_item (gtk_column_view_get_columns (self->view), index);

  gtk_column_view_column_set_visible (column, visible);
}

/**
 * prony_request_table_set_run:
 * @self: a table
 * @run: whose requests it shows; set it before the model
 */
void
prony_request_table_set_run (PronyRequestTable *self, PronyRun *run)
{
  guint quality;

  g_return_if_fail (PRONY_IS_REQUEST_TABLE (self));
  g_return_if_fail (run != NULL);

  prony_run_ref (run);
  g_clear_pointer (&self->run, prony_run_unref);
  self->run = run;
  quality = (guint) prony_request_columns_find (PRONY_REQUEST_SORT_QUALITY);
  set_column_visible (self, quality, prony_run_has_verdicts (run));
  set_column_visible (self, prony_request_columns_count (), run->trials->len > 1);
}

/**
 * prony_request_table_set_model:
 * @self: a table
 * @model: (nullable): a selection of #PronyRequestItem
 */
void
prony_request_table_set_model (PronyRequestTable *self, GtkSelectionModel *model)
{
  g_return_if_fail (PRONY_IS_REQUEST_TABLE (self));

  gtk_column_view_set_model (self->view, model);
}

/**
 * prony_request_table_set_sort:
 * @self: a table
 * @sort: what the requests are sorted by
 * @descending: the greatest first
 *
 * Shows at the headings how the requests are sorted.
 */
void
prony_request_table_set_sort (PronyRequestTable *self, PronyRequestSort sort, gboolean descending)
{
  g_autoptr (GtkColumnViewColumn) view_column = NULL;
  int column = prony_request_columns_find (sort);

  g_return_if_fail (PRONY_IS_REQUEST_TABLE (self));

  if (column >= 0)
    view_column = g_list_model_get_item (gtk_column_view_get_columns (self->view), (guint) column);
  self->is_changing = TRUE;
  /* The heading that had the arrow hears of it only where nothing takes its place at once. */
  gtk_column_view_sort_by_column (self->view, NULL, GTK_SORT_ASCENDING);
  gtk_column_view_sort_by_column (self->view, view_column,
                                  descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
  self->is_changing = FALSE;
}

/**
 * prony_request_table_set_one_click:
 * @self: a list of requests
 * @one_click: whether a click activates a request, or only selects it
 */
void
prony_request_table_set_one_click (PronyRequestTable *self, gboolean one_click)
{
  g_return_if_fail (PRONY_IS_REQUEST_TABLE (self));

  gtk_column_view_set_single_click_activate (self->view, one_click);
}

/**
 * prony_request_table_scroll_to:
 * @self: a table
 * @position: of a request
 *
 * Brings a request into sight.
 */
void
prony_request_table_scroll_to (PronyRequestTable *self, guint position)
{
  g_return_if_fail (PRONY_IS_REQUEST_TABLE (self));

  /* The action is that of the list below the headings. */
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LIST_VIEW (child))
      gtk_widget_activate_action (child, "list.scroll-to-item", "u", position);
}
