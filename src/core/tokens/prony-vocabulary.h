/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PronyVocabulary:
 *
 * The vocabulary of a model: it makes of a text the tokens that the model would see.
 * Never changes after it was made, so that all threads may use it at once.
 */
typedef struct _PronyVocabulary PronyVocabulary;

PronyVocabulary *prony_vocabulary_open (const char *path, GError **error);
PronyVocabulary *prony_vocabulary_ref (PronyVocabulary *self);
void prony_vocabulary_unref (PronyVocabulary *self);
guint prony_vocabulary_get_size (PronyVocabulary *self);
gint64 prony_vocabulary_count (PronyVocabulary *self, const char *text, gsize length);
gboolean prony_vocabulary_encode (
  PronyVocabulary *self, const char *text, gsize length, GArray *tokens, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyVocabulary, prony_vocabulary_unref)

G_END_DECLS
