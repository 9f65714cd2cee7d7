/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/metrics/prony-summarize.h"
#include "synthetic-records.h"

#define MS G_GINT64_CONSTANT (1000000)

static void
assert_figure (PronySummary *summary, PronyMetric metric, double expected)
{
  double value = prony_summary_get (summary, metric);

  if (isnan (value) != isnan (expected) || fabs (value - expected) > 1e-6 * MAX (1, fabs (value)))
    g_error ("%s: %.17g is not %.17g", prony_metric_get_info (metric)->name, value, expected);
}

static PronySummary *
summarize (GPtrArray *records)
{
  PronySummaryInput input;

  prony_summary_input_init (&input, records);
  return prony_summarize (&input);
}

/* Two streams for a second each, one request after the other on each: 4 requests of
 * 11 tokens; sent at 0.002 and 0.502, latency 0.2 s. The last ends at 0.702. */
static GPtrArray *
make_plain_trial (void)
{
  GPtrArray *records = new_records ();

  for (guint i = 0; i < 4; i++)
    g_ptr_array_add (records, make_record (i + 1, i / 2 * 0.5, 0.1, 0.01, 11));
  return records;
}

static void
test_plain (void)
{
  g_autoptr (GPtrArray) records = make_plain_trial ();
  g_autoptr (PronySummary) summary = summarize (records);
  const PronyDistribution *ttft = &summary->distributions[PRONY_METRIC_TTFT];

  g_assert_cmpfloat_with_epsilon (summary->window_s, 0.7, 1e-9);
  g_assert_cmpuint (ttft->count, ==, 4);
  g_assert_cmpfloat_with_epsilon (ttft->mean, 0.1, 1e-9);
  g_assert_cmpfloat_with_epsilon (ttft->sd, 0, 1e-9);
  g_assert_cmpfloat_with_epsilon (ttft->p50_ci[0], 0.1, 1e-9);
  g_assert_cmpuint (summary->distributions[PRONY_METRIC_ITL].count, ==, 40);
  g_assert_cmpuint (summary->distributions[PRONY_METRIC_QUEUE_TIME].count, ==, 0);
  g_assert_true (isnan (summary->distributions[PRONY_METRIC_QUEUE_TIME].mean));

  assert_figure (summary, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC, 44 / 0.7);
  assert_figure (summary, PRONY_METRIC_TOTAL_TOKENS_PER_SEC, 84 / 0.7);
  assert_figure (summary, PRONY_METRIC_REQUESTS_PER_SEC, 4 / 0.7);
  assert_figure (summary, PRONY_METRIC_SUCCESS_RATE, 1);
  assert_figure (summary, PRONY_METRIC_ERROR_RATE, 0);
  assert_figure (summary, PRONY_METRIC_TIMEOUT_RATE, 0);
  assert_figure (summary, PRONY_METRIC_MEAN_CONCURRENCY, 0.8 / 0.7);
  assert_figure (summary, PRONY_METRIC_FAIRNESS, 1);
  assert_figure (summary, PRONY_METRIC_GOODPUT, NAN);
  assert_figure (summary, PRONY_METRIC_SLO_ATTAINMENT, NAN);
  assert_figure (summary, PRONY_METRIC_QUEUE_WAIT, NAN);
  assert_figure (summary, PRONY_METRIC_COST_PER_REQUEST, NAN);
  assert_figure (summary, PRONY_METRIC_CLIENT_LAG_P99, NAN);
  g_assert_cmpuint (summary->completion_tokens, ==, 44);
  g_assert_cmpuint (summary->prompt_tokens, ==, 40);
  g_assert_false (summary->client_bound);
}

/* Warm-up requests, failed ones and cancelled ones beside the four good ones. */
static void
test_outcomes (void)
{
  g_autoptr (GPtrArray) records = make_plain_trial ();
  g_autoptr (PronySummary) summary = NULL;
  PronyRequestRecord *record;

  record = make_record (5, -1, 9, 9, 3);
  record->warmup = TRUE;
  g_ptr_array_add (records, record);
  record = make_sent_record (6, 0.1);
  record->outcome = PRONY_OUTCOME_TIMEOUT;
  record->finished_ns = at_s (0.302);
  g_ptr_array_add (records, record);
  record = make_record (7, 0, 0.3, 0.01, 5);
  record->outcome = PRONY_OUTCOME_TRUNCATED;
  g_ptr_array_add (records, record);
  record = make_record (8, 0.4, 0.05, 0.01, 6);
  record->outcome = PRONY_OUTCOME_CANCELLED;
  record->completion_tokens = -1;
  g_ptr_array_add (records, record);
  summary = summarize (records);

  g_assert_cmpuint (prony_summary_count_requests (summary), ==, 7);
  g_assert_cmpuint (summary->outcomes[PRONY_OUTCOME_OK], ==, 4);
  g_assert_cmpuint (summary->outcomes[PRONY_OUTCOME_TIMEOUT], ==, 1);
  g_assert_cmpuint (summary->outcomes[PRONY_OUTCOME_TRUNCATED], ==, 1);
  g_assert_cmpuint (summary->outcomes[PRONY_OUTCOME_CANCELLED], ==, 1);
  g_assert_cmpuint (summary->distributions[PRONY_METRIC_TTFT].count, ==, 4);
  g_assert_cmpfloat_with_epsilon (summary->distributions[PRONY_METRIC_TTFT].max, 0.1, 1e-9);
  g_assert_cmpuint (summary->distributions[PRONY_METRIC_ITL].count, ==, 40);

  assert_figure (summary, PRONY_METRIC_SUCCESS_RATE, 4.0 / 6);
  assert_figure (summary, PRONY_METRIC_ERROR_RATE, 2.0 / 6);
  assert_figure (summary, PRONY_METRIC_TIMEOUT_RATE, 1.0 / 6);
  /* The six tokens of the cancelled request were delivered. */
  assert_figure (summary, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC, 50 / 0.7);
  assert_figure (summary, PRONY_METRIC_REQUESTS_PER_SEC, 4 / 0.7);
  assert_figure (summary, PRONY_METRIC_TOTAL_TOKENS_PER_SEC, 100 / 0.7);
}

/* The bound falls 0.15 s after the second pair was sent: their tokens at 0.1 to
 * 0.15 s are inside, six of eleven. */
static void
test_bound (void)
{
  g_autoptr (GPtrArray) records = make_plain_trial ();
  g_autoptr (PronySummary) summary = NULL;
  PronySummaryInput input;

  prony_summary_input_init (&input, records);
  input.bound_ns = at_s (0.652);
  input.slo_ttft_s = 0.2;
  summary = prony_summarize (&input);

  g_assert_cmpfloat_with_epsilon (summary->window_s, 0.65, 1e-9);
  g_assert_cmpuint (summary->distributions[PRONY_METRIC_LATENCY].count, ==, 4);
  assert_figure (summary, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC, 34 / 0.65);
  assert_figure (summary, PRONY_METRIC_TOTAL_TOKENS_PER_SEC, 74 / 0.65);
  assert_figure (summary, PRONY_METRIC_REQUESTS_PER_SEC, 2 / 0.65);
  assert_figure (summary, PRONY_METRIC_GOODPUT, 2 / 0.65);
  assert_figure (summary, PRONY_METRIC_SLO_ATTAINMENT, 1);
  assert_figure (summary, PRONY_METRIC_MEAN_CONCURRENCY, 0.7 / 0.65);
  g_assert_cmpuint (summary->completion_tokens, ==, 44);
}

static void
test_pause (void)
{
  g_autoptr (GPtrArray) records = make_plain_trial ();
  g_autoptr (GArray) pauses = g_array_new (FALSE, FALSE, sizeof (PronyPause));
  g_autoptr (PronySummary) summary = NULL;
  const PronyRequestRecord *first = records->pdata[0];
  PronySummaryInput input;
  PronyPause pause;

  prony_summary_input_init (&input, records);
  input.pauses = pauses;

  /* Only what lies in the window is taken out of it: an engine may have died in a pause,
   * after which nothing reached it any more. */
  pause = (PronyPause){ first->sent_ns - 500 * MS, first->sent_ns };
  g_array_append_val (pauses, pause);
  pause = (PronyPause){ first->sent_ns + 100 * MS, first->sent_ns + 300 * MS };
  g_array_append_val (pauses, pause);
  pause = (PronyPause){ first->sent_ns + 2000 * MS, first->sent_ns + 9000 * MS };
  g_array_append_val (pauses, pause);
  summary = prony_summarize (&input);

  g_assert_cmpfloat_with_epsilon (summary->window_s, 0.5, 1e-9);
  assert_figure (summary, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC, 88);
  assert_figure (summary, PRONY_METRIC_MEAN_CONCURRENCY, 1.6);
}

/* One request misses each objective in turn, and one of five failed. */
static void
test_objectives (void)
{
  g_autoptr (GPtrArray) records = new_records ();
  g_autoptr (PronySummary) summary = NULL;
  PronySummaryInput input;

  g_ptr_array_add (records, make_record (1, 0, 0.1, 0.01, 11));
  g_ptr_array_add (records, make_record (2, 0, 0.4, 0.01, 11));
  g_ptr_array_add (records, make_record (3, 0, 0.1, 0.06, 5));
  g_ptr_array_add (records, make_record (4, 0, 0.1, 0.04, 31));
  g_ptr_array_add (records, make_record (5, 0, 0.1, 0.01, 1));
  g_ptr_array_add (records, make_sent_record (6, 0));
  ((PronyRequestRecord *) g_ptr_array_index (records, 5))->outcome = PRONY_OUTCOME_HTTP_5XX;

  prony_summary_input_init (&input, records);
  input.slo_ttft_s = 0.3;
  input.slo_itl_s = 0.05;
  input.slo_latency_s = 1;
  summary = prony_summarize (&input);

  g_assert_cmpfloat_with_epsilon (summary->window_s, 1.3, 1e-9);
  assert_figure (summary, PRONY_METRIC_SLO_ATTAINMENT, 2.0 / 6);
  assert_figure (summary, PRONY_METRIC_GOODPUT, 2 / 1.3);
}

static void
test_cost (void)
{
  g_autoptr (GPtrArray) records = make_plain_trial ();
  g_autoptr (PronySummary) summary = NULL;
  PronySummaryInput input;

  prony_summary_input_init (&input, records);
  input.price_per_hour = 3.6;
  summary = prony_summarize (&input);

  assert_figure (summary, PRONY_METRIC_COST_PER_REQUEST, 0.001 * 0.7 / 4);
  assert_figure (summary, PRONY_METRIC_TOKENS_PER_DOLLAR, 44 / 0.7 / 0.001);
  assert_figure (summary, PRONY_METRIC_COST_PER_MILLION_TOKENS, 0.001 * 0.7 / 44 * 1e6);
}

/* Rates of 100 and 50 tok/s: over the 0.2 s in which both run, Jain's index is
 * 150² / (2 (100² + 50²)) = 0.9; the rest of the longer one does not count. */
static void
test_fairness (void)
{
  g_autoptr (GPtrArray) records = new_records ();
  g_autoptr (PronySummary) summary = NULL;
  g_autoptr (PronySummary) alone = NULL;

  g_ptr_array_add (records, make_record (1, 0, 0.1, 0.01, 11));
  alone = summarize (records);
  assert_figure (alone, PRONY_METRIC_FAIRNESS, NAN);

  g_ptr_array_add (records, make_record (2, 0, 0.1, 0.02, 11));
  g_ptr_array_add (records, make_record (3, 0.302 - 0.002, 0.1, 0.01, 11));
  summary = summarize (records);
  assert_figure (summary, PRONY_METRIC_FAIRNESS, 0.9);
}

static void
test_client_health (void)
{
  static const struct
  {
    double lag_s;
    double cpu_percent;
    gboolean expected;
  } cases[] = {
    { NAN, NAN, FALSE },  { 0.0019, 10, FALSE }, { 0.0021, 10, TRUE },
    { 0.0019, 91, TRUE }, { NAN, 91, TRUE },
  };
  g_autoptr (GPtrArray) records = make_plain_trial ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PronySummary) summary = NULL;
      PronySummaryInput input;

      prony_summary_input_init (&input, records);
      input.client_lag_p99_s = cases[i].lag_s;
      input.client_cpu_percent = cases[i].cpu_percent;
      summary = prony_summarize (&input);
      g_assert_cmpint (summary->client_bound, ==, cases[i].expected);
      assert_figure (summary, PRONY_METRIC_CLIENT_LAG_P99, cases[i].lag_s);
      assert_figure (summary, PRONY_METRIC_CLIENT_CPU_PERCENT, cases[i].cpu_percent);
    }
}

/* Percentiles are given only with enough requests beyond them. */
static void
test_percentiles (void)
{
  static const struct
  {
    guint n;
    gboolean p99;
    gboolean p999;
  } cases[] = { { 1, FALSE, FALSE },
                { 99, FALSE, FALSE },
                { 100, TRUE, FALSE },
                { 999, TRUE, FALSE },
                { 1000, TRUE, TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) records = new_records ();
      g_autoptr (PronySummary) summary = NULL;
      const PronyDistribution *ttft;

      for (guint k = 0; k < cases[i].n; k++)
        g_ptr_array_add (records, make_record (k + 1, k, 0.1 + k * 0.001, 0.01, 2));
      summary = summarize (records);
      ttft = &summary->distributions[PRONY_METRIC_TTFT];
      g_assert_cmpint (isfinite (ttft->p99), ==, cases[i].p99);
      g_assert_cmpint (isfinite (ttft->p999), ==, cases[i].p999);
      g_assert_cmpfloat_with_epsilon (ttft->p50, 0.1 + (cases[i].n - 1) * 0.0005, 1e-9);
      g_assert_cmpint (isfinite (ttft->sd), ==, cases[i].n > 1);
      g_assert_cmpint (isfinite (ttft->p50_ci[0]), ==, cases[i].n > 1);
      if (cases[i].p99)
        g_assert_cmpfloat_with_epsilon (ttft->p99, 0.1 + (cases[i].n - 1) * 0.00099, 1e-9);
    }
}

static void
test_nothing (void)
{
  g_autoptr (GPtrArray) records = new_records ();
  g_autoptr (PronySummary) empty = summarize (records);
  g_autoptr (PronySummary) failed = NULL;
  PronyRequestRecord *refused = prony_request_record_new (1);

  for (guint i = 0; i < PRONY_N_METRICS; i++)
    assert_figure (empty, i, NAN);
  g_assert_true (isnan (empty->window_s));

  refused->started_ns = at_s (0);
  refused->finished_ns = at_s (0.1);
  refused->outcome = PRONY_OUTCOME_CONNECT;
  g_ptr_array_add (records, refused);
  failed = summarize (records);
  assert_figure (failed, PRONY_METRIC_SUCCESS_RATE, 0);
  assert_figure (failed, PRONY_METRIC_ERROR_RATE, 1);
  assert_figure (failed, PRONY_METRIC_REQUESTS_PER_SEC, NAN);
  assert_figure (failed, PRONY_METRIC_LATENCY, NAN);
}

static void
test_sources (void)
{
  g_autoptr (GPtrArray) records = make_plain_trial ();
  g_autoptr (PronySummary) summary = NULL;
  PronyRequestRecord *record = g_ptr_array_index (records, 1);

  record->count_source = PRONY_COUNT_CHUNKS;
  record->quality = PRONY_QUALITY_PASS;
  record->prompt_tokens = -1;
  record->queue_time_s = 0.3;
  ((PronyRequestRecord *) g_ptr_array_index (records, 2))->quality = PRONY_QUALITY_FAIL;
  summary = summarize (records);

  g_assert_cmpint (summary->count_source, ==, PRONY_COUNT_CHUNKS);
  g_assert_cmpuint (summary->quality_passed, ==, 1);
  g_assert_cmpuint (summary->quality_failed, ==, 1);
  assert_figure (summary, PRONY_METRIC_TOTAL_TOKENS_PER_SEC, NAN);
  assert_figure (summary, PRONY_METRIC_QUEUE_WAIT, 0.3);
}

static PronyTrial *
add_trial (PronyRun *run, PronyTarget *target, const char *scenario, guint level, double ttft)
{
  g_autoptr (GPtrArray) records = new_records ();
  PronyTrial *trial = prony_trial_new (run->trials->len, target, scenario, scenario,
                                       PRONY_SCENARIO_SHORT_SHORT, prony_load_level_closed (level));

  g_ptr_array_add (records, make_record (1, 0, ttft, 0.01, 3));
  trial->summary = summarize (records);
  g_ptr_array_add (run->trials, trial);
  return trial;
}

static void
test_queue_waits (void)
{
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("http://127.0.0.1:1", NULL);
  g_autoptr (PronyTarget) target = prony_target_new (engine, "m");
  g_autoptr (PronyRun) run = prony_run_new ("test");
  PronyTrial *one = add_trial (run, target, "a", 1, 0.1);
  PronyTrial *five = add_trial (run, target, "a", 5, 0.4);
  PronyTrial *without = add_trial (run, target, "b", 5, 0.4);
  PronyTrial *reported = add_trial (run, target, "a", 10, 0.7);

  reported->summary->scalars[PRONY_METRIC_QUEUE_WAIT - PRONY_N_DISTRIBUTIONS] = 0.05;
  prony_summarize_queue_waits (run);

  assert_figure (one->summary, PRONY_METRIC_QUEUE_WAIT, 0);
  assert_figure (five->summary, PRONY_METRIC_QUEUE_WAIT, 0.3);
  assert_figure (five->summary, PRONY_METRIC_TTFT, 0.4);
  assert_figure (without->summary, PRONY_METRIC_QUEUE_WAIT, NAN);
  assert_figure (reported->summary, PRONY_METRIC_QUEUE_WAIT, 0.05);
}

/* 20,000 requests of 100 tokens; the limit is wide, a quadratic step is wider. */
static void
test_many (void)
{
  g_autoptr (GPtrArray) records = new_records ();
  g_autoptr (PronySummary) summary = NULL;
  gint64 start;

  for (guint i = 0; i < 20000; i++)
    g_ptr_array_add (records, make_record (i + 1, i * 0.01, 0.1 + i % 97 * 0.001, 0.01, 100));
  start = g_get_monotonic_time ();
  summary = summarize (records);
  g_test_message ("summarised in %" G_GINT64_FORMAT " µs", g_get_monotonic_time () - start);

  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);
  g_assert_cmpuint (summary->distributions[PRONY_METRIC_ITL].count, ==, 1980000);
  g_assert_cmpfloat_with_epsilon (summary->distributions[PRONY_METRIC_ITL].p999, 0.01, 1e-6);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/metrics/summarize/plain", test_plain);
  g_test_add_func ("/metrics/summarize/outcomes", test_outcomes);
  g_test_add_func ("/metrics/summarize/bound", test_bound);
  g_test_add_func ("/metrics/summarize/pause", test_pause);
  g_test_add_func ("/metrics/summarize/objectives", test_objectives);
  g_test_add_func ("/metrics/summarize/cost", test_cost);
  g_test_add_func ("/metrics/summarize/fairness", test_fairness);
  g_test_add_func ("/metrics/summarize/client-health", test_client_health);
  g_test_add_func ("/metrics/summarize/percentiles", test_percentiles);
  g_test_add_func ("/metrics/summarize/nothing", test_nothing);
  g_test_add_func ("/metrics/summarize/sources", test_sources);
  g_test_add_func ("/metrics/summarize/queue-waits", test_queue_waits);
  g_test_add_func ("/metrics/summarize/many", test_many);

  return g_test_run ();
}
