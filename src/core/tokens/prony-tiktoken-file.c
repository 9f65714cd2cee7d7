/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-tokens"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/tokens/prony-split-pattern.h"
#include "core/tokens/prony-tiktoken-file.h"
#include "core/tokens/prony-vocabulary-private.h"

/* A .tiktoken file has a line for each token: its bytes in base64, a space, its rank.
 * How texts are cut and which special tokens there are is not in it, but in the program
 * that reads it; so Prony must know what vocabulary it is: by the file's name, or else
 * by how many tokens it has, in which the published ones all differ. */

#define SUFFIXES "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
#define SPACES "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"
#define BY_DIGITS(digits)                                                                          \
  SUFFIXES "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|" digits "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|" SPACES

#define UPPER "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]"
#define LOWER "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]"
#define O200K                                                                                      \
  "[^\\r\\n\\p{L}\\p{N}]?" UPPER "*" LOWER "+" SUFFIXES "?|[^\\r\\n\\p{L}\\p{N}]?" UPPER "+" LOWER \
  "*" SUFFIXES "?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|" SPACES

/* As tiktoken has it: white space at the end of a text is one word. */
#define CL100K                                                                                     \
  "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}++|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]++"       \
  "[\\r\\n]*+|\\s++\\z|\\s*[\\r\\n]|\\s+(?!\\S)|\\s"

/* A name with %u stands for several tokens, numbered from 0. */
typedef struct
{
  const char *name;
  guint32 id;
  guint n;
} Special;

typedef struct
{
  const char *name;
  guint n_ranks;
  const char *pattern;
  gboolean nfc;
  Special specials[16];
} Known;

static const Known known[] = {
  { "cl100k_base",
    100256,
    CL100K,
    FALSE,
    { { "<|endoftext|>", 100257 },
      { "<|fim_prefix|>", 100258 },
      { "<|fim_middle|>", 100259 },
      { "<|fim_suffix|>", 100260 },
      { "<|endofprompt|>", 100276 } } },
  { "o200k_base",
    199998,
    O200K,
    FALSE,
    { { "<|endoftext|>", 199999 }, { "<|endofprompt|>", 200018 } } },
  { "p50k_base", 50280, PRONY_SPLIT_PATTERN_GPT_2, FALSE, { { "<|endoftext|>", 50256 } } },
  { "r50k_base", 50256, PRONY_SPLIT_PATTERN_GPT_2, FALSE, { { "<|endoftext|>", 50256 } } },
  { "gpt2", 50256, PRONY_SPLIT_PATTERN_GPT_2, FALSE, { { "<|endoftext|>", 50256 } } },
  { "qwen",
    151643,
    BY_DIGITS ("\\p{N}"),
    TRUE,
    { { "<|endoftext|>", 151643 },
      { "<|im_start|>", 151644 },
      { "<|im_end|>", 151645 },
      { "<|extra_%u|>", 151646, 205 } } },
  /* As of Llama 3.1; of 3.0 some of the reserved ones have other ids. */
  { "llama3",
    128000,
    BY_DIGITS ("\\p{N}{1,3}"),
    FALSE,
    { { "<|begin_of_text|>", 128000 },
      { "<|end_of_text|>", 128001 },
      { "<|reserved_special_token_%u|>", 128002, 2 },
      { "<|finetune_right_pad_id|>", 128004 },
      { "<|reserved_special_token_2|>", 128005 },
      { "<|start_header_id|>", 128006 },
      { "<|end_header_id|>", 128007 },
      { "<|eom_id|>", 128008 },
      { "<|eot_id|>", 128009 },
      { "<|python_tag|>", 128010 } } },
};

/* The longest name that the file's begins with, or that it has within it; else the one
 * that has as many tokens. */
static const Known *
recognise (const char *file_name, guint n_ranks)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (strstr (file_name, known[i].name) != NULL)
      return &known[i];
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (known[i].n_ranks == n_ranks)
      return &known[i];
  return NULL;
}

static gboolean
fail (guint line, GError **error)
{
  g_set_error (
    error, PRONY_ERROR, PRONY_ERROR_INPUT,
    /* Translators: %u is a line of a file */
    _ ("It is not a vocabulary that Prony can read: line %u is not a token and its rank."), line);
  return FALSE;
}

static gboolean
read_rank (const char *text, gsize length, guint64 *rank)
{
  *rank = 0;
  if (length == 0 || length > 9)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      *rank = *rank * 10 + (text[i] - '0');
    }
  return TRUE;
}

static gboolean
read_line (
  PronyVocabularyParts *parts, const char *line, gsize length, guint number, GError **error)
{
  char encoded[PRONY_TOKEN_MAX_BYTES / 3 * 4 + 8];
  const char *space = memchr (line, ' ', length);
  gsize n_bytes;
  guint64 rank;

  if (space == NULL || space == line || (gsize) (space - line) >= sizeof encoded ||
      !read_rank (space + 1, line + length - space - 1, &rank))
    return fail (number, error);

  memcpy (encoded, line, space - line);
  encoded[space - line] = '\0';
  g_base64_decode_inplace (encoded, &n_bytes);
  if (n_bytes == 0)
    return fail (number, error);
  return prony_vocabulary_parts_add_token (parts, rank, encoded, n_bytes, 0, error);
}

static gboolean
read_lines (
  PronyVocabularyParts *parts, const char *text, gsize length, guint *n_ranks, GError **error)
{
  const char *end = text + length;

  for (guint number = 1; text < end; number++)
    {
      const char *line_end = memchr (text, '\n', end - text);
      gsize n;

      if (line_end == NULL)
        line_end = end;
      n = line_end - text;
      if (n > 0 && text[n - 1] == '\r')
        n--;
      if (n > 0)
        {
          if (!read_line (parts, text, n, number, error))
            return FALSE;
          (*n_ranks)++;
        }
      text = line_end + 1;
    }
  return TRUE;
}

static gboolean
add_special (PronyVocabularyParts *parts, const Special *special, GError **error)
{
  const char *mark = strstr (special->name, "%u");

  if (mark == NULL)
    return prony_vocabulary_parts_add_added (parts, special->id, special->name,
                                             strlen (special->name), 0, error);

  for (guint i = 0; i < special->n; i++)
    {
      g_autofree char *name =
        g_strdup_printf ("%.*s%u%s", (int) (mark - special->name), special->name, i, mark + 2);

      if (!prony_vocabulary_parts_add_added (parts, special->id + i, name, strlen (name), 0, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * prony_tiktoken_file_read:
 * @name: the file's name, without its folder
 * @text: what is in it
 * @length: how many bytes
 * @error: return location for an error
 *
 * Reads a vocabulary in the form of OpenAI's tiktoken, which Llama 3 (as Meta publishes
 * it) and the first Qwen have too.
 *
 * Returns: (transfer full): the vocabulary, or %NULL when it is damaged, or is none of
 *   those of which Prony knows how they cut a text
 */
PronyVocabulary *
prony_tiktoken_file_read (const char *name, const char *text, gsize length, GError **error)
{
  g_autoptr (PronyVocabularyParts) parts = prony_vocabulary_parts_new ();
  const Known *kind;
  guint n_ranks = 0;

  parts->order = PRONY_MERGES_BY_ID;
  parts->of_bytes = TRUE;
  parts->whole_words = TRUE;
  if (!read_lines (parts, text, length, &n_ranks, error))
    return NULL;

  kind = recognise (name, n_ranks);
  if (kind == NULL)
    {
      g_set_error_literal (
        error, PRONY_ERROR, PRONY_ERROR_INPUT,
        _ ("It has tokens, but not how texts are cut into words, and Prony does not know that of "
           "this vocabulary. Use the model's tokenizer.json."));
      return NULL;
    }

  if (kind->nfc)
    prony_text_normalizer_add_form (parts->normalizer, G_NORMALIZE_NFC);
  if (!prony_text_splitter_add_pattern (parts->splitter, kind->pattern, PRONY_SPLIT_ISOLATED, FALSE,
                                        error))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (kind->specials) && kind->specials[i].name != NULL; i++)
    if (!add_special (parts, &kind->specials[i], error))
      return NULL;
  return prony_vocabulary_new (g_steal_pointer (&parts), error);
}
