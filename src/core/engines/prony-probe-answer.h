/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * PronyProbeAnswer:
 * @path: what was asked for
 * @status: the response's status; 0 without a response
 * @content_type: (nullable): of the body, without parameters
 * @server: (nullable): how the server calls itself
 * @headers: (nullable): of the response
 * @simulated: whether it says that it is Prony's simulated engine
 * @body: what came of the body
 * @json: (nullable): the body, where it says that it is JSON and is
 * @latency_s: from asking to the response's headers; NAN without a response
 * @error: (nullable): why there is no whole response
 * @tls_errors: what is wrong with the server's certificate
 *
 * What a server answered to one request of a probe.
 */
typedef struct
{
  char *path;
  guint status;
  char *content_type;
  char *server;
  SoupMessageHeaders *headers;
  gboolean simulated;
  GString *body;
  JsonNode *json;
  double latency_s;
  GError *error;
  GTlsCertificateFlags tls_errors;
} PronyProbeAnswer;

PronyProbeAnswer *prony_probe_answer_new (const char *path);
void prony_probe_answer_free (PronyProbeAnswer *self);
void prony_probe_answer_parse (PronyProbeAnswer *self);
JsonObject *prony_probe_answer_get_object (const PronyProbeAnswer *self);
gboolean prony_probe_answer_is_html (const PronyProbeAnswer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyProbeAnswer, prony_probe_answer_free)

G_END_DECLS
