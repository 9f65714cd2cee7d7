/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-wire"

#include "config.h"

#include "core/wire/prony-event-parser.h"
#include "core/wire/prony-ndjson-parser.h"
#include "core/wire/prony-sse-parser.h"

/* The one parser that a response body is fed to, whatever its framing. It is kept
 * from request to request, so that its buffers are too; it belongs to one thread.
 * It never looks into the data: `[DONE]` is an event like any other. */
struct _PronyEventParser
{
  PronyFraming framing;
  PronySseParser sse;
  PronyNdjsonParser ndjson;
  GString *whole;
  gboolean failed;
};

/**
 * prony_event_parser_new:
 * @framing: how the body is cut into events
 *
 * Returns: (transfer full): a parser at the beginning of a body
 */
PronyEventParser *
prony_event_parser_new (PronyFraming framing)
{
  PronyEventParser *self = g_new0 (PronyEventParser, 1);

  self->framing = framing;
  prony_sse_parser_init (&self->sse);
  prony_ndjson_parser_init (&self->ndjson);
  self->whole = g_string_new (NULL);
  return self;
}

/**
 * prony_event_parser_free:
 * @self: (nullable) (transfer full): a parser
 *
 * Frees a parser.
 */
void
prony_event_parser_free (PronyEventParser *self)
{
  if (self == NULL)
    return;

  prony_sse_parser_destroy (&self->sse);
  prony_ndjson_parser_destroy (&self->ndjson);
  g_string_free (self->whole, TRUE);
  g_free (self);
}

/**
 * prony_event_parser_reset:
 * @self: a parser
 * @framing: how the next body is cut into events
 *
 * Forgets what was fed: the next bytes begin a new body.
 */
void
prony_event_parser_reset (PronyEventParser *self, PronyFraming framing)
{
  g_return_if_fail (self != NULL);

  self->framing = framing;
  self->failed = FALSE;
  prony_sse_parser_reset (&self->sse);
  prony_ndjson_parser_reset (&self->ndjson);
  prony_buffer_reset (&self->whole);
}

static gboolean
append_whole (PronyEventParser *self, const char *bytes, gsize length)
{
  if (length > PRONY_EVENT_MAX_BYTES - self->whole->len)
    return FALSE;

  g_string_append_len (self->whole, bytes, length);
  return TRUE;
}

/**
 * prony_event_parser_feed:
 * @self: a parser
 * @bytes: what was read from the body
 * @length: how many bytes
 * @func: is called for each event that these bytes complete, in order; must not
 *   touch @self
 * @user_data: for @func
 *
 * Takes the next bytes of a body, in pieces of any size. Nothing is assumed of
 * them: neither that they are text nor that events begin or end with them.
 *
 * Returns: %FALSE when an event is longer than %PRONY_EVENT_MAX_BYTES; everything
 *   that is fed after that, until the next reset, is refused too
 */
gboolean
prony_event_parser_feed (
  PronyEventParser *self, const char *bytes, gsize length, PronyEventFunc func, gpointer user_data)
{
  gboolean taken;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  if (self->failed)
    return FALSE;

  switch (self->framing)
    {
    case PRONY_FRAMING_SSE:
      taken = prony_sse_parser_feed (&self->sse, bytes, length, func, user_data);
      break;

    case PRONY_FRAMING_NDJSON:
      taken = prony_ndjson_parser_feed (&self->ndjson, bytes, length, func, user_data);
      break;

    case PRONY_FRAMING_WHOLE:
    default:
      taken = append_whole (self, bytes, length);
      break;
    }

  self->failed = !taken;
  return taken;
}

static void
finish_whole (PronyEventParser *self, PronyEventFunc func, gpointer user_data)
{
  gsize skip = g_str_has_prefix (self->whole->str, "\xef\xbb\xbf") ? 3 : 0;

  if (self->whole->len > skip)
    func (NULL, self->whole->str + skip, self->whole->len - skip, FALSE, user_data);
  g_string_truncate (self->whole, 0);
}

/**
 * prony_event_parser_finish:
 * @self: a parser
 * @func: is called with the event that the end of the body completes, if there is
 *   one: also one without its line end or empty line
 * @user_data: for @func
 *
 * Says that the body has ended. The parser must be reset before the next one.
 */
void
prony_event_parser_finish (PronyEventParser *self, PronyEventFunc func, gpointer user_data)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (func != NULL);

  if (self->failed)
    return;

  switch (self->framing)
    {
    case PRONY_FRAMING_SSE:
      prony_sse_parser_finish (&self->sse, func, user_data);
      break;

    case PRONY_FRAMING_NDJSON:
      prony_ndjson_parser_finish (&self->ndjson, func, user_data);
      break;

    case PRONY_FRAMING_WHOLE:
    default:
      finish_whole (self, func, user_data);
      break;
    }
}
