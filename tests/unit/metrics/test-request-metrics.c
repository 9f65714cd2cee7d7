/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/metrics/prony-request-metrics.h"
#include "core/model/prony-request-row.h"
#include "synthetic-records.h"

#define ABSENT NAN

/* --- The requests that the figures are read from --------------------------------- */

/* Due at 0, started 1 ms, sent 2 ms later; first token 0.1 s after that, 11 tokens
 * 10 ms apart: latency 0.2 s. */
static PronyRequestRecord *
plain (void)
{
  return make_record (1, 0, 0.1, 0.01, 11);
}

static PronyRequestRecord *
one_token (void)
{
  return make_record (1, 0, 0.1, 0, 1);
}

/* The engine answered, but with nothing. */
static PronyRequestRecord *
no_token (void)
{
  PronyRequestRecord *record = make_record (1, 0, 0.1, 0, 0);

  record->outcome = PRONY_OUTCOME_EMPTY;
  return record;
}

/* Thinks from 0.1 s to 0.3 s, answers from 0.5 s to 0.6 s after sent. */
static PronyRequestRecord *
thinking (void)
{
  PronyRequestRecord *record = make_sent_record (1, 0);

  prony_request_record_add_event (record, PRONY_EVENT_REASONING, at_s (0.102), 5);
  prony_request_record_add_event (record, PRONY_EVENT_COMMENT, at_s (0.202), 0);
  prony_request_record_add_event (record, PRONY_EVENT_REASONING, at_s (0.302), 5);
  prony_request_record_add_event (record, PRONY_EVENT_CONTENT, at_s (0.502), 5);
  prony_request_record_add_event (record, PRONY_EVENT_CONTENT, at_s (0.602), 6);
  record->sentence_ns = at_s (0.602);
  record->completion_tokens = 21;
  return record;
}

static PronyRequestRecord *
only_thinking (void)
{
  PronyRequestRecord *record = make_sent_record (1, 0);

  prony_request_record_add_event (record, PRONY_EVENT_REASONING, at_s (0.102), -1);
  prony_request_record_add_event (record, PRONY_EVENT_REASONING, at_s (0.302), -1);
  record->completion_tokens = 2;
  return record;
}

/* Broke off after two tokens. */
static PronyRequestRecord *
truncated (void)
{
  PronyRequestRecord *record = make_record (1, 0, 0.1, 0.01, 2);

  record->outcome = PRONY_OUTCOME_TRUNCATED;
  return record;
}

/* Nobody listened. */
static PronyRequestRecord *
refused (void)
{
  PronyRequestRecord *record = prony_request_record_new (1);

  record->scheduled_ns = at_s (0);
  record->started_ns = at_s (0.001);
  record->finished_ns = at_s (0.002);
  record->outcome = PRONY_OUTCOME_CONNECT;
  return record;
}

/* A new connection, an engine with its own timings and a cached prompt. */
static PronyRequestRecord *
own_timings (void)
{
  PronyRequestRecord *record = plain ();

  record->connect_time_ns = prony_s_to_ns (0.0005);
  record->prompt_tokens = 110;
  record->cached_tokens = 10;
  record->load_time_s = 1.5;
  record->queue_time_s = 0.25;
  record->prompt_eval_time_s = 0.05;
  record->eval_time_s = 0.1;
  return record;
}

/* The whole answer in one event. */
static PronyRequestRecord *
at_once (void)
{
  PronyRequestRecord *record = make_sent_record (1, 0);

  prony_request_record_add_event (record, PRONY_EVENT_CONTENT, at_s (0.202), -1);
  record->completion_tokens = 40;
  return record;
}

/* No stream: only the end of the answer is known. */
static PronyRequestRecord *
in_one_piece (void)
{
  PronyRequestRecord *record = make_sent_record (1, 0);

  prony_request_record_add_event (record, PRONY_EVENT_USAGE, at_s (0.202), -1);
  record->finished_ns = at_s (0.202);
  record->completion_tokens = 40;
  return record;
}

/* 9 tokens: gaps of 10 ms over the first four, of 20 ms over the rest. */
static PronyRequestRecord *
slowing (void)
{
  PronyRequestRecord *record = make_sent_record (1, 0);
  double at = 0.102;

  for (guint i = 0; i < 9; i++)
    {
      prony_request_record_add_event (record, PRONY_EVENT_CONTENT, at_s (at), -1);
      at += i < 4 ? 0.01 : 0.02;
    }
  record->completion_tokens = 9;
  return record;
}

static PronyRequestRecord *
no_counts (void)
{
  PronyRequestRecord *record = plain ();

  record->prompt_tokens = -1;
  record->completion_tokens = -1;
  return record;
}

static const struct
{
  const char *name;
  PronyRequestRecord *(*make) (void);
  PronyMetric metric;
  double expected;
} figures[] = {
  { "plain send lag", plain, PRONY_METRIC_SEND_LAG, 0.001 },
  { "plain connect time", plain, PRONY_METRIC_CONNECT_TIME, 0 },
  { "plain ttft", plain, PRONY_METRIC_TTFT, 0.1 },
  { "plain ttft from schedule", plain, PRONY_METRIC_TTFT_FROM_SCHEDULE, 0.102 },
  { "plain ttfr", plain, PRONY_METRIC_TTFR, 0.05 },
  { "plain ttfa", plain, PRONY_METRIC_TTFA, 0.1 },
  { "plain think time", plain, PRONY_METRIC_THINK_TIME, ABSENT },
  { "plain first sentence", plain, PRONY_METRIC_TIME_TO_FIRST_SENTENCE, ABSENT },
  { "plain latency", plain, PRONY_METRIC_LATENCY, 0.2 },
  { "plain latency from schedule", plain, PRONY_METRIC_LATENCY_FROM_SCHEDULE, 0.202 },
  { "plain itl", plain, PRONY_METRIC_ITL, ABSENT },
  { "plain tpot", plain, PRONY_METRIC_TPOT, 0.01 },
  { "plain decode rate", plain, PRONY_METRIC_DECODE_RATE, 100 },
  { "plain tokens per second", plain, PRONY_METRIC_TOKENS_PER_SEC, 55 },
  { "plain prefill rate", plain, PRONY_METRIC_PREFILL_RATE, 100 },
  { "plain jitter", plain, PRONY_METRIC_JITTER, 0 },
  { "plain stall", plain, PRONY_METRIC_MAX_STALL, 0.01 },
  { "plain drift", plain, PRONY_METRIC_RATE_DRIFT, 1 },
  { "plain queue time", plain, PRONY_METRIC_QUEUE_TIME, ABSENT },
  { "plain prompt tokens", plain, PRONY_METRIC_PROMPT_TOKENS, 10 },
  { "plain completion tokens", plain, PRONY_METRIC_COMPLETION_TOKENS, 11 },

  { "one token ttft", one_token, PRONY_METRIC_TTFT, 0.1 },
  { "one token latency", one_token, PRONY_METRIC_LATENCY, 0.1 },
  { "one token rate", one_token, PRONY_METRIC_TOKENS_PER_SEC, 10 },
  { "one token tpot", one_token, PRONY_METRIC_TPOT, ABSENT },
  { "one token decode rate", one_token, PRONY_METRIC_DECODE_RATE, ABSENT },
  { "one token jitter", one_token, PRONY_METRIC_JITTER, ABSENT },
  { "one token stall", one_token, PRONY_METRIC_MAX_STALL, ABSENT },
  { "one token drift", one_token, PRONY_METRIC_RATE_DRIFT, ABSENT },

  { "no token ttfr", no_token, PRONY_METRIC_TTFR, 0.05 },
  { "no token ttft", no_token, PRONY_METRIC_TTFT, ABSENT },
  { "no token latency", no_token, PRONY_METRIC_LATENCY, ABSENT },
  { "no token rate", no_token, PRONY_METRIC_TOKENS_PER_SEC, ABSENT },

  { "thinking ttft", thinking, PRONY_METRIC_TTFT, 0.1 },
  { "thinking ttfa", thinking, PRONY_METRIC_TTFA, 0.5 },
  { "thinking time", thinking, PRONY_METRIC_THINK_TIME, 0.4 },
  { "thinking first sentence", thinking, PRONY_METRIC_TIME_TO_FIRST_SENTENCE, 0.6 },
  { "thinking latency", thinking, PRONY_METRIC_LATENCY, 0.6 },
  { "thinking tpot", thinking, PRONY_METRIC_TPOT, 0.025 },
  { "thinking stall", thinking, PRONY_METRIC_MAX_STALL, 0.2 },
  { "thinking drift of three gaps", thinking, PRONY_METRIC_RATE_DRIFT, ABSENT },

  { "only thinking ttft", only_thinking, PRONY_METRIC_TTFT, 0.1 },
  { "only thinking ttfa", only_thinking, PRONY_METRIC_TTFA, ABSENT },
  { "only thinking time", only_thinking, PRONY_METRIC_THINK_TIME, ABSENT },
  { "only thinking latency", only_thinking, PRONY_METRIC_LATENCY, 0.3 },

  { "truncated ttft", truncated, PRONY_METRIC_TTFT, 0.1 },
  { "truncated latency", truncated, PRONY_METRIC_LATENCY, ABSENT },
  { "truncated decode rate", truncated, PRONY_METRIC_DECODE_RATE, ABSENT },

  { "refused send lag", refused, PRONY_METRIC_SEND_LAG, 0.001 },
  { "refused connect time", refused, PRONY_METRIC_CONNECT_TIME, ABSENT },
  { "refused ttft", refused, PRONY_METRIC_TTFT, ABSENT },
  { "refused completion tokens", refused, PRONY_METRIC_COMPLETION_TOKENS, ABSENT },

  { "own connect time", own_timings, PRONY_METRIC_CONNECT_TIME, 0.0005 },
  { "own prefill rate", own_timings, PRONY_METRIC_PREFILL_RATE, 2000 },
  { "own load time", own_timings, PRONY_METRIC_LOAD_TIME, 1.5 },
  { "own queue time", own_timings, PRONY_METRIC_QUEUE_TIME, 0.25 },
  { "own prompt time", own_timings, PRONY_METRIC_PROMPT_EVAL_TIME, 0.05 },
  { "own generation time", own_timings, PRONY_METRIC_EVAL_TIME, 0.1 },

  { "at once latency", at_once, PRONY_METRIC_LATENCY, 0.2 },
  { "at once rate", at_once, PRONY_METRIC_TOKENS_PER_SEC, 200 },
  { "at once tpot", at_once, PRONY_METRIC_TPOT, ABSENT },

  { "one piece ttft", in_one_piece, PRONY_METRIC_TTFT, ABSENT },
  { "one piece latency", in_one_piece, PRONY_METRIC_LATENCY, 0.2 },
  { "one piece rate", in_one_piece, PRONY_METRIC_TOKENS_PER_SEC, 200 },
  { "one piece tpot", in_one_piece, PRONY_METRIC_TPOT, ABSENT },

  { "slowing drift", slowing, PRONY_METRIC_RATE_DRIFT, 0.5 },
  { "slowing stall", slowing, PRONY_METRIC_MAX_STALL, 0.02 },
  /* numpy.std ([.01] * 4 + [.02] * 4, ddof=1) */
  { "slowing jitter", slowing, PRONY_METRIC_JITTER, 0.005345224838248488 },

  { "no counts prefill rate", no_counts, PRONY_METRIC_PREFILL_RATE, ABSENT },
  { "no counts tpot", no_counts, PRONY_METRIC_TPOT, ABSENT },
  { "no counts rate", no_counts, PRONY_METRIC_TOKENS_PER_SEC, ABSENT },
  { "no counts latency", no_counts, PRONY_METRIC_LATENCY, 0.2 },
};

/* A row knows what its record says, from the events and from what is kept of them. */
static void
check_row (PronyRequestRecord *record, guint figure)
{
  for (guint sealed = 0; sealed < 2; sealed++)
    {
      PronyRequestRow row;
      double value;

      if (sealed == 1)
        prony_request_record_seal (record);
      prony_request_row_init (&row, record, 0, 12345);
      value = prony_request_row_get (&row, figures[figure].metric);
      if (!prony_request_row_knows (figures[figure].metric))
        g_assert_true (isnan (value));
      else if (isnan (value) != isnan (figures[figure].expected) ||
               fabs (value - figures[figure].expected) > 1e-9 * MAX (1, fabs (value)))
        g_error ("%s in a row: %.17g is not %.17g", figures[figure].name, value,
                 figures[figure].expected);
    }
}

static void
test_figures (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      g_autoptr (PronyRequestRecord) record = figures[i].make ();
      double value = prony_request_metric (record, figures[i].metric);

      if (isnan (value) != isnan (figures[i].expected) ||
          fabs (value - figures[i].expected) > 1e-9 * MAX (1, fabs (value)))
        g_error ("%s: %.17g is not %.17g", figures[i].name, value, figures[i].expected);
      check_row (record, i);
    }
}

static void
test_itl (void)
{
  g_autoptr (GArray) gaps = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (PronyRequestRecord) record = thinking ();
  g_autoptr (PronyRequestRecord) failed = truncated ();

  g_assert_cmpuint (prony_request_itl (record, gaps), ==, 3);
  g_assert_cmpfloat_with_epsilon (g_array_index (gaps, double, 0), 0.2, 1e-9);
  g_assert_cmpfloat_with_epsilon (g_array_index (gaps, double, 2), 0.1, 1e-9);
  g_assert_cmpfloat_with_epsilon (prony_request_mean_itl (record), 0.5 / 3, 1e-9);

  g_assert_cmpuint (prony_request_itl (failed, gaps), ==, 0);
  g_assert_cmpuint (gaps->len, ==, 3);
  g_assert_true (isnan (prony_request_mean_itl (failed)));
}

/* Tokens before a moment: as the events say, spread evenly, or one for each. */
static void
test_output_tokens (void)
{
  g_autoptr (PronyRequestRecord) known = thinking ();
  g_autoptr (PronyRequestRecord) even = only_thinking ();
  g_autoptr (PronyRequestRecord) uncounted = only_thinking ();
  g_autoptr (PronyRequestRecord) piece = in_one_piece ();

  g_assert_cmpfloat (prony_request_output_tokens (piece, at_s (0.1)), ==, 0);
  g_assert_cmpfloat (prony_request_output_tokens (piece, at_s (0.3)), ==, 40);

  g_assert_cmpfloat (prony_request_output_tokens (known, 0), ==, 21);
  g_assert_cmpfloat_with_epsilon (prony_request_output_tokens (known, at_s (0.4)), 10, 1e-9);
  g_assert_cmpfloat_with_epsilon (prony_request_output_tokens (known, at_s (9)), 21, 1e-9);
  g_assert_cmpfloat (prony_request_output_tokens (known, at_s (0.1)), ==, 0);

  even->completion_tokens = 9;
  g_assert_cmpfloat_with_epsilon (prony_request_output_tokens (even, at_s (0.2)), 4.5, 1e-9);

  uncounted->completion_tokens = -1;
  g_assert_cmpfloat (prony_request_output_tokens (uncounted, 0), ==, 2);
  g_assert_cmpfloat (prony_request_output_tokens (uncounted, at_s (0.2)), ==, 1);
}

static void
test_stalls (void)
{
  g_autoptr (PronyRequestRecord) record = plain ();
  g_autoptr (PronyRequestRecord) single = one_token ();

  g_assert_cmpuint (prony_request_count_stalls (record), ==, 0);

  /* 49 ms is over four medians, but not over 50 ms; 51 ms is both. */
  prony_request_record_add_event (record, PRONY_EVENT_CONTENT, at_s (0.202 + 0.049), 1);
  g_assert_cmpuint (prony_request_count_stalls (record), ==, 0);
  prony_request_record_add_event (record, PRONY_EVENT_CONTENT, at_s (0.202 + 0.100), 1);
  g_assert_cmpuint (prony_request_count_stalls (record), ==, 1);

  g_assert_cmpuint (prony_request_count_stalls (single), ==, 0);
}

static void
test_buffered (void)
{
  g_autoptr (PronyRequestRecord) streamed = plain ();
  g_autoptr (PronyRequestRecord) whole = at_once ();
  g_autoptr (PronyRequestRecord) burst = make_record (1, 0, 0.2, 0.00001, 30);
  g_autoptr (PronyRequestRecord) little = make_record (1, 0, 0.2, 0.00001, 5);
  g_autoptr (PronyRequestRecord) nothing = no_token ();

  g_assert_false (prony_request_was_buffered (streamed));
  g_assert_true (prony_request_was_buffered (whole));
  g_assert_true (prony_request_was_buffered (burst));
  g_assert_false (prony_request_was_buffered (little));
  g_assert_false (prony_request_was_buffered (nothing));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/metrics/request/figures", test_figures);
  g_test_add_func ("/metrics/request/itl", test_itl);
  g_test_add_func ("/metrics/request/output-tokens", test_output_tokens);
  g_test_add_func ("/metrics/request/stalls", test_stalls);
  g_test_add_func ("/metrics/request/buffered", test_buffered);

  return g_test_run ();
}
