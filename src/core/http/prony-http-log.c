/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-http"

#include "config.h"

#include "core/http/prony-http-log.h"

/* Writing down what libsoup sends and gets, without secrets. */

static const char *
get_http_version (SoupMessage *message)
{
  switch (soup_message_get_http_version (message))
    {
    case SOUP_HTTP_1_0:
      return "HTTP/1.0";

    case SOUP_HTTP_2_0:
      return "HTTP/2";

    case SOUP_HTTP_1_1:
    default:
      return "HTTP/1.1";
    }
}

static void
add_headers (PronyExchangeHead *head, SoupMessageHeaders *headers, PronyHttpAccess *access)
{
  PronyCredentials *credentials = prony_http_access_get_credentials (access);
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    prony_exchange_head_add (head, name, value, credentials);
}

/**
 * prony_http_log_request:
 * @exchange: what is filled, again if need be
 * @access: how the engine is reached; its secrets are left out
 * @message: what is sent
 *
 * Writes down a request's line and headers, as far as they are known.
 */
void
prony_http_log_request (PronyExchange *exchange, PronyHttpAccess *access, SoupMessage *message)
{
  PronyExchangeHead *head = &exchange->request;
  GUri *uri = soup_message_get_uri (message);
  const char *query = g_uri_get_query (uri);

  prony_exchange_head_set_line (
    head, g_strdup_printf ("%s %s%s%s %s", soup_message_get_method (message), g_uri_get_path (uri),
                           query != NULL ? "?" : "", query != NULL ? query : "",
                           get_http_version (message)));
  add_headers (head, soup_message_get_request_headers (message), access);
}

/**
 * prony_http_log_response:
 * @exchange: what is filled
 * @access: how the engine is reached; its secrets are left out
 * @message: whose answer's headers have come
 *
 * Writes down an answer's status line and headers.
 */
void
prony_http_log_response (PronyExchange *exchange, PronyHttpAccess *access, SoupMessage *message)
{
  PronyExchangeHead *head = &exchange->response;
  const char *reason = soup_message_get_reason_phrase (message);

  prony_exchange_head_set_line (head, g_strdup_printf ("%s %u%s%s", get_http_version (message),
                                                       soup_message_get_status (message),
                                                       reason != NULL ? " " : "",
                                                       reason != NULL ? reason : ""));
  add_headers (head, soup_message_get_response_headers (message), access);
}
