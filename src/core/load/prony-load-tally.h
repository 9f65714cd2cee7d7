/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/load/prony-live-window.h"
#include "core/load/prony-load-generator.h"

G_BEGIN_DECLS

/**
 * PronyLoadTally:
 * @sent: measured requests that were issued, like the counts that follow
 * @output_tokens: of measured requests
 * @retries: how often they were sent again
 * @reconnects: connections that measured requests had to open
 * @window_start_ns: the first measured request's sent; 0 before
 * @window_end_ns: the end of the last measured request that has ended
 * @responses: good answers, those of warm-up requests too
 * @responded_ns: when the latest of them ended; 0 before the first
 * @response_ns: how long it took, from sent to its last token
 * @window: rolling figures
 *
 * What an I/O thread's part of a trial has come to so far. Plain memory that belongs to
 * the thread, without anything to free. The other fields are private.
 */
typedef struct
{
  guint64 sent;
  guint64 ok;
  guint64 failed;
  guint64 cancelled;
  guint64 output_tokens;
  guint64 retries;
  guint64 reconnects;
  gint64 window_start_ns;
  gint64 window_end_ns;
  guint64 responses;
  gint64 responded_ns;
  gint64 response_ns;
  PronyLiveWindow window;

  /*< private >*/
  guint64 first_sent; /* whose sent opened the window */
} PronyLoadTally;

void prony_load_tally_init (PronyLoadTally *self);
void prony_load_tally_issue (PronyLoadTally *self, const PronyRequestRecord *record);
void prony_load_tally_note_started (PronyLoadTally *self, const PronyRequestRecord *record);
void prony_load_tally_note_sent (PronyLoadTally *self, const PronyRequestRecord *record);
void prony_load_tally_note_event (PronyLoadTally *self,
                                  const PronyRequestRecord *record,
                                  const PronyRecordEvent *event,
                                  gint64 previous_token_ns);
void prony_load_tally_note_connections (PronyLoadTally *self,
                                        const PronyRequestRecord *record,
                                        guint connections);
void prony_load_tally_note_retry (PronyLoadTally *self);
void prony_load_tally_note_end (PronyLoadTally *self, const PronyRequestRecord *record);
void prony_load_tally_note_answer (PronyLoadTally *self,
                                   const PronyRequestRecord *record,
                                   gint64 first_ns,
                                   gint64 last_ns);
PronyLoadSnapshot *
prony_load_tally_make_snapshot (PronyLoadTally *self, PronyState state, gint64 now_ns);

G_END_DECLS
