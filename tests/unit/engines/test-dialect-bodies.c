/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "base/prony-json.h"
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
  const char *turns;
} Case;

#define JOINED "Be brief.\\n\\nUser: Hello\\nAssistant: Yes?\\nUser: Why?\\nAssistant:"
#define MESSAGES                                                                                   \
  "\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":"  \
  "\"Hello\"},{\"role\":\"assistant\",\"content\":\"Yes?\"},{\"role\":\"user\",\"content\":\"Why?" \
  "\"}]"

static const Case cases[] = {
  { PRONY_API_OPENAI_CHAT, "/v1/chat/completions", "/v1/chat/completions",
    "{\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}],\"stream\":false}",
    "{\"messages\":[{\"role\":\"system\",\"content\":\"Be \\\"brief\\\".\"},{\"role\":\"user\","
    "\"content\":\"Why?\"}],\"model\":\"demo\",\"stream\":true,\"stream_options\":{"
    "\"include_usage\":true},\"max_tokens\":128,\"temperature\":0.0,\"top_p\":1.0,\"seed\":7,"
    "\"stop\":[\"1\",\"2\",\"3\",\"4\",\"5\"],\"min_tokens\":64,\"ignore_eos\":true}",
    "{" MESSAGES ",\"stream\":false}" },
  { PRONY_API_OPENAI_COMPLETIONS, "/v1/completions", "/v1/completions",
    "{\"prompt\":\"Why?\",\"stream\":false}",
    "{\"prompt\":\"Be \\\"brief\\\".\\n\\nWhy?\",\"model\":\"demo\",\"stream\":true,"
    "\"stream_options\":{\"include_usage\":true},\"max_tokens\":128,\"temperature\":0.0,\"top_p\":"
    "1.0,"
    "\"seed\":7,\"stop\":[\"1\",\"2\",\"3\",\"4\",\"5\"],\"min_tokens\":64,\"ignore_eos\":true}",
    "{\"prompt\":\"" JOINED "\",\"stream\":false}" },
  { PRONY_API_OLLAMA_CHAT, "/api/chat", "/api/chat",
    "{\"stream\":false,\"options\":{},\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]}",
    "{\"model\":\"demo\",\"stream\":true,\"options\":{\"num_predict\":128,\"temperature\":0.0,"
    "\"top_p\":1.0,\"seed\":7,\"stop\":[\"1\",\"2\",\"3\",\"4\",\"5\"]},\"messages\":[{\"role\":"
    "\"system\",\"content\":\"Be \\\"brief\\\".\"},{\"role\":\"user\",\"content\":\"Why?\"}]}",
    "{\"stream\":false,\"options\":{}," MESSAGES "}" },
  { PRONY_API_OLLAMA_GENERATE, "/api/generate", "/api/generate",
    "{\"stream\":false,\"options\":{},\"prompt\":\"Why?\",\"raw\":true}",
    "{\"model\":\"demo\",\"stream\":true,\"options\":{\"num_predict\":128,\"temperature\":0.0,"
    "\"top_p\":1.0,\"seed\":7,\"stop\":[\"1\",\"2\",\"3\",\"4\",\"5\"]},"
    "\"prompt\":\"Be \\\"brief\\\".\\n\\nWhy?\",\"raw\":true}",
    "{\"stream\":false,\"options\":{},\"prompt\":\"" JOINED "\",\"raw\":true}" },
  { PRONY_API_LLAMACPP, "/completion", "/completion",
    "{\"prompt\":\"Why?\",\"stream\":false,\"response_fields\":[\"content\",\"stop\","
    "\"stop_type\",\"model\",\"tokens_predicted\",\"tokens_evaluated\",\"timings\"]}",
    "{\"prompt\":\"Be \\\"brief\\\".\\n\\nWhy?\",\"model\":\"demo\",\"stream\":true,\"n_predict\":"
    "128,\"temperature\":0.0,\"top_p\":1.0,\"seed\":7,\"stop\":[\"1\",\"2\",\"3\",\"4\",\"5\"],"
    "\"ignore_eos\":true,\"response_fields\":[\"content\",\"stop\",\"stop_type\",\"model\","
    "\"tokens_predicted\",\"tokens_evaluated\",\"timings\"]}",
    "{\"prompt\":\"" JOINED "\",\"stream\":false,\"response_fields\":[\"content\",\"stop\","
    "\"stop_type\",\"model\",\"tokens_predicted\",\"tokens_evaluated\",\"timings\"]}" },
  { PRONY_API_TGI, "/generate_stream", "/generate",
    "{\"inputs\":\"Why?\",\"parameters\":{\"details\":true,\"return_full_text\":false}}",
    "{\"inputs\":\"Be \\\"brief\\\".\\n\\nWhy?\",\"parameters\":{\"max_new_tokens\":128,"
    "\"do_sample\":false,\"seed\":7,\"stop\":[\"1\",\"2\",\"3\",\"4\"],\"details\":true,"
    "\"return_full_text\":false}}",
    "{\"inputs\":\"" JOINED "\",\"parameters\":{\"details\":true,\"return_full_text\":false}}" },
  { PRONY_API_SGLANG, "/generate", "/generate",
    "{\"text\":\"Why?\",\"sampling_params\":{},\"stream\":false}",
    "{\"text\":\"Be \\\"brief\\\".\\n\\nWhy?\",\"sampling_params\":{\"max_new_tokens\":128,"
    "\"min_new_tokens\":64,\"ignore_eos\":true,\"temperature\":0.0,\"top_p\":1.0,"
    "\"sampling_seed\":7,\"stop\":[\"1\",\"2\",\"3\",\"4\",\"5\"]},\"stream\":true}",
    "{\"text\":\"" JOINED "\",\"sampling_params\":{},\"stream\":false}" },
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

static PronyRequestSpec *
make_turns (const char *system)
{
  PronyRequestSpec *spec = prony_request_spec_new (system, "Why?");

  spec->stream = FALSE;
  spec->history = prony_messages_new ();
  g_ptr_array_add (spec->history, prony_message_new (PRONY_ROLE_USER, "Hello"));
  g_ptr_array_add (spec->history, prony_message_new (PRONY_ROLE_ASSISTANT, "Yes?"));
  return spec;
}

static void
test_turns (gconstpointer data)
{
  const Case *item = data;
  g_autoptr (PronyRequestSpec) spec = make_turns ("Be brief.");

  assert_body (item->api, spec, NULL, item->turns);
}

/* What is kept of a request, and counted where the engine counts nothing, is just what
 * protocols send that complete texts. */
static void
test_kept_turns (void)
{
  g_autoptr (PronyRequestSpec) spec = make_turns (NULL);
  g_autoptr (PronyRequestSpec) alone = prony_request_spec_new ("Be brief.", "Why?");
  g_autofree char *kept = prony_request_spec_join_turns (spec);
  g_autofree char *kept_alone = prony_request_spec_join_turns (alone);
  g_autofree char *sent =
    g_strconcat ("{\"prompt\":\"User: Hello\\nAssistant: Yes?\\nUser: Why?\\nAssistant:\"",
                 ",\"stream\":false}", NULL);

  g_assert_cmpstr (kept, ==, "User: Hello\nAssistant: Yes?\nUser: Why?\nAssistant:");
  g_assert_cmpstr (kept_alone, ==, "Why?");
  assert_body (PRONY_API_OPENAI_COMPLETIONS, spec, NULL, sent);
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

static JsonObject *
make_body (PronyApi api, PronyEngineKind kind, const PronyRequestSpec *spec, const char *refused)
{
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("localhost:1", NULL);
  g_autoptr (PronyTarget) target = NULL;
  g_autofree char *body = NULL;
  gsize length = 0;

  engine->kind = kind;
  target = prony_target_new (engine, "demo");
  if (refused != NULL)
    prony_rejected_fields_add (target->rejected, refused);
  body = prony_dialect_make_body (prony_dialect_get (api), spec, target, &length);
  return prony_json_parse_object (body, (gssize) length, NULL);
}

static void
test_cache_switches (void)
{
  static const struct
  {
    PronyApi api;
    PronyEngineKind kind;
    const char *off;  /* is false where the cache is to be avoided */
    const char *salt; /* has the salt */
  } rows[] = {
    { PRONY_API_LLAMACPP, PRONY_ENGINE_LLAMACPP, "cache_prompt", NULL },
    { PRONY_API_LLAMACPP, PRONY_ENGINE_UNKNOWN, "cache_prompt", NULL },
    { PRONY_API_OPENAI_CHAT, PRONY_ENGINE_LLAMACPP, "cache_prompt", NULL },
    { PRONY_API_OPENAI_COMPLETIONS, PRONY_ENGINE_LLAMACPP, "cache_prompt", NULL },
    { PRONY_API_OPENAI_CHAT, PRONY_ENGINE_VLLM, NULL, "cache_salt" },
    { PRONY_API_OPENAI_COMPLETIONS, PRONY_ENGINE_VLLM, NULL, "cache_salt" },
    { PRONY_API_OPENAI_CHAT, PRONY_ENGINE_SGLANG, NULL, "cache_salt" },
    { PRONY_API_SGLANG, PRONY_ENGINE_SGLANG, NULL, "extra_key" },
    { PRONY_API_OPENAI_CHAT, PRONY_ENGINE_OPENAI, NULL, NULL },
    { PRONY_API_OPENAI_CHAT, PRONY_ENGINE_LITELLM, NULL, NULL },
    { PRONY_API_OPENAI_CHAT, PRONY_ENGINE_OLLAMA, NULL, NULL },
    { PRONY_API_OLLAMA_CHAT, PRONY_ENGINE_OLLAMA, NULL, NULL },
    { PRONY_API_OLLAMA_GENERATE, PRONY_ENGINE_OLLAMA, NULL, NULL },
    { PRONY_API_TGI, PRONY_ENGINE_TGI, NULL, NULL },
  };
  static const char *const fields[] = { "cache_prompt", "cache_salt", "extra_key" };
  g_autoptr (PronyRequestSpec) spec = prony_request_spec_new (NULL, "Why?");
  g_autoptr (PronyRequestSpec) plain = prony_request_spec_new (NULL, "Why?");

  spec->avoid_cache = TRUE;
  spec->cache_salt = g_strdup ("a@b/c\\d");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JsonObject) body = make_body (rows[i].api, rows[i].kind, spec, NULL);
      g_autoptr (JsonObject) without = make_body (rows[i].api, rows[i].kind, plain, NULL);

      for (guint j = 0; j < G_N_ELEMENTS (fields); j++)
        {
          gboolean is_wanted =
            g_strcmp0 (rows[i].off, fields[j]) == 0 || g_strcmp0 (rows[i].salt, fields[j]) == 0;

          g_assert_cmpint (json_object_has_member (body, fields[j]), ==, is_wanted);
          g_assert_false (json_object_has_member (without, fields[j]));
        }
      if (rows[i].off != NULL)
        g_assert_false (prony_json_get_boolean (body, rows[i].off, TRUE));
      if (rows[i].salt != NULL)
        g_assert_cmpstr (prony_json_get_string (body, rows[i].salt, NULL), ==, "a-b-c-d");
    }
}

/* Progress is asked of llama.cpp alone, and of nothing but a long prompt that is streamed,
 * whatever makes it long. */
static void
test_progress_switch (void)
{
  static const struct
  {
    PronyApi api;
    PronyEngineKind kind;
    gboolean asked;
  } rows[] = {
    { PRONY_API_LLAMACPP, PRONY_ENGINE_LLAMACPP, TRUE },
    { PRONY_API_LLAMACPP, PRONY_ENGINE_UNKNOWN, TRUE },
    { PRONY_API_OPENAI_CHAT, PRONY_ENGINE_LLAMACPP, TRUE },
    { PRONY_API_OPENAI_COMPLETIONS, PRONY_ENGINE_LLAMACPP, TRUE },
    { PRONY_API_OPENAI_CHAT, PRONY_ENGINE_UNKNOWN, FALSE },
    { PRONY_API_OPENAI_CHAT, PRONY_ENGINE_VLLM, FALSE },
    { PRONY_API_OPENAI_CHAT, PRONY_ENGINE_OPENAI, FALSE },
    { PRONY_API_OLLAMA_CHAT, PRONY_ENGINE_OLLAMA, FALSE },
    { PRONY_API_SGLANG, PRONY_ENGINE_SGLANG, FALSE },
    { PRONY_API_TGI, PRONY_ENGINE_TGI, FALSE },
  };
  g_autofree char *text = g_strnfill (8192, 'x');
  g_autoptr (PronyRequestSpec) just = prony_request_spec_new (NULL, text);
  g_autoptr (PronyRequestSpec) less = prony_request_spec_new (NULL, text + 1);
  g_autoptr (PronyRequestSpec) parts = prony_request_spec_new ("x", text + 2);
  g_autoptr (PronyRequestSpec) whole = prony_request_spec_new (NULL, text);

  parts->history = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_message_free);
  g_ptr_array_add (parts->history, prony_message_new (PRONY_ROLE_USER, "x"));
  whole->stream = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      PronyRequestSpec *specs[] = { just, parts, less, whole };

      for (guint k = 0; k < G_N_ELEMENTS (specs); k++)
        {
          g_autoptr (JsonObject) body = make_body (rows[i].api, rows[i].kind, specs[k], NULL);

          g_assert_cmpint (prony_json_get_boolean (body, "return_progress", FALSE), ==,
                           rows[i].asked && k < 2);
        }
    }
}

/* Engines that refuse the switch are asked without it. */
static void
test_refused_switch (void)
{
  g_autoptr (PronyRequestSpec) spec = prony_request_spec_new (NULL, "Why?");
  g_autoptr (JsonObject) body = NULL;

  spec->cache_salt = g_strnfill (200, 'x');
  body = make_body (PRONY_API_OPENAI_CHAT, PRONY_ENGINE_VLLM, spec, NULL);
  g_assert_cmpuint (strlen (prony_json_get_string (body, "cache_salt", NULL)), ==, 128);

  json_object_unref (body);
  body = make_body (PRONY_API_OPENAI_CHAT, PRONY_ENGINE_VLLM, spec, "cache_salt");
  g_assert_false (json_object_has_member (body, "cache_salt"));
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

      g_autofree char *turns =
        g_strconcat ("/engines/dialect/turns/", prony_api_to_string (cases[i].api), NULL);

      g_test_add_data_func (test, &cases[i], test_body);
      g_test_add_data_func (turns, &cases[i], test_turns);
    }
  g_test_add_func ("/engines/dialect/turns/kept", test_kept_turns);
  g_test_add_func ("/engines/dialect/cache/switches", test_cache_switches);
  g_test_add_func ("/engines/dialect/progress", test_progress_switch);
  g_test_add_func ("/engines/dialect/cache/refused", test_refused_switch);
  g_test_add_func ("/engines/dialect/bodies/tgi-sampling", test_tgi_sampling);
  g_test_add_func ("/engines/dialect/bodies/auto", test_auto);

  return g_test_run ();
}
