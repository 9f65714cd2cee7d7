/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include "base/prony-clock.h"
#include "core/bench/prony-run-maker.h"
#include "core/bench/prony-runner.h"
#include "core/bench/prony-scenario-size.h"
#include "core/bench/prony-step-runner.h"
#include "core/bench/prony-target-history.h"
#include "core/metrics/prony-summarize.h"
#include "core/model/prony-host-info.h"

/* The run and its trials belong to the runner's thread until the run has ended.
 * What others see of them meanwhile are snapshots: of a trial only fields that stay
 * as they are, so a trial whose target turns out to have another name or model is
 * replaced, not changed. */
struct _PronyRunner
{
  GObject parent_instance;

  PronyPlan *plan;
  PronyStore *store; /* (nullable) */
  PronyLiveFeed *feed;
  PronyRunRecorder *recorder;
  PronyRunWishes *wishes;

  /* The runner's thread */
  PronyRun *run;
  PronyRunProgress *progress;
  PronyRunPublisher *publisher;
  PronyRunSchedule *schedule;
  PronyStepRunner *steps;
};

G_DEFINE_FINAL_TYPE (PronyRunner, prony_runner, G_TYPE_OBJECT)

/* --- The story of a run --------------------------------------------------------------- */

static void
remember_target (PronyRunner *self, PronyRunPace *pace, guint target)
{
  g_autoptr (PronyTargetHistory) history =
    prony_target_history_new (self->store, self->plan, self->plan->targets->pdata[target]);

  for (guint i = 0; i < self->plan->scenarios->len; i++)
    {
      PronyScenario *scenario = g_ptr_array_index (self->plan->scenarios, i);
      GArray *levels = prony_plan_get_levels (self->plan, i);

      for (guint k = 0; k < levels->len; k++)
        {
          const PronyLoadLevel *load = &g_array_index (levels, PronyLoadLevel, k);
          PronyRequestPace earlier;

          if (prony_target_history_find (history, scenario->name, load, &earlier))
            prony_run_pace_add_earlier (pace, target, i, load, earlier.latency_s);
        }
    }
}

/* What earlier runs and the scenarios tell of how long this one takes. */
static void
look_back (PronyRunner *self)
{
  PronyRunPace *pace = prony_run_progress_get_pace (self->progress);
  PronyScenarioSize size;

  for (guint i = 0; i < self->plan->scenarios->len; i++)
    {
      prony_scenario_size_measure (&size, self->plan, i,
                                   prony_run_wishes_get_stopping (self->wishes));
      prony_run_pace_set_size (pace, i, size.prompt_tokens, size.output_tokens);
    }
  for (guint i = 0; i < self->plan->targets->len && self->store != NULL; i++)
    remember_target (self, pace, i);
}

static gboolean
is_stopping (PronyRunner *self)
{
  return prony_run_wishes_is_stopping (self->wishes);
}

/* Where all trials are known from the start, theirs is the last word: a stop that came
 * when everything was done has stopped nothing. */
static gboolean
is_everything_done (PronyRunner *self)
{
  if (self->plan->sweep)
    return FALSE;

  for (guint i = 0; i < self->run->trials->len; i++)
    {
      PronyState state = ((PronyTrial *) g_ptr_array_index (self->run->trials, i))->state;

      if (!prony_state_is_final (state) || state == PRONY_STATE_STOPPED)
        return FALSE;
    }

  return TRUE;
}

static void
end_run (PronyRunner *self, gboolean complete)
{
  prony_run_conclude (self->run, complete || is_everything_done (self));
  self->run->duration_s = prony_ns_to_s (prony_clock_now_ns () - self->run->started_ns);
  prony_summarize_queue_waits (self->run);
  prony_run_publisher_end (self->publisher);
  prony_run_recorder_end (self->recorder);
  prony_step_runner_publish (self->steps);
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
  look_back (self);
  prony_run_publisher_begin (self->publisher);
  prony_step_runner_publish (self->steps);

  while (!is_stopping (self) && !complete)
    {
      complete = !prony_run_schedule_next (self->schedule, &step);
      if (!complete)
        prony_step_runner_run (self->steps, &step);
    }
  if (complete)
    prony_run_progress_complete (self->progress);

  end_run (self, complete);
  g_task_return_pointer (task, prony_run_ref (self->run), (GDestroyNotify) prony_run_unref);
}

/* --- The object ------------------------------------------------------------------------- */

static void
prony_runner_finalize (GObject *object)
{
  PronyRunner *self = PRONY_RUNNER (object);

  g_clear_pointer (&self->steps, prony_step_runner_free);
  g_clear_pointer (&self->schedule, prony_run_schedule_free);
  g_clear_pointer (&self->publisher, prony_run_publisher_free);
  g_clear_pointer (&self->progress, prony_run_progress_free);
  g_clear_pointer (&self->recorder, prony_run_recorder_free);
  g_clear_object (&self->store);
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

static PronyStepRunner *
make_step_runner (PronyRunner *self)
{
  const PronyStepSetup setup = {
    .plan = self->plan,
    .run = self->run,
    .schedule = self->schedule,
    .wishes = self->wishes,
    .recorder = self->recorder,
    .progress = self->progress,
    .publisher = self->publisher,
  };

  return prony_step_runner_new (&setup);
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
  g_set_object (&self->store, store);
  self->run = prony_run_make (self->plan);
  self->progress = prony_run_progress_new (self->plan);
  self->publisher = prony_run_publisher_new (self->feed, self->plan, self->run, self->progress);
  self->schedule = prony_run_schedule_new (self->plan, self->run);
  self->recorder = prony_run_recorder_new (store, self->run);
  self->steps = make_step_runner (self);
  prony_step_runner_publish (self->steps);
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

/* Whether it is one of those that others know of, and has not ended. */
static gboolean
is_under_way (PronyRunner *self, guint trial_index)
{
  g_autoptr (PronyRunSnapshot) snapshot = prony_live_feed_read (self->feed);
  const PronyTrialSnapshot *trial;

  if (trial_index >= snapshot->trials->len)
    return FALSE;

  trial = g_ptr_array_index (snapshot->trials, trial_index);
  return !prony_state_is_final (trial->state);
}

/**
 * prony_runner_skip_trial:
 * @self: a runner
 * @trial_index: which trial, as snapshots have it
 *
 * Ends a trial early: what was measured of it is kept, it is marked as stopped with a
 * sentence, and the run goes on with the next one and is partial. A trial that has not
 * begun is left out, one that has ended stays as it is. A sweep of the trial's target and
 * scenario goes no further. Trials that are measured at the same time go on. Any thread;
 * takes effect within a tenth of a second or two.
 */
void
prony_runner_skip_trial (PronyRunner *self, guint trial_index)
{
  g_return_if_fail (PRONY_IS_RUNNER (self));

  if (is_under_way (self, trial_index))
    prony_run_wishes_skip (self->wishes, trial_index);
}

/**
 * prony_runner_add_note:
 * @self: a runner whose run has not ended
 * @text: a remark; white space around it is left out, and an empty one is no remark
 *
 * Notes something with the present time and the trial under way. It is in the run, in
 * snapshots and in the store within a tenth of a second, or when what is being prepared is
 * done. Any thread. A remark on a run that has ended comes too late.
 */
void
prony_runner_add_note (PronyRunner *self, const char *text)
{
  g_autofree char *stripped = NULL;

  g_return_if_fail (PRONY_IS_RUNNER (self));
  g_return_if_fail (text != NULL);

  stripped = g_strstrip (g_strdup (text));
  if (stripped[0] != '\0')
    prony_run_wishes_note (self->wishes, stripped);
}

/**
 * prony_runner_watch:
 * @self: a runner
 * @trial_index: which trial
 * @stream: whose requests are shown in the trial's snapshots, from 0; or
 *   %PRONY_WATCH_ANY, with which every trial begins
 *
 * Chooses what is watched of a trial, which may not have begun yet. Any thread.
 */
void
prony_runner_watch (PronyRunner *self, guint trial_index, int stream)
{
  g_return_if_fail (PRONY_IS_RUNNER (self));

  if (is_under_way (self, trial_index))
    prony_run_wishes_watch (self->wishes, trial_index, stream);
}

/**
 * prony_runner_list_samples:
 * @self: a runner whose run has ended
 *
 * Any thread but the user interface's: they may have to be read from the disk.
 *
 * Returns: (transfer full) (element-type PronyResourceSample): how this computer stood while
 *   the run was under way, by time
 */
GPtrArray *
prony_runner_list_samples (PronyRunner *self)
{
  g_return_val_if_fail (PRONY_IS_RUNNER (self), NULL);

  return prony_run_recorder_list_samples (self->recorder, 0);
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
