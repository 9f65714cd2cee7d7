/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include <math.h>

#include "core/metrics/prony-comparison-sample.h"
#include "core/metrics/prony-request-metrics.h"
#include "core/stats/prony-blocks.h"
#include "core/stats/prony-quantile.h"

/* So many quantiles of each side stand for all of its values where ranks are looked up: trials
 * have millions of gaps. */
#define GRID 512

/**
 * prony_comparison_sample_metric:
 * @metric: a metric
 *
 * Names the figure of a request that tells whether trials differ by @metric.
 *
 * Returns: a #PronyMetric below %PRONY_N_DISTRIBUTIONS; -1 where there is none
 */
int
prony_comparison_sample_metric (PronyMetric metric)
{
  if (metric < PRONY_N_DISTRIBUTIONS)
    return metric;
  if (metric == PRONY_METRIC_OUTPUT_TOKENS_PER_SEC || metric == PRONY_METRIC_TOTAL_TOKENS_PER_SEC)
    return PRONY_METRIC_TOKENS_PER_SEC;
  return -1;
}

static void
collect_trial (GPtrArray *records, PronyMetric metric, GArray *values)
{
  for (guint i = 0; i < records->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (records, i);
      double value;

      if (record->warmup || record->outcome != PRONY_OUTCOME_OK)
        continue;
      if (metric == PRONY_METRIC_ITL)
        {
          prony_request_itl (record, values);
          continue;
        }
      value = prony_request_metric (record, metric);
      if (isfinite (value))
        g_array_append_val (values, value);
    }
}

/**
 * prony_comparison_sample_collect:
 * @trials: (array length=n_trials): trials of one side, in the order of time
 * @n_trials: how many
 * @metric: a figure of requests; for ITL all of their gaps are taken
 *
 * Returns: (transfer full) (element-type double): its values in the measured successful
 *   requests, in the order of these
 */
GArray *
prony_comparison_sample_collect (const PronyComparisonTrial *trials,
                                 guint n_trials,
                                 PronyMetric metric)
{
  GArray *values = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < n_trials; i++)
    if (trials[i].records != NULL)
      collect_trial (trials[i].records, metric, values);
  return values;
}

/**
 * prony_comparison_sample_sort:
 * @values: (element-type double): a sample
 *
 * Returns: (transfer full) (element-type double): a sorted copy
 */
GArray *
prony_comparison_sample_sort (GArray *values)
{
  GArray *sorted = g_array_sized_new (FALSE, FALSE, sizeof (double), values->len);

  g_array_append_vals (sorted, values->data, values->len);
  prony_sort_doubles ((double *) (gpointer) sorted->data, sorted->len);
  return sorted;
}

/* --- Dependence ----------------------------------------------------------------- */

static void
add_grid (GArray *grid, GArray *sorted)
{
  guint n = MIN (sorted->len, GRID);

  for (guint i = 0; i < n; i++)
    {
      double place = n > 1 ? (double) i / (n - 1) : 0.5;
      double value = prony_quantile_sorted ((double *) (gpointer) sorted->data, sorted->len, place);

      g_array_append_val (grid, value);
    }
}

/* How many of the grid are less than @value, or with @equal not more. */
static guint
count_below (GArray *grid, double value, gboolean equal)
{
  guint low = 0;
  guint high = grid->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;
      double other = g_array_index (grid, double, middle);

      if (other < value || (equal && other == value))
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static double
get_inflation (GArray *values, GArray *grid)
{
  PronyBlocks blocks = { 0 };

  for (guint i = 0; i < values->len; i++)
    {
      double value = g_array_index (values, double, i);

      prony_blocks_add (&blocks,
                        (count_below (grid, value, FALSE) + count_below (grid, value, TRUE)) / 2.0);
    }
  return prony_blocks_show_dependence (&blocks) ? prony_blocks_get_inflation (&blocks) : 1;
}

/**
 * prony_comparison_sample_inflation:
 * @a: (element-type double): a sample in the order of time
 * @sorted_a: (element-type double): the same, sorted
 * @b: (element-type double): another one
 * @sorted_b: (element-type double): the same, sorted
 *
 * Tells by what factor the variance of a difference between two samples is greater than it would
 * be if their values were independent of those before them, by the blocks of
 * prony_blocks_get_inflation(). The ranks of the values among all of them are looked at, since
 * it is ranks that a Mann–Whitney test and medians look at; a few stalls would hide much in the
 * values.
 *
 * Returns: the factor, at least 1
 */
double
prony_comparison_sample_inflation (GArray *a, GArray *sorted_a, GArray *b, GArray *sorted_b)
{
  g_autoptr (GArray) grid = g_array_new (FALSE, FALSE, sizeof (double));
  double weight_a = 1.0 / MAX (a->len, 1);
  double weight_b = 1.0 / MAX (b->len, 1);

  add_grid (grid, sorted_a);
  add_grid (grid, sorted_b);
  prony_sort_doubles ((double *) (gpointer) grid->data, grid->len);

  return (weight_a * get_inflation (a, grid) + weight_b * get_inflation (b, grid)) /
         (weight_a + weight_b);
}

/* --- Shares --------------------------------------------------------------------- */

/* What came one after another fails together: so many requests say as much as one. */
static double
get_failure_inflation (const PronyComparisonTrial *trials, guint n_trials)
{
  PronyBlocks blocks = { 0 };

  for (guint i = 0; i < n_trials; i++)
    for (guint k = 0; trials[i].records != NULL && k < trials[i].records->len; k++)
      {
        const PronyRequestRecord *record = g_ptr_array_index (trials[i].records, k);

        if (!record->warmup && record->outcome != PRONY_OUTCOME_CANCELLED)
          prony_blocks_add (&blocks, record->outcome == PRONY_OUTCOME_OK);
      }
  return prony_blocks_get_inflation (&blocks);
}

/* Of how many requests @metric is a share; NAN where it is none. */
static double
count_asked (PronySummary *summary, PronyMetric metric)
{
  switch (metric)
    {
    case PRONY_METRIC_SUCCESS_RATE:
    case PRONY_METRIC_ERROR_RATE:
    case PRONY_METRIC_TIMEOUT_RATE:
    case PRONY_METRIC_SLO_ATTAINMENT:
      return (double) (summary->outcomes[PRONY_OUTCOME_OK] + prony_summary_count_failed (summary));
    case PRONY_METRIC_QUALITY_PASS_RATE:
      return (double) (summary->quality_passed + summary->quality_failed);
    default:
      return NAN;
    }
}

/**
 * prony_comparison_sample_share:
 * @trials: (array length=n_trials): trials of one side
 * @n_trials: how many
 * @metric: a share of requests
 * @share: (out): the mean of the trials' shares, of as many requests as would tell it so well:
 *   of trials of different size fewer than there were, and fewer where requests did not fail
 *   independently of those before them; the counts need not be whole
 *
 * Returns: whether @metric is a share that can be counted
 */
gboolean
prony_comparison_sample_share (const PronyComparisonTrial *trials,
                               guint n_trials,
                               PronyMetric metric,
                               PronyShare *share)
{
  double inflation =
    metric == PRONY_METRIC_QUALITY_PASS_RATE ? 1 : get_failure_inflation (trials, n_trials);
  double sum = 0;
  double errors = 0; /* of the variances, in units of that of one request */
  guint n = 0;

  *share = (PronyShare){ 0, 0 };
  for (guint i = 0; i < n_trials; i++)
    {
      double value = prony_summary_get (trials[i].summary, metric);
      double asked = count_asked (trials[i].summary, metric);

      if (!isfinite (value) || !(asked > 0))
        continue;
      sum += value;
      errors += 1 / asked;
      n++;
    }
  if (n == 0)
    return FALSE;

  share->n = n * n / errors / inflation;
  share->hits = sum / n * share->n;
  return TRUE;
}
