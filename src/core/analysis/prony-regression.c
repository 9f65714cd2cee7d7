/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-analysis"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-format.h"
#include "core/analysis/prony-compare-set.h"
#include "core/analysis/prony-comparison-text.h"
#include "core/analysis/prony-regression.h"
#include "core/metrics/prony-repeats.h"
#include "core/model/prony-run-targets.h"

/* What is held against the baseline where nobody says what. The primary metric of the scenario's
 * class comes first. */
static const PronyMetric usual_metrics[] = {
  PRONY_METRIC_TTFT,
  PRONY_METRIC_TPOT,
  PRONY_METRIC_OUTPUT_TOKENS_PER_SEC,
  PRONY_METRIC_SUCCESS_RATE,
};

typedef struct
{
  PronyRun *baseline;
  PronyRecordsFunc get_baseline_records;
  PronyRun *run;
  PronyRecordsFunc get_records;
  gpointer user_data;
  const PronyRegressionWish *wish;
  GPtrArray *cases;
} Check;

/**
 * prony_regression_case_free:
 * @self: (transfer full): a case
 */
void
prony_regression_case_free (PronyRegressionCase *self)
{
  g_free (self->target);
  g_free (self->scenario);
  g_free (self->scenario_title);
  g_free (self->sentence);
  g_free (self);
}

/* --- What belongs together ------------------------------------------------------ */

static gboolean
is_only_target (PronyRun *run)
{
  g_autoptr (GPtrArray) targets = prony_run_list_targets (run);

  return targets->len == 1;
}

/* What the run has, or was to have, beside a trial of the baseline; one with figures first.
 * Targets are the same by their names: what is checked is often a new version at another
 * address. Where both runs have only one, its name does not matter. */
static PronyTrial *
find_trial (const Check *check, PronyTrial *baseline)
{
  gboolean only = is_only_target (check->baseline) && is_only_target (check->run);
  PronyTrial *planned = NULL;

  for (guint i = 0; i < check->run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (check->run->trials, i);

      if (!prony_load_level_equal (&trial->load, &baseline->load) ||
          g_strcmp0 (trial->scenario_name, baseline->scenario_name) != 0 ||
          !trial->target->simulated != !baseline->target->simulated ||
          (!only && g_strcmp0 (trial->target->name, baseline->target->name) != 0))
        continue;
      if (trial->summary != NULL)
        return trial;
      if (planned == NULL)
        planned = trial;
    }

  return planned;
}

static gboolean
is_first (PronyRun *run, PronyTrial *trial)
{
  g_autoptr (GPtrArray) repeats = prony_repeats_collect (run, trial);

  return repeats->len > 0 && g_ptr_array_index (repeats, 0) == trial;
}

/* --- Cases ---------------------------------------------------------------------- */

static double
get_change (const PronyComparison *comparison)
{
  double ratio = comparison->ratio;

  if (!isfinite (ratio))
    return NAN;

  return prony_metric_get_info (comparison->metric)->better == PRONY_BETTER_HIGHER ? 1 - ratio
                                                                                   : ratio - 1;
}

static gboolean
has_too_few (const PronyComparison *comparison)
{
  guint64 n = MIN (comparison->n_values[0], comparison->n_values[1]);

  return isnan (comparison->p_value) || (!comparison->by_trials && n < PRONY_COMPARISON_MIN_VALUES);
}

static PronyRegressionState
judge (const PronyRegressionCase *this, double max_regression)
{
  const PronyComparison *comparison = &this->comparison;

  if (!isfinite (comparison->baseline))
    return PRONY_REGRESSION_UNKNOWN;
  if (!isfinite (comparison->value))
    return this->planned ? PRONY_REGRESSION_UNMEASURED : PRONY_REGRESSION_MISSING;
  /* Where a share was 0, or there is no change at all, there is no ratio to judge by. */
  if (comparison->clear && isnan (this->change))
    return comparison->second_is_better ? PRONY_REGRESSION_BETTER : PRONY_REGRESSION_WORSE;
  if (comparison->clear && comparison->second_is_better)
    return comparison->small ? PRONY_REGRESSION_SAME : PRONY_REGRESSION_BETTER;
  if (comparison->clear && this->change > max_regression)
    return PRONY_REGRESSION_WORSE;
  if (has_too_few (comparison) && comparison->value != comparison->baseline)
    return this->cut_short ? PRONY_REGRESSION_UNMEASURED : PRONY_REGRESSION_UNKNOWN;

  return PRONY_REGRESSION_SAME;
}

static char *
describe_numbers (const PronyRegressionCase *this)
{
  const PronyComparison *comparison = &this->comparison;
  PronyUnit unit = prony_metric_get_info (comparison->metric)->unit;
  g_autofree char *baseline = prony_format_value (comparison->baseline, unit);
  g_autofree char *value = prony_format_value (comparison->value, unit);
  g_autofree char *change = prony_format_value (fabs (this->change), PRONY_UNIT_RATIO);
  g_autofree char *p_value = prony_comparison_format_p_value (comparison->p_adjusted);
  const char *title = prony_metric_get_title (comparison->metric);

  if (isnan (this->change) || isnan (comparison->p_adjusted) || this->change == 0)
    /* Translators: a metric, its value now and before */
    return g_strdup_printf (_ ("%s: %s against %s."), title, value, baseline);
  if (!comparison->clear)
    /* Translators: a metric, its value now and before, a share and a p-value */
    return g_strdup_printf (_ ("%s: %s against %s, a difference of %s (p: %s)."), title, value,
                            baseline, change, p_value);
  if (this->change > 0)
    /* Translators: a metric, its value now and before, a share and a p-value */
    return g_strdup_printf (_ ("%s: %s against %s, worse by %s (p: %s)."), title, value, baseline,
                            change, p_value);

  /* Translators: a metric, its value now and before, a share and a p-value */
  return g_strdup_printf (_ ("%s: %s against %s, better by %s (p: %s)."), title, value, baseline,
                          change, p_value);
}

static char *
describe (const PronyRegressionCase *this)
{
  g_autofree char *numbers = describe_numbers (this);
  g_autofree char *limits = prony_comparison_describe_limits (&this->comparison);
  const char *title = prony_metric_get_title (this->comparison.metric);

  switch (this->state)
    {
    case PRONY_REGRESSION_WORSE:
      return g_strdup_printf (_ ("Worse. %s"), numbers);
    case PRONY_REGRESSION_BETTER:
      return g_strdup_printf (_ ("Better. %s"), numbers);
    case PRONY_REGRESSION_MISSING:
      /* Translators: %s is a metric */
      return g_strdup_printf (_ ("%s: the baseline has it, this run was not to measure it."),
                              title);
    case PRONY_REGRESSION_UNMEASURED:
      return isfinite (this->comparison.value)
               ? g_strdup_printf (_ ("Too few values to tell, since it ended early. %s"), numbers)
               /* Translators: %s is a metric */
               : g_strdup_printf (_ ("Not measured. %s: the baseline has it, this run was to "
                                     "measure it and has no value."),
                                  title);
    case PRONY_REGRESSION_UNKNOWN:
      return isfinite (this->comparison.value) && isfinite (this->comparison.baseline)
               ? g_strdup_printf (_ ("Too few values to tell. %s"), numbers)
               /* Translators: %s is a metric */
               : g_strdup_printf (_ ("%s: the baseline has no value."), title);
    case PRONY_REGRESSION_SAME:
    default:
      if (this->comparison.clear)
        return g_strdup_printf (_ ("Within what is allowed. %s"), numbers);
      return g_strjoin (" ", _ ("No clear difference."), numbers, limits, NULL);
    }
}

static PronyRegressionCase *
add_case (Check *check, PronyTrial *baseline, PronyMetric metric)
{
  PronyRegressionCase *this = g_new0 (PronyRegressionCase, 1);

  this->target = g_strdup (baseline->target->name);
  this->scenario = g_strdup (baseline->scenario_name);
  this->scenario_title = g_strdup (baseline->scenario_title);
  this->load = baseline->load;
  this->change = NAN;
  prony_comparison_init_empty (&this->comparison, metric);
  g_ptr_array_add (check->cases, this);

  return this;
}

static void
check_metric (Check *check, PronyTrial *baseline, PronyTrial *trial, PronyMetric metric)
{
  g_autoptr (GPtrArray) first = prony_repeats_collect (check->baseline, baseline);
  g_autoptr (GPtrArray) second = NULL;
  PronyRegressionCase *this;
  PronyRepeats sides[2] = { { first, check->get_baseline_records, check->user_data },
                            { NULL, check->get_records, check->user_data } };

  /* Of what the baseline lacks nothing can be said, unless it was asked for. */
  if (!isfinite (prony_repeats_get_value (first, metric)) && check->wish->metrics == NULL)
    return;

  this = add_case (check, baseline, metric);
  this->planned = trial != NULL;
  this->cut_short = trial != NULL && trial->state != PRONY_STATE_FINISHED;
  if (trial == NULL || trial->summary == NULL)
    {
      this->comparison.baseline = prony_repeats_get_value (first, metric);
      return;
    }

  second = prony_repeats_collect (check->run, trial);
  sides[1].trials = second;
  prony_repeats_compare (&this->comparison, metric, &sides[0], &sides[1]);
}

static void
check_trial (Check *check, PronyTrial *baseline)
{
  PronyTrial *trial = find_trial (check, baseline);
  PronyMetric primary = prony_comparison_primary_metric (baseline->klass);

  if (check->wish->metrics != NULL)
    {
      for (guint i = 0; i < check->wish->n_metrics; i++)
        check_metric (check, baseline, trial, check->wish->metrics[i]);
      return;
    }

  check_metric (check, baseline, trial, primary);
  for (guint i = 0; i < G_N_ELEMENTS (usual_metrics); i++)
    if (usual_metrics[i] != primary)
      check_metric (check, baseline, trial, usual_metrics[i]);
}

static void
judge_all (Check *check)
{
  g_autoptr (GPtrArray) comparisons = g_ptr_array_new ();

  for (guint i = 0; i < check->cases->len; i++)
    g_ptr_array_add (comparisons,
                     &((PronyRegressionCase *) g_ptr_array_index (check->cases, i))->comparison);
  prony_comparison_adjust ((PronyComparison **) comparisons->pdata, comparisons->len);

  for (guint i = 0; i < check->cases->len; i++)
    {
      PronyRegressionCase *this = g_ptr_array_index (check->cases, i);

      this->change = get_change (&this->comparison);
      this->state = judge (this, check->wish->max_regression);
      this->sentence = describe (this);
    }
}

/* --- Public --------------------------------------------------------------------- */

/**
 * prony_regression_check:
 * @baseline: what to hold it against, with its trials and summaries
 * @get_baseline_records: (nullable) (scope call): gives the requests of its trials
 * @run: a run
 * @get_records: (nullable) (scope call): gives the requests of its trials
 * @user_data: given to both
 * @wish: what to look at, and what is allowed
 *
 * Holds a run against a baseline: each target at each scenario and load that the baseline has
 * measured, repeats together, by each metric. Targets are matched by name, or are the only ones
 * of both runs; a scenario that asked other things in the baseline is left out, as are simulated
 * results beside real ones. Something is worse only if the difference is clear, by the rule of
 * prony_comparison_init_repeats() adjusted for all that is looked at, and is more than what is
 * allowed. What the run was to measure and did not is told apart from what its plan did not ask
 * for. Call it in a thread: it reads the disk and resamples.
 *
 * Returns: (transfer full) (element-type PronyRegressionCase): in the order of the baseline; none
 *   where the runs have nothing in common
 */
GPtrArray *
prony_regression_check (PronyRun *baseline,
                        PronyRecordsFunc get_baseline_records,
                        PronyRun *run,
                        PronyRecordsFunc get_records,
                        gpointer user_data,
                        const PronyRegressionWish *wish)
{
  Check check = { baseline, get_baseline_records, run, get_records, user_data, wish, NULL };
  gboolean any = FALSE;

  g_return_val_if_fail (baseline != NULL && run != NULL && wish != NULL, NULL);
  g_return_val_if_fail (wish->max_regression >= 0, NULL);

  check.cases = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_regression_case_free);
  for (guint i = 0; i < baseline->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (baseline->trials, i);

      if (!is_first (baseline, trial) ||
          prony_compare_set_find_change (baseline, run, trial->scenario_name) != NULL)
        continue;
      any |= find_trial (&check, trial) != NULL;
      check_trial (&check, trial);
    }
  if (!any)
    g_ptr_array_set_size (check.cases, 0);
  judge_all (&check);

  return check.cases;
}

/**
 * prony_regression_count:
 * @cases: (element-type PronyRegressionCase): what came out
 * @state: one of the states
 *
 * Returns: how many of the cases are in it
 */
guint
prony_regression_count (GPtrArray *cases, PronyRegressionState state)
{
  guint n = 0;

  for (guint i = 0; i < cases->len; i++)
    n += ((PronyRegressionCase *) g_ptr_array_index (cases, i))->state == state;
  return n;
}

/**
 * prony_regression_get_verdict:
 * @cases: (element-type PronyRegressionCase): what came out
 *
 * Returns: how what was measured stands against the baseline
 */
PronyRunVerdict
prony_regression_get_verdict (GPtrArray *cases)
{
  PronyRunVerdict verdict = PRONY_RUN_VERDICT_NONE;

  for (guint i = 0; i < cases->len; i++)
    {
      const PronyRegressionCase *this = g_ptr_array_index (cases, i);

      if (this->state == PRONY_REGRESSION_WORSE)
        return PRONY_RUN_VERDICT_WORSE;
      if (this->state == PRONY_REGRESSION_BETTER)
        verdict = PRONY_RUN_VERDICT_BETTER;
      else if (this->state == PRONY_REGRESSION_SAME && verdict == PRONY_RUN_VERDICT_NONE)
        verdict = PRONY_RUN_VERDICT_SAME;
    }

  return verdict;
}
