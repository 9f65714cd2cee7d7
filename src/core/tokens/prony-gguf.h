/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PronyGguf:
 *
 * What a GGUF file says of itself: its metadata, without its tensors. Once opened it
 * stays as it is, and may be read in any thread.
 */
typedef struct _PronyGguf PronyGguf;

/**
 * PronyGgufString:
 * @text: not terminated; any bytes
 * @length: in bytes
 *
 * A string of a file. Belongs to the #PronyGguf.
 */
typedef struct
{
  const char *text;
  gsize length;
} PronyGgufString;

gboolean prony_gguf_has_magic (const char *path);
PronyGguf *prony_gguf_open (const char *path, GError **error);
void prony_gguf_free (PronyGguf *self);
char *prony_gguf_get_string (PronyGguf *self, const char *key);
gint64 prony_gguf_get_int (PronyGguf *self, const char *key, gint64 fallback);
gboolean prony_gguf_get_boolean (PronyGguf *self, const char *key, gboolean fallback);
PronyGgufString *prony_gguf_get_strings (PronyGguf *self, const char *key, gsize *count);
gint32 *prony_gguf_get_ints (PronyGguf *self, const char *key, gsize *count);
float *prony_gguf_get_floats (PronyGguf *self, const char *key, gsize *count);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyGguf, prony_gguf_free)

G_END_DECLS
