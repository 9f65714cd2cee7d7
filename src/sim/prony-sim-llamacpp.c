/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include "base/prony-json.h"
#include "sim/prony-sim-apis.h"
#include "sim/prony-sim-json.h"
#include "sim/prony-sim-llamacpp.h"
#include "sim/prony-sim-openai.h"
#include "sim/prony-sim-prompt.h"

/* llama-server's discovery: health, properties, slots, models, tokenizer, and its
 * /v1. The answers of /completion are in prony-sim-llamacpp-stream.c. */

#define SERVER "Server: llama.cpp\r\n"
#define BUILD "b9999-51a0"

static void
respond (PronySimCall *call, guint status, const char *headers, const char *json)
{
  g_autofree char *lines = g_strconcat (SERVER, headers, NULL);

  prony_sim_connection_respond (call->connection, status, "application/json; charset=utf-8", lines,
                                json);
}

static void
fail (PronySimCall *call, PronySimFailure failure, const char *text)
{
  static const struct
  {
    guint status;
    const char *type;
    const char *text;
  } failures[] = {
    [PRONY_SIM_FAILURE_INPUT] = { 400, "invalid_request_error", "Invalid request" },
    [PRONY_SIM_FAILURE_UNAUTHORIZED] = { 401, "authentication_error", "Invalid API Key" },
    [PRONY_SIM_FAILURE_NO_MODEL] = { 404, "not_found_error", "model not found" },
    [PRONY_SIM_FAILURE_NOT_FOUND] = { 404, "not_found_error", "File Not Found" },
    [PRONY_SIM_FAILURE_METHOD] = { 404, "not_found_error", "File Not Found" },
    [PRONY_SIM_FAILURE_CONTEXT] = { 400, "exceed_context_size_error",
                                    "the request exceeds the available context size, try "
                                    "increasing it" },
    [PRONY_SIM_FAILURE_OVERLOADED] = { 503, "unavailable_error", "no slot available" },
    [PRONY_SIM_FAILURE_RATE] = { 429, "rate_limit_error", "too many requests" },
    [PRONY_SIM_FAILURE_LOADING] = { 503, "unavailable_error", "Loading model" },
    [PRONY_SIM_FAILURE_UNSUPPORTED] = { 501, "not_supported_error", NULL },
    [PRONY_SIM_FAILURE_INTERNAL] = { 500, "server_error",
                                     "The simulated engine failed on purpose." },
  };
  guint status = failures[failure].status;
  g_autofree char *message = prony_sim_json_quote (
    text != NULL && failure != PRONY_SIM_FAILURE_CONTEXT ? text : failures[failure].text);
  g_autoptr (GString) body = g_string_new (NULL);

  prony_sim_json_append (body, "{'error':{'code':%u,'message':%s,'type':'%s'", status, message,
                         failures[failure].type);
  if (failure == PRONY_SIM_FAILURE_CONTEXT)
    prony_sim_json_append (body, ",'n_prompt_tokens':%u,'n_ctx':%u", call->prompt_tokens,
                           call->engine->profile->context);
  g_string_append (body, "}}");
  respond (call, status, prony_sim_failure_headers (failure), body->str);
}

static void
handle_health (PronySimCall *call)
{
  respond (call, 200, NULL, "{\"status\":\"ok\"}");
}

/* A server without limit shows as many slots as it has work. */
static guint
count_slots (PronySimEngine *engine)
{
  return engine->profile->slots > 0 ? engine->profile->slots : MAX (engine->active, 1);
}

static void
handle_props (PronySimCall *call)
{
  PronySimEngine *engine = call->engine;
  g_autofree char *model = prony_sim_json_quote (engine->options->models[0]);
  g_autoptr (GString) body = g_string_new (NULL);

  prony_sim_json_append (
    body,
    "{'default_generation_settings':{'params':{'temperature':0.8,'top_k':40,'n_predict':-1},"
    "'n_ctx':%u},'total_slots':%u,'model_alias':%s,'model_path':%s,'model_ftype':'Q4_K - Medium',"
    "'modalities':{'vision':false,'audio':false},'endpoint_slots':true,'endpoint_metrics':%s,"
    "'chat_template':'','bos_token':'<s>','eos_token':'</s>','build_info':'" BUILD
    "','is_sleeping':false}",
    engine->profile->context, count_slots (engine), model, model,
    engine->options->metrics ? "true" : "false");
  respond (call, 200, NULL, body->str);
}

static void
handle_slots (PronySimCall *call)
{
  PronySimEngine *engine = call->engine;
  g_autoptr (GString) body = g_string_new ("[");
  guint n = count_slots (engine);

  if (g_strcmp0 (call->request->query, "fail_on_no_slot=1") == 0 && engine->active >= n)
    {
      fail (call, PRONY_SIM_FAILURE_OVERLOADED, NULL);
      return;
    }

  for (guint i = 0; i < n; i++)
    prony_sim_json_append (body, "%s{'id':%u,'n_ctx':%u,'is_processing':%s}", i > 0 ? "," : "", i,
                           engine->profile->context, i < engine->active ? "true" : "false");
  g_string_append_c (body, ']');
  respond (call, 200, NULL, body->str);
}

/* Half OpenAI's list and half Ollama's, with the size as an empty string. */
static void
handle_models (PronySimCall *call)
{
  PronySimEngine *engine = call->engine;
  g_autofree char *model = prony_sim_json_quote (engine->options->models[0]);
  g_autoptr (GString) body = g_string_new (NULL);

  prony_sim_json_append (
    body,
    "{'models':[{'name':%s,'model':%s,'modified_at':'','size':'','digest':'','type':'model',"
    "'capabilities':['completion'],'details':{'format':'gguf','family':''}}],"
    "'object':'list','data':[{'id':%s,'aliases':[],'tags':[],'object':'model',"
    "'created':%" G_GINT64_FORMAT ",'owned_by':'llamacpp','meta':{'vocab_type':2,'n_vocab':%u,"
    "'n_ctx':%u,'n_ctx_train':%u,'n_embd':4096,'n_params':8030261312,'size':4912898304,"
    "'ftype':'Q4_K - Medium'}}]}",
    model, model, model, engine->created_s, PRONY_SIM_VOCABULARY, engine->profile->context,
    engine->profile->context);
  respond (call, 200, NULL, body->str);
}

static void
handle_tokenize (PronySimCall *call)
{
  const char *text = prony_json_get_string (call->body, "content", "");
  gboolean with_pieces = prony_json_get_boolean (call->body, "with_pieces", FALSE);
  g_autoptr (GString) body = g_string_new ("{\"tokens\":[");

  for (const char *p = text; *p != '\0';)
    {
      gsize length = prony_sim_tokens_next (p);
      guint id = prony_sim_tokens_id (p, length);
      g_autofree char *piece = g_strndup (p, length);
      g_autofree char *quoted = prony_sim_json_quote (piece);

      g_string_append (body, p == text ? "" : ",");
      if (with_pieces)
        prony_sim_json_append (body, "{'id':%u,'piece':%s}", id, quoted);
      else
        g_string_append_printf (body, "%u", id);
      p += length;
    }
  g_string_append (body, "]}");
  respond (call, 200, NULL, body->str);
}

static void
append_value (GString *out, const char *type, const char *name, guint64 value)
{
  g_string_append_printf (out, "# TYPE llamacpp:%s %s\nllamacpp:%s %" G_GUINT64_FORMAT "\n", name,
                          type, name, value);
}

static void
handle_metrics (PronySimCall *call)
{
  PronySimEngine *engine = call->engine;
  g_autoptr (GString) body = NULL;

  if (!engine->options->metrics)
    {
      fail (call, PRONY_SIM_FAILURE_UNSUPPORTED,
            "This server does not support metrics endpoint. Start it with `--metrics`");
      return;
    }

  body = g_string_new (NULL);
  append_value (body, "counter", "prompt_tokens_total", engine->prompt_tokens);
  append_value (body, "counter", "tokens_predicted_total", engine->generated_tokens);
  append_value (body, "gauge", "requests_processing", engine->active);
  append_value (body, "gauge", "requests_deferred", engine->waiting.length);
  prony_sim_connection_respond (call->connection, 200, "text/plain; version=0.0.4", SERVER,
                                body->str);
}

static void
handle_chat (PronySimCall *call)
{
  prony_sim_openai_chat (call, &prony_sim_openai_llamacpp);
}

static void
handle_v1_completions (PronySimCall *call)
{
  prony_sim_openai_completions (call, &prony_sim_openai_llamacpp);
}

/**
 * prony_sim_llamacpp_api:
 *
 * Returns: llama-server's protocol
 */
const PronySimApi *
prony_sim_llamacpp_api (void)
{
  static const PronySimRoute routes[] = {
    { "GET", "/health", handle_health, FALSE, TRUE },
    { "GET", "/v1/health", handle_health, FALSE, TRUE },
    { "GET", "/props", handle_props, FALSE, FALSE },
    { "GET", "/slots", handle_slots, FALSE, FALSE },
    { "GET", "/models", handle_models, FALSE, TRUE },
    { "GET", "/v1/models", handle_models, FALSE, TRUE },
    { "GET", "/metrics", handle_metrics, FALSE, FALSE },
    { "POST", "/tokenize", handle_tokenize, FALSE, FALSE },
    { "POST", "/completion", prony_sim_llamacpp_completion, TRUE, FALSE },
    { "POST", "/completions", prony_sim_llamacpp_completion, TRUE, FALSE },
    { "POST", "/v1/completions", handle_v1_completions, TRUE, FALSE },
    { "POST", "/chat/completions", handle_chat, TRUE, FALSE },
    { "POST", "/v1/chat/completions", handle_chat, TRUE, FALSE },
    { NULL },
  };
  static const PronySimApi api = {
    .name = "llamacpp",
    .port = 8080,
    .model = "sim-8b-Q4_K_M.gguf",
    .routes = routes,
    .fail = fail,
  };

  return &api;
}
