/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "core/model/prony-request-row.h"

/*
 * The figures of a request that follow from its stamps and counts alone. An absent figure
 * is NAN. What a request reached before it failed is kept; figures that need its end are
 * absent unless it succeeded. Definitions are in `docs/methodology.md`.
 */

/* An answer of so many tokens that came at one moment was held back by something in
 * between. */
#define AT_ONCE_MIN_TOKENS 8

#define ABSENT G_MININT64

/* Unsigned, since stamps from a damaged database may be anything. */
static gint64
subtract (gint64 a, gint64 b)
{
  return (gint64) ((guint64) a - (guint64) b);
}

static gint64
since (gint64 ns, gint64 origin_ns)
{
  return ns != 0 ? subtract (ns, origin_ns) : ABSENT;
}

/* What a sealed record knows of its tokens; of another one its events say so. */
static PronyTokenStamps
get_token_stamps (const PronyRequestRecord *record)
{
  PronyTokenStamps stamps = { record->first_token_ns, record->answer_ns, record->last_token_ns,
                              record->max_gap_ns };

  if (record->events != NULL)
    prony_request_record_read_stamps (record, &stamps);
  return stamps;
}

/**
 * prony_request_row_init:
 * @self: (out caller-allocates): a row
 * @record: a request that has ended, sealed or not
 * @trial: index of its trial within the run
 * @origin_ns: when the run began, on the clock of the record's stamps
 *
 * Makes the row of a record. It has no number in the store yet.
 */
void
prony_request_row_init (PronyRequestRow *self,
                        const PronyRequestRecord *record,
                        guint trial,
                        gint64 origin_ns)
{
  const PronyTokenStamps tokens = get_token_stamps (record);

  *self = (PronyRequestRow){
    .id = record->id,
    .trial = trial,
    .stream = record->stream,
    .case_index = record->case_index,
    .warmup = record->warmup,
    .outcome = record->outcome,
    .quality = record->quality,
    .count_source = record->count_source,
    .scheduled_ns = since (record->scheduled_ns, origin_ns),
    .started_ns = since (record->started_ns, origin_ns),
    .sent_ns = since (record->sent_ns, origin_ns),
    .headers_ns = since (record->headers_ns, origin_ns),
    .first_token_ns = since (tokens.first_token_ns, origin_ns),
    .answer_ns = since (tokens.answer_ns, origin_ns),
    .last_token_ns = since (tokens.last_token_ns, origin_ns),
    .finished_ns = since (record->finished_ns, origin_ns),
    .max_gap_ns = tokens.max_gap_ns,
    .prompt_tokens = record->prompt_tokens,
    .completion_tokens = record->completion_tokens,
  };
}

static double
span (gint64 from_ns, gint64 to_ns)
{
  return from_ns != ABSENT && to_ns != ABSENT ? prony_ns_to_s (subtract (to_ns, from_ns)) : NAN;
}

static double
count_or_absent (gint64 count)
{
  return count >= 0 ? (double) count : NAN;
}

/* NAN for a division by nothing, so that no infinity gets into a figure. */
static double
divide (double a, double b)
{
  return b > 0 ? a / b : NAN;
}

static gboolean
came_at_once (const PronyRequestRow *self)
{
  return self->first_token_ns != ABSENT && self->first_token_ns == self->last_token_ns &&
         self->outcome == PRONY_OUTCOME_OK && self->completion_tokens >= AT_ONCE_MIN_TOKENS;
}

/* When the last token was there. An answer that came in one piece has no event that
 * carries tokens: they came when it was finished. */
static gint64
get_end (const PronyRequestRow *self)
{
  gboolean in_one_piece = self->first_token_ns == ABSENT && self->completion_tokens > 0;

  if (self->outcome != PRONY_OUTCOME_OK)
    return ABSENT;

  return in_one_piece ? self->finished_ns : self->last_token_ns;
}

static double
get_tpot (const PronyRequestRow *self)
{
  if (self->outcome != PRONY_OUTCOME_OK || self->max_gap_ns < 0 || self->completion_tokens < 2 ||
      came_at_once (self))
    return NAN;

  return span (self->first_token_ns, self->last_token_ns) / (double) (self->completion_tokens - 1);
}

static double
get_max_stall (const PronyRequestRow *self)
{
  if (self->outcome != PRONY_OUTCOME_OK || self->max_gap_ns < 0 || came_at_once (self))
    return NAN;

  return prony_ns_to_s (self->max_gap_ns);
}

/**
 * prony_request_row_knows:
 * @metric: a metric
 *
 * Returns: whether prony_request_row_get() can tell it: figures of the pace over an answer,
 *   the engine's own and those of a trial need more than a row has
 */
gboolean
prony_request_row_knows (PronyMetric metric)
{
  switch ((guint) metric)
    {
    case PRONY_METRIC_TTFT:
    case PRONY_METRIC_TTFT_FROM_SCHEDULE:
    case PRONY_METRIC_TTFA:
    case PRONY_METRIC_LATENCY:
    case PRONY_METRIC_LATENCY_FROM_SCHEDULE:
    case PRONY_METRIC_TPOT:
    case PRONY_METRIC_DECODE_RATE:
    case PRONY_METRIC_TOKENS_PER_SEC:
    case PRONY_METRIC_MAX_STALL:
    case PRONY_METRIC_SEND_LAG:
    case PRONY_METRIC_PROMPT_TOKENS:
    case PRONY_METRIC_COMPLETION_TOKENS:
      return TRUE;
    default:
      return FALSE;
    }
}

/* The time to a moment at which a token came, unless all came at once. */
static double
get_time_to (const PronyRequestRow *self, gint64 from_ns, gint64 to_ns)
{
  return came_at_once (self) ? NAN : span (from_ns, to_ns);
}

/**
 * prony_request_row_get:
 * @self: a row
 * @metric: a metric that prony_request_row_knows()
 *
 * Computes a figure of a request, which is the one that prony_request_metric() gives of
 * its record. Where the tokens of an answer were not counted, the figures are those of an
 * answer that did not come at once.
 *
 * Returns: the figure in the metric's unit; NAN where it is absent or not known
 */
double
prony_request_row_get (const PronyRequestRow *self, PronyMetric metric)
{
  switch ((guint) metric)
    {
    case PRONY_METRIC_TTFT:
      return get_time_to (self, self->sent_ns, self->first_token_ns);
    case PRONY_METRIC_TTFT_FROM_SCHEDULE:
      return get_time_to (self, self->scheduled_ns, self->first_token_ns);
    case PRONY_METRIC_TTFA:
      return get_time_to (self, self->sent_ns, self->answer_ns);
    case PRONY_METRIC_LATENCY:
      return span (self->sent_ns, get_end (self));
    case PRONY_METRIC_LATENCY_FROM_SCHEDULE:
      return span (self->scheduled_ns, get_end (self));
    case PRONY_METRIC_TPOT:
      return get_tpot (self);
    case PRONY_METRIC_DECODE_RATE:
      return divide (1, get_tpot (self));
    case PRONY_METRIC_TOKENS_PER_SEC:
      return divide (count_or_absent (self->completion_tokens),
                     span (self->sent_ns, get_end (self)));
    case PRONY_METRIC_MAX_STALL:
      return get_max_stall (self);
    case PRONY_METRIC_SEND_LAG:
      return span (self->scheduled_ns, self->started_ns);
    case PRONY_METRIC_PROMPT_TOKENS:
      return count_or_absent (self->prompt_tokens);
    case PRONY_METRIC_COMPLETION_TOKENS:
      return count_or_absent (self->completion_tokens);
    default:
      return NAN;
    }
}
