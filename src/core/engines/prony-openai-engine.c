/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/engines/prony-engine-class-private.h"

/* Any other server with OpenAI's API. The ports are those of LocalAI, LMDeploy, Jan,
 * text-generation-webui, GPT4All and Xinference. */

static const guint16 ports[] = { 8080, 8000, 5000, 1337, 23333, 4891, 9997, 0 };
static const PronyApi apis[] = { PRONY_API_OPENAI_CHAT, PRONY_API_OPENAI_COMPLETIONS,
                                 PRONY_API_AUTO };
static const char *const paths[] = { "/metrics", NULL };

static gboolean
matches (const PronyProbeAnswers *answers)
{
  return prony_probe_answers_get_models (answers) != NULL;
}

static const char *
get_version (const PronyProbeAnswers *answers)
{
  return prony_probe_answers_get_string (answers, "/version", "version");
}

static char *
advise_start (guint port)
{
  return g_strdup (_ ("Start the engine there, or check the address."));
}

const PronyEngineClass _prony_openai_engine = {
  .kind = PRONY_ENGINE_OPENAI,
  .ports = ports,
  .apis = apis,
  .paths = paths,
  .metrics_path = "/metrics",
  .matches = matches,
  .get_version = get_version,
  .read_models = _prony_engine_read_openai_models,
  .advise_start = advise_start,
};
