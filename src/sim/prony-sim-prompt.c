/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include "base/prony-json.h"
#include "sim/prony-sim-prompt.h"
#include "sim/prony-sim-random.h"

/* Reads what all protocols say in the same way: prompts, messages, stop words.
 *
 * A message counts as the tokens of its text and four more, for the words that a
 * chat template puts around it; a raw prompt counts as its tokens. */

#define TEMPLATE_TOKENS 4

static void
add_text (PronySimAsk *ask, const char *text)
{
  ask->prompt_tokens += prony_sim_tokens_count (text);
  ask->text_seed = prony_sim_hash (ask->text_seed, text);
}

static gboolean
add_parts (PronySimAsk *ask, JsonArray *parts)
{
  for (guint i = 0; i < json_array_get_length (parts); i++)
    {
      JsonNode *node = json_array_get_element (parts, i);

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return FALSE;
      add_text (ask, prony_json_get_string (json_node_get_object (node), "text", ""));
    }

  return TRUE;
}

/**
 * prony_sim_prompt_read_messages:
 * @ask: (inout): what is asked for
 * @body: a request with "messages"
 * @problem: (out) (transfer none): what is wrong with them
 *
 * Counts the messages of a chat. A content is a string or a list of parts, of
 * which the texts count.
 *
 * Returns: whether they are usable
 */
gboolean
prony_sim_prompt_read_messages (PronySimAsk *ask, JsonObject *body, const char **problem)
{
  JsonArray *messages = prony_json_get_array (body, "messages");

  *problem = "messages must be a list that is not empty";
  if (messages == NULL || json_array_get_length (messages) == 0)
    return FALSE;

  for (guint i = 0; i < json_array_get_length (messages); i++)
    {
      JsonNode *node = json_array_get_element (messages, i);
      JsonObject *message = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      JsonArray *parts = prony_json_get_array (message, "content");

      *problem = "each message needs a role and a content";
      if (prony_json_get_string (message, "role", NULL) == NULL)
        return FALSE;
      if (parts != NULL && !add_parts (ask, parts))
        return FALSE;
      if (parts == NULL)
        add_text (ask, prony_json_get_string (message, "content", ""));
      ask->prompt_tokens += TEMPLATE_TOKENS;
    }

  *problem = NULL;
  return TRUE;
}

static gboolean
is_number (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64;
}

/* A prompt of token ids: the length is exactly their number. */
static gboolean
read_ids (PronySimAsk *ask, JsonArray *ids)
{
  for (guint i = 0; i < json_array_get_length (ids); i++)
    {
      JsonNode *node = json_array_get_element (ids, i);

      if (!is_number (node))
        return FALSE;
      ask->text_seed = ask->text_seed * 31 + (guint64) json_node_get_int (node);
    }

  ask->prompt_tokens += json_array_get_length (ids);
  return TRUE;
}

/**
 * prony_sim_prompt_read_text:
 * @ask: (inout): what is asked for
 * @prompt: (nullable): a string, a list of token ids, or a list with one of these
 * @problem: (out) (transfer none): what is wrong with it
 *
 * Counts a raw prompt. Several prompts in one request are refused.
 *
 * Returns: whether it is usable
 */
gboolean
prony_sim_prompt_read_text (PronySimAsk *ask, JsonNode *prompt, const char **problem)
{
  *problem = "prompt must be one text or one list of token ids";

  if (prompt != NULL && JSON_NODE_HOLDS_ARRAY (prompt))
    {
      JsonArray *array = json_node_get_array (prompt);

      if (json_array_get_length (array) == 0)
        return FALSE;
      if (is_number (json_array_get_element (array, 0)))
        return read_ids (ask, array);
      if (json_array_get_length (array) != 1)
        return FALSE;

      prompt = json_array_get_element (array, 0);
      if (JSON_NODE_HOLDS_ARRAY (prompt))
        return read_ids (ask, json_node_get_array (prompt));
    }

  if (prompt == NULL || !JSON_NODE_HOLDS_VALUE (prompt) ||
      json_node_get_value_type (prompt) != G_TYPE_STRING)
    return FALSE;

  add_text (ask, json_node_get_string (prompt));
  *problem = NULL;
  return TRUE;
}

/**
 * prony_sim_prompt_read_stops:
 * @ask: (inout): what is asked for
 * @stops: (nullable): the stop words
 * @may_be_string: whether a single string is a stop word too
 * @problem: (out) (transfer none): what is wrong with them
 *
 * Reads the words that end an answer.
 *
 * Returns: whether they are usable
 */
gboolean
prony_sim_prompt_read_stops (PronySimAsk *ask,
                             JsonNode *stops,
                             gboolean may_be_string,
                             const char **problem)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  JsonArray *array;

  *problem = NULL;
  if (stops == NULL || JSON_NODE_HOLDS_NULL (stops))
    return TRUE;

  *problem =
    may_be_string ? "stop must be a text or a list of texts" : "stop must be a list of texts";
  if (may_be_string && JSON_NODE_HOLDS_VALUE (stops) &&
      json_node_get_value_type (stops) == G_TYPE_STRING)
    {
      g_strv_builder_add (words, json_node_get_string (stops));
      ask->stops = g_strv_builder_end (words);
      return TRUE;
    }
  if (!JSON_NODE_HOLDS_ARRAY (stops))
    return FALSE;

  array = json_node_get_array (stops);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        return FALSE;
      g_strv_builder_add (words, json_node_get_string (node));
    }

  if (json_array_get_length (array) > 0)
    ask->stops = g_strv_builder_end (words);
  return TRUE;
}
