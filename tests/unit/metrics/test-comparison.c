/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "base/prony-util.h"
#include "core/metrics/prony-comparison.h"
#include "core/metrics/prony-request-metrics.h"
#include "core/metrics/prony-summarize.h"
#include "core/stats/prony-quantile.h"
#include "synthetic-records.h"

/* Requests whose TTFT spreads over 20 ms above @ttft. */
static GPtrArray *
make_records (guint n, double ttft, double gap)
{
  GPtrArray *records = new_records ();

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (records, make_record (i + 1, i * 2, ttft + i * 7 % n * 0.02 / n, gap, 20));
  return records;
}

static PronySummary *
summarize (GPtrArray *records)
{
  PronySummaryInput input;

  prony_summary_input_init (&input, records);
  return prony_summarize (&input);
}

static const struct
{
  const char *name;
  guint n;
  double baseline;
  double value;
  gboolean clear;
  gboolean second_is_better;
} pairs[] = {
  { "much faster", 30, 0.2, 0.1, TRUE, TRUE },         { "much slower", 30, 0.1, 0.2, TRUE, FALSE },
  { "a little faster", 30, 0.1005, 0.1, FALSE, TRUE }, { "the same", 30, 0.1, 0.1, FALSE, FALSE },
  { "apart but few", 3, 0.2, 0.1, FALSE, TRUE },       { "one each", 1, 0.2, 0.1, FALSE, TRUE },
};

static void
test_pairs (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (GPtrArray) a = make_records (pairs[i].n, pairs[i].baseline, 0.01);
      g_autoptr (GPtrArray) b = make_records (pairs[i].n, pairs[i].value, 0.01);
      g_autoptr (PronySummary) baseline = summarize (a);
      g_autoptr (PronySummary) value = summarize (b);
      PronyComparison comparison;

      prony_comparison_init (&comparison, PRONY_METRIC_TTFT, baseline, a, value, b);
      if (comparison.clear != pairs[i].clear ||
          comparison.second_is_better != pairs[i].second_is_better)
        g_error ("%s: clear is %d, second is better is %d", pairs[i].name, comparison.clear,
                 comparison.second_is_better);
      g_assert_cmpfloat_with_epsilon (comparison.ratio, comparison.value / comparison.baseline,
                                      1e-12);
      g_assert_cmpint (comparison.p_value < 0.05, ==, pairs[i].clear);
    }
}

/* The same, each sent when the one before has ended. */
static GPtrArray *
make_stream (guint n, double ttft, double gap)
{
  GPtrArray *records = new_records ();
  double due = 0;

  for (guint i = 0; i < n; i++)
    {
      double took = ttft + i * 7 % n * 0.02 / n;

      g_ptr_array_add (records, make_record (i + 1, due, took, gap, 20));
      due += took + 19 * gap;
    }
  return records;
}

/* How well a trial's throughput is known is told by the rates of the requests. Where these are
 * sent at the same times by a schedule, it is the same however quick they are. */
static void
test_throughput (void)
{
  g_autoptr (GPtrArray) a = make_stream (20, 0.1, 0.02);
  g_autoptr (GPtrArray) b = make_stream (20, 0.1, 0.01);
  g_autoptr (GPtrArray) slow = make_records (20, 0.1, 0.02);
  g_autoptr (GPtrArray) quick = make_records (20, 0.1, 0.01);
  g_autoptr (PronySummary) of_slow = summarize (slow);
  g_autoptr (PronySummary) of_quick = summarize (quick);
  g_autoptr (PronySummary) baseline = summarize (a);
  g_autoptr (PronySummary) value = summarize (b);
  PronyComparison comparison;

  prony_comparison_init (&comparison, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC, baseline, a, value, b);
  g_assert_true (comparison.clear);
  g_assert_true (comparison.second_is_better);
  g_assert_cmpfloat (comparison.difference_ci[0], >, 0);
  prony_comparison_init (&comparison, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC, of_slow, slow, of_quick,
                         quick);
  g_assert_false (comparison.clear);

  prony_comparison_init (&comparison, PRONY_METRIC_REQUESTS_PER_SEC, baseline, a, value, b);
  g_assert_false (comparison.clear);
  g_assert_true (isnan (comparison.p_value));
  g_assert_true (isnan (comparison.difference_ci[0]));
  g_assert_cmpfloat (comparison.ratio, >, 1);

  prony_comparison_init (&comparison, PRONY_METRIC_ITL, baseline, a, value, b);
  g_assert_true (comparison.clear);
  g_assert_true (comparison.second_is_better);
  g_assert_cmpfloat_with_epsilon (comparison.ratio, 0.5, 1e-6);
}

static void
test_without_records (void)
{
  g_autoptr (GPtrArray) records = make_records (20, 0.1, 0.02);
  g_autoptr (PronySummary) baseline = summarize (records);
  g_autoptr (PronySummary) nothing = prony_summary_new ();
  PronyComparison comparison;

  prony_comparison_init (&comparison, PRONY_METRIC_TTFT, baseline, NULL, nothing, NULL);
  g_assert_true (isnan (comparison.value));
  g_assert_true (isnan (comparison.ratio));
  g_assert_true (isnan (comparison.p_value));
  g_assert_false (comparison.clear);
  g_assert_false (comparison.second_is_better);
}

/* --- Point and interval ---------------------------------------------------------- */

/* Requests of a trial by chance: few or many, some alike, some failed. */
static GPtrArray *
draw_records (GRand *rand, double level, guint steps)
{
  GPtrArray *records = new_records ();
  guint n = (guint) g_rand_int_range (rand, 1, 40);

  for (guint i = 0; i < n; i++)
    {
      double step = g_rand_int_range (rand, 0, (int) steps) / (double) steps;
      PronyRequestRecord *record =
        make_record (i + 1, i * 2, level * (0.5 + step), level * 0.1 * (1 + step), 10);

      if (g_rand_int_range (rand, 0, 8) == 0)
        record->outcome = PRONY_OUTCOME_HTTP_5XX;
      record->quality = g_rand_boolean (rand) ? PRONY_QUALITY_PASS : PRONY_QUALITY_FAIL;
      g_ptr_array_add (records, record);
    }
  return records;
}

static void
set_scalar (PronySummary *summary, PronyMetric metric, double value)
{
  summary->scalars[metric - PRONY_N_DISTRIBUTIONS] = value;
}

static double
get_median (GPtrArray *records, PronyMetric metric)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < records->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (records, i);
      double value = prony_request_metric (record, metric);

      if (record->outcome != PRONY_OUTCOME_OK)
        continue;
      if (metric == PRONY_METRIC_ITL)
        prony_request_itl (record, values);
      else
        g_array_append_val (values, value);
    }
  return prony_median ((double *) (gpointer) values->data, values->len);
}

/* The figures that are compared alone: all of them would take their time. */
static PronySummary *
summarize_quickly (GPtrArray *records)
{
  PronySummary *summary = prony_summary_new ();
  double busy_s = 0;
  double n_right;

  for (guint i = 0; i < records->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (records, i);
      gboolean right = record->outcome == PRONY_OUTCOME_OK;

      summary->outcomes[record->outcome]++;
      summary->quality_passed += right && record->quality == PRONY_QUALITY_PASS;
      summary->quality_failed += right && record->quality == PRONY_QUALITY_FAIL;
      busy_s += right ? prony_request_metric (record, PRONY_METRIC_LATENCY) : 0;
    }
  n_right = (double) summary->outcomes[PRONY_OUTCOME_OK];
  for (guint i = 0; i < PRONY_N_DISTRIBUTIONS; i++)
    summary->distributions[i].p50 = get_median (records, (PronyMetric) i);
  set_scalar (summary, PRONY_METRIC_SUCCESS_RATE, n_right / records->len);
  set_scalar (summary, PRONY_METRIC_ERROR_RATE, 1 - n_right / records->len);
  if (n_right > 0)
    {
      set_scalar (summary, PRONY_METRIC_QUALITY_PASS_RATE,
                  (double) summary->quality_passed / n_right);
      set_scalar (summary, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC, 10 * n_right / busy_s);
      set_scalar (summary, PRONY_METRIC_TOTAL_TOKENS_PER_SEC, 20 * n_right / busy_s);
      set_scalar (summary, PRONY_METRIC_REQUESTS_PER_SEC, n_right / busy_s);
    }
  return summary;
}

static guint
draw_side (GRand *rand, guint steps, PronyComparisonTrial *trials)
{
  guint n = (guint) g_rand_int_range (rand, 1, 6);
  double level = g_rand_double_range (rand, 0.05, 0.4);

  for (guint i = 0; i < n; i++)
    {
      trials[i].records = draw_records (rand, level * g_rand_double_range (rand, 1, 1.1), steps);
      trials[i].summary = summarize_quickly (trials[i].records);
    }
  return n;
}

static void
clear_side (PronyComparisonTrial *trials, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_ptr_array_unref (trials[i].records);
      prony_summary_unref (trials[i].summary);
    }
}

static void
check_inside (const char *name, double value, const double interval[2])
{
  double slack = 1e-9 * MAX (1, fabs (value));

  if (isfinite (interval[0]) && (value < interval[0] - slack || value > interval[1] + slack))
    g_error ("%s: %g is outside %g to %g", name, value, interval[0], interval[1]);
  g_assert_cmpint (isfinite (interval[0]), ==, isfinite (interval[1]));
}

/* What is shown lies in the interval beside it, whatever was measured: once or several times,
 * trials of different size, with values that are alike, and failed requests. */
static void
test_point_in_interval (void)
{
  static const PronyMetric metrics[] = {
    PRONY_METRIC_TTFT,
    PRONY_METRIC_ITL,
    PRONY_METRIC_LATENCY,
    PRONY_METRIC_OUTPUT_TOKENS_PER_SEC,
    PRONY_METRIC_TOTAL_TOKENS_PER_SEC,
    PRONY_METRIC_REQUESTS_PER_SEC,
    PRONY_METRIC_SUCCESS_RATE,
    PRONY_METRIC_ERROR_RATE,
    PRONY_METRIC_QUALITY_PASS_RATE,
  };
  guint n_intervals[G_N_ELEMENTS (metrics)] = { 0 };

  for (guint seed = 0; seed < 40; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      guint steps = seed % 3 == 0 ? 2 : 1000;
      PronyComparisonTrial a[5], b[5];
      guint n_a = draw_side (rand, steps, a);
      guint n_b = draw_side (rand, steps, b);

      for (guint i = 0; i < G_N_ELEMENTS (metrics); i++)
        {
          const char *name = prony_metric_get_info (metrics[i])->name;
          PronyComparison comparison;
          double difference;

          prony_comparison_init_repeats (&comparison, metrics[i], a, n_a, b, n_b);
          difference = comparison.value - comparison.baseline;
          check_inside (name, difference, comparison.difference_ci);
          check_inside (name, comparison.ratio, comparison.ratio_ci);
          g_assert_true (!comparison.clear || fabs (difference) > 0);
          if (comparison.noise_floor > 0 && isfinite (comparison.difference_ci[0]))
            g_assert_cmpfloat (comparison.difference_ci[1] - comparison.difference_ci[0], >=,
                               2 * comparison.noise_floor * (1 - 1e-9));
          n_intervals[i] += isfinite (comparison.difference_ci[0]);
        }
      clear_side (a, n_a);
      clear_side (b, n_b);
    }
  for (guint i = 0; i < G_N_ELEMENTS (metrics); i++)
    g_assert_cmpuint (n_intervals[i], >, 20);
}

/* One repeat of ten requests that are slow, and one of three hundred that are not: the mean of the
 * two medians lies half way, and so does its interval. */
static void
test_unequal_repeats (void)
{
  g_autoptr (GPtrArray) many = make_records (300, 0.1, 0.01);
  g_autoptr (GPtrArray) few = make_records (10, 0.3, 0.01);
  g_autoptr (PronySummary) of_many = summarize (many);
  g_autoptr (PronySummary) of_few = summarize (few);
  const PronyComparisonTrial a[] = { { of_many, many }, { of_many, many } };
  const PronyComparisonTrial b[] = { { of_many, many }, { of_few, few } };
  PronyComparison comparison;

  prony_comparison_init_repeats (&comparison, PRONY_METRIC_TTFT, a, 2, b, 2);
  g_assert_cmpfloat_with_epsilon (comparison.value - comparison.baseline, 0.1, 0.002);
  check_inside ("TTFT", comparison.value - comparison.baseline, comparison.difference_ci);
  check_inside ("TTFT", comparison.ratio, comparison.ratio_ci);
  g_assert_false (comparison.clear);
}

/* A repeat whose requests are not there any more counts by its figure, and so do the others. */
static void
test_lost_records (void)
{
  g_autoptr (GPtrArray) slow = make_records (20, 0.3, 0.01);
  g_autoptr (GPtrArray) fast = make_records (20, 0.1, 0.01);
  g_autoptr (PronySummary) of_slow = summarize (slow);
  g_autoptr (PronySummary) of_fast = summarize (fast);
  const PronyComparisonTrial a[] = { { of_slow, NULL }, { of_slow, slow } };
  const PronyComparisonTrial b[] = { { of_fast, fast }, { of_fast, fast } };
  PronyComparison comparison;

  prony_comparison_init_repeats (&comparison, PRONY_METRIC_TTFT, a, 2, b, 2);
  g_assert_true (comparison.by_trials);
  g_assert_cmpuint (comparison.n_values[0], ==, 2);
  check_inside ("TTFT", comparison.value - comparison.baseline, comparison.difference_ci);

  prony_comparison_init_repeats (&comparison, PRONY_METRIC_TTFT, a, 1, b, 1);
  g_assert_true (isnan (comparison.difference_ci[0]));
  g_assert_false (comparison.clear);
}

/* --- Winners -------------------------------------------------------------------- */

typedef struct
{
  PronyRun *run;
  GPtrArray *records;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->run = prony_run_new ("test");
  fixture->records = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  prony_run_unref (fixture->run);
  g_ptr_array_unref (fixture->records);
}

static GPtrArray *
get_records (PronyTrial *trial, gpointer user_data)
{
  Fixture *fixture = user_data;

  return g_ptr_array_ref (g_ptr_array_index (fixture->records, trial->index));
}

static void
add_trial (Fixture *fixture,
           const char *name,
           gboolean simulated,
           guint level,
           PronyScenarioClass klass,
           GPtrArray *records)
{
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("http://127.0.0.1:1", NULL);
  g_autoptr (PronyTarget) target = prony_target_new (engine, "m");
  PronyTrial *trial;

  prony_set_str (&target->name, name);
  target->simulated = simulated;
  trial = prony_trial_new (fixture->run->trials->len, target, "s", "S", klass,
                           prony_load_level_closed (level));
  if (records->len > 0)
    trial->summary = summarize (records);
  g_ptr_array_add (fixture->run->trials, trial);
  g_ptr_array_add (fixture->records, records);
}

static GArray *
find_winners (Fixture *fixture)
{
  return prony_comparison_find_winners (fixture->run, get_records, fixture);
}

static void
test_winner (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) winners = NULL;
  PronyWinner *winner;

  add_trial (fixture, "a", FALSE, 1, PRONY_SCENARIO_SHORT_SHORT, make_records (20, 0.3, 0.01));
  add_trial (fixture, "b", FALSE, 1, PRONY_SCENARIO_SHORT_SHORT, make_records (20, 0.1, 0.01));
  add_trial (fixture, "c", FALSE, 1, PRONY_SCENARIO_SHORT_SHORT, make_records (20, 0.2, 0.01));
  add_trial (fixture, "sim", TRUE, 1, PRONY_SCENARIO_SHORT_SHORT, make_records (20, 0.01, 0.01));
  add_trial (fixture, "a", FALSE, 5, PRONY_SCENARIO_SHORT_SHORT, make_records (20, 0.1, 0.01));
  add_trial (fixture, "b", FALSE, 5, PRONY_SCENARIO_SHORT_SHORT, make_records (20, 0.1, 0.01));
  add_trial (fixture, "a", FALSE, 9, PRONY_SCENARIO_SHORT_SHORT, make_records (20, 0.1, 0.01));
  add_trial (fixture, "sim", TRUE, 9, PRONY_SCENARIO_SHORT_SHORT, make_records (20, 0.2, 0.01));
  winners = find_winners (fixture);

  g_assert_cmpuint (winners->len, ==, 2);
  winner = &g_array_index (winners, PronyWinner, 0);
  g_assert_cmpstr (winner->scenario, ==, "s");
  g_assert_cmpuint (winner->load.concurrency, ==, 1);
  g_assert_cmpint (winner->metric, ==, PRONY_METRIC_TTFT);
  g_assert_cmpint (winner->winner, ==, 1);
  g_assert_cmpint (winner->runner_up, ==, 2);
  g_assert_true (winner->comparison.clear);
  g_assert_true (winner->comparison.second_is_better);

  winner = &g_array_index (winners, PronyWinner, 1);
  g_assert_cmpuint (winner->load.concurrency, ==, 5);
  g_assert_false (winner->comparison.clear);
}

static void
test_all_simulated (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) winners = NULL;

  add_trial (fixture, "a", TRUE, 1, PRONY_SCENARIO_SHORT_LONG, make_stream (20, 0.1, 0.01));
  add_trial (fixture, "b", TRUE, 1, PRONY_SCENARIO_SHORT_LONG, make_stream (20, 0.1, 0.02));
  winners = find_winners (fixture);

  g_assert_cmpuint (winners->len, ==, 1);
  g_assert_cmpint (g_array_index (winners, PronyWinner, 0).metric, ==,
                   PRONY_METRIC_OUTPUT_TOKENS_PER_SEC);
  g_assert_cmpint (g_array_index (winners, PronyWinner, 0).winner, ==, 0);
  g_assert_true (g_array_index (winners, PronyWinner, 0).comparison.clear);
}

static void
test_no_value (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) winners = NULL;

  add_trial (fixture, "a", FALSE, 1, PRONY_SCENARIO_LONG_LONG, make_records (20, 0.1, 0.01));
  add_trial (fixture, "b", FALSE, 1, PRONY_SCENARIO_LONG_LONG, new_records ());
  winners = find_winners (fixture);

  g_assert_cmpuint (winners->len, ==, 1);
  g_assert_cmpint (g_array_index (winners, PronyWinner, 0).metric, ==, PRONY_METRIC_LATENCY);
  g_assert_cmpint (g_array_index (winners, PronyWinner, 0).winner, ==, -1);
  g_assert_cmpint (g_array_index (winners, PronyWinner, 0).runner_up, ==, -1);
  g_assert_false (g_array_index (winners, PronyWinner, 0).comparison.clear);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/metrics/comparison/pairs", test_pairs);
  g_test_add_func ("/metrics/comparison/throughput", test_throughput);
  g_test_add_func ("/metrics/comparison/without-records", test_without_records);
  g_test_add_func ("/metrics/comparison/point-in-interval", test_point_in_interval);
  g_test_add_func ("/metrics/comparison/unequal-repeats", test_unequal_repeats);
  g_test_add_func ("/metrics/comparison/lost-records", test_lost_records);
  g_test_add ("/metrics/comparison/winner", Fixture, NULL, set_up, test_winner, tear_down);
  g_test_add ("/metrics/comparison/all-simulated", Fixture, NULL, set_up, test_all_simulated,
              tear_down);
  g_test_add ("/metrics/comparison/no-value", Fixture, NULL, set_up, test_no_value, tear_down);

  return g_test_run ();
}
