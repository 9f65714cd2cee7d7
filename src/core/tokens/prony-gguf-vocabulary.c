/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-tokens"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/tokens/prony-gguf-splits.h"
#include "core/tokens/prony-gguf-vocabulary.h"
#include "core/tokens/prony-gguf.h"

/* The vocabulary of a GGUF file, which llama.cpp and what is built on it count with:
 * `llama` is SentencePiece's BPE, by scores and with bytes for what has no token;
 * `gpt2` is byte-level BPE with listed merges. Of the entries
 * https://github.com/ggml-org/ggml/blob/master/docs/gguf.md tells under "Tokenizer". */

#define SPACE_MARK "\342\226\201" /* U+2581, which stands for a space */

/* What a token is, by its number in files. */
typedef enum
{
  TOKEN_NORMAL = 1,
  TOKEN_UNKNOWN,
  TOKEN_CONTROL,
  TOKEN_USER_DEFINED,
} TokenType;

static gboolean
set_unusable (GError **error, const char *reason)
{
  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               /* Translators: %s is a part of a sentence that says what is wrong. */
               _ ("The vocabulary of the GGUF file cannot be used: %s. Choose another file."),
               reason);
  return FALSE;
}

/* Tokens that are split off before everything else. */
static gboolean
is_added (const gint32 *types, gsize index)
{
  return types != NULL && (types[index] == TOKEN_UNKNOWN || types[index] == TOKEN_CONTROL ||
                           types[index] == TOKEN_USER_DEFINED);
}

static gboolean
is_phi_3 (PronyGguf *gguf)
{
  g_autofree char *name = prony_gguf_get_string (gguf, "general.name");
  g_autofree char *lower = name != NULL ? g_ascii_strdown (name, -1) : NULL;

  return lower != NULL && (strstr (lower, "phi-3") != NULL || strstr (lower, "phi3") != NULL);
}

/* Of Phi-3 most special tokens take the white space after them, which its file does not
 * say: llama.cpp knows it by its name. */
static PronyAddedFlags
get_phi_3_flags (const PronyGgufString *token)
{
  static const char *const others[] = { "<unk>", "<s>", "<|endoftext|>" };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (token->length == strlen (others[i]) && memcmp (token->text, others[i], token->length) == 0)
      return 0;

  return PRONY_ADDED_RSTRIP;
}

/* The parts know what they are made of already. */
static gboolean
add_tokens (PronyVocabularyParts *parts, PronyGguf *gguf, GError **error)
{
  gsize n_tokens;
  gsize n_scores;
  gsize n_types;
  g_autofree PronyGgufString *tokens =
    prony_gguf_get_strings (gguf, "tokenizer.ggml.tokens", &n_tokens);
  g_autofree float *scores = prony_gguf_get_floats (gguf, "tokenizer.ggml.scores", &n_scores);
  g_autofree gint32 *types = prony_gguf_get_ints (gguf, "tokenizer.ggml.token_type", &n_types);

  gboolean phi_3 = is_phi_3 (gguf);

  if (tokens == NULL)
    return set_unusable (error, _ ("it has no tokens"));
  if ((scores != NULL && n_scores != n_tokens) || (types != NULL && n_types != n_tokens))
    return set_unusable (error, _ ("it does not say of every token what it is"));

  for (gsize i = 0; i < n_tokens; i++)
    {
      const PronyGgufString *token = &tokens[i];

      if (!prony_vocabulary_parts_add_token (parts, i, token->text, token->length,
                                             scores != NULL ? scores[i] : 0, error))
        return FALSE;
      if (is_added (types, i) &&
          !prony_vocabulary_parts_add_added (parts, i, token->text, token->length,
                                             phi_3 ? get_phi_3_flags (token) : 0, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
add_merges (PronyVocabularyParts *parts, PronyGguf *gguf, GError **error)
{
  gsize n_merges;
  g_autofree PronyGgufString *merges =
    prony_gguf_get_strings (gguf, "tokenizer.ggml.merges", &n_merges);

  if (merges == NULL)
    return set_unusable (error, _ ("it has no rules of merging"));

  for (gsize i = 0; i < n_merges; i++)
    if (!prony_vocabulary_parts_add_merge_line (parts, merges[i].text, merges[i].length, error))
      return FALSE;

  return TRUE;
}

static gboolean
read_by_scores (PronyVocabularyParts *parts, PronyGguf *gguf, GError **error)
{
  parts->order = PRONY_MERGES_BY_SCORE;
  parts->byte_fallback = TRUE;
  if (prony_gguf_get_boolean (gguf, "tokenizer.ggml.add_space_prefix", TRUE))
    prony_text_normalizer_add_prepend (parts->normalizer, SPACE_MARK);
  prony_text_normalizer_add_replace (parts->normalizer, " ", SPACE_MARK);
  return add_tokens (parts, gguf, error);
}

static gboolean
read_with_merges (PronyVocabularyParts *parts, PronyGguf *gguf, GError **error)
{
  g_autofree char *split = prony_gguf_get_string (gguf, "tokenizer.ggml.pre");

  parts->order = PRONY_MERGES_LISTED;
  parts->of_bytes = TRUE;
  parts->alphabet = TRUE;
  if (!prony_gguf_splits_add (parts->splitter, split != NULL ? split : "default",
                              &parts->whole_words, error))
    return FALSE;

  return add_tokens (parts, gguf, error) && add_merges (parts, gguf, error);
}

/**
 * prony_gguf_vocabulary_read:
 * @path: a GGUF file
 * @error: return location for a sentence
 *
 * Reads the vocabulary of a model from its file. Blocks on the disk.
 *
 * Returns: (transfer full) (nullable): the vocabulary; %NULL also for a kind of
 *   vocabulary that Prony does not count with
 */
PronyVocabulary *
prony_gguf_vocabulary_read (const char *path, GError **error)
{
  g_autoptr (PronyGguf) gguf = prony_gguf_open (path, error);
  g_autoptr (PronyVocabularyParts) parts = NULL;
  g_autofree char *model = NULL;
  gboolean read;

  if (gguf == NULL)
    return NULL;

  parts = prony_vocabulary_parts_new ();
  model = prony_gguf_get_string (gguf, "tokenizer.ggml.model");
  if (g_strcmp0 (model, "llama") == 0)
    read = read_by_scores (parts, gguf, error);
  else if (g_strcmp0 (model, "gpt2") == 0)
    read = read_with_merges (parts, gguf, error);
  else
    read = set_unusable (error, _ ("it is of a kind that Prony does not count with"));

  return read ? prony_vocabulary_new (g_steal_pointer (&parts), error) : NULL;
}
