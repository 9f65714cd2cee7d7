/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/metrics/prony-quality-difference.h"
#include "core/model/prony-run.h"

G_BEGIN_DECLS

/**
 * PronyComparison:
 * @metric: what is compared
 * @baseline: its value in the first trial (the median of a distribution, or the
 *   trial's one value)
 * @value: its value in the second trial
 * @ratio: @value / @baseline; NAN where it cannot be formed
 * @difference_ci: 95 % interval of the difference of medians, bootstrapped; NANs
 *   where there are no samples
 * @p_value: two-sided Mann–Whitney U; NAN where there are no samples
 * @clear: whether the interval excludes no difference
 * @second_is_better: whether @value is the better one
 * @quality: how often both answered right, whatever is compared
 *
 * Two trials by one metric.
 */
typedef struct
{
  PronyMetric metric;
  double baseline;
  double value;
  double ratio;
  double difference_ci[2];
  double p_value;
  gboolean clear;
  gboolean second_is_better;
  PronyQualityDifference quality;
} PronyComparison;

/**
 * PronyWinner:
 * @scenario: scenario name
 * @load: load
 * @metric: the scenario class's primary metric
 * @winner: (nullable): index into the run's trials of the best; -1 for none
 * @runner_up: index of the next best; -1 for none
 * @comparison: runner-up (baseline) against winner
 *
 * Who is best at one scenario and load level of a run.
 */
typedef struct
{
  const char *scenario;
  PronyLoadLevel load;
  PronyMetric metric;
  int winner;
  int runner_up;
  PronyComparison comparison;
} PronyWinner;

PronyMetric prony_comparison_primary_metric (PronyScenarioClass klass);
void prony_comparison_init (PronyComparison *self,
                            PronyMetric metric,
                            PronySummary *baseline,
                            GPtrArray *baseline_records,
                            PronySummary *value,
                            GPtrArray *value_records);

/**
 * PronyRecordsFunc:
 * @trial: a trial of a run
 * @user_data: as given
 *
 * Returns: (transfer full) (nullable) (element-type PronyRequestRecord): its requests
 */
typedef GPtrArray *(*PronyRecordsFunc) (PronyTrial *trial, gpointer user_data);

GArray *
prony_comparison_find_winners (PronyRun *run, PronyRecordsFunc get_records, gpointer user_data);

G_END_DECLS
