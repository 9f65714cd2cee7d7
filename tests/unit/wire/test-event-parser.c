/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "core/wire/prony-event-parser.h"

typedef struct
{
  const char *name;
  PronyFraming framing;
  const char *bytes;
  const char *events;
} Case;

/* Events are written down as "name|data" or "comment", a line each. */
static const Case cases[] = {
  { "data", PRONY_FRAMING_SSE, "data: a\n\ndata: b\n\n", "|a\n|b\n" },
  { "no-space", PRONY_FRAMING_SSE, "data:a\n\n", "|a\n" },
  { "only-one-space", PRONY_FRAMING_SSE, "data:  a \n\n", "| a \n" },
  { "crlf", PRONY_FRAMING_SSE, "data: a\r\n\r\ndata: b\r\n\r\n", "|a\n|b\n" },
  { "cr", PRONY_FRAMING_SSE, "data: a\r\rdata: b\r\r", "|a\n|b\n" },
  { "mixed-ends", PRONY_FRAMING_SSE, "data: a\r\n\ndata: b\r\n\rdata: c\n\n", "|a\n|b\n|c\n" },
  { "several-lines", PRONY_FRAMING_SSE, "data: a\ndata:\ndata: b\n\n", "|a\\n\\nb\n" },
  { "named", PRONY_FRAMING_SSE, "event: ping\ndata: a\n\ndata: b\n\n", "ping|a\n|b\n" },
  { "name-after-data", PRONY_FRAMING_SSE, "data: a\nevent: ping\n\n", "ping|a\n" },
  { "error-field", PRONY_FRAMING_SSE, "error: {}\n\ndata: b\n\n", "error|{}\n|b\n" },
  { "comments", PRONY_FRAMING_SSE, ": ping\n\n:\n\ndata: a\n:x\n\n",
    "comment\ncomment\ncomment\n|a\n" },
  { "other-fields", PRONY_FRAMING_SSE, "id: 1\nretry: 9\nfoo: x\nbar\ndata: a\n\n", "|a\n" },
  { "nothing-in-it", PRONY_FRAMING_SSE, "\n\nevent: x\n\ndata:\n\ndata\n\n", "" },
  { "name-is-forgotten", PRONY_FRAMING_SSE, "event: x\n\ndata: a\n\n", "|a\n" },
  { "no-empty-line-at-end", PRONY_FRAMING_SSE, "data: a\n\ndata: [DONE]\n", "|a\n|[DONE]\n" },
  { "no-line-end-at-end", PRONY_FRAMING_SSE, "data: a\n\ndata: [DONE]", "|a\n|[DONE]\n" },
  { "done-with-space", PRONY_FRAMING_SSE, "data: [DONE] \n\n", "|[DONE] \n" },
  { "byte-order-mark", PRONY_FRAMING_SSE,
    "\xef\xbb\xbf"
    "data: a\n\n",
    "|a\n" },
  { "byte-order-mark-once", PRONY_FRAMING_SSE,
    "\n\xef\xbb\xbf"
    "data: a\n\ndata: b\n\n",
    "|b\n" },
  { "half-a-mark", PRONY_FRAMING_SSE, "\xef\xbb", "" },
  { "multi-byte", PRONY_FRAMING_SSE, "data: é🌤é\n\n", "|é🌤é\n" },
  { "not-utf-8", PRONY_FRAMING_SSE, "data: \xff\xfe\n\n", "|\xff\xfe\n" },
  { "colons", PRONY_FRAMING_SSE, "data: a: b\n\n", "|a: b\n" },
  { "empty-body", PRONY_FRAMING_SSE, "", "" },

  { "lines", PRONY_FRAMING_NDJSON, "{\"a\":1}\n{\"b\":2}\n", "|{\"a\":1}\n|{\"b\":2}\n" },
  { "lines-crlf", PRONY_FRAMING_NDJSON, "{}\r\n[]\r\n", "|{}\n|[]\n" },
  { "lines-no-end", PRONY_FRAMING_NDJSON, "{}\n[]", "|{}\n|[]\n" },
  { "blank-lines", PRONY_FRAMING_NDJSON, "\n\n{}\n \t\n", "|{}\n" },
  { "lines-mark", PRONY_FRAMING_NDJSON, "\xef\xbb\xbf{}\n", "|{}\n" },
  { "lines-comment", PRONY_FRAMING_NDJSON, ":x\n", "|:x\n" },

  { "whole", PRONY_FRAMING_WHOLE, "{\n \"a\": 1\r\n}\n", "|{\\n \"a\": 1\\r\\n}\\n\n" },
  { "whole-mark", PRONY_FRAMING_WHOLE, "\xef\xbb\xbf{}", "|{}\n" },
  { "whole-empty", PRONY_FRAMING_WHOLE, "", "" },
};

static void
note_event (const char *name, const char *data, gsize length, gboolean comment, gpointer user_data)
{
  GString *events = user_data;

  g_assert_cmpint (data[length], ==, '\0');

  if (comment)
    {
      g_assert_cmpuint (length, ==, 0);
      g_string_append (events, "comment\n");
      return;
    }

  g_string_append_printf (events, "%s|", name != NULL ? name : "");
  for (gsize i = 0; i < length; i++)
    if (data[i] == '\n')
      g_string_append (events, "\\n");
    else if (data[i] == '\r')
      g_string_append (events, "\\r");
    else
      g_string_append_c (events, data[i]);
  g_string_append_c (events, '\n');
}

static void
feed (PronyEventParser *parser, const char *bytes, gsize length, GString *events)
{
  /* A copy of just this size, so that reading beyond it is noticed. */
  g_autofree char *chunk = g_memdup2 (bytes, length);

  g_assert_true (prony_event_parser_feed (parser, chunk, length, note_event, events));
}

/* Feeds a body in pieces of @step bytes, the first one of @first bytes. */
static void
check_pieces (const Case *item,
              const char *bytes,
              gsize size,
              gsize first,
              gsize step,
              PronyEventParser *parser,
              GString *events)
{
  prony_event_parser_reset (parser, item->framing);
  g_string_truncate (events, 0);

  for (gsize done = 0; done < size;)
    {
      gsize piece = MIN (done == 0 && first > 0 ? first : step, size - done);

      feed (parser, bytes + done, piece, events);
      done += piece;
    }
  prony_event_parser_finish (parser, note_event, events);

  g_assert_cmpstr (events->str, ==, item->events);
}

static void
check_all_splits (const Case *item, const char *bytes, gsize size)
{
  g_autoptr (PronyEventParser) parser = prony_event_parser_new (PRONY_FRAMING_WHOLE);
  g_autoptr (GString) events = g_string_new (NULL);

  check_pieces (item, bytes, size, 0, MAX (size, 1), parser, events);
  check_pieces (item, bytes, size, 0, 1, parser, events);
  for (gsize split = 1; split < size; split++)
    check_pieces (item, bytes, size, split, size, parser, events);
}

static void
test_case (gconstpointer data)
{
  const Case *item = data;

  check_all_splits (item, item->bytes, strlen (item->bytes));
}

/* Whatever a stream's events are, they are the same wherever it is cut. */
static void
test_recorded (gconstpointer data)
{
  const char *file = data;
  g_autofree char *path = g_build_filename (g_getenv ("PRONY_TEST_DATA"), "streams", file, NULL);
  g_autofree char *bytes = NULL;
  gsize size = 0;
  PronyFraming framing = g_str_has_suffix (file, ".sse")      ? PRONY_FRAMING_SSE
                         : g_str_has_suffix (file, ".ndjson") ? PRONY_FRAMING_NDJSON
                                                              : PRONY_FRAMING_WHOLE;
  g_autoptr (PronyEventParser) parser = prony_event_parser_new (framing);
  g_autoptr (GString) events = g_string_new (NULL);
  Case item = { file, framing, NULL, NULL };

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  feed (parser, bytes, size, events);
  prony_event_parser_finish (parser, note_event, events);
  g_assert_cmpuint (events->len, >, 0);

  item.events = events->str;
  check_all_splits (&item, bytes, size);
}

static void
count_event (const char *name, const char *data, gsize length, gboolean comment, gpointer user_data)
{
  gsize *longest = user_data;

  *longest = MAX (*longest, length);
}

static void
test_too_long (gconstpointer data)
{
  PronyFraming framing = GPOINTER_TO_UINT (data);
  g_autoptr (PronyEventParser) parser = prony_event_parser_new (framing);
  gsize size = 1024 * 1024;
  g_autofree char *chunk = g_malloc (size);
  gsize longest = 0;
  guint taken = 0;

  memset (chunk, 'x', size);
  memcpy (chunk, "data: ", 6);
  while (taken < 100 && prony_event_parser_feed (parser, chunk, size, count_event, &longest))
    taken++;

  g_assert_cmpuint (taken, ==, 64);
  g_assert_cmpuint (longest, ==, 0);

  /* It stays refused, also what would be fine by itself. */
  g_assert_false (prony_event_parser_feed (parser, "\n\n", 2, count_event, &longest));
  prony_event_parser_finish (parser, count_event, &longest);
  g_assert_cmpuint (longest, ==, 0);

  prony_event_parser_reset (parser, framing);
  g_assert_true (prony_event_parser_feed (parser, "data: ok\n\n", 10, count_event, &longest));
  prony_event_parser_finish (parser, count_event, &longest);
  g_assert_cmpuint (longest, >=, 2);
}

/* Each line is short, but the event they make would not be. */
static void
test_too_many_lines (void)
{
  g_autoptr (PronyEventParser) parser = prony_event_parser_new (PRONY_FRAMING_SSE);
  gsize size = 1024 * 1024;
  g_autofree char *line = g_malloc (size);
  gsize longest = 0;
  guint taken = 0;

  memset (line, 'x', size);
  memcpy (line, "data: ", 6);
  line[size - 1] = '\n';
  while (taken < 100 && prony_event_parser_feed (parser, line, size, count_event, &longest))
    taken++;

  g_assert_cmpuint (taken, <=, 64);
  g_assert_cmpuint (taken, >=, 63);
  g_assert_cmpuint (longest, ==, 0);
}

/* A body of nothing but line ends must not take longer than any other. */
static void
test_line_ends_only (void)
{
  g_autoptr (PronyEventParser) parser = prony_event_parser_new (PRONY_FRAMING_SSE);
  gsize size = 4 * 1024 * 1024;
  g_autofree char *chunk = g_malloc (size);
  gint64 started_us = g_get_monotonic_time ();
  gsize longest = 0;

  memset (chunk, '\r', size);
  g_assert_true (prony_event_parser_feed (parser, chunk, size, count_event, &longest));
  g_assert_cmpuint (longest, ==, 0);
  g_assert_cmpint (g_get_monotonic_time () - started_us, <, 10 * G_USEC_PER_SEC);
}

static void
test_megabyte_line (void)
{
  g_autoptr (PronyEventParser) parser = prony_event_parser_new (PRONY_FRAMING_NDJSON);
  gsize size = 3 * 1024 * 1024;
  g_autofree char *line = g_malloc (size);
  gsize longest = 0;

  memset (line, '7', size);
  line[size - 1] = '\n';
  for (gsize done = 0; done < size; done += 4096)
    g_assert_true (prony_event_parser_feed (parser, line + done, MIN (4096, size - done),
                                            count_event, &longest));
  g_assert_cmpuint (longest, ==, size - 1);
}

static void
add_recorded_tests (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("PRONY_TEST_DATA"), "streams", NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (folder);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *test = g_strconcat ("/wire/event-parser/recorded/", name, NULL);

      if (*name == '.')
        continue;

      g_test_add_data_func_full (test, g_strdup (name), test_recorded, g_free);
      n++;
    }
  g_assert_cmpuint (n, >, 20);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *test = g_strconcat ("/wire/event-parser/", cases[i].name, NULL);

      g_test_add_data_func (test, &cases[i], test_case);
    }
  add_recorded_tests ();

  g_test_add_data_func ("/wire/event-parser/too-long/sse", GUINT_TO_POINTER (PRONY_FRAMING_SSE),
                        test_too_long);
  g_test_add_data_func ("/wire/event-parser/too-long/ndjson",
                        GUINT_TO_POINTER (PRONY_FRAMING_NDJSON), test_too_long);
  g_test_add_data_func ("/wire/event-parser/too-long/whole", GUINT_TO_POINTER (PRONY_FRAMING_WHOLE),
                        test_too_long);
  g_test_add_func ("/wire/event-parser/too-many-lines", test_too_many_lines);
  g_test_add_func ("/wire/event-parser/line-ends-only", test_line_ends_only);
  g_test_add_func ("/wire/event-parser/megabyte-line", test_megabyte_line);

  return g_test_run ();
}
