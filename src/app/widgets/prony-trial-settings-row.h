/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/model/prony-plan.h"

G_BEGIN_DECLS

/**
 * PronyTrialSettingsRow:
 *
 * A row that unfolds to the settings of a plan that few people need. Main thread only.
 *
 * Signal `changed`: another setting.
 */
#define PRONY_TYPE_TRIAL_SETTINGS_ROW (prony_trial_settings_row_get_type ())

G_DECLARE_FINAL_TYPE (
  PronyTrialSettingsRow, prony_trial_settings_row, PRONY, TRIAL_SETTINGS_ROW, AdwExpanderRow)

void prony_trial_settings_row_fill (PronyTrialSettingsRow *self, PronyPlan *plan);
void prony_trial_settings_row_set_plan (PronyTrialSettingsRow *self, PronyPlan *plan);
void prony_trial_settings_row_set_closed (PronyTrialSettingsRow *self, gboolean closed);

G_END_DECLS
