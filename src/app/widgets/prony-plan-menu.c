/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-plan-menu.h"

struct _PronyPlanMenu
{
  GtkPopover parent_instance;

  /* Template children */
  GtkButton *save_button;
  GtkWidget *copy_button;
  GtkLabel *title;
  GtkListBox *list;

  /* Plain */
  gboolean selections;
};

enum
{
  PROP_0,
  PROP_SELECTIONS,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (PronyPlanMenu, prony_plan_menu, GTK_TYPE_POPOVER)

static GParamSpec *properties[N_PROPS];

static gboolean
matches (gpointer item, gpointer user_data)
{
  PronyPlanMenu *self = user_data;

  return prony_saved_plan_is_selection (prony_plan_item_get_plan (item)) == self->selections;
}

static GtkWidget *
new_delete_button (PronyPlanMenu *self, PronySavedPlan *plan)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  /* Translators: %s is the name of a saved plan or selection */
  g_autofree char *label = g_strdup_printf (_ ("Delete “%s”"), plan->name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Delete"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "run.delete-plan");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", plan->id);
  /* The way back is offered below it. */
  g_signal_connect_object (button, "clicked", G_CALLBACK (gtk_popover_popdown), self,
                           G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  PronySavedPlan *plan = prony_plan_item_get_plan (item);
  g_autofree char *details = prony_plan_item_describe (item);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), plan->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), details);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "run.use-plan");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", plan->id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, plan->name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, details, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_delete_button (user_data, plan));
  return row;
}

static void
update (PronyPlanMenu *self)
{
  gtk_button_set_label (self->save_button,
                        self->selections ? _ ("_Save Selection…") : _ ("_Save Plan…"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->save_button),
                                  self->selections ? "run.name-selection" : "run.save-plan");
  gtk_widget_set_visible (self->copy_button, !self->selections);
  gtk_label_set_label (self->title, self->selections ? _ ("Saved Selections") : _ ("Saved Plans"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_label (self->title), -1);
}

static void
prony_plan_menu_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SELECTIONS:
      g_value_set_boolean (value, PRONY_PLAN_MENU (object)->selections);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
prony_plan_menu_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  PronyPlanMenu *self = PRONY_PLAN_MENU (object);

  switch (prop_id)
    {
    case PROP_SELECTIONS:
      self->selections = g_value_get_boolean (value);
      update (self);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
prony_plan_menu_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_PLAN_MENU);

  G_OBJECT_CLASS (prony_plan_menu_parent_class)->dispose (object);
}

static void
prony_plan_menu_class_init (PronyPlanMenuClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_plan_menu_dispose;
  object_class->get_property = prony_plan_menu_get_property;
  object_class->set_property = prony_plan_menu_set_property;

  properties[PROP_SELECTIONS] = g_param_spec_boolean ("selections", NULL, NULL, FALSE,
                                                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-plan-menu.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyPlanMenu, save_button);
  gtk_widget_class_bind_template_child (widget_class, PronyPlanMenu, copy_button);
  gtk_widget_class_bind_template_child (widget_class, PronyPlanMenu, title);
  gtk_widget_class_bind_template_child (widget_class, PronyPlanMenu, list);
  gtk_widget_class_bind_template_callback (widget_class, gtk_popover_popdown);
}

static void
prony_plan_menu_init (PronyPlanMenu *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

/**
 * prony_plan_menu_set_session:
 * @self: a menu
 * @session: what the pages share
 *
 * Fills the list; called once.
 */
void
prony_plan_menu_set_session (PronyPlanMenu *self, PronySession *session)
{
  GtkFilter *filter;
  g_autoptr (GtkFilterListModel) shown = NULL;

  g_return_if_fail (PRONY_IS_PLAN_MENU (self));
  g_return_if_fail (PRONY_IS_SESSION (session));

  /* The menu outlives its list, which is in it. */
  filter = GTK_FILTER (gtk_custom_filter_new (matches, self, NULL));
  shown = gtk_filter_list_model_new (g_object_ref (prony_session_get_plans (session)), filter);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (shown), create_row, self, NULL);
}
