/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/prompts/prony-filler.h"

/* By the estimate of four bytes a token: half a token or 1 % off at most. */
static void
test_length (void)
{
  static const guint tokens[] = { 1, 7, 50, 100, 1000, 4000, 32768 };

  for (PronyFillerKind kind = 0; kind < PRONY_N_FILLERS; kind++)
    for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
      {
        g_autofree char *text = prony_filler_make (kind, tokens[i], 42);
        double got = (double) strlen (text) / 4;

        g_assert_cmpfloat (fabs (got - tokens[i]), <=, MAX (0.5, tokens[i] * 0.01));
        g_assert_true (g_str_is_ascii (text));
        g_assert_null (strchr (text, '$'));
      }
}

/* A longer text begins with the shorter one, and ends are at the ends of something where
 * that is near. */
static void
test_ends (void)
{
  for (PronyFillerKind kind = 0; kind < PRONY_N_FILLERS; kind++)
    {
      g_autoptr (PronyFiller) filler = prony_filler_new (kind, 5);
      g_autoptr (PronyFiller) longer = prony_filler_new (kind, 5);
      g_autofree char *text = g_strdup (prony_filler_get (filler, 2000));
      gsize exact = prony_filler_find_end (filler, 1234, 0);
      gsize word = prony_filler_find_end (filler, 1234, 50);
      gsize unit = prony_filler_find_end (filler, 1234, 1234);

      g_assert_true (g_str_has_prefix (prony_filler_get (longer, 9000), text));
      g_assert_cmpuint (exact, ==, 1234);
      g_assert_cmpuint (word, >=, 1184);
      g_assert_cmpuint (word, <=, 1284);
      g_assert_nonnull (strchr (" \n", text[word]));
      g_assert_nonnull (strchr (" \n", text[unit]));
      if (kind == PRONY_FILLER_TEXT || kind == PRONY_FILLER_CONTRACT)
        g_assert_nonnull (strchr (".\"", text[unit - 1]));
    }
}

static void
test_same_bytes (void)
{
  for (PronyFillerKind kind = 0; kind < PRONY_N_FILLERS; kind++)
    {
      g_autofree char *one = prony_filler_make (kind, 500, 7);
      g_autofree char *same = prony_filler_make (kind, 500, 7);
      g_autofree char *other = prony_filler_make (kind, 500, 8);

      g_assert_cmpstr (one, ==, same);
      g_assert_cmpstr (one, !=, other);
    }
}

/* The bytes must stay what they are on every machine and in every version that
 * people compare runs of. */
static void
test_known_bytes (void)
{
  static const char *const known[PRONY_N_FILLERS] = {
    "80d063b00dc42487", "51d5033bb96ca84e", "ddb6a7704c6f91df",
    "9464bfe8e9775055", "62d5382c7a3a937a",
  };

  for (PronyFillerKind kind = 0; kind < PRONY_N_FILLERS; kind++)
    {
      g_autofree char *text = prony_filler_make (kind, 2000, 1);
      g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

      sum[16] = '\0';
      g_assert_cmpstr (sum, ==, known[kind]);
    }
}

static void
assert_no_repetition (const char *text, const char *separator, gsize skip)
{
  g_auto (GStrv) parts = g_strsplit (text, separator, -1);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_parts = g_strv_length (parts);

  g_assert_cmpuint (n_parts, >, 100);
  for (guint i = 0; i < n_parts; i++)
    {
      const char *part = g_strstrip (parts[i]);

      if (strlen (part) > skip && !g_hash_table_add (seen, (gpointer) (part + skip)))
        g_error ("“%s” is there twice", part);
    }
}

static void
test_no_repetition (void)
{
  g_autofree char *text = prony_filler_make (PRONY_FILLER_TEXT, 32768, 3);
  g_autofree char *contract = prony_filler_make (PRONY_FILLER_CONTRACT, 32768, 3);
  g_autofree char *code = prony_filler_make (PRONY_FILLER_CODE, 32768, 3);
  g_autofree char *log_text = prony_filler_make (PRONY_FILLER_LOG, 32768, 3);
  g_autofree char *table = prony_filler_make (PRONY_FILLER_TABLE, 32768, 3);

  assert_no_repetition (text, ". ", 0);
  /* Headings may come again, clauses may not. */
  assert_no_repetition (contract, "\n", strlen ("Article 123. CONFIDENTIALITY"));
  assert_no_repetition (log_text, "\n", strlen ("00:00:00.000 "));
  assert_no_repetition (code, "\n\n\n", 0);
  assert_no_repetition (table, "\n", 0);
}

/* Few runs of eight words are there more than once, or a model that drafts from its
 * prompt would have an easy time. Programs repeat themselves most. */
static void
test_no_phrases (void)
{
  for (PronyFillerKind kind = 0; kind < PRONY_N_FILLERS; kind++)
    {
      g_autofree char *text = prony_filler_make (kind, 32768, 1);
      g_auto (GStrv) words = g_strsplit_set (text, " \n", -1);
      g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      GPtrArray *filled = g_ptr_array_new ();
      guint repeated = 0;

      for (guint i = 0; words[i] != NULL; i++)
        if (words[i][0] != '\0')
          g_ptr_array_add (filled, words[i]);
      for (guint i = 0; i + 8 <= filled->len; i++)
        {
          char **run = (char **) filled->pdata + i;

          repeated += !g_hash_table_add (seen, g_strjoin (" ", run[0], run[1], run[2], run[3],
                                                          run[4], run[5], run[6], run[7], NULL));
        }
      g_test_message ("%s: %u of %u runs of eight words again", prony_filler_kind_to_string (kind),
                      repeated, filled->len);
      g_assert_cmpuint (repeated * 100, <, filled->len * 6);
      g_ptr_array_unref (filled);
    }
}

static void
test_kinds (void)
{
  PronyFillerKind kind;

  for (PronyFillerKind i = 0; i < PRONY_N_FILLERS; i++)
    {
      g_assert_true (prony_filler_kind_from_string (prony_filler_kind_to_string (i), &kind));
      g_assert_cmpint (kind, ==, i);
    }
  g_assert_false (prony_filler_kind_from_string ("prose", &kind));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/filler/length", test_length);
  g_test_add_func ("/filler/ends", test_ends);
  g_test_add_func ("/filler/no-phrases", test_no_phrases);
  g_test_add_func ("/filler/same-bytes", test_same_bytes);
  g_test_add_func ("/filler/known-bytes", test_known_bytes);
  g_test_add_func ("/filler/no-repetition", test_no_repetition);
  g_test_add_func ("/filler/kinds", test_kinds);
  return g_test_run ();
}
