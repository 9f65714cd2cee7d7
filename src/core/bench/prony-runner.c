/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-clock.h"
#include "base/prony-util.h"
#include "core/bench/prony-run-maker.h"
#include "core/bench/prony-run-progress.h"
#include "core/bench/prony-run-publisher.h"
#include "core/bench/prony-run-recorder.h"
#include "core/bench/prony-run-schedule.h"
#include "core/bench/prony-run-supplies.h"
#include "core/bench/prony-run-wishes.h"
#include "core/bench/prony-runner.h"
#include "core/bench/prony-trial-group.h"
#include "core/bench/prony-trial-review.h"
#include "core/metrics/prony-summarize.h"
#include "core/model/prony-host-info.h"

/* How often records are taken, wishes heard and a snapshot published. */
#define TICK_US (100 * G_TIME_SPAN_MILLISECOND)

/* The run and its trials belong to the runner's thread until the run has ended.
 * What others see of them meanwhile are snapshots: of a trial only fields that stay
 * as they are, so a trial whose target turns out to have another name or model is
 * replaced, not changed. */
struct _PronyRunner
{
  GObject parent_instance;

  PronyPlan *plan;
  PronyLiveFeed *feed;
  PronyRunRecorder *recorder;
  PronyRunWishes *wishes;

  /* The runner's thread */
  PronyRun *run;
  PronyRunProgress *progress;
  PronyRunPublisher *publisher;
  PronyRunSchedule *schedule;
  PronyRunSupplies *supplies;
  PronyTrialGroup *group; /* (nullable): what is under way */
  gboolean paused;
  gboolean cooling;
  gboolean calibrating; /* this computer, before a trial */
  gboolean to_cool;     /* something was measured since the engines were left alone */
};

G_DEFINE_FINAL_TYPE (PronyRunner, prony_runner, G_TYPE_OBJECT)

static gboolean
is_stopping (PronyRunner *self)
{
  return prony_run_wishes_is_stopping (self->wishes);
}

/* --- What others see ------------------------------------------------------------ */

static PronyState
get_run_state (PronyRunner *self)
{
  GPtrArray *runners;

  if (prony_state_is_final (self->run->state))
    return self->run->state;
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
publish (PronyRunner *self)
{
  prony_run_publisher_publish (self->publisher, get_run_state (self),
                               prony_run_recorder_get_warning (self->recorder));
}

/* --- Preparing -------------------------------------------------------------------- */

static void
end_unmeasured (PronyRunner *self, PronyTrial *trial, const GError *error)
{
  if (is_stopping (self))
    {
      trial->state = PRONY_STATE_STOPPED;
    }
  else
    {
      trial->state = PRONY_STATE_FAILED;
      prony_set_str (&trial->error, error->message);
    }
  prony_run_recorder_put_trial (self->recorder, trial);
  publish (self);
}

static void
set_trial_state (PronyRunner *self, guint index, PronyState state)
{
  PronyTrial *trial = self->run->trials->pdata[index];

  trial->state = state;
  publish (self);
}

static gboolean
prepare_trial (PronyRunner *self, const PronyRunStep *step, guint index)
{
  g_autoptr (GError) error = NULL;

  set_trial_state (self, index, PRONY_STATE_PREPARING);
  if (!prony_run_supplies_prepare (self->supplies, step, index, &error))
    {
      end_unmeasured (self, self->run->trials->pdata[index], error);
      return FALSE;
    }

  /* It takes a second or two, in which a run must not look as if it stood still. */
  if (self->plan->calibrate)
    {
      self->calibrating = TRUE;
      set_trial_state (self, index, PRONY_STATE_CALIBRATING);
      prony_run_supplies_calibrate (self->supplies, step, index);
      self->calibrating = FALSE;
    }
  prony_run_recorder_put_trial (self->recorder, self->run->trials->pdata[index]);
  return TRUE;
}

static void
start_trial (PronyRunner *self,
             const PronyRunStep *step,
             guint index,
             PronyLoadStartLine *start_line)
{
  PronyTrial *trial = self->run->trials->pdata[index];
  g_autoptr (GError) error = NULL;
  PronyTrialRunner *runner;
  PronyTrialSetup setup;

  prony_run_supplies_fill_setup (self->supplies, step, index, &setup);
  setup.start_line = start_line;
  runner = prony_trial_runner_start (self->plan, trial, &setup, &error);
  if (runner == NULL)
    {
      end_unmeasured (self, trial, error);
      return;
    }

  prony_trial_group_add (self->group, runner);
  prony_run_recorder_put_trial (self->recorder, trial);
}

/* All that are ready begin to measure at the same moment: the line has a place of the
 * runner's own, which is given up when everybody has come. */
static void
start_trials (PronyRunner *self, const PronyRunStep *step, GArray *ready)
{
  g_autoptr (PronyLoadStartLine) line = ready->len > 1 ? prony_load_start_line_new () : NULL;

  if (line != NULL)
    prony_load_start_line_join (line, 1);
  for (guint i = 0; i < ready->len && !is_stopping (self); i++)
    start_trial (self, step, g_array_index (ready, guint, i), line);
  if (line != NULL)
    prony_load_start_line_leave (line, 1);
}

/* --- Measuring ---------------------------------------------------------------------- */

static void
heed_wishes (PronyRunner *self)
{
  self->paused = prony_run_wishes_is_paused (self->wishes);

  if (self->group == NULL)
    return;
  if (is_stopping (self))
    prony_trial_group_stop (self->group);
  prony_trial_group_set_paused (self->group, self->paused);
}

/* Between two steps nothing is under way that could be paused. */
static void
wait_while_paused (PronyRunner *self)
{
  for (heed_wishes (self); self->paused; heed_wishes (self))
    {
      publish (self);
      prony_run_wishes_wait (self->wishes, TICK_US);
    }
}

/* Leaves the engines alone for a while, unless nothing was measured since the last
 * time. The time in which the run is paused does not count. */
static void
cool_down (PronyRunner *self)
{
  gint64 left_us = self->to_cool ? (gint64) (self->plan->cooldown_s * G_USEC_PER_SEC) : 0;

  self->to_cool = FALSE;
  self->cooling = left_us > 0;
  while (left_us > 0 && !is_stopping (self))
    {
      gint64 since_us = g_get_monotonic_time ();

      prony_run_progress_cool_down (self->progress, (double) left_us / G_USEC_PER_SEC);
      publish (self);
      prony_run_wishes_wait (self->wishes, MIN (left_us, TICK_US));
      wait_while_paused (self);
      left_us -= MIN (g_get_monotonic_time () - since_us, TICK_US);
    }
  self->cooling = FALSE;
  prony_run_progress_cool_down (self->progress, 0);
}

static void
collect_trial (PronyRunner *self, PronyTrialRunner *runner)
{
  PronyTrial *trial = prony_trial_runner_get_trial (runner);
  g_autoptr (GPtrArray) records = prony_trial_runner_take_records (runner);
  PronyLoadSnapshot *load = prony_trial_runner_look (runner);

  if (load != NULL)
    prony_run_publisher_note_load (self->publisher, trial->index, load);
  if (records == NULL || records->len == 0)
    return;

  prony_run_publisher_note_records (self->publisher, records);
  prony_run_recorder_add (self->recorder, trial, records);
}

static void
collect (PronyRunner *self, const PronyRunStep *step)
{
  GPtrArray *runners = prony_trial_group_get_runners (self->group);

  for (guint i = 0; i < runners->len; i++)
    collect_trial (self, runners->pdata[i]);
  prony_run_progress_update (
    self->progress, step->number, prony_trial_group_get_share (self->group),
    prony_trial_group_get_measured (self->group), prony_trial_group_get_time (self->group));
}

static void
measure (PronyRunner *self, const PronyRunStep *step)
{
  if (prony_trial_group_get_runners (self->group)->len == 0)
    return;

  self->to_cool = TRUE;
  while (!prony_trial_group_wait (self->group, TICK_US))
    {
      heed_wishes (self);
      collect (self, step);
      publish (self);
    }
  collect (self, step);
}

/* Only when nothing is measured any more: counting and summing up take the processor. */
static void
sum_up (PronyRunner *self, const PronyRunStep *step)
{
  GPtrArray *runners = prony_trial_group_get_runners (self->group);
  guint i;

  for (i = 0; i < runners->len; i++)
    {
      PronyTrial *trial = prony_trial_runner_get_trial (runners->pdata[i]);
      PronyPromptSet *prompts = prony_run_supplies_get_prompts (self->supplies, step, trial->index);
      g_autoptr (GPtrArray) records =
        prony_trial_review_run (self->recorder, trial, prony_prompt_set_get_scenario (prompts),
                                prony_run_wishes_get_stopping (self->wishes));

      prony_trial_runner_finish (runners->pdata[i], records);
      g_clear_pointer (&records, g_ptr_array_unref);
      prony_run_recorder_end_trial (self->recorder, trial);
    }
}

/* --- The story of a run --------------------------------------------------------------- */

/* One trial, or one of each target at the same time. */
static void
run_step (PronyRunner *self, const PronyRunStep *step)
{
  g_autoptr (GArray) ready = g_array_new (FALSE, FALSE, sizeof (guint));

  prony_run_progress_expect (self->progress, step->number, step->scenario, &step->load);
  cool_down (self);
  wait_while_paused (self);
  self->group = prony_trial_group_new ();

  for (guint i = step->first; i < step->first + step->n_trials && !is_stopping (self); i++)
    if (prepare_trial (self, step, i))
      g_array_append_val (ready, i);
  start_trials (self, step, ready);

  measure (self, step);
  sum_up (self, step);
  prony_run_progress_finish (self->progress, step->number,
                             prony_trial_group_get_time (self->group));
  g_clear_pointer (&self->group, prony_trial_group_free);
  publish (self);
}

static void
end_run (PronyRunner *self, gboolean complete)
{
  prony_run_conclude (self->run, complete);
  self->run->duration_s = prony_ns_to_s (prony_clock_now_ns () - self->run->started_ns);
  prony_summarize_queue_waits (self->run);
  prony_run_recorder_end (self->recorder);
  publish (self);
}

static void
carry_out (GTask *task, gpointer source, gpointer unused, GCancellable *cancellable)
{
  PronyRunner *self = PRONY_RUNNER (source);
  gboolean complete = FALSE;
  PronyRunStep step;

  self->run->state = PRONY_STATE_MEASURING;
  self->run->host = prony_host_info_new ();
  prony_run_recorder_begin (self->recorder, self->plan);
  publish (self);

  while (!is_stopping (self) && !complete)
    {
      complete = !prony_run_schedule_next (self->schedule, &step);
      if (!complete)
        run_step (self, &step);
    }
  if (complete)
    prony_run_progress_complete (self->progress);

  /* Where all trials are known from the start, theirs is the last word: a stop that
   * came when everything was done has stopped nothing. */
  end_run (self, complete || !self->plan->sweep);
  g_task_return_pointer (task, prony_run_ref (self->run), (GDestroyNotify) prony_run_unref);
}

/* --- The object ------------------------------------------------------------------------- */

static void
prony_runner_finalize (GObject *object)
{
  PronyRunner *self = PRONY_RUNNER (object);

  g_clear_pointer (&self->supplies, prony_run_supplies_free);
  g_clear_pointer (&self->schedule, prony_run_schedule_free);
  g_clear_pointer (&self->publisher, prony_run_publisher_free);
  g_clear_pointer (&self->progress, prony_run_progress_free);
  g_clear_pointer (&self->recorder, prony_run_recorder_free);
  g_clear_pointer (&self->run, prony_run_unref);
  g_clear_pointer (&self->feed, prony_live_feed_unref);
  g_clear_pointer (&self->plan, prony_plan_unref);
  g_clear_pointer (&self->wishes, prony_run_wishes_free);

  G_OBJECT_CLASS (prony_runner_parent_class)->finalize (object);
}

static void
prony_runner_class_init (PronyRunnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = prony_runner_finalize;
}

static void
prony_runner_init (PronyRunner *self)
{
  self->wishes = prony_run_wishes_new ();
  self->feed = prony_live_feed_new ();
}

/**
 * prony_runner_new:
 * @plan: what to do; later changes of it are not seen
 * @store: (nullable): where the run is stored; %NULL stores nothing
 *
 * Makes a runner for one run. Its feed has a first snapshot at once.
 *
 * Returns: (transfer full): the runner, which has not begun
 */
PronyRunner *
prony_runner_new (PronyPlan *plan, PronyStore *store)
{
  PronyRunner *self;

  g_return_val_if_fail (plan != NULL, NULL);
  g_return_val_if_fail (store == NULL || PRONY_IS_STORE (store), NULL);

  self = g_object_new (PRONY_TYPE_RUNNER, NULL);
  self->plan = prony_plan_copy (plan);
  self->run = prony_run_make (self->plan);
  self->progress = prony_run_progress_new (self->plan);
  self->publisher = prony_run_publisher_new (self->feed, self->run, self->progress);
  self->schedule = prony_run_schedule_new (self->plan, self->run);
  self->supplies = prony_run_supplies_new (self->plan, self->run, self->schedule,
                                           prony_run_wishes_get_stopping (self->wishes));
  self->recorder = prony_run_recorder_new (store, self->run);
  publish (self);
  return self;
}

/**
 * prony_runner_get_feed:
 * @self: a runner
 *
 * Returns: (transfer none): where its snapshots are
 */
PronyLiveFeed *
prony_runner_get_feed (PronyRunner *self)
{
  g_return_val_if_fail (PRONY_IS_RUNNER (self), NULL);

  return self->feed;
}

/**
 * prony_runner_run_async:
 * @self: a runner that has not begun
 * @callback: called in the caller's thread-default main context when the run has
 *   ended and is stored
 * @user_data: for @callback
 *
 * Carries out the plan in a thread of its own: for each scenario and load level the
 * targets one after another, or all at once. A target that cannot be measured fails
 * its trial, not the run.
 */
void
prony_runner_run_async (PronyRunner *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (PRONY_IS_RUNNER (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, prony_runner_run_async);
  if (!prony_plan_check (self->plan, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  self->run->started_us = g_get_real_time ();
  self->run->started_ns = prony_clock_now_ns ();
  g_task_run_in_thread (task, carry_out);
}

/**
 * prony_runner_run_finish:
 * @self: a runner
 * @result: what the callback was given
 * @error: return location for %PRONY_ERROR_INPUT, where the plan cannot be run
 *
 * Returns: (transfer full) (nullable): the run, whether it finished, was stopped or
 *   failed: its state tells, and its error says why
 */
PronyRun *
prony_runner_run_finish (PronyRunner *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * prony_runner_pause:
 * @self: a runner
 *
 * Sends no new requests until prony_runner_resume(); those in flight finish, and
 * the time is outside of every figure. Any thread; takes effect within a tenth of a
 * second.
 */
void
prony_runner_pause (PronyRunner *self)
{
  g_return_if_fail (PRONY_IS_RUNNER (self));

  prony_run_wishes_set_paused (self->wishes, TRUE);
}

/**
 * prony_runner_resume:
 * @self: a runner
 *
 * Goes on after prony_runner_pause(). Any thread.
 */
void
prony_runner_resume (PronyRunner *self)
{
  g_return_if_fail (PRONY_IS_RUNNER (self));

  prony_run_wishes_set_paused (self->wishes, FALSE);
}

/**
 * prony_runner_stop:
 * @self: a runner
 *
 * Ends the run early: what was measured is kept and stored, the trial under way and
 * those that have not begun are marked as stopped. Any thread; takes effect within a
 * tenth of a second. A stopped runner cannot go on.
 */
void
prony_runner_stop (PronyRunner *self)
{
  g_return_if_fail (PRONY_IS_RUNNER (self));

  prony_run_wishes_stop (self->wishes);
}

/**
 * prony_runner_get_records:
 * @self: a runner
 * @trial_index: which trial
 *
 * What was measured so far, also where nothing is stored. Any thread but the user
 * interface's: it may have to be read from the disk.
 *
 * Returns: (transfer full) (element-type PronyRequestRecord): the trial's requests,
 *   warm-up ones too; empty where there are none
 */
GPtrArray *
prony_runner_get_records (PronyRunner *self, guint trial_index)
{
  g_return_val_if_fail (PRONY_IS_RUNNER (self), NULL);

  return prony_run_recorder_get_records (self->recorder, trial_index, TRUE);
}
