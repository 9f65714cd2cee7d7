/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <string.h>

#include "base/prony-json.h"
#include "core/engines/prony-engine-models.h"
#include "core/engines/prony-probe-answers.h"

/* Longer than any of the few words that engines answer with. */
#define WORDS_MAX_BYTES 100

/**
 * prony_probe_answers_new:
 * @models_path: (nullable): where the models are listed; %NULL for the usual place
 *
 * Returns: (transfer full): no answers yet
 */
PronyProbeAnswers *
prony_probe_answers_new (const char *models_path)
{
  PronyProbeAnswers *self = g_new0 (PronyProbeAnswers, 1);

  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_probe_answer_free);
  if (models_path != NULL && models_path[0] != '/')
    self->models_path = g_strconcat ("/", models_path, NULL);
  else
    self->models_path = g_strdup (models_path != NULL ? models_path : "/v1/models");
  return self;
}

/**
 * prony_probe_answers_free:
 * @self: (nullable) (transfer full): answers
 *
 * Frees the answers.
 */
void
prony_probe_answers_free (PronyProbeAnswers *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->items);
  g_free (self->models_path);
  g_free (self);
}

/**
 * prony_probe_answers_add:
 * @self: answers
 * @answer: (transfer full): one more
 *
 * Adds an answer, or why there is none.
 */
void
prony_probe_answers_add (PronyProbeAnswers *self, PronyProbeAnswer *answer)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (answer != NULL);

  g_ptr_array_add (self->items, answer);
}

/**
 * prony_probe_answers_find:
 * @self: answers
 * @path: what was asked for
 *
 * Returns: (transfer none) (nullable): the answer, or why there is none; %NULL where
 *   nothing has come yet
 */
const PronyProbeAnswer *
prony_probe_answers_find (const PronyProbeAnswers *self, const char *path)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      const PronyProbeAnswer *answer = g_ptr_array_index (self->items, i);

      if (g_str_equal (answer->path, path))
        return answer;
    }

  return NULL;
}

/**
 * prony_probe_answers_find_models:
 * @self: answers
 *
 * Returns: (transfer none) (nullable): the answer to OpenAI's list of models,
 *   wherever that is
 */
const PronyProbeAnswer *
prony_probe_answers_find_models (const PronyProbeAnswers *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return prony_probe_answers_find (self, self->models_path);
}

/**
 * prony_probe_answers_find_response:
 * @self: answers
 *
 * Returns: (transfer none) (nullable): the first that has a status
 */
const PronyProbeAnswer *
prony_probe_answers_find_response (const PronyProbeAnswers *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      const PronyProbeAnswer *answer = g_ptr_array_index (self->items, i);

      if (answer->status != 0)
        return answer;
    }

  return NULL;
}

/**
 * prony_probe_answers_get_object:
 * @self: answers
 * @path: what was asked for
 *
 * Returns: (transfer none) (nullable): the JSON object that was answered with status
 *   200
 */
JsonObject *
prony_probe_answers_get_object (const PronyProbeAnswers *self, const char *path)
{
  return prony_probe_answer_get_object (prony_probe_answers_find (self, path));
}

/**
 * prony_probe_answers_get_string:
 * @self: answers
 * @path: what was asked for
 * @name: a member of the object that was answered
 *
 * Returns: (transfer none) (nullable): the string
 */
const char *
prony_probe_answers_get_string (const PronyProbeAnswers *self, const char *path, const char *name)
{
  return prony_json_get_string (prony_probe_answers_get_object (self, path), name, NULL);
}

/**
 * prony_probe_answers_get_header:
 * @self: answers
 * @name: a header, whatever its case
 *
 * Returns: (transfer none) (nullable): its value in the first response that has it
 */
const char *
prony_probe_answers_get_header (const PronyProbeAnswers *self, const char *name)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      const PronyProbeAnswer *answer = g_ptr_array_index (self->items, i);
      const char *value =
        answer->headers != NULL ? soup_message_headers_get_one (answer->headers, name) : NULL;

      if (value != NULL)
        return value;
    }

  return NULL;
}

/**
 * prony_probe_answers_get_models:
 * @self: answers
 *
 * Returns: (transfer none) (nullable): OpenAI's list of models; may be empty
 */
JsonArray *
prony_probe_answers_get_models (const PronyProbeAnswers *self)
{
  const PronyProbeAnswer *answer = prony_probe_answers_find_models (self);

  if (answer == NULL || answer->status != 200)
    return NULL;

  return prony_engine_models_get_openai_list (answer->json);
}

/**
 * prony_probe_answers_get_owner:
 * @self: answers
 *
 * Engines sign their list of models with their name.
 *
 * Returns: (transfer none) (nullable): whose the first model is said to be
 */
const char *
prony_probe_answers_get_owner (const PronyProbeAnswers *self)
{
  JsonArray *list = prony_probe_answers_get_models (self);
  JsonNode *node;

  if (list == NULL || json_array_get_length (list) == 0)
    return NULL;

  node = json_array_get_element (list, 0);
  return JSON_NODE_HOLDS_OBJECT (node)
           ? prony_json_get_string (json_node_get_object (node), "owned_by", NULL)
           : NULL;
}

/**
 * prony_probe_answers_get_status:
 * @self: answers
 * @path: what was asked for
 *
 * Returns: the status that came; 0 where none has
 */
guint
prony_probe_answers_get_status (const PronyProbeAnswers *self, const char *path)
{
  const PronyProbeAnswer *answer = prony_probe_answers_find (self, path);

  return answer != NULL ? answer->status : 0;
}

/**
 * prony_probe_answers_says:
 * @self: answers
 * @path: what was asked for
 * @text: a few words
 *
 * Returns: whether just these words were answered with status 200, as they are or as
 *   a JSON string
 */
gboolean
prony_probe_answers_says (const PronyProbeAnswers *self, const char *path, const char *text)
{
  const PronyProbeAnswer *answer = prony_probe_answers_find (self, path);
  g_autofree char *body = NULL;
  g_autofree char *quoted = NULL;

  if (answer == NULL || answer->status != 200 || answer->body->len > WORDS_MAX_BYTES)
    return FALSE;

  body = g_strstrip (g_strdup (answer->body->str));
  quoted = g_strconcat ("\"", text, "\"", NULL);
  return g_str_equal (body, text) || g_str_equal (body, quoted);
}
