/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-tokens"

#include "config.h"

#include "core/tokens/prony-merge-rules.h"
#include "core/tokens/prony-word-merger.h"

/* Bits for what stands side by side in tokens: a few hundred thousand are set. */
#define NEIGHBOUR_BITS 21

/* Words up to here are not looked through for places where they can be cut. */
#define UNCUT_BYTES 16

struct _PronyWordMerger
{
  PronyTokenMap *tokens; /* borrowed from the vocabulary */
  PronyPairMap pairs;
  guint32 byte_ids[256];  /* of bytes, or of what stands for them */
  guint32 ascii_ids[128]; /* of characters */
  guint32 unknown;
  gboolean of_bytes;
  gboolean byte_fallback;
  gboolean whole_words;
  gboolean fuse_unknown;
  guint32 *neighbours; /* bits; NULL where words must not be cut */
};

static guint32
find_byte (PronyWordMerger *self, guint byte)
{
  char name[8] = { (char) byte };

  if (self->of_bytes)
    return prony_token_map_find (self->tokens, name, 1);
  if (!self->byte_fallback)
    return PRONY_NO_TOKEN;

  g_snprintf (name, sizeof name, "<0x%02X>", byte);
  return prony_token_map_find (self->tokens, name, 6);
}

static inline guint
hash_neighbours (gunichar left, gunichar right)
{
  guint64 key = ((guint64) left << 32) | right;

  return key * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) >> (64 - NEIGHBOUR_BITS);
}

/* Whether two characters of which no token has the one behind the other never end up
 * in one token. That is so unless bytes stand for a character and merge by themselves,
 * or a character can have no token at all. */
static gboolean
may_cut (PronyWordMerger *self)
{
  g_autoptr (GHashTable) bytes = g_hash_table_new (NULL, NULL);

  if (self->of_bytes)
    return FALSE;
  for (guint i = 0; i < 256; i++)
    {
      if (self->byte_ids[i] == PRONY_NO_TOKEN)
        return FALSE;
      g_hash_table_add (bytes, GUINT_TO_POINTER (self->byte_ids[i]));
    }
  for (guint i = 0; i < self->pairs.n_slots; i++)
    {
      const PronyPair *pair = &self->pairs.slots[i];

      if (pair->priority != PRONY_NO_PRIORITY &&
          (g_hash_table_contains (bytes, GUINT_TO_POINTER (pair->left)) ||
           g_hash_table_contains (bytes, GUINT_TO_POINTER (pair->right))))
        return FALSE;
    }
  return TRUE;
}

static void
note_neighbours (PronyWordMerger *self)
{
  guint n = prony_token_map_get_size (self->tokens);

  self->neighbours = g_new0 (guint32, (1u << NEIGHBOUR_BITS) / 32);
  for (guint i = 0; i < n; i++)
    {
      const char *at;
      const PronyToken *token = prony_token_map_get (self->tokens, i, &at);
      const char *end = at + token->length;
      gunichar before = g_utf8_get_char (at);

      for (at = g_utf8_next_char (at); at < end; at = g_utf8_next_char (at))
        {
          gunichar c = g_utf8_get_char (at);
          guint bit = hash_neighbours (before, c);

          self->neighbours[bit / 32] |= 1u << (bit % 32);
          before = c;
        }
    }
}

/**
 * prony_word_merger_new:
 * @parts: the parts of a vocabulary, whose tokens must outlive the merger
 * @error: return location for an error
 *
 * Makes the merger of a vocabulary.
 *
 * Returns: (transfer full): the merger, or %NULL when the rules of merging cannot be made
 */
PronyWordMerger *
prony_word_merger_new (PronyVocabularyParts *parts, GError **error)
{
  g_autoptr (PronyWordMerger) self = g_new0 (PronyWordMerger, 1);

  self->tokens = parts->tokens;
  self->unknown = parts->unknown;
  self->of_bytes = parts->of_bytes;
  self->byte_fallback = parts->byte_fallback;
  self->whole_words = parts->whole_words;
  self->fuse_unknown = parts->fuse_unknown;
  prony_pair_map_init (&self->pairs, parts->merges->len);
  if (!prony_merge_rules_make (parts, &self->pairs, error))
    return NULL;

  for (guint i = 0; i < 256; i++)
    self->byte_ids[i] = find_byte (self, i);
  for (guint i = 0; i < 128; i++)
    {
      char c = (char) i;

      self->ascii_ids[i] = prony_token_map_find (self->tokens, &c, 1);
    }
  if (may_cut (self))
    note_neighbours (self);
  return g_steal_pointer (&self);
}

/**
 * prony_word_merger_free:
 * @self: (transfer full): a merger
 *
 * Frees it.
 */
void
prony_word_merger_free (PronyWordMerger *self)
{
  prony_pair_map_clear (&self->pairs);
  g_free (self->neighbours);
  g_free (self);
}

/* Unknown characters wait until the next that has a token, as in the reference: those
 * that stand side by side may become one. */
typedef struct
{
  const PronyWordMerger *merger;
  GArray *symbols;
  gboolean waits;
} SymbolMaker;

static void
flush_unknown (SymbolMaker *maker)
{
  if (maker->waits)
    g_array_append_val (maker->symbols, maker->merger->unknown);
  maker->waits = FALSE;
}

static void
add_known (SymbolMaker *maker, guint32 id)
{
  flush_unknown (maker);
  g_array_append_val (maker->symbols, id);
}

static void
add_unknown (SymbolMaker *maker)
{
  if (maker->merger->unknown == PRONY_NO_TOKEN)
    return;

  if (!maker->merger->fuse_unknown)
    flush_unknown (maker);
  maker->waits = TRUE;
}

static void
add_fallback (SymbolMaker *maker, const char *bytes, gsize length)
{
  const guint32 *ids = maker->merger->byte_ids;

  for (gsize i = 0; i < length; i++)
    if (ids[(guchar) bytes[i]] == PRONY_NO_TOKEN)
      {
        add_unknown (maker);
        return;
      }
  for (gsize i = 0; i < length; i++)
    g_array_append_val (maker->symbols, ids[(guchar) bytes[i]]);
}

static void
make_symbols (const PronyWordMerger *self, PronyMergeRoom *room, const char *word, gsize length)
{
  SymbolMaker maker = { self, room->symbols, FALSE };
  const char *end = word + length;

  g_array_set_size (room->symbols, 0);
  while (word < end)
    {
      gsize n = self->of_bytes ? 1 : g_utf8_next_char (word) - word;
      guint32 id = self->of_bytes         ? self->byte_ids[(guchar) *word]
                   : (guchar) *word < 128 ? self->ascii_ids[(guchar) *word]
                                          : prony_token_map_find (self->tokens, word, n);

      if (id != PRONY_NO_TOKEN)
        add_known (&maker, id);
      else if (self->byte_fallback && !self->of_bytes)
        add_fallback (&maker, word, n);
      else
        add_unknown (&maker);
      word += n;
    }
  flush_unknown (&maker);
}

/* One word, or a part of it that was cut off; not yet looked up. */
static void
merge_new (const PronyWordMerger *self,
           PronyMergeRoom *room,
           const char *word,
           gsize length,
           guint32 hash,
           GArray *ids)
{
  make_symbols (self, room, word, length);
  prony_merge_room_run (room, &self->pairs);
  g_array_append_vals (ids, room->symbols->data, room->symbols->len);
  prony_word_cache_store (room->cache, word, length, hash, (const guint32 *) room->symbols->data,
                          room->symbols->len);
}

static gboolean
take_from_cache (PronyMergeRoom *room, const char *word, gsize length, guint32 *hash, GArray *ids)
{
  const PronyCachedWord *known = prony_word_cache_find (room->cache, word, length, hash);

  if (known == NULL)
    return FALSE;

  g_array_append_vals (ids, known->ids, known->n_ids);
  return TRUE;
}

/* The end of the part that begins here: where no token has the two characters side by
 * side. */
static const char *
find_cut (const PronyWordMerger *self, const char *word, const char *end)
{
  gunichar before = g_utf8_get_char (word);

  for (word = g_utf8_next_char (word); word < end; word = g_utf8_next_char (word))
    {
      gunichar c = g_utf8_get_char (word);
      guint bit = hash_neighbours (before, c);

      if ((self->neighbours[bit / 32] & (1u << (bit % 32))) == 0)
        return word;
      before = c;
    }
  return end;
}

/**
 * prony_word_merger_run:
 * @self: a merger
 * @room: the room of this thread; only ever used with this merger
 * @word: a word, valid UTF-8 unless the vocabulary is one of bytes
 * @length: how many bytes, at least one
 * @ids: (element-type guint32): gets the tokens of the word behind what it has
 *
 * Makes tokens of a word.
 */
void
prony_word_merger_run (
  const PronyWordMerger *self, PronyMergeRoom *room, const char *word, gsize length, GArray *ids)
{
  const char *end = word + length;
  guint32 hash = 0;
  guint32 id;

  if (take_from_cache (room, word, length, &hash, ids))
    return;

  id = self->whole_words && length <= PRONY_TOKEN_MAX_BYTES
         ? prony_token_map_find (self->tokens, word, length)
         : PRONY_NO_TOKEN;
  if (id != PRONY_NO_TOKEN)
    {
      g_array_append_val (ids, id);
      prony_word_cache_store (room->cache, word, length, hash, &id, 1);
      return;
    }

  if (self->neighbours == NULL || length <= UNCUT_BYTES)
    {
      merge_new (self, room, word, length, hash, ids);
      return;
    }

  while (word < end)
    {
      const char *cut = find_cut (self, word, end);

      if (!take_from_cache (room, word, cut - word, &hash, ids))
        merge_new (self, room, word, cut - word, hash, ids);
      word = cut;
    }
}
