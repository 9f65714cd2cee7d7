/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-capability-list.h"
#include "app/widgets/prony-fact-row.h"

struct _PronyCapabilityList
{
  AdwPreferencesGroup parent_instance;

  /* Template widgets */
  GtkSpinner *spinner;
  GtkButton *button;

  /* Borrowed references, owned by the group */
  PronyFactRow *rows[PRONY_N_CAPABILITIES];
};

G_DEFINE_FINAL_TYPE (PronyCapabilityList, prony_capability_list, ADW_TYPE_PREFERENCES_GROUP)

static const struct
{
  const char *icon;
  const char *style;
} looks[] = {
  [PRONY_ABILITY_UNKNOWN] = { "dialog-question-symbolic", "dim-label" },
  [PRONY_ABILITY_NO] = { "window-close-symbolic", NULL },
  [PRONY_ABILITY_YES] = { "emblem-ok-symbolic", "success" },
};

static void
prony_capability_list_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_CAPABILITY_LIST);

  G_OBJECT_CLASS (prony_capability_list_parent_class)->dispose (object);
}

static void
prony_capability_list_class_init (PronyCapabilityListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_capability_list_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-capability-list.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyCapabilityList, spinner);
  gtk_widget_class_bind_template_child (widget_class, PronyCapabilityList, button);
}

static void
prony_capability_list_init (PronyCapabilityList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < PRONY_N_CAPABILITIES; i++)
    {
      self->rows[i] = PRONY_FACT_ROW (prony_fact_row_new (prony_capability_title (i)));
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->rows[i]));
    }
}

/**
 * prony_capability_list_show:
 * @self: the list
 * @item: the engine that it is of
 *
 * Shows what is known now: what was found out with requests, and what the latest
 * probe saw.
 */
void
prony_capability_list_show (PronyCapabilityList *self, PronyEngineItem *item)
{
  PronyEngineInfo *info;
  PronyCapabilities known;
  gboolean checking;

  g_return_if_fail (PRONY_IS_CAPABILITY_LIST (self));
  g_return_if_fail (PRONY_IS_ENGINE_ITEM (item));

  info = prony_engine_item_get_info (item);
  known = prony_engine_item_get_spec (item)->capabilities;
  if (info != NULL)
    prony_capabilities_merge (&known, &info->capabilities);
  for (guint i = 0; i < PRONY_N_CAPABILITIES; i++)
    {
      PronyAbility ability = known.abilities[i];

      prony_fact_row_set_value (self->rows[i], prony_ability_title (ability));
      prony_fact_row_set_icon (self->rows[i], looks[ability].icon, looks[ability].style);
    }

  checking = prony_engine_item_get_checking (item);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), checking);
  gtk_spinner_set_spinning (self->spinner, checking);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button),
                            !checking && prony_engine_item_can_run (item));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->button), "s",
                                    prony_engine_item_get_spec (item)->id);
}
