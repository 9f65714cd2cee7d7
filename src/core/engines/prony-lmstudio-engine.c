/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-json.h"
#include "core/engines/prony-engine-class-private.h"

/* LM Studio. It answers 200 with an error to what it does not know. */
static const guint16 ports[] = { 1234, 0 };
static const char *const process_names[] = { "lm-studio", "LM Studio", "llmster", NULL };
static const PronyApi apis[] = { PRONY_API_OPENAI_CHAT, PRONY_API_OPENAI_COMPLETIONS,
                                 PRONY_API_AUTO };
static const char *const paths[] = { "/api/v0/models", "/api/v1/models", NULL };

static gboolean
matches (const PronyProbeAnswers *answers)
{
  return prony_json_get_boolean (prony_probe_answers_get_object (answers, "/lmstudio-greeting"),
                                 "lmstudio", FALSE);
}

static char *
advise_start (guint port)
{
  /* Translators: keep the command; %u is a port number. */
  return g_strdup_printf (
    _ ("Start the server of LM Studio with `lms server start --port %u`, or check the address."),
    port);
}

const PronyEngineClass _prony_lmstudio_engine = {
  .kind = PRONY_ENGINE_LMSTUDIO,
  .ports = ports,
  .process_names = process_names,
  .apis = apis,
  .paths = paths,
  .matches = matches,
  .read_models = _prony_engine_read_openai_models,
  .advise_start = advise_start,
};
