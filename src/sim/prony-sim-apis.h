/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "sim/prony-sim-engine.h"

G_BEGIN_DECLS

/* All protocols; above their files, so that none of these knows the list. */

const PronySimApi *prony_sim_api_find (const char *name);
const PronySimApi *prony_sim_ollama_api (void);
const PronySimApi *prony_sim_llamacpp_api (void);
const PronySimApi *prony_sim_vllm_api (void);
const PronySimApi *prony_sim_tgi_api (void);
const PronySimApi *prony_sim_sglang_api (void);
const PronySimApi *prony_sim_lmstudio_api (void);

G_END_DECLS
