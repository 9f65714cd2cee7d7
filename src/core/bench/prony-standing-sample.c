/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <math.h>

#include "core/bench/prony-standing-sample.h"
#include "core/metrics/prony-request-metrics.h"
#include "core/model/prony-event-cursor.h"
#include "core/stats/prony-blocks.h"
#include "core/stats/prony-quantile.h"
#include "core/stats/prony-rank-test.h"
#include "core/stats/prony-reservoir.h"
#include "core/stats/prony-share.h"

/* How many requests are compared at most; of more, a random choice. */
#define SAMPLE_SIZE 512

/* Fewer requests of either, or so many that say no more, are not compared while they are
 * being measured. */
#define MIN_REQUESTS 30

/*
 * How unlikely a difference must be to be called one.
 *
 * Who looks at a p-value again and again while a sample grows finds it below 0.05 at some
 * time, even where there is no difference: the statistic wanders, and has about as many
 * independent chances as the sample doubles. For a normal one that is looked at all the
 * time from m values on to n, the chance of ever passing ±c is about
 * 2 φ(c) ((c - 1 / c) ln (n / m) / 2 + 2 / c) (D. Siegmund, "Sequential Analysis", 1985,
 * chapter IV). At 0.0001, c is 3.89: 0.3 % from 30 requests to 2,000, and 0.7 % to 150,000,
 * for each of the figures.
 *
 * Requests are not independent, either: those that were answered together, or while
 * something else disturbed the engine, are alike. Where each is so by 0.9, nineteen say as
 * much as one, and nine of ten pairs that are alike would be told apart. So the variance
 * is taken as much greater as blocks of requests one after another show. The test of
 * standings looks at pairs that are alike, of both kinds.
 *
 * What has ended is looked at once, and may be decided by less.
 */
#define P_WHILE_MEASURED 0.0001
#define P_AT_THE_END 0.01

/* Fisher's test takes time in proportion to the counts. */
#define MAX_SHARE 2000.0

/* So that it has a logarithm. */
#define LEAST_VALUE 1e-9

/* A rate over a shorter time says nothing. */
#define MIN_ELAPSED_S 1.0

typedef enum
{
  SAMPLE_TTFT,
  SAMPLE_ITL,
  SAMPLE_LATENCY,
  SAMPLE_TOKEN_RATE,
  N_SAMPLES,
} Sample;

struct _PronyStandingSample
{
  PronyReservoir *samples[N_SAMPLES];
  PronyBlocks courses[N_SAMPLES]; /* of their logarithms */
  PronyBlocks failures;           /* 1 for each that failed, 0 for others */
  guint64 ok;
  guint64 failed;
  double tokens;           /* of those that succeeded */
  double seen;             /* of these, while they came */
  PronyLoadSnapshot *load; /* (nullable): the latest */
};

/**
 * prony_standing_sample_new:
 * @seed: which requests are chosen where there are many
 *
 * Returns: (transfer full): a sample of no request
 */
PronyStandingSample *
prony_standing_sample_new (guint64 seed)
{
  PronyStandingSample *self = g_new0 (PronyStandingSample, 1);

  for (guint i = 0; i < N_SAMPLES; i++)
    self->samples[i] = prony_reservoir_new (SAMPLE_SIZE, seed * N_SAMPLES + i);
  return self;
}

/**
 * prony_standing_sample_free:
 * @self: (transfer full): a sample
 */
void
prony_standing_sample_free (PronyStandingSample *self)
{
  for (guint i = 0; i < N_SAMPLES; i++)
    prony_reservoir_free (self->samples[i]);
  g_clear_pointer (&self->load, prony_load_snapshot_unref);
  g_free (self);
}

/* What a load snapshot counts of it. */
static double
count_seen (const PronyRequestRecord *record)
{
  PronyEventCursor cursor;
  PronyRecordEvent event;
  double n = 0;

  prony_event_cursor_init (&cursor, record);
  while (prony_event_cursor_next (&cursor, &event))
    if (prony_event_kind_carries_tokens ((PronyEventKind) event.kind))
      n += event.tokens >= 0 ? event.tokens : 1;
  return n;
}

static void
add_value (PronyStandingSample *self, Sample sample, double value)
{
  if (!isfinite (value))
    return;

  prony_reservoir_add (self->samples[sample], value);
  prony_blocks_add (&self->courses[sample], log (MAX (value, LEAST_VALUE)));
}

/**
 * prony_standing_sample_add:
 * @self: a sample
 * @record: a request that has ended; one of the warm-up or that was cancelled does not
 *   count
 *
 * The gaps of a request stand for it by their median: they depend on one another, and
 * would pass for more than was seen.
 */
void
prony_standing_sample_add (PronyStandingSample *self, const PronyRequestRecord *record)
{
  double values[PRONY_N_DISTRIBUTIONS];

  if (record->warmup || record->outcome == PRONY_OUTCOME_CANCELLED)
    return;
  prony_blocks_add (&self->failures, record->outcome != PRONY_OUTCOME_OK);
  if (record->outcome != PRONY_OUTCOME_OK)
    {
      self->failed++;
      return;
    }

  self->ok++;
  prony_request_metrics (record, values);
  add_value (self, SAMPLE_TTFT, values[PRONY_METRIC_TTFT]);
  add_value (self, SAMPLE_ITL, prony_request_typical (record, PRONY_METRIC_ITL));
  add_value (self, SAMPLE_LATENCY, values[PRONY_METRIC_LATENCY]);
  add_value (self, SAMPLE_TOKEN_RATE, values[PRONY_METRIC_TOKENS_PER_SEC]);
  if (record->completion_tokens > 0)
    {
      self->tokens += (double) record->completion_tokens;
      self->seen += count_seen (record);
    }
}

/**
 * prony_standing_sample_set_load:
 * @self: a sample
 * @load: how its trial stands
 */
void
prony_standing_sample_set_load (PronyStandingSample *self, PronyLoadSnapshot *load)
{
  prony_load_snapshot_ref (load);
  g_clear_pointer (&self->load, prony_load_snapshot_unref);
  self->load = load;
}

/**
 * prony_standing_sample_count:
 * @self: a sample
 *
 * Returns: how many measured requests have ended so far, well or not
 */
guint64
prony_standing_sample_count (const PronyStandingSample *self)
{
  return self->ok + self->failed;
}

/* --- Values --------------------------------------------------------------------------- */

static double
find_median (const PronyStandingSample *self, Sample sample)
{
  g_autoptr (GArray) sorted = prony_reservoir_sort (self->samples[sample]);

  return prony_quantile_sorted ((const double *) (gpointer) sorted->data, sorted->len, 0.5);
}

/* An event may carry more tokens than it says, as what has ended shows. */
static double
find_output_rate (const PronyStandingSample *self)
{
  double per_seen = self->seen > 0 ? self->tokens / self->seen : 1;

  return (double) self->load->output_tokens * per_seen / self->load->elapsed_s;
}

/**
 * prony_standing_sample_get:
 * @self: a sample
 * @headline: what of it
 *
 * Returns: its value so far, in the unit of its metric; NAN where there is none yet
 */
double
prony_standing_sample_get (const PronyStandingSample *self, PronyHeadline headline)
{
  PronyShare share = { (double) self->ok, (double) (self->ok + self->failed) };
  gboolean has_rate = self->load != NULL && self->load->elapsed_s >= MIN_ELAPSED_S;

  switch ((int) headline)
    {
    case PRONY_HEADLINE_OUTPUT_RATE:
      return has_rate ? find_output_rate (self) : NAN;

    case PRONY_HEADLINE_REQUEST_RATE:
      return has_rate ? (double) self->load->ok / self->load->elapsed_s : NAN;

    case PRONY_HEADLINE_TTFT:
      return find_median (self, SAMPLE_TTFT);

    case PRONY_HEADLINE_ITL:
      return find_median (self, SAMPLE_ITL);

    case PRONY_HEADLINE_LATENCY:
      return find_median (self, SAMPLE_LATENCY);

    case PRONY_HEADLINE_SUCCESS:
    default:
      return prony_share_get (&share);
    }
}

/* --- Comparison ------------------------------------------------------------------------ */

/* The figure of single requests by which trials are compared. In a closed loop the rate
 * of requests is the number of streams by the mean latency, and that of tokens follows
 * from the rates of single requests. */
static Sample
get_tested (PronyHeadline headline)
{
  static const Sample tested[PRONY_N_HEADLINES] = {
    [PRONY_HEADLINE_OUTPUT_RATE] = SAMPLE_TOKEN_RATE,
    [PRONY_HEADLINE_TTFT] = SAMPLE_TTFT,
    [PRONY_HEADLINE_ITL] = SAMPLE_ITL,
    [PRONY_HEADLINE_LATENCY] = SAMPLE_LATENCY,
    [PRONY_HEADLINE_REQUEST_RATE] = SAMPLE_LATENCY,
    [PRONY_HEADLINE_SUCCESS] = N_SAMPLES,
  };

  return tested[headline];
}

/* Of what was chosen of all requests: the fewer, the farther they are from one another. */
static double
get_inflation (const PronyStandingSample *self, Sample sample, guint n)
{
  double inflation = prony_blocks_get_inflation (&self->courses[sample]);
  double seen = (double) prony_reservoir_get_seen (self->samples[sample]);

  return 1 + (inflation - 1) * n / MAX (seen, 1);
}

static gboolean
has_enough (const PronyStandingSample *self, Sample sample)
{
  double seen = (double) prony_reservoir_get_seen (self->samples[sample]);

  return seen / prony_blocks_get_inflation (&self->courses[sample]) >= MIN_REQUESTS;
}

/* How likely they are so different by chance. */
static double
test_difference (const PronyStandingSample *self,
                 GArray *mine,
                 const PronyStandingSample *other,
                 GArray *theirs,
                 Sample sample)
{
  double weight_a = 1.0 / MAX (mine->len, 1);
  double weight_b = 1.0 / MAX (theirs->len, 1);
  double inflation = (weight_a * get_inflation (self, sample, mine->len) +
                      weight_b * get_inflation (other, sample, theirs->len)) /
                     (weight_a + weight_b);

  return prony_mann_whitney_inflated_p ((const double *) (gpointer) mine->data, mine->len,
                                        (const double *) (gpointer) theirs->data, theirs->len,
                                        inflation);
}

static gboolean
is_faster (const PronyStandingSample *self,
           const PronyStandingSample *other,
           Sample sample,
           gboolean settled)
{
  g_autoptr (GArray) mine = prony_reservoir_sort (self->samples[sample]);
  g_autoptr (GArray) theirs = prony_reservoir_sort (other->samples[sample]);
  const double *a = (const double *) (gpointer) mine->data;
  const double *b = (const double *) (gpointer) theirs->data;
  double median_a = prony_quantile_sorted (a, mine->len, 0.5);
  double median_b = prony_quantile_sorted (b, theirs->len, 0.5);

  if (!settled && !(has_enough (self, sample) && has_enough (other, sample)))
    return FALSE;
  if (!(sample == SAMPLE_TOKEN_RATE ? median_a > median_b : median_a < median_b))
    return FALSE;

  return test_difference (self, mine, other, theirs, sample) <
         (settled ? P_AT_THE_END : P_WHILE_MEASURED);
}

static PronyShare
make_share (const PronyStandingSample *self)
{
  double n = (double) (self->ok + self->failed);
  double scale = MIN (1 / prony_blocks_get_inflation (&self->failures), MAX_SHARE / n);
  double failed = floor ((double) self->failed * scale);

  return (PronyShare){ floor (n * scale) - failed, floor (n * scale) };
}

static gboolean
succeeds_more (const PronyStandingSample *self, const PronyStandingSample *other, gboolean settled)
{
  PronyShare mine = make_share (self);
  PronyShare theirs = make_share (other);

  if (!settled && MIN (mine.n, theirs.n) < MIN_REQUESTS)
    return FALSE;

  return prony_share_get (&mine) > prony_share_get (&theirs) &&
         prony_fisher_p (&mine, &theirs) < (settled ? P_AT_THE_END : P_WHILE_MEASURED);
}

/**
 * prony_standing_sample_is_better:
 * @self: a sample
 * @other: of another trial at the same scenario and load
 * @headline: by which figure
 * @settled: whether both have ended, so that it is looked at once; else it may be looked
 *   at as often as one likes
 *
 * Tests by a two-sided Mann–Whitney test of single requests, for the share of successes by
 * Fisher's, whether a difference is more than chance, with as many requests as say
 * something of their own. While requests are measured, both need 30 of these. Rates are decided by
 * the requests' own latencies and rates, which is sound in a closed loop only.
 *
 * Returns: whether it is clearly better
 */
gboolean
prony_standing_sample_is_better (const PronyStandingSample *self,
                                 const PronyStandingSample *other,
                                 PronyHeadline headline,
                                 gboolean settled)
{
  if (headline == PRONY_HEADLINE_SUCCESS)
    return succeeds_more (self, other, settled);

  return is_faster (self, other, get_tested (headline), settled);
}
