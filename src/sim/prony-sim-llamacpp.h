/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "sim/prony-sim-generation.h"

G_BEGIN_DECLS

void prony_sim_llamacpp_append_progress (PronySimGeneration *generation, GString *out);
void prony_sim_llamacpp_append_timings (PronySimGeneration *generation, GString *out);
void prony_sim_llamacpp_completion (PronySimCall *call);

G_END_DECLS
