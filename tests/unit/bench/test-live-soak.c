/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What views are fed from, for hours: as many requests and snapshots as four targets of 64
 * streams make, as fast as they can be handed on. PRONY_SOAK_TOKENS says how many tokens,
 * such as 10000000; the suite takes fewer. */

#include "config.h"

#include <malloc.h>
#include <time.h>

#include "core/bench/prony-run-publisher.h"

#define N_TARGETS 4
#define N_STREAMS 64
#define TOKENS_PER_REQUEST 100
#define DEFAULT_TOKENS (400 * 1000)
#define TEXT_BYTES 400
/* Every so many requests a snapshot: ten a second at 50 tokens a second and stream. */
#define REQUESTS_PER_SNAPSHOT 13
#define FAILED_OF 50

/* What an allocator may keep for itself, and what lists of failures grow by. */
#define MAX_GROWTH_BYTES (1024 * 1024)
/* Of the thread's own time for one snapshot, on the average; many times as much as it
 * takes. */
#define MAX_SNAPSHOT_US 5000

typedef struct
{
  PronyPlan *plan;
  PronyRun *run;
  PronyLiveFeed *feed;
  PronyRunProgress *progress;
  PronyRunPublisher *publisher;
  guint64 n_requests;
  gint64 now_ns;
} Soak;

static gsize
get_used (void)
{
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)
  return mallinfo2 ().uordblks;
#else
  return 0;
#endif
}

static void
set_up (Soak *self)
{
  PronyScenario *scenario = prony_scenario_new ("chat");

  g_ptr_array_add (scenario->cases, prony_test_case_new ());
  self->plan = prony_plan_new ();
  g_ptr_array_add (self->plan->scenarios, scenario);
  prony_plan_add_level (self->plan, prony_load_level_closed (N_STREAMS));
  self->plan->order = PRONY_ORDER_PARALLEL;
  self->plan->duration_s = 8 * 3600;
  self->run = prony_run_new ("soak");
  for (guint i = 0; i < N_TARGETS; i++)
    {
      g_autoptr (PronyEngineSpec) spec = prony_engine_spec_new ("http://127.0.0.1:8000", NULL);
      g_autoptr (PronyTarget) target = prony_target_new (spec, "llama3");
      PronyTrial *trial;

      g_free (target->name);
      target->name = g_strdup_printf ("target %u", i);
      g_ptr_array_add (self->plan->targets, prony_target_ref (target));
      trial = prony_trial_new (i, target, "chat", "Chat", PRONY_SCENARIO_OTHER,
                               prony_load_level_closed (N_STREAMS));
      trial->state = PRONY_STATE_MEASURING;
      g_ptr_array_add (self->run->trials, trial);
    }

  self->feed = prony_live_feed_new ();
  self->progress = prony_run_progress_new (self->plan);
  self->publisher = prony_run_publisher_new (self->feed, self->plan, self->run, self->progress);
}

static void
tear_down (Soak *self)
{
  prony_run_publisher_free (self->publisher);
  prony_run_progress_free (self->progress);
  prony_live_feed_unref (self->feed);
  prony_run_unref (self->run);
  prony_plan_unref (self->plan);
}

static PronyRequestRecord *
make_record (Soak *self)
{
  PronyRequestRecord *record = prony_request_record_new (++self->n_requests);
  gint64 at_ns = self->now_ns;

  record->scheduled_ns = record->started_ns = record->sent_ns = at_ns;
  for (guint i = 0; i < TOKENS_PER_REQUEST; i++)
    {
      at_ns += 20 * 1000 * 1000 + (gint64) (self->n_requests * 7919 + i * 104729) % 1000000;
      prony_request_record_add_event (record, PRONY_EVENT_CONTENT, at_ns, 1);
    }
  record->finished_ns = at_ns;
  record->completion_tokens = TOKENS_PER_REQUEST;
  record->prompt = g_strnfill (TEXT_BYTES, 'p');
  g_string_append_len (record->answer, record->prompt, TEXT_BYTES);
  if (self->n_requests % FAILED_OF == 0)
    {
      record->outcome = PRONY_OUTCOME_CONNECT + (self->n_requests / FAILED_OF) % 11;
      record->error_message = g_strdup ("It did not work.");
    }
  prony_request_record_seal (record);
  return record;
}

static void
note_load (Soak *self, guint trial)
{
  g_autoptr (PronyLoadSnapshot) load = prony_load_snapshot_new (PRONY_STATE_MEASURING);

  load->ok = self->n_requests / N_TARGETS;
  load->output_tokens = load->ok * TOKENS_PER_REQUEST;
  load->elapsed_s = self->now_ns / 1e9;
  load->in_flight = N_STREAMS;
  load->text = g_strnfill (16 * 1024, 't');
  prony_run_publisher_note_load (self->publisher, trial, load);
}

static void
feed_requests (Soak *self, guint64 n)
{
  for (guint64 done = 0; done < n; done += REQUESTS_PER_SNAPSHOT)
    {
      g_autoptr (PronyRunSnapshot) seen = NULL;

      for (guint i = 0; i < REQUESTS_PER_SNAPSHOT; i++)
        {
          g_autoptr (GPtrArray) records =
            g_ptr_array_new_with_free_func ((GDestroyNotify) prony_request_record_unref);
          guint trial = (guint) (self->n_requests % N_TARGETS);

          g_ptr_array_add (records, make_record (self));
          prony_run_progress_add (self->progress, 0, trial, records->pdata[0]);
          prony_run_publisher_note_records (self->publisher, self->run->trials->pdata[trial],
                                            records);
        }
      self->now_ns += 100 * 1000 * 1000;
      for (guint i = 0; i < N_TARGETS; i++)
        note_load (self, i);
      prony_run_progress_update (self->progress, 0, self->now_ns / 1e9, self->now_ns / 1e9);
      prony_run_publisher_publish (self->publisher, PRONY_STATE_MEASURING, NULL);
      seen = prony_live_feed_read (self->feed);
      g_assert_cmpuint (seen->trials->len, ==, N_TARGETS);
    }
}

/* Without what the thread waited for a processor. */
static gint64
get_thread_time_us (void)
{
  struct timespec now;

  g_assert_cmpint (clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now), ==, 0);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
test_soak (void)
{
  const char *wanted = g_getenv ("PRONY_SOAK_TOKENS");
  guint64 tokens = wanted != NULL ? g_ascii_strtoull (wanted, NULL, 10) : DEFAULT_TOKENS;
  guint64 n = tokens / TOKENS_PER_REQUEST;
  g_autoptr (PronyRunSnapshot) last = NULL;
  Soak soak = { 0 };
  gsize before, after;
  gint64 since_us, took_us;

  set_up (&soak);
  feed_requests (&soak, n / 2);
  before = get_used ();
  since_us = get_thread_time_us ();
  feed_requests (&soak, n / 2);
  took_us = get_thread_time_us () - since_us;
  after = get_used ();
  g_test_message ("%" G_GUINT64_FORMAT " tokens: %" G_GSIZE_FORMAT " bytes, then %" G_GSIZE_FORMAT
                  "; %.0f µs for a snapshot and its requests",
                  tokens, before, after, (double) took_us / (n / 2.0 / REQUESTS_PER_SNAPSHOT));
  g_assert_cmpuint (after, <, before + MAX_GROWTH_BYTES);
  g_assert_cmpint (took_us, <, (gint64) (n / 2 / REQUESTS_PER_SNAPSHOT + 1) * MAX_SNAPSHOT_US);

  last = prony_live_feed_read (soak.feed);
  g_assert_cmpuint (last->failures->len, <=, N_TARGETS * PRONY_N_OUTCOMES);
  g_assert_cmpuint (last->failures->len, >=, 11);
  g_assert_cmpuint (last->standings->len, ==, 1);
  g_assert_cmpuint (((PronyStanding *) last->standings->pdata[0])->rows->len, ==, N_TARGETS);
  g_assert_cmpuint (last->in_flight, ==, N_TARGETS * N_STREAMS);
  tear_down (&soak);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/live-soak/tokens", test_soak);

  return g_test_run ();
}
