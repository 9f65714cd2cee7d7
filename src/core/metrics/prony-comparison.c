/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/metrics/prony-comparison-sample.h"
#include "core/metrics/prony-comparison.h"
#include "core/stats/prony-bootstrap.h"
#include "core/stats/prony-detectable.h"
#include "core/stats/prony-holm.h"
#include "core/stats/prony-quantile.h"
#include "core/stats/prony-rank-test.h"
#include "core/stats/prony-student.h"

#define BOOTSTRAP_SEED 1821

#define CLEAR_P 0.05

/* What is less is clear if there are enough requests, but nobody notices it. */
#define RELEVANT_SHARE 0.01

/* One side of a comparison. */
typedef struct
{
  const PronyComparisonTrial *trials;
  guint n_trials;
  GArray *values;
  GArray *sorted;
} Side;

/* --- Values of the trials ------------------------------------------------------- */

/* The mean of the trials' values, and their variance around it. */
static double
get_value (const Side *side, PronyMetric metric, guint *n, double *square_sum)
{
  double sum = 0;
  double mean;

  *n = 0;
  *square_sum = 0;
  for (guint i = 0; i < side->n_trials; i++)
    {
      double value = prony_summary_get (side->trials[i].summary, metric);

      if (!isfinite (value))
        continue;
      sum += value;
      *n += 1;
    }
  mean = *n > 0 ? sum / *n : NAN;
  for (guint i = 0; i < side->n_trials; i++)
    {
      double value = prony_summary_get (side->trials[i].summary, metric);

      if (isfinite (value))
        *square_sum += (value - mean) * (value - mean);
    }

  return mean;
}

/* What repeats of the same thing differ by: the half width of the 95 % interval of the
 * difference of two means of trials, by the spread within both sides. */
static void
compare_trials (PronyComparison *self, const Side *a, const Side *b)
{
  double squares_a, squares_b;
  guint freedom;
  double error;

  self->baseline = get_value (a, self->metric, &self->n_repeats[0], &squares_a);
  self->value = get_value (b, self->metric, &self->n_repeats[1], &squares_b);
  self->second_is_better = prony_comparison_is_better (self->metric, self->baseline, self->value);
  if (isfinite (self->value) && isfinite (self->baseline) && self->baseline != 0)
    self->ratio = self->value / self->baseline;

  if (self->n_repeats[0] == 0 || self->n_repeats[1] == 0 ||
      self->n_repeats[0] + self->n_repeats[1] < 3)
    return;

  freedom = self->n_repeats[0] + self->n_repeats[1] - 2;
  error = sqrt ((squares_a + squares_b) / freedom *
                (1.0 / self->n_repeats[0] + 1.0 / self->n_repeats[1]));
  self->noise_floor = prony_student_quantile975 (freedom) * error;
}

/* --- Tests ---------------------------------------------------------------------- */

/* The interval becomes as much wider as a mean's does. */
static void
widen (double interval[2], double middle, double inflation)
{
  interval[0] = middle - (middle - interval[0]) * sqrt (inflation);
  interval[1] = middle + (interval[1] - middle) * sqrt (inflation);
}

static void
find_detectable (PronyComparison *self, const Side *a, const Side *b, double median_a)
{
  double detectable =
    prony_detectable_difference ((double *) (gpointer) a->sorted->data, a->sorted->len,
                                 (double *) (gpointer) b->sorted->data, b->sorted->len) *
    sqrt (self->inflation);

  /* Of throughput what was tested are requests' rates; what is said is of the trial's. */
  self->detectable_share = median_a != 0 ? detectable / fabs (median_a) : NAN;
  self->detectable = self->detectable_share * fabs (self->baseline);
  if (self->noise_floor > self->detectable && self->baseline != 0)
    {
      self->detectable = self->noise_floor;
      self->detectable_share = self->noise_floor / fabs (self->baseline);
    }
}

static void
compare_requests (PronyComparison *self, Side *a, Side *b)
{
  const double *sorted_a = (double *) (gpointer) a->sorted->data;
  const double *sorted_b = (double *) (gpointer) b->sorted->data;
  guint n_a = self->n_values[0] = a->sorted->len;
  guint n_b = self->n_values[1] = b->sorted->len;
  double median_a = prony_quantile_sorted (sorted_a, n_a, 0.5);
  double median_b = prony_quantile_sorted (sorted_b, n_b, 0.5);

  if (n_a == 0 || n_b == 0)
    return;

  self->inflation = prony_comparison_sample_inflation (a->values, a->sorted, b->values, b->sorted);
  self->p_value = prony_mann_whitney_inflated_p (sorted_a, n_a, sorted_b, n_b, self->inflation);
  prony_bootstrap_difference_ci95 (sorted_a, n_a, sorted_b, n_b, prony_statistic_quantile, 0.5,
                                   BOOTSTRAP_SEED, self->difference_ci);
  prony_bootstrap_ratio_ci95 (sorted_a, n_a, sorted_b, n_b, prony_statistic_quantile, 0.5,
                              BOOTSTRAP_SEED, self->ratio_ci);
  widen (self->difference_ci, median_b - median_a, self->inflation);
  widen (self->ratio_ci, median_b / median_a, self->inflation);
  find_detectable (self, a, b, median_a);
}

static void
compare_shares (PronyComparison *self, const PronyShare *a, const PronyShare *b)
{
  self->n_values[0] = (guint64) a->n;
  self->n_values[1] = (guint64) b->n;
  prony_share_difference_ci95 (a, b, self->difference_ci);
  self->p_value = prony_fisher_p (a, b);
}

/* For figures of whole trials there is nothing but the trials. */
static void
compare_repeats (PronyComparison *self)
{
  double difference = self->value - self->baseline;
  guint freedom = self->n_repeats[0] + self->n_repeats[1] - 2;
  double error = self->noise_floor / prony_student_quantile975 (freedom);

  self->by_trials = TRUE;
  self->n_values[0] = self->n_repeats[0];
  self->n_values[1] = self->n_repeats[1];
  self->difference_ci[0] = difference - self->noise_floor;
  self->difference_ci[1] = difference + self->noise_floor;
  self->p_value = error > 0 ? prony_student_p (difference / error, freedom) : difference == 0;
  self->detectable = self->noise_floor;
  self->detectable_share = self->baseline != 0 ? self->noise_floor / fabs (self->baseline) : NAN;
}

/* --- The rule ------------------------------------------------------------------- */

/* The interval must point where the values do: the throughput of a trial and the rates of its
 * requests can disagree. */
static void
judge (PronyComparison *self)
{
  double difference = self->value - self->baseline;
  gboolean is_apart = (self->difference_ci[0] > 0 && difference > 0) ||
                      (self->difference_ci[1] < 0 && difference < 0);
  gboolean is_noise = isfinite (self->noise_floor) && !(fabs (difference) > self->noise_floor);
  guint least = self->by_trials ? 2 : PRONY_COMPARISON_MIN_VALUES;

  self->clear = is_apart && !is_noise && self->p_adjusted < CLEAR_P &&
                MIN (self->n_values[0], self->n_values[1]) >= least;
  self->small = self->clear && fabs (self->ratio - 1) < RELEVANT_SHARE;
}

static void
compare (PronyComparison *self, Side *a, Side *b)
{
  int tested = prony_comparison_sample_metric (self->metric);
  PronyShare share_a, share_b;

  compare_trials (self, a, b);
  if (tested >= 0)
    {
      a->values = prony_comparison_sample_collect (a->trials, a->n_trials, (PronyMetric) tested);
      b->values = prony_comparison_sample_collect (b->trials, b->n_trials, (PronyMetric) tested);
      a->sorted = prony_comparison_sample_sort (a->values);
      b->sorted = prony_comparison_sample_sort (b->values);
      compare_requests (self, a, b);
    }
  else if (prony_comparison_sample_share (a->trials, a->n_trials, self->metric, &share_a) &&
           prony_comparison_sample_share (b->trials, b->n_trials, self->metric, &share_b))
    compare_shares (self, &share_a, &share_b);
  else if (self->n_repeats[0] >= 2 && self->n_repeats[1] >= 2)
    compare_repeats (self);
}

static void
compare_quality (PronyComparison *self, const Side *a, const Side *b)
{
  PronyShare shares[2] = { { 0, 0 }, { 0, 0 } };
  const Side *sides[] = { a, b };

  for (guint k = 0; k < 2; k++)
    for (guint i = 0; i < sides[k]->n_trials; i++)
      {
        PronySummary *summary = sides[k]->trials[i].summary;

        shares[k].hits += (double) summary->quality_passed;
        shares[k].n += (double) (summary->quality_passed + summary->quality_failed);
      }
  prony_quality_difference_init_shares (&self->quality, &shares[0], &shares[1]);
  if (self->metric != PRONY_METRIC_QUALITY_PASS_RATE)
    return;

  self->n_values[0] = (guint64) shares[0].n;
  self->n_values[1] = (guint64) shares[1].n;
  memcpy (self->difference_ci, self->quality.difference_ci, sizeof self->difference_ci);
  self->p_value = self->quality.p_value;
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
 * prony_comparison_is_better:
 * @metric: a metric
 * @baseline: one value of it
 * @value: another
 *
 * Returns: whether @value is better; not so for equal ones, a NAN, or where neither way is
 *   better
 */
gboolean
prony_comparison_is_better (PronyMetric metric, double baseline, double value)
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

/**
 * prony_comparison_init_empty:
 * @self: (out caller-allocates): the comparison
 * @metric: what would be compared
 *
 * Makes a comparison of nothing.
 */
void
prony_comparison_init_empty (PronyComparison *self, PronyMetric metric)
{
  g_return_if_fail (self != NULL);

  *self = (PronyComparison){
    .metric = metric,
    .baseline = NAN,
    .value = NAN,
    .ratio = NAN,
    .difference_ci = { NAN, NAN },
    .ratio_ci = { NAN, NAN },
    .p_value = NAN,
    .p_adjusted = NAN,
    .inflation = 1,
    .detectable = NAN,
    .detectable_share = NAN,
    .noise_floor = NAN,
  };
  prony_quality_difference_init (&self->quality, NULL, NULL);
}

/**
 * prony_comparison_init_repeats:
 * @self: (out caller-allocates): the comparison
 * @metric: what to compare
 * @baseline: (array length=n_baseline): the trials of the first side, in the order of time
 * @n_baseline: how many, at least 1
 * @value: (array length=n_value): the trials of the second side
 * @n_value: how many, at least 1
 *
 * Compares two sides by trials of the same scenario and load, several of a side being repeats.
 * The values are the means of the trials' medians, or of their one figure. What is clear is
 * decided by one rule, for all that Prony compares:
 *
 * 1. The 95 % interval of the difference, second less first, excludes no difference, and points
 *    where the values do. It is that of the medians of the measured successful requests (of the
 *    gaps for ITL, of the requests' tokens per second for throughput), bootstrapped; of shares of
 *    requests and of right answers it is Newcombe's.
 * 2. The p-value is below 0.05: of a two-sided Mann–Whitney U test, or Fisher's exact test;
 *    adjusted where several comparisons belong together, see prony_comparison_adjust().
 * 3. Interval and p-value suppose a variance that is raised by what the requests depend on those
 *    before them: prony_comparison_sample_inflation().
 * 4. Where a side was measured several times, the difference is more than the noise floor: half
 *    the width of the 95 % interval of a difference between two means of trials (Student's t)
 *    by the spread between repeats of the same side.
 * 5. Each side has at least four values.
 *
 * Figures of whole trials that are no shares are tested by the spread between repeats alone,
 * with at least two on each side; without these no difference of them is clear. Where nothing is
 * clear it is told what would have been found, see prony_detectable_difference().
 */
void
prony_comparison_init_repeats (PronyComparison *self,
                               PronyMetric metric,
                               const PronyComparisonTrial *baseline,
                               guint n_baseline,
                               const PronyComparisonTrial *value,
                               guint n_value)
{
  Side a = { .trials = baseline, .n_trials = n_baseline };
  Side b = { .trials = value, .n_trials = n_value };

  g_return_if_fail (self != NULL);
  g_return_if_fail (n_baseline > 0 && n_value > 0);

  prony_comparison_init_empty (self, metric);
  compare (self, &a, &b);
  compare_quality (self, &a, &b);
  self->p_adjusted = self->p_value;
  judge (self);

  g_clear_pointer (&a.values, g_array_unref);
  g_clear_pointer (&a.sorted, g_array_unref);
  g_clear_pointer (&b.values, g_array_unref);
  g_clear_pointer (&b.sorted, g_array_unref);
}

/**
 * prony_comparison_init:
 * @self: (out caller-allocates): the comparison
 * @metric: what to compare
 * @baseline: figures of the first trial
 * @baseline_records: (nullable) (element-type PronyRequestRecord): its requests, in the order of
 *   time
 * @value: figures of the second trial
 * @value_records: (nullable) (element-type PronyRequestRecord): its requests
 *
 * Compares two trials of the same scenario and load, as prony_comparison_init_repeats().
 */
void
prony_comparison_init (PronyComparison *self,
                       PronyMetric metric,
                       PronySummary *baseline,
                       GPtrArray *baseline_records,
                       PronySummary *value,
                       GPtrArray *value_records)
{
  const PronyComparisonTrial first = { baseline, baseline_records };
  const PronyComparisonTrial second = { value, value_records };

  g_return_if_fail (baseline != NULL && value != NULL);

  prony_comparison_init_repeats (self, metric, &first, 1, &second, 1);
}

/**
 * prony_comparison_adjust:
 * @comparisons: (array length=n): comparisons that are read together
 * @n: how many
 *
 * Raises their p-values by Holm's method, see prony_holm_adjust(), so that among all of them one
 * that is called clear by mistake is as rare as it would be for one alone, and judges them anew.
 */
void
prony_comparison_adjust (PronyComparison **comparisons, guint n)
{
  g_autofree double *p_values = g_new (double, n);

  for (guint i = 0; i < n; i++)
    p_values[i] = comparisons[i]->p_value;
  prony_holm_adjust (p_values, n);
  for (guint i = 0; i < n; i++)
    {
      comparisons[i]->p_adjusted = p_values[i];
      judge (comparisons[i]);
    }
}
