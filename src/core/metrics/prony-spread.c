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

/* How the values of a metric spread: a distribution is filled in from a sample, which
 * is sorted where it is. The sample of the gaps has a value for each token; it is
 * the only one that must be small. */

/* Of every interval, so that the same records give the same figures. */
#define BOOTSTRAP_SEED 1821

/* A percentile needs a value beyond it: fewer would be a guess. */
#define P99_MIN 100
#define P999_MIN 1000

/* In one of two forms; a value is so many @units of the metric. */
typedef struct
{
  const double *values;
  const float *gaps;
  gsize n;
  double units;
} Sorted;

static double
quantile (const Sorted *sorted, double q)
{
  return (sorted->values != NULL ? prony_quantile_sorted (sorted->values, sorted->n, q)
                                 : prony_quantile_sorted_floats (sorted->gaps, sorted->n, q)) /
         sorted->units;
}

static void
find_interval (const Sorted *sorted, PronyStatistic statistic, double q, double interval[2])
{
  if (sorted->values != NULL)
    prony_bootstrap_ci95 (sorted->values, sorted->n, statistic, q, BOOTSTRAP_SEED, interval);
  else
    prony_bootstrap_ci95_floats (sorted->gaps, sorted->n, statistic, q, BOOTSTRAP_SEED, interval);
  interval[0] /= sorted->units;
  interval[1] /= sorted->units;
}

static void
fill (PronyDistribution *self, const Sorted *sorted, const PronyMoments *moments)
{
  self->count = sorted->n;
  self->mean = moments->mean / sorted->units;
  self->sd = moments->sd / sorted->units;
  self->min = quantile (sorted, 0);
  self->max = quantile (sorted, 1);
  self->p50 = quantile (sorted, 0.5);
  self->p90 = quantile (sorted, 0.9);
  self->p95 = quantile (sorted, 0.95);
  if (sorted->n >= P99_MIN)
    self->p99 = quantile (sorted, 0.99);
  if (sorted->n >= P999_MIN)
    self->p999 = quantile (sorted, 0.999);

  find_interval (sorted, prony_statistic_mean, 0, self->mean_ci);
  find_interval (sorted, prony_statistic_quantile, 0.5, self->p50_ci);
  find_interval (sorted, prony_statistic_quantile, 0.95, self->p95_ci);
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
  const Sorted sorted = { .values = values, .n = n, .units = 1 };
  PronyMoments moments;

  if (n == 0)
    return;

  prony_sort_doubles (values, n);
  prony_moments (values, n, &moments);
  fill (self, &sorted, &moments);
}

/**
 * prony_spread_of_gaps:
 * @self: an empty distribution
 * @gaps: (array length=n): what prony_request_gaps() gives; sorted afterwards
 * @n: how many; none leaves @self as it is
 *
 * Fills in a distribution in seconds, as prony_spread_of_values() does, without any
 * memory besides the gaps themselves.
 */
void
prony_spread_of_gaps (PronyDistribution *self, float *gaps, gsize n)
{
  const Sorted sorted = { .gaps = gaps,
                          .n = n,
                          .units = (double) PRONY_NS_PER_S / PRONY_REQUEST_GAP_NS };
  PronyMoments moments;

  if (n == 0)
    return;

  prony_sort_floats (gaps, n);
  prony_moments_floats (gaps, n, &moments);
  fill (self, &sorted, &moments);
}
