/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-model-info.h"

G_BEGIN_DECLS

JsonObject *prony_model_entry_get (JsonArray *list, guint i);
gint64 prony_model_entry_get_positive (JsonObject *object, const char *name);
void prony_model_entry_set_said (char **place, const char *text);
char *prony_model_entry_read_ftype (const char *text);
gboolean prony_model_entry_can_complete (JsonObject *entry);
void prony_model_entry_read_capabilities (JsonArray *array, PronyModelInfo *model);
PronyModelState prony_model_entry_read_state (const char *word);
GHashTable *prony_model_entry_index (GPtrArray *models);

G_END_DECLS
