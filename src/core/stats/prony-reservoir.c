/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-stats"

#include "config.h"

#include "core/stats/prony-quantile.h"
#include "core/stats/prony-reservoir.h"

struct _PronyReservoir
{
  GArray *values; /* of double */
  GArray *sorted; /* (nullable): the same in order, since somebody asked for them */
  guint size;
  guint64 seen;
  guint64 state; /* of the random numbers, never 0 */
};

/**
 * prony_reservoir_new:
 * @size: how many values it keeps at most, at least 1
 * @seed: the same values in the same order with the same seed make the same sample
 *
 * Returns: (transfer full): an empty sample
 */
PronyReservoir *
prony_reservoir_new (guint size, guint64 seed)
{
  PronyReservoir *self;

  g_return_val_if_fail (size > 0, NULL);

  self = g_new0 (PronyReservoir, 1);
  self->values = g_array_new (FALSE, FALSE, sizeof (double));
  self->size = size;
  self->state = seed * 2 + 1;
  return self;
}

/**
 * prony_reservoir_free:
 * @self: (transfer full): a sample
 */
void
prony_reservoir_free (PronyReservoir *self)
{
  g_clear_pointer (&self->sorted, g_array_unref);
  g_array_unref (self->values);
  g_free (self);
}

/* George Marsaglia, "Xorshift RNGs" (2003), with the multiplication of Sebastiano Vigna. */
static guint64
draw (PronyReservoir *self)
{
  self->state ^= self->state >> 12;
  self->state ^= self->state << 25;
  self->state ^= self->state >> 27;
  return self->state * G_GUINT64_CONSTANT (0x2545f4914f6cdd1d);
}

/**
 * prony_reservoir_add:
 * @self: a sample
 * @value: one more value
 *
 * Each value so far is in the sample with the same probability (algorithm R of Alan
 * Waterman, in D. E. Knuth, "The Art of Computer Programming", 3.4.2).
 */
void
prony_reservoir_add (PronyReservoir *self, double value)
{
  guint64 place;

  self->seen++;
  if (self->values->len < self->size)
    {
      g_clear_pointer (&self->sorted, g_array_unref);
      g_array_append_val (self->values, value);
      return;
    }

  place = draw (self) % self->seen;
  if (place < self->size)
    {
      g_clear_pointer (&self->sorted, g_array_unref);
      g_array_index (self->values, double, place) = value;
    }
}

/**
 * prony_reservoir_get_seen:
 * @self: a sample
 *
 * Returns: how many values were added
 */
guint64
prony_reservoir_get_seen (const PronyReservoir *self)
{
  return self->seen;
}

/**
 * prony_reservoir_sort:
 * @self: a sample
 *
 * Sorts only what has changed since the last call.
 *
 * Returns: (transfer full) (element-type double): its values, in ascending order; not to be
 *   changed
 */
GArray *
prony_reservoir_sort (PronyReservoir *self)
{
  if (self->sorted == NULL)
    {
      self->sorted = g_array_copy (self->values);
      prony_sort_doubles ((double *) (gpointer) self->sorted->data, self->sorted->len);
    }

  return g_array_ref (self->sorted);
}
