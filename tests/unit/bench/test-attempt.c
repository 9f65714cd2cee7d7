/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* One request and all that there is to see of it: also when it is stopped, or fails
 * before, at or after its first token. */

#include "config.h"

#include <string.h>

#include "base/prony-error.h"
#include "core/bench/prony-attempt.h"
#include "support/prony-test-server.h"

#define KEY "sk-this-is-secret"
#define DEADLINE_US (30 * G_TIME_SPAN_SECOND)

/* What a reader has put together of an attempt. */
typedef struct
{
  PronyAttempt *attempt;
  PronyAttemptNews news;
  GString *answer;
  GString *reasoning;
  guint n_events;
} Reader;

static PronyTarget *
new_target (const char *url, PronyApi api)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new (url, &error);

  g_assert_no_error (error);
  engine->api = api;
  return prony_target_new (engine, "m");
}

static void
reader_start (Reader *self, PronyTarget *target, gboolean prepared, PronyRequestSpec *spec)
{
  *self = (Reader){ .answer = g_string_new (NULL), .reasoning = g_string_new (NULL) };
  prony_attempt_news_init (&self->news);
  self->attempt = prony_attempt_start (target, prepared, spec, 30);
}

/* Reads until at least @n_events have come, or to the end. */
static void
reader_read (Reader *self, guint n_events)
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;

  while (self->news.phase != PRONY_ATTEMPT_ENDED && self->n_events < n_events)
    {
      prony_attempt_take (self->attempt, &self->news);
      g_string_append_len (self->answer, self->news.answer->str, (gssize) self->news.answer->len);
      g_string_append_len (self->reasoning, self->news.reasoning->str,
                           (gssize) self->news.reasoning->len);
      self->n_events += self->news.events->len;
      g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
      g_usleep (1000);
    }
}

static PronyAttemptResult *
reader_end (Reader *self)
{
  PronyAttemptResult *result;

  reader_read (self, G_MAXUINT);
  result = prony_attempt_result_ref (prony_attempt_get_result (self->attempt));
  prony_attempt_unref (self->attempt);
  prony_attempt_news_clear (&self->news);
  g_string_free (self->answer, TRUE);
  g_string_free (self->reasoning, TRUE);
  return result;
}

static PronyAttemptResult *
ask (PronyTarget *target, gboolean prepared)
{
  g_autoptr (PronyRequestSpec) spec = prony_request_spec_new (NULL, "Hi");
  Reader reader;

  reader_start (&reader, target, prepared, spec);
  return reader_end (&reader);
}

/* --- What comes ------------------------------------------------------------------------ */

static gboolean
answer_with_thinking (PronyTestRequest *request, gpointer user_data)
{
  if (!prony_test_request_begin (request, "text/event-stream"))
    return FALSE;
  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *chunk =
        g_strdup_printf ("data: {\"choices\": [{\"delta\": {\"%s\": \"%s%u\"}}]}\n\n",
                         i < 3 ? "reasoning_content" : "content", i < 3 ? "think " : "say ü\\n", i);

      prony_test_request_chunk (request, chunk);
      prony_test_request_sleep (request, 2);
    }
  prony_test_request_chunk (request, "data: {\"choices\": [{\"delta\": {}, \"finish_reason\": "
                                     "\"stop\"}]}\n\ndata: [DONE]\n\n");
  return prony_test_request_end (request);
}

static void
test_thinking (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (answer_with_thinking, NULL);
  g_autoptr (PronyTarget) target =
    new_target (prony_test_server_get_url (server), PRONY_API_OPENAI_CHAT);
  g_autoptr (PronyRequestSpec) spec = prony_request_spec_new (NULL, "Hi");
  g_autoptr (PronyAttemptResult) result = NULL;
  g_autoptr (GString) answer = g_string_new (NULL);
  g_autoptr (GString) reasoning = g_string_new (NULL);
  Reader reader;

  reader_start (&reader, target, TRUE, spec);
  reader_read (&reader, G_MAXUINT);
  g_assert_cmpstr (reader.reasoning->str, ==, "think 0think 1think 2");
  g_assert_cmpstr (reader.answer->str, ==, "say ü\n3say ü\n4say ü\n5");
  result = prony_attempt_result_ref (prony_attempt_get_result (reader.attempt));
  g_assert_cmpuint (reader.n_events, ==, result->events->len);
  g_assert_cmpint (reader.news.sent_ns, ==, result->record->sent_ns);
  prony_attempt_result_unref (reader_end (&reader));

  g_assert_true (prony_attempt_result_succeeded (result));
  g_assert_null (prony_attempt_result_get_trouble (result));
  for (guint i = 0; i < result->events->len; i++)
    {
      const PronyAttemptEvent *item = &g_array_index (result->events, PronyAttemptEvent, i);
      g_autofree char *piece = prony_attempt_result_get_piece (result, i);

      g_string_append (item->event.kind == PRONY_EVENT_REASONING ? reasoning : answer,
                       piece != NULL ? piece : "");
    }
  g_assert_cmpstr (answer->str, ==, result->record->answer->str);
  g_assert_cmpstr (reasoning->str, ==, result->record->reasoning->str);
  g_assert_cmpuint (result->log->exchanges->len, ==, 1);
  g_assert_cmpuint (((PronyExchange *) result->log->exchanges->pdata[0])->body_length, >, 0);
  g_assert_null (result->dropped);
}

/* Tokens come two at a time, and only the tokenizer says so. */
static gboolean
tokenize (PronyTestRequest *request, gpointer user_data)
{
  static const char tokens[] = "{\"tokens\": [1, 2, 3, 4, 5, 6]}";

  if (strstr (request->path, "tokenize") != NULL)
    return prony_test_request_printf (request,
                                      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                      "Content-Length: %u\r\n\r\n%s",
                                      (guint) strlen (tokens), tokens);

  prony_test_request_begin (request, "text/event-stream");
  for (guint i = 0; i < 3; i++)
    prony_test_request_token (request, "two words ");
  prony_test_request_chunk (request, "data: [DONE]\n\n");
  return prony_test_request_end (request);
}

static void
test_count (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (tokenize, NULL);
  g_autoptr (PronyTarget) target =
    new_target (prony_test_server_get_url (server), PRONY_API_OPENAI_CHAT);
  g_autoptr (PronyAttemptResult) result = NULL;

  target->engine->kind = PRONY_ENGINE_LLAMACPP;
  result = ask (target, TRUE);
  g_assert_true (prony_attempt_result_succeeded (result));
  g_assert_cmpint (result->record->count_source, ==, PRONY_COUNT_TOKENIZE);
  g_assert_cmpint (result->record->completion_tokens, ==, 6);
}

/* --- Stopping -------------------------------------------------------------------------- */

static gboolean
answer_for_ever (PronyTestRequest *request, gpointer user_data)
{
  if (!prony_test_request_begin (request, "text/event-stream"))
    return FALSE;
  for (guint i = 0; i < 5; i++)
    prony_test_request_token (request, "word ");
  prony_test_request_wait_for_close (request, 30000);
  return FALSE;
}

static void
test_stop (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (answer_for_ever, NULL);
  g_autoptr (PronyTarget) target =
    new_target (prony_test_server_get_url (server), PRONY_API_OPENAI_CHAT);
  g_autoptr (PronyRequestSpec) spec = prony_request_spec_new (NULL, "Hi");
  g_autoptr (PronyAttemptResult) result = NULL;
  Reader reader;

  reader_start (&reader, target, TRUE, spec);
  reader_read (&reader, 5);
  g_assert_cmpint (reader.news.phase, ==, PRONY_ATTEMPT_ANSWERING);
  g_assert_null (prony_attempt_get_result (reader.attempt));
  prony_attempt_stop (reader.attempt);
  result = reader_end (&reader);

  g_assert_cmpint (result->record->outcome, ==, PRONY_OUTCOME_CANCELLED);
  g_assert_cmpstr (result->record->answer->str, ==, "word word word word word ");
  g_assert_nonnull (strstr (prony_attempt_result_get_trouble (result), "stopped"));
  g_assert_cmpuint (result->events->len, >=, 5);
}

static gboolean
answer_nothing (PronyTestRequest *request, gpointer user_data)
{
  prony_test_request_wait_for_close (request, 30000);
  return FALSE;
}

/* While the engine is asked what it is. */
static void
test_stop_early (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (answer_nothing, NULL);
  g_autoptr (PronyTarget) target = new_target (prony_test_server_get_url (server), PRONY_API_AUTO);
  g_autoptr (PronyRequestSpec) spec = prony_request_spec_new (NULL, "Hi");
  g_autoptr (PronyAttemptResult) result = NULL;
  Reader reader;

  reader_start (&reader, target, FALSE, spec);
  prony_attempt_stop (reader.attempt);
  result = reader_end (&reader);

  g_assert_null (result->record);
  g_assert_error (result->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpstr (prony_attempt_result_get_trouble (result), ==, result->error->message);
  g_assert_cmpuint (result->log->exchanges->len, ==, 0);
}

/* Who is not interested any more need not wait. */
static void
test_drop (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (answer_for_ever, NULL);
  g_autoptr (PronyTarget) target =
    new_target (prony_test_server_get_url (server), PRONY_API_OPENAI_CHAT);
  g_autoptr (PronyRequestSpec) spec = prony_request_spec_new (NULL, "Hi");
  PronyAttempt *attempt = prony_attempt_start (target, TRUE, spec, 0);
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;

  while (prony_test_server_count_requests (server) == 0)
    g_usleep (1000);
  prony_attempt_stop (attempt);
  prony_attempt_unref (attempt);
  while (prony_test_server_get_closed_us (server) == 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
      g_usleep (1000);
    }
}

/* --- Trouble ---------------------------------------------------------------------------- */

static char *
find_closed_url (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_socket_listener_close (listener);
  return g_strdup_printf ("http://127.0.0.1:%u", port);
}

static void
test_away (void)
{
  g_autofree char *url = find_closed_url ();
  g_autoptr (PronyTarget) target = new_target (url, PRONY_API_OPENAI_CHAT);
  g_autoptr (PronyAttemptResult) probed = ask (target, FALSE);
  g_autoptr (PronyAttemptResult) sent = ask (target, TRUE);

  g_assert_null (probed->record);
  g_assert_error (probed->error, PRONY_ERROR, PRONY_ERROR_UNREACHABLE);

  g_assert_cmpint (sent->record->outcome, ==, PRONY_OUTCOME_CONNECT);
  g_assert_false (prony_attempt_result_succeeded (sent));
  g_assert_nonnull (prony_attempt_result_get_trouble (sent));
  g_assert_cmpuint (sent->log->exchanges->len, ==, 1);
}

/* Repeats the key, as some do. */
static gboolean
refuse_key (PronyTestRequest *request, gpointer user_data)
{
  static const char body[] = "{\"error\": {\"message\": \"Incorrect API key: " KEY "\"}}";

  return prony_test_request_printf (request,
                                    "HTTP/1.1 401 Unauthorized\r\nContent-Type: "
                                    "application/json\r\nContent-Length: %u\r\n\r\n%s",
                                    (guint) strlen (body), body);
}

static void
test_unauthorized (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (refuse_key, NULL);
  g_autoptr (PronyTarget) target =
    new_target (prony_test_server_get_url (server), PRONY_API_OPENAI_CHAT);
  g_autoptr (PronyAttemptResult) probed = NULL;
  g_autoptr (PronyAttemptResult) sent = NULL;

  target->credentials = prony_credentials_new (KEY);
  probed = ask (target, FALSE);
  g_assert_error (probed->error, PRONY_ERROR, PRONY_ERROR_UNAUTHORIZED);
  g_assert_null (strstr (probed->error->message, KEY));

  sent = ask (target, TRUE);
  g_assert_cmpint (sent->record->outcome, ==, PRONY_OUTCOME_HTTP_4XX);
  g_assert_cmpuint (sent->record->http_status, ==, 401);
  g_assert_null (strstr (prony_attempt_result_get_trouble (sent), KEY));
}

static gboolean
break_off (PronyTestRequest *request, gpointer user_data)
{
  prony_test_request_begin (request, "text/event-stream");
  prony_test_request_token (request, "so far");
  prony_test_request_chunk (request, "data: {\"error\": {\"message\": \"Out of memory\"}}\n\n");
  return prony_test_request_end (request);
}

static void
test_error_in_stream (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (break_off, NULL);
  g_autoptr (PronyTarget) target =
    new_target (prony_test_server_get_url (server), PRONY_API_OPENAI_CHAT);
  g_autoptr (PronyAttemptResult) result = ask (target, TRUE);

  g_assert_cmpint (result->record->outcome, ==, PRONY_OUTCOME_STREAM_ERROR);
  g_assert_cmpstr (result->record->answer->str, ==, "so far");
  g_assert_nonnull (strstr (prony_attempt_result_get_trouble (result), "Out of memory"));
}

static gboolean
refuse_seed (PronyTestRequest *request, gpointer user_data)
{
  static const char body[] = "{\"error\": {\"message\": \"Unknown parameter: 'seed'.\", "
                             "\"param\": \"seed\", \"code\": \"unknown_parameter\"}}";

  if (strstr (request->body, "\"seed\"") == NULL)
    return prony_test_request_chat (request, 3, 0);
  return prony_test_request_printf (request,
                                    "HTTP/1.1 400 Bad Request\r\nContent-Type: "
                                    "application/json\r\nContent-Length: %u\r\n\r\n%s",
                                    (guint) strlen (body), body);
}

/* Both exchanges are to be seen, and what was left out of the second. */
static void
test_refused_field (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (refuse_seed, NULL);
  g_autoptr (PronyTarget) target =
    new_target (prony_test_server_get_url (server), PRONY_API_OPENAI_CHAT);
  g_autoptr (PronyRequestSpec) spec = prony_request_spec_new (NULL, "Hi");
  g_autoptr (PronyAttemptResult) result = NULL;
  Reader reader;

  spec->seed = 5;
  reader_start (&reader, target, TRUE, spec);
  result = reader_end (&reader);

  g_assert_true (prony_attempt_result_succeeded (result));
  g_assert_nonnull (result->dropped);
  g_assert_cmpuint (g_strv_length (result->dropped), ==, 1);
  g_assert_cmpstr (result->dropped[0], ==, "seed");
  g_assert_cmpuint (result->log->exchanges->len, ==, 2);
  g_assert_cmpstr (((PronyExchange *) result->log->exchanges->pdata[0])->response.line, ==,
                   "HTTP/1.1 400 Bad Request");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/attempt/thinking", test_thinking);
  g_test_add_func ("/attempt/count", test_count);
  g_test_add_func ("/attempt/stop", test_stop);
  g_test_add_func ("/attempt/stop-early", test_stop_early);
  g_test_add_func ("/attempt/drop", test_drop);
  g_test_add_func ("/attempt/away", test_away);
  g_test_add_func ("/attempt/unauthorized", test_unauthorized);
  g_test_add_func ("/attempt/error-in-stream", test_error_in_stream);
  g_test_add_func ("/attempt/refused-field", test_refused_field);

  return g_test_run ();
}
