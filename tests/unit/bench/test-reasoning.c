/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-test"

#include "config.h"

#include "unit/bench/quirk-client.h"

/* The figures of answers that begin with reasoning, whatever its field is called, and
 * of those whose events carry several tokens: against an engine of a known pace. */

#define ATTEMPTS 5

typedef struct
{
  const char *fault;
  const char *api;
  PronyApi protocol;
  PronyEngineKind kind;
} Row;

static const Row reasoning_rows[] = {
  { "reasoning-content", "vllm", PRONY_API_OPENAI_CHAT, PRONY_ENGINE_VLLM },
  { "reasoning", "vllm", PRONY_API_OPENAI_CHAT, PRONY_ENGINE_VLLM },
  { "thinking", "vllm", PRONY_API_OPENAI_CHAT, PRONY_ENGINE_VLLM },
  { "reasoning-twice", "vllm", PRONY_API_OPENAI_CHAT, PRONY_ENGINE_VLLM },
  /* With the nulls, and with the names, of other engines. */
  { "reasoning-content", "sglang", PRONY_API_OPENAI_CHAT, PRONY_ENGINE_SGLANG },
  { "reasoning", "ollama", PRONY_API_OPENAI_CHAT, PRONY_ENGINE_OLLAMA },
  { "thinking", "ollama", PRONY_API_OLLAMA_CHAT, PRONY_ENGINE_OLLAMA },
};

static double
metric (const PronyRequestRecord *record, PronyMetric which)
{
  return prony_request_metric (record, which);
}

/* Thinking begins with the first token, and ends with the first one of the answer. */
static void
test_reasoning (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (SimFixture) engine = quirk_engine_new (row->api, row->fault);
  gboolean is_near = FALSE;

  for (guint i = 0; i < ATTEMPTS && !is_near; i++)
    {
      g_autoptr (PronyRequestRecord) record =
        quirk_client_ask (engine, row->protocol, row->kind, PLENTY_S);
      double ttft = metric (record, PRONY_METRIC_TTFT);
      double ttfa = metric (record, PRONY_METRIC_TTFA);
      double think_time = metric (record, PRONY_METRIC_THINK_TIME);

      g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_OK);
      g_assert_cmpint (record->completion_tokens, ==, N_TOKENS);
      g_assert_cmpstr (record->reasoning->str, ==, "This answer comes");
      g_assert_true (g_str_has_prefix (record->answer->str, "This answer comes from"));
      g_assert_cmpuint (count_events (record, PRONY_EVENT_REASONING), ==, N_THOUGHTS);
      g_assert_cmpuint (count_events (record, PRONY_EVENT_CONTENT), ==, N_TOKENS - N_THOUGHTS);

      g_assert_cmpfloat_with_epsilon (ttfa - ttft, think_time, 1e-9);
      is_near = quirk_time_is_near (ttft, FIRST_MS) &&
                quirk_time_is_near (ttfa, FIRST_MS + N_THOUGHTS * GAP_MS) &&
                quirk_time_is_near (think_time, N_THOUGHTS * GAP_MS);
    }
  g_assert_true (is_near);
}

/* Without reasoning there is no thinking, and the answer's first token is the first. */
static void
test_no_reasoning (void)
{
  g_autoptr (SimFixture) engine = quirk_engine_new ("vllm", "die:0");
  g_autoptr (PronyRequestRecord) record =
    quirk_client_ask (engine, PRONY_API_OPENAI_CHAT, PRONY_ENGINE_VLLM, PLENTY_S);

  g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_OK);
  g_assert_true (isnan (metric (record, PRONY_METRIC_THINK_TIME)));
  g_assert_cmpfloat (metric (record, PRONY_METRIC_TTFA), ==, metric (record, PRONY_METRIC_TTFT));
}

/* Reasoning that is a part of the text is an answer: it cannot be told apart. */
static void
test_inline (void)
{
  g_autoptr (SimFixture) engine = quirk_engine_new ("vllm", "think-inline");
  g_autoptr (PronyRequestRecord) record =
    quirk_client_ask (engine, PRONY_API_OPENAI_CHAT, PRONY_ENGINE_VLLM, PLENTY_S);

  g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_OK);
  g_assert_true (isnan (metric (record, PRONY_METRIC_THINK_TIME)));
  g_assert_cmpfloat (metric (record, PRONY_METRIC_TTFA), ==, metric (record, PRONY_METRIC_TTFT));
}

static const Row several_rows[] = {
  { "several-tokens", "vllm", PRONY_API_OPENAI_CHAT, PRONY_ENGINE_VLLM },
  { "several-tokens", "vllm", PRONY_API_OPENAI_COMPLETIONS, PRONY_ENGINE_VLLM },
  { "several-tokens", "sglang", PRONY_API_OPENAI_CHAT, PRONY_ENGINE_SGLANG },
  { "several-tokens", "ollama", PRONY_API_OLLAMA_CHAT, PRONY_ENGINE_OLLAMA },
  { "several-tokens", "llamacpp", PRONY_API_LLAMACPP, PRONY_ENGINE_LLAMACPP },
};

/* Three events carry the twelve tokens. By the events the pace would be a fifth of
 * what it is. */
static void
test_several (gconstpointer data)
{
  static const guint n_events = N_TOKENS / 4;
  const Row *row = data;
  g_autoptr (SimFixture) engine = quirk_engine_new (row->api, row->fault);
  g_autoptr (PronyRequestRecord) record =
    quirk_client_ask (engine, row->protocol, row->kind, PLENTY_S);
  g_autoptr (GArray) gaps = g_array_new (FALSE, FALSE, sizeof (double));
  double span = 0;

  g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_OK);
  g_assert_cmpint (record->completion_tokens, ==, N_TOKENS);
  g_assert_cmpint (record->count_source, ==, PRONY_COUNT_USAGE);
  g_assert_cmpuint (count_events (record, PRONY_EVENT_CONTENT), ==, n_events);

  g_assert_cmpuint (prony_request_itl (record, gaps), ==, n_events - 1);
  for (guint i = 0; i < gaps->len; i++)
    span += g_array_index (gaps, double, i);
  g_assert_cmpfloat_with_epsilon (metric (record, PRONY_METRIC_TPOT), span / (N_TOKENS - 1), 1e-9);
  g_assert_cmpfloat_with_epsilon (metric (record, PRONY_METRIC_DECODE_RATE), (N_TOKENS - 1) / span,
                                  1e-3);
  g_assert_cmpfloat_with_epsilon (metric (record, PRONY_METRIC_TOKENS_PER_SEC),
                                  N_TOKENS / metric (record, PRONY_METRIC_LATENCY), 1e-3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (reasoning_rows); i++)
    {
      const Row *row = &reasoning_rows[i];
      g_autofree char *path = g_strdup_printf ("/reasoning/%s-%s-%u", row->fault, row->api, i);

      g_test_add_data_func (path, row, test_reasoning);
    }
  g_test_add_func ("/reasoning/none", test_no_reasoning);
  g_test_add_func ("/reasoning/inline", test_inline);
  for (guint i = 0; i < G_N_ELEMENTS (several_rows); i++)
    {
      const Row *row = &several_rows[i];
      g_autofree char *path = g_strdup_printf ("/several-tokens/%s-%u", row->api, i);

      g_test_add_data_func (path, row, test_several);
    }

  return g_test_run ();
}
