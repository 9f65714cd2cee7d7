/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/model/prony-scenario.h"

G_BEGIN_DECLS

/**
 * PronyScenarioChooser:
 *
 * Fills a group of rows with all scenarios, each with a check mark and with what it
 * measures and why. What was chosen is kept while scenarios come, change and go. Until the
 * user has chosen, it is the one that any engine answers soon. Main thread only.
 *
 * Signal `changed`: another choice.
 */
#define PRONY_TYPE_SCENARIO_CHOOSER (prony_scenario_chooser_get_type ())

G_DECLARE_FINAL_TYPE (
  PronyScenarioChooser, prony_scenario_chooser, PRONY, SCENARIO_CHOOSER, GObject)

PronyScenarioChooser *prony_scenario_chooser_new (AdwPreferencesGroup *group,
                                                  GListModel *scenarios);
void prony_scenario_chooser_set (PronyScenarioChooser *self, const char *name, gboolean selected);
void prony_scenario_chooser_select_only (PronyScenarioChooser *self, const char *name);
void prony_scenario_chooser_select_some (PronyScenarioChooser *self, const char *which);
void prony_scenario_chooser_set_scenarios (PronyScenarioChooser *self, GPtrArray *scenarios);
GPtrArray *prony_scenario_chooser_get_scenarios (PronyScenarioChooser *self);

G_END_DECLS
