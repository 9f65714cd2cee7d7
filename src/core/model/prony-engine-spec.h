/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <json-glib/json-glib.h>

#include "base/prony-types.h"

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
} PronyApi;

/**
 * PronyEngineKind:
 * @PRONY_ENGINE_UNKNOWN: not probed yet, or nothing that Prony knows
 * @PRONY_ENGINE_OLLAMA: Ollama
 * @PRONY_ENGINE_LLAMACPP: llama.cpp's server and its forks
 * @PRONY_ENGINE_VLLM: vLLM
 * @PRONY_ENGINE_TGI: Hugging Face text-generation-inference
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
  PRONY_ENGINE_OPENAI,
} PronyEngineKind;

/**
 * PronyEngineSpec:
 * @id: stable identifier of a saved engine (a UUID)
 * @name: (nullable): the user's name for it; %NULL means the kind's title
 * @url: base address without trailing slash and without `/v1`
 * @kind: the server software, as detected or chosen
 * @api: the protocol to use
 * @key_id: (nullable): the name under which its API key lies in the keyring;
 *   the key itself is never part of a spec
 *
 * An engine as the user knows it: server software at an address. Reference
 * counted; treat as immutable once it is shared.
 */
struct _PronyEngineSpec
{
  char *id;
  char *name;
  char *url;
  PronyEngineKind kind;
  PronyApi api;
  char *key_id;
};

const char *prony_api_to_string (PronyApi api);
gboolean prony_api_from_string (const char *text, PronyApi *api, GError **error);
const char *prony_engine_kind_to_string (PronyEngineKind kind);
PronyEngineKind prony_engine_kind_from_string (const char *text);
const char *prony_engine_kind_title (PronyEngineKind kind);

char *prony_engine_normalize_url (const char *text, GError **error);
gboolean prony_engine_url_is_loopback (const char *url);

PronyEngineSpec *prony_engine_spec_new (const char *url, GError **error);
PronyEngineSpec *prony_engine_spec_copy (PronyEngineSpec *self);
PronyEngineSpec *prony_engine_spec_ref (PronyEngineSpec *self);
void prony_engine_spec_unref (PronyEngineSpec *self);
const char *prony_engine_spec_get_title (PronyEngineSpec *self);
JsonObject *prony_engine_spec_to_json (PronyEngineSpec *self);
PronyEngineSpec *prony_engine_spec_from_json (JsonObject *object, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyEngineSpec, prony_engine_spec_unref)

G_END_DECLS
