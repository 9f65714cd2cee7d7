/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/engines/prony-engine-class-private.h"

/* The LiteLLM proxy. Its `/health` calls all its models, and its metrics cost as much as
 * the callback behind them: neither is asked for. */

static const guint16 ports[] = { 4000, 0 };
static const char *const process_names[] = { "litellm", NULL };
static const PronyApi apis[] = { PRONY_API_OPENAI_CHAT, PRONY_API_OPENAI_COMPLETIONS,
                                 PRONY_API_AUTO };

/* Whether it says so by its greeting or by any of its headers. */
gboolean
_prony_engine_is_litellm (const PronyProbeAnswers *answers)
{
  if (prony_probe_answers_says (answers, "/health/liveliness", "I'm alive!"))
    return TRUE;

  for (guint i = 0; i < answers->items->len; i++)
    {
      const PronyProbeAnswer *answer = g_ptr_array_index (answers->items, i);
      SoupMessageHeadersIter iter;
      const char *name;
      const char *value;

      if (answer->headers == NULL)
        continue;
      soup_message_headers_iter_init (&iter, answer->headers);
      while (soup_message_headers_iter_next (&iter, &name, &value))
        if (g_ascii_strncasecmp (name, "x-litellm-", strlen ("x-litellm-")) == 0)
          return TRUE;
    }

  return FALSE;
}

static gboolean
matches (const PronyProbeAnswers *answers)
{
  return _prony_engine_is_litellm (answers);
}

static const char *
get_version (const PronyProbeAnswers *answers)
{
  return prony_probe_answers_get_header (answers, "x-litellm-version");
}

static char *
advise_start (guint port)
{
  /* Translators: keep the command; %u is a port number. */
  return g_strdup_printf (
    _ ("Start LiteLLM with `litellm --config CONFIG.yaml --port %u`, or check the address."), port);
}

const PronyEngineClass _prony_litellm_engine = {
  .kind = PRONY_ENGINE_LITELLM,
  .ports = ports,
  .process_names = process_names,
  .apis = apis,
  .matches = matches,
  .get_version = get_version,
  .read_models = _prony_engine_read_openai_models,
  .advise_start = advise_start,
};
