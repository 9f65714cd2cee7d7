/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/prony-json.h"
#include "core/engines/prony-probe-answer.h"

/**
 * prony_probe_answer_new:
 * @path: what is asked for
 *
 * Returns: (transfer full): an answer that has not come
 */
PronyProbeAnswer *
prony_probe_answer_new (const char *path)
{
  PronyProbeAnswer *self = g_new0 (PronyProbeAnswer, 1);

  self->path = g_strdup (path);
  self->body = g_string_new (NULL);
  self->latency_s = NAN;
  return self;
}

/**
 * prony_probe_answer_free:
 * @self: (nullable) (transfer full): an answer
 *
 * Frees an answer.
 */
void
prony_probe_answer_free (PronyProbeAnswer *self)
{
  if (self == NULL)
    return;

  g_free (self->path);
  g_free (self->content_type);
  g_free (self->server);
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_string_free (self->body, TRUE);
  g_clear_pointer (&self->json, json_node_unref);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * prony_probe_answer_parse:
 * @self: an answer that has come
 *
 * Takes the body as JSON if it claims to be. Pages that answer everything with
 * status 200 are so kept apart from engines.
 */
void
prony_probe_answer_parse (PronyProbeAnswer *self)
{
  g_return_if_fail (self != NULL);

  if (self->error != NULL || self->body->len == 0)
    return;
  if (self->content_type != NULL && strstr (self->content_type, "json") == NULL)
    return;

  self->json = prony_json_parse (self->body->str, (gssize) self->body->len, NULL);
}

/**
 * prony_probe_answer_get_object:
 * @self: (nullable): an answer
 *
 * Returns: (nullable) (transfer none): the JSON object of an answer with status
 *   200
 */
JsonObject *
prony_probe_answer_get_object (const PronyProbeAnswer *self)
{
  if (self == NULL || self->status != 200 || self->json == NULL)
    return NULL;

  return JSON_NODE_HOLDS_OBJECT (self->json) ? json_node_get_object (self->json) : NULL;
}

/**
 * prony_probe_answer_is_html:
 * @self: an answer
 *
 * Returns: whether it is a web page
 */
gboolean
prony_probe_answer_is_html (const PronyProbeAnswer *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->status != 0 && self->content_type != NULL &&
         strstr (self->content_type, "html") != NULL;
}
