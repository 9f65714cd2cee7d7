/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "core/bench/prony-run-progress.h"

/* How long an answer is taken to be where the scenario does not say, and a token to
 * take. Only the proportion between steps counts. */
#define DEFAULT_ANSWER_TOKENS 256.0
#define ASSUMED_TOKEN_S 0.02

/* A trace may be over at once. */
#define MIN_WORK_S 0.001

/* How many loads a sweep is taken to need: doublings and loads between. */
#define EXPECTED_DOUBLINGS 6
#define EXPECTED_BETWEEN 2

/* One step. Its work is in seconds: what its bound of time or its schedule says, else
 * assumed ones, answers in a row times their length, which are proportional to time
 * within a scenario. */
typedef struct
{
  guint scenario;
  double work;
  gboolean timed;    /* its seconds are not assumed */
  double limit_s;    /* of its measured part; INFINITY without a bound of time */
  double share;      /* of its work that is done */
  double measured_s; /* when the share was last seen to grow */
  double since_s;    /* measured since then */
  double overhead_s; /* preparing, warming up and draining, as far as known */
  gboolean begun;
  gboolean finished;
} Step;

struct _PronyRunProgress
{
  PronyPlan *plan;
  GArray *steps;
  double rest_s; /* of cooling down before the next step, while none is under way */
  double shown;  /* the highest share so far */
};

/* --- What a step is expected to be ------------------------------------------------- */

/* Assumed seconds; 0 where answers are not counted. */
static double
estimate_closed (PronyPlan *plan,
                 guint index,
                 const PronyPlanBounds *bounds,
                 const PronyLoadLevel *load)
{
  PronyScenario *scenario = g_ptr_array_index (plan->scenarios, index);
  double tokens = scenario->max_tokens > 0 ? scenario->max_tokens : DEFAULT_ANSWER_TOKENS;
  double in_a_row = 0;

  if (plan->max_tokens > 0)
    tokens = plan->max_tokens;

  if (bounds->requests > 0)
    in_a_row = (double) bounds->requests / load->concurrency;
  if (bounds->iterations > 0)
    {
      double per_stream = (double) bounds->iterations * prony_scenario_count_cases (scenario);

      in_a_row = in_a_row > 0 ? MIN (in_a_row, per_stream) : per_stream;
    }

  return in_a_row * (tokens * ASSUMED_TOKEN_S + plan->think_s);
}

/* When the last request is due; INFINITY where they are not counted. */
static double
estimate_open (const PronyPlanBounds *bounds, const PronyLoadLevel *load)
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
estimate_trace (PronyPlan *plan, const PronyPlanBounds *bounds, const PronyLoadLevel *load)
{
  GArray *requests = plan->trace->requests;
  guint n = bounds->requests > 0 ? MIN (bounds->requests, requests->len) : requests->len;

  return prony_ns_to_s (g_array_index (requests, PronyTraceRequest, n - 1).at_ns) / load->speed;
}

static Step
expect_step (PronyPlan *plan, guint scenario, const PronyLoadLevel *load)
{
  Step step = { .scenario = scenario };
  PronyPlanBounds bounds;

  prony_plan_get_bounds (plan, scenario, &bounds);
  step.limit_s = bounds.duration_s > 0 ? bounds.duration_s : INFINITY;
  if (load->kind == PRONY_LOAD_CLOSED)
    step.work = estimate_closed (plan, scenario, &bounds, load);
  else if (load->kind == PRONY_LOAD_OPEN)
    step.work = estimate_open (&bounds, load);
  else
    step.work = estimate_trace (plan, &bounds, load);

  step.timed = load->kind != PRONY_LOAD_CLOSED || step.work <= 0;
  if (load->kind == PRONY_LOAD_CLOSED && step.timed)
    step.work = step.limit_s;
  else if (step.timed)
    step.work = CLAMP (step.work, MIN_WORK_S, step.limit_s);
  return step;
}

static void
expect_load (PronyRunProgress *self, guint scenario, const PronyLoadLevel *load)
{
  guint n = self->plan->order == PRONY_ORDER_PARALLEL ? 1 : self->plan->targets->len;
  Step step = expect_step (self->plan, scenario, load);

  for (guint i = 0; i < n; i++)
    g_array_append_val (self->steps, step);
}

static void
expect_sweep (PronyRunProgress *self, guint scenario)
{
  guint first = g_array_index (self->plan->levels, PronyLoadLevel, 0).concurrency;
  guint streams = first;
  PronyLoadLevel load;

  for (guint i = 0; i < EXPECTED_DOUBLINGS && streams <= MAX (self->plan->sweep_max, first); i++)
    {
      load = prony_load_level_closed (streams);
      expect_load (self, scenario, &load);
      streams *= 2;
    }
  for (guint i = 0; i < EXPECTED_BETWEEN; i++)
    expect_load (self, scenario, &load);
}

/**
 * prony_run_progress_new:
 * @plan: a plan that passes prony_plan_check(); not changed any more
 *
 * Returns: (transfer full): the progress of a run of it that has not begun
 */
PronyRunProgress *
prony_run_progress_new (PronyPlan *plan)
{
  PronyRunProgress *self = g_new0 (PronyRunProgress, 1);

  self->plan = prony_plan_ref (plan);
  self->steps = g_array_new (FALSE, TRUE, sizeof (Step));
  if (!prony_plan_check (plan, NULL))
    return self;

  for (guint i = 0; i < plan->scenarios->len; i++)
    {
      GArray *levels = prony_plan_get_levels (plan, i);

      if (plan->sweep)
        expect_sweep (self, i);
      else
        for (guint j = 0; j < levels->len; j++)
          expect_load (self, i, &g_array_index (levels, PronyLoadLevel, j));
    }

  return self;
}

/**
 * prony_run_progress_free:
 * @self: (transfer full): a progress
 */
void
prony_run_progress_free (PronyRunProgress *self)
{
  g_array_unref (self->steps);
  prony_plan_unref (self->plan);
  g_free (self);
}

/* --- What has become of it --------------------------------------------------------- */

/**
 * prony_run_progress_expect:
 * @self: a progress
 * @step: which step comes next, from 0
 * @scenario: which of the plan's scenarios it is of
 * @load: its load
 *
 * What a sweep does next shows only when the steps before are done: takes what was
 * expected of a scenario that is done out of the account, and what comes unexpectedly
 * into it.
 */
void
prony_run_progress_expect (PronyRunProgress *self,
                           guint step,
                           guint scenario,
                           const PronyLoadLevel *load)
{
  Step entry = expect_step (self->plan, scenario, load);

  g_return_if_fail (step <= self->steps->len);

  while (step < self->steps->len && g_array_index (self->steps, Step, step).scenario < scenario)
    g_array_remove_index (self->steps, step);
  if (step == self->steps->len || g_array_index (self->steps, Step, step).scenario > scenario)
    g_array_insert_val (self->steps, step, entry);
  else
    g_array_index (self->steps, Step, step) = entry;
}

/**
 * prony_run_progress_complete:
 * @self: a progress
 *
 * Nothing more is to be done.
 */
void
prony_run_progress_complete (PronyRunProgress *self)
{
  while (self->steps->len > 0 && !g_array_index (self->steps, Step, self->steps->len - 1).finished)
    g_array_set_size (self->steps, self->steps->len - 1);
}

/**
 * prony_run_progress_cool_down:
 * @self: a progress
 * @rest_s: how much longer the engines are left alone before the next step
 */
void
prony_run_progress_cool_down (PronyRunProgress *self, double rest_s)
{
  self->rest_s = rest_s;
}

/**
 * prony_run_progress_update:
 * @self: a progress
 * @step: which step is under way
 * @share: how much of its work is done, 0 to 1; never counts back
 * @measured_s: how long it has been measuring
 * @total_s: how long it has been under way at all
 */
void
prony_run_progress_update (
  PronyRunProgress *self, guint step, double share, double measured_s, double total_s)
{
  Step *entry;

  g_return_if_fail (step < self->steps->len);

  entry = &g_array_index (self->steps, Step, step);
  entry->begun = TRUE;
  entry->overhead_s = MAX (total_s - measured_s, 0);

  /* Work that is counted in answers comes in jumps: the pace is what it was at the
   * last of them, and the time since then is on account of the next. */
  if (share > entry->share)
    {
      entry->share = MIN (share, 1);
      entry->measured_s = measured_s;
    }
  entry->since_s = MAX (measured_s - entry->measured_s, 0);
}

/**
 * prony_run_progress_finish:
 * @self: a progress
 * @step: which step has ended, be it well or not
 * @total_s: how long it took
 */
void
prony_run_progress_finish (PronyRunProgress *self, guint step, double total_s)
{
  Step *entry;

  g_return_if_fail (step < self->steps->len);

  entry = &g_array_index (self->steps, Step, step);
  entry->begun = TRUE;
  entry->finished = TRUE;
  self->rest_s = self->plan->cooldown_s;
  entry->overhead_s = MAX (total_s - entry->measured_s, 0);
}

/**
 * prony_run_progress_leave_out:
 * @self: a progress
 * @trial: place in the run of a trial that has not begun and will not be carried out
 *
 * Takes a trial out of the account, where it is a step of its own that is known so far.
 */
void
prony_run_progress_leave_out (PronyRunProgress *self, guint trial)
{
  if (self->plan->order != PRONY_ORDER_PARALLEL && trial < self->steps->len)
    g_array_index (self->steps, Step, trial).finished = TRUE;
}

static double
get_done (const Step *step)
{
  return step->finished ? 1 : step->share;
}

/**
 * prony_run_progress_get_share:
 * @self: a progress
 *
 * Returns: how much of the plan is done, 0 to 1; never less than before. Steps
 *   count by the work that they are expected to be
 */
double
prony_run_progress_get_share (PronyRunProgress *self)
{
  double done = 0;
  double all = 0;

  for (guint i = 0; i < self->steps->len; i++)
    {
      const Step *step = &g_array_index (self->steps, Step, i);

      done += step->work * get_done (step);
      all += step->work;
    }
  if (all > 0)
    self->shown = MAX (self->shown, done / all);

  return self->shown;
}

/* Seconds per assumed second, from what was measured of one scenario, or of all of
 * them for G_MAXUINT. A step that ended without being measured, because its engine
 * was not there, says nothing. */
static double
get_pace (PronyRunProgress *self, guint scenario)
{
  double seconds = 0;
  double work = 0;

  for (guint i = 0; i < self->steps->len; i++)
    {
      const Step *step = &g_array_index (self->steps, Step, i);

      if (step->timed || (scenario != G_MAXUINT && step->scenario != scenario))
        continue;
      seconds += step->measured_s;
      work += step->work * step->share;
    }

  return work > 0 ? seconds / work : NAN;
}

/* What preparing, warming up and draining took on the average; NAN while nothing was
 * measured. */
static double
get_mean_overhead (PronyRunProgress *self)
{
  double sum = 0;
  guint n = 0;

  for (guint i = 0; i < self->steps->len; i++)
    {
      const Step *step = &g_array_index (self->steps, Step, i);

      if (!step->begun || step->share <= 0)
        continue;
      sum += step->overhead_s;
      n++;
    }

  return n > 0 ? sum / n : NAN;
}

/* How long the engines will be left alone. */
static double
get_rest (PronyRunProgress *self)
{
  gboolean under_way = FALSE;
  guint left = 0;

  for (guint i = 0; i < self->steps->len; i++)
    {
      const Step *step = &g_array_index (self->steps, Step, i);

      if (!step->begun)
        left++;
      else if (!step->finished)
        under_way = TRUE;
    }
  if (left == 0)
    return 0;

  return under_way ? left * self->plan->cooldown_s
                   : (left - 1) * self->plan->cooldown_s + self->rest_s;
}

/**
 * prony_run_progress_get_remaining:
 * @self: a progress
 *
 * Estimates the rest from the work that is left and from how fast the same
 * scenario went so far (any scenario, while it has not been measured), at most the
 * bound of time; plus what preparing and warming up took so far, and cooling down.
 *
 * Returns: seconds; NAN while nothing was measured
 */
double
prony_run_progress_get_remaining (PronyRunProgress *self)
{
  double general = get_pace (self, G_MAXUINT);
  double overhead = get_mean_overhead (self);
  double remaining = get_rest (self);

  if (isnan (overhead))
    return NAN;
  if (isnan (general))
    general = 1;

  for (guint i = 0; i < self->steps->len; i++)
    {
      const Step *step = &g_array_index (self->steps, Step, i);
      double pace = step->timed ? 1 : get_pace (self, step->scenario);
      double left;

      if (step->finished)
        continue;

      left = (isnan (pace) ? general : pace) * step->work * (1 - step->share) - step->since_s;
      left = MIN (left, step->limit_s - step->measured_s - step->since_s);
      remaining += MAX (left, 0) + (step->begun ? 0 : overhead);
    }

  return remaining;
}
