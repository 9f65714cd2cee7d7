/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/load/prony-load-generator.h"
#include "core/model/prony-run.h"

G_BEGIN_DECLS

/**
 * PronyTrialSnapshot:
 * @trial: which trial; read only its constant fields (index, target, scenario,
 *   load, calibration)
 * @state: how far it is
 * @load: (nullable): how it stands, while and after it was under way
 * @summary: (nullable): once it was measured
 * @error: (nullable): a sentence
 */
typedef struct
{
  PronyTrial *trial;
  PronyState state;
  PronyLoadSnapshot *load;
  PronySummary *summary;
  char *error;
} PronyTrialSnapshot;

/**
 * PronyFailure:
 * @count: how many requests failed like this
 * @outcome: how
 * @message: the first one's sentence
 */
typedef struct
{
  guint64 count;
  PronyOutcome outcome;
  char *message;
} PronyFailure;

/**
 * PronyRunSnapshot:
 * @run: the run; read only its constant fields (id, name, started)
 * @state: how far the whole run is
 * @progress: share of the whole plan that is done, 0 to 1
 * @elapsed_s: since the run began
 * @remaining_s: estimate; NAN where none can be made yet
 * @trials: (element-type PronyTrialSnapshot): all of the run so far, by their places in
 *   it; a sweep adds to them
 * @active: (element-type guint): which of @trials are under way
 * @failures: (element-type PronyFailure): failed requests, most frequent first
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
  GPtrArray *trials;
  GArray *active;
  GPtrArray *failures;
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
