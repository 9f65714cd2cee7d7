/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-stats"

#include "config.h"

#include <math.h>

#include "core/stats/prony-blocks.h"

/* The variance of fewer means says too little. */
#define MIN_BLOCKS 8

/**
 * prony_blocks_add:
 * @self: blocks, filled with zeros before the first value
 * @value: the next value
 *
 * Adds a value, in constant time on average.
 */
void
prony_blocks_add (PronyBlocks *self, double value)
{
  for (guint i = 0; i < PRONY_BLOCKS_N_LEVELS; i++)
    {
      PronyBlockLevel *level = &self->levels[i];
      double difference = value - level->mean;

      level->n++;
      level->mean += difference / (double) level->n;
      level->square_sum += difference * (value - level->mean);
      level->has_first = !level->has_first;
      if (level->has_first)
        {
          level->first = value;
          return;
        }
      value = (level->first + value) / 2;
    }
}

static double
get_variance (const PronyBlockLevel *level)
{
  return level->square_sum / ((double) level->n - 1);
}

/* The standard error of a variance, as a share of it, for means that are about normal. */
static double
get_error (const PronyBlockLevel *level)
{
  return sqrt (2 / (double) (level->n - 1));
}

/**
 * prony_blocks_get_inflation:
 * @self: blocks
 *
 * Tells by what factor the variance of the mean is greater than it would be if the values
 * were independent: so many of them say as much as one. The means of blocks of 1, 2, 4 …
 * values are looked at, and the length that shows the most counts, with a standard error
 * added, so that the factor is rather too great than too small. H. Flyvbjerg,
 * H. G. Petersen, "Error Estimates on Averages of Correlated Data" (1989).
 *
 * Returns: the factor, at least 1; 1 for a few values, of which it cannot be told
 */
double
prony_blocks_get_inflation (const PronyBlocks *self)
{
  double variance = get_variance (&self->levels[0]);
  double inflation = 1;

  for (guint i = 1; i < PRONY_BLOCKS_N_LEVELS && self->levels[i].n >= MIN_BLOCKS; i++)
    {
      const PronyBlockLevel *level = &self->levels[i];
      double length = (double) (G_GUINT64_CONSTANT (1) << i);
      double factor = length * get_variance (level) / variance * (1 + get_error (level));

      /* Not so where all values are the same. */
      if (factor > inflation)
        inflation = factor;
    }

  return inflation;
}

/**
 * prony_blocks_show_dependence:
 * @self: blocks
 *
 * Tells whether means of blocks scatter more than those of independent values would, by more
 * than one standard error at any length. Of independent values a third show so much by chance.
 * Where they do not, raising a variance by prony_blocks_get_inflation() costs power for nothing:
 * it allows for the standard error, which is large for a hundred values.
 *
 * Returns: whether there is any sign of dependence
 */
gboolean
prony_blocks_show_dependence (const PronyBlocks *self)
{
  double variance = get_variance (&self->levels[0]);

  for (guint i = 1; i < PRONY_BLOCKS_N_LEVELS && self->levels[i].n >= MIN_BLOCKS; i++)
    {
      const PronyBlockLevel *level = &self->levels[i];
      double length = (double) (G_GUINT64_CONSTANT (1) << i);

      if (length * get_variance (level) / variance > 1 + get_error (level))
        return TRUE;
    }

  return FALSE;
}
