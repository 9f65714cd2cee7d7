/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <json-glib/json-glib.h>

#include "base/prony-types.h"

G_BEGIN_DECLS

/**
 * PronyEventKind:
 * @PRONY_EVENT_EMPTY: an event without anything in it
 * @PRONY_EVENT_ROLE: only says who speaks; carries no token
 * @PRONY_EVENT_REASONING: thinking text
 * @PRONY_EVENT_CONTENT: answer text
 * @PRONY_EVENT_TOOL_CALL: a piece of a tool call
 * @PRONY_EVENT_USAGE: token counts or timings only
 * @PRONY_EVENT_COMMENT: a keep-alive or progress message
 * @PRONY_EVENT_ERROR: an error inside the stream
 * @PRONY_EVENT_END: the stream's end mark
 *
 * What an event of a stream is. Only reasoning, content and tool calls carry
 * tokens.
 */
typedef enum
{
  PRONY_EVENT_EMPTY,
  PRONY_EVENT_ROLE,
  PRONY_EVENT_REASONING,
  PRONY_EVENT_CONTENT,
  PRONY_EVENT_TOOL_CALL,
  PRONY_EVENT_USAGE,
  PRONY_EVENT_COMMENT,
  PRONY_EVENT_ERROR,
  PRONY_EVENT_END,
} PronyEventKind;

/**
 * PronyOutcome:
 *
 * How a request ended; the names in files are those of `docs/methodology.md`.
 */
typedef enum
{
  PRONY_OUTCOME_OK,
  PRONY_OUTCOME_CANCELLED,
  PRONY_OUTCOME_CONNECT,
  PRONY_OUTCOME_TLS,
  PRONY_OUTCOME_TIMEOUT,
  PRONY_OUTCOME_HTTP_4XX,
  PRONY_OUTCOME_HTTP_429,
  PRONY_OUTCOME_HTTP_5XX,
  PRONY_OUTCOME_CONTEXT_OVERFLOW,
  PRONY_OUTCOME_STREAM_ERROR,
  PRONY_OUTCOME_TRUNCATED,
  PRONY_OUTCOME_PROTOCOL,
  PRONY_OUTCOME_EMPTY,
  PRONY_N_OUTCOMES,
} PronyOutcome;

/**
 * PronyCountSource:
 *
 * Where a token count comes from, best first.
 */
typedef enum
{
  PRONY_COUNT_USAGE,
  PRONY_COUNT_TOKENIZE,
  PRONY_COUNT_TOKENIZER,
  PRONY_COUNT_CHUNKS,
  PRONY_COUNT_ESTIMATE,
} PronyCountSource;

/**
 * PronyQuality:
 *
 * The verdict of the scenario's rules on an answer.
 */
typedef enum
{
  PRONY_QUALITY_NONE,
  PRONY_QUALITY_PASS,
  PRONY_QUALITY_FAIL,
} PronyQuality;

/**
 * PronyRecordEvent:
 * @at_ns: when the bytes that completed it were read from the socket
 * @tokens: how many tokens it carried; -1 where the engine does not say
 * @kind: a #PronyEventKind
 *
 * One event of a stream.
 */
typedef struct
{
  gint64 at_ns;
  gint32 tokens;
  guint32 kind;
} PronyRecordEvent;

/**
 * PronyRequestRecord:
 * @id: number within the trial, from 1, in the order of being scheduled
 * @stream: which of the level's concurrent streams sent it, from 0
 * @case_index: the scenario's test case
 * @warmup: a warm-up request; outside every figure
 * @reused: it went out on a connection that was open already
 * @retries: how often it was sent again since it met no connection, status 429 or
 *   503, or since a field of it was refused that could be left out; the stamps but @scheduled_ns
 * are those of the last time
 * @scheduled_ns: when the load schedule wanted it to go out
 * @started_ns: when it was handed to the HTTP client
 * @connected_ns: when a connection was ready
 * @sent_ns: when the last byte of the request was written
 * @headers_ns: when the response's headers were read
 * @finished_ns: when the stream's end was read, or when the request was given up
 * @connect_time_ns: DNS, TCP and TLS; 0 on a reused connection
 * @events: (nullable) (element-type PronyRecordEvent): all events, in order of
 *   arrival, while the record is written; none of them carries tokens where the
 *   answer came in one piece. %NULL once it is sealed: a #PronyEventCursor reads
 *   the events of any record
 * @packed: (nullable) (array length=packed_length): the events of a sealed record
 * @packed_length: in bytes
 * @n_packed: how many events
 * @first_token_ns: the first event that carried tokens; 0 without any. Known once the record
 *   is sealed, like the three that follow
 * @answer_ns: the first event that carried tokens of the answer; 0 without any
 * @last_token_ns: the last event that carried tokens; 0 without any
 * @max_gap_ns: the longest gap between two of them; -1 where there are fewer than two
 * @prompt: (nullable): what was asked, of a conversation all that was said, without the
 *   system message
 * @answer: the answer's text, never %NULL
 * @reasoning: (nullable): the thinking text
 * @sentence_ns: when the event came that completed the answer's first sentence
 * @prompt_tokens: -1 where unknown, like the counts that follow
 * @count_source: where @completion_tokens comes from
 * @finish_reason: (nullable): as the engine said
 * @model: (nullable): the model that the engine says answered
 * @load_time_s: the engine's own figures; NAN where it gives none, like those
 *   that follow
 * @outcome: how it ended
 * @http_status: 0 without an answer
 * @retry_after_s: how long the engine wants to be left alone, from the answer's
 *   headers on; NAN where it does not say. Not stored
 * @own_limit: it did not go out since this computer had no descriptor or port left,
 *   which says nothing about the engine. Not stored
 * @error_message: (nullable): a sentence, unless @outcome is ok
 * @quality: the verdict of the scenario's rules
 *
 * Everything that is known of one request. All stamps are `CLOCK_MONOTONIC`
 * nanoseconds; 0 means that this point was not reached. A record is written by
 * one I/O thread, sealed, and handed over whole when the request has ended; after
 * that it is immutable. Reference counted.
 */
struct _PronyRequestRecord
{
  guint64 id;
  guint stream;
  guint case_index;
  gboolean warmup;
  gboolean reused;
  guint retries;

  gint64 scheduled_ns;
  gint64 started_ns;
  gint64 connected_ns;
  gint64 sent_ns;
  gint64 headers_ns;
  gint64 finished_ns;
  gint64 connect_time_ns;
  GArray *events;
  guint8 *packed;
  guint32 packed_length;
  guint32 n_packed;
  gint64 first_token_ns;
  gint64 answer_ns;
  gint64 last_token_ns;
  gint64 max_gap_ns;

  char *prompt;
  GString *answer;
  GString *reasoning;
  gint64 sentence_ns;

  gint64 prompt_tokens;
  gint64 completion_tokens;
  gint64 reasoning_tokens;
  gint64 cached_tokens;
  PronyCountSource count_source;
  char *finish_reason;
  char *model;

  double load_time_s;
  double queue_time_s;
  double prompt_eval_time_s;
  double eval_time_s;

  PronyOutcome outcome;
  guint http_status;
  double retry_after_s;
  gboolean own_limit;
  char *error_message;
  PronyQuality quality;
};

/**
 * PronyTokenCounts:
 * @prompt_tokens: -1 where unknown, like the others
 * @completion_tokens: with those of the thinking text
 * @reasoning_tokens: of the thinking text
 * @source: where @completion_tokens comes from
 *
 * What was counted of a request after it had ended.
 */
typedef struct
{
  gint64 prompt_tokens;
  gint64 completion_tokens;
  gint64 reasoning_tokens;
  PronyCountSource source;
} PronyTokenCounts;

/**
 * PronyRequestReview:
 * @id: of the request
 * @is_counted: whether there are @counts
 * @counts: its tokens
 * @quality: the verdict on its answer; %PRONY_QUALITY_NONE where it got none
 *
 * What was found out of a request after it had ended.
 */
typedef struct
{
  guint64 id;
  gboolean is_counted;
  PronyTokenCounts counts;
  PronyQuality quality;
} PronyRequestReview;

/**
 * PronyTokenStamps:
 * @first_token_ns: the first event that carried tokens; 0 without any
 * @answer_ns: the first event that carried tokens of the answer; 0 without any
 * @last_token_ns: the last event that carried tokens; 0 without any
 * @max_gap_ns: the longest gap between two of them; -1 where there are fewer than two
 *
 * When the tokens of a request came.
 */
typedef struct
{
  gint64 first_token_ns;
  gint64 answer_ns;
  gint64 last_token_ns;
  gint64 max_gap_ns;
} PronyTokenStamps;

const char *prony_event_kind_to_string (PronyEventKind kind);
gboolean prony_event_kind_carries_tokens (PronyEventKind kind);
const char *prony_outcome_to_string (PronyOutcome outcome);
gboolean prony_outcome_from_string (const char *text, PronyOutcome *outcome);
const char *prony_outcome_title (PronyOutcome outcome);
const char *prony_count_source_to_string (PronyCountSource source);
gboolean prony_count_source_from_string (const char *text, PronyCountSource *source);

PronyRequestRecord *prony_request_record_new (guint64 id);
PronyRequestRecord *prony_request_record_ref (PronyRequestRecord *self);
void prony_request_record_unref (PronyRequestRecord *self);
PronyRequestRecord *prony_request_record_review (const PronyRequestRecord *self,
                                                 const PronyRequestReview *review);
PronyRequestRecord *prony_request_record_trim (PronyRequestRecord *self, gsize max);
void prony_request_record_add_event (PronyRequestRecord *self,
                                     PronyEventKind kind,
                                     gint64 at_ns,
                                     gint tokens);
void prony_request_record_seal (PronyRequestRecord *self);
void prony_request_record_read_stamps (const PronyRequestRecord *self, PronyTokenStamps *stamps);
guint prony_request_record_count_events (const PronyRequestRecord *self);
GBytes *prony_request_record_pack_events (const PronyRequestRecord *self);
gboolean
prony_request_record_unpack_events (PronyRequestRecord *self, const guint8 *bytes, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRequestRecord, prony_request_record_unref)

G_END_DECLS
