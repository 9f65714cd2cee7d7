/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <math.h>

#include "base/prony-json.h"
#include "base/prony-util.h"
#include "core/engines/prony-engine-class-private.h"
#include "core/engines/prony-engine-detect.h"
#include "core/engines/prony-engine-models.h"
#include "core/engines/prony-engine-trouble.h"
#include "core/wire/prony-prometheus.h"

/* Tells from a server's answers which engine it is and how it is. Pure functions of
 * the answers. Nothing is believed because of a status alone: servers that answer
 * everything with a page are common, and so are engines that imitate others, which
 * is why the order of the table matters. */

static const PronyEngineClass *
find_class (const PronyProbeAnswers *answers)
{
  for (const PronyEngineClass *const *list = prony_engine_class_list (); *list != NULL; list++)
    if ((*list)->matches (answers))
      return *list;

  return NULL;
}

static PronyEngineKind
get_kind (const PronyEngineClass *engine_class)
{
  return engine_class != NULL ? engine_class->kind : PRONY_ENGINE_UNKNOWN;
}

/* A LiteLLM proxy would call all its models for `/health`, which costs money. Nobody is
 * asked for it who has not said that it is none. */
static gboolean
may_ask (const PronyProbeAnswers *answers, const char *path)
{
  guint status = prony_probe_answers_get_status (answers, "/health/liveliness");

  if (g_str_equal (path, "/health") && status != 200 && status != 404 && status != 405)
    return FALSE;

  return !_prony_engine_is_litellm (answers) ||
         !(g_str_equal (path, "/health") || g_str_equal (path, "/metrics"));
}

/* Reading the metrics of llama.cpp begins its averages anew, for whoever else reads
 * them. Where it does not say itself whether it has any, it is asked once. */
static gboolean
must_try_metrics (PronyEngineSpec *engine,
                  const PronyEngineClass *engine_class,
                  const PronyProbeAnswers *answers)
{
  PronyCapabilities said = { 0 };

  if (engine_class->read_capabilities == NULL || engine_class->metrics_path == NULL ||
      engine->capabilities.abilities[PRONY_CAPABILITY_METRICS] != PRONY_ABILITY_UNKNOWN)
    return FALSE;

  for (guint i = 0; engine_class->paths != NULL && engine_class->paths[i] != NULL; i++)
    if (prony_probe_answers_get_status (answers, engine_class->paths[i]) == 0)
      return FALSE;

  engine_class->read_capabilities (answers, &said);
  return said.abilities[PRONY_CAPABILITY_METRICS] == PRONY_ABILITY_UNKNOWN;
}

/* What would tell which engine it is, where the first answers do not. */
static void
add_telling_paths (const PronyProbeAnswers *answers, GPtrArray *paths)
{
  if (prony_probe_answers_get_string (answers, "/api/version", "version") != NULL)
    g_ptr_array_add (paths, (gpointer) "/");
  if (prony_probe_answers_get_string (answers, "/version", "version") != NULL)
    g_ptr_array_add (paths, (gpointer) "/metrics");
  if (prony_probe_answers_get_object (answers, "/running") != NULL)
    g_ptr_array_add (paths, (gpointer) "/health");
}

/**
 * prony_engine_detect_list_paths:
 * @engine: what is asked
 * @answers: what it has answered so far
 *
 * The first paths cost no server anything. Later ones are those that would help, given
 * the answers.
 *
 * Returns: (transfer full) (array zero-terminated=1): what to ask for, all at once; may
 *   have been asked for already
 */
char **
prony_engine_detect_list_paths (PronyEngineSpec *engine, const PronyProbeAnswers *answers)
{
  static const char *const first[] = {
    "/api/version",    "/version",           "/info",    "/lmstudio-greeting", "/api/extra/version",
    "/get_model_info", "/health/liveliness", "/running", "/v1/version",
  };
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const PronyEngineClass *engine_class;

  g_return_val_if_fail (engine != NULL, NULL);
  g_return_val_if_fail (answers != NULL, NULL);

  g_ptr_array_add (paths, answers->models_path);
  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    g_ptr_array_add (paths, (gpointer) first[i]);

  engine_class = find_class (answers);
  if (get_kind (engine_class) == PRONY_ENGINE_UNKNOWN ||
      get_kind (engine_class) == PRONY_ENGINE_OPENAI)
    add_telling_paths (answers, paths);
  for (guint i = 0;
       engine_class != NULL && engine_class->paths != NULL && engine_class->paths[i] != NULL; i++)
    g_ptr_array_add (paths, (gpointer) engine_class->paths[i]);
  if (engine_class != NULL && must_try_metrics (engine, engine_class, answers))
    g_ptr_array_add (paths, (gpointer) engine_class->metrics_path);

  for (guint i = 0; i < paths->len; i++)
    if (may_ask (answers, g_ptr_array_index (paths, i)))
      g_strv_builder_add (builder, g_ptr_array_index (paths, i));
  return g_strv_builder_end (builder);
}

/* An address that the user has given a protocol for needs no list of models, nor
 * anything else that tells what it is: whatever answers is what was meant. */
static gboolean
is_custom (PronyEngineSpec *engine, const PronyProbeAnswers *answers)
{
  const PronyProbeAnswer *models = prony_probe_answers_find_models (answers);
  guint status = models != NULL ? models->status : 0;

  return engine->api != PRONY_API_AUTO && status >= 200 && status < 500 &&
         (status < 300 || status >= 400) && status != 401 && status != 403 && status != 429 &&
         !(status == 200 && prony_probe_answer_is_html (models));
}

static gboolean
is_prometheus (const PronyProbeAnswer *answer)
{
  PronyPrometheus sample;

  if (answer->status != 200 || answer->json != NULL || prony_probe_answer_is_html (answer))
    return FALSE;

  prony_prometheus_init (&sample, answer->body->str, answer->body->len);
  return prony_prometheus_next (&sample);
}

/* The first model that need not be loaded for it. */
static const PronyModelInfo *
find_ready_model (GPtrArray *models)
{
  for (guint i = 0; i < models->len; i++)
    {
      const PronyModelInfo *model = g_ptr_array_index (models, i);

      if (model->state == PRONY_MODEL_STATE_UNKNOWN || model->state == PRONY_MODEL_STATE_LOADED)
        return model;
    }

  return NULL;
}

/**
 * prony_engine_detect_make_tokenize:
 * @answers: what it has answered so far
 * @path: (out) (optional): where to ask
 *
 * Whether an engine counts tokens shows only by asking it to. It costs it nothing, but
 * might have it load a model, so that it is asked only about one that is there.
 *
 * Returns: (transfer full) (nullable): a body to POST that has it count a tiny text;
 *   %NULL for an engine that is not known to do so, or where no model is there
 */
char *
prony_engine_detect_make_tokenize (const PronyProbeAnswers *answers, const char **path)
{
  g_autoptr (GPtrArray) models = NULL;
  g_autoptr (JsonObject) body = NULL;
  const PronyEngineClass *engine_class = find_class (answers);
  const PronyProbeAnswer *listed = prony_probe_answers_find_models (answers);
  const PronyModelInfo *model;

  *path = NULL;
  if (engine_class == NULL || engine_class->tokenize == NULL || listed == NULL ||
      listed->status != 200)
    return NULL;

  models = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_model_info_free);
  engine_class->read_models (answers, models);
  model = find_ready_model (models);
  if (model == NULL)
    return NULL;

  body = engine_class->tokenize->build_body ("a", model->id);
  *path = engine_class->tokenize->path;
  return prony_json_to_text (body, FALSE);
}

/* What has no such endpoint answers 404, 405 or 501, or anything that has no count in
 * it. Of a refusal of the key, of a failure and of silence nothing follows. */
static PronyAbility
judge_tokenize (const PronyTokenizeCall *tokenize, const PronyProbeAnswers *answers)
{
  const PronyProbeAnswer *answer = prony_probe_answers_find (answers, tokenize->path);

  if (answer == NULL || answer->error != NULL || answer->status == 401 || answer->status == 403 ||
      answer->status == 429 || answer->status == 500 || answer->status == 502 ||
      answer->status == 503 || answer->status == 504)
    return PRONY_ABILITY_UNKNOWN;

  return answer->status == 200 && answer->json != NULL && tokenize->read_count (answer->json) > 0
           ? PRONY_ABILITY_YES
           : PRONY_ABILITY_NO;
}

static void
read_capabilities (PronyEngineInfo *info,
                   const PronyEngineClass *engine_class,
                   const PronyProbeAnswers *answers)
{
  const PronyProbeAnswer *metrics =
    engine_class->metrics_path != NULL
      ? prony_probe_answers_find (answers, engine_class->metrics_path)
      : NULL;

  /* A refusal of the key says nothing of what is behind it. */
  if (metrics != NULL && metrics->error == NULL && metrics->status != 401 && metrics->status != 403)
    info->capabilities.abilities[PRONY_CAPABILITY_METRICS] =
      is_prometheus (metrics) ? PRONY_ABILITY_YES : PRONY_ABILITY_NO;
  if (engine_class->tokenize != NULL)
    info->capabilities.abilities[PRONY_CAPABILITY_TOKENIZE] =
      judge_tokenize (engine_class->tokenize, answers);
  if (engine_class->read_capabilities != NULL)
    engine_class->read_capabilities (answers, &info->capabilities);
}

static void
read_class (PronyEngineInfo *info,
            const PronyEngineClass *engine_class,
            const PronyProbeAnswers *answers)
{
  info->kind = engine_class->kind;
  info->api = engine_class->apis[0];
  if (engine_class->get_version != NULL)
    prony_set_str (&info->version, engine_class->get_version (answers));
  if (engine_class->get_software != NULL)
    info->software = engine_class->get_software (answers);
  read_capabilities (info, engine_class, answers);
}

static void
read_latency (PronyEngineInfo *info, const PronyProbeAnswers *answers)
{
  for (guint i = 0; i < answers->items->len; i++)
    {
      const PronyProbeAnswer *answer = g_ptr_array_index (answers->items, i);

      info->simulated |= answer->simulated;
      if (isnan (info->latency_s) || answer->latency_s < info->latency_s)
        info->latency_s = answer->latency_s;
    }
}

/**
 * prony_engine_detect:
 * @engine: what was asked
 * @answers: what it answered
 *
 * Returns: (transfer full): what is there, and how it is
 */
PronyEngineInfo *
prony_engine_detect (PronyEngineSpec *engine, const PronyProbeAnswers *answers)
{
  PronyEngineInfo *info;
  const PronyEngineClass *engine_class;

  g_return_val_if_fail (engine != NULL, NULL);
  g_return_val_if_fail (answers != NULL, NULL);

  info = prony_engine_info_new (engine->url);
  read_latency (info, answers);

  engine_class = find_class (answers);
  if (engine_class != NULL)
    {
      read_class (info, engine_class, answers);
      prony_engine_trouble_explain_engine (info, engine_class, answers);
    }
  else if (is_custom (engine, answers))
    {
      info->kind = PRONY_ENGINE_OPENAI;
      info->api = engine->api;
      info->status = PRONY_ENGINE_STATUS_READY;
    }
  else
    prony_engine_trouble_explain_stranger (info, engine->kind, answers);

  if (engine_class != NULL && info->status == PRONY_ENGINE_STATUS_READY)
    {
      engine_class->read_models (answers, info->models);
      prony_engine_models_complete (info->models);
    }

  return info;
}
