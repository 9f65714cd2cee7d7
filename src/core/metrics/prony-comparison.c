/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/metrics/prony-comparison.h"
#include "core/metrics/prony-request-metrics.h"
#include "core/stats/prony-bootstrap.h"
#include "core/stats/prony-quantile.h"
#include "core/stats/prony-rank-test.h"

#define BOOTSTRAP_SEED 1821

/* With fewer values even samples that lie entirely apart have a p-value over 0.05,
 * and the bootstrap knows too little of their spread to call anything clear. */
#define CLEAR_MIN 4

/* --- Samples -------------------------------------------------------------------- */

/* The per-request metric whose values tell whether two trials differ; -1 where
 * there is none. */
static int
sample_metric (PronyMetric metric)
{
  if (metric < PRONY_N_DISTRIBUTIONS)
    return metric;
  if (metric == PRONY_METRIC_OUTPUT_TOKENS_PER_SEC || metric == PRONY_METRIC_TOTAL_TOKENS_PER_SEC)
    return PRONY_METRIC_TOKENS_PER_SEC;
  return -1;
}

static GArray *
collect_sample (GPtrArray *records, PronyMetric metric)
{
  GArray *sample = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (records, i);
      double value;

      if (record->warmup || record->outcome != PRONY_OUTCOME_OK)
        continue;
      if (metric == PRONY_METRIC_ITL)
        {
          prony_request_itl (record, sample);
          continue;
        }
      value = prony_request_metric (record, metric);
      if (isfinite (value))
        g_array_append_val (sample, value);
    }

  prony_sort_doubles ((double *) sample->data, sample->len);
  return sample;
}

static gboolean
is_better (PronyMetric metric, double baseline, double value)
{
  switch (prony_metric_get_info (metric)->better)
    {
    case PRONY_BETTER_LOWER:
      return value < baseline;

    case PRONY_BETTER_HIGHER:
      return value > baseline;

    case PRONY_BETTER_NEITHER:
    default:
      return FALSE;
    }
}

/* The interval must exclude no difference, and must point where the values do: the
 * throughput of a trial and the rates of its requests can disagree. */
static gboolean
is_clear (const PronyComparison *self)
{
  double difference = self->value - self->baseline;

  return (self->difference_ci[0] > 0 && difference > 0) ||
         (self->difference_ci[1] < 0 && difference < 0);
}

/* --- Public --------------------------------------------------------------------- */

/**
 * prony_comparison_primary_metric:
 * @klass: the shape of the work
 *
 * Names the metric that decides who is best at a scenario. For long prompts it is the
 * time to first token and not the engine's own prompt time, which not every engine
 * reports and no two measure alike. Scenarios of no class are decided like those
 * with long completions.
 *
 * Returns: the metric
 */
PronyMetric
prony_comparison_primary_metric (PronyScenarioClass klass)
{
  switch (klass)
    {
    case PRONY_SCENARIO_LONG_SHORT:
    case PRONY_SCENARIO_SHORT_SHORT:
      return PRONY_METRIC_TTFT;

    case PRONY_SCENARIO_LONG_LONG:
      return PRONY_METRIC_LATENCY;

    case PRONY_SCENARIO_SHORT_LONG:
    case PRONY_SCENARIO_OTHER:
    default:
      return PRONY_METRIC_OUTPUT_TOKENS_PER_SEC;
    }
}

/**
 * prony_comparison_init:
 * @self: (out caller-allocates): the comparison
 * @metric: what to compare
 * @baseline: figures of the first trial
 * @baseline_records: (nullable) (element-type PronyRequestRecord): its requests
 * @value: figures of the second trial
 * @value_records: (nullable) (element-type PronyRequestRecord): its requests
 *
 * Compares two trials of the same scenario and load. The values are medians, or the
 * trials' one figure; the interval is that of the difference of medians, second less
 * first, and the p-value that of a two-sided Mann–Whitney U test, both from the
 * measured successful requests (for ITL from their gaps). The throughput of a trial
 * is one number without a spread, so its difference is tested on the requests' tokens
 * per second; the share of right answers is tested by Fisher's exact test, and its
 * interval is Newcombe's. For other figures of a whole trial there is no test, and no
 * difference is called clear. Neither is one between fewer than four values on a side.
 */
void
prony_comparison_init (PronyComparison *self,
                       PronyMetric metric,
                       PronySummary *baseline,
                       GPtrArray *baseline_records,
                       PronySummary *value,
                       GPtrArray *value_records)
{
  int tested = sample_metric (metric);

  g_return_if_fail (self != NULL);
  g_return_if_fail (baseline != NULL && value != NULL);

  *self = (PronyComparison){
    .metric = metric,
    .baseline = prony_summary_get (baseline, metric),
    .value = prony_summary_get (value, metric),
    .ratio = NAN,
    .difference_ci = { NAN, NAN },
    .p_value = NAN,
  };
  self->second_is_better = is_better (metric, self->baseline, self->value);
  prony_quality_difference_init (&self->quality, baseline, value);
  if (isfinite (self->value) && isfinite (self->baseline) && self->baseline != 0)
    self->ratio = self->value / self->baseline;

  if (tested >= 0)
    {
      g_autoptr (GArray) a = collect_sample (baseline_records, (PronyMetric) tested);
      g_autoptr (GArray) b = collect_sample (value_records, (PronyMetric) tested);
      const double *sorted_a = (const double *) a->data;
      const double *sorted_b = (const double *) b->data;

      prony_bootstrap_difference_ci95 (sorted_a, a->len, sorted_b, b->len, prony_statistic_quantile,
                                       0.5, BOOTSTRAP_SEED, self->difference_ci);
      self->p_value = prony_mann_whitney_p (sorted_a, a->len, sorted_b, b->len);
      self->clear = a->len >= CLEAR_MIN && b->len >= CLEAR_MIN && is_clear (self);
    }
  else if (metric == PRONY_METRIC_QUALITY_PASS_RATE)
    {
      memcpy (self->difference_ci, self->quality.difference_ci, sizeof self->difference_ci);
      self->p_value = self->quality.p_value;
      self->clear = self->quality.clear;
    }
}

/* --- Winners -------------------------------------------------------------------- */

typedef struct
{
  PronyRun *run;
  PronyRecordsFunc get_records;
  gpointer user_data;
} Ranking;

static gboolean
same_group (PronyTrial *a, PronyTrial *b)
{
  return prony_load_level_equal (&a->load, &b->load) &&
         g_str_equal (a->scenario_name, b->scenario_name);
}

/* The trials of the same scenario and level as @first; those of simulated targets
 * only where there is no real one beside them. */
static GPtrArray *
collect_group (PronyRun *run, PronyTrial *first)
{
  GPtrArray *group = g_ptr_array_new ();
  gboolean any_real = FALSE;

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      if (same_group (first, trial))
        any_real |= !trial->target->simulated;
    }
  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      if (same_group (first, trial) && !(any_real && trial->target->simulated))
        g_ptr_array_add (group, trial);
    }

  return group;
}

static int
find_index (PronyRun *run, PronyTrial *trial)
{
  guint index = 0;

  return trial != NULL && g_ptr_array_find (run->trials, trial, &index) ? (int) index : -1;
}

/* Finds the best and the next best of those that have a value. */
static void
find_best (GPtrArray *group, PronyMetric metric, PronyTrial **best, PronyTrial **next)
{
  *best = *next = NULL;

  for (guint i = 0; i < group->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (group, i);
      double value = trial->summary != NULL ? prony_summary_get (trial->summary, metric) : NAN;

      if (!isfinite (value))
        continue;
      if (*best == NULL || is_better (metric, prony_summary_get ((*best)->summary, metric), value))
        {
          *next = *best;
          *best = trial;
        }
      else if (*next == NULL ||
               is_better (metric, prony_summary_get ((*next)->summary, metric), value))
        *next = trial;
    }
}

static GPtrArray *
fetch_records (const Ranking *ranking, PronyTrial *trial)
{
  GPtrArray *records =
    ranking->get_records != NULL ? ranking->get_records (trial, ranking->user_data) : NULL;

  return records != NULL ? records : g_ptr_array_new ();
}

static void
find_winner (const Ranking *ranking, PronyTrial *first, GPtrArray *group, PronyWinner *winner)
{
  PronyTrial *best, *next;

  *winner = (PronyWinner){
    .scenario = first->scenario_name,
    .load = first->load,
    .metric = prony_comparison_primary_metric (first->klass),
    .winner = -1,
    .runner_up = -1,
    .comparison = { .baseline = NAN, .value = NAN, .ratio = NAN, { NAN, NAN }, .p_value = NAN },
  };
  winner->comparison.metric = winner->metric;
  prony_quality_difference_init (&winner->comparison.quality, NULL, NULL);

  find_best (group, winner->metric, &best, &next);
  if (best != NULL && next != NULL)
    {
      g_autoptr (GPtrArray) next_records = fetch_records (ranking, next);
      g_autoptr (GPtrArray) best_records = fetch_records (ranking, best);

      winner->winner = find_index (ranking->run, best);
      winner->runner_up = find_index (ranking->run, next);
      prony_comparison_init (&winner->comparison, winner->metric, next->summary, next_records,
                             best->summary, best_records);
    }
}

static gboolean
was_measured (GPtrArray *group)
{
  for (guint i = 0; i < group->len; i++)
    if (((PronyTrial *) g_ptr_array_index (group, i))->summary != NULL)
      return TRUE;

  return FALSE;
}

/**
 * prony_comparison_find_winners:
 * @run: a run
 * @get_records: (nullable) (scope call): gives the requests of a trial; without it no
 *   difference can be tested, and none is clear
 * @user_data: given to @get_records
 *
 * Finds who is best at each scenario and load level of a run, by the primary metric
 * of the scenario's class. A group in which fewer than two targets were meant to be
 * ranked has no entry, nor has one that the run did not get to; one in which fewer than two have
 * the metric has an entry without a winner. Simulated targets are not ranked beside real ones;
 * where all are simulated they are ranked among themselves. A winner is one to be named as such
 * only where its comparison is clear. Fetches the requests of two trials at a time; call it from
 * any thread but the user interface's.
 *
 * Returns: (transfer full) (element-type PronyWinner): in the order of the run; its
 *   scenario names belong to @run
 */
GArray *
prony_comparison_find_winners (PronyRun *run, PronyRecordsFunc get_records, gpointer user_data)
{
  const Ranking ranking = { run, get_records, user_data };
  GArray *winners;

  g_return_val_if_fail (run != NULL, NULL);

  winners = g_array_new (FALSE, FALSE, sizeof (PronyWinner));
  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);
      g_autoptr (GPtrArray) group = collect_group (run, trial);
      PronyWinner winner;

      if (group->len < 2 || g_ptr_array_index (group, 0) != trial || !was_measured (group))
        continue;
      find_winner (&ranking, trial, group, &winner);
      g_array_append_val (winners, winner);
    }

  return winners;
}
