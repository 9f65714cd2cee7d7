/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <math.h>

#include "core/bench/prony-request-size.h"

/* What is assumed of a scenario that does not say how long prompts and answers are. */
#define ASSUMED_ANSWER_TOKENS 256.0
#define ASSUMED_LONG_PROMPT_TOKENS 2000.0
#define ASSUMED_SHORT_PROMPT_TOKENS 50.0

static double
guess_prompt_tokens (const PronyScenario *scenario)
{
  gboolean is_long =
    scenario->klass == PRONY_SCENARIO_LONG_SHORT || scenario->klass == PRONY_SCENARIO_LONG_LONG;

  return MAX (scenario->prompt_min_tokens,
              is_long ? ASSUMED_LONG_PROMPT_TOKENS : ASSUMED_SHORT_PROMPT_TOKENS);
}

static double
guess_output_tokens (PronyPlan *plan, const PronyScenario *scenario)
{
  if (plan->max_tokens > 0)
    return plan->max_tokens;
  return scenario->max_tokens > 0 ? scenario->max_tokens : ASSUMED_ANSWER_TOKENS;
}

/**
 * prony_request_size_init:
 * @self: (out caller-allocates): a size
 * @plan: a plan
 * @scenario: which of its scenarios
 * @prompt_tokens: how long its prompts are on average; NAN where that is not known
 * @output_tokens: how long its answers are at most; NAN likewise
 *
 * Begins with what the scenario says, or what scenarios of its class usually ask.
 */
void
prony_request_size_init (PronyRequestSize *self,
                         PronyPlan *plan,
                         guint scenario,
                         double prompt_tokens,
                         double output_tokens)
{
  const PronyScenario *asked = g_ptr_array_index (plan->scenarios, scenario);

  *self = (PronyRequestSize){
    .prompt_tokens = isnan (prompt_tokens) ? guess_prompt_tokens (asked) : prompt_tokens,
    .output_tokens = isnan (output_tokens) ? guess_output_tokens (plan, asked) : output_tokens,
  };
}

/**
 * prony_request_size_add:
 * @self: a size
 * @tokens: of an answer that has ended
 */
void
prony_request_size_add (PronyRequestSize *self, double tokens)
{
  self->n++;
  self->sum_tokens += tokens;
}

/**
 * prony_request_size_get_tokens:
 * @self: a size
 *
 * Returns: how long answers are: those that have ended on average, else as the scenario says
 */
double
prony_request_size_get_tokens (const PronyRequestSize *self)
{
  return self->n > 0 ? self->sum_tokens / self->n : self->output_tokens;
}
