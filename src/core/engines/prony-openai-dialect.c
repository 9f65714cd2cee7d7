/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include "base/prony-json.h"
#include "core/engines/prony-dialect-private.h"

/* OpenAI's `/v1/chat/completions` and `/v1/completions`, as vLLM, SGLang,
 * llama.cpp, TGI, LM Studio, Ollama and gateways speak them. A stream is a series
 * of chunks with `choices[0].delta` (or `.text`), a chunk with the counts, and
 * `[DONE]`; a whole answer has `choices[0].message` (or `.text`). */

static void
add_common (JsonObject *body, const PronyRequestSpec *spec, const char *model)
{
  prony_json_add_string (body, "model", model);
  json_object_set_boolean_member (body, "stream", spec->stream);

  /* Counts in the stream; vLLM refuses the member in any other request. */
  if (spec->stream)
    {
      JsonObject *options = json_object_new ();

      json_object_set_boolean_member (options, "include_usage", TRUE);
      json_object_set_object_member (body, "stream_options", options);
    }

  /* `max_tokens` rather than the newer `max_completion_tokens`, which Ollama and
   * others pass over in silence: an unbounded answer would follow. */
  if (spec->max_tokens > 0)
    json_object_set_int_member (body, "max_tokens", spec->max_tokens);
  _prony_dialect_add_sampling (body, spec);
  _prony_dialect_add_stop (body, spec, G_MAXUINT);

  /* Not OpenAI's: vLLM, SGLang and llama.cpp know them, lenient servers pass over
   * them, strict ones refuse them. So they are sent only if they were asked for. */
  if (spec->min_tokens > 0)
    json_object_set_int_member (body, "min_tokens", spec->min_tokens);
  if (spec->ignore_eos)
    json_object_set_boolean_member (body, "ignore_eos", TRUE);
}

static JsonObject *
build_chat_body (const PronyRequestSpec *spec, const char *model)
{
  JsonObject *body = json_object_new ();

  _prony_dialect_add_messages (body, spec);
  add_common (body, spec, model);
  return body;
}

static JsonObject *
build_completions_body (const PronyRequestSpec *spec, const char *model)
{
  JsonObject *body = json_object_new ();
  g_autofree char *prompt = _prony_dialect_join_prompt (spec);

  json_object_set_string_member (body, "prompt", prompt);
  add_common (body, spec, model);
  return body;
}

/* Requests ask for one answer, so only the first choice is looked at. */
static JsonObject *
get_choice (JsonObject *root)
{
  JsonArray *choices = prony_json_get_array (root, "choices");
  JsonNode *node;

  if (choices == NULL || json_array_get_length (choices) == 0)
    return NULL;

  node = json_array_get_element (choices, 0);
  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* Counts and times may ride on any chunk, also on every one. */
static gboolean
read_counts (JsonObject *root, PronyDelta *delta)
{
  JsonObject *usage = prony_json_get_object (root, "usage");
  JsonObject *timings = prony_json_get_object (root, "timings");
  JsonObject *metrics = prony_json_get_object (root, "metrics");
  JsonObject *details = prony_json_get_object (usage, "completion_tokens_details");

  delta->prompt_tokens = _prony_dialect_get_count (usage, "prompt_tokens");
  delta->completion_tokens = _prony_dialect_get_count (usage, "completion_tokens");
  delta->cached_tokens = _prony_dialect_get_count (
    prony_json_get_object (usage, "prompt_tokens_details"), "cached_tokens");

  /* SGLang has it one level up. */
  delta->reasoning_tokens =
    _prony_dialect_get_count (details != NULL ? details : usage, "reasoning_tokens");

  _prony_dialect_read_timings (timings, delta);

  /* vLLM with --enable-per-request-metrics; its time to the first token begins when
   * the request is scheduled, so it is the prefill without the queue. */
  if (metrics != NULL)
    {
      delta->queue_time_s = _prony_dialect_get_time (metrics, "queue_time_ms", 1e3);
      delta->prompt_eval_time_s = _prony_dialect_get_time (metrics, "time_to_first_token_ms", 1e3);
      delta->eval_time_s = _prony_dialect_get_time (metrics, "generation_time_ms", 1e3);
    }

  return usage != NULL || timings != NULL || metrics != NULL;
}

static void
read_choice (JsonObject *choice, PronyDelta *delta)
{
  JsonObject *message = prony_json_get_object (choice, "delta");
  const char *reason = prony_json_get_string (choice, "finish_reason", NULL);

  if (message == NULL)
    message = prony_json_get_object (choice, "message");
  _prony_dialect_read_message (message, delta);
  if (delta->text->len == 0)
    _prony_dialect_add_text (delta, PRONY_EVENT_CONTENT,
                             prony_json_get_string (choice, "text", NULL));

  /* TGI writes an empty reason in every chunk but the last. */
  if (reason != NULL && *reason != '\0')
    _prony_dialect_finish (delta, reason);
}

static void
read_object (JsonObject *root, PronyDelta *delta)
{
  JsonObject *choice = get_choice (root);
  gboolean counted = read_counts (root, delta);

  g_string_append (delta->model, prony_json_get_string (root, "model", ""));
  if (choice != NULL)
    read_choice (choice, delta);

  if (prony_event_kind_carries_tokens (delta->kind))
    {
      if (delta->completion_tokens > 0)
        delta->total_tokens = delta->completion_tokens;
      return;
    }

  if (_prony_dialect_read_progress (root, delta))
    delta->kind = PRONY_EVENT_COMMENT;
  else if (delta->kind == PRONY_EVENT_ROLE && !delta->finish)
    delta->kind = PRONY_EVENT_ROLE;
  else
    delta->kind = counted ? PRONY_EVENT_USAGE : PRONY_EVENT_EMPTY;
}

/* What the events of plain tokens have; see prony-event-skim.c. */
static const PronySkimField token_fields[] = {
  { 0, "choices", PRONY_SKIM_ENTER_FIRST, 1 },
  { 0, "model", PRONY_SKIM_MODEL, 0 },
  { 1, "delta", PRONY_SKIM_ENTER, 2 },
  { 1, "text", PRONY_SKIM_CONTENT, 0 },
  { 1, "finish_reason", PRONY_SKIM_EMPTY, 0 },
  { 2, "content", PRONY_SKIM_CONTENT, 0 },
  { 2, "reasoning_content", PRONY_SKIM_REASONING, 0 },
  { 2, "reasoning", PRONY_SKIM_REASONING, 0 },
  { 2, "thinking", PRONY_SKIM_REASONING, 0 },
  { 0, "error", PRONY_SKIM_EMPTY, 0 },
  { 0, "error_type", PRONY_SKIM_EMPTY, 0 },
  { 0, "object", PRONY_SKIM_NOT_ERROR, 0 },
  { 0, NULL, 0, 0 },
};

static void
read_event (const char *name, const char *data, gsize length, PronyDelta *delta)
{
  _prony_dialect_read (name, data, length, delta, token_fields, read_object);
}

const PronyDialect _prony_openai_chat_dialect = {
  .api = PRONY_API_OPENAI_CHAT,
  .path = "/v1/chat/completions",
  .whole_path = "/v1/chat/completions",
  .framing = PRONY_FRAMING_SSE,
  .needs_end_mark = TRUE,
  .build_body = build_chat_body,
  .read_event = read_event,
};

const PronyDialect _prony_openai_completions_dialect = {
  .api = PRONY_API_OPENAI_COMPLETIONS,
  .path = "/v1/completions",
  .whole_path = "/v1/completions",
  .framing = PRONY_FRAMING_SSE,
  .needs_end_mark = TRUE,
  .build_body = build_completions_body,
  .read_event = read_event,
};
