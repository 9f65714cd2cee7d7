/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-test"

#include "config.h"

#include <string.h>

#include "sim-fixture.h"

/* What the quirks make of the bytes, as far as a client that copes with them does not
 * show it. */

#define ASK "POST /v1/chat/completions"
#define BODY                                                                                       \
  "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"max_tokens\":8,"        \
  "\"stream\":true,\"stream_options\":{\"include_usage\":true}}"

typedef struct
{
  const char *fault;
  const char *part;
  const char *missing;
} Row;

static const Row rows[] = {
  { "crlf", "}]}\r\n\r\ndata: {", "}\n\n" },
  { "lone-cr", "}]}\r\rdata: {", "\n\n" },
  { "no-space", "\n\ndata:{", "data: {" },
  { "data-lines", "data: {\"id\":\"chatcmpl-1\",\ndata: \"object\"", "chatcmpl-1\",\"object" },
  { "comments", ": keep-alive\n\n:\n\ndata: {", "}\n\ndata: {" },
  { "named-events", "event: message\nid: 7\nretry: 1000\ndata: {", "}\n\ndata: {" },
  { "done-without-newline", "\n\ndata: [DONE]", "[DONE]\n" },
  { "no-final-blank", "data: [DONE]\n", "[DONE]\n\n" },
  { "no-done", "\"usage\":{", "[DONE]" },
  { "no-role", "\"content\":\"This\"", "role" },
  { "role-at-once",
    "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":", "\"created\":1,\"role" },
  { "loading-text", "llama-swap loading model: m\\n", "loading model: MODEL" },
  { "content-parts", "\"content\":[{\"type\":\"text\",\"text\":\"This\"}]", "\"content\":\"This" },
  { "null-usage", "\"usage\":null}", NULL },
  { "no-usage", "[DONE]", "usage" },
  { "fake-usage", "{\"prompt_tokens\":100,\"total_tokens\":200,\"completion_tokens\":100}", NULL },
  { "float-counts", "\"completion_tokens\":8.0", "completion_tokens\":8}" },
  { "usage-in-finish", "\"finish_reason\":\"length\"", "\"choices\":[]" },
  { "no-finish", "[DONE]", "length" },
  { "empty-finish", "\"finish_reason\":\"\"", NULL },
  { "reasoning-content", "\"reasoning_content\":\"This\"", "\"reasoning\"" },
  { "thinking", "\"thinking\":\"This\"", "\"reasoning\"" },
  { "reasoning-twice", "\"reasoning\":\"This\",\"reasoning_content\":\"This\"", NULL },
  { "reasoning-and-text", "\"content\":\"This\",\"reasoning\":\" answer\"", NULL },
  { "think-inline", "\"content\":\"<think>This\"", "reasoning" },
  { "several-tokens", "\"content\":\"This answer comes from\"", "\"This\"" },
  { "tool-calls", "\"function\":{\"name\":\"f\",\"arguments\":\"This\"}", "\"content\":\"This" },
  { "wrong-model", "\"model\":\"another-model\"", "\"model\":\"m\"" },
  { "error-field", "\n\nerror: {\"code\":500", NULL },
  { "reject=max_tokens", "\"param\":\"max_tokens\"", "choices" },
  { "reject=include_usage", "'include_usage'", "choices" },
  { "reject=min_tokens", "[DONE]", "min_tokens" },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (SimFixture) fixture =
    sim_fixture_new ("--api", "vllm", "--model", "m", "--ttft-ms", "1", "--itl-ms", "0", "--fault",
                     row->fault, NULL);
  g_autofree char *response = sim_fixture_ask (fixture, ASK, BODY);
  g_autofree char *body = sim_decode (response);

  if (strstr (body, row->part) == NULL)
    g_error ("“%s” is not in:\n%s", row->part, body);
  if (row->missing != NULL && strstr (body, row->missing) != NULL)
    g_error ("“%s” is in:\n%s", row->missing, body);
}

/* Two at once, the second for the first request alone. */
static void
test_together (void)
{
  g_autoptr (SimFixture) fixture =
    sim_fixture_new ("--api", "vllm", "--model", "m", "--ttft-ms", "1", "--itl-ms", "0", "--fault",
                     "no-space", "--fault", "wrong-model:first=1", NULL);
  g_autofree char *first = sim_fixture_body (fixture, ASK, BODY);
  g_autofree char *second = sim_fixture_body (fixture, ASK, BODY);

  g_assert_nonnull (strstr (first, "another-model"));
  g_assert_null (strstr (second, "another-model"));
  g_assert_null (strstr (first, "data: {"));
  g_assert_null (strstr (second, "data: {"));
}

/* The head of the answer, where that is what differs. */
static void
test_heads (void)
{
  static const struct
  {
    const char *fault;
    const char *request;
    const char *part;
  } heads[] = {
    { "gzip", ASK, "\r\nContent-Encoding: gzip\r\n" },
    { "unchunked", ASK, "\r\nConnection: close\r\n\r\ndata: {" },
    { "whole-json", ASK, "\r\nContent-Type: application/json\r\n" },
    { "redirect", "GET /v1/models", "\r\nLocation: http://127.0.0.2:9/v1/models\r\n" },
    { "empty-body", "GET /health", "\r\nContent-Length: 0\r\n" },
    { "huge-body", ASK, "\r\nContent-Length: 52428800\r\n" },
    { "html-error", "GET /v1/models", "HTTP/1.1 502 Bad Gateway\r\n" },
    { "reject-plain=max_tokens", ASK, "HTTP/1.1 422 Unprocessable Entity\r\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      gboolean posts = strcmp (heads[i].request, ASK) == 0;
      g_autoptr (SimFixture) fixture = sim_fixture_new (
        "--api", "vllm", "--model", "m", "--ttft-ms", "1", "--fault", heads[i].fault, NULL);
      g_autofree char *response = sim_fixture_ask (fixture, heads[i].request, posts ? BODY : "");

      if (strstr (response, heads[i].part) == NULL)
        g_error ("“%s” is not in the answer with %s.", heads[i].part, heads[i].fault);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/sim/quirks/", rows[i].fault, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/sim/quirks/together", test_together);
  g_test_add_func ("/sim/quirks/heads", test_heads);

  return g_test_run ();
}
