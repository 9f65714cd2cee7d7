/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/metrics/prony-comparison.h"
#include "core/metrics/prony-summarize.h"
#include "core/metrics/prony-tag-cut.h"
#include "synthetic-records.h"

/* Requests of which the first are right, the next wrong, and the rest were not judged. */
static GPtrArray *
make_judged (guint n_right, guint n_wrong, guint n_unjudged, double ttft)
{
  GPtrArray *records = new_records ();

  for (guint i = 0; i < n_right + n_wrong + n_unjudged; i++)
    {
      PronyRequestRecord *record = make_record (i + 1, i, ttft + i * 1e-4, 0.01, 5);

      record->quality = i < n_right             ? PRONY_QUALITY_PASS
                        : i < n_right + n_wrong ? PRONY_QUALITY_FAIL
                                                : PRONY_QUALITY_NONE;
      g_ptr_array_add (records, record);
    }
  return records;
}

static PronySummary *
summarize (GPtrArray *records, PronyScenario *scenario)
{
  PronySummaryInput input;

  prony_summary_input_init (&input, records);
  input.scenario = scenario;
  return prony_summarize (&input);
}

/* --- Figures of a trial -------------------------------------------------------------------- */

static PronyScenario *
make_scenario (gboolean rules)
{
  PronyScenario *scenario = prony_scenario_new ("judged");

  g_ptr_array_add (scenario->cases, prony_test_case_new ());
  if (rules)
    scenario->expect = prony_expectation_new (PRONY_EXPECT_NUMBER);
  return scenario;
}

static void
test_summary (void)
{
  g_autoptr (GPtrArray) records = make_judged (6, 2, 4, 0.1);
  g_autoptr (PronyScenario) scenario = make_scenario (TRUE);
  g_autoptr (PronySummary) summary = summarize (records, scenario);
  g_autoptr (JsonObject) json = prony_summary_to_json (summary);
  g_autoptr (PronySummary) again = prony_summary_from_json (json);
  g_autofree char *note = prony_summary_describe_quality (summary);

  g_assert_cmpfloat (prony_summary_get (summary, PRONY_METRIC_QUALITY_PASS_RATE), ==, 0.75);
  g_assert_cmpfloat_with_epsilon (summary->quality_ci95[0], 0.4093, 1e-4);
  g_assert_cmpfloat_with_epsilon (summary->quality_ci95[1], 0.9285, 1e-4);
  g_assert_cmpuint (summary->quality_unjudged, ==, 4);
  g_assert_true (g_str_has_prefix (note, "4 answers were not judged"));

  g_assert_cmpuint (again->quality_passed, ==, 6);
  g_assert_cmpuint (again->quality_failed, ==, 2);
  g_assert_cmpuint (again->quality_unjudged, ==, 4);
  g_assert_cmpfloat (again->quality_ci95[0], ==, summary->quality_ci95[0]);
  g_assert_cmpfloat (again->quality_ci95[1], ==, summary->quality_ci95[1]);
  g_assert_cmpfloat (prony_summary_get (again, PRONY_METRIC_QUALITY_PASS_RATE), ==, 0.75);
}

/* Warm-up and failed requests are in no share. */
static void
test_left_out (void)
{
  g_autoptr (GPtrArray) records = make_judged (3, 3, 0, 0.1);
  g_autoptr (PronyScenario) scenario = make_scenario (TRUE);
  g_autoptr (PronySummary) summary = NULL;

  ((PronyRequestRecord *) records->pdata[0])->warmup = TRUE;
  ((PronyRequestRecord *) records->pdata[1])->outcome = PRONY_OUTCOME_TRUNCATED;
  summary = summarize (records, scenario);
  g_assert_cmpfloat (prony_summary_get (summary, PRONY_METRIC_QUALITY_PASS_RATE), ==, 0.25);
}

static void
test_no_rules (void)
{
  g_autoptr (GPtrArray) records = make_judged (0, 0, 5, 0.1);
  g_autoptr (PronyScenario) scenario = make_scenario (FALSE);
  g_autoptr (PronySummary) summary = summarize (records, scenario);
  g_autoptr (JsonObject) json = prony_summary_to_json (summary);

  g_assert_true (isnan (prony_summary_get (summary, PRONY_METRIC_QUALITY_PASS_RATE)));
  g_assert_cmpuint (summary->quality_unjudged, ==, 0);
  g_assert_null (prony_summary_describe_quality (summary));
  g_assert_false (json_object_has_member (json, "quality_pass_rate"));
  g_assert_false (json_object_has_member (json, "quality_passed"));
  g_assert_false (json_object_has_member (json, "quality_pass_rate_ci95"));
}

/* --- Two trials ----------------------------------------------------------------------------- */

static const struct
{
  guint right[2];
  guint wrong[2];
  gboolean clear;
  int sign; /* of the difference */
} pairs[] = {
  { { 9, 2 }, { 1, 8 }, TRUE, -1 },     { { 2, 9 }, { 8, 1 }, TRUE, 1 },
  { { 8, 6 }, { 2, 4 }, FALSE, -1 },    { { 10, 10 }, { 0, 0 }, FALSE, 0 },
  { { 90, 70 }, { 10, 30 }, TRUE, -1 }, { { 1, 0 }, { 0, 1 }, FALSE, -1 },
};

static void
test_comparison (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (GPtrArray) a = make_judged (pairs[i].right[0], pairs[i].wrong[0], 0, 0.2);
      g_autoptr (GPtrArray) b = make_judged (pairs[i].right[1], pairs[i].wrong[1], 0, 0.1);
      g_autoptr (PronySummary) baseline = summarize (a, NULL);
      g_autoptr (PronySummary) value = summarize (b, NULL);
      PronyComparison by_speed, by_quality;
      double difference;

      prony_comparison_init (&by_speed, PRONY_METRIC_TTFT, baseline, a, value, b);
      prony_comparison_init (&by_quality, PRONY_METRIC_QUALITY_PASS_RATE, baseline, a, value, b);
      difference = by_quality.value - by_quality.baseline;
      g_test_message ("%u", i);
      g_assert_cmpint (by_quality.clear, ==, pairs[i].clear);
      g_assert_cmpint (by_speed.quality.clear, ==, pairs[i].clear);
      g_assert_cmpint ((difference > 0) - (difference < 0), ==, pairs[i].sign);
      g_assert_cmpint (by_quality.second_is_better, ==, pairs[i].sign > 0);
      g_assert_cmpfloat (by_quality.p_value, ==, by_speed.quality.p_value);
      g_assert_cmpfloat (by_quality.difference_ci[0], <=, difference);
      g_assert_cmpfloat (by_quality.difference_ci[1], >=, difference);
      if (pairs[i].clear)
        g_assert_cmpfloat (by_quality.p_value, <, 0.05);
    }
}

static void
test_unknown (void)
{
  g_autoptr (GPtrArray) a = make_judged (5, 5, 0, 0.2);
  g_autoptr (GPtrArray) b = make_judged (0, 0, 10, 0.1);
  g_autoptr (PronySummary) baseline = summarize (a, NULL);
  g_autoptr (PronySummary) value = summarize (b, NULL);
  PronyComparison comparison;

  prony_comparison_init (&comparison, PRONY_METRIC_TTFT, baseline, a, value, b);
  g_assert_true (comparison.clear);
  g_assert_false (prony_quality_difference_is_known (&comparison.quality));
  g_assert_false (comparison.quality.clear);
  g_assert_true (isnan (comparison.quality.p_value));
  g_assert_null (prony_quality_difference_describe (&comparison.quality, "a", "b", 1));
}

/* --- By tag --------------------------------------------------------------------------------- */

static void
test_tags (void)
{
  static const char *const tags[][3] = { { "short", "simple" }, { "long", "simple" }, { NULL } };
  g_autoptr (PronyScenario) scenario = prony_scenario_new ("tagged");
  g_autoptr (GPtrArray) records = make_judged (9, 0, 0, 0.1);
  g_autoptr (GArray) cuts = NULL;

  g_assert_false (prony_tag_cut_is_possible (NULL));
  g_assert_false (prony_tag_cut_is_possible (scenario));
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      PronyTestCase *test_case = prony_test_case_new ();

      g_strfreev (test_case->tags);
      test_case->tags = g_strdupv ((char **) tags[i]);
      g_ptr_array_add (scenario->cases, test_case);
    }
  g_assert_true (prony_tag_cut_is_possible (scenario));

  /* Of each case three requests; of the second one is a warm-up, one fails, and one is
   * wrong; of the first, one was cancelled. One is of a case that there is none of. */
  for (guint i = 0; i < records->len; i++)
    ((PronyRequestRecord *) records->pdata[i])->case_index = i / 3;
  ((PronyRequestRecord *) records->pdata[0])->outcome = PRONY_OUTCOME_CANCELLED;
  ((PronyRequestRecord *) records->pdata[3])->warmup = TRUE;
  ((PronyRequestRecord *) records->pdata[4])->outcome = PRONY_OUTCOME_HTTP_5XX;
  ((PronyRequestRecord *) records->pdata[5])->quality = PRONY_QUALITY_FAIL;
  ((PronyRequestRecord *) records->pdata[8])->case_index = 77;

  cuts = prony_tag_cut_make (scenario, records);
  g_assert_cmpuint (cuts->len, ==, 3);
  for (guint i = 0; i < cuts->len; i++)
    {
      const PronyTagCut *cut = &g_array_index (cuts, PronyTagCut, i);
      static const char *const names[] = { "short", "simple", "long" };
      static const guint requests[] = { 3, 5, 2 };
      static const double success[] = { 1, 0.75, 0.5 };
      static const double right[] = { 1, 2.0 / 3, 0 };
      static const double ttft[] = { 0.10015, 0.1002, 0.1005 };

      g_assert_cmpstr (cut->tag, ==, names[i]);
      g_assert_cmpuint (cut->requests, ==, requests[i]);
      g_assert_cmpfloat (cut->success_rate, ==, success[i]);
      g_assert_cmpfloat (cut->quality_pass_rate, ==, right[i]);
      g_assert_cmpfloat_with_epsilon (cut->ttft_p50, ttft[i], 1e-6);
      g_assert_cmpfloat_with_epsilon (cut->latency_p50, ttft[i] + 0.04, 1e-6);
      g_assert_cmpfloat_with_epsilon (cut->tokens_per_sec_p50, 5 / (ttft[i] + 0.04), 1e-2);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/metrics/pass-rate/summary", test_summary);
  g_test_add_func ("/metrics/pass-rate/left-out", test_left_out);
  g_test_add_func ("/metrics/pass-rate/no-rules", test_no_rules);
  g_test_add_func ("/metrics/pass-rate/comparison", test_comparison);
  g_test_add_func ("/metrics/pass-rate/unknown", test_unknown);
  g_test_add_func ("/metrics/pass-rate/tags", test_tags);

  return g_test_run ();
}
