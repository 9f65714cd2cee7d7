/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include "base/prony-clock.h"
#include "core/bench/prony-token-chain.h"
#include "core/bench/prony-token-recount.h"

/* What is not counted by then stays as it is, and says so. */
#define LIMIT_S 30.0
#define LIMIT_STOPPING_S 3.0
/* So many counts are handed over at once. */
#define BATCH 256

typedef struct
{
  PronyRunRecorder *recorder;
  PronyTrial *trial;
  PronyTokenChain *chain;
  GCancellable *stopping;
  gint64 started_ns;
  GArray *counts;
  gboolean any;
} Recount;

static gboolean
has_time (const Recount *self)
{
  double limit_s = g_cancellable_is_cancelled (self->stopping) ? LIMIT_STOPPING_S : LIMIT_S;

  return prony_clock_now_ns () - self->started_ns < prony_s_to_ns (limit_s);
}

static void
hand_over (Recount *self)
{
  if (self->counts->len == 0)
    return;

  prony_run_recorder_put_counts (self->recorder, self->trial, self->counts);
  g_array_set_size (self->counts, 0);
  self->any = TRUE;
}

static gboolean
recount (PronyRequestRecord *record, gpointer user_data)
{
  Recount *self = user_data;
  PronyTokenCounts counts;

  if (prony_token_chain_count (self->chain, record, &counts))
    g_array_append_val (self->counts, counts);
  if (self->counts->len >= BATCH)
    hand_over (self);
  return !prony_token_chain_is_at_end (self->chain) && has_time (self);
}

static gboolean
is_wanted (GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    if (prony_token_chain_wants (records->pdata[i]))
      return TRUE;

  return FALSE;
}

/**
 * prony_token_recount_run:
 * @recorder: has the requests of the trial
 * @trial: a trial of which nothing is measured any more
 * @scenario: what was asked
 * @stopping: cancelled when the run is to end early, which leaves it less time
 *
 * Counts what the engine has not counted: see #PronyTokenChain. Takes half a minute at
 * most. Blocks.
 *
 * Returns: (transfer full) (element-type PronyRequestRecord): all requests of the trial,
 *   without texts, with the best counts that there are
 */
GPtrArray *
prony_token_recount_run (PronyRunRecorder *recorder,
                         PronyTrial *trial,
                         PronyScenario *scenario,
                         GCancellable *stopping)
{
  g_autoptr (GPtrArray) records = prony_run_recorder_get_records (recorder, trial->index, FALSE);
  gboolean has_system = scenario->system != NULL && scenario->system[0] != '\0';
  Recount self = { .recorder = recorder, .trial = trial, .stopping = stopping };

  if (!is_wanted (records))
    return g_steal_pointer (&records);

  self.started_ns = prony_clock_now_ns ();
  self.counts = g_array_new (FALSE, FALSE, sizeof (PronyTokenCounts));
  self.chain = prony_token_chain_new (
    trial->target, !has_system && prony_api_is_plain (trial->target->engine->api));
  prony_run_recorder_visit (recorder, trial->index, recount, &self);
  hand_over (&self);
  prony_token_chain_free (self.chain);
  g_array_unref (self.counts);

  return self.any ? prony_run_recorder_get_records (recorder, trial->index, FALSE)
                  : g_steal_pointer (&records);
}
