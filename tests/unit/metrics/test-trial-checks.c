/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/metrics/prony-summarize.h"
#include "synthetic-records.h"

#define N_STREAMS 4

/* Closed loop: so many requests back to back on each of four streams, each in flight
 * for 0.2 s, of which the first 0.1 s wait for the first token. */
static GPtrArray *
make_closed_trial (guint per_stream)
{
  GPtrArray *records = new_records ();

  for (guint i = 0; i < per_stream; i++)
    for (guint stream = 0; stream < N_STREAMS; stream++)
      g_ptr_array_add (records, make_record (records->len + 1, i * 0.2, 0.1, 0.01, 11));
  return records;
}

/* Open loop: a request each 100 ms, handed over 1 ms late. */
static GPtrArray *
make_open_trial (guint n)
{
  GPtrArray *records = new_records ();

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (records, make_record (i + 1, i * 0.1, 0.1, 0.01, 11));
  return records;
}

static PronyRequestRecord *
record_at (GPtrArray *records, guint index)
{
  return g_ptr_array_index (records, index);
}

static void
assert_check (const PronySummaryInput *input,
              PronyCheckKind kind,
              PronyVerdict verdict,
              double expected,
              double actual)
{
  g_autoptr (PronySummary) summary = prony_summarize (input);
  const PronyCheck *check = &summary->checks[kind];

  g_assert_cmpint (check->verdict, ==, verdict);
  if (verdict == PRONY_VERDICT_ABSENT)
    {
      g_assert_true (isnan (check->expected) && isnan (check->actual));
      return;
    }
  g_assert_cmpfloat_with_epsilon (check->expected, expected, 1e-6);
  g_assert_cmpfloat_with_epsilon (check->actual, actual, 1e-6);
}

static void
test_nothing_known (void)
{
  g_autoptr (GPtrArray) records = new_records ();
  PronySummaryInput input;

  for (guint i = 0; i < 2; i++)
    g_ptr_array_add (records, make_record (i + 1, i * 0.1, 0.1, 0.01, 5));
  prony_summary_input_init (&input, records);
  for (guint i = 0; i < PRONY_N_CHECKS; i++)
    assert_check (&input, i, PRONY_VERDICT_ABSENT, NAN, NAN);
}

static void
test_accounted (void)
{
  static const struct
  {
    guint64 sent;
    PronyVerdict verdict;
  } cases[] = { { 8, PRONY_VERDICT_PASSED },
                { 9, PRONY_VERDICT_FAILED },
                { 7, PRONY_VERDICT_FAILED } };
  g_autoptr (GPtrArray) records = make_closed_trial (2);
  PronyRequestRecord *record;
  PronySummaryInput input;

  /* Neither a warm-up request nor one that never went out is among those sent; how the
   * others ended does not matter. */
  record_at (records, 2)->outcome = PRONY_OUTCOME_TIMEOUT;
  record_at (records, 3)->outcome = PRONY_OUTCOME_CANCELLED;
  record = make_record (9, -1, 0.1, 0.01, 3);
  record->warmup = TRUE;
  g_ptr_array_add (records, record);
  record = prony_request_record_new (10);
  record->scheduled_ns = at_s (0.5);
  record->outcome = PRONY_OUTCOME_CANCELLED;
  g_ptr_array_add (records, record);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      prony_summary_input_init (&input, records);
      input.sent = cases[i].sent;
      assert_check (&input, PRONY_CHECK_ACCOUNTED, cases[i].verdict, (double) cases[i].sent, 8);
    }
}

/* The first request is sent at 0.002 s; each stream is busy all the time. */
static void
test_littles_law (void)
{
  g_autoptr (GPtrArray) records = make_closed_trial (100);
  g_autoptr (GPtrArray) few = make_closed_trial (4);
  g_autoptr (GPtrArray) some = make_closed_trial (10);
  PronySummaryInput input;

  prony_summary_input_init (&input, records);
  assert_check (&input, PRONY_CHECK_LITTLES_LAW, PRONY_VERDICT_PASSED, 4, 4);

  /* Cut in the middle of the last request of each stream. */
  input.bound_ns = at_s (19.902);
  assert_check (&input, PRONY_CHECK_LITTLES_LAW, PRONY_VERDICT_PASSED, 4 * 99 * 0.2 / 19.9, 4);

  /* Too few requests, and too few for the share of those that the bound cuts off. */
  prony_summary_input_init (&input, few);
  assert_check (&input, PRONY_CHECK_LITTLES_LAW, PRONY_VERDICT_ABSENT, NAN, NAN);
  prony_summary_input_init (&input, some);
  assert_check (&input, PRONY_CHECK_LITTLES_LAW, PRONY_VERDICT_PASSED, 4, 4);
  input.bound_ns = at_s (1.902);
  assert_check (&input, PRONY_CHECK_LITTLES_LAW, PRONY_VERDICT_ABSENT, NAN, NAN);
}

/* A fifth stream that the engine never answers is in flight all the time, but in no
 * latency. */
static void
test_littles_law_with_hung_request (void)
{
  g_autoptr (GPtrArray) records = make_closed_trial (100);
  PronyRequestRecord *hung = make_sent_record (1000, 0);
  PronySummaryInput input;

  hung->finished_ns = at_s (20.002);
  hung->outcome = PRONY_OUTCOME_CANCELLED;
  g_ptr_array_add (records, hung);

  prony_summary_input_init (&input, records);
  assert_check (&input, PRONY_CHECK_LITTLES_LAW, PRONY_VERDICT_FAILED, 4, 5);

  /* The same that failed by itself ended like any other. */
  hung->outcome = PRONY_OUTCOME_TIMEOUT;
  assert_check (&input, PRONY_CHECK_LITTLES_LAW, PRONY_VERDICT_PASSED, 5, 5);
}

static void
test_delivered (void)
{
  static const struct
  {
    guint64 due;
    double bound_s; /* 0: none */
    double late_s;  /* by which the last ten of 200 requests go out late */
    guint retries;  /* of these */
    PronyVerdict verdict;
    double actual;
  } cases[] = {
    { 0, 20, 0, 0, PRONY_VERDICT_ABSENT, NAN },     { 200, 20, 0, 0, PRONY_VERDICT_PASSED, 200 },
    { 200, 0, 0, 0, PRONY_VERDICT_PASSED, 200 },    { 202, 20, 0, 0, PRONY_VERDICT_PASSED, 200 },
    { 203, 20, 0, 0, PRONY_VERDICT_FAILED, 200 },   { 197, 20, 0, 0, PRONY_VERDICT_FAILED, 200 },
    { 200, 20, 0.1, 0, PRONY_VERDICT_PASSED, 200 }, { 200, 20, 5, 0, PRONY_VERDICT_FAILED, 190 },
    { 200, 0, 5, 0, PRONY_VERDICT_FAILED, 190 },    { 200, 20, 5, 1, PRONY_VERDICT_PASSED, 200 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) records = make_open_trial (200);
      PronyLoadLevel level = prony_load_level_open (10, PRONY_ARRIVAL_CONSTANT);
      PronySummaryInput input;

      for (guint k = 190; k < 200; k++)
        {
          record_at (records, k)->started_ns += prony_s_to_ns (cases[i].late_s);
          record_at (records, k)->retries = cases[i].retries;
        }
      prony_summary_input_init (&input, records);
      input.level = &level;
      input.due = cases[i].due;
      input.bound_ns = cases[i].bound_s > 0 ? at_s (cases[i].bound_s) : 0;
      assert_check (&input, PRONY_CHECK_DELIVERED, cases[i].verdict, (double) cases[i].due,
                    cases[i].actual);
    }
}

static void
test_sent_rate (void)
{
  g_autoptr (GPtrArray) records = make_open_trial (200);
  g_autoptr (GPtrArray) one = make_open_trial (1);
  g_autoptr (PronySummary) summary = NULL;
  g_autoptr (PronySummary) alone = NULL;
  PronySummaryInput input;

  /* That the last one was sent again 5 s later does not make the rate lower. */
  record_at (records, 199)->scheduled_ns += prony_s_to_ns (0.001);
  record_at (records, 199)->started_ns += prony_s_to_ns (5);
  record_at (records, 199)->retries = 1;
  prony_summary_input_init (&input, records);
  summary = prony_summarize (&input);
  g_assert_cmpfloat_with_epsilon (prony_summary_get (summary, PRONY_METRIC_SENT_PER_SEC), 10, 1e-6);

  prony_summary_input_init (&input, one);
  alone = prony_summarize (&input);
  g_assert_true (isnan (prony_summary_get (alone, PRONY_METRIC_SENT_PER_SEC)));
}

/* 400 requests of 11 tokens, or 4400 tokens. */
static void
test_tokens (void)
{
  static const struct
  {
    gint64 engine_tokens;
    guint broken; /* requests cut off, with their tokens so far */
    PronyVerdict verdict;
  } cases[] = {
    { -1, 0, PRONY_VERDICT_ABSENT },   { 4400, 0, PRONY_VERDICT_PASSED },
    { 4440, 0, PRONY_VERDICT_PASSED }, { 4450, 0, PRONY_VERDICT_FAILED },
    { 4350, 0, PRONY_VERDICT_FAILED }, { 4450, 30, PRONY_VERDICT_PASSED },
    { 0, 0, PRONY_VERDICT_FAILED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) records = make_closed_trial (100);
      PronySummaryInput input;

      /* The engine counts warm-up requests too. */
      record_at (records, 0)->warmup = TRUE;
      for (guint k = 0; k < cases[i].broken; k++)
        {
          record_at (records, k)->outcome = PRONY_OUTCOME_CANCELLED;
          record_at (records, k)->completion_tokens = -1;
        }
      prony_summary_input_init (&input, records);
      input.engine_tokens = cases[i].engine_tokens;
      assert_check (&input, PRONY_CHECK_TOKENS, cases[i].verdict, (double) cases[i].engine_tokens,
                    4400);
    }
}

/* Answers that something in between held back: no time of theirs is believed but that of
 * the end. Those of few tokens may come at once. */
static void
test_streamed (void)
{
  static const struct
  {
    guint n_at_once;
    guint n_short;
    PronyVerdict verdict;
  } cases[] = {
    { 0, 0, PRONY_VERDICT_PASSED },
    { 3, 0, PRONY_VERDICT_FAILED },
    { 0, 3, PRONY_VERDICT_PASSED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) records = make_closed_trial (10);
      g_autoptr (PronySummary) summary = NULL;
      g_autofree char *sentence = NULL;
      guint n_streamed = records->len;
      PronySummaryInput input;

      for (guint k = 0; k < cases[i].n_at_once; k++)
        g_ptr_array_add (records, make_record (1000 + k, 2, 0.5, 0, 11));
      for (guint k = 0; k < cases[i].n_short; k++)
        g_ptr_array_add (records, make_record (1000 + k, 2, 0.5, 0, 7));
      prony_summary_input_init (&input, records);
      assert_check (&input, PRONY_CHECK_STREAMED, cases[i].verdict, n_streamed + cases[i].n_at_once,
                    n_streamed);

      summary = prony_summarize (&input);
      sentence =
        prony_check_describe (PRONY_CHECK_STREAMED, &summary->checks[PRONY_CHECK_STREAMED]);
      g_assert_cmpint (sentence != NULL, ==, cases[i].n_at_once > 0);
      g_assert_cmpuint (summary->distributions[PRONY_METRIC_LATENCY].count, ==, records->len);
      g_assert_cmpuint (summary->distributions[PRONY_METRIC_TTFT].count, ==,
                        n_streamed + cases[i].n_short);
      g_assert_cmpuint (summary->distributions[PRONY_METRIC_ITL].count, ==,
                        n_streamed * 10 + cases[i].n_short * 6);
      g_assert_cmpuint (summary->distributions[PRONY_METRIC_DECODE_RATE].count, ==, n_streamed);
    }
}

static void
test_answered_model (void)
{
  static const struct
  {
    const char *asked;
    const char *answered;
    gboolean other;
  } cases[] = {
    { "m", NULL, FALSE },
    { NULL, "m", FALSE },
    { "m", "m", FALSE },
    { "Org/Model-8B", "org/model-8b", FALSE },
    { "llama3", "llama3:latest", FALSE },
    { "tiny", "/models/tiny.gguf", FALSE },
    { "gpt-4o", "gpt-4o-2024-08-06", FALSE },
    { "gpt-4o", "gpt-4o-mini", TRUE },
    { "gpt-4o-mini", "gpt-4o", TRUE },
    { "m", "another", TRUE },
    { "m", "", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) records = make_closed_trial (2);
      g_autoptr (PronySummary) summary = NULL;
      g_autoptr (PronySummary) back = NULL;
      g_autoptr (JsonObject) object = NULL;
      PronySummaryInput input;

      record_at (records, 1)->model = g_strdup (cases[i].answered);
      prony_summary_input_init (&input, records);
      input.model = cases[i].asked;
      summary = prony_summarize (&input);
      g_assert_cmpstr (summary->answered_model, ==, cases[i].other ? cases[i].answered : NULL);

      object = prony_summary_to_json (summary);
      back = prony_summary_from_json (object);
      g_assert_cmpstr (back->answered_model, ==, summary->answered_model);
    }
}

/* --- Lengths of prompts ---------------------------------------------------------- */

static void
test_prompt_lengths (void)
{
  static const struct
  {
    guint min;
    guint max;
    gint64 template_tokens;
    PronyVerdict verdict;
    double inside;
  } cases[] = {
    { 0, 0, 0, PRONY_VERDICT_ABSENT, 0 },   { 10, 40, 0, PRONY_VERDICT_PASSED, 4 },
    { 0, 40, 0, PRONY_VERDICT_PASSED, 4 },  { 10, 0, 0, PRONY_VERDICT_PASSED, 4 },
    { 11, 0, 0, PRONY_VERDICT_FAILED, 3 },  { 0, 29, -1, PRONY_VERDICT_PASSED, 4 },
    { 0, 29, 11, PRONY_VERDICT_PASSED, 4 }, { 11, 0, 99, PRONY_VERDICT_FAILED, 3 },
    { 0, 29, 1, PRONY_VERDICT_FAILED, 3 },  { 0, 29, 0, PRONY_VERDICT_FAILED, 2 },
  };
  g_autoptr (GPtrArray) records = make_closed_trial (2);
  g_autoptr (PronyScenario) scenario = prony_scenario_new ("a");
  g_autoptr (PronySummary) summary = NULL;
  g_autofree char *sentence = NULL;
  PronySummaryInput input;

  /* Four that count: 10, 20, 30 and 40 tokens. */
  for (guint i = 0; i < records->len; i++)
    record_at (records, i)->prompt_tokens = 10 * (i + 1);
  record_at (records, 4)->warmup = TRUE;
  record_at (records, 5)->outcome = PRONY_OUTCOME_TIMEOUT;
  record_at (records, 6)->count_source = PRONY_COUNT_ESTIMATE;
  record_at (records, 7)->prompt_tokens = -1;

  prony_summary_input_init (&input, records);
  assert_check (&input, PRONY_CHECK_PROMPT_LENGTHS, PRONY_VERDICT_ABSENT, NAN, NAN);
  input.scenario = scenario;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      scenario->prompt_min_tokens = cases[i].min;
      scenario->prompt_max_tokens = cases[i].max;
      input.template_tokens = cases[i].template_tokens;
      assert_check (&input, PRONY_CHECK_PROMPT_LENGTHS, cases[i].verdict, 4, cases[i].inside);
    }

  summary = prony_summarize (&input);
  sentence =
    prony_check_describe (PRONY_CHECK_PROMPT_LENGTHS, &summary->checks[PRONY_CHECK_PROMPT_LENGTHS]);
  g_assert_cmpstr (sentence, ==,
                   "The prompts of 2 requests instead of 4 were as long as the scenario says; the "
                   "engine counted 10 to 40 tokens. Correct the scenario's limits, or its texts.");

  input.sized = TRUE;
  assert_check (&input, PRONY_CHECK_PROMPT_LENGTHS, PRONY_VERDICT_ABSENT, NAN, NAN);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/metrics/trial-checks/nothing-known", test_nothing_known);
  g_test_add_func ("/metrics/trial-checks/accounted", test_accounted);
  g_test_add_func ("/metrics/trial-checks/littles-law", test_littles_law);
  g_test_add_func ("/metrics/trial-checks/littles-law-with-hung-request",
                   test_littles_law_with_hung_request);
  g_test_add_func ("/metrics/trial-checks/delivered", test_delivered);
  g_test_add_func ("/metrics/trial-checks/sent-rate", test_sent_rate);
  g_test_add_func ("/metrics/trial-checks/tokens", test_tokens);
  g_test_add_func ("/metrics/trial-checks/streamed", test_streamed);
  g_test_add_func ("/metrics/trial-checks/answered-model", test_answered_model);
  g_test_add_func ("/metrics/trial-checks/prompt-lengths", test_prompt_lengths);

  return g_test_run ();
}
