/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* Eight bytes at a time, mixed by multiplication with odd constants (the golden
 * ratio's, and one of splitmix). The seed keeps a file from choosing what collides. */
static inline guint32
prony_byte_hash (const char *bytes, gsize length, guint64 seed)
{
  guint64 hash = seed ^ length;
  guint64 word;

  for (; length >= sizeof word; bytes += sizeof word, length -= sizeof word)
    {
      memcpy (&word, bytes, sizeof word);
      hash = (hash ^ word) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      hash ^= hash >> 32;
    }
  word = 0;
  memcpy (&word, bytes, length);
  hash = (hash ^ word) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  hash = (hash ^ (hash >> 32)) * G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
  return hash >> 32;
}

G_END_DECLS
