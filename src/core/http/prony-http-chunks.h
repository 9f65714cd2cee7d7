/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyHttpChunks:
 * @left: how many bytes of the chunk's data are still to come
 * @tail: how many bytes of the line end after the data are still to come
 *
 * Where a chunked body has been read to; all zero between two chunks.
 */
typedef struct
{
  guint64 left;
  guint tail;
} PronyHttpChunks;

gboolean prony_http_chunks_is_between (const PronyHttpChunks *self);
gsize
prony_http_chunks_decode (PronyHttpChunks *self, char *bytes, gsize length, gsize *data_length);

G_END_DECLS
