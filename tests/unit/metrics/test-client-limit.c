/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/metrics/prony-client-limit.h"
#include "synthetic-records.h"

/* 200 requests, one each 50 ms, each of 2 tokens 10 ms apart after a TTFT of 100 ms.
 * All go out @lag late. */
static GPtrArray *
make_open_trial (double lag, guint n)
{
  GPtrArray *records = new_records ();

  for (guint i = 0; i < n; i++)
    {
      PronyRequestRecord *record = make_record (i + 1, i * 0.05 + lag - 0.001, 0.1, 0.01, 2);

      record->scheduled_ns = at_s (i * 0.05);
      g_ptr_array_add (records, record);
    }
  return records;
}

static void
assert_limit (const PronySummaryInput *input, PronyClientLimit expected)
{
  g_autoptr (PronySummary) summary = prony_summarize (input);

  g_assert_cmpstr (prony_client_limit_to_string (summary->client_limit), ==,
                   prony_client_limit_to_string (expected));
  g_assert_cmpint (summary->client_bound, ==, expected != PRONY_CLIENT_LIMIT_NONE);
}

/* Each reason by itself, and which one is named where there are several. */
static void
test_reasons (void)
{
  static const struct
  {
    gboolean out_of_files;
    double cpu_percent;
    double lag_s;
    gint64 retransmits;
    PronyClientLimit expected;
  } cases[] = {
    { FALSE, NAN, NAN, -1, PRONY_CLIENT_LIMIT_NONE },
    { FALSE, 90, 0.0019, 10, PRONY_CLIENT_LIMIT_NONE },
    { FALSE, 91, 0.0019, 0, PRONY_CLIENT_LIMIT_CPU },
    { FALSE, 50, 0.0021, 0, PRONY_CLIENT_LIMIT_LAG },
    { FALSE, 50, 0.0001, 11, PRONY_CLIENT_LIMIT_NETWORK },
    { TRUE, 50, 0.0001, 0, PRONY_CLIENT_LIMIT_CONNECTIONS },
    { FALSE, 91, 0.0021, 11, PRONY_CLIENT_LIMIT_CPU },
    { FALSE, 50, 0.0021, 11, PRONY_CLIENT_LIMIT_LAG },
    { TRUE, 91, 0.0021, 11, PRONY_CLIENT_LIMIT_CONNECTIONS },
  };
  g_autoptr (GPtrArray) records = make_open_trial (0.001, 200);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PronySummaryInput input;

      prony_summary_input_init (&input, records);
      input.out_of_files = cases[i].out_of_files;
      input.client_cpu_percent = cases[i].cpu_percent;
      input.client_lag_p99_s = cases[i].lag_s;
      input.retransmits = cases[i].retransmits;
      assert_limit (&input, cases[i].expected);
    }
}

/* What any desktop system is late by is not held against the figures of an engine that
 * is very fast. */
static void
test_small_lag (void)
{
  g_autoptr (GPtrArray) records = new_records ();
  PronySummaryInput input;

  for (guint i = 0; i < 20; i++)
    g_ptr_array_add (records, make_record (i + 1, i, 0.1, 0.0005, 50));
  prony_summary_input_init (&input, records);
  input.client_lag_p99_s = 0.0009;
  assert_limit (&input, PRONY_CLIENT_LIMIT_NONE);
  input.client_lag_p99_s = 0.0011;
  assert_limit (&input, PRONY_CLIENT_LIMIT_LAG);
}

/* Of few requests, one that TCP had to repeat is a twentieth already. */
static void
test_few_retransmits (void)
{
  g_autoptr (GPtrArray) records = make_open_trial (0.001, 10);
  PronySummaryInput input;

  prony_summary_input_init (&input, records);
  input.retransmits = 4;
  assert_limit (&input, PRONY_CLIENT_LIMIT_NONE);
  input.retransmits = 5;
  assert_limit (&input, PRONY_CLIENT_LIMIT_NETWORK);
}

static void
test_send_lag (void)
{
  static const struct
  {
    PronyLoadKind kind;
    guint cap;
    double lag_s;
    PronyClientLimit expected;
  } cases[] = {
    { PRONY_LOAD_OPEN, 0, 0.001, PRONY_CLIENT_LIMIT_NONE },
    /* A fifth of the time to first token is 20 ms. */
    { PRONY_LOAD_OPEN, 0, 0.019, PRONY_CLIENT_LIMIT_NONE },
    { PRONY_LOAD_OPEN, 0, 0.021, PRONY_CLIENT_LIMIT_SEND_LAG },
    { PRONY_LOAD_TRACE, 0, 0.021, PRONY_CLIENT_LIMIT_SEND_LAG },
    /* A bound holds requests back on purpose, and in a closed loop nothing is due. */
    { PRONY_LOAD_OPEN, 4, 0.5, PRONY_CLIENT_LIMIT_NONE },
    { PRONY_LOAD_CLOSED, 4, 0.5, PRONY_CLIENT_LIMIT_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) records = make_open_trial (cases[i].lag_s, 200);
      PronyLoadLevel level = prony_load_level_open (20, PRONY_ARRIVAL_CONSTANT);
      PronySummaryInput input;

      level.kind = cases[i].kind;
      level.concurrency = cases[i].cap;
      prony_summary_input_init (&input, records);
      input.level = &level;
      assert_limit (&input, cases[i].expected);
    }
}

/* An engine that takes seconds: then the distance between requests, 50 ms, decides. */
static void
test_send_lag_against_gap (void)
{
  static const double lags[] = { 0.049, 0.051 };

  for (guint i = 0; i < G_N_ELEMENTS (lags); i++)
    {
      g_autoptr (GPtrArray) records = new_records ();
      PronyLoadLevel level = prony_load_level_open (20, PRONY_ARRIVAL_CONSTANT);
      PronySummaryInput input;

      for (guint k = 0; k < 200; k++)
        {
          PronyRequestRecord *record = make_record (k + 1, k * 0.05 + lags[i] - 0.001, 3, 0.01, 2);

          record->scheduled_ns = at_s (k * 0.05);
          g_ptr_array_add (records, record);
        }
      prony_summary_input_init (&input, records);
      input.level = &level;
      assert_limit (&input, i == 0 ? PRONY_CLIENT_LIMIT_NONE : PRONY_CLIENT_LIMIT_SEND_LAG);
    }
}

/* The waiting before a request is sent again was asked for. */
static void
test_send_lag_of_retries (void)
{
  g_autoptr (GPtrArray) records = make_open_trial (0.001, 200);
  PronyLoadLevel level = prony_load_level_open (20, PRONY_ARRIVAL_CONSTANT);
  PronySummaryInput input;

  for (guint i = 0; i < 20; i++)
    {
      PronyRequestRecord *record = g_ptr_array_index (records, i);

      record->scheduled_ns -= PRONY_NS_PER_S;
    }
  prony_summary_input_init (&input, records);
  input.level = &level;
  assert_limit (&input, PRONY_CLIENT_LIMIT_SEND_LAG);

  for (guint i = 0; i < 20; i++)
    ((PronyRequestRecord *) g_ptr_array_index (records, i))->retries = 1;
  assert_limit (&input, PRONY_CLIENT_LIMIT_NONE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/metrics/client-limit/reasons", test_reasons);
  g_test_add_func ("/metrics/client-limit/small-lag", test_small_lag);
  g_test_add_func ("/metrics/client-limit/few-retransmits", test_few_retransmits);
  g_test_add_func ("/metrics/client-limit/send-lag", test_send_lag);
  g_test_add_func ("/metrics/client-limit/send-lag-against-gap", test_send_lag_against_gap);
  g_test_add_func ("/metrics/client-limit/send-lag-of-retries", test_send_lag_of_retries);
  return g_test_run ();
}
