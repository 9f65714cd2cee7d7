/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include "base/prony-clock.h"
#include "core/bench/prony-token-chain.h"
#include "core/bench/prony-trial-review.h"
#include "core/quality/prony-quality.h"

/* What is not looked at by then stays as it is, and says so. */
#define LIMIT_S 30.0
#define LIMIT_STOPPING_S 3.0
/* So many reviews are handed over at once. */
#define BATCH 256

typedef struct
{
  PronyRunRecorder *recorder;
  PronyTrial *trial;
  PronyTokenChain *chain; /* (nullable): where nothing is to be counted */
  PronyJudge *judge;      /* (nullable): where nothing is to be judged */
  GCancellable *stopping; /* (nullable) */
  gint64 started_ns;
  GArray *reviews;
  gboolean any;
} Review;

static gboolean
has_time (const Review *self)
{
  double limit_s = g_cancellable_is_cancelled (self->stopping) ? LIMIT_STOPPING_S : LIMIT_S;

  return prony_clock_now_ns () - self->started_ns < prony_s_to_ns (limit_s);
}

static void
hand_over (Review *self)
{
  if (self->reviews->len == 0)
    return;

  prony_run_recorder_put_reviews (self->recorder, self->trial, self->reviews);
  g_array_set_size (self->reviews, 0);
  self->any = TRUE;
}

static gboolean
review (PronyRequestRecord *record, gpointer user_data)
{
  Review *self = user_data;
  PronyRequestReview found = { .id = record->id };

  if (self->judge != NULL && record->outcome == PRONY_OUTCOME_OK)
    found.quality = prony_judge_answer (self->judge, record->case_index, record->answer->str);
  if (self->chain != NULL)
    found.is_counted = prony_token_chain_count (self->chain, record, &found.counts);

  if (found.is_counted || found.quality != PRONY_QUALITY_NONE)
    g_array_append_val (self->reviews, found);
  if (self->reviews->len >= BATCH)
    hand_over (self);
  if (self->chain != NULL && prony_token_chain_is_at_end (self->chain))
    g_clear_pointer (&self->chain, prony_token_chain_free);
  return (self->chain != NULL || self->judge != NULL) && has_time (self);
}

static void
visit (Review *self)
{
  self->started_ns = prony_clock_now_ns ();
  self->reviews = g_array_new (FALSE, FALSE, sizeof (PronyRequestReview));
  prony_run_recorder_visit (self->recorder, self->trial->index, review, self);
  hand_over (self);
  g_clear_pointer (&self->chain, prony_token_chain_free);
  g_clear_pointer (&self->judge, prony_judge_free);
  g_array_unref (self->reviews);
}

static gboolean
is_to_be_counted (GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    if (prony_token_chain_wants (records->pdata[i]))
      return TRUE;

  return FALSE;
}

/* A system message stands before what is kept of a request. */
static gboolean
has_system (PronyScenario *scenario)
{
  if (scenario->system != NULL && scenario->system[0] != '\0')
    return TRUE;

  for (guint i = 0; i < scenario->cases->len; i++)
    if (prony_scenario_get_case (scenario, i)->system != NULL)
      return TRUE;

  return FALSE;
}

static PronyTokenChain *
make_chain (PronyTrial *trial, PronyScenario *scenario)
{
  gboolean is_plain = prony_api_is_plain (trial->target->engine->api) && !has_system (scenario);

  return prony_token_chain_new (trial->target, is_plain);
}

/**
 * prony_trial_review_run:
 * @recorder: has the requests of the trial
 * @trial: a trial of which nothing is measured any more
 * @scenario: what was asked, with its test cases
 * @stopping: cancelled when the run is to end early, which leaves it less time
 *
 * Looks at the texts of a trial once: judges the answers by the rules of the scenario, if
 * it has any, and counts tokens that the engine has not counted (see #PronyTokenChain).
 * Takes half a minute at most. Blocks.
 *
 * Returns: (transfer full) (element-type PronyRequestRecord): all requests of the trial,
 *   without texts, with the verdicts and the best counts that there are
 */
GPtrArray *
prony_trial_review_run (PronyRunRecorder *recorder,
                        PronyTrial *trial,
                        PronyScenario *scenario,
                        GCancellable *stopping)
{
  g_autoptr (GPtrArray) records = prony_run_recorder_get_records (recorder, trial->index, FALSE);
  Review self = { .recorder = recorder, .trial = trial, .stopping = stopping };

  if (is_to_be_counted (records))
    self.chain = make_chain (trial, scenario);
  if (prony_scenario_has_rules (scenario))
    self.judge = prony_judge_new (scenario);
  if (self.chain != NULL || self.judge != NULL)
    visit (&self);

  return self.any ? prony_run_recorder_get_records (recorder, trial->index, FALSE)
                  : g_steal_pointer (&records);
}

/**
 * prony_trial_review_judge:
 * @recorder: has the requests of the trial
 * @trial: a trial of which nothing is measured any more
 * @scenario: what was asked, with its test cases
 *
 * Only judges the answers, which asks nobody anything. Takes half a minute at most.
 * Blocks.
 */
void
prony_trial_review_judge (PronyRunRecorder *recorder, PronyTrial *trial, PronyScenario *scenario)
{
  Review self = { .recorder = recorder, .trial = trial };

  if (!prony_scenario_has_rules (scenario))
    return;

  self.judge = prony_judge_new (scenario);
  visit (&self);
}
