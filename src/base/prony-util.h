/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

gboolean prony_set_str (char **place, const char *text);
const char *prony_nearest_word (const char *word, const char *const *words);

G_END_DECLS
