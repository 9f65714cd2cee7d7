/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/pages/prony-history-page-private.h"
#include "app/widgets/prony-run-row.h"
#include "app/widgets/prony-toast.h"

G_DEFINE_FINAL_TYPE (PronyHistoryPage, prony_history_page, PRONY_TYPE_PAGE)

static gboolean
is_showing (PronyHistoryPage *self, const char *page)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), page) == 0;
}

static gboolean
is_viewing (PronyHistoryPage *self, const char *view)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->views), view) == 0;
}

/* --- Search ------------------------------------------------------------------- */

/* Other runs are going to be listed. What is selected stays so where it still is. */
void
_prony_history_page_begin_list (PronyHistoryPage *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);

  if (gtk_bitset_is_empty (selected))
    prony_list_growth_begin (self->growth);
}

static void
on_filter_changed_cb (PronyHistoryPage *self)
{
  g_auto (PronyRunSearch) search = { 0 };

  g_assert (PRONY_IS_HISTORY_PAGE (self));

  search.words =
    prony_run_entry_split_words (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  prony_history_filter_get_search (self->filter, &search);
  _prony_history_page_begin_list (self);
  prony_run_list_set_grouping (self->runs, prony_history_filter_get_grouping (self->filter));
  prony_run_list_set_search (self->runs, &search);
  _prony_history_page_update (self);
}

static void
on_stop_search_cb (PronyHistoryPage *self)
{
  g_assert (PRONY_IS_HISTORY_PAGE (self));

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

/* --- What is selected ----------------------------------------------------------- */

/* With NULL at the end; headings are none of them, and who is in two groups is there once. */
GPtrArray *
_prony_history_page_dup_selected (PronyHistoryPage *self)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  GtkBitsetIter iter;
  guint position;

  for (gboolean any = gtk_bitset_iter_init_first (&iter, selected, &position); any;
       any = gtk_bitset_iter_next (&iter, &position))
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
      const char *id =
        PRONY_IS_RUN_ITEM (item) ? prony_run_item_get_entry (PRONY_RUN_ITEM (item))->id : NULL;

      if (id != NULL && g_hash_table_add (known, (gpointer) id))
        g_ptr_array_add (ids, g_strdup (id));
    }
  g_ptr_array_add (ids, NULL);

  return ids;
}

/* Leaves the selection where the run is part of it. */
gboolean
_prony_history_page_select (PronyHistoryPage *self, const char *run_id)
{
  guint n_items;

  prony_list_growth_end (self->growth);
  n_items = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (!PRONY_IS_RUN_ITEM (item) ||
          g_strcmp0 (prony_run_item_get_entry (PRONY_RUN_ITEM (item))->id, run_id) != 0)
        continue;
      if (!gtk_selection_model_is_selected (self->selection, i))
        gtk_selection_model_select_item (self->selection, i, TRUE);
      return TRUE;
    }

  return FALSE;
}

static void
show_status (PronyHistoryPage *self, guint n_selected)
{
  guint n_runs = prony_run_list_get_n_runs (self->runs);
  g_autofree char *text = NULL;

  if (n_selected > 0)
    text =
      g_strdup_printf (ngettext ("%u run selected", "%u runs selected", n_selected), n_selected);
  else
    text = g_strdup_printf (ngettext ("%u run", "%u runs", n_runs), n_runs);
  gtk_label_set_text (self->status, text);
}

/* What can be done now, and how much there is. */
void
_prony_history_page_update (PronyHistoryPage *self)
{
  static const char *const for_one[] = { "history.open",       "history.run-again",
                                         "history.rename",     "history.add-note",
                                         "history.toggle-pin", "history.check",
                                         "history.show-trend", "history.save-badge" };
  static const char *const for_several[] = { "history.compare", "history.export",
                                             "history.export-to", "history.delete",
                                             "history.tags" };
  g_autoptr (GPtrArray) ids = _prony_history_page_dup_selected (self);
  gboolean showing = is_showing (self, "list");
  gboolean usable = showing && is_viewing (self, "runs");
  guint n_selected = ids->len - 1;

  for (guint i = 0; i < G_N_ELEMENTS (for_one); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), for_one[i], usable && n_selected == 1);
  for (guint i = 0; i < G_N_ELEMENTS (for_several); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), for_several[i], usable && n_selected > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.search", showing);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.filter", showing);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.undo", self->deleted != NULL);
  show_status (self, n_selected);
}

/* --- What is shown ------------------------------------------------------------ */

static void
show (PronyHistoryPage *self, const char *page)
{
  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.back", g_str_equal (page, "run"));
  _prony_history_page_update (self);
}

/* Trends and the leaderboard read all runs: each once it is looked at. */
static void
refresh_view (PronyHistoryPage *self)
{
  if (!is_showing (self, "list"))
    return;

  if (self->stale_trends && is_viewing (self, "trends"))
    {
      self->stale_trends = FALSE;
      prony_trend_view_refresh (self->trends);
    }
  if (self->stale_leaderboard && is_viewing (self, "leaderboard"))
    {
      self->stale_leaderboard = FALSE;
      prony_leaderboard_view_refresh (self->leaderboard);
    }
}

void
_prony_history_page_show_list (PronyHistoryPage *self)
{
  PronySession *session = prony_page_get_session (PRONY_PAGE (self));
  const char *error = prony_session_get_store_error (session);

  if (g_list_model_get_n_items (prony_session_get_runs (session)) > 0)
    {
      gtk_stack_set_visible_child_name (
        self->list_stack, prony_run_list_get_n_runs (self->runs) > 0 ? "runs" : "none");
      show (self, "list");
      refresh_view (self);
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

void
_prony_history_page_focus_view (PronyHistoryPage *self)
{
  if (is_showing (self, "list") && is_viewing (self, "runs"))
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
  else
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

/* Keeps an opened run on the screen while the list behind it changes. */
static void
on_runs_changed_cb (PronyHistoryPage *self)
{
  g_assert (PRONY_IS_HISTORY_PAGE (self));

  if (!is_showing (self, "run"))
    _prony_history_page_show_list (self);
}

static void
on_updating_cb (PronyHistoryPage *self)
{
  g_assert (PRONY_IS_HISTORY_PAGE (self));

  gtk_label_set_label (self->loading_label,
                       _ ("The stored runs are from an earlier version of Prony, and are being "
                          "brought up to date. That may take a minute."));
}

static void
on_all_changed_cb (PronyHistoryPage *self)
{
  g_assert (PRONY_IS_HISTORY_PAGE (self));

  self->stale_trends = TRUE;
  self->stale_leaderboard = TRUE;
  on_runs_changed_cb (self);
}

static void
on_view_changed_cb (PronyHistoryPage *self)
{
  g_assert (PRONY_IS_HISTORY_PAGE (self));

  _prony_history_page_update (self);
  refresh_view (self);
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
      /* The keys of a result work from inside it, however it was opened. */
      if (gtk_widget_get_mapped (GTK_WIDGET (self)))
        gtk_widget_grab_focus (GTK_WIDGET (self->result));
    }
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    prony_toast_show_error (GTK_WIDGET (self), error->message);
}

/* --- Rows --------------------------------------------------------------------- */

static void
on_activate_cb (PronyHistoryPage *self, guint position)
{
  g_autoptr (GObject) item = NULL;

  g_assert (PRONY_IS_HISTORY_PAGE (self));

  item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  if (item != NULL && PRONY_IS_RUN_ITEM (item))
    prony_history_page_open_run (self, prony_run_item_get_entry (PRONY_RUN_ITEM (item))->id);
}

static void
on_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, prony_run_row_new ());
}

static void
on_item_changed_cb (PronyRunRow *row, GParamSpec *pspec, GObject *item)
{
  if (PRONY_IS_RUN_ITEM (item))
    prony_run_row_set_entry (row, prony_run_item_get_entry (PRONY_RUN_ITEM (item)));
  else
    prony_run_row_set_heading (row, prony_run_heading_get_title (PRONY_RUN_HEADING (item)),
                               prony_run_heading_get_count (PRONY_RUN_HEADING (item)));
}

static void
on_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  PronyRunRow *row = PRONY_RUN_ROW (gtk_list_item_get_child (item));
  GObject *shown = gtk_list_item_get_item (item);

  gtk_list_item_set_selectable (item, PRONY_IS_RUN_ITEM (shown));
  gtk_list_item_set_activatable (item, PRONY_IS_RUN_ITEM (shown));
  on_item_changed_cb (row, NULL, shown);
  g_signal_connect_object (shown, "notify", G_CALLBACK (on_item_changed_cb), row,
                           G_CONNECT_SWAPPED);
}

static void
on_unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  g_signal_handlers_disconnect_by_data (gtk_list_item_get_item (item),
                                        gtk_list_item_get_child (item));
}

/* --- Virtual functions -------------------------------------------------------- */

static void
prony_history_page_session_set (PronyPage *page, PronySession *session)
{
  PronyHistoryPage *self = PRONY_HISTORY_PAGE (page);
  GListModel *runs = prony_session_get_runs (session);

  self->stale_trends = TRUE;
  self->stale_leaderboard = TRUE;
  prony_result_view_set_session (self->result, session);
  prony_trend_view_set_session (self->trends, session);
  prony_leaderboard_view_set_session (self->leaderboard, session);
  prony_history_filter_set_runs (self->filter, runs);
  prony_run_list_set_runs (self->runs, runs);
  g_signal_connect_object (runs, "items-changed", G_CALLBACK (on_all_changed_cb), self,
                           G_CONNECT_SWAPPED);
  /* Another name or tag may be what is sought, or what groups are made by. */
  g_signal_connect_object (session, "run-changed", G_CALLBACK (prony_run_list_refresh_soon),
                           self->runs, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::ready", G_CALLBACK (on_runs_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::updating", G_CALLBACK (on_updating_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::store-error", G_CALLBACK (on_runs_changed_cb), self,
                           G_CONNECT_SWAPPED);
  on_runs_changed_cb (self);
}

static void
prony_history_page_unroot (GtkWidget *widget)
{
  g_cancellable_cancel (PRONY_HISTORY_PAGE (widget)->checking);

  GTK_WIDGET_CLASS (prony_history_page_parent_class)->unroot (widget);
}

static void
prony_history_page_dispose (GObject *object)
{
  PronyHistoryPage *self = PRONY_HISTORY_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  g_clear_pointer (&self->deleted, g_strfreev);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  if (self->views != NULL)
    g_signal_handlers_disconnect_by_data (self->views, self);
  g_clear_pointer (&self->growth, prony_list_growth_free);
  adw_bin_set_child (ADW_BIN (object), NULL); /* the template must not take it from the bin */
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_HISTORY_PAGE);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->runs != NULL)
    g_signal_handlers_disconnect_by_data (self->runs, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->runs);

  G_OBJECT_CLASS (prony_history_page_parent_class)->dispose (object);
}

static void
prony_history_page_class_init (PronyHistoryPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_history_page_dispose;
  widget_class->unroot = prony_history_page_unroot;
  PRONY_PAGE_CLASS (klass)->session_set = prony_history_page_session_set;

  g_type_ensure (PRONY_TYPE_HISTORY_FILTER);
  g_type_ensure (PRONY_TYPE_LEADERBOARD_VIEW);
  g_type_ensure (PRONY_TYPE_RESULT_VIEW);
  g_type_ensure (PRONY_TYPE_TREND_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/pages/prony-history-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyHistoryPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PronyHistoryPage, loading_label);
  gtk_widget_class_bind_template_child (widget_class, PronyHistoryPage, error_page);
  gtk_widget_class_bind_template_child (widget_class, PronyHistoryPage, views);
  gtk_widget_class_bind_template_child (widget_class, PronyHistoryPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, PronyHistoryPage, filter);
  gtk_widget_class_bind_template_child (widget_class, PronyHistoryPage, status);
  gtk_widget_class_bind_template_child (widget_class, PronyHistoryPage, list_stack);
  gtk_widget_class_bind_template_child (widget_class, PronyHistoryPage, list);
  gtk_widget_class_bind_template_child (widget_class, PronyHistoryPage, trends);
  gtk_widget_class_bind_template_child (widget_class, PronyHistoryPage, leaderboard);
  gtk_widget_class_bind_template_child (widget_class, PronyHistoryPage, result);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  _prony_history_page_add_actions (PRONY_PAGE_CLASS (klass));
}

static void
prony_history_page_init (PronyHistoryPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  self->runs = prony_run_list_new ();
  self->growth =
    prony_list_growth_new (GTK_WIDGET (self->list), G_LIST_MODEL (g_object_ref (self->runs)));
  self->selection = GTK_SELECTION_MODEL (
    gtk_multi_selection_new (g_object_ref (prony_list_growth_get_model (self->growth))));
  g_signal_connect_object (self->selection, "selection-changed",
                           G_CALLBACK (_prony_history_page_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runs, "items-changed", G_CALLBACK (on_runs_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->views, "notify::visible-child", G_CALLBACK (on_view_changed_cb),
                           self, G_CONNECT_SWAPPED);

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, self->selection);
  _prony_history_page_add_keys (self);
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
