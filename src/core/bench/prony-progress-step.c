/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <math.h>

#include "core/bench/prony-progress-step.h"

static void
add_part (PronyProgressStep *self, guint target)
{
  PronyProgressPart part = { .target = target };

  g_array_append_val (self->parts, part);
}

/**
 * prony_progress_step_new:
 * @plan: a plan that can be carried out
 * @scenario: which of its scenarios
 * @load: at which load
 * @target: which of its targets, or %PRONY_PROGRESS_ALL_TARGETS
 *
 * Returns: (transfer full): a step that has not begun
 */
PronyProgressStep *
prony_progress_step_new (PronyPlan *plan, guint scenario, const PronyLoadLevel *load, guint target)
{
  PronyProgressStep *self = g_new0 (PronyProgressStep, 1);
  PronyPlanBounds bounds;

  prony_plan_get_bounds (plan, scenario, &bounds);
  self->scenario = scenario;
  self->load = *load;
  self->warmup = bounds.warmup;
  prony_step_work_init (&self->work, plan, scenario, load);
  self->parts = g_array_new (FALSE, FALSE, sizeof (PronyProgressPart));
  if (target != PRONY_PROGRESS_ALL_TARGETS)
    add_part (self, target);
  else
    for (guint i = 0; i < plan->targets->len; i++)
      add_part (self, i);

  return self;
}

/**
 * prony_progress_step_free:
 * @self: (transfer full): a step
 */
void
prony_progress_step_free (PronyProgressStep *self)
{
  g_array_unref (self->parts);
  g_free (self);
}

/**
 * prony_progress_step_find:
 * @self: a step
 * @target: which of the plan's targets
 *
 * Returns: (transfer none) (nullable): its trial; %NULL where the step does not measure it
 */
PronyProgressPart *
prony_progress_step_find (PronyProgressStep *self, guint target)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      PronyProgressPart *part = &g_array_index (self->parts, PronyProgressPart, i);

      if (part->target == target)
        return part;
    }

  return NULL;
}

/* --- How long it takes ------------------------------------------------------------------ */

/* NAN where nothing tells. */
static double
get_request_s (const PronyProgressStep *self, const PronyProgressPart *part, PronyRunPace *pace)
{
  return prony_run_pace_get (pace, part->target, self->scenario, &self->load);
}

/* How long requests go on after a bound of time: the last of many streams for about as
 * long as a request takes, at most for the time of grace. */
static double
get_drain_s (const PronyProgressStep *self, PronyPlan *plan, double request_s)
{
  double streams = self->load.kind == PRONY_LOAD_CLOSED ? self->load.concurrency : INFINITY;
  double drain_s = isinf (streams) ? request_s : request_s * streams / (streams + 1);

  if (isnan (drain_s))
    return 0;

  return self->work.known_s >= self->work.limit_s ? MIN (drain_s, plan->grace_s) : drain_s;
}

/* Of a closed loop whose requests are counted: those that are under way go on for what
 * is missing of a request, and then come rounds of further ones. */
static double
get_counted_s (const PronyProgressStep *self,
               const PronyProgressPart *part,
               double think_s,
               double request_s)
{
  double streams = self->load.concurrency;
  double left = MAX (self->work.requests - (double) part->n, 0);
  double rounds = ceil (MAX (left - streams, 0) / streams);
  double stream_s = self->measured_s * streams - (double) part->n * think_s;
  double age_s = (stream_s - part->request_s) / MAX (MIN (left, streams), 1);

  if (left == 0)
    return 0;

  /* Below 0 a stream waits before the next request. */
  age_s = CLAMP (age_s, -think_s, request_s);
  return rounds * (request_s + think_s) + request_s - age_s;
}

/* Until the end of the last measured request, from when the window opens, or from now;
 * NAN where nothing tells. */
static double
get_measuring_s (const PronyProgressStep *self,
                 const PronyProgressPart *part,
                 PronyPlan *plan,
                 double request_s)
{
  double limit_s;

  if (self->work.requests == 0)
    return MAX (self->work.known_s + get_drain_s (self, plan, request_s) - self->measured_s, 0);
  if (isnan (request_s))
    return NAN;

  limit_s = self->work.limit_s + MIN (request_s, plan->grace_s);
  return MIN (get_counted_s (self, part, plan->think_s, request_s),
              MAX (limit_s - self->measured_s, 0));
}

/**
 * prony_progress_step_get_part_rest:
 * @self: a step
 * @part: a trial of it
 * @plan: the plan
 * @pace: how long requests take
 * @prepare_s: how long preparing usually takes
 *
 * Returns: how long the trial will take from now on, or will once it begins, in seconds;
 *   NAN where nothing tells
 */
double
prony_progress_step_get_part_rest (const PronyProgressStep *self,
                                   const PronyProgressPart *part,
                                   PronyPlan *plan,
                                   PronyRunPace *pace,
                                   double prepare_s)
{
  double request_s = get_request_s (self, part, pace);
  double measuring_s = get_measuring_s (self, part, plan, request_s);
  double warmup_s = isnan (request_s) ? 0 : self->warmup * request_s;

  if (self->finished || part->ended)
    return 0;
  if (isnan (measuring_s))
    return NAN;
  if (self->measured_s > 0)
    return measuring_s;
  if (self->prepared)
    return MAX (warmup_s - (self->total_s - self->prepare_s), 0) + measuring_s;

  return MAX (prepare_s - self->total_s, 0) + warmup_s + measuring_s;
}

/**
 * prony_progress_step_get_rest:
 * @self: a step
 * @plan: the plan
 * @pace: how long requests take
 * @prepare_s: how long preparing usually takes
 *
 * Returns: how long the step will take from now on: as long as its longest trial; NAN where
 *   nothing tells
 */
double
prony_progress_step_get_rest (const PronyProgressStep *self,
                              PronyPlan *plan,
                              PronyRunPace *pace,
                              double prepare_s)
{
  double rest_s = 0;

  for (guint i = 0; i < self->parts->len; i++)
    {
      double part_s = prony_progress_step_get_part_rest (
        self, &g_array_index (self->parts, PronyProgressPart, i), plan, pace, prepare_s);

      if (isnan (part_s))
        return NAN;
      rest_s = MAX (rest_s, part_s);
    }

  return rest_s;
}
