/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

#include "core/bench/prony-live-feed.h"

G_BEGIN_DECLS

/**
 * PronyTargetCard:
 *
 * One target of a run under way: its state in words, its gauges, what its engine uses of
 * this computer, and the text of one of its requests as it comes. Which request, its
 * actions choose: `card.previous-stream`, `card.next-stream`, `card.watch` (int32: a
 * stream) and `card.watch-any`, which is also the property `watch-any`; the card emits
 * `watch` with the trial's index and the stream, or %PRONY_WATCH_ANY, for whoever has the
 * run. Main thread only.
 */
#define PRONY_TYPE_TARGET_CARD (prony_target_card_get_type ())

G_DECLARE_FINAL_TYPE (PronyTargetCard, prony_target_card, PRONY, TARGET_CARD, GtkWidget)

GtkWidget *prony_target_card_new (PronyTarget *target);
void prony_target_card_set_objectives (PronyTargetCard *self, double ttft_s, double itl_s);
void prony_target_card_show (PronyTargetCard *self, const PronyTrialSnapshot *trial);
void prony_target_card_show_resources (PronyTargetCard *self, PronyResourceSample *sample);

G_END_DECLS
