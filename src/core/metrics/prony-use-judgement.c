/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What a ranking for a use case makes of the trials of a run: what they are worth, whether they
 * may be recommended, and which of two is better. */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include <math.h>

#include "core/metrics/prony-knee.h"
#include "core/metrics/prony-limit.h"
#include "core/metrics/prony-repeats.h"
#include "core/metrics/prony-use-ranking.h"
#include "core/model/prony-run-targets.h"

/* --- Values ----------------------------------------------------------------------- */

/**
 * prony_use_ranking_get_repeats:
 * @self: a ranking
 * @trial: one of its candidates
 *
 * Returns: (transfer none) (element-type PronyTrial): what belongs together: @trial and its
 *   repeats, as far as they were measured, in the order of time
 */
GPtrArray *
prony_use_ranking_get_repeats (const PronyUseRanking *self, PronyTrial *trial)
{
  return g_hash_table_lookup (self->repeats, trial);
}

/**
 * prony_use_ranking_get:
 * @self: a ranking
 * @trial: one of its candidates
 * @metric: a metric
 *
 * Returns: the mean of the medians of the trial and its repeats, or of their one figure; NAN
 *   where none has it
 */
double
prony_use_ranking_get (const PronyUseRanking *self, PronyTrial *trial, PronyMetric metric)
{
  return prony_repeats_get_value (prony_use_ranking_get_repeats (self, trial), metric);
}

/* --- Judging ---------------------------------------------------------------------- */

static gboolean
runs_short_of_memory (const PronyUseRanking *self, PronyTrial *trial)
{
  g_autoptr (PronyTrialLimit) limit = prony_trial_limit_find (self->run, trial);

  return limit != NULL && limit->kind == PRONY_LIMIT_MEMORY;
}

/**
 * prony_use_ranking_judge:
 * @self: a ranking
 * @trial: one of its candidates
 *
 * Returns: whether the target may be recommended by the trial and its repeats, and if not, why
 */
PronyFitness
prony_use_ranking_judge (const PronyUseRanking *self, PronyTrial *trial)
{
  double right;

  if (trial->summary == NULL || g_hash_table_contains (self->lost, trial))
    return PRONY_FITNESS_LOST;
  if (prony_use_ranking_get (self, trial, PRONY_METRIC_SUCCESS_RATE) < PRONY_USE_MIN_SUCCESS)
    return PRONY_FITNESS_FAILURES;

  right = prony_use_ranking_get (self, trial, PRONY_METRIC_QUALITY_PASS_RATE);
  if (isfinite (right) && right < PRONY_USE_MIN_RIGHT)
    return PRONY_FITNESS_WRONG;
  if (self->use_case == PRONY_USE_EDGE && runs_short_of_memory (self, trial))
    return PRONY_FITNESS_MEMORY;

  return isfinite (prony_use_ranking_get (self, trial, self->metric)) ? PRONY_FITNESS_FIT
                                                                      : PRONY_FITNESS_NO_VALUE;
}

/**
 * prony_use_ranking_meets_objectives:
 * @trial: a trial
 *
 * Returns: whether enough of its requests met the objectives
 */
gboolean
prony_use_ranking_meets_objectives (PronyTrial *trial)
{
  return trial->summary != NULL &&
         prony_summary_get (trial->summary, PRONY_METRIC_SLO_ATTAINMENT) >=
           PRONY_KNEE_MIN_ATTAINMENT;
}

/**
 * prony_use_ranking_find_same:
 * @self: a ranking
 * @trial: one of its candidates
 * @load: a load
 *
 * Returns: (transfer none) (nullable): the candidate of the same target at the load
 */
PronyTrial *
prony_use_ranking_find_same (const PronyUseRanking *self,
                             PronyTrial *trial,
                             const PronyLoadLevel *load)
{
  for (guint i = 0; i < self->candidates->len; i++)
    {
      PronyTrial *other = g_ptr_array_index (self->candidates, i);

      if (prony_load_level_equal (&other->load, load) &&
          prony_run_same_target (other->target, trial->target))
        return other;
    }

  return NULL;
}

static void
compare (const PronyUseRanking *self,
         PronyMetric metric,
         PronyTrial *best,
         PronyTrial *other,
         PronyRecordsFunc get_records,
         PronyComparison *comparison)
{
  const PronyRepeats baseline = { prony_use_ranking_get_repeats (self, other), get_records,
                                  self->user_data };
  const PronyRepeats value = { prony_use_ranking_get_repeats (self, best), get_records,
                               self->user_data };

  prony_repeats_compare (comparison, metric, &baseline, &value);
}

/**
 * prony_use_ranking_compare_by:
 * @self: a ranking
 * @metric: a metric
 * @best: a trial with figures
 * @other: another one with figures
 * @comparison: (out caller-allocates): @other against @best
 *
 * Compares two trials and their repeats by any metric. Reads their requests.
 */
void
prony_use_ranking_compare_by (const PronyUseRanking *self,
                              PronyMetric metric,
                              PronyTrial *best,
                              PronyTrial *other,
                              PronyComparison *comparison)
{
  compare (self, metric, best, other, self->get_records, comparison);
}

/* One bears a load that the other does not: by the shares of their requests that met the
 * objectives there. */
static void
compare_attainment (const PronyUseRanking *self,
                    PronyTrial *best,
                    PronyTrial *other,
                    PronyComparison *comparison)
{
  compare (self, PRONY_METRIC_SLO_ATTAINMENT, best, other, NULL, comparison);
  if (prony_load_level_equal (&best->load, &other->load))
    return;

  comparison->difference_ci[0] = comparison->difference_ci[1] = NAN;
  comparison->p_value = comparison->p_adjusted = NAN;
  comparison->clear = comparison->small = FALSE;
}

/* Each at its best load. The rates of single requests tell throughputs apart only at the
 * same load, so the test is made there, and the other's own best must still be less. */
static void
compare_throughput (const PronyUseRanking *self,
                    PronyTrial *best,
                    PronyTrial *other,
                    PronyComparison *comparison)
{
  PronyTrial *same = prony_use_ranking_find_same (self, other, &best->load);
  PronyComparison at_same_load;

  compare (self, self->metric, best, other, NULL, comparison);
  if (same == NULL || same->summary == NULL || !(comparison->ratio >= 1 + PRONY_KNEE_MIN_GROWTH))
    return;

  prony_use_ranking_compare_by (self, self->metric, best, same, &at_same_load);
  comparison->clear = at_same_load.clear && at_same_load.second_is_better;
}

/**
 * prony_use_ranking_compare:
 * @self: a ranking
 * @best: one of those that are ranked
 * @other: one behind it, or where objectives decide the same target's trial at the load of
 *   @best
 * @comparison: (out caller-allocates): @other against @best by what decides
 *
 * Tells whether one is clearly better. Reads requests.
 */
void
prony_use_ranking_compare (const PronyUseRanking *self,
                           PronyTrial *best,
                           PronyTrial *other,
                           PronyComparison *comparison)
{
  gboolean same_load = prony_load_level_equal (&best->load, &other->load);

  if (self->by_objectives && !(same_load && g_ptr_array_find (self->ranked, other, NULL)))
    compare_attainment (self, best, other, comparison);
  else if (same_load)
    prony_use_ranking_compare_by (self, self->metric, best, other, comparison);
  else
    compare_throughput (self, best, other, comparison);
}
