/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "core/engines/prony-first-sentence.h"

/* The answer in pieces, separated by "|"; the number of the piece that completes
 * the first sentence, from 1, or 0. */
static const struct
{
  const char *pieces;
  guint piece;
} answers[] = {
  { "", 0 },
  { "Hello", 0 },
  { "Hello.", 1 },
  { "Hello|.", 2 },
  { "Hello|.| World", 2 },
  { "Hello|!|\n", 2 },
  { "Is it|?| Yes.", 2 },
  { "Version 3|.|14 is here|.", 4 },
  { "example|.com is| down.", 3 },
  { "1|.| First of all|.", 4 },
  { "12. 34. Now|!", 2 },
  { "He said “yes|.|”| Then", 2 },
  { "(It is.|)| Good", 1 },
  { "It is **bold.**| Good", 1 },
  { "Wait|...| what", 2 },
  { "Wait…| what", 1 },
  { "こんにちは。|元気", 1 },
  { "元気|？はい", 2 },
  { "。。。|はい", 0 },
  { "No end,| really", 0 },
  { "No.end", 0 },
  { "...", 0 },
};

static guint
find_piece (const char *text)
{
  g_auto (GStrv) pieces = g_strsplit (text, "|", -1);
  PronyFirstSentence sentence;

  prony_first_sentence_init (&sentence);
  for (guint i = 0; pieces[i] != NULL; i++)
    prony_first_sentence_feed (&sentence, pieces[i], strlen (pieces[i]), i + 1);
  return (guint) prony_first_sentence_finish (&sentence);
}

static void
test_pieces (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_test_message ("%s", answers[i].pieces);
      g_assert_cmpuint (find_piece (answers[i].pieces), ==, answers[i].piece);
    }
}

/* Where the pieces are cut changes nothing, also within a character. */
static void
test_bytes (void)
{
  static const char text[] = "元気です。\xff\xfe Next.";
  PronyFirstSentence sentence;

  prony_first_sentence_init (&sentence);
  for (gsize i = 0; text[i] != '\0'; i++)
    prony_first_sentence_feed (&sentence, text + i, 1, (gint64) i + 1);
  g_assert_cmpint (prony_first_sentence_finish (&sentence), ==, strlen ("元気です。"));
}

/* Bytes that are no characters are passed over. */
static void
test_garbage (void)
{
  static const char text[] = "\x80\x80\x80\x80\x80\xf0\x9f\xc3Yes\xe3\x80.";
  PronyFirstSentence sentence;

  prony_first_sentence_init (&sentence);
  prony_first_sentence_feed (&sentence, text, strlen (text), 7);
  g_assert_cmpint (prony_first_sentence_finish (&sentence), ==, 7);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/first-sentence/pieces", test_pieces);
  g_test_add_func ("/first-sentence/bytes", test_bytes);
  g_test_add_func ("/first-sentence/garbage", test_garbage);

  return g_test_run ();
}
