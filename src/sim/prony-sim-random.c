/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include <math.h>

#include "sim/prony-sim-random.h"

/* Seeded random numbers: small, and the same on every computer, which GRand does
 * not promise between versions of GLib. */

/**
 * prony_sim_random:
 * @state: (inout): the generator's state, any number
 *
 * Steps the generator SplitMix64 (Steele, Lea, Flood 2014).
 *
 * Returns: 64 random bits
 */
guint64
prony_sim_random (guint64 *state)
{
  guint64 z = (*state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/**
 * prony_sim_random_double:
 * @state: (inout): the generator's state
 *
 * Returns: a random number of at least 0 and below 1
 */
double
prony_sim_random_double (guint64 *state)
{
  return (double) (prony_sim_random (state) >> 11) * 0x1.0p-53;
}

/**
 * prony_sim_hash:
 * @seed: a number
 * @text: text
 *
 * Returns: a number that depends on both (FNV-1a, 64 bits)
 */
guint64
prony_sim_hash (guint64 seed, const char *text)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037) ^ seed;

  for (; *text != '\0'; text++)
    hash = (hash ^ (guint8) *text) * G_GUINT64_CONSTANT (1099511628211);

  return hash;
}

/**
 * prony_sim_random_factor:
 * @state: (inout): the generator's state
 * @variation: the coefficient of variation (standard deviation over mean), at
 *   least 0
 *
 * Draws from a log-normal distribution with the mean 1, as the times of an engine
 * scatter: never negative, with a tail to the long side.
 *
 * Returns: a factor above 0; exactly 1 where @variation is 0
 */
double
prony_sim_random_factor (guint64 *state, double variation)
{
  double variance = log1p (variation * variation);
  double radius, angle;

  if (variation <= 0)
    return 1;

  /* Box and Muller (1958); 1 - x is never 0. */
  radius = sqrt (-2 * log (1 - prony_sim_random_double (state)));
  angle = 2 * G_PI * prony_sim_random_double (state);
  return exp (sqrt (variance) * radius * cos (angle) - variance / 2);
}
