/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/tokens/prony-merge-room.h"
#include "core/tokens/prony-vocabulary-private.h"

G_BEGIN_DECLS

/**
 * PronyWordMerger:
 *
 * Makes tokens of a word, by merging what stands side by side. Never changes, so that
 * all threads may use it, each with a room of its own.
 */
typedef struct _PronyWordMerger PronyWordMerger;

PronyWordMerger *prony_word_merger_new (PronyVocabularyParts *parts, GError **error);
void prony_word_merger_free (PronyWordMerger *self);
void prony_word_merger_run (
  const PronyWordMerger *self, PronyMergeRoom *room, const char *word, gsize length, GArray *ids);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyWordMerger, prony_word_merger_free)

G_END_DECLS
