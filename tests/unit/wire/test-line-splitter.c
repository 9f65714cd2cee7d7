/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "core/wire/prony-line-splitter.h"

static gboolean
note_line (const char *line, gsize length, gpointer user_data)
{
  g_string_append_len (user_data, line, (gssize) length);
  g_string_append_c (user_data, '|');
  return TRUE;
}

static gboolean
stop_at_line (const char *line, gsize length, gpointer user_data)
{
  guint *n_lines = user_data;

  return ++*n_lines < 2;
}

static void
test_bound (void)
{
  PronyLineSplitter splitter;
  g_autoptr (GString) lines = g_string_new (NULL);

  prony_line_splitter_init (&splitter, 4);
  g_assert_true (prony_line_splitter_feed (&splitter, "1234\n12", 7, note_line, lines));
  g_assert_true (prony_line_splitter_feed (&splitter, "34\n", 3, note_line, lines));
  g_assert_cmpstr (lines->str, ==, "1234|1234|");

  /* Too long with its end, without it, and over a border. */
  g_assert_false (prony_line_splitter_feed (&splitter, "12345\n", 6, note_line, lines));
  prony_line_splitter_reset (&splitter);
  g_assert_false (prony_line_splitter_feed (&splitter, "12345", 5, note_line, lines));
  prony_line_splitter_reset (&splitter);
  g_assert_true (prony_line_splitter_feed (&splitter, "12", 2, note_line, lines));
  g_assert_false (prony_line_splitter_feed (&splitter, "345\n", 4, note_line, lines));
  g_assert_cmpstr (lines->str, ==, "1234|1234|");
  prony_line_splitter_destroy (&splitter);
}

static void
test_stop (void)
{
  PronyLineSplitter splitter;
  guint n_lines = 0;

  prony_line_splitter_init (&splitter, 100);
  g_assert_false (prony_line_splitter_feed (&splitter, "a\nb\nc\n", 6, stop_at_line, &n_lines));
  g_assert_cmpuint (n_lines, ==, 2);
  prony_line_splitter_destroy (&splitter);
}

static void
test_zero_bytes (void)
{
  PronyLineSplitter splitter;
  g_autoptr (GString) lines = g_string_new (NULL);

  prony_line_splitter_init (&splitter, 100);
  g_assert_true (prony_line_splitter_feed (&splitter, NULL, 0, note_line, lines));
  g_assert_true (prony_line_splitter_feed (&splitter, "a\0b\n", 4, note_line, lines));
  g_assert_cmpuint (lines->len, ==, 4);
  g_assert_cmpint (memcmp (lines->str, "a\0b|", 4), ==, 0);
  prony_line_splitter_destroy (&splitter);
}

static void
test_buffer_reset (void)
{
  GString *buffer = g_string_new ("small");
  const char *memory = buffer->str;

  prony_buffer_reset (&buffer);
  g_assert_true (buffer->str == memory);
  g_assert_cmpuint (buffer->len, ==, 0);

  g_string_set_size (buffer, 1024 * 1024);
  prony_buffer_reset (&buffer);
  g_assert_cmpuint (buffer->len, ==, 0);
  g_assert_cmpuint (buffer->allocated_len, <, 1024 * 1024);
  g_string_free (buffer, TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/line-splitter/bound", test_bound);
  g_test_add_func ("/wire/line-splitter/stop", test_stop);
  g_test_add_func ("/wire/line-splitter/zero-bytes", test_zero_bytes);
  g_test_add_func ("/wire/line-splitter/buffer-reset", test_buffer_reset);

  return g_test_run ();
}
