/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-tokens"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-error.h"
#include "core/tokens/prony-text-splitter-private.h"

static void
free_stage (gpointer data)
{
  PronySplitStage *stage = data;

  g_free (stage->mark);
  g_clear_pointer (&stage->pattern, prony_split_pattern_free);
  g_free (stage);
}

/**
 * prony_text_splitter_new:
 *
 * Returns: (transfer full): a splitter without stages: it leaves a text whole
 */
PronyTextSplitter *
prony_text_splitter_new (void)
{
  PronyTextSplitter *self = g_new0 (PronyTextSplitter, 1);

  self->stages = g_ptr_array_new_with_free_func (free_stage);
  return self;
}

/**
 * prony_text_splitter_free:
 * @self: (transfer full): a splitter
 *
 * Frees it. No run of it may be left.
 */
void
prony_text_splitter_free (PronyTextSplitter *self)
{
  g_ptr_array_unref (self->stages);
  g_free (self);
}

static PronySplitStage *
add_stage (PronyTextSplitter *self, GError **error)
{
  PronySplitStage *stage;

  if (self->stages->len >= PRONY_SPLIT_MAX_STAGES)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   _ ("The vocabulary cuts texts in more than %d stages, which no real one does."),
                   PRONY_SPLIT_MAX_STAGES);
      return NULL;
    }

  stage = g_new0 (PronySplitStage, 1);
  g_ptr_array_add (self->stages, stage);
  return stage;
}

/**
 * prony_text_splitter_add_pattern:
 * @self: a splitter
 * @pattern: a regular expression as vocabularies write it
 * @behavior: what becomes of its matches
 * @invert: whether matches and what is between them change places
 * @error: return location for an error
 *
 * Adds a stage that cuts by a pattern.
 *
 * Returns: %FALSE when the pattern cannot be used
 */
gboolean
prony_text_splitter_add_pattern (PronyTextSplitter *self,
                                 const char *pattern,
                                 PronySplitBehavior behavior,
                                 gboolean invert,
                                 GError **error)
{
  PronySplitStage *stage = add_stage (self, error);

  if (stage == NULL)
    return FALSE;

  stage->behavior = behavior;
  stage->invert = invert;
  stage->pattern = prony_split_pattern_new (pattern, error);
  return stage->pattern != NULL;
}

/**
 * prony_text_splitter_add_space:
 * @self: a splitter
 * @mark: (nullable): what is written for each space; %NULL leaves spaces as they are
 * @prefix: whether a piece that does not begin with a space gets one
 * @error: return location for an error
 *
 * Adds a stage that cuts nothing, but marks spaces.
 *
 * Returns: %FALSE when there are too many stages
 */
gboolean
prony_text_splitter_add_space (PronyTextSplitter *self,
                               const char *mark,
                               PronySplitPrefix prefix,
                               GError **error)
{
  PronySplitStage *stage = add_stage (self, error);

  if (stage == NULL)
    return FALSE;

  stage->mark = g_strdup (mark);
  stage->prefix = prefix;
  return TRUE;
}
