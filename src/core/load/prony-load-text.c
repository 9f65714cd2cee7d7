/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-load"

#include "config.h"

#include <string.h>

#include "core/load/prony-load-text.h"

/* Stands for a byte that is no text: as long as what it replaces, so that places in a
 * text stay where they are. */
#define REPLACEMENT '?'

/* No character has more bytes after its first one. */
#define MAX_FOLLOWING 3

/* What is shown of a text grows at its end only: a byte is shown as the same from
 * wherever the copy begins. It begins at a byte that cannot belong to a character before
 * it, and whatever a decoder accepts from there on, it accepts from any earlier beginning
 * too. */

static gboolean
is_following (char byte)
{
  return ((guint8) byte & 0xc0) == 0x80;
}

/* Whether the rest may be the beginning of a character. To GLib, a zero byte cuts one too. */
static gboolean
is_cut (const char *rest, gsize length)
{
  return length <= MAX_FOLLOWING && memchr (rest, '\0', length) == NULL &&
         g_utf8_get_char_validated (rest, (gssize) length) == (gunichar) -2;
}

/**
 * prony_load_text_copy_end:
 * @text: a text that is being written at its end
 * @complete: whether nothing more comes
 * @start: (out): how many bytes of @text come before the copy
 *
 * Copies the last bytes of a text, %PRONY_LOAD_TEXT_BYTES at most, from a whole character
 * on. A character of which not all has come yet is left out, unless @complete; each byte
 * that is no text becomes a question mark. So a later copy of the same text goes on where
 * this one ended, at @start and its length.
 *
 * Returns: (transfer full): valid UTF-8
 */
char *
prony_load_text_copy_end (const GString *text, gboolean complete, guint64 *start)
{
  gsize skip = text->len > PRONY_LOAD_TEXT_BYTES ? text->len - PRONY_LOAD_TEXT_BYTES : 0;
  const char *bad;
  char *copy, *from, *end;

  for (guint i = 0; skip > 0 && i < MAX_FOLLOWING && is_following (text->str[skip]); i++)
    skip++;

  *start = skip;
  copy = g_malloc (text->len - skip + 1);
  memcpy (copy, text->str + skip, text->len - skip + 1);
  end = copy + (text->len - skip);
  for (from = copy; !g_utf8_validate (from, end - from, &bad); from = copy + (bad - copy) + 1)
    {
      if (!complete && is_cut (bad, (gsize) (end - bad)))
        {
          copy[bad - copy] = '\0';
          break;
        }
      copy[bad - copy] = REPLACEMENT;
    }

  return copy;
}
