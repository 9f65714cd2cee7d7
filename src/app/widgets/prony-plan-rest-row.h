/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/model/prony-plan.h"

G_BEGIN_DECLS

/**
 * PronyPlanRestRow:
 *
 * Says which settings of a plan that is used again have no row of their own, such as the
 * seed, and lets them go. Shown only while there are any. Main thread only.
 *
 * Signal `changed`: they were let go.
 */
#define PRONY_TYPE_PLAN_REST_ROW (prony_plan_rest_row_get_type ())

G_DECLARE_FINAL_TYPE (PronyPlanRestRow, prony_plan_rest_row, PRONY, PLAN_REST_ROW, AdwActionRow)

void prony_plan_rest_row_fill (PronyPlanRestRow *self, PronyPlan *plan);
void prony_plan_rest_row_set_plan (PronyPlanRestRow *self, PronyPlan *plan);

G_END_DECLS
