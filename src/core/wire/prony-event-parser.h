/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyFraming:
 * @PRONY_FRAMING_SSE: Server-Sent Events
 * @PRONY_FRAMING_NDJSON: one JSON value a line
 * @PRONY_FRAMING_WHOLE: the body as a whole is one value
 *
 * How a response body is cut into events.
 */
typedef enum
{
  PRONY_FRAMING_SSE,
  PRONY_FRAMING_NDJSON,
  PRONY_FRAMING_WHOLE,
} PronyFraming;

/**
 * PRONY_EVENT_MAX_BYTES:
 *
 * The longest event that is taken; a server that sends more is in error.
 */
#define PRONY_EVENT_MAX_BYTES (64u * 1024u * 1024u)

/**
 * PronyEventFunc:
 * @name: (nullable): the SSE event's name, "error" also for llama.cpp's old
 *   `error:` field; %NULL for none
 * @data: the event's data, zero-terminated as well
 * @length: its length in bytes
 * @comment: whether it is a keep-alive comment, which has no data
 * @user_data: as given
 */
typedef void (*PronyEventFunc) (
  const char *name, const char *data, gsize length, gboolean comment, gpointer user_data);

typedef struct _PronyEventParser PronyEventParser;

PronyEventParser *prony_event_parser_new (PronyFraming framing);
void prony_event_parser_free (PronyEventParser *self);
void prony_event_parser_reset (PronyEventParser *self, PronyFraming framing);
gboolean prony_event_parser_feed (
  PronyEventParser *self, const char *bytes, gsize length, PronyEventFunc func, gpointer user_data);
void prony_event_parser_finish (PronyEventParser *self, PronyEventFunc func, gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyEventParser, prony_event_parser_free)

G_END_DECLS
