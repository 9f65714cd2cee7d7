/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-json.h"
#include "core/engines/prony-engine-class-private.h"

/* llama-swap: a proxy that starts the engine of the model that is asked for. */
static const guint16 ports[] = { 8080, 0 };
static const char *const process_names[] = { "llama-swap", NULL };
static const PronyApi apis[] = { PRONY_API_OPENAI_CHAT, PRONY_API_OPENAI_COMPLETIONS,
                                 PRONY_API_AUTO };
static gboolean
matches (const PronyProbeAnswers *answers)
{
  JsonObject *running = prony_probe_answers_get_object (answers, "/running");

  return prony_json_get_array (running, "running") != NULL &&
         (g_strcmp0 (prony_probe_answers_get_owner (answers), "llama-swap") == 0 ||
          prony_probe_answers_says (answers, "/health", "OK"));
}

static const char *
get_version (const PronyProbeAnswers *answers)
{
  return prony_probe_answers_get_string (answers, "/api/version", "version");
}

static char *
advise_start (guint port)
{
  /* Translators: keep the command; %u is a port number. */
  return g_strdup_printf (_ ("Start llama-swap with `llama-swap --config CONFIG.yaml --listen "
                             ":%u`, or check the address."),
                          port);
}

const PronyEngineClass _prony_llamaswap_engine = {
  .kind = PRONY_ENGINE_LLAMASWAP,
  .ports = ports,
  .process_names = process_names,
  .apis = apis,
  .matches = matches,
  .get_version = get_version,
  .read_models = _prony_engine_read_openai_models,
  .advise_start = advise_start,
};
