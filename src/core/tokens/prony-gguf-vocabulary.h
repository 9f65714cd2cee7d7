/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/tokens/prony-vocabulary-private.h"

G_BEGIN_DECLS

PronyVocabulary *prony_gguf_vocabulary_read (const char *path, GError **error);

G_END_DECLS
