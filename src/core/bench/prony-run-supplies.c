/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include "core/bench/prony-prompt-roster.h"
#include "core/bench/prony-run-calibrations.h"
#include "core/bench/prony-run-supplies.h"
#include "core/bench/prony-target-roster.h"

struct _PronyRunSupplies
{
  PronyPlan *plan;
  PronyRun *run;
  PronyRunSchedule *schedule; /* the runner's */
  PronyTargetRoster *targets;
  PronyPromptRoster *prompts;
  PronyRunCalibrations *calibrations;
};

/**
 * prony_run_supplies_new:
 * @plan: what the run does
 * @run: the run
 * @schedule: its schedule, which must outlive the supplies
 *
 * Returns: (transfer full): supplies of which nothing is there yet
 */
PronyRunSupplies *
prony_run_supplies_new (PronyPlan *plan, PronyRun *run, PronyRunSchedule *schedule)
{
  PronyRunSupplies *self = g_new0 (PronyRunSupplies, 1);

  self->plan = prony_plan_ref (plan);
  self->run = prony_run_ref (run);
  self->schedule = schedule;
  self->targets = prony_target_roster_new (plan);
  self->prompts = prony_prompt_roster_new (plan, run->id);
  self->calibrations = prony_run_calibrations_new (plan);
  return self;
}

/**
 * prony_run_supplies_free:
 * @self: (transfer full): supplies
 */
void
prony_run_supplies_free (PronyRunSupplies *self)
{
  prony_run_calibrations_free (self->calibrations);
  prony_prompt_roster_free (self->prompts);
  prony_target_roster_free (self->targets);
  prony_run_unref (self->run);
  prony_plan_unref (self->plan);
  g_free (self);
}

/**
 * prony_run_supplies_prepare:
 * @self: supplies
 * @step: what is carried out next
 * @index: place in the run of one of its trials
 * @ending: cancelled when the trial is to end early
 * @target: (out) (transfer full) (nullable): the trial's target as it was found; %NULL
 *   where it was not
 * @error: return location for what prony_target_roster_prepare() and
 *   prony_prompt_roster_prepare() say
 *
 * Sees whether a trial's target is there, and has the prompts ready. Blocks; does not
 * change the run, which others may look at meanwhile.
 *
 * Returns: whether the trial can begin
 */
gboolean
prony_run_supplies_prepare (PronyRunSupplies *self,
                            const PronyRunStep *step,
                            guint index,
                            GCancellable *ending,
                            PronyTarget **target,
                            GError **error)
{
  guint target_index = prony_run_schedule_get_target (self->schedule, index);

  *target = prony_target_roster_prepare (self->targets, target_index, ending, error);
  return *target != NULL &&
         prony_prompt_roster_prepare (self->prompts, step->scenario, target_index, *target, ending,
                                      error) != NULL;
}

/**
 * prony_run_supplies_calibrate:
 * @self: supplies
 * @step: what is carried out next
 * @target: the target of one of its trials, prepared
 * @ending: cancelled when the trial is to end early
 *
 * Finds out what this computer adds to the figures of a trial, as far as the plan wants
 * that and it can be found out. Takes a second or two for a load that is new; does not
 * change the run.
 *
 * Returns: (transfer full) (nullable): what it adds
 */
PronyCalibration *
prony_run_supplies_calibrate (PronyRunSupplies *self,
                              const PronyRunStep *step,
                              PronyTarget *target,
                              GCancellable *ending)
{
  return prony_run_calibrations_get (self->calibrations, target, &step->load, step->n_trials,
                                     ending);
}

/**
 * prony_run_supplies_replace:
 * @self: supplies
 * @index: place in the run of a trial that has not been measured
 * @target: its target as it was found
 * @calibration: (nullable): what this computer adds to its figures
 *
 * Puts a trial of the target as it was found in the place of the one that was planned:
 * others may look at a trial as it was when a snapshot was published last, so it is
 * replaced, not changed.
 */
void
prony_run_supplies_replace (PronyRunSupplies *self,
                            guint index,
                            PronyTarget *target,
                            PronyCalibration *calibration)
{
  PronyTrial *old = self->run->trials->pdata[index];
  PronyTrial *trial =
    prony_trial_new (index, target, old->scenario_name, old->scenario_title, old->klass, old->load);

  trial->repeat = old->repeat;
  trial->repeats = old->repeats;
  trial->state = old->state;
  if (calibration != NULL)
    trial->calibration = prony_calibration_ref (calibration);
  self->run->trials->pdata[index] = trial;
  prony_trial_unref (old);
}

/**
 * prony_run_supplies_get_prompts:
 * @self: supplies
 * @step: a step
 * @index: place in the run of one of its trials, which is prepared
 *
 * Returns: (transfer none): what the trial asks
 */
PronyPromptSet *
prony_run_supplies_get_prompts (PronyRunSupplies *self, const PronyRunStep *step, guint index)
{
  return prony_prompt_roster_get (self->prompts, step->scenario,
                                  prony_run_schedule_get_target (self->schedule, index));
}

/* Tokens that another trial fetches from the same engine at the same time would be
 * counted with those of this one. */
static gboolean
has_engine_to_itself (PronyRunSupplies *self, const PronyRunStep *step, guint index)
{
  PronyTrial *trial = self->run->trials->pdata[index];

  for (guint i = step->first; i < step->first + step->n_trials; i++)
    {
      PronyTrial *other = self->run->trials->pdata[i];

      if (i != index && g_strcmp0 (other->target->engine->url, trial->target->engine->url) == 0)
        return FALSE;
    }

  return TRUE;
}

/**
 * prony_run_supplies_fill_setup:
 * @self: supplies
 * @step: what is carried out next
 * @index: place in the run of one of its trials, which is prepared
 * @setup: (out): all that the trial needs but a start line, and what ends it early
 */
void
prony_run_supplies_fill_setup (PronyRunSupplies *self,
                               const PronyRunStep *step,
                               guint index,
                               PronyTrialSetup *setup)
{
  *setup = (PronyTrialSetup){
    .prompts = prony_run_supplies_get_prompts (self, step, index),
    .salt = prony_prompt_roster_get_salt (self->prompts, index),
    .seed = step->seed,
    .asks_counter = has_engine_to_itself (self, step, index),
  };
  prony_plan_get_bounds (self->plan, step->scenario, &setup->bounds);
}
