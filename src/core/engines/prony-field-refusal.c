/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <string.h>

#include "base/prony-json.h"
#include "core/engines/prony-dialect-private.h"
#include "core/engines/prony-error-body.h"
#include "core/engines/prony-failure.h"
#include "core/engines/prony-field-refusal.h"

/* Strict servers refuse a request for a field that they do not know, or not with that
 * value. Each names it in a way of its own:
 *
 *   `param` of the error            OpenAI, gateways
 *   `loc` of the first detail       FastAPI, Mistral (whose message is an object), vLLM
 *   in quotes or bare in the text   axum's serde, TGI, pydantic as text
 *
 * Texts may go on with names of other fields (those that would be known), or with the
 * whole request, so that only the first name counts. */

/* Fields that bound an answer. Complaints about their size are for the user: without
 * them another work would be done. */
static gboolean
is_limit (const char *name)
{
  static const char *const limits[] = {
    "max_completion_tokens", "max_new_tokens", "max_tokens", "n_predict", "num_predict", NULL,
  };

  return g_strv_contains (limits, name);
}

static gboolean
says_unknown (const char *text)
{
  static const char *const words[] = {
    "unknown",       "unsupported",   "unrecognized", "unexpected",   "unrecognised",
    "not supported", "not permitted", "not allowed",  "extra_forbid", "instead",
  };
  g_autofree char *folded = g_ascii_strdown (text, -1);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (folded, words[i]) != NULL)
      return TRUE;

  return FALSE;
}

/* --- What was in the request -------------------------------------------------- */

/* The names that may be refused: of the members, of those of the objects that hold
 * settings, and, for those of other objects, of the object. */
static void
collect_names (JsonObject *object, const char *owner, GHashTable *names)
{
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *item = members; item != NULL; item = item->next)
    {
      const char *name = item->data;
      JsonObject *inner = prony_json_get_object (object, name);

      if (_prony_dialect_is_settings (name) && inner != NULL)
        collect_names (inner, NULL, names);
      else if (owner != NULL)
        g_hash_table_insert (names, g_strdup (name), g_strdup (owner));
      else if (!_prony_dialect_is_needed (name))
        {
          g_hash_table_insert (names, g_strdup (name), g_strdup (name));
          if (inner != NULL)
            collect_names (inner, name, names);
        }
    }
}

/* --- Where it is named -------------------------------------------------------- */

/* The last part of "body.sampling_params.ignore_eos" that was sent. */
static const char *
find_in_path (GHashTable *names, const char *path)
{
  g_auto (GStrv) parts = g_strsplit_set (path, ".[]/", -1);
  const char *found = NULL;

  for (guint i = 0; parts[i] != NULL; i++)
    if (g_hash_table_contains (names, parts[i]))
      found = g_hash_table_lookup (names, parts[i]);

  return found;
}

static const char *
find_in_loc (GHashTable *names, JsonArray *details)
{
  JsonNode *first = details != NULL && json_array_get_length (details) > 0
                      ? json_array_get_element (details, 0)
                      : NULL;
  JsonArray *loc = first != NULL && JSON_NODE_HOLDS_OBJECT (first)
                     ? prony_json_get_array (json_node_get_object (first), "loc")
                     : NULL;
  const char *found = NULL;

  for (guint i = 0; loc != NULL && i < json_array_get_length (loc); i++)
    {
      JsonNode *node = json_array_get_element (loc, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING &&
          g_hash_table_contains (names, json_node_get_string (node)))
        found = g_hash_table_lookup (names, json_node_get_string (node));
    }

  return found;
}

static const char *
find_in_object (GHashTable *names, JsonObject *root)
{
  JsonObject *error = prony_json_get_object (root, "error");
  JsonObject *message = prony_json_get_object (root, "message");
  const char *param = prony_json_get_string (error != NULL ? error : root, "param", NULL);
  const char *found = param != NULL ? find_in_path (names, param) : NULL;

  if (found == NULL)
    found = find_in_loc (names, prony_json_get_array (root, "detail"));
  if (found == NULL)
    found = find_in_loc (names, prony_json_get_array (message, "detail"));

  return found;
}

static gboolean
is_word (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

/* A name that is also a word of English must be marked as a name. */
static gboolean
is_marked (const char *text, const char *at, gsize length)
{
  static const char *const before[] = { "field ", "fields ", "parameter ", "argument ", "property ",
                                        "key ",   "option ", "field: ",    "fields: ",  "\n" };
  char left = at > text ? at[-1] : '\n';

  if (strchr ("'\"`", left) != NULL && strchr ("'\"`", at[length]) != NULL && at[length] != '\0')
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (before); i++)
    {
      gsize size = strlen (before[i]);

      if ((gsize) (at - text) >= size && g_ascii_strncasecmp (at - size, before[i], size) == 0)
        return TRUE;
    }

  return at == text;
}

static const char *
find_name (const char *text, const char *name)
{
  gsize length = strlen (name);
  gboolean is_plain = strchr (name, '_') == NULL && !g_str_equal (name, "temperature");

  for (const char *at = strstr (text, name); at != NULL; at = strstr (at + 1, name))
    {
      if ((at > text && is_word (at[-1])) || is_word (at[length]))
        continue;
      if (!is_plain || is_marked (text, at, length))
        return at;
    }

  return NULL;
}

static const char *
find_in_text (GHashTable *names, const char *message)
{
  static const char *const echoes[] = { "input_value", "'input'", "\"input\"" };
  g_autofree char *text = g_strdup (message);
  const char *first = NULL;
  const char *found = NULL;
  const char *name, *owner;
  GHashTableIter iter;

  /* pydantic repeats what it was given. */
  for (guint i = 0; i < G_N_ELEMENTS (echoes); i++)
    {
      char *echo = strstr (text, echoes[i]);

      if (echo != NULL)
        *echo = '\0';
    }

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, (gpointer *) &name, (gpointer *) &owner))
    {
      const char *at = find_name (text, name);

      if (at != NULL && (first == NULL || at < first))
        {
          first = at;
          found = owner;
        }
    }

  return found;
}

/**
 * prony_field_refusal_find:
 * @status: the status of an answer
 * @request: the body that was sent, JSON
 * @request_length: its length in bytes
 * @body: the answer's body as far as it was read: anything
 * @length: its length in bytes
 *
 * Finds out whether an engine refused a request for one of its fields: status 400 or
 * 422 and a text that names one that was sent and can be left out. A prompt that is
 * too long for the model is no such refusal, nor is a limit that is too high. Any
 * thread.
 *
 * Returns: (transfer full) (nullable): the field's name
 */
char *
prony_field_refusal_find (
  guint status, const char *request, gsize request_length, const char *body, gsize length)
{
  g_autoptr (JsonObject) sent = NULL;
  g_autoptr (JsonObject) root = NULL;
  g_autoptr (GHashTable) names = NULL;
  g_autoptr (GString) message = g_string_new (NULL);
  g_autoptr (GString) type = g_string_new (NULL);
  guint code = 0;
  PronyErrorBody error = { message, type, &code };
  const char *found = NULL;

  if ((status != 400 && status != 422) || body == NULL || length == 0)
    return NULL;

  /* JSON without a message in it may hold the whole request. */
  root = prony_json_parse_object (body, (gssize) length, NULL);
  if (root != NULL)
    prony_error_body_read (root, &error);
  else
    prony_error_body_read_text (body, length, &error);

  sent = prony_json_parse_object (request, (gssize) request_length, NULL);
  if (sent == NULL || prony_failure_is_context_overflow (type->str, message->str))
    return NULL;

  names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  collect_names (sent, NULL, names);
  if (root != NULL)
    found = find_in_object (names, root);
  if (found == NULL)
    found = find_in_text (names, message->str);

  if (found != NULL && is_limit (found) && !says_unknown (message->str) &&
      !says_unknown (type->str))
    return NULL;
  return g_strdup (found);
}
