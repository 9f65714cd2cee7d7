/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-engine-item.h"

G_BEGIN_DECLS

#define PRONY_TYPE_ENGINE_ROW (prony_engine_row_get_type ())

G_DECLARE_FINAL_TYPE (PronyEngineRow, prony_engine_row, PRONY, ENGINE_ROW, GtkListBoxRow)

GtkWidget *prony_engine_row_new (PronyEngineItem *item);
char *prony_engine_row_describe (PronyEngineInfo *info);

G_END_DECLS
