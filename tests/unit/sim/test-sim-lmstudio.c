/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-test"

#include "config.h"

#include <string.h>

#include "sim-fixture.h"

/* What LM Studio's protocols write, byte by byte, written from their description. */

static const SimRow rows[] = {
  { "greeting", "lmstudio", "p/m", "GET /lmstudio-greeting", "", "{\"lmstudio\":true}" },
  { "nowhere", "lmstudio", "p/m", "GET /health", "",
    "{\"error\":\"Unexpected endpoint or method. (GET /health)\"}" },
  { "wrong-method", "lmstudio", "p/m", "POST /v1/models", "{}",
    "{\"error\":\"Unexpected endpoint or method. (POST /v1/models)\"}" },
  { "models", "lmstudio", "p/m", "GET /v1/models", "",
    "{\"object\":\"list\",\"data\":[{\"id\":\"p/"
    "m\",\"object\":\"model\",\"owned_by\":\"organization_owner\"}]}" },
  { "v0-models", "lmstudio", "p/m", "GET /api/v0/models", "",
    "{\"object\":\"list\",\"data\":[{\"id\":\"p/"
    "m\",\"object\":\"model\",\"type\":\"llm\",\"publisher\":\"simulated\",\"arch\":\"sim\","
    "\"compatibility_type\":\"gguf\",\"quantization\":\"Q4_K_M\",\"state\":\"not-loaded\",\"max_"
    "context_length\":32768,\"capabilities\":[\"tool_use\"]}]}" },
  { "chat", "lmstudio", "p/m", "POST /v1/chat/completions",
    "{\"model\":\"p/m\",\"messages\":[{\"role\":\"user\",\"content\":\"Say "
    "it\"}],\"max_tokens\":1,\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
    "data: "
    "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":"
    "\"p/m\",\"system_fingerprint\":\"p/"
    "m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"This\"},"
    "\"logprobs\":null,\"finish_reason\":null}]}\n\ndata: "
    "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":"
    "\"p/m\",\"system_fingerprint\":\"p/"
    "m\",\"choices\":[{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"length\"}]}"
    "\n\ndata: "
    "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":"
    "\"p/m\",\"system_fingerprint\":\"p/"
    "m\",\"choices\":[],\"usage\":{\"prompt_tokens\":6,\"completion_tokens\":1,\"total_tokens\":7}}"
    "\n\ndata: [DONE]\n\n" },
  { "no-model", "lmstudio", "p/m", "POST /v1/chat/completions", "{\"model\":\"x\"}",
    "{\"error\":{\"message\":\"Model \\\"x\\\" not "
    "found.\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"model_not_found\"}}" },
  { "v0-whole", "lmstudio", "p/m", "POST /api/v0/completions",
    "{\"model\":\"p/m\",\"prompt\":\"Say it\",\"max_tokens\":3}",
    "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1760000000,\"model\":\"p/"
    "m\",\"choices\":[{\"index\":0,\"text\":\"This answer "
    "comes\",\"logprobs\":null,\"finish_reason\":\"length\"}],\"usage\":{\"prompt_tokens\":2,"
    "\"completion_tokens\":3,\"total_tokens\":5},\"stats\":{\"tokens_per_second\":1500.000,\"time_"
    "to_first_token\":0.004,\"generation_time\":0.006,\"stop_reason\":"
    "\"maxPredictedTokensReached\"},\"model_info\":{\"arch\":\"sim\",\"quant\":\"Q4_K_M\","
    "\"format\":\"gguf\",\"context_length\":32768},\"runtime\":{\"name\":\"llama.cpp-linux-x86_"
    "64\",\"version\":\"1.50.2\",\"supported_formats\":[\"gguf\"]}}" },
  { "load", "lmstudio", "p/m", "POST /api/v1/models/load", "{\"model\":\"p/m\"}",
    "{\"type\":\"llm\",\"instance_id\":\"p/"
    "m\",\"load_time_seconds\":0.000,\"status\":\"loaded\"}" },
  { "unload-unloaded", "lmstudio", "p/m", "POST /api/v1/models/unload", "{\"instance_id\":\"p/m\"}",
    "{\"error\":{\"message\":\"Model \\\"p/m\\\" not "
    "found.\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"model_not_found\"}}" },
};

static void
assert_lists (SimFixture *fixture, const char *state, const char *instances)
{
  g_autofree char *v0 = sim_fixture_body (fixture, "GET /api/v0/models", "");
  g_autofree char *v1 = sim_fixture_body (fixture, "GET /api/v1/models", "");

  if (strstr (v0, state) == NULL || strstr (v1, instances) == NULL)
    g_error ("“%s” or “%s” is not in:\n%s\n%s", state, instances, v0, v1);
}

/* A model is loaded by its first request or on demand, which takes its time, and
 * another one is not. */
static void
test_load (void)
{
  g_autoptr (SimFixture) fixture = sim_fixture_new ("--api", "lmstudio", "--model", "a", "--model",
                                                    "b", "--profile", "workstation", NULL);
  g_autofree char *loaded = NULL;
  g_autofree char *unloaded = NULL;
  gint64 start_us = g_get_monotonic_time ();

  assert_lists (fixture, "\"state\":\"not-loaded\"", "\"loaded_instances\":[]");
  loaded = sim_fixture_body (fixture, "POST /api/v1/models/load", "{\"model\":\"b\"}");
  g_assert_cmpstr (loaded, ==,
                   "{\"type\":\"llm\",\"instance_id\":\"b\",\"load_time_seconds\":0.800,"
                   "\"status\":\"loaded\"}");
  g_assert_cmpint (g_get_monotonic_time () - start_us, >=, 800000);
  assert_lists (fixture,
                "{\"id\":\"b\",\"object\":\"model\",\"type\":\"llm\","
                "\"publisher\":\"simulated\",\"arch\":\"sim\","
                "\"compatibility_type\":\"gguf\",\"quantization\":\"Q4_K_M\","
                "\"state\":\"loaded\",\"max_context_length\":32768,"
                "\"loaded_context_length\":32768,",
                "\"loaded_instances\":[{\"id\":\"b\",\"config\":{\"context_length\":32768,");
  assert_lists (fixture, "\"state\":\"not-loaded\"", "\"loaded_instances\":[]");

  unloaded = sim_fixture_body (fixture, "POST /api/v1/models/unload", "{\"instance_id\":\"b\"}");
  g_assert_cmpstr (unloaded, ==, "{\"instance_id\":\"b\"}");
  {
    g_autofree char *list = sim_fixture_body (fixture, "GET /api/v0/models", "");

    g_assert_null (strstr (list, "\"state\":\"loaded\""));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  sim_add_rows (rows, G_N_ELEMENTS (rows));
  g_test_add_func ("/sim/lmstudio/residence", test_load);
  return g_test_run ();
}
