/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <glib/gstdio.h>
#include <math.h>

#include "core/bench/prony-scenario-estimate.h"
#include "core/model/prony-run.h"

/* What asking a scenario takes, by a pace; and where the pace comes from. */

#define URL "http://127.0.0.1:8000"

/* Two prompts of 400 bytes, which are 100 tokens by the estimate. */
typedef struct
{
  const char *test;
  double prefill_rate;
  double decode_rate;
  double ttft_s;
  guint max_tokens;
  double price_per_hour;
  double duration_s;
  double cost;
} Case;

static const Case cases[] = {
  { "all", 1000, 50, 0.05, 11, 36, 2 * (0.1 + 10 / 50.0), 0.006 },
  { "short-prompts", 10000, 50, 0.05, 11, NAN, 2 * (0.05 + 10 / 50.0), NAN },
  { "no-prefill-rate", NAN, 50, 0.25, 11, 0, 2 * (0.25 + 10 / 50.0), 0 },
  { "one-token", 1000, NAN, 0.05, 1, NAN, 2 * 0.1, NAN },
  { "no-decode-rate", 1000, NAN, 0.05, 11, 36, NAN, NAN },
  { "never-measured", NAN, NAN, NAN, 11, 36, NAN, NAN },
  { "no-limit", 1000, 50, 0.05, 0, 36, NAN, NAN },
};

static PronyPromptSet *
make_prompts (guint max_tokens)
{
  g_autoptr (PronyScenario) scenario = prony_scenario_new ("two");
  g_autoptr (GError) error = NULL;
  PronyPromptSet *prompts;

  scenario->template = g_strnfill (400, 'x');
  scenario->max_tokens = max_tokens;
  g_ptr_array_add (scenario->cases, prony_test_case_new ());
  g_ptr_array_add (scenario->cases, prony_test_case_new ());
  prompts = prony_prompt_set_new (scenario, 1, NULL, NULL, &error);
  g_assert_no_error (error);
  return prompts;
}

static void
assert_figure (double value, double expected)
{
  if (isnan (expected))
    g_assert_true (isnan (value));
  else
    g_assert_cmpfloat_with_epsilon (value, expected, 1e-9);
}

static void
test_case (gconstpointer data)
{
  const Case *item = data;
  g_autoptr (PronyPromptSet) prompts = make_prompts (item->max_tokens);
  PronyTargetPace pace = { item->prefill_rate, item->decode_rate, item->ttft_s, 0 };
  PronyScenarioEstimate estimate;

  prony_scenario_estimate (prompts, &pace, item->price_per_hour, &estimate);
  g_assert_cmpuint (estimate.requests, ==, 2);
  g_assert_cmpuint (estimate.prompt_tokens, ==, 200);
  g_assert_cmpuint (estimate.output_tokens, ==, 2 * item->max_tokens);
  assert_figure (estimate.duration_s, item->duration_s);
  assert_figure (estimate.cost, item->cost);
}

static PronyTarget *
make_target (const char *url, const char *model)
{
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new (url, NULL);

  return prony_target_new (engine, model);
}

/* A trial whose figures all follow from @ttft_s. */
static void
add_trial (PronyRun *run, PronyTarget *target, guint concurrency, PronyState state, double ttft_s)
{
  PronyTrial *trial = prony_trial_new (run->trials->len, target, "two", "Two", PRONY_SCENARIO_OTHER,
                                       prony_load_level_closed (concurrency));

  trial->state = state;
  trial->summary = prony_summary_new ();
  trial->summary->outcomes[PRONY_OUTCOME_OK] = 5;
  trial->summary->distributions[PRONY_METRIC_TTFT].count = 5;
  trial->summary->distributions[PRONY_METRIC_TTFT].p50 = ttft_s;
  trial->summary->distributions[PRONY_METRIC_PREFILL_RATE].count = 5;
  trial->summary->distributions[PRONY_METRIC_PREFILL_RATE].p50 = 100 * ttft_s;
  trial->summary->distributions[PRONY_METRIC_DECODE_RATE].count = 5;
  trial->summary->distributions[PRONY_METRIC_DECODE_RATE].p50 = 10 * ttft_s;
  g_ptr_array_add (run->trials, trial);
}

static PronyRun *
make_run (gint64 started_us)
{
  PronyRun *run = prony_run_new ("run");

  run->started_us = started_us;
  run->state = PRONY_STATE_FINISHED;
  run->plan_json = json_object_new ();
  return run;
}

static void
put (PronyStore *store, PronyRun *run)
{
  prony_store_put_run (store, run);
  for (guint i = 0; i < run->trials->len; i++)
    prony_store_put_trial (store, run, run->trials->pdata[i]);
  g_assert_true (prony_store_flush (store, NULL));
}

static void
test_pace (void)
{
  g_autofree char *folder = g_dir_make_tmp ("prony-pace-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "prony.db", NULL);
  g_autoptr (PronyStore) store = prony_store_open (path, NULL);
  g_autoptr (PronyTarget) target = make_target (URL, "m");
  g_autoptr (PronyTarget) elsewhere = make_target ("http://127.0.0.1:8001", "m");
  g_autoptr (PronyTarget) other = make_target (URL, "m2");
  g_autoptr (PronyTarget) unnamed = make_target (URL, NULL);
  g_autoptr (PronyRun) old = make_run (1000);
  g_autoptr (PronyRun) latest = make_run (2000);
  g_autoptr (PronyRun) unusable = make_run (3000);
  PronyTargetPace pace;

  g_assert_nonnull (store);
  prony_target_pace_read (store, target, &pace);
  g_assert_true (isnan (pace.ttft_s) && pace.measured_us == 0);

  add_trial (old, target, 1, PRONY_STATE_FINISHED, 9);
  put (store, old);
  add_trial (latest, target, 4, PRONY_STATE_FINISHED, 1);
  add_trial (latest, target, 2, PRONY_STATE_FINISHED, 3);
  add_trial (latest, target, 2, PRONY_STATE_FINISHED, 4);
  add_trial (latest, target, 1, PRONY_STATE_FAILED, 7);
  add_trial (latest, other, 1, PRONY_STATE_FINISHED, 8);
  put (store, latest);
  add_trial (unusable, target, 1, PRONY_STATE_STOPPED, 2);
  add_trial (unusable, elsewhere, 1, PRONY_STATE_FINISHED, 2);
  put (store, unusable);

  /* The lowest load of the latest run: the soonest token, the fastest reading, the mean
   * of the rates of writing. */
  prony_target_pace_read (store, target, &pace);
  g_assert_cmpint (pace.measured_us, ==, 2000);
  assert_figure (pace.ttft_s, 3);
  assert_figure (pace.prefill_rate, 400);
  assert_figure (pace.decode_rate, 35);

  /* Of what nobody measured, or nobody knows, there is no pace. */
  prony_target_pace_read (store, unnamed, &pace);
  g_assert_true (isnan (pace.ttft_s) && isnan (pace.prefill_rate) && isnan (pace.decode_rate));
  prony_target_pace_read (NULL, target, &pace);
  g_assert_cmpint (pace.measured_us, ==, 0);

  g_assert_true (prony_store_close (store, NULL));
  g_unlink (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/scenario-estimate/", cases[i].test, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/scenario-estimate/pace", test_pace);
  return g_test_run ();
}
