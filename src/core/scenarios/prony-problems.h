/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyProblems:
 *
 * The mistakes found in one file, each with its line and column, so that a
 * person sees all of them at once and not only the first. Used by one thread.
 */
typedef struct _PronyProblems PronyProblems;

PronyProblems *prony_problems_new (const char *file_name);
void prony_problems_free (PronyProblems *self);
void prony_problems_add (PronyProblems *self, guint line, guint column, const char *format, ...)
  G_GNUC_PRINTF (4, 5);
gboolean prony_problems_is_empty (PronyProblems *self);
gboolean prony_problems_is_full (PronyProblems *self);
guint prony_problems_count (PronyProblems *self);
guint64 prony_problems_count_all (PronyProblems *self);
const char *prony_problems_get (PronyProblems *self, guint index, guint *line, guint *column);
GError *prony_problems_to_error (PronyProblems *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyProblems, prony_problems_free)

G_END_DECLS
