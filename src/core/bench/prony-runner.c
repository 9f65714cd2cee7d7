/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-clock.h"
#include "base/prony-util.h"
#include "core/bench/prony-failure-log.h"
#include "core/bench/prony-run-maker.h"
#include "core/bench/prony-run-progress.h"
#include "core/bench/prony-run-recorder.h"
#include "core/bench/prony-runner.h"
#include "core/bench/prony-target-roster.h"
#include "core/bench/prony-trial-group.h"
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
  GCancellable *stopping;

  /* The owner's wishes, under the mutex */
  GMutex mutex;
  GCond changed;
  gboolean want_pause;

  /* The runner's thread */
  PronyRun *run;
  PronyRunProgress *progress;
  PronyFailureLog *failures;
  PronyTargetRoster *roster;
  GPtrArray *loads;       /* latest PronyLoadSnapshot of each trial, or NULL */
  PronyTrialGroup *group; /* (nullable): what is under way */
  gboolean paused;
};

G_DEFINE_FINAL_TYPE (PronyRunner, prony_runner, G_TYPE_OBJECT)

static void
unref_load (gpointer load)
{
  if (load != NULL)
    prony_load_snapshot_unref (load);
}

static gboolean
is_stopping (PronyRunner *self)
{
  return g_cancellable_is_cancelled (self->stopping);
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

  runners = self->group != NULL ? prony_trial_group_get_runners (self->group) : NULL;
  if (runners == NULL || runners->len == 0)
    return PRONY_STATE_PREPARING;
  return prony_trial_runner_get_trial (runners->pdata[0])->state;
}

static void
add_trial (PronyRunner *self, PronyRunSnapshot *snapshot, guint index)
{
  PronyTrial *trial = self->run->trials->pdata[index];
  PronyTrialSnapshot *entry = prony_trial_snapshot_new (trial);

  entry->state = trial->state;
  entry->error = g_strdup (trial->error);
  if (trial->summary != NULL)
    entry->summary = prony_summary_ref (trial->summary);
  if (self->loads->pdata[index] != NULL)
    entry->load = prony_load_snapshot_ref (self->loads->pdata[index]);
  if (trial->state != PRONY_STATE_WAITING && !prony_state_is_final (trial->state))
    g_array_append_val (snapshot->active, index);
  g_ptr_array_add (snapshot->trials, entry);
}

static void
publish (PronyRunner *self)
{
  g_autoptr (PronyRunSnapshot) snapshot = prony_run_snapshot_new (self->run);
  guint i;

  snapshot->state = get_run_state (self);
  snapshot->progress = prony_run_progress_get_share (self->progress);
  snapshot->remaining_s = prony_run_progress_get_remaining (self->progress);
  snapshot->elapsed_s = isnan (self->run->duration_s)
                          ? prony_ns_to_s (prony_clock_now_ns () - self->run->started_ns)
                          : self->run->duration_s;
  snapshot->error = g_strdup (self->run->error);
  snapshot->warning = g_strdup (prony_run_recorder_get_warning (self->recorder));
  for (i = 0; i < self->run->trials->len; i++)
    add_trial (self, snapshot, i);
  prony_failure_log_fill (self->failures, snapshot->failures);

  prony_live_feed_publish (self->feed, snapshot);
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

static gboolean
prepare_trial (PronyRunner *self, guint index)
{
  PronyTrial *old = self->run->trials->pdata[index];
  g_autoptr (PronyTarget) target = NULL;
  g_autoptr (GError) error = NULL;
  PronyTrial *trial;

  old->state = PRONY_STATE_PREPARING;
  publish (self);
  target = prony_target_roster_prepare (self->roster, index % self->plan->targets->len,
                                        self->stopping, &error);
  if (target == NULL)
    {
      end_unmeasured (self, old, error);
      return FALSE;
    }

  trial =
    prony_trial_new (index, target, old->scenario_name, old->scenario_title, old->klass, old->load);
  trial->state = PRONY_STATE_PREPARING;
  self->run->trials->pdata[index] = trial;
  prony_trial_unref (old);
  prony_run_recorder_put_trial (self->recorder, trial);
  return TRUE;
}

/* The prompts of a trial differ from those of every other trial and of earlier
 * runs, which the engine may still have in its cache. */
static void
start_trial (PronyRunner *self, guint index)
{
  PronyTrial *trial = self->run->trials->pdata[index];
  guint per_scenario = self->plan->targets->len * self->plan->levels->len;
  PronyScenario *scenario = self->plan->scenarios->pdata[index / per_scenario];
  guint64 salt = ((guint64) g_str_hash (self->run->id) << 32) | index;
  g_autoptr (GError) error = NULL;
  PronyTrialRunner *runner;

  runner = prony_trial_runner_start (self->plan, scenario, trial, salt, &error);
  if (runner == NULL)
    {
      end_unmeasured (self, trial, error);
      return;
    }

  prony_trial_group_add (self->group, runner);
  prony_run_recorder_put_trial (self->recorder, trial);
}

/* --- Measuring ---------------------------------------------------------------------- */

static void
heed_wishes (PronyRunner *self)
{
  g_mutex_lock (&self->mutex);
  self->paused = self->want_pause && !is_stopping (self);
  g_mutex_unlock (&self->mutex);

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
  heed_wishes (self);
  if (!self->paused)
    return;

  publish (self);
  g_mutex_lock (&self->mutex);
  while (self->want_pause && !is_stopping (self))
    g_cond_wait (&self->changed, &self->mutex);
  g_mutex_unlock (&self->mutex);
  heed_wishes (self);
}

static void
collect_trial (PronyRunner *self, PronyTrialRunner *runner)
{
  PronyTrial *trial = prony_trial_runner_get_trial (runner);
  g_autoptr (GPtrArray) records = prony_trial_runner_take_records (runner);
  PronyLoadSnapshot *load = prony_trial_runner_look (runner);
  guint i;

  if (load != NULL)
    {
      unref_load (self->loads->pdata[trial->index]);
      self->loads->pdata[trial->index] = prony_load_snapshot_ref (load);
    }
  if (records == NULL || records->len == 0)
    return;

  for (i = 0; i < records->len; i++)
    prony_failure_log_add (self->failures, records->pdata[i]);
  prony_run_recorder_add (self->recorder, trial, records);
}

static void
collect (PronyRunner *self, guint step)
{
  GPtrArray *runners = prony_trial_group_get_runners (self->group);
  guint i;

  for (i = 0; i < runners->len; i++)
    collect_trial (self, runners->pdata[i]);
  prony_run_progress_update (self->progress, step, prony_trial_group_get_share (self->group),
                             prony_trial_group_get_measured (self->group),
                             prony_trial_group_get_time (self->group));
}

static void
measure (PronyRunner *self, guint step)
{
  if (prony_trial_group_get_runners (self->group)->len == 0)
    return;

  while (!prony_trial_group_wait (self->group, TICK_US))
    {
      heed_wishes (self);
      collect (self, step);
      publish (self);
    }
  collect (self, step);
}

/* Only when nothing is measured any more: summing up takes the processor. */
static void
sum_up (PronyRunner *self)
{
  GPtrArray *runners = prony_trial_group_get_runners (self->group);
  guint i;

  for (i = 0; i < runners->len; i++)
    {
      PronyTrial *trial = prony_trial_runner_get_trial (runners->pdata[i]);
      g_autoptr (GPtrArray) records =
        prony_run_recorder_get_records (self->recorder, trial->index, FALSE);

      prony_trial_runner_finish (runners->pdata[i], records);
      prony_run_recorder_end_trial (self->recorder, trial);
    }
}

/* --- The story of a run --------------------------------------------------------------- */

/* One trial, or one of each target at the same time. */
static void
run_step (PronyRunner *self, guint step, guint first, guint n_trials)
{
  g_autoptr (GArray) ready = g_array_new (FALSE, FALSE, sizeof (guint));
  guint i;

  wait_while_paused (self);
  self->group = prony_trial_group_new ();

  for (i = first; i < first + n_trials && !is_stopping (self); i++)
    if (prepare_trial (self, i))
      g_array_append_val (ready, i);
  for (i = 0; i < ready->len && !is_stopping (self); i++)
    start_trial (self, g_array_index (ready, guint, i));

  measure (self, step);
  sum_up (self);
  prony_run_progress_finish (self->progress, step, prony_trial_group_get_time (self->group));
  g_clear_pointer (&self->group, prony_trial_group_free);
  publish (self);
}

/* A run has failed if no trial could even begin; then it says what the first trial
 * says. */
static void
end_run (PronyRunner *self)
{
  const char *first_error = NULL;
  gboolean any_measured = FALSE;
  gboolean any_stopped = FALSE;
  guint i;

  for (i = 0; i < self->run->trials->len; i++)
    {
      PronyTrial *trial = self->run->trials->pdata[i];

      if (!prony_state_is_final (trial->state))
        trial->state = PRONY_STATE_STOPPED;
      if (trial->state == PRONY_STATE_STOPPED)
        any_stopped = TRUE;
      if (trial->state != PRONY_STATE_FAILED || trial->summary != NULL)
        any_measured = TRUE;
      else if (first_error == NULL)
        first_error = trial->error;
    }

  /* A stop that came when everything was done has stopped nothing. */
  if (any_stopped)
    self->run->state = PRONY_STATE_STOPPED;
  else if (any_measured)
    self->run->state = PRONY_STATE_FINISHED;
  else
    self->run->state = PRONY_STATE_FAILED;

  if (self->run->state == PRONY_STATE_FAILED)
    prony_set_str (&self->run->error, first_error);
  self->run->duration_s = prony_ns_to_s (prony_clock_now_ns () - self->run->started_ns);
  prony_summarize_queue_waits (self->run);
  prony_run_recorder_end (self->recorder);
  publish (self);
}

static void
carry_out (GTask *task, gpointer source, gpointer unused, GCancellable *cancellable)
{
  PronyRunner *self = PRONY_RUNNER (source);
  guint n_trials = self->run->trials->len;
  guint size = self->plan->order == PRONY_ORDER_PARALLEL ? self->plan->targets->len : 1;
  guint first;

  self->run->state = PRONY_STATE_MEASURING;
  self->run->host = prony_host_info_new ();
  prony_run_recorder_begin (self->recorder, self->plan);
  publish (self);

  for (first = 0; first < n_trials && !is_stopping (self); first += size)
    run_step (self, first / size, first, size);

  end_run (self);
  g_task_return_pointer (task, prony_run_ref (self->run), (GDestroyNotify) prony_run_unref);
}

/* --- The object ------------------------------------------------------------------------- */

static void
prony_runner_finalize (GObject *object)
{
  PronyRunner *self = PRONY_RUNNER (object);

  g_clear_pointer (&self->roster, prony_target_roster_free);
  g_clear_pointer (&self->loads, g_ptr_array_unref);
  g_clear_pointer (&self->failures, prony_failure_log_free);
  g_clear_pointer (&self->progress, prony_run_progress_free);
  g_clear_pointer (&self->recorder, prony_run_recorder_free);
  g_clear_pointer (&self->run, prony_run_unref);
  g_clear_pointer (&self->feed, prony_live_feed_unref);
  g_clear_pointer (&self->plan, prony_plan_unref);
  g_clear_object (&self->stopping);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);

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
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->stopping = g_cancellable_new ();
  self->feed = prony_live_feed_new ();
  self->failures = prony_failure_log_new ();
  self->loads = g_ptr_array_new_with_free_func (unref_load);
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
  g_ptr_array_set_size (self->loads, (int) self->run->trials->len);
  self->progress = prony_run_progress_new (self->plan);
  self->roster = prony_target_roster_new (self->plan);
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

static void
wish_pause (PronyRunner *self, gboolean pause)
{
  g_mutex_lock (&self->mutex);
  self->want_pause = pause;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
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

  wish_pause (self, TRUE);
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

  wish_pause (self, FALSE);
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

  g_cancellable_cancel (self->stopping);
  g_mutex_lock (&self->mutex);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
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
