/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include "base/prony-clock.h"
#include "core/metrics/prony-request-metrics.h"
#include "core/metrics/prony-spread.h"
#include "core/stats/prony-bootstrap.h"
#include "core/stats/prony-quantile.h"
#include "core/stats/prony-sample.h"

/* How the values of a metric spread. The values of most metrics are an array that is
 * sorted; there are as many gaps as tokens, so these are walked over twice instead. */

/* Of every interval, so that the same records give the same figures. */
#define BOOTSTRAP_SEED 1821

/* A percentile needs a value beyond it: fewer would be a guess. */
#define P99_MIN 100
#define P999_MIN 1000

#define GAPS_PER_S ((double) PRONY_NS_PER_S / PRONY_REQUEST_GAP_NS)

static void
fill_percentiles (PronyDistribution *self, const double *sorted, gsize n)
{
  self->min = sorted[0];
  self->max = sorted[n - 1];
  self->p50 = prony_quantile_sorted (sorted, n, 0.5);
  self->p90 = prony_quantile_sorted (sorted, n, 0.9);
  self->p95 = prony_quantile_sorted (sorted, n, 0.95);
  if (n >= P99_MIN)
    self->p99 = prony_quantile_sorted (sorted, n, 0.99);
  if (n >= P999_MIN)
    self->p999 = prony_quantile_sorted (sorted, n, 0.999);

  prony_bootstrap_ci95 (sorted, n, prony_statistic_mean, 0, BOOTSTRAP_SEED, self->mean_ci);
  prony_bootstrap_ci95 (sorted, n, prony_statistic_quantile, 0.5, BOOTSTRAP_SEED, self->p50_ci);
  prony_bootstrap_ci95 (sorted, n, prony_statistic_quantile, 0.95, BOOTSTRAP_SEED, self->p95_ci);
}

/**
 * prony_spread_of_values:
 * @self: an empty distribution
 * @values: (array length=n): a metric's values, none of them NAN; sorted afterwards
 * @n: how many; none leaves @self as it is
 *
 * Fills in a distribution. The far percentiles stay absent where there are too few
 * values for them: fewer than 100 for the 99th, than 1,000 for the 99.9th.
 */
void
prony_spread_of_values (PronyDistribution *self, double *values, gsize n)
{
  PronyMoments moments;

  if (n == 0)
    return;

  prony_sort_doubles (values, n);
  prony_moments (values, n, &moments);
  self->count = n;
  self->mean = moments.mean;
  self->sd = moments.sd;
  fill_percentiles (self, values, n);
}

/* --- Gaps --------------------------------------------------------------------- */

static void
walk (PronyRanks *ranks,
      GPtrArray *records,
      void (*take) (PronyRanks *ranks, const float *gaps, gsize n))
{
  g_autoptr (GArray) gaps = g_array_new (FALSE, FALSE, sizeof (float));

  for (guint i = 0; i < records->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (records, i);
      gsize n;

      g_array_set_size (gaps, prony_request_record_count_events (record));
      n = prony_request_gaps (record, (float *) (gpointer) gaps->data);
      take (ranks, (const float *) (gpointer) gaps->data, n);
    }
}

static double
get_quantile (PronyRanks *ranks, double q)
{
  return prony_ranks_get_quantile (ranks, q) / GAPS_PER_S;
}

static void
get_interval (PronyRanks *ranks, PronyStatistic statistic, double q, double interval[2])
{
  prony_bootstrap_ranks_ci95 (ranks, statistic, q, BOOTSTRAP_SEED, interval);
  interval[0] /= GAPS_PER_S;
  interval[1] /= GAPS_PER_S;
}

/* Before the second walk, asks for all that it will need then. */
static void
fill_from_ranks (PronyDistribution *self, PronyRanks *ranks)
{
  gsize n = prony_ranks_get_size (ranks);
  PronyMoments moments;
  double skewness;

  prony_ranks_get_moments (ranks, &moments, &skewness);
  self->count = n;
  self->mean = moments.mean / GAPS_PER_S;
  self->sd = moments.sd / GAPS_PER_S;
  self->min = get_quantile (ranks, 0);
  self->max = get_quantile (ranks, 1);
  self->p50 = get_quantile (ranks, 0.5);
  self->p90 = get_quantile (ranks, 0.9);
  self->p95 = get_quantile (ranks, 0.95);
  if (n >= P99_MIN)
    self->p99 = get_quantile (ranks, 0.99);
  if (n >= P999_MIN)
    self->p999 = get_quantile (ranks, 0.999);

  get_interval (ranks, prony_statistic_mean, 0, self->mean_ci);
  get_interval (ranks, prony_statistic_quantile, 0.5, self->p50_ci);
  get_interval (ranks, prony_statistic_quantile, 0.95, self->p95_ci);
}

/**
 * prony_spread_of_gaps:
 * @self: an empty distribution
 * @records: (element-type PronyRequestRecord): requests
 *
 * Fills in the distribution of the gaps of the requests that succeeded, as
 * prony_spread_of_values() does, in seconds. Keeps only a small part of them in memory.
 */
void
prony_spread_of_gaps (PronyDistribution *self, GPtrArray *records)
{
  g_autoptr (PronyRanks) ranks = prony_ranks_new ();

  walk (ranks, records, prony_ranks_count);
  if (prony_ranks_get_size (ranks) == 0)
    return;

  fill_from_ranks (self, ranks);
  walk (ranks, records, prony_ranks_collect);
  fill_from_ranks (self, ranks);
}
