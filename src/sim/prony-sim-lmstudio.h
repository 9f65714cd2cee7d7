/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "sim/prony-sim-generation.h"

G_BEGIN_DECLS

void prony_sim_lmstudio_append_stats (PronySimGeneration *generation, GString *out);

G_END_DECLS
