/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "core/load/prony-load-text.h"

/* A view of one text, which appends what copies of its end tell. */
typedef struct
{
  GString *shown;
} View;

static void
view_take (View *self, const char *copy, guint64 start)
{
  gsize length = strlen (copy);

  g_assert_true (g_utf8_validate (copy, -1, NULL));
  g_assert_cmpuint (start, <=, self->shown->len);
  g_assert_cmpuint (start + length, >=, self->shown->len);
  g_assert_cmpmem (self->shown->str + start, self->shown->len - start, copy,
                   self->shown->len - start);
  g_string_append (self->shown, copy + (self->shown->len - start));
}

/* Lets a text grow from @first bytes on by @step bytes a time, and looks at each. */
static char *
watch (const char *bytes, gsize length, gsize first, gsize step)
{
  g_autoptr (GString) text = g_string_new (NULL);
  View view = { .shown = g_string_new (NULL) };

  while (text->len < length)
    {
      gsize n = MIN (text->len == 0 ? first : step, length - text->len);
      g_autofree char *copy = NULL;
      guint64 start;

      g_string_append_len (text, bytes + text->len, (gssize) n);
      copy = prony_load_text_copy_end (text, text->len == length, &start);
      g_assert_cmpuint (strlen (copy), <=, PRONY_LOAD_TEXT_BYTES);
      g_assert_cmpuint (start == 0, ==, text->len < PRONY_LOAD_TEXT_BYTES + 1);
      view_take (&view, copy, start);
    }
  return g_string_free (view.shown, FALSE);
}

static void
test_rows (void)
{
  static const struct
  {
    const char *bytes;
    gsize length;
    const char *shown;
  } rows[] = {
    { "plain", 5, "plain" },
    { "", 0, "" },
    { "\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80!", 10, "é日😀!" },
    { "a\xff\xfe"
      "b",
      4, "a??b" },
    { "a\0b", 3, "a?b" },
    { "\xe6\0b", 3, "??b" },
    { "\x80\x80\x80\x80\x80", 5, "?????" },
    /* Overlong, a half of a pair, beyond the last character. */
    { "\xc0\xaf", 2, "??" },
    { "\xed\xa0\x80x", 4, "???x" },
    { "\xf5\x80\x80\x80", 4, "????" },
    /* Cut by the end, and by another character. */
    { "a\xf0\x9f\x98", 4, "a???" },
    { "a\xf0\x9f\x98z", 5, "a???z" },
    { "\xe6\x97\xc3\xa9", 4, "??é" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize step = 1; step <= 5; step++)
      {
        g_autofree char *shown = watch (rows[i].bytes, rows[i].length, step, step);

        g_assert_cmpstr (shown, ==, rows[i].shown);
      }
}

/* What is not complete yet is not shown, and nothing of it is taken back. */
static void
test_cut_character (void)
{
  g_autoptr (GString) text = g_string_new ("a\xf0\x9f");
  g_autofree char *copy = NULL;
  guint64 start;

  copy = prony_load_text_copy_end (text, FALSE, &start);
  g_assert_cmpstr (copy, ==, "a");
  g_free (copy);
  copy = prony_load_text_copy_end (text, TRUE, &start);
  g_assert_cmpstr (copy, ==, "a??");
}

/* The window passes over every place in a character. */
static void
test_window (void)
{
  static const char *const units[] = {
    "é", "日", "😀", "aé日😀", "\x80", "\xf0\x9f", "a\x80\x80\x80\x80"
  };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr (GString) bytes = g_string_new (NULL);
      g_autofree char *at_once = NULL;
      g_autofree char *shown = NULL;

      while (bytes->len < PRONY_LOAD_TEXT_BYTES - 20)
        g_string_append (bytes, units[i]);
      at_once = watch (bytes->str, bytes->len, bytes->len, 1);
      while (bytes->len < PRONY_LOAD_TEXT_BYTES + 100)
        g_string_append (bytes, units[i]);
      shown = watch (bytes->str, bytes->len, PRONY_LOAD_TEXT_BYTES - 20, 1);
      g_assert_cmpuint (strlen (shown), ==, bytes->len);
      g_assert_cmpint (strncmp (shown, at_once, strlen (at_once)), ==, 0);
    }
}

/* Any bytes in any pieces show the same. */
static void
test_any (void)
{
  for (guint round = 0; round < 10; round++)
    {
      g_autoptr (GString) bytes = g_string_new (NULL);
      g_autofree char *first = NULL;
      g_autofree char *second = NULL;

      while (bytes->len < PRONY_LOAD_TEXT_BYTES + 2000)
        {
          int kind = g_test_rand_int_range (0, 4);

          if (kind == 0)
            g_string_append_c (bytes, (char) g_test_rand_int_range (0, 256));
          else
            g_string_append_unichar (
              bytes, (gunichar) g_test_rand_int_range (1, kind == 1 ? 0x80 : 0xd7ff));
        }
      first = watch (bytes->str, bytes->len, 1, (gsize) g_test_rand_int_range (200, 700));
      second = watch (bytes->str, bytes->len, 1, (gsize) g_test_rand_int_range (200, 700));
      g_assert_cmpstr (first, ==, second);
      g_assert_cmpuint (strlen (first), ==, bytes->len);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/load-text/rows", test_rows);
  g_test_add_func ("/load-text/cut-character", test_cut_character);
  g_test_add_func ("/load-text/window", test_window);
  g_test_add_func ("/load-text/any", test_any);

  return g_test_run ();
}
