/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include "unit/engines/http-client.h"

#define PROGRESS(cached, processed)                                                                \
  "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":null}}],"        \
  "\"prompt_progress\":{\"total\":3000,\"cache\":" cached ",\"processed\":" processed "}}\n\n"

/* Ends after the prompt if it is told to. */
static gboolean
answer_with_progress (PronyTestRequest *request, gpointer user_data)
{
  gboolean breaks_off = GPOINTER_TO_INT (user_data);

  prony_test_request_begin (request, "text/event-stream");
  prony_test_request_chunk (request, PROGRESS ("1000", "1000"));
  prony_test_request_chunk (request, PROGRESS ("1000", "2500"));
  prony_test_request_sleep (request, 30);
  if (!breaks_off)
    prony_test_request_chunk (
      request, "data: {\"choices\":[{\"delta\":{\"content\":\"!\"},\"finish_reason\":"
               "\"stop\"}]}\n\ndata: [DONE]\n\n");
  return prony_test_request_end (request);
}

/* What only tells how far the prompt is comes before the answer, and is no part of it. */
static void
test_progress (void)
{
  g_autoptr (PronyRequestRecord) record = NULL;
  Client client;

  client_init (&client, answer_with_progress, NULL, PRONY_API_OPENAI_CHAT);
  record = client_ask (&client, TRUE, PLENTY_S);
  g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_OK);
  g_assert_cmpuint (client.n_progress, ==, 2);
  g_assert_cmpint (client.processed, ==, 1500);
  g_assert_cmpint (client.total, ==, 2000);
  g_assert_cmpuint (client.n_events, ==, 2);
  g_assert_cmpuint (prony_request_record_count_events (record), ==, 2);
  g_assert_cmpint (g_array_index (record->events, PronyRecordEvent, 0).kind, ==,
                   PRONY_EVENT_CONTENT);
  g_assert_cmpint (g_array_index (record->events, PronyRecordEvent, 0).at_ns, >=,
                   record->headers_ns + 20 * PRONY_NS_PER_S / 1000);
  client_destroy (&client);
}

/* It is a stream, but one that broke off. */
static void
test_progress_only (void)
{
  g_autoptr (PronyRequestRecord) record = NULL;
  Client client;

  client_init (&client, answer_with_progress, GINT_TO_POINTER (TRUE), PRONY_API_OPENAI_CHAT);
  record = client_ask (&client, TRUE, PLENTY_S);
  g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_TRUNCATED);
  g_assert_cmpuint (client.n_progress, ==, 2);
  g_assert_cmpuint (prony_request_record_count_events (record), ==, 0);
  client_destroy (&client);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/http-stream/progress", test_progress);
  g_test_add_func ("/http-stream/progress-only", test_progress_only);

  return g_test_run ();
}
