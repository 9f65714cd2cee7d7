/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/http/prony-http-chunks.h"

G_BEGIN_DECLS

/**
 * PRONY_HTTP_BODY_BYTES:
 *
 * How much is read from a body before it is parsed.
 */
#define PRONY_HTTP_BODY_BYTES 65536

/**
 * PronyHttpBodyState:
 * @PRONY_HTTP_BODY_MORE: there may be more to read
 * @PRONY_HTTP_BODY_WAIT: there is nothing more to read until the socket is ready
 * @PRONY_HTTP_BODY_END: that was the end
 * @PRONY_HTTP_BODY_FAILED: it broke off
 *
 * What follows what was read.
 */
typedef enum
{
  PRONY_HTTP_BODY_MORE,
  PRONY_HTTP_BODY_WAIT,
  PRONY_HTTP_BODY_END,
  PRONY_HTTP_BODY_FAILED,
} PronyHttpBodyState;

/**
 * PronyHttpBody:
 * @stream: (nullable): libsoup's stream of the body; %NULL while there is none
 * @fd: the socket that the body comes from unchanged and of which nobody else
 *   reads, or -1
 * @chunked: whether it comes in chunks
 * @waiting: how many bytes were waiting in the socket at @waiting_ns, to be set
 *   before reading; 0 where that is not known
 * @waiting_ns: when that was
 *
 * An answer's body. The other fields are private.
 */
typedef struct
{
  GInputStream *stream;
  int fd;
  gboolean chunked;
  gsize waiting;
  gint64 waiting_ns;

  /*< private >*/
  gboolean direct;
  PronyHttpChunks chunks;
} PronyHttpBody;

PronyHttpBodyState prony_http_body_read (
  PronyHttpBody *self, char *buffer, gsize *length, gint64 *at_ns, GError **error);

G_END_DECLS
