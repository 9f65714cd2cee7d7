/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/dialogs/prony-export.h"
#include "app/pages/prony-history-page.h"
#include "app/session/prony-run-item.h"
#include "app/widgets/prony-result-view.h"
#include "app/widgets/prony-run-row.h"
#include "app/widgets/prony-shortcut.h"
#include "app/widgets/prony-toast.h"

struct _PronyHistoryPage
{
  PronyPage parent_instance;

  /* Template children */
  GtkStack *stack;
  AdwStatusPage *error_page;
  GtkSearchEntry *search_entry;
  GtkLabel *status;
  GtkStack *list_stack;
  GtkListView *list;
  PronyResultView *result;

  /* Owned */
  GtkFilterListModel *filtered;
  GtkFilter *filter;
  GtkSelectionModel *selection;
  GCancellable *cancellable; /* of the run being read */
  GStrv deleted;             /* what undo brings back */
  char **words;              /* of the search, casefolded; NULL for none */
};

G_DEFINE_FINAL_TYPE (PronyHistoryPage, prony_history_page, PRONY_TYPE_PAGE)

/* --- Search ------------------------------------------------------------------- */

static gboolean
matches (gpointer item, gpointer user_data)
{
  PronyHistoryPage *self = user_data;

  return prony_run_entry_matches (prony_run_item_get_entry (item),
                                  (const char *const *) self->words);
}

static void
on_search_changed_cb (PronyHistoryPage *self)
{
  g_assert (PRONY_IS_HISTORY_PAGE (self));

  g_clear_pointer (&self->words, g_strfreev);
  self->words =
    prony_run_entry_split_words (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
on_stop_search_cb (PronyHistoryPage *self)
{
  g_assert (PRONY_IS_HISTORY_PAGE (self));

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

/* --- What is shown ------------------------------------------------------------ */

static GPtrArray *
dup_selected_ids (PronyHistoryPage *self)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);

  for (guint i = 0; i < gtk_bitset_get_size (selected); i++)
    {
      g_autoptr (PronyRunItem) item =
        g_list_model_get_item (G_LIST_MODEL (self->selection), gtk_bitset_get_nth (selected, i));

      g_ptr_array_add (ids, g_strdup (prony_run_item_get_entry (item)->id));
    }
  g_ptr_array_add (ids, NULL);

  return ids;
}

static guint
count_selected (PronyHistoryPage *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);

  return gtk_bitset_get_size (selected);
}

static void
update_selection (PronyHistoryPage *self)
{
  guint n_runs = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  guint n_selected = count_selected (self);
  gboolean showing_list = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "list") == 0;
  gboolean usable = showing_list && n_selected > 0;
  g_autofree char *text = NULL;

  if (n_selected > 0)
    text =
      g_strdup_printf (ngettext ("%u run selected", "%u runs selected", n_selected), n_selected);
  else
    text = g_strdup_printf (ngettext ("%u run", "%u runs", n_runs), n_runs);
  gtk_label_set_text (self->status, text);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.open",
                                 showing_list && n_selected == 1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.run-again",
                                 showing_list && n_selected == 1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.compare", usable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.export", usable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.export-to", usable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.delete", usable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.search", showing_list);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.undo", self->deleted != NULL);
}

static void
show (PronyHistoryPage *self, const char *page)
{
  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.back", g_str_equal (page, "run"));
  update_selection (self);
}

static void
show_list (PronyHistoryPage *self)
{
  PronySession *session = prony_page_get_session (PRONY_PAGE (self));
  const char *error = prony_session_get_store_error (session);

  if (g_list_model_get_n_items (prony_session_get_runs (session)) > 0)
    {
      guint n_matches = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));

      gtk_stack_set_visible_child_name (self->list_stack, n_matches > 0 ? "runs" : "none");
      show (self, "list");
    }
  else if (error != NULL)
    {
      g_autofree char *markup = g_markup_escape_text (error, -1);

      adw_status_page_set_description (self->error_page, markup);
      show (self, "error");
    }
  else
    {
      show (self, prony_session_get_ready (session) ? "empty" : "loading");
    }
}

/* Keeps an opened run on the screen while the list behind it changes. */
static void
on_runs_changed_cb (PronyHistoryPage *self)
{
  g_assert (PRONY_IS_HISTORY_PAGE (self));

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "run") != 0)
    show_list (self);
}

static void
on_run_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyHistoryPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyRun) run = prony_session_load_run_finish (PRONY_SESSION (source), result, &error);

  if (run != NULL && self->result != NULL)
    {
      prony_result_view_set_run (self->result, run);
      show (self, "run");
    }
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    prony_toast_show_error (GTK_WIDGET (self), error->message);
}

/* --- Actions ------------------------------------------------------------------ */

static void
open_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyHistoryPage *self = PRONY_HISTORY_PAGE (widget);
  g_autoptr (GPtrArray) ids = dup_selected_ids (self);

  prony_history_page_open_run (self, g_ptr_array_index (ids, 0));
}

static void
open_run_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  prony_history_page_open_run (PRONY_HISTORY_PAGE (widget), g_variant_get_string (parameter, NULL));
}

static void
back_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyHistoryPage *self = PRONY_HISTORY_PAGE (widget);

  show_list (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
search_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (PRONY_HISTORY_PAGE (widget)->search_entry));
}

static void
run_again_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GPtrArray) ids = dup_selected_ids (PRONY_HISTORY_PAGE (widget));

  gtk_widget_activate_action (widget, "win.run-again", "s", g_ptr_array_index (ids, 0));
}

static void
compare_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GPtrArray) ids = dup_selected_ids (PRONY_HISTORY_PAGE (widget));

  gtk_widget_activate_action_variant (widget, "win.compare-runs",
                                      g_variant_new_strv ((const char *const *) ids->pdata, -1));
}

static void
export_runs (PronyHistoryPage *self, const char *parent)
{
  g_autoptr (GPtrArray) ids = dup_selected_ids (self);

  prony_export_runs (GTK_WIDGET (self), prony_page_get_session (PRONY_PAGE (self)),
                     (const char *const *) ids->pdata, parent);
}

static void
export_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  export_runs (PRONY_HISTORY_PAGE (widget), NULL);
}

static void
export_to_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  export_runs (PRONY_HISTORY_PAGE (widget), g_variant_get_string (parameter, NULL));
}

static void
undo_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyHistoryPage *self = PRONY_HISTORY_PAGE (widget);
  PronySession *session = prony_page_get_session (PRONY_PAGE (self));
  g_auto (GStrv) ids = g_steal_pointer (&self->deleted);

  if (ids != NULL)
    prony_session_restore_runs (session, (const char *const *) ids);
  update_selection (self);
}

/* Only the latest deletion can be undone: an older toast brings its own back. */
static void
on_toast_undo_cb (AdwToast *toast, gpointer user_data)
{
  PronyHistoryPage *self = user_data;
  PronySession *session = prony_page_get_session (PRONY_PAGE (self));
  const char *const *ids = g_object_get_data (G_OBJECT (toast), "prony-run-ids");

  prony_session_restore_runs (session, ids);
  if (self->deleted != NULL && g_strv_equal (ids, (const char *const *) self->deleted))
    g_clear_pointer (&self->deleted, g_strfreev);
  update_selection (self);
}

static void
offer_undo (PronyHistoryPage *self, const char *name)
{
  guint n_runs = g_strv_length (self->deleted);
  g_autofree char *text = NULL;
  AdwToast *toast;

  if (n_runs == 1)
    /* Translators: %s is a run's name */
    text = g_strdup_printf (_ ("“%s” deleted"), name);
  else
    text = g_strdup_printf (ngettext ("%u run deleted", "%u runs deleted", n_runs), n_runs);
  toast = prony_toast_new (text);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_object_set_data_full (G_OBJECT (toast), "prony-run-ids", g_strdupv (self->deleted),
                          (GDestroyNotify) g_strfreev);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_toast_undo_cb), self, 0);
  prony_page_add_toast (PRONY_PAGE (self), toast);
}

static void
delete_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyHistoryPage *self = PRONY_HISTORY_PAGE (widget);
  PronySession *session = prony_page_get_session (PRONY_PAGE (self));
  g_autoptr (GPtrArray) ids = dup_selected_ids (self);
  PronyRunEntry *run = prony_session_find_run_entry (session, g_ptr_array_index (ids, 0));
  g_autofree char *name = g_strdup (run != NULL ? run->name : "");

  g_strfreev (self->deleted);
  self->deleted = g_strdupv ((char **) ids->pdata);
  prony_session_delete_runs (session, (const char *const *) self->deleted);
  offer_undo (self, name);
  update_selection (self);
}

/* --- Callbacks ---------------------------------------------------------------- */

static void
on_activate_cb (PronyHistoryPage *self, guint position)
{
  g_autoptr (PronyRunItem) item = NULL;

  g_assert (PRONY_IS_HISTORY_PAGE (self));

  item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  if (item != NULL)
    prony_history_page_open_run (self, prony_run_item_get_entry (item)->id);
}

static void
on_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, prony_run_row_new ());
}

static void
on_entry_changed_cb (PronyRunRow *row, GParamSpec *pspec, PronyRunItem *item)
{
  prony_run_row_set_entry (row, prony_run_item_get_entry (item));
}

static void
on_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  PronyRunRow *row = PRONY_RUN_ROW (gtk_list_item_get_child (item));
  PronyRunItem *run = gtk_list_item_get_item (item);

  prony_run_row_set_entry (row, prony_run_item_get_entry (run));
  g_signal_connect_object (run, "notify::entry", G_CALLBACK (on_entry_changed_cb), row,
                           G_CONNECT_SWAPPED);
}

static void
on_unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  g_signal_handlers_disconnect_by_data (gtk_list_item_get_item (item),
                                        gtk_list_item_get_child (item));
}

/* Another name or tag may be what is sought. */
static void
on_run_changed_cb (PronyHistoryPage *self)
{
  g_assert (PRONY_IS_HISTORY_PAGE (self));

  if (self->words != NULL)
    gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

/* --- Virtual functions -------------------------------------------------------- */

static void
prony_history_page_session_set (PronyPage *page, PronySession *session)
{
  PronyHistoryPage *self = PRONY_HISTORY_PAGE (page);

  prony_result_view_set_session (self->result, session);
  gtk_filter_list_model_set_model (self->filtered, prony_session_get_runs (session));
  g_signal_connect_object (session, "run-changed", G_CALLBACK (on_run_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::ready", G_CALLBACK (on_runs_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::store-error", G_CALLBACK (on_runs_changed_cb), self,
                           G_CONNECT_SWAPPED);
  on_runs_changed_cb (self);
}

static void
prony_history_page_dispose (GObject *object)
{
  PronyHistoryPage *self = PRONY_HISTORY_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->deleted, g_strfreev);
  g_clear_pointer (&self->words, g_strfreev);
  adw_bin_set_child (ADW_BIN (object), NULL); /* the template must not take it from the bin */
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_HISTORY_PAGE);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->filtered != NULL)
    g_signal_handlers_disconnect_by_data (self->filtered, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->filtered);
  g_clear_object (&self->filter);

  G_OBJECT_CLASS (prony_history_page_parent_class)->dispose (object);
}

static void
add_actions (PronyPageClass *page_class)
{
  static const PronyPageAction actions[] = {
    { "history.open", NULL, open_action, 0, 0 },
    { "history.open-run", "s", open_run_action, 0, 0 },
    { "history.back", NULL, back_action, GDK_KEY_Left, GDK_ALT_MASK },
    { "history.search", NULL, search_action, 0, 0 },
    { "history.run-again", NULL, run_again_action, 0, 0 },
    { "history.compare", NULL, compare_action, 0, 0 },
    { "history.export", NULL, export_action, 0, 0 },
    { "history.export-to", "s", export_to_action, 0, 0 },
    { "history.delete", NULL, delete_action, GDK_KEY_Delete, 0 },
    { "history.undo", NULL, undo_action, GDK_KEY_z, GDK_CONTROL_MASK },
  };

  prony_page_class_add_actions (page_class, actions, G_N_ELEMENTS (actions));
}

static void
prony_history_page_class_init (PronyHistoryPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_history_page_dispose;
  PRONY_PAGE_CLASS (klass)->session_set = prony_history_page_session_set;

  g_type_ensure (PRONY_TYPE_RESULT_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/pages/prony-history-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyHistoryPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PronyHistoryPage, error_page);
  gtk_widget_class_bind_template_child (widget_class, PronyHistoryPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, PronyHistoryPage, status);
  gtk_widget_class_bind_template_child (widget_class, PronyHistoryPage, list_stack);
  gtk_widget_class_bind_template_child (widget_class, PronyHistoryPage, list);
  gtk_widget_class_bind_template_child (widget_class, PronyHistoryPage, result);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  add_actions (PRONY_PAGE_CLASS (klass));
}

static void
prony_history_page_init (PronyHistoryPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  self->filter = GTK_FILTER (gtk_custom_filter_new (matches, self, NULL));
  self->filtered = gtk_filter_list_model_new (NULL, g_object_ref (self->filter));
  self->selection =
    GTK_SELECTION_MODEL (gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->filtered))));
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (update_selection),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->filtered, "items-changed", G_CALLBACK (on_runs_changed_cb), self,
                           G_CONNECT_SWAPPED);

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, self->selection);
  prony_shortcut_add_global (GTK_WIDGET (self), GDK_KEY_f, GDK_CONTROL_MASK, "history.search");
  prony_shortcut_add_global (GTK_WIDGET (self), GDK_KEY_d, GDK_CONTROL_MASK, "history.compare");
  prony_shortcut_add_global (GTK_WIDGET (self), GDK_KEY_e, GDK_CONTROL_MASK, "history.export");
  show (self, "loading");
}

/* --- Public ------------------------------------------------------------------- */

/**
 * prony_history_page_open_run:
 * @self: the page, with its session
 * @run_id: a stored run; one that does not exist any more is told to the user
 *
 * Shows a run instead of the list, once it is read.
 */
void
prony_history_page_open_run (PronyHistoryPage *self, const char *run_id)
{
  PronySession *session;

  g_return_if_fail (PRONY_IS_HISTORY_PAGE (self));

  session = prony_page_get_session (PRONY_PAGE (self));
  if (session == NULL || run_id == NULL)
    return;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  prony_session_load_run_async (session, run_id, self->cancellable, on_run_read_cb,
                                g_object_ref (self));
}
