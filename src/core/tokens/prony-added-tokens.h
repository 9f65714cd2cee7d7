/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/tokens/prony-vocabulary-private.h"

G_BEGIN_DECLS

/**
 * PronyAddedTokens:
 *
 * Tokens that are split off from a text before everything else. While it is filled it
 * belongs to one thread; then all may look into it.
 */
typedef struct _PronyAddedTokens PronyAddedTokens;

/**
 * PronyAddedSearch:
 * @text: where is sought
 * @length: how many bytes
 * @from: where the search goes on
 * @done: up to where the text belongs to what was found
 *
 * A search from one added token to the next. Begin with the text and zeros.
 */
typedef struct
{
  const char *text;
  gsize length;
  gsize from;
  gsize done;
} PronyAddedSearch;

PronyAddedTokens *prony_added_tokens_new (void);
void prony_added_tokens_free (PronyAddedTokens *self);
void prony_added_tokens_add (
  PronyAddedTokens *self, const char *bytes, gsize length, guint32 id, PronyAddedFlags flags);
gboolean prony_added_tokens_next (const PronyAddedTokens *self,
                                  PronyAddedSearch *search,
                                  gsize *start,
                                  guint32 *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyAddedTokens, prony_added_tokens_free)

G_END_DECLS
