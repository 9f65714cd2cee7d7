/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef gboolean (*WidgetCondition) (gpointer data);

void widget_fixture_init (void);
void widget_fixture_wait (WidgetCondition condition, gpointer data);
char *widget_fixture_make_folder (void);

#define wait_until(condition, data) widget_fixture_wait ((WidgetCondition) (condition), (data))

G_END_DECLS
