/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/engines/prony-dialect.h"
#include "core/model/prony-request-record.h"

/* Single events that are wrong, strange or hostile. Whatever comes, reading it ends
 * without a warning and leaves a delta that makes sense. */

typedef struct
{
  const char *test;
  PronyApi api;
  const char *data;
  PronyEventKind kind;
  const char *text;
} Case;

static const Case cases[] = {
  { "no-choices", PRONY_API_OPENAI_CHAT, "{}", PRONY_EVENT_EMPTY, "" },
  { "null-choices", PRONY_API_OPENAI_CHAT, "{\"choices\":null}", PRONY_EVENT_EMPTY, "" },
  { "choices-of-null", PRONY_API_OPENAI_CHAT, "{\"choices\":[null]}", PRONY_EVENT_EMPTY, "" },
  { "choices-of-lists", PRONY_API_OPENAI_CHAT, "{\"choices\":[[1]]}", PRONY_EVENT_EMPTY, "" },
  { "null-delta", PRONY_API_OPENAI_CHAT, "{\"choices\":[{\"delta\":null}]}", PRONY_EVENT_EMPTY,
    "" },
  { "delta-is-text", PRONY_API_OPENAI_CHAT, "{\"choices\":[{\"delta\":\"x\"}]}", PRONY_EVENT_EMPTY,
    "" },
  { "content-is-number", PRONY_API_OPENAI_CHAT, "{\"choices\":[{\"delta\":{\"content\":7}}]}",
    PRONY_EVENT_EMPTY, "" },
  { "content-is-parts", PRONY_API_OPENAI_CHAT,
    "{\"choices\":[{\"delta\":{\"content\":[null,{\"type\":\"text\",\"text\":\"a\"},{\"text\":1},"
    "{\"type\":\"text\",\"text\":\"b\"}]}}]}",
    PRONY_EVENT_CONTENT, "ab" },
  { "tool-calls-of-anything", PRONY_API_OPENAI_CHAT,
    "{\"choices\":[{\"delta\":{\"tool_calls\":[null,1,{},{\"function\":[]}]}}]}",
    PRONY_EVENT_TOOL_CALL, "" },
  { "no-tool-calls", PRONY_API_OPENAI_CHAT,
    "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"tool_calls\":[]}}]}", PRONY_EVENT_ROLE,
    "" },
  { "function-call", PRONY_API_OPENAI_CHAT,
    "{\"choices\":[{\"delta\":{\"function_call\":{\"name\":\"f\",\"arguments\":\"{}\"}}}]}",
    PRONY_EVENT_TOOL_CALL, "f{}" },
  { "answer-and-call", PRONY_API_OPENAI_CHAT,
    "{\"choices\":[{\"message\":{\"content\":\"a\",\"tool_calls\":[{\"function\":{\"name\":\"f\"}}]"
    "}"
    "}]}",
    PRONY_EVENT_CONTENT, "af" },
  { "empty-usage", PRONY_API_OPENAI_CHAT, "{\"choices\":[],\"usage\":{}}", PRONY_EVENT_USAGE, "" },
  { "null-usage", PRONY_API_OPENAI_CHAT, "{\"choices\":[],\"usage\":null}", PRONY_EVENT_EMPTY, "" },
  { "second-choice-is-passed-over", PRONY_API_OPENAI_CHAT,
    "{\"choices\":[{\"delta\":{\"content\":\"a\"}},{\"delta\":{\"content\":\"b\"}}]}",
    PRONY_EVENT_CONTENT, "a" },
  { "half-escape-at-end", PRONY_API_OPENAI_CHAT,
    "{\"choices\":[{\"delta\":{\"content\":\"a\\ud83d\"}}]}", PRONY_EVENT_CONTENT,
    "a\xef\xbf\xbd" },
  { "half-escape-before-another", PRONY_API_OPENAI_CHAT,
    "{\"choices\":[{\"delta\":{\"content\":\"\\\\ud83d\\ud83d\\u0041\"}}]}", PRONY_EVENT_CONTENT,
    "\\ud83d\xef\xbf\xbd"
    "A" },
  { "second-half-escape", PRONY_API_OPENAI_CHAT,
    "{\"choices\":[{\"delta\":{\"content\":\"\\udf24\"}}]}", PRONY_EVENT_CONTENT, "\xef\xbf\xbd" },
  { "half-escape-before-text", PRONY_API_OPENAI_CHAT,
    "{\"choices\":[{\"delta\":{\"content\":\"\\ud83dx\"}}]}", PRONY_EVENT_CONTENT, NULL },
  { "surrogates", PRONY_API_OPENAI_CHAT,
    "{\"choices\":[{\"delta\":{\"content\":\"\\ud83c\\udf24\"}}]}", PRONY_EVENT_CONTENT, "🌤" },
  { "null-error", PRONY_API_OPENAI_CHAT,
    "{\"error\":null,\"choices\":[{\"delta\":{\"content\":\"a\"}}]}", PRONY_EVENT_CONTENT, "a" },
  { "list", PRONY_API_OPENAI_CHAT, "[]", PRONY_EVENT_EMPTY, "" },
  { "number", PRONY_API_OPENAI_CHAT, "7", PRONY_EVENT_EMPTY, "" },
  { "null", PRONY_API_OPENAI_CHAT, "null", PRONY_EVENT_EMPTY, "" },
  { "text", PRONY_API_OPENAI_CHAT, "hello", PRONY_EVENT_EMPTY, "" },
  { "half", PRONY_API_OPENAI_CHAT, "{\"choices\":[{\"del", PRONY_EVENT_EMPTY, "" },
  { "end-mark", PRONY_API_OPENAI_CHAT, " [DONE] \n", PRONY_EVENT_END, "" },

  { "no-message", PRONY_API_OLLAMA_CHAT, "{\"done\":false}", PRONY_EVENT_EMPTY, "" },
  { "null-message", PRONY_API_OLLAMA_CHAT, "{\"message\":null,\"done\":null}", PRONY_EVENT_EMPTY,
    "" },
  { "done-is-text", PRONY_API_OLLAMA_CHAT, "{\"done\":\"true\"}", PRONY_EVENT_EMPTY, "" },
  { "role-only", PRONY_API_OLLAMA_CHAT, "{\"message\":{\"role\":\"assistant\",\"content\":\"\"}}",
    PRONY_EVENT_ROLE, "" },
  { "durations-of-anything", PRONY_API_OLLAMA_CHAT,
    "{\"done\":true,\"eval_count\":\"x\",\"eval_duration\":null,\"load_duration\":-1}",
    PRONY_EVENT_END, "" },
  { "response-null", PRONY_API_OLLAMA_GENERATE, "{\"response\":null}", PRONY_EVENT_EMPTY, "" },

  { "content-null", PRONY_API_LLAMACPP, "{\"content\":null,\"stop\":null}", PRONY_EVENT_EMPTY, "" },
  { "timings-of-anything", PRONY_API_LLAMACPP, "{\"content\":\"\",\"stop\":true,\"timings\":[1]}",
    PRONY_EVENT_END, "" },

  { "token-null", PRONY_API_TGI, "{\"token\":null}", PRONY_EVENT_EMPTY, "" },
  { "token-is-text", PRONY_API_TGI, "{\"token\":\"x\"}", PRONY_EVENT_EMPTY, "" },
  { "list-of-one", PRONY_API_TGI, "[{\"generated_text\":\"a\"}]", PRONY_EVENT_CONTENT, "a" },
  { "list-of-null", PRONY_API_TGI, "[null]", PRONY_EVENT_EMPTY, "" },
  { "no-meta", PRONY_API_SGLANG, "{\"text\":\"a\"}", PRONY_EVENT_CONTENT, "a" },
  { "meta-null", PRONY_API_SGLANG, "{\"text\":null,\"meta_info\":null}", PRONY_EVENT_EMPTY, "" },
  { "meta-is-text", PRONY_API_SGLANG, "{\"text\":\"a\",\"meta_info\":\"x\"}", PRONY_EVENT_CONTENT,
    "a" },
  { "bare-reason", PRONY_API_SGLANG,
    "{\"text\":\"\",\"meta_info\":{\"finish_reason\":\"stop\",\"completion_tokens\":3}}",
    PRONY_EVENT_USAGE, "" },
};

static void
read_into (PronyDelta *delta, PronyApi api, const char *name, const char *data, gsize length)
{
  prony_delta_init (delta);
  prony_dialect_get (api)->read_event (name, data, length, delta);
  g_assert_true (g_utf8_validate (delta->text->str, (gssize) delta->text->len, NULL));
  g_assert_true (g_utf8_validate (delta->error_message->str, -1, NULL));
}

static void
test_event (gconstpointer data)
{
  const Case *item = data;
  PronyDelta delta;

  read_into (&delta, item->api, NULL, item->data, strlen (item->data));
  g_assert_cmpstr (prony_event_kind_to_string (delta.kind), ==,
                   prony_event_kind_to_string (item->kind));
  if (item->text != NULL)
    g_assert_cmpstr (delta.text->str, ==, item->text);
  g_assert_false (delta.failed);
  prony_delta_destroy (&delta);
}

typedef struct
{
  const char *name;
  const char *data;
  guint code;
  const char *type;
  const char *message;
} ErrorCase;

static const ErrorCase errors[] = {
  { NULL, "{\"error\":{\"message\":\"m\",\"type\":\"t\",\"code\":400}}", 400, "t", "m" },
  { NULL, "{\"error\":{\"message\":\"m\",\"type\":\"t\",\"code\":\"429\"}}", 429, "t", "m" },
  { NULL, "{\"error\":{\"message\":\"m\",\"code\":\"model_not_found\"}}", 0, "model_not_found",
    "m" },
  { NULL, "{\"error\":{\"message\":\"m\",\"http_status_code\":422}}", 422, "", "m" },
  { NULL, "{\"error\":\"m\"}", 0, "", "m" },
  { NULL, "{\"error\":\"m\",\"error_type\":\"overloaded\"}", 0, "overloaded", "m" },
  { NULL,
    "{\"error\":\"{\\\"error\\\":{\\\"code\\\":400,\\\"message\\\":\\\"m\\\",\\\"type\\\":"
    "\\\"t\\\"}}\"}",
    400, "t", "m" },
  { NULL, "{\"error\":\"{not json\"}", 0, "", "{not json" },
  { NULL, "{\"object\":\"error\",\"message\":\"m\",\"type\":\"t\",\"code\":404}", 404, "t", "m" },
  { NULL, "{\"src\":\"llama-swap\",\"error\":{\"message\":\"m\",\"type\":\"t\",\"code\":502}}", 502,
    "t", "m" },
  { NULL, "{\"error\":true,\"detail\":\"m\"}", 0, "", "m" },
  { NULL, "{\"error\":true,\"detail\":[{\"loc\":[],\"msg\":\"m\",\"type\":\"t\"}]}", 0, "", "m" },
  { NULL, "{\"error\":true,\"errors\":[{\"message\":\"m\"}]}", 0, "", "m" },
  { NULL, "{\"error\":{}}", 0, "", "{\"error\":{}}" },
  { NULL, "{\"error\":[1]}", 0, "", "{\"error\":[1]}" },
  { "error", "{\"code\":500,\"message\":\"m\",\"type\":\"t\"}", 500, "t", "m" },
  { "error", "it broke", 0, "", "it broke" },
  { "error", "[]", 0, "", "[]" },
};

static void
test_errors (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      PronyDelta delta;

      g_test_message ("%s", errors[i].data);
      read_into (&delta, PRONY_API_OPENAI_CHAT, errors[i].name, errors[i].data,
                 strlen (errors[i].data));
      g_assert_true (delta.failed);
      g_assert_cmpuint (delta.kind, ==, PRONY_EVENT_ERROR);
      g_assert_cmpuint (delta.error_code, ==, errors[i].code);
      g_assert_cmpstr (delta.error_type->str, ==, errors[i].type);
      g_assert_cmpstr (delta.error_message->str, ==, errors[i].message);
      prony_delta_destroy (&delta);
    }
}

/* A payload that is not JSON keeps its beginning, but is no failure by itself. */
static void
test_not_json (void)
{
  g_autofree char *long_text = g_strnfill (100000, 'x');
  PronyDelta delta;

  read_into (&delta, PRONY_API_OPENAI_CHAT, NULL, "upstream broke", 14);
  g_assert_false (delta.failed);
  g_assert_cmpstr (delta.error_message->str, ==, "upstream broke");
  prony_delta_destroy (&delta);

  read_into (&delta, PRONY_API_OLLAMA_CHAT, NULL, long_text, strlen (long_text));
  g_assert_cmpuint (delta.error_message->len, >, 0);
  g_assert_cmpuint (delta.error_message->len, <=, 4096);
  prony_delta_destroy (&delta);

  read_into (&delta, PRONY_API_TGI, NULL, "\xff\xfe{\0}", 5);
  g_assert_false (delta.failed);
  prony_delta_destroy (&delta);
}

static void
test_deep_nesting (void)
{
  static const char *const openings[] = { "[", "{\"a\":", "{\"choices\":[", "/*\"*/[", "'\"'[" };

  for (guint i = 0; i < G_N_ELEMENTS (openings); i++)
    {
      g_autoptr (GString) data = g_string_new (NULL);
      PronyDelta delta;

      while (data->len < 4 * 1024 * 1024)
        g_string_append (data, openings[i]);
      read_into (&delta, PRONY_API_OPENAI_CHAT, NULL, data->str, data->len);
      g_assert_cmpuint (delta.kind, ==, PRONY_EVENT_EMPTY);
      prony_delta_destroy (&delta);
    }
}

/* Numbers that are no counts and no times. */
static void
test_nonsense_numbers (void)
{
  static const char *const data[] = {
    "{\"choices\":[],\"usage\":{\"completion_tokens\":-1,\"prompt_tokens\":1e300}}",
    "{\"choices\":[],\"usage\":{\"completion_tokens\":99999999999999999999}}",
    "{\"choices\":[],\"usage\":{\"completion_tokens\":{},\"prompt_tokens\":[]}}",
    "{\"choices\":[],\"timings\":{\"predicted_n\":null,\"prompt_ms\":-5,\"predicted_ms\":1e999}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (data); i++)
    {
      PronyDelta delta;

      read_into (&delta, PRONY_API_OPENAI_CHAT, NULL, data[i], strlen (data[i]));
      g_assert_cmpint (delta.completion_tokens, ==, -1);
      g_assert_cmpint (delta.prompt_tokens, ==, -1);
      g_assert_true (isnan (delta.prompt_eval_time_s));
      g_assert_true (isnan (delta.eval_time_s));
      prony_delta_destroy (&delta);
    }
}

static void
test_model (void)
{
  static const char data[] = "{\"model\":\"demo:8b\",\"response\":\"a\"}";
  PronyDelta delta;

  read_into (&delta, PRONY_API_OLLAMA_GENERATE, NULL, data, strlen (data));
  g_assert_cmpstr (delta.model->str, ==, "demo:8b");
  prony_delta_destroy (&delta);
}

/* Every event of every stream, cut short and with single bytes changed. */
static void
test_damaged (void)
{
  static const char data[] =
    "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\","
    "\"content\":\"\\u00e9\",\"tool_calls\":[{\"function\":{\"name\":\"f\"}}]},\"finish_reason\":"
    "\"stop\"}],\"usage\":{\"completion_tokens\":3},\"error\":{\"message\":\"m\",\"code\":5}}";
  static const char bytes[] = { '\0', '"', '{', ']', ',', '0', '\\', '\xff' };
  gsize size = strlen (data);

  for (PronyApi api = PRONY_API_OPENAI_CHAT; api < PRONY_N_APIS; api++)
    for (gsize i = 0; i < size; i++)
      for (guint j = 0; j < G_N_ELEMENTS (bytes); j++)
        {
          g_autofree char *damaged = g_strndup (data, size);
          PronyDelta delta;

          damaged[i] = bytes[j];
          read_into (&delta, api, NULL, damaged, size);
          prony_delta_destroy (&delta);

          if (j == 0)
            {
              read_into (&delta, api, NULL, damaged, i);
              prony_delta_destroy (&delta);
            }
        }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *test = g_strdup_printf ("/engines/dialect/events/%s/%s",
                                               prony_api_to_string (cases[i].api), cases[i].test);

      g_test_add_data_func (test, &cases[i], test_event);
    }
  g_test_add_func ("/engines/dialect/events/errors", test_errors);
  g_test_add_func ("/engines/dialect/events/not-json", test_not_json);
  g_test_add_func ("/engines/dialect/events/deep-nesting", test_deep_nesting);
  g_test_add_func ("/engines/dialect/events/nonsense-numbers", test_nonsense_numbers);
  g_test_add_func ("/engines/dialect/events/model", test_model);
  g_test_add_func ("/engines/dialect/events/damaged", test_damaged);

  return g_test_run ();
}
