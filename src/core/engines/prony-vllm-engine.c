/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/prony-json.h"
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

static JsonObject *
build_tokenize (const char *text, const char *model)
{
  JsonObject *body = json_object_new ();

  if (model != NULL)
    json_object_set_string_member (body, "model", model);
  json_object_set_string_member (body, "prompt", text);
  json_object_set_boolean_member (body, "add_special_tokens", FALSE);
  return body;
}

static gint64
read_token_count (JsonNode *answer)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (answer) ? json_node_get_object (answer) : NULL;

  return object != NULL ? prony_json_get_int (object, "count", -1) : -1;
}

const PronyTokenizeCall _prony_vllm_tokenize = {
  .path = "/tokenize",
  .build_body = build_tokenize,
  .read_count = read_token_count,
};

const PronyEngineClass _prony_vllm_engine = {
  .kind = PRONY_ENGINE_VLLM,
  .ports = ports,
  .process_names = process_names,
  .apis = apis,
  .paths = paths,
  .metrics_path = "/metrics",
  .token_counter = "vllm:generation_tokens_total",
  .tokenize = &_prony_vllm_tokenize,
  .matches = matches,
  .find_decisive = find_decisive,
  .get_version = get_version,
  .read_models = _prony_engine_read_served_models,
  .advise_start = advise_start,
};
