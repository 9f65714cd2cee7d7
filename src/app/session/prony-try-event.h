/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib-object.h>

#include "core/model/prony-request-record.h"

G_BEGIN_DECLS

/**
 * PronyTryEvent:
 *
 * An event of an answer, as a list shows it. Immutable; main thread only.
 */
#define PRONY_TYPE_TRY_EVENT (prony_try_event_get_type ())

G_DECLARE_FINAL_TYPE (PronyTryEvent, prony_try_event, PRONY, TRY_EVENT, GObject)

PronyTryEvent *prony_try_event_new (
  guint number, const PronyRecordEvent *event, gint64 sent_ns, gint64 before_ns, const char *text);
guint prony_try_event_get_number (PronyTryEvent *self);
PronyEventKind prony_try_event_get_kind (PronyTryEvent *self);
double prony_try_event_get_time (PronyTryEvent *self);
double prony_try_event_get_gap (PronyTryEvent *self);
int prony_try_event_get_tokens (PronyTryEvent *self);
const char *prony_try_event_get_text (PronyTryEvent *self);

G_END_DECLS
