/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-scenario-edit.h"

G_BEGIN_DECLS

#define PRONY_TYPE_SCENARIO_SOURCE (prony_scenario_source_get_type ())

G_DECLARE_FINAL_TYPE (PronyScenarioSource, prony_scenario_source, PRONY, SCENARIO_SOURCE, AdwBin)

void prony_scenario_source_set_edit (PronyScenarioSource *self, PronyScenarioEdit *edit);
void prony_scenario_source_flush (PronyScenarioSource *self);
guint prony_scenario_source_count_marks (PronyScenarioSource *self);

void prony_scenario_source_show_place (PronyScenarioSource *self, guint line, guint column);

G_END_DECLS
