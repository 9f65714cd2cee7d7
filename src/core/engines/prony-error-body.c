/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include "base/prony-json.h"
#include "core/engines/prony-error-body.h"

/* Errors come in as many shapes as there are engines: an object, a string or a
 * JSON text in a string under `error` (OpenAI and llama.cpp, vLLM and Ollama,
 * Ollama relaying its runner), a flat object (SGLang, old vLLM), `error_type`
 * (TGI), `detail` as text or list (FastAPI), `errors` (gateways), plain text
 * (axum), HTML (proxies), or nothing. */

/* How much of an engine's sentence is kept. */
#define MESSAGE_MAX_BYTES 4096u

static void
assign_text (GString *to, const char *text, gsize length)
{
  g_autofree char *valid = NULL;

  while (length > 0 && g_ascii_isspace (*text))
    {
      text++;
      length--;
    }
  if (length > MESSAGE_MAX_BYTES)
    {
      length = MESSAGE_MAX_BYTES;
      while (length > 0 && ((guchar) text[length] & 0xc0) == 0x80)
        length--;
    }

  valid = g_utf8_make_valid (text, length);
  g_string_assign (to, g_strchomp (valid));
}

static void
assign_string (GString *to, const char *text)
{
  assign_text (to, text, strlen (text));
}

static gboolean
holds_something (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return FALSE;
  if (!JSON_NODE_HOLDS_VALUE (node))
    return TRUE;
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node);
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return *json_node_get_string (node) != '\0';

  return TRUE;
}

/**
 * prony_error_body_is_error:
 * @root: what an engine sent
 *
 * An `error` that is null, false or empty does not count: some servers put it into
 * every answer.
 *
 * Returns: whether it is an error in one of the shapes that engines use
 */
gboolean
prony_error_body_is_error (JsonObject *root)
{
  g_return_val_if_fail (root != NULL, FALSE);

  return holds_something (root, "error") || holds_something (root, "error_type") ||
         (g_strcmp0 (prony_json_get_string (root, "object", NULL), "error") == 0 &&
          prony_json_get_string (root, "message", NULL) != NULL);
}

static void
read_code (JsonObject *object, const char *name, PronyErrorBody *into)
{
  const char *text = prony_json_get_string (object, name, NULL);
  gint64 code = prony_json_get_int (object, name, 0);
  guint64 parsed = 0;

  /* LiteLLM writes "429"; OpenAI writes words such as "model_not_found", which
   * say more than the type beside them. */
  if (text != NULL && g_ascii_string_to_unsigned (text, 10, 0, 999, &parsed, NULL))
    code = (gint64) parsed;
  else if (text != NULL && *text != '\0')
    assign_string (into->type, text);

  if (*into->code == 0 && code > 0 && code <= 999)
    *into->code = (guint) code;
}

static void
read_parts (JsonObject *object, PronyErrorBody *into)
{
  const char *type = prony_json_get_string (object, "type", NULL);
  const char *error_type = prony_json_get_string (object, "error_type", NULL);
  const char *message = prony_json_get_string (object, "message", NULL);

  if (error_type != NULL || type != NULL)
    assign_string (into->type, error_type != NULL ? error_type : type);
  read_code (object, "code", into);
  read_code (object, "http_status_code", into);
  if (into->message->len == 0 && message != NULL)
    assign_string (into->message, message);
}

static const char *
first_message (JsonObject *root, const char *name, const char *member)
{
  JsonArray *array = prony_json_get_array (root, name);
  JsonNode *node;

  if (array == NULL || json_array_get_length (array) == 0)
    return NULL;

  node = json_array_get_element (array, 0);
  return JSON_NODE_HOLDS_OBJECT (node)
           ? prony_json_get_string (json_node_get_object (node), member, NULL)
           : NULL;
}

/* The engine behind the engine: Ollama passes its runner's JSON on as text. */
static gboolean
read_relayed (const char *text, PronyErrorBody *into)
{
  g_autoptr (JsonObject) inner = NULL;
  JsonObject *error;

  if (*text != '{')
    return FALSE;

  inner = prony_json_parse_object (text, -1, NULL);
  if (inner == NULL)
    return FALSE;

  error = prony_json_get_object (inner, "error");
  read_parts (error != NULL ? error : inner, into);
  return into->message->len > 0;
}

/**
 * prony_error_body_read:
 * @root: an error as an engine sent it
 * @into: where its parts go; what is there stays where the error does not say
 *
 * Looks for the engine's sentence in the places where engines put it.
 */
void
prony_error_body_read (JsonObject *root, PronyErrorBody *into)
{
  const char *text;
  JsonObject *error;

  g_return_if_fail (root != NULL);
  g_return_if_fail (into != NULL);

  error = prony_json_get_object (root, "error");
  if (error != NULL)
    read_parts (error, into);

  text = prony_json_get_string (root, "error", NULL);
  if (text != NULL && !read_relayed (text, into))
    assign_string (into->message, text);

  if (error == NULL)
    read_parts (root, into);

  text = prony_json_get_string (root, "detail", NULL);
  if (text == NULL)
    text = first_message (root, "detail", "msg");
  if (text == NULL)
    text = first_message (root, "errors", "message");
  if (into->message->len == 0 && text != NULL)
    assign_string (into->message, text);
}

/* Pictures, archives and the like hold bytes that no text has. */
static gboolean
is_text (const char *body, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if ((guchar) body[i] < 0x20 && !g_ascii_isspace (body[i]) && body[i] != '\033')
      return FALSE;

  return TRUE;
}

/**
 * prony_error_body_read_text:
 * @body: (nullable): the body of an error response: anything
 * @length: its length in bytes
 * @into: where its parts go
 *
 * Reads an error that is JSON as prony_error_body_read() does, and takes any other
 * text as it is, except for pages in HTML and what is no text, which nobody wants in a
 * sentence.
 */
void
prony_error_body_read_text (const char *body, gsize length, PronyErrorBody *into)
{
  g_autoptr (JsonObject) root = NULL;

  g_return_if_fail (into != NULL);

  if (body == NULL || length == 0)
    return;

  root = prony_json_parse_object (body, (gssize) length, NULL);
  if (root != NULL)
    prony_error_body_read (root, into);
  if (into->message->len > 0)
    return;

  if (!is_text (body, MIN (length, 512u)))
    return;
  assign_text (into->message, body, MIN (length, 512u));
  if (into->message->str[0] == '<')
    g_string_truncate (into->message, 0);
}
