/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/tokens/prony-text-splitter.h"

G_BEGIN_DECLS

gboolean prony_gguf_splits_add (PronyTextSplitter *splitter,
                                const char *name,
                                gboolean *whole_words,
                                GError **error);

G_END_DECLS
