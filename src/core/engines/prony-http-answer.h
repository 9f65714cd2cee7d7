/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/engines/prony-dialect.h"
#include "core/engines/prony-first-sentence.h"
#include "core/engines/prony-loading-banner.h"
#include "core/engines/prony-text-so-far.h"
#include "core/model/prony-request-record.h"

G_BEGIN_DECLS

/**
 * PRONY_HTTP_ANSWER_MAX_BYTES:
 *
 * The longest answer text, and the longest thinking text, that is taken.
 */
#define PRONY_HTTP_ANSWER_MAX_BYTES (16u * 1024u * 1024u)

/**
 * PRONY_HTTP_EVENTS_MAX:
 *
 * How many events of one answer are taken.
 */
#define PRONY_HTTP_EVENTS_MAX (4u * 1024u * 1024u)

/**
 * PronyHttpAnswer:
 * @record: (not nullable): what is filled
 * @spec: the engine, for sentences
 * @needs_end_mark: as in #PronyDialect
 * @counts_are_fake: the engine's token counts are made up, and not taken
 * @whole: the answer comes in one piece
 * @end_ns: when the end mark was read; 0 before
 * @finish_ns: when the engine said that the answer is over; 0 before. Usage and
 *   end mark may follow
 * @has_body: some of the body came
 * @failed: @record has an outcome other than ok
 *
 * What comes of one answer: events into a record, and the verdict at the end. Knows
 * nothing of the network. The other fields are private.
 */
typedef struct
{
  PronyRequestRecord *record;
  PronyEngineSpec *spec;
  gboolean needs_end_mark;
  gboolean counts_are_fake;
  gboolean whole;
  gint64 end_ns;
  gint64 finish_ns;
  gboolean has_body;
  gboolean failed;

  /*< private >*/
  gboolean counts_known;
  gboolean has_usage;
  gboolean has_progress;
  guint64 n_token_events;
  gint64 counted_tokens;
  gint64 total_tokens;
  PronyFirstSentence sentence;
  PronyTextSoFar text_so_far;
  PronyLoadingBanner banner;
  char *garbage;
} PronyHttpAnswer;

void prony_http_answer_begin (PronyHttpAnswer *self,
                              PronyRequestRecord *record,
                              PronyEngineSpec *spec,
                              gboolean needs_end_mark);
gboolean prony_http_answer_take (PronyHttpAnswer *self, PronyDelta *delta, gint64 at_ns);
void prony_http_answer_take_comment (PronyHttpAnswer *self, gint64 at_ns);
void prony_http_answer_fail (PronyHttpAnswer *self, PronyOutcome outcome, char *message);
void prony_http_answer_end (PronyHttpAnswer *self,
                            const GError *error,
                            const char *error_body,
                            gsize error_length,
                            gint64 at_ns);
void prony_http_answer_clear (PronyHttpAnswer *self);

G_END_DECLS
