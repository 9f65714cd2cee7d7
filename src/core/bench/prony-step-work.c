/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "core/bench/prony-step-work.h"

/* A trace may be over at once. */
#define MIN_WORK_S 0.001

/* Of a conversation, one for each of the user's messages. */
static guint
count_turns (const PronyScenario *scenario, GPtrArray *messages)
{
  guint turns = 0;

  for (guint i = 0; messages != NULL && i < messages->len; i++)
    turns += ((PronyMessage *) g_ptr_array_index (messages, i))->role == PRONY_ROLE_USER;

  return turns == 0 || scenario->last_turn_only ? 1 : turns;
}

/* In a pass through the scenario. */
static guint
count_prompts (const PronyScenario *scenario)
{
  guint n = 0;

  for (guint i = 0; i < scenario->cases->len; i++)
    {
      const PronyTestCase *test_case = prony_scenario_get_case (scenario, i);

      n += count_turns (scenario,
                        test_case->messages != NULL ? test_case->messages : scenario->messages);
    }
  if (scenario->cases->len == 0)
    n = prony_scenario_count_cases (scenario) * count_turns (scenario, scenario->messages);

  return MAX (n, 1);
}

/* 0 where they are not counted. */
static double
count_closed (PronyPlan *plan,
              guint index,
              const PronyPlanBounds *bounds,
              const PronyLoadLevel *load)
{
  double all = (double) bounds->iterations * load->concurrency *
               count_prompts (g_ptr_array_index (plan->scenarios, index));

  return bounds->requests > 0 && all > 0 ? MIN (bounds->requests, all)
                                         : MAX (bounds->requests, all);
}

static guint
count_trace (PronyPlan *plan, const PronyPlanBounds *bounds)
{
  guint n = plan->trace->requests->len;

  return bounds->requests > 0 ? MIN (bounds->requests, n) : n;
}

/* When the last request is due; INFINITY where they are not counted. */
static double
last_open_s (const PronyPlanBounds *bounds, const PronyLoadLevel *load)
{
  double ramp_rate = isfinite (load->from_rate) ? (load->from_rate + load->rate) / 2 : load->rate;
  double in_ramp = ramp_rate * load->ramp_s;

  if (bounds->requests == 0)
    return INFINITY;
  if (bounds->requests <= in_ramp)
    return bounds->requests / ramp_rate;

  return load->ramp_s + (bounds->requests - in_ramp) / load->rate;
}

static double
last_traced_s (PronyPlan *plan, const PronyPlanBounds *bounds, const PronyLoadLevel *load)
{
  guint n = count_trace (plan, bounds);

  return prony_ns_to_s (g_array_index (plan->trace->requests, PronyTraceRequest, n - 1).at_ns) /
         load->speed;
}

/**
 * prony_step_work_init:
 * @self: (out caller-allocates): the work
 * @plan: a plan that can be carried out
 * @scenario: which of its scenarios
 * @load: at which load
 *
 * Finds out what there is to do in each trial of a step.
 */
void
prony_step_work_init (PronyStepWork *self,
                      PronyPlan *plan,
                      guint scenario,
                      const PronyLoadLevel *load)
{
  PronyPlanBounds bounds;

  prony_plan_get_bounds (plan, scenario, &bounds);
  *self = (PronyStepWork){ .known_s = INFINITY, .limit_s = INFINITY };
  if (bounds.duration_s > 0)
    self->limit_s = bounds.duration_s;

  if (load->kind == PRONY_LOAD_OPEN)
    self->known_s = last_open_s (&bounds, load);
  else if (load->kind == PRONY_LOAD_TRACE)
    self->known_s = last_traced_s (plan, &bounds, load);
  else
    self->requests = count_closed (plan, scenario, &bounds, load);

  if (self->requests == 0)
    self->known_s = CLAMP (self->known_s, MIN_WORK_S, self->limit_s);
}

/**
 * prony_step_work_count_requests:
 * @plan: a plan that can be carried out
 * @scenario: which of its scenarios
 * @load: at which load
 *
 * Returns: how many measured requests a trial comes to unless a bound of time ends it
 *   earlier; NAN where nothing else does
 */
double
prony_step_work_count_requests (PronyPlan *plan, guint scenario, const PronyLoadLevel *load)
{
  PronyPlanBounds bounds;
  double n;

  prony_plan_get_bounds (plan, scenario, &bounds);
  if (load->kind == PRONY_LOAD_TRACE)
    n = count_trace (plan, &bounds);
  else if (load->kind == PRONY_LOAD_OPEN)
    n = bounds.requests;
  else
    n = count_closed (plan, scenario, &bounds, load);

  return n > 0 ? n : NAN;
}
