/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include <string.h>

#include "sim/prony-sim-apis.h"

/**
 * prony_sim_api_find:
 * @name: what --api calls it
 *
 * Returns: (nullable): the protocol
 */
const PronySimApi *
prony_sim_api_find (const char *name)
{
  const PronySimApi *const apis[] = {
    prony_sim_ollama_api (), prony_sim_llamacpp_api (), prony_sim_vllm_api (),
    prony_sim_tgi_api (),    prony_sim_sglang_api (),   prony_sim_lmstudio_api (),
  };

  for (guint i = 0; i < G_N_ELEMENTS (apis); i++)
    if (strcmp (apis[i]->name, name) == 0)
      return apis[i];

  return NULL;
}
