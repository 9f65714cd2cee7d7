/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-http"

#include "config.h"

#include <string.h>

#include "core/http/prony-http-chunks.h"

/* The chunked coding of RFC 9112, section 7.1, as far as engines use it: chunks
 * with a plain size and a line end to the letter. Everything else, the last chunk
 * and its trailer above all, is left where it is, for libsoup. */

static const char line_end[] = { '\r', '\n' };

/* A larger chunk is libsoup's. */
#define MAX_SIZE_DIGITS 8

/* Returns the length of the line that begins a chunk, or 0 if that is not a whole
 * and plain one or begins the last chunk. */
static gsize
read_size (const char *bytes, gsize length, guint64 *size)
{
  gsize n = 0;

  *size = 0;
  for (; n < length && n <= MAX_SIZE_DIGITS && g_ascii_isxdigit (bytes[n]); n++)
    *size = *size * 16 + (guint64) g_ascii_xdigit_value (bytes[n]);

  if (*size == 0 || n > MAX_SIZE_DIGITS || length - n < sizeof line_end ||
      memcmp (bytes + n, line_end, sizeof line_end) != 0)
    return 0;

  return n + sizeof line_end;
}

/**
 * prony_http_chunks_is_between:
 * @self: where a body has been read to
 *
 * Returns: whether that is between two chunks
 */
gboolean
prony_http_chunks_is_between (const PronyHttpChunks *self)
{
  return self->left == 0 && self->tail == 0;
}

/**
 * prony_http_chunks_decode:
 * @self: where the body has been read to, all zero at its beginning
 * @bytes: (inout): what comes next; the data of the chunks takes its place
 * @length: how many bytes
 * @data_length: (out): how much data
 *
 * Takes the coding off a piece of a body.
 *
 * Returns: how many of @bytes have been taken. Fewer than all between two chunks:
 *   what follows is the last chunk, an incomplete line or something else that is not
 *   read here. Fewer than all otherwise: this is no chunked body
 */
gsize
prony_http_chunks_decode (PronyHttpChunks *self, char *bytes, gsize length, gsize *data_length)
{
  gsize at = 0;
  gsize to = 0;

  while (at < length)
    {
      gsize n;

      if (self->left > 0)
        {
          n = (gsize) MIN (self->left, length - at);
          memmove (bytes + to, bytes + at, n);
          to += n;
          self->left -= n;
          if (self->left == 0)
            self->tail = sizeof line_end;
        }
      else if (self->tail > 0)
        {
          n = bytes[at] == line_end[sizeof line_end - self->tail] ? 1 : 0;
          self->tail -= (guint) n;
        }
      else
        {
          n = read_size (bytes + at, length - at, &self->left);
          if (n == 0)
            self->left = 0;
        }

      if (n == 0)
        break;
      at += n;
    }

  *data_length = to;
  return at;
}
