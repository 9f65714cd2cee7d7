/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/engines/prony-http-answer.h"
#include "unit/engines/http-client.h"

/* Servers that do what no engine does: each request of theirs ends, is called what
 * it is, takes bounded memory and time, and the stream can be used again. */

#define OK_HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
#define CHUNKED OK_HEAD "Transfer-Encoding: chunked\r\n\r\n"
#define TOKEN "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n"
#define DONE "data: [DONE]\n\n"

/* What a server may have sent before it is hung up on, with all buffers on the way and
 * what a fast one sends in the tenth of a second after its end mark. */
#define MOST_BYTES (512 * 1024 * 1024)

typedef struct
{
  const char *name;
  const char *head;   /* is sent first */
  const char *repeat; /* is sent for ever then, or until @bytes */
  guint gap_ms;       /* after each */
  gsize bytes;        /* 0: for ever */
  const char *tail;   /* is sent last */
  double timeout_s;
  PronyOutcome outcome;
} Hostile;

static const Hostile hostiles[] = {
  { "never", "", NULL, 0, 0, NULL, 0.2, PRONY_OUTCOME_TIMEOUT },
  { "drip-headers", "", "H", 20, 0, NULL, 0.3, PRONY_OUTCOME_TIMEOUT },
  { "drip-body", OK_HEAD "\r\n", "d", 20, 0, NULL, 0.3, PRONY_OUTCOME_TIMEOUT },
  { "drip-chunks", CHUNKED, "1\r\nd\r\n", 20, 0, NULL, 0.3, PRONY_OUTCOME_TIMEOUT },
  { "drip-chunk-size", CHUNKED, "1", 20, 0, NULL, 0.3, PRONY_OUTCOME_TIMEOUT },
  { "drip-after-headers", CHUNKED, "5\r\n: hi\n\r\n", 20, 0, NULL, 0.3, PRONY_OUTCOME_TIMEOUT },
  { "endless-headers", "HTTP/1.1 200 OK\r\n", "X-Header: is here again\r\n", 0, 0, NULL, PLENTY_S,
    PRONY_OUTCOME_PROTOCOL },
  { "10-mb-header", "HTTP/1.1 200 OK\r\nX-Header: ", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 0,
    10 * 1024 * 1024, "\r\n\r\n", PLENTY_S, PRONY_OUTCOME_PROTOCOL },
  { "endless-status-line", "HTTP/1.1 200 ", "OK OK OK OK OK OK OK OK OK OK ", 0, 0, NULL, PLENTY_S,
    PRONY_OUTCOME_PROTOCOL },
  { "endless-continue", "", "HTTP/1.1 100 Continue\r\n\r\n", 0, 0, NULL, PLENTY_S,
    PRONY_OUTCOME_PROTOCOL },
  { "endless-comments", CHUNKED, "a\r\n: hi there\r\n1\r\n\n\r\n", 0, 0, NULL, 0.3,
    PRONY_OUTCOME_TIMEOUT },
  { "endless-empty-lines", OK_HEAD "\r\n", "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n", 0, 0, NULL, 0.3,
    PRONY_OUTCOME_TIMEOUT },
  { "endless-chunk-size", CHUNKED, "11111111111111111111111111111111", 0, 0, NULL, PLENTY_S,
    PRONY_OUTCOME_TRUNCATED },
  { "endless-extension", CHUNKED "1;", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 0, 0, NULL, PLENTY_S,
    PRONY_OUTCOME_TRUNCATED },
  { "chunked-garbage", CHUNKED, "neither a size nor a chunk\r\n", 0, 1024 * 1024, NULL, PLENTY_S,
    PRONY_OUTCOME_TRUNCATED },
  { "negative-chunk", CHUNKED "-5\r\n", "hello", 0, 1024 * 1024, NULL, PLENTY_S,
    PRONY_OUTCOME_TRUNCATED },
  { "negative-length", OK_HEAD "Content-Length: -1\r\n\r\n" TOKEN, NULL, 0, 1, NULL, PLENTY_S,
    PRONY_OUTCOME_TRUNCATED },
  { "no-http", "+OK ready\r\n", "hello\r\n", 0, 1024 * 1024, NULL, PLENTY_S,
    PRONY_OUTCOME_PROTOCOL },
  { "status-999", "HTTP/1.1 999 Yes\r\nContent-Length: 0\r\n\r\n", NULL, 0, 1, NULL, PLENTY_S,
    PRONY_OUTCOME_PROTOCOL },
  { "redirect-to-itself",
    "HTTP/1.1 307 Temporary Redirect\r\nLocation: /v1/chat/completions\r\n"
    "Content-Length: 0\r\n\r\n",
    NULL, 0, 1, NULL, PLENTY_S, PRONY_OUTCOME_PROTOCOL },
  { "endless-error", "HTTP/1.1 500 Oh\r\n\r\n", "so sorry ", 0, 0, NULL, PLENTY_S,
    PRONY_OUTCOME_HTTP_5XX },
  { "drip-error", "HTTP/1.1 429 Wait\r\n\r\n", ".", 20, 0, NULL, 0.3, PRONY_OUTCOME_HTTP_429 },
  { "events-after-end-mark", OK_HEAD "\r\n" TOKEN DONE, TOKEN, 0, 1024 * 1024, NULL, PLENTY_S,
    PRONY_OUTCOME_OK },
  { "garbage-after-end-mark", OK_HEAD "\r\n" TOKEN DONE, "\xff\xfe garbage", 0, 1024 * 1024, NULL,
    PLENTY_S, PRONY_OUTCOME_OK },
  { "endless-after-end-mark", OK_HEAD "\r\n" TOKEN DONE, TOKEN, 0, 0, NULL, PLENTY_S,
    PRONY_OUTCOME_OK },
  { "another-answer-after-it", OK_HEAD "Content-Length: 61\r\n\r\n" TOKEN DONE,
    "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nno!", 0, 1024, NULL, PLENTY_S, PRONY_OUTCOME_OK },
};

typedef struct
{
  const Hostile *hostile;
  gsize n_sent; /* atomic enough: read when the server's thread has ended */
} State;

static gboolean
send_for_ever (PronyTestRequest *request, State *state)
{
  const Hostile *hostile = state->hostile;
  g_autoptr (GString) piece = g_string_new (hostile->repeat);

  /* In pieces of a size that floods, where it is to be as fast as can be. */
  while (hostile->gap_ms == 0 && piece->len < 16384)
    g_string_append (piece, hostile->repeat);

  while (hostile->bytes == 0 || state->n_sent < hostile->bytes)
    {
      if (!prony_test_request_write (request, piece->str, (gssize) piece->len))
        return FALSE;
      state->n_sent += piece->len;
      if (hostile->gap_ms > 0 && !prony_test_request_sleep (request, hostile->gap_ms))
        return FALSE;
    }

  return TRUE;
}

/* Hostile once, then an engine like any other. */
static gboolean
answer (PronyTestRequest *request, gpointer user_data)
{
  State *state = user_data;
  const Hostile *hostile = state->hostile;

  if (request->total > 1)
    return prony_test_request_chat (request, 3, 0);

  if (!prony_test_request_write (request, hostile->head, -1))
    return FALSE;
  if (hostile->repeat == NULL && hostile->bytes == 0)
    return prony_test_request_sleep (request, 30000);
  if (hostile->repeat != NULL && !send_for_ever (request, state))
    return FALSE;
  if (hostile->tail != NULL)
    prony_test_request_write (request, hostile->tail, -1);
  return FALSE;
}

static void
test_hostile (gconstpointer data)
{
  State state = { data, 0 };
  const Hostile *hostile = data;
  g_autoptr (PronyRequestRecord) record = NULL;
  g_autoptr (PronyRequestRecord) next = NULL;
  gint64 cpu_ns = prony_clock_thread_cpu_ns ();
  Client client;

  client_init (&client, answer, &state, PRONY_API_OPENAI_CHAT);
  record = client_ask (&client, TRUE, hostile->timeout_s);
  cpu_ns = prony_clock_thread_cpu_ns () - cpu_ns;
  g_test_message ("%s", record->error_message);
  g_assert_cmpstr (prony_outcome_to_string (record->outcome), ==,
                   prony_outcome_to_string (hostile->outcome));
  g_assert_true ((record->error_message != NULL) == (record->outcome != PRONY_OUTCOME_OK));

  /* Waiting costs nothing. */
  if (hostile->gap_ms > 0 || hostile->repeat == NULL)
    g_assert_cmpint (cpu_ns, <, PRONY_NS_PER_S / 10);

  next = client_ask (&client, TRUE, PLENTY_S);
  g_test_message ("%s", next->error_message);
  g_assert_cmpint (next->outcome, ==, PRONY_OUTCOME_OK);
  g_assert_cmpstr (next->answer->str, ==, "tok tok tok ");

  client_destroy (&client);
  if (hostile->timeout_s == PLENTY_S)
    g_assert_cmpuint (state.n_sent, <, MOST_BYTES);
}

/* --- Answers that nobody has asked for yet ---------------------------------- */

static int
open_door (struct sockaddr_in *address)
{
  socklen_t length = sizeof *address;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  *address =
    (struct sockaddr_in){ .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  g_assert_cmpint (bind (fd, (struct sockaddr *) address, sizeof *address), ==, 0);
  g_assert_cmpint (getsockname (fd, (struct sockaddr *) address, &length), ==, 0);
  g_assert_cmpint (listen (fd, 16), ==, 0);
  return fd;
}

static gpointer
answer_too_early (gpointer data)
{
  const char *text = CHUNKED "2f\r\n" TOKEN "\r\ne\r\n" DONE "\r\n0\r\n\r\n";

  while (TRUE)
    {
      int fd = accept (GPOINTER_TO_INT (data), NULL, NULL);
      char buffer[4096];

      if (fd < 0)
        return NULL;
      g_assert_cmpint (send (fd, text, strlen (text), MSG_NOSIGNAL), ==, strlen (text));
      while (recv (fd, buffer, sizeof buffer, 0) > 0)
        ;
      close (fd);
    }
}

/* The answer lies there before the question is put: it counts for it, and every
 * question gets a connection of its own. */
static void
test_too_early (void)
{
  struct sockaddr_in address;
  int door = open_door (&address);
  GThread *thread = g_thread_new ("door", answer_too_early, GINT_TO_POINTER (door));
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", ntohs (address.sin_port));
  Client client = { 0 };

  client_open (&client, url, PRONY_API_OPENAI_CHAT, NULL);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (PronyRequestRecord) record = client_ask (&client, TRUE, 0.3);

      if (i == 0)
        {
          g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_OK);
          g_assert_cmpint (record->sent_ns, >, 0);
          assert_stamps_in_order (record);
        }
      else
        {
          g_assert_true (record->outcome == PRONY_OUTCOME_OK ||
                         record->outcome == PRONY_OUTCOME_TIMEOUT);
        }
    }
  client_destroy (&client);

  shutdown (door, SHUT_RDWR);
  g_thread_join (thread);
  close (door);
}

/* --- This computer's own limits --------------------------------------------- */

/* It is not the engine's fault, and passes when there are descriptors again. */
static void
test_no_descriptor (void)
{
  g_autoptr (PronyRequestRecord) record = NULL;
  struct sockaddr_in address;
  int door = open_door (&address);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", ntohs (address.sin_port));
  struct rlimit limit;
  struct rlimit low;
  Client client = { 0 };
  int lowest;

  /* GLib makes its worker with the first task, and cannot go on without it. */
  g_type_ensure (G_TYPE_TASK);
  client_open (&client, url, PRONY_API_OPENAI_CHAT, NULL);
  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  lowest = dup (STDERR_FILENO);
  close (lowest);
  low = limit;
  low.rlim_cur = (rlim_t) lowest;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &low), ==, 0);
  record = client_ask (&client, TRUE, PLENTY_S);
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &limit), ==, 0);

  g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_CONNECT);
  g_assert_nonnull (strstr (record->error_message, "no more open files"));
  client_destroy (&client);
  close (door);
}

/* An answer that goes on for ever is taken up to a bound. */
static gboolean
answer_too_much (PronyTestRequest *request, gpointer user_data)
{
  g_autofree char *text = g_strnfill (1024 * 1024, 'x');

  prony_test_request_begin (request, "text/event-stream");
  while (prony_test_request_token (request, text))
    ;
  return FALSE;
}

static void
test_answer_without_end (void)
{
  Client client;
  g_autoptr (PronyRequestRecord) record = NULL;

  client_init (&client, answer_too_much, NULL, PRONY_API_OPENAI_CHAT);
  record = client_ask (&client, TRUE, PLENTY_S);
  g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_PROTOCOL);
  g_assert_nonnull (record->error_message);
  g_assert_cmpuint (record->answer->len, >, PRONY_HTTP_ANSWER_MAX_BYTES);
  g_assert_cmpuint (record->answer->len, <=, PRONY_HTTP_ANSWER_MAX_BYTES + 1024 * 1024);
  client_destroy (&client);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (hostiles); i++)
    {
      g_autofree char *path = g_strconcat ("/http-hostile/", hostiles[i].name, NULL);

      g_test_add_data_func (path, &hostiles[i], test_hostile);
    }
  g_test_add_func ("/http-hostile/answer-without-end", test_answer_without_end);
  g_test_add_func ("/http-hostile/too-early", test_too_early);
  g_test_add_func ("/http-hostile/no-descriptor", test_no_descriptor);

  return g_test_run ();
}
