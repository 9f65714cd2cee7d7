/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "core/bench/prony-progress-step.h"
#include "core/bench/prony-run-progress.h"

/* How many loads a sweep is taken to need: doublings and loads between. */
#define EXPECTED_DOUBLINGS 6
#define EXPECTED_BETWEEN 2

/* Of what is not over although no time should remain, such as of a last request that
 * takes longer than the others did. */
#define MOST_UNFINISHED 0.99

struct _PronyRunProgress
{
  PronyPlan *plan;
  PronyRunPace *pace;
  GPtrArray *steps; /* (element-type PronyProgressStep) */
  double rest_s;    /* of cooling down before the next step, while none is under way */
  double rested_s;  /* in all */
  double shown;     /* the highest share so far */
};

static PronyProgressStep *
get_step (PronyRunProgress *self, guint index)
{
  return g_ptr_array_index (self->steps, index);
}

/* --- What is to be done -------------------------------------------------------------- */

static void
expect_step (PronyRunProgress *self, guint scenario, const PronyLoadLevel *load, guint target)
{
  g_ptr_array_add (self->steps, prony_progress_step_new (self->plan, scenario, load, target));
}

static void
expect_load (PronyRunProgress *self, guint scenario, const PronyLoadLevel *load)
{
  for (guint repeat = 0; repeat < self->plan->repeats; repeat++)
    if (self->plan->order == PRONY_ORDER_PARALLEL)
      expect_step (self, scenario, load, PRONY_PROGRESS_ALL_TARGETS);
    else
      for (guint i = 0; i < self->plan->targets->len; i++)
        expect_step (self, scenario, load, prony_plan_get_turn (self->plan, repeat, i));
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
  self->pace = prony_run_pace_new (plan);
  self->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_progress_step_free);
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
  g_ptr_array_unref (self->steps);
  prony_run_pace_free (self->pace);
  prony_plan_unref (self->plan);
  g_free (self);
}

/**
 * prony_run_progress_get_pace:
 * @self: a progress
 *
 * Returns: (transfer none): how long requests take, to which what is known from earlier can
 *   be added before the run begins
 */
PronyRunPace *
prony_run_progress_get_pace (PronyRunProgress *self)
{
  return self->pace;
}

/* --- What has become of it --------------------------------------------------------- */

/**
 * prony_run_progress_expect:
 * @self: a progress
 * @step: which step comes next, from 0
 * @scenario: which of the plan's scenarios it is of
 * @load: its load
 * @target: which of the plan's targets it measures, or %PRONY_PROGRESS_ALL_TARGETS
 *
 * What a sweep does next shows only when the steps before are done: takes what was
 * expected of a scenario that is done out of the account, and what comes unexpectedly
 * into it. Any other plan does what was expected.
 */
void
prony_run_progress_expect (
  PronyRunProgress *self, guint step, guint scenario, const PronyLoadLevel *load, guint target)
{
  g_return_if_fail (step <= self->steps->len);

  if (!self->plan->sweep)
    return;

  while (step < self->steps->len && get_step (self, step)->scenario < scenario)
    g_ptr_array_remove_index (self->steps, step);
  if (step < self->steps->len && get_step (self, step)->finished)
    return;
  if (step < self->steps->len && get_step (self, step)->scenario == scenario)
    g_ptr_array_remove_index (self->steps, step);
  g_ptr_array_insert (self->steps, (int) step,
                      prony_progress_step_new (self->plan, scenario, load, target));
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
  while (self->steps->len > 0 && !get_step (self, self->steps->len - 1)->finished)
    g_ptr_array_set_size (self->steps, (int) self->steps->len - 1);
}

/**
 * prony_run_progress_cool_down:
 * @self: a progress
 * @rest_s: how much longer the engines are left alone before the next step
 */
void
prony_run_progress_cool_down (PronyRunProgress *self, double rest_s)
{
  self->rested_s += MAX (self->rest_s - rest_s, 0);
  self->rest_s = rest_s;
}

/**
 * prony_run_progress_prepare:
 * @self: a progress
 * @step: which step is prepared now
 * @total_s: how long that took
 */
void
prony_run_progress_prepare (PronyRunProgress *self, guint step, double total_s)
{
  PronyProgressStep *entry;

  g_return_if_fail (step < self->steps->len);

  entry = get_step (self, step);
  entry->begun = TRUE;
  entry->prepared = TRUE;
  entry->prepare_s = entry->total_s = total_s;
}

/**
 * prony_run_progress_add:
 * @self: a progress
 * @step: which step is under way
 * @target: which of the plan's targets
 * @record: a request of it that has ended
 */
void
prony_run_progress_add (PronyRunProgress *self,
                        guint step,
                        guint target,
                        const PronyRequestRecord *record)
{
  PronyProgressStep *entry;
  PronyProgressPart *part;

  g_return_if_fail (step < self->steps->len);

  entry = get_step (self, step);
  part = prony_progress_step_find (entry, target);
  if (part == NULL || record->outcome == PRONY_OUTCOME_CANCELLED || record->finished_ns == 0)
    return;

  prony_run_pace_add (self->pace, target, entry->scenario, &entry->load, record);
  if (!record->warmup)
    prony_progress_step_begin_measuring (entry);
  if (record->warmup != entry->measuring)
    prony_progress_step_add (entry, part, self->plan, record);
}

/**
 * prony_run_progress_watch:
 * @self: a progress
 * @step: which step is under way
 * @target: which of the plan's targets
 * @first_s: how long its requests took to their first tokens of late; NAN where that is not
 *   known
 * @gap_s: how long passes between two tokens; likewise
 *
 * Notes what has come of answers before the first of them has ended.
 */
void
prony_run_progress_watch (
  PronyRunProgress *self, guint step, guint target, double first_s, double gap_s)
{
  PronyProgressPart *part;

  g_return_if_fail (step < self->steps->len);

  part = prony_progress_step_find (get_step (self, step), target);
  if (part == NULL)
    return;

  part->first_s = first_s;
  part->gap_s = gap_s;
}

static void
watch_parts (PronyRunProgress *self, PronyProgressStep *entry)
{
  for (guint i = 0; i < entry->parts->len; i++)
    prony_progress_step_watch (entry, &g_array_index (entry->parts, PronyProgressPart, i),
                               self->pace);
}

/**
 * prony_run_progress_update:
 * @self: a progress
 * @step: which step is under way
 * @measured_s: how long it has been measuring
 * @total_s: how long it has been under way at all
 */
void
prony_run_progress_update (PronyRunProgress *self, guint step, double measured_s, double total_s)
{
  PronyProgressStep *entry;

  g_return_if_fail (step < self->steps->len);

  entry = get_step (self, step);
  entry->begun = TRUE;
  if (measured_s > 0)
    prony_progress_step_begin_measuring (entry);
  entry->measured_s = measured_s;
  entry->total_s = total_s;
  watch_parts (self, entry);
}

/**
 * prony_run_progress_end_trial:
 * @self: a progress
 * @step: which step is under way
 * @target: which of the plan's targets is not measured in it any more
 */
void
prony_run_progress_end_trial (PronyRunProgress *self, guint step, guint target)
{
  PronyProgressPart *part;

  g_return_if_fail (step < self->steps->len);

  part = prony_progress_step_find (get_step (self, step), target);
  if (part != NULL)
    part->ended = TRUE;
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
  PronyProgressStep *entry;

  g_return_if_fail (step < self->steps->len);

  entry = get_step (self, step);
  entry->begun = TRUE;
  entry->finished = TRUE;
  entry->total_s = total_s;
  watch_parts (self, entry);
  self->rest_s = self->plan->cooldown_s;
}

/**
 * prony_run_progress_leave_out:
 * @self: a progress
 * @trial: place in the run of a trial that has not begun and will not be carried out
 *
 * Takes a trial out of the account, as far as it is known to which step it belongs.
 */
void
prony_run_progress_leave_out (PronyRunProgress *self, guint trial)
{
  guint n_parts = self->plan->order == PRONY_ORDER_PARALLEL ? self->plan->targets->len : 1;
  guint step = trial / n_parts;

  if (self->plan->sweep || step >= self->steps->len)
    return;

  g_array_index (get_step (self, step)->parts, PronyProgressPart, trial % n_parts).ended = TRUE;
  if (n_parts == 1)
    get_step (self, step)->begun = get_step (self, step)->finished = TRUE;
}

/* --- How long the rest takes ------------------------------------------------------------ */

static double
get_mean_prepare (PronyRunProgress *self)
{
  double sum = 0;
  guint n = 0;

  for (guint i = 0; i < self->steps->len; i++)
    if (get_step (self, i)->prepared)
      {
        sum += get_step (self, i)->prepare_s;
        n++;
      }

  return n > 0 ? sum / n : 0;
}

/* How long the engines will be left alone. */
static double
get_rest (PronyRunProgress *self)
{
  gboolean under_way = FALSE;
  guint left = 0;

  for (guint i = 0; i < self->steps->len; i++)
    {
      const PronyProgressStep *step = get_step (self, i);

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

static double
estimate (PronyRunProgress *self, gboolean only_known)
{
  double prepare_s = get_mean_prepare (self);
  double remaining = get_rest (self);

  for (guint i = 0; i < self->steps->len; i++)
    remaining += prony_progress_step_get_rest (get_step (self, i), self->plan, self->pace,
                                               prepare_s, only_known);

  return remaining;
}

/**
 * prony_run_progress_get_remaining:
 * @self: a progress
 * @at_least: (out) (optional): whether it may well be more, since requests are counted of a
 *   target of which nothing was measured yet, neither in this run nor in an earlier one
 *
 * Estimates the rest: bounds of time and schedules as they are; where requests are
 * counted, when the streams will have sent theirs by how long these take, which is what was
 * measured of the same target, scenario and load, else what prony_run_pace_get() makes of
 * others; and what preparing, warming up, draining and cooling down take. Of targets of which
 * nothing was measured yet, only what does not depend on them.
 *
 * From a tenth of the time on it is right within 20 % where it can be known: it cannot
 * where requests are counted and what comes later is not like what was measured (a higher
 * load that the engine does not bear, answers that end long before their limit), nor how
 * many loads a sweep needs.
 *
 * Returns: seconds; NAN while nothing is known of requests that are counted
 */
double
prony_run_progress_get_remaining (PronyRunProgress *self, gboolean *at_least)
{
  gboolean unknown = FALSE;
  gboolean known = FALSE;

  for (guint i = 0; i < self->steps->len; i++)
    unknown = unknown || prony_progress_step_is_unknown (get_step (self, i), self->pace);
  for (guint i = 0; i < self->plan->targets->len; i++)
    known = known || prony_run_pace_knows (self->pace, i);
  if (at_least != NULL)
    *at_least = unknown && known;

  return estimate (self, unknown && known);
}

static gboolean
is_step_over (const PronyProgressStep *step)
{
  gboolean is_over = TRUE;

  for (guint i = 0; i < step->parts->len; i++)
    is_over = is_over && g_array_index (step->parts, PronyProgressPart, i).ended;

  return step->finished || is_over;
}

/**
 * prony_run_progress_get_share:
 * @self: a progress
 *
 * Returns: how much of the plan's time is over, 0 to 1; never less than before, and 1 only
 *   when nothing more is under way
 */
double
prony_run_progress_get_share (PronyRunProgress *self)
{
  double remaining = estimate (self, FALSE);
  double spent = self->rested_s;
  gboolean is_over = TRUE;

  for (guint i = 0; i < self->steps->len; i++)
    {
      spent += get_step (self, i)->total_s;
      is_over = is_over && is_step_over (get_step (self, i));
    }
  if (is_over)
    self->shown = 1;
  else if (!isnan (remaining) && spent + remaining > 0)
    self->shown = MAX (self->shown, MIN (spent / (spent + remaining), MOST_UNFINISHED));

  return self->shown;
}

/**
 * prony_run_progress_get_trial_remaining:
 * @self: a progress
 * @step: which step is under way
 * @target: which of the plan's targets
 *
 * Returns: how long the trial will take, in seconds; NAN where that is not known yet
 */
double
prony_run_progress_get_trial_remaining (PronyRunProgress *self, guint step, guint target)
{
  const PronyProgressPart *part;

  g_return_val_if_fail (step < self->steps->len, NAN);

  part = prony_progress_step_find (get_step (self, step), target);
  if (part != NULL && prony_progress_step_is_part_unknown (get_step (self, step), part, self->pace))
    return NAN;

  return part != NULL ? prony_progress_step_get_part_rest (get_step (self, step), part, self->plan,
                                                           self->pace, get_mean_prepare (self))
                      : NAN;
}

/**
 * prony_run_progress_get_trial_share:
 * @self: a progress
 * @step: which step is under way
 * @target: which of the plan's targets
 *
 * Returns: how much of the trial's time is over, 0 to 1; NAN where that is not known yet
 */
double
prony_run_progress_get_trial_share (PronyRunProgress *self, guint step, guint target)
{
  double remaining = prony_run_progress_get_trial_remaining (self, step, target);
  const PronyProgressPart *part;
  PronyProgressStep *entry;

  g_return_val_if_fail (step < self->steps->len, NAN);

  entry = get_step (self, step);
  part = prony_progress_step_find (entry, target);
  if (entry->finished || (part != NULL && part->ended))
    return 1;
  if (isnan (remaining))
    return NAN;
  if (entry->total_s + remaining == 0)
    return 0;

  return MIN (entry->total_s / (entry->total_s + remaining), MOST_UNFINISHED);
}
