/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-metric.h"
#include "core/model/prony-request-record.h"

G_BEGIN_DECLS

/**
 * PronyRequestRow:
 * @row_id: the store's number for it; 0 before it is stored
 * @trial: index of its trial within the run
 * @id: number within the trial, from 1
 * @stream: which of the concurrent streams sent it, from 0
 * @case_index: the scenario's test case
 * @warmup: outside every figure
 * @outcome: how it ended
 * @quality: the verdict of the scenario's rules
 * @count_source: where @completion_tokens comes from
 * @scheduled_ns: nanoseconds since the run began; G_MININT64 where the point was not reached,
 *   like the stamps that follow
 * @first_token_ns: the first event that carried tokens, of thinking or of the answer
 * @answer_ns: the first event that carried tokens of the answer
 * @last_token_ns: the last event that carried tokens
 * @max_gap_ns: the longest gap between two of them; -1 where there is none
 * @prompt_tokens: -1 where unknown, like the counts that follow
 *
 * A request without its events and texts: what lists and charts need of thousands of them.
 */
typedef struct
{
  gint64 row_id;
  guint64 id;
  guint trial;
  guint stream;
  guint case_index;
  gboolean warmup;
  PronyOutcome outcome;
  PronyQuality quality;
  PronyCountSource count_source;
  gint64 scheduled_ns;
  gint64 started_ns;
  gint64 sent_ns;
  gint64 headers_ns;
  gint64 first_token_ns;
  gint64 answer_ns;
  gint64 last_token_ns;
  gint64 finished_ns;
  gint64 max_gap_ns;
  gint64 prompt_tokens;
  gint64 completion_tokens;
} PronyRequestRow;

void prony_request_row_init (PronyRequestRow *self,
                             const PronyRequestRecord *record,
                             guint trial,
                             gint64 origin_ns);
gboolean prony_request_row_knows (PronyMetric metric);
double prony_request_row_get (const PronyRequestRow *self, PronyMetric metric);

G_END_DECLS
