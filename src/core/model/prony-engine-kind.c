/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/model/prony-engine-kind.h"

static const struct
{
  const char *name;
  const char *title;
} kinds[PRONY_N_ENGINE_KINDS] = {
  [PRONY_ENGINE_UNKNOWN] = { "unknown", N_ ("Unknown engine") },
  [PRONY_ENGINE_OLLAMA] = { "ollama", "Ollama" },
  [PRONY_ENGINE_LLAMACPP] = { "llamacpp", "llama.cpp" },
  [PRONY_ENGINE_VLLM] = { "vllm", "vLLM" },
  [PRONY_ENGINE_TGI] = { "tgi", "TGI" },
  [PRONY_ENGINE_SGLANG] = { "sglang", "SGLang" },
  [PRONY_ENGINE_LMSTUDIO] = { "lmstudio", "LM Studio" },
  [PRONY_ENGINE_KOBOLDCPP] = { "koboldcpp", "KoboldCpp" },
  [PRONY_ENGINE_NIM] = { "nim", "NVIDIA NIM" },
  [PRONY_ENGINE_TRTLLM] = { "trtllm", "TensorRT-LLM" },
  [PRONY_ENGINE_LITELLM] = { "litellm", "LiteLLM" },
  [PRONY_ENGINE_LLAMASWAP] = { "llamaswap", "llama-swap" },
  [PRONY_ENGINE_OPENAI] = { "openai", N_ ("OpenAI-compatible server") },
};

/**
 * prony_engine_kind_to_string:
 * @kind: a kind of engine
 *
 * Returns: its name in files, such as "llamacpp"
 */
const char *
prony_engine_kind_to_string (PronyEngineKind kind)
{
  g_return_val_if_fail ((guint) kind < PRONY_N_ENGINE_KINDS, NULL);

  return kinds[kind].name;
}

/**
 * prony_engine_kind_from_string:
 * @text: (nullable): a name as prony_engine_kind_to_string() gives it
 *
 * Returns: the kind; %PRONY_ENGINE_UNKNOWN for any other text
 */
PronyEngineKind
prony_engine_kind_from_string (const char *text)
{
  for (guint i = 0; i < PRONY_N_ENGINE_KINDS; i++)
    if (g_strcmp0 (text, kinds[i].name) == 0)
      return i;

  return PRONY_ENGINE_UNKNOWN;
}

/**
 * prony_engine_kind_title:
 * @kind: a kind of engine
 *
 * Returns: its name for people, translated where it is not a proper name
 */
const char *
prony_engine_kind_title (PronyEngineKind kind)
{
  g_return_val_if_fail ((guint) kind < PRONY_N_ENGINE_KINDS, NULL);

  return g_dgettext (GETTEXT_PACKAGE, kinds[kind].title);
}
