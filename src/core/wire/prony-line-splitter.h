/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyLineFunc:
 * @line: the line without its end; valid during the call only, and not
 *   zero-terminated
 * @length: its length in bytes
 * @user_data: as given
 *
 * Returns: %FALSE to stop: then the feeding call returns %FALSE too
 */
typedef gboolean (*PronyLineFunc) (const char *line, gsize length, gpointer user_data);

/**
 * PronyLineSplitter:
 * @tail: the beginning of a line whose end has not come yet
 * @max_bytes: the longest line that is taken
 * @after_cr: whether the last byte was a CR, so that an LF now belongs to it
 * @at_start: whether no line has been seen, so that a BOM is dropped
 *
 * Cuts bytes into lines that end with LF, CRLF or CR, wherever the borders of the
 * chunks are. To be embedded; belongs to one thread.
 */
typedef struct
{
  GString *tail;
  gsize max_bytes;
  gboolean after_cr;
  gboolean at_start;
} PronyLineSplitter;

void prony_line_splitter_init (PronyLineSplitter *self, gsize max_bytes);
void prony_line_splitter_destroy (PronyLineSplitter *self);
void prony_line_splitter_reset (PronyLineSplitter *self);
gboolean prony_line_splitter_feed (
  PronyLineSplitter *self, const char *bytes, gsize length, PronyLineFunc func, gpointer user_data);
gboolean
prony_line_splitter_finish (PronyLineSplitter *self, PronyLineFunc func, gpointer user_data);

void prony_buffer_reset (GString **buffer);

G_END_DECLS
