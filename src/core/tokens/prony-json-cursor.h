/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyJsonCursor:
 * @text: the beginning of the document
 * @at: where it is read
 * @end: the end of the document
 * @fresh: whether an object or array has just been entered
 * @failed: whether something was not as it should be; then nothing more is read
 *
 * A place in a JSON document that is read value by value, without a tree: documents
 * of 30 MB with a million strings. To be copied freely; one that was copied goes back
 * to where it was then. Belongs to one thread.
 */
typedef struct
{
  const char *text;
  const char *at;
  const char *end;
  gboolean fresh;
  gboolean failed;
} PronyJsonCursor;

void prony_json_cursor_init (PronyJsonCursor *self, const char *text, gsize length);
char prony_json_cursor_peek (PronyJsonCursor *self);
gboolean prony_json_cursor_enter (PronyJsonCursor *self, char bracket);
gboolean prony_json_cursor_next (PronyJsonCursor *self, char bracket);
gboolean prony_json_cursor_next_member (PronyJsonCursor *self, GString *name);
gboolean prony_json_cursor_read_string (PronyJsonCursor *self, GString *value);
gboolean prony_json_cursor_read_integer (PronyJsonCursor *self, guint64 *value);
gboolean prony_json_cursor_read_boolean (PronyJsonCursor *self, gboolean *value);
gboolean prony_json_cursor_skip (PronyJsonCursor *self);
gboolean prony_json_cursor_fail (PronyJsonCursor *self);
guint prony_json_cursor_get_line (const PronyJsonCursor *self);

G_END_DECLS
