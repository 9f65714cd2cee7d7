/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "core/engines/prony-dialect.h"
#include "core/engines/prony-field-refusal.h"

/* How engines say that they refuse a field, and what sounds like it but is not. */

#define CHAT                                                                                       \
  "{\"messages\":[{\"role\":\"user\",\"content\":\"seed\"}],\"model\":\"m\",\"stream\":true,"      \
  "\"stream_options\":{\"include_usage\":true},\"max_tokens\":16,\"temperature\":0.0,"             \
  "\"top_p\":1.0,\"seed\":7,\"stop\":[\"a\"],\"min_tokens\":16,\"ignore_eos\":true}"
#define TGI                                                                                        \
  "{\"inputs\":\"a\",\"parameters\":{\"max_new_tokens\":16,\"do_sample\":false,\"top_p\":1.0,"     \
  "\"details\":true}}"
#define OPENAI(message, param)                                                                     \
  "{\"error\":{\"message\":\"" message "\",\"type\":\"invalid_request_error\",\"param\":" param    \
  ",\"code\":\"unsupported_parameter\"}}"

typedef struct
{
  const char *test;
  guint status;
  const char *request;
  const char *body;
  const char *field;
} Case;

static const Case cases[] = {
  { "openai-unknown", 400, CHAT, OPENAI ("Unknown parameter: 'ignore_eos'.", "\"ignore_eos\""),
    "ignore_eos" },
  { "openai-unknown-without-param", 400, CHAT, OPENAI ("Unknown parameter: 'ignore_eos'.", "null"),
    "ignore_eos" },
  { "openai-limit", 400, CHAT,
    OPENAI ("Unsupported parameter: 'max_tokens' is not supported with this model. Use "
            "'max_completion_tokens' instead.",
            "\"max_tokens\""),
    "max_tokens" },
  { "openai-value", 400, CHAT,
    OPENAI ("Unsupported value: 'temperature' does not support 0 with this model. Only the default "
            "(1) value is supported.",
            "\"temperature\""),
    "temperature" },
  { "openai-inner", 400, CHAT,
    OPENAI ("Unknown parameter: 'stream_options.include_usage'.",
            "\"stream_options.include_usage\""),
    "stream_options" },
  { "mistral", 422, CHAT,
    "{\"object\":\"error\",\"message\":{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\""
    ",\"min_tokens\"],\"msg\":\"Extra inputs are not permitted\",\"input\":16}]},\"type\":"
    "\"invalid_request_error\",\"param\":null,\"code\":null}",
    "min_tokens" },
  { "fastapi", 422, CHAT,
    "{\"detail\":[{\"loc\":[\"body\",\"stream_options\"],\"msg\":\"extra fields not permitted\","
    "\"type\":\"value_error.extra\"}]}",
    "stream_options" },
  { "fastapi-limit", 422, CHAT,
    "{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"max_tokens\"],\"msg\":\"Extra "
    "inputs are not permitted\",\"input\":16}]}",
    "max_tokens" },
  { "fastapi-deep", 422,
    "{\"text\":\"a\",\"sampling_params\":{\"ignore_eos\":true},\"stream\":true}",
    "{\"detail\":[{\"loc\":[\"body\",\"sampling_params\",\"ignore_eos\"],\"msg\":\"no\"}]}",
    "ignore_eos" },
  { "vllm", 400, CHAT,
    "{\"error\":{\"message\":\"[{'type': 'extra_forbidden', 'loc': ('body', 'ignore_eos'), 'msg': "
    "'Extra inputs are not permitted', 'input': True}]\",\"type\":\"Bad Request\",\"param\":null,"
    "\"code\":400}}",
    "ignore_eos" },
  { "flat", 400, CHAT,
    "{\"object\":\"error\",\"message\":\"seed is not supported\",\"type\":\"BadRequestError\","
    "\"param\":\"seed\",\"code\":400}",
    "seed" },
  { "serde", 422, CHAT,
    "Failed to deserialize the JSON body into the target type: unknown field `ignore_eos`, "
    "expected "
    "one of `model`, `messages`, `max_tokens`, `seed` at line 1 column 99",
    "ignore_eos" },
  { "pydantic-text", 400, CHAT,
    "{\"error\":\"1 validation error for Request\\nmin_tokens\\n  Extra inputs are not permitted "
    "[type=extra_forbidden, input_value={'ignore_eos': True}]\"}",
    "min_tokens" },
  { "plain-text", 400, CHAT, "Unrecognized request argument supplied: stream_options",
    "stream_options" },
  { "plain-word", 400, CHAT, "unknown field \"stop\"", "stop" },
  { "tgi", 422, TGI,
    "{\"error\":\"Input validation error: `top_p` must be > 0.0 and < 1.0\",\"error_type\":"
    "\"validation\"}",
    "top_p" },
  { "ollama", 400, "{\"model\":\"m\",\"options\":{\"min_p\":\"x\"},\"messages\":[]}",
    "{\"error\":\"option \\\"min_p\\\" must be of type float32\"}", "min_p" },

  /* No refusals. */
  { "too-long", 400, CHAT,
    "{\"error\":{\"message\":\"This model's maximum context length is 4096 tokens. However, you "
    "requested 5000 tokens (4984 in the messages, 16 in max_tokens). Unsupported.\",\"type\":"
    "\"BadRequestError\",\"param\":null,\"code\":400}}",
    NULL },
  { "tgi-too-long", 422, TGI,
    "{\"error\":\"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. "
    "Given: 4000 `inputs` tokens and 512 `max_new_tokens`\",\"error_type\":\"validation\"}",
    NULL },
  { "limit-too-high", 400, CHAT,
    "{\"error\":{\"message\":\"max_tokens is too large: "
    "100000.\",\"type\":\"invalid_request_error\""
    ",\"param\":\"max_tokens\",\"code\":null}}",
    NULL },
  { "needed", 400, CHAT,
    "{\"error\":{\"message\":\"Invalid 'messages'\",\"param\":\"messages\",\"code\":400}}", NULL },
  { "echoed-request", 422, CHAT,
    "{\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\",\"user\"],\"msg\":\"Field required\","
    "\"input\":" CHAT "}]}",
    NULL },
  { "english-words", 400, CHAT, "Please stop: the seed of this server has no stream.", NULL },
  { "longer-name", 400, CHAT, "unknown field `ignore_eos_too`", NULL },
  { "not-sent", 400, CHAT, "unknown field `logprobs`", NULL },
  { "other-status", 500, CHAT, "unknown field `ignore_eos`", NULL },
  { "not-found", 404, CHAT, "unknown field `ignore_eos`", NULL },
  { "html", 400, CHAT, "<html>unknown field `ignore_eos`</html>", NULL },
  { "empty", 400, CHAT, "", NULL },
  { "hostile", 400, CHAT, "{\"error\":{\"param\":[[\"seed\"]]},\"detail\":[null,1],\"message\":{}}",
    NULL },
  { "hostile-loc", 422, CHAT, "{\"detail\":[{\"loc\":[null,{},[\"seed\"],1]}]}", NULL },
};

static void
test_case (gconstpointer data)
{
  const Case *item = data;
  /* Copies of just this size, so that reading beyond them is noticed. */
  gsize length = strlen (item->body);
  g_autofree char *body = g_memdup2 (item->body, length);
  g_autofree char *field =
    prony_field_refusal_find (item->status, item->request, strlen (item->request), body, length);

  g_assert_cmpstr (field, ==, item->field);
}

/* What is sent once it is known. */
static void
test_bodies (void)
{
  static const struct
  {
    PronyApi api;
    const char *rejected[4];
    const char *body;
    const char *sentence; /* a part of it */
  } rows[] = {
    { PRONY_API_OPENAI_CHAT,
      { "stream_options", "seed", NULL },
      "{\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}],\"model\":\"m\",\"stream\":true,"
      "\"max_tokens\":8}",
      "Without seed" },
    { PRONY_API_OPENAI_CHAT,
      { "max_tokens", "stream_options", "seed" },
      "{\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}],\"model\":\"m\",\"stream\":true,"
      "\"max_completion_tokens\":8}",
      "In place of max_tokens" },
    { PRONY_API_OPENAI_CHAT,
      { "max_completion_tokens", "max_tokens", "seed" },
      "{\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}],\"model\":\"m\",\"stream\":true,"
      "\"stream_options\":{\"include_usage\":true}}",
      "Without max_completion_tokens, max_tokens, seed" },
    { PRONY_API_SGLANG,
      { "sampling_seed", "model", "stream" },
      "{\"text\":\"Why?\",\"sampling_params\":{\"max_new_tokens\":8},\"stream\":true}",
      "Without sampling_seed" },
    { PRONY_API_OLLAMA_GENERATE,
      { "seed", "raw", "options" },
      "{\"model\":\"m\",\"stream\":true,\"options\":{\"num_predict\":8},\"prompt\":\"Why?\"}",
      "these fields" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("localhost:1", NULL);
      g_autoptr (PronyTarget) target = prony_target_new (engine, "m");
      g_autoptr (PronyRequestSpec) spec = prony_request_spec_new (NULL, "Why?");
      g_autofree char *body = NULL;
      g_autofree char *sentence = NULL;
      gsize length;

      spec->stream = TRUE;
      spec->max_tokens = 8;
      spec->seed = 7;
      g_assert_null (prony_rejected_fields_describe (target->rejected));
      for (guint j = 0; j < G_N_ELEMENTS (rows[i].rejected) && rows[i].rejected[j] != NULL; j++)
        prony_rejected_fields_add (target->rejected, rows[i].rejected[j]);
      body = prony_dialect_make_body (prony_dialect_get (rows[i].api), spec, target, &length);
      g_assert_cmpstr (body, ==, rows[i].body);
      sentence = prony_rejected_fields_describe (target->rejected);
      g_assert_nonnull (strstr (sentence, rows[i].sentence));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *test = g_strconcat ("/engines/field-refusal/", cases[i].test, NULL);

      g_test_add_data_func (test, &cases[i], test_case);
    }
  g_test_add_func ("/engines/field-refusal/bodies", test_bodies);

  return g_test_run ();
}
