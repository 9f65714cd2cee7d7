/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/engines/prony-engine-probe.h"
#include "support/prony-test-server.h"

static gboolean
respond (PronyTestRequest *request, const char *status, const char *headers, const char *body)
{
  return prony_test_request_printf (request, "HTTP/1.1 %s\r\n%sContent-Length: %zu\r\n\r\n%s",
                                    status, headers, strlen (body), body);
}

#define JSON_HEADER "Content-Type: application/json\r\n"

static gboolean
serve_vllm (PronyTestRequest *request, gpointer user_data)
{
  gboolean counts = g_str_equal (request->path, "/tokenize");

  g_assert_cmpstr (request->method, ==, counts ? "POST" : "GET");
  g_assert_nonnull (strstr (request->headers, "Accept-Encoding: identity\n"));
  if (counts)
    {
      g_assert_nonnull (strstr (request->body, "\"org/m\""));
      return respond (request, "200 OK", JSON_HEADER, "{\"count\":1,\"tokens\":[7]}");
    }

  if (g_str_equal (request->path, "/v1/models"))
    return respond (request, "200 OK", JSON_HEADER "X-Prony-Simulated: 1\r\n",
                    "{\"data\":[{\"id\":\"org/m\",\"owned_by\":\"vllm\"}]}");
  if (g_str_equal (request->path, "/version"))
    return respond (request, "200 OK", JSON_HEADER, "{\"version\":\"0.11.0\"}");

  return respond (request, "404 Not Found", JSON_HEADER, "{\"detail\":\"Not Found\"}");
}

static PronyEngineInfo *
probe (const char *url, const char *api_key, double timeout_s)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new (url, &error);
  g_autoptr (PronyCredentials) credentials = prony_credentials_new (api_key);
  PronyEngineInfo *info;

  g_assert_no_error (error);
  info = prony_engine_probe (engine, credentials, timeout_s, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (info);
  g_test_message ("%s: %s", info->url, info->message != NULL ? info->message : "ready");
  g_assert_true ((info->status == PRONY_ENGINE_STATUS_READY) == (info->message == NULL));
  return info;
}

static void
test_ready (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (serve_vllm, NULL);
  g_autoptr (PronyEngineInfo) info = probe (prony_test_server_get_url (server), NULL, 10);

  g_assert_cmpuint (info->status, ==, PRONY_ENGINE_STATUS_READY);
  g_assert_cmpuint (info->kind, ==, PRONY_ENGINE_VLLM);
  g_assert_cmpstr (info->version, ==, "0.11.0");
  g_assert_true (info->simulated);
  g_assert_cmpuint (info->capabilities.abilities[PRONY_CAPABILITY_TOKENIZE], ==, PRONY_ABILITY_YES);
  g_assert_cmpuint (info->models->len, ==, 1);
  g_assert_cmpfloat (info->latency_s, >, 0);
  g_assert_cmpfloat (info->latency_s, <, 10);
}

/* An address as people type it, with a path below which the API lies. */
static gboolean
serve_below_path (PronyTestRequest *request, gpointer user_data)
{
  if (g_str_equal (request->path, "/llm/v1/models"))
    return respond (request, "200 OK", JSON_HEADER, "{\"data\":[{\"id\":\"m\"}]}");

  return respond (request, "404 Not Found", "", "");
}

static void
test_path (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (serve_below_path, NULL);
  g_autofree char *typed = g_strconcat (prony_test_server_get_url (server), "/llm/v1/", NULL);
  g_autofree char *kept = g_strconcat (prony_test_server_get_url (server), "/llm", NULL);
  g_autoptr (PronyEngineInfo) info = probe (typed, NULL, 10);

  g_assert_cmpstr (info->url, ==, kept);
  g_assert_cmpuint (info->kind, ==, PRONY_ENGINE_OPENAI);
}

/* Listens on IPv4 only, as most engines do. */
static void
test_localhost (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (serve_vllm, NULL);
  const char *port = strrchr (prony_test_server_get_url (server), ':');
  g_autofree char *url = g_strconcat ("localhost", port, NULL);
  g_autoptr (PronyEngineInfo) info = probe (url, NULL, 10);

  g_assert_cmpuint (info->status, ==, PRONY_ENGINE_STATUS_READY);
}

static gboolean
serve_with_key (PronyTestRequest *request, gpointer user_data)
{
  if (strstr (request->headers, "Authorization: Bearer open\n") == NULL)
    return respond (request, "401 Unauthorized",
                    JSON_HEADER "WWW-Authenticate: Bearer realm=\"x\"\r\n",
                    "{\"error\":\"Unauthorized\"}");

  return serve_vllm (request, user_data);
}

static void
test_key (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (serve_with_key, NULL);
  const char *url = prony_test_server_get_url (server);
  g_autoptr (PronyEngineInfo) without = probe (url, NULL, 10);
  g_autoptr (PronyEngineInfo) wrong = probe (url, "shut", 10);
  g_autoptr (PronyEngineInfo) right = probe (url, "open", 10);

  g_assert_cmpuint (without->status, ==, PRONY_ENGINE_STATUS_UNAUTHORIZED);
  g_assert_cmpuint (wrong->status, ==, PRONY_ENGINE_STATUS_UNAUTHORIZED);
  g_assert_cmpuint (right->status, ==, PRONY_ENGINE_STATUS_READY);
}

static void
test_bad_input (void)
{
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("127.0.0.1:1", NULL);
  g_autoptr (PronyCredentials) credentials = prony_credentials_new ("a\r\nX: y");
  g_autoptr (GError) key_error = NULL;

  g_assert_null (prony_engine_probe (engine, credentials, 1, NULL, &key_error));
  g_assert_error (key_error, PRONY_ERROR, PRONY_ERROR_INPUT);
  g_assert_null (strstr (key_error->message, "X: y"));
}

static guint16
find_closed_port (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (serve_vllm, NULL);

  return (guint16) g_ascii_strtoull (strrchr (prony_test_server_get_url (server), ':') + 1, NULL,
                                     10);
}

static void
test_refused (void)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", (guint) find_closed_port ());
  g_autoptr (PronyEngineInfo) info = probe (url, NULL, 10);

  g_assert_cmpuint (info->status, ==, PRONY_ENGINE_STATUS_REFUSED);
  g_assert_nonnull (strstr (info->message, "Nothing listens on 127.0.0.1 port "));
}

static gboolean
serve_nothing (PronyTestRequest *request, gpointer user_data)
{
  prony_test_request_sleep (request, 10000);
  return FALSE;
}

/* Sends headers and then a byte now and then. */
static gboolean
serve_slowly (PronyTestRequest *request, gpointer user_data)
{
  prony_test_request_printf (request,
                             "HTTP/1.1 200 OK\r\n" JSON_HEADER "Content-Length: 100000\r\n\r\n{");
  while (prony_test_request_sleep (request, 20) && prony_test_request_write (request, " ", 1))
    continue;

  return FALSE;
}

static PronyEngineInfo *
check_bounded_in_time (PronyTestHandler handler, PronyEngineStatus status, double timeout_s)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (handler, NULL);
  gint64 started_us = g_get_monotonic_time ();
  PronyEngineInfo *info = probe (prony_test_server_get_url (server), NULL, timeout_s);

  g_assert_cmpuint (info->status, ==, status);
  g_assert_cmpint (g_get_monotonic_time () - started_us, >=, 150 * 1000);
  g_assert_cmpint (g_get_monotonic_time () - started_us, <, 8 * G_USEC_PER_SEC);
  return info;
}

static void
test_silent (void)
{
  g_autoptr (PronyEngineInfo) info =
    check_bounded_in_time (serve_nothing, PRONY_ENGINE_STATUS_TIMEOUT, 0.2);
}

static void
test_slow (void)
{
  g_autoptr (PronyEngineInfo) info =
    check_bounded_in_time (serve_slowly, PRONY_ENGINE_STATUS_TIMEOUT, 0.2);
}

/* An engine that hangs on one path only is known by the others, and asked further
 * things before the time is up. */
static gboolean
serve_partly (PronyTestRequest *request, gpointer user_data)
{
  if (g_str_equal (request->path, "/info"))
    return serve_nothing (request, user_data);
  if (g_str_equal (request->path, "/metrics"))
    return respond (request, "200 OK", "Content-Type: text/plain\r\n",
                    "vllm:generation_tokens_total 7\n");

  return serve_vllm (request, user_data);
}

static void
test_partly_silent (void)
{
  g_autoptr (PronyEngineInfo) info =
    check_bounded_in_time (serve_partly, PRONY_ENGINE_STATUS_READY, 0.6);

  g_assert_cmpuint (info->kind, ==, PRONY_ENGINE_VLLM);
  g_assert_cmpuint (info->capabilities.abilities[PRONY_CAPABILITY_METRICS], ==, PRONY_ABILITY_YES);
}

static gboolean
serve_without_end (PronyTestRequest *request, gpointer user_data)
{
  g_autofree char *chunk = g_strnfill (64 * 1024, ' ');

  prony_test_request_printf (request,
                             "HTTP/1.1 200 OK\r\n" JSON_HEADER "Connection: close\r\n\r\n");
  while (prony_test_request_write (request, chunk, 64 * 1024))
    continue;

  return FALSE;
}

static void
test_without_end (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (serve_without_end, NULL);
  g_autoptr (PronyEngineInfo) info = probe (prony_test_server_get_url (server), NULL, 30);

  g_assert_cmpuint (info->status, ==, PRONY_ENGINE_STATUS_FOREIGN);
}

static gboolean
serve_something_else (PronyTestRequest *request, gpointer user_data)
{
  prony_test_request_printf (request, "220 mail.example ESMTP\r\n");
  return FALSE;
}

static void
test_not_http (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (serve_something_else, NULL);
  g_autoptr (PronyEngineInfo) info = probe (prony_test_server_get_url (server), NULL, 10);

  g_assert_cmpuint (info->status, ==, PRONY_ENGINE_STATUS_FOREIGN);
}

static gboolean
serve_and_close (PronyTestRequest *request, gpointer user_data)
{
  return FALSE;
}

static void
test_closed_at_once (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (serve_and_close, NULL);
  g_autoptr (PronyEngineInfo) info = probe (prony_test_server_get_url (server), NULL, 10);

  g_assert_cmpuint (info->status, ==, PRONY_ENGINE_STATUS_REFUSED);
  g_assert_nonnull (strstr (info->message, "closed the connection"));
}

static gboolean
serve_elsewhere (PronyTestRequest *request, gpointer user_data)
{
  g_autofree char *headers =
    g_strdup_printf ("Location: %s%s\r\n", (const char *) user_data, request->path);

  return respond (request, "302 Found", headers, "");
}

/* The key must not follow to another server. */
static void
test_redirected (void)
{
  g_autoptr (PronyTestServer) target = prony_test_server_new (serve_vllm, NULL);
  g_autoptr (PronyTestServer) server =
    prony_test_server_new (serve_elsewhere, (gpointer) prony_test_server_get_url (target));
  g_autoptr (PronyEngineInfo) info = probe (prony_test_server_get_url (server), "secret", 10);

  g_assert_cmpuint (info->status, ==, PRONY_ENGINE_STATUS_FOREIGN);
  g_assert_cmpuint (prony_test_server_count_requests (target), ==, 0);
}

typedef struct
{
  const char *file;
  gboolean trusted; /* whoever signed it */
  const char *words;
} CertificateCase;

static const CertificateCase certificates[] = {
  { "untrusted.pem", FALSE, "Nobody that this computer trusts" },
  { "untrusted.pem", TRUE, NULL },
  { "expired.pem", TRUE, "has expired" },
  { "other-name.pem", TRUE, "is for another name" },
};

/* The key is sent to nobody who cannot be trusted. */
static void
test_certificates (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (certificates); i++)
    {
      const CertificateCase *item = &certificates[i];
      g_autofree char *path =
        g_build_filename (g_getenv ("PRONY_TEST_DATA"), "tls", item->file, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, &error);
      g_autoptr (PronyTestServer) server = NULL;
      g_autoptr (PronyEngineSpec) engine = NULL;
      g_autoptr (PronyCredentials) credentials = prony_credentials_new ("secret");
      g_autoptr (PronyEngineInfo) info = NULL;

      g_assert_no_error (error);
      server = prony_test_server_new_tls (certificate, serve_vllm, NULL);
      engine = prony_engine_spec_new (prony_test_server_get_url (server), NULL);
      engine->ca_file = item->trusted ? g_strdup (path) : NULL;
      info = prony_engine_probe (engine, credentials, 10, NULL, &error);
      g_assert_no_error (error);
      g_test_message ("%s: %s", item->file, info->message != NULL ? info->message : "ready");

      if (item->words == NULL)
        {
          g_assert_cmpuint (info->status, ==, PRONY_ENGINE_STATUS_READY);
          continue;
        }
      g_assert_cmpuint (info->status, ==, PRONY_ENGINE_STATUS_UNTRUSTED);
      g_assert_nonnull (strstr (info->message, item->words));
      g_assert_cmpuint (prony_test_server_count_requests (server), ==, 0);
    }
}

typedef struct
{
  GMutex mutex;
  GString *paths; /* that were asked for, each followed by a space */
  const char *liveliness;
  const char *header;
} ProxyStory;

/* A LiteLLM proxy, or what could be one; it looks like a vLLM otherwise. */
static gboolean
serve_proxy (PronyTestRequest *request, gpointer user_data)
{
  ProxyStory *story = user_data;

  g_mutex_lock (&story->mutex);
  g_string_append_printf (story->paths, "%s ", request->path);
  g_mutex_unlock (&story->mutex);

  if (g_str_equal (request->path, "/health/liveliness"))
    {
      if (story->liveliness == NULL)
        return serve_nothing (request, user_data);
      return respond (request, story->liveliness[0] == '"' ? "200 OK" : "404 Not Found",
                      JSON_HEADER, story->liveliness);
    }
  if (g_str_equal (request->path, "/v1/models") && story->header != NULL)
    return respond (request, "200 OK", story->header,
                    "{\"data\":[{\"id\":\"m\",\"owned_by\":\"openai\"}]}");

  return serve_vllm (request, user_data);
}

/* Its /health calls all models, which may cost money, so only those who have said that
 * they are something else are asked for it. */
static void
test_costly_health (void)
{
  static const struct
  {
    const char *liveliness;
    const char *header;
    PronyEngineKind kind;
    gboolean asked;
  } cases[] = {
    { "\"I'm alive!\"", NULL, PRONY_ENGINE_VLLM, FALSE },
    { "\"I'm alive!\"", JSON_HEADER, PRONY_ENGINE_LITELLM, FALSE },
    { "{}", JSON_HEADER "x-litellm-version: 1.80.0\r\n", PRONY_ENGINE_LITELLM, FALSE },
    { "{}", NULL, PRONY_ENGINE_VLLM, TRUE },
    { NULL, NULL, PRONY_ENGINE_VLLM, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) paths = g_string_new (" ");
      ProxyStory story = { .paths = paths,
                           .liveliness = cases[i].liveliness,
                           .header = cases[i].header };
      PronyTestServer *server = prony_test_server_new (serve_proxy, &story);
      g_autoptr (PronyEngineInfo) info =
        probe (prony_test_server_get_url (server), NULL, cases[i].liveliness != NULL ? 10 : 0.5);

      prony_test_server_free (server);
      g_mutex_clear (&story.mutex);
      g_test_message ("%u:%s", i, paths->str);
      g_assert_cmpstr (prony_engine_kind_to_string (info->kind), ==,
                       prony_engine_kind_to_string (cases[i].kind));
      g_assert_true ((strstr (paths->str, " /health ") != NULL) == cases[i].asked);
      g_assert_nonnull (strstr (paths->str, " /v1/models "));
    }
}

/* Knows nothing but what its user said: where it is and what is spoken there. */
static gboolean
serve_custom (PronyTestRequest *request, gpointer user_data)
{
  if (g_str_equal (request->path, "/list"))
    return respond (request, "200 OK", JSON_HEADER, "{\"data\":[{\"id\":\"own\"}]}");

  return respond (request, "404 Not Found", "Content-Type: text/html\r\n", "Cannot GET");
}

static void
test_custom (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (serve_custom, NULL);
  g_autoptr (PronyEngineSpec) engine =
    prony_engine_spec_new (prony_test_server_get_url (server), NULL);
  g_autoptr (PronyEngineSpec) told = prony_engine_spec_copy (engine);
  g_autoptr (PronyEngineSpec) listed = prony_engine_spec_copy (engine);
  g_autoptr (PronyEngineInfo) untold_info = prony_engine_probe (engine, NULL, 10, NULL, NULL);
  g_autoptr (PronyEngineInfo) told_info = NULL;
  g_autoptr (PronyEngineInfo) listed_info = NULL;

  g_assert_cmpuint (untold_info->status, ==, PRONY_ENGINE_STATUS_FOREIGN);

  told->api = PRONY_API_OPENAI_COMPLETIONS;
  told_info = prony_engine_probe (told, NULL, 10, NULL, NULL);
  g_assert_cmpuint (told_info->status, ==, PRONY_ENGINE_STATUS_READY);
  g_assert_cmpuint (told_info->kind, ==, PRONY_ENGINE_OPENAI);
  g_assert_cmpuint (told_info->api, ==, PRONY_API_OPENAI_COMPLETIONS);
  g_assert_cmpuint (told_info->models->len, ==, 0);

  listed->models_path = g_strdup ("/list");
  listed_info = prony_engine_probe (listed, NULL, 10, NULL, NULL);
  g_assert_cmpuint (listed_info->status, ==, PRONY_ENGINE_STATUS_READY);
  g_assert_cmpuint (listed_info->models->len, ==, 1);
}

static void
on_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **place)
{
  while (*place == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *place;
}

static gboolean
on_cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_cancelled (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (serve_nothing, NULL);
  g_autoptr (PronyEngineSpec) engine =
    prony_engine_spec_new (prony_test_server_get_url (server), NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) other = NULL;

  prony_engine_probe_async (engine, NULL, 30, cancellable, on_done_cb, &result);
  g_timeout_add (50, on_cancel_cb, cancellable);
  g_assert_null (prony_engine_probe_finish (wait_for (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  /* Cancelled before it began. */
  prony_engine_probe_async (engine, NULL, 30, cancellable, on_done_cb, &again);
  g_assert_null (prony_engine_probe_finish (wait_for (&again), &other));
  g_assert_error (other, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gpointer
cancel_later (gpointer cancellable)
{
  g_usleep (50 * 1000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancelled_from_thread (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (serve_nothing, NULL);
  g_autoptr (PronyEngineSpec) engine =
    prony_engine_spec_new (prony_test_server_get_url (server), NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread = g_thread_new ("cancel", cancel_later, cancellable);

  g_assert_null (prony_engine_probe (engine, NULL, 30, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

int
main (int argc, char *argv[])
{
  /* A proxy that would answer for this computer must not be asked. */
  g_setenv ("http_proxy", "http://127.0.0.1:1", TRUE);
  g_unsetenv ("no_proxy");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engines/probe/ready", test_ready);
  g_test_add_func ("/engines/probe/path", test_path);
  g_test_add_func ("/engines/probe/localhost", test_localhost);
  g_test_add_func ("/engines/probe/key", test_key);
  g_test_add_func ("/engines/probe/bad-input", test_bad_input);
  g_test_add_func ("/engines/probe/refused", test_refused);
  g_test_add_func ("/engines/probe/silent", test_silent);
  g_test_add_func ("/engines/probe/slow", test_slow);
  g_test_add_func ("/engines/probe/partly-silent", test_partly_silent);
  g_test_add_func ("/engines/probe/without-end", test_without_end);
  g_test_add_func ("/engines/probe/not-http", test_not_http);
  g_test_add_func ("/engines/probe/closed-at-once", test_closed_at_once);
  g_test_add_func ("/engines/probe/redirected", test_redirected);
  g_test_add_func ("/engines/probe/certificates", test_certificates);
  g_test_add_func ("/engines/probe/costly-health", test_costly_health);
  g_test_add_func ("/engines/probe/custom", test_custom);
  g_test_add_func ("/engines/probe/cancelled", test_cancelled);
  g_test_add_func ("/engines/probe/cancelled-from-thread", test_cancelled_from_thread);

  return g_test_run ();
}
