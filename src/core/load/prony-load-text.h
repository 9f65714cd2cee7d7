/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PRONY_LOAD_TEXT_BYTES:
 *
 * How much of a text's end a snapshot carries.
 */
#define PRONY_LOAD_TEXT_BYTES 16384

char *prony_load_text_copy_end (const GString *text, gboolean complete, guint64 *start);

G_END_DECLS
