/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/metrics/prony-comparison.h"

G_BEGIN_DECLS

/**
 * PronyComparePair:
 * @baseline_run: where the first trial belongs
 * @baseline: the first trial, with a summary
 * @run: where the second trial belongs
 * @trial: the second trial, with a summary
 * @metric: what to compare by
 * @group: which group of a #PronyCompareSet they are in
 * @baseline_entry: which entry of the set the first trial is of
 * @entry: which entry of the set the second trial is of
 * @ranking: whether these are the best two of the group rather than one against
 *   the baseline
 * @comparison: the answer; set by prony_session_compare_async()
 *
 * Two trials of the same scenario and level that are to be compared.
 */
typedef struct
{
  PronyRun *baseline_run;
  PronyTrial *baseline;
  PronyRun *run;
  PronyTrial *trial;
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

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyComparePair, prony_compare_pair_free)

G_END_DECLS
