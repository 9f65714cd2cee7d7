/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What is written down of an exchange: all of it but secrets, whichever way the body
 * is read. */

#include "config.h"

#include <string.h>

#include "unit/engines/http-client.h"

#define KEY "sk-this-is-secret"

static PronyExchangeLog *
ask (PronyTestHandler handler, gpointer data, PronyCredentials *credentials, guint n_requests)
{
  PronyExchangeLog *log = prony_exchange_log_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyEngineSpec) engine = NULL;
  Client client = { .server = prony_test_server_new (handler, data) };

  engine = prony_engine_spec_new (prony_test_server_get_url (client.server), &error);
  g_assert_no_error (error);
  engine->api = PRONY_API_OPENAI_CHAT;
  client.target = prony_target_new (engine, "m");
  if (credentials != NULL)
    client.target->credentials = prony_credentials_ref (credentials);
  client_connect (&client);
  prony_http_pool_set_log (client.pool, log);

  for (guint i = 0; i < n_requests; i++)
    {
      g_autoptr (PronyRequestRecord) record = client_ask (&client, TRUE, PLENTY_S);

      g_assert_cmpint (record->finished_ns, >, 0);
    }
  client_destroy (&client);
  return log;
}

static const PronyHeader *
find_header (const PronyExchangeHead *head, const char *name)
{
  for (guint i = 0; i < head->headers->len; i++)
    if (g_ascii_strcasecmp (((PronyHeader *) head->headers->pdata[i])->name, name) == 0)
      return head->headers->pdata[i];

  return NULL;
}

static gboolean
answer_with_tokens (PronyTestRequest *request, gpointer user_data)
{
  return prony_test_request_chat (request, GPOINTER_TO_UINT (user_data), 2);
}

/* Enough tokens, one after the other, that the socket is read directly. */
static void
test_stream (void)
{
  g_autoptr (PronyExchangeLog) log = ask (answer_with_tokens, GUINT_TO_POINTER (40), NULL, 2);
  const char *bytes;
  guint n_events = 0;

  g_assert_cmpuint (log->exchanges->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      PronyExchange *exchange = log->exchanges->pdata[i];
      guint64 before = 0;
      gint64 before_ns = 0;

      g_assert_cmpstr (exchange->request.line, ==, "POST /v1/chat/completions HTTP/1.1");
      g_assert_cmpstr (find_header (&exchange->request, "Content-Type")->value, ==,
                       "application/json");
      g_assert_nonnull (find_header (&exchange->request, "Host")->value);
      bytes = g_bytes_get_data (exchange->request_body, NULL);
      g_assert_nonnull (
        g_strstr_len (bytes, (gssize) g_bytes_get_size (exchange->request_body), "Say something."));
      g_assert_cmpstr (exchange->response.line, ==, "HTTP/1.1 200 OK");
      g_assert_nonnull (find_header (&exchange->response, "Content-Type"));

      g_assert_cmpuint (exchange->body->len, ==, exchange->body_length);
      g_assert_cmpuint (exchange->pieces->len, >, 1);
      for (guint k = 0; k < exchange->pieces->len; k++)
        {
          PronyExchangePiece *piece = &g_array_index (exchange->pieces, PronyExchangePiece, k);

          g_assert_cmpuint (piece->end, >, before);
          g_assert_cmpint (piece->at_ns, >=, before_ns);
          before = piece->end;
          before_ns = piece->at_ns;
        }
      g_assert_cmpuint (before, ==, exchange->body_length);
    }

  g_byte_array_append (((PronyExchange *) log->exchanges->pdata[1])->body, (const guint8 *) "", 1);
  bytes = (const char *) ((PronyExchange *) log->exchanges->pdata[1])->body->data;
  for (const char *p = bytes; (p = strstr (p, "data: ")) != NULL; p++)
    n_events++;
  g_assert_cmpuint (n_events, >=, 40);
  g_assert_nonnull (strstr (bytes, "data: [DONE]"));
}

static gboolean
answer_with_secrets (PronyTestRequest *request, gpointer user_data)
{
  static const char body[] = "{\"error\": {\"message\": \"Incorrect API key provided: " KEY
                             ", or org-1234567 and " KEY "\"}}";

  g_assert_nonnull (strstr (request->headers, "Bearer " KEY));
  g_assert_nonnull (strstr (request->headers, "org-1234567"));
  return prony_test_request_printf (
    request,
    "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nSet-Cookie: session=abc\r\n"
    "X-Echo: Bearer " KEY "\r\nContent-Length: %u\r\n\r\n%s",
    (guint) strlen (body), body);
}

static void
test_secrets (void)
{
  g_autoptr (PronyCredentials) credentials = prony_credentials_new (KEY);
  g_autoptr (PronyExchangeLog) log = NULL;
  g_autofree char *body = NULL;
  PronyExchange *exchange;

  prony_credentials_add_header (credentials, "X-Org", "org-1234567");
  log = ask (answer_with_secrets, NULL, credentials, 1);
  exchange = log->exchanges->pdata[0];

  g_assert_null (find_header (&exchange->request, "Authorization")->value);
  g_assert_null (find_header (&exchange->request, "X-Org")->value);
  g_assert_null (find_header (&exchange->response, "Set-Cookie")->value);
  for (guint i = 0; i < exchange->request.headers->len; i++)
    {
      const PronyHeader *header = exchange->request.headers->pdata[i];

      g_assert_true (header->value == NULL || strstr (header->value, KEY) == NULL);
    }

  /* What an answer repeats is hidden at the end. */
  prony_exchange_log_mask (log, credentials);
  body = g_strndup ((const char *) exchange->body->data, exchange->body->len);
  g_assert_null (strstr (body, KEY));
  g_assert_null (strstr (body, "org-1234567"));
  g_assert_nonnull (strstr (body, "provided: ****"));
  g_assert_cmpuint (exchange->body->len, ==, exchange->body_length);
  g_assert_null (strstr (find_header (&exchange->response, "X-Echo")->value, KEY));
}

static gboolean
hang_up (PronyTestRequest *request, gpointer user_data)
{
  return FALSE;
}

static void
test_no_answer (void)
{
  g_autoptr (PronyExchangeLog) log = ask (hang_up, NULL, NULL, 1);
  PronyExchange *exchange = log->exchanges->pdata[0];

  g_assert_nonnull (exchange->request.line);
  g_assert_null (exchange->response.line);
  g_assert_cmpuint (exchange->body_length, ==, 0);
}

/* Beyond the bound bytes are counted only, and of many exchanges the latest stay. */
static void
test_bounds (void)
{
  g_autoptr (PronyExchangeLog) log = prony_exchange_log_new ();
  g_autofree char *block = g_malloc0 (1024 * 1024);
  PronyExchange *exchange = NULL;
  PronyExchangePiece *last;

  for (guint i = 0; i < PRONY_EXCHANGE_LOG_MAX + 2; i++)
    {
      exchange = prony_exchange_log_begin (log, NULL);
      exchange->body_length = i;
    }
  g_assert_cmpuint (log->exchanges->len, ==, PRONY_EXCHANGE_LOG_MAX);
  g_assert_true (log->exchanges->pdata[PRONY_EXCHANGE_LOG_MAX - 1] == exchange);

  exchange->body_length = 0;
  prony_exchange_add_body (exchange, "abc", 3, 1);
  for (guint i = 0; i < 6; i++)
    prony_exchange_add_body (exchange, block, 1024 * 1024, 2 + i);
  g_assert_cmpuint (exchange->body_length, ==, 3 + 6 * 1024 * 1024);
  g_assert_cmpuint (exchange->body->len, ==, PRONY_EXCHANGE_BODY_MAX_BYTES);
  g_assert_cmpuint (exchange->pieces->len, ==, 5);
  last = &g_array_index (exchange->pieces, PronyExchangePiece, 4);
  g_assert_cmpuint (last->end, ==, PRONY_EXCHANGE_BODY_MAX_BYTES);
}

/* Short values stand everywhere and are no secrets. */
static void
test_mask (void)
{
  g_autoptr (PronyCredentials) credentials = prony_credentials_new ("********");
  char text[] = "a 1 ******** sk";

  prony_credentials_add_header (credentials, "X-Short", "1");
  prony_credentials_mask (credentials, text, strlen (text));
  g_assert_cmpstr (text, ==, "a 1 ******** sk");
  prony_credentials_mask (credentials, NULL, 0);
  prony_credentials_mask (NULL, text, strlen (text));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/http-log/stream", test_stream);
  g_test_add_func ("/http-log/secrets", test_secrets);
  g_test_add_func ("/http-log/no-answer", test_no_answer);
  g_test_add_func ("/http-log/bounds", test_bounds);
  g_test_add_func ("/http-log/mask", test_mask);

  return g_test_run ();
}
