/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-error.h"
#include "core/model/prony-api.h"

static const struct
{
  const char *name;
  const char *title;
} apis[PRONY_N_APIS] = {
  [PRONY_API_AUTO] = { "auto", N_ ("Chosen by Prony") },
  [PRONY_API_OPENAI_CHAT] = { "openai-chat", N_ ("OpenAI chat") },
  [PRONY_API_OPENAI_COMPLETIONS] = { "openai-completions", N_ ("OpenAI completions") },
  [PRONY_API_OLLAMA_CHAT] = { "ollama-chat", N_ ("Ollama chat") },
  [PRONY_API_OLLAMA_GENERATE] = { "ollama-generate", N_ ("Ollama generate") },
  [PRONY_API_LLAMACPP] = { "llamacpp", N_ ("llama.cpp’s own") },
  [PRONY_API_TGI] = { "tgi", N_ ("TGI’s own") },
  [PRONY_API_SGLANG] = { "sglang", N_ ("SGLang’s own") },
};

/**
 * prony_api_to_string:
 * @api: a protocol
 *
 * Returns: its name in options and files, such as "openai-chat"
 */
const char *
prony_api_to_string (PronyApi api)
{
  g_return_val_if_fail ((guint) api < PRONY_N_APIS, NULL);

  return apis[api].name;
}

/**
 * prony_api_title:
 * @api: a protocol
 *
 * Returns: its name for people, translated
 */
const char *
prony_api_title (PronyApi api)
{
  g_return_val_if_fail ((guint) api < PRONY_N_APIS, NULL);

  return g_dgettext (GETTEXT_PACKAGE, apis[api].title);
}

/**
 * prony_api_is_plain:
 * @api: a protocol
 *
 * Returns: whether a model gets a prompt as it is sent, with no template of a chat
 *   around it
 */
gboolean
prony_api_is_plain (PronyApi api)
{
  return api == PRONY_API_OPENAI_COMPLETIONS || api == PRONY_API_LLAMACPP || api == PRONY_API_TGI ||
         api == PRONY_API_SGLANG;
}

/**
 * prony_api_from_string:
 * @text: a protocol's name
 * @api: (out): the protocol
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Returns: whether @text names a protocol
 */
gboolean
prony_api_from_string (const char *text, PronyApi *api, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  for (guint i = 0; i < PRONY_N_APIS; i++)
    {
      if (g_strcmp0 (text, apis[i].name) == 0)
        {
          *api = i;
          return TRUE;
        }
      g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", apis[i].name);
    }

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               /* Translators: both %s are names of protocols */
               _ ("“%s” is not a protocol that Prony speaks. Use one of: %s."), text, known->str);
  return FALSE;
}
