/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/model/prony-plan.h"

G_BEGIN_DECLS

/**
 * PronyObjectivesRow:
 *
 * A row that unfolds to the objectives of a plan: guide values to choose from, and the
 * three numbers themselves in milliseconds. Main thread only.
 *
 * Signal `changed`: other objectives.
 */
#define PRONY_TYPE_OBJECTIVES_ROW (prony_objectives_row_get_type ())

G_DECLARE_FINAL_TYPE (
  PronyObjectivesRow, prony_objectives_row, PRONY, OBJECTIVES_ROW, AdwExpanderRow)

gboolean prony_objectives_row_fill (PronyObjectivesRow *self, PronyPlan *plan, GError **error);
void prony_objectives_row_set_plan (PronyObjectivesRow *self, PronyPlan *plan);
void prony_objectives_row_choose (PronyObjectivesRow *self, const char *name);

G_END_DECLS
