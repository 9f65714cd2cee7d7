/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/model/prony-scenario.h"

G_BEGIN_DECLS

#define PRONY_TYPE_SCENARIO_VIEW (prony_scenario_view_get_type ())

G_DECLARE_FINAL_TYPE (PronyScenarioView, prony_scenario_view, PRONY, SCENARIO_VIEW, AdwBin)

void prony_scenario_view_set_scenario (PronyScenarioView *self, PronyScenario *scenario);
char *prony_scenario_view_describe_tokens (guint least, guint most);

G_END_DECLS
