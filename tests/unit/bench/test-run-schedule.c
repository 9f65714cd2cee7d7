/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/bench/prony-run-maker.h"
#include "core/bench/prony-run-schedule.h"

static PronyPlan *
make_plan (guint n_targets, guint n_scenarios, PronyOrder order)
{
  PronyPlan *plan = prony_plan_new ();

  for (guint i = 0; i < n_targets; i++)
    {
      g_autofree char *model = g_strdup_printf ("model-%u", i);
      g_autoptr (PronyEngineSpec) spec = prony_engine_spec_new ("http://127.0.0.1:8000", NULL);

      g_ptr_array_add (plan->targets, prony_target_new (spec, model));
    }
  for (guint i = 0; i < n_scenarios; i++)
    {
      g_autofree char *name = g_strdup_printf ("scenario-%u", i);

      g_ptr_array_add (plan->scenarios, prony_scenario_new (name));
    }
  plan->order = order;
  plan->duration_s = 1;
  return plan;
}

/* Does what the runner does: brings the trials of a step to an end. The engine of the
 * first target has room for 4 requests, that of the second for 8, and so on. */
static void
carry_out (PronyRun *run, PronyRunSchedule *schedule, const PronyRunStep *step)
{
  for (guint i = step->first; i < step->first + step->n_trials; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);
      guint slots = 4u << prony_run_schedule_get_target (schedule, i);

      g_assert_cmpint (trial->state, ==, PRONY_STATE_WAITING);
      g_assert_cmpuint (trial->index, ==, i);
      g_assert_true (prony_load_level_equal (&trial->load, &step->load));
      trial->summary = prony_summary_new ();
      trial->summary->outcomes[PRONY_OUTCOME_OK] = 100;
      trial->summary->scalars[PRONY_METRIC_OUTPUT_TOKENS_PER_SEC - PRONY_N_DISTRIBUTIONS] =
        100.0 * MIN (trial->load.concurrency, slots);
      trial->summary->distributions[PRONY_METRIC_LATENCY] =
        (PronyDistribution){ .mean = 1, .mean_ci = { 0.99, 1.01 } };
      trial->state = PRONY_STATE_FINISHED;
    }
}

static char *
carry_out_all (PronyPlan *plan, PronyRun *run)
{
  g_autoptr (PronyRunSchedule) schedule = prony_run_schedule_new (plan, run);
  GString *story = g_string_new (NULL);
  PronyRunStep step;
  guint n = 0;

  while (prony_run_schedule_next (schedule, &step))
    {
      g_assert_cmpuint (step.number, ==, n++);
      g_string_append_printf (story, "%s%u:%u(", story->len > 0 ? " " : "", step.scenario,
                              step.load.concurrency);
      for (guint i = step.first; i < step.first + step.n_trials; i++)
        g_string_append_printf (story, "%u", prony_run_schedule_get_target (schedule, i));
      g_string_append_c (story, ')');
      carry_out (run, schedule, &step);
    }
  g_assert_false (prony_run_schedule_next (schedule, &step));

  return g_string_free (story, FALSE);
}

/* scenario:load(targets) of each step */
static const struct
{
  guint n_targets;
  guint n_scenarios;
  PronyOrder order;
  gboolean sweep;
  guint requests;
  guint levels[3];
  const char *story;
} plans[] = {
  { 1, 1, PRONY_ORDER_SEQUENTIAL, FALSE, 0, { 1 }, "0:1(0)" },
  { 2,
    2,
    PRONY_ORDER_SEQUENTIAL,
    FALSE,
    0,
    { 1, 4 },
    "0:1(0) 0:1(1) 0:4(0) 0:4(1) 1:1(0) 1:1(1) 1:4(0) 1:4(1)" },
  { 2, 2, PRONY_ORDER_PARALLEL, FALSE, 0, { 1, 4 }, "0:1(01) 0:4(01) 1:1(01) 1:4(01)" },
  { 2, 1, PRONY_ORDER_PARALLEL, FALSE, 0, { 4, 4 }, "0:4(01) 0:4(01)" },
  { 1,
    2,
    PRONY_ORDER_SEQUENTIAL,
    TRUE,
    0,
    { 1 },
    "0:1(0) 0:2(0) 0:4(0) 0:8(0) 0:3(0) 1:1(0) 1:2(0) 1:4(0) 1:8(0) 1:3(0)" },
  { 2,
    1,
    PRONY_ORDER_SEQUENTIAL,
    TRUE,
    0,
    { 1 },
    "0:1(0) 0:1(1) 0:2(0) 0:2(1) 0:4(0) 0:4(1) 0:8(0) 0:8(1) 0:16(1) 0:3(0) 0:6(1) 0:7(1)" },
  { 3,
    1,
    PRONY_ORDER_PARALLEL,
    TRUE,
    0,
    { 4 },
    "0:4(012) 0:8(012) 0:16(12) 0:32(2) 0:6(1) 0:7(1) 0:11(2) 0:13(2) 0:14(2)" },
  { 1, 1, PRONY_ORDER_SEQUENTIAL, TRUE, 3, { 1 }, "0:1(0) 0:2(0) 0:3(0)" },
};

static void
test_stories (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      g_autoptr (PronyPlan) plan =
        make_plan (plans[i].n_targets, plans[i].n_scenarios, plans[i].order);
      g_autoptr (PronyRun) run = NULL;
      g_autofree char *story = NULL;

      for (guint j = 0; j < G_N_ELEMENTS (plans[i].levels) && plans[i].levels[j] > 0; j++)
        prony_plan_add_level (plan, prony_load_level_closed (plans[i].levels[j]));
      plan->sweep = plans[i].sweep;
      plan->requests = plans[i].requests;
      run = prony_run_make (plan);
      story = carry_out_all (plan, run);
      g_assert_cmpstr (story, ==, plans[i].story);
    }
}

/* Scenarios at their own loads have as many steps as each of them names. */
static void
test_own_loads (void)
{
  g_autoptr (PronyPlan) plan = make_plan (2, 3, PRONY_ORDER_SEQUENTIAL);
  PronyScenario *own = g_ptr_array_index (plan->scenarios, 1);
  const PronyLoadLevel levels[] = { prony_load_level_closed (2), prony_load_level_closed (8) };
  g_autoptr (PronyRun) run = NULL;
  g_autofree char *story = NULL;

  g_array_append_vals (own->load.levels, levels, G_N_ELEMENTS (levels));
  prony_plan_add_level (plan, prony_load_level_closed (1));
  plan->own_loads = TRUE;
  run = prony_run_make (plan);
  story = carry_out_all (plan, run);
  g_assert_cmpstr (story, ==, "0:1(0) 0:1(1) 1:2(0) 1:2(1) 1:8(0) 1:8(1) 2:1(0) 2:1(1)");
}

/* Targets take turns forth and back; those at the same time begin again together. */
static const struct
{
  guint n_targets;
  PronyOrder order;
  guint repeats;
  const char *story;
} repeated[] = {
  { 1, PRONY_ORDER_SEQUENTIAL, 3, "0:1(0) 0:1(0) 0:1(0) 1:1(0) 1:1(0) 1:1(0)" },
  { 2, PRONY_ORDER_SEQUENTIAL, 2, "0:1(0) 0:1(1) 0:1(1) 0:1(0) 1:1(0) 1:1(1) 1:1(1) 1:1(0)" },
  { 3, PRONY_ORDER_SEQUENTIAL, 3,
    "0:1(0) 0:1(1) 0:1(2) 0:1(2) 0:1(1) 0:1(0) 0:1(0) 0:1(1) 0:1(2) "
    "1:1(0) 1:1(1) 1:1(2) 1:1(2) 1:1(1) 1:1(0) 1:1(0) 1:1(1) 1:1(2)" },
  { 1, PRONY_ORDER_PARALLEL, 2, "0:1(0) 0:1(0) 1:1(0) 1:1(0)" },
  { 2, PRONY_ORDER_PARALLEL, 3, "0:1(01) 0:1(01) 0:1(01) 1:1(01) 1:1(01) 1:1(01)" },
};

static void
test_repeats (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (repeated); i++)
    {
      g_autoptr (PronyPlan) plan = make_plan (repeated[i].n_targets, 2, repeated[i].order);
      g_autoptr (PronyRun) run = NULL;
      g_autofree char *story = NULL;

      prony_plan_add_level (plan, prony_load_level_closed (1));
      plan->repeats = repeated[i].repeats;
      run = prony_run_make (plan);
      g_assert_cmpuint (run->trials->len, ==, prony_plan_count_trials (plan));
      for (guint j = 0; j < run->trials->len; j++)
        {
          PronyTrial *trial = g_ptr_array_index (run->trials, j);

          g_assert_cmpuint (trial->repeat, ==, j / plan->targets->len % plan->repeats);
          g_assert_cmpuint (trial->repeats, ==, plan->repeats);
        }
      story = carry_out_all (plan, run);
      g_assert_cmpstr (story, ==, repeated[i].story);
    }
}

/* Targets share a seed; scenarios, loads and plans have their own. */
static void
test_seeds (void)
{
  g_autoptr (PronyPlan) plan = make_plan (2, 2, PRONY_ORDER_SEQUENTIAL);
  g_autoptr (GHashTable) seeds = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  prony_plan_add_level (plan, prony_load_level_open (2, PRONY_ARRIVAL_POISSON));
  prony_plan_add_level (plan, prony_load_level_open (2.5, PRONY_ARRIVAL_POISSON));
  for (plan->seed = 1; plan->seed <= 2; plan->seed++)
    {
      g_autoptr (PronyRun) run = prony_run_make (plan);
      g_autoptr (PronyRunSchedule) schedule = prony_run_schedule_new (plan, run);
      PronyRunStep first, second;

      while (prony_run_schedule_next (schedule, &first))
        {
          g_assert_true (prony_run_schedule_next (schedule, &second));
          g_assert_cmpuint (first.seed, ==, second.seed);
          g_assert_true (g_hash_table_add (seeds, g_memdup2 (&first.seed, sizeof first.seed)));
        }
    }
  g_assert_cmpuint (g_hash_table_size (seeds), ==, 8);
}

/* A target that is not there is left out; the others go on. */
static void
test_dead_target (void)
{
  g_autoptr (PronyPlan) plan = make_plan (2, 1, PRONY_ORDER_PARALLEL);
  g_autoptr (PronyRun) run = NULL;
  g_autoptr (PronyRunSchedule) schedule = NULL;
  PronyRunStep step;
  PronyTrial *dead;

  plan->sweep = TRUE;
  prony_plan_add_level (plan, prony_load_level_closed (1));
  run = prony_run_make (plan);
  schedule = prony_run_schedule_new (plan, run);
  g_assert_true (prony_run_schedule_next (schedule, &step));
  g_assert_cmpuint (step.n_trials, ==, 2);
  step.n_trials = 1;
  carry_out (run, schedule, &step);
  dead = g_ptr_array_index (run->trials, 1);
  dead->state = PRONY_STATE_FAILED;

  while (prony_run_schedule_next (schedule, &step))
    {
      g_assert_cmpuint (step.n_trials, ==, 1);
      g_assert_cmpuint (prony_run_schedule_get_target (schedule, step.first), ==, 0);
      carry_out (run, schedule, &step);
    }
  g_assert_cmpuint (run->trials->len, ==, 6);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/run-schedule/stories", test_stories);
  g_test_add_func ("/run-schedule/own-loads", test_own_loads);
  g_test_add_func ("/run-schedule/repeats", test_repeats);
  g_test_add_func ("/run-schedule/seeds", test_seeds);
  g_test_add_func ("/run-schedule/dead-target", test_dead_target);

  return g_test_run ();
}
