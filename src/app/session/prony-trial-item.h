/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/bench/prony-live-feed.h"

G_BEGIN_DECLS

/**
 * PronyTrialItem:
 *
 * A trial of a run under way, for lists. Main thread only.
 *
 * Signal `changed`: it is farther than before, or shows more or less of itself.
 */
#define PRONY_TYPE_TRIAL_ITEM (prony_trial_item_get_type ())

G_DECLARE_FINAL_TYPE (PronyTrialItem, prony_trial_item, PRONY, TRIAL_ITEM, GObject)

PronyTrialItem *prony_trial_item_new (PronyTrial *trial);
PronyTrial *prony_trial_item_get_trial (PronyTrialItem *self);
PronyState prony_trial_item_get_state (PronyTrialItem *self);
PronySummary *prony_trial_item_get_summary (PronyTrialItem *self);
const char *prony_trial_item_get_error (PronyTrialItem *self);
const char *prony_trial_item_get_lead (PronyTrialItem *self);
gboolean prony_trial_item_get_expanded (PronyTrialItem *self);
void prony_trial_item_set_expanded (PronyTrialItem *self, gboolean expanded);
gboolean prony_trial_item_update (PronyTrialItem *self, const PronyTrialSnapshot *trial);
void prony_trial_item_set_lead (PronyTrialItem *self, const char *lead);
char *prony_trial_item_describe (PronyTrialItem *self);
char *prony_trial_item_describe_result (PronyTrialItem *self);

G_END_DECLS
