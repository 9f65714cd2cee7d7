/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/dialogs/prony-scenario-transfer.h"
#include "app/dialogs/prony-scenario-window.h"
#include "app/pages/prony-scenarios-page.h"
#include "app/session/prony-scenario-deletion.h"
#include "app/widgets/prony-scenario-list.h"
#include "app/widgets/prony-scenario-view.h"
#include "app/widgets/prony-shortcut.h"
#include "app/widgets/prony-toast.h"

/* How long a deletion can be undone, seconds. */
#define UNDO_TIMEOUT_S 15

/* The library of scenarios: a list and, beside it or (when it is narrow) behind it, the
 * selected scenario. Files can be dropped anywhere on it. */
struct _PronyScenariosPage
{
  PronyPage parent_instance;

  /* Template widgets */
  GtkStack *stack;
  AdwLeaflet *leaflet;
  GtkWidget *list_side;
  GtkWidget *detail_side;
  PronyScenarioList *list;
  PronyScenarioView *view;

  /* Owned */
  PronyScenarioDeletion *deletion; /* the latest one that can be undone */
};

G_DEFINE_FINAL_TYPE (PronyScenariosPage, prony_scenarios_page, PRONY_TYPE_PAGE)

static PronySession *
get_session (PronyScenariosPage *self)
{
  return prony_page_get_session (PRONY_PAGE (self));
}

static GtkWindow *
get_window (PronyScenariosPage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void
update_actions (PronyScenariosPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  PronyScenarioItem *item = prony_scenario_list_get_selected (self->list);
  gboolean ready = get_session (self) != NULL && prony_session_get_ready (get_session (self));
  gboolean broken = item != NULL && prony_scenario_item_get_problems (item) != NULL;
  gboolean own = item != NULL && !prony_scenario_item_get_scenario (item)->shipped;

  gtk_widget_action_set_enabled (widget, "scenarios.new", ready);
  gtk_widget_action_set_enabled (widget, "scenarios.import", ready);
  gtk_widget_action_set_enabled (widget, "scenarios.import-file", ready);
  gtk_widget_action_set_enabled (widget, "scenarios.edit", item != NULL);
  gtk_widget_action_set_enabled (widget, "scenarios.duplicate", item != NULL && !broken);
  gtk_widget_action_set_enabled (widget, "scenarios.export", item != NULL && !broken);
  gtk_widget_action_set_enabled (widget, "scenarios.export-to", item != NULL && !broken);
  gtk_widget_action_set_enabled (widget, "scenarios.delete", own);
  gtk_widget_action_set_enabled (widget, "scenarios.undo", self->deletion != NULL);
  gtk_widget_action_set_enabled (widget, "scenarios.run", item != NULL && !broken);
  gtk_widget_action_set_enabled (widget, "scenarios.back",
                                 adw_leaflet_get_folded (self->leaflet) &&
                                   adw_leaflet_get_visible_child (self->leaflet) ==
                                     self->detail_side);
}

static void
show_item (PronyScenariosPage *self, PronyScenarioItem *item)
{
  prony_scenario_list_select (self->list, item);
  adw_leaflet_set_visible_child (self->leaflet, self->detail_side);
}

/* --- Editing, copying, exchanging ------------------------------------------------ */

static void
on_saved_cb (PronyScenariosPage *self, PronyScenarioItem *item)
{
  g_assert (PRONY_IS_SCENARIOS_PAGE (self));

  prony_scenario_list_select (self->list, item);
}

static void
edit (PronyScenariosPage *self, PronyScenarioItem *item)
{
  GtkWindow *window =
    GTK_WINDOW (prony_scenario_window_new (get_window (self), get_session (self), item));

  g_signal_connect_object (window, "saved", G_CALLBACK (on_saved_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (window);
}

static void
new_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  edit ((PronyScenariosPage *) widget, NULL);
}

static void
edit_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyScenariosPage *self = (PronyScenariosPage *) widget;

  edit (self, prony_scenario_list_get_selected (self->list));
}

static void
on_duplicated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyScenariosPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyScenarioItem) item =
    prony_session_duplicate_scenario_finish (PRONY_SESSION (source), result, &error);

  if (self->list == NULL)
    return;
  if (item != NULL)
    prony_scenario_list_select (self->list, item);
  else
    prony_toast_show_error (GTK_WIDGET (self), error->message);
}

static void
duplicate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyScenariosPage *self = (PronyScenariosPage *) widget;

  prony_session_duplicate_scenario_async (get_session (self),
                                          prony_scenario_list_get_selected (self->list),
                                          on_duplicated_cb, g_object_ref (self));
}

static void
on_imported_cb (PronyScenarioItem *item, gpointer user_data)
{
  PronyScenariosPage *self = user_data;

  if (self->list != NULL)
    prony_scenario_list_select (self->list, item);
}

static void
import_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyScenariosPage *self = (PronyScenariosPage *) widget;

  prony_scenario_import (widget, get_session (self),
                         parameter != NULL ? g_variant_get_string (parameter, NULL) : NULL,
                         on_imported_cb);
}

static void
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyScenariosPage *self = (PronyScenariosPage *) widget;

  prony_scenario_export (widget, get_session (self), prony_scenario_list_get_selected (self->list),
                         parameter != NULL ? g_variant_get_string (parameter, NULL) : NULL);
}

static gboolean
on_drop_cb (PronyScenariosPage *self, const GValue *value)
{
  GSList *files = g_value_get_boxed (value);

  g_assert (PRONY_IS_SCENARIOS_PAGE (self));

  for (GSList *link = files; link != NULL; link = link->next)
    {
      g_autofree char *path = g_file_get_path (link->data);

      if (path != NULL)
        gtk_widget_activate_action (GTK_WIDGET (self), "scenarios.import-file", "s", path);
      else
        prony_toast_show_error (GTK_WIDGET (self),
                                _ ("Only files of this computer can be imported."));
    }

  return files != NULL;
}

/* --- Deleting ---------------------------------------------------------------------- */

static void
on_deletion_ended_cb (PronyScenariosPage *self, PronyScenarioDeletion *deletion)
{
  g_assert (PRONY_IS_SCENARIOS_PAGE (self));

  if (self->deletion == deletion)
    g_clear_object (&self->deletion);
  if (self->list != NULL)
    update_actions (self);
}

static void
on_restored_cb (PronyScenariosPage *self, const char *name)
{
  PronyScenarioItem *item = prony_session_find_scenario (get_session (self), name);

  g_assert (PRONY_IS_SCENARIOS_PAGE (self));

  if (item != NULL && self->list != NULL)
    prony_scenario_list_select (self->list, item);
}

static void
on_deletion_failed_cb (PronyScenariosPage *self, const char *sentence)
{
  g_assert (PRONY_IS_SCENARIOS_PAGE (self));

  prony_toast_show_error (GTK_WIDGET (self), sentence);
}

static void
on_deleted_cb (PronyScenariosPage *self, PronyScenarioDeletion *deletion)
{
  g_autofree char *text = NULL;
  AdwToast *toast;

  g_assert (PRONY_IS_SCENARIOS_PAGE (self));

  /* TRANSLATORS: %s is the title of a scenario. */
  text = g_strdup_printf (_ ("“%s” deleted"), prony_scenario_deletion_get_title (deletion));
  toast = prony_toast_new (text);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_timeout (toast, UNDO_TIMEOUT_S);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (prony_scenario_deletion_undo),
                           deletion, G_CONNECT_SWAPPED);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (prony_scenario_deletion_commit),
                           deletion, G_CONNECT_SWAPPED);
  g_signal_connect_object (deletion, "ended", G_CALLBACK (adw_toast_dismiss), toast,
                           G_CONNECT_SWAPPED);
  /* The one before is done with. */
  if (self->deletion != NULL)
    prony_scenario_deletion_commit (self->deletion);
  g_set_object (&self->deletion, deletion);
  prony_page_add_toast (PRONY_PAGE (self), toast);
  update_actions (self);
}

static void
delete_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyScenariosPage *self = (PronyScenariosPage *) widget;
  g_autoptr (PronyScenarioDeletion) deletion =
    prony_scenario_deletion_new (get_session (self), prony_scenario_list_get_selected (self->list));

  g_signal_connect_object (deletion, "deleted", G_CALLBACK (on_deleted_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (deletion, "restored", G_CALLBACK (on_restored_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (deletion, "failed", G_CALLBACK (on_deletion_failed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (deletion, "ended", G_CALLBACK (on_deletion_ended_cb), self,
                           G_CONNECT_SWAPPED);
  prony_scenario_deletion_start (deletion);
}

static void
undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyScenariosPage *self = (PronyScenariosPage *) widget;

  prony_scenario_deletion_undo (self->deletion);
}

/* --- Other actions --------------------------------------------------------------------- */

static void
run_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyScenariosPage *self = (PronyScenariosPage *) widget;
  PronyScenarioItem *item = prony_scenario_list_get_selected (self->list);

  gtk_widget_activate_action (widget, "win.run-scenario", "s",
                              prony_scenario_item_get_scenario (item)->name);
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyScenariosPage *self = (PronyScenariosPage *) widget;

  adw_leaflet_set_visible_child (self->leaflet, self->list_side);
  prony_scenario_list_focus_search (self->list);
}

static void
toggle_tag_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  prony_scenario_list_toggle_tag (((PronyScenariosPage *) widget)->list,
                                  g_variant_get_string (parameter, NULL));
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyScenariosPage *self = (PronyScenariosPage *) widget;

  adw_leaflet_set_visible_child (self->leaflet, self->list_side);
}

/* --- Callbacks ------------------------------------------------------------------------- */

static void
on_selected_cb (PronyScenariosPage *self, PronyScenarioItem *item)
{
  g_assert (PRONY_IS_SCENARIOS_PAGE (self));

  prony_scenario_view_set_item (self->view, item);
  update_actions (self);
}

static void
on_activated_cb (PronyScenariosPage *self)
{
  g_assert (PRONY_IS_SCENARIOS_PAGE (self));

  adw_leaflet_set_visible_child (self->leaflet, self->detail_side);
}

static void
on_items_changed_cb (PronyScenariosPage *self)
{
  PronySession *session = get_session (self);
  GListModel *scenarios = prony_session_get_scenarios (session);
  GListModel *broken = prony_session_get_broken_scenarios (session);
  PronyScenarioItem *selected = prony_scenario_list_get_selected (self->list);
  gboolean have_any =
    g_list_model_get_n_items (scenarios) > 0 || g_list_model_get_n_items (broken) > 0;

  g_assert (PRONY_IS_SCENARIOS_PAGE (self));

  if (!prony_session_get_ready (session))
    return;

  gtk_stack_set_visible_child_name (self->stack, have_any ? "list" : "empty");
  if (selected != NULL && !g_list_store_find (G_LIST_STORE (scenarios), selected, NULL) &&
      !g_list_store_find (G_LIST_STORE (broken), selected, NULL))
    selected = NULL;
  if (have_any)
    prony_scenario_list_select (self->list, selected);
  update_actions (self);
}

/* --- The page ------------------------------------------------------------------------- */

static void
prony_scenarios_page_session_set (PronyPage *page, PronySession *session)
{
  PronyScenariosPage *self = (PronyScenariosPage *) page;

  prony_scenario_view_set_session (self->view, session);
  prony_scenario_list_set_session (self->list, session);
  g_signal_connect_object (session, "notify::ready", G_CALLBACK (on_items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (prony_session_get_scenarios (session), "items-changed",
                           G_CALLBACK (on_items_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (prony_session_get_broken_scenarios (session), "items-changed",
                           G_CALLBACK (on_items_changed_cb), self, G_CONNECT_SWAPPED);
  on_items_changed_cb (self);
}

static void
prony_scenarios_page_dispose (GObject *object)
{
  PronyScenariosPage *self = (PronyScenariosPage *) object;

  g_clear_object (&self->deletion);
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_SCENARIOS_PAGE);

  G_OBJECT_CLASS (prony_scenarios_page_parent_class)->dispose (object);
}

static void
add_actions (PronyPageClass *page_class)
{
  static const PronyPageAction actions[] = {
    { "scenarios.new", NULL, new_action, 0, 0 },
    { "scenarios.import", NULL, import_action, 0, 0 },
    { "scenarios.import-file", "s", import_action, 0, 0 },
    { "scenarios.edit", NULL, edit_action, GDK_KEY_F2, 0 },
    { "scenarios.duplicate", NULL, duplicate_action, 0, 0 },
    { "scenarios.export", NULL, export_action, 0, 0 },
    { "scenarios.export-to", "s", export_action, 0, 0 },
    { "scenarios.delete", NULL, delete_action, GDK_KEY_Delete, 0 },
    { "scenarios.undo", NULL, undo_action, GDK_KEY_z, GDK_CONTROL_MASK },
    { "scenarios.run", NULL, run_action, GDK_KEY_Return, GDK_CONTROL_MASK },
    { "scenarios.search", NULL, search_action, 0, 0 },
    { "scenarios.toggle-tag", "s", toggle_tag_action, 0, 0 },
    { "scenarios.back", NULL, back_action, GDK_KEY_Left, GDK_ALT_MASK },
  };

  prony_page_class_add_actions (page_class, actions, G_N_ELEMENTS (actions));
}

static void
prony_scenarios_page_class_init (PronyScenariosPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_scenarios_page_dispose;
  PRONY_PAGE_CLASS (klass)->session_set = prony_scenarios_page_session_set;

  g_type_ensure (PRONY_TYPE_SCENARIO_LIST);
  g_type_ensure (PRONY_TYPE_SCENARIO_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/pages/prony-scenarios-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyScenariosPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PronyScenariosPage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, PronyScenariosPage, list_side);
  gtk_widget_class_bind_template_child (widget_class, PronyScenariosPage, detail_side);
  gtk_widget_class_bind_template_child (widget_class, PronyScenariosPage, list);
  gtk_widget_class_bind_template_child (widget_class, PronyScenariosPage, view);
  gtk_widget_class_bind_template_callback (widget_class, on_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_actions);
  add_actions (PRONY_PAGE_CLASS (klass));
}

static void
prony_scenarios_page_init (PronyScenariosPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (widget);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
  prony_shortcut_add_global (widget, GDK_KEY_f, GDK_CONTROL_MASK, "scenarios.search");
  prony_shortcut_add_global (widget, GDK_KEY_o, GDK_CONTROL_MASK, "scenarios.import");
  prony_shortcut_add_global (widget, GDK_KEY_e, GDK_CONTROL_MASK, "scenarios.export");
  prony_shortcut_add_global (widget, GDK_KEY_d, GDK_SHIFT_MASK | GDK_CONTROL_MASK,
                             "scenarios.duplicate");
  update_actions (self);
}

/**
 * prony_scenarios_page_open:
 * @self: the page, with its session
 * @name: a scenario's name; one that there is not is passed over
 *
 * Shows a scenario.
 */
void
prony_scenarios_page_open (PronyScenariosPage *self, const char *name)
{
  PronyScenarioItem *item;

  g_return_if_fail (PRONY_IS_SCENARIOS_PAGE (self));
  g_return_if_fail (name != NULL);

  item = prony_session_find_scenario (get_session (self), name);
  if (item != NULL)
    show_item (self, item);
}
