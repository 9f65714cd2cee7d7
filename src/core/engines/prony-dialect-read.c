/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/prony-json.h"
#include "core/engines/prony-dialect-private.h"
#include "core/engines/prony-error-body.h"

/* Reading events: what is the same in all protocols. Everything here comes from
 * the network and may be missing, null or of the wrong type; whatever is not as it
 * should be counts as absent. */

/* No engine counts that far in one request; larger numbers are nonsense and would
 * overflow sums. */
#define COUNT_MAX G_GINT64_CONSTANT (1000000000000)

static gboolean
is_done_mark (const char *data, gsize length)
{
  while (length > 0 && g_ascii_isspace (data[length - 1]))
    length--;
  while (length > 0 && g_ascii_isspace (data[0]))
    {
      data++;
      length--;
    }

  return length == strlen ("[DONE]") && memcmp (data, "[DONE]", length) == 0;
}

/* The value of an escape such as \ud83d; 0 for anything else. */
static guint
get_escape (const char *text, gsize length)
{
  guint value = 0;

  if (length < 6 || text[0] != '\\' || text[1] != 'u')
    return 0;

  for (guint i = 2; i < 6; i++)
    {
      if (!g_ascii_isxdigit (text[i]))
        return 0;
      value = value * 16 + (guint) g_ascii_xdigit_value (text[i]);
    }

  return value;
}

/* A server that cuts text into UTF-16 units sends half a character as an escape
 * without its other half. That is JSON, but json-glib refuses it; the replacement
 * character takes its place. */
static char *
replace_half_escapes (const char *data, gsize length)
{
  GString *text = g_string_sized_new (length + 1);

  for (gsize i = 0; i < length;)
    {
      guint first = get_escape (data + i, length - i);
      guint second = get_escape (data + MIN (i + 6, length), length - MIN (i + 6, length));
      gboolean half = first >= 0xd800 && first <= 0xdfff;
      gboolean pair = half && first <= 0xdbff && second >= 0xdc00 && second <= 0xdfff;
      gsize step = pair ? 12 : half ? 6 : data[i] == '\\' && i + 1 < length ? 2 : 1;

      if (half && !pair)
        g_string_append (text, "\\ufffd");
      else
        g_string_append_len (text, data + i, (gssize) step);
      i += step;
    }

  return g_string_free (text, FALSE);
}

static JsonNode *
parse (const char *data, gsize length)
{
  JsonNode *root = prony_json_parse (data, (gssize) length, NULL);
  g_autofree char *repaired = NULL;

  if (root != NULL || g_strstr_len (data, (gssize) length, "\\u") == NULL)
    return root;

  repaired = replace_half_escapes (data, length);
  return prony_json_parse (repaired, -1, NULL);
}

/* TGI's answer to a request without a stream may be a list of one. */
static JsonObject *
get_root_object (JsonNode *root)
{
  if (root != NULL && JSON_NODE_HOLDS_ARRAY (root) &&
      json_array_get_length (json_node_get_array (root)) > 0)
    root = json_array_get_element (json_node_get_array (root), 0);

  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
}

static gboolean
is_blank (const char *data, gsize length)
{
  while (length > 0 && g_ascii_isspace (data[length - 1]))
    length--;

  return length == 0;
}

static void
read_with_parser (
  const char *name, const char *data, gsize length, PronyDelta *delta, PronyReadObjectFunc func)
{
  PronyErrorBody error = { delta->error_message, delta->error_type, &delta->error_code };
  g_autoptr (JsonNode) root = parse (data, length);
  JsonObject *object = get_root_object (root);

  delta->kind = PRONY_EVENT_EMPTY;
  delta->failed =
    g_strcmp0 (name, "error") == 0 || (object != NULL && prony_error_body_is_error (object));

  if (delta->failed && object != NULL)
    prony_error_body_read (object, &error);
  if (delta->failed)
    delta->kind = PRONY_EVENT_ERROR;
  if (object == NULL || (delta->failed && delta->error_message->len == 0))
    prony_error_body_read_text (data, length, &error);
  /* A web page, or no text at all: not to be quoted, but something that came. */
  if (object == NULL && delta->error_message->len == 0 && !is_blank (data, length))
    g_string_assign (delta->error_message, "…");
  if (object != NULL && !delta->failed)
    func (object, delta);
}

/**
 * _prony_dialect_read:
 * @name: (nullable): the event's name
 * @data: its data, zero-terminated
 * @length: its length in bytes
 * @delta: a cleared delta
 * @fields: (nullable): what a plain piece of text looks like; %NULL to read with
 *   the parser in any case
 * @func: reads what is neither that, nor an end mark, nor an error
 *
 * Decodes an event as far as all protocols agree: `[DONE]`, errors in all their
 * shapes, and payloads that are not JSON. The last are no failure yet: they are
 * empty events whose beginning is kept as the delta's error message, so that a
 * request that got nothing else can say what came instead.
 */
void
_prony_dialect_read (const char *name,
                     const char *data,
                     gsize length,
                     PronyDelta *delta,
                     const PronySkimField *fields,
                     PronyReadObjectFunc func)
{
  if (fields != NULL && g_strcmp0 (name, "error") != 0 &&
      prony_event_skim (data, length, fields, delta))
    return;

  if (is_done_mark (data, length))
    {
      delta->kind = PRONY_EVENT_END;
      delta->finish = TRUE;
      return;
    }

  read_with_parser (name, data, length, delta, func);
}

static void
append_valid (GString *to, const char *text)
{
  g_autofree char *valid = NULL;

  /* json-glib lets some halves of characters pass. */
  if (g_utf8_validate (text, -1, NULL))
    {
      g_string_append (to, text);
      return;
    }

  valid = g_utf8_make_valid (text, -1);
  g_string_append (to, valid);
}

/**
 * _prony_dialect_add_text:
 * @delta: the delta
 * @kind: reasoning, content or tool call
 * @text: (nullable): a piece of that kind; nothing happens where it is empty
 *
 * Adds text that was found in an event. Where an event has text of several kinds,
 * reasoning must be added first: it makes way for an answer and goes to
 * #PronyDelta.thinking then.
 */
void
_prony_dialect_add_text (PronyDelta *delta, PronyEventKind kind, const char *text)
{
  if (text == NULL || *text == '\0')
    return;

  if (delta->kind == PRONY_EVENT_REASONING && kind != PRONY_EVENT_REASONING)
    {
      g_string_append_len (delta->thinking, delta->text->str, delta->text->len);
      g_string_truncate (delta->text, 0);
    }

  if (delta->kind != PRONY_EVENT_CONTENT)
    delta->kind = kind;
  append_valid (delta->text, text);
}

static void
add_tool_call (PronyDelta *delta, JsonObject *function)
{
  JsonObject *arguments = prony_json_get_object (function, "arguments");

  _prony_dialect_add_text (delta, PRONY_EVENT_TOOL_CALL,
                           prony_json_get_string (function, "name", NULL));
  _prony_dialect_add_text (delta, PRONY_EVENT_TOOL_CALL,
                           prony_json_get_string (function, "arguments", NULL));

  /* Ollama gives an object where the others give text. */
  if (arguments != NULL)
    {
      g_autofree char *text = prony_json_to_text (arguments, FALSE);

      _prony_dialect_add_text (delta, PRONY_EVENT_TOOL_CALL, text);
    }
}

static void
add_tool_calls (PronyDelta *delta, JsonObject *message)
{
  JsonArray *calls = prony_json_get_array (message, "tool_calls");
  JsonObject *function = prony_json_get_object (message, "function_call");
  guint n_calls = calls != NULL ? json_array_get_length (calls) : 0;

  for (guint i = 0; i < n_calls; i++)
    {
      JsonNode *node = json_array_get_element (calls, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        add_tool_call (delta, prony_json_get_object (json_node_get_object (node), "function"));
    }
  if (function != NULL)
    add_tool_call (delta, function);

  /* A call whose first piece has only a number is one all the same. */
  if (n_calls > 0 && delta->kind == PRONY_EVENT_EMPTY)
    delta->kind = PRONY_EVENT_TOOL_CALL;
}

static void
add_content (PronyDelta *delta, JsonObject *message)
{
  JsonArray *parts = prony_json_get_array (message, "content");

  _prony_dialect_add_text (delta, PRONY_EVENT_CONTENT,
                           prony_json_get_string (message, "content", NULL));

  /* Some gateways send a list of parts instead of a text. */
  for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++)
    {
      JsonNode *node = json_array_get_element (parts, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        _prony_dialect_add_text (delta, PRONY_EVENT_CONTENT,
                                 prony_json_get_string (json_node_get_object (node), "text", NULL));
    }
}

/**
 * _prony_dialect_read_message:
 * @message: (nullable): `delta` or `message` of a chat
 * @delta: the delta
 *
 * Reads the text of a chat message or of a piece of one. The names of the thinking
 * differ by engine and version, and some send it under two names at once.
 */
void
_prony_dialect_read_message (JsonObject *message, PronyDelta *delta)
{
  static const char *const thinking[] = { "reasoning_content", "reasoning", "thinking" };

  if (message == NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (thinking) && delta->kind == PRONY_EVENT_EMPTY; i++)
    _prony_dialect_add_text (delta, PRONY_EVENT_REASONING,
                             prony_json_get_string (message, thinking[i], NULL));
  add_content (delta, message);
  add_tool_calls (delta, message);

  if (delta->kind == PRONY_EVENT_EMPTY && prony_json_get_string (message, "role", NULL) != NULL)
    delta->kind = PRONY_EVENT_ROLE;
}

/**
 * _prony_dialect_read_timings:
 * @timings: (nullable): llama.cpp's `timings`
 * @delta: the delta
 *
 * Reads llama.cpp's own counts and times (milliseconds; null for what cannot be
 * computed). `prompt_n` counts only the prompt tokens that were evaluated.
 */
void
_prony_dialect_read_timings (JsonObject *timings, PronyDelta *delta)
{
  gint64 evaluated = _prony_dialect_get_count (timings, "prompt_n");
  gint64 cached = _prony_dialect_get_count (timings, "cache_n");
  gint64 predicted = _prony_dialect_get_count (timings, "predicted_n");

  if (timings == NULL)
    return;

  if (cached >= 0)
    delta->cached_tokens = cached;
  if (delta->prompt_tokens < 0 && evaluated >= 0)
    delta->prompt_tokens = evaluated + MAX (cached, 0);
  /* Older builds do not say it, but it is what they have not evaluated. */
  else if (cached < 0 && evaluated >= 0 && delta->prompt_tokens >= evaluated)
    delta->cached_tokens = delta->prompt_tokens - evaluated;
  if (delta->completion_tokens < 0)
    delta->completion_tokens = predicted;
  delta->prompt_eval_time_s = _prony_dialect_get_time (timings, "prompt_ms", 1e3);
  delta->eval_time_s = _prony_dialect_get_time (timings, "predicted_ms", 1e3);
}

/**
 * _prony_dialect_read_progress:
 * @root: an event without text
 * @delta: the delta
 *
 * Reads llama.cpp's `prompt_progress`, in which `processed` and `total` contain what was
 * cached.
 *
 * Returns: whether there is one
 */
gboolean
_prony_dialect_read_progress (JsonObject *root, PronyDelta *delta)
{
  JsonObject *progress = prony_json_get_object (root, "prompt_progress");
  gint64 cached = MAX (_prony_dialect_get_count (progress, "cache"), 0);
  gint64 total = _prony_dialect_get_count (progress, "total");
  gint64 processed = _prony_dialect_get_count (progress, "processed");

  if (progress == NULL)
    return FALSE;

  delta->progress_total = MAX (total - cached, 0);
  delta->progress_done = CLAMP (processed - cached, 0, delta->progress_total);
  return TRUE;
}

/**
 * _prony_dialect_finish:
 * @delta: the delta
 * @reason: (nullable): why the answer ends, as the engine says
 *
 * Marks the event as the end of the answer.
 */
void
_prony_dialect_finish (PronyDelta *delta, const char *reason)
{
  delta->finish = TRUE;
  if (reason != NULL)
    append_valid (delta->finish_reason, reason);
}

/**
 * _prony_dialect_get_count:
 * @object: (nullable): an object
 * @name: a member
 *
 * Returns: the count, -1 where there is none
 */
gint64
_prony_dialect_get_count (JsonObject *object, const char *name)
{
  gint64 count = prony_json_get_int (object, name, -1);

  return count >= 0 && count <= COUNT_MAX ? count : -1;
}

/**
 * _prony_dialect_get_time:
 * @object: (nullable): an object
 * @name: a member
 * @units_per_s: how many of its units are a second
 *
 * Returns: the time in seconds, NAN where there is none
 */
double
_prony_dialect_get_time (JsonObject *object, const char *name, double units_per_s)
{
  double value = prony_json_get_double (object, name, NAN);

  return isfinite (value) && value >= 0 ? value / units_per_s : NAN;
}
