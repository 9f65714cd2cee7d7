/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/engines/prony-dialect.h"
#include "core/engines/prony-event-skim.h"
#include "core/model/prony-request-record.h"

/* The short way to read a token must never say anything else than the long one. */

static const PronySkimField fields[] = {
  { 0, "list", PRONY_SKIM_ENTER_FIRST, 1 }, { 0, "inner", PRONY_SKIM_ENTER, 1 },
  { 0, "text", PRONY_SKIM_CONTENT, 0 },     { 0, "thought", PRONY_SKIM_REASONING, 0 },
  { 0, "token", PRONY_SKIM_TOKEN, 0 },      { 0, "model", PRONY_SKIM_MODEL, 0 },
  { 0, "total", PRONY_SKIM_TOTAL, 0 },      { 0, "end", PRONY_SKIM_EMPTY, 0 },
  { 0, "object", PRONY_SKIM_NOT_ERROR, 0 }, { 0, "ids", PRONY_SKIM_NUMBERS, 0 },
  { 1, "text", PRONY_SKIM_CONTENT, 0 },     { 0, NULL, 0, 0 },
};

typedef struct
{
  const char *data;
  const char *text; /* NULL where it must be left to the parser */
} Case;

static const Case cases[] = {
  { "{\"text\":\"a\"}", "a" },
  { " { \"text\" : \"a\" , \"x\" : 1 } \n", "a" },
  { "{ \"text\" : \"a\" , \"x\" : -1.5e+3 }", "a" },
  { "{\"x\":null,\"y\":true,\"z\":\"\\\"}\",\"text\":\"a\"}", "a" },
  { "{\"thought\":\"a\"}", "a" },
  { "{\"token\":\"a\"}", "a" },
  { "{\"list\":[{\"text\":\"a\"}]}", "a" },
  { "{\"inner\":{\"text\":\"a\"}}", "a" },
  { "{\"text\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"}", "\"\\/\b\f\n\r\té" },
  { "{\"text\":\"é🌤\"}", "é🌤" },
  { "{\"text\":\"a\",\"end\":null}", "a" },
  { "{\"text\":\"a\",\"end\":\"\"}", "a" },
  { "{\"text\":\"a\",\"end\":false,\"object\":\"chunk\",\"ids\":[1,-2 , 3],\"model\":\"m\"}", "a" },
  { "{\"text\":\"a\",\"ids\":[]}", "a" },
  { "{\"text\":null,\"thought\":\"a\"}", "a" },
  { "{\"text\":\"a\",\"total\":12}", "a" },

  /* More than a plain piece of text. */
  { "{\"text\":\"a\",\"end\":\"stop\"}", NULL },
  { "{\"text\":\"a\",\"end\":true}", NULL },
  { "{\"text\":\"a\",\"object\":\"error\"}", NULL },
  { "{\"text\":\"a\",\"object\":\"err\\u006fr\"}", NULL },
  { "{\"text\":\"a\",\"thought\":\"b\"}", NULL },
  { "{\"text\":\"a\",\"text\":\"b\"}", NULL },
  { "{\"inner\":{\"text\":\"a\"},\"inner\":{}}", NULL },
  { "{\"list\":[{\"text\":\"a\"},{}]}", NULL },
  { "{\"list\":[]}", NULL },
  { "{\"text\":\"a\",\"x\":{}}", NULL },
  { "{\"text\":\"a\",\"x\":[]}", NULL },
  { "{\"text\":\"\"}", NULL },
  { "{}", NULL },
  { "[]", NULL },
  { "", NULL },

  /* What only the parser may judge. */
  { "{\"t\\u0065xt\":\"a\"}", NULL },
  { "{\"text\":\"\\ud83c\\udf24\"}", NULL },
  { "{\"text\":\"a\\u0000\"}", NULL },
  { "{\"text\":\"a\\x\"}", NULL },
  { "{\"text\":\"a\\u12\"}", NULL },
  { "{\"text\":\"a\xff\"}", NULL },
  { "{\"text\":\"a\n\"}", NULL },
  { "{\"text\":\"a\",\"x\":01}", NULL },
  { "{\"text\":\"a\",\"x\":1.}", NULL },
  { "{\"text\":\"a\",\"x\":-}", NULL },
  { "{\"text\":\"a\",\"x\":nul}", NULL },
  { "{\"text\":\"a\",\"total\":007}", NULL },
  { "{\"text\":\"a\",\"total\":99999999999}", NULL },
  { "{\"text\":\"a\",\"total\":1.5}", NULL },
  { "{\"text\":\"a\",}", NULL },
  { "{\"text\":\"a\"", NULL },
  { "{\"text\":\"a\"}}", NULL },
  { "{\"text\":\"a", NULL },
  { "{\"text\"", NULL },
  { "{\"text\":", NULL },
};

static void
test_cases (void)
{
  PronyDelta delta;

  prony_delta_init (&delta);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length = strlen (cases[i].data);
      /* A copy of just this size, so that reading beyond it is noticed. */
      g_autofree char *data = g_memdup2 (cases[i].data, length);

      g_test_message ("case %u", i);
      prony_delta_clear (&delta);
      g_assert_cmpint (prony_event_skim (data, length, fields, &delta), ==, cases[i].text != NULL);
      g_assert_cmpstr (delta.text->str, ==, cases[i].text != NULL ? cases[i].text : "");
    }
  prony_delta_destroy (&delta);
}

static void
test_parts (void)
{
  static const char data[] = "{\"model\":\"m\",\"token\":\"a\",\"total\":12}";
  static const char thought[] = "{\"thought\":\"a\",\"total\":0}";
  PronyDelta delta;

  prony_delta_init (&delta);
  g_assert_true (prony_event_skim (data, strlen (data), fields, &delta));
  g_assert_cmpuint (delta.kind, ==, PRONY_EVENT_CONTENT);
  g_assert_cmpstr (delta.model->str, ==, "m");
  g_assert_cmpint (delta.tokens, ==, 1);
  g_assert_cmpint (delta.total_tokens, ==, 12);

  prony_delta_clear (&delta);
  g_assert_true (prony_event_skim (thought, strlen (thought), fields, &delta));
  g_assert_cmpuint (delta.kind, ==, PRONY_EVENT_REASONING);
  g_assert_cmpint (delta.total_tokens, ==, -1);
  prony_delta_destroy (&delta);
}

typedef struct
{
  PronyApi api;
  const char *data;
} Event;

static const Event events[] = {
  { PRONY_API_OPENAI_CHAT,
    "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\\n\"},"
    "\"finish_reason\":null}],\"usage\":null}" },
  { PRONY_API_OPENAI_CHAT,
    "{\"object\":\"chat.completion.chunk\",\"choices\":[{\"delta\":{\"role\":\"assistant\","
    "\"content\":null,\"reasoning\":\"a\"}}]}" },
  { PRONY_API_OPENAI_COMPLETIONS, "{\"choices\":[{\"text\":\"\\u00e9\",\"finish_reason\":\"\"}],"
                                  "\"model\":\"m\",\"created\":17}" },
  { PRONY_API_OLLAMA_CHAT,
    "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"a\"},\"done\":false}" },
  { PRONY_API_OLLAMA_GENERATE, "{\"model\":\"m\",\"response\":\"a\",\"done\":false}" },
  { PRONY_API_LLAMACPP,
    "{\"index\":0,\"content\":\"a\",\"tokens\":[1],\"stop\":false,\"tokens_predicted\":12}" },
  { PRONY_API_TGI,
    "{\"index\":1,\"token\":{\"id\":12,\"text\":\"a\",\"logprob\":-0.2,\"special\":false},"
    "\"generated_text\":null,\"details\":null}" },
  { PRONY_API_SGLANG,
    "{\"text\":\"ab\",\"output_ids\":[11,12],\"meta_info\":{\"id\":\"r\",\"finish_reason\":null,"
    "\"prompt_tokens\":9,\"completion_tokens\":12,\"cached_tokens\":0}}" },
};

static void
assert_same (const PronyDelta *a, const PronyDelta *b)
{
  g_assert_cmpuint (a->kind, ==, b->kind);
  g_assert_cmpstr (a->text->str, ==, b->text->str);
  g_assert_cmpstr (a->thinking->str, ==, b->thinking->str);
  g_assert_cmpint (a->so_far, ==, b->so_far);
  g_assert_cmpint (a->n_ids, ==, b->n_ids);
  g_assert_cmpint (a->tokens, ==, b->tokens);
  g_assert_cmpint (a->total_tokens, ==, b->total_tokens);
  g_assert_cmpint (a->finish, ==, b->finish);
  g_assert_cmpstr (a->finish_reason->str, ==, b->finish_reason->str);
  g_assert_cmpstr (a->model->str, ==, b->model->str);
  g_assert_cmpint (a->prompt_tokens, ==, b->prompt_tokens);
  g_assert_cmpint (a->completion_tokens, ==, b->completion_tokens);
  g_assert_cmpint (isnan (a->eval_time_s), ==, isnan (b->eval_time_s));
  g_assert_cmpint (a->failed, ==, b->failed);
  g_assert_cmpuint (a->error_code, ==, b->error_code);
}

/* The same event with a member that only the parser passes over. */
static void
check_both_ways (PronyApi api, const char *data, gsize length, PronyDelta *fast, PronyDelta *slow)
{
  g_autoptr (GString) longer = g_string_new ("{\"unknown\":{},");

  if (data[0] != '{')
    return;

  g_string_append_len (longer, data + 1, (gssize) length - 1);
  prony_delta_clear (fast);
  prony_delta_clear (slow);
  prony_dialect_get (api)->read_event (NULL, data, length, fast);
  prony_dialect_get (api)->read_event (NULL, longer->str, longer->len, slow);
  assert_same (fast, slow);
}

/* As they are, and with each byte replaced by others that mean something. */
static void
test_both_ways (void)
{
  static const char bytes[] = { '\0', '"', '\\', '{', '}', ',', '0', '-', 'e', '\xff' };
  PronyDelta fast;
  PronyDelta slow;

  prony_delta_init (&fast);
  prony_delta_init (&slow);
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    {
      gsize length = strlen (events[i].data);
      g_autofree char *data = g_strdup (events[i].data);

      check_both_ways (events[i].api, data, length, &fast, &slow);
      g_assert_true (prony_event_kind_carries_tokens (fast.kind));
      for (gsize at = 1; at < length; at++)
        for (guint j = 0; j < G_N_ELEMENTS (bytes); j++)
          {
            char kept = data[at];

            data[at] = bytes[j];
            check_both_ways (events[i].api, data, length, &fast, &slow);
            data[at] = kept;
          }
    }
  prony_delta_destroy (&fast);
  prony_delta_destroy (&slow);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engines/event-skim/cases", test_cases);
  g_test_add_func ("/engines/event-skim/parts", test_parts);
  g_test_add_func ("/engines/event-skim/both-ways", test_both_ways);

  return g_test_run ();
}
