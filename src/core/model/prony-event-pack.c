/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include "core/model/prony-event-cursor.h"
#include "core/model/prony-event-pack.h"

/*
 * The packed form of a request's events: in memory once the request has ended, and
 * in the database.
 *
 * Format 2, written now: a byte 2, then for each event
 *
 *   varint  2 × delta                   of the same kind and with as many tokens as
 *                                       the event before, and not earlier; or
 *   varint  1 + 2 × (delta < 0) + 4 × |delta|
 *   varint  kind + 16 × (tokens + 1)    kind is below 16, tokens is -1 or more
 *
 * A delta is the difference of two stamps that were rounded to 100 ns since `sent`,
 * so that nothing adds up; the first one's is that since `sent`, and it is held
 * against an event with one token of an answer. A token takes three bytes after a gap
 * of 0.8 to 105 ms, and four up to 13 s.
 *
 * Format 1, in older databases: a byte 1, then for each event
 *
 *   varint  kind + 16 × (tokens + 1)
 *   varint  zigzag of the time since the stamp that the previous event (the first:
 *           sent) is read back as, in units of 125 ns
 *
 * Varints are seven bits a byte, lowest first, as in LEB128.
 */

#define FORMAT_OLD 1
#define FORMAT 2

#define TICK_OLD_NS 125

/* The longest event: ten bytes of delta and six of kind and tokens. */
#define EVENT_MAX 16

/* Packed here before the exact size is known; longer answers need the heap for it. */
#define SCRATCH_EVENTS 256

static inline guint8 *
write_varint (guint8 *p, guint64 value)
{
  while (value >= 0x80)
    {
      *p++ = (guint8) (value | 0x80);
      value >>= 7;
    }
  *p++ = (guint8) value;
  return p;
}

/*
 * prony_event_pack_read_varint:
 * @p: (inout): where it begins, then where it ends; stays where it is on failure
 * @end: where the bytes end
 * @value: (out): the number
 *
 * Returns: whether there was one
 */
gboolean
prony_event_pack_read_varint (const guint8 **p, const guint8 *end, guint64 *value)
{
  const guint8 *next = *p;

  *value = 0;
  for (guint shift = 0; shift < 64 && next < end; shift += 7)
    {
      guint8 byte = *next++;

      *value |= (guint64) (byte & 0x7f) << shift;
      if ((byte & 0x80) == 0)
        {
          *p = next;
          return TRUE;
        }
    }

  return FALSE;
}

/* Unsigned, since stamps from a damaged database may be anything. */
static inline gint64
stamp_to_ticks (gint64 at_ns, gint64 base_ns)
{
  gint64 since_ns = (gint64) ((guint64) at_ns - (guint64) base_ns);
  gint64 half = since_ns < 0 ? -PRONY_EVENT_PACK_TICK_NS / 2 : PRONY_EVENT_PACK_TICK_NS / 2;

  return since_ns / PRONY_EVENT_PACK_TICK_NS +
         (since_ns % PRONY_EVENT_PACK_TICK_NS + half) / PRONY_EVENT_PACK_TICK_NS;
}

static guint8 *
write_events (guint8 *p, const PronyRecordEvent *events, guint n_events, gint64 base_ns)
{
  guint64 before = PRONY_EVENT_PACK_FIRST_KIND + 16 * (PRONY_EVENT_PACK_FIRST_TOKENS + 1);
  gint64 ticks = 0;

  *p++ = FORMAT;
  for (guint i = 0; i < n_events; i++)
    {
      guint64 head = events[i].kind + 16 * (guint64) ((gint64) MAX (events[i].tokens, -1) + 1);
      gint64 now = stamp_to_ticks (events[i].at_ns, base_ns);
      gint64 delta = now - ticks;

      ticks = now;
      if (head == before && delta >= 0)
        {
          p = write_varint (p, (guint64) delta << 1);
          continue;
        }
      p = write_varint (p, (guint64) ABS (delta) << 2 | (delta < 0 ? 3 : 1));
      p = write_varint (p, head);
      before = head;
    }

  return p;
}

/**
 * prony_event_pack:
 * @events: (array length=n_events): the events of a request
 * @n_events: how many
 * @base_ns: when the request was sent
 * @length: (out): of what is returned, in bytes
 *
 * Packs events, at a resolution of 100 ns. A request of a hundred tokens takes less
 * than a microsecond.
 *
 * Returns: (transfer full) (array length=length): the packed events, without slack
 */
guint8 *
prony_event_pack (const PronyRecordEvent *events, guint n_events, gint64 base_ns, gsize *length)
{
  guint8 scratch[1 + SCRATCH_EVENTS * EVENT_MAX];
  g_autofree guint8 *large =
    n_events > SCRATCH_EVENTS ? g_malloc (1 + (gsize) n_events * EVENT_MAX) : NULL;
  guint8 *bytes = large != NULL ? large : scratch;

  *length = (gsize) (write_events (bytes, events, n_events, base_ns) - bytes);
  return g_memdup2 (bytes, *length);
}

/**
 * prony_event_pack_check:
 * @bytes: (array length=length): packed events in the form that is written now
 * @length: how many bytes
 * @n_events: (out): how many events they are
 *
 * Reads bytes that may be damaged from end to end; after that a #PronyEventCursor
 * can be trusted with them.
 *
 * Returns: whether they could be read
 */
gboolean
prony_event_pack_check (const guint8 *bytes, gsize length, guint *n_events)
{
  PronyEventCursor cursor;
  PronyRecordEvent event;

  *n_events = 0;
  if (length == 0 || bytes[0] != FORMAT)
    return FALSE;

  prony_event_cursor_init_packed (&cursor, bytes, length, 0);
  while (prony_event_cursor_next (&cursor, &event))
    (*n_events)++;

  return cursor.byte == cursor.byte_end;
}

/**
 * prony_event_pack_is_old:
 * @bytes: (array length=length): packed events
 * @length: how many bytes
 *
 * Returns: whether they say that they are in the older form, which
 *   prony_event_unpack_old() reads
 */
gboolean
prony_event_pack_is_old (const guint8 *bytes, gsize length)
{
  return length > 0 && bytes[0] == FORMAT_OLD;
}

static gint64
unzigzag (guint64 value)
{
  return (value & 1) != 0 ? -(gint64) (value >> 1) - 1 : (gint64) (value >> 1);
}

/**
 * prony_event_unpack_old:
 * @bytes: (array length=length): packed events in the older form
 * @length: how many bytes
 * @base_ns: when the request was sent
 * @events: (element-type PronyRecordEvent): the events are appended to it; no more
 *   than one for two bytes
 *
 * Returns: whether they could be read
 */
gboolean
prony_event_unpack_old (const guint8 *bytes, gsize length, gint64 base_ns, GArray *events)
{
  const guint8 *p = bytes + 1;
  const guint8 *end = bytes + length;
  gint64 at_ns = base_ns;

  while (p < end)
    {
      PronyRecordEvent event;
      guint64 head, delta;
      gint64 ticks;

      if (!prony_event_pack_read_varint (&p, end, &head) ||
          !prony_event_pack_read_varint (&p, end, &delta))
        return FALSE;
      ticks = unzigzag (delta);
      if (head % 16 > PRONY_EVENT_END || head / 16 > (guint64) G_MAXINT32 + 1 ||
          ticks > G_MAXINT64 / TICK_OLD_NS / 4 || ticks < G_MININT64 / TICK_OLD_NS / 4)
        return FALSE;

      at_ns = (gint64) ((guint64) at_ns + (guint64) (ticks * TICK_OLD_NS));
      event =
        (PronyRecordEvent){ at_ns, (gint32) ((gint64) (head / 16) - 1), (guint32) (head % 16) };
      g_array_append_val (events, event);
    }

  return TRUE;
}
