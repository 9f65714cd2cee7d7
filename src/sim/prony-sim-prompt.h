/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "sim/prony-sim-generation.h"

G_BEGIN_DECLS

gboolean prony_sim_prompt_read_messages (PronySimAsk *ask, JsonObject *body, const char **problem);
gboolean prony_sim_prompt_read_text (PronySimAsk *ask, JsonNode *prompt, const char **problem);
gboolean prony_sim_prompt_read_stops (PronySimAsk *ask,
                                      JsonNode *stops,
                                      gboolean may_be_string,
                                      const char **problem);

G_END_DECLS
