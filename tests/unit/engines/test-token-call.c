/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "base/prony-json.h"
#include "core/engines/prony-token-call.h"
#include "support/prony-test-server.h"

#define TIMEOUT_S 10.0

/* What an engine answers, whatever it is asked. */
typedef struct
{
  PronyEngineKind kind;
  const char *path;
  const char *member; /* of the body: where the text is */
  const char *answer;
  gint64 count;
} Case;

static const Case cases[] = {
  { PRONY_ENGINE_LLAMACPP, "/tokenize", "content", "{\"tokens\":[1,2,3]}", 3 },
  { PRONY_ENGINE_LLAMACPP, "/tokenize", "content",
    "{\"tokens\":[{\"id\":1,\"piece\":\"a\"},{\"id\":2,\"piece\":[255]}]}", 2 },
  { PRONY_ENGINE_LLAMACPP, "/tokenize", "content", "{\"tokens\":[]}", 0 },
  { PRONY_ENGINE_LLAMACPP, "/tokenize", "content", "{\"tokens\":7}", -1 },
  { PRONY_ENGINE_LLAMACPP, "/tokenize", "content", "[1,2]", -1 },
  { PRONY_ENGINE_LLAMACPP, "/tokenize", "content", "<html>", -1 },
  { PRONY_ENGINE_VLLM, "/tokenize", "prompt", "{\"count\":4,\"tokens\":[1,2,3,4]}", 4 },
  { PRONY_ENGINE_VLLM, "/tokenize", "prompt", "{\"error\":\"no\"}", -1 },
  { PRONY_ENGINE_SGLANG, "/tokenize", "prompt", "{\"tokens\":[1,2],\"count\":2}", 2 },
  /* Without what is not of the text. */
  { PRONY_ENGINE_TGI, "/tokenize", "inputs",
    "[{\"id\":1,\"text\":\"<s>\",\"start\":0,\"stop\":0},"
    "{\"id\":5,\"text\":\"te\",\"start\":0,\"stop\":2},"
    "{\"id\":2,\"text\":\"</s>\",\"start\":0,\"stop\":0}]",
    1 },
  { PRONY_ENGINE_TGI, "/tokenize", "inputs", "[{\"id\":5,\"text\":\"te\",\"start\":0,\"stop\":2}]",
    1 },
  { PRONY_ENGINE_TGI, "/tokenize", "inputs", "{}", -1 },
};

typedef struct
{
  const Case *row;
  guint status;
} Serving;

static gboolean
respond (PronyTestRequest *request, guint status, const char *body)
{
  return prony_test_request_printf (request,
                                    "HTTP/1.1 %u X\r\nContent-Type: application/json\r\n"
                                    "Content-Length: %zu\r\n\r\n%s",
                                    status, strlen (body), body);
}

static gboolean
serve_case (PronyTestRequest *request, gpointer user_data)
{
  const Serving *serving = user_data;
  g_autoptr (JsonObject) body = prony_json_parse_object (request->body, -1, NULL);

  g_assert_cmpstr (request->method, ==, "POST");
  g_assert_cmpstr (request->path, ==, serving->row->path);
  g_assert_nonnull (strstr (request->headers, "Bearer key"));
  g_assert_cmpstr (prony_json_get_string (body, serving->row->member, NULL), ==, "caf\303\251");
  return respond (request, serving->status, serving->row->answer);
}

static PronyTarget *
make_target (PronyTestServer *server, PronyEngineKind kind)
{
  g_autoptr (PronyEngineSpec) engine =
    prony_engine_spec_new (prony_test_server_get_url (server), NULL);
  PronyTarget *target;

  engine->kind = kind;
  target = prony_target_new (engine, "m");
  target->credentials = prony_credentials_new ("key");
  return target;
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Serving serving = { &cases[i], 200 };
      g_autoptr (PronyTestServer) server = prony_test_server_new (serve_case, &serving);
      g_autoptr (PronyTarget) target = make_target (server, cases[i].kind);
      g_autoptr (PronyTokenCall) call = prony_token_call_new (target);

      g_assert_cmpint (prony_token_call_count (call, "caf\303\251", 5, TIMEOUT_S, NULL), ==,
                       cases[i].count);
    }
}

/* Whatever stands in the body of a refusal, it is no count. */
static void
test_refusals (void)
{
  static const guint statuses[] = { 302, 400, 401, 404, 405, 429, 500, 501, 503 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      Serving serving = { &cases[0], statuses[i] };
      g_autoptr (PronyTestServer) server = prony_test_server_new (serve_case, &serving);
      g_autoptr (PronyTarget) target = make_target (server, PRONY_ENGINE_LLAMACPP);
      g_autoptr (PronyTokenCall) call = prony_token_call_new (target);

      g_assert_cmpint (prony_token_call_count (call, "caf\303\251", 5, TIMEOUT_S, NULL), ==, -1);
    }
}

/* Its counts contain the token that it puts before everything. */
static gboolean
serve_koboldcpp (PronyTestRequest *request, gpointer user_data)
{
  g_autoptr (JsonObject) body = prony_json_parse_object (request->body, -1, NULL);
  const char *text = prony_json_get_string (body, "prompt", NULL);
  g_autofree char *answer = g_strdup_printf ("{\"value\":%zu}", 1 + strlen (text));

  g_assert_cmpstr (request->path, ==, "/api/extra/tokencount");
  return respond (request, 200, answer);
}

static void
test_start (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (serve_koboldcpp, NULL);
  g_autoptr (PronyTarget) target = make_target (server, PRONY_ENGINE_KOBOLDCPP);
  g_autoptr (PronyTokenCall) call = prony_token_call_new (target);

  g_assert_cmpint (prony_token_call_count (call, "abc", 3, TIMEOUT_S, NULL), ==, 3);
  g_assert_cmpint (prony_token_call_count (call, "abcd", 4, TIMEOUT_S, NULL), ==, 4);
  g_assert_cmpuint (prony_test_server_count_requests (server), ==, 3);
  g_assert_cmpuint (prony_test_server_count_connections (server), ==, 1);
}

static void
test_kinds (void)
{
  static const PronyEngineKind kinds[] = { PRONY_ENGINE_OLLAMA, PRONY_ENGINE_LMSTUDIO,
                                           PRONY_ENGINE_OPENAI, PRONY_ENGINE_UNKNOWN };
  g_autoptr (PronyTestServer) server = prony_test_server_new (serve_koboldcpp, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (PronyTarget) target = make_target (server, kinds[i]);

      g_assert_null (prony_token_call_new (target));
    }
  g_assert_cmpuint (prony_test_server_count_requests (server), ==, 0);
}

/* What cannot be sent as it is would be counted as something else. */
static void
test_texts (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (serve_koboldcpp, NULL);
  g_autoptr (PronyTarget) target = make_target (server, PRONY_ENGINE_KOBOLDCPP);
  g_autoptr (PronyTokenCall) call = prony_token_call_new (target);

  g_assert_cmpint (prony_token_call_count (call, "a\0b", 3, TIMEOUT_S, NULL), ==, -1);
  g_assert_cmpint (prony_token_call_count (call, "a\377", 2, TIMEOUT_S, NULL), ==, -1);
  g_assert_cmpuint (prony_test_server_count_requests (server), ==, 0);
}

static gboolean
serve_nothing (PronyTestRequest *request, gpointer user_data)
{
  g_usleep (300 * 1000);
  return FALSE;
}

static void
test_silence (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (serve_nothing, NULL);
  g_autoptr (PronyTarget) target = make_target (server, PRONY_ENGINE_LLAMACPP);
  g_autoptr (PronyTokenCall) call = prony_token_call_new (target);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();

  g_assert_cmpint (prony_token_call_count (call, "a", 1, 0.05, NULL), ==, -1);
  g_cancellable_cancel (cancelled);
  g_assert_cmpint (prony_token_call_count (call, "a", 1, TIMEOUT_S, cancelled), ==, -1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engines/token-call/cases", test_cases);
  g_test_add_func ("/engines/token-call/refusals", test_refusals);
  g_test_add_func ("/engines/token-call/start", test_start);
  g_test_add_func ("/engines/token-call/kinds", test_kinds);
  g_test_add_func ("/engines/token-call/texts", test_texts);
  g_test_add_func ("/engines/token-call/silence", test_silence);

  return g_test_run ();
}
