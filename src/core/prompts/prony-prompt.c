/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-prompts"

#include "config.h"

#include "core/prompts/prony-prompt.h"

/**
 * prony_prompt_free:
 * @self: (transfer full): a prompt
 */
void
prony_prompt_free (PronyPrompt *self)
{
  g_free (self->system);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  g_free (self->text);
  g_free (self);
}
