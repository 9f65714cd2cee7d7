/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-json.h"
#include "core/engines/prony-engine-class-private.h"
#include "core/engines/prony-model-entry.h"
#include "core/model/prony-model-name.h"

/* SGLang. It imitates Ollama as well. */

static const guint16 ports[] = { 30000, 0 };
static const char *const process_names[] = { "sglang", NULL };
static const PronyApi apis[] = { PRONY_API_OPENAI_CHAT, PRONY_API_SGLANG,
                                 PRONY_API_OPENAI_COMPLETIONS, PRONY_API_AUTO };
static const char *const paths[] = { "/health", "/get_server_info", "/metrics", NULL };

static gboolean
matches (const PronyProbeAnswers *answers)
{
  JsonObject *info = prony_probe_answers_get_object (answers, "/get_model_info");

  return g_strcmp0 (prony_probe_answers_get_owner (answers), "sglang") == 0 ||
         (prony_json_get_string (info, "model_path", NULL) != NULL &&
          json_object_has_member (info, "is_generation"));
}

static const PronyProbeAnswer *
find_decisive (const PronyProbeAnswers *answers)
{
  return _prony_engine_find_unwell (answers, "/health");
}

/* It answers before it has warmed up. */
static gboolean
is_loading (const PronyProbeAnswers *answers)
{
  return prony_probe_answers_get_status (answers, "/health") == 503;
}

static const char *
get_version (const PronyProbeAnswers *answers)
{
  return prony_probe_answers_get_string (answers, "/get_server_info", "version");
}

/* It tells with which arguments it was started. */
static void
read_models (const PronyProbeAnswers *answers, GPtrArray *models)
{
  const char *quantization =
    prony_probe_answers_get_string (answers, "/get_server_info", "quantization");
  const char *path = prony_probe_answers_get_string (answers, "/get_model_info", "model_path");

  PronyModelInfo *model;

  _prony_engine_read_served_models (answers, models);
  if (models->len != 1)
    return;

  model = g_ptr_array_index (models, 0);
  prony_model_entry_set_said (&model->quantization, quantization);
  model->quantization_guessed &= g_strcmp0 (model->quantization, quantization) != 0;
  if (path != NULL)
    prony_model_name_complete (model, path);
}

static char *
advise_start (guint port)
{
  /* Translators: keep the command; %u is a port number. */
  return g_strdup_printf (
    _ ("Start SGLang with `python3 -m sglang.launch_server --model-path MODEL --port %u`, or check "
       "the address. SGLang listens only once its model is loaded."),
    port);
}

const PronyEngineClass _prony_sglang_engine = {
  .kind = PRONY_ENGINE_SGLANG,
  .ports = ports,
  .process_names = process_names,
  .apis = apis,
  .paths = paths,
  .metrics_path = "/metrics",
  .token_counter = "sglang:generation_tokens_total",
  .tokenize = &_prony_vllm_tokenize,
  .matches = matches,
  .find_decisive = find_decisive,
  .is_loading = is_loading,
  .get_version = get_version,
  .read_models = read_models,
  .advise_start = advise_start,
};
