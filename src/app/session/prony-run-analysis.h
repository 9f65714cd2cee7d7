/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/metrics/prony-recommendation.h"

G_BEGIN_DECLS

/**
 * PronyRunFailure:
 * @trial_index: where it happened
 * @outcome: what kind of failure
 * @message: the sentence that these requests ended with
 * @count: how many of them
 * @first: number of the first of them
 *
 * Requests of a trial that failed alike.
 */
typedef struct
{
  guint trial_index;
  PronyOutcome outcome;
  char *message;
  guint count;
  guint64 first;
} PronyRunFailure;

/**
 * PronyRunAnalysis:
 * @run: the run; keeps the names in @winners
 * @winners: (element-type PronyWinner): who is best, in the order of the run
 * @advice: (element-type PronyRecommendation): which target to take for what
 * @failures: (element-type PronyRunFailure): in the order of the trials, most frequent
 *   first
 *
 * What can be said of a run only with all its requests at hand. Reference counted,
 * immutable.
 */
typedef struct
{
  PronyRun *run;
  GArray *winners;
  GPtrArray *advice;
  GPtrArray *failures;
} PronyRunAnalysis;

PronyRunAnalysis *prony_run_analysis_new (PronyRun *run,
                                          PronyRecordsFunc get_records,
                                          gpointer user_data,
                                          GCancellable *cancellable);
PronyRunAnalysis *prony_run_analysis_ref (PronyRunAnalysis *self);
void prony_run_analysis_unref (PronyRunAnalysis *self);
char *prony_run_analysis_describe_winner (PronyRunAnalysis *self, guint index);
char *prony_run_analysis_describe_group (PronyRunAnalysis *self, guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRunAnalysis, prony_run_analysis_unref)

G_END_DECLS
