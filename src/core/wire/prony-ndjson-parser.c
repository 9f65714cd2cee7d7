/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-wire"

#include "config.h"

#include "core/wire/prony-ndjson-parser.h"

/**
 * prony_ndjson_parser_init:
 * @self: (out caller-allocates): memory for a parser
 *
 * Makes a parser at the beginning of a body.
 */
void
prony_ndjson_parser_init (PronyNdjsonParser *self)
{
  g_return_if_fail (self != NULL);

  prony_line_splitter_init (&self->splitter, PRONY_EVENT_MAX_BYTES);
  self->data = g_string_new (NULL);
  self->func = NULL;
  self->user_data = NULL;
}

/**
 * prony_ndjson_parser_destroy:
 * @self: a parser
 *
 * Frees what the parser holds, but not @self.
 */
void
prony_ndjson_parser_destroy (PronyNdjsonParser *self)
{
  prony_line_splitter_destroy (&self->splitter);
  g_string_free (self->data, TRUE);
  self->data = NULL;
}

/**
 * prony_ndjson_parser_reset:
 * @self: a parser
 *
 * Forgets what was fed: the next bytes begin a new body.
 */
void
prony_ndjson_parser_reset (PronyNdjsonParser *self)
{
  g_return_if_fail (self != NULL);

  prony_line_splitter_reset (&self->splitter);
  prony_buffer_reset (&self->data);
}

static gboolean
on_line (const char *line, gsize length, gpointer user_data)
{
  PronyNdjsonParser *self = user_data;

  while (length > 0 && g_ascii_isspace (line[0]))
    {
      line++;
      length--;
    }
  if (length == 0)
    return TRUE;

  g_string_truncate (self->data, 0);
  g_string_append_len (self->data, line, length);
  self->func (NULL, self->data->str, self->data->len, FALSE, self->user_data);
  return TRUE;
}

/**
 * prony_ndjson_parser_feed:
 * @self: a parser
 * @bytes: what was read
 * @length: how many bytes
 * @func: is called for each line that is complete and not blank, in order
 * @user_data: for @func
 *
 * Takes the next bytes of a body.
 *
 * Returns: %FALSE when a line is longer than %PRONY_EVENT_MAX_BYTES; then the
 *   parser must be reset before it is fed again
 */
gboolean
prony_ndjson_parser_feed (
  PronyNdjsonParser *self, const char *bytes, gsize length, PronyEventFunc func, gpointer user_data)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  self->func = func;
  self->user_data = user_data;
  return prony_line_splitter_feed (&self->splitter, bytes, length, on_line, self);
}

/**
 * prony_ndjson_parser_finish:
 * @self: a parser
 * @func: is called with the last line if the body did not end with a line end
 * @user_data: for @func
 *
 * Says that the body has ended.
 */
void
prony_ndjson_parser_finish (PronyNdjsonParser *self, PronyEventFunc func, gpointer user_data)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (func != NULL);

  self->func = func;
  self->user_data = user_data;
  prony_line_splitter_finish (&self->splitter, on_line, self);
}
