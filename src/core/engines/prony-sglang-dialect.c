/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include "base/prony-json.h"
#include "core/engines/prony-dialect-private.h"

/* SGLang's own `/generate`: Server-Sent Events with `text` and `meta_info`, then
 * `[DONE]`; a whole answer is one such object. `text` is all of the answer so far,
 * unless the server runs with --incremental-streaming-output, when it is a piece.
 * `output_ids` goes the same way, so its length against `completion_tokens` tells
 * which; older servers send none, and the reader of the answer has to find out. */

static JsonObject *
build_body (const PronyRequestSpec *spec, const char *model)
{
  JsonObject *body = json_object_new ();
  JsonObject *params = json_object_new ();
  g_autofree char *prompt = _prony_dialect_join_prompt (spec);

  json_object_set_string_member (body, "text", prompt);
  if (spec->max_tokens > 0)
    json_object_set_int_member (params, "max_new_tokens", spec->max_tokens);
  if (spec->min_tokens > 0)
    json_object_set_int_member (params, "min_new_tokens", spec->min_tokens);
  if (spec->ignore_eos)
    json_object_set_boolean_member (params, "ignore_eos", TRUE);
  prony_json_add_double (params, "temperature", spec->temperature);
  prony_json_add_double (params, "top_p", spec->top_p);
  prony_json_add_count (params, "sampling_seed", spec->seed);
  _prony_dialect_add_stop (params, spec, G_MAXUINT);
  json_object_set_object_member (body, "sampling_params", params);
  json_object_set_boolean_member (body, "stream", spec->stream);
  return body;
}

/* What was given up is an error, though it comes as a reason to finish. */
static void
read_abort (JsonObject *reason, PronyDelta *delta)
{
  gint64 code = prony_json_get_int (reason, "status_code", 0);

  delta->kind = PRONY_EVENT_ERROR;
  delta->failed = TRUE;
  delta->error_code = code > 0 && code <= 999 ? (guint) code : 0;
  g_string_append (delta->error_type, "abort");
  g_string_append (delta->error_message, prony_json_get_string (reason, "message", ""));
}

static void
read_finish (JsonObject *meta, PronyDelta *delta)
{
  JsonObject *reason = prony_json_get_object (meta, "finish_reason");
  const char *type = prony_json_get_string (reason, "type", NULL);

  if (type == NULL)
    type = prony_json_get_string (meta, "finish_reason", NULL);
  if (type == NULL)
    return;

  if (g_str_equal (type, "abort"))
    read_abort (reason, delta);
  else
    _prony_dialect_finish (delta, type);
}

static void
read_object (JsonObject *root, PronyDelta *delta)
{
  JsonObject *meta = prony_json_get_object (root, "meta_info");
  JsonArray *ids = prony_json_get_array (root, "output_ids");
  gint64 count = _prony_dialect_get_count (meta, "completion_tokens");

  _prony_dialect_add_text (delta, PRONY_EVENT_CONTENT, prony_json_get_string (root, "text", NULL));
  delta->so_far = TRUE;
  if (ids != NULL)
    delta->n_ids = json_array_get_length (ids);
  if (count > 0)
    delta->total_tokens = count;

  read_finish (meta, delta);
  if (!delta->finish)
    return;

  delta->completion_tokens = count;
  delta->prompt_tokens = _prony_dialect_get_count (meta, "prompt_tokens");
  delta->cached_tokens = _prony_dialect_get_count (meta, "cached_tokens");
  if (delta->kind == PRONY_EVENT_EMPTY && count >= 0)
    delta->kind = PRONY_EVENT_USAGE;
}

/* What the events of plain tokens have; see prony-event-skim.c. */
static const PronySkimField token_fields[] = {
  { 0, "text", PRONY_SKIM_SO_FAR, 0 },
  { 0, "output_ids", PRONY_SKIM_IDS, 0 },
  { 0, "meta_info", PRONY_SKIM_ENTER, 1 },
  { 1, "finish_reason", PRONY_SKIM_EMPTY, 0 },
  { 1, "completion_tokens", PRONY_SKIM_TOTAL, 0 },
  { 0, "error", PRONY_SKIM_EMPTY, 0 },
  { 0, "error_type", PRONY_SKIM_EMPTY, 0 },
  { 0, "object", PRONY_SKIM_NOT_ERROR, 0 },
  { 0, NULL, 0, 0 },
};

static void
read_event (const char *name, const char *data, gsize length, PronyDelta *delta)
{
  _prony_dialect_read (name, data, length, delta, token_fields, read_object);
  if (delta->n_ids >= 0 && delta->n_ids < delta->total_tokens)
    delta->so_far = FALSE;
}

const PronyDialect _prony_sglang_dialect = {
  .api = PRONY_API_SGLANG,
  .path = "/generate",
  .whole_path = "/generate",
  .framing = PRONY_FRAMING_SSE,
  .needs_end_mark = TRUE,
  .build_body = build_body,
  .read_event = read_event,
};
