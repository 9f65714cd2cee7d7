/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-stats"

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/stats/prony-quantile.h"
#include "core/stats/prony-ranks.h"

/* The upper half of a float says which part of the sample it is in: sign, exponent
 * and seven bits more, so that a part is less than a hundredth wide. The first walk
 * counts each part's values, by which it is known where any rank lies. The second one
 * keeps the values of those parts that were asked for, or, where these are more than
 * there can be different ones, how often each came. */
#define HALF_BITS 16
#define HALF_SIZE (1 << HALF_BITS)
#define HALF_MASK (HALF_SIZE - 1)

typedef struct
{
  gsize n;
  float *values;   /* the first @n_collected; or */
  guint64 *counts; /* by the lower half; sums when all were collected */
  gsize n_collected;
} Part;

typedef enum
{
  PHASE_COUNTING,
  PHASE_ASKING,
  PHASE_COLLECTING,
  PHASE_READING,
} Phase;

struct _PronyRanks
{
  Phase phase;
  gsize n;
  guint64 *starts; /* by part: how many there are; after the first walk its first rank */
  Part **parts;
  double sum;
  double squares; /* of what the values are off the mean, like the cubes */
  double cubes;
};

/* The bits of an IEEE 754 float, turned so that they order as unsigned numbers like
 * the floats do. */
static inline guint32
to_key (float value)
{
  guint32 bits;

  memcpy (&bits, &value, sizeof bits);
  return bits >> 31 ? ~bits : bits | 1u << 31;
}

static float
from_key (guint32 key)
{
  guint32 bits = key >> 31 ? key & ~(1u << 31) : ~key;
  float value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

static Part *
part_new (gsize n)
{
  Part *self = g_new0 (Part, 1);

  self->n = n;
  if (n * sizeof (float) <= HALF_SIZE * sizeof (guint64))
    self->values = g_new (float, n);
  else
    self->counts = g_new0 (guint64, HALF_SIZE);
  return self;
}

static void
part_free (Part *self)
{
  if (self == NULL)
    return;

  g_free (self->values);
  g_free (self->counts);
  g_free (self);
}

static void
part_finish (Part *self)
{
  if (self->values != NULL)
    prony_sort_floats (self->values, self->n_collected);
  else
    for (guint i = 1; i < HALF_SIZE; i++)
      self->counts[i] += self->counts[i - 1];
}

/* Returns: which is the first of @n sums that is over @rank; they do not fall */
static guint
find_over (const guint64 *sums, guint n, gsize rank)
{
  guint from = 0;
  guint to = n;

  while (from < to)
    {
      guint middle = from + (to - from) / 2;

      if (sums[middle] > rank)
        to = middle;
      else
        from = middle + 1;
    }
  return from;
}

static double
part_get (const Part *self, guint upper, gsize rank)
{
  if (self->values != NULL)
    return (double) self->values[rank];
  return (double) from_key ((guint32) upper << HALF_BITS |
                            find_over (self->counts, HALF_SIZE, rank));
}

/**
 * prony_ranks_new:
 *
 * Returns: (transfer full): ranks of a sample that has no values yet
 */
PronyRanks *
prony_ranks_new (void)
{
  PronyRanks *self = g_new0 (PronyRanks, 1);

  self->starts = g_new0 (guint64, HALF_SIZE);
  self->parts = g_new0 (Part *, HALF_SIZE);
  return self;
}

/**
 * prony_ranks_free:
 * @self: (transfer full): ranks
 */
void
prony_ranks_free (PronyRanks *self)
{
  for (guint i = 0; i < HALF_SIZE; i++)
    part_free (self->parts[i]);
  g_free (self->parts);
  g_free (self->starts);
  g_free (self);
}

/**
 * prony_ranks_count:
 * @self: ranks that were not asked for anything
 * @values: (array length=n): some values, none of them NAN
 * @n: how many
 *
 * Takes note of a piece of the sample.
 */
void
prony_ranks_count (PronyRanks *self, const float *values, gsize n)
{
  g_return_if_fail (self->phase == PHASE_COUNTING);

  for (gsize i = 0; i < n; i++)
    {
      self->starts[to_key (values[i]) >> HALF_BITS]++;
      self->sum += (double) values[i];
    }
  self->n += n;
}

static void
sum_up_counts (PronyRanks *self)
{
  guint64 sum = 0;

  for (guint i = 0; i < HALF_SIZE; i++)
    {
      guint64 count = self->starts[i];

      self->starts[i] = sum;
      sum += count;
    }
}

/**
 * prony_ranks_collect:
 * @self: ranks
 * @values: (array length=n): some values
 * @n: how many
 *
 * Takes a piece of the sample for the second time; the pieces may be cut differently,
 * and be in another order.
 */
void
prony_ranks_collect (PronyRanks *self, const float *values, gsize n)
{
  double mean = self->sum / (double) self->n;

  g_return_if_fail (self->phase == PHASE_ASKING || self->phase == PHASE_COLLECTING);

  self->phase = PHASE_COLLECTING;
  for (gsize i = 0; i < n; i++)
    {
      guint32 key = to_key (values[i]);
      Part *part = self->parts[key >> HALF_BITS];
      double off = (double) values[i] - mean;

      self->squares += off * off;
      self->cubes += off * off * off;
      if (part == NULL || part->n_collected == part->n)
        continue;
      if (part->values != NULL)
        part->values[part->n_collected] = values[i];
      else
        part->counts[key & HALF_MASK]++;
      part->n_collected++;
    }
}

/**
 * prony_ranks_get:
 * @self: ranks
 * @rank: which value, from 0, the smallest, to less than the sample's size
 *
 * Before the second walk, asks for a rank; after it, gives its value.
 *
 * Returns: the value; 0 when it was only asked for
 */
double
prony_ranks_get (PronyRanks *self, gsize rank)
{
  guint upper;

  g_return_val_if_fail (rank < self->n, 0);

  if (self->phase == PHASE_COUNTING)
    {
      sum_up_counts (self);
      self->phase = PHASE_ASKING;
    }
  upper = find_over (self->starts, HALF_SIZE, rank) - 1;
  if (self->phase == PHASE_ASKING)
    {
      guint64 end = upper + 1 < HALF_SIZE ? self->starts[upper + 1] : self->n;

      if (self->parts[upper] == NULL)
        self->parts[upper] = part_new ((gsize) (end - self->starts[upper]));
      return 0;
    }

  if (self->phase == PHASE_COLLECTING)
    {
      for (guint i = 0; i < HALF_SIZE; i++)
        if (self->parts[i] != NULL)
          part_finish (self->parts[i]);
      self->phase = PHASE_READING;
    }
  g_return_val_if_fail (self->parts[upper] != NULL, 0);
  return part_get (self->parts[upper], upper, rank - (gsize) self->starts[upper]);
}

/**
 * prony_ranks_get_quantile:
 * @self: ranks
 * @q: position, from 0 (smallest) to 1 (largest)
 *
 * Asks for a quantile or gives it, like prony_ranks_get(); it is defined as for
 * prony_quantile_sorted().
 *
 * Returns: the quantile; NAN where there is no value
 */
double
prony_ranks_get_quantile (PronyRanks *self, double q)
{
  double rank, value;
  gsize below;

  g_return_val_if_fail (q >= 0 && q <= 1, NAN);

  if (self->n == 0)
    return NAN;

  rank = (double) (self->n - 1) * q;
  below = MIN ((gsize) floor (rank), self->n - 1);
  value = prony_ranks_get (self, below);
  if (below + 1 == self->n)
    return value;
  return value + (rank - (double) below) * (prony_ranks_get (self, below + 1) - value);
}

/**
 * prony_ranks_get_size:
 * @self: ranks
 *
 * Returns: how many values the sample has
 */
gsize
prony_ranks_get_size (const PronyRanks *self)
{
  return self->n;
}

/**
 * prony_ranks_get_moments:
 * @self: ranks, after the second walk
 * @moments: (out): what the values come to, as prony_moments() gives it
 * @skewness: (out): the third central moment over the 3/2 power of the second, both
 *   of the sample as it is; 0 where all values are equal
 */
void
prony_ranks_get_moments (const PronyRanks *self, PronyMoments *moments, double *skewness)
{
  double n = (double) self->n;
  double variance = self->squares / n;

  *moments = (PronyMoments){ self->n, NAN, NAN };
  *skewness = variance > 0 ? self->cubes / n / (variance * sqrt (variance)) : 0;
  if (self->n > 0)
    moments->mean = self->sum / n;
  if (self->n > 1)
    moments->sd = sqrt (self->squares / (n - 1));
}
