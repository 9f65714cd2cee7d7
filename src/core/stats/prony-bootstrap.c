/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-stats"

#include "config.h"

#include <math.h>

#include "core/stats/prony-bootstrap.h"
#include "core/stats/prony-quantile.h"
#include "core/stats/prony-sample.h"

/*
 * The percentile bootstrap of Efron, with 2,000 resamples from a fixed seed, so
 * that the same records always give the same intervals.
 *
 * Drawing n values 2,000 times takes too long for the millions of gaps of a large
 * trial, so the two statistics that Prony uses are resampled by what they are:
 *
 * - A quantile of a resample depends on one or two of its order statistics. The
 *   k-th smallest of n positions drawn from (0, 1) has the beta distribution
 *   B (k, n - k + 1), so it is drawn at once, and the one after it as the smallest
 *   of the n - k positions that are left above it. This is no approximation: it
 *   has the distribution of the drawn-out bootstrap, in constant time.
 * - The mean of a resample of more than MEAN_DRAWN_MAX values is drawn from its
 *   limit, the normal distribution, with the first Cornish–Fisher term for the
 *   skewness of the sample; the error is of the order of 1 / n.
 *
 * Any other statistic is drawn out.
 */

#define RESAMPLES 2000
#define MEAN_DRAWN_MAX 200

/* The sample is an array or the ranks of one. */
typedef struct
{
  const double *sorted;
  PronyRanks *ranks;
  gsize n;
  PronyStatistic statistic;
  double parameter;
  GRand *rand;
  double *resample;
  double mean;
  double mean_se;
  double mean_skew;
} Resampler;

/* --- Drawing ---------------------------------------------------------------- */

/* A number of (0, 1], so that its logarithm is finite. */
static double
draw_uniform (GRand *rand)
{
  return 1 - g_rand_double (rand);
}

static gsize
draw_index (GRand *rand, gsize n)
{
  gsize index;

  if (n <= G_MAXUINT32)
    return (guint64) g_rand_int (rand) * n >> 32;

  index = (gsize) (g_rand_double (rand) * (double) n);
  return MIN (index, n - 1);
}

/* Marsaglia's polar method. */
static double
draw_normal (GRand *rand)
{
  double x, y, square;

  do
    {
      x = 2 * g_rand_double (rand) - 1;
      y = 2 * g_rand_double (rand) - 1;
      square = x * x + y * y;
    }
  while (square >= 1 || square == 0);

  return x * sqrt (-2 * log (square) / square);
}

/* G. Marsaglia, W. Tsang, "A Simple Method for Generating Gamma Variables" (2000),
 * for @shape of at least 1 and scale 1. */
static double
draw_gamma (GRand *rand, double shape)
{
  double d = shape - 1.0 / 3.0;
  double c = 1 / sqrt (9 * d);

  for (;;)
    {
      double x = draw_normal (rand);
      double v = 1 + c * x;

      if (v <= 0)
        continue;
      v = v * v * v;
      if (log (draw_uniform (rand)) < 0.5 * x * x + d - d * v + d * log (v))
        return d * v;
    }
}

static double
draw_beta (GRand *rand, double a, double b)
{
  double x = draw_gamma (rand, a);
  double y = draw_gamma (rand, b);

  return x / (x + y);
}

/* --- Resampling ------------------------------------------------------------- */

static inline double
nth (const Resampler *self, gsize index)
{
  return self->sorted != NULL ? self->sorted[index] : prony_ranks_get (self->ranks, index);
}

static double
value_at (const Resampler *self, double position)
{
  gsize index = (gsize) (position * (double) self->n);

  return nth (self, MIN (index, self->n - 1));
}

static double
resample_quantile (const Resampler *self)
{
  double rank = (double) (self->n - 1) * self->parameter;
  gsize k = (gsize) floor (rank) + 1;
  double weight = rank - floor (rank);
  double position = draw_beta (self->rand, (double) k, (double) (self->n - k + 1));
  double value = value_at (self, position);
  double above;

  if (weight == 0 || k == self->n)
    return value;

  above = 1 - (1 - position) * pow (draw_uniform (self->rand), 1.0 / (double) (self->n - k));
  return value + weight * (value_at (self, above) - value);
}

static double
resample_mean (const Resampler *self)
{
  double sum = 0;
  double z;

  if (self->n > MEAN_DRAWN_MAX)
    {
      z = draw_normal (self->rand);
      return self->mean + self->mean_se * (z + (z * z - 1) * self->mean_skew / 6);
    }

  for (gsize i = 0; i < self->n; i++)
    sum += nth (self, draw_index (self->rand, self->n));
  return sum / (double) self->n;
}

static double
resample_any (const Resampler *self)
{
  for (gsize i = 0; i < self->n; i++)
    self->resample[i] = nth (self, draw_index (self->rand, self->n));
  prony_sort_doubles (self->resample, self->n);

  return self->statistic (self->resample, self->n, self->parameter);
}

static double
resample (const Resampler *self)
{
  if (self->statistic == prony_statistic_quantile)
    return resample_quantile (self);
  if (self->statistic == prony_statistic_mean)
    return resample_mean (self);
  return resample_any (self);
}

static double
find_skewness (const Resampler *self, double mean)
{
  double squares = 0;
  double cubes = 0;
  double variance;

  for (gsize i = 0; i < self->n; i++)
    {
      double off = self->sorted[i] - mean;

      squares += off * off;
      cubes += off * off * off;
    }
  variance = squares / (double) self->n;
  return variance > 0 ? cubes / (double) self->n / (variance * sqrt (variance)) : 0;
}

/* With @sorted or @ranks and the numbers of what to draw set. */
static void
resampler_init (Resampler *self)
{
  gboolean is_mean = self->statistic == prony_statistic_mean;
  double n = (double) self->n;
  double skewness;
  PronyMoments moments;

  if (self->statistic != prony_statistic_quantile && !is_mean)
    self->resample = g_new (double, self->n);
  if (!is_mean || self->n <= MEAN_DRAWN_MAX)
    return;

  if (self->sorted != NULL)
    {
      prony_moments (self->sorted, self->n, &moments);
      skewness = find_skewness (self, moments.mean);
    }
  else
    prony_ranks_get_moments (self->ranks, &moments, &skewness);
  self->mean = moments.mean;
  self->mean_se = moments.sd * sqrt ((n - 1) / n) / sqrt (n);
  self->mean_skew = skewness / sqrt (n);
}

static void
take_ci95 (double *results, double interval[2])
{
  prony_sort_doubles (results, RESAMPLES);
  interval[0] = prony_quantile_sorted (results, RESAMPLES, 0.025);
  interval[1] = prony_quantile_sorted (results, RESAMPLES, 0.975);
}

/* --- Public ----------------------------------------------------------------- */

/**
 * prony_statistic_mean:
 * @sorted: a sorted sample
 * @n: its size, at least 1
 * @parameter: not used
 *
 * A #PronyStatistic.
 *
 * Returns: the mean
 */
double
prony_statistic_mean (const double *sorted, gsize n, double parameter)
{
  PronyMoments moments;

  prony_moments (sorted, n, &moments);
  return moments.mean;
}

/**
 * prony_statistic_quantile:
 * @sorted: a sorted sample
 * @n: its size, at least 1
 * @parameter: the quantile's position, from 0 to 1
 *
 * A #PronyStatistic.
 *
 * Returns: the quantile, as prony_quantile_sorted() does
 */
double
prony_statistic_quantile (const double *sorted, gsize n, double parameter)
{
  return prony_quantile_sorted (sorted, n, parameter);
}

static void
draw_ci95 (Resampler *resampler, guint32 seed, double interval[2])
{
  double results[RESAMPLES];

  interval[0] = interval[1] = NAN;
  if (resampler->n < 2)
    return;

  resampler->rand = g_rand_new_with_seed (seed);
  resampler_init (resampler);
  for (guint i = 0; i < RESAMPLES; i++)
    results[i] = resample (resampler);
  take_ci95 (results, interval);

  g_free (resampler->resample);
  g_rand_free (resampler->rand);
}

/**
 * prony_bootstrap_ci95:
 * @sorted: (array length=n): a sorted sample
 * @n: its size
 * @statistic: what to give an interval for
 * @parameter: given to @statistic
 * @seed: of the resampling; the same seed gives the same interval
 * @interval: (out): low and high end; NANs for fewer than 2 values
 *
 * Computes a 95 % confidence interval by the percentile bootstrap with 2,000
 * resamples. For prony_statistic_quantile() and prony_statistic_mean() the time
 * does not grow with @n beyond reading the sample once; any other statistic is
 * computed 2,000 times on @n values.
 */
void
prony_bootstrap_ci95 (const double *sorted,
                      gsize n,
                      PronyStatistic statistic,
                      double parameter,
                      guint32 seed,
                      double interval[2])
{
  Resampler resampler = {
    .sorted = sorted, .n = n, .statistic = statistic, .parameter = parameter
  };

  g_return_if_fail (statistic != NULL);

  draw_ci95 (&resampler, seed, interval);
}

/**
 * prony_bootstrap_ranks_ci95:
 * @ranks: ranks of a sample
 * @statistic: prony_statistic_quantile() or prony_statistic_mean()
 * @parameter: given to @statistic
 * @seed: of the resampling; the same seed gives the same interval
 * @interval: (out): low and high end; NANs for fewer than 2 values
 *
 * As prony_bootstrap_ci95(). Before the second walk over the sample it asks for the
 * ranks that it needs, and the interval means nothing.
 */
void
prony_bootstrap_ranks_ci95 (
  PronyRanks *ranks, PronyStatistic statistic, double parameter, guint32 seed, double interval[2])
{
  Resampler resampler = { .ranks = ranks,
                          .n = prony_ranks_get_size (ranks),
                          .statistic = statistic,
                          .parameter = parameter };

  g_return_if_fail (statistic == prony_statistic_quantile || statistic == prony_statistic_mean);

  draw_ci95 (&resampler, seed, interval);
}

/* --- Two sides -------------------------------------------------------------- */

static Resampler *
open_side (const PronyBootstrapSample *samples,
           guint n_samples,
           PronyStatistic statistic,
           double parameter,
           GRand *rand)
{
  Resampler *side = g_new0 (Resampler, n_samples);

  for (guint i = 0; i < n_samples; i++)
    {
      side[i].sorted = samples[i].sorted;
      side[i].n = samples[i].n;
      side[i].statistic = statistic;
      side[i].parameter = parameter;
      side[i].rand = rand;
      resampler_init (&side[i]);
    }

  return side;
}

static void
close_side (Resampler *side, guint n_samples)
{
  for (guint i = 0; i < n_samples; i++)
    g_free (side[i].resample);
  g_free (side);
}

static double
resample_side (const Resampler *side, guint n_samples)
{
  double sum = 0;

  for (guint i = 0; i < n_samples; i++)
    sum += resample (&side[i]);
  return sum / n_samples;
}

/* Whether the samples are there, and have more than one value together. */
static gboolean
is_enough (const PronyBootstrapSample *samples, guint n_samples)
{
  gsize n = 0;

  for (guint i = 0; i < n_samples; i++)
    {
      if (samples[i].n == 0)
        return FALSE;
      n += samples[i].n;
    }
  return n >= 2;
}

/**
 * prony_bootstrap_sides_ci95:
 * @a: (array length=n_a): samples of the first side, such as its repeats
 * @n_a: how many
 * @b: (array length=n_b): samples of the second side, independent of them
 * @n_b: how many
 * @statistic: what to compare
 * @parameter: given to @statistic
 * @seed: of the resampling; the same seed gives the same intervals
 * @difference: (out) (array fixed-size=2): low and high end of the mean of the second side's
 *   statistics less that of the first's
 * @ratio: (out) (array fixed-size=2): the same of the second divided by the first; NANs where a
 *   sample has values that are not above 0
 *
 * Computes 95 % confidence intervals of what two sides differ by, as prony_bootstrap_ci95() does
 * for one sample. Each sample is resampled by itself, so that what the intervals are of is the
 * mean of the samples' statistics, and not the statistic of all their values together. Both are
 * of the same resamples: the difference excludes 0 where the ratio excludes 1. All are NANs
 * where a sample is empty, or a side has fewer than 2 values.
 */
void
prony_bootstrap_sides_ci95 (const PronyBootstrapSample *a,
                            guint n_a,
                            const PronyBootstrapSample *b,
                            guint n_b,
                            PronyStatistic statistic,
                            double parameter,
                            guint32 seed,
                            double difference[2],
                            double ratio[2])
{
  g_autoptr (GRand) rand = NULL;
  double differences[RESAMPLES];
  double ratios[RESAMPLES];
  gboolean above_0 = TRUE;
  Resampler *first, *second;

  g_return_if_fail (statistic != NULL);

  difference[0] = difference[1] = ratio[0] = ratio[1] = NAN;
  if (!is_enough (a, n_a) || !is_enough (b, n_b))
    return;

  rand = g_rand_new_with_seed (seed);
  first = open_side (a, n_a, statistic, parameter, rand);
  second = open_side (b, n_b, statistic, parameter, rand);
  for (guint i = 0; i < RESAMPLES; i++)
    {
      double of_a = resample_side (first, n_a);
      double of_b = resample_side (second, n_b);

      differences[i] = of_b - of_a;
      ratios[i] = of_b / of_a;
    }
  close_side (first, n_a);
  close_side (second, n_b);

  take_ci95 (differences, difference);
  for (guint i = 0; i < n_a; i++)
    above_0 &= a[i].sorted[0] > 0;
  for (guint i = 0; i < n_b; i++)
    above_0 &= b[i].sorted[0] > 0;
  if (above_0)
    take_ci95 (ratios, ratio);
}
