/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-clock.h"
#include "base/prony-json.h"
#include "core/engines/prony-engine-class-private.h"
#include "core/engines/prony-model-entry.h"

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

/* The list of all models, less those that cannot complete a text. */
static void
read_tags (JsonObject *tags, GPtrArray *models)
{
  JsonArray *list = prony_json_get_array (tags, "models");

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *entry = prony_model_entry_get (list, i);
      JsonObject *details = prony_json_get_object (entry, "details");
      const char *id = prony_json_get_string (entry, "name", NULL);
      PronyModelInfo *model;

      if (id == NULL || *id == '\0' || !prony_model_entry_can_complete (entry))
        continue;

      model = prony_model_info_new (id);
      prony_model_entry_set_said (&model->family, prony_json_get_string (details, "family", NULL));
      prony_model_entry_set_said (&model->parameter_size,
                                  prony_json_get_string (details, "parameter_size", NULL));
      prony_model_entry_set_said (&model->quantization,
                                  prony_json_get_string (details, "quantization_level", NULL));
      model->context_length = prony_model_entry_get_positive (details, "context_length");
      /* What runs in Ollama's cloud is never in this memory. */
      model->switchable = prony_json_get_string (entry, "remote_host", NULL) == NULL;
      model->size_bytes = prony_model_entry_get_positive (entry, "size");
      prony_model_entry_read_capabilities (prony_json_get_array (entry, "capabilities"), model);
      g_ptr_array_add (models, model);
    }
}

/* Which models are in memory, how much of each on the GPU, and the context that there
 * is room for. Without an answer that stays unknown. */
static void
read_loaded (JsonObject *ps, GPtrArray *models)
{
  JsonArray *list = prony_json_get_array (ps, "models");
  g_autoptr (GHashTable) index = NULL;

  if (list == NULL)
    return;

  index = prony_model_entry_index (models);
  for (guint i = 0; i < models->len; i++)
    {
      PronyModelInfo *model = g_ptr_array_index (models, i);

      if (model->switchable)
        model->state = PRONY_MODEL_STATE_NOT_LOADED;
    }
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *entry = prony_model_entry_get (list, i);
      const char *id = prony_json_get_string (entry, "name", NULL);
      PronyModelInfo *model = id != NULL ? g_hash_table_lookup (index, id) : NULL;

      if (model == NULL)
        continue;

      model->state = PRONY_MODEL_STATE_LOADED;
      model->memory_bytes = prony_model_entry_get_positive (entry, "size");
      model->gpu_bytes = prony_json_get_int (entry, "size_vram", -1);
      model->loaded_context_length = prony_model_entry_get_positive (entry, "context_length");
    }
}

static void
read_models (const PronyProbeAnswers *answers, GPtrArray *models)
{
  read_tags (prony_probe_answers_get_object (answers, "/api/tags"), models);
  read_loaded (prony_probe_answers_get_object (answers, "/api/ps"), models);
}

/* A request without a prompt loads the model, and unloads it when it is to be kept no
 * longer. */
static JsonObject *
build_load (const char *model)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "model", model);
  json_object_set_boolean_member (body, "stream", FALSE);
  return body;
}

static JsonObject *
build_unload (const char *model)
{
  JsonObject *body = build_load (model);

  json_object_set_int_member (body, "keep_alive", 0);
  return body;
}

static double
read_load_s (JsonObject *answer)
{
  gint64 ns = prony_json_get_int (answer, "load_duration", 0);

  return ns > 0 ? prony_ns_to_s (ns) : NAN;
}

static const PronyModelCalls model_calls = {
  .load = { .path = "/api/generate", .build_body = build_load },
  .unload = { .path = "/api/generate", .build_body = build_unload },
  .read_load_s = read_load_s,
};

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
  .model_calls = &model_calls,
  .advise_start = advise_start,
};
