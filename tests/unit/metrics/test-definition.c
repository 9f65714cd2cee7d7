/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/metrics/prony-definition.h"
#include "synthetic-records.h"

#define MS 0.001

/* Starts at 1 ms, is sent at 2 ms; a role at 10, thinking at 20 and 30, text of two tokens at
 * 50, of one at 60, an empty chunk at 61, the end at 63: five tokens, 0.002 each apart. */
static PronyRequestRecord *
make_thinking (void)
{
  PronyRequestRecord *record = make_sent_record (1, 0);

  prony_request_record_add_event (record, PRONY_EVENT_ROLE, at_s (10 * MS), 0);
  prony_request_record_add_event (record, PRONY_EVENT_REASONING, at_s (20 * MS), 1);
  prony_request_record_add_event (record, PRONY_EVENT_REASONING, at_s (30 * MS), 1);
  prony_request_record_add_event (record, PRONY_EVENT_CONTENT, at_s (50 * MS), 2);
  prony_request_record_add_event (record, PRONY_EVENT_CONTENT, at_s (60 * MS), 1);
  prony_request_record_add_event (record, PRONY_EVENT_EMPTY, at_s (61 * MS), 0);
  prony_request_record_add_event (record, PRONY_EVENT_USAGE, at_s (62 * MS), 0);
  prony_request_record_add_event (record, PRONY_EVENT_END, at_s (63 * MS), 0);
  record->finished_ns = at_s (63 * MS);
  record->completion_tokens = 5;
  return record;
}

/* One token at 20 ms, and the end at 25. */
static PronyRequestRecord *
make_single (void)
{
  PronyRequestRecord *record = make_sent_record (1, 0);

  prony_request_record_add_event (record, PRONY_EVENT_CONTENT, at_s (20 * MS), 1);
  record->finished_ns = at_s (25 * MS);
  record->completion_tokens = 1;
  return record;
}

/* A chunk with all ten tokens, whose count is not known: it is one. */
static PronyRequestRecord *
make_uncounted (void)
{
  PronyRequestRecord *record = make_sent_record (1, 0);

  prony_request_record_add_event (record, PRONY_EVENT_CONTENT, at_s (20 * MS), -1);
  prony_request_record_add_event (record, PRONY_EVENT_CONTENT, at_s (40 * MS), -1);
  record->finished_ns = at_s (41 * MS);
  return record;
}

static PronyRequestRecord *
make_failed (void)
{
  PronyRequestRecord *record = make_thinking ();

  record->outcome = PRONY_OUTCOME_TRUNCATED;
  return record;
}

static PronyRequestRecord *
make_in_one_piece (void)
{
  PronyRequestRecord *record = make_sent_record (1, 0);

  prony_request_record_add_event (record, PRONY_EVENT_END, at_s (20 * MS), 0);
  record->finished_ns = at_s (20 * MS);
  record->completion_tokens = 5;
  return record;
}

#define END (-1.0)
#define MAX_VALUES 8

/* In milliseconds. */
static const struct
{
  PronyRequestRecord *(*make) (void);
  PronyDefinition definition;
  PronyMetric metric;
  double values[MAX_VALUES];
} cases[] = {
  { make_thinking, PRONY_DEFINITION_PRONY, PRONY_METRIC_TTFT, { 18, END } },
  { make_thinking, PRONY_DEFINITION_PRONY, PRONY_METRIC_ITL, { 10, 20, 10, END } },
  { make_thinking, PRONY_DEFINITION_PRONY, PRONY_METRIC_TPOT, { 10, END } },
  { make_thinking, PRONY_DEFINITION_GUIDELLM, PRONY_METRIC_TTFT, { 19, END } },
  { make_thinking, PRONY_DEFINITION_GUIDELLM, PRONY_METRIC_ITL, { 10, 10, 10, 10, END } },
  { make_thinking,
    PRONY_DEFINITION_GUIDELLM,
    PRONY_METRIC_TPOT,
    { 11.8, 11.8, 11.8, 11.8, 11.8, END } },
  { make_thinking, PRONY_DEFINITION_AIPERF, PRONY_METRIC_TTFT, { 19, END } },
  { make_thinking, PRONY_DEFINITION_AIPERF, PRONY_METRIC_ITL, { 10, END } },
  { make_thinking, PRONY_DEFINITION_VLLM_BENCH, PRONY_METRIC_TTFT, { 9, END } },
  { make_thinking, PRONY_DEFINITION_VLLM_BENCH, PRONY_METRIC_ITL, { 10, 10, 20, 10, 1, END } },
  { make_thinking, PRONY_DEFINITION_VLLM_BENCH, PRONY_METRIC_TPOT, { 51.0 / 4, END } },
  { make_thinking, PRONY_DEFINITION_LLMPERF, PRONY_METRIC_TTFT, { 49, END } },
  { make_thinking, PRONY_DEFINITION_LLMPERF, PRONY_METRIC_ITL, { 59.0 / 6, END } },
  { make_thinking, PRONY_DEFINITION_MLPERF, PRONY_METRIC_TTFT, { 20, END } },
  { make_thinking, PRONY_DEFINITION_MLPERF, PRONY_METRIC_TPOT, { 43.0 / 4, END } },

  { make_single, PRONY_DEFINITION_PRONY, PRONY_METRIC_TPOT, { END } },
  { make_single, PRONY_DEFINITION_GUIDELLM, PRONY_METRIC_ITL, { END } },
  { make_single, PRONY_DEFINITION_GUIDELLM, PRONY_METRIC_TPOT, { 19, END } },
  { make_single, PRONY_DEFINITION_AIPERF, PRONY_METRIC_ITL, { END } },
  { make_single, PRONY_DEFINITION_VLLM_BENCH, PRONY_METRIC_ITL, { END } },
  { make_single, PRONY_DEFINITION_VLLM_BENCH, PRONY_METRIC_TPOT, { END } },
  { make_single, PRONY_DEFINITION_LLMPERF, PRONY_METRIC_ITL, { 19, END } },
  { make_single, PRONY_DEFINITION_MLPERF, PRONY_METRIC_TPOT, { END } },

  { make_uncounted, PRONY_DEFINITION_AIPERF, PRONY_METRIC_ITL, { 20, END } },
  { make_uncounted, PRONY_DEFINITION_GUIDELLM, PRONY_METRIC_TPOT, { 19.5, 19.5, END } },

  { make_failed, PRONY_DEFINITION_PRONY, PRONY_METRIC_ITL, { END } },
  { make_failed, PRONY_DEFINITION_VLLM_BENCH, PRONY_METRIC_TTFT, { END } },
  { make_in_one_piece, PRONY_DEFINITION_GUIDELLM, PRONY_METRIC_TTFT, { END } },
  { make_in_one_piece, PRONY_DEFINITION_MLPERF, PRONY_METRIC_TPOT, { END } },
};

static void
test_values (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint sealed = 0; sealed < 2; sealed++)
      {
        g_autoptr (PronyRequestRecord) record = cases[i].make ();
        g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
        guint n = 0;

        if (sealed)
          prony_request_record_seal (record);
        g_assert_true (
          prony_definition_add_values (cases[i].definition, cases[i].metric, record, values));
        while (cases[i].values[n] >= 0)
          n++;
        g_test_message ("case %u", i);
        g_assert_cmpuint (values->len, ==, n);
        for (guint j = 0; j < n; j++)
          g_assert_cmpfloat_with_epsilon (g_array_index (values, double, j),
                                          cases[i].values[j] * MS, 1e-6);
      }
}

/* What a tool does not have is not made up. */
static void
test_absent (void)
{
  static const struct
  {
    PronyDefinition definition;
    PronyMetric metric;
  } absent[] = {
    { PRONY_DEFINITION_AIPERF, PRONY_METRIC_TPOT },
    { PRONY_DEFINITION_LLMPERF, PRONY_METRIC_TPOT },
    { PRONY_DEFINITION_MLPERF, PRONY_METRIC_ITL },
    { PRONY_DEFINITION_GUIDELLM, PRONY_METRIC_JITTER },
  };
  g_autoptr (PronyRequestRecord) record = make_thinking ();
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < G_N_ELEMENTS (absent); i++)
    {
      g_assert_null (prony_definition_describe (absent[i].definition, absent[i].metric));
      g_assert_false (
        prony_definition_add_values (absent[i].definition, absent[i].metric, record, values));
      g_assert_cmpuint (values->len, ==, 0);
    }
}

static void
test_names (void)
{
  PronyDefinition found;

  for (guint i = 0; i < PRONY_N_DEFINITIONS; i++)
    {
      g_assert_true (
        prony_definition_from_string (prony_definition_to_string ((PronyDefinition) i), &found));
      g_assert_cmpint (found, ==, i);
      g_assert_nonnull (prony_definition_title ((PronyDefinition) i));
      g_assert_nonnull (prony_definition_describe ((PronyDefinition) i, PRONY_METRIC_TTFT));
    }
  g_assert_false (prony_definition_from_string ("vllm", &found));
  g_assert_false (prony_definition_from_string (NULL, &found));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/metrics/definition/values", test_values);
  g_test_add_func ("/metrics/definition/absent", test_absent);
  g_test_add_func ("/metrics/definition/names", test_names);
  return g_test_run ();
}
