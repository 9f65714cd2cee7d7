/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-stats"

#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/stats/prony-quantile.h"

/* Below this qsort() is as fast and needs no second buffer. */
#define RADIX_MIN 2048
#define RADIX_BITS 11
#define RADIX_SIZE (1 << RADIX_BITS)
#define RADIX_PASSES 6

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The bits of an IEEE 754 double, turned so that they order as unsigned numbers
 * like the doubles do: negative ones are inverted, the others get the top bit. */
static guint64
double_to_key (double value)
{
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);
  return bits >> 63 ? ~bits : bits | G_GUINT64_CONSTANT (1) << 63;
}

static double
key_to_double (guint64 key)
{
  guint64 bits = key >> 63 ? key & ~(G_GUINT64_CONSTANT (1) << 63) : ~key;
  double value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

typedef gsize Histogram[RADIX_SIZE];

static guint
key_digit (guint64 key, guint pass)
{
  return key >> pass * RADIX_BITS & (RADIX_SIZE - 1);
}

/* Moves all keys to where their digit says; stable, so that the order by the lower
 * digits stays. */
static void
radix_pass (const guint64 *from, guint64 *to, gsize n, guint pass, const Histogram counts)
{
  Histogram places;
  gsize sum = 0;

  for (guint digit = 0; digit < RADIX_SIZE; digit++)
    {
      places[digit] = sum;
      sum += counts[digit];
    }
  for (gsize i = 0; i < n; i++)
    to[places[key_digit (from[i], pass)]++] = from[i];
}

/* The gaps between tokens of a long trial are some ten million numbers; qsort()
 * takes seconds for them, this a fraction of one. Least significant digit first, all
 * digits counted in one go; a digit that all keys share moves nothing. */
static void
radix_sort (double *values, gsize n)
{
  g_autofree guint64 *keys = g_new (guint64, n);
  g_autofree guint64 *other = g_new (guint64, n);
  g_autofree Histogram *counts = g_new0 (Histogram, RADIX_PASSES);

  for (gsize i = 0; i < n; i++)
    {
      keys[i] = double_to_key (values[i]);
      for (guint pass = 0; pass < RADIX_PASSES; pass++)
        counts[pass][key_digit (keys[i], pass)]++;
    }

  for (guint pass = 0; pass < RADIX_PASSES; pass++)
    {
      guint64 *swap = keys;

      if (counts[pass][key_digit (keys[0], pass)] == n)
        continue;
      radix_pass (keys, other, n, pass, counts[pass]);
      keys = other;
      other = swap;
    }

  for (gsize i = 0; i < n; i++)
    values[i] = key_to_double (keys[i]);
}

/* Below this moving one after the other is faster than counting. */
#define FLAG_MIN 48
#define FLAG_BITS 8
#define FLAG_SIZE (1 << FLAG_BITS)

/* As double_to_key(), for a float. */
static inline guint32
float_to_key (float value)
{
  guint32 bits;

  memcpy (&bits, &value, sizeof bits);
  return bits >> 31 ? ~bits : bits | 1u << 31;
}

static inline guint
float_digit (float value, guint shift)
{
  return float_to_key (value) >> shift & (FLAG_SIZE - 1);
}

static void
insertion_sort (float *values, gsize n)
{
  for (gsize i = 1; i < n; i++)
    {
      float value = values[i];
      gsize k = i;

      for (; k > 0 && values[k - 1] > value; k--)
        values[k] = values[k - 1];
      values[k] = value;
    }
}

/* Takes each value to the part of the array that its digit has; what lies there is
 * taken on to its own, until the round closes. On return @ends has where each part
 * ends. */
static void
flag_pass (float *values, const gsize *counts, guint shift, gsize *ends)
{
  gsize next[FLAG_SIZE];
  gsize sum = 0;

  for (guint digit = 0; digit < FLAG_SIZE; digit++)
    {
      next[digit] = sum;
      sum += counts[digit];
      ends[digit] = sum;
    }

  for (guint digit = 0; digit < FLAG_SIZE; digit++)
    while (next[digit] < ends[digit])
      {
        float value = values[next[digit]];
        guint goes_to = float_digit (value, shift);

        while (goes_to != digit)
          {
            float met = values[next[goes_to]];

            values[next[goes_to]++] = value;
            value = met;
            goes_to = float_digit (value, shift);
          }
        values[next[digit]++] = value;
      }
}

/* P. McIlroy, K. Bostic, M. D. McIlroy, "Engineering Radix Sort" (1993): the American
 * flag sort, most significant digit first, in place. A digit that all values share
 * moves nothing. */
static void
flag_sort (float *values, gsize n, guint shift)
{
  gsize counts[FLAG_SIZE] = { 0 };
  gsize ends[FLAG_SIZE];

  if (n < FLAG_MIN)
    {
      insertion_sort (values, n);
      return;
    }

  for (gsize i = 0; i < n; i++)
    counts[float_digit (values[i], shift)]++;
  if (counts[float_digit (values[0], shift)] < n)
    flag_pass (values, counts, shift, ends);
  else
    for (guint digit = 0; digit < FLAG_SIZE; digit++)
      ends[digit] = digit < float_digit (values[0], shift) ? 0 : n;

  if (shift == 0)
    return;
  for (guint digit = 0; digit < FLAG_SIZE; digit++)
    if (counts[digit] > 1)
      flag_sort (values + ends[digit] - counts[digit], counts[digit], shift - FLAG_BITS);
}

/**
 * prony_sort_floats:
 * @values: (array length=n): numbers, none of them NAN
 * @n: how many
 *
 * Sorts in place, smallest first, and needs no other memory.
 */
void
prony_sort_floats (float *values, gsize n)
{
  g_return_if_fail (values != NULL || n == 0);

  if (n > 1)
    flag_sort (values, n, 32 - FLAG_BITS);
}

/**
 * prony_sort_doubles:
 * @values: (array length=n): numbers, none of them NAN
 * @n: how many
 *
 * Sorts in place, smallest first. Takes twice the memory of @values for large
 * arrays.
 */
void
prony_sort_doubles (double *values, gsize n)
{
  g_return_if_fail (values != NULL || n == 0);

  if (n >= RADIX_MIN)
    radix_sort (values, n);
  else if (n > 1)
    qsort (values, n, sizeof *values, compare_doubles);
}

/**
 * prony_quantile_sorted:
 * @sorted: (array length=n): numbers, smallest first
 * @n: how many
 * @q: position, from 0 (smallest) to 1 (largest)
 *
 * Reads a quantile by linear interpolation between the closest ranks: type 7 of
 * Hyndman and Fan, "Sample Quantiles in Statistical Packages" (1996), which is the
 * default of R and NumPy.
 *
 * Returns: the quantile; NAN where there is no number
 */
double
prony_quantile_sorted (const double *sorted, gsize n, double q)
{
  double rank;
  gsize below;

  g_return_val_if_fail (q >= 0 && q <= 1, NAN);

  if (n == 0)
    return NAN;

  rank = (double) (n - 1) * q;
  below = (gsize) floor (rank);
  if (below + 1 >= n)
    return sorted[n - 1];

  return sorted[below] + (rank - (double) below) * (sorted[below + 1] - sorted[below]);
}

/**
 * prony_median:
 * @values: (array length=n): numbers, none of them NAN; they are sorted in place
 * @n: how many
 *
 * Returns: the median; NAN where there is no number
 */
double
prony_median (double *values, gsize n)
{
  prony_sort_doubles (values, n);
  return prony_quantile_sorted (values, n, 0.5);
}
