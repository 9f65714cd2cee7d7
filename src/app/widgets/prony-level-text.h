/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

#include "core/model/prony-load-level.h"

G_BEGIN_DECLS

char **prony_level_text_split (const char *text);
GArray *prony_level_text_parse (const char *text, PronyLoadKind kind);
char *prony_level_text_make (GArray *levels);
char *prony_level_text_toggle (const char *text, guint concurrency, gboolean on);

G_END_DECLS
