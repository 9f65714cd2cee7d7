/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "base/prony-util.h"
#include "core/analysis/prony-resource-charts.h"

#define START_NS (50 * PRONY_NS_PER_S)
#define START_US G_GINT64_CONSTANT (1795253400000000)

static PronyRun *
make_run (void)
{
  PronyRun *run = prony_run_new ("Readings");
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("http://127.0.0.1:1", NULL);
  g_autoptr (PronyTarget) target = prony_target_new (engine, "m");

  prony_set_str (&target->name, "Engine");
  target->simulated = TRUE;
  run->started_us = START_US;
  run->started_ns = START_NS;
  /* From 2 to 4 s, and from 6 to 9 s. */
  for (guint i = 0; i < 2; i++)
    {
      PronyTrial *trial = prony_trial_new (i, target, "s", "S", PRONY_SCENARIO_SHORT_SHORT,
                                           prony_load_level_closed (1 + i));

      trial->summary = prony_summary_new ();
      trial->summary->window_start_ns = START_NS + (2 + 4 * i) * PRONY_NS_PER_S;
      trial->summary->window_end_ns = START_NS + (4 + 5 * i) * PRONY_NS_PER_S;
      g_ptr_array_add (run->trials, trial);
    }
  return run;
}

static GPtrArray *
make_samples (PronyRun *run)
{
  GPtrArray *samples =
    g_ptr_array_new_with_free_func ((GDestroyNotify) prony_resource_sample_unref);
  const char *id = ((PronyTrial *) run->trials->pdata[0])->target->engine->id;

  for (guint i = 0; i <= 10; i++)
    {
      PronyResourceSample *sample = prony_resource_sample_new (START_NS + i * PRONY_NS_PER_S);
      PronyGpuReading *gpu = prony_resource_sample_add_gpu (sample, "H100");

      sample->cpu_percent = i > 0 ? 10 * i : NAN;
      sample->memory_used = 1000 * 1048576.0;
      gpu->power_w = 300;
      if (i != 5) /* gone for a moment */
        prony_resource_sample_add_engine (sample, id)->memory = i * 1048576.0;
      g_ptr_array_add (samples, sample);
    }
  return samples;
}

static void
test_charts (void)
{
  g_autoptr (PronyRun) run = make_run ();
  g_autoptr (GPtrArray) samples = make_samples (run);
  g_autoptr (GPtrArray) charts = prony_resource_charts_make (run, samples);
  PronyChart *cpu;
  PronyChart *memory;
  PronyChart *power;

  /* No processor use of the engine, no use, memory or temperature of the GPU. */
  g_assert_cmpuint (charts->len, ==, 3);
  cpu = charts->pdata[0];
  memory = charts->pdata[1];
  power = charts->pdata[2];
  g_assert_cmpint (cpu->kind, ==, PRONY_CHART_TIME);
  g_assert_cmpint (cpu->x_scale, ==, PRONY_SCALE_TIME);
  g_assert_cmpint (cpu->unit, ==, PRONY_UNIT_PERCENT);
  g_assert_cmpuint (cpu->series->len, ==, 1);
  g_assert_cmpint (power->unit, ==, PRONY_UNIT_WATTS);
  g_assert_cmpstr (prony_chart_get_series (power, 0)->name, ==, "H100");

  g_assert_cmpuint (memory->bands->len, ==, 2);
  g_assert_cmpuint (memory->series->len, ==, 2);
  g_assert_cmpstr (prony_chart_get_series (memory, 0)->name, ==, "Engine");
  g_assert_true (prony_chart_get_series (memory, 0)->simulated);
  g_assert_cmpuint (prony_chart_count_data (memory), ==, 22);
  for (guint i = 0; i <= 10; i++)
    {
      const PronyChartDatum *datum = prony_chart_get_datum (memory, i);
      int trial = i >= 2 && i <= 4 ? 1 : i >= 6 && i <= 9 ? 2 : 0;

      g_assert_true (datum->x == (double) (START_US + i * G_USEC_PER_SEC));
      g_assert_cmpint (datum->mark, ==, trial);
      g_assert_cmpint (prony_chart_find_band (memory, datum->x) != NULL, ==, trial > 0);
      if (i == 5)
        g_assert_true (isnan (datum->value));
      else
        g_assert_cmpfloat (datum->value, ==, i);
    }
}

static void
test_nothing (void)
{
  g_autoptr (PronyRun) run = make_run ();
  g_autoptr (GPtrArray) samples =
    g_ptr_array_new_with_free_func ((GDestroyNotify) prony_resource_sample_unref);
  g_autoptr (GPtrArray) none = prony_resource_charts_make (run, samples);
  g_autoptr (GPtrArray) also_none = NULL;

  g_assert_cmpuint (none->len, ==, 0);
  g_ptr_array_add (samples, prony_resource_sample_new (START_NS));
  also_none = prony_resource_charts_make (run, samples);
  g_assert_cmpuint (also_none->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/resource-charts/charts", test_charts);
  g_test_add_func ("/resource-charts/nothing", test_nothing);
  return g_test_run ();
}
