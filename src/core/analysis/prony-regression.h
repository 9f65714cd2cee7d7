/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/metrics/prony-comparison.h"
#include "core/model/prony-run-entry.h"

G_BEGIN_DECLS

/**
 * PronyRegressionState:
 * @PRONY_REGRESSION_SAME: not clearly different, or by less than is allowed
 * @PRONY_REGRESSION_BETTER: clearly better
 * @PRONY_REGRESSION_WORSE: clearly worse, by more than is allowed
 * @PRONY_REGRESSION_UNKNOWN: too few values to tell
 * @PRONY_REGRESSION_MISSING: the baseline has it, and the run was not to measure it
 * @PRONY_REGRESSION_UNMEASURED: the baseline has it, and the run was to measure it and did not,
 *   or not enough of it before it ended
 */
typedef enum
{
  PRONY_REGRESSION_SAME,
  PRONY_REGRESSION_BETTER,
  PRONY_REGRESSION_WORSE,
  PRONY_REGRESSION_UNKNOWN,
  PRONY_REGRESSION_MISSING,
  PRONY_REGRESSION_UNMEASURED,
} PronyRegressionState;

/**
 * PronyRegressionCase:
 * @target: name of the target
 * @scenario: name of the scenario
 * @scenario_title: the same for people
 * @load: the load
 * @planned: whether the run was to measure it
 * @cut_short: whether it ended before that was done
 * @state: what came out
 * @change: share by which it is worse, such as 0.15; below 0 where it is better; NAN where
 *   it cannot be formed
 * @comparison: baseline against run, by one metric
 * @sentence: what came out in words, with its figures
 */
typedef struct
{
  char *target;
  char *scenario;
  char *scenario_title;
  PronyLoadLevel load;
  gboolean planned;
  gboolean cut_short;
  PronyRegressionState state;
  double change;
  PronyComparison comparison;
  char *sentence;
} PronyRegressionCase;

/**
 * PronyRegressionWish:
 * @metrics: (array length=n_metrics) (nullable): what to hold against the baseline; %NULL for
 *   the primary metric of each scenario's class, TTFT, TPOT, output throughput and the rate of
 *   success
 * @max_regression: share that is allowed, such as 0.05
 */
typedef struct
{
  const PronyMetric *metrics;
  guint n_metrics;
  double max_regression;
} PronyRegressionWish;

GPtrArray *prony_regression_check (PronyRun *baseline,
                                   PronyRecordsFunc get_baseline_records,
                                   PronyRun *run,
                                   PronyRecordsFunc get_records,
                                   gpointer user_data,
                                   const PronyRegressionWish *wish);
PronyRunVerdict prony_regression_get_verdict (GPtrArray *cases);
guint prony_regression_count (GPtrArray *cases, PronyRegressionState state);
char *prony_regression_to_junit (GPtrArray *cases, PronyRun *baseline, PronyRun *run);
void prony_regression_case_free (PronyRegressionCase *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRegressionCase, prony_regression_case_free)

G_END_DECLS
