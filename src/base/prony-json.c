/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-base"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/prony-error.h"
#include "base/prony-json.h"

static JsonNode *
get_value (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? node : NULL;
}

/**
 * prony_json_get_string:
 * @object: (nullable): an object
 * @name: the member's name
 * @fallback: (nullable): what to return where there is no such string
 *
 * Returns: (nullable) (transfer none): the string, owned by @object
 */
const char *
prony_json_get_string (JsonObject *object, const char *name, const char *fallback)
{
  JsonNode *node = get_value (object, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return fallback;

  return json_node_get_string (node);
}

/**
 * prony_json_get_int:
 * @object: (nullable): an object
 * @name: the member's name
 * @fallback: what to return where there is no such number
 *
 * Returns: the whole number; a fraction is cut off
 */
gint64
prony_json_get_int (JsonObject *object, const char *name, gint64 fallback)
{
  double number = prony_json_get_double (object, name, NAN);
  JsonNode *node = get_value (object, name);

  if (isnan (number))
    return fallback;
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return json_node_get_int (node);
  if (number < -9.2e18 || number > 9.2e18)
    return fallback;

  return (gint64) number;
}

/**
 * prony_json_get_double:
 * @object: (nullable): an object
 * @name: the member's name
 * @fallback: what to return where there is no such number
 *
 * Returns: the number
 */
double
prony_json_get_double (JsonObject *object, const char *name, double fallback)
{
  JsonNode *node = get_value (object, name);
  GType type = node != NULL ? json_node_get_value_type (node) : G_TYPE_INVALID;

  return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE ? json_node_get_double (node) : fallback;
}

/**
 * prony_json_get_boolean:
 * @object: (nullable): an object
 * @name: the member's name
 * @fallback: what to return where there is no such truth value
 *
 * Returns: the truth value
 */
gboolean
prony_json_get_boolean (JsonObject *object, const char *name, gboolean fallback)
{
  JsonNode *node = get_value (object, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return fallback;

  return json_node_get_boolean (node);
}

/**
 * prony_json_get_object:
 * @object: (nullable): an object
 * @name: the member's name
 *
 * Returns: (nullable) (transfer none): the inner object, owned by @object
 */
JsonObject *
prony_json_get_object (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * prony_json_get_array:
 * @object: (nullable): an object
 * @name: the member's name
 *
 * Returns: (nullable) (transfer none): the array, owned by @object
 */
JsonArray *
prony_json_get_array (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/* Deeper than any document that is meant for Prony. json-glib calls itself for each
 * level and would run out of stack on text that somebody made for that. */
#define MAX_DEPTH 100u

/* Whether text has nothing outside of strings that JSON does not have, such as the
 * comments that json-glib would take, and is not nested too deeply. Whether it is
 * JSON is left to json-glib. */
static gboolean
looks_safe (const char *text, gsize length)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < length; i++)
    {
      char c = text[i];

      if (c == '"')
        in_string = !in_string;
      else if (in_string)
        i += c == '\\' ? 1 : 0;
      else if (c == '[' || c == '{')
        depth++;
      else if (c == ']' || c == '}')
        depth -= depth > 0 ? 1 : 0;
      else if (!g_ascii_isalnum (c) && !g_ascii_isspace (c) && (c == '\0' || !strchr (":,+-.", c)))
        return FALSE;

      if (depth > MAX_DEPTH)
        return FALSE;
    }

  return TRUE;
}

/**
 * prony_json_parse:
 * @text: JSON text, not necessarily UTF-8
 * @length: its length in bytes, or -1 when it ends with a zero byte
 * @error: return location for %PRONY_ERROR_PROTOCOL
 *
 * Returns: (transfer full) (nullable): the root
 */
JsonNode *
prony_json_parse (const char *text, gssize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) local = NULL;
  JsonNode *root;

  g_return_val_if_fail (text != NULL, NULL);

  if (!looks_safe (text, length >= 0 ? (gsize) length : strlen (text)))
    {
      g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_PROTOCOL,
                           _ ("This is not JSON, or it is nested too deeply"));
      return NULL;
    }

  if (!json_parser_load_from_data (parser, text, length, &local))
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_PROTOCOL, _ ("This is not JSON: %s"),
                   local->message);
      return NULL;
    }

  root = json_parser_steal_root (parser);
  if (root == NULL)
    g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_PROTOCOL,
                         _ ("This is not JSON: there is nothing in it"));
  return root;
}

/**
 * prony_json_parse_object:
 * @text: JSON text
 * @length: its length in bytes, or -1 when it ends with a zero byte
 * @error: return location for %PRONY_ERROR_PROTOCOL
 *
 * Returns: (transfer full) (nullable): the root, which must be an object
 */
JsonObject *
prony_json_parse_object (const char *text, gssize length, GError **error)
{
  g_autoptr (JsonNode) root = prony_json_parse (text, length, error);

  if (root == NULL)
    return NULL;

  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_PROTOCOL,
                           _ ("This is JSON, but not an object"));
      return NULL;
    }

  return json_node_dup_object (root);
}

/**
 * prony_json_add_string:
 * @object: an object
 * @name: the member's name
 * @value: (nullable): the string; %NULL adds nothing
 *
 * Adds a string if there is one.
 */
void
prony_json_add_string (JsonObject *object, const char *name, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, name, value);
}

/**
 * prony_json_add_double:
 * @object: an object
 * @name: the member's name
 * @value: the number; NAN and infinity add nothing
 *
 * Adds a number if there is one.
 */
void
prony_json_add_double (JsonObject *object, const char *name, double value)
{
  if (isfinite (value))
    json_object_set_double_member (object, name, value);
}

/**
 * prony_json_add_interval:
 * @object: an object
 * @name: the member's name
 * @interval: its lower and upper end; NAN and infinity add nothing
 *
 * Adds an interval if there is one, as an array of its ends.
 */
void
prony_json_add_interval (JsonObject *object, const char *name, const double interval[2])
{
  JsonArray *pair;

  if (!isfinite (interval[0]) || !isfinite (interval[1]))
    return;

  pair = json_array_sized_new (2);
  json_array_add_double_element (pair, interval[0]);
  json_array_add_double_element (pair, interval[1]);
  json_object_set_array_member (object, name, pair);
}

/**
 * prony_json_add_count:
 * @object: an object
 * @name: the member's name
 * @value: the count; a negative one means unknown and adds nothing
 *
 * Adds a count if it is known.
 */
void
prony_json_add_count (JsonObject *object, const char *name, gint64 value)
{
  if (value >= 0)
    json_object_set_int_member (object, name, value);
}

/**
 * prony_json_to_text:
 * @object: an object
 * @pretty: whether to indent by two spaces
 *
 * Returns: (transfer full): the object as JSON, numbers independent of the locale
 */
char *
prony_json_to_text (JsonObject *object, gboolean pretty)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (root, object);
  return json_to_string (root, pretty);
}
