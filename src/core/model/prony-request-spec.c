/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/model/prony-request-spec.h"

static void
request_spec_clear (gpointer data)
{
  PronyRequestSpec *self = data;

  g_free (self->system);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  g_free (self->prompt);
  g_free (self->cache_salt);
  g_strfreev (self->stop);
}

/**
 * prony_request_spec_new:
 * @system: (nullable): the system message
 * @prompt: the user's message
 *
 * Returns: (transfer full): a streamed request that leaves everything else to the
 *   engine; set the rest before it is shared
 */
PronyRequestSpec *
prony_request_spec_new (const char *system, const char *prompt)
{
  PronyRequestSpec *self;

  g_return_val_if_fail (prompt != NULL, NULL);

  self = g_atomic_rc_box_new0 (PronyRequestSpec);
  self->system = g_strdup (system);
  self->prompt = g_strdup (prompt);
  self->prompt_tokens = -1;
  self->temperature = NAN;
  self->top_p = NAN;
  self->seed = -1;
  self->stream = TRUE;
  return self;
}

/**
 * prony_request_spec_ref:
 * @self: a request
 *
 * Returns: (transfer full): @self
 */
PronyRequestSpec *
prony_request_spec_ref (PronyRequestSpec *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * prony_request_spec_unref:
 * @self: (transfer full): a request
 */
void
prony_request_spec_unref (PronyRequestSpec *self)
{
  g_atomic_rc_box_release_full (self, request_spec_clear);
}

/**
 * prony_request_spec_join_turns:
 * @self: a request
 *
 * Makes one text of what is said: the prompt alone, or the conversation, each message
 * with who says it and the last line open for the answer, as many models that complete
 * texts have learned it:
 *
 *     User: Hello
 *     Assistant: Hello. What can I do for you?
 *     User: Count to three.
 *     Assistant:
 *
 * The system message is not in it. It is what protocols that complete texts send, and
 * what is kept of a request. Any thread.
 *
 * Returns: (transfer full): the text
 */
char *
prony_request_spec_join_turns (const PronyRequestSpec *self)
{
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->history == NULL || self->history->len == 0)
    return g_strdup (self->prompt);

  text = g_string_new (NULL);
  for (guint i = 0; i < self->history->len; i++)
    {
      const PronyMessage *message = g_ptr_array_index (self->history, i);

      g_string_append_printf (text, "%s: %s\n",
                              message->role == PRONY_ROLE_ASSISTANT ? "Assistant" : "User",
                              message->text);
    }
  g_string_append_printf (text, "User: %s\nAssistant:", self->prompt);
  return g_string_free (text, FALSE);
}

/**
 * prony_request_spec_measure:
 * @self: a request
 *
 * Returns: how many bytes of text it asks: the system message, what was said before and
 *   the prompt
 */
gsize
prony_request_spec_measure (const PronyRequestSpec *self)
{
  gsize length;

  g_return_val_if_fail (self != NULL, 0);

  length = strlen (self->prompt) + (self->system != NULL ? strlen (self->system) : 0);
  for (guint i = 0; self->history != NULL && i < self->history->len; i++)
    length += strlen (((PronyMessage *) g_ptr_array_index (self->history, i))->text);
  return length;
}
