/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/engines/prony-engine-class-private.h"
#include "core/engines/prony-engine-models.h"

/* Ollama. */
static const guint16 ports[] = { 11434, 0 };
static const char *const process_names[] = { "ollama", NULL };
static const PronyApi apis[] = { PRONY_API_OLLAMA_CHAT, PRONY_API_OLLAMA_GENERATE,
                                 PRONY_API_OPENAI_CHAT, PRONY_API_OPENAI_COMPLETIONS,
                                 PRONY_API_AUTO };
static const char *const paths[] = { "/api/tags", "/api/ps", "/metrics", NULL };

static gboolean
matches (const PronyProbeAnswers *answers)
{
  return prony_probe_answers_says (answers, "/", "Ollama is running");
}

static const PronyProbeAnswer *
find_decisive (const PronyProbeAnswers *answers)
{
  return prony_probe_answers_find (answers, "/api/tags");
}

static const char *
get_version (const PronyProbeAnswers *answers)
{
  return prony_probe_answers_get_string (answers, "/api/version", "version");
}

static void
read_models (const PronyProbeAnswers *answers, GPtrArray *models)
{
  prony_engine_models_read_ollama (prony_probe_answers_get_object (answers, "/api/tags"), models);
}

static char *
advise_start (guint port)
{
  if (port == ports[0])
    return g_strdup (_ ("Start Ollama with `ollama serve`, or check the address."));

  /* Translators: keep the command; %u is a port number. */
  return g_strdup_printf (
    _ ("Start Ollama with `OLLAMA_HOST=127.0.0.1:%u ollama serve`, or check the address."), port);
}

const PronyEngineClass _prony_ollama_engine = {
  .kind = PRONY_ENGINE_OLLAMA,
  .ports = ports,
  .process_names = process_names,
  .apis = apis,
  .paths = paths,
  .metrics_path = "/metrics",
  .matches = matches,
  .find_decisive = find_decisive,
  .get_version = get_version,
  .read_models = read_models,
  .advise_start = advise_start,
};
