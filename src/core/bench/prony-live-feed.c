/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <math.h>

#include "core/bench/prony-live-feed.h"

struct _PronyLiveFeed
{
  GMutex mutex;
  PronyRunSnapshot *latest; /* (nullable): under the mutex */
};

/**
 * prony_trial_snapshot_new:
 * @trial: a trial
 *
 * Returns: (transfer full): how a trial stands that has not begun
 */
PronyTrialSnapshot *
prony_trial_snapshot_new (PronyTrial *trial)
{
  PronyTrialSnapshot *self = g_new0 (PronyTrialSnapshot, 1);

  self->trial = prony_trial_ref (trial);
  self->state = PRONY_STATE_WAITING;
  self->share = NAN;
  self->remaining_s = NAN;
  return self;
}

/**
 * prony_trial_snapshot_free:
 * @self: (transfer full): a trial's snapshot
 */
void
prony_trial_snapshot_free (PronyTrialSnapshot *self)
{
  prony_trial_unref (self->trial);
  g_clear_pointer (&self->load, prony_load_snapshot_unref);
  g_clear_pointer (&self->summary, prony_summary_unref);
  g_free (self->error);
  g_free (self);
}

/**
 * prony_failure_new:
 * @outcome: how requests failed
 * @count: how many
 * @message: (nullable): a sentence
 *
 * Returns: (transfer full): an entry of a snapshot's failures
 */
PronyFailure *
prony_failure_new (PronyOutcome outcome, guint64 count, const char *message)
{
  PronyFailure *self = g_new0 (PronyFailure, 1);

  self->outcome = outcome;
  self->count = count;
  self->message = g_strdup (message);
  return self;
}

/**
 * prony_failure_free:
 * @self: (transfer full): a failure
 */
void
prony_failure_free (PronyFailure *self)
{
  g_clear_pointer (&self->target, prony_target_unref);
  g_clear_pointer (&self->first, prony_request_record_unref);
  g_free (self->message);
  g_free (self->advice);
  g_free (self);
}

/**
 * prony_run_snapshot_new:
 * @run: a run
 *
 * Returns: (transfer full): how a run stands that has not begun, without trials;
 *   to be filled by its maker before anybody else sees it
 */
PronyRunSnapshot *
prony_run_snapshot_new (PronyRun *run)
{
  PronyRunSnapshot *self;

  g_return_val_if_fail (run != NULL, NULL);

  self = g_atomic_rc_box_new0 (PronyRunSnapshot);
  self->run = prony_run_ref (run);
  self->state = PRONY_STATE_WAITING;
  self->remaining_s = NAN;
  self->trials = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_trial_snapshot_free);
  self->active = g_array_new (FALSE, FALSE, sizeof (guint));
  self->requests_expected = NAN;
  self->failures = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_failure_free);
  self->standings = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_standing_unref);
  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_run_note_free);
  return self;
}

/**
 * prony_run_snapshot_ref:
 * @self: a snapshot
 *
 * Returns: (transfer full): @self
 */
PronyRunSnapshot *
prony_run_snapshot_ref (PronyRunSnapshot *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
run_snapshot_clear (gpointer data)
{
  PronyRunSnapshot *self = data;

  prony_run_unref (self->run);
  g_ptr_array_unref (self->trials);
  g_array_unref (self->active);
  g_ptr_array_unref (self->failures);
  g_ptr_array_unref (self->standings);
  g_ptr_array_unref (self->notes);
  g_clear_pointer (&self->resources, prony_resource_sample_unref);
  g_free (self->error);
  g_free (self->warning);
}

/**
 * prony_run_snapshot_unref:
 * @self: (transfer full): a snapshot
 */
void
prony_run_snapshot_unref (PronyRunSnapshot *self)
{
  g_atomic_rc_box_release_full (self, run_snapshot_clear);
}

/**
 * prony_live_feed_new:
 *
 * Returns: (transfer full): a feed without a snapshot
 */
PronyLiveFeed *
prony_live_feed_new (void)
{
  PronyLiveFeed *self = g_atomic_rc_box_new0 (PronyLiveFeed);

  g_mutex_init (&self->mutex);
  return self;
}

/**
 * prony_live_feed_ref:
 * @self: a feed
 *
 * Returns: (transfer full): @self
 */
PronyLiveFeed *
prony_live_feed_ref (PronyLiveFeed *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
live_feed_clear (gpointer data)
{
  PronyLiveFeed *self = data;

  g_clear_pointer (&self->latest, prony_run_snapshot_unref);
  g_mutex_clear (&self->mutex);
}

/**
 * prony_live_feed_unref:
 * @self: (transfer full): a feed
 */
void
prony_live_feed_unref (PronyLiveFeed *self)
{
  g_atomic_rc_box_release_full (self, live_feed_clear);
}

/**
 * prony_live_feed_publish:
 * @self: a feed
 * @snapshot: (transfer none): the latest; not changed any more from now on
 *
 * Replaces the feed's snapshot. Never waits for a reader: the lock is held only
 * while a pointer is exchanged.
 */
void
prony_live_feed_publish (PronyLiveFeed *self, PronyRunSnapshot *snapshot)
{
  PronyRunSnapshot *older;

  g_return_if_fail (self != NULL && snapshot != NULL);

  prony_run_snapshot_ref (snapshot);
  g_mutex_lock (&self->mutex);
  older = g_steal_pointer (&self->latest);
  self->latest = snapshot;
  g_mutex_unlock (&self->mutex);

  g_clear_pointer (&older, prony_run_snapshot_unref);
}

/**
 * prony_live_feed_read:
 * @self: a feed
 *
 * Picks up the latest snapshot; the same one again if there is no newer one, which
 * a reader can tell by comparing the pointers.
 *
 * Returns: (transfer full) (nullable): the snapshot; %NULL before the first
 */
PronyRunSnapshot *
prony_live_feed_read (PronyLiveFeed *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  locker = g_mutex_locker_new (&self->mutex);
  return self->latest != NULL ? prony_run_snapshot_ref (self->latest) : NULL;
}
