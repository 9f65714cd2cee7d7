/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What a plan amounts to, by what the store knows; and that it comes true. */

#include "config.h"

#include <math.h>

#include "core/bench/prony-plan-estimate.h"
#include "core/scenarios/prony-scenario-catalog.h"
#include "runner-fixture.h"

#define URL "http://127.0.0.1:9"

/* What every trial takes besides. */
#define PREPARE_S 0.1

#define CALIBRATION_S 2.2

static void
assert_figure (double value, double expected)
{
  if (isnan (expected))
    g_assert_true (isnan (value));
  else
    g_assert_cmpfloat_with_epsilon (value, expected, 1e-6);
}

static void
set_value (PronySummary *summary, PronyMetric metric, double value)
{
  PronyDistribution *distribution = &summary->distributions[metric];

  distribution->count = 5;
  distribution->mean = value;
  distribution->p50 = value;
}

/* A run of the plan's scenario: a request takes 0.5 s and has 20 tokens and an answer of
 * 4, the first of which comes after 0.1 s. */
static void
put_run (RunnerFixture *fixture, PronyTarget *target, guint concurrency)
{
  g_autoptr (PronyRun) run = prony_run_new ("run");
  PronyScenario *scenario = fixture->plan->scenarios->pdata[0];
  PronyTrial *trial = prony_trial_new (0, target, scenario->name, scenario->title, scenario->klass,
                                       prony_load_level_closed (concurrency));

  run->started_us = g_get_real_time ();
  run->state = PRONY_STATE_FINISHED;
  run->plan_json = prony_plan_to_json (fixture->plan);
  trial->state = PRONY_STATE_FINISHED;
  trial->summary = prony_summary_new ();
  trial->summary->outcomes[PRONY_OUTCOME_OK] = 5;
  set_value (trial->summary, PRONY_METRIC_TTFT, 0.1);
  set_value (trial->summary, PRONY_METRIC_LATENCY, 0.5);
  set_value (trial->summary, PRONY_METRIC_DECODE_RATE, 10);
  set_value (trial->summary, PRONY_METRIC_PROMPT_TOKENS, 20);
  set_value (trial->summary, PRONY_METRIC_COMPLETION_TOKENS, 4);
  g_ptr_array_add (run->trials, trial);
  prony_store_put_run (fixture->store, run);
  prony_store_put_trial (fixture->store, run, trial);
  g_assert_true (prony_store_flush (fixture->store, NULL));
}

static PronyPlanEstimate
estimate_plan (RunnerFixture *fixture)
{
  PronyPlanEstimate estimate;

  prony_plan_estimate (fixture->store, fixture->plan, NULL, &estimate);
  return estimate;
}

static void
set_level (PronyPlan *plan, PronyLoadLevel level)
{
  g_array_set_size (plan->levels, 0);
  prony_plan_add_level (plan, level);
}

/* --- Never measured ------------------------------------------------------------------ */

static void
test_unknown (RunnerFixture *fixture, gconstpointer unused)
{
  PronyPlan *plan = fixture->plan;
  PronyPlanEstimate estimate;

  runner_fixture_add_target (fixture, URL, NULL, "m");
  estimate = estimate_plan (fixture);
  g_assert_cmpuint (estimate.trials, ==, 1);
  g_assert_cmpuint (estimate.n_unknown, ==, 1);
  assert_figure (estimate.duration_s, NAN);
  assert_figure (estimate.cost, NAN);
  assert_figure (estimate.requests, 4);
  assert_figure (estimate.output_tokens, (4 + 1) * 5);

  /* A bound of time is known all the same. */
  plan->requests = 0;
  plan->duration_s = 30;
  plan->price_per_hour = 36;
  estimate = estimate_plan (fixture);
  assert_figure (estimate.duration_s, 30 + PREPARE_S);
  assert_figure (estimate.cost, (30 + PREPARE_S) * 0.01);
  assert_figure (estimate.requests, NAN);
  g_assert_true (estimate.at_least);
  g_assert_false (estimate.at_most);

  /* Of one that only ends what is counted, no more is known than that. */
  plan->requests = 4;
  estimate = estimate_plan (fixture);
  assert_figure (estimate.duration_s, 30 + PREPARE_S);
  g_assert_false (estimate.at_least);
  g_assert_true (estimate.at_most);
  plan->requests = 0;

  set_level (plan, prony_load_level_open (2, PRONY_ARRIVAL_POISSON));
  estimate = estimate_plan (fixture);
  assert_figure (estimate.requests, 60);
  assert_figure (estimate.duration_s, 30 + PREPARE_S);
}

static void
test_incomplete (RunnerFixture *fixture, gconstpointer unused)
{
  PronyPlanEstimate estimate = estimate_plan (fixture);

  g_assert_cmpuint (estimate.trials, ==, 0);
  assert_figure (estimate.duration_s, NAN);
  assert_figure (estimate.requests, NAN);
}

/* --- Measured before ----------------------------------------------------------------- */

typedef struct
{
  guint concurrency;
  double rate; /* 0 for a closed loop */
  double duration_s;
  guint requests;
  guint iterations;
  guint warmup;
  double think_s;
  double expected_s;
  double expected_requests;
  double expected_warmups;
  gboolean at_least;
} Case;

/* A request takes 0.5 s, and a pass through the scenario has two. */
static const Case cases[] = {
  { 2, 0, 0, 8, 0, 0, 0, 8 / 2 * 0.5, 8, 0, FALSE },
  { 2, 0, 0, 8, 0, 1, 0, 0.5 + 8 / 2 * 0.5, 8, 2, FALSE },
  { 2, 0, 0, 0, 3, 0, 0, 3 * 2 * 0.5, 12, 0, FALSE },
  { 2, 0, 0, 0, 3, 0, 0.25, 6 * 0.75 - 0.25, 12, 0, FALSE },
  { 2, 0, 10, 0, 0, 0, 0, 10 + 0.5 * 2 / 3, 40, 0, FALSE },
  { 2, 0, 10, 8, 0, 0, 0, 2, 8, 0, FALSE },
  { 2, 0, 1, 8, 0, 0, 0, 1 + 0.5 * 2 / 3, 4, 0, FALSE },
  /* Nobody knows how the engine is with more at once. */
  { 8, 0, 0, 16, 0, 0, 0, 1, 16, 0, TRUE },
  { 8, 0, 10, 0, 0, 0, 0, 10 + 0.5 * 8 / 9, 160, 0, FALSE },
  { 0, 4, 10, 0, 0, 0, 0, 10 + 0.5 * 2 / 3, 40, 0, FALSE },
  { 0, 4, 0, 20, 0, 0, 0, 5 + 0.5 * 2 / 3, 20, 0, TRUE },
};

static void
test_case (RunnerFixture *fixture, const Case *item)
{
  PronyPlan *plan = fixture->plan;
  PronyPlanEstimate estimate;

  set_level (plan, item->rate > 0 ? prony_load_level_open (item->rate, PRONY_ARRIVAL_POISSON)
                                  : prony_load_level_closed (item->concurrency));
  plan->duration_s = item->duration_s;
  plan->requests = item->requests;
  plan->iterations = item->iterations;
  plan->warmup = item->warmup;
  plan->think_s = item->think_s;
  estimate = estimate_plan (fixture);
  g_assert_cmpuint (estimate.n_unknown, ==, 0);
  assert_figure (estimate.duration_s, item->expected_s + PREPARE_S);
  assert_figure (estimate.requests, item->expected_requests);
  assert_figure (estimate.prompt_tokens, (item->expected_requests + item->expected_warmups) * 20);
  assert_figure (estimate.output_tokens, (item->expected_requests + item->expected_warmups) * 4);
  g_assert_cmpint (estimate.at_least, ==, item->at_least);
}

static void
test_cases (RunnerFixture *fixture, gconstpointer unused)
{
  PronyTarget *target = runner_fixture_add_target (fixture, URL, NULL, "m");

  put_run (fixture, target, 2);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    test_case (fixture, &cases[i]);
}

/* Another scenario is worked out from how fast the target reads and writes. */
static void
test_other_scenario (RunnerFixture *fixture, gconstpointer unused)
{
  PronyPlan *plan = fixture->plan;
  PronyTarget *target = runner_fixture_add_target (fixture, URL, NULL, "m");
  PronyScenario *other = prony_scenario_copy (plan->scenarios->pdata[0]);
  PronyPlanEstimate estimate;

  put_run (fixture, target, 1);
  g_free (other->name);
  other->name = g_strdup ("other");
  other->max_tokens = 21;
  g_ptr_array_set_size (plan->scenarios, 0);
  g_ptr_array_add (plan->scenarios, other);
  plan->warmup = 0;
  estimate = estimate_plan (fixture);
  assert_figure (estimate.duration_s, 4 * (0.1 + 20 / 10.0) + PREPARE_S);
  g_assert_false (estimate.at_least);

  /* So are longer answers than were measured. */
  plan->max_tokens = 11;
  estimate = estimate_plan (fixture);
  assert_figure (estimate.duration_s, 4 * (0.1 + 10 / 10.0) + PREPARE_S);
}

static void
test_several (RunnerFixture *fixture, gconstpointer unused)
{
  PronyPlan *plan = fixture->plan;
  PronyPlanEstimate estimate;

  put_run (fixture, runner_fixture_add_target (fixture, URL, "one", "m"), 1);
  put_run (fixture, runner_fixture_add_target (fixture, URL, "two", "n"), 1);
  plan->warmup = 0;
  plan->cooldown_s = 3;
  plan->price_per_hour = 3600;
  estimate = estimate_plan (fixture);
  g_assert_cmpuint (estimate.trials, ==, 2);
  assert_figure (estimate.duration_s, 2 * (4 * 0.5 + PREPARE_S) + 3);
  assert_figure (estimate.cost, 2 * (4 * 0.5 + PREPARE_S));

  plan->repeats = 3;
  estimate = estimate_plan (fixture);
  g_assert_cmpuint (estimate.trials, ==, 6);
  assert_figure (estimate.duration_s, 6 * (4 * 0.5 + PREPARE_S) + 5 * 3);
  assert_figure (estimate.requests, 24);
  assert_figure (estimate.cost, 6 * (4 * 0.5 + PREPARE_S));

  plan->order = PRONY_ORDER_PARALLEL;
  estimate = estimate_plan (fixture);
  assert_figure (estimate.duration_s, 3 * (4 * 0.5 + PREPARE_S) + 2 * 3);
  plan->repeats = 1;
  estimate = estimate_plan (fixture);
  assert_figure (estimate.duration_s, 4 * 0.5 + PREPARE_S);
  assert_figure (estimate.requests, 8);
  assert_figure (estimate.cost, 2 * (4 * 0.5 + PREPARE_S));

  plan->order = PRONY_ORDER_SEQUENTIAL;
  plan->sweep = TRUE;
  estimate = estimate_plan (fixture);
  g_assert_cmpuint (estimate.trials, ==, 0);
  g_assert_true (estimate.at_least);
  g_assert_cmpfloat (estimate.duration_s, >, 4 * 0.5);
}

/* Once for each load that this computer does not know, and none where it is not known how
 * the engine is asked. */
static void
test_calibration (RunnerFixture *fixture, gconstpointer unused)
{
  PronyPlan *plan = fixture->plan;
  PronyTarget *targets[2];
  double without_s;

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    targets[i] = runner_fixture_add_target (fixture, URL, NULL, "m");
  plan->requests = 0;
  plan->duration_s = 10;
  set_level (plan, prony_load_level_closed (4711));
  without_s = estimate_plan (fixture).duration_s;

  plan->calibrate = TRUE;
  assert_figure (estimate_plan (fixture).duration_s, without_s);
  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    targets[i]->engine->api = PRONY_API_OPENAI_CHAT;
  assert_figure (estimate_plan (fixture).duration_s, without_s + CALIBRATION_S);
  targets[1]->engine->api = PRONY_API_TGI;
  assert_figure (estimate_plan (fixture).duration_s, without_s + 2 * CALIBRATION_S);
}

/* --- As it comes --------------------------------------------------------------------- */

static void
run_plan (RunnerFixture *fixture)
{
  g_clear_pointer (&fixture->run, prony_run_unref);
  g_clear_object (&fixture->runner);
  fixture->ended = FALSE;
  runner_fixture_start (fixture, fixture->store);
  runner_fixture_wait_for_end (fixture);
  g_assert_no_error (fixture->error);
  g_assert_true (prony_store_flush (fixture->store, NULL));
}

static gboolean
comes_true (RunnerFixture *fixture)
{
  PronyPlanEstimate estimate = estimate_plan (fixture);
  double margin_s = fmax (estimate.duration_s * 0.25, 0.5);

  run_plan (fixture);
  g_test_message ("expected %.3f s, took %.3f s", estimate.duration_s, fixture->run->duration_s);
  return fabs (estimate.duration_s - fixture->run->duration_s) <= margin_s;
}

/* A busy computer delays a run now and then, but not each time. */
static void
assert_comes_true (RunnerFixture *fixture)
{
  for (guint i = 0; i < 5; i++)
    if (comes_true (fixture))
      return;

  g_assert_not_reached ();
}

/* A slow engine, so that a slow computer makes little difference. */
static void
test_simulator (RunnerFixture *fixture, gconstpointer unused)
{
  PronyPlan *plan = fixture->plan;

  runner_fixture_add_target (fixture, NULL, NULL, "m");
  run_plan (fixture);

  plan->requests = 5;
  assert_comes_true (fixture);
  set_level (plan, prony_load_level_closed (4));
  plan->requests = 12;
  assert_comes_true (fixture);
  plan->requests = 0;
  plan->duration_s = 0.6;
  plan->cooldown_s = 0.2;
  prony_plan_add_level (plan, prony_load_level_open (10, PRONY_ARRIVAL_CONSTANT));
  assert_comes_true (fixture);
}

/* Everything that there is, while somebody waits. */
static void
test_quick (RunnerFixture *fixture, gconstpointer unused)
{
  PronyPlan *plan = fixture->plan;
  gint64 start_us;
  gint64 took_us;

  for (guint i = 0; i < 4; i++)
    put_run (fixture, runner_fixture_add_target (fixture, URL, "one", "m"), 1);
  g_ptr_array_unref (plan->scenarios);
  plan->scenarios = prony_scenario_catalog_load (NULL);

  start_us = g_get_monotonic_time ();
  g_assert_cmpuint (estimate_plan (fixture).trials, ==, plan->scenarios->len * 4);
  took_us = g_get_monotonic_time () - start_us;
  g_test_message ("took %.1f ms", took_us / 1000.0);
  g_assert_cmpint (took_us, <, G_TIME_SPAN_SECOND);
}

static const char *const slow[] = { "--api", "ollama",  "--ttft-ms", "60", "--itl-ms",
                                    "30",    "--model", "m",         NULL };

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  RUNNER_FIXTURE_ADD ("/plan-estimate/unknown", NULL, test_unknown);
  RUNNER_FIXTURE_ADD ("/plan-estimate/incomplete", NULL, test_incomplete);
  RUNNER_FIXTURE_ADD ("/plan-estimate/cases", NULL, test_cases);
  RUNNER_FIXTURE_ADD ("/plan-estimate/other-scenario", NULL, test_other_scenario);
  RUNNER_FIXTURE_ADD ("/plan-estimate/several", NULL, test_several);
  RUNNER_FIXTURE_ADD ("/plan-estimate/calibration", NULL, test_calibration);
  RUNNER_FIXTURE_ADD ("/plan-estimate/quick", NULL, test_quick);
  RUNNER_FIXTURE_ADD_WITH ("/plan-estimate/simulator", slow, test_simulator);

  return g_test_run ();
}
