/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-json.h"
#include "core/engines/prony-engine-class-private.h"
#include "core/engines/prony-model-entry.h"

/* llama-swap: a proxy that starts the engine of the model that is asked for. */

static const guint16 ports[] = { 8080, 0 };
static const char *const process_names[] = { "llama-swap", NULL };
static const PronyApi apis[] = { PRONY_API_OPENAI_CHAT, PRONY_API_OPENAI_COMPLETIONS,
                                 PRONY_API_AUTO };

static gboolean
matches (const PronyProbeAnswers *answers)
{
  JsonObject *running = prony_probe_answers_get_object (answers, "/running");

  return prony_json_get_array (running, "running") != NULL &&
         (g_strcmp0 (prony_probe_answers_get_owner (answers), "llama-swap") == 0 ||
          prony_probe_answers_says (answers, "/health", "OK"));
}

static const char *
get_version (const PronyProbeAnswers *answers)
{
  return prony_probe_answers_get_string (answers, "/api/version", "version");
}

/* Which of the models run. */
static void
read_running (JsonObject *running, GPtrArray *models)
{
  JsonArray *list = prony_json_get_array (running, "running");
  g_autoptr (GHashTable) index = NULL;

  if (list == NULL)
    return;

  index = prony_model_entry_index (models);
  for (guint i = 0; i < models->len; i++)
    {
      PronyModelInfo *model = g_ptr_array_index (models, i);

      model->state = PRONY_MODEL_STATE_NOT_LOADED;
      model->switchable = TRUE;
    }
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *entry = prony_model_entry_get (list, i);
      const char *id = prony_json_get_string (entry, "model", NULL);
      PronyModelInfo *model = id != NULL ? g_hash_table_lookup (index, id) : NULL;

      if (model != NULL)
        model->state =
          prony_model_entry_read_state (prony_json_get_string (entry, "state", "ready"));
    }
}

static void
read_models (const PronyProbeAnswers *answers, GPtrArray *models)
{
  _prony_engine_read_openai_models (answers, models);
  read_running (prony_probe_answers_get_object (answers, "/running"), models);
}

/* It loads a model when it is asked something. */
static const PronyModelCalls model_calls = {
  .unload = { .path = "/api/models/unload/", .path_ends_with_model = TRUE },
};

static char *
advise_start (guint port)
{
  /* Translators: keep the command; %u is a port number. */
  return g_strdup_printf (_ ("Start llama-swap with `llama-swap --config CONFIG.yaml --listen "
                             ":%u`, or check the address."),
                          port);
}

const PronyEngineClass _prony_llamaswap_engine = {
  .kind = PRONY_ENGINE_LLAMASWAP,
  .ports = ports,
  .process_names = process_names,
  .apis = apis,
  .matches = matches,
  .get_version = get_version,
  .read_models = read_models,
  .model_calls = &model_calls,
  .advise_start = advise_start,
};
