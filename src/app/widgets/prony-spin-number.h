/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void prony_spin_number_set (GtkSpinButton *spin, double value);
guint prony_spin_number_get_count (GtkSpinButton *spin);

G_END_DECLS
