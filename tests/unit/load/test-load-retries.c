/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "base/prony-clock.h"
#include "load-fixture.h"

#define MS (PRONY_NS_PER_S / 1000)

typedef struct
{
  guint refusals; /* the first requests */
  const char *status;
  const char *retry_after;
} Refusal;

static gboolean
answer_with_refusals (PronyTestRequest *request, gpointer user_data)
{
  const Refusal *refusal = user_data;

  if (request->total > refusal->refusals)
    return prony_test_request_chat (request, 2, 0);

  return prony_test_request_printf (request, "HTTP/1.1 %s\r\n%s%s%sContent-Length: 4\r\n\r\nbusy",
                                    refusal->status,
                                    refusal->retry_after != NULL ? "Retry-After: " : "",
                                    refusal->retry_after != NULL ? refusal->retry_after : "",
                                    refusal->retry_after != NULL ? "\r\n" : "");
}

static void
test_refused (gconstpointer data)
{
  static const struct
  {
    Refusal refusal;
    guint retries;
    double timeout_s;
    PronyOutcome outcome;
    guint retried;
    gint64 waited_ms;
  } cases[] = {
    { { 0, NULL, NULL }, 3, 10, PRONY_OUTCOME_OK, 0, 0 },
    { { 1, "429 Too Many Requests", "1" }, 3, 10, PRONY_OUTCOME_OK, 1, 1000 },
    { { 2, "503 Service Unavailable", "0" }, 3, 10, PRONY_OUTCOME_OK, 2, 0 },
    { { 2, "503 Service Unavailable", NULL }, 3, 10, PRONY_OUTCOME_OK, 2, 300 },
    { { 9, "429 Too Many Requests", "0" }, 2, 10, PRONY_OUTCOME_HTTP_429, 2, 0 },
    /* It would be too late, or it is no matter of patience. */
    { { 1, "429 Too Many Requests", "3" }, 3, 2, PRONY_OUTCOME_HTTP_429, 0, 0 },
    { { 1, "429 Too Many Requests", "99999999" }, 3, 0, PRONY_OUTCOME_HTTP_429, 0, 0 },
    { { 1, "500 Internal Server Error", "0" }, 3, 10, PRONY_OUTCOME_HTTP_5XX, 0, 0 },
    { { 1, "429 Too Many Requests", "0" }, 0, 10, PRONY_OUTCOME_HTTP_429, 0, 0 },
  };
  guint i = GPOINTER_TO_UINT (data);
  Refusal refusal = cases[i].refusal;
  const PronyRequestRecord *record;
  LoadFixture load;

  load_fixture_init (&load, answer_with_refusals, &refusal, 1);
  load.config.level = prony_load_level_open (100, PRONY_ARRIVAL_CONSTANT);
  load.config.requests = 1;
  load.config.retries = cases[i].retries;
  load.config.timeout_s = cases[i].timeout_s;
  load_fixture_run (&load);

  g_assert_cmpuint (load.records->len, ==, 1);
  record = load_fixture_get_record (&load, 0);
  g_assert_cmpint (record->outcome, ==, cases[i].outcome);
  g_assert_cmpuint (record->retries, ==, cases[i].retried);
  g_assert_cmpuint (record->id, ==, 1);
  g_assert_cmpuint (load.health.retries, ==, cases[i].retried);
  g_assert_cmpuint (prony_test_server_count_requests (load.server), ==, cases[i].retried + 1);

  /* The waiting is part of the latency from schedule. */
  g_assert_cmpint (record->scheduled_ns, ==, load.health.open_ns);
  g_assert_cmpint (record->finished_ns - record->scheduled_ns, >=, cases[i].waited_ms * MS);
  g_assert_cmpint (record->started_ns - record->scheduled_ns, >=, cases[i].waited_ms * MS);
  g_assert_cmpint (record->finished_ns - record->sent_ns, <, 500 * MS);
  load_fixture_assert_consistent (&load);
  load_fixture_destroy (&load);
}

static void
test_nobody_there (void)
{
  LoadFixture load;

  load_fixture_init (&load, answer_with_refusals, NULL, 2);
  g_clear_pointer (&load.config.target, prony_target_unref);
  load.config.target = load_fixture_make_target ("http://127.0.0.1:1");
  load.config.requests = 2;
  load.config.retries = 1;
  load.config.threads = 2;
  load_fixture_run (&load);
  g_assert_cmpuint (load.records->len, ==, 2);
  g_assert_cmpuint (load.health.retries, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const PronyRequestRecord *record = load_fixture_get_record (&load, i);

      g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_CONNECT);
      g_assert_cmpuint (record->retries, ==, 1);
      g_assert_cmpint (record->finished_ns - record->scheduled_ns, >=, 100 * MS);
    }
  load_fixture_assert_consistent (&load);
  load_fixture_destroy (&load);
}

/* A request that waits to be sent again ends with what it came to. */
static void
test_stop (gconstpointer data)
{
  Refusal refusal = { 1, "429 Too Many Requests", "30" };
  LoadFixture load;

  load_fixture_init (&load, answer_with_refusals, &refusal, 1);
  load.config.requests = 1;
  load.config.retries = 1;
  load.config.timeout_s = 60;
  load_fixture_start (&load);
  while (TRUE)
    {
      g_autoptr (PronyLoadSnapshot) snapshot = prony_load_generator_take_snapshot (load.generator);

      if (snapshot != NULL && snapshot->retries == 1)
        {
          g_assert_cmpuint (snapshot->in_flight, ==, 1);
          break;
        }
      g_usleep (1000);
    }
  if (GPOINTER_TO_INT (data))
    prony_load_generator_pause (load.generator);
  prony_load_generator_stop (load.generator);
  load_fixture_wait (&load);
  g_assert_cmpint (load.state, ==, PRONY_STATE_STOPPED);
  g_assert_cmpuint (load_fixture_count (&load, FALSE, PRONY_OUTCOME_HTTP_429), ==, 1);
  load_fixture_assert_consistent (&load);
  load_fixture_destroy (&load);
}

/* Warm-up requests fail as they do. */
static void
test_warmup (void)
{
  Refusal refusal = { 1, "503 Service Unavailable", "0" };
  LoadFixture load;

  load_fixture_init (&load, answer_with_refusals, &refusal, 1);
  load.config.warmup_per_stream = 1;
  load.config.requests = 1;
  load.config.retries = 3;
  load_fixture_run (&load);
  g_assert_cmpuint (load_fixture_count (&load, TRUE, PRONY_OUTCOME_HTTP_5XX), ==, 1);
  g_assert_cmpuint (load_fixture_count (&load, FALSE, PRONY_OUTCOME_OK), ==, 1);
  g_assert_cmpuint (load.health.retries, ==, 0);
  load_fixture_destroy (&load);
}

/* Refuses fields that it does not know, and is busy in between. */
static gboolean
answer_strictly (PronyTestRequest *request, gpointer user_data)
{
  guint *n_busy = user_data;
  const char *refused = NULL;

  if (strstr (request->body, "stream_options") != NULL)
    refused = "stream_options";
  else if (strstr (request->body, "ignore_eos") != NULL)
    refused = "ignore_eos";

  if (refused != NULL)
    {
      g_autofree char *text =
        g_strdup_printf ("{\"error\":{\"message\":\"Unknown parameter: '%s'.\",\"param\":\"%s\"}}",
                         refused, refused);

      return prony_test_request_printf (request,
                                        "HTTP/1.1 400 Bad Request\r\nContent-Type: "
                                        "application/json\r\nContent-Length: %" G_GSIZE_FORMAT
                                        "\r\n\r\n%s",
                                        strlen (text), text);
    }
  if (*n_busy > 0)
    {
      (*n_busy)--;
      return prony_test_request_printf (request, "HTTP/1.1 503 Busy\r\nRetry-After: 0\r\n"
                                                 "Content-Length: 4\r\n\r\nbusy");
    }
  return prony_test_request_chat (request, 2, 0);
}

static PronyRequestSpec *
make_strict_request (const PronyRequestTicket *ticket, gpointer user_data)
{
  PronyRequestSpec *spec = prony_request_spec_new (NULL, "Why?");

  spec->stream = TRUE;
  spec->ignore_eos = TRUE;
  spec->case_index = (guint) (ticket->index % 3);
  return spec;
}

/* What a request had to learn is counted as being sent again, but the plan's bound is on
 * what was put off. The others know it then. */
static void
test_refused_fields (gconstpointer data)
{
  gboolean warmup = GPOINTER_TO_INT (data);
  guint n_busy = warmup ? 0 : 2;
  const PronyRequestRecord *record;
  g_auto (GStrv) names = NULL;
  LoadFixture load;

  load_fixture_init (&load, answer_strictly, &n_busy, 1);
  load.config.source = make_strict_request;
  load.config.warmup_per_stream = warmup;
  load.config.requests = 2;
  load.config.retries = 2;
  load.config.timeout_s = 30;
  load_fixture_run (&load);
  load_fixture_sort (&load);

  g_assert_cmpuint (load_fixture_count (&load, FALSE, PRONY_OUTCOME_OK), ==, 2);
  g_assert_cmpuint (load.health.retries, ==, warmup ? 0 : 4);
  g_assert_cmpuint (prony_test_server_count_requests (load.server), ==, warmup ? 5 : 6);
  record = load_fixture_get_record (&load, 0);
  g_assert_cmpuint (record->retries, ==, warmup ? 2 : 4);
  g_assert_cmpint (record->warmup, ==, warmup);
  g_assert_cmpint (record->scheduled_ns, <, record->started_ns);
  g_assert_cmpint (record->started_ns, <=, record->sent_ns);
  g_assert_cmpint (record->sent_ns, <, record->headers_ns);
  g_assert_cmpuint (record->http_status, ==, 200);
  g_assert_cmpuint (load_fixture_get_record (&load, 1)->retries, ==, 0);

  names = prony_rejected_fields_list (load.config.target->rejected);
  g_assert_cmpstr (names[0], ==, "stream_options");
  g_assert_cmpstr (names[1], ==, "ignore_eos");
  g_assert_null (names[2]);
  load_fixture_assert_consistent (&load);
  load_fixture_destroy (&load);
}

/* Names the same field for ever, whatever it gets; or every one there is. */
static gboolean
answer_stubbornly (PronyTestRequest *request, gpointer user_data)
{
  return prony_test_request_printf (request, "HTTP/1.1 400 Bad Request\r\nContent-Length: 30\r\n"
                                             "\r\nunknown field 'stream_options'");
}

static void
test_stubborn (void)
{
  LoadFixture load;
  const PronyRequestRecord *record;

  load_fixture_init (&load, answer_stubbornly, NULL, 1);
  load.config.source = make_strict_request;
  load.config.requests = 1;
  load_fixture_run (&load);
  record = load_fixture_get_record (&load, 0);
  g_assert_cmpint (record->outcome, ==, PRONY_OUTCOME_HTTP_4XX);
  g_assert_cmpuint (record->retries, ==, 1);
  g_assert_cmpuint (prony_test_server_count_requests (load.server), ==, 2);
  load_fixture_destroy (&load);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < 9; i++)
    {
      g_autofree char *path = g_strdup_printf ("/load-retries/refused/%u", i);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_refused);
    }
  g_test_add_func ("/load-retries/nobody-there", test_nobody_there);
  g_test_add_data_func ("/load-retries/stop", GINT_TO_POINTER (FALSE), test_stop);
  g_test_add_data_func ("/load-retries/stop/paused", GINT_TO_POINTER (TRUE), test_stop);
  g_test_add_func ("/load-retries/warmup", test_warmup);
  g_test_add_data_func ("/load-retries/refused-fields/measured", GINT_TO_POINTER (FALSE),
                        test_refused_fields);
  g_test_add_data_func ("/load-retries/refused-fields/warmup", GINT_TO_POINTER (TRUE),
                        test_refused_fields);
  g_test_add_func ("/load-retries/stubborn", test_stubborn);

  return g_test_run ();
}
