/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/bench/prony-scenario-size.h"
#include "core/bench/prony-target-history.h"

G_BEGIN_DECLS

/**
 * PronyTrialEstimate:
 * @duration_s: with all that is around the measured part; NAN where it cannot be told,
 *   like those that follow
 * @requests: measured requests
 * @prompt_tokens: of all requests, warm-up too
 * @output_tokens: likewise
 * @at_least: whether the duration is a lower bound
 * @at_most: whether it is an upper one: requests are counted, and how long they take is
 *   not known, but a bound of time ends them
 *
 * What a trial amounts to.
 */
typedef struct
{
  double duration_s;
  double requests;
  double prompt_tokens;
  double output_tokens;
  gboolean at_least;
  gboolean at_most;
} PronyTrialEstimate;

void prony_trial_estimate (PronyTrialEstimate *self,
                           PronyPlan *plan,
                           guint scenario,
                           const PronyScenarioSize *size,
                           PronyTargetHistory *history,
                           const PronyLoadLevel *load);

G_END_DECLS
