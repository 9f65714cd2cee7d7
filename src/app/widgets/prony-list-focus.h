/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void prony_list_focus_make_one_stop (GtkListBox *list);

G_END_DECLS
