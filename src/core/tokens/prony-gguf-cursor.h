/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PRONY_GGUF_HEADER_BYTES:
 *
 * What comes before the entries: magic, version, how many tensors and how many entries.
 */
#define PRONY_GGUF_HEADER_BYTES 24

/**
 * PronyGgufType:
 *
 * The types of values, by their numbers in files.
 */
typedef enum
{
  PRONY_GGUF_UINT8,
  PRONY_GGUF_INT8,
  PRONY_GGUF_UINT16,
  PRONY_GGUF_INT16,
  PRONY_GGUF_UINT32,
  PRONY_GGUF_INT32,
  PRONY_GGUF_FLOAT32,
  PRONY_GGUF_BOOL,
  PRONY_GGUF_STRING,
  PRONY_GGUF_ARRAY,
  PRONY_GGUF_UINT64,
  PRONY_GGUF_INT64,
  PRONY_GGUF_FLOAT64,
  PRONY_GGUF_N_TYPES,
} PronyGgufType;

/**
 * PronyGgufEntry:
 * @type: of the value
 * @item_type: of an array's items
 * @count: of a string its bytes, of an array its items
 * @offset: where the value lies; of a string or an array, what follows its length
 *
 * Where one entry's value lies.
 */
typedef struct
{
  PronyGgufType type;
  PronyGgufType item_type;
  guint64 count;
  gsize offset;
} PronyGgufEntry;

/**
 * PronyGgufWalk:
 * @PRONY_GGUF_WALK_DONE: it is all there
 * @PRONY_GGUF_WALK_BEYOND: it goes on beyond what there is
 * @PRONY_GGUF_WALK_WRONG: it makes no sense
 *
 * How a walk over a file's bytes ended.
 */
typedef enum
{
  PRONY_GGUF_WALK_DONE,
  PRONY_GGUF_WALK_BEYOND,
  PRONY_GGUF_WALK_WRONG,
} PronyGgufWalk;

/**
 * PronyGgufCursor:
 * @data: the bytes of a file from its start
 * @size: how many there are
 * @at: where the cursor stands
 *
 * Walks over the bytes of a file. To be put on the stack.
 */
typedef struct
{
  const guint8 *data;
  gsize size;
  gsize at;
} PronyGgufCursor;

guint prony_gguf_type_get_size (PronyGgufType type);
PronyGgufWalk prony_gguf_cursor_read_uint32 (PronyGgufCursor *self, guint32 *value);
PronyGgufWalk prony_gguf_cursor_read_uint64 (PronyGgufCursor *self, guint64 *value);
PronyGgufWalk prony_gguf_cursor_skip_string (PronyGgufCursor *self);
PronyGgufWalk
prony_gguf_cursor_read_entry (PronyGgufCursor *self, char **key, PronyGgufEntry *entry);

G_END_DECLS
