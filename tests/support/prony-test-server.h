/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _PronyTestServer PronyTestServer;

/**
 * PronyTestRequest:
 * @server: who got it
 * @out: where the answer goes, unbuffered
 * @method: such as "POST"
 * @path: such as "/v1/chat/completions"
 * @headers: the header lines as they came
 * @body: the body, zero-terminated
 * @connection: number of the connection that it came on, from 1
 * @nth: number of the request on this connection, from 1
 * @total: number of the request in all, from 1
 */
typedef struct
{
  PronyTestServer *server;
  GOutputStream *out;
  const char *method;
  const char *path;
  const char *headers;
  const char *body;
  guint connection;
  guint nth;
  guint total;
} PronyTestRequest;

/**
 * PronyTestHandler:
 *
 * Answers a request, with whatever bytes it likes, in a thread of the connection's
 * own.
 *
 * Returns: whether the connection stays open
 */
typedef gboolean (*PronyTestHandler) (PronyTestRequest *request, gpointer user_data);

PronyTestServer *prony_test_server_new (PronyTestHandler handler, gpointer user_data);
PronyTestServer *prony_test_server_new_tls (GTlsCertificate *certificate,
                                            PronyTestHandler handler,
                                            gpointer user_data);
void prony_test_server_free (PronyTestServer *self);
const char *prony_test_server_get_url (PronyTestServer *self);
guint prony_test_server_count_requests (PronyTestServer *self);
guint prony_test_server_count_connections (PronyTestServer *self);
gint64 prony_test_server_get_closed_us (PronyTestServer *self);

gboolean prony_test_request_write (PronyTestRequest *request, const char *bytes, gssize length);
gboolean prony_test_request_printf (PronyTestRequest *request, const char *format, ...)
  G_GNUC_PRINTF (2, 3);
gboolean prony_test_request_begin (PronyTestRequest *request, const char *content_type);
gboolean prony_test_request_chunk (PronyTestRequest *request, const char *text);
gboolean prony_test_request_end (PronyTestRequest *request);
gboolean prony_test_request_sleep (PronyTestRequest *request, guint ms);
gboolean prony_test_request_wait_for_close (PronyTestRequest *request, guint ms);

gboolean prony_test_request_token (PronyTestRequest *request, const char *text);
gboolean prony_test_request_chat (PronyTestRequest *request, guint tokens, guint gap_ms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyTestServer, prony_test_server_free)

G_END_DECLS
