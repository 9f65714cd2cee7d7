/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-analysis"

#include "config.h"

#include "core/analysis/prony-compare-pair.h"
#include "core/metrics/prony-repeats.h"

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
  self->baseline_repeats = prony_repeats_collect (baseline_run, baseline);
  self->repeats = prony_repeats_collect (run, trial);
  self->metric = metric;
  prony_comparison_init_empty (&self->comparison, metric);

  return self;
}

/**
 * prony_compare_pair_free:
 * @self: (transfer full): a pair
 */
void
prony_compare_pair_free (PronyComparePair *self)
{
  g_ptr_array_unref (self->baseline_repeats);
  g_ptr_array_unref (self->repeats);
  prony_run_unref (self->baseline_run);
  prony_trial_unref (self->baseline);
  prony_run_unref (self->run);
  prony_trial_unref (self->trial);
  g_free (self);
}

/* --- Comparing ---------------------------------------------------------------- */

typedef struct
{
  PronyCompareRecordsFunc get_records;
  gpointer user_data;
  PronyRun *run;
} Reader;

static GPtrArray *
read_records (PronyTrial *trial, gpointer user_data)
{
  const Reader *reader = user_data;

  return reader->get_records (reader->run, trial, reader->user_data);
}

static void
adjust (GPtrArray *pairs, gboolean ranking)
{
  g_autoptr (GPtrArray) comparisons = g_ptr_array_new ();

  for (guint i = 0; i < pairs->len; i++)
    {
      PronyComparePair *pair = g_ptr_array_index (pairs, i);

      if (!pair->ranking == !ranking)
        g_ptr_array_add (comparisons, &pair->comparison);
    }
  prony_comparison_adjust ((PronyComparison **) comparisons->pdata, comparisons->len);
}

/**
 * prony_compare_pairs_compare:
 * @pairs: (element-type PronyComparePair): what is to be compared
 * @get_records: (scope call): gives the requests of a trial
 * @user_data: given to @get_records
 * @cancellable: (nullable): ends it early; the pairs that are left are then compared with
 *   nothing
 *
 * Compares all pairs, repeats together, and adjusts their p-values for how many they are: those
 * against the baseline among themselves, and those of the best against the next best. Call it in
 * a thread: it reads from the disk and resamples.
 */
void
prony_compare_pairs_compare (GPtrArray *pairs,
                             PronyCompareRecordsFunc get_records,
                             gpointer user_data,
                             GCancellable *cancellable)
{
  g_return_if_fail (pairs != NULL && get_records != NULL);

  for (guint i = 0; i < pairs->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      PronyComparePair *pair = g_ptr_array_index (pairs, i);
      Reader first = { get_records, user_data, pair->baseline_run };
      Reader second = { get_records, user_data, pair->run };
      const PronyRepeats baseline = { pair->baseline_repeats, read_records, &first };
      const PronyRepeats value = { pair->repeats, read_records, &second };

      prony_repeats_compare (&pair->comparison, pair->metric, &baseline, &value);
    }
  adjust (pairs, FALSE);
  adjust (pairs, TRUE);
}
