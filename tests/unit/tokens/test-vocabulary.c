/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/prony-error.h"
#include "base/prony-json.h"
#include "core/tokens/prony-vocabulary.h"

/* What the reference libraries made of the same texts is in expected.json; how, record.py
 * beside it shows. */

#define N_THREADS 4

static char *
data_path (const char *name)
{
  return g_build_filename (g_getenv ("PRONY_TEST_DATA"), "tokens", name, NULL);
}

static JsonNode *
load_json (const char *name)
{
  g_autofree char *path = data_path (name);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_parser_steal_root (parser);
}

static PronyVocabulary *
open_vocabulary (const char *name)
{
  g_autofree char *path = data_path (name);
  g_autoptr (GError) error = NULL;
  PronyVocabulary *vocabulary = prony_vocabulary_open (path, &error);

  g_assert_no_error (error);
  return vocabulary;
}

static char *
describe_ids (GArray *ids)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%u ", g_array_index (ids, guint32, i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_expected (JsonArray *ids)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (ids); i++)
    g_string_append_printf (text, "%u ", (guint) json_array_get_int_element (ids, i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
check_text (PronyVocabulary *vocabulary, const char *text, JsonArray *expected)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GError) error = NULL;
  g_autofree char *made = NULL;
  g_autofree char *wanted = describe_expected (expected);

  g_assert_true (prony_vocabulary_encode (vocabulary, text, strlen (text), ids, &error));
  g_assert_no_error (error);
  made = describe_ids (ids);
  g_assert_cmpstr (made, ==, wanted);
  g_assert_cmpint (prony_vocabulary_count (vocabulary, text, strlen (text)), ==, ids->len);
}

static void
test_reference (gconstpointer data)
{
  const char *name = data;
  g_autoptr (PronyVocabulary) vocabulary = open_vocabulary (name);
  g_autoptr (JsonNode) corpus = load_json ("corpus.json");
  g_autoptr (JsonNode) expected = load_json ("expected.json");
  JsonArray *texts = json_node_get_array (corpus);
  JsonArray *all = json_object_get_array_member (json_node_get_object (expected), name);

  g_assert_cmpuint (json_array_get_length (all), ==, json_array_get_length (texts));
  g_assert_cmpuint (json_array_get_length (all), >, 40);
  for (guint i = 0; i < json_array_get_length (texts); i++)
    check_text (vocabulary, json_array_get_string_element (texts, i),
                json_array_get_array_element (all, i));
}

static gpointer
encode_all (gpointer data)
{
  PronyVocabulary *vocabulary = data;
  g_autoptr (JsonNode) corpus = load_json ("corpus.json");
  JsonArray *texts = json_node_get_array (corpus);
  gint64 n = 0;

  for (guint round = 0; round < 4; round++)
    for (guint i = 0; i < json_array_get_length (texts); i++)
      {
        const char *text = json_array_get_string_element (texts, i);

        n += prony_vocabulary_count (vocabulary, text, strlen (text));
      }
  prony_vocabulary_unref (vocabulary);
  return GSIZE_TO_POINTER ((gsize) n);
}

static void
test_threads (void)
{
  g_autoptr (PronyVocabulary) vocabulary = open_vocabulary ("qwen3.json");
  GThread *threads[N_THREADS];
  gpointer alone = encode_all (prony_vocabulary_ref (vocabulary));

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("tokens", encode_all, prony_vocabulary_ref (vocabulary));
  for (guint i = 0; i < N_THREADS; i++)
    g_assert_true (g_thread_join (threads[i]) == alone);
}

static void
test_bytes (void)
{
  static const struct
  {
    const char *text;
    gsize length;
    const char *same_as;
    gsize same_length;
  } items[] = {
    { "a\xff"
      "b",
      3,
      "a\xef\xbf\xbd"
      "b",
      5 },
    /* One for what begins a character and stops, one for each that begins none. */
    { "\xe2\x82|", 3, "\xef\xbf\xbd|", 4 },
    { "\xf0\x9f\x98", 3, "\xef\xbf\xbd", 3 },
    { "\x80\x80", 2, "\xef\xbf\xbd\xef\xbf\xbd", 6 },
    { "\xc0\xaf", 2, "\xef\xbf\xbd\xef\xbf\xbd", 6 },
    { "\xed\xa0\x80", 3, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", 9 },
    { "\xf4\x90\x80\x80", 4, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", 12 },
    { "x\0\xe2y", 4, "x\0\xef\xbf\xbdy", 6 },
  };
  g_autoptr (PronyVocabulary) vocabulary = open_vocabulary ("llama3.json");

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_autoptr (GArray) broken = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_autoptr (GArray) repaired = g_array_new (FALSE, FALSE, sizeof (guint32));

      g_assert_true (
        prony_vocabulary_encode (vocabulary, items[i].text, items[i].length, broken, NULL));
      g_assert_true (prony_vocabulary_encode (vocabulary, items[i].same_as, items[i].same_length,
                                              repaired, NULL));
      g_assert_cmpmem (broken->data, broken->len * 4, repaired->data, repaired->len * 4);
    }
}

/* U+0000 is a character like others, before and behind which the rest is the same. */
static void
test_nul (void)
{
  static const char *const names[] = { "llama3.json", "qwen3.json", "llama2.json" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (PronyVocabulary) vocabulary = open_vocabulary (names[i]);
      gint64 alone = prony_vocabulary_count (vocabulary, "\0", 1);

      g_assert_cmpint (prony_vocabulary_count (vocabulary, "", 0), ==, 0);
      g_assert_cmpint (alone, >=, 1);
      g_assert_cmpint (prony_vocabulary_count (vocabulary, "<|im_end|>\0<|im_end|>", 21), ==,
                       alone + 2);
    }
}

static char *
make_word (const char *unit, gsize n_bytes)
{
  GString *text = g_string_sized_new (n_bytes + 8);

  while (text->len < n_bytes)
    g_string_append (text, unit);
  return g_string_free (text, FALSE);
}

/* Words of 256 KiB, which take minutes where the time grows with the square. */
static void
test_long_words (gconstpointer data)
{
  static const char *const units[] = { "a", "漢", "\314\201\314\243", "\t " };
  g_autoptr (PronyVocabulary) vocabulary = open_vocabulary (data);

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autofree char *text = make_word (units[i], 1 << 18);
      gint64 start = g_get_monotonic_time ();

      g_assert_cmpint (prony_vocabulary_count (vocabulary, text, strlen (text)), >=, 0);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_USEC_PER_SEC);
    }
}

static void
test_open (void)
{
  g_autofree char *folder = g_dir_make_tmp ("prony-tokens-XXXXXX", NULL);
  g_autofree char *inside = g_build_filename (folder, "tokenizer.json", NULL);
  g_autofree char *source = data_path ("llama2.json");
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyVocabulary) vocabulary = NULL;
  g_autoptr (PronyVocabulary) none = NULL;
  g_autofree char *text = NULL;
  gsize length;

  none = prony_vocabulary_open (folder, &error);
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, inside));
  g_assert_null (none);

  g_assert_true (g_file_get_contents (source, &text, &length, NULL));
  g_assert_true (g_file_set_contents (inside, text, length, NULL));
  g_clear_error (&error);
  vocabulary = prony_vocabulary_open (folder, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (prony_vocabulary_get_size (vocabulary), ==, 905);

  g_clear_error (&error);
  none = prony_vocabulary_open ("/dev/zero", &error);
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
  g_assert_cmpint (g_unlink (inside), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char *argv[])
{
  static const char *const names[] = {
    "deepseek.json",
    "gemma.json",
    "gpt2.json",
    "gpt4o.json",
    "llama2.json",
    "llama3.json",
    "metaspace.json",
    "mistral.json",
    "pieces.json",
    "qwen3.json",
    "smollm.json",
    "tekken.json",
    "words.json",
    "small-cl100k_base.tiktoken",
    "small-o200k_base.tiktoken",
    "small-r50k_base.tiktoken",
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *reference = g_strconcat ("/tokens/vocabulary/reference/", names[i], NULL);

      g_test_add_data_func (reference, names[i], test_reference);
    }
  g_test_add_data_func ("/tokens/vocabulary/long-words/bytes", "qwen3.json", test_long_words);
  g_test_add_data_func ("/tokens/vocabulary/long-words/characters", "llama2.json", test_long_words);
  g_test_add_data_func ("/tokens/vocabulary/long-words/pieces", "pieces.json", test_long_words);
  g_test_add_func ("/tokens/vocabulary/threads", test_threads);
  g_test_add_func ("/tokens/vocabulary/bytes", test_bytes);
  g_test_add_func ("/tokens/vocabulary/nul", test_nul);
  g_test_add_func ("/tokens/vocabulary/open", test_open);
  return g_test_run ();
}
