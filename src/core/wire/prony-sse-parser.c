/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-wire"

#include "config.h"

#include <string.h>

#include "core/wire/prony-sse-parser.h"

/* Server-Sent Events as the HTML standard has them (section 9.2.6), with two
 * differences that real servers ask for: an event is handed out at the end of the
 * body also without its empty line, and a field named "error" is an error event
 * (early llama.cpp wrote its errors so). */

/**
 * prony_sse_parser_init:
 * @self: (out caller-allocates): memory for a parser
 *
 * Makes a parser at the beginning of a body.
 */
void
prony_sse_parser_init (PronySseParser *self)
{
  g_return_if_fail (self != NULL);

  prony_line_splitter_init (&self->splitter, PRONY_EVENT_MAX_BYTES);
  self->name = g_string_new (NULL);
  self->data = g_string_new (NULL);
  self->has_data = FALSE;
  self->func = NULL;
  self->user_data = NULL;
}

/**
 * prony_sse_parser_destroy:
 * @self: a parser
 *
 * Frees what the parser holds, but not @self.
 */
void
prony_sse_parser_destroy (PronySseParser *self)
{
  prony_line_splitter_destroy (&self->splitter);
  g_string_free (self->name, TRUE);
  g_string_free (self->data, TRUE);
  self->name = NULL;
  self->data = NULL;
}

static void
forget_event (PronySseParser *self)
{
  g_string_truncate (self->name, 0);
  g_string_truncate (self->data, 0);
  self->has_data = FALSE;
}

/**
 * prony_sse_parser_reset:
 * @self: a parser
 *
 * Forgets what was fed: the next bytes begin a new body.
 */
void
prony_sse_parser_reset (PronySseParser *self)
{
  g_return_if_fail (self != NULL);

  prony_line_splitter_reset (&self->splitter);
  forget_event (self);
  prony_buffer_reset (&self->name);
  prony_buffer_reset (&self->data);
}

static void
dispatch_event (PronySseParser *self)
{
  if (self->data->len > 0)
    self->func (self->name->len > 0 ? self->name->str : NULL, self->data->str, self->data->len,
                FALSE, self->user_data);
  forget_event (self);
}

static gboolean
append_data (PronySseParser *self, const char *value, gsize length)
{
  if (length >= PRONY_EVENT_MAX_BYTES - self->data->len)
    return FALSE;

  if (self->has_data)
    g_string_append_c (self->data, '\n');
  g_string_append_len (self->data, value, length);
  self->has_data = TRUE;
  return TRUE;
}

static gboolean
is_field (const char *name, gsize length, const char *field)
{
  return length == strlen (field) && memcmp (name, field, length) == 0;
}

static gboolean
on_line (const char *line, gsize length, gpointer user_data)
{
  PronySseParser *self = user_data;
  const char *end = line + length;
  const char *colon;
  const char *value;

  if (length == 0)
    {
      dispatch_event (self);
      return TRUE;
    }

  colon = memchr (line, ':', length);
  if (colon == line)
    {
      self->func (NULL, "", 0, TRUE, self->user_data);
      return TRUE;
    }
  if (colon == NULL)
    colon = end;

  value = colon == end ? end : colon + 1;
  if (value < end && *value == ' ')
    value++;

  if (is_field (line, colon - line, "data"))
    return append_data (self, value, end - value);

  if (is_field (line, colon - line, "event"))
    {
      g_string_truncate (self->name, 0);
      g_string_append_len (self->name, value, end - value);
    }
  else if (is_field (line, colon - line, "error"))
    {
      g_string_assign (self->name, "error");
      return append_data (self, value, end - value);
    }

  return TRUE;
}

/**
 * prony_sse_parser_feed:
 * @self: a parser
 * @bytes: what was read
 * @length: how many bytes
 * @func: is called for each event and comment that is complete, in order
 * @user_data: for @func
 *
 * Takes the next bytes of a body.
 *
 * Returns: %FALSE when an event is longer than %PRONY_EVENT_MAX_BYTES; then the
 *   parser must be reset before it is fed again
 */
gboolean
prony_sse_parser_feed (
  PronySseParser *self, const char *bytes, gsize length, PronyEventFunc func, gpointer user_data)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  self->func = func;
  self->user_data = user_data;
  return prony_line_splitter_feed (&self->splitter, bytes, length, on_line, self);
}

/**
 * prony_sse_parser_finish:
 * @self: a parser
 * @func: is called with the event that is still under way, if there is one
 * @user_data: for @func
 *
 * Says that the body has ended.
 */
void
prony_sse_parser_finish (PronySseParser *self, PronyEventFunc func, gpointer user_data)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (func != NULL);

  self->func = func;
  self->user_data = user_data;
  if (prony_line_splitter_finish (&self->splitter, on_line, self))
    dispatch_event (self);
}
