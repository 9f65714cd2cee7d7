/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-scenario.h"
#include "core/prompts/prony-prompt-gauge.h"
#include "core/prompts/prony-prompt.h"

G_BEGIN_DECLS

/**
 * PronyPromptSet:
 *
 * The prompts of a scenario as one target gets them: placeholders filled in, filler
 * written to the wanted number of tokens, lengths drawn. Where lengths are drawn there
 * are many variants of each test case, each its own conversation; a pass through the
 * cases comes in a new order each time. The same scenario, seed and gauge give the same
 * bytes on every computer. Reference counted, immutable, for any thread.
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
gint64 prony_prompt_set_get_overhead (PronyPromptSet *self);
gint64 prony_prompt_set_get_seed (PronyPromptSet *self);
guint prony_prompt_set_count_conversations (PronyPromptSet *self);
guint prony_prompt_set_count_turns (PronyPromptSet *self, guint conversation);
const PronyPrompt *prony_prompt_set_get (PronyPromptSet *self, guint conversation, guint turn);
guint prony_prompt_set_count_prompts (PronyPromptSet *self);
guint prony_prompt_set_get_variants (PronyPromptSet *self);
guint prony_prompt_set_get_mark_tokens (PronyPromptSet *self);
double prony_prompt_set_get_tokens_per_byte (PronyPromptSet *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyPromptSet, prony_prompt_set_unref)

G_END_DECLS
