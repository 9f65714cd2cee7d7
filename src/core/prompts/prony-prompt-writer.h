/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-scenario.h"
#include "core/prompts/prony-prompt-gauge.h"
#include "core/prompts/prony-prompt.h"

G_BEGIN_DECLS

/**
 * PronyPromptWriter:
 *
 * Fills in the prompts of a scenario for one gauge: placeholders, filler that is fitted
 * to its tokens, drawn lengths, and the scenario's limits. For one thread at a time.
 */
typedef struct _PronyPromptWriter PronyPromptWriter;

PronyPromptWriter *
prony_prompt_writer_new (PronyScenario *scenario, gint64 seed, PronyPromptGauge *gauge);
void prony_prompt_writer_free (PronyPromptWriter *self);
guint prony_prompt_writer_get_mark_tokens (PronyPromptWriter *self);
guint prony_prompt_writer_draw_length (PronyPromptWriter *self, guint conversation);
guint prony_prompt_writer_add (PronyPromptWriter *self,
                               guint case_index,
                               guint conversation,
                               GPtrArray *prompts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyPromptWriter, prony_prompt_writer_free)

G_END_DECLS
