/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-tokens"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/tokens/prony-gguf-splits.h"

/* A GGUF file has no pattern by which texts are cut into words, only a name for it. The
 * patterns are those of the models' own tokenizer.json; where llama.cpp, which is what
 * counts with such a file, cuts otherwise, it is followed here. */

#define MAX_PATTERNS 5

#define GPT_2 "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)"
#define CONTRACTION "(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])"
#define WORDS(digits)                                                                              \
  CONTRACTION "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|" digits                                             \
              "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"
/* Words by case: capitals before small letters, of which both have all other letters. */
#define UPPER "(?:(?=\\p{L})[^a-z])"
#define LOWER "(?:(?=\\p{L})[^A-Z])"
#define CASED(suffix, digits)                                                                      \
  "[^\\r\\n\\p{L}\\p{N}]?" UPPER "*" LOWER "+" suffix "|[^\\r\\n\\p{L}\\p{N}]?" UPPER "+" LOWER    \
  "*" suffix "|" digits "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"
#define DIGITS_BY_3 "\\p{N}{1,3}"
#define DIGIT "\\p{N}"
/* White space is never taken for a letter, though some of it lies among these. */
#define CJK "(?:(?!\\s)[\\x{4e00}-\\x{9fa5}\\x{0800}-\\x{4e00}\\x{ac00}-\\x{d7ff}])+"
/* The tilde is not known as a symbol. */
#define MARK "(?:(?!~)[\\p{P}\\p{S}])"
#define NO_MARK "(?:~|[^\\r\\n\\p{L}\\p{P}\\p{S}])"

/* Of several patterns each cuts what the one before it has left. */
static const struct
{
  const char *names; /* with a space before and after each */
  gboolean whole_words;
  const char *patterns[MAX_PATTERNS + 1];
} splits[] = {
  { " llama-bpe llama3 llama-v3 falcon3 ", TRUE, { WORDS (DIGITS_BY_3) } },
  { " dbrx smaug-bpe chatglm-bpe ", FALSE, { WORDS (DIGITS_BY_3) } },
  { " qwen2 deepseek-r1-qwen megrez stablelm2 ", FALSE, { WORDS (DIGIT) } },
  { " gpt-2 phi-2 mpt olmo jais gigachat roberta-bpe ", FALSE, { GPT_2 } },
  { " starcoder refact command-r smollm codeshell exaone minerva-7b ", FALSE, { DIGIT, GPT_2 } },
  { " tekken ", TRUE, { CASED ("", DIGIT) } },
  { " gpt-4o llama4 ", FALSE, { CASED (CONTRACTION "?", DIGITS_BY_3) } },
  { " falcon ", FALSE, { "[\\p{P}\\$\\+<=>\\^~\\|`]+", GPT_2, "[0-9][0-9][0-9]" } },
  { " deepseek-coder ", FALSE, { "[\\r\\n]", "\\s?\\p{L}+", "\\s?\\p{P}+", CJK, DIGIT } },
  { " deepseek-v3 ",
    FALSE,
    { DIGITS_BY_3, "[\\x{4e00}-\\x{9fa5}\\x{3040}-\\x{309f}\\x{30a0}-\\x{30ff}]+",
      "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|" NO_MARK "?[\\p{L}\\p{M}]+| ?" MARK
      "+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+" } },
  { " default ", FALSE, { "[\\p{P}\\$\\+<=>\\^~\\|]+", GPT_2, "\\p{N}+", "[0-9][0-9][0-9]" } },
};

/**
 * prony_gguf_splits_add:
 * @splitter: has no stages yet
 * @name: what `tokenizer.ggml.pre` says
 * @whole_words: (out): whether a word that is a token is not merged
 * @error: return location for a sentence
 *
 * Adds the stages in which texts are cut into words.
 *
 * Returns: %FALSE for a name that Prony does not know; no pattern is guessed
 */
gboolean
prony_gguf_splits_add (PronyTextSplitter *splitter,
                       const char *name,
                       gboolean *whole_words,
                       GError **error)
{
  g_autofree char *spaced = g_strdup_printf (" %s ", name);
  g_autofree char *valid = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (splits); i++)
    {
      if (strstr (splits[i].names, spaced) == NULL)
        continue;

      *whole_words = splits[i].whole_words;
      for (guint k = 0; splits[i].patterns[k] != NULL; k++)
        if (!prony_text_splitter_add_pattern (splitter, splits[i].patterns[k], PRONY_SPLIT_ISOLATED,
                                              FALSE, error))
          return FALSE;
      return TRUE;
    }

  valid = g_utf8_make_valid (name, -1);
  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               /* Translators: %s is what a file calls a way to cut texts, such as "qwen2". */
               _ ("The vocabulary cuts texts by “%s”, which Prony does not know. Give another "
                  "file of the model's vocabulary, such as its tokenizer.json."),
               valid);
  return FALSE;
}
