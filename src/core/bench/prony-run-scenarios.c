/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <string.h>

#include "core/bench/prony-run-scenarios.h"
#include "core/scenarios/prony-scenario-catalog.h"

/**
 * prony_run_scenarios_load:
 * @store: a store
 * @run: a run that was read from it
 *
 * Gives a run what it has asked, as it was then; its files are not looked for again, so
 * that the test cases of a data set are not known. Runs of an older Prony have kept what this one
 * may not understand: then less is known, and nothing is wrong. Reads the disk.
 */
void
prony_run_scenarios_load (PronyStore *store, PronyRun *run)
{
  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = run->trials->pdata[i];
      g_autoptr (PronyProblems) problems = prony_problems_new (trial->scenario_name);
      g_autofree char *source = NULL;
      PronyScenario *scenario;

      if (prony_run_get_scenario (run, trial->scenario_name) != NULL)
        continue;
      source = prony_store_get_scenario_source (store, run->id, trial->scenario_name, NULL);
      scenario =
        source != NULL ? prony_scenario_read (source, strlen (source), NULL, problems) : NULL;
      if (scenario != NULL)
        g_ptr_array_add (run->scenarios, scenario);
    }
}
