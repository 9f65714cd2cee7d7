/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean prony_tooltip_set (GtkWidget *widget, const char *text);

G_END_DECLS
