/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include "core/engines/prony-engine-class-private.h"
#include "core/engines/prony-engine-models.h"

/* Imitators stand before what they imitate: KoboldCpp, SGLang and ik_llama.cpp answer
 * as Ollama does, too, NIM is a vLLM inside, and almost everything has OpenAI's list
 * of models. */
static const PronyEngineClass *const classes[] = {
  &_prony_koboldcpp_engine,
  &_prony_lmstudio_engine,
  &_prony_tgi_engine,
  &_prony_sglang_engine,
  &_prony_llamacpp_engine,
  &_prony_nim_engine,
  &_prony_trtllm_engine,
  &_prony_vllm_engine,
  &_prony_litellm_engine,
  &_prony_llamaswap_engine,
  &_prony_ollama_engine,
  &_prony_openai_engine,
  NULL,
};

/**
 * prony_engine_class_list:
 *
 * Returns: (transfer none) (array zero-terminated=1): all engines, in the order in
 *   which a probe asks whether it is them
 */
const PronyEngineClass *const *
prony_engine_class_list (void)
{
  return classes;
}

/**
 * prony_engine_class_get:
 * @kind: a kind of engine
 *
 * Safe in any thread.
 *
 * Returns: (transfer none) (nullable): what is known of that engine; %NULL for
 *   %PRONY_ENGINE_UNKNOWN
 */
const PronyEngineClass *
prony_engine_class_get (PronyEngineKind kind)
{
  for (guint i = 0; classes[i] != NULL; i++)
    if (classes[i]->kind == kind)
      return classes[i];

  return NULL;
}

static gboolean
has_port (const PronyEngineClass *self, guint port)
{
  for (guint i = 0; self->ports[i] != 0; i++)
    if (self->ports[i] == port)
      return TRUE;

  return FALSE;
}

/**
 * prony_engine_class_find_by_port:
 * @port: a port
 *
 * Several engines share some ports; the kinds are in the order of how common they
 * are.
 *
 * Returns: (transfer none) (nullable): the engine that is most likely meant there
 */
const PronyEngineClass *
prony_engine_class_find_by_port (guint port)
{
  for (guint kind = PRONY_ENGINE_UNKNOWN + 1; kind < PRONY_N_ENGINE_KINDS; kind++)
    {
      const PronyEngineClass *self = prony_engine_class_get ((PronyEngineKind) kind);

      if (self != NULL && has_port (self, port))
        return self;
    }

  return NULL;
}

/* The answer of a health endpoint, where it says that the engine is not well; else that
 * of the list of models. */
const PronyProbeAnswer *
_prony_engine_find_unwell (const PronyProbeAnswers *answers, const char *path)
{
  const PronyProbeAnswer *health = prony_probe_answers_find (answers, path);

  return health != NULL && health->status == 503 ? health
                                                 : prony_probe_answers_find_models (answers);
}

void
_prony_engine_read_openai_models (const PronyProbeAnswers *answers, GPtrArray *models)
{
  JsonArray *list = prony_probe_answers_get_models (answers);

  if (list != NULL)
    prony_engine_models_read_openai (list, models);
}

/* The same of an engine that has loaded whatever it lists. */
void
_prony_engine_read_served_models (const PronyProbeAnswers *answers, GPtrArray *models)
{
  _prony_engine_read_openai_models (answers, models);
  prony_engine_models_set_loaded (models);
}
