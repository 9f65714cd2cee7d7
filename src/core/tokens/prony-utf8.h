/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean prony_utf8_is_valid (const char *text, gsize length);
void prony_utf8_repair (const char *text, gsize length, GString *result);

G_END_DECLS
