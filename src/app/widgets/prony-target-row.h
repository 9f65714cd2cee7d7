/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-engine-item.h"

G_BEGIN_DECLS

GtkWidget *
prony_target_row_new (PronyEngineItem *item, const PronyModelInfo *model, GtkWidget *check);
GtkWidget *prony_target_row_new_unusable (const char *title, const char *reason);
GtkWidget *prony_target_row_new_message (const char *title, const char *message);

G_END_DECLS
