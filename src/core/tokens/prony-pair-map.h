/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PRONY_NO_PRIORITY:
 *
 * In place of a priority: the two do not merge.
 */
#define PRONY_NO_PRIORITY G_MAXUINT32

/**
 * PronyPair:
 * @left: id of the left token
 * @right: id of the right one
 * @priority: the less, the sooner they merge
 * @result: id of the token that they become
 *
 * One rule of a vocabulary's merging.
 */
typedef struct
{
  guint32 left;
  guint32 right;
  guint32 priority;
  guint32 result;
} PronyPair;

/**
 * PronyPairMap:
 *
 * The rules of merging, to be found by the two tokens that stand side by side.
 * While it is filled it belongs to one thread; then all may look into it.
 */
typedef struct
{
  PronyPair *slots;
  guint n_slots;
  guint n_pairs;
  guint shift;
  guint64 seed;
} PronyPairMap;

void prony_pair_map_init (PronyPairMap *self, guint n_expected);
void prony_pair_map_clear (PronyPairMap *self);
void prony_pair_map_set (PronyPairMap *self, const PronyPair *pair);

static inline guint
prony_pair_map_hash (const PronyPairMap *self, guint32 left, guint32 right)
{
  guint64 key = (((guint64) left << 32) | right) ^ self->seed;

  key *= G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  key ^= key >> 32;
  key *= G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
  return key >> self->shift;
}

/* Returns: (nullable): the rule for the two. Inline: it is the hot path. */
static inline const PronyPair *
prony_pair_map_find (const PronyPairMap *self, guint32 left, guint32 right)
{
  for (guint i = prony_pair_map_hash (self, left, right);; i = (i + 1) & (self->n_slots - 1))
    {
      const PronyPair *pair = &self->slots[i];

      if (pair->priority == PRONY_NO_PRIORITY)
        return NULL;
      if (pair->left == left && pair->right == right)
        return pair;
    }
}

G_END_DECLS
