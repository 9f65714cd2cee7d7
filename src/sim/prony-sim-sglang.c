/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include "base/prony-clock.h"
#include "base/prony-json.h"
#include "sim/prony-sim-apis.h"
#include "sim/prony-sim-json.h"
#include "sim/prony-sim-models.h"
#include "sim/prony-sim-ollama.h"
#include "sim/prony-sim-openai.h"
#include "sim/prony-sim-prompt.h"
#include "sim/prony-sim-sglang.h"

/* SGLang's discovery: health, model and server information, models, tokenizer,
 * cache, metrics, its /v1, and the part of Ollama's API that it imitates. The
 * answers of /generate are in prony-sim-sglang-stream.c. */

#define VERSION "0.5.5"
#define SERVER "Server: uvicorn\r\n"
#define BUSY "The request queue is full."

/* A stream is refused with an event in an answer of status 200. */
static void
refuse_stream (PronySimCall *call)
{
  g_autoptr (GString) event = g_string_new (NULL);

  prony_sim_json_append (event, "data: {'error':{'message':'" BUSY
                                "','type':'ServiceUnavailableError','code':503}}\n\n");
  prony_sim_connection_begin (call->connection, 200, "text/event-stream; charset=utf-8", SERVER);
  prony_sim_connection_append (call->connection, event->str, event->len);
  prony_sim_connection_append (call->connection, "data: [DONE]\n\n", 14);
  prony_sim_connection_end (call->connection);
}

static gboolean
asks_for_stream (PronySimCall *call)
{
  const PronySimRequest *request = call->request;
  g_autoptr (JsonObject) body =
    prony_json_parse_object (request->body, (gssize) request->body_length, NULL);

  return prony_json_get_boolean (body, "stream", FALSE);
}

/* The address decides about the shape: an object with a message, a flat object, or
 * what the framework says where nobody else does. */
static void
append_failure (
  PronySimCall *call, GString *body, guint status, const char *type, const char *message)
{
  if (status == 401)
    prony_sim_json_append (body, "{'error':'Unauthorized'}");
  else if (type == NULL)
    prony_sim_json_append (body, "{'detail':%s}", message);
  else if (g_str_equal (call->request->path, "/generate"))
    prony_sim_json_append (body, "{'error':{'message':%s}}", message);
  else
    prony_sim_json_append (body,
                           "{'object':'error','message':%s,'type':'%s','param':null,'code':%u}",
                           message, type, status);
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
    [PRONY_SIM_FAILURE_INPUT] = { 400, "BadRequestError", "The request is not usable." },
    [PRONY_SIM_FAILURE_UNAUTHORIZED] = { 401, NULL, NULL },
    [PRONY_SIM_FAILURE_NO_MODEL] = { 404, "NotFoundError", "The model is not served here." },
    [PRONY_SIM_FAILURE_NOT_FOUND] = { 404, NULL, "Not Found" },
    [PRONY_SIM_FAILURE_METHOD] = { 405, NULL, "Method Not Allowed" },
    [PRONY_SIM_FAILURE_CONTEXT] = { 400, "BadRequestError", NULL },
    [PRONY_SIM_FAILURE_OVERLOADED] = { 503, "ServiceUnavailableError", BUSY },
    [PRONY_SIM_FAILURE_RATE] = { 429, "RateLimitError", "Too many requests." },
    [PRONY_SIM_FAILURE_LOADING] = { 503, NULL, NULL },
    [PRONY_SIM_FAILURE_UNSUPPORTED] = { 501, "NotImplementedError", "This is not supported." },
    [PRONY_SIM_FAILURE_INTERNAL] = { 500, "InternalServerError",
                                     "The simulated engine failed on purpose." },
  };
  g_autofree char *message = prony_sim_json_quote (text != NULL ? text : failures[failure].text);
  g_autoptr (GString) body = g_string_new (NULL);
  gboolean is_empty = failure == PRONY_SIM_FAILURE_LOADING;

  if (failure == PRONY_SIM_FAILURE_OVERLOADED && asks_for_stream (call))
    {
      refuse_stream (call);
      return;
    }

  if (!is_empty)
    append_failure (call, body, failures[failure].status, failures[failure].type, message);
  prony_sim_connection_respond (call->connection, failures[failure].status,
                                is_empty ? NULL : "application/json",
                                prony_sim_failure_headers (failure), body->str);
}

static void
handle_health (PronySimCall *call)
{
  prony_sim_connection_respond (call->connection, 200, NULL, SERVER, "");
}

/* Generates one token, and takes as long. */
static void
handle_health_generate (PronySimCall *call)
{
  guint64 random = call->random;

  prony_sim_call_respond_later (
    call,
    call->request->read_ns +
      prony_sim_profile_first_ns (call->engine->profile, 1, call->engine->active + 1, &random),
    NULL, "");
}

static void
handle_root (PronySimCall *call)
{
  prony_sim_call_respond_json (call, 200, "\"SGLang is running\"");
}

static void
handle_model_info (PronySimCall *call)
{
  g_autofree char *model = prony_sim_json_quote (call->engine->options->models[0]);
  g_autoptr (GString) body = g_string_new (NULL);

  prony_sim_json_append (body,
                         "{'model_path':%s,'tokenizer_path':%s,'is_generation':true,"
                         "'preferred_sampling_params':null,'weight_version':'default'}",
                         model, model);
  prony_sim_call_respond_json (call, 200, body->str);
}

static void
handle_server_info (PronySimCall *call)
{
  PronySimEngine *engine = call->engine;
  g_autofree char *model = prony_sim_json_quote (engine->options->models[0]);
  g_autofree char *host = prony_sim_json_quote (engine->options->host);
  g_autoptr (GString) body = g_string_new (NULL);

  prony_sim_json_append (
    body,
    "{'model_path':%s,'tokenizer_path':%s,'served_model_name':%s,'host':%s,'context_length':%u,"
    "'quantization':null,'enable_metrics':%s,'max_queued_requests':null,'status':'ready',"
    "'internal_states':[{'max_total_num_tokens':%u}],'version':'" VERSION "'}",
    model, model, model, host, engine->profile->context,
    engine->options->metrics ? "true" : "false", engine->profile->context * 8);
  prony_sim_call_respond_json (call, 200, body->str);
}

static void
handle_models (PronySimCall *call)
{
  PronySimEngine *engine = call->engine;
  g_autofree char *name = prony_sim_json_quote (engine->options->models[0]);
  g_autoptr (GString) body = g_string_new (NULL);

  prony_sim_json_append (body,
                         "{'object':'list','data':[{'id':%s,'object':'model',"
                         "'created':%" G_GINT64_FORMAT ",'owned_by':'sglang','root':%s,"
                         "'parent':null,'max_model_len':%u}]}",
                         name, engine->created_s, name, engine->profile->context);
  prony_sim_call_respond_json (call, 200, body->str);
}

/* The list that makes it look like Ollama. */
static void
handle_tags (PronySimCall *call)
{
  PronySimEngine *engine = call->engine;
  g_autofree char *name = prony_sim_json_quote (engine->options->models[0]);
  g_autofree char *time = prony_clock_format_rfc3339 (engine->created_s * G_USEC_PER_SEC);
  g_autoptr (GString) body = g_string_new (NULL);

  prony_sim_json_append (body,
                         "{'models':[{'name':%s,'model':%s,'modified_at':'%s','size':0,"
                         "'digest':'sha256:sglang','details':{'parent_model':'',"
                         "'format':'sglang','family':'','families':[],'parameter_size':'',"
                         "'quantization_level':''}}]}",
                         name, name, time);
  prony_sim_call_respond_json (call, 200, body->str);
}

static void
handle_tokenize (PronySimCall *call)
{
  const char *text = prony_json_get_string (call->body, "prompt", NULL);
  g_autoptr (GString) body = g_string_new ("{\"tokens\":[");
  guint n = 0;

  if (text == NULL)
    {
      fail (call, PRONY_SIM_FAILURE_INPUT, "prompt must be a text");
      return;
    }

  for (const char *p = text; *p != '\0'; n++)
    {
      gsize length = prony_sim_tokens_next (p);

      g_string_append_printf (body, "%s%u", n > 0 ? "," : "", prony_sim_tokens_id (p, length));
      p += length;
    }
  prony_sim_json_append (body, "],'count':%u,'max_model_len':%u}", n,
                         call->engine->profile->context);
  prony_sim_call_respond_json (call, 200, body->str);
}

/* An id that is no piece of a sentence is a replacement character. */
static void
handle_detokenize (PronySimCall *call)
{
  JsonArray *ids = prony_json_get_array (call->body, "tokens");
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *quoted = NULL;

  if (ids == NULL)
    {
      fail (call, PRONY_SIM_FAILURE_INPUT, "tokens must be a list of token ids");
      return;
    }

  for (guint i = 0; i < json_array_get_length (ids); i++)
    {
      JsonNode *node = json_array_get_element (ids, i);
      gint64 id = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_int (node) : -1;
      const PronySimPiece *piece = prony_sim_corpus_find (call->engine->corpus, id);

      if (piece != NULL)
        g_string_append_len (text, piece->text, (gssize) piece->length);
      else
        g_string_append_unichar (text, 0xfffd);
    }
  quoted = prony_sim_json_quote (text->str);
  prony_sim_json_append (body, "{'text':%s}", quoted);
  prony_sim_call_respond_json (call, 200, body->str);
}

static void
handle_flush_cache (PronySimCall *call)
{
  gboolean is_busy = call->engine->active > 0 || !g_queue_is_empty (&call->engine->waiting);

  prony_sim_call_respond_text (call, is_busy ? 400 : 200,
                               is_busy ? "Flush cache failed.\n" : "Cache flushed.\n");
}

/* --- Metrics ---------------------------------------------------------------- */

static void
append_value (GString *out, const char *labels, const char *type, const char *name, guint64 value)
{
  g_string_append_printf (out, "# TYPE sglang:%s %s\nsglang:%s{%s} %" G_GUINT64_FORMAT ".0\n", name,
                          type, name, labels, value);
}

static void
handle_metrics (PronySimCall *call)
{
  PronySimEngine *engine = call->engine;
  g_autofree char *model = prony_sim_json_quote (engine->options->models[0]);
  g_autofree char *labels = g_strdup_printf ("model_name=%s", model);
  g_autoptr (GString) out = NULL;

  if (!engine->options->metrics)
    {
      fail (call, PRONY_SIM_FAILURE_NOT_FOUND, NULL);
      return;
    }

  out = g_string_new (NULL);
  append_value (out, labels, "gauge", "num_running_reqs", engine->active);
  append_value (out, labels, "gauge", "num_queue_reqs", engine->waiting.length);
  append_value (out, labels, "counter", "prompt_tokens_total", engine->prompt_tokens);
  append_value (out, labels, "counter", "generation_tokens_total", engine->generated_tokens);
  append_value (out, labels, "counter", "num_requests_total", engine->total.count);
  prony_sim_histogram_append (out, "sglang", "time_to_first_token_seconds", labels, &engine->first);
  prony_sim_histogram_append (out, "sglang", "e2e_request_latency_seconds", labels, &engine->total);
  prony_sim_connection_respond (call->connection, 200, "text/plain; version=0.0.4; charset=utf-8",
                                SERVER, out->str);
}

/* --- The API ---------------------------------------------------------------- */

static void
handle_chat (PronySimCall *call)
{
  prony_sim_openai_chat (call, &prony_sim_openai_sglang);
}

static void
handle_completions (PronySimCall *call)
{
  prony_sim_openai_completions (call, &prony_sim_openai_sglang);
}

/**
 * prony_sim_sglang_api:
 *
 * Returns: SGLang's protocol
 */
const PronySimApi *
prony_sim_sglang_api (void)
{
  static const PronySimRoute routes[] = {
    { "GET", "/", handle_root, FALSE, TRUE },
    { "GET", "/health", handle_health, FALSE, TRUE },
    { "GET", "/health_generate", handle_health_generate, FALSE, TRUE },
    { "GET", "/get_model_info", handle_model_info, FALSE, FALSE },
    { "GET", "/model_info", handle_model_info, FALSE, FALSE },
    { "GET", "/get_server_info", handle_server_info, FALSE, FALSE },
    { "GET", "/server_info", handle_server_info, FALSE, FALSE },
    { "GET", "/metrics", handle_metrics, FALSE, TRUE },
    { "GET", "/v1/models", handle_models, FALSE, FALSE },
    { "GET", "/api/tags", handle_tags, FALSE, FALSE },
    { "POST", "/api/chat", prony_sim_ollama_chat, TRUE, FALSE },
    { "POST", "/api/generate", prony_sim_ollama_generate, TRUE, FALSE },
    { "POST", "/tokenize", handle_tokenize, FALSE, FALSE },
    { "POST", "/v1/tokenize", handle_tokenize, FALSE, FALSE },
    { "POST", "/detokenize", handle_detokenize, FALSE, FALSE },
    { "POST", "/v1/detokenize", handle_detokenize, FALSE, FALSE },
    { "POST", "/flush_cache", handle_flush_cache, FALSE, FALSE },
    { "POST", "/generate", prony_sim_sglang_generate, TRUE, FALSE },
    { "POST", "/v1/chat/completions", handle_chat, TRUE, FALSE },
    { "POST", "/v1/completions", handle_completions, TRUE, FALSE },
    { NULL },
  };
  static const PronySimApi api = {
    .name = "sglang",
    .port = 30000,
    .model = "simulated/sim-8b",
    .listens_while_loading = TRUE,
    .routes = routes,
    .fail = fail,
  };

  return &api;
}
