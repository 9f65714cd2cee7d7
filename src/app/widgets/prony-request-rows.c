/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/session/prony-request-columns.h"
#include "app/session/prony-request-item.h"
#include "app/widgets/prony-request-rows.h"

/* How wide the lines want to be, in characters: inscriptions do not ask their text. */
#define LINE_CHARS 20

struct _PronyRequestRows
{
  AdwBin parent_instance;

  /* Borrowed: inside the widget tree */
  GtkListView *view;

  /* Owned */
  PronyRun *run; /* (nullable) */
};

enum
{
  SIGNAL_ACTIVATED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyRequestRows, prony_request_rows, ADW_TYPE_BIN)

static guint signals[N_SIGNALS];

static void
show_row (GtkListItem *item)
{
  PronyRequestRows *self = g_object_get_data (G_OBJECT (item), "prony-rows");
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *heading = gtk_widget_get_first_child (box);
  const PronyRequestRow *row = prony_request_item_get_row (gtk_list_item_get_item (item));
  gboolean is_read = row != NULL && self->run != NULL;
  g_autofree char *title = is_read ? prony_request_columns_make_heading (self->run, row) : NULL;
  g_autofree char *figures = is_read ? prony_request_columns_make_figures (row) : NULL;
  g_autofree char *name = is_read ? prony_request_columns_describe (self->run, row) : NULL;
  GtkWidget *line = gtk_widget_get_parent (box);

  gtk_inscription_set_text (GTK_INSCRIPTION (heading), title != NULL ? title : "…");
  gtk_inscription_set_text (GTK_INSCRIPTION (gtk_widget_get_last_child (box)),
                            figures != NULL ? figures : "");
  if (line != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (line), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    name != NULL ? name : _ ("Being read"), -1);
}

static GtkWidget *
make_line (void)
{
  GtkInscription *line = GTK_INSCRIPTION (gtk_inscription_new (NULL));

  gtk_inscription_set_min_chars (line, LINE_CHARS);
  gtk_inscription_set_nat_chars (line, LINE_CHARS);
  gtk_inscription_set_text_overflow (line, GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  return GTK_WIDGET (line);
}

static void
on_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *figures = make_line ();

  gtk_widget_add_css_class (figures, "dim-label");
  gtk_widget_add_css_class (figures, "caption");
  gtk_widget_add_css_class (figures, "numeric");
  gtk_box_append (GTK_BOX (box), make_line ());
  gtk_box_append (GTK_BOX (box), figures);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_margin_end (box, 6);
  g_object_set_data (G_OBJECT (item), "prony-rows", user_data);
  gtk_list_item_set_child (item, box);
}

static void
on_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  g_signal_connect_object (gtk_list_item_get_item (item), "changed", G_CALLBACK (show_row), item,
                           G_CONNECT_SWAPPED);
  show_row (item);
}

static void
on_unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), show_row, item);
}

static void
on_activate_cb (PronyRequestRows *self, guint position)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, position);
}

static void
prony_request_rows_finalize (GObject *object)
{
  g_clear_pointer (&PRONY_REQUEST_ROWS (object)->run, prony_run_unref);

  G_OBJECT_CLASS (prony_request_rows_parent_class)->finalize (object);
}

static void
prony_request_rows_class_init (PronyRequestRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = prony_request_rows_finalize;

  signals[SIGNAL_ACTIVATED] =
    g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
prony_request_rows_init (PronyRequestRows *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind_cb), NULL);
  self->view = GTK_LIST_VIEW (gtk_list_view_new (NULL, factory));
  gtk_list_view_set_show_separators (self->view, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Requests"), -1);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (on_activate_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->view));
  adw_bin_set_child (ADW_BIN (self), scroller);
}

/**
 * prony_request_rows_set_run:
 * @self: rows
 * @run: whose requests they are; set it before the model
 */
void
prony_request_rows_set_run (PronyRequestRows *self, PronyRun *run)
{
  g_return_if_fail (PRONY_IS_REQUEST_ROWS (self));
  g_return_if_fail (run != NULL);

  prony_run_ref (run);
  g_clear_pointer (&self->run, prony_run_unref);
  self->run = run;
}

/**
 * prony_request_rows_set_model:
 * @self: rows
 * @model: (nullable): a selection of #PronyRequestItem
 */
void
prony_request_rows_set_model (PronyRequestRows *self, GtkSelectionModel *model)
{
  g_return_if_fail (PRONY_IS_REQUEST_ROWS (self));

  gtk_list_view_set_model (self->view, model);
}

/**
 * prony_request_rows_set_one_click:
 * @self: a list of requests
 * @one_click: whether a click activates a request, or only selects it
 */
void
prony_request_rows_set_one_click (PronyRequestRows *self, gboolean one_click)
{
  g_return_if_fail (PRONY_IS_REQUEST_ROWS (self));

  gtk_list_view_set_single_click_activate (self->view, one_click);
}

/**
 * prony_request_rows_scroll_to:
 * @self: rows
 * @position: of a request
 *
 * Brings a request into sight.
 */
void
prony_request_rows_scroll_to (PronyRequestRows *self, guint position)
{
  g_return_if_fail (PRONY_IS_REQUEST_ROWS (self));

  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
}
