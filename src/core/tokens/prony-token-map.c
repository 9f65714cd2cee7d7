/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-tokens"

#include "config.h"

#include "core/tokens/prony-byte-hash.h"
#include "core/tokens/prony-token-map.h"

/* A hash table with open addressing: a quarter of a million tokens, millions of
 * look-ups a second. GHashTable would take an allocation for each token and three
 * times the memory. The seed keeps a file from choosing tokens that all collide. */

#define FIRST_SLOTS 1024

/* Of one vocabulary, so that offsets fit: no known one has more than 10 MiB. */
#define MAX_BYTES (256u << 20)

typedef struct
{
  guint32 hash;
  guint32 index; /* + 1; 0 is an empty slot */
} Slot;

struct _PronyTokenMap
{
  GByteArray *bytes;
  GArray *tokens;
  Slot *slots;
  guint n_slots; /* a power of two, at least twice the tokens */
  guint64 seed;
};

/**
 * prony_token_map_new:
 *
 * Returns: (transfer full): a map without tokens
 */
PronyTokenMap *
prony_token_map_new (void)
{
  PronyTokenMap *self = g_new0 (PronyTokenMap, 1);

  self->bytes = g_byte_array_new ();
  self->tokens = g_array_new (FALSE, FALSE, sizeof (PronyToken));
  self->n_slots = FIRST_SLOTS;
  self->slots = g_new0 (Slot, self->n_slots);
  self->seed = ((guint64) g_random_int () << 32) | g_random_int ();
  return self;
}

/**
 * prony_token_map_free:
 * @self: (transfer full): a map
 *
 * Frees it.
 */
void
prony_token_map_free (PronyTokenMap *self)
{
  g_byte_array_unref (self->bytes);
  g_array_unref (self->tokens);
  g_free (self->slots);
  g_free (self);
}

/* The slot of these bytes, or the empty one where they belong. */
static guint
find_slot (const PronyTokenMap *self, const char *bytes, gsize length, guint32 hash)
{
  guint mask = self->n_slots - 1;

  for (guint i = hash & mask;; i = (i + 1) & mask)
    {
      const Slot *slot = &self->slots[i];
      const PronyToken *token;

      if (slot->index == 0)
        return i;
      if (slot->hash != hash)
        continue;
      token = &g_array_index (self->tokens, PronyToken, slot->index - 1);
      if (token->length == length && memcmp (self->bytes->data + token->offset, bytes, length) == 0)
        return i;
    }
}

static void
grow (PronyTokenMap *self)
{
  g_autofree Slot *old = g_steal_pointer (&self->slots);
  guint n_old = self->n_slots;

  self->n_slots *= 2;
  self->slots = g_new0 (Slot, self->n_slots);
  for (guint i = 0; i < n_old; i++)
    {
      guint at = old[i].hash & (self->n_slots - 1);

      if (old[i].index == 0)
        continue;
      while (self->slots[at].index != 0)
        at = (at + 1) & (self->n_slots - 1);
      self->slots[at] = old[i];
    }
}

/**
 * prony_token_map_add:
 * @self: a map
 * @bytes: the token's bytes
 * @length: how many, at least one
 * @id: its id
 *
 * Adds a token. Of the same bytes twice the last id counts, as in the readers of
 * others.
 *
 * Returns: the index of the token, or %PRONY_NO_TOKEN when the map is full
 */
guint
prony_token_map_add (PronyTokenMap *self, const char *bytes, gsize length, guint32 id)
{
  guint32 hash = prony_byte_hash (bytes, length, self->seed);
  guint at = find_slot (self, bytes, length, hash);
  PronyToken token = { self->bytes->len, length, id };

  g_return_val_if_fail (length > 0, PRONY_NO_TOKEN);

  if (self->slots[at].index != 0)
    {
      g_array_index (self->tokens, PronyToken, self->slots[at].index - 1).id = id;
      return self->slots[at].index - 1;
    }
  if (length > MAX_BYTES - self->bytes->len)
    return PRONY_NO_TOKEN;

  g_byte_array_append (self->bytes, (const guint8 *) bytes, length);
  g_array_append_val (self->tokens, token);
  self->slots[at].hash = hash;
  self->slots[at].index = self->tokens->len;
  if (self->tokens->len > self->n_slots / 2)
    grow (self);
  return self->tokens->len - 1;
}

/**
 * prony_token_map_find:
 * @self: a map
 * @bytes: bytes
 * @length: how many
 *
 * Returns: the id of the token that these bytes are, or %PRONY_NO_TOKEN
 */
guint32
prony_token_map_find (const PronyTokenMap *self, const char *bytes, gsize length)
{
  guint at = find_slot (self, bytes, length, prony_byte_hash (bytes, length, self->seed));
  guint index = self->slots[at].index;

  return index == 0 ? PRONY_NO_TOKEN : g_array_index (self->tokens, PronyToken, index - 1).id;
}

/**
 * prony_token_map_get_size:
 * @self: a map
 *
 * Returns: how many tokens it has
 */
guint
prony_token_map_get_size (const PronyTokenMap *self)
{
  return self->tokens->len;
}

/**
 * prony_token_map_get:
 * @self: a map
 * @index: less than the size
 * @bytes: (out): the token's bytes, owned by @self; valid until a token is added
 *
 * Returns: (transfer none): a token, in the order in which they were added
 */
const PronyToken *
prony_token_map_get (const PronyTokenMap *self, guint index, const char **bytes)
{
  const PronyToken *token = &g_array_index (self->tokens, PronyToken, index);

  *bytes = (const char *) self->bytes->data + token->offset;
  return token;
}
