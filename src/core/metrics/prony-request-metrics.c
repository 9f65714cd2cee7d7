/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "core/metrics/prony-request-metrics.h"
#include "core/model/prony-event-cursor.h"
#include "core/model/prony-request-row.h"
#include "core/stats/prony-quantile.h"

/*
 * The figures of one request, from its stamps and counts. An absent figure is NAN.
 *
 * What a request reached before it failed is kept: a request that broke off after
 * its first token has a time to first token. Figures that need its end (latency,
 * rates, gaps) are absent unless it succeeded. Either way a failed request enters
 * no statistic: prony_summarize() leaves it out.
 */

/* A gap is a stall when it is longer than this many median gaps and than this. */
#define STALL_MEDIANS 4
#define STALL_MIN_S 0.050

/* Rate drift needs a gap in each quarter. */
#define DRIFT_MIN_GAPS 4

/* No engine decodes one stream at 10,000 tokens a second: events that come faster
 * were held back and sent at once. */
#define BUFFERED_MIN_TOKENS 8
#define BUFFERED_GAP_S 0.0001

/* When the kinds of events first came; 0 for never. */
typedef struct
{
  gint64 first_event;
  gint64 first_token;
  gint64 first_reasoning;
  gint64 first_content;
  gint64 last_token;
  gsize token_events;
} Milestones;

static inline gboolean
is_token (const PronyRecordEvent *event)
{
  return prony_event_kind_carries_tokens ((PronyEventKind) event->kind);
}

static inline void
set_first (gint64 *place, gint64 at_ns)
{
  if (*place == 0)
    *place = at_ns;
}

static void
find_milestones (const PronyRequestRecord *record, Milestones *found)
{
  PronyEventCursor cursor;
  PronyRecordEvent event;

  *found = (Milestones){ 0 };

  prony_event_cursor_init (&cursor, record);
  while (prony_event_cursor_next (&cursor, &event))
    {
      set_first (&found->first_event, event.at_ns);
      if (!is_token (&event))
        continue;

      set_first (&found->first_token, event.at_ns);
      if (event.kind == PRONY_EVENT_REASONING)
        set_first (&found->first_reasoning, event.at_ns);
      if (event.kind == PRONY_EVENT_CONTENT)
        set_first (&found->first_content, event.at_ns);
      found->last_token = event.at_ns;
      found->token_events++;
    }
}

/* From one stamp to another, where both were reached. */
static double
span (gint64 from_ns, gint64 to_ns)
{
  return from_ns != 0 && to_ns != 0 ? prony_ns_to_s (to_ns - from_ns) : NAN;
}

/* NAN for a division by nothing, so that no infinity gets into a figure. */
static double
divide (double a, double b)
{
  return b > 0 ? a / b : NAN;
}

/* --- Answers that came at once -------------------------------------------------- */

static gboolean
came_at_once (const PronyRequestRecord *record, gint64 first_ns, gint64 last_ns)
{
  return first_ns != 0 && first_ns == last_ns && record->outcome == PRONY_OUTCOME_OK &&
         prony_request_output_tokens (record, 0) >= BUFFERED_MIN_TOKENS;
}

/* What something in between held back says when it let go, not when the engine spoke. */
static void
leave_out_pace (double *values)
{
  static const PronyMetric metrics[] = {
    PRONY_METRIC_TTFT,      PRONY_METRIC_TTFT_FROM_SCHEDULE,
    PRONY_METRIC_TTFA,      PRONY_METRIC_THINK_TIME,
    PRONY_METRIC_JITTER,    PRONY_METRIC_TIME_TO_FIRST_SENTENCE,
    PRONY_METRIC_TPOT,      PRONY_METRIC_DECODE_RATE,
    PRONY_METRIC_MAX_STALL, PRONY_METRIC_RATE_DRIFT,
  };

  for (guint i = 0; i < G_N_ELEMENTS (metrics); i++)
    values[metrics[i]] = NAN;
}

/* --- Figures that need the whole answer -------------------------------------- */

/* The tokens that an event stands for when its own count is not known. */
static double
event_weight (const PronyRecordEvent *event)
{
  return event->tokens > 0 ? event->tokens : 1;
}

static double
sum_weights (const PronyRequestRecord *record, gint64 until_ns)
{
  PronyEventCursor cursor;
  PronyRecordEvent event;
  double sum = 0;

  prony_event_cursor_init (&cursor, record);
  while (prony_event_cursor_next (&cursor, &event))
    if (is_token (&event) && (until_ns == 0 || event.at_ns <= until_ns))
      sum += event_weight (&event);

  return sum;
}

/* Walks to the next event that carries tokens. */
static inline gboolean
next_token (PronyEventCursor *cursor, PronyRecordEvent *event)
{
  while (prony_event_cursor_next (cursor, event))
    if (is_token (event))
      return TRUE;

  return FALSE;
}

/* Standard deviation of the gaps (Welford's method). */
static double
measure_jitter (const PronyRequestRecord *record)
{
  PronyEventCursor cursor;
  PronyRecordEvent event;
  gint64 before;
  gsize n = 0;
  double mean = 0;
  double squares = 0;

  prony_event_cursor_init (&cursor, record);
  if (!next_token (&cursor, &event))
    return NAN;

  before = event.at_ns;
  while (next_token (&cursor, &event))
    {
      double gap = prony_ns_to_s (event.at_ns - before);
      double off = gap - mean;

      n++;
      mean += off / (double) n;
      squares += off * (gap - mean);
      before = event.at_ns;
    }

  return n >= 2 ? sqrt (squares / (double) (n - 1)) : NAN;
}

/* Decode rate over the last quarter of the tokens after the first one, over that of
 * the first quarter. The tokens of an event were decoded in the gap before it. */
static double
measure_drift (const PronyRequestRecord *record, const Milestones *found)
{
  PronyEventCursor cursor;
  PronyRecordEvent event;
  double total, first_tokens = 0, seen = 0;
  gint64 first_end = 0, last_start = 0;
  double last_tokens = 0;
  gint64 before = found->first_token;

  prony_event_cursor_init (&cursor, record);
  if (found->token_events < DRIFT_MIN_GAPS + 1 || !next_token (&cursor, &event))
    return NAN;

  total = sum_weights (record, 0) - event_weight (&event);
  while (next_token (&cursor, &event))
    {
      /* The last moment at which a quarter or more was still to come. */
      if (total - seen >= total / 4)
        {
          last_start = before;
          last_tokens = total - seen;
        }
      seen += event_weight (&event);
      if (first_end == 0 && seen >= total / 4)
        {
          first_end = event.at_ns;
          first_tokens = seen;
        }
      before = event.at_ns;
    }

  return divide (divide (last_tokens, span (last_start, found->last_token)),
                 divide (first_tokens, span (found->first_token, first_end)));
}

static void
add_pace (const PronyRequestRecord *record, const Milestones *found, double *values)
{
  if (found->token_events < 2)
    return;

  values[PRONY_METRIC_JITTER] = measure_jitter (record);
  values[PRONY_METRIC_RATE_DRIFT] = measure_drift (record, found);
}

static void
add_prefill (const PronyRequestRecord *record, double *values)
{
  double time =
    isfinite (record->prompt_eval_time_s) ? record->prompt_eval_time_s : values[PRONY_METRIC_TTFT];
  double tokens = (double) (record->prompt_tokens - MAX (record->cached_tokens, 0));

  if (record->prompt_tokens >= 0 && tokens > 0)
    values[PRONY_METRIC_PREFILL_RATE] = divide (tokens, time);
}

/* --- Public ------------------------------------------------------------------ */

/**
 * prony_request_metrics:
 * @record: a request that has ended
 * @values: (out): by #PronyMetric below %PRONY_N_DISTRIBUTIONS, in the metric's
 *   unit; NAN where absent
 *
 * Computes all figures of a request; those that follow from its stamps alone are what
 * prony_request_row_get() gives. A figure that
 * needs the whole answer is absent unless the request succeeded, those of the pace where
 * an answer came at once, TPOT and the figures from gaps for fewer than two token-carrying events,
 * and the rate drift for fewer than five. ITL has one value for each gap and is always NAN here:
 * see prony_request_itl().
 */
void
prony_request_metrics (const PronyRequestRecord *record, double values[PRONY_N_DISTRIBUTIONS])
{
  PronyRequestRow row;
  Milestones found;

  g_return_if_fail (record != NULL);

  prony_request_row_init (&row, record, 0, 0);
  for (guint i = 0; i < PRONY_N_DISTRIBUTIONS; i++)
    values[i] = prony_request_row_get (&row, (PronyMetric) i);
  find_milestones (record, &found);

  if (record->connected_ns != 0)
    values[PRONY_METRIC_CONNECT_TIME] = prony_ns_to_s (record->connect_time_ns);
  values[PRONY_METRIC_TTFR] = span (record->sent_ns, found.first_event);
  values[PRONY_METRIC_THINK_TIME] = span (found.first_reasoning, found.first_content);
  values[PRONY_METRIC_TIME_TO_FIRST_SENTENCE] = span (record->sent_ns, record->sentence_ns);

  values[PRONY_METRIC_LOAD_TIME] = record->load_time_s;
  values[PRONY_METRIC_QUEUE_TIME] = record->queue_time_s;
  values[PRONY_METRIC_PROMPT_EVAL_TIME] = record->prompt_eval_time_s;
  values[PRONY_METRIC_EVAL_TIME] = record->eval_time_s;

  if (record->outcome == PRONY_OUTCOME_OK)
    add_pace (record, &found, values);
  if (came_at_once (record, found.first_token, found.last_token))
    leave_out_pace (values);
  add_prefill (record, values);
}

/**
 * prony_request_metric:
 * @record: a request that has ended
 * @metric: a metric below %PRONY_N_DISTRIBUTIONS
 *
 * Returns: the figure as prony_request_metrics() gives it; NAN where absent
 */
double
prony_request_metric (const PronyRequestRecord *record, PronyMetric metric)
{
  double values[PRONY_N_DISTRIBUTIONS];

  g_return_val_if_fail (record != NULL, NAN);
  g_return_val_if_fail ((guint) metric < PRONY_N_DISTRIBUTIONS, NAN);

  prony_request_metrics (record, values);
  return values[metric];
}

/**
 * prony_request_itl:
 * @record: a request that has ended
 * @seconds: (element-type double): array that the gaps are appended to
 *
 * Takes the gaps between successive token-carrying events of a request that
 * succeeded.
 *
 * Returns: how many were appended
 */
gsize
prony_request_itl (const PronyRequestRecord *record, GArray *seconds)
{
  PronyEventCursor cursor;
  PronyRecordEvent event;
  gint64 first_ns, last_ns;
  double *gaps;
  gsize before, n = 0;

  g_return_val_if_fail (record != NULL, 0);
  g_return_val_if_fail (seconds != NULL, 0);

  if (record->outcome != PRONY_OUTCOME_OK)
    return 0;

  prony_event_cursor_init (&cursor, record);
  if (!next_token (&cursor, &event))
    return 0;

  /* Room for all at once: there are millions of gaps in a long trial. */
  before = seconds->len;
  g_array_set_size (seconds, before + prony_request_record_count_events (record));
  gaps = (double *) seconds->data + before;
  first_ns = last_ns = event.at_ns;
  while (next_token (&cursor, &event))
    {
      gaps[n++] = prony_ns_to_s (event.at_ns - last_ns);
      last_ns = event.at_ns;
    }

  if (came_at_once (record, first_ns, last_ns))
    n = 0;
  g_array_set_size (seconds, before + n);
  return n;
}

/**
 * prony_request_gaps:
 * @record: a request that has ended
 * @gaps: (out caller-allocates): room for prony_request_record_count_events() gaps
 *
 * As prony_request_itl(), in half the memory: in units of 100 ns, which a float holds
 * exactly up to 1.6 s, and to one part in 16 million beyond.
 *
 * Returns: how many there are
 */
gsize
prony_request_gaps (const PronyRequestRecord *record, float *gaps)
{
  PronyEventCursor cursor;
  PronyRecordEvent event;
  gint64 first_ns, last_ns;
  gsize n = 0;

  g_return_val_if_fail (record != NULL, 0);

  prony_event_cursor_init (&cursor, record);
  if (record->outcome != PRONY_OUTCOME_OK || !next_token (&cursor, &event))
    return 0;

  first_ns = last_ns = event.at_ns;
  while (next_token (&cursor, &event))
    {
      gaps[n++] = (float) ((double) (event.at_ns - last_ns) / PRONY_REQUEST_GAP_NS);
      last_ns = event.at_ns;
    }

  return came_at_once (record, first_ns, last_ns) ? 0 : n;
}

/**
 * prony_request_mean_itl:
 * @record: a request that has ended
 *
 * Returns: the mean gap between its token-carrying events, in seconds; NAN unless
 *   it succeeded with two or more of them
 */
double
prony_request_mean_itl (const PronyRequestRecord *record)
{
  Milestones found;

  g_return_val_if_fail (record != NULL, NAN);

  find_milestones (record, &found);
  if (record->outcome != PRONY_OUTCOME_OK || found.token_events < 2 ||
      came_at_once (record, found.first_token, found.last_token))
    return NAN;
  return span (found.first_token, found.last_token) / (double) (found.token_events - 1);
}

/**
 * prony_request_output_tokens:
 * @record: a request that has ended
 * @until_ns: count only what came up to this moment; 0 counts all
 *
 * Counts the output tokens of a request up to a moment. When the answer goes on
 * after it, the request's token count is spread over its token-carrying events in
 * proportion to the tokens that each carried, or evenly where the engine does not
 * say. Without a token count each event counts for the tokens that it carried, or
 * for one.
 *
 * Returns: tokens, not necessarily a whole number
 */
double
prony_request_output_tokens (const PronyRequestRecord *record, gint64 until_ns)
{
  double all, inside;

  g_return_val_if_fail (record != NULL, 0);

  if (until_ns == 0 && record->completion_tokens >= 0)
    return (double) record->completion_tokens;

  inside = sum_weights (record, until_ns);
  if (record->completion_tokens < 0)
    return inside;

  all = sum_weights (record, 0);
  if (all <= 0 && record->outcome == PRONY_OUTCOME_OK && record->finished_ns <= until_ns)
    return (double) record->completion_tokens;
  return all > 0 ? (double) record->completion_tokens * inside / all : 0;
}

/**
 * prony_request_count_stalls:
 * @record: a request that has ended
 *
 * Returns: how many gaps are longer than four times the request's median gap and
 *   than 50 ms
 */
guint
prony_request_count_stalls (const PronyRequestRecord *record)
{
  g_autoptr (GArray) gaps = g_array_new (FALSE, FALSE, sizeof (double));
  double limit;
  guint n = 0;

  g_return_val_if_fail (record != NULL, 0);

  if (prony_request_itl (record, gaps) == 0)
    return 0;

  limit = STALL_MEDIANS * prony_median ((double *) gaps->data, gaps->len);
  limit = MAX (limit, STALL_MIN_S);
  for (guint i = 0; i < gaps->len; i++)
    n += g_array_index (gaps, double, i) > limit;
  return n;
}

/**
 * prony_request_was_buffered:
 * @record: a request that has ended
 *
 * Tells whether a successful answer of eight or more tokens was held back and came
 * at once: in one event, or with a median gap below 0.1 ms. Its gaps and its time
 * to first token then tell nothing about the engine's pace.
 *
 * Returns: whether it was
 */
gboolean
prony_request_was_buffered (const PronyRequestRecord *record)
{
  g_autoptr (GArray) gaps = g_array_new (FALSE, FALSE, sizeof (double));
  Milestones found;

  g_return_val_if_fail (record != NULL, FALSE);

  find_milestones (record, &found);
  if (record->outcome != PRONY_OUTCOME_OK || found.token_events == 0 ||
      prony_request_output_tokens (record, 0) < BUFFERED_MIN_TOKENS)
    return FALSE;
  if (prony_request_itl (record, gaps) == 0) /* also where all came at once */
    return TRUE;

  return prony_median ((double *) gaps->data, gaps->len) < BUFFERED_GAP_S;
}

/**
 * prony_request_tells_pace:
 * @record: a request that has ended
 * @at_once: (out) (optional): whether all its tokens were read at one moment, so that
 *   neither the time to its first token nor those between tokens say anything about the
 *   engine; those are absent then
 *
 * Returns: whether it succeeded with a stream of eight or more tokens, which is long
 *   enough to tell whether they came one by one
 */
gboolean
prony_request_tells_pace (const PronyRequestRecord *record, gboolean *at_once)
{
  Milestones found;

  g_return_val_if_fail (record != NULL, FALSE);

  find_milestones (record, &found);
  if (at_once != NULL)
    *at_once = came_at_once (record, found.first_token, found.last_token);
  return record->outcome == PRONY_OUTCOME_OK && found.token_events > 0 &&
         prony_request_output_tokens (record, 0) >= BUFFERED_MIN_TOKENS;
}

/**
 * prony_request_typical:
 * @record: a request that has ended
 * @metric: one of those before %PRONY_N_DISTRIBUTIONS
 *
 * Like prony_request_metric(), but where a request has many values, which only the
 * gaps between tokens are, their median stands for them.
 *
 * Returns: the figure to show of the request alone, NAN where it has none
 */
double
prony_request_typical (const PronyRequestRecord *record, PronyMetric metric)
{
  g_autoptr (GArray) gaps = NULL;

  if (metric != PRONY_METRIC_ITL)
    return prony_request_metric (record, metric);

  gaps = g_array_new (FALSE, FALSE, sizeof (double));
  prony_request_itl (record, gaps);
  return gaps->len > 0 ? prony_median ((double *) (gpointer) gaps->data, gaps->len) : NAN;
}
