/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <math.h>

#include "base/prony-json.h"
#include "core/engines/prony-dialect-private.h"

/* text-generation-inference's own `/generate_stream`: one Server-Sent Event for
 * each token; the last one has `generated_text` and `details`, and nothing follows
 * it. A whole answer comes from `/generate`. */

/* What the engine takes unless it is started with --max-stop-sequences. */
#define MAX_STOPS 4u

/* A greedy answer is asked for by leaving the temperature out: 0 is refused. So is
 * a `top_p` of 1. At a temperature of just 1 nothing would be sampled without
 * `do_sample`. */
static void
add_sampling (JsonObject *parameters, const PronyRequestSpec *spec)
{
  if (isfinite (spec->temperature))
    json_object_set_boolean_member (parameters, "do_sample", spec->temperature > 0);
  if (spec->temperature > 0)
    prony_json_add_double (parameters, "temperature", spec->temperature);
  if (spec->top_p > 0 && spec->top_p < 1)
    prony_json_add_double (parameters, "top_p", spec->top_p);
  prony_json_add_count (parameters, "seed", spec->seed);
}

static JsonObject *
build_body (const PronyRequestSpec *spec, const char *model)
{
  JsonObject *body = json_object_new ();
  JsonObject *parameters = json_object_new ();
  g_autofree char *prompt = _prony_dialect_join_prompt (spec);

  json_object_set_string_member (body, "inputs", prompt);
  if (spec->max_tokens > 0)
    json_object_set_int_member (parameters, "max_new_tokens", spec->max_tokens);
  add_sampling (parameters, spec);
  _prony_dialect_add_stop (parameters, spec, MAX_STOPS);
  json_object_set_boolean_member (parameters, "details", TRUE);
  json_object_set_boolean_member (parameters, "return_full_text", FALSE);
  json_object_set_object_member (body, "parameters", parameters);
  return body;
}

static void
read_object (JsonObject *root, PronyDelta *delta)
{
  JsonObject *token = prony_json_get_object (root, "token");
  JsonObject *details = prony_json_get_object (root, "details");
  const char *text = prony_json_get_string (root, "generated_text", NULL);

  /* The end mark of the model is a token, but no text. */
  if (token != NULL && !prony_json_get_boolean (token, "special", FALSE))
    _prony_dialect_add_text (delta, PRONY_EVENT_CONTENT,
                             prony_json_get_string (token, "text", NULL));
  else if (token == NULL)
    _prony_dialect_add_text (delta, PRONY_EVENT_CONTENT, text);
  if (token != NULL && delta->kind == PRONY_EVENT_CONTENT)
    delta->tokens = 1;

  if (text == NULL && details == NULL)
    return;

  if (delta->kind == PRONY_EVENT_EMPTY)
    delta->kind = PRONY_EVENT_END;
  _prony_dialect_finish (delta, prony_json_get_string (details, "finish_reason", NULL));
  delta->completion_tokens = _prony_dialect_get_count (details, "generated_tokens");
  delta->prompt_tokens = _prony_dialect_get_count (details, "input_length");
  delta->total_tokens = delta->completion_tokens;
}

/* What the events of plain tokens have; see prony-event-skim.c. */
static const PronySkimField token_fields[] = {
  { 0, "token", PRONY_SKIM_ENTER, 1 },
  { 0, "generated_text", PRONY_SKIM_EMPTY, 0 },
  { 0, "details", PRONY_SKIM_EMPTY, 0 },
  { 1, "text", PRONY_SKIM_TOKEN, 0 },
  { 1, "special", PRONY_SKIM_EMPTY, 0 },
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

const PronyDialect _prony_tgi_dialect = {
  .api = PRONY_API_TGI,
  .path = "/generate_stream",
  .whole_path = "/generate",
  .framing = PRONY_FRAMING_SSE,
  .needs_end_mark = TRUE,
  .build_body = build_body,
  .read_event = read_event,
};
