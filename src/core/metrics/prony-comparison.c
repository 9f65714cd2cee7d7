/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include <math.h>

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
  GArray *values;     /* of all requests, in the order of time */
  GArray *sorted;     /* the same, sorted */
  GPtrArray *samples; /* GArray: those of each trial that has the figure, sorted */
  gboolean complete;  /* whether these are all the trials that have the figure */
} Side;

static void
side_clear (Side *self)
{
  g_clear_pointer (&self->values, g_array_unref);
  g_clear_pointer (&self->sorted, g_array_unref);
  g_clear_pointer (&self->samples, g_ptr_array_unref);
}

static void
side_collect (Side *self, PronyMetric metric, PronyMetric tested)
{
  self->values = prony_comparison_sample_collect (self->trials, self->n_trials, tested);
  self->sorted = prony_comparison_sample_sort (self->values);
  self->samples = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->complete = self->values->len > 0;

  for (guint i = 0; i < self->n_trials; i++)
    {
      g_autoptr (GArray) values = self->n_trials == 1
                                    ? g_array_ref (self->values)
                                    : prony_comparison_sample_collect (&self->trials[i], 1, tested);
      gboolean has_figure = isfinite (prony_summary_get (self->trials[i].summary, metric));

      self->complete &= has_figure == (values->len > 0);
      if (values->len > 0)
        g_ptr_array_add (self->samples, self->n_trials == 1
                                          ? g_array_ref (self->sorted)
                                          : prony_comparison_sample_sort (values));
    }
}

/* --- Values of the trials ------------------------------------------------------- */

/* The mean of the trials' values, and these. */
static double
get_value (const Side *side, PronyMetric metric, GArray *values)
{
  double sum = 0;

  for (guint i = 0; i < side->n_trials; i++)
    {
      double value = prony_summary_get (side->trials[i].summary, metric);

      if (!isfinite (value))
        continue;
      sum += value;
      g_array_append_val (values, value);
    }

  return values->len > 0 ? sum / values->len : NAN;
}

static void
compare_trials (PronyComparison *self, const Side *a, const Side *b)
{
  g_autoptr (GArray) first = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) second = g_array_new (FALSE, FALSE, sizeof (double));

  self->baseline = get_value (a, self->metric, first);
  self->value = get_value (b, self->metric, second);
  self->n_repeats[0] = first->len;
  self->n_repeats[1] = second->len;
  self->noise_floor = prony_student_noise_floor ((double *) (gpointer) first->data, first->len,
                                                 (double *) (gpointer) second->data, second->len);
  self->second_is_better = prony_comparison_is_better (self->metric, self->baseline, self->value);
  if (isfinite (self->value) && isfinite (self->baseline) && self->baseline != 0)
    self->ratio = self->value / self->baseline;
}

/* --- Tests ---------------------------------------------------------------------- */

/* The interval becomes as much wider as a mean's does. */
static void
widen (double interval[2], double middle, double inflation)
{
  interval[0] = middle - (middle - interval[0]) * sqrt (inflation);
  interval[1] = middle + (interval[1] - middle) * sqrt (inflation);
}

/* The interval reaches as far as @reach around @middle, at least to it: the resamples of few or
 * equal values can lie to one side of them. */
static void
cover (double interval[2], double middle, double reach)
{
  double half = isfinite (reach) ? reach : 0;

  if (!isfinite (interval[0]) || !isfinite (interval[1]) || !isfinite (middle))
    return;

  interval[0] = MIN (interval[0], middle - half);
  interval[1] = MAX (interval[1], middle + half);
}

/* What repeats of the same differ by is in the intervals too. */
static void
cover_noise (PronyComparison *self)
{
  cover (self->difference_ci, self->value - self->baseline, self->noise_floor);
  cover (self->ratio_ci, self->ratio, self->noise_floor / fabs (self->baseline));
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

/* Returns: (transfer full) (element-type PronyBootstrapSample): the samples of a side */
static GArray *
list_samples (const Side *side, double *median)
{
  GArray *samples = g_array_new (FALSE, FALSE, sizeof (PronyBootstrapSample));

  *median = 0;
  for (guint i = 0; i < side->samples->len; i++)
    {
      GArray *values = g_ptr_array_index (side->samples, i);
      const PronyBootstrapSample sample = { (double *) (gpointer) values->data, values->len };

      *median += prony_quantile_sorted (sample.sorted, sample.n, 0.5) / side->samples->len;
      g_array_append_val (samples, sample);
    }
  return samples;
}

/* The intervals of the mean of the trials' medians: the point that the values give. */
static void
find_intervals (PronyComparison *self, const Side *a, const Side *b, double *median_a)
{
  double median_b;
  g_autoptr (GArray) first = list_samples (a, median_a);
  g_autoptr (GArray) second = list_samples (b, &median_b);
  double ratio = median_b / *median_a;

  prony_bootstrap_sides_ci95 ((PronyBootstrapSample *) (gpointer) first->data, first->len,
                              (PronyBootstrapSample *) (gpointer) second->data, second->len,
                              prony_statistic_quantile, 0.5, BOOTSTRAP_SEED, self->difference_ci,
                              self->ratio_ci);
  widen (self->difference_ci, median_b - *median_a, self->inflation);
  widen (self->ratio_ci, ratio, self->inflation);

  /* The rates of requests tell how well a trial's throughput is known, not what it is. */
  for (guint i = 0; self->metric >= PRONY_N_DISTRIBUTIONS && i < 2; i++)
    {
      self->ratio_ci[i] *= self->ratio / ratio;
      self->difference_ci[i] = self->baseline * (self->ratio_ci[i] - 1);
    }
  cover_noise (self);
}

static void
compare_requests (PronyComparison *self, const Side *a, const Side *b)
{
  double median_a;

  self->n_values[0] = a->sorted->len;
  self->n_values[1] = b->sorted->len;
  self->inflation = prony_comparison_sample_inflation (a->values, a->sorted, b->values, b->sorted);
  self->p_value = prony_mann_whitney_inflated_p (
    (double *) (gpointer) a->sorted->data, a->sorted->len, (double *) (gpointer) b->sorted->data,
    b->sorted->len, self->inflation);
  find_intervals (self, a, b, &median_a);
  find_detectable (self, a, b, median_a);
}

static void
compare_shares (PronyComparison *self, const PronyShare *a, const PronyShare *b)
{
  self->n_values[0] = (guint64) round (a->n);
  self->n_values[1] = (guint64) round (b->n);
  prony_share_difference_ci95 (a, b, self->difference_ci);
  cover_noise (self);
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

static void
judge (PronyComparison *self)
{
  gboolean is_apart = self->difference_ci[0] > 0 || self->difference_ci[1] < 0;
  guint least = self->by_trials ? 2 : PRONY_COMPARISON_MIN_VALUES;

  self->clear =
    is_apart && self->p_adjusted < CLEAR_P && MIN (self->n_values[0], self->n_values[1]) >= least;
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
      side_collect (a, self->metric, (PronyMetric) tested);
      side_collect (b, self->metric, (PronyMetric) tested);
    }

  if (a->complete && b->complete)
    compare_requests (self, a, b);
  else if (prony_comparison_sample_share (a->trials, a->n_trials, self->metric, &share_a) &&
           prony_comparison_sample_share (b->trials, b->n_trials, self->metric, &share_b))
    compare_shares (self, &share_a, &share_b);
  else if (self->n_repeats[0] >= 2 && self->n_repeats[1] >= 2)
    compare_repeats (self);
}

static void
compare_quality (PronyComparison *self, const Side *a, const Side *b)
{
  PronyShare first, second;

  prony_comparison_sample_share (a->trials, a->n_trials, PRONY_METRIC_QUALITY_PASS_RATE, &first);
  prony_comparison_sample_share (b->trials, b->n_trials, PRONY_METRIC_QUALITY_PASS_RATE, &second);
  prony_quality_difference_init (&self->quality, &first, &second);
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
  const PronyShare nothing = { 0, 0 };

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
  prony_quality_difference_init (&self->quality, &nothing, &nothing);
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
 * 1. The 95 % interval of the difference of the values, second less first, excludes no
 *    difference. It is that of the means of the trials' medians over measured successful
 *    requests (over gaps for ITL), bootstrapped trial by trial; for throughput as wide, as a
 *    share, as that of the requests' tokens per second; of shares of requests and of right
 *    answers it is Newcombe's.
 * 2. The p-value is below 0.05: of a two-sided Mann–Whitney U test of all requests, or Fisher's
 *    exact test; adjusted where several comparisons belong together, see
 *    prony_comparison_adjust().
 * 3. Interval and p-value suppose a variance that is raised by what the requests depend on those
 *    before them: prony_comparison_sample_inflation().
 * 4. Where a side was measured several times, the interval reaches at least as far as the noise
 *    floor to both sides of the difference, see prony_student_noise_floor().
 * 5. Each side has at least four values.
 *
 * Figures of whole trials that are no shares are tested by the spread between repeats alone,
 * with at least two on each side; without these no difference of them is clear. So are figures of
 * requests where those of a trial are not there any more. Where nothing is clear it is told what
 * would have been found, see prony_detectable_difference().
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

  side_clear (&a);
  side_clear (&b);
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
