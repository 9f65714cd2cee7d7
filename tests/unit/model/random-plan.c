/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Plans of all kinds that can be carried out, drawn by the seed of the test. */

#include "config.h"

#include <math.h>

#include "random-plan.h"

static gboolean
toss (void)
{
  return g_test_rand_bit ();
}

static guint
draw (guint low, guint high)
{
  return (guint) g_test_rand_int_range ((gint32) low, (gint32) high + 1);
}

/* Such as somebody types. */
static double
draw_number (guint low, guint high)
{
  return toss () ? draw (low, high) : draw (low * 100, high * 100) / 100.0;
}

static void
add_target (PronyPlan *plan, guint index)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", 8000 + index);
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new (url, NULL);
  PronyTarget *target;

  if (toss ())
    engine->api = draw (PRONY_API_AUTO, PRONY_API_SGLANG);
  if (toss ())
    engine->name = g_strdup_printf ("The “%u” of it's \"own\"", index);
  if (toss ())
    engine->path = g_strdup ("/llm");
  engine->tls_insecure = toss ();
  if (toss ())
    engine->request_timeout_s = draw_number (1, 600);
  target = prony_target_new (engine, toss () ? "llama3:8b $HOME" : NULL);
  g_ptr_array_add (plan->targets, target);
}

static void
add_closed (PronyPlan *plan, double ramp_s)
{
  guint n = draw (1, 3);

  for (guint i = 0; i < n; i++)
    {
      PronyLoadLevel level = prony_load_level_closed (1 + i * 8);

      if (toss () && toss ())
        {
          level.from_concurrency = draw (1, 4);
          level.ramp_s = ramp_s;
        }
      prony_plan_add_level (plan, level);
    }
  plan->think_s = toss () ? draw_number (0, 5) : 0;
}

static void
add_open (PronyPlan *plan, double ramp_s)
{
  PronyLoadLevel level = prony_load_level_open (draw_number (1, 50), draw (0, 2));
  guint n = draw (1, 3);

  level.burstiness = level.arrival == PRONY_ARRIVAL_GAMMA ? draw_number (1, 9) : 1;
  level.concurrency = toss () ? draw (1, 99) : 0;
  for (guint i = 0; i < n; i++)
    {
      level.rate += i + 1;
      level.from_rate = toss () && toss () ? draw_number (1, 9) : NAN;
      level.ramp_s = isfinite (level.from_rate) ? ramp_s : 0;
      prony_plan_add_level (plan, level);
    }
}

static void
add_loads (PronyPlan *plan, PronyTrace *trace)
{
  double ramp_s = toss () && plan->duration_s > 0 ? plan->duration_s : draw_number (1, 60);

  switch (draw (0, 4))
    {
    case 0:
      add_open (plan, ramp_s);
      if (plan->duration_s == 0 && plan->requests == 0)
        plan->requests = draw (1, 100);
      plan->iterations = 0;
      break;

    case 1:
      prony_plan_add_level (plan, prony_load_level_trace (draw_number (1, 20)));
      plan->trace = prony_trace_ref (trace);
      plan->iterations = 0;
      break;

    case 2:
      prony_plan_add_level (plan, prony_load_level_closed (draw (1, 16)));
      plan->sweep = TRUE;
      plan->sweep_max = toss () ? plan->sweep_max : draw (16, 2000);
      break;

    case 3:
      plan->own_loads = TRUE;
      plan->own_bounds = toss ();
      plan->own_warmup = toss ();
      prony_plan_add_level (plan, prony_load_level_closed (draw (1, 2)));
      break;

    default:
      add_closed (plan, ramp_s);
      break;
    }
}

static void
set_bounds (PronyPlan *plan)
{
  guint which = draw (1, 7);

  plan->duration_s = which & 1 ? draw_number (1, 600) : 0;
  plan->requests = which & 2 ? draw (1, 1000) : 0;
  plan->iterations = which & 4 ? draw (1, 5) : 0;
  plan->warmup = toss () ? draw (0, 3) : plan->warmup;
}

static void
set_settings (PronyPlan *plan)
{
  plan->repeats = toss () && !plan->sweep ? draw (1, 5) : 1;
  plan->cooldown_s = toss () ? draw_number (0, 30) : 0;
  plan->max_tokens = toss () ? draw (1, 512) : 0;
  plan->temperature = toss () ? draw_number (0, 2) : NAN;
  plan->repeatable = toss ();
  plan->seed = plan->repeatable ? draw (0, 100000) : 1;
  plan->timeout_s = toss () ? draw_number (1, 900) : plan->timeout_s;
  plan->grace_s = toss () ? draw_number (0, 60) : plan->grace_s;
  plan->retries = toss () ? draw (0, 5) : 0;
  plan->threads = toss () ? draw (0, 8) : 0;
  plan->calibrate = toss ();
  plan->stream = toss ();
  plan->order = toss () ? PRONY_ORDER_PARALLEL : PRONY_ORDER_SEQUENTIAL;
  plan->slo_ttft_s = toss () ? draw (1, 2000) / 1000.0 : NAN;
  plan->slo_itl_s = toss () ? draw (1, 200) / 1000.0 : NAN;
  plan->slo_latency_s = toss () ? draw (1, 20000) / 1000.0 : NAN;
  plan->price_per_hour = toss () ? draw_number (0, 40) : NAN;
}

/* Of some of the scenarios. */
PronyPlan *
random_plan_new (GPtrArray *scenarios, PronyTrace *trace)
{
  PronyPlan *plan = prony_plan_new ();
  guint n_targets = draw (1, 3);

  if (toss ())
    plan->name = g_strdup ("Über Nacht; rm -rf $x");
  for (guint i = 0; i < n_targets; i++)
    add_target (plan, i);
  for (guint i = 0; i < scenarios->len; i++)
    if (toss () || (i + 1 == scenarios->len && plan->scenarios->len == 0))
      g_ptr_array_add (plan->scenarios, prony_scenario_ref (g_ptr_array_index (scenarios, i)));
  set_bounds (plan);
  add_loads (plan, trace);
  set_settings (plan);
  return plan;
}
