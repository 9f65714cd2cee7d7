/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <string.h>

#include "core/engines/prony-first-sentence.h"

/* A sentence ends
 *
 *   - at one of 。！？ ; Chinese and Japanese put no space after them
 *   - at one of . ! ? … that is followed by white space or by the end of the
 *     answer, with closing quotes and brackets between them allowed
 *
 * and has at least one letter in it, so that neither "3.14" nor the "1. " of a
 * list ends one. Abbreviations do: "Dr. " cannot be told from a short sentence
 * without knowing the language.
 *
 * What follows the mark may come in a later piece, so the mark's own time is kept
 * as a candidate until then: that is when a reader had the sentence. */

static gboolean
is_wide_mark (gunichar c)
{
  return c == 0x3002 || c == 0xff01 || c == 0xff1f;
}

static gboolean
is_mark (gunichar c)
{
  return c == '.' || c == '!' || c == '?' || c == 0x2026;
}

static gboolean
is_closing (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return c == '"' || c == '\'' || c == '*' || type == G_UNICODE_CLOSE_PUNCTUATION ||
         type == G_UNICODE_FINAL_PUNCTUATION;
}

static void
take_character (PronyFirstSentence *self, gunichar c, gint64 at_ns)
{
  if (self->candidate_ns != 0 && g_unichar_isspace (c))
    self->ended_ns = self->candidate_ns;
  else if (self->has_letters && is_wide_mark (c))
    self->ended_ns = at_ns;
  else if (self->has_letters && is_mark (c))
    self->candidate_ns = at_ns;
  else if (!is_closing (c))
    self->candidate_ns = 0;

  self->has_letters |= g_unichar_isalpha (c);
}

/**
 * prony_first_sentence_init:
 * @self: (out caller-allocates): memory
 *
 * Begins an answer.
 */
void
prony_first_sentence_init (PronyFirstSentence *self)
{
  *self = (PronyFirstSentence){ 0 };
}

/**
 * prony_first_sentence_feed:
 * @self: state
 * @text: the next piece of the answer; characters may be cut at its borders, and
 *   bytes that are not UTF-8 count as nothing
 * @length: its length in bytes
 * @at_ns: when it came
 *
 * Takes a piece of the answer. Costs nothing once the sentence has ended.
 */
void
prony_first_sentence_feed (PronyFirstSentence *self, const char *text, gsize length, gint64 at_ns)
{
  for (gsize i = 0; i < length && self->ended_ns == 0; i++)
    {
      guint8 byte = (guint8) text[i];
      gunichar c;

      /* A byte that begins a character ends a broken one. */
      if ((byte & 0xc0) != 0x80 || self->n_partial == sizeof self->partial)
        self->n_partial = 0;

      self->partial[self->n_partial++] = byte;
      c = g_utf8_get_char_validated ((const char *) self->partial, self->n_partial);
      if (c == (gunichar) -2 || c == (gunichar) -1)
        continue;

      self->n_partial = 0;
      take_character (self, c, at_ns);
    }
}

/**
 * prony_first_sentence_finish:
 * @self: state
 *
 * Ends the answer.
 *
 * Returns: when the piece came that completed the first sentence; 0 where the
 *   answer has no whole sentence
 */
gint64
prony_first_sentence_finish (PronyFirstSentence *self)
{
  return self->ended_ns != 0 ? self->ended_ns : self->candidate_ns;
}
