/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-prompts"

#include "config.h"

#include "core/prompts/prony-filler.h"
#include "core/prompts/prony-length-draw.h"
#include "core/prompts/prony-template.h"

/* The same seed must give the same lengths on every computer. The C library's log() and
 * exp() differ in their last bit between versions and processors, and a compiler may
 * join a product and a sum in one rounding. So all of this is whole numbers: fixed point
 * with 32 bits after the point, only the given means and deviations are brought to it
 * from floating point, by a power of two, which is exact. */
#define BITS 32
#define ONE (G_GINT64_CONSTANT (1) << BITS)

/* What means and deviations are bounded by, and the deviation in means. */
#define MAX_MEAN 16777216.0
#define MAX_VARIATION (1000 * ONE)

/* The natural logarithm of 2. */
#define LN_2 G_GINT64_CONSTANT (0xb17217f7)

/* A normal variate is made of so many words of random bits: how many of the 4096 bits
 * are set has a deviation of 32, and is nearer to a normal distribution than 10,000
 * draws can tell. */
#define NORMAL_WORDS 64
#define NORMAL_DEVIATION 32

/* Beyond the bounds another draw is made, so often; then the bound is taken. */
#define MAX_REDRAWS 100

static guint64
draw (guint64 *state)
{
  *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return prony_filler_mix (*state);
}

/* A number below @below, each as likely to within one in 2^32 / @below. */
static guint
draw_below (guint64 *state, guint below)
{
  return (guint) ((draw (state) >> 32) * below >> 32);
}

/* A normal variate of mean 0 and deviation 1, spread by a uniform draw over the step
 * between two numbers of bits. */
static gint64
draw_normal (guint64 *state)
{
  gint64 n = -NORMAL_WORDS * 32;

  for (guint i = 0; i < NORMAL_WORDS; i++)
    n += __builtin_popcountll (draw (state));
  return (n * ONE + (gint64) (draw (state) >> 32) - ONE / 2) / NORMAL_DEVIATION;
}

/* --- Arithmetic ------------------------------------------------------------------------- */

static gint64
multiply (gint64 a, gint64 b)
{
  guint64 x = (guint64) ABS (a);
  guint64 y = (guint64) ABS (b);
  guint64 x_low = x & (ONE - 1);
  guint64 y_low = y & (ONE - 1);
  guint64 product = ((x >> BITS) * (y >> BITS) << BITS) + (x >> BITS) * y_low +
                    (y >> BITS) * x_low + (x_low * y_low >> BITS);

  return (a < 0) != (b < 0) ? -(gint64) product : (gint64) product;
}

/* Of two numbers over 0; the quotient must have a place. */
static gint64
divide (gint64 a, gint64 b)
{
  gint64 quotient = a / b;
  gint64 rest = a % b;

  for (guint i = 0; i < BITS; i++)
    {
      rest *= 2;
      quotient = quotient * 2 + (rest >= b ? 1 : 0);
      rest -= rest >= b ? b : 0;
    }
  return quotient;
}

/* Of a number below 16; its last three bits are 0. */
static gint64
square_root (gint64 value)
{
  guint64 shifted = (guint64) value << 26;
  guint64 root = 0;

  for (guint64 bit = (guint64) ONE / 2; bit > 0; bit >>= 1)
    if ((root + bit) * (root + bit) <= shifted)
      root += bit;
  return (gint64) (root << 3);
}

/* The natural logarithm of a number that is at least 1: each squaring of what is
 * between 1 and 2 gives a bit of its logarithm to the base 2. */
static gint64
logarithm (gint64 value)
{
  guint64 x = (guint64) value;
  gint64 result = 0;

  for (; x >= 2 * (guint64) ONE; x >>= 1)
    result += ONE;
  for (gint64 bit = ONE / 2; bit > 0; bit >>= 1)
    {
      x = (x >> 1) * (x >> 1) >> (BITS - 2);
      if (x >= 2 * (guint64) ONE)
        {
          x >>= 1;
          result += bit;
        }
    }
  return multiply (result, LN_2);
}

/* @scale times e to the power of @exponent, by its series. */
static gint64
scaled_exponential (gint64 scale, gint64 exponent)
{
  gint64 twos = exponent / LN_2 - (exponent < 0 ? 1 : 0);
  guint64 rest = (guint64) (exponent - twos * LN_2);
  guint64 term = (guint64) ONE;
  gint64 sum = 0;

  for (guint i = 1; term > 0; i++)
    {
      sum += (gint64) term;
      term = (term * rest >> BITS) / i;
    }
  sum = multiply (sum, scale);
  if (twos < 0)
    return twos > -BITS ? sum >> -twos : 0;
  return twos < BITS && sum <= G_MAXINT64 >> twos ? sum << twos : G_MAXINT64;
}

/* --- Lengths ---------------------------------------------------------------------------- */

static gint64
from_double (double value)
{
  return (gint64) (CLAMP (value, 0.0, MAX_MEAN) * (double) ONE);
}

static gint64
draw_log_normal (guint64 *state, gint64 mean, gint64 deviation)
{
  gint64 variation = deviation / 1000 < mean ? divide (deviation, mean) : MAX_VARIATION;
  gint64 variance = logarithm (ONE + multiply (variation, variation));

  return scaled_exponential (mean,
                             multiply (square_root (variance), draw_normal (state)) - variance / 2);
}

static gint64
draw_once (const PronyLengths *lengths, guint min, guint max, guint64 *state)
{
  gint64 mean = from_double (lengths->mean);
  gint64 deviation = from_double (lengths->stddev);

  switch (lengths->kind)
    {
    case PRONY_LENGTHS_UNIFORM:
      return (gint64) min + draw_below (state, max - min + 1);

    case PRONY_LENGTHS_LIST:
      return g_array_index (lengths->values, guint, draw_below (state, lengths->values->len));

    case PRONY_LENGTHS_NORMAL:
      return (mean + multiply (deviation, draw_normal (state)) + ONE / 2) >> BITS;

    case PRONY_LENGTHS_LOG_NORMAL:
      return mean > 0 ? (draw_log_normal (state, mean, deviation) + ONE / 2) >> BITS : 0;

    case PRONY_LENGTHS_NONE:
    case PRONY_LENGTHS_FIXED:
    default:
      return (mean + ONE / 2) >> BITS;
    }
}

/**
 * prony_length_draw:
 * @lengths: how lengths are distributed; of some kind, and a list is not empty
 * @seed: what it is drawn from
 *
 * Draws a length, the same from the same seed on every computer. Normal and log-normal
 * lengths are truncated: what is beyond the bounds is drawn again, up to 100 times, and
 * then the bound is taken, so the mean of what is drawn is only @lengths' own as far as
 * the bounds are far from it. Means and deviations are those of the lengths themselves:
 * the logarithm of log-normal ones has the variance s2 = ln (1 + (stddev / mean)^2) and
 * the mean ln (mean) - s2 / 2 (the first two moments of that distribution, solved for its
 * parameters).
 *
 * Returns: tokens, at least 1
 */
guint
prony_length_draw (const PronyLengths *lengths, guint64 seed)
{
  guint min = MAX (lengths->min, 1);
  guint max = lengths->max > 0 ? MAX (lengths->max, min) : PRONY_TEMPLATE_MAX_TOKENS;
  guint64 state = prony_filler_mix (seed + 1);
  gint64 length = 0;

  g_return_val_if_fail (lengths->kind != PRONY_LENGTHS_LIST || lengths->values->len > 0, 1);

  for (guint i = 0; i < MAX_REDRAWS; i++)
    {
      length = draw_once (lengths, min, max, &state);
      if (length >= min && length <= max)
        break;
    }
  return (guint) CLAMP (length, (gint64) min, (gint64) max);
}

/**
 * prony_length_varies:
 * @lengths: how lengths are distributed
 *
 * Returns: whether different seeds may give different lengths
 */
gboolean
prony_length_varies (const PronyLengths *lengths)
{
  switch (lengths->kind)
    {
    case PRONY_LENGTHS_UNIFORM:
      return lengths->max > lengths->min;

    case PRONY_LENGTHS_NORMAL:
    case PRONY_LENGTHS_LOG_NORMAL:
      return lengths->stddev > 0;

    case PRONY_LENGTHS_LIST:
      return lengths->values != NULL && lengths->values->len > 1;

    case PRONY_LENGTHS_NONE:
    case PRONY_LENGTHS_FIXED:
    default:
      return FALSE;
    }
}
