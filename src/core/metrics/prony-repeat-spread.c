/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-format.h"
#include "core/metrics/prony-comparison.h"
#include "core/metrics/prony-repeat-spread.h"
#include "core/metrics/prony-repeats.h"

/* The bands of NVIDIA AIPerf's report on several runs. */
static const struct
{
  const char *name;
  double below;
} bands[] = {
  [PRONY_STEADINESS_EXCELLENT] = { "excellent", 0.05 },
  [PRONY_STEADINESS_GOOD] = { "good", 0.1 },
  [PRONY_STEADINESS_FAIR] = { "fair", 0.2 },
  [PRONY_STEADINESS_UNSTABLE] = { "unstable", INFINITY },
};

/**
 * prony_steadiness_to_string:
 * @steadiness: a band
 *
 * Returns: its name in files
 */
const char *
prony_steadiness_to_string (PronySteadiness steadiness)
{
  g_return_val_if_fail ((guint) steadiness < G_N_ELEMENTS (bands), NULL);

  return bands[steadiness].name;
}

static PronySteadiness
judge (double variation)
{
  guint band = 0;

  while (variation >= bands[band].below)
    band++;

  return (PronySteadiness) band;
}

/* Of those that have the figure; by two passes, since values may be far from 0. */
static gboolean
measure (PronyRepeatSpread *self, GPtrArray *trials)
{
  double squares = 0;

  self->mean = prony_repeats_get_value (trials, self->metric);
  for (guint i = 0; i < trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (trials, i);
      double value = prony_summary_get (trial->summary, self->metric);

      if (!isfinite (value))
        continue;
      if (self->n++ == 0)
        self->trial = trial;
      squares += (value - self->mean) * (value - self->mean);
    }
  if (self->n < 2 || !(self->mean > 0))
    return FALSE;

  self->variation = sqrt (squares / (self->n - 1)) / self->mean;
  self->steadiness = judge (self->variation);
  return TRUE;
}

/**
 * prony_repeat_spread_find_all:
 * @run: a run
 *
 * Finds out how far apart what was measured several times is, by the primary metric of the
 * scenario's class: the coefficient of variation of the repeats' values, from run to run of
 * the same. Below 5 % it is excellent, below 10 % good, below 20 % fair, else unstable.
 *
 * Returns: (transfer full) (element-type PronyRepeatSpread): one for each target, scenario and
 *   load of which at least two repeats have the figure, in the order of the run
 */
GArray *
prony_repeat_spread_find_all (PronyRun *run)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (PronyRepeatSpread));

  g_return_val_if_fail (run != NULL, found);

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);
      PronyRepeatSpread spread = { .metric = prony_comparison_primary_metric (trial->klass) };
      g_autoptr (GPtrArray) trials = NULL;

      if (trial->repeats < 2 || trial->summary == NULL)
        continue;
      trials = prony_repeats_collect (run, trial);
      if (g_ptr_array_index (trials, 0) == trial && measure (&spread, trials))
        g_array_append_val (found, spread);
    }

  return found;
}

/**
 * prony_repeat_spread_describe:
 * @self: how far apart repeats are
 *
 * Returns: (transfer full): a sentence, such as "“Time to first token” of 3 repeats varies by
 *   2.1 %, which is excellent."
 */
char *
prony_repeat_spread_describe (const PronyRepeatSpread *self)
{
  const char *metric = prony_metric_get_title (self->metric);
  g_autofree char *share = prony_format_value (self->variation, PRONY_UNIT_RATIO);

  switch (self->steadiness)
    {
    case PRONY_STEADINESS_EXCELLENT:
      /* Translators: a figure, how many repeats, and a share; like the three that follow */
      return g_strdup_printf (_ ("“%s” of %u repeats varies by %s, which is excellent."), metric,
                              self->n, share);

    case PRONY_STEADINESS_GOOD:
      return g_strdup_printf (_ ("“%s” of %u repeats varies by %s, which is good."), metric,
                              self->n, share);

    case PRONY_STEADINESS_FAIR:
      return g_strdup_printf (_ ("“%s” of %u repeats varies by %s, which is fair."), metric,
                              self->n, share);

    case PRONY_STEADINESS_UNSTABLE:
    default:
      return g_strdup_printf (_ ("“%s” of %u repeats varies by %s: something disturbs the "
                                 "measurement, or the engine is unsteady."),
                              metric, self->n, share);
    }
}
