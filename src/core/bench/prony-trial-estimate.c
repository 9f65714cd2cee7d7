/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "core/bench/prony-trial-estimate.h"
#include "core/load/prony-load-size.h"

/* Asking the engine what it is, and writing prompts. */
#define PREPARE_S 0.1

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
                 PronyTrialEstimate *trial)
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
               PronyTrialEstimate *trial)
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
                PronyTrialEstimate *trial)
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

/**
 * prony_trial_estimate:
 * @self: (out caller-allocates): what the trial amounts to
 * @plan: a plan that can be carried out
 * @scenario: the place of one of its scenarios
 * @size: how much that asks
 * @history: what is known of one of its targets
 * @load: how much is asked at once, or how often
 *
 * Tells what a trial takes: preparing, warming up, measuring and draining. A closed loop of
 * so many requests takes requests / streams × their latency; a bound of time takes that
 * time, and the answers under way at its end.
 */
void
prony_trial_estimate (PronyTrialEstimate *self,
                      PronyPlan *plan,
                      guint scenario,
                      const PronyScenarioSize *size,
                      PronyTargetHistory *history,
                      const PronyLoadLevel *load)
{
  PronyRequestPace pace =
    find_pace (history, g_ptr_array_index (plan->scenarios, scenario), size, load);
  PronyLoadConfig config = { .level = *load, .trace = plan->trace };
  PronyPlanBounds bounds;
  double warmups;

  *self = (PronyTrialEstimate){ 0 };
  prony_plan_get_bounds (plan, scenario, &bounds);
  if (load->kind == PRONY_LOAD_CLOSED)
    estimate_closed (plan, &bounds, load, size, pace.latency_s, self);
  else if (load->kind == PRONY_LOAD_OPEN)
    estimate_open (plan, &bounds, load, pace.latency_s, self);
  else
    estimate_trace (plan, &bounds, load, pace.latency_s, self);

  if (load->kind == PRONY_LOAD_TRACE)
    take_trace_lengths (plan->trace, &pace);
  warmups = (double) bounds.warmup * prony_load_size_count_warmup_streams (&config);
  self->duration_s += PREPARE_S + (isfinite (pace.latency_s) ? bounds.warmup * pace.latency_s : 0);
  self->prompt_tokens = (self->requests + warmups) * pace.prompt_tokens;
  self->output_tokens = (self->requests + warmups) * pace.output_tokens;
  self->at_most = isnan (pace.latency_s) && load->kind == PRONY_LOAD_CLOSED &&
                  bounds.duration_s > 0 && (bounds.requests > 0 || bounds.iterations > 0);
  /* More at once may make an engine slower than it was measured. */
  self->at_least =
    (isnan (pace.latency_s) && !self->at_most) ||
    (!pace.same_load && !prony_load_level_is_closed (load, 1) && bounds.duration_s == 0);
}
