/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef gboolean (*WidgetCondition) (gpointer data);

void widget_fixture_init (void);
void widget_fixture_wait (WidgetCondition condition, gpointer data);
char *widget_fixture_make_folder (void);
gboolean widget_fixture_is_gone (gpointer *place);
GtkWidget *widget_fixture_find (GtkWidget *parent, GType type, const char *title);
char *widget_fixture_get_text (GtkTextView *view);
gboolean widget_fixture_says (GtkWidget *parent, const char *text);

#define wait_until(condition, data) widget_fixture_wait ((WidgetCondition) (condition), (data))

G_END_DECLS
