/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Requests with known stamps, from which every figure can be computed in the head. */

#pragma once

#include "base/prony-clock.h"
#include "core/model/prony-request-record.h"

/* Where the clock of synthetic requests starts. */
#define ORIGIN_NS (1000 * PRONY_NS_PER_S)

static inline gint64
at_s (double seconds)
{
  return ORIGIN_NS + prony_s_to_ns (seconds);
}

/* A request due at @due that started 1 ms and was sent 2 ms later, without answer. */
static inline PronyRequestRecord *
make_sent_record (guint64 id, double due)
{
  PronyRequestRecord *record = prony_request_record_new (id);

  record->scheduled_ns = at_s (due);
  record->started_ns = at_s (due + 0.001);
  record->connected_ns = at_s (due + 0.001);
  record->sent_ns = at_s (due + 0.002);
  record->reused = TRUE;
  record->count_source = PRONY_COUNT_USAGE;
  record->prompt = g_strdup ("Count to ten.");
  return record;
}

/* The same with an answer of @tokens tokens, one in each event, the first @ttft after
 * it was sent and the others @gap apart; it ends with the last one. */
static inline PronyRequestRecord *
make_record (guint64 id, double due, double ttft, double gap, guint tokens)
{
  PronyRequestRecord *record = make_sent_record (id, due);
  gint64 at_ns = record->sent_ns + prony_s_to_ns (ttft);

  record->headers_ns = record->sent_ns + prony_s_to_ns (ttft / 2);
  prony_request_record_add_event (record, PRONY_EVENT_ROLE, record->headers_ns, 0);
  for (guint i = 0; i < tokens; i++)
    {
      prony_request_record_add_event (record, PRONY_EVENT_CONTENT, at_ns, 1);
      g_string_append (record->answer, " one");
      record->finished_ns = at_ns;
      at_ns += prony_s_to_ns (gap);
    }
  prony_request_record_add_event (record, PRONY_EVENT_END, record->finished_ns, 0);

  record->prompt_tokens = 10;
  record->completion_tokens = tokens;
  record->http_status = 200;
  record->finish_reason = g_strdup ("stop");
  return record;
}

static inline GPtrArray *
new_records (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) prony_request_record_unref);
}
