/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/model/prony-plan.h"

G_BEGIN_DECLS

/**
 * PronyLoadGroup:
 *
 * The rows in which the load of a plan is chosen: how much at once or how often,
 * what ends a trial, in which order, the objectives, the price, and the settings that few
 * people need. Main thread only.
 *
 * Signal `changed`: something was chosen.
 */
#define PRONY_TYPE_LOAD_GROUP (prony_load_group_get_type ())

G_DECLARE_FINAL_TYPE (PronyLoadGroup, prony_load_group, PRONY, LOAD_GROUP, AdwPreferencesGroup)

void prony_load_group_set_load (PronyLoadGroup *self, const char *load);
void prony_load_group_set_scenarios (PronyLoadGroup *self, guint n_own, guint n_others);
void prony_load_group_set_n_targets (PronyLoadGroup *self, guint n_targets);
void prony_load_group_set_bound (PronyLoadGroup *self, const char *bound);
void prony_load_group_set_objectives (PronyLoadGroup *self, const char *name);
void prony_load_group_set_plan (PronyLoadGroup *self, PronyPlan *plan);
gboolean prony_load_group_fill (PronyLoadGroup *self, PronyPlan *plan, GError **error);

G_END_DECLS
