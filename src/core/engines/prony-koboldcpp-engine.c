/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-json.h"
#include "core/engines/prony-engine-class-private.h"
#include "core/engines/prony-model-entry.h"

/* KoboldCpp. It imitates Ollama and OpenAI; its usage says 100 tokens, always. */

static const guint16 ports[] = { 5001, 0 };
static const char *const process_names[] = { "koboldcpp", NULL };
static const PronyApi apis[] = { PRONY_API_OPENAI_CHAT, PRONY_API_OPENAI_COMPLETIONS,
                                 PRONY_API_AUTO };
static const char *const paths[] = { "/api/extra/true_max_context_length", "/metrics", NULL };

static gboolean
matches (const PronyProbeAnswers *answers)
{
  return g_strcmp0 (prony_probe_answers_get_string (answers, "/api/extra/version", "result"),
                    "KoboldCpp") == 0;
}

static const char *
get_version (const PronyProbeAnswers *answers)
{
  return prony_probe_answers_get_string (answers, "/api/extra/version", "version");
}

static void
read_models (const PronyProbeAnswers *answers, GPtrArray *models)
{
  JsonObject *context =
    prony_probe_answers_get_object (answers, "/api/extra/true_max_context_length");

  _prony_engine_read_served_models (answers, models);
  for (guint i = 0; i < models->len; i++)
    {
      PronyModelInfo *model = g_ptr_array_index (models, i);

      model->loaded_context_length = prony_model_entry_get_positive (context, "value");
      if (model->context_length < 0)
        model->context_length = model->loaded_context_length;
    }
}

static char *
advise_start (guint port)
{
  /* Translators: keep the command; %u is a port number. */
  return g_strdup_printf (
    _ ("Start KoboldCpp with `koboldcpp --model MODEL.gguf --port %u`, or check the address."),
    port);
}

static JsonObject *
build_tokenize (const char *text, const char *model)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "prompt", text);
  return body;
}

static gint64
read_token_count (JsonNode *answer)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (answer) ? json_node_get_object (answer) : NULL;

  return object != NULL ? prony_json_get_int (object, "value", -1) : -1;
}

/* The counts begin with what it puts before a prompt. */
static const PronyTokenizeCall tokenize = {
  .path = "/api/extra/tokencount",
  .counts_start = TRUE,
  .build_body = build_tokenize,
  .read_count = read_token_count,
};

const PronyEngineClass _prony_koboldcpp_engine = {
  .kind = PRONY_ENGINE_KOBOLDCPP,
  .ports = ports,
  .process_names = process_names,
  .apis = apis,
  .paths = paths,
  .metrics_path = "/metrics",
  .usage_is_fake = TRUE,
  .tokenize = &tokenize,
  .matches = matches,
  .get_version = get_version,
  .read_models = read_models,
  .advise_start = advise_start,
};
