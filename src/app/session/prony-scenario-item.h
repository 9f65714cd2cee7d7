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
 *
 * Properties, all to be read, for filters and sorters: `name`, `title` (in the user's
 * language), `tags` (a #GStrv), `shipped` (it came with Prony and cannot be changed),
 * `hides-shipped` (the user's own of this name takes the place of one that came with
 * Prony), `problems` (nullable: lines `FILE:LINE:COLUMN: sentence`; then it cannot be
 * run). All are notified when the file has been changed.
 */
#define PRONY_TYPE_SCENARIO_ITEM (prony_scenario_item_get_type ())

G_DECLARE_FINAL_TYPE (PronyScenarioItem, prony_scenario_item, PRONY, SCENARIO_ITEM, GObject)

PronyScenarioItem *prony_scenario_item_new (PronyScenario *scenario);
PronyScenarioItem *prony_scenario_item_new_broken (PronyScenario *scenario, const char *problems);
PronyScenario *prony_scenario_item_get_scenario (PronyScenarioItem *self);
const char *prony_scenario_item_get_problems (PronyScenarioItem *self);
gboolean prony_scenario_item_get_hides_shipped (PronyScenarioItem *self);
void prony_scenario_item_update (PronyScenarioItem *self,
                                 PronyScenario *scenario,
                                 gboolean hides_shipped);

G_END_DECLS
