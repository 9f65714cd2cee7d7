/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "base/prony-paths.h"
#include "core/bench/prony-calibration-cache.h"
#include "core/bench/prony-plan-estimate.h"
#include "core/bench/prony-run-calibrations.h"
#include "core/bench/prony-scenario-size.h"
#include "core/bench/prony-target-history.h"
#include "core/load/prony-load-size.h"

/* About what measuring this computer takes for a load that it has not met. */
#define CALIBRATION_S 2.2

/* Asking the engine what it is, and writing prompts. */
#define PREPARE_S 0.1

/* A sweep tries its first load and twice as much, before it can know anything. */
#define SURE_LOADS_OF_SWEEP 2

#define SECONDS_PER_HOUR 3600.0

/* One trial. */
typedef struct
{
  double duration_s; /* NAN where it cannot be told, like those that follow */
  double requests;
  double warmups;
  double prompt_tokens;
  double output_tokens;
  gboolean at_least;
} Trial;

typedef struct
{
  PronyPlan *plan;
  PronyPlanEstimate *estimate;
  GPtrArray *histories;         /* (element-type PronyTargetHistory), by target */
  GHashTable *shapes;           /* (element-type utf8): calibrations that were counted */
  PronyCalibrationCache *cache; /* (nullable) */
  guint n_steps;
} Estimator;

/* --- One request --------------------------------------------------------------------- */

/* From the scenario's own figures where it was measured; else the first token comes when
 * the prompt is read, and the others at the pace of one request at a time. */
static PronyRequestPace
find_pace (PronyTargetHistory *history,
           PronyScenario *scenario,
           const PronyScenarioSize *size,
           const PronyLoadLevel *load)
{
  const PronyTargetPace *known = prony_target_history_get_pace (history);
  PronyRequestPace pace = { NAN, size->prompt_tokens, size->output_tokens, FALSE };
  double first_s = known->ttft_s;

  if (prony_target_history_find (history, scenario->name, load, &pace))
    {
      if (isnan (pace.prompt_tokens))
        pace.prompt_tokens = size->prompt_tokens;
      if (isnan (pace.output_tokens))
        pace.output_tokens = size->output_tokens;
      return pace;
    }

  if (isfinite (known->prefill_rate) && isfinite (size->prompt_tokens))
    first_s = fmax (first_s, size->prompt_tokens / known->prefill_rate);
  pace.latency_s =
    size->output_tokens > 1 ? first_s + (size->output_tokens - 1) / known->decode_rate : first_s;
  if (isnan (size->output_tokens))
    pace.latency_s = NAN;
  return pace;
}

/* --- One trial ----------------------------------------------------------------------- */

/* How many streams there are on average until @duration_s; 0 for no end. */
static double
get_mean_streams (const PronyLoadLevel *load, double duration_s)
{
  double in_ramp = (load->from_concurrency + (double) load->concurrency) / 2;

  if (load->from_concurrency == 0)
    return load->concurrency;
  if (duration_s <= load->ramp_s)
    return in_ramp;

  return load->concurrency + (in_ramp - load->concurrency) * load->ramp_s / duration_s;
}

/* How long requests under way at the end take on average, until the last of @n is
 * answered or given up. */
static double
get_drain (PronyPlan *plan, double latency_s, double n)
{
  return isfinite (latency_s) ? fmin (latency_s * n / (n + 1), plan->grace_s) : 0;
}

static void
estimate_closed (PronyPlan *plan,
                 const PronyPlanBounds *bounds,
                 const PronyLoadLevel *load,
                 const PronyScenarioSize *size,
                 double latency_s,
                 Trial *trial)
{
  double n_streams = get_mean_streams (load, bounds->duration_s);
  double cycle_s = latency_s + plan->think_s;
  double n = bounds->requests > 0 ? bounds->requests : INFINITY;
  double counted_s;

  if (bounds->iterations > 0)
    n = fmin (n, (double) bounds->iterations * size->prompts * load->concurrency);
  counted_s = isfinite (n) ? fmax (n / n_streams, 1) * cycle_s - plan->think_s : INFINITY;

  if (bounds->duration_s > 0 && !(counted_s <= bounds->duration_s))
    {
      trial->duration_s = bounds->duration_s + get_drain (plan, latency_s, n_streams);
      trial->requests = n_streams * bounds->duration_s / cycle_s;
      return;
    }

  trial->duration_s = counted_s;
  trial->requests = n;
}

static void
estimate_open (PronyPlan *plan,
               const PronyPlanBounds *bounds,
               const PronyLoadLevel *load,
               double latency_s,
               Trial *trial)
{
  double ramp_rate = isfinite (load->from_rate) ? (load->from_rate + load->rate) / 2 : load->rate;
  double in_ramp = ramp_rate * load->ramp_s;
  double due_s = INFINITY;

  if (bounds->requests > 0)
    due_s = bounds->requests <= in_ramp ? bounds->requests / ramp_rate
                                        : load->ramp_s + (bounds->requests - in_ramp) / load->rate;
  if (bounds->duration_s > 0)
    due_s = fmin (due_s, bounds->duration_s);

  trial->requests =
    due_s <= load->ramp_s ? due_s * ramp_rate : in_ramp + (due_s - load->ramp_s) * load->rate;
  trial->duration_s = due_s + get_drain (plan, latency_s, load->rate * latency_s);
}

static void
estimate_trace (PronyPlan *plan,
                const PronyPlanBounds *bounds,
                const PronyLoadLevel *load,
                double latency_s,
                Trial *trial)
{
  GArray *requests = plan->trace->requests;
  double end_s = bounds->duration_s > 0 ? bounds->duration_s : INFINITY;
  guint most = bounds->requests > 0 ? MIN (bounds->requests, requests->len) : requests->len;
  double due_s = 0;
  guint n;

  for (n = 0; n < most; n++)
    {
      double at_s =
        prony_ns_to_s (g_array_index (requests, PronyTraceRequest, n).at_ns) / load->speed;

      if (at_s > end_s)
        break;
      due_s = at_s;
    }

  trial->requests = n;
  trial->duration_s = due_s + get_drain (plan, latency_s, n);
}

/* How long requests of the trace say that they are, on average. */
static void
take_trace_lengths (PronyTrace *trace, PronyRequestPace *pace)
{
  double prompts = 0, outputs = 0;
  guint n_prompts = 0, n_outputs = 0;

  for (guint i = 0; i < trace->requests->len; i++)
    {
      const PronyTraceRequest *request = &g_array_index (trace->requests, PronyTraceRequest, i);

      prompts += MAX (request->prompt_tokens, 0);
      outputs += MAX (request->output_tokens, 0);
      n_prompts += request->prompt_tokens >= 0;
      n_outputs += request->output_tokens >= 0;
    }
  if (n_prompts > 0)
    pace->prompt_tokens = prompts / n_prompts;
  if (n_outputs > 0)
    pace->output_tokens = outputs / n_outputs;
}

static Trial
estimate_trial (Estimator *self,
                guint scenario,
                const PronyScenarioSize *size,
                guint target,
                const PronyLoadLevel *load)
{
  PronyPlan *plan = self->plan;
  PronyRequestPace pace = find_pace (g_ptr_array_index (self->histories, target),
                                     g_ptr_array_index (plan->scenarios, scenario), size, load);
  PronyLoadConfig config = { .level = *load, .trace = plan->trace };
  PronyPlanBounds bounds;
  Trial trial = { 0 };

  prony_plan_get_bounds (plan, scenario, &bounds);
  if (load->kind == PRONY_LOAD_CLOSED)
    estimate_closed (plan, &bounds, load, size, pace.latency_s, &trial);
  else if (load->kind == PRONY_LOAD_OPEN)
    estimate_open (plan, &bounds, load, pace.latency_s, &trial);
  else
    estimate_trace (plan, &bounds, load, pace.latency_s, &trial);

  if (load->kind == PRONY_LOAD_TRACE)
    take_trace_lengths (plan->trace, &pace);
  trial.warmups = (double) bounds.warmup * prony_load_size_count_warmup_streams (&config);
  trial.duration_s += PREPARE_S + (isfinite (pace.latency_s) ? bounds.warmup * pace.latency_s : 0);
  trial.prompt_tokens = (trial.requests + trial.warmups) * pace.prompt_tokens;
  trial.output_tokens = (trial.requests + trial.warmups) * pace.output_tokens;
  /* More at once may make an engine slower than it was measured. */
  trial.at_least =
    isnan (pace.latency_s) ||
    (!pace.same_load && !prony_load_level_is_closed (load, 1) && bounds.duration_s == 0);
  return trial;
}

/* --- The whole plan ------------------------------------------------------------------ */

/* Adds what finding out takes that this computer does not know yet. */
static void
add_calibration (Estimator *self, guint target, const PronyLoadLevel *load)
{
  guint n = self->plan->order == PRONY_ORDER_PARALLEL ? self->plan->targets->len : 1;
  PronyApi api = prony_target_history_get_api (g_ptr_array_index (self->histories, target));
  g_autoptr (PronyCalibration) known = NULL;
  g_autofree char *shape = NULL;

  if (self->cache == NULL)
    return;

  shape = prony_run_calibrations_describe (self->plan, api, load, n);
  known = prony_calibration_cache_find (self->cache, shape, g_get_real_time ());
  if (known == NULL && g_hash_table_add (self->shapes, g_steal_pointer (&shape)))
    self->estimate->duration_s += CALIBRATION_S;
}

/* One load of one scenario: a step for each target, or for all of them at once. */
static void
add_load (Estimator *self,
          guint scenario,
          const PronyScenarioSize *size,
          const PronyLoadLevel *load)
{
  PronyPlanEstimate *estimate = self->estimate;
  gboolean parallel = self->plan->order == PRONY_ORDER_PARALLEL;
  double longest_s = 0;

  for (guint i = 0; i < self->plan->targets->len; i++)
    {
      Trial trial = estimate_trial (self, scenario, size, i, load);

      add_calibration (self, i, load);
      longest_s =
        isnan (trial.duration_s) || longest_s < trial.duration_s ? trial.duration_s : longest_s;
      if (!parallel)
        estimate->duration_s += trial.duration_s;
      estimate->requests += trial.requests;
      estimate->prompt_tokens += trial.prompt_tokens;
      estimate->output_tokens += trial.output_tokens;
      estimate->cost += trial.duration_s / SECONDS_PER_HOUR * self->plan->price_per_hour;
      estimate->at_least = estimate->at_least || trial.at_least;
    }

  if (parallel)
    estimate->duration_s += longest_s;
  self->n_steps += parallel ? 1 : self->plan->targets->len;
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
