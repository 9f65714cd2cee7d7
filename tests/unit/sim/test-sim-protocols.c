/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-test"

#include "config.h"

#include <string.h>

#include "sim-fixture.h"

/* What each protocol writes, byte by byte. The texts below were written from the
 * protocols' descriptions, not from the program's output. The times are told, so
 * also the durations are exact. */

#define EXACT SIM_EXACT_TIMES

#define VLLM_CHAT                                                                                  \
  "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,"      \
  "\"model\":\"m\","
#define VLLM_TEXT                                                                                  \
  "data: {\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1760000000,"                \
  "\"model\":\"m\","

static const SimRow vllm_rows[] = {
  { "chat", "vllm", "m", "POST /v1/chat/completions",
    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Say it\"}],\"max_tokens\":2,"
    "\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
    VLLM_CHAT "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},"
              "\"logprobs\":null,\"finish_reason\":null}]}\n\n" VLLM_CHAT
              "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"This\"},\"logprobs\":null,"
              "\"finish_reason\":null}]}\n\n" VLLM_CHAT
              "\"choices\":[{\"index\":0,\"delta\":{\"content\":\" answer\"},\"logprobs\":null,"
              "\"finish_reason\":\"length\",\"stop_reason\":null}]}\n\n" VLLM_CHAT
              "\"choices\":[],\"usage\":{\"prompt_tokens\":6,\"total_tokens\":8,"
              "\"completion_tokens\":2}}\n\n"
              "data: [DONE]\n\n" },
  { "continuous-usage", "vllm", "m", "POST /v1/chat/completions",
    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Say it\"}],"
    "\"max_completion_tokens\":1,\"max_tokens\":9,\"stream\":true,"
    "\"stream_options\":{\"include_usage\":true,\"continuous_usage_stats\":true}}",
    VLLM_CHAT "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},"
              "\"logprobs\":null,\"finish_reason\":null}],\"usage\":{\"prompt_tokens\":6,"
              "\"total_tokens\":6,\"completion_tokens\":0}}\n\n" VLLM_CHAT
              "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"This\"},\"logprobs\":null,"
              "\"finish_reason\":\"length\",\"stop_reason\":null}],\"usage\":{\"prompt_tokens\":6,"
              "\"total_tokens\":7,\"completion_tokens\":1}}\n\n" VLLM_CHAT
              "\"choices\":[],\"usage\":{\"prompt_tokens\":6,\"total_tokens\":7,"
              "\"completion_tokens\":1}}\n\n"
              "data: [DONE]\n\n" },
  { "completions", "vllm", "m", "POST /v1/completions",
    "{\"model\":\"m\",\"prompt\":\"Say it\",\"max_tokens\":1,\"stream\":true}",
    VLLM_TEXT "\"choices\":[{\"index\":0,\"text\":\"This\",\"logprobs\":null,"
              "\"finish_reason\":\"length\",\"stop_reason\":null}]}\n\n"
              "data: [DONE]\n\n" },
  { "stop-word", "vllm", "m", "POST /v1/completions",
    "{\"model\":\"m\",\"prompt\":\"Say it\",\"max_tokens\":9,\"stream\":true,"
    "\"stop\":[\"never\",\"swer c\"]}",
    VLLM_TEXT "\"choices\":[{\"index\":0,\"text\":\"This\",\"logprobs\":null,"
              "\"finish_reason\":null,\"stop_reason\":null}]}\n\n" VLLM_TEXT
              "\"choices\":[{\"index\":0,\"text\":\" an\",\"logprobs\":null,"
              "\"finish_reason\":null,\"stop_reason\":null}]}\n\n" VLLM_TEXT
              "\"choices\":[{\"index\":0,\"text\":\"\",\"logprobs\":null,"
              "\"finish_reason\":\"stop\",\"stop_reason\":\"swer c\"}]}\n\n"
              "data: [DONE]\n\n" },
  { "whole", "vllm", "m", "POST /v1/completions",
    "{\"model\":\"m\",\"prompt\":[1,2,3],\"max_tokens\":2}",
    "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1760000000,\"model\":\"m\","
    "\"choices\":[{\"index\":0,\"text\":\"This answer\",\"logprobs\":null,"
    "\"finish_reason\":\"length\"}],\"usage\":{\"prompt_tokens\":3,\"total_tokens\":5,"
    "\"completion_tokens\":2}}" },
  { "models", "vllm", "m", "GET /v1/models", "",
    "{\"object\":\"list\",\"data\":[{\"id\":\"m\",\"object\":\"model\",\"created\":1760000000,"
    "\"owned_by\":\"vllm\",\"root\":\"m\",\"parent\":null,\"max_model_len\":32768,"
    "\"permission\":[]}]}" },
  { "tokenize", "vllm", "m", "POST /tokenize", "{\"model\":\"m\",\"prompt\":\"\"}",
    "{\"count\":0,\"max_model_len\":32768,\"tokens\":[],\"token_strs\":null}" },
  { "no-model", "vllm", "m", "POST /v1/completions", "{\"model\":\"x\",\"prompt\":\"a\"}",
    "{\"error\":{\"message\":\"The model `x` does not exist.\",\"type\":\"NotFoundError\","
    "\"param\":null,\"code\":404}}" },
  { "not-found", "vllm", "m", "GET /nowhere", "",
    "{\"error\":{\"message\":\"Not Found\",\"type\":\"Not Found\",\"param\":null,\"code\":404}}" },
  { "options-without-stream", "vllm", "m", "POST /v1/completions",
    "{\"model\":\"m\",\"prompt\":\"a\",\"stream_options\":{\"include_usage\":true}}",
    "{\"error\":{\"message\":\"Stream options can only be defined when `stream=True`.\","
    "\"type\":\"BadRequestError\",\"param\":null,\"code\":400}}" },
};

static const SimRow ollama_rows[] = {
  { "generate", "ollama", "m:8b", "POST /api/generate",
    "{\"model\":\"m:8b\",\"prompt\":\"Say it\",\"raw\":true,\"options\":{\"num_predict\":2}}",
    "{\"model\":\"m:8b\",\"created_at\":\"2026-08-01T10:00:00Z\",\"response\":\"This\","
    "\"done\":false}\n"
    "{\"model\":\"m:8b\",\"created_at\":\"2026-08-01T10:00:00Z\",\"response\":\" answer\","
    "\"done\":false}\n"
    "{\"model\":\"m:8b\",\"created_at\":\"2026-08-01T10:00:00Z\",\"response\":\"\",\"done\":true,"
    "\"done_reason\":\"length\",\"total_duration\":5000000,\"prompt_eval_count\":2,"
    "\"prompt_eval_duration\":4000000,\"eval_count\":2,\"eval_duration\":1000000}\n" },
  { "chat", "ollama", "m:latest", "POST /api/chat",
    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Say it\"}],"
    "\"options\":{\"num_predict\":1}}",
    "{\"model\":\"m:latest\",\"created_at\":\"2026-08-01T10:00:00Z\",\"message\":"
    "{\"role\":\"assistant\",\"content\":\"This\"},\"done\":false}\n"
    "{\"model\":\"m:latest\",\"created_at\":\"2026-08-01T10:00:00Z\",\"message\":"
    "{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"length\","
    "\"total_duration\":4000000,\"prompt_eval_count\":6,\"prompt_eval_duration\":4000000,"
    "\"eval_count\":1}\n" },
  { "whole", "ollama", "m:8b", "POST /api/generate",
    "{\"model\":\"m:8b\",\"prompt\":\"Say it\",\"stream\":false,\"raw\":true,"
    "\"options\":{\"num_predict\":9,\"stop\":[\" comes\"]}}",
    "{\"model\":\"m:8b\",\"created_at\":\"2026-08-01T10:00:00Z\",\"response\":\"This answer\","
    "\"done\":true,\"done_reason\":\"stop\",\"total_duration\":6000000,\"prompt_eval_count\":2,"
    "\"prompt_eval_duration\":4000000,\"eval_count\":3,\"eval_duration\":2000000}\n" },
  { "load", "ollama", "m:8b", "POST /api/generate", "{\"model\":\"m:8b\"}",
    "{\"model\":\"m:8b\",\"created_at\":\"2026-08-01T10:00:00Z\",\"response\":\"\",\"done\":true,"
    "\"done_reason\":\"load\"}" },
  { "unload", "ollama", "m:8b", "POST /api/chat",
    "{\"model\":\"m:8b\",\"messages\":[],\"keep_alive\":0}",
    "{\"model\":\"m:8b\",\"created_at\":\"2026-08-01T10:00:00Z\",\"message\":"
    "{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"unload\"}" },
  { "root", "ollama", "m:8b", "GET /", "", "Ollama is running" },
  { "head", "ollama", "m:8b", "HEAD /", "", "" },
  { "ps-empty", "ollama", "m:8b", "GET /api/ps", "", "{\"models\":[]}" },
  { "no-model", "ollama", "m:8b", "POST /api/chat", "{\"model\":\"x\"}",
    "{\"error\":\"model 'x' not found\"}" },
  { "no-model-name", "ollama", "m:8b", "POST /api/chat", "{}",
    "{\"error\":\"model is required\"}" },
  { "bad-option", "ollama", "m:8b", "POST /api/generate",
    "{\"model\":\"m:8b\",\"prompt\":\"a\",\"options\":{\"num_predict\":\"9\"}}",
    "{\"error\":\"option \\\"num_predict\\\" must be of type integer\"}" },
  { "no-thinking", "ollama", "m:8b", "POST /api/generate",
    "{\"model\":\"m:8b\",\"prompt\":\"a\",\"think\":true}",
    "{\"error\":\"\\\"m:8b\\\" does not support thinking\"}" },
  { "not-found", "ollama", "m:8b", "GET /metrics", "", "404 page not found" },
  { "wrong-method", "ollama", "m:8b", "POST /api/tags", "{}", "405 method not allowed" },
  { "v1-chat", "ollama", "m:8b", "POST /v1/chat/completions",
    "{\"model\":\"m:8b\",\"messages\":[{\"role\":\"user\",\"content\":\"Say it\"}],"
    "\"max_tokens\":1,\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
    "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,"
    "\"model\":\"m:8b\",\"system_fingerprint\":\"fp_ollama\",\"choices\":[{\"index\":0,\"delta\":"
    "{\"role\":\"assistant\",\"content\":\"This\"},\"finish_reason\":null}]}\n\n"
    "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,"
    "\"model\":\"m:8b\",\"system_fingerprint\":\"fp_ollama\",\"choices\":[{\"index\":0,"
    "\"delta\":{},\"finish_reason\":\"length\"}]}\n\n"
    "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,"
    "\"model\":\"m:8b\",\"system_fingerprint\":\"fp_ollama\",\"choices\":[],\"usage\":"
    "{\"prompt_tokens\":6,\"completion_tokens\":1,\"total_tokens\":7}}\n\n"
    "data: [DONE]\n\n" },
  { "v1-no-model", "ollama", "m:8b", "POST /v1/chat/completions", "{\"model\":\"x\"}",
    "{\"error\":{\"message\":\"model 'x' not found\",\"type\":\"not_found_error\",\"param\":null,"
    "\"code\":null}}" },
};

#define LLAMA_TIMINGS                                                                              \
  "\"timings\":{\"cache_n\":0,\"prompt_n\":2,\"prompt_ms\":4.000,\"prompt_per_token_ms\":2.000,"   \
  "\"prompt_per_second\":500.000,\"predicted_n\":2,\"predicted_ms\":1.000,"                        \
  "\"predicted_per_token_ms\":0.500,\"predicted_per_second\":2000.000}"
#define LLAMA_CHAT                                                                                 \
  ",\"created\":1760000000,\"id\":\"chatcmpl-1\",\"model\":\"m\","                                 \
  "\"system_fingerprint\":\"b9999-51a0\",\"object\":\"chat.completion.chunk\""

static const SimRow llamacpp_rows[] = {
  { "completion", "llamacpp", "m", "POST /completion",
    "{\"prompt\":\"Say it\",\"n_predict\":2,\"stream\":true,\"response_fields\":[\"content\","
    "\"stop\",\"stop_type\",\"tokens_predicted\",\"tokens_evaluated\",\"timings\"]}",
    "data: {\"index\":0,\"content\":\"This\",\"tokens\":[60408],\"stop\":false,\"id_slot\":0,"
    "\"tokens_predicted\":1,\"tokens_evaluated\":2}\n\n"
    "data: {\"index\":0,\"content\":\" answer\",\"tokens\":[57427],\"stop\":false,\"id_slot\":0,"
    "\"tokens_predicted\":2,\"tokens_evaluated\":2}\n\n"
    "data: {\"content\":\"\",\"stop\":true,\"tokens_predicted\":2,\"tokens_evaluated\":2,"
    "\"stop_type\":\"limit\"," LLAMA_TIMINGS "}\n\n" },
  { "completion-whole", "llamacpp", "m", "POST /completion",
    "{\"prompt\":\"Say it\",\"n_predict\":2,\"ignore_eos\":true}",
    "{\"index\":0,\"content\":\"This answer\",\"tokens\":[],\"id_slot\":0,\"stop\":true,"
    "\"model\":\"m\",\"tokens_predicted\":2,\"tokens_evaluated\":2,\"generation_settings\":"
    "{\"n_predict\":2,\"ignore_eos\":true},\"prompt\":\"Say it\",\"has_new_line\":false,"
    "\"truncated\":false,\"stop_type\":\"limit\",\"stopping_word\":\"\",\"tokens_cached\":"
    "3," LLAMA_TIMINGS "}" },
  { "prefill-only", "llamacpp", "m", "POST /completion",
    "{\"prompt\":\"Say it\",\"n_predict\":0,\"stream\":true,"
    "\"response_fields\":[\"content\",\"stop\"]}",
    "data: {\"content\":\"\",\"stop\":true}\n\n" },
  { "chat", "llamacpp", "m", "POST /v1/chat/completions",
    "{\"messages\":[{\"role\":\"user\",\"content\":\"Say it\"}],\"max_tokens\":9,\"n_predict\":1,"
    "\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
    "data: {\"choices\":[{\"finish_reason\":null,\"index\":0,\"delta\":{\"role\":\"assistant\","
    "\"content\":null}}]" LLAMA_CHAT "}\n\n"
    "data: "
    "{\"choices\":[{\"finish_reason\":null,\"index\":0,\"delta\":{\"content\":\"This\"}}"
    "]" LLAMA_CHAT "}\n\n"
    "data: {\"choices\":[{\"finish_reason\":\"length\",\"index\":0,\"delta\":{}}]" LLAMA_CHAT
    "}\n\n"
    "data: {\"choices\":[]" LLAMA_CHAT
    ",\"usage\":{\"completion_tokens\":1,\"prompt_tokens\":6,\"total_tokens\":7,"
    "\"prompt_tokens_details\":{\"cached_tokens\":0}},"
    "\"timings\":{\"cache_n\":0,\"prompt_n\":6,\"prompt_ms\":4.000,\"prompt_per_token_ms\":0.666,"
    "\"prompt_per_second\":1500.000,\"predicted_n\":1,\"predicted_ms\":0.000,"
    "\"predicted_per_token_ms\":0.000,\"predicted_per_second\":null}}\n\n"
    "data: [DONE]\n\n" },
  { "health", "llamacpp", "m", "GET /health", "", "{\"status\":\"ok\"}" },
  { "slots", "llamacpp", "m", "GET /slots", "",
    "[{\"id\":0,\"n_ctx\":32768,\"is_processing\":false}]" },
  { "tokenize", "llamacpp", "m", "POST /tokenize",
    "{\"content\":\"This answer\",\"with_pieces\":true}",
    "{\"tokens\":[{\"id\":60408,\"piece\":\"This\"},{\"id\":57427,\"piece\":\" answer\"}]}" },
  { "metrics-off", "llamacpp", "m", "GET /metrics", "",
    "{\"error\":{\"code\":501,\"message\":\"This server does not support metrics endpoint. Start "
    "it with `--metrics`\",\"type\":\"not_supported_error\"}}" },
  { "not-found", "llamacpp", "m", "GET /nowhere", "",
    "{\"error\":{\"code\":404,\"message\":\"File Not Found\",\"type\":\"not_found_error\"}}" },
};

#define TGI_CHAT                                                                                   \
  "data:{\"object\":\"chat.completion.chunk\",\"id\":\"\",\"created\":1760000000,\"model\":\"m\"," \
  "\"system_fingerprint\":\"3.3.6-native\",\"choices\":"
#define TGI_TEXT                                                                                   \
  "data:{\"object\":\"text_completion\",\"id\":\"\",\"created\":1760000000,\"model\":\"m\","       \
  "\"system_fingerprint\":\"3.3.6-native\",\"choices\":"

static const SimRow tgi_rows[] = {
  { "generate-stream", "tgi", "m", "POST /generate_stream",
    "{\"inputs\":\"Say it\",\"parameters\":{\"max_new_tokens\":2,\"details\":true,\"seed\":7}}",
    "data:{\"index\":1,\"token\":{\"id\":60408,\"text\":\"This\",\"logprob\":-0.25,"
    "\"special\":false},\"generated_text\":null,\"details\":null}\n\n"
    "data:{\"index\":2,\"token\":{\"id\":57427,\"text\":\" answer\",\"logprob\":-0.25,"
    "\"special\":false},\"generated_text\":\"This answer\",\"details\":{\"finish_reason\":"
    "\"length\",\"generated_tokens\":2,\"seed\":7,\"input_length\":2}}\n\n" },
  { "generate", "tgi", "m", "POST /generate",
    "{\"inputs\":\"Say it\",\"parameters\":{\"max_new_tokens\":2}}",
    "{\"generated_text\":\"This answer\"}" },
  { "chat", "tgi", "m", "POST /v1/chat/completions",
    "{\"model\":\"tgi\",\"messages\":[{\"role\":\"user\",\"content\":\"Say it\"}],"
    "\"max_tokens\":1,\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
    TGI_CHAT "[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"This\"},"
             "\"logprobs\":null,\"finish_reason\":\"length\"}],\"usage\":null}\n\n" TGI_CHAT
             "[],\"usage\":{\"prompt_tokens\":6,\"completion_tokens\":1,\"total_tokens\":7}}\n\n"
             "data:[DONE]\n\n" },
  { "completions", "tgi", "m", "POST /v1/completions",
    "{\"prompt\":\"Say it\",\"max_tokens\":2,\"stream\":true}",
    TGI_TEXT "[{\"index\":0,\"text\":\"This\",\"logprobs\":null,\"finish_reason\":\"\"}],"
             "\"usage\":null}\n\n" TGI_TEXT
             "[{\"index\":0,\"text\":\" answer\",\"logprobs\":null,\"finish_reason\":\"length\"}],"
             "\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":2,\"total_tokens\":4}}\n\n"
             "data:[DONE]\n\n" },
  { "bad-temperature", "tgi", "m", "POST /generate_stream",
    "{\"inputs\":\"a\",\"parameters\":{\"temperature\":0}}",
    "data:{\"error\":\"Input validation error: `temperature` must be strictly positive\","
    "\"error_type\":\"validation\"}\n\n" },
  { "bad-top-p", "tgi", "m", "POST /generate", "{\"inputs\":\"a\",\"parameters\":{\"top_p\":1.0}}",
    "{\"error\":\"Input validation error: `top_p` must be > 0.0 and < 1.0\","
    "\"error_type\":\"validation\"}" },
  { "tokenize", "tgi", "m", "POST /tokenize", "{\"inputs\":\"This answer\"}",
    "[{\"id\":60408,\"text\":\"This\",\"start\":0,\"stop\":4},"
    "{\"id\":57427,\"text\":\" answer\",\"start\":4,\"stop\":11}]" },
  { "models", "tgi", "m", "GET /v1/models", "",
    "{\"object\":\"list\",\"data\":[{\"id\":\"m\",\"object\":\"model\",\"created\":0,"
    "\"owned_by\":\"m\"}]}" },
};

/* --- Ends and reasoning ------------------------------------------------------ */

typedef struct
{
  const char *name;
  const char *api;
  const char *request;
  const char *body;
  const char *const parts[6];
} PartsRow;

/* An answer that ends by itself after three tokens. */
static const PartsRow end_rows[] = {
  { "vllm",
    "vllm",
    "POST /v1/chat/completions",
    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"stream\":true}",
    { "\"content\":\" comes\"},\"logprobs\":null,\"finish_reason\":null}",
      "{\"content\":\"\"},\"logprobs\":null,\"finish_reason\":\"stop\",\"stop_reason\":null}",
      "data: [DONE]\n\n" } },
  { "ollama",
    "ollama",
    "POST /api/generate",
    "{\"model\":\"m\",\"prompt\":\"a\"}",
    { "\"response\":\" comes\",\"done\":false}", "\"done_reason\":\"stop\",\"context\":[1,60408,",
      "\"eval_count\":3," } },
  { "llamacpp",
    "llamacpp",
    "POST /completion",
    "{\"prompt\":\"a\",\"stream\":true}",
    { "\"content\":\" comes\"", "\"stop_type\":\"eos\"", "\"predicted_n\":3," } },
  { "tgi",
    "tgi",
    "POST /generate_stream",
    "{\"inputs\":\"a\",\"parameters\":{\"details\":true}}",
    { "\"text\":\" comes\"",
      "\"id\":2,\"text\":\"</s>\",\"logprob\":-0.25,\"special\":true},"
      "\"generated_text\":\"This answer comes\"",
      "\"finish_reason\":\"eos_token\",\"generated_tokens\":4," } },
  { "tgi-chat",
    "tgi",
    "POST /v1/chat/completions",
    "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"stream\":true}",
    { "\"content\":\" comes\"", "\"content\":\"\"},\"logprobs\":null,\"finish_reason\":\"stop\"}",
      "data:[DONE]\n\n" } },
};

static void
assert_parts (const char *text, const char *const *parts)
{
  for (; *parts != NULL; parts++)
    {
      const char *found = strstr (text, *parts);

      if (found == NULL)
        g_error ("“%s” is not in, or not in order in:\n%s", *parts, text);
      text = found + strlen (*parts);
    }
}

static void
test_end (gconstpointer data)
{
  const PartsRow *row = data;
  g_autoptr (SimFixture) fixture =
    sim_fixture_new ("--api", row->api, "--model", "m", "--answer-tokens", "3", EXACT, NULL);
  g_autofree char *body = sim_fixture_body (fixture, row->request, row->body);

  assert_parts (body, row->parts);
}

static const PartsRow thinking_rows[] = {
  { "vllm",
    "vllm",
    "POST /v1/chat/completions",
    "{\"model\":\"m-thinking\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],"
    "\"max_tokens\":8,\"stream\":true}",
    { "\"delta\":{\"reasoning\":\"This\"}", "\"delta\":{\"reasoning\":\" answer\"}",
      "\"delta\":{\"content\":\"This\"}" } },
  { "llamacpp",
    "llamacpp",
    "POST /v1/chat/completions",
    "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"max_tokens\":8,\"stream\":true}",
    { "\"delta\":{\"reasoning_content\":\"This\"}", "\"delta\":{\"content\":\"This\"}" } },
  { "ollama",
    "ollama",
    "POST /api/chat",
    "{\"model\":\"m-thinking\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],"
    "\"options\":{\"num_predict\":8}}",
    { "\"content\":\"\",\"thinking\":\"This\"}", "\"content\":\"This\"}", "\"eval_count\":8" } },
  { "ollama-generate",
    "ollama",
    "POST /api/generate",
    "{\"model\":\"m-thinking\",\"prompt\":\"a\",\"options\":{\"num_predict\":8}}",
    { "\"response\":\"\",\"thinking\":\"This\"", "\"response\":\"This\"" } },
  { "ollama-v1",
    "ollama",
    "POST /v1/chat/completions",
    "{\"model\":\"m-thinking\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],"
    "\"max_tokens\":8,\"stream\":true}",
    { "\"content\":\"\",\"reasoning\":\"This\"}", "\"content\":\"This\"}" } },
  { "tgi",
    "tgi",
    "POST /v1/chat/completions",
    "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"max_tokens\":12,\"stream\":true}",
    { "\"content\":\"<think>\"", "\"content\":\"This\"", "\"content\":\"</think>\"",
      "\"content\":\"This\"" } },
};

static void
test_thinking (gconstpointer data)
{
  const PartsRow *row = data;
  g_autoptr (SimFixture) fixture =
    sim_fixture_new ("--api", row->api, "--model", "m-thinking", EXACT, NULL);
  g_autofree char *body = sim_fixture_body (fixture, row->request, row->body);

  assert_parts (body, row->parts);
}

static const PartsRow no_thinking_rows[] = {
  { "vllm",
    "vllm",
    "POST /v1/chat/completions",
    "{\"model\":\"m-thinking\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],"
    "\"max_tokens\":8,\"stream\":true,\"chat_template_kwargs\":{\"enable_thinking\":false}}",
    { "\"content\":\"This\"" } },
  { "ollama",
    "ollama",
    "POST /api/chat",
    "{\"model\":\"m-thinking\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],"
    "\"think\":false,\"options\":{\"num_predict\":8}}",
    { "\"content\":\"This\"" } },
};

static void
test_no_thinking (gconstpointer data)
{
  const PartsRow *row = data;
  g_autoptr (SimFixture) fixture =
    sim_fixture_new ("--api", row->api, "--model", "m-thinking", EXACT, NULL);
  g_autofree char *body = sim_fixture_body (fixture, row->request, row->body);

  assert_parts (body, row->parts);
  g_assert_null (strstr (body, "reasoning"));
  g_assert_null (strstr (body, "thinking\":"));
}

#define ADD_ROWS(rows, prefix, func)                                                               \
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)                                                  \
    {                                                                                              \
      g_autofree char *path = g_strconcat (prefix, rows[i].name, NULL);                            \
                                                                                                   \
      g_test_add_data_func (path, &rows[i], func);                                                 \
    }

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  sim_add_rows (vllm_rows, G_N_ELEMENTS (vllm_rows));
  sim_add_rows (ollama_rows, G_N_ELEMENTS (ollama_rows));
  sim_add_rows (llamacpp_rows, G_N_ELEMENTS (llamacpp_rows));
  sim_add_rows (tgi_rows, G_N_ELEMENTS (tgi_rows));
  ADD_ROWS (end_rows, "/sim/end/", test_end);
  ADD_ROWS (thinking_rows, "/sim/thinking/", test_thinking);
  ADD_ROWS (no_thinking_rows, "/sim/no-thinking/", test_no_thinking);
  return g_test_run ();
}
