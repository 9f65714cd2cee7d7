/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/http-tls/trusted", GINT_TO_POINTER (TRUE), test_tls);
  g_test_add_data_func ("/http-tls/untrusted", GINT_TO_POINTER (FALSE), test_tls);
  g_test_add_func ("/http-tls/cancel", test_tls_cancel);

  return g_test_run ();
}
