/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include "core/model/prony-event-cursor.h"
#include "core/model/prony-event-pack.h"

/* As far as a stamp can be from another; what says more is damaged. */
#define TICKS_MAX (G_MAXINT64 / PRONY_EVENT_PACK_TICK_NS + 1)

/**
 * prony_event_cursor_init:
 * @self: (out caller-allocates): a cursor
 * @record: a request; if it is not sealed, no event may be added meanwhile
 *
 * Stands before the first event of a request.
 */
void
prony_event_cursor_init (PronyEventCursor *self, const PronyRequestRecord *record)
{
  prony_event_cursor_init_packed (self, record->packed, record->packed_length, record->sent_ns);
  if (record->events != NULL)
    {
      self->event = (const PronyRecordEvent *) (gpointer) record->events->data;
      self->event_end = self->event + record->events->len;
    }
}

/**
 * prony_event_cursor_init_packed:
 * @self: (out caller-allocates): a cursor
 * @bytes: (nullable) (array length=length): what prony_event_pack() made; must stay
 * @length: how many bytes
 * @base_ns: what it was packed against
 *
 * Stands before the first of some packed events.
 */
void
prony_event_cursor_init_packed (PronyEventCursor *self,
                                const guint8 *bytes,
                                gsize length,
                                gint64 base_ns)
{
  *self = (PronyEventCursor){
    .byte = length > 0 ? bytes + 1 : NULL,
    .byte_end = length > 0 ? bytes + length : NULL,
    .base_ns = base_ns,
    .kind = PRONY_EVENT_PACK_FIRST_KIND,
    .tokens = PRONY_EVENT_PACK_FIRST_TOKENS,
  };
}

/* Most events are like the one before and take three bytes: no call for these. */
static inline gboolean
read_varint (const guint8 **p, const guint8 *end, guint64 *value)
{
  const guint8 *at = *p;

  if (end - at >= 3 && (at[0] & 0x80) != 0 && (at[1] & 0x80) != 0 && (at[2] & 0x80) == 0)
    {
      *value = (guint64) (at[0] & 0x7f) | (guint64) (at[1] & 0x7f) << 7 | (guint64) at[2] << 14;
      *p = at + 3;
      return TRUE;
    }

  return prony_event_pack_read_varint (p, end, value);
}

static gboolean
read_other (PronyEventCursor *self, const guint8 **p, guint64 value, gint64 *delta)
{
  guint64 head;

  if (!prony_event_pack_read_varint (p, self->byte_end, &head) || head % 16 > PRONY_EVENT_END ||
      head / 16 > (guint64) G_MAXINT32 + 1)
    return FALSE;

  self->kind = (guint32) (head % 16);
  self->tokens = (gint32) ((gint64) (head / 16) - 1);
  *delta = (value & 2) != 0 ? -(gint64) (value >> 2) : (gint64) (value >> 2);
  return TRUE;
}

static gboolean
read_packed (PronyEventCursor *self, PronyRecordEvent *event)
{
  const guint8 *p = self->byte;
  guint64 value;
  gint64 delta;

  if (p == self->byte_end || !read_varint (&p, self->byte_end, &value))
    return FALSE;

  delta = (gint64) (value >> 1);
  if ((value & 1) != 0 && !read_other (self, &p, value, &delta))
    return FALSE;
  if (delta > 2 * TICKS_MAX || delta < -2 * TICKS_MAX)
    return FALSE;

  self->ticks += delta;
  if (self->ticks > TICKS_MAX || self->ticks < -TICKS_MAX)
    return FALSE;

  self->byte = p;
  event->at_ns =
    (gint64) ((guint64) self->base_ns + (guint64) self->ticks * PRONY_EVENT_PACK_TICK_NS);
  event->tokens = self->tokens;
  event->kind = self->kind;
  return TRUE;
}

/**
 * prony_event_cursor_next:
 * @self: a cursor
 * @event: (out): the next event
 *
 * Returns: whether there was one; of packed events also %FALSE from where on they are
 *   damaged
 */
gboolean
prony_event_cursor_next (PronyEventCursor *self, PronyRecordEvent *event)
{
  if (self->event == self->event_end)
    return read_packed (self, event);

  *event = *self->event++;
  return TRUE;
}
