/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PronyMenuFunc:
 * @widget: what an entry of a menu is about
 * @target: (nullable): what the entry says of it
 *
 * Does what an entry of a menu says.
 */
typedef void (*PronyMenuFunc) (GtkWidget *widget, GVariant *target);

void prony_menu_later (GtkWidget *widget, PronyMenuFunc func, GVariant *target);

G_END_DECLS
