/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-test-case.h"
#include "core/prompts/prony-filler-fit.h"

G_BEGIN_DECLS

/**
 * PronyPromptPart:
 * @text: (nullable): what it says, where it is no filler
 * @filler: (nullable): what it is cut from
 * @is_open: it takes what is left of a drawn length
 * @tokens: how long filler is to be; 0 for none of it yet
 * @seed: what @filler is drawn from
 * @length: how many bytes of @filler are taken
 *
 * A piece of a message: literal text, or filler whose length can still be changed.
 */
typedef struct
{
  char *text;
  PronyFiller *filler;
  gboolean is_open;
  guint tokens;
  guint64 seed;
  gsize length;
} PronyPromptPart;

/**
 * PronyPromptDraft:
 * @role: who says it
 * @parts: (element-type PronyPromptPart): its pieces, in order
 * @text: (nullable): all of it, from when it was last counted
 * @tokens: of @text
 *
 * A message that is being written.
 */
typedef struct
{
  PronyMessageRole role;
  GArray *parts;
  char *text;
  guint tokens;
} PronyPromptDraft;

/**
 * PronyFillerSeeds:
 * @base: differs between conversations that are to have different filler
 * @n_fillers: how many the conversation has so far
 *
 * What the fillers of a conversation are drawn from.
 */
typedef struct
{
  guint64 base;
  guint n_fillers;
} PronyFillerSeeds;

PronyPromptDraft *prony_prompt_draft_new (PronyMessageRole role);
void prony_prompt_draft_free (PronyPromptDraft *self);
void prony_prompt_draft_add (PronyPromptDraft *self,
                             const char *text,
                             const PronyTestCase *test_case,
                             PronyFillerSeeds *seeds);
guint prony_prompt_draft_count_open (const PronyPromptDraft *self);
PronyPromptPart *prony_prompt_draft_find_longest (const PronyPromptDraft *self, gboolean open);
guint prony_prompt_draft_count (PronyPromptDraft *self, PronyPromptGauge *gauge, GHashTable *known);

G_END_DECLS
