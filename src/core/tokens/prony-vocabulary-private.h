/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/tokens/prony-pair-map.h"
#include "core/tokens/prony-text-normalizer.h"
#include "core/tokens/prony-text-splitter.h"
#include "core/tokens/prony-token-map.h"
#include "core/tokens/prony-vocabulary.h"

G_BEGIN_DECLS

/* For the readers of vocabulary files: each fills the parts and makes a vocabulary
 * of them. */

/**
 * PRONY_TOKEN_MAX_BYTES:
 *
 * The longest token. Those of published vocabularies have up to a few hundred bytes.
 */
#define PRONY_TOKEN_MAX_BYTES 2048

/**
 * PRONY_VOCABULARY_MAX_TOKENS:
 *
 * Every id is less. The largest published vocabularies have a quarter of a million.
 */
#define PRONY_VOCABULARY_MAX_TOKENS (4u << 20)

/**
 * PRONY_VOCABULARY_MAX_MERGES:
 *
 * The most rules of merging. Published vocabularies have up to a million.
 */
#define PRONY_VOCABULARY_MAX_MERGES (16u << 20)

/**
 * PRONY_VOCABULARY_MAX_FILE:
 *
 * The largest file that is read into memory. Published ones have up to 35 MiB.
 */
#define PRONY_VOCABULARY_MAX_FILE (256u << 20)

/**
 * PronyMergeOrder:
 * @PRONY_MERGES_LISTED: the rules are listed; an earlier one goes first
 * @PRONY_MERGES_BY_ID: any two tokens that together are a token merge; the least id
 *   goes first (.tiktoken)
 * @PRONY_MERGES_BY_SCORE: any two tokens that together are a token merge; the highest
 *   score goes first (SentencePiece's BPE)
 *
 * Where the rules of merging come from.
 */
typedef enum
{
  PRONY_MERGES_LISTED,
  PRONY_MERGES_BY_ID,
  PRONY_MERGES_BY_SCORE,
} PronyMergeOrder;

/**
 * PronyAddedFlags:
 * @PRONY_ADDED_NORMALIZED: it is sought in the text after normalising, not before
 * @PRONY_ADDED_SINGLE_WORD: only where no letter or digit stands beside it
 * @PRONY_ADDED_LSTRIP: it takes the white space before it
 * @PRONY_ADDED_RSTRIP: it takes the white space after it
 *
 * How an added token is found in a text.
 */
typedef enum
{
  PRONY_ADDED_NORMALIZED = 1 << 0,
  PRONY_ADDED_SINGLE_WORD = 1 << 1,
  PRONY_ADDED_LSTRIP = 1 << 2,
  PRONY_ADDED_RSTRIP = 1 << 3,
} PronyAddedFlags;

/**
 * PronyAddedToken:
 * @bytes: how it is written in a text
 * @length: how many bytes, at least one
 * @id: its id
 * @flags: how it is found
 *
 * A token that is split off before everything else, such as `<|im_start|>`.
 */
typedef struct
{
  char *bytes;
  gsize length;
  guint32 id;
  PronyAddedFlags flags;
} PronyAddedToken;

/**
 * PronyVocabularyParts:
 * @order: where the rules of merging come from
 * @of_bytes: words are merged from bytes; otherwise from characters
 * @alphabet: tokens and rules are written in the alphabet of GPT-2, one character
 *   for each byte; only with @of_bytes
 * @byte_fallback: a character without a token becomes tokens such as `<0x0A>`
 * @whole_words: a word that is a token is not merged (`ignore_merges`)
 * @fuse_unknown: unknown characters side by side are one unknown token
 * @unknown: id for a character without a token; %PRONY_NO_TOKEN leaves it out
 * @normalizer: what is done to the text first; never %NULL
 * @splitter: how it is cut into words; never %NULL
 * @tokens: tokens by bytes; filled by prony_vocabulary_parts_add_token()
 * @merges: (element-type PronyPair): the listed rules
 * @scores: (element-type float): of each token of @tokens
 * @added: (element-type PronyAddedToken): tokens that are split off
 * @n_ids: one more than the highest id
 *
 * What a vocabulary is made of. Set the plain members before the first token.
 */
typedef struct
{
  PronyMergeOrder order;
  gboolean of_bytes;
  gboolean alphabet;
  gboolean byte_fallback;
  gboolean whole_words;
  gboolean fuse_unknown;
  guint32 unknown;
  PronyTextNormalizer *normalizer;
  PronyTextSplitter *splitter;
  PronyTokenMap *tokens;
  GArray *merges;
  GArray *scores;
  GArray *added;
  guint n_ids;
} PronyVocabularyParts;

PronyVocabularyParts *prony_vocabulary_parts_new (void);
void prony_vocabulary_parts_free (PronyVocabularyParts *self);
gboolean prony_vocabulary_parts_add_token (PronyVocabularyParts *self,
                                           guint64 id,
                                           const char *text,
                                           gsize length,
                                           float score,
                                           GError **error);
guint32
prony_vocabulary_parts_find_token (PronyVocabularyParts *self, const char *text, gsize length);
gboolean prony_vocabulary_parts_add_merge (PronyVocabularyParts *self,
                                           const char *left,
                                           gsize left_length,
                                           const char *right,
                                           gsize right_length,
                                           GError **error);
gboolean prony_vocabulary_parts_add_merge_line (PronyVocabularyParts *self,
                                                const char *line,
                                                gsize length,
                                                GError **error);
gboolean prony_vocabulary_parts_add_added (PronyVocabularyParts *self,
                                           guint64 id,
                                           const char *text,
                                           gsize length,
                                           PronyAddedFlags flags,
                                           GError **error);

PronyVocabulary *prony_vocabulary_new (PronyVocabularyParts *parts, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyVocabularyParts, prony_vocabulary_parts_free)

G_END_DECLS
