/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/engines/prony-engine-class-private.h"

/* vLLM. */

static const guint16 ports[] = { 8000, 0 };
static const char *const process_names[] = { "vllm", NULL };
static const PronyApi apis[] = { PRONY_API_OPENAI_CHAT, PRONY_API_OPENAI_COMPLETIONS,
                                 PRONY_API_AUTO };
static const char *const paths[] = { "/health", "/metrics", NULL };

/* Behind a key or a proxy it is known only by its metrics. */
static gboolean
matches (const PronyProbeAnswers *answers)
{
  const PronyProbeAnswer *metrics = prony_probe_answers_find (answers, "/metrics");

  if (g_strcmp0 (prony_probe_answers_get_owner (answers), "vllm") == 0)
    return TRUE;

  return metrics != NULL && metrics->status == 200 &&
         prony_probe_answers_get_string (answers, "/version", "version") != NULL &&
         strstr (metrics->body->str, "vllm:") != NULL;
}

static const PronyProbeAnswer *
find_decisive (const PronyProbeAnswers *answers)
{
  return _prony_engine_find_unwell (answers, "/health");
}

static const char *
get_version (const PronyProbeAnswers *answers)
{
  return prony_probe_answers_get_string (answers, "/version", "version");
}

static char *
advise_start (guint port)
{
  /* Translators: keep the command; %u is a port number. */
  return g_strdup_printf (_ ("Start vLLM with `vllm serve MODEL --port %u`, or check the address. "
                             "vLLM listens only once its model is loaded."),
                          port);
}

const PronyEngineClass _prony_vllm_engine = {
  .kind = PRONY_ENGINE_VLLM,
  .ports = ports,
  .process_names = process_names,
  .apis = apis,
  .paths = paths,
  .metrics_path = "/metrics",
  .token_counter = "vllm:generation_tokens_total",
  .matches = matches,
  .find_decisive = find_decisive,
  .get_version = get_version,
  .read_models = _prony_engine_read_served_models,
  .advise_start = advise_start,
};
