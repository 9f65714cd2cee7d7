/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include "base/prony-json.h"
#include "core/engines/prony-dialect-private.h"

/* Ollama's own `/api/chat` and `/api/generate`: one JSON object a line, the last
 * one with `done` set and with counts and durations in nanoseconds. A whole answer
 * is that last object with all of the text.
 *
 * `think`, `keep_alive` and `num_ctx` are not sent: the engine's own defaults are
 * what its users get, a thinking model is measured thinking (and its thinking is
 * told apart), `think` is an error with models that cannot think, and another
 * context size would reload the model in the middle of a run. */

static JsonObject *
new_body (const PronyRequestSpec *spec, const char *model)
{
  JsonObject *body = json_object_new ();
  JsonObject *options = json_object_new ();

  prony_json_add_string (body, "model", model);
  json_object_set_boolean_member (body, "stream", spec->stream);

  if (spec->max_tokens > 0)
    json_object_set_int_member (options, "num_predict", spec->max_tokens);
  _prony_dialect_add_sampling (options, spec);
  _prony_dialect_add_stop (options, spec, G_MAXUINT);
  json_object_set_object_member (body, "options", options);
  return body;
}

static JsonObject *
build_chat_body (const PronyRequestSpec *spec, const char *model)
{
  JsonObject *body = new_body (spec, model);

  _prony_dialect_add_messages (body, spec);
  return body;
}

/* Raw, so that the model gets the same text as from the other engines' completion
 * protocols. It also spares the last object its list of all tokens, for which
 * Ollama would tokenize everything again before the answer ends. */
static JsonObject *
build_generate_body (const PronyRequestSpec *spec, const char *model)
{
  JsonObject *body = new_body (spec, model);
  g_autofree char *prompt = _prony_dialect_join_prompt (spec);

  json_object_set_string_member (body, "prompt", prompt);
  json_object_set_boolean_member (body, "raw", TRUE);
  return body;
}

static void
read_object (JsonObject *root, PronyDelta *delta)
{
  JsonObject *message = prony_json_get_object (root, "message");

  g_string_append (delta->model, prony_json_get_string (root, "model", ""));

  _prony_dialect_read_message (message, delta);
  if (message == NULL)
    {
      _prony_dialect_add_text (delta, PRONY_EVENT_REASONING,
                               prony_json_get_string (root, "thinking", NULL));
      _prony_dialect_add_text (delta, PRONY_EVENT_CONTENT,
                               prony_json_get_string (root, "response", NULL));
    }

  if (!prony_json_get_boolean (root, "done", FALSE))
    return;

  /* The last object may still carry text. Zero counts and times are left out by
   * the engine, so absent means unknown. */
  if (!prony_event_kind_carries_tokens (delta->kind))
    delta->kind = PRONY_EVENT_END;
  _prony_dialect_finish (delta, prony_json_get_string (root, "done_reason", NULL));
  delta->prompt_tokens = _prony_dialect_get_count (root, "prompt_eval_count");
  delta->completion_tokens = _prony_dialect_get_count (root, "eval_count");
  delta->total_tokens = delta->completion_tokens;
  delta->load_time_s = _prony_dialect_get_time (root, "load_duration", 1e9);
  delta->prompt_eval_time_s = _prony_dialect_get_time (root, "prompt_eval_duration", 1e9);
  delta->eval_time_s = _prony_dialect_get_time (root, "eval_duration", 1e9);
}

/* What the events of plain tokens have; see prony-event-skim.c. */
static const PronySkimField chat_token_fields[] = {
  { 0, "model", PRONY_SKIM_MODEL, 0 },
  { 0, "message", PRONY_SKIM_ENTER, 1 },
  { 0, "done", PRONY_SKIM_EMPTY, 0 },
  { 1, "content", PRONY_SKIM_CONTENT, 0 },
  { 1, "thinking", PRONY_SKIM_REASONING, 0 },
  { 1, "reasoning_content", PRONY_SKIM_REASONING, 0 },
  { 1, "reasoning", PRONY_SKIM_REASONING, 0 },
  { 0, "error", PRONY_SKIM_EMPTY, 0 },
  { 0, "error_type", PRONY_SKIM_EMPTY, 0 },
  { 0, "object", PRONY_SKIM_NOT_ERROR, 0 },
  { 0, NULL, 0, 0 },
};

static const PronySkimField generate_token_fields[] = {
  { 0, "model", PRONY_SKIM_MODEL, 0 },        { 0, "response", PRONY_SKIM_CONTENT, 0 },
  { 0, "thinking", PRONY_SKIM_REASONING, 0 }, { 0, "done", PRONY_SKIM_EMPTY, 0 },
  { 0, "error", PRONY_SKIM_EMPTY, 0 },        { 0, "error_type", PRONY_SKIM_EMPTY, 0 },
  { 0, "object", PRONY_SKIM_NOT_ERROR, 0 },   { 0, NULL, 0, 0 },
};

static void
read_chat_event (const char *name, const char *data, gsize length, PronyDelta *delta)
{
  _prony_dialect_read (name, data, length, delta, chat_token_fields, read_object);
}

static void
read_generate_event (const char *name, const char *data, gsize length, PronyDelta *delta)
{
  _prony_dialect_read (name, data, length, delta, generate_token_fields, read_object);
}

const PronyDialect _prony_ollama_chat_dialect = {
  .api = PRONY_API_OLLAMA_CHAT,
  .path = "/api/chat",
  .whole_path = "/api/chat",
  .framing = PRONY_FRAMING_NDJSON,
  .needs_end_mark = TRUE,
  .build_body = build_chat_body,
  .read_event = read_chat_event,
};

const PronyDialect _prony_ollama_generate_dialect = {
  .api = PRONY_API_OLLAMA_GENERATE,
  .path = "/api/generate",
  .whole_path = "/api/generate",
  .framing = PRONY_FRAMING_NDJSON,
  .needs_end_mark = TRUE,
  .build_body = build_generate_body,
  .read_event = read_generate_event,
};
