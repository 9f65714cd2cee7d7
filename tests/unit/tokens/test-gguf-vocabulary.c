/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/tokens/prony-vocabulary.h"
#include "fake-gguf.h"

#define NORMAL 1
#define UNKNOWN 2
#define CONTROL 3
#define USER_DEFINED 4
#define BYTE 6

#define SPACE "\342\226\201"
#define MAX_TOKENS 512

typedef struct
{
  const char *texts[MAX_TOKENS + 1];
  float scores[MAX_TOKENS];
  gint32 types[MAX_TOKENS];
  guint n;
} Tokens;

typedef struct
{
  char *folder;
  char *path;
  FakeGguf gguf;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->folder = g_dir_make_tmp ("prony-gguf-XXXXXX", NULL);
  fake_gguf_init (&fixture->gguf);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  fake_gguf_clear (&fixture->gguf);
  if (fixture->path != NULL)
    g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
begin_anew (Fixture *fixture)
{
  fake_gguf_clear (&fixture->gguf);
  fake_gguf_init (&fixture->gguf);
  g_unlink (fixture->path);
  g_clear_pointer (&fixture->path, g_free);
}

static void
add (Tokens *tokens, const char *text, float score, gint32 type)
{
  g_assert_cmpuint (tokens->n, <, MAX_TOKENS);
  tokens->texts[tokens->n] = g_intern_string (text);
  tokens->scores[tokens->n] = score;
  tokens->types[tokens->n] = type;
  tokens->n++;
}

static void
put_tokens (FakeGguf *gguf, const Tokens *tokens)
{
  fake_gguf_put_strings (gguf, "tokenizer.ggml.tokens", tokens->texts);
  fake_gguf_put_floats (gguf, "tokenizer.ggml.scores", tokens->scores, tokens->n);
  fake_gguf_put_ints (gguf, "tokenizer.ggml.token_type", tokens->types, tokens->n);
}

/* 0 to 2 are special, 3 to 258 are bytes, and words follow. */
static void
put_by_scores (FakeGguf *gguf)
{
  g_autofree Tokens *tokens = g_new0 (Tokens, 1);

  add (tokens, "<unk>", 0, UNKNOWN);
  add (tokens, "<s>", 0, CONTROL);
  add (tokens, "</s>", 0, CONTROL);
  for (guint i = 0; i < 256; i++)
    {
      g_autofree char *text = g_strdup_printf ("<0x%02X>", i);

      add (tokens, text, 0, BYTE);
    }
  add (tokens, SPACE, -100, NORMAL);        /* 259 */
  add (tokens, "h", -101, NORMAL);          /* 260 */
  add (tokens, "e", -102, NORMAL);          /* 261 */
  add (tokens, "l", -103, NORMAL);          /* 262 */
  add (tokens, "o", -104, NORMAL);          /* 263 */
  add (tokens, "he", -1, NORMAL);           /* 264 */
  add (tokens, "ll", -2, NORMAL);           /* 265 */
  add (tokens, "lo", -3, NORMAL);           /* 266 */
  add (tokens, "hello", -4, NORMAL);        /* 267 */
  add (tokens, "hell", -5, NORMAL);         /* 268 */
  add (tokens, SPACE "hello", -6, NORMAL);  /* 269 */
  add (tokens, SPACE SPACE, -7, NORMAL);    /* 270 */
  add (tokens, "<think>", 0, USER_DEFINED); /* 271 */
  fake_gguf_put_string (gguf, "tokenizer.ggml.model", "llama");
  put_tokens (gguf, tokens);
}

/* Bytes as GPT-2 writes them: printable ones as they are, a space as U+0120. */
static void
put_with_merges (FakeGguf *gguf, const char *split)
{
  static const char *const merges[] = { "h e", "l l", "he ll", "hell o", "\304\240 hello",
                                        "1 2", NULL };
  g_autofree Tokens *tokens = g_new0 (Tokens, 1);

  add (tokens, "<|end|>", 0, CONTROL);      /* 0 */
  add (tokens, "h", 0, NORMAL);             /* 1 */
  add (tokens, "e", 0, NORMAL);             /* 2 */
  add (tokens, "l", 0, NORMAL);             /* 3 */
  add (tokens, "o", 0, NORMAL);             /* 4 */
  add (tokens, "\304\240", 0, NORMAL);      /* 5: a space */
  add (tokens, "he", 0, NORMAL);            /* 6 */
  add (tokens, "ll", 0, NORMAL);            /* 7 */
  add (tokens, "hell", 0, NORMAL);          /* 8 */
  add (tokens, "hello", 0, NORMAL);         /* 9 */
  add (tokens, "\304\240hello", 0, NORMAL); /* 10 */
  add (tokens, "1", 0, NORMAL);             /* 11 */
  add (tokens, "2", 0, NORMAL);             /* 12 */
  add (tokens, "12", 0, NORMAL);            /* 13 */
  add (tokens, "\303\203", 0, NORMAL);      /* 14: byte 0xC3 */
  add (tokens, "\302\251", 0, NORMAL);      /* 15: byte 0xA9 */
  add (tokens, "eo", 0, NORMAL);            /* 16: no rule leads to it */
  fake_gguf_put_string (gguf, "tokenizer.ggml.model", "gpt2");
  if (split != NULL)
    fake_gguf_put_string (gguf, "tokenizer.ggml.pre", split);
  put_tokens (gguf, tokens);
  fake_gguf_put_strings (gguf, "tokenizer.ggml.merges", merges);
}

static PronyVocabulary *
open_vocabulary (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  PronyVocabulary *vocabulary;

  fixture->path = fake_gguf_write (&fixture->gguf, fixture->folder, "model.gguf");
  vocabulary = prony_vocabulary_open (fixture->path, &error);
  g_assert_no_error (error);
  return vocabulary;
}

static void
assert_tokens (PronyVocabulary *vocabulary, const char *text, const char *expected)
{
  g_autoptr (GArray) tokens = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GString) ids = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (prony_vocabulary_encode (vocabulary, text, strlen (text), tokens, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < tokens->len; i++)
    g_string_append_printf (ids, "%s%u", i > 0 ? " " : "", g_array_index (tokens, guint32, i));
  g_assert_cmpstr (ids->str, ==, expected);
  g_assert_cmpint (prony_vocabulary_count (vocabulary, text, strlen (text)), ==, tokens->len);
}

static void
test_scores (Fixture *fixture, gconstpointer unused)
{
  static const struct
  {
    const char *text;
    const char *ids;
  } table[] = {
    { "", "" },
    { "hello", "269" },
    { " hello", "259 269" },
    { "hello hello", "269 269" },
    { "hel", "259 264 262" },
    { "lll", "259 265 262" },
    { "  ", "270 259" },
    { "\303\251", "259 198 172" },
    { "\n", "259 13" },
    { "o</s>hello", "259 263 2 269" },
    { "o<think>o", "259 263 271 259 263" },
  };
  g_autoptr (PronyVocabulary) vocabulary = NULL;

  put_by_scores (&fixture->gguf);
  vocabulary = open_vocabulary (fixture);
  g_assert_cmpuint (prony_vocabulary_get_size (vocabulary), ==, 272);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    assert_tokens (vocabulary, table[i].text, table[i].ids);
}

static void
test_no_space_before (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyVocabulary) vocabulary = NULL;

  put_by_scores (&fixture->gguf);
  fake_gguf_put_boolean (&fixture->gguf, "tokenizer.ggml.add_space_prefix", FALSE);
  vocabulary = open_vocabulary (fixture);
  assert_tokens (vocabulary, "hello", "267");
  assert_tokens (vocabulary, " hello", "269");
}

static void
test_merges (Fixture *fixture, gconstpointer unused)
{
  static const struct
  {
    const char *split;
    const char *text;
    const char *ids;
  } table[] = {
    { "gpt-2", "hello hello", "9 10" },
    { "gpt-2", "112", "11 13" },
    { "gpt-2", " 12", "5 13" },
    { "gpt-2", "\303\251", "14 15" },
    { "gpt-2", "eo", "2 4" },
    { "gpt-2", "o<|end|>o", "4 0 4" },
    { "starcoder", "112", "11 11 12" },
    { "qwen2", "112", "11 11 12" },
    { "llama-bpe", "112", "11 13" },
    /* A word that is a token is not merged. */
    { "llama-bpe", "eo", "16" },
    { "smaug-bpe", "eo", "2 4" },
    { "tekken", "12", "11 12" },
    { "gpt-4o", "12", "13" },
    { "deepseek-coder", "12", "11 12" },
    { "deepseek-v3", "1121", "11 13 11" },
    { "falcon", "hello 12", "9 5 13" },
    { NULL, "hello", "9" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (PronyVocabulary) vocabulary = NULL;

      put_with_merges (&fixture->gguf, table[i].split);
      vocabulary = open_vocabulary (fixture);
      assert_tokens (vocabulary, table[i].text, table[i].ids);

      begin_anew (fixture);
    }
}

static void
put_model (FakeGguf *gguf)
{
  fake_gguf_put_string (gguf, "tokenizer.ggml.model", "bert");
}

static void
put_no_tokens (FakeGguf *gguf)
{
  fake_gguf_put_string (gguf, "tokenizer.ggml.model", "llama");
}

static void
put_few_scores (FakeGguf *gguf)
{
  static const char *const texts[] = { "a", "b", NULL };
  static const float scores[] = { 1 };

  fake_gguf_put_string (gguf, "tokenizer.ggml.model", "llama");
  fake_gguf_put_strings (gguf, "tokenizer.ggml.tokens", texts);
  fake_gguf_put_floats (gguf, "tokenizer.ggml.scores", scores, 1);
}

static void
put_no_merges (FakeGguf *gguf)
{
  static const char *const texts[] = { "a", "b", NULL };

  fake_gguf_put_string (gguf, "tokenizer.ggml.model", "gpt2");
  fake_gguf_put_string (gguf, "tokenizer.ggml.pre", "gpt-2");
  fake_gguf_put_strings (gguf, "tokenizer.ggml.tokens", texts);
}

static void
put_strange_merges (FakeGguf *gguf)
{
  static const char *const merges[] = { "a c", NULL };

  put_no_merges (gguf);
  fake_gguf_put_strings (gguf, "tokenizer.ggml.merges", merges);
}

static void
put_strange_split (FakeGguf *gguf)
{
  put_with_merges (gguf, "words-of-tomorrow");
}

static void
put_long_token (FakeGguf *gguf)
{
  g_autofree char *text = g_strnfill (100000, 'x');
  const char *texts[] = { text, NULL };

  fake_gguf_put_string (gguf, "tokenizer.ggml.model", "llama");
  fake_gguf_put_strings (gguf, "tokenizer.ggml.tokens", texts);
}

static void
test_refused (Fixture *fixture, gconstpointer unused)
{
  static const struct
  {
    void (*put) (FakeGguf *gguf);
    const char *words;
  } table[] = {
    { put_model, "a kind that Prony does not count with" },
    { put_no_tokens, "has no tokens" },
    { put_few_scores, "does not say of every token" },
    { put_no_merges, "no rules of merging" },
    { put_strange_merges, "a c" },
    { put_strange_split, "words-of-tomorrow" },
    { put_long_token, "100000 bytes" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;

      table[i].put (&fixture->gguf);
      fixture->path = fake_gguf_write (&fixture->gguf, fixture->folder, "model.gguf");
      g_assert_null (prony_vocabulary_open (fixture->path, &error));
      g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
      g_assert_true (g_str_has_prefix (error->message, fixture->path));
      g_assert_nonnull (strstr (error->message, table[i].words));

      begin_anew (fixture);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/tokens/gguf-vocabulary/scores", Fixture, NULL, set_up, test_scores, tear_down);
  g_test_add ("/tokens/gguf-vocabulary/no-space-before", Fixture, NULL, set_up,
              test_no_space_before, tear_down);
  g_test_add ("/tokens/gguf-vocabulary/merges", Fixture, NULL, set_up, test_merges, tear_down);
  g_test_add ("/tokens/gguf-vocabulary/refused", Fixture, NULL, set_up, test_refused, tear_down);

  return g_test_run ();
}
