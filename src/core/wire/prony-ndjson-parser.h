/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/wire/prony-event-parser.h"
#include "core/wire/prony-line-splitter.h"

G_BEGIN_DECLS

/**
 * PronyNdjsonParser:
 * @splitter: cuts the bytes into lines
 * @data: the line that is handed out, with a zero byte behind it
 * @func: where events go during a feeding call
 * @user_data: for @func
 *
 * Cuts a body into lines of one JSON value each; empty lines are passed over. To
 * be embedded; belongs to one thread.
 */
typedef struct
{
  PronyLineSplitter splitter;
  GString *data;
  PronyEventFunc func;
  gpointer user_data;
} PronyNdjsonParser;

void prony_ndjson_parser_init (PronyNdjsonParser *self);
void prony_ndjson_parser_destroy (PronyNdjsonParser *self);
void prony_ndjson_parser_reset (PronyNdjsonParser *self);
gboolean prony_ndjson_parser_feed (PronyNdjsonParser *self,
                                   const char *bytes,
                                   gsize length,
                                   PronyEventFunc func,
                                   gpointer user_data);
void prony_ndjson_parser_finish (PronyNdjsonParser *self, PronyEventFunc func, gpointer user_data);

G_END_DECLS
