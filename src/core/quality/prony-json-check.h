/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean prony_json_check (const char *text, gsize length, GHashTable *keys);

G_END_DECLS
