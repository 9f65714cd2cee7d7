/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-wire"

#include "config.h"

#include <string.h>

#include "core/wire/prony-line-splitter.h"

/* A buffer that grew beyond this for one huge event is given back when the next
 * stream begins; otherwise a thousand streams would each keep their worst one. */
#define KEEP_BYTES (256u * 1024u)

static const char byte_order_mark[] = { '\xef', '\xbb', '\xbf' };

/**
 * prony_buffer_reset:
 * @buffer: (inout): a buffer that is reused from stream to stream
 *
 * Empties a buffer; its memory is kept unless it is unusually much.
 */
void
prony_buffer_reset (GString **buffer)
{
  if ((*buffer)->allocated_len > KEEP_BYTES)
    {
      g_string_free (*buffer, TRUE);
      *buffer = g_string_new (NULL);
    }
  g_string_truncate (*buffer, 0);
}

/**
 * prony_line_splitter_init:
 * @self: (out caller-allocates): memory for a splitter
 * @max_bytes: the longest line that is taken
 *
 * Makes a splitter at the beginning of a body.
 */
void
prony_line_splitter_init (PronyLineSplitter *self, gsize max_bytes)
{
  g_return_if_fail (self != NULL);

  self->tail = g_string_new (NULL);
  self->max_bytes = max_bytes;
  prony_line_splitter_reset (self);
}

/**
 * prony_line_splitter_destroy:
 * @self: a splitter
 *
 * Frees what the splitter holds, but not @self.
 */
void
prony_line_splitter_destroy (PronyLineSplitter *self)
{
  g_string_free (self->tail, TRUE);
  self->tail = NULL;
}

/**
 * prony_line_splitter_reset:
 * @self: a splitter
 *
 * Forgets what was fed: the next bytes begin a new body.
 */
void
prony_line_splitter_reset (PronyLineSplitter *self)
{
  g_return_if_fail (self != NULL);

  prony_buffer_reset (&self->tail);
  self->after_cr = FALSE;
  self->at_start = TRUE;
}

static gboolean
emit_line (
  PronyLineSplitter *self, const char *line, gsize length, PronyLineFunc func, gpointer user_data)
{
  if (self->at_start && length >= sizeof byte_order_mark &&
      memcmp (line, byte_order_mark, sizeof byte_order_mark) == 0)
    {
      line += sizeof byte_order_mark;
      length -= sizeof byte_order_mark;
    }
  self->at_start = FALSE;

  return func (line, length, user_data);
}

/* A line that lies whole within a chunk is handed out where it is; only one that
 * began in an earlier chunk is put together in the tail. */
static gboolean
end_line (
  PronyLineSplitter *self, const char *rest, gsize length, PronyLineFunc func, gpointer user_data)
{
  gboolean go_on;

  if (length > self->max_bytes - self->tail->len)
    return FALSE;
  if (self->tail->len == 0)
    return emit_line (self, rest, length, func, user_data);

  g_string_append_len (self->tail, rest, length);
  go_on = emit_line (self, self->tail->str, self->tail->len, func, user_data);
  g_string_truncate (self->tail, 0);
  return go_on;
}

/**
 * prony_line_splitter_feed:
 * @self: a splitter
 * @bytes: what was read
 * @length: how many bytes
 * @func: is called for each line that is complete, in order; must not touch @self
 * @user_data: for @func
 *
 * Takes the next bytes of a body. An unfinished line at their end waits for the
 * next call. A byte order mark at the very beginning of the body is dropped.
 *
 * Returns: %FALSE when a line is longer than allowed or @func said so; then the
 *   splitter must be reset before it is fed again
 */
gboolean
prony_line_splitter_feed (
  PronyLineSplitter *self, const char *bytes, gsize length, PronyLineFunc func, gpointer user_data)
{
  const char *end = bytes + length;
  const char *line_feed = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL || length == 0, FALSE);

  while (bytes < end)
    {
      const char *stop;

      if (self->after_cr && *bytes == '\n')
        {
          self->after_cr = FALSE;
          bytes++;
          continue;
        }
      self->after_cr = FALSE;

      /* The next LF is looked for only once, so that a body full of CRs costs no
       * more than any other. */
      if (line_feed == NULL || line_feed < bytes)
        line_feed = memchr (bytes, '\n', end - bytes);
      if (line_feed == NULL)
        line_feed = end;

      stop = memchr (bytes, '\r', line_feed - bytes);
      if (stop == NULL)
        stop = line_feed;
      if (stop == end)
        break;

      if (!end_line (self, bytes, stop - bytes, func, user_data))
        return FALSE;
      self->after_cr = *stop == '\r';
      bytes = stop + 1;
    }

  if ((gsize) (end - bytes) > self->max_bytes - self->tail->len)
    return FALSE;
  g_string_append_len (self->tail, bytes, end - bytes);
  return TRUE;
}

/**
 * prony_line_splitter_finish:
 * @self: a splitter
 * @func: is called with the last line if the body did not end with a line end
 * @user_data: for @func
 *
 * Says that the body has ended.
 *
 * Returns: %FALSE when @func said so
 */
gboolean
prony_line_splitter_finish (PronyLineSplitter *self, PronyLineFunc func, gpointer user_data)
{
  gboolean go_on = TRUE;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->tail->len > 0)
    go_on = emit_line (self, self->tail->str, self->tail->len, func, user_data);
  g_string_truncate (self->tail, 0);
  return go_on;
}
