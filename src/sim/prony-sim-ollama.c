/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include <string.h>

#include "base/prony-clock.h"
#include "base/prony-json.h"
#include "sim/prony-sim-apis.h"
#include "sim/prony-sim-json.h"
#include "sim/prony-sim-models.h"
#include "sim/prony-sim-ollama.h"
#include "sim/prony-sim-openai.h"
#include "sim/prony-sim-random.h"

/* Ollama's discovery: version, models, what is loaded, and its /v1. The answers
 * of the model are in prony-sim-ollama-stream.c. */

#define VERSION "0.31.2"
/* Three hundred years. */
#define FOR_EVER_US (G_GINT64_CONSTANT (300) * 31557600 * G_USEC_PER_SEC)

static void
fail (PronySimCall *call, PronySimFailure failure, const char *text)
{
  static const struct
  {
    guint status;
    const char *type;
    const char *text;
  } failures[] = {
    [PRONY_SIM_FAILURE_INPUT] = { 400, "invalid_request_error", "invalid request" },
    [PRONY_SIM_FAILURE_UNAUTHORIZED] = { 401, "authentication_error", "unauthorized" },
    [PRONY_SIM_FAILURE_NO_MODEL] = { 404, "not_found_error", NULL },
    [PRONY_SIM_FAILURE_CONTEXT] = { 400, "invalid_request_error", NULL },
    [PRONY_SIM_FAILURE_OVERLOADED] = { 503, "api_error",
                                       "server busy, please try again.  maximum pending requests "
                                       "exceeded" },
    [PRONY_SIM_FAILURE_RATE] = { 429, "api_error", "too many requests" },
    [PRONY_SIM_FAILURE_LOADING] = { 503, "api_error", "llm server loading model" },
    [PRONY_SIM_FAILURE_UNSUPPORTED] = { 501, "api_error", "not supported" },
    [PRONY_SIM_FAILURE_INTERNAL] = { 500, "api_error", "the simulated runner failed on purpose" },
  };
  gboolean openai = g_str_has_prefix (call->request->path, "/v1/");
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *sentence = NULL;
  g_autofree char *message = NULL;

  if (failure == PRONY_SIM_FAILURE_NOT_FOUND || failure == PRONY_SIM_FAILURE_METHOD)
    {
      gboolean unknown = failure == PRONY_SIM_FAILURE_NOT_FOUND;

      prony_sim_connection_respond (call->connection, unknown ? 404 : 405, "text/plain", NULL,
                                    unknown ? "404 page not found" : "405 method not allowed");
      return;
    }

  if (failure == PRONY_SIM_FAILURE_NO_MODEL)
    sentence = g_strdup_printf ("model '%s' not found", text);
  else
    sentence = g_strdup (text != NULL ? text : failures[failure].text);
  message = prony_sim_json_quote (sentence);
  if (openai)
    prony_sim_json_append (body, "{'error':{'message':%s,'type':'%s','param':null,'code':null}}",
                           message, failures[failure].type);
  else
    prony_sim_json_append (body, "{'error':%s}", message);
  prony_sim_connection_respond (call->connection, failures[failure].status,
                                "application/json; charset=utf-8",
                                prony_sim_failure_headers (failure), body->str);
}

static void
respond (PronySimCall *call, GString *body)
{
  prony_sim_connection_respond (call->connection, 200, "application/json; charset=utf-8", NULL,
                                body->str);
}

static void
handle_root (PronySimCall *call)
{
  prony_sim_call_respond_text (call, 200, "Ollama is running");
}

static void
handle_version (PronySimCall *call)
{
  prony_sim_call_respond_json (call, 200, "{\"version\":\"" VERSION "\"}");
}

/* A digest has 64 hexadecimal digits; these depend on the model's name. */
static char *
make_digest (const char *model)
{
  GString *digest = g_string_new (NULL);

  for (guint64 i = 0; i < 4; i++)
    g_string_append_printf (digest, "%016" G_GINT64_MODIFIER "x", prony_sim_hash (i, model));

  return g_string_free (digest, FALSE);
}

/* As the end of a name says it: "llama3.2:1b-instruct-q8_0". */
static char *
make_quantization (const char *model)
{
  const char *end = strrchr (model, '-');

  return end != NULL && end[1] == 'q' && g_ascii_isdigit (end[2]) ? g_ascii_strup (end + 1, -1)
                                                                  : g_strdup ("Q4_K_M");
}

static void
append_details (PronySimEngine *engine, GString *out, const char *model)
{
  g_autofree char *text = make_quantization (model);
  g_autofree char *quantization = prony_sim_json_quote (text);

  prony_sim_json_append (out,
                         "{'parent_model':'','format':'gguf','family':'sim','families':['sim'],"
                         "'parameter_size':'8.0B','quantization_level':%s,"
                         "'context_length':%u,'embedding_length':4096}",
                         quantization, engine->profile->context);
}

static const char *
capabilities_of (const char *model)
{
  return prony_sim_models_can_think (model) ? "[\"completion\",\"thinking\"]" : "[\"completion\"]";
}

static void
handle_tags (PronySimCall *call)
{
  PronySimEngine *engine = call->engine;
  char **models = engine->options->models;
  g_autofree char *time = prony_clock_format_rfc3339 (engine->created_s * G_USEC_PER_SEC);
  g_autoptr (GString) body = g_string_new ("{\"models\":[");

  for (guint i = 0; models[i] != NULL; i++)
    {
      g_autofree char *name = prony_sim_json_quote (models[i]);
      g_autofree char *digest = make_digest (models[i]);

      prony_sim_json_append (body,
                             "%s{'name':%s,'model':%s,'modified_at':'%s',"
                             "'size':%" G_GINT64_FORMAT ",'digest':'%s','details':",
                             i > 0 ? "," : "", name, name, time, PRONY_SIM_MODEL_BYTES, digest);
      append_details (engine, body, models[i]);
      prony_sim_json_append (body, ",'capabilities':%s}", capabilities_of (models[i]));
    }
  g_string_append (body, "]}");
  respond (call, body);
}

/* A model that stays for ever is said to go in some hundred years. */
static char *
make_expiry (gint64 rest_ns)
{
  gint64 rest_us = rest_ns < G_MAXINT64 ? rest_ns / 1000 : FOR_EVER_US;

  return prony_clock_format_rfc3339 (g_get_real_time () + rest_us);
}

static void
append_loaded (PronySimEngine *engine, GString *out, const char *model, gint64 rest_ns)
{
  g_autofree char *name = prony_sim_json_quote (model);
  g_autofree char *digest = make_digest (model);
  g_autofree char *expires = make_expiry (rest_ns);
  double on_gpu = (double) PRONY_SIM_MODEL_BYTES * engine->options->gpu_share;

  prony_sim_json_append (
    out, "%s{'name':%s,'model':%s,'size':%" G_GINT64_FORMAT ",'digest':'%s','details':",
    out->str[out->len - 1] == '[' ? "" : ",", name, name, PRONY_SIM_MODEL_BYTES, digest);
  append_details (engine, out, model);
  prony_sim_json_append (out,
                         ",'expires_at':'%s','size_vram':%" G_GINT64_FORMAT ",'context_length':%u}",
                         expires, (gint64) on_gpu, engine->profile->context);
}

static void
handle_ps (PronySimCall *call)
{
  PronySimEngine *engine = call->engine;
  char **models = engine->options->models;
  gint64 now_ns = prony_clock_now_ns ();
  g_autoptr (GString) body = g_string_new ("{\"models\":[");

  for (guint i = 0; models[i] != NULL; i++)
    {
      gint64 rest_ns = prony_sim_models_get_rest (engine, models[i], now_ns);

      if (rest_ns > 0)
        append_loaded (engine, body, models[i], rest_ns);
    }
  g_string_append (body, "]}");
  respond (call, body);
}

static void
handle_show (PronySimCall *call)
{
  PronySimEngine *engine = call->engine;
  const char *asked = prony_json_get_string (call->body, "model", "");
  const char *model = prony_sim_models_find (engine, asked);
  g_autofree char *time = prony_clock_format_rfc3339 (engine->created_s * G_USEC_PER_SEC);
  g_autoptr (GString) body = g_string_new (NULL);

  if (model == NULL)
    {
      fail (call, PRONY_SIM_FAILURE_NO_MODEL, asked);
      return;
    }

  prony_sim_json_append (body,
                         "{'license':'','modelfile':'','parameters':'','template':'{{ .Prompt }}',"
                         "'details':");
  append_details (engine, body, model);
  prony_sim_json_append (
    body,
    ",'model_info':{'general.architecture':'sim','general.parameter_count':8030261312,"
    "'general.file_type':15,'sim.context_length':%u,'sim.embedding_length':4096},"
    "'capabilities':%s,'modified_at':'%s'}",
    engine->profile->context, capabilities_of (model), time);
  respond (call, body);
}

static void
handle_v1_models (PronySimCall *call)
{
  PronySimEngine *engine = call->engine;
  char **models = engine->options->models;
  g_autoptr (GString) body = g_string_new (NULL);

  prony_sim_json_append (body, "{'object':'list','data':[");
  for (guint i = 0; models[i] != NULL; i++)
    {
      g_autofree char *name = prony_sim_json_quote (models[i]);

      prony_sim_json_append (
        body, "%s{'id':%s,'object':'model','created':%" G_GINT64_FORMAT ",'owned_by':'library'}",
        i > 0 ? "," : "", name, engine->created_s);
    }
  g_string_append (body, "]}");
  respond (call, body);
}

static void
handle_v1_chat (PronySimCall *call)
{
  prony_sim_openai_chat (call, &prony_sim_openai_ollama);
}

static void
handle_v1_completions (PronySimCall *call)
{
  prony_sim_openai_completions (call, &prony_sim_openai_ollama);
}

/**
 * prony_sim_ollama_api:
 *
 * Returns: Ollama's protocol
 */
const PronySimApi *
prony_sim_ollama_api (void)
{
  static const PronySimRoute routes[] = {
    { "GET", "/", handle_root, FALSE, FALSE },
    { "GET", "/api/version", handle_version, FALSE, FALSE },
    { "GET", "/api/tags", handle_tags, FALSE, FALSE },
    { "GET", "/api/ps", handle_ps, FALSE, FALSE },
    { "POST", "/api/show", handle_show, FALSE, FALSE },
    { "POST", "/api/generate", prony_sim_ollama_generate, TRUE, FALSE },
    { "POST", "/api/chat", prony_sim_ollama_chat, TRUE, FALSE },
    { "GET", "/v1/models", handle_v1_models, FALSE, FALSE },
    { "POST", "/v1/chat/completions", handle_v1_chat, TRUE, FALSE },
    { "POST", "/v1/completions", handle_v1_completions, TRUE, FALSE },
    { NULL },
  };
  static const PronySimApi api = {
    .name = "ollama",
    .port = 11434,
    .model = "sim:8b",
    .loads = TRUE,
    .routes = routes,
    .fail = fail,
  };

  return &api;
}
