/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "sim/prony-sim-generation.h"

G_BEGIN_DECLS

void prony_sim_progress_init (PronySimGeneration *generation);
void prony_sim_progress_begin (PronySimGeneration *generation);
void prony_sim_progress_stop (PronySimGeneration *generation);
void prony_sim_progress_end (PronySimGeneration *generation, GString *out);

G_END_DECLS
