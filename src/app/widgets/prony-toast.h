/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

AdwToast *prony_toast_new (const char *text);
void prony_toast_show (GtkWidget *widget, const char *text);
void prony_toast_show_error (GtkWidget *widget, const char *text);

G_END_DECLS
