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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  RUNNER_FIXTURE_ADD ("/runner/resources", NULL, test_resources);
  return g_test_run ();
}
