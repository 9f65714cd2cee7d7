/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-test"

#include "config.h"

#include "sim/prony-sim-random.h"
#include "sim/prony-sim-tokens.h"

/* The cutting law, on texts with their pieces between bars. */
static void
test_cut (void)
{
  static const struct
  {
    const char *text;
    const char *pieces;
  } rows[] = {
    { "", "" },
    { "a", "a|" },
    { "Blue sky", "Blue| sky|" },
    { "measurement", "measur|ement|" },
    { " measurement.", " measur|ement|.|" },
    { "a, b", "a|,| b|" },
    { "a  b", "a| | b|" },
    { "a\nb", "a|\n|b|" },
    { "a\n\n b", "a|\n\n| b|" },
    { "a ", "a| |" },
    { "   ", "   |" },
    { "f(x) = 1", "f|(|x|)| =| 1|" },
    { "don't", "don't|" },
    { "Käsekuchen", "Käseku|chen|" },
    { "日本語のテキスト", "日本語のテキ|スト|" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) cut = g_string_new (NULL);
      guint n = 0;

      for (const char *p = rows[i].text; *p != '\0'; n++)
        {
          gsize length = prony_sim_tokens_next (p);

          g_string_append_len (cut, p, (gssize) length);
          g_string_append_c (cut, '|');
          p += length;
        }
      g_assert_cmpstr (cut->str, ==, rows[i].pieces);
      g_assert_cmpuint (prony_sim_tokens_count (rows[i].text), ==, n);
    }
}

/* Bytes that are no UTF-8 are cut too, and never beyond their end. */
static void
test_cut_broken (void)
{
  static const char *const texts[] = { "\xff", "\xe2\x82", "a\xc3", "\xf0\x9f\x98",
                                       "\x80\x80\x80" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const char *p = texts[i];

      while (*p != '\0')
        {
          gsize length = prony_sim_tokens_next (p);

          g_assert_cmpuint (length, >, 0);
          g_assert_cmpuint (length, <=, strlen (p));
          p += length;
        }
    }
}

static char *
write_text (guint64 seed, guint tokens)
{
  g_autoptr (PronySimCorpus) corpus = prony_sim_corpus_new ();
  PronySimWriter writer;
  GString *text = g_string_new (NULL);

  prony_sim_writer_init (&writer, seed);
  for (guint i = 0; i < tokens; i++)
    {
      const PronySimPiece *piece = prony_sim_corpus_write (corpus, &writer);

      g_assert_cmpuint (piece->length, >, 0);
      g_assert_cmpuint (piece->id, <, PRONY_SIM_VOCABULARY);
      g_string_append_len (text, piece->text, (gssize) piece->length);
    }
  return g_string_free (text, FALSE);
}

/* A generated text is cut into as many tokens as it was made of. */
static void
test_write_counts (void)
{
  static const guint lengths[] = { 1, 7, 8, 100, 501, 2000 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *text = write_text (i, lengths[i]);

      g_assert_cmpuint (prony_sim_tokens_count (text), ==, lengths[i]);
      g_assert_true (g_utf8_validate (text, -1, NULL));
    }
}

static void
test_write_seed (void)
{
  g_autofree char *a = write_text (1, 200);
  g_autofree char *same = write_text (1, 200);
  g_autofree char *other = write_text (2, 200);

  g_assert_cmpstr (a, ==, same);
  g_assert_cmpstr (a, !=, other);
  g_assert_true (g_str_has_prefix (a, "This answer comes from a simulated engine. "));
}

/* The published first values of SplitMix64 for the seed 0. */
static void
test_random (void)
{
  guint64 state = 0;

  g_assert_cmphex (prony_sim_random (&state), ==, G_GUINT64_CONSTANT (0xe220a8397b1dcdaf));
  g_assert_cmphex (prony_sim_random (&state), ==, G_GUINT64_CONSTANT (0x6e789e6aa1b965f4));
  g_assert_cmphex (prony_sim_random (&state), ==, G_GUINT64_CONSTANT (0x06c45d188009454f));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/tokens/cut", test_cut);
  g_test_add_func ("/sim/tokens/cut-broken", test_cut_broken);
  g_test_add_func ("/sim/tokens/write-counts", test_write_counts);
  g_test_add_func ("/sim/tokens/write-seed", test_write_seed);
  g_test_add_func ("/sim/tokens/random", test_random);
  return g_test_run ();
}
