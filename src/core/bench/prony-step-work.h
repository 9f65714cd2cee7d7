/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-plan.h"

G_BEGIN_DECLS

/**
 * PronyStepWork:
 * @requests: of a closed loop: how many they are at most; 0 where they are not counted
 * @known_s: how long measuring takes, by a bound of time or by a schedule; INFINITY where
 *   only the pace of the engine tells
 * @limit_s: bound of time of its measured part; INFINITY without one
 *
 * What there is to do in a step, whatever the engine does with it.
 */
typedef struct
{
  double requests;
  double known_s;
  double limit_s;
} PronyStepWork;

void prony_step_work_init (PronyStepWork *self,
                           PronyPlan *plan,
                           guint scenario,
                           const PronyLoadLevel *load);
double prony_step_work_count_requests (PronyPlan *plan, guint scenario, const PronyLoadLevel *load);

G_END_DECLS
