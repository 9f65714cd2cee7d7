/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/prony-json.h"
#include "base/prony-util.h"
#include "core/engines/prony-engine-detect.h"
#include "core/engines/prony-engine-models.h"
#include "core/engines/prony-engine-trouble.h"

/* Tells from a server's answers which engine it is and how it is. Pure functions of
 * the answers. Nothing is believed because of a status alone: servers that answer
 * everything with a page are common, and so are engines that imitate others, which
 * is why the order of the tests matters. */

static const PronyProbeAnswer *
find_answer (GPtrArray *answers, const char *path)
{
  for (guint i = 0; i < answers->len; i++)
    {
      const PronyProbeAnswer *answer = g_ptr_array_index (answers, i);

      if (g_str_equal (answer->path, path))
        return answer;
    }

  return NULL;
}

static JsonObject *
find_object (GPtrArray *answers, const char *path)
{
  return prony_probe_answer_get_object (find_answer (answers, path));
}

static const char *
find_string (GPtrArray *answers, const char *path, const char *name)
{
  return prony_json_get_string (find_object (answers, path), name, NULL);
}

static JsonArray *
find_list (GPtrArray *answers)
{
  const PronyProbeAnswer *answer = find_answer (answers, "/v1/models");

  if (answer == NULL || answer->status != 200)
    return NULL;

  return prony_engine_models_get_openai_list (answer->json);
}

static const char *
find_owner (GPtrArray *answers)
{
  JsonArray *list = find_list (answers);
  JsonNode *node;

  if (list == NULL || json_array_get_length (list) == 0)
    return NULL;

  node = json_array_get_element (list, 0);
  return JSON_NODE_HOLDS_OBJECT (node)
           ? prony_json_get_string (json_node_get_object (node), "owned_by", NULL)
           : NULL;
}

static gboolean
body_is (const PronyProbeAnswer *answer, const char *text)
{
  g_autofree char *body = NULL;

  if (answer == NULL || answer->status != 200 || answer->body->len > 100)
    return FALSE;

  body = g_strstrip (g_strdup (answer->body->str));
  return g_str_equal (body, text);
}

/* llama.cpp and its forks say so in every response; a proxy may replace that. */
static gboolean
is_llamacpp (GPtrArray *answers)
{
  static const char *const names[] = { "llama.cpp", "ik_llama.cpp", "llamafile" };

  for (guint i = 0; i < answers->len; i++)
    {
      const PronyProbeAnswer *answer = g_ptr_array_index (answers, i);

      for (guint j = 0; answer->server != NULL && j < G_N_ELEMENTS (names); j++)
        if (g_str_has_prefix (answer->server, names[j]))
          return TRUE;
    }

  return g_strcmp0 (find_owner (answers), "llamacpp") == 0;
}

static gboolean
is_tgi (GPtrArray *answers)
{
  const char *router = find_string (answers, "/info", "router");

  return router != NULL && g_str_has_prefix (router, "text-generation-router") &&
         find_string (answers, "/info", "model_id") != NULL;
}

static gboolean
is_vllm (GPtrArray *answers)
{
  const PronyProbeAnswer *metrics = find_answer (answers, "/metrics");

  if (g_strcmp0 (find_owner (answers), "vllm") == 0)
    return TRUE;

  return metrics != NULL && metrics->status == 200 &&
         find_string (answers, "/version", "version") != NULL &&
         strstr (metrics->body->str, "vllm:") != NULL;
}

static PronyEngineKind
detect_kind (GPtrArray *answers)
{
  if (is_tgi (answers))
    return PRONY_ENGINE_TGI;
  if (is_llamacpp (answers) ||
      prony_engine_trouble_is_loading (find_answer (answers, "/v1/models")))
    return PRONY_ENGINE_LLAMACPP;
  if (is_vllm (answers))
    return PRONY_ENGINE_VLLM;
  if (body_is (find_answer (answers, "/"), "Ollama is running"))
    return PRONY_ENGINE_OLLAMA;
  if (find_list (answers) != NULL)
    return PRONY_ENGINE_OPENAI;

  return PRONY_ENGINE_UNKNOWN;
}

/**
 * prony_engine_detect_get_paths:
 *
 * None of these costs a server anything; `/health` is not among them, because a
 * LiteLLM proxy would call its models for it.
 *
 * Returns: (transfer none) (array zero-terminated=1): what a probe asks for, all
 *   at once
 */
const char *const *
prony_engine_detect_get_paths (void)
{
  static const char *const paths[] = {
    "/v1/models", "/api/version", "/api/tags", "/version", "/info", "/props", "/", NULL,
  };

  return paths;
}

/**
 * prony_engine_detect_wants_metrics:
 * @answers: (element-type PronyProbeAnswer): to the paths of
 *   prony_engine_detect_get_paths()
 *
 * A vLLM behind a key or a proxy is known only by its metrics. They are asked for
 * separately, because reading them resets averages in other engines.
 *
 * Returns: whether `/metrics` would help
 */
gboolean
prony_engine_detect_wants_metrics (GPtrArray *answers)
{
  PronyEngineKind kind = detect_kind (answers);

  return (kind == PRONY_ENGINE_UNKNOWN || kind == PRONY_ENGINE_OPENAI) &&
         find_string (answers, "/version", "version") != NULL;
}

static PronyApi
choose_api (PronyEngineKind kind)
{
  switch (kind)
    {
    case PRONY_ENGINE_OLLAMA:
      return PRONY_API_OLLAMA_CHAT;
    case PRONY_ENGINE_TGI:
      /* One event for each token, and no chat template needed. */
      return PRONY_API_TGI;
    case PRONY_ENGINE_LLAMACPP:
    case PRONY_ENGINE_VLLM:
    case PRONY_ENGINE_OPENAI:
      return PRONY_API_OPENAI_CHAT;
    case PRONY_ENGINE_UNKNOWN:
    default:
      return PRONY_API_AUTO;
    }
}

/* The answer that decides how the engine is. */
static const PronyProbeAnswer *
find_decisive (GPtrArray *answers, PronyEngineKind kind)
{
  const PronyProbeAnswer *props = find_answer (answers, "/props");

  if (kind == PRONY_ENGINE_OLLAMA)
    return find_answer (answers, "/api/tags");

  /* llama.cpp lists its models to everyone, but not its properties. */
  if (kind == PRONY_ENGINE_LLAMACPP && props != NULL &&
      (props->status == 401 || props->status == 403))
    return props;

  return find_answer (answers, "/v1/models");
}

static void
read_models (PronyEngineInfo *info, GPtrArray *answers)
{
  JsonArray *list = find_list (answers);

  if (info->kind == PRONY_ENGINE_OLLAMA)
    prony_engine_models_read_ollama (find_object (answers, "/api/tags"), info->models);
  else if (info->kind == PRONY_ENGINE_TGI)
    prony_engine_models_read_tgi (find_object (answers, "/info"), info->models);
  else if (list != NULL)
    prony_engine_models_read_openai (list, info->models);

  if (info->kind == PRONY_ENGINE_LLAMACPP)
    prony_engine_models_add_props (find_object (answers, "/props"), info->models);
}

static const char *
find_version (GPtrArray *answers, PronyEngineKind kind)
{
  switch (kind)
    {
    case PRONY_ENGINE_OLLAMA:
      return find_string (answers, "/api/version", "version");
    case PRONY_ENGINE_LLAMACPP:
      return find_string (answers, "/props", "build_info");
    case PRONY_ENGINE_TGI:
      return find_string (answers, "/info", "version");
    case PRONY_ENGINE_VLLM:
    case PRONY_ENGINE_OPENAI:
      return find_string (answers, "/version", "version");
    case PRONY_ENGINE_UNKNOWN:
    default:
      return NULL;
    }
}

/**
 * prony_engine_detect:
 * @url: the address that was asked
 * @answers: (element-type PronyProbeAnswer): what it answered
 *
 * Returns: (transfer full): what is there, and how it is
 */
PronyEngineInfo *
prony_engine_detect (const char *url, GPtrArray *answers)
{
  PronyEngineInfo *info;
  const PronyProbeAnswer *decisive;

  g_return_val_if_fail (url != NULL, NULL);
  g_return_val_if_fail (answers != NULL, NULL);

  info = prony_engine_info_new (url);
  info->kind = detect_kind (answers);
  info->api = choose_api (info->kind);
  prony_set_str (&info->version, find_version (answers, info->kind));

  for (guint i = 0; i < answers->len; i++)
    {
      const PronyProbeAnswer *answer = g_ptr_array_index (answers, i);

      info->simulated |= answer->simulated;
      if (isnan (info->latency_s) || answer->latency_s < info->latency_s)
        info->latency_s = answer->latency_s;
    }

  decisive = find_decisive (answers, info->kind);
  if (info->kind == PRONY_ENGINE_UNKNOWN)
    prony_engine_trouble_explain_stranger (info, answers, decisive);
  else
    prony_engine_trouble_explain_engine (info, decisive);

  if (info->status == PRONY_ENGINE_STATUS_READY)
    read_models (info, answers);

  return info;
}
