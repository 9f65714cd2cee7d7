/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/bench/prony-live-feed.h"
#include "core/model/prony-plan.h"
#include "core/prompts/prony-prompt-set.h"

G_BEGIN_DECLS

/**
 * PronyTrialRunner:
 *
 * Carries out one trial, whose target is prepared: warm up, measure, drain,
 * summarise. Used by the runner's thread only.
 */
typedef struct _PronyTrialRunner PronyTrialRunner;

/**
 * PronyTrialSetup:
 * @prompts: what is asked
 * @bounds: what ends it
 * @salt: keeps the prompts of this trial apart from those of every other
 * @seed: of the arrivals of an open loop
 * @start_line: (nullable): shared with the trials that are to measure at the same time
 * @asks_counter: whether the engine's own token counter is read before and after: not
 *   where others that are measured at the same time would be in it
 * @stopping: cancelled when the trial or the whole run is to end early
 *
 * What a trial needs beside the plan.
 */
typedef struct
{
  PronyPromptSet *prompts;
  PronyPlanBounds bounds;
  guint64 salt;
  guint64 seed;
  PronyLoadStartLine *start_line;
  gboolean asks_counter;
  GCancellable *stopping;
} PronyTrialSetup;

PronyTrialRunner *prony_trial_runner_start (PronyPlan *plan,
                                            PronyTrial *trial,
                                            const PronyTrialSetup *setup,
                                            GError **error);
void prony_trial_runner_free (PronyTrialRunner *self);
gint64 prony_trial_runner_get_start (PronyTrialRunner *self);
PronyTrial *prony_trial_runner_get_trial (PronyTrialRunner *self);
void prony_trial_runner_pause (PronyTrialRunner *self);
void prony_trial_runner_resume (PronyTrialRunner *self);
void prony_trial_runner_stop (PronyTrialRunner *self);
void prony_trial_runner_watch (PronyTrialRunner *self, int stream);
gboolean prony_trial_runner_wait (PronyTrialRunner *self, gint64 timeout_us);
GPtrArray *prony_trial_runner_take_records (PronyTrialRunner *self);
PronyLoadSnapshot *prony_trial_runner_look (PronyTrialRunner *self);
double prony_trial_runner_get_measured (PronyTrialRunner *self);
void prony_trial_runner_finish (PronyTrialRunner *self, GPtrArray *records, GPtrArray *samples);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyTrialRunner, prony_trial_runner_free)

G_END_DECLS
