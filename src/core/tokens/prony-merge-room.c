/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-tokens"

#include "config.h"

#include <string.h>

#include "core/tokens/prony-merge-room.h"

/* Byte-pair merging: of all pairs that stand side by side, the one with the least
 * priority merges, of equal ones the one furthest left, until none can. A short word
 * looks at all pairs each time; a long one keeps them in a heap, so that the time does
 * not grow with the square of its length. */

#define NO_NODE G_MAXUINT32

/* Memory of a word longer than this is given back. */
#define KEPT_SYMBOLS (1u << 16)

typedef struct
{
  guint32 id; /* PRONY_NO_PRIORITY's value for what was merged away */
  guint32 before;
  guint32 after;
} Node;

typedef struct
{
  guint64 rank; /* priority, then place */
  guint32 left;
  guint32 right;
} Candidate;

/**
 * prony_merge_room_new:
 *
 * Returns: (transfer full): a room, for one thread at a time
 */
PronyMergeRoom *
prony_merge_room_new (void)
{
  PronyMergeRoom *self = g_new0 (PronyMergeRoom, 1);

  self->cache = prony_word_cache_new ();
  self->symbols = g_array_sized_new (FALSE, FALSE, sizeof (guint32), PRONY_MERGE_SHORT);
  self->nodes = g_array_new (FALSE, FALSE, sizeof (Node));
  self->heap = g_array_new (FALSE, FALSE, sizeof (Candidate));
  return self;
}

/**
 * prony_merge_room_free:
 * @self: (transfer full): a room
 *
 * Frees it.
 */
void
prony_merge_room_free (PronyMergeRoom *self)
{
  prony_word_cache_free (self->cache);
  g_array_unref (self->symbols);
  g_array_unref (self->nodes);
  g_array_unref (self->heap);
  g_free (self);
}

static void
look_up (PronyMergeRoom *self, const PronyPairMap *pairs, const guint32 *ids, guint at)
{
  self->found[at] = prony_pair_map_find (pairs, ids[at], ids[at + 1]);
  self->priorities[at] = self->found[at] != NULL ? self->found[at]->priority : PRONY_NO_PRIORITY;
}

static void
merge_short (PronyMergeRoom *self, const PronyPairMap *pairs)
{
  guint32 *ids = (guint32 *) self->symbols->data;
  guint n = self->symbols->len;

  for (guint i = 0; i + 1 < n; i++)
    look_up (self, pairs, ids, i);

  while (n > 1)
    {
      guint32 least = self->priorities[0];
      guint best = 0;

      for (guint i = 1; i + 1 < n; i++)
        if (self->priorities[i] < least)
          {
            least = self->priorities[i];
            best = i;
          }
      if (least == PRONY_NO_PRIORITY)
        break;

      ids[best] = self->found[best]->result;
      n--;
      memmove (ids + best + 1, ids + best + 2, (n - best - 1) * sizeof *ids);
      memmove (self->found + best, self->found + best + 1, (n - best) * sizeof *self->found);
      memmove (self->priorities + best, self->priorities + best + 1,
               (n - best) * sizeof *self->priorities);
      if (best > 0)
        look_up (self, pairs, ids, best - 1);
      if (best + 1 < n)
        look_up (self, pairs, ids, best);
    }

  g_array_set_size (self->symbols, n);
}

static void
sift_down (Candidate *heap, guint n, guint at)
{
  Candidate moved = heap[at];

  for (guint child; (child = 2 * at + 1) < n; at = child)
    {
      if (child + 1 < n && heap[child + 1].rank < heap[child].rank)
        child++;
      if (heap[child].rank >= moved.rank)
        break;
      heap[at] = heap[child];
    }
  heap[at] = moved;
}

static void
sift_up (Candidate *heap, guint at)
{
  Candidate moved = heap[at];

  for (; at > 0 && heap[(at - 1) / 2].rank > moved.rank; at = (at - 1) / 2)
    heap[at] = heap[(at - 1) / 2];
  heap[at] = moved;
}

/* Whether the node and the one after it may merge: then that is a candidate. */
static gboolean
make_candidate (const PronyPairMap *pairs, const Node *nodes, guint32 at, Candidate *candidate)
{
  const PronyPair *pair;

  if (nodes[at].after == NO_NODE)
    return FALSE;

  candidate->left = nodes[at].id;
  candidate->right = nodes[nodes[at].after].id;
  pair = prony_pair_map_find (pairs, candidate->left, candidate->right);
  if (pair == NULL)
    return FALSE;

  candidate->rank = ((guint64) pair->priority << 32) | at;
  return TRUE;
}

static void
push (PronyMergeRoom *self, const PronyPairMap *pairs, guint32 at)
{
  Candidate candidate;

  if (at == NO_NODE || !make_candidate (pairs, (const Node *) self->nodes->data, at, &candidate))
    return;

  g_array_append_val (self->heap, candidate);
  sift_up ((Candidate *) self->heap->data, self->heap->len - 1);
}

static void
list_symbols (PronyMergeRoom *self, const PronyPairMap *pairs)
{
  guint n = self->symbols->len;
  const guint32 *ids = (const guint32 *) self->symbols->data;
  Node *nodes;

  g_array_set_size (self->nodes, n);
  g_array_set_size (self->heap, 0);
  nodes = (Node *) self->nodes->data;
  for (guint i = 0; i < n; i++)
    nodes[i] = (Node){ ids[i], i > 0 ? i - 1 : NO_NODE, i + 1 < n ? i + 1 : NO_NODE };

  for (guint i = 0; i + 1 < n; i++)
    {
      Candidate candidate;

      if (make_candidate (pairs, nodes, i, &candidate))
        g_array_append_val (self->heap, candidate);
    }
  for (guint i = self->heap->len / 2; i-- > 0;)
    sift_down ((Candidate *) self->heap->data, self->heap->len, i);
}

static Candidate
pop (PronyMergeRoom *self)
{
  Candidate *heap = (Candidate *) self->heap->data;
  Candidate best = heap[0];
  guint n = self->heap->len - 1;

  heap[0] = heap[n];
  g_array_set_size (self->heap, n);
  if (n > 0)
    sift_down (heap, n, 0);
  return best;
}

static void
merge_long (PronyMergeRoom *self, const PronyPairMap *pairs)
{
  guint32 *ids = (guint32 *) self->symbols->data;
  Node *nodes;
  guint n = 0;

  list_symbols (self, pairs);
  nodes = (Node *) self->nodes->data;
  while (self->heap->len > 0)
    {
      Candidate best = pop (self);
      guint32 at = best.rank & G_MAXUINT32;
      guint32 after = nodes[at].after;

      /* What has changed since it was found has another candidate. */
      if (nodes[at].id != best.left || after == NO_NODE || nodes[after].id != best.right)
        continue;

      nodes[at].id = prony_pair_map_find (pairs, best.left, best.right)->result;
      nodes[at].after = nodes[after].after;
      nodes[after].id = PRONY_NO_PRIORITY;
      if (nodes[at].after != NO_NODE)
        nodes[nodes[at].after].before = at;
      push (self, pairs, at);
      push (self, pairs, nodes[at].before);
    }

  for (guint32 i = 0; i != NO_NODE; i = nodes[i].after)
    ids[n++] = nodes[i].id;
  g_array_set_size (self->symbols, n);
}

static void
give_back (GArray **array, guint element)
{
  g_array_unref (*array);
  *array = g_array_new (FALSE, FALSE, element);
}

/**
 * prony_merge_room_run:
 * @self: a room whose symbols are those of a word
 * @pairs: the rules of merging
 *
 * Merges the symbols until no rule is left for any two that stand side by side.
 */
void
prony_merge_room_run (PronyMergeRoom *self, const PronyPairMap *pairs)
{
  guint n = self->symbols->len;

  if (n <= PRONY_MERGE_SHORT)
    {
      merge_short (self, pairs);
      return;
    }

  merge_long (self, pairs);
  if (n > KEPT_SYMBOLS)
    {
      give_back (&self->nodes, sizeof (Node));
      give_back (&self->heap, sizeof (Candidate));
    }
}
