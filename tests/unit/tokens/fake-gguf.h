/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The numbers of types in files. */
#define FAKE_GGUF_UINT32 4
#define FAKE_GGUF_INT32 5
#define FAKE_GGUF_FLOAT32 6
#define FAKE_GGUF_BOOL 7
#define FAKE_GGUF_STRING 8
#define FAKE_GGUF_ARRAY 9

/**
 * FakeGguf:
 * @bytes: the entries
 * @n_entries: how many there are
 *
 * A GGUF file without tensors, being made.
 */
typedef struct
{
  GByteArray *bytes;
  guint64 n_entries;
} FakeGguf;

void fake_gguf_init (FakeGguf *self);
void fake_gguf_clear (FakeGguf *self);
void fake_gguf_add_bytes (FakeGguf *self, gconstpointer bytes, gsize length);
void fake_gguf_add_uint32 (FakeGguf *self, guint32 value);
void fake_gguf_add_uint64 (FakeGguf *self, guint64 value);
void fake_gguf_add_text (FakeGguf *self, const char *text);
void fake_gguf_begin (FakeGguf *self, const char *key, guint32 type);
void fake_gguf_begin_array (FakeGguf *self, const char *key, guint32 type, guint64 count);
void fake_gguf_put_string (FakeGguf *self, const char *key, const char *text);
void fake_gguf_put_boolean (FakeGguf *self, const char *key, gboolean value);
void fake_gguf_put_strings (FakeGguf *self, const char *key, const char *const *texts);
void fake_gguf_put_floats (FakeGguf *self, const char *key, const float *values, guint64 count);
void fake_gguf_put_ints (FakeGguf *self, const char *key, const gint32 *values, guint64 count);
GBytes *fake_gguf_to_bytes (const FakeGguf *self, guint32 version);
char *fake_gguf_write (const FakeGguf *self, const char *folder, const char *name);

G_END_DECLS
