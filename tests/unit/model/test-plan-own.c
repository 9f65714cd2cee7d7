/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What scenarios bring into a plan: loads, bounds, warm-up and objectives. */

#include "config.h"

#include <math.h>

#include "base/prony-error.h"
#include "core/model/prony-plan.h"

/* A plan of 4 at once, 20 requests each: of a scenario that names a load, and of one that
 * does not. */
static PronyPlan *
make_plan (void)
{
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("http://127.0.0.1:8000", NULL);
  PronyPlan *plan = prony_plan_new ();
  PronyScenario *own = prony_scenario_new ("own");
  const guint levels[] = { 1, 4, 10 };

  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    {
      PronyLoadLevel level = prony_load_level_closed (levels[i]);

      g_array_append_val (own->load.levels, level);
    }
  own->load.duration_s = 60;
  own->load.warmup = 3;
  own->slo_ttft_s = 0.3;
  g_ptr_array_add (plan->scenarios, own);
  g_ptr_array_add (plan->scenarios, prony_scenario_new ("other"));
  g_ptr_array_add (plan->targets, prony_target_new (engine, "llama3"));
  prony_plan_add_level (plan, prony_load_level_closed (4));
  plan->requests = 20;
  plan->own_loads = TRUE;
  return plan;
}

static void
assert_scenario (PronyPlan *plan, guint scenario, guint n_levels, const PronyPlanBounds *expected)
{
  PronyPlanBounds bounds;

  prony_plan_get_bounds (plan, scenario, &bounds);
  g_assert_cmpuint (prony_plan_get_levels (plan, scenario)->len, ==, n_levels);
  g_assert_cmpfloat (bounds.duration_s, ==, expected->duration_s);
  g_assert_cmpuint (bounds.requests, ==, expected->requests);
  g_assert_cmpuint (bounds.iterations, ==, expected->iterations);
  g_assert_cmpuint (bounds.warmup, ==, expected->warmup);
  g_assert_cmpint (isnan (bounds.slo_ttft_s), ==, isnan (expected->slo_ttft_s));
  if (isfinite (bounds.slo_ttft_s))
    g_assert_cmpfloat (bounds.slo_ttft_s, ==, expected->slo_ttft_s);
  g_assert_true (isnan (bounds.slo_latency_s) == isnan (expected->slo_latency_s));
}

static void
test_own (void)
{
  const PronyPlanBounds own = { 60, 0, 0, 3, 0.3, NAN, NAN };
  const PronyPlanBounds plans = { 0, 20, 0, 1, NAN, NAN, NAN };
  g_autoptr (PronyPlan) plan = make_plan ();

  g_assert_true (prony_plan_check (plan, NULL));
  g_assert_true (prony_plan_uses_own_load (plan, 0));
  g_assert_false (prony_plan_uses_own_load (plan, 1));
  assert_scenario (plan, 0, 3, &own);
  assert_scenario (plan, 1, 1, &plans);
  g_assert_cmpuint (prony_plan_count_trials (plan), ==, 4);
}

static void
test_of_the_plan (void)
{
  const PronyPlanBounds unless_asked = { 0, 20, 0, 1, 0.3, NAN, NAN };
  const PronyPlanBounds bounds_of_plan = { 0, 20, 0, 3, 0.3, NAN, NAN };
  const PronyPlanBounds warmup_of_plan = { 60, 0, 0, 1, NAN, NAN, 5 };
  g_autoptr (PronyPlan) plan = make_plan ();

  plan->own_loads = FALSE;
  assert_scenario (plan, 0, 1, &unless_asked);
  g_assert_cmpuint (prony_plan_count_trials (plan), ==, 2);

  plan->own_loads = TRUE;
  plan->own_bounds = FALSE;
  assert_scenario (plan, 0, 3, &bounds_of_plan);

  plan->own_bounds = TRUE;
  plan->own_warmup = FALSE;
  plan->slo_latency_s = 5;
  assert_scenario (plan, 0, 3, &warmup_of_plan);
}

static void
test_mistakes (void)
{
  g_autoptr (PronyPlan) plan = make_plan ();
  PronyScenario *own = g_ptr_array_index (plan->scenarios, 0);
  g_autoptr (GError) error = NULL;

  /* What the plan lacks is only missed where it is used. */
  g_array_set_size (plan->levels, 0);
  g_assert_false (prony_plan_check (plan, NULL));
  g_ptr_array_set_size (plan->scenarios, 1);
  plan->requests = 0;
  g_assert_true (prony_plan_check (plan, NULL));

  plan->sweep = TRUE;
  g_assert_false (prony_plan_check (plan, NULL));
  plan->sweep = FALSE;

  own->load.duration_s = 0;
  g_assert_false (prony_plan_check (plan, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
  g_assert_true (g_str_has_prefix (error->message, "own: The plan has no end."));
  plan->iterations = 1;
  g_assert_true (prony_plan_check (plan, NULL));

  g_array_index (own->load.levels, PronyLoadLevel, 1) =
    prony_load_level_open (2, PRONY_ARRIVAL_POISSON);
  g_assert_false (prony_plan_check (plan, NULL));
  g_array_index (own->load.levels, PronyLoadLevel, 1) = prony_load_level_closed (0);
  g_assert_false (prony_plan_check (plan, NULL));
}

static void
test_json (void)
{
  g_autoptr (PronyPlan) plan = make_plan ();
  g_autoptr (JsonObject) object = prony_plan_to_json (plan);
  g_autoptr (JsonObject) without = NULL;
  JsonArray *own = json_object_get_array_member (object, "own_loads");
  JsonObject *first = json_array_get_object_element (own, 0);

  /* 1, 4, 10 and the plan's 4. */
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "levels")), ==, 3);
  g_assert_cmpint (
    json_array_get_int_element (json_object_get_array_member (object, "concurrency"), 2), ==, 10);
  g_assert_cmpint (json_object_get_int_member (object, "requests"), ==, 20);
  g_assert_false (json_object_has_member (object, "slo_ttft"));
  g_assert_cmpuint (json_array_get_length (own), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (first, "scenario"), ==, "own");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (first, "levels")), ==, 3);
  g_assert_cmpfloat (json_object_get_double_member (first, "duration"), ==, 60);
  g_assert_cmpint (json_object_get_int_member (first, "warmup"), ==, 3);
  g_assert_cmpfloat (json_object_get_double_member (first, "slo_ttft"), ==, 0.3);
  g_assert_false (json_object_has_member (first, "requests"));

  plan->own_loads = FALSE;
  plan->slo_ttft_s = 1;
  without = prony_plan_to_json (plan);
  g_assert_false (json_object_has_member (without, "own_loads"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/plan/own", test_own);
  g_test_add_func ("/plan/of-the-plan", test_of_the_plan);
  g_test_add_func ("/plan/mistakes", test_mistakes);
  g_test_add_func ("/plan/json", test_json);

  return g_test_run ();
}
