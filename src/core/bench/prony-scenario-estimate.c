/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <math.h>

#include "core/bench/prony-scenario-estimate.h"
#include "core/model/prony-run.h"

/* What is older than so many other runs of the model says little of today's pace. */
#define MAX_RUNS 20
#define SECONDS_PER_HOUR 3600.0

/* --- How fast a target was ---------------------------------------------------------- */

static gboolean
is_usable (PronyTrial *trial, PronyTarget *target)
{
  return trial->state == PRONY_STATE_FINISHED && trial->load.kind == PRONY_LOAD_CLOSED &&
         g_strcmp0 (trial->target->engine->url, target->engine->url) == 0 &&
         g_strcmp0 (trial->target->model, target->model) == 0;
}

/* The lowest load at which a run measured the target; 0 where it did not. */
static guint
find_lowest (PronyRun *run, PronyTarget *target)
{
  guint lowest = 0;

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = run->trials->pdata[i];

      if (is_usable (trial, target) && (lowest == 0 || trial->load.concurrency < lowest))
        lowest = trial->load.concurrency;
    }
  return lowest;
}

static double
get_median (PronyTrial *trial, PronyMetric metric)
{
  return trial->summary->distributions[metric].p50;
}

/* Of the run's trials at one load: the highest rate at which prompts were read and the
 * shortest wait, since what is short is dominated by what each request costs anyway; of
 * the rates at which answers were written, the mean. */
static void
take_pace (PronyRun *run, PronyTarget *target, guint load, PronyTargetPace *pace)
{
  double decode_rates = 0;
  guint n_rates = 0;

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = run->trials->pdata[i];
      double decode_rate;

      if (!is_usable (trial, target) || trial->load.concurrency != load || trial->summary == NULL)
        continue;

      pace->prefill_rate = fmax (pace->prefill_rate, get_median (trial, PRONY_METRIC_PREFILL_RATE));
      pace->ttft_s = fmin (pace->ttft_s, get_median (trial, PRONY_METRIC_TTFT));
      decode_rate = get_median (trial, PRONY_METRIC_DECODE_RATE);
      if (isfinite (decode_rate))
        {
          decode_rates += decode_rate;
          n_rates++;
        }
    }
  if (n_rates > 0)
    pace->decode_rate = decode_rates / n_rates;
}

/**
 * prony_target_pace_read:
 * @store: (nullable): where runs are
 * @target: a target whose model is known
 * @pace: (out): how fast it was
 *
 * Looks for the latest run that has measured the model at the engine's address, and takes
 * the pace from its trials at the lowest number of requests at a time. What cannot be read
 * was not measured. Blocks on the disk.
 */
void
prony_target_pace_read (PronyStore *store, PronyTarget *target, PronyTargetPace *pace)
{
  PronyRunFilter filter = { .model = target->model, .limit = MAX_RUNS };
  g_autoptr (GPtrArray) runs = NULL;

  *pace = (PronyTargetPace){ .prefill_rate = NAN, .decode_rate = NAN, .ttft_s = NAN };
  if (store == NULL || target->model == NULL)
    return;

  runs = prony_store_list_runs (store, &filter, NULL);
  for (guint i = 0; runs != NULL && i < runs->len && pace->measured_us == 0; i++)
    {
      PronyRun *listed = runs->pdata[i];
      guint load = find_lowest (listed, target);
      g_autoptr (PronyRun) run = load > 0 ? prony_store_get_run (store, listed->id, NULL) : NULL;

      if (run == NULL)
        continue;
      take_pace (run, target, load, pace);
      if (isfinite (pace->ttft_s))
        pace->measured_us = run->started_us;
    }
}

/* --- What a scenario amounts to -------------------------------------------------------- */

/* The longest that the answer to a prompt may be; 0 for no limit. */
static guint
get_output_limit (PronyPromptSet *prompts, const PronyPrompt *prompt)
{
  return prompt->output_tokens > 0 ? prompt->output_tokens
                                   : prony_prompt_set_get_scenario (prompts)->max_tokens;
}

/* The first token comes when the prompt is read, and never sooner than the soonest that
 * was measured. */
static double
get_duration (const PronyTargetPace *pace, const PronyPrompt *prompt, guint output_tokens)
{
  double first_s = pace->ttft_s;

  if (isfinite (pace->prefill_rate))
    first_s = fmax (first_s, prompt->tokens / pace->prefill_rate);
  return output_tokens > 1 ? first_s + (output_tokens - 1) / pace->decode_rate : first_s;
}

/**
 * prony_scenario_estimate:
 * @prompts: what is asked
 * @pace: how fast the target was
 * @price_per_hour: what it costs in an hour; NAN for unknown
 * @estimate: (out): what one pass through all prompts amounts to
 *
 * Adds up what asking each prompt once, one after the other, takes: for each
 * max (`ttft_s`, tokens of the prompt / `prefill_rate`) until the first token, and
 * (tokens of the answer - 1) / `decode_rate` from there to the longest answer that is
 * allowed.
 */
void
prony_scenario_estimate (PronyPromptSet *prompts,
                         const PronyTargetPace *pace,
                         double price_per_hour,
                         PronyScenarioEstimate *estimate)
{
  gboolean unlimited = FALSE;

  *estimate = (PronyScenarioEstimate){ .requests = prony_prompt_set_count_prompts (prompts) };
  for (guint i = 0; i < prony_prompt_set_count_conversations (prompts); i++)
    for (guint k = 0; k < prony_prompt_set_count_turns (prompts, i); k++)
      {
        const PronyPrompt *prompt = prony_prompt_set_get (prompts, i, k);
        guint output_tokens = get_output_limit (prompts, prompt);

        unlimited = unlimited || output_tokens == 0;
        estimate->prompt_tokens += prompt->tokens;
        estimate->output_tokens += output_tokens;
        estimate->duration_s += get_duration (pace, prompt, output_tokens);
      }
  if (unlimited)
    {
      estimate->output_tokens = 0;
      estimate->duration_s = NAN;
    }
  estimate->cost = estimate->duration_s / SECONDS_PER_HOUR * price_per_hour;
}
