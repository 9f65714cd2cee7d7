/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-clock.h"
#include "base/prony-util.h"
#include "core/bench/prony-trial-runner.h"
#include "core/engines/prony-token-counter.h"
#include "core/metrics/prony-summarize.h"
#include "core/prompts/prony-filler-use.h"
#include "core/prompts/prony-prompt-maker.h"

/* How long an engine may take to say what it has counted. */
#define COUNTER_TIMEOUT_S 1.5

struct _PronyTrialRunner
{
  PronyPlan *plan;
  PronyTrial *trial;
  PronyPromptSet *prompts;
  PronyPromptMaker *maker; /* belongs to the generator's threads while it runs */
  PronyLoadConfig config;
  PronyPlanBounds bounds;
  PronyLoadGenerator *generator;
  PronyLoadSnapshot *load; /* (nullable): the latest */
  GCancellable *stopping;
  gint64 started_ns;
  gint64 counter; /* the engine's, before the first request; -1 where it has none */
  gboolean stopped;
};

static PronyRequestSpec *
make_request (const PronyRequestTicket *ticket, gpointer user_data)
{
  return prony_prompt_maker_make_sized (user_data, ticket->index, ticket->prompt_tokens,
                                        ticket->output_tokens);
}

static void
set_config (PronyTrialRunner *self, const PronyTrialSetup *setup)
{
  const PronyPlan *plan = self->plan;
  const PronyEngineSpec *engine = self->trial->target->engine;

  self->config.target = self->trial->target;
  self->config.level = self->trial->load;
  self->config.trace = plan->trace;
  self->config.seed = setup->seed;
  self->config.think_s = plan->think_s;
  self->config.retries = plan->retries;
  self->config.threads = plan->threads;
  self->config.start_line = setup->start_line;
  self->config.warmup_per_stream = setup->bounds.warmup;
  self->config.duration_s = setup->bounds.duration_s;
  self->config.requests = setup->bounds.requests;
  self->config.requests_per_stream =
    (guint64) setup->bounds.iterations * prony_prompt_maker_count_prompts (self->maker);
  self->config.timeout_s =
    engine->request_timeout_s > 0 ? engine->request_timeout_s : plan->timeout_s;
  self->config.grace_s = plan->grace_s;
  self->config.source = make_request;
  self->config.source_data = self->maker;
}

/**
 * prony_trial_runner_start:
 * @plan: what the run does
 * @trial: the trial, whose target is prepared; this function and the others here
 *   change its state, start, duration, error and summary
 * @setup: what else it needs; not kept, except what it refers to
 * @error: return location for a sentence
 *
 * Starts to warm up.
 *
 * Returns: (transfer full) (nullable): the trial under way
 */
PronyTrialRunner *
prony_trial_runner_start (PronyPlan *plan,
                          PronyTrial *trial,
                          const PronyTrialSetup *setup,
                          GError **error)
{
  g_autoptr (PronyTrialRunner) self = g_new0 (PronyTrialRunner, 1);

  self->plan = prony_plan_ref (plan);
  self->trial = prony_trial_ref (trial);
  self->bounds = setup->bounds;
  self->stopping = g_object_ref (setup->stopping);
  self->counter = -1;
  self->prompts = prony_prompt_set_ref (setup->prompts);
  self->maker = prony_prompt_maker_new (setup->prompts, plan, setup->salt, trial->load.concurrency);
  if (setup->asks_counter)
    self->counter = prony_token_counter_read (trial->target, COUNTER_TIMEOUT_S, self->stopping);
  set_config (self, setup);
  trial->started_us = g_get_real_time ();
  self->started_ns = prony_clock_now_ns ();
  trial->state = PRONY_STATE_WARMING_UP;
  self->generator = prony_load_generator_start (&self->config, error);
  return self->generator != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * prony_trial_runner_free:
 * @self: (transfer full): a trial; ended if it still is under way
 */
void
prony_trial_runner_free (PronyTrialRunner *self)
{
  g_clear_pointer (&self->generator, prony_load_generator_free);
  g_clear_pointer (&self->maker, prony_prompt_maker_free);
  g_clear_pointer (&self->prompts, prony_prompt_set_unref);
  g_clear_pointer (&self->load, prony_load_snapshot_unref);
  g_clear_object (&self->stopping);
  prony_trial_unref (self->trial);
  prony_plan_unref (self->plan);
  g_free (self);
}

/**
 * prony_trial_runner_get_start:
 * @self: a trial under way
 *
 * Returns: when it began to warm up, `CLOCK_MONOTONIC`
 */
gint64
prony_trial_runner_get_start (PronyTrialRunner *self)
{
  return self->started_ns;
}

/**
 * prony_trial_runner_get_trial:
 * @self: a trial under way
 *
 * Returns: (transfer none): which one
 */
PronyTrial *
prony_trial_runner_get_trial (PronyTrialRunner *self)
{
  return self->trial;
}

/**
 * prony_trial_runner_pause:
 * @self: a trial under way
 *
 * Sends nothing more for now; what is in flight is let finish.
 */
void
prony_trial_runner_pause (PronyTrialRunner *self)
{
  prony_load_generator_pause (self->generator);
}

/**
 * prony_trial_runner_resume:
 * @self: a trial under way
 */
void
prony_trial_runner_resume (PronyTrialRunner *self)
{
  prony_load_generator_resume (self->generator);
}

/**
 * prony_trial_runner_stop:
 * @self: a trial under way
 *
 * Ends it early. What was measured is kept and marked as partial.
 */
void
prony_trial_runner_stop (PronyTrialRunner *self)
{
  self->stopped = TRUE;
  prony_load_generator_stop (self->generator);
}

/**
 * prony_trial_runner_watch:
 * @self: a trial under way
 * @stream: whose requests are to be shown, or %PRONY_WATCH_ANY; see
 *   prony_load_generator_watch()
 */
void
prony_trial_runner_watch (PronyTrialRunner *self, int stream)
{
  prony_load_generator_watch (self->generator, stream);
}

/**
 * prony_trial_runner_wait:
 * @self: a trial
 * @timeout_us: how long at most
 *
 * Returns: whether it has ended
 */
gboolean
prony_trial_runner_wait (PronyTrialRunner *self, gint64 timeout_us)
{
  return prony_load_generator_wait (self->generator, timeout_us);
}

/**
 * prony_trial_runner_take_records:
 * @self: a trial
 *
 * Returns: (transfer full) (nullable) (element-type PronyRequestRecord): the
 *   requests that have ended since the last call
 */
GPtrArray *
prony_trial_runner_take_records (PronyTrialRunner *self)
{
  return prony_load_generator_take_records (self->generator);
}

/**
 * prony_trial_runner_look:
 * @self: a trial
 *
 * Looks how it stands, and sets the trial's state accordingly.
 *
 * Returns: (transfer none) (nullable): how it stands
 */
PronyLoadSnapshot *
prony_trial_runner_look (PronyTrialRunner *self)
{
  PronyLoadSnapshot *load = prony_load_generator_take_snapshot (self->generator);

  if (load != NULL)
    {
      g_clear_pointer (&self->load, prony_load_snapshot_unref);
      self->load = load;
      if (!prony_state_is_final (load->state))
        self->trial->state = load->state;
    }

  return self->load;
}

/**
 * prony_trial_runner_get_measured:
 * @self: a trial
 *
 * Returns: how long it had been measuring when it was looked at last, in seconds,
 *   without pauses
 */
double
prony_trial_runner_get_measured (PronyTrialRunner *self)
{
  return self->load != NULL ? self->load->elapsed_s : 0;
}

/* How many tokens the engine says that it has generated since the trial began: -1 where
 * it does not say, or began anew. */
static gint64
get_engine_tokens (PronyTrialRunner *self)
{
  gint64 now;

  if (self->counter < 0 || self->stopped)
    return -1;

  now = prony_token_counter_read (self->trial->target, COUNTER_TIMEOUT_S, self->stopping);
  return now >= self->counter ? now - self->counter : -1;
}

/* How the lengths of its prompts were made, where they were. */
static void
note_filler (PronyTrialRunner *self, PronySummary *summary)
{
  PronyFillerUse use;

  prony_filler_use_find (prony_prompt_set_get_scenario (self->prompts), &use);
  summary->has_filler = use.any;
  summary->prompt_count_source = prony_prompt_set_get_source (self->prompts);
}

/* Where a trace says how long prompts are, the scenario's own are not sent. */
static gboolean
is_sized (PronyTrialRunner *self)
{
  const PronyTrace *trace = self->plan->trace;

  if (self->trial->load.kind != PRONY_LOAD_TRACE || trace == NULL)
    return FALSE;

  for (guint i = 0; i < trace->requests->len; i++)
    if (g_array_index (trace->requests, PronyTraceRequest, i).prompt_tokens >= 0)
      return TRUE;

  return FALSE;
}

/* What was calibrated is too vague to tell a cached prompt from a cached template. */
static void
set_template (PronyTrialRunner *self, PronySummaryInput *input)
{
  PronyCountSource source = prony_prompt_set_get_source (self->prompts);

  input->template_tokens = prony_prompt_set_get_overhead (self->prompts);
  input->template_exact = source == PRONY_COUNT_TOKENIZE || source == PRONY_COUNT_TOKENIZER;
}

/* Whatever this computer's GPUs did was not done for a simulated engine. */
static gboolean
is_alone (PronyTrialRunner *self)
{
  return (self->plan->order == PRONY_ORDER_SEQUENTIAL || self->plan->targets->len == 1) &&
         !self->trial->target->simulated;
}

/* A trial of which nothing was measured has no summary. */
static void
summarize (PronyTrialRunner *self,
           GPtrArray *records,
           GPtrArray *samples,
           const PronyLoadHealth *health)
{
  g_autoptr (GArray) pauses = prony_load_generator_list_pauses (self->generator);
  g_autoptr (PronySummary) summary = NULL;
  PronySummaryInput input;

  prony_summary_input_init (&input, records);
  input.bound_ns = health->bound_ns;
  input.pauses = pauses;
  input.slo_ttft_s = self->bounds.slo_ttft_s;
  input.slo_itl_s = self->bounds.slo_itl_s;
  input.slo_latency_s = self->bounds.slo_latency_s;
  input.price_per_hour = self->plan->price_per_hour;
  input.client_lag_p99_s = health->lag_p99_s;
  input.client_cpu_percent = health->cpu_percent;
  input.reconnects = health->reconnects;
  input.model = self->trial->target->model;
  input.level = &self->trial->load;
  input.due = health->due;
  input.sent = health->sent;
  input.retries = health->retries;
  input.retransmits = health->retransmits;
  input.out_of_files = health->out_of_files;
  input.engine_tokens = get_engine_tokens (self);
  input.scenario = prony_prompt_set_get_scenario (self->prompts);
  input.sized = is_sized (self);
  input.readings = samples;
  input.engine_id = self->trial->target->engine->id;
  input.alone = is_alone (self);
  set_template (self, &input);
  summary = prony_summarize (&input);
  note_filler (self, summary);
  if (prony_summary_count_requests (summary) > 0)
    self->trial->summary = g_steal_pointer (&summary);
}

/* The first sentence of those that failed, warm-up requests too. */
static const char *
find_failure (GPtrArray *records)
{
  guint i;

  for (i = 0; i < records->len; i++)
    {
      const PronyRequestRecord *record = records->pdata[i];

      if (record->outcome != PRONY_OUTCOME_OK && record->outcome != PRONY_OUTCOME_CANCELLED &&
          record->error_message != NULL)
        return record->error_message;
    }

  return NULL;
}

/* The engine went away in the middle: what was measured until then stays. */
static void
note_loss (PronyTrial *trial, const char *reason)
{
  g_free (trial->error);
  /* Translators: %s is a sentence that tells why no request reached the engine */
  trial->error = g_strdup_printf (_ ("The engine went away, so this trial was ended early. %s"),
                                  reason != NULL ? reason : "");
}

/**
 * prony_trial_runner_finish:
 * @self: a trial that has ended
 * @records: (element-type PronyRequestRecord): all its requests
 * @samples: (element-type PronyResourceSample): how this computer stood meanwhile
 *
 * Summarises the trial and gives it its final state: stopped if it was ended early,
 * failed if nothing could be measured or the engine went away for good, else
 * finished. Where no request succeeded, the trial's error tells why the first did not.
 */
void
prony_trial_runner_finish (PronyTrialRunner *self, GPtrArray *records, GPtrArray *samples)
{
  PronyTrial *trial = self->trial;
  PronyLoadHealth health = { .retransmits = -1 };
  gboolean lost;

  prony_trial_runner_look (self);
  lost = self->load != NULL && self->load->state == PRONY_STATE_FAILED;
  prony_load_generator_get_health (self->generator, &health);
  if (health.window_start_ns > 0 && health.window_end_ns > health.window_start_ns)
    trial->duration_s = prony_ns_to_s (health.window_end_ns - health.window_start_ns);

  summarize (self, records, samples, &health);
  if (trial->summary == NULL || trial->summary->outcomes[PRONY_OUTCOME_OK] == 0)
    prony_set_str (&trial->error, find_failure (records));

  if (self->stopped)
    trial->state = PRONY_STATE_STOPPED;
  else if (trial->summary != NULL && !lost)
    trial->state = PRONY_STATE_FINISHED;
  else
    trial->state = PRONY_STATE_FAILED;

  if (trial->state == PRONY_STATE_FAILED && trial->summary != NULL)
    note_loss (trial, self->load->error);
  if (trial->state == PRONY_STATE_FAILED && trial->error == NULL)
    prony_set_str (&trial->error, _ ("The trial ended before a request was measured."));
}
