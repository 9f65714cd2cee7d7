/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-scenario-edit.h"

G_BEGIN_DECLS

/**
 * PronyDataGroup:
 *
 * Where the test cases of a scenario come from: the scenario, or a file, of which it says
 * what is in it.
 *
 * Action `data.use-file` (s): takes the test cases from a file, which is copied beside the
 * scenario first where it lies elsewhere and the user agrees. Action `data.choose-file`
 * asks for one, `data.use-scenario` puts them back into the scenario.
 */
#define PRONY_TYPE_DATA_GROUP (prony_data_group_get_type ())

G_DECLARE_FINAL_TYPE (PronyDataGroup, prony_data_group, PRONY, DATA_GROUP, AdwPreferencesGroup)

void prony_data_group_set_edit (PronyDataGroup *self, PronyScenarioEdit *edit);

G_END_DECLS
