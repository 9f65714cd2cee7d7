/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <glib/gstdio.h>
#include <math.h>

#include "core/bench/prony-run-maker.h"
#include "core/bench/prony-run-progress.h"

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
assert_within (double value, double truth, double share)
{
  g_assert_cmpfloat (value, >=, truth * (1 - share));
  g_assert_cmpfloat (value, <=, truth * (1 + share));
}

static void
test_nothing_yet (void)
{
  const guint levels[] = { 1 };
  g_autoptr (PronyPlan) plan = make_plan (1, 1, levels, 1);
  g_autoptr (PronyRunProgress) progress = NULL;

  plan->duration_s = 10;
  progress = prony_run_progress_new (plan);
  g_assert_cmpfloat (prony_run_progress_get_share (progress), ==, 0);
  g_assert_true (isnan (prony_run_progress_get_remaining (progress)));

  /* Preparing and warming up. */
  prony_run_progress_update (progress, 0, 0, 0, 3);
  g_assert_true (isnan (prony_run_progress_get_remaining (progress)));
}

/* Four trials of 10 s, each after 2 s of preparing and warming up. */
static void
test_duration (void)
{
  const guint levels[] = { 1, 4 };
  g_autoptr (PronyPlan) plan = make_plan (2, 1, levels, 2);
  g_autoptr (PronyRunProgress) progress = NULL;
  guint step, tick;

  plan->duration_s = 10;
  progress = prony_run_progress_new (plan);
  for (step = 0; step < 4; step++)
    {
      for (tick = 1; tick <= 100; tick++)
        {
          double measured = tick / 10.0;
          double truth = (3 - step) * 12 + 10 - measured;

          prony_run_progress_update (progress, step, measured / 10, measured, measured + 2);
          assert_within (prony_run_progress_get_share (progress), (step + measured / 10) / 4, 1e-9);
          if (truth > 0.05)
            assert_within (prony_run_progress_get_remaining (progress), truth, 0.01);
        }
      prony_run_progress_finish (progress, step, 12);
    }

  g_assert_cmpfloat (prony_run_progress_get_share (progress), ==, 1);
  g_assert_cmpfloat (prony_run_progress_get_remaining (progress), ==, 0);
}

/* 40 requests of 1 s each, one at a time and then four at a time, seen every tenth
 * of a second: the estimate must not swing while a request is under way. */
static void
test_requests (void)
{
  const guint levels[] = { 1, 4 };
  g_autoptr (PronyPlan) plan = make_plan (1, 1, levels, 2);
  g_autoptr (PronyRunProgress) progress = NULL;
  const double lengths[] = { 40, 10 };
  double last = 0;
  double elapsed = 0;
  guint step, tick;

  plan->requests = 40;
  progress = prony_run_progress_new (plan);
  for (step = 0; step < 2; step++)
    {
      for (tick = 1; tick < lengths[step] * 10; tick++)
        {
          double measured = tick / 10.0;
          double share = floor (measured) / lengths[step];

          prony_run_progress_update (progress, step, share, measured, measured);
          g_assert_cmpfloat (prony_run_progress_get_share (progress), >=, last);
          last = prony_run_progress_get_share (progress);
          if (elapsed + measured >= 5 && elapsed + measured < 49)
            assert_within (prony_run_progress_get_remaining (progress), 50 - elapsed - measured,
                           0.2);
        }
      prony_run_progress_update (progress, step, 1, lengths[step], lengths[step]);
      prony_run_progress_finish (progress, step, lengths[step]);
      elapsed += lengths[step];
    }
}

/* Each scenario has its own pace; before it is known, that of the others. */
static void
test_pace_of_scenario (void)
{
  const guint levels[] = { 1, 1 };
  g_autoptr (PronyPlan) plan = make_plan (1, 2, levels, 2);
  g_autoptr (PronyRunProgress) progress = NULL;

  plan->requests = 10;
  progress = prony_run_progress_new (plan);
  prony_run_progress_update (progress, 0, 1, 10, 10);
  prony_run_progress_finish (progress, 0, 10);
  assert_within (prony_run_progress_get_remaining (progress), 30, 0.01);
  prony_run_progress_update (progress, 1, 1, 10, 10);
  prony_run_progress_finish (progress, 1, 10);
  prony_run_progress_update (progress, 2, 0.5, 50, 50);
  assert_within (prony_run_progress_get_remaining (progress), 150, 0.01);
}

/* A target that is not there is done at once and says nothing about the pace. */
static void
test_failed_step (void)
{
  const guint levels[] = { 1 };
  g_autoptr (PronyPlan) plan = make_plan (2, 2, levels, 1);
  g_autoptr (PronyRunProgress) progress = NULL;

  plan->duration_s = 10;
  progress = prony_run_progress_new (plan);
  prony_run_progress_finish (progress, 0, 0.01);
  assert_within (prony_run_progress_get_share (progress), 0.25, 1e-9);
  g_assert_true (isnan (prony_run_progress_get_remaining (progress)));
  prony_run_progress_update (progress, 1, 0.5, 5, 5);
  assert_within (prony_run_progress_get_remaining (progress), 25, 0.01);
}

/* Several targets at once are one step. */
static void
test_parallel (void)
{
  const guint levels[] = { 1 };
  g_autoptr (PronyPlan) plan = make_plan (3, 2, levels, 1);
  g_autoptr (PronyRunProgress) progress = NULL;

  plan->duration_s = 10;
  plan->order = PRONY_ORDER_PARALLEL;
  progress = prony_run_progress_new (plan);
  prony_run_progress_finish (progress, 0, 10);
  assert_within (prony_run_progress_get_share (progress), 0.5, 1e-9);
}

static const struct
{
  const char *name;
  double rate;
  double from_rate;
  double ramp_s;
  double duration_s;
  guint requests;
  double length_s;
} open_loops[] = {
  { "duration", 5, NAN, 0, 10, 0, 10 },    { "requests", 5, NAN, 0, 0, 100, 20 },
  { "both", 5, NAN, 0, 10, 100, 10 },      { "ramp", 10, 0.0001, 4, 0, 120, 14 },
  { "in the ramp", 10, 5, 20, 0, 75, 10 },
};

/* An open loop tells from the start how long it takes, whatever the engine does. */
static void
test_open_loops (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (open_loops); i++)
    {
      g_autoptr (PronyPlan) plan = make_plan (1, 1, NULL, 0);
      g_autoptr (PronyRunProgress) progress = NULL;
      PronyLoadLevel load = prony_load_level_open (open_loops[i].rate, PRONY_ARRIVAL_POISSON);
      double length = open_loops[i].length_s;

      g_test_message ("%s", open_loops[i].name);
      load.from_rate = open_loops[i].from_rate;
      load.ramp_s = open_loops[i].ramp_s;
      prony_plan_add_level (plan, load);
      prony_plan_add_level (plan, load);
      plan->duration_s = open_loops[i].duration_s;
      plan->requests = open_loops[i].requests;
      progress = prony_run_progress_new (plan);

      prony_run_progress_update (progress, 0, 0.25, length / 4, length / 4);
      assert_within (prony_run_progress_get_remaining (progress), length * 1.75, 0.01);
      prony_run_progress_update (progress, 0, 1, length, length + 2);
      prony_run_progress_finish (progress, 0, length + 2);
      assert_within (prony_run_progress_get_share (progress), 0.5, 1e-9);
      assert_within (prony_run_progress_get_remaining (progress), length + 2, 0.01);
    }
}

/* A closed loop whose pace must be learnt, and an open one whose length is known. */
static void
test_mixed_loads (void)
{
  const guint levels[] = { 1 };
  g_autoptr (PronyPlan) plan = make_plan (1, 1, levels, 1);
  g_autoptr (PronyRunProgress) progress = NULL;

  prony_plan_add_level (plan, prony_load_level_open (2, PRONY_ARRIVAL_CONSTANT));
  plan->requests = 20;
  progress = prony_run_progress_new (plan);
  prony_run_progress_update (progress, 0, 0.5, 50, 50);
  assert_within (prony_run_progress_get_remaining (progress), 60, 0.01);
}

static void
test_trace (void)
{
  g_autoptr (PronyPlan) plan = make_plan (1, 1, NULL, 0);
  g_autoptr (PronyRunProgress) progress = NULL;
  g_autofree char *file = NULL;
  int fd = g_file_open_tmp ("prony-trace-XXXXXX.csv", &file, NULL);

  g_assert_true (g_close (fd, NULL));
  g_assert_true (
    g_file_set_contents (file, "timestamp,input_length,output_length\n0,1,1\n4,1,1\n", -1, NULL));
  plan->trace = prony_trace_read (file, NULL);
  g_remove (file);
  g_assert_nonnull (plan->trace);
  prony_plan_add_level (plan, prony_load_level_trace (0.5));
  progress = prony_run_progress_new (plan);
  prony_run_progress_update (progress, 0, 0.5, 4, 4);
  assert_within (prony_run_progress_get_remaining (progress), 4, 0.01);
}

static void
test_cool_down (void)
{
  const guint levels[] = { 1, 2, 4 };
  g_autoptr (PronyPlan) plan = make_plan (1, 1, levels, 3);
  g_autoptr (PronyRunProgress) progress = NULL;

  plan->duration_s = 10;
  plan->cooldown_s = 5;
  progress = prony_run_progress_new (plan);
  prony_run_progress_update (progress, 0, 0.5, 5, 5);
  assert_within (prony_run_progress_get_remaining (progress), 5 + 2 * 15, 0.01);
  prony_run_progress_update (progress, 0, 1, 10, 10);
  prony_run_progress_finish (progress, 0, 10);
  assert_within (prony_run_progress_get_remaining (progress), 2 * 15, 0.01);
  prony_run_progress_cool_down (progress, 2);
  assert_within (prony_run_progress_get_remaining (progress), 2 + 10 + 15, 0.01);
  prony_run_progress_cool_down (progress, 0);
  assert_within (prony_run_progress_get_remaining (progress), 10 + 15, 0.01);
  prony_run_progress_update (progress, 1, 0.5, 5, 5);
  assert_within (prony_run_progress_get_remaining (progress), 5 + 15, 0.01);
}

/* Of two scenarios the first needs fewer loads than expected, the second more. It never
 * counts back, and is through at the end. */
static void
test_sweep (void)
{
  const guint levels[] = { 1 };
  const guint n_loads[] = { 3, 14 };
  g_autoptr (PronyPlan) plan = make_plan (1, 2, levels, 1);
  g_autoptr (PronyRunProgress) progress = NULL;
  double shown = 0;
  guint step = 0;

  plan->duration_s = 10;
  plan->sweep = TRUE;
  progress = prony_run_progress_new (plan);
  for (guint i = 0; i < 2; i++)
    for (guint j = 0; j < n_loads[i]; j++)
      {
        PronyLoadLevel load = prony_load_level_closed (1 + j);

        prony_run_progress_expect (progress, step, i, &load);
        g_assert_cmpfloat (prony_run_progress_get_share (progress), >=, shown);
        shown = prony_run_progress_get_share (progress);
        prony_run_progress_update (progress, step, 1, 10, 10);
        g_assert_cmpfloat (prony_run_progress_get_remaining (progress), >=, 0);
        prony_run_progress_finish (progress, step, 10);
        g_assert_cmpfloat (prony_run_progress_get_share (progress), >=, shown);
        shown = prony_run_progress_get_share (progress);
        step++;
      }

  prony_run_progress_complete (progress);
  g_assert_cmpfloat (prony_run_progress_get_share (progress), ==, 1);
  g_assert_cmpfloat (prony_run_progress_get_remaining (progress), ==, 0);
}

/* A scenario that brings three trials of 20 s, and one at the plan's 10 s. */
static void
test_own_loads (void)
{
  const guint levels[] = { 1 };
  g_autoptr (PronyPlan) plan = make_plan (1, 2, levels, 1);
  PronyScenario *own = g_ptr_array_index (plan->scenarios, 0);
  const PronyLoadLevel loads[] = { prony_load_level_closed (1), prony_load_level_closed (4),
                                   prony_load_level_closed (9) };
  g_autoptr (PronyRunProgress) progress = NULL;

  g_array_append_vals (own->load.levels, loads, G_N_ELEMENTS (loads));
  own->load.duration_s = 20;
  plan->duration_s = 10;
  plan->own_loads = TRUE;
  progress = prony_run_progress_new (plan);
  prony_run_progress_update (progress, 0, 1, 20, 20);
  prony_run_progress_finish (progress, 0, 20);
  assert_within (prony_run_progress_get_share (progress), 20 / 70.0, 1e-9);
  assert_within (prony_run_progress_get_remaining (progress), 50, 0.01);
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

  g_test_add_func ("/run-progress/nothing-yet", test_nothing_yet);
  g_test_add_func ("/run-progress/duration", test_duration);
  g_test_add_func ("/run-progress/requests", test_requests);
  g_test_add_func ("/run-progress/pace-of-scenario", test_pace_of_scenario);
  g_test_add_func ("/run-progress/failed-step", test_failed_step);
  g_test_add_func ("/run-progress/parallel", test_parallel);
  g_test_add_func ("/run-progress/open-loops", test_open_loops);
  g_test_add_func ("/run-progress/mixed-loads", test_mixed_loads);
  g_test_add_func ("/run-progress/trace", test_trace);
  g_test_add_func ("/run-progress/cool-down", test_cool_down);
  g_test_add_func ("/run-progress/sweep", test_sweep);
  g_test_add_func ("/run-progress/own-loads", test_own_loads);
  g_test_add_func ("/run-maker/trials", test_trials);
  g_test_add_func ("/run-maker/sweep-trials", test_sweep_trials);
  g_test_add_func ("/run-maker/ends", test_ends);
  g_test_add_func ("/run-maker/names", test_names);

  return g_test_run ();
}
