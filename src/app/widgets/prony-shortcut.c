/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/widgets/prony-shortcut.h"

/**
 * prony_shortcut_add_global:
 * @widget: a widget with an action
 * @key: such as %GDK_KEY_f
 * @modifiers: such as %GDK_CONTROL_MASK
 * @action: the action's name
 *
 * Makes a key work wherever in the window the focus is, as long as @widget is to be
 * seen. Not for keys that text entries need.
 */
void
prony_shortcut_add_global (GtkWidget *widget,
                           guint key,
                           GdkModifierType modifiers,
                           const char *action)
{
  prony_shortcut_add_global_with (widget, key, modifiers, action, NULL);
}

/**
 * prony_shortcut_add_global_with:
 * @widget: a widget with an action
 * @key: such as %GDK_KEY_1
 * @modifiers: such as %GDK_CONTROL_MASK
 * @action: the action's name
 * @argument: (nullable): what it is activated with, a text; %NULL for an action without
 *
 * As prony_shortcut_add_global(), for an action that has to be told something.
 */
void
prony_shortcut_add_global_with (
  GtkWidget *widget, guint key, GdkModifierType modifiers, const char *action, const char *argument)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  GtkShortcut *shortcut =
    gtk_shortcut_new (gtk_keyval_trigger_new (key, modifiers), gtk_named_action_new (action));

  if (argument != NULL)
    gtk_shortcut_set_arguments (shortcut, g_variant_new_string (argument));
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller),
                                     GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
  gtk_widget_add_controller (widget, controller);
}

/**
 * prony_shortcut_add_first:
 * @widget: a widget with actions
 * @shortcuts: (array length=n): keys
 * @n: how many
 *
 * Makes keys work before whatever has the focus in @widget gets them, such as a text view
 * that would take them for itself.
 */
void
prony_shortcut_add_first (GtkWidget *widget, const PronyShortcut *shortcuts, guint n)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < n; i++)
    gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string (shortcuts[i].trigger),
                        gtk_named_action_new (shortcuts[i].action)));
  gtk_widget_add_controller (widget, controller);
}
