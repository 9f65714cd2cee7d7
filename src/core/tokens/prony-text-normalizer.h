/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyTextNormalizer:
 *
 * What a vocabulary does to a text before it is cut into words: steps, one after
 * another. While steps are added it belongs to one thread; then all may use it.
 */
typedef struct _PronyTextNormalizer PronyTextNormalizer;

PronyTextNormalizer *prony_text_normalizer_new (void);
void prony_text_normalizer_free (PronyTextNormalizer *self);
void prony_text_normalizer_add_form (PronyTextNormalizer *self, GNormalizeMode form);
void prony_text_normalizer_add_lowercase (PronyTextNormalizer *self);
void prony_text_normalizer_add_strip (PronyTextNormalizer *self, gboolean left, gboolean right);
void prony_text_normalizer_add_prepend (PronyTextNormalizer *self, const char *text);
void
prony_text_normalizer_add_replace (PronyTextNormalizer *self, const char *from, const char *to);
gboolean prony_text_normalizer_is_empty (PronyTextNormalizer *self);
void prony_text_normalizer_run (PronyTextNormalizer *self,
                                const char *text,
                                gsize length,
                                GString *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyTextNormalizer, prony_text_normalizer_free)

G_END_DECLS
