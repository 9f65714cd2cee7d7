/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The engines, and what their files share. Private to core/engines. */

#pragma once

#include "core/engines/prony-engine-class.h"

G_BEGIN_DECLS

extern const PronyEngineClass _prony_koboldcpp_engine;
extern const PronyEngineClass _prony_lmstudio_engine;
extern const PronyEngineClass _prony_tgi_engine;
extern const PronyEngineClass _prony_sglang_engine;
extern const PronyEngineClass _prony_llamacpp_engine;
extern const PronyEngineClass _prony_nim_engine;
extern const PronyEngineClass _prony_trtllm_engine;
extern const PronyEngineClass _prony_vllm_engine;
extern const PronyEngineClass _prony_litellm_engine;
extern const PronyEngineClass _prony_llamaswap_engine;
extern const PronyEngineClass _prony_ollama_engine;
extern const PronyEngineClass _prony_openai_engine;

extern const PronyTokenizeCall _prony_vllm_tokenize;

gboolean _prony_engine_is_litellm (const PronyProbeAnswers *answers);
const PronyProbeAnswer *_prony_engine_find_unwell (const PronyProbeAnswers *answers,
                                                   const char *path);
void _prony_engine_read_openai_models (const PronyProbeAnswers *answers, GPtrArray *models);
void _prony_engine_read_served_models (const PronyProbeAnswers *answers, GPtrArray *models);

G_END_DECLS
