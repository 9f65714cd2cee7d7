/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-request-explorer-private.h"

enum
{
  PROP_0,
  PROP_TIME_LINE,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (PronyRequestExplorer, prony_request_explorer, ADW_TYPE_BIN)

static GParamSpec *properties[N_PROPS];

guint
_prony_request_explorer_count (PronyRequestExplorer *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->list));
}

/* --- What is shown ---------------------------------------------------------------------- */

static char *
describe_count (PronyRequestExplorer *self)
{
  guint n = _prony_request_explorer_count (self);
  guint total = prony_request_list_get_total (self->list);

  if (n == total)
    return g_strdup_printf (ngettext ("%'u request", "%'u requests", total), total);

  /* Translators: how many requests fit a filter, and how many there are */
  return g_strdup_printf (ngettext ("%'u of %'u request", "%'u of %'u requests", total), n, total);
}

static void
show_trouble (PronyRequestExplorer *self, const char *title, const char *text)
{
  adw_status_page_set_title (self->trouble, title);
  adw_status_page_set_description (self->trouble, text);
  gtk_stack_set_visible_child_name (self->stack, "trouble");
}

/* Only what is in sight has the requests: each of them makes rows for hundreds. */
static void
show_list (PronyRequestExplorer *self)
{
  gboolean in_table = adw_squeezer_get_visible_child (self->squeezer) == GTK_WIDGET (self->table);
  GtkSelectionModel *model =
    self->is_listed && !self->shows_time_line ? GTK_SELECTION_MODEL (self->selection) : NULL;

  prony_request_table_set_model (self->table, in_table ? model : NULL);
  prony_request_rows_set_model (self->rows, in_table ? NULL : model);
}

/* What has taken the place of the list that had the focus has it then. */
static void
on_squeezed_cb (PronyRequestExplorer *self)
{
  GtkWidget *child = adw_squeezer_get_visible_child (self->squeezer);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean is_elsewhere = focus != NULL && child != NULL &&
                          gtk_widget_is_ancestor (focus, GTK_WIDGET (self->squeezer)) &&
                          !gtk_widget_is_ancestor (focus, child);

  if (self->selection == NULL)
    return;

  show_list (self); /* its row may be gone then */
  if (is_elsewhere)
    gtk_widget_child_focus (child, GTK_DIR_TAB_FORWARD);
}

static void
show_state (PronyRequestExplorer *self)
{
  const char *error = prony_request_list_get_error (self->list);
  g_autofree char *count = describe_count (self);

  gtk_spinner_set_spinning (self->spinner, prony_request_list_is_loading (self->list));
  gtk_label_set_text (self->count, self->is_listed && error == NULL ? count : "");
  if (!self->is_listed)
    {
      gtk_stack_set_visible_child_name (self->stack, "loading");
      return;
    }

  if (error != NULL)
    show_trouble (self, _ ("No Requests to Show"), error);
  else if (prony_request_list_get_total (self->list) == 0)
    show_trouble (self, _ ("No Requests"), _ ("This run ended before any request was stored."));
  else if (_prony_request_explorer_count (self) == 0)
    show_trouble (self, _ ("No Request Fits"), _ ("Search for something else, or filter less."));
  else
    gtk_stack_set_visible_child_name (self->stack, self->shows_time_line ? "time-line" : "list");
  show_list (self);
}

static void
scroll_to (PronyRequestExplorer *self, guint position)
{
  prony_request_table_scroll_to (self->table, position);
  prony_request_rows_scroll_to (self->rows, position);
}

/* --- Selection -------------------------------------------------------------------------- */

static void
show_selected (PronyRequestExplorer *self)
{
  const PronyRequestRow *row = self->item != NULL ? prony_request_item_get_row (self->item) : NULL;

  if (!self->is_open)
    prony_request_detail_clear (self->detail);
  else if (row != NULL)
    prony_request_detail_show (self->detail, self->run, row);
}

/* A click opens a request where none is open; then those that are selected follow. */
void
_prony_request_explorer_set_open (PronyRequestExplorer *self, gboolean open)
{
  gboolean one_click = !open || adw_leaflet_get_folded (self->leaflet);

  self->is_open = open;
  gtk_widget_set_visible (self->detail_side, open);
  gtk_widget_set_visible (self->separator, open);
  prony_request_table_set_one_click (self->table, one_click);
  prony_request_rows_set_one_click (self->rows, one_click);
  show_selected (self);
  _prony_request_explorer_update_actions (self);
}

static void
on_selected_cb (PronyRequestExplorer *self)
{
  PronyRequestItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, show_selected, self);
  g_set_object (&self->item, item);
  if (item != NULL)
    g_signal_connect_object (item, "changed", G_CALLBACK (show_selected), self, G_CONNECT_SWAPPED);
  _prony_request_explorer_set_open (self, self->is_open && item != NULL);
}

static void
on_folded_cb (PronyRequestExplorer *self)
{
  if (self->selection != NULL)
    _prony_request_explorer_set_open (self, self->is_open);
}

/* The list has become narrower by that, and may have turned from a table into rows. */
void
_prony_request_explorer_open (PronyRequestExplorer *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  _prony_request_explorer_set_open (self, TRUE);
  scroll_to (self, position);
  adw_leaflet_set_visible_child (self->leaflet, self->detail_side);
}

/* --- Listing ---------------------------------------------------------------------------- */

static void
apply_filter (PronyRequestExplorer *self, const PronyRequestFilter *filter)
{
  prony_request_table_set_sort (self->table, filter->sort, filter->descending);
  prony_request_list_set_filter (self->list, filter);
}

static void
on_filter_changed_cb (PronyRequestExplorer *self)
{
  PronyRequestFilter filter;

  prony_request_filter_bar_get (self->filter_bar, &filter);
  apply_filter (self, &filter);
}

static void
on_sort_wanted_cb (PronyRequestExplorer *self, int sort, gboolean descending)
{
  PronyRequestFilter filter;
  g_autofree char *text = NULL;

  prony_request_filter_bar_get (self->filter_bar, &filter);
  text = g_strdup (filter.text);
  filter.text = text;
  filter.sort = (PronyRequestSort) sort;
  filter.descending = descending;
  prony_request_filter_bar_set (self->filter_bar, &filter);
  prony_request_list_set_filter (self->list, &filter);
}

/* A request that is wanted may not fit: then all are shown. */
static void
select_wanted (PronyRequestExplorer *self)
{
  const PronyRequestFilter all = { .trial = -1, .outcome = -1, .quality = -1, .warmup = TRUE };
  gint64 row_id = self->wanted;
  guint position;

  if (row_id == 0 || !self->is_listed || prony_request_list_is_loading (self->list))
    return;

  if (prony_request_list_find (self->list, row_id, &position))
    {
      self->wanted = 0;
      _prony_request_explorer_open (self, position);
    }
  else if (_prony_request_explorer_count (self) < prony_request_list_get_total (self->list))
    {
      prony_request_filter_bar_set (self->filter_bar, &all);
      apply_filter (self, &all);
    }
  else
    {
      self->wanted = 0;
    }
}

/* The request that is selected stays so while it fits. */
static void
keep_selected (PronyRequestExplorer *self)
{
  gint64 row_id = prony_request_detail_get_row_id (self->detail);
  guint position;

  if (row_id != 0 && prony_request_list_find (self->list, row_id, &position))
    gtk_single_selection_set_selected (self->selection, position);
  else
    gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
}

static void
on_loaded_cb (PronyRequestExplorer *self)
{
  self->is_listed = TRUE;
  keep_selected (self);
  prony_request_time_line_set_requests (self->time_line, self->list);
  show_state (self);
  select_wanted (self);
  _prony_request_explorer_update_actions (self);
}

static void
on_loading_cb (PronyRequestExplorer *self)
{
  gtk_spinner_set_spinning (self->spinner, prony_request_list_is_loading (self->list));
}

/* The run was deleted, or came back. */
static void
on_runs_changed_cb (PronyRequestExplorer *self)
{
  gboolean is_there;

  if (self->run == NULL || !self->is_listed)
    return;

  is_there = prony_session_find_run_entry (self->session, self->run->id) != NULL;
  if (is_there == (prony_request_list_get_error (self->list) != NULL))
    prony_request_list_reload (self->list);
}

static void
on_request_activated_cb (PronyRequestExplorer *self, gint64 row_id)
{
  prony_request_explorer_show_request (self, row_id);
}

/* --- The object ------------------------------------------------------------------------- */

static void
set_time_line (PronyRequestExplorer *self, gboolean time_line)
{
  if (self->shows_time_line == time_line)
    return;

  self->shows_time_line = time_line;
  prony_request_time_line_set_shown (self->time_line, time_line);
  show_state (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TIME_LINE]);
}

static void
prony_request_explorer_get_property (GObject *object,
                                     guint prop_id,
                                     GValue *value,
                                     GParamSpec *pspec)
{
  if (prop_id == PROP_TIME_LINE)
    g_value_set_boolean (value, PRONY_REQUEST_EXPLORER (object)->shows_time_line);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
prony_request_explorer_set_property (GObject *object,
                                     guint prop_id,
                                     const GValue *value,
                                     GParamSpec *pspec)
{
  if (prop_id == PROP_TIME_LINE)
    set_time_line (PRONY_REQUEST_EXPLORER (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

/* The requests are read when somebody looks. */
static void
prony_request_explorer_map (GtkWidget *widget)
{
  PronyRequestExplorer *self = PRONY_REQUEST_EXPLORER (widget);

  GTK_WIDGET_CLASS (prony_request_explorer_parent_class)->map (widget);
  if (self->run != NULL && !self->is_listed && !prony_request_list_is_loading (self->list))
    prony_request_list_set_run (self->list, self->run->id);
}

/* Its window is closed: what is being read would hold the store. */
static void
prony_request_explorer_unroot (GtkWidget *widget)
{
  prony_request_list_stop (PRONY_REQUEST_EXPLORER (widget)->list);

  GTK_WIDGET_CLASS (prony_request_explorer_parent_class)->unroot (widget);
}

static void
prony_request_explorer_dispose (GObject *object)
{
  PronyRequestExplorer *self = PRONY_REQUEST_EXPLORER (object);

  if (self->list != NULL)
    prony_request_list_stop (self->list);
  if (self->table != NULL)
    prony_request_table_set_model (self->table, NULL);
  if (self->rows != NULL)
    prony_request_rows_set_model (self->rows, NULL);
  adw_bin_set_child (ADW_BIN (object), NULL); /* its own pointer would dangle */
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_REQUEST_EXPLORER);
  g_clear_object (&self->item);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->session);
  g_clear_pointer (&self->run, prony_run_unref);

  G_OBJECT_CLASS (prony_request_explorer_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/prony/Prony/widgets/prony-request-explorer.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyRequestExplorer, leaflet);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestExplorer, list_side);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestExplorer, detail_side);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestExplorer, separator);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestExplorer, filter_bar);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestExplorer, count);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestExplorer, spinner);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestExplorer, stack);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestExplorer, trouble);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestExplorer, squeezer);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestExplorer, table);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestExplorer, rows);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestExplorer, time_line);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestExplorer, detail);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_sort_wanted_cb);
  gtk_widget_class_bind_template_callback_full (widget_class, "open_position",
                                                G_CALLBACK (_prony_request_explorer_open));
  gtk_widget_class_bind_template_callback (widget_class, on_request_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_squeezed_cb);
  gtk_widget_class_bind_template_callback_full (
    widget_class, "update_actions", G_CALLBACK (_prony_request_explorer_update_actions));
}

static void
prony_request_explorer_class_init (PronyRequestExplorerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = prony_request_explorer_get_property;
  object_class->set_property = prony_request_explorer_set_property;
  object_class->dispose = prony_request_explorer_dispose;
  widget_class->map = prony_request_explorer_map;
  widget_class->unroot = prony_request_explorer_unroot;

  properties[PROP_TIME_LINE] =
    g_param_spec_boolean ("time-line", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (PRONY_TYPE_REQUEST_DETAIL);
  g_type_ensure (PRONY_TYPE_REQUEST_FILTER_BAR);
  g_type_ensure (PRONY_TYPE_REQUEST_ROWS);
  g_type_ensure (PRONY_TYPE_REQUEST_TABLE);
  g_type_ensure (PRONY_TYPE_REQUEST_TIME_LINE);
  bind_template (widget_class);
  _prony_request_explorer_install_actions (widget_class);
  gtk_widget_class_install_property_action (widget_class, "requests.time-line", "time-line");
}

static void
prony_request_explorer_init (PronyRequestExplorer *self)
{
  self->list = prony_request_list_new ();
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->list)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->list, "notify::loading", G_CALLBACK (on_loading_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "loaded", G_CALLBACK (on_loaded_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (keep_selected), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected_cb),
                           self, G_CONNECT_SWAPPED);
  _prony_request_explorer_init_actions (self);
  on_selected_cb (self);
}

/**
 * prony_request_explorer_new:
 *
 * Returns: (transfer floating): an explorer of no run
 */
GtkWidget *
prony_request_explorer_new (void)
{
  return g_object_new (PRONY_TYPE_REQUEST_EXPLORER, NULL);
}

/**
 * prony_request_explorer_set_session:
 * @self: an explorer
 * @session: (nullable): where the requests of runs are read; set it before the run
 */
void
prony_request_explorer_set_session (PronyRequestExplorer *self, PronySession *session)
{
  g_return_if_fail (PRONY_IS_REQUEST_EXPLORER (self));

  if (!g_set_object (&self->session, session))
    return;

  prony_request_list_set_session (self->list, session);
  prony_request_time_line_set_session (self->time_line, session);
  prony_request_detail_set_session (self->detail, session);
  if (session != NULL)
    g_signal_connect_object (prony_session_get_runs (session), "items-changed",
                             G_CALLBACK (on_runs_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * prony_request_explorer_set_run:
 * @self: an explorer
 * @run: a run that has ended
 *
 * Shows the requests of a run; they are read when the explorer is first seen.
 */
void
prony_request_explorer_set_run (PronyRequestExplorer *self, PronyRun *run)
{
  PronyRequestFilter filter;

  g_return_if_fail (PRONY_IS_REQUEST_EXPLORER (self));
  g_return_if_fail (run != NULL);

  prony_run_ref (run);
  g_clear_pointer (&self->run, prony_run_unref);
  self->run = run;
  self->is_listed = FALSE;
  self->is_open = FALSE;
  self->wanted = 0;
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  adw_leaflet_set_visible_child (self->leaflet, self->list_side);
  prony_request_table_set_run (self->table, run);
  prony_request_rows_set_run (self->rows, run);
  prony_request_filter_bar_set_run (self->filter_bar, run);
  prony_request_filter_bar_get (self->filter_bar, &filter);
  prony_request_list_set_run (self->list, NULL);
  apply_filter (self, &filter);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    prony_request_list_set_run (self->list, run->id);
  show_state (self);
}

/**
 * prony_request_explorer_show_request:
 * @self: an explorer of a run
 * @row_id: the store's number of one of its requests
 *
 * Selects a request and shows all that is known of it. Where it does not fit the filter,
 * all requests are shown.
 */
void
prony_request_explorer_show_request (PronyRequestExplorer *self, gint64 row_id)
{
  g_return_if_fail (PRONY_IS_REQUEST_EXPLORER (self));

  self->wanted = row_id;
  select_wanted (self);
}

/**
 * prony_request_explorer_show_trial:
 * @self: an explorer of a run
 * @trial: index of one of its trials
 *
 * Lists all requests of a trial, and no others.
 */
void
prony_request_explorer_show_trial (PronyRequestExplorer *self, guint trial)
{
  const PronyRequestFilter filter = {
    .trial = (int) trial, .outcome = -1, .quality = -1, .warmup = TRUE
  };

  g_return_if_fail (PRONY_IS_REQUEST_EXPLORER (self));

  self->wanted = 0;
  prony_request_filter_bar_set (self->filter_bar, &filter);
  apply_filter (self, &filter);
}
