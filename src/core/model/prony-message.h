/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "base/prony-types.h"

G_BEGIN_DECLS

/**
 * PronyMessageRole:
 * @PRONY_ROLE_USER: who asks
 * @PRONY_ROLE_ASSISTANT: the model
 *
 * Who says something in a conversation.
 */
typedef enum
{
  PRONY_ROLE_USER,
  PRONY_ROLE_ASSISTANT,
} PronyMessageRole;

/**
 * PronyMessage:
 * @role: who says it
 * @text: what is said
 *
 * One message of a conversation.
 */
typedef struct
{
  PronyMessageRole role;
  char *text;
} PronyMessage;

const char *prony_message_role_to_string (PronyMessageRole role);
gboolean prony_message_role_from_string (const char *text, PronyMessageRole *role);
PronyMessage *prony_message_new (PronyMessageRole role, const char *text);
void prony_message_free (PronyMessage *self);
GPtrArray *prony_messages_new (void);
GPtrArray *prony_messages_copy (GPtrArray *messages);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyMessage, prony_message_free)

G_END_DECLS
