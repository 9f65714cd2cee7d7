/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include "core/bench/prony-run-maker.h"

static PronyTarget *
make_target (const char *url, const char *model)
{
  g_autoptr (PronyEngineSpec) spec = prony_engine_spec_new (url, NULL);

  return prony_target_new (spec, model);
}

static PronyPlan *
make_plan (guint n_targets, guint n_scenarios, const guint *levels, guint n_levels)
{
  PronyPlan *plan = prony_plan_new ();
  guint i;

  for (i = 0; i < n_targets; i++)
    g_ptr_array_add (plan->targets, make_target ("http://127.0.0.1:8000", "llama3"));
  for (i = 0; i < n_scenarios; i++)
    {
      g_autofree char *name = g_strdup_printf ("scenario-%u", i);
      PronyScenario *scenario = prony_scenario_new (name);

      scenario->max_tokens = 100;
      g_ptr_array_add (scenario->cases, prony_test_case_new ());
      g_ptr_array_add (plan->scenarios, scenario);
    }
  for (guint j = 0; j < n_levels; j++)
    prony_plan_add_level (plan, prony_load_level_closed (levels[j]));
  return plan;
}

static void
test_trials (void)
{
  const guint levels[] = { 1, 8 };
  g_autoptr (PronyPlan) plan = make_plan (2, 2, levels, 2);
  g_autoptr (PronyRun) run = NULL;
  guint i;

  plan->duration_s = 1;
  run = prony_run_make (plan);
  g_assert_cmpuint (run->trials->len, ==, prony_plan_count_trials (plan));
  for (i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = run->trials->pdata[i];

      g_assert_cmpuint (trial->index, ==, i);
      g_assert_cmpuint (trial->load.concurrency, ==, levels[i / 2 % 2]);
      g_assert_cmpstr (trial->scenario_name, ==, i < 4 ? "scenario-0" : "scenario-1");
      g_assert_true (trial->target == plan->targets->pdata[i % 2]);
    }
}

/* Only what is certain: how far a sweep gets shows when it is there. */
static void
test_sweep_trials (void)
{
  const guint levels[] = { 4 };
  g_autoptr (PronyPlan) plan = make_plan (2, 2, levels, 1);
  g_autoptr (PronyRun) run = NULL;

  plan->duration_s = 1;
  plan->sweep = TRUE;
  g_array_index (plan->levels, PronyLoadLevel, 0).from_concurrency = 1;
  run = prony_run_make (plan);
  g_assert_cmpuint (run->trials->len, ==, 2);
  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = run->trials->pdata[i];

      g_assert_cmpstr (trial->scenario_name, ==, "scenario-0");
      g_assert_true (prony_load_level_is_closed (&trial->load, 4));
    }
}

static PronyTrial *
add_trial (
  PronyRun *run, PronyTarget *target, PronyState state, gboolean summary, const char *error)
{
  PronyTrial *trial = prony_trial_new (run->trials->len, target, "quick", NULL,
                                       PRONY_SCENARIO_OTHER, prony_load_level_closed (1));

  trial->state = state;
  trial->summary = summary ? prony_summary_new () : NULL;
  trial->error = g_strdup (error);
  g_ptr_array_add (run->trials, trial);
  return trial;
}

static const struct
{
  PronyState first;
  PronyState second;
  gboolean complete;
  PronyState expected;
  const char *error;
} ends[] = {
  { PRONY_STATE_FINISHED, PRONY_STATE_FINISHED, TRUE, PRONY_STATE_FINISHED, NULL },
  { PRONY_STATE_FINISHED, PRONY_STATE_FAILED, TRUE, PRONY_STATE_FINISHED, NULL },
  { PRONY_STATE_FAILED, PRONY_STATE_FAILED, TRUE, PRONY_STATE_FAILED, "First." },
  { PRONY_STATE_FINISHED, PRONY_STATE_WAITING, TRUE, PRONY_STATE_STOPPED, NULL },
  { PRONY_STATE_FINISHED, PRONY_STATE_STOPPED, TRUE, PRONY_STATE_FINISHED, NULL },
  { PRONY_STATE_FINISHED, PRONY_STATE_STOPPED, FALSE, PRONY_STATE_STOPPED, NULL },
  { PRONY_STATE_STOPPED, PRONY_STATE_STOPPED, TRUE, PRONY_STATE_STOPPED, NULL },
  { PRONY_STATE_STOPPED, PRONY_STATE_FAILED, TRUE, PRONY_STATE_FAILED, "Second." },
  { PRONY_STATE_FINISHED, PRONY_STATE_FINISHED, FALSE, PRONY_STATE_STOPPED, NULL },
};

static void
test_ends (void)
{
  g_autoptr (PronyTarget) target = make_target ("http://127.0.0.1:8000", "llama3");

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autoptr (PronyRun) run = prony_run_new ("test");
      gboolean failed = ends[i].first == PRONY_STATE_FAILED;
      gboolean measured = ends[i].first == PRONY_STATE_FINISHED;
      PronyTrial *second;

      add_trial (run, target, ends[i].first, measured, failed ? "First." : NULL);
      second = add_trial (run, target, ends[i].second, FALSE, failed ? NULL : "Second.");
      prony_run_conclude (run, ends[i].complete);
      g_assert_cmpint (run->state, ==, ends[i].expected);
      g_assert_cmpstr (run->error, ==, ends[i].error);
      g_assert_true (prony_state_is_final (second->state));
    }
}

static void
test_names (void)
{
  static const struct
  {
    const char *own;
    const char *engine_name;
    PronyEngineKind kind;
    const char *model;
    guint n_targets;
    guint n_scenarios;
    const char *expected;
  } cases[] = {
    { "Mine", NULL, PRONY_ENGINE_OLLAMA, "llama3", 1, 4, "Mine" },
    { NULL, NULL, PRONY_ENGINE_OLLAMA, "llama3", 1, 4, "llama3 on Ollama, 4 scenarios" },
    { "", "Rack", PRONY_ENGINE_OLLAMA, "llama3", 1, 4, "llama3 on Rack, 4 scenarios" },
    { NULL, NULL, PRONY_ENGINE_UNKNOWN, NULL, 1, 1, "127.0.0.1:8000, Chat" },
    { NULL, NULL, PRONY_ENGINE_VLLM, NULL, 2, 2, "vLLM and vLLM, 2 scenarios" },
    { NULL, NULL, PRONY_ENGINE_VLLM, "llama3", 3, 2, "llama3 on 3 engines, 2 scenarios" },
  };
  const guint levels[] = { 1 };
  guint i, j;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PronyPlan) plan = make_plan (0, cases[i].n_scenarios, levels, 1);
      g_autoptr (PronyRun) run = NULL;
      PronyScenario *first = plan->scenarios->pdata[0];

      g_free (first->title);
      first->title = g_strdup ("Chat");
      plan->name = g_strdup (cases[i].own);
      plan->duration_s = 1;
      for (j = 0; j < cases[i].n_targets; j++)
        {
          g_autoptr (PronyEngineSpec) spec = prony_engine_spec_new ("http://127.0.0.1:8000", NULL);

          spec->kind = cases[i].kind;
          spec->name = g_strdup (cases[i].engine_name);
          g_ptr_array_add (plan->targets, prony_target_new (spec, cases[i].model));
        }
      run = prony_run_make (plan);
      g_assert_cmpstr (run->name, ==, cases[i].expected);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/run-maker/trials", test_trials);
  g_test_add_func ("/run-maker/sweep-trials", test_sweep_trials);
  g_test_add_func ("/run-maker/ends", test_ends);
  g_test_add_func ("/run-maker/names", test_names);

  return g_test_run ();
}
