/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "core/engines/prony-token-counter.h"
#include "support/prony-test-server.h"

static const struct
{
  const char *name;
  const char *text;
  gint64 count; /* of the model "m" */
} pages[] = {
  { "vLLM",
    "# TYPE vllm:generation_tokens_total counter\n"
    "vllm:generation_tokens_total{engine=\"0\",model_name=\"m\"} 1234.0\n"
    "# TYPE vllm:generation_tokens_created gauge\n"
    "vllm:generation_tokens_created{engine=\"0\",model_name=\"m\"} 1.76e+09\n"
    "vllm:prompt_tokens_total{engine=\"0\",model_name=\"m\"} 9.0\n",
    1234 },
  { "several processes",
    "vllm:generation_tokens_total{engine=\"0\",model_name=\"m\"} 1000.0\n"
    "vllm:generation_tokens_total{engine=\"1\",model_name=\"m\"} 1.0\n",
    1001 },
  { "other models",
    "vllm:generation_tokens_total{engine=\"0\",model_name=\"m\"} 5.0\n"
    "vllm:generation_tokens_total{engine=\"0\",model_name=\"n\"} 7.0\n",
    5 },
  { "only other models",
    "vllm:generation_tokens_total{engine=\"0\",model_name=\"k\"} 5.0\n"
    "vllm:generation_tokens_total{engine=\"0\",model_name=\"n\"} 7.0\n",
    -1 },
  { "another name",
    "vllm:generation_tokens_total{engine=\"0\",model_name=\"org/m\"} 5.0\n"
    "vllm:generation_tokens_total{engine=\"1\",model_name=\"org/m\"} 7.0\n",
    12 },
  { "llama.cpp", "llamacpp:tokens_predicted_total 17\nllamacpp:prompt_tokens_total 5\n", 17 },
  { "TGI",
    "tgi_request_generated_tokens_bucket{le=\"+Inf\"} 3\n"
    "tgi_request_generated_tokens_sum 600\n"
    "tgi_request_generated_tokens_count 3\n",
    600 },
  { "SGLang", "sglang:generation_tokens_total{model_name=\"m\",tp_rank=\"0\"} 8.0\n", 8 },
  { "none yet", "vllm:generation_tokens_total{model_name=\"m\"} 0.0\n", 0 },
  { "something else", "process_cpu_seconds_total 3\n", -1 },
  { "nothing", "", -1 },
  { "not a page of metrics", "<!doctype html><html></html>", -1 },
  { "not a number", "llamacpp:tokens_predicted_total NaN\n", -1 },
  { "endless", "llamacpp:tokens_predicted_total +Inf\n", -1 },
  { "negative", "llamacpp:tokens_predicted_total -3\n", -1 },
  { "beyond counting", "llamacpp:tokens_predicted_total 1e300\n", -1 },
};

static void
test_pages (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_test_message ("%s", pages[i].name);
      g_assert_cmpint (prony_token_counter_parse (pages[i].text, strlen (pages[i].text), "m"), ==,
                       pages[i].count);
    }
}

static gboolean
serve (PronyTestRequest *request, gpointer status)
{
  static const char body[] = "llamacpp:tokens_predicted_total 17\n";

  g_assert_cmpstr (request->method, ==, "GET");
  g_assert_cmpstr (request->path, ==, "/metrics");
  g_assert_nonnull (strstr (request->headers, "Authorization: Bearer key\n"));
  return prony_test_request_printf (
    request, "HTTP/1.1 %s\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n\r\n%s",
    (const char *) status, strlen (body), body);
}

static gboolean
serve_nothing (PronyTestRequest *request, gpointer unused)
{
  return TRUE;
}

static gboolean
serve_without_end (PronyTestRequest *request, gpointer unused)
{
  static const char line[] = "llamacpp:tokens_predicted_total 17\n";

  if (!prony_test_request_write (request, "HTTP/1.1 200 OK\r\n\r\n", -1))
    return FALSE;
  while (prony_test_request_write (request, line, -1))
    continue;
  return FALSE;
}

static gboolean
break_off (PronyTestRequest *request, gpointer unused)
{
  prony_test_request_write (request, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nllama", -1);
  return FALSE;
}

static PronyTarget *
make_target (const char *url, PronyEngineKind kind)
{
  g_autoptr (PronyEngineSpec) spec = prony_engine_spec_new (url, NULL);
  PronyTarget *target;

  spec->kind = kind;
  target = prony_target_new (spec, "m");
  target->credentials = prony_credentials_new ("key");
  return target;
}

static const struct
{
  const char *name;
  PronyTestHandler handler;
  const char *status;
  gint64 count;
} servers[] = {
  { "answers", serve, "200 OK", 17 },
  { "not asked to count", serve, "501 Not Implemented", -1 },
  { "not there", serve, "404 Not Found", -1 },
  { "elsewhere", serve, "302 Found", -1 },
  { "silent", serve_nothing, NULL, -1 },
  { "without end", serve_without_end, NULL, -1 },
  { "breaking off", break_off, NULL, -1 },
};

/* Whatever the server does, the answer comes in time. */
static void
test_servers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (servers); i++)
    {
      g_autoptr (PronyTestServer) server =
        prony_test_server_new (servers[i].handler, (gpointer) servers[i].status);
      g_autoptr (PronyTarget) target =
        make_target (prony_test_server_get_url (server), PRONY_ENGINE_OPENAI);
      double timeout_s = servers[i].handler == serve_nothing ? 0.1 : 20;

      g_test_message ("%s", servers[i].name);
      g_assert_cmpint (prony_token_counter_read (target, timeout_s, NULL), ==, servers[i].count);
    }
}

static void
test_not_asked (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (serve, (gpointer) "200 OK");
  g_autoptr (PronyTarget) ollama =
    make_target (prony_test_server_get_url (server), PRONY_ENGINE_OLLAMA);
  g_autoptr (PronyTarget) target =
    make_target (prony_test_server_get_url (server), PRONY_ENGINE_VLLM);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_assert_cmpint (prony_token_counter_read (ollama, 20, NULL), ==, -1);
  g_cancellable_cancel (cancellable);
  g_assert_cmpint (prony_token_counter_read (target, 20, cancellable), ==, -1);
  g_assert_cmpuint (prony_test_server_count_requests (server), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/token-counter/pages", test_pages);
  g_test_add_func ("/token-counter/servers", test_servers);
  g_test_add_func ("/token-counter/not-asked", test_not_asked);

  return g_test_run ();
}
