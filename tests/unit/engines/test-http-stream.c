/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/engines/prony-http-answer.h"
#include "unit/engines/http-client.h"

/* Asks once and asserts how it ended. */
static PronyRequestRecord *
ask_once (PronyTestHandler handler, gpointer handler_data, PronyApi api, PronyOutcome outcome)
{
  Client client;
  PronyRequestRecord *record;

  client_init (&client, handler, handler_data, api);
  record = client_ask (&client, TRUE, PLENTY_S);
  if (record->outcome != outcome)
    g_test_message ("%s", record->error_message);
  g_assert_cmpstr (prony_outcome_to_string (record->outcome), ==,
                   prony_outcome_to_string (outcome));
  if (outcome != PRONY_OUTCOME_OK)
    g_assert_nonnull (record->error_message);
  client_destroy (&client);
  return record;
}

/* --- Streams that are right ------------------------------------------------- */

static gboolean
answer_chat (PronyTestRequest *request, gpointer user_data)
{
  g_assert_cmpstr (request->method, ==, "POST");
  g_assert_cmpstr (request->path, ==, "/v1/chat/completions");
  g_assert_nonnull (strstr (request->headers, "Accept-Encoding: identity\n"));
  g_assert_nonnull (strstr (request->headers, "Content-Type: application/json\n"));
  g_assert_nonnull (strstr (request->headers, "Content-Length: "));
  g_assert_null (strstr (request->headers, "Transfer-Encoding"));
  g_assert_nonnull (strstr (request->headers, "User-Agent: Prony/"));
  return prony_test_request_chat (request, 5, 2);
}

static void
test_sse (void)
{
  Client client;

  client_init (&client, answer_chat, NULL, PRONY_API_OPENAI_CHAT);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (PronyRequestRecord) record = client_ask (&client, TRUE, PLENTY_S);

      g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_OK);
      g_assert_null (record->error_message);
      g_assert_cmpuint (record->http_status, ==, 200);
      g_assert_cmpstr (record->answer->str, ==, "tok tok tok tok tok ");
      g_assert_cmpstr (record->prompt, ==, "Say something.");
      g_assert_cmpstr (record->finish_reason, ==, "stop");
      g_assert_cmpstr (record->model, ==, "m");
      g_assert_cmpint (record->prompt_tokens, ==, 7);
      g_assert_cmpint (record->completion_tokens, ==, 5);
      g_assert_cmpint (record->count_source, ==, PRONY_COUNT_USAGE);
      g_assert_cmpuint (count_events (record, PRONY_EVENT_CONTENT), ==, 5);
      g_assert_cmpuint (count_events (record, PRONY_EVENT_END), ==, 1);
      assert_stamps_in_order (record);

      /* The connection is opened once. */
      g_assert_true (record->reused == (i > 0));
      g_assert_cmpuint (prony_http_stream_get_connections (client.stream), ==, i > 0 ? 0 : 1);
      if (i > 0)
        {
          g_assert_cmpint (record->connected_ns, ==, record->started_ns);
          g_assert_cmpint (record->connect_time_ns, ==, 0);
        }
      else
        {
          g_assert_cmpint (record->connect_time_ns, >, 0);
        }
    }

  g_assert_cmpuint (client.n_sent, ==, 3);
  g_assert_cmpuint (prony_test_server_count_connections (client.server), ==, 1);
  client_destroy (&client);
}

static gboolean
answer_ndjson (PronyTestRequest *request, gpointer user_data)
{
  g_assert_cmpstr (request->path, ==, "/api/chat");
  prony_test_request_begin (request, "application/x-ndjson");
  for (guint i = 0; i < 3; i++)
    prony_test_request_chunk (
      request, "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"Hi. \"},"
               "\"done\":false}\n");
  prony_test_request_chunk (request,
                            "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"\"}"
                            ",\"done\":true,\"done_reason\":\"stop\",\"load_duration\":2000000,"
                            "\"prompt_eval_count\":4,\"prompt_eval_duration\":5000000,"
                            "\"eval_count\":3,\"eval_duration\":9000000}\n");
  return prony_test_request_end (request);
}

static void
test_ndjson (void)
{
  g_autoptr (PronyRequestRecord) record =
    ask_once (answer_ndjson, NULL, PRONY_API_OLLAMA_CHAT, PRONY_OUTCOME_OK);

  g_assert_cmpstr (record->answer->str, ==, "Hi. Hi. Hi. ");
  g_assert_cmpint (record->completion_tokens, ==, 3);
  g_assert_cmpint (record->prompt_tokens, ==, 4);
  g_assert_cmpfloat (record->load_time_s, ==, 0.002);
  g_assert_cmpint (record->sentence_ns, ==,
                   g_array_index (record->events, PronyRecordEvent, 0).at_ns);
  assert_stamps_in_order (record);
}

static gboolean
answer_bytewise (PronyTestRequest *request, gpointer user_data)
{
  static const char body[] =
    "data: {\"choices\":[{\"delta\":{\"content\":\"\xc3\xa9\"}}]}\r\n\r\n"
    ": still here\r\n\r\n"
    "data: {\"choices\":[{\"delta\":{\"content\":\"!\"},\"finish_reason\":\"stop\"}]}\r\n\r\n"
    "data: [DONE]\r\n\r\n";

  prony_test_request_begin (request, "text/event-stream");
  for (gsize i = 0; body[i] != '\0'; i++)
    {
      char byte[2] = { body[i], '\0' };

      prony_test_request_chunk (request, byte);
    }
  return prony_test_request_end (request);
}

static void
test_one_byte_at_a_time (void)
{
  g_autoptr (PronyRequestRecord) record =
    ask_once (answer_bytewise, NULL, PRONY_API_OPENAI_CHAT, PRONY_OUTCOME_OK);

  g_assert_cmpstr (record->answer->str, ==, "\xc3\xa9!");
  g_assert_cmpuint (count_events (record, PRONY_EVENT_COMMENT), ==, 1);
  g_assert_cmpint (record->completion_tokens, ==, 2);
  g_assert_cmpint (record->count_source, ==, PRONY_COUNT_CHUNKS);
}

static gboolean
answer_whole (PronyTestRequest *request, gpointer user_data)
{
  const char *body = "{\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":"
                     "\"assistant\",\"content\":\"All at once.\"},\"finish_reason\":\"stop\"}],"
                     "\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":4}}";

  return prony_test_request_printf (request,
                                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                    "Content-Length: %zu\r\n\r\n%s",
                                    strlen (body), body);
}

/* The same whether no stream was asked for or a gateway sends none. */
static void
test_whole_answer (gconstpointer data)
{
  Client client;
  g_autoptr (PronyRequestRecord) record = NULL;

  client_init (&client, answer_whole, NULL, PRONY_API_OPENAI_CHAT);
  record = client_ask (&client, GPOINTER_TO_INT (data), PLENTY_S);
  g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_OK);
  g_assert_cmpstr (record->answer->str, ==, "All at once.");
  g_assert_cmpint (record->completion_tokens, ==, 4);
  g_assert_cmpint (record->count_source, ==, PRONY_COUNT_USAGE);

  /* It has no first token. */
  for (guint i = 0; i < record->events->len; i++)
    g_assert_false (
      prony_event_kind_carries_tokens (g_array_index (record->events, PronyRecordEvent, i).kind));
  g_assert_cmpint (record->sentence_ns, ==, 0);
  g_assert_cmpint (record->finished_ns, >, record->sent_ns);
  client_destroy (&client);
}

static gboolean
answer_long_line (PronyTestRequest *request, gpointer user_data)
{
  g_autofree char *long_text = g_malloc (8 * 1024 * 1024 + 1);
  g_autofree char *event = NULL;

  memset (long_text, 'x', 8 * 1024 * 1024);
  long_text[8 * 1024 * 1024] = '\0';
  event = g_strdup_printf ("data: {\"choices\":[{\"delta\":{\"content\":\"%s\"},"
                           "\"finish_reason\":\"stop\"}]}\n\n",
                           long_text);
  prony_test_request_begin (request, "text/event-stream");
  prony_test_request_chunk (request, event);
  prony_test_request_chunk (request, "data: [DONE]\n\n");
  return prony_test_request_end (request);
}

static void
test_long_line (void)
{
  g_autoptr (PronyRequestRecord) record =
    ask_once (answer_long_line, NULL, PRONY_API_OPENAI_CHAT, PRONY_OUTCOME_OK);

  g_assert_cmpuint (record->answer->len, ==, 8 * 1024 * 1024);
}

/* --- Ends of streams -------------------------------------------------------- */

/* What comes after the headers, verbatim, then the connection closes. */
typedef struct
{
  const char *name;
  PronyApi api;
  const char *head;
  const char *body;
  PronyOutcome outcome;
  gint64 tokens;
} End;

#define OK_HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
#define TOKEN "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n"
#define FINISH "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
#define DONE "data: [DONE]\n\n"
#define CHAT PRONY_API_OPENAI_CHAT
#define OLLAMA PRONY_API_OLLAMA_CHAT

static const End ends[] = {
  { "close-delimited", CHAT, OK_HEAD, TOKEN FINISH DONE, PRONY_OUTCOME_OK, 1 },
  { "no-final-newline", CHAT, OK_HEAD, TOKEN FINISH "data: [DONE]", PRONY_OUTCOME_OK, 1 },
  { "finish-without-mark", CHAT, OK_HEAD, TOKEN FINISH, PRONY_OUTCOME_OK, 1 },
  { "mark-without-finish", CHAT, OK_HEAD, TOKEN DONE, PRONY_OUTCOME_OK, 1 },
  { "no-mark", CHAT, OK_HEAD, TOKEN TOKEN, PRONY_OUTCOME_TRUNCATED, 2 },
  { "short-body", CHAT, OK_HEAD "Content-Length: 5000\r\n", TOKEN, PRONY_OUTCOME_TRUNCATED, 1 },
  { "short-after-mark", CHAT, OK_HEAD "Content-Length: 5000\r\n", TOKEN DONE, PRONY_OUTCOME_OK, 1 },
  { "broken-chunk", CHAT, OK_HEAD "Transfer-Encoding: chunked\r\n", "ff\r\n" TOKEN,
    PRONY_OUTCOME_TRUNCATED, 1 },
  { "empty-body", CHAT, OK_HEAD "Content-Length: 0\r\n", "", PRONY_OUTCOME_TRUNCATED, -1 },
  { "no-token", CHAT, OK_HEAD, FINISH DONE, PRONY_OUTCOME_EMPTY, -1 },
  { "not-json", CHAT, OK_HEAD, "data: hello\n\ndata: you\n\n", PRONY_OUTCOME_PROTOCOL, -1 },
  { "some-not-json", CHAT, OK_HEAD, "data: hello\n\n" TOKEN FINISH DONE, PRONY_OUTCOME_OK, 1 },
  { "error-event", CHAT, OK_HEAD,
    TOKEN "data: {\"error\":{\"message\":\"out of memory\",\"code\":500}}\n\n" DONE,
    PRONY_OUTCOME_STREAM_ERROR, 1 },
  { "ollama-error", OLLAMA, "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n",
    "{\"message\":{\"content\":\"a\"},\"done\":false}\n{\"error\":\"llama runner died\"}\n",
    PRONY_OUTCOME_STREAM_ERROR, 1 },
  { "ollama-truncated", OLLAMA, "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n",
    "{\"message\":{\"content\":\"a\"},\"done\":false}\n", PRONY_OUTCOME_TRUNCATED, 1 },
  { "web-page", CHAT, "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n",
    "<html><body>Log in</body></html>", PRONY_OUTCOME_PROTOCOL, -1 },
  { "404", CHAT, "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\n",
    "{\"error\":{\"message\":\"no such model\"}}", PRONY_OUTCOME_HTTP_4XX, -1 },
  { "401", CHAT, "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\n",
    "{\"error\":\"Unauthorized\"}", PRONY_OUTCOME_HTTP_4XX, -1 },
  { "429", CHAT, "HTTP/1.1 429 Too Many Requests\r\n", "slow down", PRONY_OUTCOME_HTTP_429, -1 },
  { "421", CHAT, "HTTP/1.1 421 Misdirected Request\r\n", "no", PRONY_OUTCOME_HTTP_4XX, -1 },
  { "503", CHAT, "HTTP/1.1 503 Service Unavailable\r\n", "", PRONY_OUTCOME_HTTP_5XX, -1 },
  { "overflow", CHAT, "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n",
    "{\"error\":{\"code\":400,\"message\":\"the request exceeds the available context size\","
    "\"type\":\"exceed_context_size_error\"}}",
    PRONY_OUTCOME_CONTEXT_OVERFLOW, -1 },
  { "not-http", CHAT, NULL, "SSH-2.0-OpenSSH_9.2\r\n\r\n", PRONY_OUTCOME_PROTOCOL, -1 },
  { "closed", CHAT, NULL, "", PRONY_OUTCOME_CONNECT, -1 },
};

static gboolean
answer_end (PronyTestRequest *request, gpointer user_data)
{
  const End *end = user_data;

  if (end->head != NULL)
    prony_test_request_printf (request, "%s\r\n", end->head);
  prony_test_request_write (request, end->body, -1);
  return FALSE;
}

static void
test_end (gconstpointer data)
{
  const End *end = data;
  g_autoptr (PronyRequestRecord) record =
    ask_once (answer_end, (gpointer) end, end->api, end->outcome);

  g_assert_cmpint (record->completion_tokens, ==, end->tokens);
  g_assert_cmpint (record->finished_ns, >=, record->started_ns);
}

static gboolean
answer_later (PronyTestRequest *request, gpointer user_data)
{
  return prony_test_request_printf (request,
                                    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 7\r\n"
                                    "Content-Length: 0\r\n\r\n");
}

static void
test_retry_after (void)
{
  g_autoptr (PronyRequestRecord) later =
    ask_once (answer_later, NULL, PRONY_API_OPENAI_CHAT, PRONY_OUTCOME_HTTP_5XX);
  g_autoptr (PronyRequestRecord) now =
    ask_once (answer_chat, NULL, PRONY_API_OPENAI_CHAT, PRONY_OUTCOME_OK);

  g_assert_cmpfloat (later->retry_after_s, ==, 7);
  g_assert_true (isnan (now->retry_after_s));
}

/* --- Servers that take their time ------------------------------------------- */

static gboolean
answer_never (PronyTestRequest *request, gpointer user_data)
{
  prony_test_request_sleep (request, 30000);
  return FALSE;
}

static gboolean
answer_half (PronyTestRequest *request, gpointer user_data)
{
  prony_test_request_begin (request, "text/event-stream");
  prony_test_request_token (request, "a");
  prony_test_request_wait_for_close (request, 30000);
  return FALSE;
}

static void
test_timeout (gconstpointer data)
{
  Client client;
  g_autoptr (PronyRequestRecord) record = NULL;
  gboolean half = GPOINTER_TO_INT (data);

  client_init (&client, half ? answer_half : answer_never, NULL, PRONY_API_OPENAI_CHAT);
  record = client_ask (&client, TRUE, half ? 0.5 : 0.1);
  g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_TIMEOUT);
  g_assert_nonnull (record->error_message);
  g_assert_cmpint (record->finished_ns - record->started_ns, >=, PRONY_NS_PER_S / 10);
  g_assert_cmpuint (count_events (record, PRONY_EVENT_CONTENT), ==, half ? 1 : 0);
  client_destroy (&client);
}

static void
test_cancel (gconstpointer data)
{
  Client client;
  g_autoptr (PronyRequestRecord) record = NULL;
  gboolean half = GPOINTER_TO_INT (data);

  client_init (&client, half ? answer_half : answer_never, NULL, PRONY_API_OPENAI_CHAT);
  record = client_send (&client, TRUE, 0);
  while (half ? client.n_events == 0 : client.n_sent == 0)
    g_main_context_iteration (NULL, TRUE);

  prony_http_stream_cancel (client.stream);
  g_assert_true (client.done);
  g_assert_false (prony_http_stream_is_busy (client.stream));
  g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_CANCELLED);
  g_assert_cmpint (record->sent_ns, >, 0);

  /* The engine notices. */
  while (half && prony_test_server_get_closed_us (client.server) == 0)
    g_main_context_iteration (NULL, FALSE);
  client_destroy (&client);
}

static void
test_cancel_at_once (void)
{
  Client client;
  g_autoptr (PronyRequestRecord) record = NULL;

  client_init (&client, answer_chat, NULL, PRONY_API_OPENAI_CHAT);
  record = client_send (&client, TRUE, 0);
  prony_http_stream_cancel (client.stream);
  g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_CANCELLED);

  /* The stream may be used again. */
  prony_request_record_unref (record);
  record = client_ask (&client, TRUE, PLENTY_S);
  g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_OK);
  client_destroy (&client);
}

/* The end mark counts, even if the body then goes on for ever. */
static gboolean
answer_without_end (PronyTestRequest *request, gpointer user_data)
{
  prony_test_request_begin (request, "text/event-stream");
  prony_test_request_token (request, "a");
  prony_test_request_chunk (request, DONE);
  prony_test_request_wait_for_close (request, 30000);
  return FALSE;
}

static void
test_body_without_end (void)
{
  g_autoptr (PronyRequestRecord) record =
    ask_once (answer_without_end, NULL, PRONY_API_OPENAI_CHAT, PRONY_OUTCOME_OK);
  const PronyRecordEvent *last =
    &g_array_index (record->events, PronyRecordEvent, record->events->len - 1);

  g_assert_cmpint (record->finished_ns, ==, last->at_ns);
}

/* A line that never ends is cut off before it fills the memory. */
static gboolean
answer_endless_line (PronyTestRequest *request, gpointer user_data)
{
  g_autofree char *text = g_strnfill (1024 * 1024, 'x');

  prony_test_request_begin (request, "text/event-stream");
  prony_test_request_chunk (request, "data: ");
  while (prony_test_request_chunk (request, text))
    ;
  return FALSE;
}

static void
test_endless_line (void)
{
  g_autoptr (PronyRequestRecord) record =
    ask_once (answer_endless_line, NULL, PRONY_API_OPENAI_CHAT, PRONY_OUTCOME_PROTOCOL);

  g_assert_nonnull (strstr (record->error_message, "64 MiB"));
}

/* --- Connections ------------------------------------------------------------ */

/* Answers the first request of a connection and closes it at the second one, as a
 * server does whose time for idle connections is just over. */
static gboolean
answer_then_close (PronyTestRequest *request, gpointer user_data)
{
  return request->nth == 1 && prony_test_request_chat (request, 2, 0);
}

static void
test_stale_connection (void)
{
  Client client;

  client_init (&client, answer_then_close, NULL, PRONY_API_OPENAI_CHAT);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (PronyRequestRecord) record = client_ask (&client, TRUE, PLENTY_S);

      g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_OK);
      g_assert_false (record->reused);
      g_assert_cmpuint (prony_http_stream_get_connections (client.stream), ==, 1);
      assert_stamps_in_order (record);
    }

  g_assert_cmpuint (prony_test_server_count_connections (client.server), ==, 3);
  g_assert_cmpuint (prony_test_server_count_requests (client.server), ==, 5);
  client_destroy (&client);
}

static gboolean
answer_and_close (PronyTestRequest *request, gpointer user_data)
{
  prony_test_request_chat (request, 2, 0);
  return FALSE;
}

static void
test_closed_connections (void)
{
  Client client;

  client_init (&client, answer_and_close, NULL, PRONY_API_OPENAI_CHAT);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (PronyRequestRecord) record = client_ask (&client, TRUE, PLENTY_S);

      g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_OK);
      g_assert_cmpuint (prony_http_stream_get_connections (client.stream), ==, 1);
    }
  client_destroy (&client);
}

/* A fresh connection that is closed without an answer is the engine's failure. */
static gboolean
answer_nothing (PronyTestRequest *request, gpointer user_data)
{
  return FALSE;
}

static void
test_no_second_try (void)
{
  Client client;
  g_autoptr (PronyRequestRecord) record = NULL;

  client_init (&client, answer_nothing, NULL, PRONY_API_OPENAI_CHAT);
  record = client_ask (&client, TRUE, PLENTY_S);
  g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_CONNECT);
  g_assert_cmpuint (prony_test_server_count_requests (client.server), ==, 1);
  client_destroy (&client);
}

static void
test_nobody_there (void)
{
  Client client = { 0 };
  g_autoptr (PronyTestServer) server = prony_test_server_new (answer_chat, NULL);
  g_autofree char *url = g_strdup (prony_test_server_get_url (server));
  g_autoptr (PronyRequestRecord) record = NULL;

  g_clear_pointer (&server, prony_test_server_free);
  client_open (&client, url, PRONY_API_OPENAI_CHAT, NULL);
  record = client_ask (&client, TRUE, PLENTY_S);
  g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_CONNECT);
  g_assert_cmpint (record->sent_ns, ==, 0);
  client_destroy (&client);
}

static gboolean
answer_with_key (PronyTestRequest *request, gpointer user_data)
{
  g_assert_nonnull (strstr (request->headers, "\nAuthorization: Bearer secret\n"));
  return prony_test_request_chat (request, 1, 0);
}

static void
test_key (void)
{
  Client client = { .server = prony_test_server_new (answer_with_key, NULL) };
  g_autoptr (PronyRequestRecord) record = NULL;

  client_open (&client, prony_test_server_get_url (client.server), PRONY_API_OPENAI_CHAT, NULL);
  prony_http_stream_free (client.stream);
  prony_http_pool_free (client.pool);
  client.target->credentials = prony_credentials_new ("secret");
  client_connect (&client);
  record = client_ask (&client, TRUE, PLENTY_S);
  g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_OK);
  client_destroy (&client);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/http-stream/sse", test_sse);
  g_test_add_func ("/http-stream/ndjson", test_ndjson);
  g_test_add_func ("/http-stream/one-byte-at-a-time", test_one_byte_at_a_time);
  g_test_add_data_func ("/http-stream/whole/asked", GINT_TO_POINTER (FALSE), test_whole_answer);
  g_test_add_data_func ("/http-stream/whole/by-a-gateway", GINT_TO_POINTER (TRUE),
                        test_whole_answer);
  g_test_add_func ("/http-stream/long-line", test_long_line);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *path = g_strconcat ("/http-stream/end/", ends[i].name, NULL);

      g_test_add_data_func (path, &ends[i], test_end);
    }
  g_test_add_func ("/http-stream/retry-after", test_retry_after);
  g_test_add_data_func ("/http-stream/timeout/before", GINT_TO_POINTER (FALSE), test_timeout);
  g_test_add_data_func ("/http-stream/timeout/within", GINT_TO_POINTER (TRUE), test_timeout);
  g_test_add_data_func ("/http-stream/cancel/before", GINT_TO_POINTER (FALSE), test_cancel);
  g_test_add_data_func ("/http-stream/cancel/within", GINT_TO_POINTER (TRUE), test_cancel);
  g_test_add_func ("/http-stream/cancel/at-once", test_cancel_at_once);
  g_test_add_func ("/http-stream/body-without-end", test_body_without_end);
  g_test_add_func ("/http-stream/endless-line", test_endless_line);
  g_test_add_func ("/http-stream/stale-connection", test_stale_connection);
  g_test_add_func ("/http-stream/closed-connections", test_closed_connections);
  g_test_add_func ("/http-stream/no-second-try", test_no_second_try);
  g_test_add_func ("/http-stream/nobody-there", test_nobody_there);
  g_test_add_func ("/http-stream/key", test_key);

  return g_test_run ();
}
