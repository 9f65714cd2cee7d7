/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-plan.h"

G_BEGIN_DECLS

/**
 * PronyScenarioSize:
 * @prompts: how many prompts a pass through its test cases has
 * @prompt_tokens: of a prompt on average; NAN where that is not known without reading a
 *   data set
 * @output_tokens: of the longest answers that are allowed, on average; NAN without a limit
 *
 * How much a scenario asks.
 */
typedef struct
{
  guint prompts;
  double prompt_tokens;
  double output_tokens;
} PronyScenarioSize;

void prony_scenario_size_measure (PronyScenarioSize *self,
                                  PronyPlan *plan,
                                  guint scenario,
                                  GCancellable *cancellable);

G_END_DECLS
