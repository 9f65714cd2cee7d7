/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/tokens/prony-pair-map.h"
#include "core/tokens/prony-word-cache.h"

G_BEGIN_DECLS

/**
 * PRONY_MERGE_SHORT:
 *
 * Up to so many symbols it is quickest to look for the best pair among all.
 */
#define PRONY_MERGE_SHORT 128

/**
 * PronyMergeRoom:
 * @cache: words that came lately
 * @symbols: (element-type guint32): what is merged
 * @nodes: the symbols of a long word, as a list
 * @heap: the pairs of a long word, the best first
 * @found: the rules for the pairs of a short word
 *
 * The memory in which one thread merges.
 */
typedef struct
{
  PronyWordCache *cache;
  GArray *symbols;
  GArray *nodes;
  GArray *heap;
  const PronyPair *found[PRONY_MERGE_SHORT];
  guint32 priorities[PRONY_MERGE_SHORT];
} PronyMergeRoom;

PronyMergeRoom *prony_merge_room_new (void);
void prony_merge_room_free (PronyMergeRoom *self);
void prony_merge_room_run (PronyMergeRoom *self, const PronyPairMap *pairs);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyMergeRoom, prony_merge_room_free)

G_END_DECLS
