/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <math.h>

#include "core/bench/prony-run-progress.h"

/* How long an answer is taken to be where the scenario does not say. Only the
 * proportion between scenarios counts. */
#define DEFAULT_ANSWER_TOKENS 256.0

/* One step. Its work is in units that are proportional to time within a scenario:
 * seconds where the duration is the only bound, else answers in a row times their
 * length. */
typedef struct
{
  guint scenario;
  double work;
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
  GArray *steps;
};

static double
estimate_work (PronyPlan *plan, PronyScenario *scenario, guint concurrency)
{
  double tokens = scenario->max_tokens > 0 ? scenario->max_tokens : DEFAULT_ANSWER_TOKENS;
  double in_a_row = 0;

  if (plan->max_tokens > 0)
    tokens = plan->max_tokens;

  if (plan->requests > 0)
    in_a_row = (double) plan->requests / concurrency;
  if (plan->iterations > 0)
    {
      double per_stream = (double) plan->iterations * scenario->cases->len;

      in_a_row = in_a_row > 0 ? MIN (in_a_row, per_stream) : per_stream;
    }

  return in_a_row > 0 ? in_a_row * tokens : plan->duration_s;
}

/**
 * prony_run_progress_new:
 * @plan: a plan that passes prony_plan_check()
 *
 * Returns: (transfer full): the progress of a run of it that has not begun
 */
PronyRunProgress *
prony_run_progress_new (PronyPlan *plan)
{
  PronyRunProgress *self = g_new0 (PronyRunProgress, 1);
  guint n_in_a_row = plan->order == PRONY_ORDER_PARALLEL ? 1 : plan->targets->len;
  guint i, j, k;

  self->steps = g_array_new (FALSE, TRUE, sizeof (Step));
  for (i = 0; i < plan->scenarios->len; i++)
    for (j = 0; j < plan->levels->len; j++)
      for (k = 0; k < n_in_a_row; k++)
        {
          guint concurrency = g_array_index (plan->levels, PronyLoadLevel, j).concurrency;
          Step step = { .scenario = i };

          step.work = estimate_work (plan, plan->scenarios->pdata[i], concurrency);
          step.limit_s = plan->duration_s > 0 ? plan->duration_s : INFINITY;
          g_array_append_val (self->steps, step);
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
  g_free (self);
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
  entry->overhead_s = MAX (total_s - entry->measured_s, 0);
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
  guint i;

  for (i = 0; i < self->steps->len; i++)
    {
      const Step *step = &g_array_index (self->steps, Step, i);

      done += step->work * get_done (step);
      all += step->work;
    }

  return all > 0 ? done / all : 0;
}

/* Seconds per unit of work, from what was measured of one scenario, or of all of
 * them for G_MAXUINT. A step that ended without being measured, because its engine
 * was not there, says nothing. */
static double
get_pace (PronyRunProgress *self, guint scenario)
{
  double seconds = 0;
  double work = 0;
  guint i;

  for (i = 0; i < self->steps->len; i++)
    {
      const Step *step = &g_array_index (self->steps, Step, i);

      if (scenario != G_MAXUINT && step->scenario != scenario)
        continue;
      seconds += step->measured_s;
      work += step->work * step->share;
    }

  return work > 0 ? seconds / work : NAN;
}

static double
get_mean_overhead (PronyRunProgress *self)
{
  double sum = 0;
  guint n = 0;
  guint i;

  for (i = 0; i < self->steps->len; i++)
    {
      const Step *step = &g_array_index (self->steps, Step, i);

      if (!step->begun || step->share <= 0)
        continue;
      sum += step->overhead_s;
      n++;
    }

  return n > 0 ? sum / n : 0;
}

/**
 * prony_run_progress_get_remaining:
 * @self: a progress
 *
 * Estimates the rest from the work that is left and from how fast the same
 * scenario went so far (any scenario, while it has not been measured), at most the
 * bound of time; plus what preparing and warming up took so far.
 *
 * Returns: seconds; NAN while nothing was measured
 */
double
prony_run_progress_get_remaining (PronyRunProgress *self)
{
  double general = get_pace (self, G_MAXUINT);
  double overhead = get_mean_overhead (self);
  double remaining = 0;
  guint i;

  if (isnan (general))
    return NAN;

  for (i = 0; i < self->steps->len; i++)
    {
      const Step *step = &g_array_index (self->steps, Step, i);
      double pace = get_pace (self, step->scenario);
      double left;

      if (step->finished)
        continue;

      left = (isnan (pace) ? general : pace) * step->work * (1 - step->share) - step->since_s;
      left = MIN (left, step->limit_s - step->measured_s - step->since_s);
      remaining += MAX (left, 0) + (step->begun ? 0 : overhead);
    }

  return remaining;
}
