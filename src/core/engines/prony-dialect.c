/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include "core/engines/prony-dialect-private.h"

/**
 * prony_dialect_get:
 * @api: a protocol
 *
 * Safe in any thread.
 *
 * Returns: (transfer none) (nullable): how it is spoken; %NULL for
 *   %PRONY_API_AUTO, which a probe must have replaced before anything is sent
 */
const PronyDialect *
prony_dialect_get (PronyApi api)
{
  static const PronyDialect *const dialects[] = {
    &_prony_openai_chat_dialect, &_prony_openai_completions_dialect,
    &_prony_ollama_chat_dialect, &_prony_ollama_generate_dialect,
    &_prony_llamacpp_dialect,    &_prony_tgi_dialect,
    &_prony_sglang_dialect,
  };

  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++)
    if (dialects[i]->api == api)
      return dialects[i];

  return NULL;
}
