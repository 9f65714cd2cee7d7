/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void prony_shortcut_add_global (GtkWidget *widget,
                                guint key,
                                GdkModifierType modifiers,
                                const char *action);

G_END_DECLS
