/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include "base/prony-json.h"
#include "sim/prony-sim-apis.h"
#include "sim/prony-sim-json.h"
#include "sim/prony-sim-openai.h"
#include "sim/prony-sim-prompt.h"

/* vLLM's OpenAI server: health, version, models, tokenizer, metrics and the
 * OpenAI API. Its metrics are true of this process. */

#define VERSION "0.11.0"

static void
fail (PronySimCall *call, PronySimFailure failure, const char *text)
{
  static const struct
  {
    guint status;
    const char *type;
    const char *text;
  } failures[] = {
    [PRONY_SIM_FAILURE_INPUT] = { 400, "BadRequestError", "The request is not usable." },
    [PRONY_SIM_FAILURE_UNAUTHORIZED] = { 401, NULL, NULL },
    [PRONY_SIM_FAILURE_NO_MODEL] = { 404, "NotFoundError", NULL },
    [PRONY_SIM_FAILURE_NOT_FOUND] = { 404, "Not Found", "Not Found" },
    [PRONY_SIM_FAILURE_METHOD] = { 405, "Method Not Allowed", "Method Not Allowed" },
    [PRONY_SIM_FAILURE_CONTEXT] = { 400, "BadRequestError", NULL },
    [PRONY_SIM_FAILURE_OVERLOADED] = { 503, "ServiceUnavailableError", "The queue is full." },
    [PRONY_SIM_FAILURE_RATE] = { 429, "RateLimitError", "Too many requests." },
    [PRONY_SIM_FAILURE_LOADING] = { 503, "ServiceUnavailableError", "The model is loading." },
    [PRONY_SIM_FAILURE_UNSUPPORTED] = { 501, "NotImplementedError", "This is not supported." },
    [PRONY_SIM_FAILURE_INTERNAL] = { 500, "InternalServerError", "Internal server error" },
  };
  guint status = failures[failure].status;
  g_autofree char *sentence = failure == PRONY_SIM_FAILURE_NO_MODEL
                                ? g_strdup_printf ("The model `%s` does not exist.", text)
                                : g_strdup (text != NULL ? text : failures[failure].text);
  g_autofree char *message = prony_sim_json_quote (sentence);
  g_autoptr (GString) body = g_string_new (NULL);

  if (failure == PRONY_SIM_FAILURE_UNAUTHORIZED)
    prony_sim_json_append (body, "{'error':'Unauthorized'}");
  else
    prony_sim_json_append (body, "{'error':{'message':%s,'type':'%s','param':null,'code':%u}}",
                           message, failures[failure].type, status);
  prony_sim_connection_respond (call->connection, status, "application/json",
                                prony_sim_failure_headers (failure), body->str);
}

static void
handle_health (PronySimCall *call)
{
  prony_sim_connection_respond (call->connection, 200, NULL, "Server: uvicorn\r\n", "");
}

static void
handle_version (PronySimCall *call)
{
  prony_sim_call_respond_json (call, 200, "{\"version\":\"" VERSION "\"}");
}

static void
handle_models (PronySimCall *call)
{
  PronySimEngine *engine = call->engine;
  char **models = engine->options->models;
  g_autoptr (GString) body = g_string_new (NULL);

  prony_sim_json_append (body, "{'object':'list','data':[");
  for (guint i = 0; models[i] != NULL; i++)
    {
      g_autofree char *name = prony_sim_json_quote (models[i]);

      prony_sim_json_append (body,
                             "%s{'id':%s,'object':'model','created':%" G_GINT64_FORMAT
                             ",'owned_by':'vllm','root':%s,'parent':null,'max_model_len':%u,"
                             "'permission':[]}",
                             i > 0 ? "," : "", name, engine->created_s, name,
                             engine->profile->context);
    }
  g_string_append (body, "]}");
  prony_sim_call_respond_json (call, 200, body->str);
}

static void
handle_tokenize (PronySimCall *call)
{
  const char *text = prony_json_get_string (call->body, "prompt", NULL);
  PronySimAsk ask = { 0 };
  const char *problem;
  g_autoptr (GString) body = g_string_new (NULL);
  gboolean is_chat = json_object_has_member (call->body, "messages");

  if (is_chat ? !prony_sim_prompt_read_messages (&ask, call->body, &problem) : text == NULL)
    {
      fail (call, PRONY_SIM_FAILURE_INPUT, "prompt or messages must be given");
      return;
    }
  if (!is_chat)
    ask.prompt_tokens = prony_sim_tokens_count (text);

  prony_sim_json_append (body, "{'count':%u,'max_model_len':%u,'tokens':[", ask.prompt_tokens,
                         call->engine->profile->context);
  /* The ids of a chat template's words are not told: there is no template. */
  for (const char *p = text; !is_chat && *p != '\0';)
    {
      gsize length = prony_sim_tokens_next (p);

      g_string_append_printf (body, "%s%u", p == text ? "" : ",", prony_sim_tokens_id (p, length));
      p += length;
    }
  prony_sim_json_append (body, "],'token_strs':null}");
  prony_sim_call_respond_json (call, 200, body->str);
}

/* --- Metrics ---------------------------------------------------------------- */

static void
append_value (GString *out, const char *labels, const char *type, const char *name, guint64 value)
{
  const char *suffix = g_str_equal (type, "counter") ? "_total" : "";

  g_string_append_printf (out, "# TYPE vllm:%s %s\nvllm:%s%s{%s} %" G_GUINT64_FORMAT ".0\n", name,
                          type, name, suffix, labels, value);
}

static void
handle_metrics (PronySimCall *call)
{
  static const char *const reasons[] = { "stop", "length", "abort" };
  PronySimEngine *engine = call->engine;
  g_autofree char *model = prony_sim_json_quote (engine->options->models[0]);
  g_autofree char *labels = g_strdup_printf ("engine=\"0\",model_name=%s", model);
  const guint64 finished[] = {
    engine->finished[PRONY_SIM_FINISH_STOP] + engine->finished[PRONY_SIM_FINISH_WORD],
    engine->finished[PRONY_SIM_FINISH_LENGTH],
    engine->finished[PRONY_SIM_FINISH_ABORT],
  };
  g_autoptr (GString) out = g_string_new (NULL);

  append_value (out, labels, "gauge", "num_requests_running", engine->active);
  append_value (out, labels, "gauge", "num_requests_waiting", engine->waiting.length);
  append_value (out, labels, "counter", "prompt_tokens", engine->prompt_tokens);
  append_value (out, labels, "counter", "generation_tokens", engine->generated_tokens);
  g_string_append (out, "# TYPE vllm:request_success counter\n");
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    g_string_append_printf (
      out, "vllm:request_success_total{%s,finished_reason=\"%s\"} %" G_GUINT64_FORMAT ".0\n",
      labels, reasons[i], finished[i]);
  prony_sim_histogram_append (out, "vllm", "time_to_first_token_seconds", labels, &engine->first);
  prony_sim_histogram_append (out, "vllm", "e2e_request_latency_seconds", labels, &engine->total);

  prony_sim_connection_respond (call->connection, 200, "text/plain; version=0.0.4; charset=utf-8",
                                NULL, out->str);
}

/* --- The API ---------------------------------------------------------------- */

static void
handle_chat (PronySimCall *call)
{
  prony_sim_openai_chat (call, &prony_sim_openai_vllm);
}

static void
handle_completions (PronySimCall *call)
{
  prony_sim_openai_completions (call, &prony_sim_openai_vllm);
}

/**
 * prony_sim_vllm_api:
 *
 * Returns: vLLM's protocol
 */
const PronySimApi *
prony_sim_vllm_api (void)
{
  static const PronySimRoute routes[] = {
    { "GET", "/health", handle_health, FALSE, TRUE },
    { "GET", "/ping", handle_health, FALSE, TRUE },
    { "GET", "/version", handle_version, FALSE, TRUE },
    { "GET", "/metrics", handle_metrics, FALSE, TRUE },
    { "POST", "/tokenize", handle_tokenize, FALSE, TRUE },
    { "GET", "/v1/models", handle_models, FALSE, FALSE },
    { "POST", "/v1/chat/completions", handle_chat, TRUE, FALSE },
    { "POST", "/v1/completions", handle_completions, TRUE, FALSE },
    { NULL },
  };
  static const PronySimApi api = {
    .name = "vllm",
    .port = 8000,
    .model = "simulated/sim-8b",
    .routes = routes,
    .fail = fail,
  };

  return &api;
}
