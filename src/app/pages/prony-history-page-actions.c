/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What can be done on the page of history, by itself and to the selected runs. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/dialogs/prony-badge-dialog.h"
#include "app/dialogs/prony-export.h"
#include "app/dialogs/prony-run-edit.h"
#include "app/pages/prony-history-page-private.h"
#include "app/session/prony-session-past.h"
#include "app/widgets/prony-run-row.h"
#include "app/widgets/prony-shortcut.h"
#include "app/widgets/prony-toast.h"

static PronySession *
get_session (PronyHistoryPage *self)
{
  return prony_page_get_session (PRONY_PAGE (self));
}

/* --- Looking ----------------------------------------------------------------------- */

static void
open_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyHistoryPage *self = PRONY_HISTORY_PAGE (widget);
  g_autoptr (GPtrArray) ids = _prony_history_page_dup_selected (self);

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

  _prony_history_page_show_list (self);
  _prony_history_page_focus_view (self);
}

static void
search_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyHistoryPage *self = PRONY_HISTORY_PAGE (widget);

  adw_view_stack_set_visible_child_name (self->views, "runs");
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
filter_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyHistoryPage *self = PRONY_HISTORY_PAGE (widget);

  adw_view_stack_set_visible_child_name (self->views, "runs");
  prony_history_filter_open (self->filter);
}

static void
clear_filters_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyHistoryPage *self = PRONY_HISTORY_PAGE (widget);
  const PronyRunSearch nothing = { 0 };

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  _prony_history_page_begin_list (self);
  prony_history_filter_set_search (self->filter, &nothing);
  prony_run_list_set_search (self->runs, &nothing);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
show_view_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyHistoryPage *self = PRONY_HISTORY_PAGE (widget);

  _prony_history_page_show_list (self);
  adw_view_stack_set_visible_child_name (self->views, g_variant_get_string (parameter, NULL));
}

static void
show_trend_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyHistoryPage *self = PRONY_HISTORY_PAGE (widget);
  g_autoptr (GPtrArray) ids = _prony_history_page_dup_selected (self);
  PronyRunEntry *entry =
    prony_session_find_run_entry (get_session (self), g_ptr_array_index (ids, 0));

  if (entry == NULL || entry->targets[0] == NULL || entry->scenarios[0] == NULL)
    return;

  self->stale_trends = FALSE;
  prony_trend_view_show (self->trends, entry->targets[0], entry->scenarios[0]);
  adw_view_stack_set_visible_child_name (self->views, "trends");
}

/* --- To one run, or several --------------------------------------------------------- */

static void
run_again_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GPtrArray) ids = _prony_history_page_dup_selected (PRONY_HISTORY_PAGE (widget));

  gtk_widget_activate_action (widget, "win.run-again", "s", g_ptr_array_index (ids, 0));
}

static void
compare_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GPtrArray) ids = _prony_history_page_dup_selected (PRONY_HISTORY_PAGE (widget));

  gtk_widget_activate_action_variant (widget, "win.compare-runs",
                                      g_variant_new_strv ((const char *const *) ids->pdata, -1));
}

static void
export_runs (PronyHistoryPage *self, const char *parent)
{
  g_autoptr (GPtrArray) ids = _prony_history_page_dup_selected (self);

  prony_export_runs (GTK_WIDGET (self), get_session (self), (const char *const *) ids->pdata,
                     parent);
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
save_badge_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyHistoryPage *self = PRONY_HISTORY_PAGE (widget);
  g_autoptr (GPtrArray) ids = _prony_history_page_dup_selected (self);

  prony_badge_dialog_open (widget, get_session (self), g_ptr_array_index (ids, 0));
}

static void
rename_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyHistoryPage *self = PRONY_HISTORY_PAGE (widget);
  g_autoptr (GPtrArray) ids = _prony_history_page_dup_selected (self);

  prony_run_edit_name (widget, get_session (self), g_ptr_array_index (ids, 0));
}

static void
add_note_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyHistoryPage *self = PRONY_HISTORY_PAGE (widget);
  g_autoptr (GPtrArray) ids = _prony_history_page_dup_selected (self);

  prony_run_edit_add_note (widget, get_session (self), g_ptr_array_index (ids, 0));
}

static void
tags_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyHistoryPage *self = PRONY_HISTORY_PAGE (widget);
  g_autoptr (GPtrArray) ids = _prony_history_page_dup_selected (self);

  prony_run_edit_tags (widget, get_session (self), (const char *const *) ids->pdata);
}

/* --- Baselines ---------------------------------------------------------------------- */

static void
toggle_pin_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyHistoryPage *self = PRONY_HISTORY_PAGE (widget);
  PronySession *session = get_session (self);
  g_autoptr (GPtrArray) ids = _prony_history_page_dup_selected (self);
  PronyRunEntry *entry = prony_session_find_run_entry (session, g_ptr_array_index (ids, 0));
  g_autofree char *text = NULL;
  gboolean pinned;

  if (entry == NULL)
    return;

  pinned = !entry->pinned;
  if (pinned)
    /* Translators: %s is the name of a run */
    text = g_strdup_printf (_ ("Later runs are held against “%s”."), entry->name);
  else
    /* Translators: %s is the name of a run */
    text = g_strdup_printf (_ ("“%s” is no longer a baseline."), entry->name);
  prony_session_set_run_pinned (session, g_ptr_array_index (ids, 0), pinned);
  prony_page_add_toast (PRONY_PAGE (self), prony_toast_new (text));
}

static char *
describe_check (const PronyRunCheck *check)
{
  switch (check->verdict)
    {
    case PRONY_RUN_VERDICT_WORSE:
      /* Translators: %s is the name of a run */
      return g_strdup_printf (_ ("Something is clearly worse than in “%s”."), check->baseline_name);
    case PRONY_RUN_VERDICT_BETTER:
      /* Translators: %s is the name of a run */
      return g_strdup_printf (_ ("Something is clearly better than in “%s”."),
                              check->baseline_name);
    case PRONY_RUN_VERDICT_SAME:
      /* Translators: %s is the name of a run */
      return g_strdup_printf (_ ("Nothing is clearly different from “%s”."), check->baseline_name);
    case PRONY_RUN_VERDICT_NONE:
    default:
      /* Translators: %s is the name of a run */
      return g_strdup_printf (_ ("There is too little to hold against “%s”."),
                              check->baseline_name);
    }
}

static void
on_checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyHistoryPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyRunCheck) check =
    prony_session_check_run_finish (PRONY_SESSION (source), result, &error);
  g_autofree char *text = NULL;

  if (self->stack == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  text = check != NULL ? describe_check (check) : g_strdup (error->message);
  prony_page_add_toast (PRONY_PAGE (self), prony_toast_new (text));
}

static void
check_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyHistoryPage *self = PRONY_HISTORY_PAGE (widget);
  g_autoptr (GPtrArray) ids = _prony_history_page_dup_selected (self);

  g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  if (prony_session_is_measuring (get_session (self)))
    {
      prony_page_add_toast (
        PRONY_PAGE (self),
        prony_toast_new (_ ("A check would disturb the run under way. Check once it has ended.")));
      return;
    }

  self->checking = g_cancellable_new ();
  prony_session_check_run_async (get_session (self), g_ptr_array_index (ids, 0), self->checking,
                                 on_checked_cb, g_object_ref (self));
}

/* --- Deleting ----------------------------------------------------------------------- */

static void
undo_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyHistoryPage *self = PRONY_HISTORY_PAGE (widget);
  g_auto (GStrv) ids = g_steal_pointer (&self->deleted);

  if (ids != NULL)
    prony_session_restore_runs (get_session (self), (const char *const *) ids);
  _prony_history_page_update (self);
}

/* Only the latest deletion can be undone: an older toast brings its own back. */
static void
on_toast_undo_cb (AdwToast *toast, gpointer user_data)
{
  PronyHistoryPage *self = user_data;
  const char *const *ids = g_object_get_data (G_OBJECT (toast), "prony-run-ids");

  prony_session_restore_runs (get_session (self), ids);
  if (self->deleted != NULL && g_strv_equal (ids, (const char *const *) self->deleted))
    g_clear_pointer (&self->deleted, g_strfreev);
  _prony_history_page_update (self);
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
  PronySession *session = get_session (self);
  g_autoptr (GPtrArray) ids = _prony_history_page_dup_selected (self);
  PronyRunEntry *run = prony_session_find_run_entry (session, g_ptr_array_index (ids, 0));
  g_autofree char *name = g_strdup (run != NULL ? run->name : "");

  g_strfreev (self->deleted);
  self->deleted = g_strdupv ((char **) ids->pdata);
  prony_session_delete_runs (session, (const char *const *) self->deleted);
  prony_run_list_refresh (self->runs); /* they are not selected any more */
  offer_undo (self, name);
  _prony_history_page_update (self);
}

/* --- The menu of a run ---------------------------------------------------------------- */

static GMenuModel *
make_menu (const PronyRunEntry *entry)
{
  const struct
  {
    const char *label; /* NULL: a new section */
    const char *action;
  } entries[] = {
    { _ ("_Open"), "history.open" },
    { NULL, NULL },
    { _ ("Re_name…"), "history.rename" },
    { _ ("_Tags…"), "history.tags" },
    { _ ("Add N_ote…"), "history.add-note" },
    { NULL, NULL },
    { entry->pinned ? _ ("Un_pin Baseline") : _ ("_Pin as Baseline"), "history.toggle-pin" },
    { _ ("Check against _Baseline"), "history.check" },
    { _ ("_Show Trend"), "history.show-trend" },
    { NULL, NULL },
    { _ ("_Run Again"), "history.run-again" },
    { _ ("_Compare"), "history.compare" },
    { _ ("_Export…"), "history.export" },
    { _ ("Save Bad_ge…"), "history.save-badge" },
    { NULL, NULL },
    { _ ("_Delete"), "history.delete" },
  };
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) section = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      if (entries[i].label != NULL)
        {
          g_menu_append (section, entries[i].label, entries[i].action);
          continue;
        }
      g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
      g_object_unref (section);
      section = g_menu_new ();
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));

  return G_MENU_MODEL (menu);
}

/* Of the selected runs, which the run belongs to from now on. */
static void
pop_up_menu (PronyHistoryPage *self, const char *run_id, const GdkRectangle *place)
{
  PronyRunEntry *entry = prony_session_find_run_entry (get_session (self), run_id);
  g_autoptr (GMenuModel) menu = NULL;

  if (entry == NULL || !_prony_history_page_select (self, run_id))
    return;

  menu = make_menu (entry);
  if (self->menu == NULL)
    {
      self->menu = gtk_popover_menu_new_from_model (NULL);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
    }
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), menu);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), place);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

/* In the middle of a widget. */
static void
pop_up_menu_at (PronyHistoryPage *self, const char *run_id, GtkWidget *widget)
{
  GdkRectangle place = { 0, 0, 1, 1 };
  double x;
  double y;

  if (gtk_widget_translate_coordinates (widget, GTK_WIDGET (self),
                                        gtk_widget_get_width (widget) / 2.0,
                                        gtk_widget_get_height (widget) / 2.0, &x, &y))
    {
      place.x = (int) x;
      place.y = (int) y;
    }
  pop_up_menu (self, run_id, &place);
}

static GtkWidget *
get_focused (PronyHistoryPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return root != NULL ? gtk_root_get_focus (root) : NULL;
}

/* Around or, as in a row of a list, right inside of what has the focus. */
static PronyRunRow *
find_row (GtkWidget *widget)
{
  GtkWidget *row = widget != NULL ? gtk_widget_get_ancestor (widget, PRONY_TYPE_RUN_ROW) : NULL;

  if (row == NULL && widget != NULL)
    row = gtk_widget_get_first_child (widget);

  return row != NULL && PRONY_IS_RUN_ROW (row) ? PRONY_RUN_ROW (row) : NULL;
}

static void
show_menu_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyHistoryPage *self = PRONY_HISTORY_PAGE (widget);
  GtkWidget *focused = get_focused (self);

  pop_up_menu_at (self, g_variant_get_string (parameter, NULL),
                  focused != NULL && find_row (focused) != NULL ? focused
                                                                : GTK_WIDGET (self->list));
}

static void
context_menu_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyHistoryPage *self = PRONY_HISTORY_PAGE (widget);
  GtkWidget *focused = get_focused (self);
  PronyRunRow *row = find_row (focused);

  if (row != NULL)
    pop_up_menu_at (self, prony_run_row_get_run_id (row), focused);
}

static void
on_pressed_cb (GtkGesture *gesture, int n_press, double x, double y, gpointer user_data)
{
  PronyHistoryPage *self = user_data;
  GtkWidget *list = GTK_WIDGET (self->list);
  GtkWidget *picked = gtk_widget_pick (list, x, y, GTK_PICK_DEFAULT);
  PronyRunRow *row = picked != NULL ? find_row (picked) : NULL;
  GdkRectangle place = { 0, 0, 1, 1 };
  double page_x;
  double page_y;

  if (row == NULL ||
      !gtk_widget_translate_coordinates (list, GTK_WIDGET (self), x, y, &page_x, &page_y))
    return;

  place.x = (int) page_x;
  place.y = (int) page_y;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  pop_up_menu (self, prony_run_row_get_run_id (row), &place);
}

/* --- All of them ------------------------------------------------------------------------ */

void
_prony_history_page_add_actions (PronyPageClass *page_class)
{
  static const PronyPageAction actions[] = {
    { "history.open", NULL, open_action, 0, 0 },
    { "history.open-run", "s", open_run_action, 0, 0 },
    { "history.back", NULL, back_action, GDK_KEY_Left, GDK_ALT_MASK },
    { "history.search", NULL, search_action, 0, 0 },
    { "history.filter", NULL, filter_action, 0, 0 },
    { "history.clear-filters", NULL, clear_filters_action, 0, 0 },
    { "history.show-view", "s", show_view_action, 0, 0 },
    { "history.show-trend", NULL, show_trend_action, 0, 0 },
    { "history.rename", NULL, rename_action, GDK_KEY_F2, 0 },
    { "history.tags", NULL, tags_action, GDK_KEY_t, GDK_CONTROL_MASK },
    { "history.add-note", NULL, add_note_action, GDK_KEY_m, GDK_CONTROL_MASK | GDK_SHIFT_MASK },
    { "history.toggle-pin", NULL, toggle_pin_action, GDK_KEY_b, GDK_CONTROL_MASK },
    { "history.check", NULL, check_action, GDK_KEY_b, GDK_CONTROL_MASK | GDK_SHIFT_MASK },
    { "history.save-badge", NULL, save_badge_action, 0, 0 },
    { "history.run-again", NULL, run_again_action, 0, 0 },
    { "history.compare", NULL, compare_action, 0, 0 },
    { "history.export", NULL, export_action, 0, 0 },
    { "history.export-to", "s", export_to_action, 0, 0 },
    { "history.delete", NULL, delete_action, GDK_KEY_Delete, 0 },
    { "history.undo", NULL, undo_action, GDK_KEY_z, GDK_CONTROL_MASK },
    { "history.show-menu", "s", show_menu_action, 0, 0 },
    { "history.context-menu", NULL, context_menu_action, GDK_KEY_Menu, 0 },
  };

  prony_page_class_add_actions (page_class, actions, G_N_ELEMENTS (actions));
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (page_class), GDK_KEY_F10, GDK_SHIFT_MASK,
                                       "history.context-menu", NULL);
}

void
_prony_history_page_add_keys (PronyHistoryPage *self)
{
  static const char *const views[] = { "runs", "trends", "leaderboard" };
  GtkGesture *gesture = gtk_gesture_click_new ();

  prony_shortcut_add_global (GTK_WIDGET (self), GDK_KEY_f, GDK_CONTROL_MASK, "history.search");
  prony_shortcut_add_global (GTK_WIDGET (self), GDK_KEY_f, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                             "history.filter");
  prony_shortcut_add_global (GTK_WIDGET (self), GDK_KEY_d, GDK_CONTROL_MASK, "history.compare");
  prony_shortcut_add_global (GTK_WIDGET (self), GDK_KEY_e, GDK_CONTROL_MASK, "history.export");
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    prony_shortcut_add_global_with (GTK_WIDGET (self), GDK_KEY_1 + i, GDK_CONTROL_MASK,
                                    "history.show-view", views[i]);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), GDK_BUTTON_SECONDARY);
  g_signal_connect (gesture, "pressed", G_CALLBACK (on_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (gesture));
}
