/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Which target is recommended for what, by made-up runs. */

#include "config.h"

#include <math.h>

#include "base/prony-json.h"
#include "base/prony-util.h"
#include "core/metrics/prony-recommendation.h"
#include "core/metrics/prony-summarize.h"
#include "synthetic-records.h"

typedef struct
{
  PronyRun *run;
  GPtrArray *records;
  GPtrArray *found;
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
  g_clear_pointer (&fixture->found, g_ptr_array_unref);
}

static GPtrArray *
get_records (PronyTrial *trial, gpointer user_data)
{
  Fixture *fixture = user_data;

  return g_ptr_array_ref (g_ptr_array_index (fixture->records, trial->index));
}

/* A trial of @n requests that take a little more than @ttft and @gap between two of 20
 * tokens. */
static PronyTrial *
add_trial (Fixture *fixture,
           const char *name,
           PronyScenarioClass klass,
           guint level,
           guint n,
           double ttft,
           double gap)
{
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("http://127.0.0.1:1", NULL);
  g_autoptr (PronyTarget) target = prony_target_new (engine, "m");
  GPtrArray *records = new_records ();
  PronySummaryInput input;
  PronyTrial *trial;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (records,
                     make_record (i + 1, i * 2.0 / level, ttft + i * 7 % n * 0.02 / n, gap, 20));
  prony_set_str (&target->name, name);
  target->simulated = g_str_has_prefix (name, "sim");
  trial =
    prony_trial_new (fixture->run->trials->len, target, prony_scenario_class_to_string (klass), "S",
                     klass, prony_load_level_closed (level));
  trial->state = PRONY_STATE_FINISHED;
  prony_summary_input_init (&input, records);
  if (n > 0)
    trial->summary = prony_summarize (&input);
  g_ptr_array_add (fixture->run->trials, trial);
  g_ptr_array_add (fixture->records, records);
  return trial;
}

static void
set_figure (PronyTrial *trial, PronyMetric metric, double value)
{
  trial->summary->scalars[metric - PRONY_N_DISTRIBUTIONS] = value;
}

static void
set_quality (PronyTrial *trial, guint passed, guint failed)
{
  trial->summary->quality_passed = passed;
  trial->summary->quality_failed = failed;
  set_figure (trial, PRONY_METRIC_QUALITY_PASS_RATE, passed / (double) (passed + failed));
}

static const PronyRecommendation *
find (Fixture *fixture, PronyUseCase use_case)
{
  g_clear_pointer (&fixture->found, g_ptr_array_unref);
  fixture->found = prony_recommendations_find (fixture->run, get_records, fixture);
  g_assert_cmpuint (fixture->found->len, ==, PRONY_N_USE_CASES);
  return g_ptr_array_index (fixture->found, use_case);
}

static gboolean
says (const PronyRecommendation *self, const char *part)
{
  for (guint i = 0; i < self->reasons->len; i++)
    if (strstr (g_ptr_array_index (self->reasons, i), part) != NULL)
      return TRUE;

  return FALSE;
}

#define assert_says(self, part)                                                                    \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (!says (self, part))                                                                        \
      {                                                                                            \
        for (guint i_ = 0; i_ < (self)->reasons->len; i_++)                                        \
          g_test_message ("%s", (char *) g_ptr_array_index ((self)->reasons, i_));                 \
        g_error ("It is not said: %s", part);                                                      \
      }                                                                                            \
  }                                                                                                \
  G_STMT_END

static void
assert_description (Fixture *fixture, const PronyRecommendation *self, const char *wanted)
{
  g_autofree char *text = prony_recommendation_describe (self, fixture->run);

  g_assert_cmpstr (text, ==, wanted);
}

/* --- Which scenario and metric decide --------------------------------------------- */

/* "first" begins sooner, "fast" writes faster: who is asked for what? */
static const struct
{
  PronyScenarioClass klass;
  guint level;
  int best[PRONY_N_USE_CASES]; /* 0 is "first", 1 is "fast" */
} shapes[] = {
  { PRONY_SCENARIO_SHORT_SHORT, 1, { 0, -1, -1, -1, 1 } },
  { PRONY_SCENARIO_SHORT_SHORT, 4, { 0, -1, -1, 1, -1 } },
  { PRONY_SCENARIO_LONG_SHORT, 4, { -1, 0, -1, 1, -1 } },
  { PRONY_SCENARIO_LONG_LONG, 4, { -1, -1, 1, 1, -1 } },
  { PRONY_SCENARIO_SHORT_LONG, 1, { -1, -1, -1, -1, 1 } },
  { PRONY_SCENARIO_OTHER, 4, { -1, -1, -1, 1, -1 } },
};

static void
test_shapes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      Fixture fixture = { 0 };

      set_up (&fixture, NULL);
      add_trial (&fixture, "first", shapes[i].klass, shapes[i].level, 20, 0.1, 0.04);
      add_trial (&fixture, "fast", shapes[i].klass, shapes[i].level, 20, 0.2, 0.01);
      for (guint j = 0; j < PRONY_N_USE_CASES; j++)
        {
          const PronyRecommendation *found = find (&fixture, j);

          g_test_message ("%s, %u at once, %s", prony_scenario_class_to_string (shapes[i].klass),
                          shapes[i].level, prony_use_case_to_string (j));
          g_assert_cmpint (found->use_case, ==, j);
          g_assert_cmpint (found->trial, ==, shapes[i].best[j]);
          g_assert_cmpint (found->clear, ==, shapes[i].best[j] >= 0);
          g_assert_cmpint (found->runner_up, ==, shapes[i].best[j] >= 0 ? 1 - found->trial : -1);
          g_assert_cmpuint (found->equals->len, ==, 0);
          g_assert_cmpuint (found->reasons->len, >, 0);
        }
      tear_down (&fixture, NULL);
    }
}

static void
test_one_target (Fixture *fixture, gconstpointer data)
{
  const PronyRecommendation *found;

  add_trial (fixture, "alone", PRONY_SCENARIO_SHORT_SHORT, 1, 20, 0.1, 0.3);
  found = find (fixture, PRONY_USE_CHAT);
  g_assert_cmpint (found->trial, ==, 0);
  g_assert_cmpint (found->runner_up, ==, -1);
  g_assert_false (found->clear);
  g_assert_true (isnan (found->comparison.value));
  assert_description (fixture, found, "alone");
  assert_says (found, "alone was measured alone: 1");
  assert_says (found, "alone answered 100 % of its requests.");
  assert_says (found, "slower than most people read: 300 ms");

  found = find (fixture, PRONY_USE_EDGE);
  assert_says (found, "Memory was not measured");
  assert_says (found, "Energy was not measured");
  found = find (fixture, PRONY_USE_RETRIEVAL);
  g_assert_cmpint (found->trial, ==, -1);
  assert_says (found, "No scenario with long prompts and short completions");
  assert_description (fixture, found, "Nothing to recommend");
}

/* On a small computer memory and energy count: who does not fit is left out. */
static void
test_edge (Fixture *fixture, gconstpointer data)
{
  const PronyRecommendation *found;
  PronyTrial *fast = add_trial (fixture, "fast", PRONY_SCENARIO_SHORT_LONG, 1, 20, 0.1, 0.01);
  PronyTrial *slow = add_trial (fixture, "slow", PRONY_SCENARIO_SHORT_LONG, 1, 20, 0.1, 0.04);

  set_figure (fast, PRONY_METRIC_MEMORY_PEAK_MB, 4000);
  set_figure (fast, PRONY_METRIC_GPU_MEMORY_MB, 8000);
  set_figure (slow, PRONY_METRIC_MEMORY_PEAK_MB, 2000);
  set_figure (slow, PRONY_METRIC_TOKENS_PER_JOULE, 3);
  found = find (fixture, PRONY_USE_EDGE);
  g_assert_cmpint (found->trial, ==, 0);
  assert_says (found, "fast needs 4.2");
  assert_says (found, "8.4");
  assert_says (found, "slow needs 2.1");
  assert_says (found, "slow bring 3.00 tok/J; of fast it is not known");

  set_figure (fast, PRONY_METRIC_TOKENS_PER_JOULE, 2);
  found = find (fixture, PRONY_USE_EDGE);
  assert_says (found, "But slow needs less energy: its GPUs bring 3.00 tok/J, those of fast 2.00");
  set_figure (fast, PRONY_METRIC_TOKENS_PER_JOULE, 2.9);
  found = find (fixture, PRONY_USE_EDGE);
  assert_says (found, "The GPUs of fast bring 2.90 tok/J, those of slow 3.00 tok/J.");

  fast->summary->signs.memory_share = 0.97;
  found = find (fixture, PRONY_USE_EDGE);
  g_assert_cmpint (found->trial, ==, 1);
  assert_says (found, "fast is not recommended, since it does not fit. Memory ran short");
  g_assert_cmpint (find (fixture, PRONY_USE_BATCH)->trial, ==, -1);
}

/* How much each bears, what that costs, and what keeps it from more. */
static void
test_capacity (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    guint level;
    double attained;
  } trials[] = {
    { "a", 1, 1 },   { "a", 2, 0.97 }, { "a", 4, 0.5 }, { "a", 8, 0.96 },
    { "b", 1, 0.2 }, { "b", 2, 0.1 },  { "c", 1, 1 },   { "c", 2, 0.99 },
  };
  const PronyRecommendation *found;

  fixture->run->plan_json = prony_json_parse_object ("{\"price_per_hour\": 1.5}", -1, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (trials); i++)
    {
      PronyTrial *trial = add_trial (fixture, trials[i].name, PRONY_SCENARIO_SHORT_SHORT,
                                     trials[i].level, 20, 0.1, 0.01);

      set_figure (trial, PRONY_METRIC_SLO_ATTAINMENT, trials[i].attained);
      set_figure (trial, PRONY_METRIC_COST_PER_MILLION_TOKENS, 40.0 / trials[i].level);
    }
  found = find (fixture, PRONY_USE_CHAT);
  assert_says (found, "a meets the objectives up to 2 at once: 97.0 % of its requests did, at ");
  assert_says (found, "With 4 at once it is only 50.0 %.");
  assert_says (found, "a million tokens cost 20.0, and an hour 1.50.");
  assert_says (found,
               "b meets the objectives at no load that was measured: with 1 at once, 20.0 %");
  assert_says (found, "c meets the objectives up to 2 at once: 99.0 %");
  assert_says (found, "No higher load was measured.");
}

/* Clear, but of no use to anybody. */
static void
test_small (Fixture *fixture, gconstpointer data)
{
  const PronyRecommendation *found;

  add_trial (fixture, "a", PRONY_SCENARIO_SHORT_SHORT, 1, 300, 1, 0.01);
  add_trial (fixture, "b", PRONY_SCENARIO_SHORT_SHORT, 1, 300, 1.007, 0.01);
  found = find (fixture, PRONY_USE_CHAT);
  g_assert_true (found->comparison.clear);
  g_assert_true (found->comparison.small);
  g_assert_false (found->clear);
  g_assert_cmpuint (found->equals->len, ==, 1);
  assert_says (found, "practically the same");
  g_assert_false (says (found, "clearly better"));
}

static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) also_none = NULL;

  none = prony_recommendations_find (fixture->run, NULL, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  add_trial (fixture, "a", PRONY_SCENARIO_SHORT_SHORT, 1, 0, 0.1, 0.01)->state = PRONY_STATE_FAILED;
  also_none = prony_recommendations_find (fixture->run, get_records, fixture);
  g_assert_cmpuint (also_none->len, ==, 0);
}

static void
test_ties (Fixture *fixture, gconstpointer data)
{
  const PronyRecommendation *found;

  add_trial (fixture, "a", PRONY_SCENARIO_SHORT_SHORT, 1, 20, 0.1005, 0.01);
  add_trial (fixture, "b", PRONY_SCENARIO_SHORT_SHORT, 1, 20, 0.1, 0.01);
  found = find (fixture, PRONY_USE_CHAT);
  g_assert_cmpint (found->trial, ==, 1);
  g_assert_false (found->clear);
  assert_description (fixture, found, "b, a: either will do");
  assert_says (found, "either will do. b: 1");

  add_trial (fixture, "c", PRONY_SCENARIO_SHORT_SHORT, 1, 20, 0.101, 0.01);
  add_trial (fixture, "slow", PRONY_SCENARIO_SHORT_SHORT, 1, 20, 0.4, 0.01);
  found = find (fixture, PRONY_USE_CHAT);
  assert_description (fixture, found, "b, a, c: any will do");
  g_assert_false (says (found, "slow"));
}

/* Without requests nothing is tested. */
static void
test_untested (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) found = NULL;
  const PronyRecommendation *chat;

  add_trial (fixture, "a", PRONY_SCENARIO_SHORT_SHORT, 1, 20, 0.4, 0.01);
  add_trial (fixture, "b", PRONY_SCENARIO_SHORT_SHORT, 1, 20, 0.1, 0.01);
  found = prony_recommendations_find (fixture->run, NULL, NULL);
  chat = g_ptr_array_index (found, PRONY_USE_CHAT);
  g_assert_cmpint (chat->trial, ==, 1);
  g_assert_false (chat->clear);
}

/* --- Who is left out ---------------------------------------------------------------- */

static void
test_unfit (Fixture *fixture, gconstpointer data)
{
  const PronyRecommendation *found;

  set_figure (add_trial (fixture, "fails", PRONY_SCENARIO_SHORT_SHORT, 1, 20, 0.1, 0.01),
              PRONY_METRIC_SUCCESS_RATE, 0.98);
  set_quality (add_trial (fixture, "wrong", PRONY_SCENARIO_SHORT_SHORT, 1, 20, 0.1, 0.01), 9, 11);
  add_trial (fixture, "lost", PRONY_SCENARIO_SHORT_SHORT, 1, 20, 0.1, 0.01)->state =
    PRONY_STATE_FAILED;
  add_trial (fixture, "away", PRONY_SCENARIO_SHORT_SHORT, 1, 0, 0.1, 0.01)->state =
    PRONY_STATE_FAILED;
  prony_distribution_init (
    &add_trial (fixture, "blind", PRONY_SCENARIO_SHORT_SHORT, 1, 20, 0.1, 0.01)
       ->summary->distributions[PRONY_METRIC_TTFT]);

  found = find (fixture, PRONY_USE_CHAT);
  g_assert_cmpint (found->trial, ==, -1);
  assert_says (found, "fails is not recommended: it answered only 98");
  assert_says (found, "wrong is not recommended: only 45");
  assert_says (found, "lost is not recommended: its trial could not be measured");
  assert_says (found, "away is not recommended: its trial could not be measured");
  assert_says (found, "blind is not recommended: it has no value for “Time to first token”");

  add_trial (fixture, "slow", PRONY_SCENARIO_SHORT_SHORT, 1, 20, 0.9, 0.01);
  found = find (fixture, PRONY_USE_CHAT);
  g_assert_cmpint (found->trial, ==, 5);
  g_assert_false (found->clear);
  assert_says (found, "Only slow can be recommended");
  assert_says (found, "fails is not recommended");
}

static void
test_simulated (Fixture *fixture, gconstpointer data)
{
  const PronyRecommendation *found;

  add_trial (fixture, "sim a", PRONY_SCENARIO_SHORT_SHORT, 1, 20, 0.01, 0.01);
  found = find (fixture, PRONY_USE_CHAT);
  g_assert_cmpint (found->trial, ==, 0);
  assert_says (found, "All targets are simulated");

  add_trial (fixture, "real", PRONY_SCENARIO_SHORT_SHORT, 1, 20, 0.5, 0.01);
  add_trial (fixture, "sim a", PRONY_SCENARIO_LONG_LONG, 1, 20, 0.01, 0.01);
  found = find (fixture, PRONY_USE_CHAT);
  g_assert_cmpint (found->trial, ==, 1);
  g_assert_cmpint (found->runner_up, ==, -1);
  g_assert_false (says (found, "simulated"));
  found = find (fixture, PRONY_USE_LONG_DOCUMENTS);
  g_assert_cmpint (found->trial, ==, -1);
  assert_says (found, "Only simulated targets were measured for it");
}

/* --- What is said besides ------------------------------------------------------------- */

static void
test_guards (Fixture *fixture, gconstpointer data)
{
  const PronyRecommendation *found;
  PronyTrial *best = add_trial (fixture, "first", PRONY_SCENARIO_SHORT_SHORT, 1, 20, 0.1, 0.04);
  PronyTrial *next = add_trial (fixture, "fast", PRONY_SCENARIO_SHORT_SHORT, 1, 20, 0.2, 0.01);

  set_quality (best, 60, 40);
  set_quality (next, 99, 1);
  best->state = PRONY_STATE_STOPPED;
  best->summary->client_bound = TRUE;
  found = find (fixture, PRONY_USE_CHAT);
  g_assert_cmpint (found->trial, ==, 0);
  g_assert_true (found->clear);
  assert_says (found, "first is clearly better: 1");
  assert_says (found, "But once it has begun fast is clearly faster: 10.0 ms");
  assert_says (found, "In one of twenty requests first needs 1");
  assert_says (found, "But fewer of its answers were right: first 60");
  assert_says (found, "The trial of first did not come to its end");
  assert_says (found, "While first was measured this computer was the limit");
}

/* The lowest load that all were measured at decides; another one may win higher up. */
static void
test_loads (Fixture *fixture, gconstpointer data)
{
  const PronyRecommendation *found;

  add_trial (fixture, "light", PRONY_SCENARIO_SHORT_SHORT, 8, 20, 0.9, 0.01);
  add_trial (fixture, "steady", PRONY_SCENARIO_SHORT_SHORT, 8, 20, 0.3, 0.01);
  add_trial (fixture, "light", PRONY_SCENARIO_SHORT_SHORT, 2, 20, 0.1, 0.01);
  add_trial (fixture, "steady", PRONY_SCENARIO_SHORT_SHORT, 2, 20, 0.2, 0.01);
  add_trial (fixture, "steady", PRONY_SCENARIO_SHORT_SHORT, 1, 20, 0.01, 0.01);
  found = find (fixture, PRONY_USE_CHAT);
  g_assert_cmpint (found->trial, ==, 2);
  g_assert_cmpint (found->runner_up, ==, 3);
  g_assert_true (found->clear);
  assert_says (found, "But with 8 at once, steady is clearly better: 3");
}

static void
test_batch (Fixture *fixture, gconstpointer data)
{
  const PronyRecommendation *found;

  /* Each request slower, all together faster. */
  set_figure (add_trial (fixture, "wide", PRONY_SCENARIO_SHORT_LONG, 2, 20, 0.1, 0.02),
              PRONY_METRIC_OUTPUT_TOKENS_PER_SEC, 100);
  set_figure (add_trial (fixture, "wide", PRONY_SCENARIO_SHORT_LONG, 8, 20, 0.1, 0.04),
              PRONY_METRIC_OUTPUT_TOKENS_PER_SEC, 200);
  set_figure (add_trial (fixture, "narrow", PRONY_SCENARIO_SHORT_LONG, 2, 20, 0.1, 0.01),
              PRONY_METRIC_OUTPUT_TOKENS_PER_SEC, 150);
  found = find (fixture, PRONY_USE_BATCH);
  g_assert_cmpint (found->trial, ==, 1);
  g_assert_cmpint (found->runner_up, ==, 2);
  g_assert_cmpfloat_with_epsilon (found->comparison.ratio, 200 / 150.0, 1e-9);
  g_assert_false (found->clear);

  set_figure (add_trial (fixture, "narrow", PRONY_SCENARIO_SHORT_LONG, 8, 20, 0.1, 0.08),
              PRONY_METRIC_OUTPUT_TOKENS_PER_SEC, 120);
  found = find (fixture, PRONY_USE_BATCH);
  g_assert_cmpint (found->runner_up, ==, 2);
  g_assert_true (found->clear);
  assert_says (found,
               "wide is clearly better: 200 tok/s with 8 at once; narrow has 150 tok/s with 2");
}

/* --- Objectives --------------------------------------------------------------------- */

static void
add_attained (Fixture *fixture, const char *name, guint level, double ttft, double attained)
{
  set_figure (add_trial (fixture, name, PRONY_SCENARIO_SHORT_SHORT, level, 100, ttft, 0.01),
              PRONY_METRIC_SLO_ATTAINMENT, attained);
}

static void
test_objectives (Fixture *fixture, gconstpointer data)
{
  const PronyRecommendation *found;

  add_attained (fixture, "quick", 1, 0.1, 1);
  add_attained (fixture, "quick", 4, 0.3, 0.5);
  add_attained (fixture, "quick", 8, 0.3, 0.99);
  add_attained (fixture, "strong", 1, 0.2, 1);
  add_attained (fixture, "strong", 4, 0.2, 0.96);
  add_attained (fixture, "never", 1, 0.1, 0.9);
  found = find (fixture, PRONY_USE_CHAT);
  g_assert_cmpint (found->trial, ==, 4);
  g_assert_cmpint (found->runner_up, ==, 1);
  g_assert_true (found->clear);
  g_assert_cmpint (found->comparison.metric, ==, PRONY_METRIC_SLO_ATTAINMENT);
  g_assert_cmpfloat (found->comparison.difference_ci[0], >, 0);
  assert_says (found, "strong is clearly better: with 4 at once, 96");
  assert_says (found, "never is not recommended: with 1 at once, only 90");
}

static void
test_same_objectives (Fixture *fixture, gconstpointer data)
{
  const PronyRecommendation *found;

  add_attained (fixture, "slow", 4, 0.3, 1);
  add_attained (fixture, "quick", 4, 0.1, 0.97);
  add_attained (fixture, "higher", 5, 0.1, 1);
  found = find (fixture, PRONY_USE_CHAT);
  /* Nobody else was asked for so much, so nothing is clear. */
  g_assert_cmpint (found->trial, ==, 2);
  g_assert_cmpint (found->runner_up, ==, 1);
  g_assert_false (found->clear);
  g_assert_true (isnan (found->comparison.p_value));

  g_ptr_array_set_size (fixture->run->trials, 2);
  found = find (fixture, PRONY_USE_CHAT);
  g_assert_cmpint (found->trial, ==, 1);
  g_assert_true (found->clear);
  g_assert_cmpint (found->comparison.metric, ==, PRONY_METRIC_TTFT);
}

static void
test_no_objective_met (Fixture *fixture, gconstpointer data)
{
  const PronyRecommendation *found;

  add_attained (fixture, "a", 1, 0.3, 0.2);
  add_attained (fixture, "b", 1, 0.1, 0.5);
  found = find (fixture, PRONY_USE_CHAT);
  g_assert_cmpint (found->trial, ==, -1);
  assert_says (found, "b is not recommended: with 1 at once, only 50");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, test)                                                                            \
  g_test_add ("/metrics/recommendation/" name, Fixture, NULL, set_up, test, tear_down)
  g_test_add_func ("/metrics/recommendation/shapes", test_shapes);
  ADD ("one-target", test_one_target);
  ADD ("edge", test_edge);
  ADD ("capacity", test_capacity);
  ADD ("small", test_small);
  ADD ("nothing", test_nothing);
  ADD ("ties", test_ties);
  ADD ("untested", test_untested);
  ADD ("unfit", test_unfit);
  ADD ("simulated", test_simulated);
  ADD ("guards", test_guards);
  ADD ("loads", test_loads);
  ADD ("batch", test_batch);
  ADD ("objectives", test_objectives);
  ADD ("same-objectives", test_same_objectives);
  ADD ("no-objective-met", test_no_objective_met);
#undef ADD
  return g_test_run ();
}
