/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-scenario-item.h"
#include "app/session/prony-session.h"

G_BEGIN_DECLS

#define PRONY_TYPE_SCENARIO_LIST (prony_scenario_list_get_type ())

G_DECLARE_FINAL_TYPE (PronyScenarioList, prony_scenario_list, PRONY, SCENARIO_LIST, AdwBin)

void prony_scenario_list_set_session (PronyScenarioList *self, PronySession *session);
PronyScenarioItem *prony_scenario_list_get_selected (PronyScenarioList *self);
void prony_scenario_list_select (PronyScenarioList *self, PronyScenarioItem *item);
void prony_scenario_list_focus_search (PronyScenarioList *self);
void prony_scenario_list_toggle_tag (PronyScenarioList *self, const char *tag);

G_END_DECLS
