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
 * One target of a run under way: its state in words, its gauges, and the text of
 * one of its requests as it comes. Main thread only.
 */
#define PRONY_TYPE_TARGET_CARD (prony_target_card_get_type ())

G_DECLARE_FINAL_TYPE (PronyTargetCard, prony_target_card, PRONY, TARGET_CARD, GtkWidget)

GtkWidget *prony_target_card_new (PronyTarget *target);
void prony_target_card_set_compact (PronyTargetCard *self, gboolean compact);
void prony_target_card_show (PronyTargetCard *self, const PronyTrialSnapshot *trial);

G_END_DECLS
