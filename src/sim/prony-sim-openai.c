/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include <math.h>

#include "base/prony-json.h"
#include "sim/prony-sim-json.h"
#include "sim/prony-sim-models.h"
#include "sim/prony-sim-openai.h"
#include "sim/prony-sim-prompt.h"
#include "sim/prony-sim-random.h"

/* Reads the requests of the OpenAI-compatible APIs: vLLM's, and the /v1 of
 * llama.cpp, Ollama, TGI, SGLang and LM Studio. */

#define FORMAT(garbage_text, is_early, header_lines)                                               \
  {                                                                                                \
    .content_type = "text/event-stream; charset=utf-8", .headers = header_lines,                   \
    .early_header = is_early, .progress = prony_sim_openai_progress,                               \
    .token = prony_sim_openai_token, .repeats = prony_sim_openai_repeats,                          \
    .finish = prony_sim_openai_finish, .garbage = garbage_text, .error = prony_sim_openai_error,   \
    .whole = prony_sim_openai_whole,                                                               \
  }
#define GARBAGE "data: {\"choices\":[{\"delta\":{\"content\":\n\n"

const PronySimDialect prony_sim_openai_vllm = {
  .kind = PRONY_SIM_DIALECT_VLLM,
  .prefix = "data: ",
  .reasoning_key = "reasoning",
  .reads_completion_limit = TRUE,
  .forces_length = TRUE,
  .has_extras = TRUE,
  .needs_limit = TRUE,
  .checks_model = TRUE,
  .completion_limit = 16,
  .chat = FORMAT (GARBAGE, TRUE, "Server: uvicorn\r\n"),
  .text = FORMAT (GARBAGE, TRUE, "Server: uvicorn\r\n"),
};

const PronySimDialect prony_sim_openai_llamacpp = {
  .kind = PRONY_SIM_DIALECT_LLAMACPP,
  .prefix = "data: ",
  .fingerprint = "b9999-51a0",
  .reasoning_key = "reasoning_content",
  .reads_completion_limit = TRUE,
  .forces_length = TRUE,
  .completion_limit = -1,
  .chat = FORMAT (GARBAGE, FALSE, "Server: llama.cpp\r\nX-Accel-Buffering: no\r\n"),
  .text = FORMAT (GARBAGE, FALSE, "Server: llama.cpp\r\nX-Accel-Buffering: no\r\n"),
};

const PronySimDialect prony_sim_openai_ollama = {
  .kind = PRONY_SIM_DIALECT_OLLAMA,
  .prefix = "data: ",
  .fingerprint = "fp_ollama",
  .reasoning_key = "reasoning",
  .checks_model = TRUE,
  .completion_limit = -1,
  .chat = FORMAT (GARBAGE, FALSE, NULL),
  .text = FORMAT (GARBAGE, FALSE, NULL),
};

const PronySimDialect prony_sim_openai_tgi = {
  .kind = PRONY_SIM_DIALECT_TGI,
  .prefix = "data:",
  .fingerprint = "3.3.6-native",
  .reads_completion_limit = TRUE,
  .needs_limit = TRUE,
  .completion_limit = -1,
  .chat = FORMAT (GARBAGE, TRUE, "X-Accel-Buffering: no\r\nx-compute-type: gpu+optimized\r\n"),
  .text = FORMAT (GARBAGE, TRUE, "X-Accel-Buffering: no\r\nx-compute-type: gpu+optimized\r\n"),
};

const PronySimDialect prony_sim_openai_sglang = {
  .kind = PRONY_SIM_DIALECT_SGLANG,
  .prefix = "data: ",
  .reasoning_key = "reasoning_content",
  .reads_completion_limit = TRUE,
  .forces_length = TRUE,
  .has_extras = TRUE,
  .needs_limit = TRUE,
  .completion_limit = 16,
  .chat = FORMAT (GARBAGE, FALSE, "Server: uvicorn\r\n"),
  .text = FORMAT (GARBAGE, FALSE, "Server: uvicorn\r\n"),
};

const PronySimDialect prony_sim_openai_lmstudio = {
  .kind = PRONY_SIM_DIALECT_LMSTUDIO,
  .prefix = "data: ",
  .reasoning_key = "reasoning_content",
  .checks_model = TRUE,
  .completion_limit = -1,
  .chat = FORMAT (GARBAGE, FALSE, NULL),
  .text = FORMAT (GARBAGE, FALSE, NULL),
};

const PronySimDialect prony_sim_openai_lmstudio_v0 = {
  .kind = PRONY_SIM_DIALECT_LMSTUDIO,
  .prefix = "data: ",
  .reasoning_key = "reasoning_content",
  .checks_model = TRUE,
  .tells_stats = TRUE,
  .completion_limit = -1,
  .chat = FORMAT (GARBAGE, FALSE, NULL),
  .text = FORMAT (GARBAGE, FALSE, NULL),
};

static void
answer_free (gpointer data)
{
  PronySimOpenaiAnswer *self = data;

  g_free (self->id);
  g_free (self->model);
  g_free (self);
}

static gboolean
fail (PronySimCall *call, PronySimFailure failure, const char *text)
{
  call->engine->api->fail (call, failure, text);
  return FALSE;
}

/* Reads how long the answer may be; each server has its own names. */
static gboolean
read_limits (PronySimCall *call, const PronySimDialect *dialect, PronySimAsk *ask)
{
  static const char *const names[] = { "n_predict", "max_completion_tokens", "max_tokens" };
  guint first = dialect->kind == PRONY_SIM_DIALECT_LLAMACPP ? 0
                : dialect->reads_completion_limit           ? 1
                                                            : 2;
  gint64 room = (gint64) call->engine->profile->context - ask->prompt_tokens;

  for (guint i = first; i < G_N_ELEMENTS (names); i++)
    {
      JsonNode *node = json_object_get_member (call->body, names[i]);

      if (node == NULL || JSON_NODE_HOLDS_NULL (node))
        continue;
      if (isnan (prony_json_get_double (call->body, names[i], NAN)))
        return fail (call, PRONY_SIM_FAILURE_INPUT, "max_tokens must be a number");
      ask->max_tokens = prony_json_get_int (call->body, names[i], -1);
      if (ask->max_tokens < 1 && dialect->needs_limit)
        return fail (call, PRONY_SIM_FAILURE_INPUT, "max_tokens must be at least 1");
      break;
    }

  if (dialect->has_extras)
    ask->min_tokens = prony_json_get_int (call->body, "min_tokens", 0);
  if (ask->min_tokens < 0 || (ask->max_tokens >= 0 && ask->min_tokens > ask->max_tokens))
    return fail (call, PRONY_SIM_FAILURE_INPUT, "min_tokens must be from 0 to max_tokens");
  if (dialect->forces_length)
    ask->ignore_eos = prony_json_get_boolean (call->body, "ignore_eos", FALSE);

  /* Ollama drops old turns instead; llama.cpp only needs room for one token. */
  if (dialect->kind != PRONY_SIM_DIALECT_OLLAMA &&
      (room < 1 || (ask->max_tokens > room && dialect->kind != PRONY_SIM_DIALECT_LLAMACPP)))
    {
      g_autofree char *text = g_strdup_printf (
        "This model's maximum context length is %u tokens. However, you requested %" G_GINT64_FORMAT
        " output tokens and your prompt contains %u input tokens. Please reduce the length of "
        "the input prompt or the number of requested output tokens.",
        call->engine->profile->context, MAX (ask->max_tokens, 1), ask->prompt_tokens);

      call->prompt_tokens = ask->prompt_tokens;
      return fail (call, PRONY_SIM_FAILURE_CONTEXT, text);
    }
  return TRUE;
}

static gboolean
wants_thinking (JsonObject *body)
{
  JsonObject *arguments = prony_json_get_object (body, "chat_template_kwargs");

  return prony_json_get_boolean (arguments, "enable_thinking", TRUE) &&
         prony_json_get_boolean (arguments, "thinking", TRUE) &&
         g_strcmp0 (prony_json_get_string (body, "reasoning_effort", NULL), "none") != 0;
}

/* Reads everything but the prompt. */
static gboolean
read_ask (PronySimCall *call, const PronySimDialect *dialect, gboolean chat, PronySimAsk *ask)
{
  JsonObject *options = prony_json_get_object (call->body, "stream_options");
  const char *problem;

  if (!prony_sim_prompt_read_stops (ask, json_object_get_member (call->body, "stop"),
                                    dialect->kind != PRONY_SIM_DIALECT_TGI, &problem))
    return fail (call, PRONY_SIM_FAILURE_INPUT, problem);
  if (dialect->kind == PRONY_SIM_DIALECT_TGI &&
      prony_json_get_double (call->body, "top_p", 0.5) >= 1)
    return fail (call, PRONY_SIM_FAILURE_INPUT, "`top_p` must be > 0.0 and < 1.0");

  ask->streams = prony_json_get_boolean (call->body, "stream", FALSE);
  if (dialect->kind == PRONY_SIM_DIALECT_VLLM && options != NULL && !ask->streams)
    return fail (call, PRONY_SIM_FAILURE_INPUT,
                 "Stream options can only be defined when `stream=True`.");

  ask->text_seed ^= (guint64) prony_json_get_int (call->body, "seed", 0);
  ask->tells_progress = dialect->kind == PRONY_SIM_DIALECT_LLAMACPP &&
                        prony_json_get_boolean (call->body, "return_progress", FALSE);
  ask->shows_eos = dialect->kind == PRONY_SIM_DIALECT_TGI;
  ask->thinks = chat && wants_thinking (call->body) && prony_sim_models_can_think (ask->model);
  ask->inlines_thoughts = dialect->reasoning_key == NULL;
  return read_limits (call, dialect, ask);
}

static gboolean
find_model (PronySimCall *call, const PronySimDialect *dialect, PronySimAsk *ask)
{
  const char *name = prony_json_get_string (call->body, "model", NULL);

  ask->model = prony_sim_models_find (call->engine, name);
  if (ask->model != NULL)
    return TRUE;
  if (dialect->checks_model)
    return fail (call, PRONY_SIM_FAILURE_NO_MODEL, name != NULL ? name : "");

  ask->model = call->engine->options->models[0];
  return TRUE;
}

static void
start (PronySimCall *call, const PronySimDialect *dialect, gboolean chat, PronySimAsk *ask)
{
  JsonObject *options = prony_json_get_object (call->body, "stream_options");
  PronySimOpenaiAnswer *answer = g_new0 (PronySimOpenaiAnswer, 1);

  answer->dialect = dialect;
  answer->chat = chat;
  answer->id =
    g_strdup_printf ("%s-%" G_GUINT64_FORMAT, chat ? "chatcmpl" : "cmpl", call->engine->ordinal);
  answer->model = prony_sim_json_quote (ask->model);
  answer->created_s = g_get_real_time () / G_USEC_PER_SEC;
  answer->include_usage = prony_json_get_boolean (options, "include_usage", FALSE);
  answer->continuous_usage = dialect->has_extras && answer->include_usage &&
                             prony_json_get_boolean (options, "continuous_usage_stats", FALSE);
  prony_sim_generation_start (call, ask, chat ? &dialect->chat : &dialect->text, answer,
                              answer_free);
}

/**
 * prony_sim_openai_chat:
 * @call: a POST to /v1/chat/completions
 * @dialect: whose API it is
 *
 * Answers a chat.
 */
void
prony_sim_openai_chat (PronySimCall *call, const PronySimDialect *dialect)
{
  PronySimAsk ask = { .max_tokens = -1, .text_seed = call->engine->options->seed };
  const char *problem;

  if (!find_model (call, dialect, &ask))
    return;
  if (!prony_sim_prompt_read_messages (&ask, call->body, &problem))
    fail (call, PRONY_SIM_FAILURE_INPUT, problem);
  else if (read_ask (call, dialect, TRUE, &ask))
    start (call, dialect, TRUE, &ask);
  g_strfreev (ask.stops);
}

/**
 * prony_sim_openai_completions:
 * @call: a POST to /v1/completions
 * @dialect: whose API it is
 *
 * Answers a raw prompt.
 */
void
prony_sim_openai_completions (PronySimCall *call, const PronySimDialect *dialect)
{
  PronySimAsk ask = {
    .max_tokens = dialect->completion_limit,
    .text_seed = call->engine->options->seed,
  };
  const char *problem;

  if (!find_model (call, dialect, &ask))
    return;
  if (!prony_sim_prompt_read_text (&ask, json_object_get_member (call->body, "prompt"), &problem))
    fail (call, PRONY_SIM_FAILURE_INPUT, problem);
  else if (read_ask (call, dialect, FALSE, &ask))
    start (call, dialect, FALSE, &ask);
  g_strfreev (ask.stops);
}
