/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

AdwToast *prony_toast_new (const char *text);
AdwToast *prony_toast_new_folder (const char *text, const char *folder);
void prony_toast_add (GtkWidget *widget, AdwToast *toast);
void prony_toast_show (GtkWidget *widget, const char *text);
void prony_toast_show_folder (GtkWidget *widget, const char *text, const char *folder);
void prony_toast_show_error (GtkWidget *widget, const char *text);

G_END_DECLS
