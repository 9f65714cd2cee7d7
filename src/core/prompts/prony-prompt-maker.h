/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-plan.h"
#include "core/model/prony-request-spec.h"
#include "core/prompts/prony-prompt-set.h"

G_BEGIN_DECLS

/**
 * PronyPromptMaker:
 *
 * Makes the requests of one trial from a set of prompts: takes them in turn, sets the
 * limits of the plan or the scenario, and keeps the engine's prompt cache out if the
 * scenario asks for that. The same set, plan, salt and number of streams give the same
 * requests. Thread-safe, except for its end.
 */
typedef struct _PronyPromptMaker PronyPromptMaker;

PronyPromptMaker *
prony_prompt_maker_new (PronyPromptSet *set, const PronyPlan *plan, guint64 salt, guint streams);
void prony_prompt_maker_free (PronyPromptMaker *self);
PronyRequestSpec *prony_prompt_maker_make (PronyPromptMaker *self, guint64 index);
PronyRequestSpec *prony_prompt_maker_make_sized (PronyPromptMaker *self,
                                                 guint64 index,
                                                 gint32 prompt_tokens,
                                                 gint32 output_tokens);
const PronyPrompt *prony_prompt_maker_get_prompt (PronyPromptMaker *self, guint64 index);
guint prony_prompt_maker_count_prompts (PronyPromptMaker *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyPromptMaker, prony_prompt_maker_free)

G_END_DECLS
