/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-run-session.h"

/* How often the feed is looked at: a view needs no more, and the runner makes no
 * more. */
#define REFRESH_MS 100

/* To make the live view keeps a processor busy for so long: it would be measured with the first
 * requests, and these would keep the window waiting. */
#define SETTLE_MS 250

struct _PronyRunSession
{
  GObject parent_instance;

  PronyRunner *runner;
  PronyPlan *plan;
  PronyRunSnapshot *snapshot;
  PronyRun *result;
  char *error;
  guint refresh_id;
  gboolean running;
};

enum
{
  CHANGED,
  ENDED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyRunSession, prony_run_session, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static void
take_snapshot (PronyRunSession *self)
{
  g_autoptr (PronyRunSnapshot) latest = prony_live_feed_read (prony_runner_get_feed (self->runner));

  if (latest == NULL || latest == self->snapshot)
    return;

  g_clear_pointer (&self->snapshot, prony_run_snapshot_unref);
  self->snapshot = g_steal_pointer (&latest);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
on_refresh_cb (gpointer data)
{
  take_snapshot (data);
  return G_SOURCE_CONTINUE;
}

static void
on_run_ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PronyRunSession) self = data;
  g_autoptr (GError) error = NULL;

  self->result = prony_runner_run_finish (self->runner, result, &error);
  if (self->result == NULL)
    self->error = g_strdup (error->message);
  else if (self->result->state == PRONY_STATE_FAILED)
    self->error = g_strdup (self->result->error);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  take_snapshot (self);
  self->running = FALSE;
  g_signal_emit (self, signals[ENDED], 0);
}

static gboolean
on_settled_cb (gpointer data)
{
  PronyRunSession *self = data;

  prony_runner_run_async (self->runner, on_run_ended_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
prony_run_session_dispose (GObject *object)
{
  PronyRunSession *self = PRONY_RUN_SESSION (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_clear_pointer (&self->snapshot, prony_run_snapshot_unref);
  g_clear_pointer (&self->result, prony_run_unref);
  g_clear_object (&self->runner);
  g_clear_pointer (&self->plan, prony_plan_unref);

  G_OBJECT_CLASS (prony_run_session_parent_class)->dispose (object);
}

static void
prony_run_session_finalize (GObject *object)
{
  PronyRunSession *self = PRONY_RUN_SESSION (object);

  g_free (self->error);

  G_OBJECT_CLASS (prony_run_session_parent_class)->finalize (object);
}

static void
prony_run_session_class_init (PronyRunSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = prony_run_session_dispose;
  object_class->finalize = prony_run_session_finalize;

  /**
   * PronyRunSession::changed:
   *
   * There is a newer snapshot.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  /**
   * PronyRunSession::ended:
   *
   * The run is over and stored; its result or error can be read.
   */
  signals[ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
prony_run_session_init (PronyRunSession *self)
{
}

/**
 * prony_run_session_start:
 * @plan: what to do
 * @store: (nullable): where results go; %NULL stores nothing
 *
 * Starts a run, a moment from now. The session stays alive until the run has ended.
 *
 * Returns: (transfer full): the user interface's side of it
 */
PronyRunSession *
prony_run_session_start (PronyPlan *plan, PronyStore *store)
{
  PronyRunSession *self;

  g_return_val_if_fail (plan != NULL, NULL);
  g_return_val_if_fail (store == NULL || PRONY_IS_STORE (store), NULL);

  self = g_object_new (PRONY_TYPE_RUN_SESSION, NULL);
  self->plan = prony_plan_ref (plan);
  self->runner = prony_runner_new (plan, store);
  self->running = TRUE;
  self->refresh_id = g_timeout_add (REFRESH_MS, on_refresh_cb, self);
  g_timeout_add_full (G_PRIORITY_DEFAULT, SETTLE_MS, on_settled_cb, g_object_ref (self),
                      g_object_unref);
  return self;
}

/**
 * prony_run_session_get_snapshot:
 * @self: a run session
 *
 * Returns: (transfer none) (nullable): how the run stands, %NULL before the first
 *   snapshot
 */
PronyRunSnapshot *
prony_run_session_get_snapshot (PronyRunSession *self)
{
  g_return_val_if_fail (PRONY_IS_RUN_SESSION (self), NULL);

  return self->snapshot;
}

/**
 * prony_run_session_get_result:
 * @self: a run session
 *
 * Returns: (transfer none) (nullable): the run with its summaries once it has ended
 */
PronyRun *
prony_run_session_get_result (PronyRunSession *self)
{
  g_return_val_if_fail (PRONY_IS_RUN_SESSION (self), NULL);

  return self->result;
}

/**
 * prony_run_session_get_error:
 * @self: a run session
 *
 * Returns: (transfer none) (nullable): a sentence, why the run failed
 */
const char *
prony_run_session_get_error (PronyRunSession *self)
{
  g_return_val_if_fail (PRONY_IS_RUN_SESSION (self), NULL);

  return self->error;
}

/**
 * prony_run_session_is_running:
 * @self: a run session
 *
 * Returns: whether the run is still under way
 */
gboolean
prony_run_session_is_running (PronyRunSession *self)
{
  g_return_val_if_fail (PRONY_IS_RUN_SESSION (self), FALSE);

  return self->running;
}

/**
 * prony_run_session_pause:
 * @self: a run session
 *
 * Sends no new requests until prony_run_session_resume(); those in flight finish.
 */
void
prony_run_session_pause (PronyRunSession *self)
{
  g_return_if_fail (PRONY_IS_RUN_SESSION (self));

  if (self->running)
    prony_runner_pause (self->runner);
}

/**
 * prony_run_session_resume:
 * @self: a run session
 *
 * Goes on after a pause.
 */
void
prony_run_session_resume (PronyRunSession *self)
{
  g_return_if_fail (PRONY_IS_RUN_SESSION (self));

  if (self->running)
    prony_runner_resume (self->runner);
}

/**
 * prony_run_session_stop:
 * @self: a run session
 *
 * Ends the run at once; all that was measured is kept and marked partial. `ended`
 * follows.
 */
void
prony_run_session_stop (PronyRunSession *self)
{
  g_return_if_fail (PRONY_IS_RUN_SESSION (self));

  if (self->running)
    prony_runner_stop (self->runner);
}

/**
 * prony_run_session_skip_trial:
 * @self: a run session
 * @trial_index: its place in the run
 *
 * Leaves out a trial that has not ended: one that is under way keeps what it has
 * measured.
 */
void
prony_run_session_skip_trial (PronyRunSession *self, guint trial_index)
{
  g_return_if_fail (PRONY_IS_RUN_SESSION (self));

  if (self->running)
    prony_runner_skip_trial (self->runner, trial_index);
}

/**
 * prony_run_session_add_note:
 * @self: a run session
 * @text: a remark, which is kept with the time
 *
 * Adds a remark to the run, as long as it is under way.
 */
void
prony_run_session_add_note (PronyRunSession *self, const char *text)
{
  g_return_if_fail (PRONY_IS_RUN_SESSION (self));
  g_return_if_fail (text != NULL);

  if (self->running)
    prony_runner_add_note (self->runner, text);
}

/**
 * prony_run_session_watch:
 * @self: a run session
 * @trial_index: a trial under way
 * @stream: which of its streams, or %PRONY_WATCH_ANY for one that the generator chooses
 *
 * Asks that the snapshots of a trial show the text of another stream.
 */
void
prony_run_session_watch (PronyRunSession *self, guint trial_index, int stream)
{
  g_return_if_fail (PRONY_IS_RUN_SESSION (self));

  if (self->running)
    prony_runner_watch (self->runner, trial_index, stream);
}

/**
 * prony_run_session_get_plan:
 * @self: a run session
 *
 * Returns: (transfer none): what is run
 */
PronyPlan *
prony_run_session_get_plan (PronyRunSession *self)
{
  g_return_val_if_fail (PRONY_IS_RUN_SESSION (self), NULL);

  return self->plan;
}
