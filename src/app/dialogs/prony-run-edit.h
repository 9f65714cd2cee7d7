/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-session.h"

G_BEGIN_DECLS

void prony_run_edit_name (GtkWidget *widget, PronySession *session, const char *run_id);
void prony_run_edit_tags (GtkWidget *widget, PronySession *session, const char *const *run_ids);
void prony_run_edit_add_note (GtkWidget *widget, PronySession *session, const char *run_id);

G_END_DECLS
