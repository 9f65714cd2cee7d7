/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/tokens/prony-vocabulary.h"

G_BEGIN_DECLS

PronyVocabulary *
prony_tiktoken_file_read (const char *name, const char *text, gsize length, GError **error);

G_END_DECLS
