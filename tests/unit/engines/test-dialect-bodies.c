/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "core/engines/prony-dialect.h"

/* What is sent, whole: a member too much makes strict servers refuse a request, and
 * one too few changes what is measured. */

typedef struct
{
  PronyApi api;
  const char *path;
  const char *whole_path;
  const char *plain;
  const char *full;
} Case;

static const Case cases[] = {
  { PRONY_API_OPENAI_CHAT, "/v1/chat/completions", "/v1/chat/completions",
    "{\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}],\"stream\":false}",
    "{\"messages\":[{\"role\":\"system\",\"content\":\"Be \\\"brief\\\".\"},{\"role\":\"user\","
    "\"content\":\"Why?\"}],\"model\":\"demo\",\"stream\":true,\"stream_options\":{"
    "\"include_usage\":true},\"max_tokens\":128,\"temperature\":0.0,\"top_p\":1.0,\"seed\":7,"
    "\"stop\":[\"1\",\"2\",\"3\",\"4\",\"5\"],\"min_tokens\":64,\"ignore_eos\":true}" },
  { PRONY_API_OPENAI_COMPLETIONS, "/v1/completions", "/v1/completions",
    "{\"prompt\":\"Why?\",\"stream\":false}",
    "{\"prompt\":\"Be \\\"brief\\\".\\n\\nWhy?\",\"model\":\"demo\",\"stream\":true,"
    "\"stream_options\":{\"include_usage\":true},\"max_tokens\":128,\"temperature\":0.0,\"top_p\":"
    "1.0,"
    "\"seed\":7,\"stop\":[\"1\",\"2\",\"3\",\"4\",\"5\"],\"min_tokens\":64,\"ignore_eos\":true}" },
  { PRONY_API_OLLAMA_CHAT, "/api/chat", "/api/chat",
    "{\"stream\":false,\"options\":{},\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]}",
    "{\"model\":\"demo\",\"stream\":true,\"options\":{\"num_predict\":128,\"temperature\":0.0,"
    "\"top_p\":1.0,\"seed\":7,\"stop\":[\"1\",\"2\",\"3\",\"4\",\"5\"]},\"messages\":[{\"role\":"
    "\"system\",\"content\":\"Be \\\"brief\\\".\"},{\"role\":\"user\",\"content\":\"Why?\"}]}" },
  { PRONY_API_OLLAMA_GENERATE, "/api/generate", "/api/generate",
    "{\"stream\":false,\"options\":{},\"prompt\":\"Why?\",\"raw\":true}",
    "{\"model\":\"demo\",\"stream\":true,\"options\":{\"num_predict\":128,\"temperature\":0.0,"
    "\"top_p\":1.0,\"seed\":7,\"stop\":[\"1\",\"2\",\"3\",\"4\",\"5\"]},"
    "\"prompt\":\"Be \\\"brief\\\".\\n\\nWhy?\",\"raw\":true}" },
  { PRONY_API_LLAMACPP, "/completion", "/completion",
    "{\"prompt\":\"Why?\",\"stream\":false,\"response_fields\":[\"content\",\"stop\","
    "\"stop_type\",\"model\",\"tokens_predicted\",\"tokens_evaluated\",\"timings\"]}",
    "{\"prompt\":\"Be \\\"brief\\\".\\n\\nWhy?\",\"model\":\"demo\",\"stream\":true,\"n_predict\":"
    "128,\"temperature\":0.0,\"top_p\":1.0,\"seed\":7,\"stop\":[\"1\",\"2\",\"3\",\"4\",\"5\"],"
    "\"ignore_eos\":true,\"response_fields\":[\"content\",\"stop\",\"stop_type\",\"model\","
    "\"tokens_predicted\",\"tokens_evaluated\",\"timings\"]}" },
  { PRONY_API_TGI, "/generate_stream", "/generate",
    "{\"inputs\":\"Why?\",\"parameters\":{\"details\":true,\"return_full_text\":false}}",
    "{\"inputs\":\"Be \\\"brief\\\".\\n\\nWhy?\",\"parameters\":{\"max_new_tokens\":128,"
    "\"do_sample\":false,\"seed\":7,\"stop\":[\"1\",\"2\",\"3\",\"4\"],\"details\":true,"
    "\"return_full_text\":false}}" },
  { PRONY_API_SGLANG, "/generate", "/generate",
    "{\"text\":\"Why?\",\"sampling_params\":{},\"stream\":false}",
    "{\"text\":\"Be \\\"brief\\\".\\n\\nWhy?\",\"sampling_params\":{\"max_new_tokens\":128,"
    "\"min_new_tokens\":64,\"ignore_eos\":true,\"temperature\":0.0,\"top_p\":1.0,"
    "\"sampling_seed\":7,\"stop\":[\"1\",\"2\",\"3\",\"4\",\"5\"]},\"stream\":true}" },
};

static void
assert_body (PronyApi api, const PronyRequestSpec *spec, const char *model, const char *expected)
{
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("localhost:1", NULL);
  g_autoptr (PronyTarget) target = prony_target_new (engine, model);
  gsize length = 0;
  g_autofree char *body = prony_dialect_make_body (prony_dialect_get (api), spec, target, &length);

  g_assert_cmpstr (body, ==, expected);
  g_assert_cmpuint (length, ==, strlen (body));
}

static void
test_body (gconstpointer data)
{
  static const char *const stops[] = { "1", "2", "3", "4", "5", NULL };
  const Case *item = data;
  const PronyDialect *dialect = prony_dialect_get (item->api);
  g_autoptr (PronyRequestSpec) plain = prony_request_spec_new (NULL, "Why?");
  g_autoptr (PronyRequestSpec) full = prony_request_spec_new ("Be \"brief\".", "Why?");

  g_assert_cmpuint (dialect->api, ==, item->api);
  g_assert_cmpstr (dialect->path, ==, item->path);
  g_assert_cmpstr (dialect->whole_path, ==, item->whole_path);
  g_assert_true (dialect->needs_end_mark);

  plain->stream = FALSE;
  assert_body (item->api, plain, NULL, item->plain);

  full->max_tokens = 128;
  full->min_tokens = 64;
  full->temperature = 0;
  full->top_p = 1;
  full->seed = 7;
  full->stop = g_strdupv ((char **) stops);
  full->ignore_eos = TRUE;
  full->stream = TRUE;
  assert_body (item->api, full, "demo", item->full);
}

static void
test_tgi_sampling (void)
{
  g_autoptr (PronyRequestSpec) spec = prony_request_spec_new (NULL, "Why?");

  spec->temperature = 1;
  spec->top_p = 0.5;
  assert_body (PRONY_API_TGI, spec, "demo",
               "{\"inputs\":\"Why?\",\"parameters\":{\"do_sample\":true,\"temperature\":1.0,"
               "\"top_p\":0.5,\"details\":true,\"return_full_text\":false}}");
}

static void
test_auto (void)
{
  g_assert_null (prony_dialect_get (PRONY_API_AUTO));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *test =
        g_strconcat ("/engines/dialect/bodies/", prony_api_to_string (cases[i].api), NULL);

      g_test_add_data_func (test, &cases[i], test_body);
    }
  g_test_add_func ("/engines/dialect/bodies/tgi-sampling", test_tgi_sampling);
  g_test_add_func ("/engines/dialect/bodies/auto", test_auto);

  return g_test_run ();
}
