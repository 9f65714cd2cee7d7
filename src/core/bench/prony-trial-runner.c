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
#include "core/metrics/prony-summarize.h"
#include "core/scenarios/prony-prompt-maker.h"

struct _PronyTrialRunner
{
  PronyPlan *plan;
  PronyTrial *trial;
  PronyPromptMaker *maker; /* belongs to the generator's thread while it runs */
  PronyLoadConfig config;
  PronyLoadGenerator *generator;
  PronyLoadSnapshot *load; /* (nullable): the latest */
  gboolean stopped;
};

static PronyRequestSpec *
make_request (const PronyRequestTicket *ticket, gpointer user_data)
{
  return prony_prompt_maker_make (user_data, ticket->index);
}

static void
set_config (PronyTrialRunner *self)
{
  const PronyPlan *plan = self->plan;

  self->config.target = self->trial->target;
  self->config.level = self->trial->load;
  self->config.warmup_per_stream = plan->warmup;
  self->config.duration_s = plan->duration_s;
  self->config.requests = plan->requests;
  self->config.requests_per_stream =
    (guint64) plan->iterations * prony_prompt_maker_count_cases (self->maker);
  self->config.timeout_s = plan->timeout_s;
  self->config.grace_s = plan->grace_s;
  self->config.source = make_request;
  self->config.source_data = self->maker;
}

/**
 * prony_trial_runner_start:
 * @plan: what the run does
 * @scenario: what is asked
 * @trial: the trial, whose target is prepared; this function and the others here
 *   change its state, start, duration, error and summary
 * @salt: keeps the prompts of this trial apart from those of every other
 * @error: return location for a sentence
 *
 * Starts to warm up.
 *
 * Returns: (transfer full) (nullable): the trial under way
 */
PronyTrialRunner *
prony_trial_runner_start (
  PronyPlan *plan, PronyScenario *scenario, PronyTrial *trial, guint64 salt, GError **error)
{
  g_autoptr (PronyTrialRunner) self = g_new0 (PronyTrialRunner, 1);

  self->plan = prony_plan_ref (plan);
  self->trial = prony_trial_ref (trial);
  self->maker = prony_prompt_maker_new (scenario, plan, salt, error);
  if (self->maker == NULL)
    return NULL;

  set_config (self);
  trial->started_us = g_get_real_time ();
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
  g_clear_pointer (&self->load, prony_load_snapshot_unref);
  prony_trial_unref (self->trial);
  prony_plan_unref (self->plan);
  g_free (self);
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
 * prony_trial_runner_get_share:
 * @self: a trial
 *
 * Returns: how much of it was done when it was looked at last, 0 to 1: by the bound
 *   that is nearest
 */
double
prony_trial_runner_get_share (PronyTrialRunner *self)
{
  const PronyLoadConfig *config = &self->config;
  double per_stream = (double) config->requests_per_stream * config->level.concurrency;
  double share = 0;
  double done;

  if (self->load == NULL)
    return 0;

  done = (double) (self->load->ok + self->load->failed + self->load->cancelled);
  if (config->duration_s > 0)
    share = MAX (share, self->load->elapsed_s / config->duration_s);
  if (config->requests > 0)
    share = MAX (share, done / (double) config->requests);
  if (per_stream > 0)
    share = MAX (share, done / per_stream);

  return MIN (share, 1);
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

/* A trial of which nothing was measured has no summary. */
static void
summarize (PronyTrialRunner *self, GPtrArray *records, const PronyLoadHealth *health)
{
  g_autoptr (PronySummary) summary = NULL;
  PronySummaryInput input;

  prony_summary_input_init (&input, records);
  input.bound_ns = health->bound_ns;
  input.paused_s = prony_ns_to_s (health->paused_ns);
  input.slo_ttft_s = self->plan->slo_ttft_s;
  input.slo_itl_s = self->plan->slo_itl_s;
  input.slo_latency_s = self->plan->slo_latency_s;
  input.price_per_hour = self->plan->price_per_hour;
  input.client_lag_p99_s = health->lag_p99_s;
  input.client_cpu_percent = health->cpu_percent;
  input.reconnects = health->reconnects;
  summary = prony_summarize (&input);
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
 *
 * Summarises the trial and gives it its final state: stopped if it was ended early,
 * failed if nothing could be measured or the engine went away for good, else
 * finished. Where no request succeeded, the trial's error tells why the first did not.
 */
void
prony_trial_runner_finish (PronyTrialRunner *self, GPtrArray *records)
{
  PronyTrial *trial = self->trial;
  PronyLoadHealth health = { 0 };
  gboolean lost;

  prony_trial_runner_look (self);
  lost = self->load != NULL && self->load->state == PRONY_STATE_FAILED;
  prony_load_generator_get_health (self->generator, &health);
  if (health.window_start_ns > 0 && health.window_end_ns > health.window_start_ns)
    trial->duration_s = prony_ns_to_s (health.window_end_ns - health.window_start_ns);

  summarize (self, records, &health);
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
