/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/tokens/prony-json-cursor.h"
#include "core/tokens/prony-vocabulary-private.h"

G_BEGIN_DECLS

gboolean prony_tokenizer_steps_read_normalizer (PronyJsonCursor *cursor,
                                                PronyVocabularyParts *parts,
                                                GError **error);
gboolean prony_tokenizer_steps_read_pre_tokenizer (PronyJsonCursor *cursor,
                                                   PronyVocabularyParts *parts,
                                                   GError **error);

G_END_DECLS
