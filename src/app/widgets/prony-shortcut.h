/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PronyShortcut:
 * @trigger: such as "<Control>s"
 * @action: the action's name
 *
 * What a key does.
 */
typedef struct
{
  const char *trigger;
  const char *action;
} PronyShortcut;

void prony_shortcut_add_global (GtkWidget *widget,
                                guint key,
                                GdkModifierType modifiers,
                                const char *action);
void prony_shortcut_add_global_with (GtkWidget *widget,
                                     guint key,
                                     GdkModifierType modifiers,
                                     const char *action,
                                     const char *argument);
void prony_shortcut_add_first (GtkWidget *widget, const PronyShortcut *shortcuts, guint n);

G_END_DECLS
