/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void prony_drop_down_set_label (GtkDropDown *drop_down, const char *label);

G_END_DECLS
