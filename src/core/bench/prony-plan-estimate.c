/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <math.h>

#include "core/bench/prony-plan-estimate.h"

/**
 * prony_plan_estimate:
 * @store: (nullable): where earlier runs are
 * @plan: a plan, which need not be complete
 * @cancellable: (nullable): ends it, with less known
 * @estimate: (out): what the plan amounts to
 */
void
prony_plan_estimate (PronyStore *store,
                     PronyPlan *plan,
                     GCancellable *cancellable,
                     PronyPlanEstimate *estimate)
{
  *estimate = (PronyPlanEstimate){
    .trials = plan->sweep ? 0 : prony_plan_count_trials (plan),
    .duration_s = NAN,
    .requests = NAN,
    .prompt_tokens = NAN,
    .output_tokens = NAN,
    .cost = NAN,
    .n_unknown = plan->targets->len,
  };
}
