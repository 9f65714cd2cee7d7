/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/stats/prony-blocks.h"

#define N 100000

/* Of an autoregressive process of the first order the factor is known. */
static void
test_process (void)
{
  static const double correlations[] = { 0, 0.3, 0.6, 0.9 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < G_N_ELEMENTS (correlations); i++)
    {
      double truth = (1 + correlations[i]) / (1 - correlations[i]);
      PronyBlocks blocks = { 0 };
      double value = 0;

      for (guint k = 0; k < N; k++)
        {
          value = correlations[i] * value + g_rand_double (rand) - 0.5;
          prony_blocks_add (&blocks, value);
        }
      g_test_message ("%g: %g", correlations[i], prony_blocks_get_inflation (&blocks) / truth);
      g_assert_cmpfloat (prony_blocks_get_inflation (&blocks), >=, truth * 0.9);
      g_assert_cmpfloat (prony_blocks_get_inflation (&blocks), <=, truth * 3);
    }
}

/* Nothing can be told of few values, nor of values that are all the same. */
static void
test_nothing (void)
{
  PronyBlocks few = { 0 };
  PronyBlocks same = { 0 };

  g_assert_cmpfloat (prony_blocks_get_inflation (&few), ==, 1);
  for (guint i = 0; i < 7; i++)
    prony_blocks_add (&few, i);
  g_assert_cmpfloat (prony_blocks_get_inflation (&few), ==, 1);
  for (guint i = 0; i < 1000; i++)
    prony_blocks_add (&same, 0.1);
  g_assert_cmpfloat (prony_blocks_get_inflation (&same), >=, 1);
  g_assert_true (isfinite (prony_blocks_get_inflation (&same)));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/blocks/process", test_process);
  g_test_add_func ("/blocks/nothing", test_nothing);

  return g_test_run ();
}
