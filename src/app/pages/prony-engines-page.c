/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/dialogs/prony-engine-window.h"
#include "app/pages/prony-engines-page.h"
#include "app/widgets/prony-engine-row.h"
#include "app/widgets/prony-engine-view.h"
#include "app/widgets/prony-found-engines.h"
#include "app/widgets/prony-menu-later.h"
#include "app/widgets/prony-toast.h"

/* How often the engines are asked how they are while the page is visible: those that
 * are loading a model each time, the others every so many times. Not while a run is
 * under way: the questions would be part of its load. */
#define REFRESH_INTERVAL_S 2
#define REFRESH_ALL_EVERY 5

/* How long the removal of an engine can be undone, seconds. */
#define UNDO_TIMEOUT_S 15

struct _PronyEnginesPage
{
  PronyPage parent_instance;

  /* Template widgets */
  GtkRevealer *scan_revealer;
  GtkSpinner *scan_spinner;
  GtkStack *stack;
  AdwStatusPage *empty_page;
  PronyFoundEngines *found;
  GtkWidget *engines_group;
  GtkListBox *list;
  GtkWidget *simulator_button;
  PronyEngineView *view;

  /* Owned */
  PronyEngineItem *removed; /* the latest one, as long as it can be brought back */

  /* Plain */
  guint refresh_id;
  guint n_refreshes;
  gboolean showing_engine; /* rather than the list */
};

G_DEFINE_FINAL_TYPE (PronyEnginesPage, prony_engines_page, PRONY_TYPE_PAGE)

static gboolean
is_run_under_way (PronyEnginesPage *self)
{
  PronyRunSession *run_session =
    prony_session_get_run_session (prony_page_get_session (PRONY_PAGE (self)));

  return run_session != NULL && prony_run_session_is_running (run_session);
}

static gboolean
has_simulator (GListModel *engines)
{
  guint n_engines = g_list_model_get_n_items (engines);

  for (guint i = 0; i < n_engines; i++)
    {
      g_autoptr (PronyEngineItem) item = g_list_model_get_item (engines, i);

      if (prony_engine_item_get_transient (item))
        return TRUE;
    }

  return FALSE;
}

static void
update (PronyEnginesPage *self)
{
  PronySession *session = prony_page_get_session (PRONY_PAGE (self));
  gboolean scanning = prony_session_get_scanning (session);
  GListModel *engines = prony_session_get_engines (session);
  gboolean have_engines = g_list_model_get_n_items (engines) > 0;
  gboolean have_found = prony_found_engines_count (self->found) > 0;

  g_assert (PRONY_IS_ENGINES_PAGE (self));

  gtk_revealer_set_reveal_child (self->scan_revealer, scanning);
  gtk_spinner_set_spinning (self->scan_spinner, scanning);
  gtk_widget_set_visible (self->engines_group, have_engines);
  gtk_widget_set_visible (GTK_WIDGET (self->found), have_found);
  gtk_widget_set_visible (self->simulator_button, !has_simulator (engines));
  gtk_stack_set_visible_child_name (self->stack, !prony_session_get_ready (session) ? "loading"
                                                 : self->showing_engine             ? "engine"
                                                 : have_engines || have_found       ? "list"
                                                                                    : "empty");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "engines.back", self->showing_engine);
}

static void
focus_row_of (PronyEnginesPage *self, PronyEngineItem *item)
{
  GListModel *engines = prony_session_get_engines (prony_page_get_session (PRONY_PAGE (self)));
  guint position;

  if (item != NULL && g_list_store_find (G_LIST_STORE (engines), item, &position))
    gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, (int) position)));
}

static void
show_list (PronyEnginesPage *self)
{
  self->showing_engine = FALSE;
  update (self);
}

static void
on_scanned_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyEnginesPage) self = user_data;
  PronySession *session = PRONY_SESSION (object);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;

  found = prony_session_scan_finish (session, result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PENDING))
    return;

  if (found == NULL)
    {
      prony_toast_show (GTK_WIDGET (self), error->message);
      return;
    }

  prony_found_engines_set (self->found, found);
  if (found->len == 0 && g_list_model_get_n_items (prony_session_get_engines (session)) > 0)
    prony_toast_show (GTK_WIDGET (self), _ ("No further engine was found on this computer"));
  else if (found->len == 0)
    adw_status_page_set_description (
      self->empty_page,
      _ ("None answers on this computer. Start one and scan again, add one by its "
         "address, or try the simulated one."));
  update (self);
}

static void
on_ready_cb (PronyEnginesPage *self)
{
  PronySession *session = prony_page_get_session (PRONY_PAGE (self));

  g_assert (PRONY_IS_ENGINES_PAGE (self));

  update (self);
  if (g_list_model_get_n_items (prony_session_get_engines (session)) == 0)
    prony_engines_page_scan (self);
}

static void
refresh (PronyEnginesPage *self, gboolean only_loading)
{
  PronySession *session = prony_page_get_session (PRONY_PAGE (self));
  GListModel *engines = prony_session_get_engines (session);
  guint n_engines = g_list_model_get_n_items (engines);

  for (guint i = 0; i < n_engines; i++)
    {
      g_autoptr (PronyEngineItem) item = g_list_model_get_item (engines, i);

      if (!only_loading || prony_engine_item_get_status (item) == PRONY_ENGINE_STATUS_LOADING)
        prony_session_probe_engine (session, item);
    }
}

static gboolean
on_refresh_due_cb (gpointer user_data)
{
  PronyEnginesPage *self = user_data;

  if (!is_run_under_way (self))
    refresh (self, self->n_refreshes++ % REFRESH_ALL_EVERY != 0);

  return G_SOURCE_CONTINUE;
}

static void
on_added_cb (PronyEnginesPage *self, PronyEngineItem *item)
{
  g_autofree char *text = NULL;

  g_assert (PRONY_IS_ENGINES_PAGE (self));

  /* TRANSLATORS: %s is the name of an engine. */
  text = g_strdup_printf (_ ("%s added"), prony_engine_item_get_title (item));
  prony_toast_show (GTK_WIDGET (self), text);
}

static void
on_undo_cb (PronyEnginesPage *self)
{
  g_assert (PRONY_IS_ENGINES_PAGE (self));

  if (self->removed != NULL)
    prony_session_restore_engine (prony_page_get_session (PRONY_PAGE (self)), self->removed);
  g_clear_object (&self->removed);
}

static PronyEngineItem *
find_engine (PronyEnginesPage *self, GVariant *parameter)
{
  return prony_session_find_engine (prony_page_get_session (PRONY_PAGE (self)),
                                    g_variant_get_string (parameter, NULL));
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  prony_engines_page_open_engine ((PronyEnginesPage *) widget,
                                  g_variant_get_string (parameter, NULL));
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyEnginesPage *self = (PronyEnginesPage *) widget;

  show_list (self);
  focus_row_of (self, prony_engine_view_get_engine (self->view));
}

static void
on_row_activated_cb (PronyEnginesPage *self, GtkListBoxRow *row)
{
  g_autoptr (PronyEngineItem) item = NULL;
  GListModel *engines = prony_session_get_engines (prony_page_get_session (PRONY_PAGE (self)));

  g_assert (PRONY_IS_ENGINES_PAGE (self));

  item = g_list_model_get_item (engines, gtk_list_box_row_get_index (row));
  if (item != NULL)
    prony_engines_page_open_engine (self, prony_engine_item_get_spec (item)->id);
}

static void
check_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyEnginesPage *self = (PronyEnginesPage *) widget;
  PronyEngineItem *item = find_engine (self, parameter);

  if (item != NULL)
    prony_session_retry_engine (prony_page_get_session (PRONY_PAGE (self)), item);
}

static void
on_found_out_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyEnginesPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!prony_session_check_engine_finish (PRONY_SESSION (object), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    prony_toast_show_error (GTK_WIDGET (self), error->message);
}

static void
find_out_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyEnginesPage *self = (PronyEnginesPage *) widget;
  PronyEngineItem *item = find_engine (self, parameter);

  if (item != NULL && is_run_under_way (self))
    prony_toast_show (widget,
                      _ ("Wait until the run has ended: these requests would be part of its "
                         "load."));
  else if (item != NULL && !prony_engine_item_get_checking (item))
    prony_session_check_engine_async (prony_page_get_session (PRONY_PAGE (self)), item,
                                      on_found_out_cb, g_object_ref (self));
}

static PronyEngineWindow *
make_window (PronyEnginesPage *self, PronyEngineItem *item)
{
  return prony_engine_window_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                  prony_page_get_session (PRONY_PAGE (self)), item);
}

static void
settings_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyEnginesPage *self = (PronyEnginesPage *) widget;
  PronyEngineItem *item = find_engine (self, parameter);

  if (item != NULL)
    gtk_window_present (GTK_WINDOW (make_window (self, item)));
}

static void
copy_address_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyEnginesPage *self = (PronyEnginesPage *) widget;
  PronyEngineItem *item = find_engine (self, parameter);

  if (item == NULL)
    return;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), prony_engine_item_get_url (item));
  prony_toast_show (GTK_WIDGET (self), _ ("Address copied"));
}

static void
remove_engine (GtkWidget *widget, GVariant *id)
{
  PronyEnginesPage *self = (PronyEnginesPage *) widget;
  PronyEngineItem *item = find_engine (self, id);
  g_autofree char *title = NULL;
  AdwToast *toast;

  if (item == NULL)
    return;

  /* TRANSLATORS: %s is the name of an engine. */
  title = g_strdup_printf (_ ("%s removed"), prony_engine_item_get_title (item));
  g_set_object (&self->removed, item);
  prony_session_remove_engine (prony_page_get_session (PRONY_PAGE (self)), item);

  toast = prony_toast_new (title);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_timeout (toast, UNDO_TIMEOUT_S);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_undo_cb), self,
                           G_CONNECT_SWAPPED);
  prony_page_add_toast (PRONY_PAGE (self), toast);
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  prony_menu_later (widget, remove_engine, parameter);
}

static void
on_engines_changed_cb (PronyEnginesPage *self)
{
  PronySession *session = prony_page_get_session (PRONY_PAGE (self));
  PronyEngineItem *shown = prony_engine_view_get_engine (self->view);

  g_assert (PRONY_IS_ENGINES_PAGE (self));

  if (shown != NULL &&
      prony_session_find_engine (session, prony_engine_item_get_spec (shown)->id) == NULL)
    self->showing_engine = FALSE;
  prony_found_engines_forget_known (self->found);
  update (self);
}

static GtkWidget *
create_row_cb (gpointer item, gpointer user_data)
{
  return prony_engine_row_new (item);
}

static void
prony_engines_page_session_set (PronyPage *page, PronySession *session)
{
  PronyEnginesPage *self = (PronyEnginesPage *) page;
  GListModel *engines = prony_session_get_engines (session);

  prony_found_engines_set_session (self->found, session);
  gtk_list_box_bind_model (self->list, engines, create_row_cb, NULL, NULL);
  g_signal_connect_object (engines, "items-changed", G_CALLBACK (on_engines_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::scanning", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::ready", G_CALLBACK (on_ready_cb), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

static void
prony_engines_page_map (GtkWidget *widget)
{
  PronyEnginesPage *self = (PronyEnginesPage *) widget;

  GTK_WIDGET_CLASS (prony_engines_page_parent_class)->map (widget);

  if (self->refresh_id == 0 && prony_page_get_session (PRONY_PAGE (self)) != NULL)
    {
      on_refresh_due_cb (self);
      self->refresh_id = g_timeout_add_seconds (REFRESH_INTERVAL_S, on_refresh_due_cb, self);
    }
}

static void
prony_engines_page_unmap (GtkWidget *widget)
{
  PronyEnginesPage *self = (PronyEnginesPage *) widget;

  g_clear_handle_id (&self->refresh_id, g_source_remove);

  GTK_WIDGET_CLASS (prony_engines_page_parent_class)->unmap (widget);
}

static void
prony_engines_page_dispose (GObject *object)
{
  PronyEnginesPage *self = (PronyEnginesPage *) object;

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_clear_object (&self->removed);
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_ENGINES_PAGE);

  G_OBJECT_CLASS (prony_engines_page_parent_class)->dispose (object);
}

static void
prony_engines_page_class_init (PronyEnginesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_engines_page_dispose;
  widget_class->map = prony_engines_page_map;
  widget_class->unmap = prony_engines_page_unmap;
  PRONY_PAGE_CLASS (klass)->session_set = prony_engines_page_session_set;

  g_type_ensure (PRONY_TYPE_ENGINE_VIEW);
  g_type_ensure (PRONY_TYPE_FOUND_ENGINES);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/pages/prony-engines-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyEnginesPage, scan_revealer);
  gtk_widget_class_bind_template_child (widget_class, PronyEnginesPage, scan_spinner);
  gtk_widget_class_bind_template_child (widget_class, PronyEnginesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PronyEnginesPage, empty_page);
  gtk_widget_class_bind_template_child (widget_class, PronyEnginesPage, found);
  gtk_widget_class_bind_template_child (widget_class, PronyEnginesPage, engines_group);
  gtk_widget_class_bind_template_child (widget_class, PronyEnginesPage, list);
  gtk_widget_class_bind_template_child (widget_class, PronyEnginesPage, simulator_button);
  gtk_widget_class_bind_template_child (widget_class, PronyEnginesPage, view);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
  gtk_widget_class_install_action (widget_class, "engines.open", "s", open_action);
  gtk_widget_class_install_action (widget_class, "engines.back", NULL, back_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "engines.back",
                                       NULL);
  gtk_widget_class_install_action (widget_class, "engines.check", "s", check_action);
  gtk_widget_class_install_action (widget_class, "engines.settings", "s", settings_action);
  gtk_widget_class_install_action (widget_class, "engines.find-out", "s", find_out_action);
  gtk_widget_class_install_action (widget_class, "engines.copy-address", "s", copy_address_action);
  gtk_widget_class_install_action (widget_class, "engines.remove", "s", remove_action);
}

static void
prony_engines_page_init (PronyEnginesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * prony_engines_page_scan:
 * @self: a page with a session
 *
 * Looks for engines on this computer and shows those that are not in the list yet.
 */
void
prony_engines_page_scan (PronyEnginesPage *self)
{
  g_return_if_fail (PRONY_IS_ENGINES_PAGE (self));

  prony_session_scan_async (prony_page_get_session (PRONY_PAGE (self)), on_scanned_cb,
                            g_object_ref (self));
}

/**
 * prony_engines_page_refresh:
 * @self: a page with a session
 *
 * Asks every engine of the list how it is.
 */
void
prony_engines_page_refresh (PronyEnginesPage *self)
{
  g_return_if_fail (PRONY_IS_ENGINES_PAGE (self));

  refresh (self, FALSE);
}

/**
 * prony_engines_page_open_engine:
 * @self: a page with a session
 * @id: the id of an engine; one that is not in the list any more changes nothing
 *
 * Shows one engine instead of the list.
 */
void
prony_engines_page_open_engine (PronyEnginesPage *self, const char *id)
{
  PronySession *session;
  PronyEngineItem *item;

  g_return_if_fail (PRONY_IS_ENGINES_PAGE (self));

  session = prony_page_get_session (PRONY_PAGE (self));
  item = prony_session_find_engine (session, id);
  if (item == NULL)
    return;

  prony_engine_view_set_engine (self->view, session, item);
  self->showing_engine = TRUE;
  update (self);
  gtk_widget_child_focus (GTK_WIDGET (self->view), GTK_DIR_TAB_FORWARD);
}

/**
 * prony_engines_page_show_add_dialog:
 * @self: a page with a session, in a window
 *
 * Lets the user add an engine by its address.
 */
void
prony_engines_page_show_add_dialog (PronyEnginesPage *self)
{
  PronyEngineWindow *window;

  g_return_if_fail (PRONY_IS_ENGINES_PAGE (self));

  window = make_window (self, NULL);
  g_signal_connect_object (window, "added", G_CALLBACK (on_added_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

/**
 * prony_engines_page_add_address:
 * @self: a page with a session
 * @address: what a user would type into the dialog
 *
 * Adds an engine without a dialog; says so when the address is not one.
 */
void
prony_engines_page_add_address (PronyEnginesPage *self, const char *address)
{
  g_autoptr (PronyEngineSpec) spec = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (PRONY_IS_ENGINES_PAGE (self));
  g_return_if_fail (address != NULL);

  spec = prony_engine_spec_new (address, &error);
  if (spec == NULL)
    {
      prony_toast_show (GTK_WIDGET (self), error->message);
      return;
    }

  prony_session_add_engine (prony_page_get_session (PRONY_PAGE (self)), spec, NULL);
}

static void
on_simulator_started_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyEnginesPage) self = user_data;
  g_autoptr (PronyEngineItem) item = NULL;
  g_autoptr (GError) error = NULL;

  item = prony_session_start_simulator_finish (PRONY_SESSION (object), result, &error);
  if (item == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    prony_toast_show (GTK_WIDGET (self), error->message);
}

/**
 * prony_engines_page_start_simulator:
 * @self: a page with a session
 *
 * Starts the simulated engine and adds it to the list.
 */
void
prony_engines_page_start_simulator (PronyEnginesPage *self)
{
  g_return_if_fail (PRONY_IS_ENGINES_PAGE (self));

  prony_session_start_simulator_async (prony_page_get_session (PRONY_PAGE (self)),
                                       on_simulator_started_cb, g_object_ref (self));
}
