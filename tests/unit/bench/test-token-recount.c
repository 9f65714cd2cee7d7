/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-test"

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/bench/prony-token-chain.h"
#include "runner-fixture.h"

/* Answers of five tokens whose engine does not say how many there were: which count a
 * run ends with, and where it comes from. */

#define N_REQUESTS 4
#define N_TOKENS 5

#define SILENT "--ttft-ms", "5", "--itl-ms", "1", "--fault", "no-usage"

static const char *const vllm[] = { "--api", "vllm", SILENT, "--fault", "several-tokens", NULL };
static const char *const sglang[] = {
  "--api", "sglang", SILENT, "--fault", "several-tokens", NULL
};
static const char *const lmstudio[] = { "--api", "lmstudio", SILENT, NULL };
static const char *const telling[] = { "--api", "vllm", "--ttft-ms", "5", "--itl-ms", "1", NULL };

/* A vocabulary whose tokens are the 256 bytes. */
static char *
write_vocabulary (RunnerFixture *fixture)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char *path = g_build_filename (fixture->folder, "cl100k_base.tiktoken", NULL);

  for (guint i = 0; i < 256; i++)
    {
      guchar byte = (guchar) i;
      g_autofree char *encoded = g_base64_encode (&byte, 1);

      g_string_append_printf (text, "%s %u\n", encoded, i);
    }
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  return path;
}

static void
run (RunnerFixture *fixture, PronyStore *store, PronyApi api, const char *vocabulary)
{
  PronyTarget *target = runner_fixture_add_target (fixture, NULL, NULL, NULL);

  target->engine->api = api;
  target->vocabulary = g_strdup (vocabulary);
  fixture->plan->warmup = 0;
  runner_fixture_start (fixture, store);
  runner_fixture_wait_for_end (fixture);
  g_assert_no_error (fixture->error);
}

static PronyRequestRecord *
get_record (GPtrArray *records, guint index)
{
  PronyRequestRecord *record = records->pdata[index];

  g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_OK);
  return record;
}

/* What is stored, what is in memory and what is summed up say the same. */
static void
assert_counts (RunnerFixture *fixture, PronyCountSource source, gint64 tokens)
{
  PronyTrial *trial = fixture->run->trials->pdata[0];
  g_autoptr (GPtrArray) records = prony_runner_get_records (fixture->runner, 0);

  g_assert_cmpint (trial->state, ==, PRONY_STATE_FINISHED);
  g_assert_cmpuint (records->len, ==, N_REQUESTS);
  for (guint i = 0; i < records->len; i++)
    {
      g_assert_cmpint (get_record (records, i)->count_source, ==, source);
      g_assert_cmpint (get_record (records, i)->completion_tokens, ==, tokens);
    }
  g_assert_cmpint (trial->summary->count_source, ==, source);
  g_assert_cmpuint (trial->summary->completion_tokens, ==, (guint64) tokens * N_REQUESTS);
}

static void
test_endpoint (RunnerFixture *fixture, gconstpointer unused)
{
  run (fixture, fixture->store, PRONY_API_OPENAI_CHAT, NULL);
  assert_counts (fixture, PRONY_COUNT_TOKENIZE, N_TOKENS);
}

static void
test_in_memory (RunnerFixture *fixture, gconstpointer unused)
{
  run (fixture, NULL, PRONY_API_OPENAI_CHAT, NULL);
  assert_counts (fixture, PRONY_COUNT_TOKENIZE, N_TOKENS);
}

/* The prompt's tokens can be known only where no template is put around it. */
static void
test_prompts (RunnerFixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) records = NULL;

  run (fixture, fixture->store, PRONY_API_OPENAI_COMPLETIONS, NULL);
  assert_counts (fixture, PRONY_COUNT_TOKENIZE, N_TOKENS);
  records = prony_runner_get_records (fixture->runner, 0);
  g_assert_cmpint (get_record (records, 0)->prompt_tokens, >, 0);
}

static void
test_no_prompts (RunnerFixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) records = NULL;

  run (fixture, fixture->store, PRONY_API_OPENAI_CHAT, NULL);
  records = prony_runner_get_records (fixture->runner, 0);
  g_assert_cmpint (get_record (records, 0)->prompt_tokens, ==, -1);
}

/* Thinking is a part of the answer's tokens; an end mark has no text. */
static void
test_reasoning (RunnerFixture *fixture, gconstpointer unused)
{
  g_autofree char *path = write_vocabulary (fixture);
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("127.0.0.1:9", NULL);
  g_autoptr (PronyTarget) target = prony_target_new (engine, "m");
  g_autoptr (PronyTokenChain) chain = prony_token_chain_new (target, FALSE);
  g_autoptr (PronyRequestRecord) record = prony_request_record_new (1);
  PronyTokenCounts counts;

  target->vocabulary = g_strdup (path);
  g_string_append (record->answer, "cde");
  record->reasoning = g_string_new ("ab");
  record->prompt = g_strdup ("prompt");
  g_assert_true (prony_token_chain_count (chain, record, &counts));
  g_assert_cmpint (counts.completion_tokens, ==, 5);
  g_assert_cmpint (counts.reasoning_tokens, ==, 2);
  g_assert_cmpint (counts.prompt_tokens, ==, -1);
  g_assert_cmpint (counts.source, ==, PRONY_COUNT_TOKENIZER);

  /* What a tool is called with is not in the texts. */
  prony_request_record_add_event (record, PRONY_EVENT_TOOL_CALL, 1, -1);
  g_assert_false (prony_token_chain_count (chain, record, &counts));
  g_unlink (path);
}

/* The engine has no endpoint that counts, but there is a vocabulary. */
static void
test_vocabulary (RunnerFixture *fixture, gconstpointer unused)
{
  g_autofree char *path = write_vocabulary (fixture);
  g_autoptr (GPtrArray) records = NULL;

  run (fixture, fixture->store, PRONY_API_OPENAI_CHAT, path);
  records = prony_store_get_requests (fixture->store, fixture->run->id, 0, NULL);
  g_assert_cmpuint (records->len, ==, N_REQUESTS);
  for (guint i = 0; i < records->len; i++)
    {
      PronyRequestRecord *record = get_record (records, i);

      g_assert_cmpint (record->count_source, ==, PRONY_COUNT_TOKENIZER);
      g_assert_cmpint (record->completion_tokens, ==, (gint64) record->answer->len);
      g_assert_cmpuint (prony_request_record_count_events (record), >, 0);
    }
  g_unlink (path);
}

/* Nothing counts, so each event stays a token, and that is said. */
static void
test_nothing (RunnerFixture *fixture, gconstpointer unused)
{
  run (fixture, fixture->store, PRONY_API_OPENAI_CHAT, NULL);
  assert_counts (fixture, PRONY_COUNT_CHUNKS, N_TOKENS);
}

/* What the engine says is never counted again. */
static void
test_usage (RunnerFixture *fixture, gconstpointer unused)
{
  g_autofree char *path = write_vocabulary (fixture);

  run (fixture, fixture->store, PRONY_API_OPENAI_CHAT, path);
  assert_counts (fixture, PRONY_COUNT_USAGE, N_TOKENS);
  g_unlink (path);
}

/* A vocabulary that cannot be used ends a trial before it begins. */
static void
test_bad_vocabulary (RunnerFixture *fixture, gconstpointer unused)
{
  PronyTrial *trial;

  run (fixture, fixture->store, PRONY_API_OPENAI_CHAT, "/nowhere/tokenizer.json");
  trial = fixture->run->trials->pdata[0];
  g_assert_cmpint (trial->state, ==, PRONY_STATE_FAILED);
  g_assert_nonnull (strstr (trial->error, "/nowhere/tokenizer.json"));
  g_assert_null (trial->summary);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  RUNNER_FIXTURE_ADD_WITH ("/bench/token-recount/vllm", vllm, test_endpoint);
  RUNNER_FIXTURE_ADD_WITH ("/bench/token-recount/sglang", sglang, test_endpoint);
  RUNNER_FIXTURE_ADD_WITH ("/bench/token-recount/in-memory", vllm, test_in_memory);
  RUNNER_FIXTURE_ADD_WITH ("/bench/token-recount/prompts", vllm, test_prompts);
  RUNNER_FIXTURE_ADD_WITH ("/bench/token-recount/no-prompts", vllm, test_no_prompts);
  RUNNER_FIXTURE_ADD_WITH ("/bench/token-recount/reasoning", telling, test_reasoning);
  RUNNER_FIXTURE_ADD_WITH ("/bench/token-recount/vocabulary", lmstudio, test_vocabulary);
  RUNNER_FIXTURE_ADD_WITH ("/bench/token-recount/nothing", lmstudio, test_nothing);
  RUNNER_FIXTURE_ADD_WITH ("/bench/token-recount/usage", telling, test_usage);
  RUNNER_FIXTURE_ADD_WITH ("/bench/token-recount/bad-vocabulary", telling, test_bad_vocabulary);

  return g_test_run ();
}
