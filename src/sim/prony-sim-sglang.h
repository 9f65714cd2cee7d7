/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "sim/prony-sim-engine.h"

G_BEGIN_DECLS

void prony_sim_sglang_generate (PronySimCall *call);

G_END_DECLS
