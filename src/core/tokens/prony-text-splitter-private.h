/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/tokens/prony-split-pattern.h"
#include "core/tokens/prony-text-splitter.h"

G_BEGIN_DECLS

/* The most stages; published vocabularies have up to five. Each is a call deeper. */
#define PRONY_SPLIT_MAX_STAGES 16

/**
 * PronySplitStage:
 * @mark: (nullable): what stands in place of a space; %NULL leaves spaces alone
 * @prefix: whether @mark, or a space, is put before a piece
 * @pattern: (nullable): what is sought; %NULL leaves the piece whole
 * @behavior: what becomes of the matches
 * @invert: take what is between for the matches, and the matches for what is between
 *
 * One stage of a splitter.
 */
typedef struct
{
  char *mark;
  PronySplitPrefix prefix;
  PronySplitPattern *pattern;
  PronySplitBehavior behavior;
  gboolean invert;
} PronySplitStage;

struct _PronyTextSplitter
{
  GPtrArray *stages;
};

G_END_DECLS
