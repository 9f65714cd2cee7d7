/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/stats/prony-sample.h"

/* Expected: numpy.mean and numpy.std (ddof=1) of NumPy 2.4. */
static const struct
{
  const char *name;
  double values[8];
  gsize n;
  double mean;
  double sd;
} samples[] = {
  { "none", { 0 }, 0, NAN, NAN },
  { "one", { 2.5 }, 1, 2.5, NAN },
  { "equal", { 4, 4, 4 }, 3, 4, 0 },
  { "seven",
    { 0.31, 0.12, 0.55, 0.48, 0.97, 0.20, 0.77 },
    7,
    0.4857142857142857,
    0.30707529711007053 },
  { "large mean", { 1e9 + 1, 1e9 + 2, 1e9 + 4 }, 3, 1e9 + 7.0 / 3, 1.5275252316519474 },
};

static const struct
{
  const char *name;
  double values[8];
  gsize n;
  double expected;
} shares[] = {
  { "none", { 0 }, 0, NAN },      { "nothing", { 0, 0, 0 }, 3, NAN },
  { "equal", { 7, 7, 7 }, 3, 1 }, { "one has all", { 0, 9, 0, 0 }, 4, 0.25 },
  { "two", { 10, 30 }, 2, 0.8 },
};

static void
check (const char *name, double value, double expected)
{
  if (isnan (value) != isnan (expected) || fabs (value - expected) > 1e-9)
    g_error ("%s: %.17g is not %.17g", name, value, expected);
}

static void
test_moments (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      PronyMoments moments;

      prony_moments (samples[i].values, samples[i].n, &moments);
      g_assert_cmpuint (moments.n, ==, samples[i].n);
      check (samples[i].name, moments.mean, samples[i].mean);
      check (samples[i].name, moments.sd, samples[i].sd);
    }
}

static void
test_jain (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    check (shares[i].name, prony_jain_index (shares[i].values, shares[i].n), shares[i].expected);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stats/sample/moments", test_moments);
  g_test_add_func ("/stats/sample/jain", test_jain);

  return g_test_run ();
}
