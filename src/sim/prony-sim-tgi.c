/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include "base/prony-json.h"
#include "sim/prony-sim-apis.h"
#include "sim/prony-sim-json.h"
#include "sim/prony-sim-openai.h"
#include "sim/prony-sim-tgi.h"

/* TGI's discovery: health, info, models, tokenizer, metrics, and its /v1. The
 * answers of /generate are in prony-sim-tgi-stream.c. */

#define VERSION "3.3.6"

static void
fail (PronySimCall *call, PronySimFailure failure, const char *text)
{
  static const struct
  {
    guint status;
    const char *type;
    const char *text;
  } failures[] = {
    [PRONY_SIM_FAILURE_INPUT] = { 422, "validation", "Input validation error" },
    [PRONY_SIM_FAILURE_UNAUTHORIZED] = { 401, NULL, NULL },
    [PRONY_SIM_FAILURE_NO_MODEL] = { 404, NULL, NULL },
    [PRONY_SIM_FAILURE_NOT_FOUND] = { 404, NULL, NULL },
    [PRONY_SIM_FAILURE_METHOD] = { 405, NULL, NULL },
    [PRONY_SIM_FAILURE_CONTEXT] = { 422, "validation", NULL },
    [PRONY_SIM_FAILURE_OVERLOADED] = { 503, "unhealthy", "unhealthy" },
    [PRONY_SIM_FAILURE_RATE] = { 429, "overloaded", "Model is overloaded" },
    [PRONY_SIM_FAILURE_LOADING] = { 503, "healthcheck", "unhealthy" },
    [PRONY_SIM_FAILURE_UNSUPPORTED] = { 501, "validation", "not supported" },
    [PRONY_SIM_FAILURE_INTERNAL] = { 500, "incomplete_generation",
                                     "The simulated engine failed on purpose" },
  };
  guint status = failures[failure].status;
  g_autofree char *message = prony_sim_json_quote (text != NULL ? text : failures[failure].text);
  g_autoptr (GString) body = g_string_new (NULL);

  if (failures[failure].type == NULL)
    {
      prony_sim_connection_respond (call->connection, status, NULL, NULL, "");
      return;
    }

  prony_sim_json_append (body, "{'error':%s,'error_type':'%s'}", message, failures[failure].type);
  prony_sim_connection_respond (call->connection, status, "application/json",
                                prony_sim_failure_headers (failure), body->str);
}

static void
handle_health (PronySimCall *call)
{
  prony_sim_connection_respond (call->connection, 200, NULL, NULL, "");
}

static void
handle_info (PronySimCall *call)
{
  PronySimEngine *engine = call->engine;
  g_autofree char *model = prony_sim_json_quote (engine->options->models[0]);
  guint slots = engine->profile->slots;
  g_autoptr (GString) body = g_string_new (NULL);

  prony_sim_json_append (
    body,
    "{'model_id':%s,'model_sha':null,'model_pipeline_tag':'text-generation',"
    "'max_concurrent_requests':%u,'max_best_of':2,'max_stop_sequences':4,"
    "'max_input_tokens':%u,'max_total_tokens':%u,'validation_workers':2,'max_client_batch_size':4,"
    "'router':'text-generation-router','version':'" VERSION "','sha':null,'docker_label':null}",
    model, slots > 0 ? slots : 128, engine->profile->context - 1, engine->profile->context);
  prony_sim_call_respond_json (call, 200, body->str);
}

static void
handle_models (PronySimCall *call)
{
  g_autofree char *model = prony_sim_json_quote (call->engine->options->models[0]);
  g_autoptr (GString) body = g_string_new (NULL);

  prony_sim_json_append (
    body, "{'object':'list','data':[{'id':%s,'object':'model','created':0,'owned_by':%s}]}", model,
    model);
  prony_sim_call_respond_json (call, 200, body->str);
}

static void
handle_tokenize (PronySimCall *call)
{
  const char *text = prony_json_get_string (call->body, "inputs", NULL);
  g_autoptr (GString) body = g_string_new ("[");
  guint start = 0;

  if (text == NULL)
    {
      prony_sim_call_respond_text (call, 422, "inputs must be a text");
      return;
    }

  for (const char *p = text; *p != '\0';)
    {
      gsize length = prony_sim_tokens_next (p);
      g_autofree char *piece = g_strndup (p, length);
      g_autofree char *quoted = prony_sim_json_quote (piece);
      guint stop = start + (guint) g_utf8_strlen (piece, -1);

      prony_sim_json_append (body, "%s{'id':%u,'text':%s,'start':%u,'stop':%u}",
                             start > 0 ? "," : "", prony_sim_tokens_id (p, length), quoted, start,
                             stop);
      start = stop;
      p += length;
    }
  g_string_append_c (body, ']');
  prony_sim_call_respond_json (call, 200, body->str);
}

static void
handle_metrics (PronySimCall *call)
{
  PronySimEngine *engine = call->engine;
  guint64 ended =
    engine->finished[PRONY_SIM_FINISH_STOP] + engine->finished[PRONY_SIM_FINISH_LENGTH] +
    engine->finished[PRONY_SIM_FINISH_WORD] + engine->finished[PRONY_SIM_FINISH_ABORT];
  g_autofree char *body = g_strdup_printf (
    "# TYPE tgi_request_success counter\ntgi_request_success %" G_GUINT64_FORMAT "\n"
    "# TYPE tgi_queue_size gauge\ntgi_queue_size %u\n"
    "# TYPE tgi_batch_current_size gauge\ntgi_batch_current_size %u\n"
    "# TYPE tgi_request_input_length histogram\n"
    "tgi_request_input_length_sum %" G_GUINT64_FORMAT "\n"
    "tgi_request_input_length_count %" G_GUINT64_FORMAT "\n"
    "# TYPE tgi_request_generated_tokens histogram\n"
    "tgi_request_generated_tokens_sum %" G_GUINT64_FORMAT "\n"
    "tgi_request_generated_tokens_count %" G_GUINT64_FORMAT "\n",
    engine->total.count, engine->waiting.length, engine->active, engine->prompt_tokens, ended,
    engine->generated_tokens, ended);

  prony_sim_connection_respond (call->connection, 200, "text/plain; version=0.0.4", NULL, body);
}

static void
handle_chat (PronySimCall *call)
{
  prony_sim_openai_chat (call, &prony_sim_openai_tgi);
}

static void
handle_completions (PronySimCall *call)
{
  prony_sim_openai_completions (call, &prony_sim_openai_tgi);
}

/**
 * prony_sim_tgi_api:
 *
 * Returns: TGI's protocol
 */
const PronySimApi *
prony_sim_tgi_api (void)
{
  static const PronySimRoute routes[] = {
    { "GET", "/", handle_health, FALSE, TRUE },
    { "GET", "/health", handle_health, FALSE, TRUE },
    { "GET", "/ping", handle_health, FALSE, TRUE },
    { "GET", "/info", handle_info, FALSE, TRUE },
    { "GET", "/metrics", handle_metrics, FALSE, TRUE },
    { "GET", "/v1/models", handle_models, FALSE, FALSE },
    { "POST", "/tokenize", handle_tokenize, FALSE, FALSE },
    { "POST", "/", prony_sim_tgi_generate_either, TRUE, FALSE },
    { "POST", "/generate", prony_sim_tgi_generate, TRUE, FALSE },
    { "POST", "/generate_stream", prony_sim_tgi_generate_stream, TRUE, FALSE },
    { "POST", "/v1/chat/completions", handle_chat, TRUE, FALSE },
    { "POST", "/v1/completions", handle_completions, TRUE, FALSE },
    { NULL },
  };
  static const PronySimApi api = {
    .name = "tgi",
    .port = 3000,
    .model = "simulated/sim-8b",
    .routes = routes,
    .fail = fail,
  };

  return &api;
}
