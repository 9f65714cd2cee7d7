/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/prony-json.h"
#include "core/engines/prony-dialect-private.h"

/* Making request bodies: what is the same in all protocols. What the spec leaves
 * open is not sent, so that the engine's own default holds. */

static void
add_message (JsonArray *messages, const char *role, const char *content)
{
  JsonObject *message = json_object_new ();

  json_object_set_string_member (message, "role", role);
  json_object_set_string_member (message, "content", content);
  json_array_add_object_element (messages, message);
}

/**
 * _prony_dialect_add_messages:
 * @body: the request's body
 * @spec: what is asked
 *
 * Adds the question as a chat: `messages` with the system's and the user's.
 */
void
_prony_dialect_add_messages (JsonObject *body, const PronyRequestSpec *spec)
{
  JsonArray *messages = json_array_new ();

  if (spec->system != NULL && *spec->system != '\0')
    add_message (messages, "system", spec->system);
  add_message (messages, "user", spec->prompt);
  json_object_set_array_member (body, "messages", messages);
}

/**
 * _prony_dialect_join_prompt:
 * @spec: what is asked
 *
 * Returns: (transfer full): the question as one text, for protocols that complete
 *   texts: the system message, an empty line, the prompt
 */
char *
_prony_dialect_join_prompt (const PronyRequestSpec *spec)
{
  if (spec->system == NULL || *spec->system == '\0')
    return g_strdup (spec->prompt);

  return g_strconcat (spec->system, "\n\n", spec->prompt, NULL);
}

/**
 * _prony_dialect_add_sampling:
 * @object: where the members go
 * @spec: what is asked
 *
 * Adds `temperature`, `top_p` and `seed`, which most protocols name alike.
 */
void
_prony_dialect_add_sampling (JsonObject *object, const PronyRequestSpec *spec)
{
  prony_json_add_double (object, "temperature", spec->temperature);
  prony_json_add_double (object, "top_p", spec->top_p);
  prony_json_add_count (object, "seed", spec->seed);
}

/**
 * _prony_dialect_add_stop:
 * @object: where the member goes
 * @spec: what is asked
 * @max_stops: how many the engine takes; further ones are left out
 *
 * Adds `stop` as a list, which every engine takes; not all take a string.
 */
void
_prony_dialect_add_stop (JsonObject *object, const PronyRequestSpec *spec, guint max_stops)
{
  JsonArray *stops;

  if (spec->stop == NULL || spec->stop[0] == NULL)
    return;

  stops = json_array_new ();
  for (guint i = 0; spec->stop[i] != NULL && i < max_stops; i++)
    json_array_add_string_element (stops, spec->stop[i]);
  json_object_set_array_member (object, "stop", stops);
}

/**
 * _prony_dialect_body_to_text:
 * @body: (transfer full): the request's body
 * @length: (out): its length in bytes
 *
 * Returns: (transfer full): the body as it is sent
 */
char *
_prony_dialect_body_to_text (JsonObject *body, gsize *length)
{
  char *text = prony_json_to_text (body, FALSE);

  json_object_unref (body);
  *length = strlen (text);
  return text;
}
