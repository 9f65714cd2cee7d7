/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-request-record.h"
#include "core/prompts/prony-filler.h"

G_BEGIN_DECLS

/**
 * PronyPromptCounter:
 * @text: UTF-8 text
 * @length: its length in bytes
 * @user_data: as given
 *
 * Returns: how many tokens it has; -1 where that cannot be told, now or any more
 */
typedef gint64 (*PronyPromptCounter) (const char *text, gsize length, gpointer user_data);

/**
 * PronyPromptGauge:
 * @source: where its counts come from: %PRONY_COUNT_TOKENIZE and
 *   %PRONY_COUNT_TOKENIZER count each text with @count; %PRONY_COUNT_USAGE was
 *   calibrated by what the engine said of a few requests, and may count some texts with
 *   @count by having the engine read them;
 *   %PRONY_COUNT_ESTIMATE knows nothing of the model
 * @tokens_per_byte: of each kind of filler, as the model's vocabulary has it; over 0
 * @overhead: how many tokens the engine's template adds to a prompt without history; -1
 *   where unknown
 * @count: (nullable): counts a text
 * @user_data: for @count
 * @destroy: (nullable): frees @user_data
 *
 * How long texts are for one target. Used by one thread at a time.
 */
typedef struct
{
  PronyCountSource source;
  double tokens_per_byte[PRONY_N_FILLERS];
  gint64 overhead;
  PronyPromptCounter count;
  gpointer user_data;
  GDestroyNotify destroy;
} PronyPromptGauge;

PronyPromptGauge *prony_prompt_gauge_new (void);
void prony_prompt_gauge_free (PronyPromptGauge *self);
guint prony_prompt_gauge_count (PronyPromptGauge *self, PronyFillerKind like, const char *text);
guint prony_prompt_gauge_estimate (PronyPromptGauge *self, PronyFillerKind like, gsize length);
guint prony_estimate_tokens (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyPromptGauge, prony_prompt_gauge_free)

G_END_DECLS
