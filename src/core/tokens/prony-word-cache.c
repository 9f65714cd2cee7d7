/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-tokens"

#include "config.h"

#include "core/tokens/prony-byte-hash.h"
#include "core/tokens/prony-word-cache.h"

#define N_PLACES (1u << 15)

G_STATIC_ASSERT (sizeof (PronyCachedWord) == 64);

struct _PronyWordCache
{
  PronyCachedWord *places;
};

/**
 * prony_word_cache_new:
 *
 * Returns: (transfer full): an empty cache
 */
PronyWordCache *
prony_word_cache_new (void)
{
  PronyWordCache *self = g_new0 (PronyWordCache, 1);

  self->places = g_new0 (PronyCachedWord, N_PLACES);
  return self;
}

/**
 * prony_word_cache_free:
 * @self: (transfer full): a cache
 *
 * Frees it.
 */
void
prony_word_cache_free (PronyWordCache *self)
{
  g_free (self->places);
  g_free (self);
}

/**
 * prony_word_cache_find:
 * @self: a cache
 * @word: a word
 * @length: how many bytes, at least one
 * @hash: (out): its hash, for prony_word_cache_store()
 *
 * Returns: (nullable) (transfer none): the word with its tokens, if it is remembered;
 *   valid until another is stored
 */
PronyCachedWord *
prony_word_cache_find (PronyWordCache *self, const char *word, gsize length, guint32 *hash)
{
  PronyCachedWord *place;

  if (length > PRONY_WORD_CACHE_BYTES)
    return NULL;

  *hash = prony_byte_hash (word, length, 0);
  place = &self->places[*hash & (N_PLACES - 1)];
  return place->hash == *hash && place->length == length && memcmp (place->bytes, word, length) == 0
           ? place
           : NULL;
}

/**
 * prony_word_cache_store:
 * @self: a cache
 * @word: a word
 * @length: how many bytes, at least one
 * @hash: its hash, from prony_word_cache_find()
 * @ids: its tokens
 * @n_ids: how many
 *
 * Remembers a word, unless it is too long.
 */
void
prony_word_cache_store (PronyWordCache *self,
                        const char *word,
                        gsize length,
                        guint32 hash,
                        const guint32 *ids,
                        guint n_ids)
{
  PronyCachedWord *place = &self->places[hash & (N_PLACES - 1)];

  if (length > PRONY_WORD_CACHE_BYTES || n_ids > PRONY_WORD_CACHE_IDS)
    return;

  place->hash = hash;
  place->length = length;
  place->n_ids = n_ids;
  memcpy (place->bytes, word, length);
  memcpy (place->ids, ids, n_ids * sizeof *ids);
}
