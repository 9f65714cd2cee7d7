/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "core/engines/prony-advice.h"
#include "core/engines/prony-failure.h"

static const struct
{
  const char *name;
  PronyEngineKind kind;
  PronyOutcome outcome;
  guint status;
  const char *message;
  guint retries;
  gboolean connected;
  gboolean own_limit;
  const char *advice; /* NULL for none, since the message says it all */
} cases[] = {
  { "died", PRONY_ENGINE_LLAMACPP, PRONY_OUTCOME_CONNECT, .message = "It closed the connection.",
    .connected = TRUE, .advice = "llama-server" },
  { "never reached", PRONY_ENGINE_LLAMACPP, PRONY_OUTCOME_CONNECT, .message = "Unknown host." },
  { "no ports", PRONY_ENGINE_LLAMACPP, PRONY_OUTCOME_CONNECT, .message = "No port left.",
    .connected = TRUE, .own_limit = TRUE },
  { "certificate", PRONY_ENGINE_VLLM, PRONY_OUTCOME_TLS, .message = "It has expired.",
    .advice = "Engines page" },
  { "time", PRONY_ENGINE_VLLM, PRONY_OUTCOME_TIMEOUT, .message = "No answer in time.",
    .advice = "time limit" },
  { "too many", PRONY_ENGINE_VLLM, PRONY_OUTCOME_HTTP_429, 429, "Too much to do.",
    .advice = "sent again" },
  { "too many again", PRONY_ENGINE_VLLM, PRONY_OUTCOME_HTTP_429, 429, "Too much to do.",
    .retries = 3, .advice = "did not help" },
  { "busy", PRONY_ENGINE_VLLM, PRONY_OUTCOME_HTTP_5XX, 503, "It is busy.", .advice = "sent again" },
  { "loading", PRONY_ENGINE_LLAMACPP, PRONY_OUTCOME_HTTP_5XX, 503,
    "Wait. The engine says: “Loading model”." },
  { "broken", PRONY_ENGINE_VLLM, PRONY_OUTCOME_HTTP_5XX, 500, "It failed." },
  { "memory", PRONY_ENGINE_VLLM, PRONY_OUTCOME_HTTP_5XX, 500,
    "It failed. The engine says: “CUDA out of memory. Tried to allocate 2 GiB”.",
    .advice = "run out of memory" },
  { "memory in a stream", PRONY_ENGINE_OLLAMA, PRONY_OUTCOME_STREAM_ERROR, 200,
    "It broke off. The engine says: “model requires more system memory (9 GiB)”.",
    .advice = "run out of memory" },
  { "model gone", PRONY_ENGINE_OLLAMA, PRONY_OUTCOME_HTTP_4XX, 404,
    "It does not have this model. The engine says: “model 'x' not found”.",
    .advice = "load it again" },
  { "another path", PRONY_ENGINE_OLLAMA, PRONY_OUTCOME_HTTP_4XX, 404, "It does not know this." },
  { "refused", PRONY_ENGINE_OLLAMA, PRONY_OUTCOME_HTTP_4XX, 400, "It did not accept this." },
  { "context of vLLM", PRONY_ENGINE_VLLM, PRONY_OUTCOME_CONTEXT_OVERFLOW, 400, "Too long.",
    .advice = "vLLM by --max-model-len" },
  { "context of Ollama", PRONY_ENGINE_OLLAMA, PRONY_OUTCOME_CONTEXT_OVERFLOW, 400, "Too long.",
    .advice = "OLLAMA_CONTEXT_LENGTH" },
  { "context of anything", PRONY_ENGINE_OPENAI, PRONY_OUTCOME_CONTEXT_OVERFLOW, 400, "Too long.",
    .advice = "where the engine is started" },
  { "stream", PRONY_ENGINE_VLLM, PRONY_OUTCOME_STREAM_ERROR, 200, "It broke off.",
    .advice = "log" },
  { "truncated", PRONY_ENGINE_VLLM, PRONY_OUTCOME_TRUNCATED, 200, "It ended in the middle.",
    .advice = "proxy" },
  { "empty", PRONY_ENGINE_VLLM, PRONY_OUTCOME_EMPTY, 200, "Not a single token.",
    .advice = "more tokens" },
  { "protocol", PRONY_ENGINE_VLLM, PRONY_OUTCOME_PROTOCOL, 200, "Check the address." },
  { "no message", PRONY_ENGINE_VLLM, PRONY_OUTCOME_TIMEOUT, .advice = "time limit" },
};

static PronyTarget *
make_target (PronyEngineKind kind)
{
  g_autoptr (PronyEngineSpec) spec = prony_engine_spec_new ("http://127.0.0.1:8000", NULL);

  spec->kind = kind;
  return prony_target_new (spec, "llama3");
}

static void
test_failures (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PronyTarget) target = make_target (cases[i].kind);
      g_autoptr (PronyRequestRecord) record = prony_request_record_new (1);
      g_autofree char *advice = NULL;

      record->outcome = cases[i].outcome;
      record->http_status = cases[i].status;
      record->error_message = g_strdup (cases[i].message);
      record->retries = cases[i].retries;
      record->connected_ns = cases[i].connected ? 1 : 0;
      record->own_limit = cases[i].own_limit;
      advice = prony_advice_failure (target, record);
      g_test_message ("%s: %s", cases[i].name, advice);
      if (cases[i].advice == NULL)
        g_assert_cmpstr (advice, ==, NULL);
      else
        g_assert_nonnull (strstr (advice, cases[i].advice));
    }
}

/* What the Engines page says of an engine that is not there is in the message already. */
static void
test_not_twice (void)
{
  g_autoptr (PronyTarget) target = make_target (PRONY_ENGINE_VLLM);
  g_autoptr (PronyRequestRecord) record = prony_request_record_new (1);
  g_autoptr (GError) refused =
    g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, "Connection refused");
  g_autofree char *start = prony_advice_start (target->engine->url, target->engine->kind);
  g_autofree char *advice = NULL;

  prony_failure_from_error (refused, target->engine->url, target->engine->kind, &record->outcome,
                            &record->error_message);
  g_assert_nonnull (strstr (record->error_message, start));
  record->connected_ns = 1;
  advice = prony_advice_failure (target, record);
  g_assert_cmpstr (advice, ==, NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/advice/failures", test_failures);
  g_test_add_func ("/advice/not-twice", test_not_twice);

  return g_test_run ();
}
