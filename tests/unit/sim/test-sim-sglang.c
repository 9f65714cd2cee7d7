/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-test"

#include "config.h"

#include <string.h>

#include "sim-fixture.h"

/* What SGLang's protocol writes, byte by byte, written from its description. */

static const SimRow rows[] = {
  { "generate", "sglang", "m", "POST /generate",
    "{\"text\":\"Say "
    "it\",\"sampling_params\":{\"max_new_tokens\":2},\"stream\":true,\"rid\":\"r1\"}",
    "data: "
    "{\"text\":\"This\",\"output_ids\":[60408],\"meta_info\":{\"id\":\"r1\",\"finish_reason\":null,"
    "\"prompt_tokens\":2,\"completion_tokens\":1,\"cached_tokens\":0}}\n\ndata: {\"text\":\"This "
    "answer\",\"output_ids\":[60408,57427],\"meta_info\":{\"id\":\"r1\",\"finish_reason\":{"
    "\"type\":\"length\",\"length\":2},\"prompt_tokens\":2,\"completion_tokens\":2,\"cached_"
    "tokens\":0,\"e2e_latency\":0.005000}}\n\ndata: [DONE]\n\n" },
  { "generate-word", "sglang", "m", "POST /generate",
    "{\"text\":[\"Say it\"],\"sampling_params\":{\"max_new_tokens\":9,\"stop\":\" "
    "answer\"},\"stream\":true,\"rid\":\"r1\"}",
    "data: "
    "{\"text\":\"This\",\"output_ids\":[60408],\"meta_info\":{\"id\":\"r1\",\"finish_reason\":null,"
    "\"prompt_tokens\":2,\"completion_tokens\":1,\"cached_tokens\":0}}\n\ndata: "
    "{\"text\":\"This\",\"output_ids\":[60408],\"meta_info\":{\"id\":\"r1\",\"finish_reason\":{"
    "\"type\":\"stop\",\"matched\":\" "
    "answer\"},\"prompt_tokens\":2,\"completion_tokens\":2,\"cached_tokens\":0,\"e2e_latency\":0."
    "005000}}\n\ndata: [DONE]\n\n" },
  { "generate-whole", "sglang", "m", "POST /generate",
    "{\"input_ids\":[1,2,3],\"sampling_params\":{\"max_new_tokens\":2},\"rid\":\"r1\"}",
    "{\"text\":\"This "
    "answer\",\"output_ids\":[60408,57427],\"meta_info\":{\"id\":\"r1\",\"finish_reason\":{"
    "\"type\":\"length\",\"length\":2},\"prompt_tokens\":3,\"completion_tokens\":2,\"cached_"
    "tokens\":0,\"e2e_latency\":0.005000}}" },
  { "generate-bad", "sglang", "m", "POST /generate",
    "{\"text\":\"a\",\"sampling_params\":{\"max_new_tokens\":2,\"min_new_tokens\":3}}",
    "{\"error\":{\"message\":\"min_new_tokens must be in [0, max_new_tokens]\"}}" },
  { "chat", "sglang", "m", "POST /v1/chat/completions",
    "{\"model\":\"any\",\"messages\":[{\"role\":\"user\",\"content\":\"Say "
    "it\"}],\"max_completion_tokens\":1,\"stream\":true,\"stream_options\":{\"include_usage\":true}"
    "}",
    "data: "
    "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":"
    "\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\","
    "\"reasoning_content\":null,\"tool_calls\":null},\"logprobs\":null,\"finish_reason\":null,"
    "\"matched_stop\":null}],\"usage\":null}\n\ndata: "
    "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":"
    "\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":null,\"content\":\"This\",\"reasoning_"
    "content\":null,\"tool_calls\":null},\"logprobs\":null,\"finish_reason\":null,\"matched_stop\":"
    "null}],\"usage\":null}\n\ndata: "
    "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":"
    "\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":null,\"content\":null,\"reasoning_"
    "content\":null,\"tool_calls\":null},\"logprobs\":null,\"finish_reason\":\"length\",\"matched_"
    "stop\":null}],\"usage\":null}\n\ndata: "
    "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":"
    "\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":6,\"total_tokens\":7,\"completion_tokens\":"
    "1,\"prompt_tokens_details\":null,\"reasoning_tokens\":0}}\n\ndata: [DONE]\n\n" },
  { "completions", "sglang", "m", "POST /v1/completions",
    "{\"prompt\":\"Say it\",\"max_tokens\":2,\"stream\":true}",
    "data: "
    "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1760000000,\"model\":\"m\","
    "\"choices\":[{\"index\":0,\"text\":\"This\",\"logprobs\":null,\"finish_reason\":null,"
    "\"matched_stop\":null}],\"usage\":null}\n\ndata: "
    "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1760000000,\"model\":\"m\","
    "\"choices\":[{\"index\":0,\"text\":\" "
    "answer\",\"logprobs\":null,\"finish_reason\":\"length\",\"matched_stop\":null}],\"usage\":"
    "null}\n\ndata: [DONE]\n\n" },
  { "continuous-usage", "sglang", "m", "POST /v1/completions",
    "{\"prompt\":\"Say it\",\"max_tokens\":9,\"stop\":\" "
    "answer\",\"stream\":true,\"stream_options\":{\"include_usage\":true,\"continuous_usage_"
    "stats\":true}}",
    "data: "
    "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1760000000,\"model\":\"m\","
    "\"choices\":[{\"index\":0,\"text\":\"This\",\"logprobs\":null,\"finish_reason\":null,"
    "\"matched_stop\":null}],\"usage\":{\"prompt_tokens\":2,\"total_tokens\":3,\"completion_"
    "tokens\":1,\"prompt_tokens_details\":null,\"reasoning_tokens\":0}}\n\ndata: "
    "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1760000000,\"model\":\"m\","
    "\"choices\":[{\"index\":0,\"text\":\"\",\"logprobs\":null,\"finish_reason\":\"stop\","
    "\"matched_stop\":\" "
    "answer\"}],\"usage\":{\"prompt_tokens\":2,\"total_tokens\":4,\"completion_tokens\":2,\"prompt_"
    "tokens_details\":null,\"reasoning_tokens\":0}}\n\ndata: "
    "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1760000000,\"model\":\"m\","
    "\"choices\":[],\"usage\":{\"prompt_tokens\":2,\"total_tokens\":4,\"completion_tokens\":2,"
    "\"prompt_tokens_details\":null,\"reasoning_tokens\":0}}\n\ndata: [DONE]\n\n" },
  { "bad-request", "sglang", "m", "POST /v1/completions", "{\"prompt\":\"a\",\"max_tokens\":0}",
    "{\"object\":\"error\",\"message\":\"max_tokens must be at least "
    "1\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}" },
  { "not-found", "sglang", "m", "GET /nowhere", "", "{\"detail\":\"Not Found\"}" },
  { "metrics-off", "sglang", "m", "GET /metrics", "", "{\"detail\":\"Not Found\"}" },
  { "wrong-method", "sglang", "m", "GET /generate", "", "{\"detail\":\"Method Not Allowed\"}" },
  { "health", "sglang", "m", "GET /health", "", "" },
  { "health-generate", "sglang", "m", "GET /health_generate", "", "" },
  { "root", "sglang", "m", "GET /", "", "\"SGLang is running\"" },
  { "model-info", "sglang", "m", "GET /get_model_info", "",
    "{\"model_path\":\"m\",\"tokenizer_path\":\"m\",\"is_generation\":true,\"preferred_sampling_"
    "params\":null,\"weight_version\":\"default\"}" },
  { "models", "sglang", "m", "GET /v1/models", "",
    "{\"object\":\"list\",\"data\":[{\"id\":\"m\",\"object\":\"model\",\"created\":1760000000,"
    "\"owned_by\":\"sglang\",\"root\":\"m\",\"parent\":null,\"max_model_len\":32768}]}" },
  { "tags", "sglang", "m", "GET /api/tags", "",
    "{\"models\":[{\"name\":\"m\",\"model\":\"m\",\"modified_at\":\"2026-08-01T10:00:00Z\","
    "\"size\":0,\"digest\":\"sha256:sglang\",\"details\":{\"parent_model\":\"\",\"format\":"
    "\"sglang\",\"family\":\"\",\"families\":[],\"parameter_size\":\"\",\"quantization_level\":"
    "\"\"}}]}" },
  { "tokenize", "sglang", "m", "POST /tokenize", "{\"prompt\":\"This answer\"}",
    "{\"tokens\":[60408,57427],\"count\":2,\"max_model_len\":32768}" },
  { "detokenize", "sglang", "m", "POST /detokenize", "{\"tokens\":[60408,57427]}",
    "{\"text\":\"This answer\"}" },
  { "flush-cache", "sglang", "m", "POST /flush_cache", "", "Cache flushed.\n" },
};

/* A stream that is refused is an event in an answer of status 200, anything else a
 * status; while it loads its health is an empty 503, and what needs no model is
 * there. */
static void
test_refusals (void)
{
  static const struct
  {
    const char *fault;
    const char *request;
    const char *body;
    const char *start;
    const char *end;
  } refusals[] = {
    { "http-503", "POST /generate", "{\"text\":\"a\",\"stream\":true}", "HTTP/1.1 200 ",
      "data: {\"error\":{\"message\":\"The request queue is full.\","
      "\"type\":\"ServiceUnavailableError\",\"code\":503}}\n\ndata: [DONE]\n\n" },
    { "http-503", "POST /v1/completions", "{\"prompt\":\"a\"}", "HTTP/1.1 503 ",
      "{\"object\":\"error\",\"message\":\"The request queue is full.\","
      "\"type\":\"ServiceUnavailableError\",\"param\":null,\"code\":503}" },
    { "http-500", "POST /generate", "{\"text\":\"a\"}", "HTTP/1.1 500 ",
      "{\"error\":{\"message\":\"The simulated engine failed on purpose.\"}}" },
    { "error", "POST /generate", "{\"text\":\"a\",\"stream\":true}", "HTTP/1.1 200 ",
      "data: {\"error\":{\"message\":\"The simulated engine failed on purpose.\","
      "\"type\":\"InternalServerError\",\"code\":500}}\n\ndata: [DONE]\n\n" },
    { "unauthorized", "GET /v1/models", "", "HTTP/1.1 401 ", "{\"error\":\"Unauthorized\"}" },
    { "loading", "GET /health", "", "HTTP/1.1 503 ", "" },
    { "loading", "POST /generate", "{\"text\":\"a\"}", "HTTP/1.1 503 ", "" },
    { "loading", "GET /get_model_info", "", "HTTP/1.1 200 ", "\"default\"}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (SimFixture) fixture =
        sim_fixture_new ("--api", "sglang", SIM_EXACT_TIMES, "--fault", refusals[i].fault, NULL);
      g_autofree char *response = sim_fixture_ask (fixture, refusals[i].request, refusals[i].body);
      g_autofree char *body = sim_decode (response);

      g_assert_true (g_str_has_prefix (response, refusals[i].start));
      if (*refusals[i].end == '\0')
        g_assert_cmpstr (body, ==, "");
      else
        g_assert_true (g_str_has_suffix (body, refusals[i].end));
    }
}

/* Reasoning has a key of its own, and what is not there is null. */
static void
test_thinking (void)
{
  g_autoptr (SimFixture) fixture =
    sim_fixture_new ("--api", "sglang", "--model", "m-thinking", SIM_EXACT_TIMES, NULL);
  g_autofree char *body = sim_fixture_body (
    fixture, "POST /v1/chat/completions",
    "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"max_tokens\":8,\"stream\":true}");
  const char *thought = strstr (body, "\"content\":null,\"reasoning_content\":\"This\"");
  const char *text = strstr (body, "\"content\":\"This\",\"reasoning_content\":null");

  g_assert_nonnull (thought);
  g_assert_nonnull (text);
  g_assert_true (thought < text);
}

static void
test_metrics (void)
{
  g_autoptr (SimFixture) fixture =
    sim_fixture_new ("--api", "sglang", "--model", "m", "--metrics", SIM_EXACT_TIMES, NULL);
  g_autofree char *answer = sim_fixture_body (
    fixture, "POST /generate",
    "{\"text\":\"Say it\",\"sampling_params\":{\"max_new_tokens\":7,\"ignore_eos\":true}}");
  g_autofree char *metrics = sim_fixture_body (fixture, "GET /metrics", "");

  g_assert_nonnull (strstr (answer, "\"completion_tokens\":7"));
  g_assert_nonnull (strstr (metrics, "\nsglang:prompt_tokens_total{model_name=\"m\"} 2.0\n"));
  g_assert_nonnull (strstr (metrics, "\nsglang:generation_tokens_total{model_name=\"m\"} 7.0\n"));
  g_assert_nonnull (
    strstr (metrics, "\nsglang:time_to_first_token_seconds_count{model_name=\"m\"} 1.0\n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  sim_add_rows (rows, G_N_ELEMENTS (rows));
  g_test_add_func ("/sim/sglang/refusals", test_refusals);
  g_test_add_func ("/sim/sglang/thinking", test_thinking);
  g_test_add_func ("/sim/sglang/metrics", test_metrics);
  return g_test_run ();
}
