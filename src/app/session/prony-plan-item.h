/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-saved-plan.h"

G_BEGIN_DECLS

/**
 * PronyPlanItem:
 *
 * A saved plan or selection of targets, for lists. Main thread only.
 *
 * Properties: `name`, `is-selection`.
 */
#define PRONY_TYPE_PLAN_ITEM (prony_plan_item_get_type ())

G_DECLARE_FINAL_TYPE (PronyPlanItem, prony_plan_item, PRONY, PLAN_ITEM, GObject)

PronyPlanItem *prony_plan_item_new (PronySavedPlan *plan);
PronySavedPlan *prony_plan_item_get_plan (PronyPlanItem *self);
char *prony_plan_item_describe (PronyPlanItem *self);

G_END_DECLS
