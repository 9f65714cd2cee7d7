/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-tokens"

#include "config.h"

#include <string.h>

#include "core/tokens/prony-gguf-cursor.h"

/* No number in a file is believed: what an entry claims to have must lie within the
 * bytes that are there. */

/* Of the strings of one array: ten times the largest vocabulary and its merges. */
#define MAX_STRINGS ((guint64) 4 * 1024 * 1024)

/**
 * prony_gguf_type_get_size:
 * @type: a type
 *
 * Returns: how many bytes a value has; 0 where the value says itself
 */
guint
prony_gguf_type_get_size (PronyGgufType type)
{
  static const guint8 sizes[PRONY_GGUF_N_TYPES] = { 1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8 };

  return sizes[type];
}

static PronyGgufWalk
skip (PronyGgufCursor *self, guint64 length)
{
  if (length > self->size - self->at)
    return PRONY_GGUF_WALK_BEYOND;

  self->at += (gsize) length;
  return PRONY_GGUF_WALK_DONE;
}

/**
 * prony_gguf_cursor_read_uint32:
 * @self: a cursor
 * @value: (out): a number
 *
 * Reads a number, and goes behind it.
 *
 * Returns: whether it is all there
 */
PronyGgufWalk
prony_gguf_cursor_read_uint32 (PronyGgufCursor *self, guint32 *value)
{
  if (self->size - self->at < sizeof *value)
    return PRONY_GGUF_WALK_BEYOND;

  memcpy (value, self->data + self->at, sizeof *value);
  *value = GUINT32_FROM_LE (*value);
  self->at += sizeof *value;
  return PRONY_GGUF_WALK_DONE;
}

/**
 * prony_gguf_cursor_read_uint64:
 * @self: a cursor
 * @value: (out): a number
 *
 * Reads a number, and goes behind it.
 *
 * Returns: whether it is all there
 */
PronyGgufWalk
prony_gguf_cursor_read_uint64 (PronyGgufCursor *self, guint64 *value)
{
  if (self->size - self->at < sizeof *value)
    return PRONY_GGUF_WALK_BEYOND;

  memcpy (value, self->data + self->at, sizeof *value);
  *value = GUINT64_FROM_LE (*value);
  self->at += sizeof *value;
  return PRONY_GGUF_WALK_DONE;
}

/**
 * prony_gguf_cursor_skip_string:
 * @self: a cursor before a string
 *
 * Goes behind the string, which begins eight bytes behind where the cursor stood.
 *
 * Returns: whether it is all there
 */
PronyGgufWalk
prony_gguf_cursor_skip_string (PronyGgufCursor *self)
{
  guint64 length;
  PronyGgufWalk walk = prony_gguf_cursor_read_uint64 (self, &length);

  return walk == PRONY_GGUF_WALK_DONE ? skip (self, length) : walk;
}

/* Each item takes a byte at least, so this ends with the file, whatever it claims. */
static PronyGgufWalk
skip_items (PronyGgufCursor *self, const PronyGgufEntry *entry)
{
  guint size = prony_gguf_type_get_size (entry->item_type);
  PronyGgufWalk walk = PRONY_GGUF_WALK_DONE;

  if (size > 0)
    return entry->count <= G_MAXUINT64 / size ? skip (self, entry->count * size)
                                              : PRONY_GGUF_WALK_BEYOND;

  for (guint64 i = 0; i < entry->count && walk == PRONY_GGUF_WALK_DONE; i++)
    walk = prony_gguf_cursor_skip_string (self);
  return walk;
}

static PronyGgufWalk
walk_array (PronyGgufCursor *self, PronyGgufEntry *entry)
{
  guint32 type;
  PronyGgufWalk walk = prony_gguf_cursor_read_uint32 (self, &type);

  if (walk != PRONY_GGUF_WALK_DONE)
    return walk;
  if (type >= PRONY_GGUF_N_TYPES || type == PRONY_GGUF_ARRAY)
    return PRONY_GGUF_WALK_WRONG;

  walk = prony_gguf_cursor_read_uint64 (self, &entry->count);
  if (walk != PRONY_GGUF_WALK_DONE)
    return walk;

  if (type == PRONY_GGUF_STRING && entry->count > MAX_STRINGS)
    return PRONY_GGUF_WALK_WRONG;

  entry->item_type = (PronyGgufType) type;
  entry->offset = self->at;
  return skip_items (self, entry);
}

static PronyGgufWalk
walk_value (PronyGgufCursor *self, PronyGgufEntry *entry)
{
  guint32 type;
  PronyGgufWalk walk = prony_gguf_cursor_read_uint32 (self, &type);

  if (walk != PRONY_GGUF_WALK_DONE)
    return walk;
  if (type >= PRONY_GGUF_N_TYPES)
    return PRONY_GGUF_WALK_WRONG;

  entry->type = (PronyGgufType) type;
  if (type == PRONY_GGUF_ARRAY)
    return walk_array (self, entry);
  if (type != PRONY_GGUF_STRING)
    {
      entry->offset = self->at;
      return skip (self, prony_gguf_type_get_size (type));
    }

  walk = prony_gguf_cursor_read_uint64 (self, &entry->count);
  entry->offset = self->at;
  return walk == PRONY_GGUF_WALK_DONE ? skip (self, entry->count) : walk;
}

/**
 * prony_gguf_cursor_read_entry:
 * @self: a cursor before an entry
 * @key: (out) (transfer full): its name
 * @entry: (out): where its value lies
 *
 * Reads an entry, and goes behind it. Arrays of arrays are nothing that a model has, and
 * make no sense here.
 *
 * Returns: whether it is all there; @key is set only then
 */
PronyGgufWalk
prony_gguf_cursor_read_entry (PronyGgufCursor *self, char **key, PronyGgufEntry *entry)
{
  gsize start = self->at + sizeof (guint64);
  PronyGgufWalk walk = prony_gguf_cursor_skip_string (self);
  gsize length;

  *key = NULL;
  if (walk != PRONY_GGUF_WALK_DONE)
    return walk;

  length = self->at - start;
  *entry = (PronyGgufEntry){ 0 };
  walk = walk_value (self, entry);
  if (walk == PRONY_GGUF_WALK_DONE)
    *key = g_strndup ((const char *) self->data + start, length);
  return walk;
}
