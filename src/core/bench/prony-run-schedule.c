/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <string.h>

#include "core/bench/prony-run-schedule.h"
#include "core/metrics/prony-knee.h"

/* What a trial was made of, as places in the plan. */
typedef struct
{
  guint scenario;
  guint target;
} Origin;

struct _PronyRunSchedule
{
  PronyPlan *plan;
  PronyRun *run;
  GArray *origins; /* of Origin, one for each trial of the run */
  guint next;      /* the first trial that no step has had */
  guint n_steps;
  guint scenario; /* that is being swept */
};

/**
 * prony_run_schedule_new:
 * @plan: a plan that can be carried out
 * @run: from prony_run_make() for it
 *
 * Returns: (transfer full): a schedule that stands before the first step
 */
PronyRunSchedule *
prony_run_schedule_new (PronyPlan *plan, PronyRun *run)
{
  PronyRunSchedule *self = g_new0 (PronyRunSchedule, 1);

  self->plan = prony_plan_ref (plan);
  self->run = prony_run_ref (run);
  self->origins = g_array_new (FALSE, FALSE, sizeof (Origin));
  for (guint i = 0; self->origins->len < run->trials->len; i++)
    {
      guint n_targets = plan->targets->len;
      guint n_trials = n_targets * prony_plan_get_levels (plan, i)->len * plan->repeats;

      for (guint j = 0; j < n_trials; j++)
        {
          guint repeat = j / n_targets % plan->repeats;
          Origin origin = { i, prony_plan_get_turn (plan, repeat, j % n_targets) };

          g_array_append_val (self->origins, origin);
        }
    }

  return self;
}

/**
 * prony_run_schedule_free:
 * @self: (transfer full): a schedule
 */
void
prony_run_schedule_free (PronyRunSchedule *self)
{
  g_array_unref (self->origins);
  prony_run_unref (self->run);
  prony_plan_unref (self->plan);
  g_free (self);
}

/* --- A sweep -------------------------------------------------------------------------- */

static const Origin *
get_origin (PronyRunSchedule *self, guint trial)
{
  return &g_array_index (self->origins, Origin, trial);
}

static PronyTrial *
get_trial (PronyRunSchedule *self, guint index)
{
  return g_ptr_array_index (self->run->trials, index);
}

static void
find_knee (PronyRunSchedule *self, guint target, PronyKnee *knee)
{
  g_autoptr (GPtrArray) trials = g_ptr_array_new ();

  for (guint i = 0; i < self->origins->len; i++)
    if (get_origin (self, i)->scenario == self->scenario && get_origin (self, i)->target == target)
      g_ptr_array_add (trials, get_trial (self, i));
  prony_knee_find (knee, trials);
}

/* More at once than there are requests cannot be. */
static guint
get_highest_load (PronyRunSchedule *self)
{
  return self->plan->requests > 0 ? MIN (self->plan->sweep_max, self->plan->requests)
                                  : self->plan->sweep_max;
}

/* Whoever skips a load of a sweep wants no more of it. */
static gboolean
is_skipped (PronyRunSchedule *self, guint target)
{
  for (guint i = 0; i < self->origins->len; i++)
    if (get_origin (self, i)->scenario == self->scenario &&
        get_origin (self, i)->target == target && get_trial (self, i)->state == PRONY_STATE_STOPPED)
      return TRUE;

  return FALSE;
}

/* The load that a target is to be measured at next; 0 where its sweep is done.
 * @doubles: whether it still goes up by doubling */
static guint
get_wanted_load (PronyRunSchedule *self, guint target, gboolean *doubles)
{
  guint first = g_array_index (self->plan->levels, PronyLoadLevel, 0).concurrency;
  PronyKnee knee;
  guint load;

  *doubles = FALSE;
  if (is_skipped (self, target))
    return 0;

  find_knee (self, target, &knee);
  load = prony_knee_get_next (&knee, first, MAX (get_highest_load (self), first));
  *doubles = load > knee.most;
  return load;
}

/* As it was found when it was prepared for an earlier trial, so that it has one name all
 * the way. */
static PronyTarget *
get_latest_target (PronyRunSchedule *self, guint target)
{
  for (guint i = self->origins->len; i > 0; i--)
    if (get_origin (self, i - 1)->target == target)
      return get_trial (self, i - 1)->target;

  return g_ptr_array_index (self->plan->targets, target);
}

static void
add_trial (PronyRunSchedule *self, guint target, guint load)
{
  PronyScenario *scenario = g_ptr_array_index (self->plan->scenarios, self->scenario);
  Origin origin = { .scenario = self->scenario, .target = target };

  g_ptr_array_add (self->run->trials,
                   prony_trial_new (self->run->trials->len, get_latest_target (self, target),
                                    scenario->name, scenario->title, scenario->klass,
                                    prony_load_level_closed (load)));
  g_array_append_val (self->origins, origin);
}

/* Adds a trial of each target that wants the same load: all that still double do, since
 * they began together. Loads between come when nobody doubles any more, the lowest
 * first. */
static gboolean
add_trials (PronyRunSchedule *self)
{
  g_autofree guint *wanted = g_new0 (guint, self->plan->targets->len);
  gboolean any_doubles = FALSE;
  guint load = 0;
  guint i;

  for (i = 0; i < self->plan->targets->len; i++)
    {
      gboolean doubles;

      wanted[i] = get_wanted_load (self, i, &doubles);
      if (wanted[i] == 0 || (any_doubles && !doubles))
        continue;
      if (load == 0 || (doubles && !any_doubles) || wanted[i] < load)
        load = wanted[i];
      any_doubles = any_doubles || doubles;
    }
  if (load == 0)
    return FALSE;

  for (i = 0; i < self->plan->targets->len; i++)
    if (wanted[i] == load)
      add_trial (self, i, load);

  return TRUE;
}

static gboolean
go_on_sweeping (PronyRunSchedule *self)
{
  for (; self->scenario < self->plan->scenarios->len; self->scenario++)
    if (add_trials (self))
      return TRUE;

  return FALSE;
}

/* --- Steps ---------------------------------------------------------------------------- */

/* Whether a trial is carried out together with the one before it. A repeat begins with the
 * first target again. */
static gboolean
belongs_to_previous (PronyRunSchedule *self, guint trial)
{
  return self->plan->order == PRONY_ORDER_PARALLEL &&
         get_origin (self, trial)->scenario == get_origin (self, trial - 1)->scenario &&
         get_origin (self, trial)->target > get_origin (self, trial - 1)->target;
}

/* Scrambles bits well; from the SplitMix64 generator (Steele, Lea, Flood 2014). */
static guint64
mix (guint64 a, guint64 b)
{
  guint64 z = a + b * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static guint64
make_seed (PronyRunSchedule *self, guint scenario, const PronyLoadLevel *load)
{
  double value = prony_load_level_get_value (load);
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);
  return mix (mix ((guint64) self->plan->seed, scenario), bits);
}

/**
 * prony_run_schedule_next:
 * @self: a schedule
 * @step: (out caller-allocates): what to do
 *
 * Decides what is done next. A sweep looks at the trials that the steps before have
 * brought to an end, and adds to the run those that it decides on. All targets are
 * brought to a load, one after another or at once, before the next load is decided; a
 * target whose sweep is done, or of whose sweep a trial was skipped, is left out.
 *
 * Returns: whether there is anything left to do
 */
gboolean
prony_run_schedule_next (PronyRunSchedule *self, PronyRunStep *step)
{
  if (self->next == self->run->trials->len && !(self->plan->sweep && go_on_sweeping (self)))
    return FALSE;

  *step = (PronyRunStep){
    .number = self->n_steps++,
    .scenario = get_origin (self, self->next)->scenario,
    .load = get_trial (self, self->next)->load,
    .first = self->next++,
    .n_trials = 1,
  };
  while (self->next < self->run->trials->len && belongs_to_previous (self, self->next))
    {
      self->next++;
      step->n_trials++;
    }

  step->seed = make_seed (self, step->scenario, &step->load);
  return TRUE;
}

/**
 * prony_run_schedule_get_target:
 * @self: a schedule
 * @trial: place of a trial in the run
 *
 * Returns: which of the plan's targets it measures
 */
guint
prony_run_schedule_get_target (PronyRunSchedule *self, guint trial)
{
  g_return_val_if_fail (trial < self->origins->len, 0);

  return get_origin (self, trial)->target;
}
