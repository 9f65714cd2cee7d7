/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-trial-item.h"

G_BEGIN_DECLS

/**
 * PronyTrialRow:
 *
 * A trial of a run under way in a list: its state and headline figures, and its result on
 * request. Main thread only.
 */
#define PRONY_TYPE_TRIAL_ROW (prony_trial_row_get_type ())

G_DECLARE_FINAL_TYPE (PronyTrialRow, prony_trial_row, PRONY, TRIAL_ROW, AdwBin)

GtkWidget *prony_trial_row_new (void);
void prony_trial_row_set_item (PronyTrialRow *self, PronyTrialItem *item);

G_END_DECLS
