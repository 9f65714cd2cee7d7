/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "unit/engines/http-client.h"

/* The leak checker of Debian 12 itself breaks down once GnuTLS has been loaded as a
 * module, so this program of its own goes without it. */
const char *__asan_default_options (void);

const char *
__asan_default_options (void)
{
  return "detect_leaks=0";
}

static gboolean
answer_chat (PronyTestRequest *request, gpointer user_data)
{
  return prony_test_request_chat (request, 5, 2);
}

static gboolean
answer_half (PronyTestRequest *request, gpointer user_data)
{
  prony_test_request_begin (request, "text/event-stream");
  prony_test_request_token (request, "a");
  prony_test_request_wait_for_close (request, 30000);
  return FALSE;
}

static GTlsCertificate *
load_certificate (char **path)
{
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate;

  *path = g_build_filename (g_getenv ("PRONY_TEST_DATA"), "tls", "untrusted.pem", NULL);
  certificate = g_tls_certificate_new_from_file (*path, &error);
  g_assert_no_error (error);
  return certificate;
}

/* A connection that has no plain socket is read all the same, whether whoever
 * signed it is trusted because a test says so or not at all. */
static void
test_tls (gconstpointer data)
{
  gboolean trusted = GPOINTER_TO_INT (data);
  g_autofree char *path = NULL;
  g_autoptr (GTlsCertificate) certificate = NULL;
  Client client = { 0 };

  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_test_skip ("There is no TLS here.");
      return;
    }

  certificate = load_certificate (&path);
  client.server = prony_test_server_new_tls (certificate, answer_chat, NULL);
  client_open (&client, prony_test_server_get_url (client.server), PRONY_API_OPENAI_CHAT,
               trusted ? path : NULL);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (PronyRequestRecord) record = client_ask (&client, TRUE, PLENTY_S);

      g_assert_cmpint (record->outcome, ==, trusted ? PRONY_OUTCOME_OK : PRONY_OUTCOME_TLS);
      if (trusted)
        {
          g_assert_cmpuint (count_events (record, PRONY_EVENT_CONTENT), ==, 5);
          g_assert_true (record->reused == (i > 0));
          assert_stamps_in_order (record);
        }
    }
  client_destroy (&client);
}

static void
test_tls_cancel (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (PronyRequestRecord) record = NULL;
  Client client = { 0 };

  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_test_skip ("There is no TLS here.");
      return;
    }

  certificate = load_certificate (&path);
  client.server = prony_test_server_new_tls (certificate, answer_half, NULL);
  client_open (&client, prony_test_server_get_url (client.server), PRONY_API_OPENAI_CHAT, path);
  record = client_send (&client, TRUE, 0);
  while (client.n_events == 0)
    g_main_context_iteration (NULL, TRUE);
  prony_http_stream_cancel (client.stream);
  g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_CANCELLED);
  while (prony_test_server_get_closed_us (client.server) == 0)
    g_main_context_iteration (NULL, FALSE);
  client_destroy (&client);
}

/* --- Certificates --------------------------------------------------------------- */

typedef struct
{
  const char *test;
  const char *certificate;
  const char *trusted; /* (nullable): the file that is trusted instead of the system's */
  const char *host;
  gboolean insecure;
  PronyOutcome outcome;
  const char *sentence; /* a part of it */
} Trust;

static const Trust trusts[] = {
  { "private-authority", "good.pem", "authority.pem", "127.0.0.1", FALSE, PRONY_OUTCOME_OK, NULL },
  { "private-authority-by-name", "good.pem", "authority.pem", "localhost", FALSE, PRONY_OUTCOME_OK,
    NULL },
  { "unknown-authority", "good.pem", NULL, "127.0.0.1", FALSE, PRONY_OUTCOME_TLS,
    "Nobody that this computer trusts has signed" },
  { "other-authority", "good.pem", "untrusted.pem", "127.0.0.1", FALSE, PRONY_OUTCOME_TLS,
    "Nobody that this computer trusts has signed" },
  { "self-signed", "untrusted.pem", NULL, "127.0.0.1", FALSE, PRONY_OUTCOME_TLS,
    "Nobody that this computer trusts has signed" },
  { "expired", "expired.pem", "expired.pem", "127.0.0.1", FALSE, PRONY_OUTCOME_TLS, "has expired" },
  { "other-name", "other-name.pem", "other-name.pem", "127.0.0.1", FALSE, PRONY_OUTCOME_TLS,
    "is for another name" },
  { "insecure", "untrusted.pem", NULL, "127.0.0.1", TRUE, PRONY_OUTCOME_OK, NULL },
  { "insecure-expired", "expired.pem", NULL, "127.0.0.1", TRUE, PRONY_OUTCOME_OK, NULL },
  { "insecure-other-name", "other-name.pem", NULL, "127.0.0.1", TRUE, PRONY_OUTCOME_OK, NULL },
};

/* The headers are there only where the connection was believed in. */
static gboolean
answer_with_headers (PronyTestRequest *request, gpointer user_data)
{
  g_assert_nonnull (strstr (request->headers, "\nAuthorization: Bearer s3cret\n"));
  g_assert_nonnull (strstr (request->headers, "\nX-Team: red\n"));
  return prony_test_request_chat (request, 5, 2);
}

static char *
find_file (const char *name)
{
  return name != NULL ? g_build_filename (g_getenv ("PRONY_TEST_DATA"), "tls", name, NULL) : NULL;
}

static void
test_trust (gconstpointer data)
{
  const Trust *item = data;
  g_autofree char *path = find_file (item->certificate);
  g_autofree char *trusted = find_file (item->trusted);
  g_autofree char *url = NULL;
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (PronyEngineSpec) engine = NULL;
  g_autoptr (PronyRequestRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  Client client = { 0 };

  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_test_skip ("There is no TLS here.");
      return;
    }

  certificate = g_tls_certificate_new_from_file (path, &error);
  g_assert_no_error (error);
  client.server = prony_test_server_new_tls (certificate, answer_with_headers, NULL);
  url = g_strdup_printf ("https://%s%s", item->host,
                         strrchr (prony_test_server_get_url (client.server), ':'));
  engine = prony_engine_spec_new (url, &error);
  g_assert_no_error (error);
  engine->api = PRONY_API_OPENAI_CHAT;
  engine->ca_file = g_steal_pointer (&trusted);
  engine->tls_insecure = item->insecure;
  client.target = prony_target_new (engine, "m");
  client.target->credentials = prony_credentials_new ("s3cret");
  prony_credentials_add_header (client.target->credentials, "X-Team", "red");
  client_connect (&client);

  record = client_ask (&client, TRUE, PLENTY_S);
  if (record->error_message != NULL)
    g_test_message ("%s", record->error_message);
  g_assert_cmpstr (prony_outcome_to_string (record->outcome), ==,
                   prony_outcome_to_string (item->outcome));
  g_assert_cmpuint (prony_test_server_count_requests (client.server), ==,
                    item->outcome == PRONY_OUTCOME_OK);
  if (item->sentence != NULL)
    g_assert_nonnull (strstr (record->error_message, item->sentence));
  client_destroy (&client);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/http-tls/trusted", GINT_TO_POINTER (TRUE), test_tls);
  g_test_add_data_func ("/http-tls/untrusted", GINT_TO_POINTER (FALSE), test_tls);
  g_test_add_func ("/http-tls/cancel", test_tls_cancel);
  for (guint i = 0; i < G_N_ELEMENTS (trusts); i++)
    {
      g_autofree char *path = g_strconcat ("/http-tls/trust/", trusts[i].test, NULL);

      g_test_add_data_func (path, &trusts[i], test_trust);
    }

  return g_test_run ();
}
