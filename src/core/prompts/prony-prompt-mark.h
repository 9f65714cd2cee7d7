/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PRONY_PROMPT_MARK_SIZE:
 *
 * Bytes of a mark, with the zero at its end.
 */
#define PRONY_PROMPT_MARK_SIZE (1 + 4 * 4 + 3 + 2 + 1)

void prony_prompt_mark_write (char mark[PRONY_PROMPT_MARK_SIZE], guint32 number);

G_END_DECLS
