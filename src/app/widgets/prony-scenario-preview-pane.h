/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-scenario-edit.h"
#include "app/session/prony-session.h"

G_BEGIN_DECLS

#define PRONY_TYPE_SCENARIO_PREVIEW_PANE (prony_scenario_preview_pane_get_type ())

G_DECLARE_FINAL_TYPE (
  PronyScenarioPreviewPane, prony_scenario_preview_pane, PRONY, SCENARIO_PREVIEW_PANE, AdwBin)

void prony_scenario_preview_pane_set_edit (PronyScenarioPreviewPane *self,
                                           PronySession *session,
                                           PronyScenarioEdit *edit);

G_END_DECLS
