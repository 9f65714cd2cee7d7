/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "core/metrics/prony-cache-check.h"
#include "core/metrics/prony-in-flight.h"
#include "core/metrics/prony-request-metrics.h"
#include "core/metrics/prony-trial-checks.h"

/* What must agree if a trial was measured rightly. A check that could fail without
 * anything being wrong is left absent. */

#define LITTLE_TOLERANCE 0.05
#define LITTLE_MIN_REQUESTS 20

/* Of the requests that were due, and of the length of their schedule. */
#define DELIVERED_TOLERANCE 0.01
#define DELIVERED_SLACK_NS (PRONY_NS_PER_S / 10)

/* An engine notices only after a token or two that nobody listens any more. */
#define TOKENS_TOLERANCE 0.01
#define TOKENS_PER_BROKEN_REQUEST 2

/* No chat template is longer, unless it brings a system message of its own. */
#define UNKNOWN_TEMPLATE_TOKENS 96

static PronyCheck
judge (gboolean passed, double expected, double actual)
{
  return (PronyCheck){
    .verdict = passed ? PRONY_VERDICT_PASSED : PRONY_VERDICT_FAILED,
    .expected = expected,
    .actual = actual,
    .low = NAN,
    .high = NAN,
  };
}

static gboolean
is_measured (const PronyRequestRecord *record)
{
  return !record->warmup;
}

/* Each request that was handed over ends once, in a record: none may be missing, none
 * may be there twice. */
static void
check_accounted (PronyCheck *check, const PronySummaryInput *input)
{
  guint64 found = 0;

  if (input->sent == 0)
    return;

  for (guint i = 0; i < input->records->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (input->records, i);

      found += is_measured (record) && record->started_ns != 0;
    }
  *check = judge (found == input->sent, (double) input->sent, (double) found);
}

/* --- Little's law ------------------------------------------------------------- */

typedef struct
{
  guint64 ended; /* requests that ended in the window */
  double time_s; /* how long they were in flight, in all */
  double longest_s;
  guint64 cut; /* requests that the end of the window cut off */
} Stays;

static void
count_stays (GPtrArray *records, gint64 start_ns, gint64 end_ns, Stays *stays)
{
  *stays = (Stays){ 0 };

  for (guint i = 0; i < records->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (records, i);
      gint64 begin = prony_in_flight_begin (record);
      gint64 end = prony_in_flight_end (record);
      double stay;

      if (!is_measured (record) || begin == 0 || begin >= end_ns)
        continue;
      if (record->outcome == PRONY_OUTCOME_CANCELLED || end > end_ns)
        {
          stays->cut++;
          continue;
        }
      stay = prony_ns_to_s (end - MAX (begin, start_ns));
      stays->ended++;
      stays->time_s += MAX (stay, 0);
      stays->longest_s = MAX (stays->longest_s, stay);
    }
}

/* The mean concurrency against the rate at which requests end, times how long they
 * take. What is cut off by the end of the window is in the one and not in the other.
 * As long as none of it took longer than the longest that ended, that is at most the
 * number of those times the longest time: where even this could be over the
 * tolerance, the trial is too short to tell. Beyond it, requests hang. */
static void
check_littles_law (PronyCheck *check, PronySummary *summary, const Stays *stays)
{
  double actual = prony_summary_get (summary, PRONY_METRIC_MEAN_CONCURRENCY);
  double expected = stays->time_s / summary->window_s;
  double edge = (double) stays->cut * stays->longest_s / summary->window_s;

  if (stays->ended < LITTLE_MIN_REQUESTS || !(edge <= LITTLE_TOLERANCE * actual))
    return;

  *check = judge (fabs (actual - expected) <= LITTLE_TOLERANCE * actual, expected, actual);
}

/* --- The schedule ------------------------------------------------------------- */

static gint64
find_schedule_end (const PronySummaryInput *input, gint64 *start_ns)
{
  gint64 end_ns = 0;

  *start_ns = 0;
  for (guint i = 0; i < input->records->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (input->records, i);

      if (!is_measured (record) || record->scheduled_ns == 0)
        continue;
      if (*start_ns == 0 || record->scheduled_ns < *start_ns)
        *start_ns = record->scheduled_ns;
      end_ns = MAX (end_ns, record->scheduled_ns);
    }

  return input->bound_ns != 0 ? input->bound_ns : end_ns;
}

/* The stamps of a request that was sent again are those of the last time. */
static gboolean
went_out_until (const PronyRequestRecord *record, gint64 end_ns)
{
  return record->started_ns != 0 && (record->started_ns <= end_ns || record->retries > 0);
}

/* How many of the requests that were due went out before the schedule was over: what
 * was sent afterwards came too late for the asked rate. */
static void
check_delivered (PronyCheck *check, const PronySummaryInput *input)
{
  double due = (double) input->due;
  gint64 start_ns;
  gint64 end_ns = find_schedule_end (input, &start_ns);
  gint64 slack_ns = (gint64) (DELIVERED_TOLERANCE * (double) (end_ns - start_ns));
  guint64 delivered = 0;

  if (input->due == 0)
    return;

  end_ns += MAX (slack_ns, DELIVERED_SLACK_NS);
  for (guint i = 0; i < input->records->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (input->records, i);

      delivered += is_measured (record) && went_out_until (record, end_ns);
    }
  *check = judge (fabs ((double) delivered - due) <= MAX (DELIVERED_TOLERANCE * due, 1), due,
                  (double) delivered);
}

/* --- Streams ------------------------------------------------------------------ */

/* Of the answers that are long enough to tell. */
static void
check_streamed (PronyCheck *check, const PronySummaryInput *input)
{
  guint64 expected = 0;
  guint64 at_once = 0;

  for (guint i = 0; i < input->records->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (input->records, i);

      gboolean held_back;

      if (!is_measured (record) || !prony_request_tells_pace (record, &held_back))
        continue;
      expected++;
      at_once += held_back;
    }
  if (expected > 0)
    *check = judge (at_once == 0, (double) expected, (double) (expected - at_once));
}

/* --- Tokens ------------------------------------------------------------------- */

static void
check_tokens (PronyCheck *check, const PronySummaryInput *input)
{
  double expected = (double) input->engine_tokens;
  double counted = 0;
  guint64 broken = 0;

  if (input->engine_tokens < 0)
    return;

  for (guint i = 0; i < input->records->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (input->records, i);

      counted += prony_request_output_tokens (record, 0);
      broken += record->outcome != PRONY_OUTCOME_OK;
    }
  *check = judge (fabs (counted - expected) <= MAX (TOKENS_TOLERANCE * expected,
                                                    (double) (TOKENS_PER_BROKEN_REQUEST * broken)),
                  expected, counted);
}

/* --- Lengths of prompts --------------------------------------------------------- */

/* As the engine has counted them, or its vocabulary; an estimate says nothing. */
static gboolean
has_counted_prompt (const PronyRequestRecord *record)
{
  return record->outcome == PRONY_OUTCOME_OK && record->prompt_tokens >= 0 &&
         record->count_source <= PRONY_COUNT_TOKENIZER;
}

/* What the engine wraps a prompt in is none of the scenario's business. */
static void
check_prompt_lengths (PronyCheck *check, const PronySummaryInput *input)
{
  gint64 around = input->template_tokens >= 0 ? input->template_tokens : UNKNOWN_TEMPLATE_TOKENS;
  const PronyScenario *scenario = input->scenario;
  gint64 low = G_MAXINT64, high = 0;
  guint64 counted = 0, inside = 0;

  if (scenario == NULL || input->sized ||
      (scenario->prompt_min_tokens == 0 && scenario->prompt_max_tokens == 0))
    return;

  for (guint i = 0; i < input->records->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (input->records, i);
      gint64 tokens = record->prompt_tokens;

      if (!is_measured (record) || !has_counted_prompt (record))
        continue;
      counted++;
      inside +=
        tokens >= scenario->prompt_min_tokens &&
        (scenario->prompt_max_tokens == 0 || tokens <= scenario->prompt_max_tokens + around);
      low = MIN (low, tokens);
      high = MAX (high, tokens);
    }
  if (counted == 0)
    return;

  *check = judge (inside == counted, (double) counted, (double) inside);
  check->low = (double) low;
  check->high = (double) high;
}

/**
 * prony_trial_checks_fill:
 * @summary: a summary in which the figures are filled in
 * @input: what it was made from
 * @start_ns: where its window begins
 * @end_ns: where its window ends
 *
 * Checks a trial:
 *
 * - accounted: every request that was handed to the HTTP client has ended as a
 *   record; exact;
 * - Little's law: the mean concurrency against the rate at which requests end times
 *   how long they were in flight, however they ended; 5 %. Absent with fewer than 20
 *   requests that ended in the window, and where those that its end cut off could make
 *   up 5 % although none was longer than the others;
 * - delivered: how many requests were due against how many went out before the
 *   schedule was over, which is the bound, or else when the last one was due, and 1 %
 *   of its length or 100 ms later; 1 % or one request. Absent in a closed loop;
 * - streamed: successful answers of eight tokens and more that came in a stream, against
 *   those that did not come all at once; exact. Absent where there is none;
 * - tokens: output tokens of all requests against the engine's counter; 1 %, or two
 *   tokens for each request that did not come to its end. Absent where the engine has
 *   no counter;
 * - prompt lengths: successful requests whose prompt the engine, or its vocabulary, has
 *   counted, against those of them whose prompt is as long as the scenario says, or
 *   longer by no more than the engine's template; exact. Absent where it does not say;
 * - uncached and repeats: see prony_cache_check_fill().
 */
void
prony_trial_checks_fill (PronySummary *summary,
                         const PronySummaryInput *input,
                         gint64 start_ns,
                         gint64 end_ns)
{
  Stays stays;

  g_return_if_fail (summary != NULL && input != NULL);

  count_stays (input->records, start_ns, end_ns, &stays);
  check_accounted (&summary->checks[PRONY_CHECK_ACCOUNTED], input);
  check_littles_law (&summary->checks[PRONY_CHECK_LITTLES_LAW], summary, &stays);
  check_delivered (&summary->checks[PRONY_CHECK_DELIVERED], input);
  check_streamed (&summary->checks[PRONY_CHECK_STREAMED], input);
  check_tokens (&summary->checks[PRONY_CHECK_TOKENS], input);
  check_prompt_lengths (&summary->checks[PRONY_CHECK_PROMPT_LENGTHS], input);
  prony_cache_check_fill (summary, input);
}
