/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean prony_byte_alphabet_decode (const char *text, gsize length, char *bytes, gsize *n_bytes);

G_END_DECLS
