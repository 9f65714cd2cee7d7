/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "base/prony-json.h"
#include "core/bench/prony-run-recovery.h"
#include "core/bench/prony-run-scenarios.h"
#include "core/bench/prony-trial-review.h"
#include "core/metrics/prony-summarize.h"

static double
get_duration (GPtrArray *records)
{
  gint64 first_ns = 0;
  gint64 last_ns = 0;
  guint i;

  for (i = 0; i < records->len; i++)
    {
      const PronyRequestRecord *record = records->pdata[i];

      if (record->warmup || record->sent_ns == 0)
        continue;
      first_ns = first_ns == 0 ? record->sent_ns : MIN (first_ns, record->sent_ns);
      last_ns = MAX (last_ns, record->finished_ns);
    }

  return last_ns > first_ns ? prony_ns_to_s (last_ns - first_ns) : NAN;
}

static guint64
count_retries (GPtrArray *records)
{
  guint64 retries = 0;

  for (guint i = 0; i < records->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (records, i);

      retries += record->warmup ? 0 : record->retries;
    }

  return retries;
}

/* Where the objectives of a trial are: a scenario may have been measured by its own. */
static JsonObject *
find_objectives (PronyRun *run, PronyTrial *trial)
{
  JsonArray *own = prony_json_get_array (run->plan_json, "own_loads");

  for (guint i = 0; own != NULL && i < json_array_get_length (own); i++)
    {
      JsonNode *node = json_array_get_element (own, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

      if (g_strcmp0 (prony_json_get_string (object, "scenario", NULL), trial->scenario_name) == 0)
        return object;
    }

  return run->plan_json;
}

/* As the runner would have done, but nothing is known of the measuring side's own
 * health. The bound of time had not been reached. */
static gboolean
recover_trial (
  PronyStore *store, PronyRun *run, PronyRunRecorder *recorder, PronyTrial *trial, GError **error)
{
  g_autoptr (GPtrArray) records = NULL;
  PronyScenario *scenario = prony_run_get_scenario (run, trial->scenario_name);
  g_autoptr (GPtrArray) samples = NULL;
  g_autoptr (PronySummary) summary = NULL;
  PronySummaryInput input;
  JsonObject *objectives;

  if (scenario != NULL)
    prony_trial_review_judge (recorder, trial, scenario);
  records = prony_store_get_requests_without_texts (store, run->id, trial->index, error);
  if (records == NULL)
    return FALSE;
  samples = prony_store_list_samples (store, run->id, error);
  if (samples == NULL)
    return FALSE;

  prony_summary_input_init (&input, records);
  objectives = find_objectives (run, trial);
  input.slo_ttft_s = prony_json_get_double (objectives, "slo_ttft", NAN);
  input.slo_itl_s = prony_json_get_double (objectives, "slo_itl", NAN);
  input.slo_latency_s = prony_json_get_double (objectives, "slo_latency", NAN);
  input.price_per_hour = prony_json_get_double (run->plan_json, "price_per_hour", NAN);
  input.level = &trial->load;
  input.retries = count_retries (records);
  input.scenario = scenario;
  input.sized = trial->load.kind == PRONY_LOAD_TRACE;
  input.readings = samples;
  input.engine_id = trial->target->engine->id;
  input.alone = !trial->target->simulated &&
                g_strcmp0 (prony_json_get_string (run->plan_json, "order", NULL), "parallel") != 0;
  summary = prony_summarize (&input);
  if (prony_summary_count_requests (summary) == 0)
    return TRUE;

  trial->summary = g_steal_pointer (&summary);
  trial->duration_s = get_duration (records);
  prony_store_put_trial (store, run, trial);
  return TRUE;
}

static gboolean
recover_run (PronyStore *store, const char *run_id, GError **error)
{
  g_autoptr (PronyRun) run = prony_store_get_run (store, run_id, error);
  g_autoptr (PronyRunRecorder) recorder = NULL;
  guint i;

  if (run == NULL)
    return FALSE;

  prony_run_scenarios_load (store, run);
  recorder = prony_run_recorder_new (store, run);
  for (i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = run->trials->pdata[i];

      if (trial->state == PRONY_STATE_INTERRUPTED && trial->summary == NULL &&
          !recover_trial (store, run, recorder, trial, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * prony_run_recovery_run:
 * @store: a store
 * @error: return location for a sentence
 *
 * Opening a store marks runs whose program has died as interrupted; this sums up
 * what their trials had measured, so that they can be looked at like others. To be
 * called once after opening, from any thread but the user interface's. A trial of
 * which nothing was measured stays without a summary.
 *
 * Returns: %FALSE if the store could not be read
 */
gboolean
prony_run_recovery_run (PronyStore *store, GError **error)
{
  g_auto (GStrv) run_ids = NULL;

  g_return_val_if_fail (PRONY_IS_STORE (store), FALSE);

  run_ids = prony_store_list_unsummed_runs (store, error);
  if (run_ids == NULL)
    return FALSE;

  for (guint i = 0; run_ids[i] != NULL; i++)
    if (!recover_run (store, run_ids[i], error))
      return FALSE;

  return TRUE;
}
