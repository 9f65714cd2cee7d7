/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-tokens"

#include "config.h"

#include "core/tokens/prony-pair-map.h"

#define FIRST_BITS 10

static void
make_slots (PronyPairMap *self, guint bits)
{
  self->n_slots = 1u << bits;
  self->shift = 64 - bits;
  self->slots = g_new (PronyPair, self->n_slots);
  for (guint i = 0; i < self->n_slots; i++)
    self->slots[i].priority = PRONY_NO_PRIORITY;
}

/**
 * prony_pair_map_init:
 * @self: (out caller-allocates): memory for a map
 * @n_expected: about how many rules will come, at most 2^26
 *
 * Makes a map without rules.
 */
void
prony_pair_map_init (PronyPairMap *self, guint n_expected)
{
  guint bits = FIRST_BITS;

  while (bits < 27 && (1u << bits) / 2 < n_expected)
    bits++;
  self->n_pairs = 0;
  self->seed = ((guint64) g_random_int () << 32) | g_random_int ();
  make_slots (self, bits);
}

/**
 * prony_pair_map_clear:
 * @self: a map
 *
 * Frees what it holds, but not @self.
 */
void
prony_pair_map_clear (PronyPairMap *self)
{
  g_clear_pointer (&self->slots, g_free);
}

static PronyPair *
find_slot (PronyPairMap *self, guint32 left, guint32 right)
{
  guint i = prony_pair_map_hash (self, left, right);

  while (self->slots[i].priority != PRONY_NO_PRIORITY &&
         (self->slots[i].left != left || self->slots[i].right != right))
    i = (i + 1) & (self->n_slots - 1);
  return &self->slots[i];
}

static void
grow (PronyPairMap *self)
{
  g_autofree PronyPair *old = g_steal_pointer (&self->slots);
  guint n_old = self->n_slots;

  make_slots (self, 64 - self->shift + 1);
  for (guint i = 0; i < n_old; i++)
    if (old[i].priority != PRONY_NO_PRIORITY)
      *find_slot (self, old[i].left, old[i].right) = old[i];
}

/**
 * prony_pair_map_set:
 * @self: a map
 * @pair: a rule, with a priority
 *
 * Adds a rule, in place of an earlier one for the same two.
 */
void
prony_pair_map_set (PronyPairMap *self, const PronyPair *pair)
{
  PronyPair *slot;

  g_return_if_fail (pair->priority != PRONY_NO_PRIORITY);

  slot = find_slot (self, pair->left, pair->right);
  if (slot->priority == PRONY_NO_PRIORITY)
    self->n_pairs++;
  *slot = *pair;
  if (self->n_pairs > self->n_slots / 2)
    grow (self);
}
