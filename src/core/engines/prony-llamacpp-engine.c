/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/prony-json.h"
#include "base/prony-util.h"
#include "core/engines/prony-engine-class-private.h"
#include "core/engines/prony-engine-models.h"
#include "core/engines/prony-model-entry.h"
#include "core/model/prony-model-name.h"

/* llama.cpp's server and its forks. */

static const guint16 ports[] = { 8080, 9931, 0 };
static const char *const process_names[] = { "llama-server", "llamafile", "llamafiler", NULL };
static const PronyApi apis[] = { PRONY_API_OPENAI_CHAT, PRONY_API_LLAMACPP,
                                 PRONY_API_OPENAI_COMPLETIONS, PRONY_API_AUTO };

/* Not `/metrics`: reading it begins its averages anew, for whoever else reads them. */
static const char *const paths[] = { "/props", NULL };

static const char *const forks[] = { "ik_llama.cpp", "llamafile" };

/* It and its forks say so in every response. */
static gboolean
is_served_by (const PronyProbeAnswers *answers, const char *name)
{
  for (guint i = 0; i < answers->items->len; i++)
    {
      const PronyProbeAnswer *answer = g_ptr_array_index (answers->items, i);

      if (answer->server != NULL && g_str_has_prefix (answer->server, name))
        return TRUE;
    }

  return FALSE;
}

/* Everything is answered so while it loads. */
static gboolean
is_loading (const PronyProbeAnswers *answers)
{
  const PronyProbeAnswer *answer = prony_probe_answers_find_models (answers);

  return answer != NULL && answer->status == 503 && answer->json != NULL &&
         (strstr (answer->body->str, "Loading model") != NULL ||
          strstr (answer->body->str, "loading model") != NULL);
}

static gboolean
matches (const PronyProbeAnswers *answers)
{
  for (guint i = 0; i < G_N_ELEMENTS (forks); i++)
    if (is_served_by (answers, forks[i]))
      return TRUE;

  /* A proxy may put its own name there. */
  return is_served_by (answers, "llama.cpp") ||
         g_strcmp0 (prony_probe_answers_get_owner (answers), "llamacpp") == 0 ||
         is_loading (answers);
}

/* It lists its models to everyone, but not its properties. */
static const PronyProbeAnswer *
find_decisive (const PronyProbeAnswers *answers)
{
  guint status = prony_probe_answers_get_status (answers, "/props");

  return status == 401 || status == 403 ? prony_probe_answers_find (answers, "/props")
                                        : prony_probe_answers_find_models (answers);
}

static const char *
get_version (const PronyProbeAnswers *answers)
{
  return prony_probe_answers_get_string (answers, "/props", "build_info");
}

static char *
get_software (const PronyProbeAnswers *answers)
{
  for (guint i = 0; i < G_N_ELEMENTS (forks); i++)
    if (is_served_by (answers, forks[i]))
      return g_strdup (forks[i]);

  return NULL;
}

/* What only the properties say in older versions: the context of a slot, the
 * quantization and the file of the one model that is loaded. */
static void
read_props (JsonObject *props, GPtrArray *models)
{
  JsonObject *settings = prony_json_get_object (props, "default_generation_settings");
  const char *path = prony_json_get_string (props, "model_path", NULL);
  g_autofree char *ftype = NULL;
  PronyModelInfo *model;

  if (props == NULL || models->len != 1)
    return;

  model = g_ptr_array_index (models, 0);
  if (model->loaded_context_length < 0)
    model->loaded_context_length = prony_model_entry_get_positive (settings, "n_ctx");
  if (model->loaded_context_length < 0)
    model->loaded_context_length = prony_model_entry_get_positive (props, "n_ctx");
  if (model->context_length < 0)
    model->context_length = model->loaded_context_length;
  ftype = prony_model_entry_read_ftype (prony_json_get_string (props, "model_ftype", NULL));
  if (ftype != NULL && (model->quantization == NULL || model->quantization_guessed))
    {
      prony_set_str (&model->quantization, ftype);
      model->quantization_guessed = FALSE;
    }
  if (path != NULL)
    prony_model_name_complete (model, path);
}

static void
read_models (const PronyProbeAnswers *answers, GPtrArray *models)
{
  _prony_engine_read_openai_models (answers, models);
  read_props (prony_probe_answers_get_object (answers, "/props"), models);
  prony_engine_models_set_loaded (models);
}

static JsonObject *
build_change (const char *model)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "model", model);
  return body;
}

/* Only where it was started without a model, as a router. */
static const PronyModelCalls model_calls = {
  .load = { .path = "/models/load", .build_body = build_change },
  .unload = { .path = "/models/unload", .build_body = build_change },
  .answers_early = TRUE,
};

static void
read_capabilities (const PronyProbeAnswers *answers, PronyCapabilities *capabilities)
{
  JsonObject *props = prony_probe_answers_get_object (answers, "/props");

  if (props != NULL && json_object_has_member (props, "endpoint_metrics"))
    capabilities->abilities[PRONY_CAPABILITY_METRICS] =
      prony_json_get_boolean (props, "endpoint_metrics", FALSE) ? PRONY_ABILITY_YES
                                                                : PRONY_ABILITY_NO;
}

static char *
advise_start (guint port)
{
  /* Translators: keep the command; %u is a port number. */
  return g_strdup_printf (
    _ ("Start llama.cpp with `llama-server -m MODEL.gguf --port %u`, or check the address."), port);
}

static JsonObject *
build_tokenize (const char *text, const char *model)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "content", text);
  json_object_set_boolean_member (body, "add_special", FALSE);
  return body;
}

static gint64
read_token_count (JsonNode *answer)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (answer) ? json_node_get_object (answer) : NULL;
  JsonArray *tokens = object != NULL ? prony_json_get_array (object, "tokens") : NULL;

  return tokens != NULL ? (gint64) json_array_get_length (tokens) : -1;
}

static const PronyTokenizeCall tokenize = {
  .path = "/tokenize",
  .build_body = build_tokenize,
  .read_count = read_token_count,
};

const PronyEngineClass _prony_llamacpp_engine = {
  .kind = PRONY_ENGINE_LLAMACPP,
  .ports = ports,
  .process_names = process_names,
  .apis = apis,
  .paths = paths,
  .metrics_path = "/metrics",
  .token_counter = "llamacpp:tokens_predicted_total",
  .tokenize = &tokenize,
  .matches = matches,
  .find_decisive = find_decisive,
  .is_loading = is_loading,
  .get_version = get_version,
  .get_software = get_software,
  .read_models = read_models,
  .model_calls = &model_calls,
  .read_capabilities = read_capabilities,
  .advise_start = advise_start,
};
