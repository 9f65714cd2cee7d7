/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-scenario-item.h"
#include "app/session/prony-session.h"

G_BEGIN_DECLS

#define PRONY_TYPE_SCENARIO_VIEW (prony_scenario_view_get_type ())

G_DECLARE_FINAL_TYPE (PronyScenarioView, prony_scenario_view, PRONY, SCENARIO_VIEW, AdwBin)

void prony_scenario_view_set_session (PronyScenarioView *self, PronySession *session);
void prony_scenario_view_set_item (PronyScenarioView *self, PronyScenarioItem *item);

G_END_DECLS
