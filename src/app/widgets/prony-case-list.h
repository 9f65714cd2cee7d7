/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-scenario-edit.h"

G_BEGIN_DECLS

#define PRONY_TYPE_CASE_LIST (prony_case_list_get_type ())

G_DECLARE_FINAL_TYPE (PronyCaseList, prony_case_list, PRONY, CASE_LIST, AdwPreferencesGroup)

void prony_case_list_set_edit (PronyCaseList *self, PronyScenarioEdit *edit);

G_END_DECLS
