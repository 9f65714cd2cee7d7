/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <math.h>

#include "core/bench/prony-scenario-size.h"
#include "core/prompts/prony-prompt-set.h"

/* Limits that are closer together than this tell the length well enough: then long texts
 * need not be written to know how long they are. */
#define NARROW 1.2

static double
get_mean_length (const PronyLengths *lengths)
{
  double sum = 0;

  switch (lengths->kind)
    {
    case PRONY_LENGTHS_NONE:
      return NAN;

    case PRONY_LENGTHS_UNIFORM:
      return (lengths->min + (double) lengths->max) / 2;

    case PRONY_LENGTHS_LIST:
      for (guint i = 0; i < lengths->values->len; i++)
        sum += g_array_index (lengths->values, guint, i);
      return lengths->values->len > 0 ? sum / lengths->values->len : NAN;

    case PRONY_LENGTHS_FIXED:
    case PRONY_LENGTHS_NORMAL:
    case PRONY_LENGTHS_LOG_NORMAL:
    default:
      return lengths->mean;
    }
}

static double
get_output_tokens (PronyPlan *plan, PronyScenario *scenario)
{
  double drawn = get_mean_length (&scenario->completion_lengths);

  if (isfinite (drawn))
    return drawn;
  if (plan->max_tokens > 0)
    return plan->max_tokens;
  return scenario->max_tokens > 0 ? scenario->max_tokens : NAN;
}

static double
get_middle_of_limits (PronyScenario *scenario)
{
  return scenario->prompt_max_tokens > 0
           ? (scenario->prompt_min_tokens + (double) scenario->prompt_max_tokens) / 2
           : NAN;
}

static gboolean
has_narrow_limits (PronyScenario *scenario)
{
  return scenario->messages == NULL && scenario->prompt_min_tokens > 0 &&
         scenario->prompt_max_tokens <= scenario->prompt_min_tokens * NARROW;
}

static double
get_mean_prompt (PronyPromptSet *prompts)
{
  double sum = 0;

  for (guint i = 0; i < prony_prompt_set_count_conversations (prompts); i++)
    for (guint k = 0; k < prony_prompt_set_count_turns (prompts, i); k++)
      sum += prony_prompt_set_get (prompts, i, k)->tokens;

  return sum / prony_prompt_set_count_prompts (prompts);
}

/**
 * prony_scenario_size_measure:
 * @self: (out caller-allocates): how much it asks
 * @plan: a plan
 * @scenario: the place of one of its scenarios
 * @cancellable: (nullable): ends it, with less known
 *
 * Finds out how much a scenario asks without asking an engine: lengths are estimates where
 * the scenario does not say them. Data sets are not read.
 */
void
prony_scenario_size_measure (PronyScenarioSize *self,
                             PronyPlan *plan,
                             guint scenario,
                             GCancellable *cancellable)
{
  PronyScenario *asked = g_ptr_array_index (plan->scenarios, scenario);
  double drawn = get_mean_length (&asked->prompt_lengths);
  g_autoptr (PronyPromptSet) prompts = NULL;

  *self = (PronyScenarioSize){
    .prompts = MAX (prony_scenario_count_cases (asked), 1),
    .prompt_tokens = isfinite (drawn) ? drawn : get_middle_of_limits (asked),
    .output_tokens = get_output_tokens (plan, asked),
  };
  if (asked->cases->len == 0 || isfinite (drawn) || has_narrow_limits (asked))
    return;

  prompts = prony_prompt_set_new (asked, plan->seed, NULL, cancellable, NULL);
  if (prompts == NULL)
    return;

  self->prompts =
    prony_prompt_set_count_prompts (prompts) / prony_prompt_set_get_variants (prompts);
  self->prompt_tokens = get_mean_prompt (prompts);
}
