/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/wire/prony-event-parser.h"
#include "core/wire/prony-line-splitter.h"

G_BEGIN_DECLS

/**
 * PronySseParser:
 * @splitter: cuts the bytes into lines
 * @name: name of the event under way; empty for none
 * @data: data of the event under way
 * @has_data: whether a data line has come, were it empty
 * @func: where events go during a feeding call
 * @user_data: for @func
 *
 * Cuts a body into Server-Sent Events. To be embedded; belongs to one thread.
 */
typedef struct
{
  PronyLineSplitter splitter;
  GString *name;
  GString *data;
  gboolean has_data;
  PronyEventFunc func;
  gpointer user_data;
} PronySseParser;

void prony_sse_parser_init (PronySseParser *self);
void prony_sse_parser_destroy (PronySseParser *self);
void prony_sse_parser_reset (PronySseParser *self);
gboolean prony_sse_parser_feed (
  PronySseParser *self, const char *bytes, gsize length, PronyEventFunc func, gpointer user_data);
void prony_sse_parser_finish (PronySseParser *self, PronyEventFunc func, gpointer user_data);

G_END_DECLS
