/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-tokens"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/prony-error.h"
#include "core/tokens/prony-gguf-cursor.h"
#include "core/tokens/prony-gguf.h"

/* The format is that of https://github.com/ggml-org/ggml/blob/master/docs/gguf.md:
 * magic, version, how many tensors and how many entries, then the entries, each a key,
 * a type and a value. The entries come before everything large, so a file is read from
 * its start only as far as they go.
 *
 * No number in a file is believed: every entry must lie within what was read, and
 * what is read has a bound of its own. */
#define MAGIC "GGUF"
#define FIRST_READ_BYTES ((gsize) 4 * 1024 * 1024)
/* Ten times the largest metadata that is around. */
#define MAX_BYTES ((gsize) 256 * 1024 * 1024)
#define MAX_ENTRIES 65536

struct _PronyGguf
{
  GByteArray *bytes;   /* the file, as far as it was read */
  GHashTable *entries; /* key → PronyGgufEntry */
};

/* Of two entries with one name the first counts. */
static PronyGgufWalk
walk_entries (PronyGguf *self, guint64 n_entries)
{
  PronyGgufCursor cursor = { self->bytes->data, self->bytes->len, PRONY_GGUF_HEADER_BYTES };
  PronyGgufWalk walk = PRONY_GGUF_WALK_DONE;

  g_hash_table_remove_all (self->entries);
  for (guint64 i = 0; i < n_entries && walk == PRONY_GGUF_WALK_DONE; i++)
    {
      g_autofree char *key = NULL;
      PronyGgufEntry entry;

      walk = prony_gguf_cursor_read_entry (&cursor, &key, &entry);
      if (walk == PRONY_GGUF_WALK_DONE && !g_hash_table_contains (self->entries, key))
        g_hash_table_insert (self->entries, g_steal_pointer (&key),
                             g_memdup2 (&entry, sizeof entry));
    }

  return walk;
}

/* Reads on until @size bytes are there, or as many as the file has. */
static gboolean
read_until (PronyGguf *self, int fd, gsize size, GError **error)
{
  gsize length = self->bytes->len;

  g_byte_array_set_size (self->bytes, (guint) size);
  while (length < size)
    {
      gssize n = read (fd, self->bytes->data + length, size - length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno),
                               g_strerror (errno));
          return FALSE;
        }
      if (n == 0)
        break;
      length += (gsize) n;
    }

  g_byte_array_set_size (self->bytes, (guint) length);
  return TRUE;
}

static gboolean
set_wrong (GError **error, const char *reason)
{
  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               /* Translators: %s is a part of a sentence that says what is wrong. */
               _ ("The GGUF file cannot be used: %s. Fetch it again, or choose another file."),
               reason);
  return FALSE;
}

static gboolean
check_header (PronyGguf *self, guint64 *n_entries, GError **error)
{
  PronyGgufCursor cursor = { self->bytes->data, self->bytes->len, strlen (MAGIC) };
  guint64 n_tensors;
  guint32 version;

  if (cursor.size < strlen (MAGIC) || memcmp (cursor.data, MAGIC, strlen (MAGIC)) != 0)
    return set_wrong (error, _ ("it is not a GGUF file"));
  if (prony_gguf_cursor_read_uint32 (&cursor, &version) != PRONY_GGUF_WALK_DONE ||
      prony_gguf_cursor_read_uint64 (&cursor, &n_tensors) != PRONY_GGUF_WALK_DONE ||
      prony_gguf_cursor_read_uint64 (&cursor, n_entries) != PRONY_GGUF_WALK_DONE)
    return set_wrong (error, _ ("it ends too early"));

  /* The first version had shorter numbers; a big-endian file shows by its version. */
  if (version != 2 && version != 3)
    return set_wrong (error, _ ("it has a version or byte order that Prony does not read"));
  if (*n_entries > MAX_ENTRIES)
    return set_wrong (error, _ ("it claims more entries than any model has"));

  return TRUE;
}

static gboolean
read_file (PronyGguf *self, int fd, GError **error)
{
  gsize size = FIRST_READ_BYTES;
  guint64 n_entries;
  PronyGgufWalk walk;

  if (!read_until (self, fd, size, error) || !check_header (self, &n_entries, error))
    return FALSE;

  walk = walk_entries (self, n_entries);
  while (walk == PRONY_GGUF_WALK_BEYOND && self->bytes->len == size && size < MAX_BYTES)
    {
      size *= 4;
      if (!read_until (self, fd, size, error))
        return FALSE;
      walk = walk_entries (self, n_entries);
    }

  if (walk == PRONY_GGUF_WALK_WRONG)
    return set_wrong (error, _ ("its entries make no sense"));
  if (walk == PRONY_GGUF_WALK_BEYOND && self->bytes->len == MAX_BYTES)
    return set_wrong (error, _ ("what it says of itself does not end"));
  if (walk == PRONY_GGUF_WALK_BEYOND)
    return set_wrong (error, _ ("it ends too early"));

  return TRUE;
}

/* A named pipe would wait for its other end. */
static int
open_regular (const char *path, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  struct stat status;

  if (fd >= 0 && fstat (fd, &status) == 0 && S_ISREG (status.st_mode))
    return fd;

  if (fd < 0)
    g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                         /* Translators: stands within a sentence */
                         _ ("it is not a regular file"));
  if (fd >= 0)
    close (fd);
  return -1;
}

/**
 * prony_gguf_has_magic:
 * @path: a file
 *
 * Blocks on the disk.
 *
 * Returns: whether it begins as a GGUF file does
 */
gboolean
prony_gguf_has_magic (const char *path)
{
  int fd = open_regular (path, NULL);
  char magic[4] = "";
  gssize n;

  if (fd < 0)
    return FALSE;

  n = read (fd, magic, sizeof magic);
  close (fd);
  return n == sizeof magic && memcmp (magic, MAGIC, sizeof magic) == 0;
}

/**
 * prony_gguf_open:
 * @path: a GGUF file of version 2 or 3, little endian
 * @error: return location for a sentence
 *
 * Reads the metadata of a file, at most 256 MiB from its start. Blocks on the disk.
 *
 * Returns: (transfer full) (nullable): the metadata
 */
PronyGguf *
prony_gguf_open (const char *path, GError **error)
{
  g_autoptr (PronyGguf) self = g_new0 (PronyGguf, 1);
  g_autoptr (GError) local = NULL;
  gboolean read;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  self->bytes = g_byte_array_new ();
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  fd = open_regular (path, &local);
  read = fd >= 0 && read_file (self, fd, &local);
  if (fd >= 0)
    close (fd);
  if (read)
    return g_steal_pointer (&self);

  if (local->domain == PRONY_ERROR)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    set_wrong (error, local->message);
  return NULL;
}

/**
 * prony_gguf_free:
 * @self: (transfer full): metadata
 */
void
prony_gguf_free (PronyGguf *self)
{
  g_hash_table_unref (self->entries);
  g_byte_array_unref (self->bytes);
  g_free (self);
}

static const PronyGgufEntry *
find_entry (PronyGguf *self, const char *key, PronyGgufType type)
{
  const PronyGgufEntry *entry = g_hash_table_lookup (self->entries, key);

  return entry != NULL && entry->type == type ? entry : NULL;
}

static const PronyGgufEntry *
find_array (PronyGguf *self, const char *key, PronyGgufType item_type)
{
  const PronyGgufEntry *entry = find_entry (self, key, PRONY_GGUF_ARRAY);

  return entry != NULL && entry->item_type == item_type ? entry : NULL;
}

/**
 * prony_gguf_get_string:
 * @self: metadata
 * @key: an entry
 *
 * Returns: (transfer full) (nullable): its text, which may not be UTF-8; %NULL where it
 *   is not there or is no string
 */
char *
prony_gguf_get_string (PronyGguf *self, const char *key)
{
  const PronyGgufEntry *entry = find_entry (self, key, PRONY_GGUF_STRING);

  return entry != NULL
           ? g_strndup ((const char *) self->bytes->data + entry->offset, (gsize) entry->count)
           : NULL;
}

/* Of a whole number of @size bytes, at any address. */
static gint64
read_int (const guint8 *data, PronyGgufType type)
{
  guint size = prony_gguf_type_get_size (type);
  guint64 value = 0;

  for (guint i = 0; i < size; i++)
    value |= (guint64) data[i] << (8 * i);

  if (type == PRONY_GGUF_INT8 || type == PRONY_GGUF_INT16 || type == PRONY_GGUF_INT32)
    {
      guint64 sign = G_GUINT64_CONSTANT (1) << (8 * size - 1);

      value = (value ^ sign) - sign;
    }
  return (gint64) value;
}

static gboolean
is_int (PronyGgufType type)
{
  return prony_gguf_type_get_size (type) > 0 && type != PRONY_GGUF_FLOAT32 &&
         type != PRONY_GGUF_FLOAT64;
}

/**
 * prony_gguf_get_int:
 * @self: metadata
 * @key: an entry
 * @fallback: what is returned where it is not there or is no whole number
 *
 * Returns: its value
 */
gint64
prony_gguf_get_int (PronyGguf *self, const char *key, gint64 fallback)
{
  const PronyGgufEntry *entry = g_hash_table_lookup (self->entries, key);

  return entry != NULL && is_int (entry->type)
           ? read_int (self->bytes->data + entry->offset, entry->type)
           : fallback;
}

/**
 * prony_gguf_get_boolean:
 * @self: metadata
 * @key: an entry
 * @fallback: what is returned where it is not there or is neither true nor false
 *
 * Returns: its value
 */
gboolean
prony_gguf_get_boolean (PronyGguf *self, const char *key, gboolean fallback)
{
  const PronyGgufEntry *entry = find_entry (self, key, PRONY_GGUF_BOOL);

  return entry != NULL ? self->bytes->data[entry->offset] != 0 : fallback;
}

/**
 * prony_gguf_get_strings:
 * @self: metadata
 * @key: an entry
 * @count: (out): how many there are
 *
 * Returns: (transfer container) (nullable) (array length=count): its strings, which
 *   belong to @self; %NULL where it is not there or is no array of strings, or is empty
 */
PronyGgufString *
prony_gguf_get_strings (PronyGguf *self, const char *key, gsize *count)
{
  const PronyGgufEntry *entry = find_array (self, key, PRONY_GGUF_STRING);
  PronyGgufString *strings;
  PronyGgufCursor cursor;

  *count = 0;
  if (entry == NULL || entry->count == 0)
    return NULL;

  /* That all of it is there was seen when the file was opened. */
  cursor = (PronyGgufCursor){ self->bytes->data, self->bytes->len, entry->offset };
  strings = g_new (PronyGgufString, (gsize) entry->count);
  for (; *count < entry->count; (*count)++)
    {
      gsize start = cursor.at + sizeof (guint64);

      prony_gguf_cursor_skip_string (&cursor);
      strings[*count].text = (const char *) cursor.data + start;
      strings[*count].length = cursor.at - start;
    }

  return strings;
}

/**
 * prony_gguf_get_ints:
 * @self: metadata
 * @key: an entry
 * @count: (out): how many there are
 *
 * Returns: (transfer full) (nullable) (array length=count): its numbers; %NULL where it
 *   is not there or is no array of 32-bit numbers, or is empty
 */
gint32 *
prony_gguf_get_ints (PronyGguf *self, const char *key, gsize *count)
{
  const PronyGgufEntry *entry = find_array (self, key, PRONY_GGUF_INT32);
  gint32 *ints;

  *count = 0;
  if (entry == NULL)
    entry = find_array (self, key, PRONY_GGUF_UINT32);
  if (entry == NULL || entry->count == 0)
    return NULL;

  ints = g_new (gint32, (gsize) entry->count);
  for (; *count < entry->count; (*count)++)
    ints[*count] = (gint32) read_int (self->bytes->data + entry->offset + *count * sizeof *ints,
                                      entry->item_type);
  return ints;
}

/**
 * prony_gguf_get_floats:
 * @self: metadata
 * @key: an entry
 * @count: (out): how many there are
 *
 * Returns: (transfer full) (nullable) (array length=count): its numbers; %NULL where it
 *   is not there or is no array of 32-bit floating-point numbers, or is empty
 */
float *
prony_gguf_get_floats (PronyGguf *self, const char *key, gsize *count)
{
  const PronyGgufEntry *entry = find_array (self, key, PRONY_GGUF_FLOAT32);
  float *floats;

  *count = 0;
  if (entry == NULL || entry->count == 0)
    return NULL;

  floats = g_new (float, (gsize) entry->count);
  for (; *count < entry->count; (*count)++)
    {
      guint32 bits = (guint32) read_int (
        self->bytes->data + entry->offset + *count * sizeof *floats, PRONY_GGUF_UINT32);

      memcpy (&floats[*count], &bits, sizeof bits);
    }

  return floats;
}
