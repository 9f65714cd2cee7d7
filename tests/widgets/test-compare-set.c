/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Comparing without any widget: what meets whom, and what is said of it. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "app/session/prony-result-item.h"
#include "app/session/prony-run-analysis.h"
#include "app/session/prony-run-item.h"
#include "core/analysis/prony-compare-charts.h"
#include "core/analysis/prony-comparison-text.h"
#include "core/model/prony-run-targets.h"
#include "result-fixture.h"

static const ResultTarget first_targets[] = {
  { "ollama", 0.2, FALSE },
  { "vLLM", 0.1, FALSE },
};
static const ResultTarget second_targets[] = {
  { "ollama", 0.15, FALSE },
  { "Stand-in", 0.01, TRUE },
};

static void
add_all (PronyCompareSet *set, PronyRun *run)
{
  g_autoptr (GPtrArray) targets = prony_run_list_targets (run);

  for (guint i = 0; i < targets->len; i++)
    prony_compare_set_add (set, run, g_ptr_array_index (targets, i));
}

static void
test_groups (void)
{
  g_autoptr (PronyRun) run = result_fixture_make_run ("One", first_targets, 2);
  g_autoptr (PronyRun) other = result_fixture_make_run ("Two", second_targets, 1);
  g_autoptr (PronyCompareSet) set = prony_compare_set_new ();
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  g_assert_cmpuint (set->groups->len, ==, 0);
  add_all (set, other);
  g_assert_cmpuint (set->groups->len, ==, 0); /* alone there is nothing to compare */
  add_all (set, run);
  add_all (set, run); /* nobody twice */
  g_assert_cmpuint (set->entries->len, ==, 3);
  g_assert_cmpuint (set->groups->len, ==, 2); /* two levels */
  g_assert_cmpint (prony_compare_set_suggest_metric (set), ==, PRONY_METRIC_TTFT);
  g_assert_false (prony_compare_set_mixes_simulated (set));

  /* The model differs, as the fixture has the figure in it. */
  first = prony_compare_set_dup_title (set, 0);
  second = prony_compare_set_dup_title (set, 2);
  g_assert_cmpstr (first, ==, "ollama · 0.150");
  g_assert_cmpstr (second, ==, "vLLM");

  prony_compare_set_remove (set, 1);
  prony_compare_set_remove (set, 1);
  g_assert_cmpuint (set->groups->len, ==, 0);
}

static void
test_levels_apart (void)
{
  g_autoptr (PronyRun) run = result_fixture_make_run ("One", first_targets, 1);
  g_autoptr (PronyRun) other = result_fixture_make_run ("Two", first_targets, 1);
  g_autoptr (PronyCompareSet) set = prony_compare_set_new ();

  for (guint i = 0; i < other->trials->len; i++)
    ((PronyTrial *) g_ptr_array_index (other->trials, i))->load.concurrency += 100;
  add_all (set, run);
  add_all (set, other);
  g_assert_cmpuint (set->entries->len, ==, 2);
  g_assert_cmpuint (set->groups->len, ==, 0);
}

/* A simulated result is shown, but never compared with a real one. */
static void
test_simulated (void)
{
  g_autoptr (PronyRun) run = result_fixture_make_run ("One", first_targets, 2);
  g_autoptr (PronyRun) other = result_fixture_make_run ("Two", second_targets, 2);
  g_autoptr (PronyCompareSet) set = prony_compare_set_new ();
  g_autoptr (GPtrArray) pairs = NULL;
  g_autoptr (GPtrArray) charts = NULL;
  guint n_rankings = 0;

  add_all (set, run);
  add_all (set, other);
  g_assert_true (prony_compare_set_mixes_simulated (set));

  charts = prony_compare_set_make_charts (set, PRONY_METRIC_TTFT);
  g_assert_cmpuint (charts->len, ==, 1);
  g_assert_cmpuint (prony_chart_count_data (g_ptr_array_index (charts, 0)), ==, 8);

  pairs = prony_compare_set_make_pairs (set, PRONY_METRIC_TTFT, 0);
  for (guint i = 0; i < pairs->len; i++)
    {
      PronyComparePair *pair = g_ptr_array_index (pairs, i);

      g_assert_false (pair->baseline->target->simulated || pair->trial->target->simulated);
      if (!pair->ranking)
        continue;
      n_rankings++;
      g_assert_cmpstr (pair->trial->target->name, ==, "vLLM");
      g_assert_cmpstr (pair->baseline->target->name, ==, "ollama");
      g_assert_cmpuint (pair->baseline_entry, ==, 2); /* the faster ollama of the second run */
    }
  g_assert_cmpuint (n_rankings, ==, 2);
}

static void
test_all_simulated (void)
{
  static const ResultTarget targets[] = { { "a", 0.1, TRUE }, { "b", 0.2, TRUE } };
  g_autoptr (PronyRun) run = result_fixture_make_run ("One", targets, 2);
  g_autoptr (PronyCompareSet) set = prony_compare_set_new ();
  g_autoptr (GPtrArray) pairs = NULL;

  add_all (set, run);
  g_assert_false (prony_compare_set_mixes_simulated (set));
  pairs = prony_compare_set_make_pairs (set, PRONY_METRIC_TTFT, 1);
  g_assert_cmpuint (pairs->len, ==, 4); /* at each level one against the baseline, one ranking */
}

static void
test_sentences (void)
{
  static const struct
  {
    PronyMetric metric;
    double baseline;
    double value;
    gboolean clear;
    gboolean second_is_better;
    const char *expected;
  } cases[] = {
    { PRONY_METRIC_TTFT, 0.18, 0.12, TRUE, TRUE,
      "vLLM is better. Time to first token: 120 ms against 180 ms of ollama." },
    { PRONY_METRIC_TTFT, 0.12, 0.18, TRUE, FALSE,
      "ollama is better. Time to first token: 120 ms against 180 ms of vLLM." },
    { PRONY_METRIC_TTFT, 0.12, 0.121, FALSE, FALSE,
      "No clear winner. Time to first token: ollama has 120 ms, vLLM has 121 ms." },
    { PRONY_METRIC_TTFT, NAN, 0.121, FALSE, FALSE,
      "Time to first token cannot be compared: a value is missing." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PronyComparison comparison;
      g_autofree char *text = NULL;

      prony_comparison_init_empty (&comparison, cases[i].metric);
      comparison.baseline = cases[i].baseline;
      comparison.value = cases[i].value;
      comparison.clear = cases[i].clear;
      comparison.second_is_better = cases[i].second_is_better;
      text = prony_comparison_describe (&comparison, "ollama", "vLLM");
      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

/* Who answered right how often is told beside what decides. */
static void
test_quality (void)
{
  static const struct
  {
    PronyMetric metric;
    gboolean clear;
    gboolean second_is_better;
    PronyQualityDifference quality;
    const char *expected; /* the end of it */
  } cases[] = {
    { PRONY_METRIC_TTFT,
      TRUE,
      TRUE,
      { .baseline = 0.9, .value = 0.6, .clear = TRUE },
      "of ollama. But fewer of its answers were right: vLLM 60.0 %, ollama 90.0 %." },
    { PRONY_METRIC_TTFT,
      TRUE,
      FALSE,
      { .baseline = 0.6, .value = 0.9, .clear = TRUE },
      "of vLLM. But fewer of its answers were right: ollama 60.0 %, vLLM 90.0 %." },
    { PRONY_METRIC_TTFT,
      TRUE,
      TRUE,
      { .baseline = 0.6, .value = 0.9, .clear = TRUE },
      "of ollama. vLLM gave more right answers, with 90.0 % against 60.0 %." },
    { PRONY_METRIC_TTFT,
      FALSE,
      TRUE,
      { .baseline = 0.9, .value = 0.6, .clear = TRUE },
      " ollama gave more right answers, with 90.0 % against 60.0 %." },
    { PRONY_METRIC_TTFT,
      TRUE,
      TRUE,
      { .baseline = 0.9, .value = 0.6, .clear = FALSE },
      " Right answers: ollama 90.0 %, vLLM 60.0 %; the difference may be chance." },
    { PRONY_METRIC_TTFT,
      TRUE,
      TRUE,
      { .baseline = 0.9, .value = 0.9 },
      " Both gave right answers equally often: 90.0 %." },
    { PRONY_METRIC_QUALITY_PASS_RATE,
      FALSE,
      FALSE,
      { .baseline = 0.9, .value = 0.6 },
      "No clear winner. Right answers: ollama has 2.00 %, vLLM has 1.00 %." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PronyComparison comparison;
      g_autofree char *text = NULL;

      prony_comparison_init_empty (&comparison, cases[i].metric);
      comparison.baseline = 0.02;
      comparison.value = 0.01;
      comparison.clear = cases[i].clear;
      comparison.second_is_better = cases[i].second_is_better;
      comparison.quality = cases[i].quality;
      text = prony_comparison_describe (&comparison, "ollama", "vLLM");
      g_test_message ("%s", text);
      g_assert_true (g_str_has_suffix (text, cases[i].expected));
    }
}

static void
test_numbers (void)
{
  g_autofree char *small = prony_comparison_format_p_value (0.00001);
  g_autofree char *p = prony_comparison_format_p_value (0.0471);
  g_autofree char *none = prony_comparison_format_p_value (NAN);
  g_autofree char *ratio = prony_comparison_format_ratio (1.5);
  g_autofree char *less = prony_comparison_format_difference (-0.05, PRONY_UNIT_SECONDS);
  g_autofree char *more = prony_comparison_format_difference (0.05, PRONY_UNIT_SECONDS);
  g_autofree char *no_difference = prony_comparison_format_difference (NAN, PRONY_UNIT_SECONDS);

  g_assert_cmpstr (small, ==, "< 0.001");
  g_assert_cmpstr (p, ==, "0.047");
  g_assert_cmpstr (none, ==, "–");
  g_assert_cmpstr (ratio, ==, "1.50 ×");
  g_assert_cmpstr (less, ==, "−50.0 ms");
  g_assert_cmpstr (more, ==, "+50.0 ms");
  g_assert_cmpstr (no_difference, ==, "–");
}

static void
test_analysis (void)
{
  g_autoptr (PronyRun) run = result_fixture_make_run ("One", first_targets, 2);
  g_autoptr (PronyRunAnalysis) analysis = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *group = NULL;

  /* Three requests of every trial failed alike. */
  for (guint i = 0; i < run->trials->len; i++)
    ((PronyTrial *) g_ptr_array_index (run->trials, i))->summary->outcomes[PRONY_OUTCOME_HTTP_5XX] =
      3;
  analysis = prony_run_analysis_new (run, result_fixture_get_records, GUINT_TO_POINTER (3), NULL);

  g_assert_cmpuint (analysis->winners->len, ==, 2);
  sentence = prony_run_analysis_describe_winner (analysis, 0);
  group = prony_run_analysis_describe_group (analysis, 1);
  g_assert_true (g_str_has_prefix (sentence, "vLLM is better. Time to first token: 102 ms"));
  g_assert_cmpstr (group, ==, "Short Prompt, Short Completion · 4 at once");

  g_assert_cmpuint (analysis->failures->len, ==, run->trials->len);
  for (guint i = 0; i < analysis->failures->len; i++)
    {
      PronyRunFailure *failure = g_ptr_array_index (analysis->failures, i);

      g_assert_cmpuint (failure->trial_index, ==, i);
      g_assert_cmpuint (failure->count, ==, 3);
      g_assert_cmpint (failure->outcome, ==, PRONY_OUTCOME_HTTP_5XX);
      g_assert_cmpstr (failure->message, ==, "The engine failed.");
    }
}

/* Results come and go with their runs, newest first, whatever is inserted where. */
static void
test_results_follow_runs (void)
{
  static const ResultTarget targets[] = { { "ollama", 0.2, FALSE }, { "vLLM", 0.1, FALSE } };
  g_autoptr (GListStore) runs = g_list_store_new (PRONY_TYPE_RUN_ITEM);
  g_autoptr (GListModel) results = prony_result_item_list (G_LIST_MODEL (runs));

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (PronyRun) run = result_fixture_make_run ("A run", targets, 2);
      g_autoptr (PronyRunItem) item = prony_run_item_new_for_run (run);

      g_list_store_insert (runs, 0, item);
    }
  g_list_store_remove (runs, 1);

  g_assert_cmpuint (g_list_model_get_n_items (results), ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (PronyResultItem) result = g_list_model_get_item (results, i);
      g_autoptr (PronyRunItem) item = g_list_model_get_item (G_LIST_MODEL (runs), i / 2);

      g_assert_true (prony_result_item_get_entry (result) == prony_run_item_get_entry (item));
      g_assert_cmpstr (prony_result_item_get_result (result)->target, ==, targets[i % 2].name);
      g_assert_cmpstr (prony_result_find_target (prony_result_item_get_result (result),
                                                 prony_run_item_get_run (item))
                         ->name,
                       ==, targets[i % 2].name);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/compare-set/results-follow-runs", test_results_follow_runs);
  g_test_add_func ("/compare-set/groups", test_groups);
  g_test_add_func ("/compare-set/levels-apart", test_levels_apart);
  g_test_add_func ("/compare-set/simulated", test_simulated);
  g_test_add_func ("/compare-set/all-simulated", test_all_simulated);
  g_test_add_func ("/compare-set/sentences", test_sentences);
  g_test_add_func ("/compare-set/quality", test_quality);
  g_test_add_func ("/compare-set/numbers", test_numbers);
  g_test_add_func ("/compare-set/analysis", test_analysis);
  return g_test_run ();
}
