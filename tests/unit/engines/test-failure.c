/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <errno.h>
#include <libsoup/soup.h>
#include <string.h>

#include "core/engines/prony-failure.h"

typedef struct
{
  guint status;
  const char *body;
  PronyOutcome outcome;
  const char *sentence;
  const char *quoted;
} StatusCase;

/* The bodies that engines send with an error status, each in its own shape. */
static const StatusCase statuses[] = {
  { 404, "{\"error\":\"model 'x' not found\"}", PRONY_OUTCOME_HTTP_4XX, "does not have this model",
    "model 'x' not found" },
  { 404,
    "{\"error\":{\"message\":\"The model `x` does not "
    "exist.\",\"type\":\"NotFoundError\",\"param\":"
    "null,\"code\":404}}",
    PRONY_OUTCOME_HTTP_4XX, "does not have this model", "The model `x` does not exist”." },
  { 404, "{\"detail\":\"Not Found\"}", PRONY_OUTCOME_HTTP_4XX, "another API", "Not Found" },
  { 404, "404 page not found", PRONY_OUTCOME_HTTP_4XX, "another API", "404 page not found" },
  { 401, "{\"error\":\"Unauthorized\"}", PRONY_OUTCOME_HTTP_4XX, "API key", "Unauthorized" },
  { 401, "", PRONY_OUTCOME_HTTP_4XX, "API key", NULL },
  { 403, NULL, PRONY_OUTCOME_HTTP_4XX, "API key", NULL },
  { 429, "{\"error\":\"Model is overloaded\",\"error_type\":\"overloaded\"}",
    PRONY_OUTCOME_HTTP_429, "too much to do", "Model is overloaded" },
  { 422,
    "{\"error\":\"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096.\","
    "\"error_type\":\"validation\"}",
    PRONY_OUTCOME_CONTEXT_OVERFLOW, "do not fit", "must be <= 4096" },
  { 400,
    "{\"error\":{\"code\":400,\"message\":\"the request exceeds\",\"type\":"
    "\"exceed_context_size_error\",\"n_prompt_tokens\":9000,\"n_ctx\":8192}}",
    PRONY_OUTCOME_CONTEXT_OVERFLOW, "do not fit", "the request exceeds" },
  { 400,
    "{\"object\":\"error\",\"message\":\"This model's maximum context length is 4096 tokens.\","
    "\"type\":\"BadRequestError\",\"param\":null,\"code\":400}",
    PRONY_OUTCOME_CONTEXT_OVERFLOW, "do not fit", "4096 tokens" },
  { 500,
    "{\"error\":\"{\\\"error\\\":{\\\"code\\\":400,\\\"message\\\":\\\"too big\\\",\\\"type\\\":"
    "\\\"exceed_context_size_error\\\"}}\"}",
    PRONY_OUTCOME_CONTEXT_OVERFLOW, "do not fit", "too big" },
  { 400, "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"extra inputs\",\"type\":\"x\"}]}",
    PRONY_OUTCOME_HTTP_4XX, "did not accept", "extra inputs" },
  { 422, "Failed to deserialize the JSON body", PRONY_OUTCOME_HTTP_4XX, "did not accept",
    "Failed to deserialize" },
  { 503, "{\"error\":{\"message\":\"Loading model\",\"type\":\"unavailable_error\",\"code\":503}}",
    PRONY_OUTCOME_HTTP_5XX, "still loading", "Loading model" },
  { 503, "{\"error\":\"server busy, please try again.  maximum pending requests exceeded\"}",
    PRONY_OUTCOME_HTTP_5XX, "refused work", "server busy" },
  { 500, "{\"error\":{}}", PRONY_OUTCOME_HTTP_5XX, "failed", "{\"error\":{}}" },
  { 502, "<!DOCTYPE html><title>Bad gateway</title>", PRONY_OUTCOME_HTTP_5XX, "failed", NULL },

  /* Ollama. */
  { 400, "{\"error\":\"missing request body\"}", PRONY_OUTCOME_HTTP_4XX, "did not accept",
    "missing request body" },
  { 400, "{\"error\":\"\\\"x\\\" does not support thinking\"}", PRONY_OUTCOME_HTTP_4XX,
    "did not accept", "does not support thinking" },
  { 404, "{\"error\":\"model \\\"x\\\" not found, try pulling it first\"}", PRONY_OUTCOME_HTTP_4XX,
    "does not have this model", "try pulling it first" },
  { 499, "{\"error\":\"request canceled\"}", PRONY_OUTCOME_HTTP_4XX, "did not accept",
    "request canceled" },
  { 500, "{\"error\":\"option \\\"num_predict\\\" must be of type integer\"}",
    PRONY_OUTCOME_HTTP_5XX, "failed", "must be of type integer" },

  /* llama.cpp. */
  { 401,
    "{\"error\":{\"code\":401,\"message\":\"Invalid API Key\",\"type\":"
    "\"authentication_error\"}}",
    PRONY_OUTCOME_HTTP_4XX, "API key", "Invalid API Key" },
  { 403, "{\"error\":{\"code\":403,\"message\":\"no\",\"type\":\"permission_error\"}}",
    PRONY_OUTCOME_HTTP_4XX, "API key", "no" },
  { 501, "{\"error\":{\"code\":501,\"message\":\"Not here\",\"type\":\"not_supported_error\"}}",
    PRONY_OUTCOME_HTTP_5XX, "failed", "Not here" },

  /* vLLM and NIM. */
  { 400,
    "{\"error\":{\"message\":\"'top_p' must be in (0, 1]\",\"type\":\"Bad Request\",\"param\":"
    "\"top_p\",\"code\":400}}",
    PRONY_OUTCOME_HTTP_4XX, "did not accept", "must be in (0, 1]" },
  { 400,
    "{\"object\":\"error\",\"message\":\"no such thing\",\"type\":\"BadRequestError\",\"param\":"
    "null,\"code\":400}",
    PRONY_OUTCOME_HTTP_4XX, "did not accept", "no such thing" },
  { 503, "{\"error\":{\"message\":\"Too many queued requests\",\"code\":503}}",
    PRONY_OUTCOME_HTTP_5XX, "refused work", "Too many queued" },

  /* TGI. */
  { 424, "{\"error\":\"CUDA out of memory\",\"error_type\":\"generation\"}", PRONY_OUTCOME_HTTP_4XX,
    "did not accept", "CUDA out of memory" },
  { 500, "{\"error\":\"Incomplete generation\",\"error_type\":\"incomplete_generation\"}",
    PRONY_OUTCOME_HTTP_5XX, "failed", "Incomplete generation" },
  { 422, "{\"error\":\"Template error: x\",\"error_type\":\"template_error\"}",
    PRONY_OUTCOME_HTTP_4XX, "did not accept", "Template error: x" },

  /* SGLang. */
  { 400, "{\"error\":{\"message\":\"Either text or input_ids\"}}", PRONY_OUTCOME_HTTP_4XX,
    "did not accept", "Either text or input_ids" },
  { 503,
    "{\"object\":\"error\",\"message\":\"The request queue is full.\",\"type\":"
    "\"ServiceUnavailable\",\"param\":null,\"code\":503}",
    PRONY_OUTCOME_HTTP_5XX, "refused work", "The request queue is full”." },

  /* llama-swap, LiteLLM, gateways. */
  { 429,
    "{\"src\":\"llama-swap\",\"error\":{\"message\":\"too many requests\",\"type\":\"x\",\"param\":"
    "null,\"code\":429}}",
    PRONY_OUTCOME_HTTP_429, "too much to do", "too many requests" },
  { 429, "{\"error\":{\"message\":\"Rate limit\",\"type\":null,\"param\":null,\"code\":\"429\"}}",
    PRONY_OUTCOME_HTTP_429, "too much to do", "Rate limit" },
  { 400, "{\"errors\":[{\"message\":\"nothing there\"}]}", PRONY_OUTCOME_HTTP_4XX, "did not accept",
    "nothing there" },
  { 422, "{\"error\":{\"message\":\"Too long a prompt.\\n\"}}", PRONY_OUTCOME_HTTP_4XX,
    "did not accept", "“Too long a prompt”." },

  /* What no engine sends. */
  { 500, "\037\213\010\001\002\003", PRONY_OUTCOME_HTTP_5XX, "failed", NULL },
  { 500, "\x89PNG\r\n\032\n", PRONY_OUTCOME_HTTP_5XX, "failed", NULL },
  { 302, "", PRONY_OUTCOME_PROTOCOL, "another address", NULL },
  { 204, "", PRONY_OUTCOME_PROTOCOL, "not an answer", NULL },
};

static void
assert_contains (const char *text, const char *part)
{
  g_test_message ("%s", text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_nonnull (strstr (text, part));
}

static void
test_status (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      const StatusCase *item = &statuses[i];
      g_autofree char *message = NULL;
      PronyOutcome outcome = PRONY_OUTCOME_OK;

      prony_failure_from_status (item->status, item->body,
                                 item->body != NULL ? strlen (item->body) : 0, &outcome, &message);
      assert_contains (message, item->sentence);
      g_assert_cmpstr (prony_outcome_to_string (outcome), ==,
                       prony_outcome_to_string (item->outcome));
      if (item->quoted != NULL)
        assert_contains (message, item->quoted);
      else
        g_assert_null (strstr (message, "says"));
    }
}

/* Whatever the body is, the sentence stays one. */
static void
test_status_body_of_anything (void)
{
  g_autofree char *large = g_strnfill (1000000, 'x');
  static const char noise[] = "\xff\xfe\0\x01\r\n\xc3";
  g_autofree char *message = NULL;
  g_autofree char *other = NULL;
  PronyOutcome outcome;

  prony_failure_from_status (500, large, strlen (large), &outcome, &message);
  g_assert_cmpuint (strlen (message), <, 1000);

  prony_failure_from_status (500, noise, sizeof noise, &outcome, &other);
  g_assert_true (g_utf8_validate (other, -1, NULL));
  g_assert_null (strchr (other, '\n'));
}

typedef struct
{
  gint code;
  PronyOutcome outcome;
  const char *sentence;
} IoCase;

static const IoCase io_errors[] = {
  { G_IO_ERROR_CANCELLED, PRONY_OUTCOME_CANCELLED, "cancelled" },
  { G_IO_ERROR_TIMED_OUT, PRONY_OUTCOME_TIMEOUT, "did not answer in time" },
  { G_IO_ERROR_CONNECTION_REFUSED, PRONY_OUTCOME_CONNECT,
    "Nothing listens on 127.0.0.1 port 8000." },
  { G_IO_ERROR_CONNECTION_CLOSED, PRONY_OUTCOME_CONNECT, "closed the connection" },
  { G_IO_ERROR_HOST_UNREACHABLE, PRONY_OUTCOME_CONNECT, "cannot be reached" },
  { G_IO_ERROR_PARTIAL_INPUT, PRONY_OUTCOME_TRUNCATED, "in the middle of the answer" },
  { G_IO_ERROR_MESSAGE_TOO_LARGE, PRONY_OUTCOME_PROTOCOL, "not the HTTP of an engine" },
};

static void
check_error (GQuark domain, gint code, PronyOutcome expected, const char *sentence)
{
  g_autoptr (GError) error = g_error_new_literal (domain, code, "details");
  g_autofree char *message = NULL;
  PronyOutcome outcome = PRONY_OUTCOME_OK;

  prony_failure_from_error (error, "http://127.0.0.1:8000", PRONY_ENGINE_UNKNOWN, &outcome,
                            &message);
  assert_contains (message, sentence);
  g_assert_cmpstr (prony_outcome_to_string (outcome), ==, prony_outcome_to_string (expected));
}

static void
test_error (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (io_errors); i++)
    check_error (G_IO_ERROR, io_errors[i].code, io_errors[i].outcome, io_errors[i].sentence);

  check_error (G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, PRONY_OUTCOME_TLS, "certificate");
  check_error (G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, PRONY_OUTCOME_CONNECT, "by its name");
  check_error (SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING, PRONY_OUTCOME_PROTOCOL,
               "not the HTTP of an engine");
}

/* What is short here is said to be short here, whatever GIO wraps around it. */
static void
test_own_limits (void)
{
  static const struct
  {
    int saved_errno;
    const char *words;
  } limits[] = {
    { EMFILE, "no more open files" },
    { ENFILE, "no more open files" },
    { EADDRNOTAVAIL, "no local port left" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autoptr (GError) error =
        g_error_new (G_IO_ERROR, g_io_error_from_errno (limits[i].saved_errno),
                     "Could not connect to 127.0.0.1: %s", g_strerror (limits[i].saved_errno));
      g_autofree char *message = NULL;
      PronyOutcome outcome;

      prony_failure_from_error (error, "http://127.0.0.1:8000", PRONY_ENGINE_UNKNOWN, &outcome,
                                &message);
      g_assert_cmpuint (outcome, ==, PRONY_OUTCOME_CONNECT);
      g_assert_true (prony_failure_is_own_limit (error));
      assert_contains (message, limits[i].words);
      assert_contains (message, "127.0.0.1 port 8000");
    }
}

typedef struct
{
  const char *url;
  PronyEngineKind kind;
  const char *place;
  const char *advice;
} AdviceCase;

static const AdviceCase advices[] = {
  { "http://127.0.0.1:11434", PRONY_ENGINE_UNKNOWN, "127.0.0.1 port 11434", "`ollama serve`" },
  { "http://127.0.0.1:9000", PRONY_ENGINE_OLLAMA, "127.0.0.1 port 9000",
    "`OLLAMA_HOST=127.0.0.1:9000 ollama serve`" },
  { "http://localhost:8080", PRONY_ENGINE_UNKNOWN, "localhost port 8080",
    "llama-server -m MODEL.gguf --port 8080" },
  { "http://[::1]:8000", PRONY_ENGINE_OPENAI, "::1 port 8000", "vllm serve MODEL --port 8000" },
  { "http://127.0.0.1:3000", PRONY_ENGINE_UNKNOWN, "127.0.0.1 port 3000",
    "text-generation-launcher" },
  { "http://engine.example", PRONY_ENGINE_UNKNOWN, "engine.example port 80", "Start the engine" },
  { "https://engine.example/path", PRONY_ENGINE_OPENAI, "engine.example port 443",
    "Start the engine" },
};

static void
test_advice (void)
{
  g_autoptr (GError) error =
    g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, "Connection refused");

  for (guint i = 0; i < G_N_ELEMENTS (advices); i++)
    {
      g_autofree char *message = NULL;
      PronyOutcome outcome;

      prony_failure_from_error (error, advices[i].url, advices[i].kind, &outcome, &message);
      assert_contains (message, advices[i].place);
      assert_contains (message, advices[i].advice);
    }
}

typedef struct
{
  guint code;
  const char *type;
  const char *message;
  PronyOutcome outcome;
} DeltaCase;

static const DeltaCase deltas[] = {
  { 500, "InternalServerError", "EngineCore encountered an issue", PRONY_OUTCOME_STREAM_ERROR },
  { 0, "overloaded", "Model is overloaded", PRONY_OUTCOME_HTTP_429 },
  { 429, "", "slow down", PRONY_OUTCOME_HTTP_429 },
  { 503, "", "The request queue is full", PRONY_OUTCOME_HTTP_5XX },
  { 500, "server_error", "Context size has been exceeded", PRONY_OUTCOME_CONTEXT_OVERFLOW },
  { 0, "", "", PRONY_OUTCOME_STREAM_ERROR },
};

static void
test_delta (void)
{
  PronyDelta delta;

  prony_delta_init (&delta);
  for (guint i = 0; i < G_N_ELEMENTS (deltas); i++)
    {
      g_autofree char *message = NULL;
      PronyOutcome outcome = PRONY_OUTCOME_OK;

      prony_delta_clear (&delta);
      delta.failed = TRUE;
      delta.error_code = deltas[i].code;
      g_string_assign (delta.error_type, deltas[i].type);
      g_string_assign (delta.error_message, deltas[i].message);
      prony_failure_from_delta (&delta, &outcome, &message);
      assert_contains (message, deltas[i].message);
      g_assert_cmpstr (prony_outcome_to_string (outcome), ==,
                       prony_outcome_to_string (deltas[i].outcome));
    }
  prony_delta_destroy (&delta);
}

static void
test_delta_not_understood (void)
{
  g_autofree char *message = NULL;
  PronyOutcome outcome;
  PronyDelta delta;

  prony_delta_init (&delta);
  g_string_assign (delta.error_message, "upstream broke");
  prony_failure_from_delta (&delta, &outcome, &message);
  g_assert_cmpuint (outcome, ==, PRONY_OUTCOME_PROTOCOL);
  assert_contains (message, "upstream broke");
  prony_delta_destroy (&delta);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engines/failure/status", test_status);
  g_test_add_func ("/engines/failure/status-body-of-anything", test_status_body_of_anything);
  g_test_add_func ("/engines/failure/error", test_error);
  g_test_add_func ("/engines/failure/own-limits", test_own_limits);
  g_test_add_func ("/engines/failure/advice", test_advice);
  g_test_add_func ("/engines/failure/delta", test_delta);
  g_test_add_func ("/engines/failure/delta-not-understood", test_delta_not_understood);

  return g_test_run ();
}
