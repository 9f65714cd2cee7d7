/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/prony-settings.h"
#include "app/prony-window-private.h"
#include "app/widgets/prony-list-focus.h"

/* The main window: a sidebar with the five pages and the run under way, and the
 * visible page beside it. It owns the session that the pages share, and folds to
 * one column when it is narrow. */

G_DEFINE_FINAL_TYPE (PronyWindow, prony_window, ADW_TYPE_APPLICATION_WINDOW)

static GtkWidget *
make_row (GtkStackPage *page)
{
  const char *title = gtk_stack_page_get_title (page);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (title);

  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_box_append (GTK_BOX (box),
                  g_object_new (GTK_TYPE_IMAGE, "icon-name", gtk_stack_page_get_icon_name (page),
                                "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);

  return row;
}

static void
fill_page_list (PronyWindow *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->stack));

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    gtk_list_box_append (self->page_list, make_row (gtk_stack_get_page (self->stack, child)));
}

static void
clear_box (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

static void
show_header_of (PronyWindow *self, PronyPage *page)
{
  clear_box (self->header_start);
  clear_box (self->header_end);
  if (prony_page_get_header_start (page) != NULL)
    gtk_box_append (self->header_start, prony_page_get_header_start (page));
  if (prony_page_get_header_end (page) != NULL)
    gtk_box_append (self->header_end, prony_page_get_header_end (page));
}

/* The rows of the sidebar are in the order of the stack's children. */
static int
index_of (GtkWidget *child)
{
  int index = 0;

  while ((child = gtk_widget_get_prev_sibling (child)) != NULL)
    index++;

  return index;
}

static void
on_visible_page_changed_cb (PronyWindow *self)
{
  GtkWidget *visible;
  GtkListBoxRow *row;

  g_assert (PRONY_IS_WINDOW (self));

  visible = gtk_stack_get_visible_child (self->stack);

  adw_window_title_set_title (self->title,
                              gtk_stack_page_get_title (gtk_stack_get_page (self->stack, visible)));
  row = gtk_list_box_get_row_at_index (self->page_list, index_of (visible));
  if (row != NULL)
    gtk_list_box_select_row (self->page_list, row);
  show_header_of (self, PRONY_PAGE (visible));
  _prony_window_look_at_end (self);
}

static void
on_page_row_selected_cb (GtkListBox *list, GtkListBoxRow *row, PronyWindow *self)
{
  GtkWidget *child;

  g_assert (PRONY_IS_WINDOW (self));

  if (row == NULL)
    return;

  child = gtk_widget_get_first_child (GTK_WIDGET (self->stack));
  while (child != NULL && index_of (child) != gtk_list_box_row_get_index (row))
    child = gtk_widget_get_next_sibling (child);
  if (child != NULL)
    gtk_stack_set_visible_child (self->stack, child);
}

static void
on_page_row_activated_cb (GtkListBox *list, GtkListBoxRow *row, PronyWindow *self)
{
  g_assert (PRONY_IS_WINDOW (self));

  adw_leaflet_set_visible_child (self->leaflet, self->content);
  if (gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->run_page))
    prony_run_page_focus_setup (self->run_page);
}

static gboolean
is_focus_lost (PronyWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return focus != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)) &&
         !gtk_widget_get_mapped (focus);
}

static gboolean
on_focus_lost_cb (gpointer user_data)
{
  PronyWindow *self = user_data;
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->page_list);

  self->focus_id = 0;
  if (!is_focus_lost (self))
    return G_SOURCE_REMOVE;

  if (!gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD) &&
      (row == NULL || !gtk_widget_get_mapped (GTK_WIDGET (row)) ||
       !gtk_widget_grab_focus (GTK_WIDGET (row))))
    gtk_window_set_focus (GTK_WINDOW (self), NULL);

  return G_SOURCE_REMOVE;
}

static void
look_after_focus (PronyWindow *self)
{
  if (self->focus_id == 0)
    self->focus_id = g_idle_add (on_focus_lost_cb, self);
}

/* When the widget with the focus is hidden, GTK gives the focus to another one, be it
 * on a page that is not shown, or leaves it: then no key does anything any more. */
static void
on_focus_widget_changed_cb (PronyWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  g_assert (PRONY_IS_WINDOW (self));

  if (self->focus != NULL)
    g_signal_handlers_disconnect_by_func (self->focus, look_after_focus, self);
  g_set_weak_pointer (&self->focus, focus);
  if (focus != NULL)
    g_signal_connect_object (focus, "unmap", G_CALLBACK (look_after_focus), self,
                             G_CONNECT_SWAPPED);
  if (is_focus_lost (self))
    look_after_focus (self);
}

static void
on_store_error_changed_cb (PronyWindow *self)
{
  const char *error = prony_session_get_store_error (self->session);
  g_autofree char *text = NULL;

  g_assert (PRONY_IS_WINDOW (self));

  if (error != NULL)
    /* TRANSLATORS: %s is a sentence that tells why. */
    text = g_strdup_printf (_ ("New runs and engines are not stored. %s"), error);
  gtk_label_set_label (self->store_label, text != NULL ? text : "");
  gtk_info_bar_set_revealed (self->store_bar, text != NULL);
}

static void
on_session_message_cb (PronyWindow *self, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_assert (PRONY_IS_WINDOW (self));

  prony_window_add_toast (self, adw_toast_new (escaped));
}

static void
restore_geometry (PronyWindow *self)
{
  if (self->settings == NULL)
    return;

  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static void
save_geometry (PronyWindow *self)
{
  int width;
  int height;

  if (self->settings == NULL)
    return;

  /* The default size follows the user's resizing, but not maximising. */
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, "window-width", width);
  g_settings_set_int (self->settings, "window-height", height);
  g_settings_set_boolean (self->settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
}

static gboolean
prony_window_close_request (GtkWindow *window)
{
  PronyWindow *self = (PronyWindow *) window;

  if (_prony_window_ask_to_close (self))
    return GDK_EVENT_STOP;

  save_geometry (self);

  return GTK_WINDOW_CLASS (prony_window_parent_class)->close_request (window);
}

static void
prony_window_dispose (GObject *object)
{
  PronyWindow *self = (PronyWindow *) object;

  g_signal_handlers_disconnect_by_func (self, on_focus_widget_changed_cb, NULL);
  if (self->focus != NULL)
    g_signal_handlers_disconnect_by_func (self->focus, look_after_focus, self);
  g_clear_weak_pointer (&self->focus);
  g_clear_handle_id (&self->focus_id, g_source_remove);
  g_clear_handle_id (&self->export_id, g_source_remove);
  _prony_window_unwatch_run (self);
  /* The pages are going to leave the stack one after another. */
  if (self->stack != NULL)
    g_signal_handlers_disconnect_by_data (self->stack, self);
  if (self->session != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->session, self);
      prony_session_close (self->session);
    }
  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_WINDOW);
  g_clear_weak_pointer (&self->close_dialog);
  g_clear_pointer (&self->notified, g_free);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (prony_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PronyWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, PronyWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, PronyWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, PronyWindow, content);
  gtk_widget_class_bind_template_child (widget_class, PronyWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, PronyWindow, page_list);
  gtk_widget_class_bind_template_child (widget_class, PronyWindow, run_indicator);
  gtk_widget_class_bind_template_child (widget_class, PronyWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, PronyWindow, header_start);
  gtk_widget_class_bind_template_child (widget_class, PronyWindow, header_end);
  gtk_widget_class_bind_template_child (widget_class, PronyWindow, title);
  gtk_widget_class_bind_template_child (widget_class, PronyWindow, store_bar);
  gtk_widget_class_bind_template_child (widget_class, PronyWindow, store_label);
  gtk_widget_class_bind_template_child (widget_class, PronyWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, PronyWindow, engines_page);
  gtk_widget_class_bind_template_child (widget_class, PronyWindow, scenarios_page);
  gtk_widget_class_bind_template_child (widget_class, PronyWindow, run_page);
  gtk_widget_class_bind_template_child (widget_class, PronyWindow, compare_page);
  gtk_widget_class_bind_template_child (widget_class, PronyWindow, history_page);
  gtk_widget_class_bind_template_callback (widget_class, on_visible_page_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_page_row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_page_row_activated_cb);
}

static void
prony_window_class_init (PronyWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  object_class->dispose = prony_window_dispose;
  window_class->close_request = prony_window_close_request;

  g_type_ensure (PRONY_TYPE_ENGINES_PAGE);
  g_type_ensure (PRONY_TYPE_SCENARIOS_PAGE);
  g_type_ensure (PRONY_TYPE_RUN_PAGE);
  g_type_ensure (PRONY_TYPE_COMPARE_PAGE);
  g_type_ensure (PRONY_TYPE_HISTORY_PAGE);
  g_type_ensure (PRONY_TYPE_RUN_INDICATOR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/prony/Prony/prony-window.ui");
  bind_children (widget_class);
}

static void
prony_window_init (PronyWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_window_set_icon_name (GTK_WINDOW (self), PRONY_APPLICATION_ID);
  fill_page_list (self);
  prony_list_focus_make_one_stop (self->page_list);
  on_visible_page_changed_cb (self);
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (on_focus_widget_changed_cb), NULL);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (_prony_window_look_at_end), NULL);
  _prony_window_add_actions (self);

  self->settings = prony_settings_new ();
  restore_geometry (self);
}

static void
set_session (PronyWindow *self, PronySession *session)
{
  PronyPage *pages[] = {
    PRONY_PAGE (self->engines_page), PRONY_PAGE (self->scenarios_page), PRONY_PAGE (self->run_page),
    PRONY_PAGE (self->compare_page), PRONY_PAGE (self->history_page),
  };

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::store-error", G_CALLBACK (on_store_error_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "message", G_CALLBACK (on_session_message_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::run-session", G_CALLBACK (_prony_window_watch_run),
                           self, G_CONNECT_SWAPPED);
  prony_run_indicator_set_session (self->run_indicator, session);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    prony_page_set_session (pages[i], session);
}

/**
 * prony_window_new:
 * @application: the application
 * @database: (nullable): file name of the database; %NULL means the user's own
 *
 * Makes the window and opens its session.
 *
 * Returns: (transfer none): a window that is not shown yet
 */
PronyWindow *
prony_window_new (GtkApplication *application, const char *database)
{
  g_autoptr (PronySession) session = NULL;
  PronyWindow *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);

  /* Years of runs are read while the window is made. */
  session = prony_session_new (database);
  prony_session_open (session);

  self = g_object_new (PRONY_TYPE_WINDOW, "application", application, NULL);
  gtk_menu_button_set_menu_model (
    self->menu_button, G_MENU_MODEL (gtk_application_get_menu_by_id (application, "primary-menu")));
  set_session (self, session);

  return self;
}

/**
 * prony_window_get_session:
 * @self: a window
 *
 * Returns: (transfer none): what the window's pages share
 */
PronySession *
prony_window_get_session (PronyWindow *self)
{
  g_return_val_if_fail (PRONY_IS_WINDOW (self), NULL);

  return self->session;
}

/**
 * prony_window_get_page:
 * @self: a window
 *
 * Returns: (transfer none): the name of the visible page: "engines", "scenarios",
 *   "run", "compare" or "history"
 */
const char *
prony_window_get_page (PronyWindow *self)
{
  g_return_val_if_fail (PRONY_IS_WINDOW (self), NULL);

  return gtk_stack_get_visible_child_name (self->stack);
}

/**
 * prony_window_show_page:
 * @self: a window
 * @name: one of the names that prony_window_get_page() knows; anything else
 *   changes nothing
 *
 * Shows a page, also when the window is narrow and shows the sidebar instead.
 */
void
prony_window_show_page (PronyWindow *self, const char *name)
{
  GtkWidget *page;

  g_return_if_fail (PRONY_IS_WINDOW (self));
  g_return_if_fail (name != NULL);

  page = gtk_stack_get_child_by_name (self->stack, name);
  if (page == NULL)
    return;

  gtk_stack_set_visible_child (self->stack, page);
  adw_leaflet_set_visible_child (self->leaflet, self->content);
}

/**
 * prony_window_add_toast:
 * @self: a window
 * @toast: (transfer full): what to show
 */
void
prony_window_add_toast (PronyWindow *self, AdwToast *toast)
{
  g_return_if_fail (PRONY_IS_WINDOW (self));

  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}
