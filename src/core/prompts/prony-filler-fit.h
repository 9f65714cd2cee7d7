/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/prompts/prony-prompt-gauge.h"

G_BEGIN_DECLS

/**
 * PronyFillerFit:
 * @gauge: how long texts are
 * @tokens_per_byte: of each kind of filler: the gauge's, and then what was counted last
 *
 * Cuts filler to numbers of tokens. For one thread at a time.
 */
typedef struct
{
  PronyPromptGauge *gauge;
  double tokens_per_byte[PRONY_N_FILLERS];
} PronyFillerFit;

void prony_filler_fit_init (PronyFillerFit *self, PronyPromptGauge *gauge);
guint prony_filler_fit_get_tolerance (guint tokens);
gsize
prony_filler_fit_find (PronyFillerFit *self, PronyFiller *filler, guint tokens, guint tolerance);

G_END_DECLS
