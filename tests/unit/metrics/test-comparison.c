/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "base/prony-util.h"
#include "core/metrics/prony-comparison.h"
#include "core/metrics/prony-summarize.h"
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

/* The throughput is tested on the rates of the requests. */
static void
test_throughput (void)
{
  g_autoptr (GPtrArray) a = make_records (20, 0.1, 0.02);
  g_autoptr (GPtrArray) b = make_records (20, 0.1, 0.01);
  g_autoptr (PronySummary) baseline = summarize (a);
  g_autoptr (PronySummary) value = summarize (b);
  PronyComparison comparison;

  prony_comparison_init (&comparison, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC, baseline, a, value, b);
  g_assert_true (comparison.clear);
  g_assert_true (comparison.second_is_better);
  g_assert_cmpfloat (comparison.difference_ci[0], >, 0);

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

  add_trial (fixture, "a", TRUE, 1, PRONY_SCENARIO_SHORT_LONG, make_records (20, 0.1, 0.01));
  add_trial (fixture, "b", TRUE, 1, PRONY_SCENARIO_SHORT_LONG, make_records (20, 0.1, 0.02));
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
  g_test_add ("/metrics/comparison/winner", Fixture, NULL, set_up, test_winner, tear_down);
  g_test_add ("/metrics/comparison/all-simulated", Fixture, NULL, set_up, test_all_simulated,
              tear_down);
  g_test_add ("/metrics/comparison/no-value", Fixture, NULL, set_up, test_no_value, tear_down);

  return g_test_run ();
}
