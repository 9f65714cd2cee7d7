/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-stats"

#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "core/stats/prony-holm.h"

typedef struct
{
  double p;
  gsize index;
} Ranked;

static int
compare_ranked (gconstpointer a, gconstpointer b)
{
  double x = ((const Ranked *) a)->p;
  double y = ((const Ranked *) b)->p;

  return (x > y) - (x < y);
}

/**
 * prony_holm_adjust:
 * @p_values: (array length=n): of tests that belong together; NANs are no tests
 * @n: how many
 *
 * Raises p-values so that the chance to call anything different that is not, among all of the
 * tests, stays below the level that each is then held against: the smallest of m is multiplied
 * by m, the next by m - 1 and so on, and none is below one before it. S. Holm, "A Simple
 * Sequentially Rejective Multiple Test Procedure" (1979). It supposes nothing of how the tests
 * depend on each other.
 */
void
prony_holm_adjust (double *p_values, gsize n)
{
  g_autofree Ranked *ranked = g_new (Ranked, n);
  gsize n_tests = 0;
  double highest = 0;

  for (gsize i = 0; i < n; i++)
    if (!isnan (p_values[i]))
      ranked[n_tests++] = (Ranked){ p_values[i], i };
  if (n_tests > 0)
    qsort (ranked, n_tests, sizeof *ranked, compare_ranked);

  for (gsize i = 0; i < n_tests; i++)
    {
      highest = MAX (highest, ranked[i].p * (double) (n_tests - i));
      p_values[ranked[i].index] = MIN (highest, 1);
    }
}
