/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-scenario-edit.h"

G_BEGIN_DECLS

#define PRONY_TYPE_SCENARIO_FORM (prony_scenario_form_get_type ())

G_DECLARE_FINAL_TYPE (PronyScenarioForm, prony_scenario_form, PRONY, SCENARIO_FORM, AdwBin)

void prony_scenario_form_set_edit (PronyScenarioForm *self, PronyScenarioEdit *edit);

G_END_DECLS
