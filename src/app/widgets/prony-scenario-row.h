/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-scenario-item.h"

G_BEGIN_DECLS

#define PRONY_TYPE_SCENARIO_ROW (prony_scenario_row_get_type ())

G_DECLARE_FINAL_TYPE (PronyScenarioRow, prony_scenario_row, PRONY, SCENARIO_ROW, GtkListBoxRow)

GtkWidget *prony_scenario_row_new (PronyScenarioItem *item);
PronyScenarioItem *prony_scenario_row_get_item (PronyScenarioRow *self);

G_END_DECLS
