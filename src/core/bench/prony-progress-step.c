/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "core/bench/prony-progress-step.h"

static void
part_clear (gpointer data)
{
  PronyProgressPart *part = data;

  g_clear_pointer (&part->free_s, g_free);
}

static void
add_part (PronyProgressStep *self, guint target)
{
  PronyProgressPart part = { .target = target, .first_s = NAN, .gap_s = NAN };

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
  g_array_set_clear_func (self->parts, part_clear);
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

/* --- How it goes on --------------------------------------------------------------------- */

/**
 * prony_progress_step_begin_measuring:
 * @self: a step
 *
 * The warm-up is over: all streams begin anew.
 */
void
prony_progress_step_begin_measuring (PronyProgressStep *self)
{
  if (self->measuring)
    return;

  self->measuring = TRUE;
  for (guint i = 0; i < self->parts->len; i++)
    {
      PronyProgressPart *part = &g_array_index (self->parts, PronyProgressPart, i);

      part->n = 0;
      g_clear_pointer (&part->free_s, g_free);
    }
}

/* How long the warm-up, or measuring, has been going on. */
static double
get_time (const PronyProgressStep *self)
{
  return self->measuring ? self->measured_s : MAX (self->total_s - self->prepare_s, 0);
}

/* A warm-up is always a closed loop. */
static gboolean
is_closed (const PronyProgressStep *self)
{
  return !self->measuring || self->load.kind == PRONY_LOAD_CLOSED;
}

static guint
count_streams (const PronyProgressStep *self)
{
  return MAX (self->load.concurrency, 1);
}

/**
 * prony_progress_step_add:
 * @self: a step
 * @part: a trial of it
 * @plan: the plan
 * @record: a request of it that has ended
 *
 * Notes that a stream is free for another request: a request has ended since the time was
 * taken last, as long after it began as it took.
 */
void
prony_progress_step_add (PronyProgressStep *self,
                         PronyProgressPart *part,
                         PronyPlan *plan,
                         const PronyRequestRecord *record)
{
  double duration_s = MAX (prony_ns_to_s (record->finished_ns - record->scheduled_ns), 0);

  part->n++;
  if (!is_closed (self) || record->stream >= count_streams (self))
    return;

  if (part->free_s == NULL)
    part->free_s = g_new0 (double, count_streams (self));
  part->free_s[record->stream] =
    MAX (part->free_s[record->stream] + duration_s, get_time (self)) + plan->think_s;
}

/* Of a closed loop: requests that are still to end. */
static double
count_left (const PronyProgressStep *self, const PronyProgressPart *part)
{
  double all = self->measuring ? self->work.requests : self->warmup * count_streams (self);

  if (self->measuring && self->work.requests == 0)
    return INFINITY;

  return MAX (all - (double) part->n, 0);
}

static int
compare_ages (gconstpointer a, gconstpointer b)
{
  const double *one = a, *other = b;

  return (*one < *other) - (*one > *other);
}

/* Of a closed loop: for how long requests have been under way, the oldest first; below 0
 * where a stream waits before the next one. Streams that have nothing more to send are
 * those that sent last. */
static GArray *
get_ages (const PronyProgressStep *self, const PronyProgressPart *part)
{
  GArray *ages = g_array_new (FALSE, FALSE, sizeof (double));
  double n = MIN (count_left (self, part), count_streams (self));

  for (guint i = 0; i < count_streams (self); i++)
    {
      double age_s = get_time (self) - (part->free_s != NULL ? part->free_s[i] : 0);

      g_array_append_val (ages, age_s);
    }
  g_array_sort (ages, compare_ages);
  g_array_set_size (ages, (guint) n);
  return ages;
}

/**
 * prony_progress_step_watch:
 * @self: a step that is under way
 * @part: a trial of it
 * @pace: how long requests take, to which is told how those stand that are under way
 */
void
prony_progress_step_watch (const PronyProgressStep *self,
                           const PronyProgressPart *part,
                           PronyRunPace *pace)
{
  gboolean goes_on = !self->finished && !part->ended;
  g_autoptr (GArray) ages = goes_on && is_closed (self) ? get_ages (self, part) : NULL;

  prony_run_pace_watch (pace, part->target, self->scenario, &self->load, ages,
                        goes_on ? part->first_s : NAN, goes_on ? part->gap_s : NAN);
}

/* --- How long it takes ------------------------------------------------------------------ */

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

/* How much longer a request takes that has been under way for @age_s. */
static double
get_rest (double request_s, double scatter, double age_s)
{
  return MAX (request_s - age_s, age_s * scatter);
}

/* Of a closed loop whose requests are counted, or of its warm-up: those that are left go to
 * whichever stream is free first, so each has as many rounds more, and some have one more
 * than the others. */
static double
get_counted_s (const PronyProgressStep *self,
               const PronyProgressPart *part,
               double think_s,
               double request_s,
               double scatter)
{
  g_autoptr (GArray) ages = get_ages (self, part);
  double further = count_left (self, part) - ages->len;
  double round_s = request_s + think_s;
  double rounds_s = floor (further / count_streams (self)) * round_s;
  guint one_more = (guint) fmod (further, count_streams (self));
  double last_s = 0;

  /* The oldest is free first. */
  for (guint i = 0; i < ages->len; i++)
    {
      double rest_s = get_rest (request_s, scatter, g_array_index (ages, double, i));

      last_s = MAX (last_s, rest_s + rounds_s + (i < one_more ? round_s : 0));
    }

  return last_s;
}

/* The same of one that has not begun: in step. */
static double
get_all_s (const PronyProgressStep *self, double requests, double think_s, double request_s)
{
  return MAX (ceil (requests / count_streams (self)) * (request_s + think_s) - think_s, 0);
}

/* Until the end of the last measured request, from when the window opens, or from now;
 * NAN where nothing tells. */
static double
get_measuring_s (const PronyProgressStep *self,
                 const PronyProgressPart *part,
                 PronyPlan *plan,
                 double request_s,
                 double scatter)
{
  double counted_s;
  double limit_s;

  if (self->work.requests == 0)
    return MAX (self->work.known_s + get_drain_s (self, plan, request_s) - self->measured_s, 0);
  if (isnan (request_s))
    return NAN;

  counted_s = self->measuring ? get_counted_s (self, part, plan->think_s, request_s, scatter)
                              : get_all_s (self, self->work.requests, plan->think_s, request_s);
  limit_s = self->work.limit_s + MIN (request_s, plan->grace_s);
  return MIN (counted_s, MAX (limit_s - self->measured_s, 0));
}

/* From when the warm-up begins, or from now. */
static double
get_warmup_s (const PronyProgressStep *self,
              const PronyProgressPart *part,
              PronyPlan *plan,
              double request_s,
              double scatter)
{
  if (isnan (request_s))
    return 0;

  return self->prepared
           ? get_counted_s (self, part, plan->think_s, request_s, scatter)
           : get_all_s (self, self->warmup * count_streams (self), plan->think_s, request_s);
}

/**
 * prony_progress_step_is_part_unknown:
 * @self: a step
 * @part: a trial of it
 * @pace: how long requests take
 *
 * Returns: whether how long the trial takes depends on a target of which nothing was measured
 */
gboolean
prony_progress_step_is_part_unknown (const PronyProgressStep *self,
                                     const PronyProgressPart *part,
                                     PronyRunPace *pace)
{
  return !self->finished && !part->ended && self->work.requests > 0 &&
         !prony_run_pace_knows (pace, part->target);
}

/**
 * prony_progress_step_is_unknown:
 * @self: a step
 * @pace: how long requests take
 *
 * Returns: whether that is so of any of its trials
 */
gboolean
prony_progress_step_is_unknown (const PronyProgressStep *self, PronyRunPace *pace)
{
  for (guint i = 0; i < self->parts->len; i++)
    if (prony_progress_step_is_part_unknown (
          self, &g_array_index (self->parts, PronyProgressPart, i), pace))
      return TRUE;

  return FALSE;
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
  double scatter;
  double request_s = prony_run_pace_get (pace, part->target, self->scenario, &self->load, &scatter);
  double measuring_s;

  if (self->finished || part->ended)
    return 0;

  measuring_s = get_measuring_s (self, part, plan, request_s, scatter);
  if (isnan (measuring_s) || self->measuring)
    return measuring_s;

  return (self->prepared ? 0 : MAX (prepare_s - self->total_s, 0)) +
         get_warmup_s (self, part, plan, request_s, scatter) + measuring_s;
}

/**
 * prony_progress_step_get_rest:
 * @self: a step
 * @plan: the plan
 * @pace: how long requests take
 * @prepare_s: how long preparing usually takes
 * @only_known: whether to leave out what prony_progress_step_is_part_unknown()
 *
 * Returns: how long the step will take from now on: as long as its longest trial; NAN where
 *   nothing tells
 */
double
prony_progress_step_get_rest (const PronyProgressStep *self,
                              PronyPlan *plan,
                              PronyRunPace *pace,
                              double prepare_s,
                              gboolean only_known)
{
  double rest_s = 0;

  for (guint i = 0; i < self->parts->len; i++)
    {
      const PronyProgressPart *part = &g_array_index (self->parts, PronyProgressPart, i);
      double part_s;

      if (only_known && prony_progress_step_is_part_unknown (self, part, pace))
        continue;
      part_s = prony_progress_step_get_part_rest (self, part, plan, pace, prepare_s);
      if (isnan (part_s))
        return NAN;
      rest_s = MAX (rest_s, part_s);
    }

  return rest_s;
}
