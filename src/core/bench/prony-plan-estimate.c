/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <math.h>

#include "base/prony-paths.h"
#include "core/bench/prony-calibration-cache.h"
#include "core/bench/prony-plan-estimate.h"
#include "core/bench/prony-run-calibrations.h"
#include "core/bench/prony-trial-estimate.h"

/* About what measuring this computer takes for a load that it has not met. */
#define CALIBRATION_S 2.2

/* A sweep tries its first load and twice as much, before it can know anything. */
#define SURE_LOADS_OF_SWEEP 2

#define SECONDS_PER_HOUR 3600.0

typedef struct
{
  PronyPlan *plan;
  PronyPlanEstimate *estimate;
  GPtrArray *histories;         /* (element-type PronyTargetHistory), by target */
  GHashTable *shapes;           /* (element-type utf8): calibrations that were counted */
  PronyCalibrationCache *cache; /* (nullable) */
  guint n_steps;
} Estimator;

/* --- The whole plan ------------------------------------------------------------------ */

/* Adds what finding out takes that this computer does not know yet; how is not known before
 * it is known how the engine is asked. */
static void
add_calibration (Estimator *self, guint target, const PronyLoadLevel *load)
{
  guint n = self->plan->order == PRONY_ORDER_PARALLEL ? self->plan->targets->len : 1;
  PronyApi api = prony_target_history_get_api (g_ptr_array_index (self->histories, target));
  g_autoptr (PronyCalibration) known = NULL;
  g_autofree char *shape = NULL;

  if (self->cache == NULL || api == PRONY_API_AUTO)
    return;

  shape = prony_run_calibrations_describe (self->plan, api, load, n);
  known = prony_calibration_cache_find (self->cache, shape, g_get_real_time ());
  if (known == NULL && g_hash_table_add (self->shapes, g_steal_pointer (&shape)))
    self->estimate->duration_s += CALIBRATION_S;
}

/* One load of one scenario: a step for each target, or for all of them at once; as often as it
 * is repeated. */
static void
add_load (Estimator *self,
          guint scenario,
          const PronyScenarioSize *size,
          const PronyLoadLevel *load)
{
  PronyPlanEstimate *estimate = self->estimate;
  gboolean parallel = self->plan->order == PRONY_ORDER_PARALLEL;
  double n = self->plan->repeats;
  double longest_s = 0;

  for (guint i = 0; i < self->plan->targets->len; i++)
    {
      PronyTrialEstimate trial;

      prony_trial_estimate (&trial, self->plan, scenario, size,
                            g_ptr_array_index (self->histories, i), load);
      add_calibration (self, i, load);
      longest_s =
        isnan (trial.duration_s) || longest_s < trial.duration_s ? trial.duration_s : longest_s;
      if (!parallel)
        estimate->duration_s += n * trial.duration_s;
      estimate->requests += n * trial.requests;
      estimate->prompt_tokens += n * trial.prompt_tokens;
      estimate->output_tokens += n * trial.output_tokens;
      estimate->cost += n * trial.duration_s / SECONDS_PER_HOUR * self->plan->price_per_hour;
      estimate->at_least = estimate->at_least || trial.at_least;
      estimate->at_most = estimate->at_most || trial.at_most;
    }

  if (parallel)
    estimate->duration_s += n * longest_s;
  self->n_steps += self->plan->repeats * (parallel ? 1 : self->plan->targets->len);
}

static void
add_sweep (Estimator *self, guint scenario, const PronyScenarioSize *size)
{
  guint streams = g_array_index (self->plan->levels, PronyLoadLevel, 0).concurrency;

  for (guint i = 0; i < SURE_LOADS_OF_SWEEP && (i == 0 || streams <= self->plan->sweep_max); i++)
    {
      PronyLoadLevel load = prony_load_level_closed (streams);

      add_load (self, scenario, size, &load);
      streams *= 2;
    }
  self->estimate->at_least = TRUE;
}

static void
add_scenario (Estimator *self, guint scenario, GCancellable *cancellable)
{
  GArray *levels = prony_plan_get_levels (self->plan, scenario);
  PronyScenarioSize size;

  prony_scenario_size_measure (&size, self->plan, scenario, cancellable);
  if (self->plan->sweep)
    add_sweep (self, scenario, &size);
  else
    for (guint i = 0; i < levels->len; i++)
      add_load (self, scenario, &size, &g_array_index (levels, PronyLoadLevel, i));
}

static void
read_histories (Estimator *self, PronyStore *store, GCancellable *cancellable)
{
  for (guint i = 0; i < self->plan->targets->len; i++)
    {
      PronyTarget *target = g_ptr_array_index (self->plan->targets, i);
      gboolean stopped = g_cancellable_is_cancelled (cancellable);
      PronyTargetHistory *history =
        prony_target_history_new (stopped ? NULL : store, self->plan, target);

      if (prony_target_history_is_empty (history))
        self->estimate->n_unknown++;
      g_ptr_array_add (self->histories, history);
    }
}

static void
add_everything (Estimator *self, PronyStore *store, GCancellable *cancellable)
{
  PronyPlan *plan = self->plan;
  PronyPlanEstimate *estimate = self->estimate;
  g_autofree char *file = prony_paths_calibrations ();
  g_autoptr (PronyHostInfo) host = prony_host_info_new ();
  g_autoptr (PronyCalibrationCache) cache =
    plan->calibrate ? prony_calibration_cache_open (file, host) : NULL;

  self->cache = cache;
  read_histories (self, store, cancellable);
  for (guint i = 0; i < plan->scenarios->len && !g_cancellable_is_cancelled (cancellable); i++)
    add_scenario (self, i, cancellable);
  if (self->n_steps > 0)
    estimate->duration_s += (self->n_steps - 1) * plan->cooldown_s;
}

/**
 * prony_plan_estimate:
 * @store: (nullable): where earlier runs are
 * @plan: a plan
 * @cancellable: (nullable): ends it; what was found out then is of no use
 * @estimate: (out caller-allocates): what the plan amounts to
 *
 * Adds up what the trials of a plan take: preparing, calibrating where this computer does
 * not know the load yet, warming up, measuring, draining and rests between them. A closed
 * loop of so many requests takes requests / streams × their latency; a bound of time takes
 * that time, and the answers under way at its end. How long a request takes is what the
 * store's latest runs of the target have measured: of the same scenario at the same load, or
 * else at the nearest number of requests at once, or else worked out from how fast it
 * read and wrote one request at a time, with the longest answers that are allowed.
 * Blocks on the disk, for milliseconds.
 *
 * A plan that cannot be carried out amounts to nothing that can be told.
 */
void
prony_plan_estimate (PronyStore *store,
                     PronyPlan *plan,
                     GCancellable *cancellable,
                     PronyPlanEstimate *estimate)
{
  g_autoptr (GPtrArray) histories =
    g_ptr_array_new_with_free_func ((GDestroyNotify) prony_target_history_free);
  g_autoptr (GHashTable) shapes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Estimator self = {
    .plan = plan,
    .estimate = estimate,
    .histories = histories,
    .shapes = shapes,
  };

  g_return_if_fail (store == NULL || PRONY_IS_STORE (store));
  g_return_if_fail (plan != NULL && estimate != NULL);

  *estimate = (PronyPlanEstimate){ 0 };
  if (prony_plan_check (plan, NULL))
    {
      estimate->trials = plan->sweep ? 0 : prony_plan_count_trials (plan);
      add_everything (&self, store, cancellable);
    }
  else
    {
      *estimate = (PronyPlanEstimate){
        .duration_s = NAN,
        .requests = NAN,
        .prompt_tokens = NAN,
        .output_tokens = NAN,
        .cost = NAN,
      };
    }
}
