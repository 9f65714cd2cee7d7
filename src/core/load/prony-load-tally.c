/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-load"

#include "config.h"

#include "base/prony-clock.h"
#include "core/load/prony-load-tally.h"

/**
 * prony_load_tally_init:
 * @self: (out caller-allocates): memory
 *
 * Begins with nothing.
 */
void
prony_load_tally_init (PronyLoadTally *self)
{
  *self = (PronyLoadTally){ 0 };
  prony_live_window_init (&self->window, prony_clock_now_ns ());
}

/**
 * prony_load_tally_issue:
 * @self: a tally
 * @record: the record of a request that is about to be sent
 *
 * Counts a request, unless it is sent again.
 */
void
prony_load_tally_issue (PronyLoadTally *self, const PronyRequestRecord *record)
{
  if (!record->warmup && record->retries == 0)
    self->sent++;
}

/**
 * prony_load_tally_note_started:
 * @self: a tally
 * @record: a request of a schedule that was handed to the HTTP client
 *
 * Notes how late it went out.
 */
void
prony_load_tally_note_started (PronyLoadTally *self, const PronyRequestRecord *record)
{
  if (!record->warmup)
    prony_live_window_add_send_lag (&self->window, record->started_ns - record->scheduled_ns);
}

/**
 * prony_load_tally_note_sent:
 * @self: a tally
 * @record: a request whose last byte was written
 *
 * The first measured one opens the window, anew if it had to be sent again.
 */
void
prony_load_tally_note_sent (PronyLoadTally *self, const PronyRequestRecord *record)
{
  if (record->warmup || (self->first_sent != 0 && self->first_sent != record->id))
    return;

  self->first_sent = record->id;
  self->window_start_ns = record->sent_ns;
}

/**
 * prony_load_tally_note_event:
 * @self: a tally
 * @record: a request under way
 * @event: an event of its answer
 * @previous_token_ns: when its previous token-carrying event came; 0 for none
 *
 * Counts tokens and notes their times.
 */
void
prony_load_tally_note_event (PronyLoadTally *self,
                             const PronyRequestRecord *record,
                             const PronyRecordEvent *event,
                             gint64 previous_token_ns)
{
  guint tokens = event->tokens >= 0 ? (guint) event->tokens : 1;

  if (!prony_event_kind_carries_tokens (event->kind))
    return;

  prony_live_window_add_tokens (&self->window, event->at_ns, tokens);
  if (previous_token_ns == 0)
    prony_live_window_add_ttft (&self->window, event->at_ns - record->sent_ns);
  else
    prony_live_window_add_gap (&self->window, event->at_ns - previous_token_ns);

  if (!record->warmup)
    self->output_tokens += tokens;
}

/**
 * prony_load_tally_note_connections:
 * @self: a tally
 * @record: a request that was answered or not
 * @connections: how many connections were opened for it
 *
 * Counts the connections that were opened while measuring.
 */
void
prony_load_tally_note_connections (PronyLoadTally *self,
                                   const PronyRequestRecord *record,
                                   guint connections)
{
  if (!record->warmup)
    self->reconnects += connections;
}

/**
 * prony_load_tally_note_retry:
 * @self: a tally
 *
 * Counts a measured request that is to be sent again.
 */
void
prony_load_tally_note_retry (PronyLoadTally *self)
{
  self->retries++;
}

/**
 * prony_load_tally_note_end:
 * @self: a tally
 * @record: a request that has ended for good
 *
 * Counts how it ended.
 */
void
prony_load_tally_note_end (PronyLoadTally *self, const PronyRequestRecord *record)
{
  if (record->warmup)
    return;

  if (record->outcome == PRONY_OUTCOME_OK)
    self->ok++;
  else if (record->outcome == PRONY_OUTCOME_CANCELLED)
    self->cancelled++;
  else
    self->failed++;

  if (record->sent_ns != 0)
    self->window_start_ns =
      self->window_start_ns != 0 ? MIN (self->window_start_ns, record->sent_ns) : record->sent_ns;
  self->window_end_ns = MAX (self->window_end_ns, record->finished_ns);
}

/* What an engine took from its cache says nothing about how fast it works. */
static void
note_prefill (PronyLoadTally *self, const PronyRequestRecord *record, gint64 ttft_ns)
{
  gint64 processed = record->prompt_tokens - MAX (record->cached_tokens, 0);

  if (ttft_ns > 0 && processed > 0 && processed >= record->prompt_tokens / 2)
    prony_live_window_add_prefill (&self->window, (double) processed / prony_ns_to_s (ttft_ns));
}

/**
 * prony_load_tally_note_answer:
 * @self: a tally
 * @record: a request that has ended for good, warm-up or not
 * @first_ns: when its first token came; 0 for none, as where the answer came in one piece
 * @last_ns: when its last one came; likewise
 *
 * Counts a good answer, and notes how long it took and how fast its prompt was processed.
 */
void
prony_load_tally_note_answer (PronyLoadTally *self,
                              const PronyRequestRecord *record,
                              gint64 first_ns,
                              gint64 last_ns)
{
  if (record->outcome != PRONY_OUTCOME_OK)
    return;

  self->responses++;
  self->responded_ns = record->finished_ns;
  self->response_ns = (last_ns != 0 ? last_ns : record->finished_ns) - record->sent_ns;
  if (first_ns != 0)
    note_prefill (self, record, first_ns - record->sent_ns);
}

/**
 * prony_load_tally_make_snapshot:
 * @self: a tally
 * @state: how far the trial is
 * @now_ns: the time
 *
 * Returns: (transfer full): a snapshot; times, requests in flight, what is watched and
 *   what is made of the latest values of all threads are the caller's to fill in
 */
PronyLoadSnapshot *
prony_load_tally_make_snapshot (PronyLoadTally *self, PronyState state, gint64 now_ns)
{
  PronyLoadSnapshot *snapshot = prony_load_snapshot_new (state);

  snapshot->sent = self->sent;
  snapshot->retries = self->retries;
  snapshot->ok = self->ok;
  snapshot->failed = self->failed;
  snapshot->cancelled = self->cancelled;
  snapshot->output_tokens = self->output_tokens;
  snapshot->output_rate = prony_live_window_get_rate (&self->window, now_ns);
  snapshot->responses = self->responses;
  if (self->responses > 0)
    snapshot->response_s = prony_ns_to_s (self->response_ns);

  return snapshot;
}
