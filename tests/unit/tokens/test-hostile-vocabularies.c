/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "base/prony-error.h"
#include "core/tokens/prony-tiktoken-file.h"
#include "core/tokens/prony-tokenizer-json.h"
#include "core/tokens/prony-vocabulary-private.h"

#define MODEL(members) "{\"model\":{\"type\":\"BPE\"," members "}}"
#define AB "\"vocab\":{\"a\":0,\"b\":1,\"ab\":2},\"merges\":[\"a b\"]"
#define WITH(members) "{" members ",\"model\":{\"type\":\"BPE\"," AB "}}"

static const char text[] =
  "abab a\tb <|im_end|> caf\303\251 \346\274\242\345\255\227 12345 \314\201";

static void
check_error (const GError *error)
{
  g_assert_nonnull (error);
  g_assert_true (error->domain == PRONY_ERROR);
  g_assert_true (g_str_has_suffix (error->message, "."));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

static void
test_refused (void)
{
  static const struct
  {
    const char *document;
    const char *names; /* what the message must have in it */
  } items[] = {
    { "", "line 1" },
    { "{", "line 1" },
    { "[]", "line 1" },
    { "{}", "model" },
    { "{\"model\":{}}", "line 1" },
    { "{\"model\":null}", "line 1" },
    { "{\"model\":{\"type\":\"Unigram\",\"vocab\":[]}}", "Unigram" },
    { "{\"model\":{\"vocab\":{},\"type\":\"WordPiece\"}}", "WordPiece" },
    { MODEL ("\"vocab\":{},\"merges\":[]"), "no tokens" },
    { MODEL ("\"vocab\":{\"a\":0}"), "line 1" },
    { MODEL ("\"vocab\":[\"a\"],\"merges\":[]"), "line 1" },
    { MODEL ("\"vocab\":{\"a\":4294967296},\"merges\":[]"), "4294967296" },
    { MODEL ("\"vocab\":{\"a\":4194304},\"merges\":[]"), "4194304" },
    { MODEL ("\"vocab\":{\"a\":-1},\"merges\":[]"), "line 1" },
    { MODEL ("\"vocab\":{\"a\":1.5},\"merges\":[]"), "line 1" },
    { MODEL ("\"vocab\":{\"a\":1e9},\"merges\":[]"), "line 1" },
    { MODEL ("\"vocab\":{\"a\":99999999999999999999},\"merges\":[]"), "line 1" },
    { MODEL ("\"vocab\":{\"a\":\"0\"},\"merges\":[]"), "line 1" },
    { MODEL ("\"vocab\":{\"a\":0},\n\"merges\":[\"a\"]"), "“a " },
    { MODEL ("\"vocab\":{\"a\":0},\n\"merges\":[\"a b\"]"), "a b" },
    { MODEL ("\"vocab\":{\"a\":0,\"b\":1},\"merges\":[\"a b\"]"), "a b" },
    { MODEL ("\"vocab\":{\"a\":0,\"b\":1},\"merges\":[[\"a\"]]"), "line 1" },
    { MODEL ("\"vocab\":{\"a\":0,\"b\":1},\"merges\":[[\"a\",\"b\",\"c\"]]"), "line 1" },
    { MODEL ("\"vocab\":{\"a\":0,\"b\":1},\n\n\"merges\":[[\"a\",1]]"), "line 3" },
    { MODEL ("\"vocab\":{\"a\":0,\"b\":1},\"merges\":1000000000000"), "line 1" },
    { MODEL ("\"vocab\":{\"\\ud800\":0},\"merges\":[]"), "line 1" },
    { MODEL ("\"vocab\":{\"\\udc00x\":0},\"merges\":[]"), "line 1" },
    { MODEL ("\"vocab\":{\"\\x\":0},\"merges\":[]"), "line 1" },
    { MODEL ("\"vocab\":{\"\xff\":0},\"merges\":[]"), "UTF-8" },
    { MODEL ("\"continuing_subword_prefix\":\"##\"," AB), "##" },
    { MODEL ("\"end_of_word_suffix\":\"</w>\"," AB), "</w>" },
    { MODEL ("\"dropout\":0.1," AB), "0.1" },
    { MODEL ("\"byte_fallback\":1," AB), "line 1" },
    { WITH ("\"normalizer\":{\"type\":\"Precompiled\"}"), "Precompiled" },
    { WITH ("\"normalizer\":{\"type\":\"BertNormalizer\"}"), "BertNormalizer" },
    { WITH ("\"normalizer\":{}"), "normalizer" },
    { WITH ("\"normalizer\":7"), "line 1" },
    { WITH ("\"normalizer\":{\"type\":\"Sequence\"}"), "line 1" },
    { WITH ("\"normalizer\":{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"Nmt\"}]}"), "Nmt" },
    { WITH (
        "\"normalizer\":{\"type\":\"Replace\",\"pattern\":{\"Regex\":\"a\"},\"content\":\"b\"}"),
      "Regex" },
    { WITH ("\"normalizer\":{\"type\":\"Replace\",\"pattern\":{\"String\":\"\"}}"), "Replace" },
    { WITH ("\"pre_tokenizer\":{\"type\":\"UnicodeScripts\"}"), "UnicodeScripts" },
    { WITH ("\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"Regex\":\"\\\\b\"}}"), "\\b" },
    { WITH ("\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"Regex\":\"a\"},"
            "\"behavior\":\"Shuffled\"}"),
      "Shuffled" },
    { WITH ("\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"Glob\":\"a\"}}"), "line 1" },
    { WITH ("\"pre_tokenizer\":{\"type\":\"Metaspace\",\"prepend_scheme\":\"last\"}"), "last" },
    { WITH ("\"pre_tokenizer\":{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"ByteLevel\"},"
            "{\"type\":\"Digits\"}]}"),
      "ByteLevel" },
    { WITH ("\"added_tokens\":[{\"content\":\"x\"}]"), "line 1" },
    { WITH ("\"added_tokens\":[{\"content\":\"x\",\"id\":99999999}]"), "99999999" },
    { WITH ("\"added_tokens\":{}"), "line 1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", items[i].names);
      g_assert_null (
        prony_tokenizer_json_read (items[i].document, strlen (items[i].document), &error));
      check_error (error);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, items[i].names));
    }
}

/* What is odd, but has a meaning. */
static void
test_taken (void)
{
  static const struct
  {
    const char *document;
    gint64 n; /* tokens of "abab" */
  } items[] = {
    { WITH ("\"normalizer\":null,\"pre_tokenizer\":null,\"added_tokens\":null"), 2 },
    { " \n{\"model\":{" AB "}}\n", 2 },
    /* Members of any order and kind that are not needed. */
    { "{\"x\":[{\"y\":[1,-2.5e3,true,\"]}\\\"\"]},null],\"model\":{" AB ",\"type\":\"BPE\"}}", 2 },
    /* Of two tokens alike the last counts; where all ids are the same, all merge. */
    { MODEL ("\"vocab\":{\"a\":9,\"a\":0,\"b\":0,\"ab\":0},\"merges\":[\"a b\",\"a b\"]"), 1 },
    /* A token that is merged with itself, and on. */
    { MODEL ("\"vocab\":{\"ab\":0,\"a\":1,\"b\":2,\"abab\":3},\"merges\":[\"a b\",\"ab ab\"]"), 1 },
    { MODEL ("\"vocab\":{\"\":5,\"a\":0,\"b\":1,\"ab\":2},\"merges\":[[\"a\",\"b\"]]"), 2 },
    { MODEL ("\"unk_token\":\"?\",\"vocab\":{\"b\":0,\"?\":1},\"merges\":[]"), 4 },
    { MODEL ("\"unk_token\":\"none\",\"vocab\":{\"b\":0},\"merges\":[]"), 2 },
    { WITH ("\"added_tokens\":[{\"id\":3,\"content\":\"\"},{\"id\":4,\"content\":\"ba\"}]"), 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PronyVocabulary) vocabulary = NULL;

      g_test_message ("%s", items[i].document);
      vocabulary =
        prony_tokenizer_json_read (items[i].document, strlen (items[i].document), &error);
      g_assert_no_error (error);
      g_assert_cmpint (prony_vocabulary_count (vocabulary, "abab", 4), ==, items[i].n);
      g_assert_cmpint (prony_vocabulary_count (vocabulary, text, sizeof text - 1), >=, 0);
    }
}

static void
repeat (GString *result, const char *part, guint n)
{
  for (guint i = 0; i < n; i++)
    g_string_append (result, part);
}

/* Documents that would take a careless reader long, or out of its stack. */
static void
test_large (void)
{
  static const struct
  {
    const char *before;
    const char *unit;
    guint n;
    const char *after;
    gboolean opens;
  } items[] = {
    { "", "[", 2000000, "", FALSE },
    { "{\"a\":", "{\"a\":", 500000, "", FALSE },
    { "{\"x\":", "[", 500000, WITH ("\"y\":0"), FALSE },
    { "{\"normalizer\":", "{\"type\":\"Sequence\",\"normalizers\":[", 20000, "", FALSE },
    { "{\"model\":{" AB "},\"pre_tokenizer\":", "{\"pretokenizers\":[", 20, "]}}", FALSE },
    { "{\"pre_tokenizer\":{\"type\":\"Sequence\",\"pretokenizers\":[", "{\"type\":\"Digits\"},", 40,
      "{\"type\":\"Digits\"}]},\"model\":{" AB "}}", FALSE },
    { "{\"model\":{\"vocab\":{\"a\":0,\"b\":1,\"ab\":2},\"merges\":[", "\"a b\",", 300000,
      "\"a b\"]}}", TRUE },
    { "{\"model\":{\"vocab\":{\"", "a", 5000, "\":0},\"merges\":[]}}", FALSE },
    { "{\"model\":{" AB "},\"added_tokens\":[", "{\"id\":5,\"content\":\"ab\"},", 20000,
      "{\"id\":5,\"content\":\"ab\"}]}", TRUE },
    { "{\"model\":{" AB "},\"x\":\"", "\\u0041", 300000, "\"}", TRUE },
    { "{\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"Regex\":\"", "(", 4000,
      "\"}},\"model\":{" AB "}}", FALSE },
    { "{\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"Regex\":\"a", "{99}", 500,
      "\"}},\"model\":{" AB "}}", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_autoptr (GString) document = g_string_new (items[i].before);
      g_autoptr (PronyVocabulary) vocabulary = NULL;
      g_autoptr (GError) error = NULL;
      gint64 start = g_get_monotonic_time ();

      repeat (document, items[i].unit, items[i].n);
      g_string_append (document, items[i].after);
      g_test_message ("%u: %s × %u", i, items[i].unit, items[i].n);
      vocabulary = prony_tokenizer_json_read (document->str, document->len, &error);
      if (items[i].opens)
        g_assert_no_error (error);
      else
        check_error (error);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_USEC_PER_SEC);
    }
}

static void
try_document (const char *document, gsize length, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyVocabulary) vocabulary =
    g_str_has_suffix (name, ".json") ? prony_tokenizer_json_read (document, length, &error)
                                     : prony_tiktoken_file_read (name, document, length, &error);

  if (vocabulary == NULL)
    check_error (error);
  else
    prony_vocabulary_count (vocabulary, text, sizeof text - 1);
}

/* A real file that ends too soon, or in which something was changed: whatever comes of
 * it, it is an error in words or a vocabulary. */
static void
test_damaged (gconstpointer data)
{
  const char *name = data;
  g_autofree char *path = g_build_filename (g_getenv ("PRONY_TEST_DATA"), "tokens", name, NULL);
  g_autofree char *whole = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (4);
  gsize length;

  g_assert_true (g_file_get_contents (path, &whole, &length, NULL));
  for (guint i = 0; i < 60; i++)
    {
      gsize end = length * i / 60;
      g_autofree char *part = g_memdup2 (whole, MAX (end, 1));

      try_document (part, end, name);
    }
  for (guint i = 0; i < 120; i++)
    {
      g_autofree char *damaged = g_memdup2 (whole, length);

      for (guint k = 0; k <= i % 4; k++)
        damaged[g_rand_int_range (random, 0, i % 2 == 0 ? 2000 : (int) length)] =
          "\"{}[]:,\\ 0a\0\xff\n"[g_rand_int_range (random, 0, 14)];
      try_document (damaged, length, name);
    }
}

static void
test_tiktoken (void)
{
  static const struct
  {
    const char *name;
    const char *document;
  } items[] = {
    { "cl100k_base", "" },
    { "cl100k_base", "IQ==" },
    { "cl100k_base", "IQ== " },
    { "cl100k_base", "IQ== x" },
    { "cl100k_base", "IQ== -1" },
    { "cl100k_base", "IQ== 99999999" },
    { "cl100k_base", "!!!! 0" },
    { "cl100k_base", " 0" },
    { "cl100k_base", "IQ== 4294967296\n" },
    { "unknown", "IQ== 0\nIg== 1\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", items[i].document);
      g_assert_null (prony_tiktoken_file_read (items[i].name, items[i].document,
                                               strlen (items[i].document), &error));
      check_error (error);
    }
}

/* Tokens of one letter, in all lengths: each is made of all that are shorter. */
static void
test_many_halves (void)
{
  PronyVocabularyParts *parts = prony_vocabulary_parts_new ();
  g_autoptr (PronyVocabularyParts) others = prony_vocabulary_parts_new ();
  g_autofree char *letters = g_strnfill (PRONY_TOKEN_MAX_BYTES + 1, 'a');
  g_autoptr (PronyVocabulary) vocabulary = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  parts->order = PRONY_MERGES_BY_SCORE;
  for (guint i = 1; i <= 1000; i++)
    g_assert_true (prony_vocabulary_parts_add_token (parts, i, letters, i, (float) i, &error));
  vocabulary = prony_vocabulary_new (parts, &error);
  g_assert_no_error (error);
  g_assert_cmpint (prony_vocabulary_count (vocabulary, letters, 1000), >=, 1);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_USEC_PER_SEC);

  g_assert_false (
    prony_vocabulary_parts_add_token (others, 0, letters, PRONY_TOKEN_MAX_BYTES + 1, 0, &error));
  check_error (error);
}

static void
test_explosion (void)
{
  static const char document[] =
    "{\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(a|aa)+[bc]\"},"
    "\"behavior\":\"Isolated\"},\"model\":{" AB "}}";
  g_autofree char *letters = g_strnfill (5000, 'a');
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (PronyVocabulary) vocabulary = NULL;
  g_autoptr (GError) error = NULL;

  vocabulary = prony_tokenizer_json_read (document, sizeof document - 1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (prony_vocabulary_count (vocabulary, "aab", 3), ==, 2);
  g_assert_cmpint (prony_vocabulary_count (vocabulary, letters, 5000), ==, -1);
  g_assert_false (prony_vocabulary_encode (vocabulary, letters, 5000, ids, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_TIMEOUT);
  check_error (error);
  /* It is as good as before for another text. */
  g_assert_cmpint (prony_vocabulary_count (vocabulary, "aab", 3), ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tokens/hostile/refused", test_refused);
  g_test_add_func ("/tokens/hostile/taken", test_taken);
  g_test_add_func ("/tokens/hostile/large", test_large);
  g_test_add_data_func ("/tokens/hostile/damaged/bytes", "llama3.json", test_damaged);
  g_test_add_data_func ("/tokens/hostile/damaged/characters", "gemma.json", test_damaged);
  g_test_add_data_func ("/tokens/hostile/damaged/tiktoken", "small-cl100k_base.tiktoken",
                        test_damaged);
  g_test_add_func ("/tokens/hostile/tiktoken", test_tiktoken);
  g_test_add_func ("/tokens/hostile/many-halves", test_many_halves);
  g_test_add_func ("/tokens/hostile/explosion", test_explosion);
  return g_test_run ();
}
