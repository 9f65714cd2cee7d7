/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyApi:
 * @PRONY_API_AUTO: the engine's own best: decided when the engine is probed
 * @PRONY_API_OPENAI_CHAT: `POST /v1/chat/completions`
 * @PRONY_API_OPENAI_COMPLETIONS: `POST /v1/completions`
 * @PRONY_API_OLLAMA_CHAT: `POST /api/chat`
 * @PRONY_API_OLLAMA_GENERATE: `POST /api/generate`
 * @PRONY_API_LLAMACPP: llama.cpp's own `POST /completion`
 * @PRONY_API_TGI: TGI's own `POST /generate_stream`
 * @PRONY_API_SGLANG: SGLang's own `POST /generate`
 *
 * The protocol that requests are sent in.
 */
typedef enum
{
  PRONY_API_AUTO,
  PRONY_API_OPENAI_CHAT,
  PRONY_API_OPENAI_COMPLETIONS,
  PRONY_API_OLLAMA_CHAT,
  PRONY_API_OLLAMA_GENERATE,
  PRONY_API_LLAMACPP,
  PRONY_API_TGI,
  PRONY_API_SGLANG,
  PRONY_N_APIS,
} PronyApi;

const char *prony_api_to_string (PronyApi api);
const char *prony_api_title (PronyApi api);
gboolean prony_api_is_plain (PronyApi api);
gboolean prony_api_from_string (const char *text, PronyApi *api, GError **error);

G_END_DECLS
