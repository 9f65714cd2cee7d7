/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PRONY_WORD_CACHE_BYTES:
 *
 * The longest word that is remembered.
 */
#define PRONY_WORD_CACHE_BYTES 30

/**
 * PRONY_WORD_CACHE_IDS:
 *
 * The most tokens of a word that is remembered.
 */
#define PRONY_WORD_CACHE_IDS 7

/**
 * PronyCachedWord:
 * @hash: of the bytes
 * @length: of the word; 0 for an empty place
 * @n_ids: how many tokens
 * @bytes: the word
 * @ids: its tokens
 *
 * A word that was merged before. One line of a processor's cache.
 */
typedef struct
{
  guint32 hash;
  guint8 length;
  guint8 n_ids;
  char bytes[PRONY_WORD_CACHE_BYTES];
  guint32 ids[PRONY_WORD_CACHE_IDS];
} PronyCachedWord;

/**
 * PronyWordCache:
 *
 * The tokens of words that came lately, in a fixed amount of memory (2 MiB): each word
 * has one place, and takes it from another. For one thread at a time.
 */
typedef struct _PronyWordCache PronyWordCache;

PronyWordCache *prony_word_cache_new (void);
void prony_word_cache_free (PronyWordCache *self);
PronyCachedWord *
prony_word_cache_find (PronyWordCache *self, const char *word, gsize length, guint32 *hash);
void prony_word_cache_store (PronyWordCache *self,
                             const char *word,
                             gsize length,
                             guint32 hash,
                             const guint32 *ids,
                             guint n_ids);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyWordCache, prony_word_cache_free)

G_END_DECLS
