/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-analysis"

#include "config.h"

#include "core/analysis/prony-compare-pair.h"

/**
 * prony_compare_pair_new:
 * @baseline_run: where @baseline belongs
 * @baseline: a trial with a summary
 * @run: where @trial belongs
 * @trial: another trial with a summary, of the same scenario and level
 * @metric: what to compare by
 *
 * Returns: (transfer full): a pair that is not compared yet
 */
PronyComparePair *
prony_compare_pair_new (PronyRun *baseline_run,
                        PronyTrial *baseline,
                        PronyRun *run,
                        PronyTrial *trial,
                        PronyMetric metric)
{
  PronyComparePair *self;

  g_return_val_if_fail (baseline->summary != NULL && trial->summary != NULL, NULL);

  self = g_new0 (PronyComparePair, 1);
  self->baseline_run = prony_run_ref (baseline_run);
  self->baseline = prony_trial_ref (baseline);
  self->run = prony_run_ref (run);
  self->trial = prony_trial_ref (trial);
  self->metric = metric;

  return self;
}

/**
 * prony_compare_pair_free:
 * @self: (transfer full): a pair
 */
void
prony_compare_pair_free (PronyComparePair *self)
{
  prony_run_unref (self->baseline_run);
  prony_trial_unref (self->baseline);
  prony_run_unref (self->run);
  prony_trial_unref (self->trial);
  g_free (self);
}
