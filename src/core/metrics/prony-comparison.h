/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/metrics/prony-quality-difference.h"
#include "core/model/prony-run.h"

G_BEGIN_DECLS

/* With fewer values even samples that lie entirely apart have a p-value over 0.05, and the
 * bootstrap knows too little of their spread to call anything clear. */
#define PRONY_COMPARISON_MIN_VALUES 4

/**
 * PronyComparison:
 * @metric: what is compared
 * @baseline: its value in the first trial (the median of a distribution, or the
 *   trial's one value); of several trials their mean
 * @value: its value in the second trial
 * @ratio: @value / @baseline; NAN where it cannot be formed
 * @difference_ci: 95 % interval of @value less @baseline, which lies in it; NANs where
 *   there are no samples
 * @ratio_ci: 95 % interval of @ratio, which lies in it; NANs where there is none
 * @p_value: two-sided, of the test that @metric has; NAN where there are no samples
 * @p_adjusted: the same, raised where several comparisons are read together
 * @n_values: of how many values of each side; of ITL these are gaps
 * @n_repeats: in how many trials of each side
 * @by_trials: whether there was nothing to test but the trials
 * @inflation: by what factor the variance is greater since requests depend on those
 *   before them, at least 1
 * @detectable: the smallest difference that would have been found four times of five;
 *   NAN where that is not known
 * @detectable_share: the same as a share of @baseline
 * @noise_floor: the difference that repeats of the same thing explain; NAN without repeats
 * @clear: whether they differ, by the rule of prony_comparison_init_repeats()
 * @small: whether they are clearly different, but by less than 1 %: never call it better
 * @second_is_better: whether @value is the better one
 * @quality: how often both answered right, whatever is compared
 *
 * Two sides by one metric.
 */
typedef struct
{
  PronyMetric metric;
  double baseline;
  double value;
  double ratio;
  double difference_ci[2];
  double ratio_ci[2];
  double p_value;
  double p_adjusted;
  guint64 n_values[2];
  guint n_repeats[2];
  gboolean by_trials;
  double inflation;
  double detectable;
  double detectable_share;
  double noise_floor;
  gboolean clear;
  gboolean small;
  gboolean second_is_better;
  PronyQualityDifference quality;
} PronyComparison;

/**
 * PronyComparisonTrial:
 * @summary: its figures
 * @records: (nullable) (element-type PronyRequestRecord): its requests, in the order of time
 *
 * A trial of one side of a comparison. It owns nothing.
 */
typedef struct
{
  PronySummary *summary;
  GPtrArray *records;
} PronyComparisonTrial;

/**
 * PronyWinner:
 * @scenario: scenario name
 * @load: load
 * @metric: the scenario class's primary metric
 * @winner: index into the run's trials of the best, of repeats the first; -1 for none
 * @runner_up: index of the next best; -1 for none
 * @comparison: runner-up (baseline) against winner; adjusted for all groups of the run
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
gboolean prony_comparison_is_better (PronyMetric metric, double baseline, double value);
void prony_comparison_init_empty (PronyComparison *self, PronyMetric metric);
void prony_comparison_init (PronyComparison *self,
                            PronyMetric metric,
                            PronySummary *baseline,
                            GPtrArray *baseline_records,
                            PronySummary *value,
                            GPtrArray *value_records);
void prony_comparison_init_repeats (PronyComparison *self,
                                    PronyMetric metric,
                                    const PronyComparisonTrial *baseline,
                                    guint n_baseline,
                                    const PronyComparisonTrial *value,
                                    guint n_value);
void prony_comparison_adjust (PronyComparison **comparisons, guint n);

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
