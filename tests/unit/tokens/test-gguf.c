/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/prony-error.h"
#include "core/tokens/prony-gguf.h"
#include "fake-gguf.h"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->folder = g_dir_make_tmp ("prony-gguf-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "model.gguf", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
write_bytes (Fixture *fixture, gconstpointer data, gsize length)
{
  g_assert_true (g_file_set_contents_full (fixture->path, data, (gssize) length,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void
assert_refused (Fixture *fixture, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyGguf) gguf = prony_gguf_open (fixture->path, &error);

  g_assert_null (gguf);
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, words));
}

/* One entry of every type, in the order of their numbers. */
static GBytes *
make_whole (guint32 version)
{
  static const char *const texts[] = { "", "one", "two", NULL };
  static const float floats[] = { -1.5f, 0.25f };
  static const gint32 ints[] = { 1, -6 };
  static const guint8 sizes[] = { 1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8 };
  static const guint8 ones[8] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
  GBytes *bytes;
  FakeGguf fake;

  fake_gguf_init (&fake);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *key = g_strdup_printf ("type.%u", i);

      if (sizes[i] == 0)
        continue;
      fake_gguf_begin (&fake, key, i);
      fake_gguf_add_bytes (&fake, ones, sizes[i]);
    }
  fake_gguf_put_string (&fake, "text", "caf\303\251");
  fake_gguf_put_strings (&fake, "texts", texts);
  fake_gguf_put_floats (&fake, "floats", floats, G_N_ELEMENTS (floats));
  fake_gguf_put_ints (&fake, "ints", ints, G_N_ELEMENTS (ints));
  fake_gguf_put_string (&fake, "text", "the second of this name");
  bytes = fake_gguf_to_bytes (&fake, version);
  fake_gguf_clear (&fake);
  return bytes;
}

static void
check_ints (PronyGguf *gguf)
{
  static const struct
  {
    const char *key;
    gint64 value;
  } table[] = {
    { "type.0", 0xff },        { "type.1", -1 },  { "type.2", 0xffff }, { "type.3", -1 },
    { "type.4", 0xffffffffL }, { "type.5", -1 },  { "type.6", 7 },      { "type.7", 0xff },
    { "type.10", -1 },         { "type.11", -1 }, { "type.12", 7 },     { "text", 7 },
    { "missing", 7 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    g_assert_cmpint (prony_gguf_get_int (gguf, table[i].key, 7), ==, table[i].value);
}

static void
test_read (Fixture *fixture, gconstpointer version)
{
  g_autoptr (GBytes) bytes = make_whole (GPOINTER_TO_UINT (version));
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyGguf) gguf = NULL;
  g_autofree PronyGgufString *strings = NULL;
  g_autofree float *floats = NULL;
  g_autofree gint32 *ints = NULL;
  g_autofree char *text = NULL;
  gsize n;

  write_bytes (fixture, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_true (prony_gguf_has_magic (fixture->path));
  gguf = prony_gguf_open (fixture->path, &error);
  g_assert_no_error (error);

  check_ints (gguf);
  text = prony_gguf_get_string (gguf, "text");
  g_assert_cmpstr (text, ==, "caf\303\251");
  g_assert_null (prony_gguf_get_string (gguf, "ints"));
  g_assert_true (prony_gguf_get_boolean (gguf, "type.7", FALSE));
  g_assert_false (prony_gguf_get_boolean (gguf, "type.0", FALSE));

  strings = prony_gguf_get_strings (gguf, "texts", &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpmem (strings[0].text, strings[0].length, "", 0);
  g_assert_cmpmem (strings[2].text, strings[2].length, "two", 3);
  floats = prony_gguf_get_floats (gguf, "floats", &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat (floats[0], ==, -1.5);
  ints = prony_gguf_get_ints (gguf, "ints", &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpint (ints[1], ==, -6);
  g_assert_null (prony_gguf_get_strings (gguf, "ints", &n));
  g_assert_cmpuint (n, ==, 0);
}

/* A file that ends anywhere before its end is refused, and nothing beyond is read. */
static void
test_truncated (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GBytes) bytes = make_whole (3);
  const guint8 *data = g_bytes_get_data (bytes, NULL);

  for (gsize length = 0; length < g_bytes_get_size (bytes); length++)
    {
      write_bytes (fixture, data, length);
      assert_refused (fixture, length < 4 ? "not a GGUF file" : "ends too early");
    }
}

/* Of every byte each bit turned over: whatever comes of it, it comes to an end. */
static void
test_damaged (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GBytes) bytes = make_whole (3);
  gsize length = g_bytes_get_size (bytes);
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), length);
  guint n_read = 0;

  for (gsize i = 0; i < length * 8; i += 3)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PronyGguf) gguf = NULL;

      data[i / 8] ^= (guint8) (1 << (i % 8));
      write_bytes (fixture, data, length);
      gguf = prony_gguf_open (fixture->path, &error);
      g_assert_true ((gguf == NULL) == (error != NULL));
      n_read += gguf != NULL ? 1 : 0;
      data[i / 8] ^= (guint8) (1 << (i % 8));
    }

  g_assert_cmpuint (n_read, >, 0);
}

static void
add_nested (FakeGguf *fake)
{
  fake_gguf_begin_array (fake, "deep", FAKE_GGUF_ARRAY, 1);
  fake_gguf_add_uint32 (fake, FAKE_GGUF_ARRAY);
  fake_gguf_add_uint64 (fake, 1);
}

static void
add_many_strings (FakeGguf *fake)
{
  fake_gguf_begin_array (fake, "tokenizer.ggml.merges", FAKE_GGUF_STRING,
                         G_GUINT64_CONSTANT (3000000000));
}

static void
add_strings_beyond (FakeGguf *fake)
{
  fake_gguf_begin_array (fake, "tokens", FAKE_GGUF_STRING, 1000);
  fake_gguf_add_text (fake, "a");
}

static void
add_numbers_beyond (FakeGguf *fake)
{
  fake_gguf_begin_array (fake, "scores", FAKE_GGUF_FLOAT32, G_MAXUINT64 / 2);
}

static void
add_long_string (FakeGguf *fake)
{
  fake_gguf_begin (fake, "name", FAKE_GGUF_STRING);
  fake_gguf_add_uint64 (fake, G_MAXUINT64);
}

static void
add_long_key (FakeGguf *fake)
{
  fake_gguf_add_uint64 (fake, G_MAXUINT64 - 8);
  fake->n_entries++;
}

static void
add_odd_type (FakeGguf *fake)
{
  fake_gguf_begin (fake, "odd", 13);
}

static void
add_odd_items (FakeGguf *fake)
{
  fake_gguf_begin_array (fake, "odd", 99, 1);
}

static void
add_many_entries (FakeGguf *fake)
{
  fake->n_entries = G_MAXUINT64;
}

static void
test_hostile (Fixture *fixture, gconstpointer unused)
{
  static const struct
  {
    void (*add) (FakeGguf *fake);
    const char *words;
  } table[] = {
    { add_nested, "make no sense" },          { add_many_strings, "make no sense" },
    { add_strings_beyond, "ends too early" }, { add_numbers_beyond, "ends too early" },
    { add_long_string, "ends too early" },    { add_long_key, "ends too early" },
    { add_odd_type, "make no sense" },        { add_odd_items, "make no sense" },
    { add_many_entries, "more entries" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GBytes) bytes = NULL;
      FakeGguf fake;

      fake_gguf_init (&fake);
      table[i].add (&fake);
      bytes = fake_gguf_to_bytes (&fake, 3);
      write_bytes (fixture, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      assert_refused (fixture, table[i].words);
      fake_gguf_clear (&fake);
    }
}

static void
test_versions (Fixture *fixture, gconstpointer unused)
{
  static const guint32 versions[] = { 0, 1, 4, 0x03000000 };

  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autoptr (GBytes) bytes = make_whole (versions[i]);

      write_bytes (fixture, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      assert_refused (fixture, "version or byte order");
    }
}

/* What is not a file must not be waited for. */
static void
test_not_a_file (Fixture *fixture, gconstpointer unused)
{
  assert_refused (fixture, "cannot be used");
  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  g_assert_false (prony_gguf_has_magic (fixture->path));
  assert_refused (fixture, "not a regular file");
}

/* Metadata that is larger than the first read. */
static void
test_large (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *filler = g_strnfill (1000, 'x');
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyGguf) gguf = NULL;
  FakeGguf fake;

  fake_gguf_init (&fake);
  fake_gguf_begin_array (&fake, "filler", FAKE_GGUF_STRING, 5000);
  for (guint i = 0; i < 5000; i++)
    fake_gguf_add_text (&fake, filler);
  fake_gguf_put_boolean (&fake, "last", TRUE);
  bytes = fake_gguf_to_bytes (&fake, 3);
  fake_gguf_clear (&fake);

  write_bytes (fixture, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  gguf = prony_gguf_open (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_true (prony_gguf_get_boolean (gguf, "last", FALSE));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/tokens/gguf/read-2", Fixture, GUINT_TO_POINTER (2), set_up, test_read, tear_down);
  g_test_add ("/tokens/gguf/read-3", Fixture, GUINT_TO_POINTER (3), set_up, test_read, tear_down);
  g_test_add ("/tokens/gguf/truncated", Fixture, NULL, set_up, test_truncated, tear_down);
  g_test_add ("/tokens/gguf/damaged", Fixture, NULL, set_up, test_damaged, tear_down);
  g_test_add ("/tokens/gguf/hostile", Fixture, NULL, set_up, test_hostile, tear_down);
  g_test_add ("/tokens/gguf/versions", Fixture, NULL, set_up, test_versions, tear_down);
  g_test_add ("/tokens/gguf/not-a-file", Fixture, NULL, set_up, test_not_a_file, tear_down);
  g_test_add ("/tokens/gguf/large", Fixture, NULL, set_up, test_large, tear_down);

  return g_test_run ();
}
