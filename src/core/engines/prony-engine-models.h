/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <json-glib/json-glib.h>

#include "core/model/prony-engine-info.h"

G_BEGIN_DECLS

JsonArray *prony_engine_models_get_openai_list (JsonNode *document);
void prony_engine_models_read_openai (JsonArray *list, GPtrArray *models);
void prony_engine_models_set_loaded (GPtrArray *models);
void prony_engine_models_complete (GPtrArray *models);

G_END_DECLS
