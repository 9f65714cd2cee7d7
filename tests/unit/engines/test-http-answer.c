/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "core/engines/prony-http-answer.h"

/* What comes of recorded streams as a whole: text, counts and kinds of events. */

typedef struct
{
  const char *test;
  const char *file;
  PronyApi api;
  gboolean fake;
  PronyOutcome outcome;
  const char *answer;
  const char *reasoning;
  gint64 completion_tokens;
  gint64 prompt_tokens;
  const char *events; /* kind and tokens of each */
} Case;

static const Case cases[] = {
  { "text-so-far", "sglang.sse", PRONY_API_SGLANG, FALSE, PRONY_OUTCOME_OK, "Blue sky 🌤", NULL,
    6, 9, "empty:1 content:1 content:3 usage:1 end:-1" },
  { "pieces", "sglang-pieces.sse", PRONY_API_SGLANG, FALSE, PRONY_OUTCOME_OK, "hahahahaha", NULL, 5,
    9, "content:1 content:1 content:3 end:-1" },
  { "abort", "sglang-abort.sse", PRONY_API_SGLANG, FALSE, PRONY_OUTCOME_STREAM_ERROR, "Blue", NULL,
    1, -1, "content:1 error:0" },
  { "full", "sglang-full.sse", PRONY_API_SGLANG, FALSE, PRONY_OUTCOME_HTTP_5XX, "", NULL, -1, -1,
    "error:-1" },
  { "real-counts", "openai-chat-vllm.sse", PRONY_API_OPENAI_CHAT, FALSE, PRONY_OUTCOME_OK,
    "Blue sky 🌤 über.", NULL, 3, 9,
    "role:-1 content:-1 content:-1 content:-1 usage:-1 end:-1" },
  { "fake-counts", "openai-completions-tgi.sse", PRONY_API_OPENAI_COMPLETIONS, TRUE,
    PRONY_OUTCOME_OK, "Blue sky", NULL, 2, -1, "content:-1 content:-1 end:-1" },
  { "loading-banner", "openai-chat-llamaswap.sse", PRONY_API_OPENAI_CHAT, FALSE, PRONY_OUTCOME_OK,
    "Blue", "Hm", 2, 9,
    "comment:-1 comment:-1 comment:-1 comment:-1 comment:-1 comment:-1 comment:-1 role:-1 "
    "reasoning:-1 content:-1 empty:-1 usage:-1 end:-1" },
};

typedef struct
{
  const PronyDialect *dialect;
  PronyHttpAnswer answer;
  PronyDelta delta;
  gint64 at_ns;
} Reader;

static void
on_event_cb (const char *name, const char *data, gsize length, gboolean comment, gpointer user_data)
{
  Reader *reader = user_data;

  reader->at_ns++;
  if (reader->answer.failed || reader->answer.end_ns != 0)
    return;
  if (comment)
    {
      prony_http_answer_take_comment (&reader->answer, reader->at_ns);
      return;
    }

  prony_delta_clear (&reader->delta);
  reader->dialect->read_event (name, data, length, &reader->delta);
  prony_http_answer_take (&reader->answer, &reader->delta, reader->at_ns);
}

static PronyRequestRecord *
read_answer (PronyApi api, const char *bytes, gsize size, gboolean fake)
{
  PronyRequestRecord *record = prony_request_record_new (1);
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("localhost:1", NULL);
  Reader reader = { .dialect = prony_dialect_get (api) };
  g_autoptr (PronyEventParser) parser = prony_event_parser_new (reader.dialect->framing);

  record->http_status = 200;
  prony_delta_init (&reader.delta);
  prony_http_answer_begin (&reader.answer, record, engine, TRUE);
  reader.answer.counts_are_fake = fake;
  prony_event_parser_feed (parser, bytes, size, on_event_cb, &reader);
  prony_event_parser_finish (parser, on_event_cb, &reader);
  prony_http_answer_end (&reader.answer, NULL, NULL, 0, reader.at_ns + 1);
  prony_http_answer_clear (&reader.answer);
  prony_delta_destroy (&reader.delta);
  return record;
}

static char *
list_events (const PronyRequestRecord *record)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < record->events->len; i++)
    {
      const PronyRecordEvent *event = &g_array_index (record->events, PronyRecordEvent, i);

      g_string_append_printf (text, "%s%s:%d", i > 0 ? " " : "",
                              prony_event_kind_to_string (event->kind), event->tokens);
    }
  return g_string_free (text, FALSE);
}

static void
test_case (gconstpointer data)
{
  const Case *item = data;
  g_autofree char *path =
    g_build_filename (g_getenv ("PRONY_TEST_DATA"), "streams", item->file, NULL);
  g_autoptr (PronyRequestRecord) record = NULL;
  g_autofree char *bytes = NULL;
  g_autofree char *events = NULL;
  gsize size = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  record = read_answer (item->api, bytes, size, item->fake);
  events = list_events (record);

  g_assert_cmpstr (prony_outcome_to_string (record->outcome), ==,
                   prony_outcome_to_string (item->outcome));
  g_assert_cmpstr (record->answer->str, ==, item->answer);
  g_assert_cmpstr (record->reasoning != NULL ? record->reasoning->str : NULL, ==, item->reasoning);
  g_assert_cmpint (record->completion_tokens, ==, item->completion_tokens);
  g_assert_cmpint (record->prompt_tokens, ==, item->prompt_tokens);
  g_assert_cmpint (record->count_source, ==,
                   item->fake || item->completion_tokens < 0 ? PRONY_COUNT_CHUNKS
                                                             : PRONY_COUNT_USAGE);
  g_assert_cmpstr (events, ==, item->events);
}

/* Servers that send no numbers of tokens: the texts alone must tell. */
static void
test_so_far (void)
{
  static const struct
  {
    const char *texts[6];
    const char *answer;
  } rows[] = {
    { { "A", "Ah", "Aha", NULL }, "Aha" },
    { { "A", "A", "Ah", NULL }, "Ah" },
    { { "A", "b", "A", "Ab", NULL }, "AbAAb" },
    { { "", "A", "", "Ab", NULL }, "Ab" },
    { { "Ah\xc3\xa9", "Ah\xc3\xa9 b", "Ah\xc3\xa8 c", NULL }, "Ah\xc3\xa8 c" },
    { { "So END", "So END.", "So", NULL }, "So" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) bytes = g_string_new (NULL);
      g_autoptr (PronyRequestRecord) record = NULL;

      for (guint j = 0; rows[i].texts[j] != NULL; j++)
        g_string_append_printf (bytes, "data: {\"text\":\"%s\"}\n\n", rows[i].texts[j]);
      g_string_append (bytes, "data: [DONE]\n\n");
      record = read_answer (PRONY_API_SGLANG, bytes->str, bytes->len, FALSE);
      g_assert_cmpstr (record->answer->str, ==, rows[i].answer);
      g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_OK);
    }
}

/* A model that thinks in rules of its own, and a stream that ends within a banner. */
static void
test_banner (void)
{
  static const struct
  {
    const char *bytes;
    PronyOutcome outcome;
    const char *reasoning;
  } rows[] = {
    { "data: {\"model\":\"m\",\"choices\":[{\"delta\":{\"reasoning_content\":\"━━━━━\"}}]}\n\n"
      "data: [DONE]\n\n",
      PRONY_OUTCOME_OK, "━━━━━" },
    { "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"Hm\"}}]}\n\n"
      "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"━━━━━\"}}]}\n\ndata: [DONE]\n\n",
      PRONY_OUTCOME_OK, "Hm━━━━━" },
    { "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"llama-swap loading model: m\\n\"}}]}"
      "\n\ndata: [DONE]\n\n",
      PRONY_OUTCOME_EMPTY, NULL },
    { "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"━━━━━\\n\"}}]}\n\n"
      "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"━━━━━\\n\"}}]}\n\n"
      "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"Hm\"}}]}\n\ndata: [DONE]\n\n",
      PRONY_OUTCOME_OK, "Hm" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (PronyRequestRecord) record =
        read_answer (PRONY_API_OPENAI_CHAT, rows[i].bytes, strlen (rows[i].bytes), FALSE);

      g_assert_cmpint (record->outcome, ==, rows[i].outcome);
      g_assert_cmpstr (record->reasoning != NULL ? record->reasoning->str : NULL, ==,
                       rows[i].reasoning);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *test = g_strconcat ("/engines/http-answer/", cases[i].test, NULL);

      g_test_add_data_func (test, &cases[i], test_case);
    }
  g_test_add_func ("/engines/http-answer/so-far", test_so_far);
  g_test_add_func ("/engines/http-answer/banner", test_banner);

  return g_test_run ();
}
