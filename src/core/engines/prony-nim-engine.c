/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/engines/prony-engine-class-private.h"

/* NVIDIA NIM: a vLLM behind a front of its own. */

static const guint16 ports[] = { 8000, 0 };
static const PronyApi apis[] = { PRONY_API_OPENAI_CHAT, PRONY_API_OPENAI_COMPLETIONS,
                                 PRONY_API_AUTO };
static const char *const paths[] = { "/v1/health/ready", "/v1/metrics", NULL };

static gboolean
matches (const PronyProbeAnswers *answers)
{
  return prony_probe_answers_get_string (answers, "/v1/version", "release") != NULL;
}

static const PronyProbeAnswer *
find_decisive (const PronyProbeAnswers *answers)
{
  return _prony_engine_find_unwell (answers, "/v1/health/ready");
}

/* Its front answers long before the model is there. */
static gboolean
is_loading (const PronyProbeAnswers *answers)
{
  return prony_probe_answers_get_status (answers, "/v1/health/ready") == 503;
}

static const char *
get_version (const PronyProbeAnswers *answers)
{
  return prony_probe_answers_get_string (answers, "/v1/version", "release");
}

static char *
advise_start (guint port)
{
  /* Translators: keep the command; %u is a port number. */
  return g_strdup_printf (_ ("Start the NIM container with `-p %u:8000`, or check the address."),
                          port);
}

const PronyEngineClass _prony_nim_engine = {
  .kind = PRONY_ENGINE_NIM,
  .ports = ports,
  .apis = apis,
  .paths = paths,
  .metrics_path = "/v1/metrics",
  .token_counter = "vllm:generation_tokens_total",
  .matches = matches,
  .find_decisive = find_decisive,
  .is_loading = is_loading,
  .get_version = get_version,
  .read_models = _prony_engine_read_served_models,
  .advise_start = advise_start,
};
