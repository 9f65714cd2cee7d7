/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

#include "app/session/prony-session.h"

G_BEGIN_DECLS

void prony_badge_dialog_open (GtkWidget *widget, PronySession *session, const char *run_id);

G_END_DECLS
