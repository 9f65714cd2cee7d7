/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PronySplitBehavior:
 * @PRONY_SPLIT_ISOLATED: each match is a piece, and so is what is between
 * @PRONY_SPLIT_REMOVED: what is between is a piece; matches are dropped
 * @PRONY_SPLIT_CONTIGUOUS: as isolated, but matches side by side are one piece
 * @PRONY_SPLIT_WITH_PREVIOUS: a match belongs to what is before it
 * @PRONY_SPLIT_WITH_NEXT: a match belongs to what is after it
 *
 * What becomes of the matches of a pattern.
 */
typedef enum
{
  PRONY_SPLIT_ISOLATED,
  PRONY_SPLIT_REMOVED,
  PRONY_SPLIT_CONTIGUOUS,
  PRONY_SPLIT_WITH_PREVIOUS,
  PRONY_SPLIT_WITH_NEXT,
} PronySplitBehavior;

/**
 * PronySplitPrefix:
 * @PRONY_SPLIT_PREFIX_NONE: nothing is put before a piece
 * @PRONY_SPLIT_PREFIX_FIRST: the mark of a space before the very first piece of a text
 * @PRONY_SPLIT_PREFIX_ALWAYS: the mark of a space before each piece
 *
 * Whether a stage puts a space before a piece that does not begin with one.
 */
typedef enum
{
  PRONY_SPLIT_PREFIX_NONE,
  PRONY_SPLIT_PREFIX_FIRST,
  PRONY_SPLIT_PREFIX_ALWAYS,
} PronySplitPrefix;

/**
 * PronyWordFunc:
 * @word: a word; valid during the call
 * @length: how many bytes, at least one
 * @user_data: as given
 *
 * Takes a word that was cut from a text.
 */
typedef void (*PronyWordFunc) (const char *word, gsize length, gpointer user_data);

/**
 * PronyTextSplitter:
 *
 * How a vocabulary cuts a text into words: stages, each of which cuts the pieces of
 * the stage before. While stages are added it belongs to one thread; then all may
 * use it, each with a run of its own.
 */
typedef struct _PronyTextSplitter PronyTextSplitter;

/**
 * PronySplitRun:
 *
 * What one thread needs to cut texts: memory for matches, and a deadline.
 */
typedef struct _PronySplitRun PronySplitRun;

PronyTextSplitter *prony_text_splitter_new (void);
void prony_text_splitter_free (PronyTextSplitter *self);
gboolean prony_text_splitter_add_pattern (PronyTextSplitter *self,
                                          const char *pattern,
                                          PronySplitBehavior behavior,
                                          gboolean invert,
                                          GError **error);
gboolean prony_text_splitter_add_space (PronyTextSplitter *self,
                                        const char *mark,
                                        PronySplitPrefix prefix,
                                        GError **error);

PronySplitRun *prony_split_run_new (PronyTextSplitter *splitter);
void prony_split_run_free (PronySplitRun *self);
void prony_split_run_begin (PronySplitRun *self, gsize length);
gboolean prony_split_run_feed (PronySplitRun *self,
                               const char *text,
                               gsize length,
                               gboolean is_first,
                               PronyWordFunc func,
                               gpointer user_data,
                               GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyTextSplitter, prony_text_splitter_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronySplitRun, prony_split_run_free)

G_END_DECLS
