/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-json.h"
#include "core/engines/prony-engine-class-private.h"
#include "core/engines/prony-model-entry.h"

/* Hugging Face text-generation-inference. Its own protocol comes first: one event for
 * each token, and no chat template is needed. */

static const guint16 ports[] = { 3000, 0 };
static const char *const process_names[] = { "text-generation-launcher", "text-generation-router",
                                             NULL };
static const PronyApi apis[] = { PRONY_API_TGI, PRONY_API_OPENAI_CHAT, PRONY_API_OPENAI_COMPLETIONS,
                                 PRONY_API_AUTO };
static const char *const paths[] = { "/health", "/metrics", NULL };

static gboolean
matches (const PronyProbeAnswers *answers)
{
  const char *router = prony_probe_answers_get_string (answers, "/info", "router");

  return router != NULL && g_str_has_prefix (router, "text-generation-router") &&
         prony_probe_answers_get_string (answers, "/info", "model_id") != NULL;
}

/* There may be no list of models at all. */
static const PronyProbeAnswer *
find_decisive (const PronyProbeAnswers *answers)
{
  const PronyProbeAnswer *answer = _prony_engine_find_unwell (answers, "/health");

  return answer != NULL && answer->status == 404 ? prony_probe_answers_find (answers, "/info")
                                                 : answer;
}

static const char *
get_version (const PronyProbeAnswers *answers)
{
  return prony_probe_answers_get_string (answers, "/info", "version");
}

/* The model that it was started with. */
static void
read_models (const PronyProbeAnswers *answers, GPtrArray *models)
{
  JsonObject *info = prony_probe_answers_get_object (answers, "/info");
  const char *id = prony_json_get_string (info, "model_id", NULL);
  PronyModelInfo *model;

  if (id == NULL || *id == '\0')
    return;

  model = prony_model_info_new (id);
  model->context_length = prony_model_entry_get_positive (info, "max_total_tokens");
  model->loaded_context_length = model->context_length;
  model->state = PRONY_MODEL_STATE_LOADED;
  g_ptr_array_add (models, model);
}

static char *
advise_start (guint port)
{
  /* Translators: keep the command; %u is a port number. */
  return g_strdup_printf (
    _ ("Start TGI with `text-generation-launcher --model-id MODEL --port %u`, or check the "
       "address. TGI listens only once its model is loaded."),
    port);
}

static JsonObject *
build_tokenize (const char *text, const char *model)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "inputs", text);
  return body;
}

/* It cannot be told to leave out the special tokens that a prompt begins and ends with;
 * they have no place in the text. */
static gboolean
is_special (JsonArray *tokens, guint index)
{
  JsonNode *node = json_array_get_element (tokens, index);
  JsonObject *token = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  return token != NULL && prony_json_get_int (token, "start", -1) == 0 &&
         prony_json_get_int (token, "stop", -1) == 0;
}

static gint64
read_token_count (JsonNode *answer)
{
  JsonArray *tokens = JSON_NODE_HOLDS_ARRAY (answer) ? json_node_get_array (answer) : NULL;
  guint n = tokens != NULL ? json_array_get_length (tokens) : 0;
  gint64 count = n;

  if (tokens == NULL)
    return -1;
  if (n > 0 && is_special (tokens, 0))
    count--;
  if (n > 1 && is_special (tokens, n - 1))
    count--;
  return count;
}

static const PronyTokenizeCall tokenize = {
  .path = "/tokenize",
  .build_body = build_tokenize,
  .read_count = read_token_count,
};

const PronyEngineClass _prony_tgi_engine = {
  .kind = PRONY_ENGINE_TGI,
  .ports = ports,
  .process_names = process_names,
  .apis = apis,
  .paths = paths,
  .metrics_path = "/metrics",
  .token_counter = "tgi_request_generated_tokens_sum",
  .tokenize = &tokenize,
  .matches = matches,
  .find_decisive = find_decisive,
  .get_version = get_version,
  .read_models = read_models,
  .advise_start = advise_start,
};
