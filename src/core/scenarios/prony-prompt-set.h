/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-scenario.h"
#include "core/scenarios/prony-prompt-gauge.h"

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

/**
 * PronyPromptSet:
 *
 * The prompts of a scenario as one target gets them: placeholders filled in, filler
 * written to the wanted number of tokens, lengths drawn. The same scenario, seed and
 * gauge give the same bytes on every computer. Reference counted, immutable, for any
 * thread.
 */
typedef struct _PronyPromptSet PronyPromptSet;

PronyPromptSet *prony_prompt_set_new (PronyScenario *scenario,
                                      gint64 seed,
                                      PronyPromptGauge *gauge,
                                      GCancellable *cancellable,
                                      GError **error);
PronyPromptSet *prony_prompt_set_ref (PronyPromptSet *self);
void prony_prompt_set_unref (PronyPromptSet *self);
PronyScenario *prony_prompt_set_get_scenario (PronyPromptSet *self);
PronyCountSource prony_prompt_set_get_source (PronyPromptSet *self);
gint64 prony_prompt_set_get_seed (PronyPromptSet *self);
guint prony_prompt_set_count_conversations (PronyPromptSet *self);
guint prony_prompt_set_count_turns (PronyPromptSet *self, guint conversation);
const PronyPrompt *prony_prompt_set_get (PronyPromptSet *self, guint conversation, guint turn);
guint prony_prompt_set_count_prompts (PronyPromptSet *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyPromptSet, prony_prompt_set_unref)

G_END_DECLS
