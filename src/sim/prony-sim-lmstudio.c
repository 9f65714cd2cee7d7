/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include "base/prony-clock.h"
#include "base/prony-json.h"
#include "sim/prony-sim-apis.h"
#include "sim/prony-sim-json.h"
#include "sim/prony-sim-lmstudio.h"
#include "sim/prony-sim-models.h"
#include "sim/prony-sim-openai.h"

/* LM Studio: the greeting, its three lists of models, loading and unloading, and
 * OpenAI's API twice, once with its own statistics. */

#define BITS 4
#define PUBLISHER "simulated"

static void
fail (PronySimCall *call, PronySimFailure failure, const char *text)
{
  static const struct
  {
    guint status;
    const char *type;
    const char *code;
    const char *text;
  } failures[] = {
    [PRONY_SIM_FAILURE_INPUT] = { 400, "invalid_request_error", NULL, "Invalid request" },
    [PRONY_SIM_FAILURE_UNAUTHORIZED] = { 401, "invalid_request_error", "invalid_api_key",
                                         "An API token is needed." },
    [PRONY_SIM_FAILURE_NO_MODEL] = { 404, "invalid_request_error", "model_not_found", NULL },
    [PRONY_SIM_FAILURE_CONTEXT] = { 400, "invalid_request_error", NULL, NULL },
    [PRONY_SIM_FAILURE_OVERLOADED] = { 503, "server_error", NULL, "The server is busy." },
    [PRONY_SIM_FAILURE_RATE] = { 429, "server_error", NULL, "Too many requests." },
    [PRONY_SIM_FAILURE_LOADING] = { 503, "server_error", NULL, "The model is loading." },
    [PRONY_SIM_FAILURE_UNSUPPORTED] = { 501, "server_error", NULL, "This is not supported." },
    [PRONY_SIM_FAILURE_INTERNAL] = { 500, "internal_error", NULL,
                                     "The simulated engine failed on purpose." },
  };
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *sentence = NULL;
  g_autofree char *message = NULL;
  g_autofree char *code = NULL;

  /* An address that is not there is no failure to it. */
  if (failure == PRONY_SIM_FAILURE_NOT_FOUND || failure == PRONY_SIM_FAILURE_METHOD)
    {
      sentence = g_strdup_printf ("Unexpected endpoint or method. (%s %s)", call->request->method,
                                  call->request->path);
      message = prony_sim_json_quote (sentence);
      prony_sim_json_append (body, "{'error':%s}", message);
      prony_sim_call_respond_json (call, 200, body->str);
      return;
    }

  if (failure == PRONY_SIM_FAILURE_NO_MODEL)
    sentence = g_strdup_printf ("Model \"%s\" not found.", text);
  else
    sentence = g_strdup (text != NULL ? text : failures[failure].text);
  message = prony_sim_json_quote (sentence);
  code = prony_sim_json_quote (failures[failure].code);
  prony_sim_json_append (body, "{'error':{'message':%s,'type':'%s','param':null,'code':%s}}",
                         message, failures[failure].type, code);
  prony_sim_connection_respond (call->connection, failures[failure].status, "application/json",
                                prony_sim_failure_headers (failure), body->str);
}

static void
handle_greeting (PronySimCall *call)
{
  prony_sim_call_respond_json (call, 200, "{\"lmstudio\":true}");
}

static gboolean
is_loaded (PronySimEngine *engine, const char *model)
{
  return prony_sim_models_get_rest (engine, model, prony_clock_now_ns ()) > 0;
}

static void
handle_v1_models (PronySimCall *call)
{
  char **models = call->engine->options->models;
  g_autoptr (GString) body = g_string_new ("{\"object\":\"list\",\"data\":[");

  for (guint i = 0; models[i] != NULL; i++)
    {
      g_autofree char *name = prony_sim_json_quote (models[i]);

      prony_sim_json_append (body, "%s{'id':%s,'object':'model','owned_by':'organization_owner'}",
                             i > 0 ? "," : "", name);
    }
  g_string_append (body, "]}");
  prony_sim_call_respond_json (call, 200, body->str);
}

static void
handle_v0_models (PronySimCall *call)
{
  PronySimEngine *engine = call->engine;
  char **models = engine->options->models;
  g_autoptr (GString) body = g_string_new ("{\"object\":\"list\",\"data\":[");

  for (guint i = 0; models[i] != NULL; i++)
    {
      g_autofree char *name = prony_sim_json_quote (models[i]);
      gboolean loaded = is_loaded (engine, models[i]);

      prony_sim_json_append (body,
                             "%s{'id':%s,'object':'model','type':'llm','publisher':'" PUBLISHER
                             "','arch':'sim','compatibility_type':'gguf',"
                             "'quantization':'Q4_K_M','state':'%s','max_context_length':%u",
                             i > 0 ? "," : "", name, loaded ? "loaded" : "not-loaded",
                             engine->profile->context);
      if (loaded)
        prony_sim_json_append (body, ",'loaded_context_length':%u", engine->profile->context);
      prony_sim_json_append (body, ",'capabilities':['tool_use']}");
    }
  g_string_append (body, "]}");
  prony_sim_call_respond_json (call, 200, body->str);
}

static void
append_config (PronySimEngine *engine, GString *out)
{
  prony_sim_json_append (out,
                         "{'context_length':%u,'eval_batch_size':512,'parallel':%u,"
                         "'flash_attention':true,'offload_kv_cache_to_gpu':true}",
                         engine->profile->context, MAX (engine->profile->slots, 1));
}

static void
append_native_model (PronySimEngine *engine, GString *out, const char *model)
{
  g_autofree char *name = prony_sim_json_quote (model);
  gboolean thinks = prony_sim_models_can_think (model);

  prony_sim_json_append (
    out,
    "{'type':'llm','publisher':'" PUBLISHER "','key':%s,'display_name':%s,'architecture':'sim',"
    "'quantization':{'name':'Q4_K_M','bits_per_weight':%d},"
    "'size_bytes':%" G_GINT64_FORMAT ",'params_string':'8B','loaded_instances':[",
    name, name, BITS, PRONY_SIM_MODEL_BYTES);
  if (is_loaded (engine, model))
    {
      prony_sim_json_append (out, "{'id':%s,'config':", name);
      append_config (engine, out);
      g_string_append_c (out, '}');
    }
  prony_sim_json_append (out,
                         "],'max_context_length':%u,'format':'gguf','capabilities':"
                         "{'vision':false,'trained_for_tool_use':true",
                         engine->profile->context);
  if (thinks)
    prony_sim_json_append (out, ",'reasoning':{'allowed_options':['off','on'],'default':'on'}");
  g_string_append (out, "}}");
}

static void
handle_native_models (PronySimCall *call)
{
  char **models = call->engine->options->models;
  g_autoptr (GString) body = g_string_new ("{\"models\":[");

  for (guint i = 0; models[i] != NULL; i++)
    {
      g_string_append (body, i > 0 ? "," : "");
      append_native_model (call->engine, body, models[i]);
    }
  g_string_append (body, "]}");
  prony_sim_call_respond_json (call, 200, body->str);
}

/* Answers when the model is there. */
static void
handle_load (PronySimCall *call)
{
  const char *asked = prony_json_get_string (call->body, "model", "");
  const char *model = prony_sim_models_find (call->engine, asked);
  gint64 now_ns = call->request->read_ns;
  g_autofree char *name = prony_sim_json_quote (model);
  g_autoptr (GString) body = g_string_new (NULL);
  gint64 due_ns;

  if (model == NULL)
    {
      fail (call, PRONY_SIM_FAILURE_NO_MODEL, asked);
      return;
    }

  due_ns = prony_sim_models_load (call->engine, model, G_MAXINT64, now_ns);
  prony_sim_json_append (body,
                         "{'type':'llm','instance_id':%s,'load_time_seconds':%" G_GINT64_FORMAT
                         ".%03d,'status':'loaded'",
                         name, (due_ns - now_ns) / PRONY_NS_PER_S,
                         (int) ((due_ns - now_ns) % PRONY_NS_PER_S / 1000000));
  if (prony_json_get_boolean (call->body, "echo_load_config", FALSE))
    {
      g_string_append (body, ",\"load_config\":");
      append_config (call->engine, body);
    }
  g_string_append_c (body, '}');
  prony_sim_call_respond_later (call, due_ns, "application/json", body->str);
}

static void
handle_unload (PronySimCall *call)
{
  const char *asked = prony_json_get_string (call->body, "instance_id", "");
  const char *model = prony_sim_models_find (call->engine, asked);
  g_autofree char *name = prony_sim_json_quote (model);
  g_autoptr (GString) body = g_string_new (NULL);

  if (model == NULL || !is_loaded (call->engine, model))
    {
      fail (call, PRONY_SIM_FAILURE_NO_MODEL, asked);
      return;
    }

  prony_sim_models_unload (call->engine, model);
  prony_sim_json_append (body, "{'instance_id':%s}", name);
  prony_sim_call_respond_json (call, 200, body->str);
}

/* --- Answers ---------------------------------------------------------------- */

/* Seconds, with three decimals. */
static char *
make_seconds (gint64 ns)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT ".%03d", ns / PRONY_NS_PER_S,
                          (int) (ns % PRONY_NS_PER_S / 1000000));
}

/**
 * prony_sim_lmstudio_append_stats:
 * @generation: an answer without a stream
 * @out: where to write to
 *
 * Writes the members that /api/v0 adds: the times, in seconds, the model and what
 * runs it.
 */
void
prony_sim_lmstudio_append_stats (PronySimGeneration *generation, GString *out)
{
  static const char *const reasons[] = {
    [PRONY_SIM_FINISH_STOP] = "eosFound",
    [PRONY_SIM_FINISH_LENGTH] = "maxPredictedTokensReached",
    [PRONY_SIM_FINISH_WORD] = "stopStringFound",
    [PRONY_SIM_FINISH_ABORT] = "failed",
  };
  gint64 decode_ns = generation->last_ns - generation->first_ns;
  gint64 total_ns = generation->last_ns - generation->received_ns;
  g_autofree char *first = make_seconds (generation->first_ns - generation->received_ns);
  g_autofree char *whole = make_seconds (total_ns);
  double rate = decode_ns > 0 ? (double) generation->done / (double) decode_ns : 0;
  g_autofree char *tokens_a_second = make_seconds ((gint64) (rate * 1e18));

  prony_sim_json_append (out,
                         ",'stats':{'tokens_per_second':%s,'time_to_first_token':%s,"
                         "'generation_time':%s,'stop_reason':'%s'},"
                         "'model_info':{'arch':'sim','quant':'Q4_K_M','format':'gguf',"
                         "'context_length':%u},'runtime':{'name':'llama.cpp-linux-x86_64',"
                         "'version':'1.50.2','supported_formats':['gguf']}",
                         tokens_a_second, first, whole, reasons[generation->finish],
                         generation->engine->profile->context);
}

static void
handle_chat (PronySimCall *call)
{
  prony_sim_openai_chat (call, &prony_sim_openai_lmstudio);
}

static void
handle_completions (PronySimCall *call)
{
  prony_sim_openai_completions (call, &prony_sim_openai_lmstudio);
}

static void
handle_v0_chat (PronySimCall *call)
{
  prony_sim_openai_chat (call, &prony_sim_openai_lmstudio_v0);
}

static void
handle_v0_completions (PronySimCall *call)
{
  prony_sim_openai_completions (call, &prony_sim_openai_lmstudio_v0);
}

/**
 * prony_sim_lmstudio_api:
 *
 * Returns: LM Studio's protocol
 */
const PronySimApi *
prony_sim_lmstudio_api (void)
{
  static const PronySimRoute routes[] = {
    { "GET", "/lmstudio-greeting", handle_greeting, FALSE, TRUE },
    { "GET", "/v1/models", handle_v1_models, FALSE, FALSE },
    { "GET", "/api/v0/models", handle_v0_models, FALSE, FALSE },
    { "GET", "/api/v1/models", handle_native_models, FALSE, FALSE },
    { "POST", "/api/v1/models/load", handle_load, FALSE, FALSE },
    { "POST", "/api/v1/models/unload", handle_unload, FALSE, FALSE },
    { "POST", "/v1/chat/completions", handle_chat, TRUE, FALSE },
    { "POST", "/v1/completions", handle_completions, TRUE, FALSE },
    { "POST", "/api/v0/chat/completions", handle_v0_chat, TRUE, FALSE },
    { "POST", "/api/v0/completions", handle_v0_completions, TRUE, FALSE },
    { NULL },
  };
  static const PronySimApi api = {
    .name = "lmstudio",
    .port = 1234,
    .model = "simulated/sim-8b",
    .loads = TRUE,
    .routes = routes,
    .fail = fail,
  };

  return &api;
}
