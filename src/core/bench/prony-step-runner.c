/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-util.h"
#include "core/bench/prony-run-supplies.h"
#include "core/bench/prony-side-job.h"
#include "core/bench/prony-step-runner.h"
#include "core/bench/prony-trial-group.h"
#include "core/bench/prony-trial-review.h"

/* How often records are taken, wishes heard and a snapshot published. */
#define TICK_US (100 * G_TIME_SPAN_MILLISECOND)

/* How long a reading of this computer is waited for: most take a few milliseconds. */
#define READING_WAIT_US (200 * G_TIME_SPAN_MILLISECOND)

struct _PronyStepRunner
{
  PronyStepSetup with;
  PronyRunSupplies *supplies;
  PronyTrialGroup *group; /* (nullable): what is under way */
  gboolean paused;
  gboolean cooling;
  gboolean calibrating; /* this computer, before a trial */
  gint64 rest_us;       /* how long the engines are to be left alone before the next trial */
};

static gboolean
is_stopping (PronyStepRunner *self)
{
  return prony_run_wishes_is_stopping (self->with.wishes);
}

static gboolean
is_skipping (PronyStepRunner *self, guint index)
{
  return prony_run_wishes_is_skipping (self->with.wishes, index);
}

static PronyTrial *
get_trial (PronyStepRunner *self, guint index)
{
  return g_ptr_array_index (self->with.run->trials, index);
}

/* Which of the plan's targets a trial measures. */
static guint
get_target (PronyStepRunner *self, guint index)
{
  return prony_run_schedule_get_target (self->with.schedule, index);
}

/**
 * prony_step_runner_new:
 * @setup: what steps are carried out with; what it refers to must outlive the step runner
 *
 * Returns: (transfer full): a step runner that has done nothing
 */
PronyStepRunner *
prony_step_runner_new (const PronyStepSetup *setup)
{
  PronyStepRunner *self = g_new0 (PronyStepRunner, 1);

  self->with = *setup;
  self->supplies = prony_run_supplies_new (setup->plan, setup->run, setup->schedule);
  return self;
}

/**
 * prony_step_runner_free:
 * @self: (transfer full): a step runner
 */
void
prony_step_runner_free (PronyStepRunner *self)
{
  g_clear_pointer (&self->group, prony_trial_group_free);
  prony_run_supplies_free (self->supplies);
  g_free (self);
}

/* --- What others see ------------------------------------------------------------ */

static PronyState
get_run_state (PronyStepRunner *self)
{
  GPtrArray *runners;

  if (prony_state_is_final (self->with.run->state))
    return self->with.run->state;
  if (self->paused)
    return PRONY_STATE_PAUSED;
  if (self->cooling)
    return PRONY_STATE_COOLING_DOWN;
  if (self->calibrating)
    return PRONY_STATE_CALIBRATING;

  runners = self->group != NULL ? prony_trial_group_get_runners (self->group) : NULL;
  if (runners == NULL || runners->len == 0)
    return PRONY_STATE_PREPARING;
  return prony_trial_runner_get_trial (runners->pdata[0])->state;
}

static void
take_notes (PronyStepRunner *self)
{
  g_autoptr (GPtrArray) notes = prony_run_wishes_take_notes (self->with.wishes);

  for (guint i = 0; i < notes->len; i++)
    prony_run_recorder_add_note (self->with.recorder, notes->pdata[i]);
}

static void
take_sample (PronyStepRunner *self)
{
  g_autoptr (PronyResourceSample) sample = prony_run_publisher_take_sample (self->with.publisher);

  if (sample != NULL)
    prony_run_recorder_add_sample (self->with.recorder, sample);
}

/* Before and after something is measured, so that it is known what was used meanwhile. */
static void
read_now (PronyStepRunner *self)
{
  prony_run_publisher_hurry (self->with.publisher, READING_WAIT_US);
  take_sample (self);
}

/**
 * prony_step_runner_publish:
 * @self: a step runner
 *
 * Takes the remarks that were made and what was read of this computer, and shows others how
 * the run stands.
 */
void
prony_step_runner_publish (PronyStepRunner *self)
{
  take_notes (self);
  take_sample (self);
  prony_run_publisher_publish (self->with.publisher, get_run_state (self),
                               prony_run_recorder_get_warning (self->with.recorder));
}

/* --- What the owner wants ----------------------------------------------------------- */

/* A trial that was not measured: @error says why, unless it was not wanted. */
static void
end_unmeasured (PronyStepRunner *self, guint index, const GError *error)
{
  PronyTrial *trial = get_trial (self, index);

  trial->state = PRONY_STATE_STOPPED;
  if (is_skipping (self, index))
    {
      prony_set_str (&trial->error, _ ("This trial was skipped."));
    }
  else if (!is_stopping (self))
    {
      trial->state = PRONY_STATE_FAILED;
      prony_set_str (&trial->error, error->message);
    }
  prony_run_recorder_put_trial (self->with.recorder, trial);
  prony_step_runner_publish (self);
}

/* The same of a trial of the step under way: the others need not wait for it. */
static void
give_up (PronyStepRunner *self, const PronyRunStep *step, guint index, const GError *error)
{
  prony_run_progress_end_trial (self->with.progress, step->number, get_target (self, index));
  end_unmeasured (self, index, error);
}

static void
skip_waiting (PronyStepRunner *self)
{
  for (guint i = 0; i < self->with.run->trials->len; i++)
    if (get_trial (self, i)->state == PRONY_STATE_WAITING && is_skipping (self, i))
      {
        end_unmeasured (self, i, NULL);
        prony_run_progress_leave_out (self->with.progress, i);
      }
}

/* A trial that has come to its own end was not ended early. */
static void
heed_for_trial (PronyStepRunner *self, PronyTrialRunner *runner)
{
  guint index = prony_trial_runner_get_trial (runner)->index;

  if ((is_stopping (self) || is_skipping (self, index)) && !prony_trial_runner_wait (runner, 0))
    prony_trial_runner_stop (runner);
  prony_trial_runner_watch (runner, prony_run_wishes_get_watched (self->with.wishes, index));
}

static void
heed_wishes (PronyStepRunner *self)
{
  GPtrArray *runners = self->group != NULL ? prony_trial_group_get_runners (self->group) : NULL;

  self->paused = prony_run_wishes_is_paused (self->with.wishes);
  skip_waiting (self);
  if (runners == NULL)
    return;

  for (guint i = 0; i < runners->len; i++)
    heed_for_trial (self, runners->pdata[i]);
  prony_trial_group_set_paused (self->group, self->paused);
}

/* Between two steps nothing is under way that could be paused. */
static void
wait_while_paused (PronyStepRunner *self)
{
  for (heed_wishes (self); self->paused; heed_wishes (self))
    {
      prony_step_runner_publish (self);
      prony_run_wishes_wait (self->with.wishes, TICK_US);
    }
}

/* --- Before it is measured ------------------------------------------------------------ */

static gboolean
is_wanted (PronyStepRunner *self, guint index)
{
  return !is_stopping (self) && !prony_state_is_final (get_trial (self, index)->state);
}

static gboolean
is_any_wanted (PronyStepRunner *self, const PronyRunStep *step)
{
  for (guint i = step->first; i < step->first + step->n_trials; i++)
    if (is_wanted (self, i))
      return TRUE;

  return FALSE;
}

/* Leaves the engines alone for a while, unless nothing was measured since the last
 * time. The time in which the run is paused does not count. */
static void
cool_down (PronyStepRunner *self, const PronyRunStep *step)
{
  wait_while_paused (self);
  self->cooling = self->rest_us > 0;
  while (self->rest_us > 0 && is_any_wanted (self, step))
    {
      gint64 since_us = g_get_monotonic_time ();

      prony_run_progress_cool_down (self->with.progress, (double) self->rest_us / G_USEC_PER_SEC);
      prony_step_runner_publish (self);
      prony_run_wishes_wait (self->with.wishes, MIN (self->rest_us, TICK_US));
      wait_while_paused (self);
      self->rest_us -= MIN (g_get_monotonic_time () - since_us, TICK_US);
    }
  self->cooling = FALSE;
  prony_run_progress_cool_down (self->with.progress, 0);
}

static void
set_trial_state (PronyStepRunner *self, guint index, PronyState state)
{
  get_trial (self, index)->state = state;
  prony_step_runner_publish (self);
}

/* What is found out of a trial before it begins. Used by one thread at a time. */
typedef struct
{
  PronyRunSupplies *supplies;
  const PronyRunStep *step;
  guint index;
  GCancellable *ending;
  PronyTarget *target;
  PronyCalibration *calibration;
  gboolean ready;
  GError *error;
} Preparation;

static void
find_target (gpointer data)
{
  Preparation *self = data;

  self->ready = prony_run_supplies_prepare (self->supplies, self->step, self->index, self->ending,
                                            &self->target, &self->error);
}

static void
find_calibration (gpointer data)
{
  Preparation *self = data;

  self->calibration =
    prony_run_supplies_calibrate (self->supplies, self->step, self->target, self->ending);
}

static void
go_on (gpointer self)
{
  heed_wishes (self);
  prony_step_runner_publish (self);
}

/* Both take their time, in which a run must not look as if it stood still. */
static void
find_out (PronyStepRunner *self, Preparation *preparation)
{
  set_trial_state (self, preparation->index, PRONY_STATE_PREPARING);
  prony_side_job_run (find_target, preparation, go_on, self, TICK_US);
  if (preparation->target != NULL)
    prony_run_supplies_replace (self->supplies, preparation->index, preparation->target, NULL);
  if (!preparation->ready || !self->with.plan->calibrate)
    return;

  self->calibrating = TRUE;
  set_trial_state (self, preparation->index, PRONY_STATE_CALIBRATING);
  prony_side_job_run (find_calibration, preparation, go_on, self, TICK_US);
  self->calibrating = FALSE;
  prony_run_supplies_replace (self->supplies, preparation->index, preparation->target,
                              preparation->calibration);
}

static gboolean
prepare_trial (PronyStepRunner *self, const PronyRunStep *step, guint index)
{
  Preparation preparation = {
    .supplies = self->supplies,
    .step = step,
    .index = index,
    .ending = prony_run_wishes_get_ending (self->with.wishes, index),
  };

  prony_run_wishes_set_trial (self->with.wishes, (int) index);
  find_out (self, &preparation);
  if (preparation.ready)
    prony_run_recorder_put_trial (self->with.recorder, get_trial (self, index));
  else
    give_up (self, step, index, preparation.error);

  g_clear_pointer (&preparation.target, prony_target_unref);
  g_clear_pointer (&preparation.calibration, prony_calibration_unref);
  g_clear_error (&preparation.error);
  return preparation.ready;
}

static void
start_trial (PronyStepRunner *self,
             const PronyRunStep *step,
             guint index,
             PronyLoadStartLine *start_line)
{
  g_autoptr (GError) error = NULL;
  PronyTrialRunner *runner;
  PronyTrialSetup setup;

  prony_run_supplies_fill_setup (self->supplies, step, index, &setup);
  setup.start_line = start_line;
  setup.stopping = prony_run_wishes_get_ending (self->with.wishes, index);
  runner = prony_trial_runner_start (self->with.plan, get_trial (self, index), &setup, &error);
  if (runner == NULL)
    {
      give_up (self, step, index, error);
      return;
    }

  prony_trial_group_add (self->group, runner);
  prony_run_recorder_put_trial (self->with.recorder, get_trial (self, index));
}

/* All that are ready begin to measure at the same moment: the line has a place of the
 * runner's own, which is given up when everybody has come. */
static void
start_trials (PronyStepRunner *self, const PronyRunStep *step, GArray *ready)
{
  g_autoptr (PronyLoadStartLine) line = ready->len > 1 ? prony_load_start_line_new () : NULL;

  if (line != NULL)
    prony_load_start_line_join (line, 1);
  for (guint i = 0; i < ready->len && !is_stopping (self); i++)
    {
      guint index = g_array_index (ready, guint, i);

      if (is_skipping (self, index))
        give_up (self, step, index, NULL);
      else
        start_trial (self, step, index, line);
    }
  if (line != NULL)
    prony_load_start_line_leave (line, 1);
}

/* --- Measuring ---------------------------------------------------------------------- */

static void
collect_records (PronyStepRunner *self,
                 const PronyRunStep *step,
                 PronyTrial *trial,
                 GPtrArray *records)
{
  guint target = get_target (self, trial->index);

  for (guint i = 0; i < records->len; i++)
    prony_run_progress_add (self->with.progress, step->number, target, records->pdata[i]);
  prony_run_publisher_note_records (self->with.publisher, trial, records);
  prony_run_recorder_add (self->with.recorder, trial, records);
}

static void
collect_trial (PronyStepRunner *self, const PronyRunStep *step, PronyTrialRunner *runner)
{
  PronyTrial *trial = prony_trial_runner_get_trial (runner);
  PronyState before = trial->state;
  gboolean has_ended = prony_trial_runner_wait (runner, 0);
  g_autoptr (GPtrArray) records = prony_trial_runner_take_records (runner);
  PronyLoadSnapshot *load = prony_trial_runner_look (runner);
  guint target = get_target (self, trial->index);

  if (trial->state != before)
    prony_run_publisher_hurry (self->with.publisher, 0);
  if (load != NULL)
    {
      prony_run_publisher_note_load (self->with.publisher, trial->index, load);
      prony_run_progress_watch (self->with.progress, step->number, target, load->ttft_s,
                                load->itl_s);
    }
  if (records != NULL && records->len > 0)
    collect_records (self, step, trial, records);
  if (has_ended)
    prony_run_progress_end_trial (self->with.progress, step->number, target);
}

static void
note_progress (PronyStepRunner *self, const PronyRunStep *step)
{
  PronyRunProgress *progress = self->with.progress;

  prony_run_progress_update (progress, step->number, prony_trial_group_get_measured (self->group),
                             prony_trial_group_get_time (self->group));
  for (guint i = step->first; i < step->first + step->n_trials; i++)
    prony_run_publisher_note_progress (
      self->with.publisher, i,
      prony_run_progress_get_trial_share (progress, step->number, get_target (self, i)),
      prony_run_progress_get_trial_remaining (progress, step->number, get_target (self, i)));
}

static void
collect (PronyStepRunner *self, const PronyRunStep *step)
{
  GPtrArray *runners = prony_trial_group_get_runners (self->group);

  for (guint i = 0; i < runners->len; i++)
    collect_trial (self, step, runners->pdata[i]);
  note_progress (self, step);
}

static void
measure (PronyStepRunner *self, const PronyRunStep *step)
{
  if (prony_trial_group_get_runners (self->group)->len == 0)
    return;

  self->rest_us = (gint64) (self->with.plan->cooldown_s * G_USEC_PER_SEC);
  while (!prony_trial_group_wait (self->group, TICK_US))
    {
      heed_wishes (self);
      collect (self, step);
      prony_step_runner_publish (self);
    }
  collect (self, step);
  read_now (self);
}

/* --- Afterwards ----------------------------------------------------------------------- */

/* Where nothing succeeded its error says why; that is worth keeping. */
static void
mark_skipped (PronyTrial *trial)
{
  g_autofree char *reason = g_steal_pointer (&trial->error);
  const char *sentence = trial->summary != NULL
                           ? _ ("This trial was skipped before its end. What was measured until "
                                "then is kept.")
                           : _ ("This trial was skipped.");

  trial->error = reason != NULL ? g_strconcat (sentence, " ", reason, NULL) : g_strdup (sentence);
}

static void
sum_up_trial (PronyStepRunner *self, const PronyRunStep *step, PronyTrialRunner *runner)
{
  PronyTrial *trial = prony_trial_runner_get_trial (runner);
  PronyPromptSet *prompts = prony_run_supplies_get_prompts (self->supplies, step, trial->index);
  g_autoptr (GPtrArray) records =
    prony_trial_review_run (self->with.recorder, trial, prony_prompt_set_get_scenario (prompts),
                            prony_run_wishes_get_stopping (self->with.wishes));
  g_autoptr (GPtrArray) samples = NULL;

  samples =
    prony_run_recorder_list_samples (self->with.recorder, prony_trial_runner_get_start (runner));
  prony_trial_runner_finish (runner, records, samples);
  if (trial->state == PRONY_STATE_STOPPED && is_skipping (self, trial->index))
    mark_skipped (trial);
  g_clear_pointer (&records, g_ptr_array_unref);
  prony_run_recorder_end_trial (self->with.recorder, trial);
}

/* Only when nothing is measured any more: counting and summing up take the processor. */
static void
sum_up (PronyStepRunner *self, const PronyRunStep *step)
{
  GPtrArray *runners = prony_trial_group_get_runners (self->group);

  for (guint i = 0; i < runners->len; i++)
    sum_up_trial (self, step, runners->pdata[i]);
}

/**
 * prony_step_runner_run:
 * @self: a step runner
 * @step: one trial, or one of each target at the same time
 *
 * Carries out a step, as far as the owner wants it: brings all of its trials to an end,
 * unless the run is to stop. Blocks.
 */
void
prony_step_runner_run (PronyStepRunner *self, const PronyRunStep *step)
{
  g_autoptr (GArray) ready = g_array_new (FALSE, FALSE, sizeof (guint));

  prony_run_progress_expect (self->with.progress, step->number, step->scenario, &step->load,
                             self->with.plan->order == PRONY_ORDER_PARALLEL
                               ? PRONY_PROGRESS_ALL_TARGETS
                               : get_target (self, step->first));
  cool_down (self, step);
  self->group = prony_trial_group_new ();

  for (guint i = step->first; i < step->first + step->n_trials; i++)
    if (is_wanted (self, i) && prepare_trial (self, step, i))
      g_array_append_val (ready, i);
  if (ready->len > 0)
    prony_run_wishes_set_trial (self->with.wishes, (int) g_array_index (ready, guint, 0));
  prony_run_progress_prepare (self->with.progress, step->number,
                              prony_trial_group_get_time (self->group));
  read_now (self);
  start_trials (self, step, ready);

  measure (self, step);
  sum_up (self, step);
  prony_run_progress_finish (self->with.progress, step->number,
                             prony_trial_group_get_time (self->group));
  g_clear_pointer (&self->group, prony_trial_group_free);
  prony_run_wishes_set_trial (self->with.wishes, -1);
  prony_step_runner_publish (self);
}
