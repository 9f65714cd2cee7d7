/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-plan.h"
#include "core/store/prony-store.h"

G_BEGIN_DECLS

/**
 * PronyPlanEstimate:
 * @trials: how many trials; 0 where that shows only during the run
 * @duration_s: of the whole run, with preparing, warming up and rests; NAN where it
 *   cannot be told
 * @requests: measured requests; NAN likewise, like the figures that follow
 * @prompt_tokens: of all requests, warm-up too
 * @output_tokens: likewise
 * @cost: in the currency of the price
 * @n_unknown: how many of the targets were never measured, so that their pace is
 *   unknown; the figures above are then NAN where they depend on it
 * @at_least: whether the duration and what follows from it are lower bounds
 * @at_most: whether they are upper ones; with @at_least of other trials they are neither
 *
 * What a plan amounts to before it is carried out.
 */
typedef struct
{
  guint trials;
  double duration_s;
  double requests;
  double prompt_tokens;
  double output_tokens;
  double cost;
  guint n_unknown;
  gboolean at_least;
  gboolean at_most;
} PronyPlanEstimate;

void prony_plan_estimate (PronyStore *store,
                          PronyPlan *plan,
                          GCancellable *cancellable,
                          PronyPlanEstimate *estimate);

G_END_DECLS
