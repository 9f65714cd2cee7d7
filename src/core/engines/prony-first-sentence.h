/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyFirstSentence:
 *
 * Finds the end of an answer's first sentence while it comes in pieces. Plain
 * memory without anything to free; private.
 */
typedef struct
{
  gint64 candidate_ns;
  gint64 ended_ns;
  guint8 partial[4];
  guint n_partial;
  gboolean has_letters;
} PronyFirstSentence;

void prony_first_sentence_init (PronyFirstSentence *self);
void
prony_first_sentence_feed (PronyFirstSentence *self, const char *text, gsize length, gint64 at_ns);
gint64 prony_first_sentence_finish (PronyFirstSentence *self);

G_END_DECLS
