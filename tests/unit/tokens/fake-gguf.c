/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "fake-gguf.h"

void
fake_gguf_init (FakeGguf *self)
{
  self->bytes = g_byte_array_new ();
  self->n_entries = 0;
}

void
fake_gguf_clear (FakeGguf *self)
{
  g_clear_pointer (&self->bytes, g_byte_array_unref);
}

void
fake_gguf_add_bytes (FakeGguf *self, gconstpointer bytes, gsize length)
{
  g_byte_array_append (self->bytes, bytes, (guint) length);
}

void
fake_gguf_add_uint32 (FakeGguf *self, guint32 value)
{
  value = GUINT32_TO_LE (value);
  fake_gguf_add_bytes (self, &value, sizeof value);
}

void
fake_gguf_add_uint64 (FakeGguf *self, guint64 value)
{
  value = GUINT64_TO_LE (value);
  fake_gguf_add_bytes (self, &value, sizeof value);
}

void
fake_gguf_add_text (FakeGguf *self, const char *text)
{
  fake_gguf_add_uint64 (self, strlen (text));
  fake_gguf_add_bytes (self, text, strlen (text));
}

void
fake_gguf_begin (FakeGguf *self, const char *key, guint32 type)
{
  fake_gguf_add_text (self, key);
  fake_gguf_add_uint32 (self, type);
  self->n_entries++;
}

void
fake_gguf_begin_array (FakeGguf *self, const char *key, guint32 type, guint64 count)
{
  fake_gguf_begin (self, key, FAKE_GGUF_ARRAY);
  fake_gguf_add_uint32 (self, type);
  fake_gguf_add_uint64 (self, count);
}

void
fake_gguf_put_string (FakeGguf *self, const char *key, const char *text)
{
  fake_gguf_begin (self, key, FAKE_GGUF_STRING);
  fake_gguf_add_text (self, text);
}

void
fake_gguf_put_boolean (FakeGguf *self, const char *key, gboolean value)
{
  guint8 byte = value ? 1 : 0;

  fake_gguf_begin (self, key, FAKE_GGUF_BOOL);
  fake_gguf_add_bytes (self, &byte, 1);
}

void
fake_gguf_put_strings (FakeGguf *self, const char *key, const char *const *texts)
{
  fake_gguf_begin_array (self, key, FAKE_GGUF_STRING, g_strv_length ((char **) texts));
  for (; *texts != NULL; texts++)
    fake_gguf_add_text (self, *texts);
}

void
fake_gguf_put_floats (FakeGguf *self, const char *key, const float *values, guint64 count)
{
  fake_gguf_begin_array (self, key, FAKE_GGUF_FLOAT32, count);
  for (guint64 i = 0; i < count; i++)
    {
      guint32 bits;

      memcpy (&bits, &values[i], sizeof bits);
      fake_gguf_add_uint32 (self, bits);
    }
}

void
fake_gguf_put_ints (FakeGguf *self, const char *key, const gint32 *values, guint64 count)
{
  fake_gguf_begin_array (self, key, FAKE_GGUF_INT32, count);
  for (guint64 i = 0; i < count; i++)
    fake_gguf_add_uint32 (self, (guint32) values[i]);
}

GBytes *
fake_gguf_to_bytes (const FakeGguf *self, guint32 version)
{
  FakeGguf file;

  fake_gguf_init (&file);
  fake_gguf_add_bytes (&file, "GGUF", 4);
  fake_gguf_add_uint32 (&file, version);
  fake_gguf_add_uint64 (&file, 0);
  fake_gguf_add_uint64 (&file, self->n_entries);
  fake_gguf_add_bytes (&file, self->bytes->data, self->bytes->len);
  return g_byte_array_free_to_bytes (file.bytes);
}

char *
fake_gguf_write (const FakeGguf *self, const char *folder, const char *name)
{
  g_autoptr (GBytes) bytes = fake_gguf_to_bytes (self, 3);
  char *path = g_build_filename (folder, name, NULL);
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);

  g_assert_true (g_file_set_contents (path, data, (gssize) length, NULL));
  return path;
}
