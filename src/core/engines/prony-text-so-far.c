/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <string.h>

#include "core/engines/prony-text-so-far.h"

static gsize
measure_common (const GString *a, const GString *b)
{
  gsize length = 0;

  while (length < a->len && length < b->len && a->str[length] == b->str[length])
    length++;

  /* Not in the middle of a character. */
  while (length > 0 && length < b->len && ((guchar) b->str[length] & 0xc0) == 0x80)
    length--;
  return length;
}

/**
 * prony_text_so_far_cut:
 * @self: how the text comes
 * @before: the answer's text before this event; its end is taken back where the
 *   engine does so, as SGLang does with a text that ends an answer
 * @text: the event's text; what was known already is cut off
 *
 * Brings a text that may be all of the answer so far down to the piece that is new.
 * A text that begins with all of the one before, and goes on, is all of it.
 */
void
prony_text_so_far_cut (PronyTextSoFar *self, GString *before, GString *text)
{
  gsize common;

  if (*self == PRONY_TEXT_PIECES || before->len == 0)
    return;

  common = measure_common (before, text);
  if (common == before->len && text->len > common)
    *self = PRONY_TEXT_WHOLE;
  else if (common == 0 || (*self == PRONY_TEXT_UNDECIDED && common < before->len))
    *self = PRONY_TEXT_PIECES;

  if (*self == PRONY_TEXT_PIECES)
    return;
  g_string_truncate (before, common);
  g_string_erase (text, 0, (gssize) common);
}
