/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "base/prony-clock.h"
#include "core/model/prony-event-cursor.h"
#include "core/model/prony-event-pack.h"

#define SENT_NS (5000 * PRONY_NS_PER_S + 37)

static PronyRequestRecord *
new_record (void)
{
  PronyRequestRecord *record = prony_request_record_new (1);

  record->sent_ns = SENT_NS;
  return record;
}

static GArray *
read_events (const PronyRequestRecord *record)
{
  GArray *events = g_array_new (FALSE, FALSE, sizeof (PronyRecordEvent));
  PronyEventCursor cursor;
  PronyRecordEvent event;

  prony_event_cursor_init (&cursor, record);
  while (prony_event_cursor_next (&cursor, &event))
    g_array_append_val (events, event);
  g_assert_false (prony_event_cursor_next (&cursor, &event));
  g_assert_cmpuint (events->len, ==, prony_request_record_count_events (record));
  return events;
}

static void
assert_events (GArray *expected, GArray *events, gint64 within_ns)
{
  g_assert_cmpuint (events->len, ==, expected->len);
  for (guint i = 0; i < expected->len; i++)
    {
      const PronyRecordEvent *a = &g_array_index (expected, PronyRecordEvent, i);
      const PronyRecordEvent *b = &g_array_index (events, PronyRecordEvent, i);

      g_assert_cmpuint (a->kind, ==, b->kind);
      g_assert_cmpint (a->tokens, ==, b->tokens);
      g_assert_cmpint (ABS (a->at_ns - b->at_ns), <=, within_ns);
    }
}

/* Through a blob into another record, and by sealing. */
static void
assert_round_trip (PronyRequestRecord *record)
{
  g_autoptr (PronyRequestRecord) back = new_record ();
  g_autoptr (GArray) expected = read_events (record);
  g_autoptr (GBytes) packed = prony_request_record_pack_events (record);
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GArray) unpacked = NULL;
  g_autoptr (GArray) sealed = NULL;
  gsize length;
  const guint8 *bytes = g_bytes_get_data (packed, &length);

  back->sent_ns = record->sent_ns;
  g_assert_true (prony_request_record_unpack_events (back, bytes, length));
  unpacked = read_events (back);
  assert_events (expected, unpacked, PRONY_EVENT_PACK_TICK_NS / 2);

  prony_request_record_seal (record);
  sealed = read_events (record);
  assert_events (unpacked, sealed, 0);
  again = prony_request_record_pack_events (record);
  g_assert_true (g_bytes_equal (packed, again));
}

static void
test_round_trip (void)
{
  static const struct
  {
    PronyEventKind kind;
    gint64 after_ns;
    gint tokens;
  } events[] = {
    { PRONY_EVENT_COMMENT, -1000, -1 },
    { PRONY_EVENT_COMMENT, 1000, -1 },
    { PRONY_EVENT_EMPTY, 0, 0 },
    { PRONY_EVENT_ROLE, 1, 0 },
    { PRONY_EVENT_REASONING, 49, 1 },
    { PRONY_EVENT_REASONING, 50, 1 },
    { PRONY_EVENT_REASONING, 51, 1 },
    { PRONY_EVENT_CONTENT, 10000000, 1 },
    { PRONY_EVENT_CONTENT, 104857600, 1 },
    { PRONY_EVENT_CONTENT, 99, 1 },
    { PRONY_EVENT_CONTENT, -99, 1 },
    { PRONY_EVENT_CONTENT, G_GINT64_CONSTANT (14000000000), 3 },
    { PRONY_EVENT_CONTENT, G_GINT64_CONSTANT (3600000000000), 3 },
    { PRONY_EVENT_TOOL_CALL, G_GINT64_CONSTANT (31536000000000000), G_MAXINT },
    { PRONY_EVENT_TOOL_CALL, G_GINT64_CONSTANT (-31536000000000000), G_MAXINT - 1 },
    { PRONY_EVENT_ERROR, G_GINT64_CONSTANT (-4000000000000), 127 },
    { PRONY_EVENT_USAGE, 1, 1000 },
    { PRONY_EVENT_END, 0, -1 },
  };
  g_autoptr (PronyRequestRecord) record = new_record ();
  g_autoptr (PronyRequestRecord) empty = new_record ();
  g_autoptr (PronyRequestRecord) unsent = new_record ();
  gint64 at_ns = SENT_NS;

  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    {
      at_ns += events[i].after_ns;
      prony_request_record_add_event (record, events[i].kind, at_ns, events[i].tokens);
    }
  assert_round_trip (record);
  assert_round_trip (empty);

  unsent->sent_ns = 0;
  prony_request_record_add_event (unsent, PRONY_EVENT_ERROR, G_MAXINT64, 1);
  prony_request_record_add_event (unsent, PRONY_EVENT_ERROR, G_MININT64, 1);
  assert_round_trip (unsent);
}

static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (guint i = 0; i < 500; i++)
    {
      g_autoptr (PronyRequestRecord) record = new_record ();
      guint n = (guint) g_rand_int_range (rand, 0, 600);
      gint64 at_ns = SENT_NS;

      for (guint k = 0; k < n; k++)
        {
          gint64 gap_ns = (gint64) g_rand_int (rand) << g_rand_int_range (rand, 0, 14);
          guint kind = k % 4 != 0 ? PRONY_EVENT_CONTENT : g_rand_int_range (rand, 0, 9);
          gint tokens = k % 8 != 0 ? 1 : (gint) (g_rand_int (rand) >> (1 + k % 31)) - 1;

          at_ns += k % 16 != 0 ? gap_ns : -gap_ns;
          prony_request_record_add_event (record, kind, at_ns, tokens);
        }
      assert_round_trip (record);
    }
}

/* However long the answer, a stamp is as right as the first one. */
static void
test_no_drift (void)
{
  g_autoptr (PronyRequestRecord) record = new_record ();

  for (guint i = 0; i < 100000; i++)
    prony_request_record_add_event (record, PRONY_EVENT_CONTENT, SENT_NS + i * 10000049, 1);
  assert_round_trip (record);
}

static gsize
packed_size (gint64 gap_ns, guint tokens_modulo, guint n)
{
  g_autoptr (PronyRequestRecord) record = new_record ();
  g_autoptr (GBytes) packed = NULL;

  for (guint i = 0; i < n; i++)
    prony_request_record_add_event (record, PRONY_EVENT_CONTENT, SENT_NS + gap_ns * (i + 1),
                                    1 + (gint) (i % tokens_modulo));
  packed = prony_request_record_pack_events (record);
  return g_bytes_get_size (packed);
}

static void
test_size (void)
{
  static const struct
  {
    gint64 gap_ns;
    guint tokens_modulo;
    gsize bytes;
  } cases[] = {
    { 0, 1, 1 },         { 800000, 1, 2 },    { 10000000, 1, 3 },
    { 104000000, 1, 3 }, { 105000000, 1, 4 }, { G_GINT64_CONSTANT (13400000000), 1, 4 },
    { 10000000, 3, 4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (packed_size (cases[i].gap_ns, cases[i].tokens_modulo, 100), <=,
                      1 + 100 * cases[i].bytes);
}

/* What older versions wrote, byte by byte. */
static void
test_old (void)
{
  static const guint8 bytes[] = {
    1,                                  /* the format */
    0x01, 0x00,                         /* role, 0 - 1 tokens, at once */
    0x23, 0x80, 0xe2, 0x09,             /* content, 1 token, 10 ms later: 80,000 eighths of a µs */
    0x33, 0x0f,                         /* content, 2 tokens, 1 µs earlier */
    0x84, 0x80, 0x04, 0x02,             /* tool call, 4095 tokens, 125 ns later */
    0x08, 0x80, 0xd0, 0xd2, 0xae, 0x05, /* end, 90 s later */
  };
  g_autoptr (PronyRequestRecord) record = new_record ();
  g_autoptr (GArray) expected = g_array_new (FALSE, FALSE, sizeof (PronyRecordEvent));
  g_autoptr (GArray) events = NULL;
  const PronyRecordEvent plain[] = {
    { SENT_NS, -1, PRONY_EVENT_ROLE },
    { SENT_NS + 10000000, 1, PRONY_EVENT_CONTENT },
    { SENT_NS + 9999000, 2, PRONY_EVENT_CONTENT },
    { SENT_NS + 9999125, 4095, PRONY_EVENT_TOOL_CALL },
    { SENT_NS + 9999125 + 90 * PRONY_NS_PER_S, -1, PRONY_EVENT_END },
  };

  g_array_append_vals (expected, plain, G_N_ELEMENTS (plain));
  g_assert_true (prony_request_record_unpack_events (record, bytes, sizeof bytes));
  events = read_events (record);
  assert_events (expected, events, PRONY_EVENT_PACK_TICK_NS / 2);
}

static void
test_garbage (void)
{
  static const struct
  {
    gsize length;
    guint8 bytes[20];
  } cases[] = {
    { 0, { 0 } },
    { 1, { 0 } },
    { 3, { 3, 2, 0 } },
    /* The old format: no delta, an endless number, no such kind. */
    { 2, { 1, 3 } },
    { 2, { 1, 0xff } },
    { 12, { 1, 3, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80 } },
    { 3, { 1, 15, 0 } },
    { 12, { 1, 3, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01 } },
    /* The new one: cut off, no such kind, too many tokens, two steps too far. */
    { 2, { 2, 0x80 } },
    { 2, { 2, 1 } },
    { 3, { 2, 1, 15 } },
    { 8, { 2, 1, 0x83, 0x80, 0x80, 0x80, 0x80, 0x02 } },
    { 11, { 2, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01 } },
    { 12, { 2, 3 | 0xfc, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 3 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PronyRequestRecord) record = new_record ();

      g_assert_false (prony_request_record_unpack_events (record, cases[i].bytes, cases[i].length));
      g_assert_cmpuint (prony_request_record_count_events (record), ==, 0);
      g_assert_nonnull (record->events);
    }
}

/* Whatever the bytes are, reading them ends and stays inside them, and what can be
 * read can be packed again. */
static void
test_fuzz (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 30000; i++)
    {
      g_autoptr (PronyRequestRecord) record = new_record ();
      gsize length = 1 + (gsize) g_rand_int_range (rand, 0, 40);
      g_autofree guint8 *bytes = g_malloc (length);

      record->sent_ns = i % 3 == 0 ? G_MAXINT64 - 5 : (gint64) g_rand_int (rand);
      bytes[0] = 1 + i % 2;
      for (gsize k = 1; k < length; k++)
        bytes[k] = (guint8) (g_rand_int (rand) | (i % 5 == 0 ? 0x80 : 0));

      if (prony_request_record_unpack_events (record, bytes, length))
        {
          g_autoptr (GArray) events = read_events (record);

          g_assert_cmpuint (events->len, <, length);
        }
      else
        g_assert_cmpuint (prony_request_record_count_events (record), ==, 0);
    }
}

static void
test_seal (void)
{
  g_autoptr (PronyRequestRecord) record = new_record ();
  g_autoptr (PronyRequestRecord) other = new_record ();

  for (guint i = 0; i < 100; i++)
    {
      prony_request_record_add_event (record, PRONY_EVENT_CONTENT, SENT_NS + 10000000 * i, 1);
      g_string_append (record->answer, " one");
    }
  record->reasoning = g_string_new ("");
  record->finish_reason = g_strdup ("stop");
  record->model = g_strnfill (1000, 'm');
  other->finish_reason = g_strdup ("stop");

  prony_request_record_seal (record);
  prony_request_record_seal (other);
  g_assert_null (record->events);
  g_assert_cmpuint (record->packed_length, <=, 1 + 3 * 100);
  g_assert_cmpuint (prony_request_record_count_events (record), ==, 100);
  g_assert_cmpuint (record->answer->len, ==, 400);
  g_assert_cmpuint (record->answer->allocated_len, ==, 401);
  g_assert_true (g_str_has_suffix (record->answer->str, " one one"));
  g_assert_cmpstr (record->reasoning->str, ==, "");
  g_assert_true (record->finish_reason == other->finish_reason);
  g_assert_cmpstr (record->finish_reason, ==, "stop");
  g_assert_cmpuint (strlen (record->model), ==, 1000);
  g_assert_cmpuint (prony_request_record_count_events (other), ==, 0);
  g_assert_cmpstr (other->answer->str, ==, "");

  prony_request_record_seal (record);
  g_assert_cmpuint (prony_request_record_count_events (record), ==, 100);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/event-pack/round-trip", test_round_trip);
  g_test_add_func ("/model/event-pack/random", test_random);
  g_test_add_func ("/model/event-pack/no-drift", test_no_drift);
  g_test_add_func ("/model/event-pack/size", test_size);
  g_test_add_func ("/model/event-pack/old", test_old);
  g_test_add_func ("/model/event-pack/garbage", test_garbage);
  g_test_add_func ("/model/event-pack/fuzz", test_fuzz);
  g_test_add_func ("/model/event-pack/seal", test_seal);

  return g_test_run ();
}
