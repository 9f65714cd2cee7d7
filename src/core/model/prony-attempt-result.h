/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-exchange-log.h"
#include "core/model/prony-request-record.h"
#include "core/model/prony-request-spec.h"
#include "core/model/prony-target.h"

G_BEGIN_DECLS

/**
 * PronyAttemptEvent:
 * @event: the event
 * @text_end: how many bytes there were of the text that it belongs to when it had
 *   come: of the reasoning for a %PRONY_EVENT_REASONING, of the answer otherwise
 *
 * An event of an answer, and which piece of the text came with it.
 */
typedef struct
{
  PronyRecordEvent event;
  gsize text_end;
} PronyAttemptEvent;

/**
 * PronyAttemptResult:
 * @target: who was asked; what was found out about it is filled in, if it was
 * @spec: what was asked
 * @asked_us: when, in Unix microseconds
 * @record: (nullable): what came; %NULL if nothing was sent
 * @events: (element-type PronyAttemptEvent): those of @record, in order
 * @log: the raw exchange, without secrets
 * @dropped: (nullable) (array zero-terminated=1): which fields of the request were
 *   left out, since the engine refuses them
 * @error: (nullable): why nothing was sent
 *
 * All that there is to know of one request that was tried. Reference counted,
 * immutable once it is shared.
 */
typedef struct
{
  PronyTarget *target;
  PronyRequestSpec *spec;
  gint64 asked_us;
  PronyRequestRecord *record;
  GArray *events;
  PronyExchangeLog *log;
  char **dropped;
  GError *error;
} PronyAttemptResult;

PronyAttemptResult *prony_attempt_result_new (PronyTarget *target, PronyRequestSpec *spec);
PronyAttemptResult *prony_attempt_result_ref (PronyAttemptResult *self);
void prony_attempt_result_unref (PronyAttemptResult *self);
void prony_attempt_result_set_target (PronyAttemptResult *self, PronyTarget *target);
gboolean prony_attempt_result_succeeded (const PronyAttemptResult *self);
const char *prony_attempt_result_get_trouble (const PronyAttemptResult *self);
char *prony_attempt_result_get_piece (const PronyAttemptResult *self, guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyAttemptResult, prony_attempt_result_unref)

G_END_DECLS
