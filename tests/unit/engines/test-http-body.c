/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "core/http/prony-http-chunks.h"
#include "unit/engines/http-client.h"

/* --- The coding ------------------------------------------------------------- */

typedef struct
{
  const char *name;
  const char *bytes;
  const char *data;
  const char *rest;
  guint64 left;
  guint tail;
} Coding;

static const Coding codings[] = {
  { "nothing", "", "", "", 0, 0 },
  { "one", "3\r\nabc\r\n", "abc", "", 0, 0 },
  { "two", "3\r\nabc\r\n00A\r\n0123456789\r\n", "abc0123456789", "", 0, 0 },
  { "last", "3\r\nabc\r\n0\r\n\r\n", "abc", "0\r\n\r\n", 0, 0 },
  { "long-last", "1\r\na\r\n0000000000\r\n\r\n", "a", "0000000000\r\n\r\n", 0, 0 },
  { "within-data", "a\r\nabc", "abc", "", 7, 0 },
  { "before-line-end", "3\r\nabc", "abc", "", 0, 2 },
  { "within-line-end", "3\r\nabc\r", "abc", "", 0, 1 },
  { "half-a-size", "1\r\na\r\n1", "a", "1", 0, 0 },
  { "half-a-line", "1\r\na\r\n1f\r", "a", "1f\r", 0, 0 },
  { "extension", "1\r\na\r\n1;x=y\r\nb\r\n", "a", "1;x=y\r\nb\r\n", 0, 0 },
  { "line-feed-only", "1\na\n", "", "1\na\n", 0, 0 },
  { "huge", "fffffffff\r\na", "", "fffffffff\r\na", 0, 0 },
  { "garbage", "hello", "", "hello", 0, 0 },
  { "wrong-end", "1\r\nabc", "a", "bc", 0, 2 },
  { "wrong-end-later", "1\r\na\rb", "a", "b", 0, 1 },
};

static void
check_coding (const Coding *coding, gsize split)
{
  gsize length = strlen (coding->bytes);
  g_autofree char *bytes = g_strdup (coding->bytes);
  g_autoptr (GString) data = g_string_new (NULL);
  PronyHttpChunks chunks = { 0 };
  gsize first;
  gsize got;

  /* What is not taken comes again, together with more. */
  first = prony_http_chunks_decode (&chunks, bytes, split, &got);
  g_assert_cmpuint (first, <=, split);
  g_string_append_len (data, bytes, (gssize) got);
  g_free (bytes);
  bytes = g_strdup (coding->bytes + first);
  first += prony_http_chunks_decode (&chunks, bytes, length - first, &got);
  g_string_append_len (data, bytes, (gssize) got);

  g_assert_cmpstr (data->str, ==, coding->data);
  g_assert_cmpstr (coding->bytes + first, ==, coding->rest);
  g_assert_cmpuint (chunks.left, ==, coding->left);
  g_assert_cmpuint (chunks.tail, ==, coding->tail);
  g_assert_true (prony_http_chunks_is_between (&chunks) ==
                 (coding->left == 0 && coding->tail == 0));
}

static void
test_coding (gconstpointer data)
{
  const Coding *coding = data;

  for (gsize split = 0; split <= strlen (coding->bytes); split++)
    check_coding (coding, split);
}

/* --- Bodies in pieces of all sizes ------------------------------------------ */

static void
append_chunk (GString *body, const char *data)
{
  g_string_append_printf (body, "%zx\r\n%s\r\n", strlen (data), data);
}

/* A stream whose chunks hold less than an event, one, or several. */
static GString *
make_body (GRand *rand, GString *answer)
{
  GString *body = g_string_new (NULL);
  g_autoptr (GString) events = g_string_new (NULL);
  gsize at = 0;

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *text = g_strnfill ((gsize) g_rand_int_range (rand, 1, 40), 'a' + i % 26);

      g_string_append (answer, text);
      g_string_append_printf (events, "data: {\"choices\":[{\"delta\":{\"content\":\"%s\"}}]}\n\n",
                              text);
    }
  g_string_append (events, "data: [DONE]\n\n");

  while (at < events->len)
    {
      gsize wanted = (gsize) g_rand_int_range (rand, 1, 300);
      gsize n = MIN (events->len - at, wanted);
      g_autofree char *data = g_strndup (events->str + at, n);

      append_chunk (body, data);
      at += n;
    }
  g_string_append (body, "0\r\n\r\n");
  return body;
}

static gboolean
answer_in_pieces (PronyTestRequest *request, gpointer user_data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (request->total);
  g_autoptr (GString) answer = g_string_new (NULL);
  g_autoptr (GString) body = make_body (rand, answer);
  gsize at = 0;

  prony_test_request_printf (request, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                                      "Transfer-Encoding: chunked\r\n\r\n");
  while (at < body->len)
    {
      gsize wanted = (gsize) g_rand_int_range (rand, 1, 200);
      gsize n = MIN (body->len - at, wanted);

      if (!prony_test_request_write (request, body->str + at, (gssize) n))
        return FALSE;
      at += n;
      if (g_rand_boolean (rand))
        g_usleep ((gulong) g_rand_int_range (rand, 0, 200));
    }
  return TRUE;
}

/* Whatever the pieces, the text is right and the connection can be used again. */
static void
test_pieces (void)
{
  Client client;

  client_init (&client, answer_in_pieces, NULL, PRONY_API_OPENAI_CHAT);
  for (guint i = 1; i <= 20; i++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (i);
      g_autoptr (GString) answer = g_string_new (NULL);
      g_autoptr (GString) body = make_body (rand, answer);
      g_autoptr (PronyRequestRecord) record = client_ask (&client, TRUE, PLENTY_S);

      g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_OK);
      g_assert_cmpstr (record->answer->str, ==, answer->str);
      g_assert_cmpuint (count_events (record, PRONY_EVENT_CONTENT), ==, 200);
      assert_stamps_in_order (record);
    }
  g_assert_cmpuint (prony_test_server_count_connections (client.server), ==, 1);
  client_destroy (&client);
}

/* --- Bodies that are broken after they had been right ----------------------- */

typedef struct
{
  const char *name;
  const char *end;
  PronyOutcome outcome;
} Break;

static const Break breaks[] = {
  { "wrong-line-end", "3\r\nabcdef", PRONY_OUTCOME_PROTOCOL },
  { "closed-within-data", "ff\r\nabc", PRONY_OUTCOME_TRUNCATED },
  { "closed-before-line-end", "3\r\nabc", PRONY_OUTCOME_TRUNCATED },
  { "closed-within-size", "3", PRONY_OUTCOME_TRUNCATED },
  { "closed-between", "", PRONY_OUTCOME_TRUNCATED },
  { "no-size", "hello, this is no chunk\r\n", PRONY_OUTCOME_TRUNCATED },
  { "endless-size", "11111111111111111111111111111111111111111111111111111111\r\n",
    PRONY_OUTCOME_TRUNCATED },
};

static gboolean
answer_and_break (PronyTestRequest *request, gpointer user_data)
{
  const Break *end = user_data;

  prony_test_request_begin (request, "text/event-stream");
  for (guint i = 0; i < 5; i++)
    {
      g_usleep (10000);
      prony_test_request_token (request, "a");
    }
  g_usleep (10000);
  prony_test_request_write (request, end->end, -1);
  return FALSE;
}

static void
test_break (gconstpointer data)
{
  const Break *end = data;
  g_autoptr (PronyRequestRecord) record = NULL;
  Client client;

  client_init (&client, answer_and_break, (gpointer) end, PRONY_API_OPENAI_CHAT);
  record = client_ask (&client, TRUE, PLENTY_S);
  g_test_message ("%s", record->error_message);
  g_assert_cmpstr (prony_outcome_to_string (record->outcome), ==,
                   prony_outcome_to_string (end->outcome));
  g_assert_cmpstr (record->answer->str, ==, "aaaaa");
  client_destroy (&client);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (codings); i++)
    {
      g_autofree char *path = g_strconcat ("/http-body/coding/", codings[i].name, NULL);

      g_test_add_data_func (path, &codings[i], test_coding);
    }
  g_test_add_func ("/http-body/pieces", test_pieces);
  for (guint i = 0; i < G_N_ELEMENTS (breaks); i++)
    {
      g_autofree char *path = g_strconcat ("/http-body/break/", breaks[i].name, NULL);

      g_test_add_data_func (path, &breaks[i], test_break);
    }

  return g_test_run ();
}
