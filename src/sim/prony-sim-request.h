/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronySimRequest:
 * @method: such as "GET"
 * @path: the path without the query
 * @query: (nullable): what followed the "?"
 * @body: the body, with a zero byte behind it
 * @body_length: its length in bytes
 * @read_ns: when its last byte was read
 * @keep_alive: whether the connection stays open after the answer
 * @chunked: whether the client understands chunks (HTTP/1.1)
 *
 * One HTTP request, read whole.
 */
typedef struct
{
  char *method;
  char *path;
  char *query;
  char *body;
  gsize body_length;
  gint64 read_ns;
  gboolean keep_alive;
  gboolean chunked;
} PronySimRequest;

/**
 * PronySimRequestState:
 * @PRONY_SIM_REQUEST_INCOMPLETE: more bytes are needed
 * @PRONY_SIM_REQUEST_CONTINUE: the client waits for "100 Continue" before it
 *   sends the body
 * @PRONY_SIM_REQUEST_COMPLETE: there is a request
 * @PRONY_SIM_REQUEST_BAD: these bytes are no request that is served here
 *
 * What prony_sim_request_parse() found.
 */
typedef enum
{
  PRONY_SIM_REQUEST_INCOMPLETE,
  PRONY_SIM_REQUEST_CONTINUE,
  PRONY_SIM_REQUEST_COMPLETE,
  PRONY_SIM_REQUEST_BAD,
} PronySimRequestState;

PronySimRequestState prony_sim_request_parse (GByteArray *bytes,
                                              gint64 now_ns,
                                              PronySimRequest **request,
                                              guint *bad_status);
void prony_sim_request_free (PronySimRequest *request);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronySimRequest, prony_sim_request_free)

G_END_DECLS
