/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "sim/prony-sim-generation.h"

G_BEGIN_DECLS

char *prony_sim_tgi_make_headers (PronySimGeneration *generation);
void prony_sim_tgi_generate (PronySimCall *call);
void prony_sim_tgi_generate_stream (PronySimCall *call);
void prony_sim_tgi_generate_either (PronySimCall *call);

G_END_DECLS
