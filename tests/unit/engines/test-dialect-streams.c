/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/engines/prony-dialect.h"
#include "core/model/prony-request-record.h"

/* Recorded streams and what each of their events is. Payloads are invented, shapes
 * are those of the engines. */

typedef struct
{
  const char *file;
  PronyApi api;
  const char *deltas;
} Case;

static const Case cases[] = {
  { "openai-chat-vllm.sse", PRONY_API_OPENAI_CHAT,
    "role\n"
    "content 'Blue'\n"
    "content ' sky 🌤 über'\n"
    "content '.' finish=length\n"
    "usage prompt=9 completion=3 cached=4\n"
    "end finish\n" },
  { "openai-chat-continuous-usage.sse", PRONY_API_OPENAI_CHAT,
    "role prompt=9 completion=0\n"
    "content 'Blue' total=1 prompt=9 completion=1\n"
    "content ' sky is' total=3 prompt=9 completion=3\n"
    "usage finish=stop prompt=9 completion=4\n"
    "end finish\n" },
  { "openai-chat-reasoning.sse", PRONY_API_OPENAI_CHAT,
    "role\n"
    "reasoning 'Hm'\n"
    "reasoning ', so'\n"
    "content 'Blue' thinking='.'\n"
    "content ' sky'\n"
    "empty finish=stop\n"
    "usage prompt=9 completion=5 reasoning=3\n"
    "end finish\n" },
  { "openai-chat-tools.sse", PRONY_API_OPENAI_CHAT,
    "role\n"
    "tool_call 'weather'\n"
    "tool_call '{\"city\":'\n"
    "tool_call '\"Lyon\"}'\n"
    "empty finish=tool_calls\n"
    "end finish\n" },
  { "openai-chat-error.sse", PRONY_API_OPENAI_CHAT,
    "role\n"
    "content 'Blue'\n"
    "error code=500 type=InternalServerError 'EngineCore encountered an issue.'\n"
    "end finish\n" },
  { "openai-chat-truncated.sse", PRONY_API_OPENAI_CHAT,
    "role\n"
    "content 'Blue'\n"
    "empty not understood\n" },
  { "openai-chat-gateway.sse", PRONY_API_OPENAI_CHAT,
    "comment\n"
    "role\n"
    "comment\n"
    "content 'Grün'\n"
    "content ' é' finish=stop\n"
    "usage prompt=9 completion=2\n"
    "end finish\n" },
  { "openai-chat-llamacpp.sse", PRONY_API_OPENAI_CHAT,
    "comment\n"
    "comment\n"
    "role\n"
    "reasoning 'Hm'\n"
    "comment\n"
    "content 'Blue'\n"
    "empty finish=stop\n"
    "usage prompt=512 completion=2 cached=100 prompt_eval=0.1805 eval=0.04025\n"
    "end finish\n" },
  { "openai-chat-llamacpp-error.sse", PRONY_API_OPENAI_CHAT,
    "role\n"
    "content 'Blue'\n"
    "error code=500 type=server_error 'Context size has been exceeded.'\n"
    "end finish\n" },
  { "openai-chat-tgi.sse", PRONY_API_OPENAI_CHAT,
    "content 'Blue'\n"
    "content ' sky'\n"
    "comment\n"
    "empty finish=stop\n"
    "usage prompt=9 completion=3\n"
    "end finish\n" },
  { "openai-chat-tgi-error.sse", PRONY_API_OPENAI_CHAT,
    "error code=422 type= 'Input validation error: `inputs` tokens + `max_new_tokens` must be <= "
    "4096. Given: 4000 `inputs` tokens and 512 `max_new_tokens`'\n"
    "end finish\n" },
  { "openai-chat-sglang.sse", PRONY_API_OPENAI_CHAT,
    "role\n"
    "reasoning 'Hm'\n"
    "content 'Blue'\n"
    "empty finish=length\n"
    "usage prompt=9 completion=2 reasoning=1\n"
    "end finish\n" },
  { "openai-chat-sglang-full.sse", PRONY_API_OPENAI_CHAT,
    "error code=503 type=ServiceUnavailable 'The request queue is full.'\n"
    "end finish\n" },
  { "openai-chat-koboldcpp.sse", PRONY_API_OPENAI_CHAT,
    "content 'Blue sky'\n"
    "empty finish=stop\n"
    "end finish\n" },
  { "openai-chat-llamaswap.sse", PRONY_API_OPENAI_CHAT,
    "reasoning '━━━━━\n'\n"
    "reasoning 'llama-swap loading model: demo\n'\n"
    "reasoning 'Waking the weights...'\n"
    "reasoning '.'\n"
    "reasoning '\nDone! (3.20s)\n'\n"
    "reasoning '━━━━━\n'\n"
    "reasoning ' \n'\n"
    "role\n"
    "reasoning 'Hm'\n"
    "content 'Blue'\n"
    "empty finish=stop\n"
    "usage prompt=9 completion=2\n"
    "end finish\n" },
  { "openai-chat.json", PRONY_API_OPENAI_CHAT,
    "content 'Blue sky.' thinking='Hm' total=5 finish=stop prompt=9 completion=5\n" },
  { "openai-completions-vllm.sse", PRONY_API_OPENAI_COMPLETIONS,
    "content 'Blue'\n"
    "content ' sky'\n"
    "content '.' finish=length\n"
    "usage prompt=9 completion=3 queue=0.004 prompt_eval=0.1205 eval=0.0305\n"
    "end finish\n" },
  { "openai-completions-tgi.sse", PRONY_API_OPENAI_COMPLETIONS,
    "content 'Blue'\n"
    "content ' sky' total=2 finish=length prompt=9 completion=2\n"
    "end finish\n" },
  { "openai-completions.json", PRONY_API_OPENAI_COMPLETIONS,
    "content 'Blue sky.' total=3 finish=length prompt=9 completion=3\n" },
  { "ollama-chat.ndjson", PRONY_API_OLLAMA_CHAT,
    "reasoning 'Hm'\n"
    "content 'Blue'\n"
    "content ' sky 🌤'\n"
    "end total=42 finish=stop prompt=26 completion=42 load=0.002 prompt_eval=0.13 eval=0.525\n" },
  { "ollama-chat-tools.ndjson", PRONY_API_OLLAMA_CHAT,
    "tool_call 'weather{\"city\":\"Lyon\"}'\n"
    "content ' ok' total=7 finish=stop completion=7 eval=0.07\n" },
  { "ollama-chat-error.ndjson", PRONY_API_OLLAMA_CHAT,
    "content 'Blue'\n"
    "error code=0 type= 'an error was encountered while running the model: unexpected EOF'\n" },
  { "ollama-chat-truncated.ndjson", PRONY_API_OLLAMA_CHAT,
    "content 'Blue'\n"
    "content ' sky'\n" },
  { "ollama-generate.ndjson", PRONY_API_OLLAMA_GENERATE,
    "reasoning 'Hm'\n"
    "content 'Blue'\n"
    "end total=42 finish=length prompt=26 completion=42 load=0.002 prompt_eval=0.13 eval=0.525\n" },
  { "ollama-chat.json", PRONY_API_OLLAMA_CHAT,
    "content 'Blue sky.' thinking='Hm' total=42 finish=stop prompt=26 completion=42 load=0.002 "
    "prompt_eval=0.13 eval=0.525\n" },
  { "llamacpp.sse", PRONY_API_LLAMACPP,
    "comment\n"
    "comment\n"
    "content 'Blue' total=1\n"
    "content ' sky 🌤' total=2\n"
    "end total=3 finish=eos prompt=512 completion=3 cached=0 prompt_eval=0.1805 eval=0.06025\n" },
  { "llamacpp-old.sse", PRONY_API_LLAMACPP,
    "content 'Blue'\n"
    "end total=1 finish=limit prompt=9 completion=1 cached=0 eval=0.01\n" },
  { "llamacpp-error.sse", PRONY_API_LLAMACPP,
    "content 'Blue' total=1\n"
    "error code=500 type=server_error 'Context size has been exceeded.'\n" },
  { "llamacpp.json", PRONY_API_LLAMACPP,
    "content 'Blue sky.' total=3 finish=limit prompt=512 completion=3 cached=0 "
    "prompt_eval=0.1805 eval=0.06025\n" },
  { "tgi.sse", PRONY_API_TGI,
    "content 'Blue' tokens=1\n"
    "comment\n"
    "content ' sky 🌤' tokens=1\n"
    "end total=3 finish=eos_token prompt=9 completion=3\n" },
  { "tgi-length.sse", PRONY_API_TGI,
    "content 'Blue' tokens=1\n"
    "content ' sky' tokens=1 total=2 finish=length prompt=9 completion=2\n" },
  { "tgi-overloaded.sse", PRONY_API_TGI, "error code=0 type=overloaded 'Model is overloaded'\n" },
  { "sglang.sse", PRONY_API_SGLANG,
    "empty so-far total=1 ids=1\n"
    "content 'Blue' so-far total=2 ids=2\n"
    "content 'Blue sky 🌤' so-far total=5 ids=5\n"
    "content 'Blue sky 🌤' so-far total=6 ids=6 finish=stop prompt=9 completion=6 cached=4\n"
    "end finish\n" },
  { "sglang-pieces.sse", PRONY_API_SGLANG,
    "content 'ha' so-far total=1 ids=1\n"
    "content 'ha' total=2 ids=1\n"
    "content 'hahaha' total=5 ids=3 finish=length prompt=9 completion=5 cached=0\n"
    "end finish\n" },
  { "sglang-abort.sse", PRONY_API_SGLANG,
    "content 'Blue' so-far total=1 ids=1\n"
    "error code=500 type=abort 'The request is aborted by a scheduler error.' 'Blue' so-far "
    "total=1 ids=1\n"
    "end finish\n" },
  { "sglang-full.sse", PRONY_API_SGLANG,
    "error code=503 type=ServiceUnavailable 'The request queue is full.'\n"
    "end finish\n" },
  { "sglang.json", PRONY_API_SGLANG,
    "content 'Blue sky.' so-far total=3 ids=3 finish=length prompt=9 completion=3 cached=0\n" },
  { "tgi.json", PRONY_API_TGI, "content 'Blue sky.' total=3 finish=length completion=3\n" },
};

static void
note_count (GString *text, const char *name, gint64 count)
{
  if (count >= 0)
    g_string_append_printf (text, " %s=%" G_GINT64_FORMAT, name, count);
}

static void
note_time (GString *text, const char *name, double seconds)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isnan (seconds))
    g_string_append_printf (text, " %s=%s", name,
                            g_ascii_formatd (number, sizeof number, "%g", seconds));
}

static void
note_delta (GString *text, const PronyDelta *delta)
{
  g_assert_true (g_utf8_validate (delta->text->str, (gssize) delta->text->len, NULL));

  g_string_append (text, prony_event_kind_to_string (delta->kind));
  if (delta->failed)
    g_string_append_printf (text, " code=%u type=%s '%s'", delta->error_code,
                            delta->error_type->str, delta->error_message->str);
  else if (delta->error_message->len > 0)
    g_string_append (text, " not understood");
  if (delta->text->len > 0)
    g_string_append_printf (text, " '%s'", delta->text->str);
  if (delta->thinking->len > 0)
    g_string_append_printf (text, " thinking='%s'", delta->thinking->str);
  if (delta->so_far)
    g_string_append (text, " so-far");
  note_count (text, "tokens", delta->tokens);
  note_count (text, "total", delta->total_tokens);
  note_count (text, "ids", delta->n_ids);
  if (delta->finish)
    g_string_append_printf (text, " finish%s%s", delta->finish_reason->len > 0 ? "=" : "",
                            delta->finish_reason->str);
  note_count (text, "prompt", delta->prompt_tokens);
  note_count (text, "completion", delta->completion_tokens);
  note_count (text, "reasoning", delta->reasoning_tokens);
  note_count (text, "cached", delta->cached_tokens);
  note_time (text, "load", delta->load_time_s);
  note_time (text, "queue", delta->queue_time_s);
  note_time (text, "prompt_eval", delta->prompt_eval_time_s);
  note_time (text, "eval", delta->eval_time_s);
  g_string_append_c (text, '\n');
}

typedef struct
{
  const PronyDialect *dialect;
  PronyDelta delta;
  GString *text;
} Reader;

static void
on_event_cb (const char *name, const char *data, gsize length, gboolean comment, gpointer user_data)
{
  Reader *reader = user_data;

  if (comment)
    {
      g_string_append (reader->text, "comment\n");
      return;
    }

  prony_delta_clear (&reader->delta);
  reader->dialect->read_event (name, data, length, &reader->delta);
  note_delta (reader->text, &reader->delta);
}

static void
test_stream (gconstpointer data)
{
  const Case *item = data;
  g_autofree char *path =
    g_build_filename (g_getenv ("PRONY_TEST_DATA"), "streams", item->file, NULL);
  Reader reader = { prony_dialect_get (item->api), { 0 }, g_string_new (NULL) };
  PronyFraming framing =
    g_str_has_suffix (item->file, ".json") ? PRONY_FRAMING_WHOLE : reader.dialect->framing;
  g_autoptr (PronyEventParser) parser = prony_event_parser_new (framing);
  g_autofree char *bytes = NULL;
  gsize size = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  prony_delta_init (&reader.delta);
  g_assert_true (prony_event_parser_feed (parser, bytes, size, on_event_cb, &reader));
  prony_event_parser_finish (parser, on_event_cb, &reader);

  g_assert_cmpstr (reader.text->str, ==, item->deltas);

  prony_delta_destroy (&reader.delta);
  g_string_free (reader.text, TRUE);
}

/* Every recorded stream has its row above. */
static void
test_all_are_read (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("PRONY_TEST_DATA"), "streams", NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (folder);
  while ((name = g_dir_read_name (folder)) != NULL)
    n += *name != '.';

  g_assert_cmpuint (n, ==, G_N_ELEMENTS (cases));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *test = g_strconcat ("/engines/dialect/streams/", cases[i].file, NULL);

      g_test_add_data_func (test, &cases[i], test_stream);
    }
  g_test_add_func ("/engines/dialect/streams/all-are-read", test_all_are_read);

  return g_test_run ();
}
