/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-message.h"

G_BEGIN_DECLS

/**
 * PronyPrompt:
 * @case_index: the scenario's test case that it was made from
 * @turn: which turn of its conversation, from 0
 * @system: (nullable): the system message
 * @history: (nullable) (element-type PronyMessage): what was said before
 * @text: the user's message
 * @tokens: of everything, with the engine's template as far as it is known, without
 *   what keeps a prompt cache out
 * @output_tokens: how long the answer is to be, as it was drawn; 0 for the scenario's
 *   limits
 *
 * One request's prompt, with everything filled in.
 */
typedef struct
{
  guint case_index;
  guint turn;
  char *system;
  GPtrArray *history;
  char *text;
  guint tokens;
  guint output_tokens;
} PronyPrompt;

void prony_prompt_free (PronyPrompt *self);

G_END_DECLS
