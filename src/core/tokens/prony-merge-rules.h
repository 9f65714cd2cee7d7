/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/tokens/prony-vocabulary-private.h"

G_BEGIN_DECLS

gboolean prony_merge_rules_make (PronyVocabularyParts *parts, PronyPairMap *pairs, GError **error);

G_END_DECLS
