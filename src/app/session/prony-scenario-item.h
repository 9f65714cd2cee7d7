/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib-object.h>

#include "core/model/prony-scenario.h"

G_BEGIN_DECLS

/**
 * PronyScenarioItem:
 *
 * A scenario in a list. Main thread only.
 */
#define PRONY_TYPE_SCENARIO_ITEM (prony_scenario_item_get_type ())

G_DECLARE_FINAL_TYPE (PronyScenarioItem, prony_scenario_item, PRONY, SCENARIO_ITEM, GObject)

PronyScenarioItem *prony_scenario_item_new (PronyScenario *scenario);
PronyScenario *prony_scenario_item_get_scenario (PronyScenarioItem *self);

G_END_DECLS
