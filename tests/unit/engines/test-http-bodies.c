/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "core/engines/prony-engine-probe.h"
#include "unit/engines/http-client.h"

/* Bodies that no engine sends, for requests and for probes alike: each comes to an end
 * soon and to a sentence. And redirections to somebody else, who must see nothing. */

#define GZIP "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\x56\x2a\x2d\x4e\x2d\x52\xb2"

typedef struct
{
  const char *test;
  const char *status;
  const char *headers;
  const char *body;
  gsize length;
  gsize repeats;
  PronyOutcome outcome;
  const char *sentence; /* a part of it */
} Case;

#define HTML "Content-Type: text/html\r\n"
#define JSON "Content-Type: application/json\r\n"
#define SSE "Content-Type: text/event-stream\r\n"
#define BODY(text) text, sizeof (text) - 1

static const Case cases[] = {
  { "html", "200 OK", HTML, BODY ("<!doctype html><title>Log in</title>"), 1,
    PRONY_OUTCOME_PROTOCOL, "a web page" },
  { "html-as-stream", "200 OK", SSE, BODY ("<!doctype html><title>Log in</title>\n\n"), 1,
    PRONY_OUTCOME_PROTOCOL, "no stream of tokens" },
  { "html-error", "403 Forbidden", HTML, BODY ("<html><h1>No</h1>"), 1, PRONY_OUTCOME_HTTP_4XX,
    "refuses access" },
  { "empty", "200 OK", SSE, BODY (""), 0, PRONY_OUTCOME_TRUNCATED, "in the middle" },
  { "empty-json", "200 OK", JSON, BODY (""), 0, PRONY_OUTCOME_EMPTY, "without a single token" },
  { "empty-error", "500 Oh", JSON, BODY (""), 0, PRONY_OUTCOME_HTTP_5XX, "Its log tells more" },
  { "gzip", "200 OK", JSON "Content-Encoding: gzip\r\n", BODY (GZIP), 1, PRONY_OUTCOME_PROTOCOL,
    "compresses its answers (gzip)" },
  { "gzip-stream", "200 OK", SSE "Content-Encoding: gzip\r\n", BODY (GZIP), 1,
    PRONY_OUTCOME_PROTOCOL, "compresses its answers (gzip)" },
  { "gzip-error", "500 Oh", JSON "Content-Encoding: gzip\r\n", BODY (GZIP), 1,
    PRONY_OUTCOME_HTTP_5XX, "Its log tells more" },
  { "gzip-unsaid", "200 OK", JSON, BODY (GZIP), 1, PRONY_OUTCOME_PROTOCOL, "not in the protocol" },
  { "binary", "200 OK", "Content-Type: application/octet-stream\r\n",
    BODY ("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe"), 1, PRONY_OUTCOME_PROTOCOL,
    "no stream of tokens" },
  { "binary-error", "500 Oh", "", BODY ("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe"), 1,
    PRONY_OUTCOME_HTTP_5XX, "Its log tells more" },
  { "50-mb", "200 OK", JSON, BODY ("0123456789abcdef"), 50 * 65536, PRONY_OUTCOME_PROTOCOL,
    "not in the protocol" },
  { "50-mb-stream", "200 OK", SSE, BODY (": 3456789abcde\n\n"), 50 * 65536, PRONY_OUTCOME_TRUNCATED,
    "in the middle" },
  { "50-mb-error", "500 Oh", "Content-Type: text/plain\r\n", BODY ("0123456789abcdef"), 50 * 65536,
    PRONY_OUTCOME_HTTP_5XX, "Its log tells more" },
};

static gboolean
answer (PronyTestRequest *request, gpointer user_data)
{
  const Case *item = user_data;
  g_autoptr (GString) piece = g_string_new (NULL);
  gsize left = item->length * item->repeats;

  if (!prony_test_request_printf (request,
                                  "HTTP/1.1 %s\r\n%sContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                                  item->status, item->headers, left))
    return FALSE;
  while (piece->len < MIN (left, 65536))
    g_string_append_len (piece, item->body, (gssize) item->length);
  for (; left > 0; left -= MIN (left, piece->len))
    if (!prony_test_request_write (request, piece->str, (gssize) MIN (left, piece->len)))
      return FALSE;
  return TRUE;
}

static void
test_request (gconstpointer data)
{
  const Case *item = data;
  g_autoptr (PronyRequestRecord) record = NULL;
  Client client;

  client_init (&client, answer, (gpointer) item, PRONY_API_OPENAI_CHAT);
  record = client_ask (&client, TRUE, PLENTY_S);
  g_test_message ("%s", record->error_message);
  g_assert_cmpstr (prony_outcome_to_string (record->outcome), ==,
                   prony_outcome_to_string (item->outcome));
  g_assert_true (g_utf8_validate (record->error_message, -1, NULL));
  g_assert_nonnull (strstr (record->error_message, item->sentence));
  g_assert_cmpuint (strlen (record->error_message), <, 6000);
  client_destroy (&client);
}

static void
test_probe (gconstpointer data)
{
  const Case *item = data;
  g_autoptr (PronyTestServer) server = prony_test_server_new (answer, (gpointer) item);
  g_autoptr (PronyEngineSpec) engine =
    prony_engine_spec_new (prony_test_server_get_url (server), NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyEngineInfo) info = prony_engine_probe (engine, NULL, PLENTY_S, NULL, &error);

  g_assert_no_error (error);
  g_test_message ("%s", info->message);
  g_assert_cmpint (info->status, !=, PRONY_ENGINE_STATUS_READY);
  g_assert_true (g_utf8_validate (info->message, -1, NULL));
  g_assert_cmpuint (info->models->len, ==, 0);
}

/* --- Redirections -------------------------------------------------------------- */

static gboolean
answer_nobody (PronyTestRequest *request, gpointer user_data)
{
  g_error ("A request came to where the key must not go: %s", request->headers);
  return FALSE;
}

typedef struct
{
  const char *status;
  const char *url;
} Redirection;

static gboolean
answer_elsewhere (PronyTestRequest *request, gpointer user_data)
{
  const Redirection *to = user_data;

  return prony_test_request_printf (request,
                                    "HTTP/1.1 %s\r\nLocation: %s%s\r\nContent-Length: 0\r\n\r\n",
                                    to->status, to->url, request->path);
}

static void
test_redirection (gconstpointer data)
{
  g_autoptr (PronyTestServer) other = prony_test_server_new (answer_nobody, NULL);
  Redirection to = { data, prony_test_server_get_url (other) };
  Client client = { .server = prony_test_server_new (answer_elsewhere, &to) };
  g_autoptr (PronyEngineSpec) engine =
    prony_engine_spec_new (prony_test_server_get_url (client.server), NULL);
  g_autoptr (PronyRequestRecord) record = NULL;
  g_autoptr (PronyEngineInfo) info = NULL;
  g_autoptr (GError) error = NULL;

  engine->api = PRONY_API_OPENAI_CHAT;
  client.target = prony_target_new (engine, "m");
  client.target->credentials = prony_credentials_new ("s3cret-and-long");
  prony_credentials_add_header (client.target->credentials, "X-Team", "red");
  client_connect (&client);
  record = client_ask (&client, TRUE, PLENTY_S);
  g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_PROTOCOL);
  g_assert_nonnull (strstr (record->error_message, "another address"));

  info = prony_engine_probe (engine, client.target->credentials, PLENTY_S, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (info->status, !=, PRONY_ENGINE_STATUS_READY);
  g_assert_nonnull (strstr (info->message, "another address"));
  g_assert_cmpuint (prony_test_server_count_connections (other), ==, 0);
  client_destroy (&client);
}

int
main (int argc, char *argv[])
{
  static const char *const redirections[] = {
    "301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect",
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *request = g_strconcat ("/http-bodies/request/", cases[i].test, NULL);
      g_autofree char *probe = g_strconcat ("/http-bodies/probe/", cases[i].test, NULL);

      g_test_add_data_func (request, &cases[i], test_request);
      g_test_add_data_func (probe, &cases[i], test_probe);
    }
  for (guint i = 0; i < G_N_ELEMENTS (redirections); i++)
    {
      g_autofree char *path = g_strdup_printf ("/http-bodies/redirection/%.3s", redirections[i]);

      g_test_add_data_func (path, redirections[i], test_redirection);
    }

  return g_test_run ();
}
