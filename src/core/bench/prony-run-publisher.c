/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "core/bench/prony-failure-log.h"
#include "core/bench/prony-run-publisher.h"

struct _PronyRunPublisher
{
  PronyLiveFeed *feed;
  PronyRun *run;
  PronyRunProgress *progress; /* the runner's */
  PronyFailureLog *failures;
  GPtrArray *loads; /* latest PronyLoadSnapshot of each trial, or NULL */
};

static void
unref_load (gpointer load)
{
  if (load != NULL)
    prony_load_snapshot_unref (load);
}

/**
 * prony_run_publisher_new:
 * @feed: where snapshots go
 * @run: the run
 * @progress: its progress; must outlive the publisher
 *
 * Returns: (transfer full): a publisher that has published nothing
 */
PronyRunPublisher *
prony_run_publisher_new (PronyLiveFeed *feed, PronyRun *run, PronyRunProgress *progress)
{
  PronyRunPublisher *self = g_new0 (PronyRunPublisher, 1);

  self->feed = prony_live_feed_ref (feed);
  self->run = prony_run_ref (run);
  self->progress = progress;
  self->failures = prony_failure_log_new ();
  self->loads = g_ptr_array_new_with_free_func (unref_load);
  return self;
}

/**
 * prony_run_publisher_free:
 * @self: (transfer full): a publisher
 */
void
prony_run_publisher_free (PronyRunPublisher *self)
{
  g_ptr_array_unref (self->loads);
  prony_failure_log_free (self->failures);
  prony_run_unref (self->run);
  prony_live_feed_unref (self->feed);
  g_free (self);
}

/**
 * prony_run_publisher_note_load:
 * @self: a publisher
 * @trial: place of a trial in the run
 * @load: how it stands
 */
void
prony_run_publisher_note_load (PronyRunPublisher *self, guint trial, PronyLoadSnapshot *load)
{
  if (trial >= self->loads->len)
    g_ptr_array_set_size (self->loads, (int) trial + 1);
  unref_load (self->loads->pdata[trial]);
  self->loads->pdata[trial] = prony_load_snapshot_ref (load);
}

/**
 * prony_run_publisher_note_records:
 * @self: a publisher
 * @records: (element-type PronyRequestRecord): requests that have ended
 */
void
prony_run_publisher_note_records (PronyRunPublisher *self, GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    prony_failure_log_add (self->failures, g_ptr_array_index (records, i));
}

static void
add_trial (PronyRunPublisher *self, PronyRunSnapshot *snapshot, guint index)
{
  PronyTrial *trial = g_ptr_array_index (self->run->trials, index);
  PronyTrialSnapshot *entry = prony_trial_snapshot_new (trial);

  entry->state = trial->state;
  entry->error = g_strdup (trial->error);
  if (trial->summary != NULL)
    entry->summary = prony_summary_ref (trial->summary);
  if (index < self->loads->len && self->loads->pdata[index] != NULL)
    entry->load = prony_load_snapshot_ref (self->loads->pdata[index]);
  if (trial->state != PRONY_STATE_WAITING && !prony_state_is_final (trial->state))
    g_array_append_val (snapshot->active, index);
  g_ptr_array_add (snapshot->trials, entry);
}

/**
 * prony_run_publisher_publish:
 * @self: a publisher
 * @state: how far the run is
 * @warning: (nullable): what is wrong although it goes on
 *
 * Makes a snapshot and leaves it in the feed.
 */
void
prony_run_publisher_publish (PronyRunPublisher *self, PronyState state, const char *warning)
{
  g_autoptr (PronyRunSnapshot) snapshot = prony_run_snapshot_new (self->run);

  snapshot->state = state;
  snapshot->progress = prony_run_progress_get_share (self->progress);
  snapshot->remaining_s = prony_run_progress_get_remaining (self->progress);
  snapshot->elapsed_s = isnan (self->run->duration_s)
                          ? prony_ns_to_s (prony_clock_now_ns () - self->run->started_ns)
                          : self->run->duration_s;
  snapshot->error = g_strdup (self->run->error);
  snapshot->warning = g_strdup (warning);
  for (guint i = 0; i < self->run->trials->len; i++)
    add_trial (self, snapshot, i);
  prony_failure_log_fill (self->failures, snapshot->failures);

  prony_live_feed_publish (self->feed, snapshot);
}
