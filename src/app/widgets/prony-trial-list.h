/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-trial-item.h"

G_BEGIN_DECLS

/**
 * PronyTrialList:
 *
 * All trials of a run under way. The results of those that have just ended are open. Only
 * rows of trials that have changed are touched, and only those in sight exist. Main thread
 * only.
 */
#define PRONY_TYPE_TRIAL_LIST (prony_trial_list_get_type ())

G_DECLARE_FINAL_TYPE (PronyTrialList, prony_trial_list, PRONY, TRIAL_LIST, AdwBin)

void prony_trial_list_reset (PronyTrialList *self);
void prony_trial_list_show (PronyTrialList *self, PronyRunSnapshot *snapshot);
void prony_trial_list_scroll_to (PronyTrialList *self, guint trial);
PronyTrialItem *prony_trial_list_get_item (PronyTrialList *self, guint trial);
int prony_trial_list_get_latest (PronyTrialList *self);

G_END_DECLS
