/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "base/prony-error.h"
#include "core/tokens/prony-text-splitter.h"

static void
note_word (const char *word, gsize length, gpointer user_data)
{
  g_string_append_len (user_data, word, length);
  g_string_append_c (user_data, '|');
}

static char *
split (PronyTextSplitter *splitter, const char *text)
{
  g_autoptr (PronySplitRun) run = prony_split_run_new (splitter);
  g_autoptr (GError) error = NULL;
  GString *words = g_string_new (NULL);

  prony_split_run_begin (run, strlen (text));
  prony_split_run_feed (run, text, strlen (text), TRUE, note_word, words, &error);
  g_assert_no_error (error);
  return g_string_free (words, FALSE);
}

static void
test_found (void)
{
  static const struct
  {
    const char *pattern;
    const char *text;
    const char *pieces;
  } items[] = {
    /* White space is Unicode's: not U+180E, but U+0085 and U+000B. */
    { "\\s+", "a \t\v\xc2\x85\xe3\x80\x80z", "a| \t\v\xc2\x85\xe3\x80\x80|z|" },
    { "\\s", "a\xe1\xa0\x8ez", "a\xe1\xa0\x8ez|" },
    { "[^\\s]+", "a\xe1\xa0\x8e z", "a\xe1\xa0\x8e| |z|" },
    { "\\S+", " a\xe1\xa0\x8ez ", " |a\xe1\xa0\x8ez| |" },
    { "[\\Sx]+", " a\xe1\xa0\x8ez ", " |a\xe1\xa0\x8ez| |" },
    { "\\s+(?!\\S)", "a   b", "a|  | b|" },
    { "\\w+", "a\xcc\x81_1 - b", "a\xcc\x81_1| - |b|" },
    { "\\W+", "a\xcc\x81_1 - b", "a\xcc\x81_1| - |b|" },
    { "\\d", "1\xd9\xa3\xc2\xbd", "1|\xd9\xa3|\xc2\xbd|" },
    { "\\D+", "12ab3", "12|ab|3|" },
    { "\\v", "a\nb\vc", "a\nb|\v|c|" },
    { "\\p{Han}+", "ab\xe6\xbc\xa2\xe5\xad\x97\xe3\x80\x82",
      "ab|\xe6\xbc\xa2\xe5\xad\x97|\xe3\x80\x82|" },
    { "\\p{^L}+|\\P{^N}", "ab--12", "ab|--12|" },
    { "(?i:'s|'t)", "a'S'\xc5\xbf't", "a|'S|'\xc5\xbf|'t|" },
    { "(a|b)(?:c)", "acxbc", "ac|x|bc|" },
    { "a{2,3}?", "aaaa", "aa|aa|" },
    { "a{,2}b", "aaab", "a|aab|" },
    { "a{x", "a{x}", "a{x|}|" },
    { "[a[bc]d]+", "xabcdx", "x|abcd|x|" },
    { "[^(\\s|[.,])]+", "ab(c.|d e", "ab|(|c|.||d| |e|" },
    { "\\x41\\x{e9}\\u00e8", "A\xc3\xa9\xc3\xa8z", "A\xc3\xa9\xc3\xa8|z|" },
    { "[\\-\\]\\[]", "a-]b[", "a|-|]|b|[|" },
    { "^b", "a\nb", "a\n|b|" },
    { "a$", "ba\nc", "b|a|\nc|" },
    { "a++b?+", "aab", "aab|" },
    { "(?=b)", "abab", "a|ba|b|" },
    { "x*", "abc", "a|b|c|" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_autoptr (PronyTextSplitter) splitter = prony_text_splitter_new ();
      g_autoptr (GError) error = NULL;
      g_autofree char *pieces = NULL;

      g_test_message ("%s", items[i].pattern);
      prony_text_splitter_add_pattern (splitter, items[i].pattern, PRONY_SPLIT_ISOLATED, FALSE,
                                       &error);
      g_assert_no_error (error);
      pieces = split (splitter, items[i].text);
      g_assert_cmpstr (pieces, ==, items[i].pieces);
    }
}

static void
test_behaviors (void)
{
  static const struct
  {
    PronySplitBehavior behavior;
    gboolean invert;
    const char *pieces;
  } items[] = {
    { PRONY_SPLIT_ISOLATED, FALSE, "-|-|a|-|b|-|-|" },
    { PRONY_SPLIT_REMOVED, FALSE, "a|b|" },
    { PRONY_SPLIT_REMOVED, TRUE, "-|-|-|-|-|" },
    { PRONY_SPLIT_CONTIGUOUS, FALSE, "--|a|-|b|--|" },
    { PRONY_SPLIT_WITH_PREVIOUS, FALSE, "-|-|a-|b-|-|" },
    { PRONY_SPLIT_WITH_NEXT, FALSE, "-|-a|-b|-|-|" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_autoptr (PronyTextSplitter) splitter = prony_text_splitter_new ();
      g_autofree char *pieces = NULL;

      g_assert_true (
        prony_text_splitter_add_pattern (splitter, "-", items[i].behavior, items[i].invert, NULL));
      pieces = split (splitter, "--a-b--");
      g_assert_cmpstr (pieces, ==, items[i].pieces);
    }
}

static void
test_refused (void)
{
  static const char *const patterns[] = {
    "\\b",     "\\R",      "\\X",    "\\h",         "\\K",       "\\1",          "\\k<a>",
    "(?<a>b)", "(?P<a>b)", "(?m:a)", "(?#a)",       "(*FAIL)",   "[a&&b]",       "[[:alpha:]]",
    "[a[^b]]", "[]a]",     "[\\W]",  "a{2}+",       "a{2}?",     "\\p{Klingon}", "\\p{Han",
    "\\pL",    "\\p{a-b}", "\\xff",  "\\x{110000}", "\\x{d800}", "\\x",          "\\u12",
    "(a",      "a)",       "[a",     "\\",          "*a",        "(?R)",         "\\C",
    "\\Q",     "[\\b]",    "(?C)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_autoptr (PronyTextSplitter) splitter = prony_text_splitter_new ();
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", patterns[i]);
      g_assert_false (prony_text_splitter_add_pattern (splitter, patterns[i], PRONY_SPLIT_ISOLATED,
                                                       FALSE, &error));
      g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
      g_assert_true (g_str_has_suffix (error->message, "."));
    }
}

static void
test_too_long (void)
{
  g_autoptr (PronyTextSplitter) splitter = prony_text_splitter_new ();
  g_autofree char *pattern = g_strnfill (100000, 'a');
  g_autoptr (GError) error = NULL;

  g_assert_false (
    prony_text_splitter_add_pattern (splitter, pattern, PRONY_SPLIT_ISOLATED, FALSE, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
}

/* Each of them takes exponential time; the text is not counted rather than late. */
static void
test_explosions (void)
{
  static const char *const patterns[] = { "(a+)+[bc]", "(a|a)*[bc]", "(a|aa)+[bc]" };
  g_autofree char *text = g_strnfill (5000, 'a');

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_autoptr (PronyTextSplitter) splitter = prony_text_splitter_new ();
      g_autoptr (PronySplitRun) run = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GString) words = g_string_new (NULL);
      gint64 start = g_get_monotonic_time ();

      g_assert_true (
        prony_text_splitter_add_pattern (splitter, patterns[i], PRONY_SPLIT_ISOLATED, FALSE, NULL));
      run = prony_split_run_new (splitter);
      prony_split_run_begin (run, strlen (text));
      g_assert_false (
        prony_split_run_feed (run, text, strlen (text), TRUE, note_word, words, &error));
      g_assert_error (error, PRONY_ERROR, PRONY_ERROR_TIMEOUT);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 30 * G_USEC_PER_SEC);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tokens/split-pattern/found", test_found);
  g_test_add_func ("/tokens/split-pattern/behaviors", test_behaviors);
  g_test_add_func ("/tokens/split-pattern/refused", test_refused);
  g_test_add_func ("/tokens/split-pattern/too-long", test_too_long);
  g_test_add_func ("/tokens/split-pattern/explosions", test_explosions);
  return g_test_run ();
}
