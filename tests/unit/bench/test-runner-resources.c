/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "runner-fixture.h"

/* While a run is under way its snapshots tell what this computer and the engine on it
 * use; no longer. */
static void
test_resources (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (PronyResourceSample) sample = NULL;
  g_autoptr (PronyRunSnapshot) last = NULL;
  PronyTarget *target = runner_fixture_add_target (self, NULL, NULL, NULL);
  const PronyEngineReading *engine = NULL;

  self->plan->requests = 0;
  self->plan->duration_s = 60;
  runner_fixture_start (self, NULL);
  while (engine == NULL || isnan (engine->cpu_percent))
    {
      g_autoptr (PronyRunSnapshot) snapshot =
        runner_fixture_wait_for_state (self, PRONY_STATE_MEASURING);

      g_clear_pointer (&sample, prony_resource_sample_unref);
      if (snapshot->resources != NULL)
        sample = prony_resource_sample_ref (snapshot->resources);
      engine =
        sample != NULL ? prony_resource_sample_find_engine (sample, target->engine->id) : NULL;
      g_usleep (10 * G_TIME_SPAN_MILLISECOND);
    }
  g_assert_cmpuint (engine->n_processes, ==, 1);
  g_assert_cmpfloat (engine->memory, >, 0);
  g_assert_cmpfloat (sample->memory_used, >, 0);

  prony_runner_stop (self->runner);
  runner_fixture_wait_for_end (self);
  last = prony_live_feed_read (prony_runner_get_feed (self->runner));
  g_assert_null (last->resources);
}

/* Every reading is stored with the run, and the trial's figures are those of the engine's own
 * process. */
static void
test_stored (RunnerFixture *self, gconstpointer unused)
{
  PronyTarget *target = runner_fixture_add_target (self, NULL, NULL, NULL);
  g_autoptr (GPtrArray) samples = NULL;
  const PronyTrial *trial;
  double peak = 0;
  guint n_inside = 0;

  self->plan->requests = 0;
  self->plan->duration_s = 2.5;
  runner_fixture_start (self, self->store);
  runner_fixture_wait_for_end (self);
  g_assert_cmpuint (self->run->trials->len, ==, 1);
  trial = self->run->trials->pdata[0];
  g_assert_nonnull (trial->summary);

  samples = prony_store_list_samples (self->store, self->run->id, NULL);
  g_assert_nonnull (samples);
  g_assert_cmpuint (samples->len, >=, 2);
  for (guint i = 0; i < samples->len; i++)
    {
      PronyResourceSample *sample = samples->pdata[i];
      const PronyEngineReading *engine =
        prony_resource_sample_find_engine (sample, target->engine->id);

      g_assert_cmpint (sample->at_ns, >,
                       i > 0 ? ((PronyResourceSample *) samples->pdata[i - 1])->at_ns : 0);
      if (sample->at_ns < trial->summary->window_start_ns ||
          sample->at_ns > trial->summary->window_end_ns)
        continue;
      g_assert_nonnull (engine);
      peak = fmax (peak, engine->memory / (1024 * 1024));
      n_inside++;
    }
  g_assert_cmpuint (n_inside, >, 0);
  g_assert_cmpfloat (prony_summary_get (trial->summary, PRONY_METRIC_MEMORY_PEAK_MB), >=, peak);
  g_assert_cmpfloat (prony_summary_get (trial->summary, PRONY_METRIC_MEMORY_MB), >, 0);
  g_assert_cmpfloat (prony_summary_get (trial->summary, PRONY_METRIC_CPU_PERCENT), >=, 0);
  g_assert_true (isnan (prony_summary_get (trial->summary, PRONY_METRIC_ENERGY_J)));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  RUNNER_FIXTURE_ADD ("/runner/resources", NULL, test_resources);
  RUNNER_FIXTURE_ADD ("/runner/samples-stored", NULL, test_stored);
  return g_test_run ();
}
