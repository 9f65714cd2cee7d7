/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *prony_answer_normalize (const char *text);
char *prony_answer_fold (const char *text);
const char *prony_answer_skip_thinking (const char *text);
gboolean prony_answer_find_block (const char *text, const char **start, gsize *length);
gboolean prony_answer_find_number (const char *text, double *value);

G_END_DECLS
