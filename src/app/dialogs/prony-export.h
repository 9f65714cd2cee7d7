/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-session.h"

G_BEGIN_DECLS

GFile *prony_export_get_first_folder (void);
void prony_export_runs (GtkWidget *widget,
                        PronySession *session,
                        const char *const *run_ids,
                        const char *parent);

G_END_DECLS
