/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-plan.h"
#include "core/model/prony-target.h"
#include "core/prompts/prony-prompt-set.h"
#include "core/store/prony-store.h"

G_BEGIN_DECLS

/**
 * PronyTargetPace:
 * @prefill_rate: tokens of a prompt that it reads in a second; NAN where it was never
 *   measured, like the two that follow
 * @decode_rate: tokens that it writes for one request in a second
 * @ttft_s: how long the first token takes
 * @measured_us: when that was measured, microseconds since 1970; 0 for never
 *
 * How fast a target was when it was measured last, one request at a time.
 */
typedef struct
{
  double prefill_rate;
  double decode_rate;
  double ttft_s;
  gint64 measured_us;
} PronyTargetPace;

/**
 * PronyScenarioEstimate:
 * @requests: how many requests one pass through all prompts is
 * @prompt_tokens: tokens of all their prompts
 * @output_tokens: the most tokens that may come back; 0 where there is no limit
 * @duration_s: how long that takes one request after the other; NAN where the target was
 *   never measured, or where there is no limit to an answer
 * @cost: in the currency of the price; NAN without a price or a duration
 *
 * What asking a scenario once amounts to.
 */
typedef struct
{
  guint requests;
  guint64 prompt_tokens;
  guint64 output_tokens;
  double duration_s;
  double cost;
} PronyScenarioEstimate;

void prony_target_pace_read (PronyStore *store, PronyTarget *target, PronyTargetPace *pace);
void prony_scenario_estimate (PronyPromptSet *prompts,
                              const PronyTargetPace *pace,
                              double price_per_hour,
                              PronyScenarioEstimate *estimate);

G_END_DECLS
