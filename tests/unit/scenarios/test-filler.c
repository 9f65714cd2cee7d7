/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "core/scenarios/prony-filler.h"

static void
test_length (void)
{
  static const guint tokens[] = { 1, 7, 50, 100, 1000, 4000, 32768 };

  for (PronyFillerKind kind = 0; kind < PRONY_N_FILLERS; kind++)
    for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
      {
        g_autofree char *text = prony_filler_make (kind, tokens[i], 42);
        double got = (double) strlen (text) / 4;

        /* Half a unit: a function has about 60 tokens, the others about 20. */
        g_assert_cmpfloat (got, >=,
                           MAX (tokens[i] - (kind == PRONY_FILLER_CODE ? 60.0 : 25.0), 0.5));
        g_assert_cmpfloat (got, <=, tokens[i] + (kind == PRONY_FILLER_CODE ? 60.0 : 25.0));
        g_assert_true (g_str_is_ascii (text));
        g_assert_null (strchr (text, '$'));
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
    "2874310428eae691",
    "1cde15c36f386d0e",
    "baf4acdeed1815a5",
    "b7b29b40369cd1ef",
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
  g_autofree char *contract = prony_filler_make (PRONY_FILLER_CONTRACT, 16384, 3);
  g_autofree char *code = prony_filler_make (PRONY_FILLER_CODE, 16384, 3);
  g_autofree char *log_text = prony_filler_make (PRONY_FILLER_LOG, 16384, 3);

  assert_no_repetition (text, ". ", 0);
  assert_no_repetition (contract, "\n", strlen ("1.1 "));
  assert_no_repetition (log_text, "\n", strlen ("00:00:00.000 "));
  assert_no_repetition (code, "\n\n\n", 0);
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
  g_test_add_func ("/filler/same-bytes", test_same_bytes);
  g_test_add_func ("/filler/known-bytes", test_known_bytes);
  g_test_add_func ("/filler/no-repetition", test_no_repetition);
  g_test_add_func ("/filler/kinds", test_kinds);
  return g_test_run ();
}
