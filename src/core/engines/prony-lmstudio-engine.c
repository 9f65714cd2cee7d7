/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-json.h"
#include "core/engines/prony-engine-class-private.h"
#include "core/engines/prony-model-entry.h"

/* LM Studio. It answers 200 with an error to what it does not know. */

static const guint16 ports[] = { 1234, 0 };
static const char *const process_names[] = { "lm-studio", "lm studio", "llmster", NULL };
static const PronyApi apis[] = { PRONY_API_OPENAI_CHAT, PRONY_API_OPENAI_COMPLETIONS,
                                 PRONY_API_AUTO };
static const char *const paths[] = { "/api/v0/models", "/api/v1/models", NULL };

static gboolean
matches (const PronyProbeAnswers *answers)
{
  return prony_json_get_boolean (prony_probe_answers_get_object (answers, "/lmstudio-greeting"),
                                 "lmstudio", FALSE);
}

/* The list of versions from 0.4 on. */
static PronyModelInfo *
read_lmstudio_entry (JsonObject *entry)
{
  JsonObject *capabilities = prony_json_get_object (entry, "capabilities");
  JsonArray *loaded = prony_json_get_array (entry, "loaded_instances");
  const char *type = prony_json_get_string (entry, "type", NULL);
  const char *id = prony_json_get_string (entry, "key", NULL);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  PronyModelInfo *model;

  if (id == NULL || *id == '\0' || (type != NULL && g_str_has_prefix (type, "embedding")))
    return NULL;

  model = prony_model_info_new (id);
  prony_model_entry_set_said (&model->family, prony_json_get_string (entry, "architecture", NULL));
  prony_model_entry_set_said (&model->parameter_size,
                              prony_json_get_string (entry, "params_string", NULL));
  prony_model_entry_set_said (
    &model->quantization,
    prony_json_get_string (prony_json_get_object (entry, "quantization"), "name", NULL));
  model->context_length = prony_model_entry_get_positive (entry, "max_context_length");
  model->size_bytes = prony_model_entry_get_positive (entry, "size_bytes");
  model->switchable = loaded != NULL;
  if (loaded != NULL)
    model->state =
      json_array_get_length (loaded) > 0 ? PRONY_MODEL_STATE_LOADED : PRONY_MODEL_STATE_NOT_LOADED;
  if (model->state == PRONY_MODEL_STATE_LOADED)
    model->loaded_context_length = prony_model_entry_get_positive (
      prony_json_get_object (prony_model_entry_get (loaded, 0), "config"), "context_length");

  if (prony_json_get_boolean (capabilities, "vision", FALSE))
    g_strv_builder_add (words, "vision");
  if (prony_json_get_boolean (capabilities, "trained_for_tool_use", FALSE))
    g_strv_builder_add (words, "tool_use");
  if (prony_json_get_object (capabilities, "reasoning") != NULL)
    g_strv_builder_add (words, "reasoning");
  if (capabilities != NULL)
    model->capabilities = g_strv_builder_end (words);
  return model;
}

/* The list of versions from 0.3.6 on. */
static PronyModelInfo *
read_lmstudio_old_entry (JsonObject *entry)
{
  const char *type = prony_json_get_string (entry, "type", NULL);
  const char *id = prony_json_get_string (entry, "id", NULL);
  PronyModelInfo *model;

  if (id == NULL || *id == '\0' || (type != NULL && g_str_has_prefix (type, "embedding")))
    return NULL;

  model = prony_model_info_new (id);
  prony_model_entry_set_said (&model->family, prony_json_get_string (entry, "arch", NULL));
  prony_model_entry_set_said (&model->quantization,
                              prony_json_get_string (entry, "quantization", NULL));
  model->context_length = prony_model_entry_get_positive (entry, "max_context_length");
  model->loaded_context_length = prony_model_entry_get_positive (entry, "loaded_context_length");
  model->state = prony_model_entry_read_state (prony_json_get_string (entry, "state", NULL));
  prony_model_entry_read_capabilities (prony_json_get_array (entry, "capabilities"), model);
  return model;
}

/* Its own lists, the better one that there is, less the models that only embed. */
static gboolean
read_own_lists (JsonObject *document, JsonObject *old_document, GPtrArray *models)
{
  JsonArray *list = prony_json_get_array (document, "models");
  gboolean old = list == NULL;

  if (old)
    list = prony_json_get_array (old_document, "data");
  if (list == NULL)
    return FALSE;

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *entry = prony_model_entry_get (list, i);
      PronyModelInfo *model = old ? read_lmstudio_old_entry (entry) : read_lmstudio_entry (entry);

      if (model != NULL)
        g_ptr_array_add (models, model);
    }
  return TRUE;
}

static void
read_models (const PronyProbeAnswers *answers, GPtrArray *models)
{
  if (!read_own_lists (prony_probe_answers_get_object (answers, "/api/v1/models"),
                       prony_probe_answers_get_object (answers, "/api/v0/models"), models))
    _prony_engine_read_openai_models (answers, models);
}

static JsonObject *
build_load (const char *model)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "model", model);
  return body;
}

/* An instance is called as its model, unless it is the second. */
static JsonObject *
build_unload (const char *model)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "instance_id", model);
  return body;
}

static double
read_load_s (JsonObject *answer)
{
  return prony_json_get_double (answer, "load_time_seconds", NAN);
}

static const PronyModelCalls model_calls = {
  .load = { .path = "/api/v1/models/load", .build_body = build_load },
  .unload = { .path = "/api/v1/models/unload", .build_body = build_unload },
  .read_load_s = read_load_s,
};

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
  .read_models = read_models,
  .model_calls = &model_calls,
  .advise_start = advise_start,
};
