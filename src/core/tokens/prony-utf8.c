/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-tokens"

#include "config.h"

#include <string.h>

#include "core/tokens/prony-utf8.h"

/* Texts of models may contain U+0000, which GLib takes for an error or an end. */

static const char *
find_invalid (const char *text, const char *end)
{
  while (text < end && !g_utf8_validate_len (text, end - text, &text) && *text == '\0')
    text++;
  return text;
}

/**
 * prony_utf8_is_valid:
 * @text: bytes
 * @length: how many
 *
 * Returns: whether they are UTF-8; U+0000 is a character like others
 */
gboolean
prony_utf8_is_valid (const char *text, gsize length)
{
  return find_invalid (text, text + length) == text + length;
}

/* How many bytes from here on begin a character, but do not end it: one replacement
 * character stands for all of them (the Unicode Standard, 3.9, "maximal subparts"). */
static gsize
count_broken (const char *text, const char *end)
{
  guchar first = text[0];
  guchar low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  guchar high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  gsize more = first >= 0xc2 && first <= 0xdf   ? 1
               : first >= 0xe0 && first <= 0xef ? 2
               : first >= 0xf0 && first <= 0xf4 ? 3
                                                : 0;
  gsize n = 1;

  for (; n <= more && text + n < end; n++)
    {
      guchar byte = text[n];

      if (byte < low || byte > high)
        break;
      low = 0x80;
      high = 0xbf;
    }
  return n;
}

/**
 * prony_utf8_repair:
 * @text: bytes
 * @length: how many
 * @result: gets the text, behind what it has
 *
 * Puts U+FFFD in place of what is not UTF-8, as Python and Rust do.
 */
void
prony_utf8_repair (const char *text, gsize length, GString *result)
{
  const char *end = text + length;

  while (text < end)
    {
      const char *invalid = find_invalid (text, end);

      g_string_append_len (result, text, invalid - text);
      if (invalid == end)
        break;
      g_string_append (result, "\357\277\275");
      text = invalid + count_broken (invalid, end);
    }
}
