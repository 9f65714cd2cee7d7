/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-stats"

#include "config.h"

#include <math.h>

#include "core/stats/prony-rank-test.h"

/* Up to this size of both samples the test is exact: C (40, 20) arrangements are
 * still counted without rounding in a double. */
#define EXACT_MAX 20

typedef struct
{
  double u;    /* pairs in which a is the larger, ties count one half */
  double ties; /* sum of t³ - t over the groups of t equal values */
} Ranks;

/* Walks both sorted samples at once, one group of equal values at a time. */
static void
rank_samples (const double *a, gsize n_a, const double *b, gsize n_b, Ranks *ranks)
{
  gsize i = 0;
  gsize j = 0;

  *ranks = (Ranks){ 0, 0 };
  while (i < n_a || j < n_b)
    {
      double value = j == n_b || (i < n_a && a[i] < b[j]) ? a[i] : b[j];
      gsize from_i = i;
      gsize from_j = j;
      double group;

      while (i < n_a && a[i] == value)
        i++;
      while (j < n_b && b[j] == value)
        j++;

      group = (double) (i - from_i + j - from_j);
      ranks->ties += group * group * group - group;
      ranks->u += (double) (i - from_i) * ((double) from_j + 0.5 * (double) (j - from_j));
    }
}

/* Counts the arrangements that give each U, as the coefficients of the Gaussian
 * binomial (m + n over m) = Π (1 - q^(n+i)) / (1 - q^i), and adds up both tails. */
static double
exact_p (guint m, guint n, double u)
{
  guint top = m * n;
  double larger = MAX (u, top - u);
  g_autofree double *counts = g_new0 (double, top + 1);
  double total = 0;
  double tail = 0;

  counts[0] = 1;
  for (guint i = 1; i <= m; i++)
    {
      for (guint k = top; k >= n + i && k <= top; k--)
        counts[k] -= counts[k - n - i];
      for (guint k = i; k <= top; k++)
        counts[k] += counts[k - i];
    }

  for (guint k = 0; k <= top; k++)
    {
      total += counts[k];
      if (k >= larger)
        tail += counts[k];
    }
  return MIN (1, 2 * tail / total);
}

static double
normal_p (double n_a, double n_b, const Ranks *ranks, double inflation)
{
  double n = n_a + n_b;
  double larger = MAX (ranks->u, n_a * n_b - ranks->u);
  double variance = n_a * n_b / 12 * (n + 1 - ranks->ties / (n * (n - 1)));
  double z;

  if (variance <= 0)
    return 1;

  z = (larger - n_a * n_b / 2 - 0.5) / sqrt (variance * inflation);
  return MIN (1, erfc (z / G_SQRT2));
}

/**
 * prony_mann_whitney_p:
 * @sorted_a: (array length=n_a): a sorted sample
 * @n_a: its size
 * @sorted_b: (array length=n_b): another one, independent of it
 * @n_b: its size
 *
 * The two-sided Mann–Whitney U test: how likely samples at least so different are
 * if both come from the same distribution. Exact for up to 20 values each without
 * ties; otherwise by the normal approximation with the correction for ties and for
 * continuity. H. B. Mann, D. R. Whitney, "On a Test of Whether One of Two Random
 * Variables is Stochastically Larger than the Other" (1947).
 *
 * Returns: the p-value; NAN where a sample is empty
 */
double
prony_mann_whitney_p (const double *sorted_a, gsize n_a, const double *sorted_b, gsize n_b)
{
  Ranks ranks;

  if (n_a == 0 || n_b == 0)
    return NAN;

  rank_samples (sorted_a, n_a, sorted_b, n_b, &ranks);
  if (ranks.ties == 0 && n_a <= EXACT_MAX && n_b <= EXACT_MAX)
    return exact_p ((guint) n_a, (guint) n_b, ranks.u);
  return normal_p ((double) n_a, (double) n_b, &ranks, 1);
}

/**
 * prony_mann_whitney_inflated_p:
 * @sorted_a: (array length=n_a): a sorted sample
 * @n_a: its size
 * @sorted_b: (array length=n_b): another one, independent of it
 * @n_b: its size
 * @inflation: by what factor the variance of their difference is greater than it would be
 *   if the values of each were independent, at least 1
 *
 * The test of prony_mann_whitney_p() for values that depend on those before them, by the
 * normal approximation.
 *
 * Returns: the p-value; NAN where a sample is empty
 */
double
prony_mann_whitney_inflated_p (
  const double *sorted_a, gsize n_a, const double *sorted_b, gsize n_b, double inflation)
{
  Ranks ranks;

  if (inflation <= 1 || n_a == 0 || n_b == 0)
    return prony_mann_whitney_p (sorted_a, n_a, sorted_b, n_b);

  rank_samples (sorted_a, n_a, sorted_b, n_b, &ranks);
  return normal_p ((double) n_a, (double) n_b, &ranks, inflation);
}
