/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include <math.h>

#include "core/metrics/prony-repeats.h"
#include "core/model/prony-run-targets.h"

/**
 * prony_repeats_collect:
 * @run: a run
 * @trial: one of its trials
 *
 * Collects what belongs together: the trials of the same target, scenario and load that were
 * measured.
 *
 * Returns: (transfer container) (element-type PronyTrial): in the order of time, @trial among
 *   them if it was measured
 */
GPtrArray *
prony_repeats_collect (PronyRun *run, PronyTrial *trial)
{
  GPtrArray *trials = g_ptr_array_new ();

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *other = g_ptr_array_index (run->trials, i);

      if (other->summary != NULL && prony_load_level_equal (&other->load, &trial->load) &&
          g_strcmp0 (other->scenario_name, trial->scenario_name) == 0 &&
          prony_run_same_target (other->target, trial->target))
        g_ptr_array_add (trials, other);
    }

  return trials;
}

/**
 * prony_repeats_get_value:
 * @trials: (element-type PronyTrial): repeats, with summaries
 * @metric: a metric
 *
 * Returns: the mean of their medians, or of their one figure; NAN where none has it
 */
double
prony_repeats_get_value (GPtrArray *trials, PronyMetric metric)
{
  double sum = 0;
  guint n = 0;

  for (guint i = 0; i < trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (trials, i);
      double value = prony_summary_get (trial->summary, metric);

      if (isfinite (value))
        {
          sum += value;
          n++;
        }
    }

  return n > 0 ? sum / n : NAN;
}

/**
 * prony_repeats_get_figure:
 * @trials: (element-type PronyTrial): repeats, with summaries
 * @metric: a metric
 * @value: (out): as prony_repeats_get_value() gives it
 * @interval: (out) (array fixed-size=2): its 95 % interval; of several from the lowest of their
 *   intervals, or of their values where there are none, to the highest; NANs for none
 */
void
prony_repeats_get_figure (GPtrArray *trials, PronyMetric metric, double *value, double interval[2])
{
  double low = INFINITY;
  double high = -INFINITY;

  for (guint i = 0; i < trials->len; i++)
    {
      PronySummary *summary = ((PronyTrial *) g_ptr_array_index (trials, i))->summary;
      double one = prony_summary_get (summary, metric);
      const double none[2] = { one, one };
      const double *ci =
        metric < PRONY_N_DISTRIBUTIONS ? summary->distributions[metric].p50_ci : none;

      if (!isfinite (one))
        continue;
      low = MIN (low, isfinite (ci[0]) ? ci[0] : one);
      high = MAX (high, isfinite (ci[1]) ? ci[1] : one);
    }

  *value = prony_repeats_get_value (trials, metric);
  interval[0] = low < high ? low : NAN;
  interval[1] = low < high ? high : NAN;
}

static GArray *
open_side (const PronyRepeats *side, GPtrArray *fetched)
{
  GArray *opened = g_array_new (FALSE, FALSE, sizeof (PronyComparisonTrial));

  for (guint i = 0; i < side->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (side->trials, i);
      GPtrArray *records =
        side->get_records != NULL ? side->get_records (trial, side->user_data) : NULL;
      const PronyComparisonTrial entry = { trial->summary, records };

      if (records != NULL)
        g_ptr_array_add (fetched, records);
      g_array_append_val (opened, entry);
    }

  return opened;
}

/**
 * prony_repeats_compare:
 * @comparison: (out caller-allocates): the answer
 * @metric: what to compare by
 * @baseline: the first side, with at least one trial
 * @value: the second side, with at least one trial
 *
 * Compares repeats as prony_comparison_init_repeats() does. Fetches the requests of all their
 * trials; call it from any thread but the user interface's.
 */
void
prony_repeats_compare (PronyComparison *comparison,
                       PronyMetric metric,
                       const PronyRepeats *baseline,
                       const PronyRepeats *value)
{
  g_autoptr (GPtrArray) fetched =
    g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GArray) first = open_side (baseline, fetched);
  g_autoptr (GArray) second = open_side (value, fetched);

  prony_comparison_init_repeats (comparison, metric,
                                 (PronyComparisonTrial *) (gpointer) first->data, first->len,
                                 (PronyComparisonTrial *) (gpointer) second->data, second->len);
}
