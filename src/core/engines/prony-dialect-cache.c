/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <string.h>

#include "base/prony-json.h"
#include "core/engines/prony-dialect-private.h"

/* What engines have to keep a request out of their prompt cache. It comes on top of what
 * a prompt begins with, which works with all of them:
 *
 *   llama.cpp  `cache_prompt`: false evaluates the whole prompt
 *   vLLM       `cache_salt` is part of what cached blocks are found by: since 0.9 in
 *              chats, since 0.10.1 in completions; before, it is passed over in silence,
 *              and by the older of its two engines refused
 *   SGLang     `extra_key` in its own protocol since 0.5.3, and `cache_salt` in OpenAI's;
 *              before, they are passed over
 *
 * Ollama always has llama.cpp use its cache; TGI and LM Studio take no such field. What is
 * not known to be one of these may pass a request on to one of them, but may also refuse a
 * field that OpenAI does not have, so it gets none. */

/* vLLM takes no longer one. */
#define MAX_SALT 128

static gboolean
is_openai (PronyApi api)
{
  return api == PRONY_API_OPENAI_CHAT || api == PRONY_API_OPENAI_COMPLETIONS;
}

/* The field that takes a salt: (nullable). */
static const char *
get_salt_field (PronyApi api, PronyEngineKind kind)
{
  if (api == PRONY_API_SGLANG)
    return "extra_key";
  if (is_openai (api) && (kind == PRONY_ENGINE_VLLM || kind == PRONY_ENGINE_SGLANG))
    return "cache_salt";

  return NULL;
}

/* vLLM keeps some characters for itself. */
static char *
make_salt (const char *text)
{
  char *salt =
    g_utf8_strlen (text, -1) > MAX_SALT ? g_utf8_substring (text, 0, MAX_SALT) : g_strdup (text);

  return g_strdelimit (salt, "@/\\", '-');
}

/**
 * _prony_dialect_add_cache_switch:
 * @body: the request's body
 * @api: the protocol
 * @kind: who is asked
 * @spec: what is asked
 *
 * Adds what keeps the engine's prompt cache from answering, where @spec wants that and the
 * engine has something for it.
 */
void
_prony_dialect_add_cache_switch (JsonObject *body,
                                 PronyApi api,
                                 PronyEngineKind kind,
                                 const PronyRequestSpec *spec)
{
  const char *field = get_salt_field (api, kind);

  if (spec->avoid_cache &&
      (api == PRONY_API_LLAMACPP || (is_openai (api) && kind == PRONY_ENGINE_LLAMACPP)))
    json_object_set_boolean_member (body, "cache_prompt", FALSE);

  if (field != NULL && spec->cache_salt != NULL && *spec->cache_salt != '\0')
    {
      g_autofree char *salt = make_salt (spec->cache_salt);

      json_object_set_string_member (body, field, salt);
    }
}
