/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/bench/prony-live-feed.h"

G_BEGIN_DECLS

/* Of more targets than this, only those under way have a card. */
#define PRONY_TARGET_CARDS_MAX 8

/**
 * PronyTargetCards:
 *
 * The cards of the targets of a run under way, side by side, wrapping. Each keeps its
 * place. Emits `watch` with a trial's index and a stream, or %PRONY_WATCH_ANY, when somebody
 * chooses what one of them shows. Main thread only.
 */
#define PRONY_TYPE_TARGET_CARDS (prony_target_cards_get_type ())

G_DECLARE_FINAL_TYPE (PronyTargetCards, prony_target_cards, PRONY, TARGET_CARDS, AdwBin)

void prony_target_cards_reset (PronyTargetCards *self);
void prony_target_cards_set_objectives (PronyTargetCards *self, double ttft_s, double itl_s);
void prony_target_cards_show (PronyTargetCards *self, PronyRunSnapshot *snapshot);
guint prony_target_cards_count (PronyTargetCards *self);

G_END_DECLS
