/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-attempt-result.h"

G_BEGIN_DECLS

typedef struct _PronyAttempt PronyAttempt;

/**
 * PronyAttemptPhase:
 * @PRONY_ATTEMPT_PREPARING: the engine is asked what it is and has
 * @PRONY_ATTEMPT_SENDING: the request is on its way
 * @PRONY_ATTEMPT_WAITING: it was sent, and nothing of the answer has come
 * @PRONY_ATTEMPT_ANSWERING: the answer is coming
 * @PRONY_ATTEMPT_COUNTING: the answer's tokens are counted
 * @PRONY_ATTEMPT_ENDED: there is a result
 *
 * How far an attempt has come.
 */
typedef enum
{
  PRONY_ATTEMPT_PREPARING,
  PRONY_ATTEMPT_SENDING,
  PRONY_ATTEMPT_WAITING,
  PRONY_ATTEMPT_ANSWERING,
  PRONY_ATTEMPT_COUNTING,
  PRONY_ATTEMPT_ENDED,
} PronyAttemptPhase;

/**
 * PronyAttemptNews:
 * @phase: how far it has come
 * @sent_ns: when the last byte of the request was written; 0 before
 * @answer: what has come of the answer since the last time
 * @reasoning: what has come of the thinking since the last time
 * @events: (element-type PronyAttemptEvent): the events since the last time
 *
 * What a reader has not seen yet.
 */
typedef struct
{
  PronyAttemptPhase phase;
  gint64 sent_ns;
  GString *answer;
  GString *reasoning;
  GArray *events;
} PronyAttemptNews;

PronyAttempt *prony_attempt_start (PronyTarget *target,
                                   gboolean prepared,
                                   PronyRequestSpec *spec,
                                   double timeout_s);
PronyAttempt *prony_attempt_ref (PronyAttempt *self);
void prony_attempt_unref (PronyAttempt *self);
void prony_attempt_stop (PronyAttempt *self);
void prony_attempt_take (PronyAttempt *self, PronyAttemptNews *news);
PronyAttemptResult *prony_attempt_get_result (PronyAttempt *self);

void prony_attempt_news_init (PronyAttemptNews *news);
void prony_attempt_news_clear (PronyAttemptNews *news);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyAttempt, prony_attempt_unref)

G_END_DECLS
