/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-request-record.h"

G_BEGIN_DECLS

/* The first event is held against these. */
#define PRONY_EVENT_PACK_FIRST_KIND PRONY_EVENT_CONTENT
#define PRONY_EVENT_PACK_FIRST_TOKENS 1

#define PRONY_EVENT_PACK_TICK_NS 100

guint8 *
prony_event_pack (const PronyRecordEvent *events, guint n_events, gint64 base_ns, gsize *length);
gboolean prony_event_pack_check (const guint8 *bytes, gsize length, guint *n_events);
gboolean prony_event_unpack_old (const guint8 *bytes, gsize length, gint64 base_ns, GArray *events);
gboolean prony_event_pack_is_old (const guint8 *bytes, gsize length);
gboolean prony_event_pack_read_varint (const guint8 **p, const guint8 *end, guint64 *value);

G_END_DECLS
