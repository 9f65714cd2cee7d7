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

/* About 2,000 tokens. llama.cpp works on 2,048 at a time unless it is told otherwise, and
 * tells how far it is after each time: of a shorter prompt it has nothing to tell. */
#define LONG_PROMPT_BYTES 8192

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
 * Adds the question as a chat: `messages` with the system's, with what was said before,
 * and with the user's.
 */
void
_prony_dialect_add_messages (JsonObject *body, const PronyRequestSpec *spec)
{
  JsonArray *messages = json_array_new ();

  if (spec->system != NULL && *spec->system != '\0')
    add_message (messages, "system", spec->system);
  for (guint i = 0; spec->history != NULL && i < spec->history->len; i++)
    {
      const PronyMessage *message = g_ptr_array_index (spec->history, i);

      add_message (messages, prony_message_role_to_string (message->role), message->text);
    }
  add_message (messages, "user", spec->prompt);
  json_object_set_array_member (body, "messages", messages);
}

/**
 * _prony_dialect_join_prompt:
 * @spec: what is asked
 *
 * Returns: (transfer full): the question as one text, for protocols that complete
 *   texts: the system message, an empty line, and what
 *   prony_request_spec_join_turns() makes of the rest
 */
char *
_prony_dialect_join_prompt (const PronyRequestSpec *spec)
{
  g_autofree char *turns = prony_request_spec_join_turns (spec);

  if (spec->system == NULL || *spec->system == '\0')
    return g_steal_pointer (&turns);

  return g_strconcat (spec->system, "\n\n", turns, NULL);
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
 * _prony_dialect_is_needed:
 * @name: a member of a body
 *
 * Returns: whether a request is no request without it
 */
gboolean
_prony_dialect_is_needed (const char *name)
{
  static const char *const needed[] = {
    "inputs", "messages",        "model",  "options", "parameters",
    "prompt", "sampling_params", "stream", "text",    NULL,
  };

  return g_strv_contains (needed, name);
}

/**
 * _prony_dialect_is_settings:
 * @name: a member of a body
 *
 * Returns: whether it is an object whose members are settings like those beside it
 */
gboolean
_prony_dialect_is_settings (const char *name)
{
  return g_str_equal (name, "options") || g_str_equal (name, "parameters") ||
         g_str_equal (name, "sampling_params");
}

static gboolean
remove_member (JsonObject *object, const char *name)
{
  if (object == NULL || !json_object_has_member (object, name))
    return FALSE;

  json_object_remove_member (object, name);
  return TRUE;
}

/* Takes a field out of the body, or out of the objects in it that hold settings.
 * Returns whether it was there. */
static gboolean
drop_field (JsonObject *body, const char *name, PronyRejectedFields *rejected)
{
  static const char *const inner[] = { "options", "parameters", "sampling_params" };
  gboolean dropped;

  /* OpenAI's newer models know the limit by its newer name only. */
  if (g_str_equal (name, "max_tokens") && json_object_has_member (body, name) &&
      !prony_rejected_fields_contains (rejected, "max_completion_tokens"))
    json_object_set_int_member (body, "max_completion_tokens", prony_json_get_int (body, name, 0));

  dropped = remove_member (body, name);
  for (guint i = 0; i < G_N_ELEMENTS (inner); i++)
    dropped |= remove_member (prony_json_get_object (body, inner[i]), name);

  return dropped;
}

/* Leaves out what the engine refuses: (transfer full), the names of what was there. */
static char **
drop_rejected (JsonObject *body, PronyTarget *target)
{
  g_auto (GStrv) rejected = prony_rejected_fields_list (target->rejected);
  g_autoptr (GStrvBuilder) dropped = g_strv_builder_new ();

  for (guint i = 0; rejected[i] != NULL; i++)
    if (!_prony_dialect_is_needed (rejected[i]) && drop_field (body, rejected[i], target->rejected))
      g_strv_builder_add (dropped, rejected[i]);

  return g_strv_builder_end (dropped);
}

/**
 * _prony_dialect_add_progress_switch:
 * @body: the request's body
 * @api: the protocol
 * @kind: who is asked
 * @spec: what is asked
 *
 * Asks llama.cpp to tell how far a long prompt is; versions that cannot pass over it. It
 * follows from what is asked alone, so that the same bytes go out whoever looks.
 */
void
_prony_dialect_add_progress_switch (JsonObject *body,
                                    PronyApi api,
                                    PronyEngineKind kind,
                                    const PronyRequestSpec *spec)
{
  gboolean is_openai = api == PRONY_API_OPENAI_CHAT || api == PRONY_API_OPENAI_COMPLETIONS;
  gboolean is_llamacpp = api == PRONY_API_LLAMACPP || (is_openai && kind == PRONY_ENGINE_LLAMACPP);

  if (is_llamacpp && spec->stream && prony_request_spec_measure (spec) >= LONG_PROMPT_BYTES)
    json_object_set_boolean_member (body, "return_progress", TRUE);
}

/* The body of a request with everything that may be in it. */
static JsonObject *
make_whole_body (const PronyDialect *dialect, const PronyRequestSpec *spec, PronyTarget *target)
{
  JsonObject *body = dialect->build_body (spec, target->model);

  _prony_dialect_add_cache_switch (body, dialect->api, target->engine->kind, spec);
  _prony_dialect_add_progress_switch (body, dialect->api, target->engine->kind, spec);
  return body;
}

/**
 * prony_dialect_make_body:
 * @dialect: the protocol
 * @spec: what is asked
 * @target: whom; its rejected fields are left out
 * @length: (out): the body's length in bytes
 *
 * Makes the body of a request. Any thread.
 *
 * Returns: (transfer full): JSON, zero-terminated
 */
char *
prony_dialect_make_body (const PronyDialect *dialect,
                         const PronyRequestSpec *spec,
                         PronyTarget *target,
                         gsize *length)
{
  g_autoptr (JsonObject) body = make_whole_body (dialect, spec, target);
  char *text;

  if (!prony_rejected_fields_is_empty (target->rejected))
    g_strfreev (drop_rejected (body, target));

  text = prony_json_to_text (body, FALSE);
  *length = strlen (text);
  return text;
}

/**
 * prony_dialect_list_dropped:
 * @dialect: the protocol
 * @spec: what is asked
 * @target: whom
 *
 * Tells which fields prony_dialect_make_body() leaves out of a request since the
 * engine refuses them. Any thread.
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): their names; %NULL
 *   for none
 */
char **
prony_dialect_list_dropped (const PronyDialect *dialect,
                            const PronyRequestSpec *spec,
                            PronyTarget *target)
{
  g_autoptr (JsonObject) body = make_whole_body (dialect, spec, target);
  g_auto (GStrv) dropped = drop_rejected (body, target);

  return dropped[0] != NULL ? g_steal_pointer (&dropped) : NULL;
}
