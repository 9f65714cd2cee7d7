/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/bench/prony-standing.h"
#include "core/load/prony-load-generator.h"
#include "core/model/prony-resource-sample.h"
#include "core/model/prony-run.h"

G_BEGIN_DECLS

/**
 * PronyTrialSnapshot:
 * @trial: which trial; read only its constant fields (index, target, scenario,
 *   load, calibration)
 * @state: how far it is
 * @share: how much of it is done, 0 to 1; NAN where that is not known
 * @remaining_s: estimate; NAN where none can be made yet
 * @load: (nullable): how it stands, while and after it was under way
 * @summary: (nullable): once it was measured
 * @error: (nullable): a sentence
 */
typedef struct
{
  PronyTrial *trial;
  PronyState state;
  double share;
  double remaining_s;
  PronyLoadSnapshot *load;
  PronySummary *summary;
  char *error;
} PronyTrialSnapshot;

/**
 * PronyFailure:
 * @count: how many requests of @target failed like this
 * @target: whose
 * @outcome: how
 * @message: the first one's sentence
 * @advice: (nullable): what to do about it, a sentence, as the Engines page says it
 * @trial: index of the first one's trial
 * @first: the first one
 *
 * Requests of one target that failed alike, warm-up requests too.
 */
typedef struct
{
  guint64 count;
  PronyTarget *target;
  PronyOutcome outcome;
  char *message;
  char *advice;
  guint trial;
  PronyRequestRecord *first;
} PronyFailure;

/**
 * PronyRunSnapshot:
 * @run: the run; read only its constant fields (id, name, started)
 * @state: how far the whole run is
 * @progress: share of the whole plan that is done, 0 to 1
 * @elapsed_s: since the run began
 * @remaining_s: estimate; NAN where none can be made yet
 * @remaining_at_least: whether @remaining_s is only what is known: targets that were never
 *   measured come on top of it
 * @trials: (element-type PronyTrialSnapshot): all of the run so far, by their places in
 *   it; a sweep adds to them
 * @active: (element-type guint): which of @trials are under way
 * @requests_done: measured requests of all trials that have ended well so far
 * @requests_failed: that have failed
 * @in_flight: requests under way, warm-up requests too
 * @requests_expected: how many measured requests the plan comes to in all; NAN where
 *   that is not known
 * @failures: (element-type PronyFailure): failed requests, most frequent first
 * @standings: (element-type PronyStanding): who is ahead, for each scenario and load that
 *   has begun
 * @notes: (element-type PronyRunNote): remarks so far
 * @resources: (nullable): the latest reading of this computer, where it is sampled
 * @error: (nullable): a sentence, why the run failed
 * @warning: (nullable): a sentence, what is wrong although the run goes on, such as
 *   that it cannot be stored
 *
 * How a run stands. Reference counted, immutable.
 */
typedef struct
{
  PronyRun *run;
  PronyState state;
  double progress;
  double elapsed_s;
  double remaining_s;
  gboolean remaining_at_least;
  GPtrArray *trials;
  GArray *active;
  guint64 requests_done;
  guint64 requests_failed;
  guint in_flight;
  double requests_expected;
  GPtrArray *failures;
  GPtrArray *standings;
  GPtrArray *notes;
  PronyResourceSample *resources;
  char *error;
  char *warning;
} PronyRunSnapshot;

/**
 * PronyLiveFeed:
 *
 * Where a runner leaves its latest snapshot and a view picks it up: the runner
 * never waits for a view, and a view never sees half a state. Reference counted;
 * every function may be called from any thread.
 */
typedef struct _PronyLiveFeed PronyLiveFeed;

PronyTrialSnapshot *prony_trial_snapshot_new (PronyTrial *trial);
void prony_trial_snapshot_free (PronyTrialSnapshot *self);
PronyFailure *prony_failure_new (PronyOutcome outcome, guint64 count, const char *message);
void prony_failure_free (PronyFailure *self);

PronyRunSnapshot *prony_run_snapshot_new (PronyRun *run);
PronyRunSnapshot *prony_run_snapshot_ref (PronyRunSnapshot *self);
void prony_run_snapshot_unref (PronyRunSnapshot *self);

PronyLiveFeed *prony_live_feed_new (void);
PronyLiveFeed *prony_live_feed_ref (PronyLiveFeed *self);
void prony_live_feed_unref (PronyLiveFeed *self);
void prony_live_feed_publish (PronyLiveFeed *self, PronyRunSnapshot *snapshot);
PronyRunSnapshot *prony_live_feed_read (PronyLiveFeed *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyFailure, prony_failure_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyTrialSnapshot, prony_trial_snapshot_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRunSnapshot, prony_run_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyLiveFeed, prony_live_feed_unref)

G_END_DECLS
