/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PRONY_NO_TOKEN:
 *
 * In place of an id: there is no such token.
 */
#define PRONY_NO_TOKEN G_MAXUINT32

/**
 * PronyToken:
 * @offset: where its bytes begin, in the bytes of the map
 * @length: how many bytes, at least one
 * @id: its id
 *
 * One token of a vocabulary.
 */
typedef struct
{
  guint32 offset;
  guint32 length;
  guint32 id;
} PronyToken;

/**
 * PronyTokenMap:
 *
 * The tokens of a vocabulary, to be found by their bytes. While it is filled it
 * belongs to one thread; then all may look into it.
 */
typedef struct _PronyTokenMap PronyTokenMap;

PronyTokenMap *prony_token_map_new (void);
void prony_token_map_free (PronyTokenMap *self);
guint prony_token_map_add (PronyTokenMap *self, const char *bytes, gsize length, guint32 id);
guint32 prony_token_map_find (const PronyTokenMap *self, const char *bytes, gsize length);
guint prony_token_map_get_size (const PronyTokenMap *self);
const PronyToken *prony_token_map_get (const PronyTokenMap *self, guint index, const char **bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyTokenMap, prony_token_map_free)

G_END_DECLS
