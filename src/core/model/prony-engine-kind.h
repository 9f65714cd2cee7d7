/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyEngineKind:
 * @PRONY_ENGINE_UNKNOWN: not probed yet, or nothing that Prony knows
 * @PRONY_ENGINE_OLLAMA: Ollama
 * @PRONY_ENGINE_LLAMACPP: llama.cpp's server and its forks: llamafile, ik_llama.cpp
 * @PRONY_ENGINE_VLLM: vLLM
 * @PRONY_ENGINE_TGI: Hugging Face text-generation-inference
 * @PRONY_ENGINE_SGLANG: SGLang
 * @PRONY_ENGINE_LMSTUDIO: LM Studio
 * @PRONY_ENGINE_KOBOLDCPP: KoboldCpp
 * @PRONY_ENGINE_NIM: NVIDIA NIM
 * @PRONY_ENGINE_TRTLLM: TensorRT-LLM's `trtllm-serve`
 * @PRONY_ENGINE_LITELLM: the LiteLLM proxy
 * @PRONY_ENGINE_LLAMASWAP: llama-swap
 * @PRONY_ENGINE_OPENAI: any other server with the OpenAI API
 *
 * The server software.
 */
typedef enum
{
  PRONY_ENGINE_UNKNOWN,
  PRONY_ENGINE_OLLAMA,
  PRONY_ENGINE_LLAMACPP,
  PRONY_ENGINE_VLLM,
  PRONY_ENGINE_TGI,
  PRONY_ENGINE_SGLANG,
  PRONY_ENGINE_LMSTUDIO,
  PRONY_ENGINE_KOBOLDCPP,
  PRONY_ENGINE_NIM,
  PRONY_ENGINE_TRTLLM,
  PRONY_ENGINE_LITELLM,
  PRONY_ENGINE_LLAMASWAP,
  PRONY_ENGINE_OPENAI,
  PRONY_N_ENGINE_KINDS,
} PronyEngineKind;

const char *prony_engine_kind_to_string (PronyEngineKind kind);
PronyEngineKind prony_engine_kind_from_string (const char *text);
const char *prony_engine_kind_title (PronyEngineKind kind);

G_END_DECLS
