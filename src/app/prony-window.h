/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-session.h"

G_BEGIN_DECLS

#define PRONY_TYPE_WINDOW (prony_window_get_type ())

G_DECLARE_FINAL_TYPE (PronyWindow, prony_window, PRONY, WINDOW, AdwApplicationWindow)

PronyWindow *prony_window_new (GtkApplication *application, const char *database);
PronySession *prony_window_get_session (PronyWindow *self);
const char *prony_window_get_page (PronyWindow *self);
void prony_window_show_page (PronyWindow *self, const char *name);
void prony_window_stop_and_close (PronyWindow *self);
void prony_window_add_toast (PronyWindow *self, AdwToast *toast);

G_END_DECLS
