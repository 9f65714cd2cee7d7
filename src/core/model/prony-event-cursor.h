/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-request-record.h"

G_BEGIN_DECLS

/**
 * PronyEventCursor:
 *
 * Walks over the events of a request in their order, whether they are packed or
 * not. To be kept on the stack; it needs no freeing, and the record must stay.
 */
typedef struct
{
  /*< private >*/
  const PronyRecordEvent *event; /* of a record that is not sealed */
  const PronyRecordEvent *event_end;
  const guint8 *byte; /* of packed events */
  const guint8 *byte_end;
  gint64 base_ns;
  gint64 ticks;
  guint32 kind;
  gint32 tokens;
} PronyEventCursor;

void prony_event_cursor_init (PronyEventCursor *self, const PronyRequestRecord *record);
void prony_event_cursor_init_packed (PronyEventCursor *self,
                                     const guint8 *bytes,
                                     gsize length,
                                     gint64 base_ns);
gboolean prony_event_cursor_next (PronyEventCursor *self, PronyRecordEvent *event);

G_END_DECLS
