/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-tokens"

#include "config.h"

#include "core/tokens/prony-byte-alphabet.h"

/* Byte-level vocabularies are written in the alphabet of GPT-2, in which each byte is
 * one visible character: those of Latin-1 that are visible stand for themselves, and
 * the 68 others, in order, are the characters from U+0100. */

static gboolean
is_itself (gunichar c)
{
  return (c >= '!' && c <= '~') || (c >= 0xa1 && c <= 0xff && c != 0xad);
}

/* The byte that stands n-th among those which are not visible. */
static int
invisible_byte (guint n)
{
  if (n <= 0x20)
    return n;
  if (n <= 0x42)
    return n - 0x21 + 0x7f;
  return n == 0x43 ? 0xad : -1;
}

/**
 * prony_byte_alphabet_decode:
 * @text: valid UTF-8
 * @length: how many bytes
 * @bytes: (out): room for @length bytes
 * @n_bytes: (out): how many bytes @text stands for
 *
 * Undoes the alphabet in which byte-level vocabularies are written.
 *
 * Returns: %FALSE when a character is not of the alphabet
 */
gboolean
prony_byte_alphabet_decode (const char *text, gsize length, char *bytes, gsize *n_bytes)
{
  const char *end = text + length;
  gsize n = 0;

  for (; text < end; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);
      int byte = is_itself (c) ? (int) c : c >= 0x100 ? invisible_byte (c - 0x100) : -1;

      if (byte < 0)
        return FALSE;
      bytes[n++] = (char) byte;
    }
  *n_bytes = n;
  return TRUE;
}
