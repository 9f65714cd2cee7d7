/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/metrics/prony-comparison.h"

G_BEGIN_DECLS

/**
 * PronyComparePair:
 * @baseline_run: where the first trial belongs
 * @baseline: the first trial, with a summary; of repeats the first
 * @run: where the second trial belongs
 * @trial: the second trial, with a summary; of repeats the first
 * @baseline_repeats: (element-type PronyTrial): @baseline and its repeats
 * @repeats: (element-type PronyTrial): @trial and its repeats
 * @metric: what to compare by
 * @group: which group of a #PronyCompareSet they are in
 * @baseline_entry: which entry of the set the first trial is of
 * @entry: which entry of the set the second trial is of
 * @ranking: whether these are the best two of the group rather than one against
 *   the baseline
 * @comparison: the answer; set by prony_compare_pairs_compare()
 *
 * Two results at the same scenario and load that are to be compared.
 */
typedef struct
{
  PronyRun *baseline_run;
  PronyTrial *baseline;
  PronyRun *run;
  PronyTrial *trial;
  GPtrArray *baseline_repeats;
  GPtrArray *repeats;
  PronyMetric metric;
  guint group;
  guint baseline_entry;
  guint entry;
  gboolean ranking;
  PronyComparison comparison;
} PronyComparePair;

PronyComparePair *prony_compare_pair_new (PronyRun *baseline_run,
                                          PronyTrial *baseline,
                                          PronyRun *run,
                                          PronyTrial *trial,
                                          PronyMetric metric);
void prony_compare_pair_free (PronyComparePair *self);

/**
 * PronyCompareRecordsFunc:
 * @run: a run
 * @trial: one of its trials
 * @user_data: as given
 *
 * Returns: (transfer full) (nullable) (element-type PronyRequestRecord): its requests
 */
typedef GPtrArray *(*PronyCompareRecordsFunc) (PronyRun *run,
                                               PronyTrial *trial,
                                               gpointer user_data);

void prony_compare_pairs_compare (GPtrArray *pairs,
                                  PronyCompareRecordsFunc get_records,
                                  gpointer user_data,
                                  GCancellable *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyComparePair, prony_compare_pair_free)

G_END_DECLS
