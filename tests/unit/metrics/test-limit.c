/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/metrics/prony-limit.h"

typedef struct
{
  PronyRun *run;
  PronyTarget *target;
} Fixture;

static void
setup (Fixture *self, gconstpointer unused)
{
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("http://a:1", NULL);

  self->run = prony_run_new ("Limits");
  self->target = prony_target_new (engine, "model");
}

static void
teardown (Fixture *self, gconstpointer unused)
{
  prony_target_unref (self->target);
  prony_run_unref (self->run);
}

static void
set (PronyTrial *trial, PronyMetric metric, double value)
{
  if (metric < PRONY_N_DISTRIBUTIONS)
    {
      trial->summary->distributions[metric].count = 100;
      trial->summary->distributions[metric].min = value;
      trial->summary->distributions[metric].p50 = value;
    }
  else
    trial->summary->scalars[metric - PRONY_N_DISTRIBUTIONS] = value;
}

static PronyTrial *
add_trial (Fixture *self, PronyLoadLevel load, double rate)
{
  PronyTrial *trial = prony_trial_new (self->run->trials->len, self->target, "one", "One",
                                       PRONY_SCENARIO_SHORT_LONG, load);

  trial->summary = prony_summary_new ();
  trial->summary->outcomes[PRONY_OUTCOME_OK] = 100;
  trial->summary->window_s = 60;
  set (trial, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC, rate);
  g_ptr_array_add (self->run->trials, trial);
  return trial;
}

static void
assert_limit (Fixture *self, PronyTrial *trial, PronyLimitKind kind, const char *figure)
{
  g_autoptr (PronyTrialLimit) limit = prony_trial_limit_find (self->run, trial);

  g_assert_nonnull (limit);
  g_test_message ("%s", limit->sentence);
  g_assert_cmpint (limit->kind, ==, kind);
  g_assert_nonnull (strstr (limit->sentence, figure));
  g_assert_null (strstr (limit->sentence, "nan"));
  g_assert_null (strstr (limit->sentence, "–"));
}

/* What readings say, one thing at a time. */
static void
test_signs (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    PronyResourceSigns signs;
    PronyLimitKind kind;
    const char *figure;
  } cases[] = {
    { { NAN, NAN, NAN, NAN, NAN, NAN }, PRONY_LIMIT_NONE, "Nothing" },
    { { 0.94, 63, 0.97, 84, 0.04, 0.19 }, PRONY_LIMIT_NONE, "Nothing" },
    { { 0.96, 0, 0.5, 50, 0, 0 }, PRONY_LIMIT_MEMORY, "96.0 %" },
    { { 0.9, 1000, 0.5, 50, 0, 0 }, PRONY_LIMIT_MEMORY, "1.0" },
    { { 0.5, 0, 0.99, 50, 0, 0 }, PRONY_LIMIT_MEMORY, "99.0 %" },
    { { 0.5, 0, 0.99, 86, 0, 0.9 }, PRONY_LIMIT_HEAT, "86.0 °C" },
    { { 0.5, 0, 0.99, 80, 0.25, 0.9 }, PRONY_LIMIT_HEAT, "25.0 %" },
    { { 0.5, 0, 0.99, 80, 0, 0.9 }, PRONY_LIMIT_POWER, "90.0 %" },
  };
  PronyTrial *trial = add_trial (self, prony_load_level_closed (1), 100);

  set (trial, PRONY_METRIC_POWER_W, 640);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      trial->summary->signs = cases[i].signs;
      assert_limit (self, trial, cases[i].kind, cases[i].figure);
    }

  /* What brings about the others comes first. */
  trial->summary->client_limit = PRONY_CLIENT_LIMIT_CPU;
  assert_limit (self, trial, PRONY_LIMIT_CLIENT, "");
  trial->summary->client_limit = PRONY_CLIENT_LIMIT_NETWORK;
  assert_limit (self, trial, PRONY_LIMIT_NETWORK, "");
}

static void
test_growth (Fixture *self, gconstpointer unused)
{
  PronyTrial *trial = add_trial (self, prony_load_level_closed (1), 100);

  trial->summary->signs.memory_share = 0.85;
  set (trial, PRONY_METRIC_MEMORY_MB, 10000);
  set (trial, PRONY_METRIC_MEMORY_GROWTH_MB, 500);
  assert_limit (self, trial, PRONY_LIMIT_NONE, "");
  set (trial, PRONY_METRIC_MEMORY_GROWTH_MB, 2000);
  assert_limit (self, trial, PRONY_LIMIT_MEMORY, "85.0 %");
}

/* The rate grows up to four streams, and no more from there. */
static void
test_flat (Fixture *self, gconstpointer unused)
{
  PronyTrial *one = add_trial (self, prony_load_level_closed (1), 100);
  PronyTrial *four = add_trial (self, prony_load_level_closed (4), 300);
  PronyTrial *five = add_trial (self, prony_load_level_closed (5), 301);
  PronyTrial *eight = add_trial (self, prony_load_level_closed (8), 310);
  PronyTrial *lost = add_trial (self, prony_load_level_closed (6), NAN);

  assert_limit (self, one, PRONY_LIMIT_NONE, "");
  assert_limit (self, four, PRONY_LIMIT_NONE, "");
  assert_limit (self, five, PRONY_LIMIT_NONE, ""); /* not much more than four */
  assert_limit (self, eight, PRONY_LIMIT_QUEUE, "310 tok/s");
  assert_limit (self, lost, PRONY_LIMIT_NONE, "");

  set (eight, PRONY_METRIC_QUEUE_WAIT, 1.2);
  set (eight, PRONY_METRIC_TTFT, 1.5);
  assert_limit (self, eight, PRONY_LIMIT_QUEUE, "310 tok/s");
  assert_limit (self, eight, PRONY_LIMIT_QUEUE, "1.20 s");
}

static void
test_wait (Fixture *self, gconstpointer unused)
{
  PronyTrial *trial = add_trial (self, prony_load_level_closed (4), 100);

  set (trial, PRONY_METRIC_TTFT, 0.030);
  set (trial, PRONY_METRIC_QUEUE_WAIT, 0.019);
  assert_limit (self, trial, PRONY_LIMIT_NONE, "");
  set (trial, PRONY_METRIC_TTFT, 3);
  set (trial, PRONY_METRIC_QUEUE_WAIT, 1.4);
  assert_limit (self, trial, PRONY_LIMIT_NONE, "");
  set (trial, PRONY_METRIC_QUEUE_WAIT, 1.6);
  assert_limit (self, trial, PRONY_LIMIT_QUEUE, "one request at a time");
  set (trial, PRONY_METRIC_QUEUE_TIME, 1.6);
  assert_limit (self, trial, PRONY_LIMIT_QUEUE, "own count");
}

static void
test_open (Fixture *self, gconstpointer unused)
{
  PronyTrial *trial = add_trial (self, prony_load_level_open (5, PRONY_ARRIVAL_CONSTANT), 100);

  set (trial, PRONY_METRIC_SENT_PER_SEC, 5);
  set (trial, PRONY_METRIC_REQUESTS_PER_SEC, 4.9);
  set (trial, PRONY_METRIC_MEAN_CONCURRENCY, 9);
  set (trial, PRONY_METRIC_LATENCY, 1);
  assert_limit (self, trial, PRONY_LIMIT_NONE, "");
  set (trial, PRONY_METRIC_REQUESTS_PER_SEC, 3);
  assert_limit (self, trial, PRONY_LIMIT_QUEUE, "3.00 req/s");
  /* The end of a short one. */
  set (trial, PRONY_METRIC_LATENCY, 6);
  assert_limit (self, trial, PRONY_LIMIT_NONE, "");
}

static void
test_nothing (Fixture *self, gconstpointer unused)
{
  PronyTrial *trial = add_trial (self, prony_load_level_closed (1), NAN);

  trial->summary->outcomes[PRONY_OUTCOME_OK] = 0;
  trial->summary->outcomes[PRONY_OUTCOME_TIMEOUT] = 5;
  g_assert_null (prony_trial_limit_find (self->run, trial));
  g_clear_pointer (&trial->summary, prony_summary_unref);
  g_assert_null (prony_trial_limit_find (self->run, trial));
  for (guint i = 0; i < PRONY_N_LIMITS; i++)
    {
      g_assert_nonnull (prony_limit_kind_to_string (i));
      g_assert_nonnull (prony_limit_kind_title (i));
    }
}

#define ADD(name, function) g_test_add (name, Fixture, NULL, setup, function, teardown)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/limit/signs", test_signs);
  ADD ("/limit/growth", test_growth);
  ADD ("/limit/flat", test_flat);
  ADD ("/limit/wait", test_wait);
  ADD ("/limit/open", test_open);
  ADD ("/limit/nothing", test_nothing);
  return g_test_run ();
}
