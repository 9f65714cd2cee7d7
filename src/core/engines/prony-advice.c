/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/engines/prony-advice.h"

static gint
get_port (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  if (uri == NULL)
    return -1;
  if (g_uri_get_port (uri) > 0)
    return g_uri_get_port (uri);

  return g_str_equal (g_uri_get_scheme (uri), "https") ? 443 : 80;
}

/**
 * prony_advice_place:
 * @url: an address
 *
 * Returns: (transfer full): where it is, for a sentence: "127.0.0.1 port 8000"
 */
char *
prony_advice_place (const char *url)
{
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (url != NULL, NULL);

  uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return g_strdup (url);

  /* Translators: a computer's name or number and a port number; it is put into
   * sentences such as "Nothing listens on 127.0.0.1 port 8000." */
  return g_strdup_printf (_ ("%s port %d"), g_uri_get_host (uri), get_port (url));
}

/* Without knowledge of what should be there, the usual ports tell. */
static PronyEngineKind
guess_kind (gint port)
{
  switch (port)
    {
    case 11434:
      return PRONY_ENGINE_OLLAMA;
    case 8080:
    case 9931:
      return PRONY_ENGINE_LLAMACPP;
    case 8000:
      return PRONY_ENGINE_VLLM;
    case 3000:
      return PRONY_ENGINE_TGI;
    default:
      return PRONY_ENGINE_UNKNOWN;
    }
}

/**
 * prony_advice_start:
 * @url: the address where nothing listens
 * @kind: what is believed to be there; may be unknown
 *
 * Returns: (transfer full): a sentence that tells how to start that engine
 */
char *
prony_advice_start (const char *url, PronyEngineKind kind)
{
  gint port;

  g_return_val_if_fail (url != NULL, NULL);

  port = get_port (url);
  if (kind == PRONY_ENGINE_UNKNOWN || kind == PRONY_ENGINE_OPENAI)
    kind = guess_kind (port);

  switch (kind)
    {
    case PRONY_ENGINE_OLLAMA:
      return g_strdup (_ ("Start Ollama with `ollama serve`, or check the address."));

    case PRONY_ENGINE_LLAMACPP:
      /* Translators: keep the command; %d is a port number. */
      return g_strdup_printf (_ ("Start llama.cpp with `llama-server -m MODEL.gguf --port %d`, or "
                                 "check the address."),
                              port);

    case PRONY_ENGINE_VLLM:
      return g_strdup_printf (_ ("Start vLLM with `vllm serve MODEL --port %d`, or check the "
                                 "address. vLLM listens only once its model is loaded."),
                              port);

    case PRONY_ENGINE_TGI:
      return g_strdup_printf (_ ("Start TGI with `text-generation-launcher --model-id MODEL --port "
                                 "%d`, or check the address. TGI listens only once its model is "
                                 "loaded."),
                              port);

    case PRONY_ENGINE_UNKNOWN:
    case PRONY_ENGINE_OPENAI:
    default:
      return g_strdup (_ ("Start the engine there, or check the address."));
    }
}
