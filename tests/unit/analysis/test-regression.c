/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "analysis-world.h"
#include "core/analysis/prony-regression.h"

static const PronyRegressionWish usual = { NULL, 0, 0.05 };

static GPtrArray *
check (World *world, PronyRun *baseline, PronyRun *run, const PronyRegressionWish *wish)
{
  return prony_regression_check (baseline, world_get_records, run, world_get_records, world, wish);
}

static const PronyRegressionCase *
find_case (GPtrArray *cases, PronyMetric metric)
{
  for (guint i = 0; i < cases->len; i++)
    {
      const PronyRegressionCase *this = g_ptr_array_index (cases, i);

      if (this->comparison.metric == metric)
        return this;
    }
  return NULL;
}

static const struct
{
  const char *name;
  double scale;
  double max_regression;
  PronyRegressionState state;
  PronyRunVerdict verdict;
  const char *sentence;
} cases[] = {
  { "the same", 1, 0.05, PRONY_REGRESSION_SAME, PRONY_RUN_VERDICT_SAME, "No clear difference." },
  { "15 % worse", 1.15, 0.05, PRONY_REGRESSION_WORSE, PRONY_RUN_VERDICT_WORSE, "Worse." },
  { "15 % worse, 30 % are allowed", 1.15, 0.3, PRONY_REGRESSION_SAME, PRONY_RUN_VERDICT_SAME,
    "Within what is allowed." },
  { "much better", 0.5, 0.05, PRONY_REGRESSION_BETTER, PRONY_RUN_VERDICT_BETTER, "Better." },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      World world;
      g_autoptr (PronyRun) baseline = world_new_run ("before", 0);
      g_autoptr (PronyRun) run = world_new_run ("after", 1);
      const PronyRegressionWish wish = { NULL, 0, cases[i].max_regression };
      g_autoptr (GPtrArray) found = NULL;
      const PronyRegressionCase *ttft;

      world_init (&world, 20 + i);
      world_add_trial (&world, baseline, "vLLM", "chat", 4, 100, 1);
      world_add_trial (&world, run, "vLLM", "chat", 4, 100, cases[i].scale);
      found = check (&world, baseline, run, &wish);

      g_assert_cmpuint (found->len, ==, 4);
      ttft = find_case (found, PRONY_METRIC_TTFT);
      if (ttft->state != cases[i].state || prony_regression_get_verdict (found) != cases[i].verdict)
        g_error ("%s: %d, %s", cases[i].name, ttft->state, ttft->sentence);
      g_assert_true (g_str_has_prefix (ttft->sentence, cases[i].sentence));
      g_assert_null (strstr (ttft->sentence, "nan"));
      g_assert_cmpint (find_case (found, PRONY_METRIC_SUCCESS_RATE)->state, ==,
                       PRONY_REGRESSION_SAME);
      world_clear (&world);
    }
}

/* What cannot be told is said, and is no regression. */
static void
test_unlike (void)
{
  World world;
  g_autoptr (PronyRun) baseline = world_new_run ("before", 0);
  g_autoptr (PronyRun) other = world_new_run ("other", 1);
  g_autoptr (PronyRun) few = world_new_run ("few", 2);
  g_autoptr (PronyRun) part = world_new_run ("part", 3);
  const PronyMetric metrics[] = { PRONY_METRIC_REQUESTS_PER_SEC, PRONY_METRIC_THINK_TIME };
  const PronyRegressionWish wish = { metrics, 2, 0.05 };
  g_autoptr (GPtrArray) none = NULL, unknown = NULL, missing = NULL, asked = NULL;

  world_init (&world, 3);
  world_add_trial (&world, baseline, "vLLM", "chat", 4, 50, 1);
  world_add_trial (&world, baseline, "vLLM", "chat", 8, 50, 1);
  world_add_trial (&world, other, "vLLM", "code", 4, 50, 2);
  world_add_trial (&world, few, "vLLM", "chat", 4, 2, 2);
  world_add_trial (&world, few, "vLLM", "chat", 8, 2, 2);
  world_add_trial (&world, part, "another name", "chat", 4, 50, 1);

  none = check (&world, baseline, other, &usual);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpint (prony_regression_get_verdict (none), ==, PRONY_RUN_VERDICT_NONE);

  unknown = check (&world, baseline, few, &usual);
  g_assert_cmpuint (unknown->len, ==, 8);
  g_assert_cmpint (prony_regression_get_verdict (unknown), !=, PRONY_RUN_VERDICT_WORSE);

  missing = check (&world, baseline, part, &usual);
  g_assert_cmpuint (missing->len, ==, 8);
  g_assert_cmpint (((PronyRegressionCase *) missing->pdata[7])->state, ==,
                   PRONY_REGRESSION_MISSING);
  g_assert_cmpint (prony_regression_get_verdict (missing), ==, PRONY_RUN_VERDICT_SAME);

  /* Figures of a whole trial cannot be tested without repeats. */
  asked = check (&world, baseline, part, &wish);
  g_assert_cmpint (find_case (asked, metrics[0])->state, ==, PRONY_REGRESSION_UNKNOWN);
  g_assert_cmpint (find_case (asked, metrics[1])->state, ==, PRONY_REGRESSION_UNKNOWN);
  world_clear (&world);
}

/* What the plan did not ask for is no failure; what it asked for and did not get is one. */
static void
test_unmeasured (void)
{
  World world;
  g_autoptr (PronyRun) baseline = world_new_run ("before", 0);
  g_autoptr (PronyRun) run = world_new_run ("after", 1);
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *xml = NULL;
  const guint levels[] = { 1, 2, 4, 8 };
  PronyTrial *trial;

  world_init (&world, 7);
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    world_add_trial (&world, baseline, "vLLM", "chat", levels[i], 50, 1);
  world_add_trial (&world, run, "vLLM", "chat", 1, 50, 1);
  trial = world_add_trial (&world, run, "vLLM", "chat", 2, 2, 1);
  trial->state = PRONY_STATE_STOPPED;
  trial = world_add_trial (&world, run, "vLLM", "chat", 4, 1, 1);
  trial->state = PRONY_STATE_STOPPED;
  g_clear_pointer (&trial->summary, prony_summary_unref);

  found = check (&world, baseline, run, &usual);
  g_assert_cmpuint (found->len, ==, 16);
  for (guint i = 0; i < found->len; i++)
    {
      const PronyRegressionCase *this = g_ptr_array_index (found, i);

      if (this->load.concurrency == 1)
        g_assert_cmpint (this->state, ==, PRONY_REGRESSION_SAME);
      if (this->load.concurrency == 4)
        g_assert_cmpint (this->state, ==, PRONY_REGRESSION_UNMEASURED);
      if (this->load.concurrency == 8)
        g_assert_cmpint (this->state, ==, PRONY_REGRESSION_MISSING);
      g_assert_null (strstr (this->sentence, "nan"));
    }
  g_assert_cmpuint (prony_regression_count (found, PRONY_REGRESSION_UNMEASURED), >, 4);
  g_assert_cmpuint (prony_regression_count (found, PRONY_REGRESSION_MISSING), ==, 4);
  xml = prony_regression_to_junit (found, baseline, run);
  g_assert_nonnull (strstr (xml, "type=\"unmeasured\">Not measured. "));

  /* It is one also if nothing at all was measured. */
  g_clear_pointer (&found, g_ptr_array_unref);
  g_ptr_array_set_size (run->trials, 0);
  g_ptr_array_add (
    run->trials, prony_trial_new (0, ((PronyTrial *) baseline->trials->pdata[0])->target, "chat",
                                  "chat", PRONY_SCENARIO_SHORT_SHORT, prony_load_level_closed (1)));
  found = check (&world, baseline, run, &usual);
  g_assert_cmpuint (prony_regression_count (found, PRONY_REGRESSION_UNMEASURED), ==, 4);
  world_clear (&world);
}

/* Repeats count together, and what they differ by is honoured. */
static void
test_repeats (void)
{
  World world;
  g_autoptr (PronyRun) baseline = world_new_run ("before", 0);
  g_autoptr (PronyRun) run = world_new_run ("after", 1);
  const double levels[] = { 1, 1.2, 0.9 };
  g_autoptr (GPtrArray) found = NULL;
  const PronyRegressionCase *ttft;

  world_init (&world, 4);
  for (guint i = 0; i < 3; i++)
    {
      world_add_trial (&world, baseline, "vLLM", "chat", 4, 50, levels[i])->repeat = i;
      world_add_trial (&world, run, "vLLM", "chat", 4, 50, levels[i] * 1.12)->repeat = i;
    }
  found = check (&world, baseline, run, &usual);
  ttft = find_case (found, PRONY_METRIC_TTFT);
  g_assert_cmpuint (ttft->comparison.n_repeats[0], ==, 3);
  g_assert_cmpfloat (ttft->comparison.noise_floor, >, 0.02);
  g_assert_cmpint (ttft->state, ==, PRONY_REGRESSION_SAME);
  g_assert_nonnull (strstr (ttft->sentence, "Repeats of the same"));
  world_clear (&world);
}

typedef struct
{
  guint n_cases;
  guint n_failures;
  gboolean escaped;
} Seen;

static void
on_element (GMarkupParseContext *context,
            const char *name,
            const char **names,
            const char **values,
            gpointer user_data,
            GError **error)
{
  Seen *seen = user_data;

  seen->n_cases += g_str_equal (name, "testcase");
  seen->n_failures += g_str_equal (name, "failure");
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (name, "testsuite") && g_str_equal (names[i], "name"))
      seen->escaped = g_str_equal (values[i], "after <&\"' ");
}

static void
test_junit (void)
{
  World world;
  g_autoptr (PronyRun) baseline = world_new_run ("before", 0);
  g_autoptr (PronyRun) run = world_new_run ("after <&\"'\x01", 1);
  const GMarkupParser parser = { .start_element = on_element };
  Seen seen = { 0 };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &seen, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *xml = NULL;

  world_init (&world, 5);
  world_add_trial (&world, baseline, "v<LLM>", "chat", 4, 50, 1);
  world_add_trial (&world, run, "v<LLM>", "chat", 4, 50, 1.5);
  found = check (&world, baseline, run, &usual);
  xml = prony_regression_to_junit (found, baseline, run);

  g_markup_parse_context_parse (context, xml, -1, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (seen.n_cases, ==, 4);
  g_assert_cmpuint (seen.n_failures, ==, 2);
  g_assert_true (seen.escaped);
  world_clear (&world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/analysis/regression/cases", test_cases);
  g_test_add_func ("/analysis/regression/unlike", test_unlike);
  g_test_add_func ("/analysis/regression/unmeasured", test_unmeasured);
  g_test_add_func ("/analysis/regression/repeats", test_repeats);
  g_test_add_func ("/analysis/regression/junit", test_junit);

  return g_test_run ();
}
