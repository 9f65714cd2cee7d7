/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *prony_vocabulary_find (const char *model);
GPtrArray *prony_vocabulary_list (void);

G_END_DECLS
