/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include "base/prony-json.h"
#include "core/engines/prony-dialect-private.h"

/* llama.cpp's own `/completion`: Server-Sent Events without `[DONE]`; the last one
 * has `stop` set and carries counts and `timings` in milliseconds. */

static void
add_response_fields (JsonObject *body)
{
  static const char *const fields[] = {
    "content", "stop", "stop_type", "model", "tokens_predicted", "tokens_evaluated", "timings",
  };
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    json_array_add_string_element (array, fields[i]);
  json_object_set_array_member (body, "response_fields", array);
}

static JsonObject *
build_body (const PronyRequestSpec *spec, const char *model)
{
  JsonObject *body = json_object_new ();
  g_autofree char *prompt = _prony_dialect_join_prompt (spec);

  json_object_set_string_member (body, "prompt", prompt);
  prony_json_add_string (body, "model", model);
  json_object_set_boolean_member (body, "stream", spec->stream);
  if (spec->max_tokens > 0)
    json_object_set_int_member (body, "n_predict", spec->max_tokens);
  _prony_dialect_add_sampling (body, spec);
  _prony_dialect_add_stop (body, spec, G_MAXUINT);
  if (spec->ignore_eos)
    json_object_set_boolean_member (body, "ignore_eos", TRUE);

  /* Without this the last object echoes the whole prompt and all settings. */
  add_response_fields (body);
  return body;
}

/* Versions before the end of 2024 have three truth values for the reason. */
static const char *
get_stop_reason (JsonObject *root)
{
  const char *type = prony_json_get_string (root, "stop_type", NULL);

  if (type != NULL)
    return g_str_equal (type, "none") ? NULL : type;
  if (prony_json_get_boolean (root, "stopped_limit", FALSE))
    return "limit";
  if (prony_json_get_boolean (root, "stopped_word", FALSE))
    return "word";
  if (prony_json_get_boolean (root, "stopped_eos", FALSE))
    return "eos";

  return NULL;
}

static void
read_object (JsonObject *root, PronyDelta *delta)
{
  gint64 predicted = _prony_dialect_get_count (root, "tokens_predicted");

  g_string_append (delta->model, prony_json_get_string (root, "model", ""));
  _prony_dialect_add_text (delta, PRONY_EVENT_CONTENT,
                           prony_json_get_string (root, "content", NULL));
  if (predicted > 0)
    delta->total_tokens = predicted;

  if (delta->kind == PRONY_EVENT_EMPTY && _prony_dialect_read_progress (root, delta))
    delta->kind = PRONY_EVENT_COMMENT;

  if (!prony_json_get_boolean (root, "stop", FALSE))
    return;

  if (delta->kind == PRONY_EVENT_EMPTY)
    delta->kind = PRONY_EVENT_END;
  _prony_dialect_finish (delta, get_stop_reason (root));
  delta->prompt_tokens = _prony_dialect_get_count (root, "tokens_evaluated");
  delta->completion_tokens = predicted;
  _prony_dialect_read_timings (prony_json_get_object (root, "timings"), delta);
}

/* What the events of plain tokens have; see prony-event-skim.c. */
static const PronySkimField token_fields[] = {
  { 0, "content", PRONY_SKIM_CONTENT, 0 },
  { 0, "model", PRONY_SKIM_MODEL, 0 },
  { 0, "stop", PRONY_SKIM_EMPTY, 0 },
  { 0, "tokens", PRONY_SKIM_NUMBERS, 0 },
  { 0, "tokens_predicted", PRONY_SKIM_TOTAL, 0 },
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

const PronyDialect _prony_llamacpp_dialect = {
  .api = PRONY_API_LLAMACPP,
  .path = "/completion",
  .whole_path = "/completion",
  .framing = PRONY_FRAMING_SSE,
  .needs_end_mark = TRUE,
  .build_body = build_body,
  .read_event = read_event,
};
