/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <string.h>

#include "core/model/prony-message.h"

static const char *const role_names[] = {
  [PRONY_ROLE_USER] = "user",
  [PRONY_ROLE_ASSISTANT] = "assistant",
};

/**
 * prony_message_role_to_string:
 * @role: a role
 *
 * Returns: its name in files and in the engines' protocols
 */
const char *
prony_message_role_to_string (PronyMessageRole role)
{
  g_return_val_if_fail ((guint) role < G_N_ELEMENTS (role_names), NULL);

  return role_names[role];
}

/**
 * prony_message_role_from_string:
 * @text: (nullable): a name
 * @role: (out): the role
 *
 * Returns: whether @text names a role
 */
gboolean
prony_message_role_from_string (const char *text, PronyMessageRole *role)
{
  for (guint i = 0; i < G_N_ELEMENTS (role_names); i++)
    if (g_strcmp0 (role_names[i], text) == 0)
      {
        *role = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * prony_message_new:
 * @role: who says it
 * @text: what is said
 *
 * Returns: (transfer full): a message
 */
PronyMessage *
prony_message_new (PronyMessageRole role, const char *text)
{
  PronyMessage *self = g_new0 (PronyMessage, 1);

  self->role = role;
  self->text = g_strdup (text);
  return self;
}

/**
 * prony_message_free:
 * @self: (transfer full): a message
 */
void
prony_message_free (PronyMessage *self)
{
  g_free (self->text);
  g_free (self);
}

/**
 * prony_messages_new:
 *
 * Returns: (transfer full) (element-type PronyMessage): a conversation without messages
 */
GPtrArray *
prony_messages_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) prony_message_free);
}

/**
 * prony_messages_copy:
 * @messages: (nullable) (element-type PronyMessage): a conversation
 *
 * Returns: (transfer full) (nullable) (element-type PronyMessage): a copy with messages
 *   of its own; %NULL of %NULL
 */
GPtrArray *
prony_messages_copy (GPtrArray *messages)
{
  GPtrArray *copy;

  if (messages == NULL)
    return NULL;

  copy = prony_messages_new ();
  for (guint i = 0; i < messages->len; i++)
    {
      const PronyMessage *message = g_ptr_array_index (messages, i);

      g_ptr_array_add (copy, prony_message_new (message->role, message->text));
    }

  return copy;
}
