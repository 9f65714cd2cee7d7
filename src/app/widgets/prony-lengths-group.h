/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-scenario-edit.h"

G_BEGIN_DECLS

#define PRONY_TYPE_LENGTHS_GROUP (prony_lengths_group_get_type ())

G_DECLARE_FINAL_TYPE (
  PronyLengthsGroup, prony_lengths_group, PRONY, LENGTHS_GROUP, AdwPreferencesGroup)

void prony_lengths_group_set_edit (PronyLengthsGroup *self, PronyScenarioEdit *edit);

G_END_DECLS
