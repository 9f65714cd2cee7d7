/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

/**
 * PRONY_SOURCE_STYLE_ANSWER:
 *
 * The language of what a model writes: Markdown, with code in its fences.
 */
#define PRONY_SOURCE_STYLE_ANSWER "prony-answer"

void prony_source_style_init (void);
void prony_source_style_set_language (GtkSourceView *view, const char *language);
void prony_source_style_follow (GtkSourceView *view, const char *language);

G_END_DECLS
