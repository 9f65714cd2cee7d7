/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/load/prony-load-conduct.h"
#include "load-fixture.h"

/* What a generator shows while it works. Each test waits until it has seen what must
 * come, however long that takes. */

#define N_STREAMS 6

static PronyLoadSnapshot *
wait_for_snapshot (LoadFixture *load)
{
  PronyLoadSnapshot *snapshot = NULL;

  while ((snapshot = prony_load_generator_take_snapshot (load->generator)) == NULL)
    g_usleep (1000);
  return snapshot;
}

static void
stop (LoadFixture *load)
{
  prony_load_generator_stop (load->generator);
  load_fixture_wait (load);
  load_fixture_destroy (load);
}

static gboolean
answer_shortly (PronyTestRequest *request, gpointer user_data)
{
  return prony_test_request_chat (request, 4, 5);
}

/* A stream of any thread can be chosen, and is followed from request to request. */
static void
test_choice (void)
{
  LoadFixture load;

  load_fixture_init (&load, answer_shortly, NULL, N_STREAMS);
  load.config.threads = 3;
  load_fixture_start (&load);
  for (int stream = N_STREAMS - 1; stream >= 0; stream -= 2)
    {
      guint64 seen[3] = { 0 };
      guint n_seen = 0;

      prony_load_generator_watch (load.generator, stream);
      while (n_seen < G_N_ELEMENTS (seen))
        {
          g_autoptr (PronyLoadSnapshot) snapshot = wait_for_snapshot (&load);

          g_assert_true (snapshot->watched == 0 || snapshot->watched_stream == stream);
          g_assert_cmpint (snapshot->watched == 0, ==, snapshot->watched_stream == -1);
          if (snapshot->watched != 0 && (n_seen == 0 || seen[n_seen - 1] != snapshot->watched))
            seen[n_seen++] = snapshot->watched;
        }
      g_assert_cmpuint (seen[0], <, seen[1]);
      g_assert_cmpuint (seen[1], <, seen[2]);
    }
  stop (&load);
}

static gboolean
answer_once (PronyTestRequest *request, gpointer user_data)
{
  if (request->total > N_STREAMS)
    prony_test_request_sleep (request, 30000);
  return prony_test_request_chat (request, 400, 2);
}

/* Without a choice one request is shown until it has ended. Then another one is, also of
 * another thread. */
static void
test_any (void)
{
  LoadFixture load;
  guint64 shown = 0;
  guint n_shown = 0;
  guint64 end = 0;

  load_fixture_init (&load, answer_once, NULL, N_STREAMS);
  load.config.threads = 3;
  load_fixture_start (&load);
  while (n_shown < 2)
    {
      g_autoptr (PronyLoadSnapshot) snapshot = wait_for_snapshot (&load);

      if (snapshot->watched == 0)
        continue;
      g_assert_cmpuint (snapshot->n_streams, ==, N_STREAMS);
      if (snapshot->watched != shown)
        {
          g_assert_true (shown == 0 || snapshot->ok > 0);
          shown = snapshot->watched;
          n_shown++;
          end = 0;
        }
      else
        {
          /* A view only appends. */
          g_assert_cmpuint (snapshot->text_start, <=, end);
          g_assert_cmpuint (snapshot->text_start + strlen (snapshot->text), >=, end);
          end = snapshot->text_start + strlen (snapshot->text);
        }
    }
  stop (&load);
}

/* What was shown last stays, and says that it has ended. */
static void
test_end (void)
{
  g_autoptr (PronyLoadSnapshot) last = NULL;
  LoadFixture load;

  load_fixture_init (&load, answer_shortly, NULL, 1);
  load.config.requests = 2;
  load_fixture_start (&load);
  g_assert_true (prony_load_generator_wait (load.generator, 20 * G_USEC_PER_SEC));
  last = prony_load_generator_take_snapshot (load.generator);
  g_assert_cmpuint (last->watched, ==, 2);
  g_assert_true (last->watched_ended);
  g_assert_cmpstr (last->text, ==, "tok tok tok tok ");
  g_assert_true (isnan (last->waiting_s));
  g_assert_cmpuint (last->responses, ==, 2);
  g_assert_cmpfloat (last->response_s, >=, 0.015);
  load_fixture_destroy (&load);
}

static gboolean
answer_with_progress (PronyTestRequest *request, gpointer user_data)
{
  prony_test_request_begin (request, "text/event-stream");
  prony_test_request_chunk (request, "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":"
                                     "\"assistant\",\"content\":null}}],\"prompt_progress\":"
                                     "{\"total\":9000,\"cache\":1000,\"processed\":3000,"
                                     "\"time_ms\":7}}\n\n");
  prony_test_request_wait_for_close (request, 30000);
  return FALSE;
}

static void
test_progress (void)
{
  LoadFixture load;
  gboolean seen = FALSE;

  load_fixture_init (&load, answer_with_progress, NULL, 1);
  load_fixture_start (&load);
  while (!seen)
    {
      g_autoptr (PronyLoadSnapshot) snapshot = wait_for_snapshot (&load);

      seen = snapshot->prompt_total > 0;
      if (seen)
        {
          g_assert_cmpint (snapshot->prompt_total, ==, 8000);
          g_assert_cmpint (snapshot->prompt_done, ==, 2000);
          g_assert_false (snapshot->prompt_estimated);
          g_assert_cmpfloat (snapshot->waiting_s, >=, 0);
          g_assert_cmpuint (snapshot->responses, ==, 0);
          g_assert_true (isnan (snapshot->response_s));
        }
    }
  stop (&load);
}

static void
count_up (gpointer data)
{
  (*(guint *) data)++;
}

/* I/O threads are not disturbed by a choice that they know. */
static void
test_wakes (void)
{
  const PronyLoadConfig config = { .level = prony_load_level_closed (2) };
  guint n_wakes = 0;
  PronyLoadConduct *conduct = prony_load_conduct_new (&config, 2, count_up, &n_wakes);

  prony_load_conduct_set_watched (conduct, PRONY_WATCH_ANY);
  g_assert_cmpuint (n_wakes, ==, 0);
  prony_load_conduct_set_watched (conduct, 1);
  prony_load_conduct_set_watched (conduct, 1);
  g_assert_cmpuint (n_wakes, ==, 1);
  g_assert_cmpint (prony_load_conduct_get_watched (conduct), ==, 1);
  prony_load_conduct_free (conduct);
}

static PronyRequestSpec *
make_long_request (const PronyRequestTicket *ticket, gpointer user_data)
{
  PronyRequestSpec *spec = prony_request_spec_new (NULL, "Imagine that this were long.");

  spec->prompt_tokens = 100000;
  return spec;
}

static gboolean
answer_first_only (PronyTestRequest *request, gpointer user_data)
{
  if (request->total > 1)
    {
      prony_test_request_begin (request, "text/event-stream");
      prony_test_request_wait_for_close (request, 30000);
      return FALSE;
    }
  prony_test_request_sleep (request, 20);
  return prony_test_request_chat (request, 4, 1);
}

/* From how fast the warm-up's prompt was processed: 7 tokens in 20 ms or more. */
static void
test_estimate (void)
{
  LoadFixture load;
  gint64 done = -1;
  guint n_seen = 0;

  load_fixture_init (&load, answer_first_only, NULL, 1);
  load.config.source = make_long_request;
  load.config.warmup_per_stream = 1;
  load_fixture_start (&load);
  while (n_seen < 2)
    {
      g_autoptr (PronyLoadSnapshot) snapshot = wait_for_snapshot (&load);

      if (snapshot->prompt_done <= done)
        continue;
      n_seen++;
      g_assert_true (snapshot->prompt_estimated);
      g_assert_cmpint (snapshot->prompt_total, ==, 100000);
      g_assert_cmpfloat ((double) snapshot->prompt_done, <=, snapshot->waiting_s * 7 / 0.02);
      g_assert_cmpuint (snapshot->responses, ==, 1);
      g_assert_cmpfloat (snapshot->response_s, >=, 0.02);
      done = snapshot->prompt_done;
    }
  stop (&load);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/load-watching/choice", test_choice);
  g_test_add_func ("/load-watching/any", test_any);
  g_test_add_func ("/load-watching/end", test_end);
  g_test_add_func ("/load-watching/progress", test_progress);
  g_test_add_func ("/load-watching/estimate", test_estimate);
  g_test_add_func ("/load-watching/wakes", test_wakes);

  return g_test_run ();
}
