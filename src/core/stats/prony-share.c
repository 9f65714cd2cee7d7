/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-stats"

#include "config.h"

#include <math.h>

#include "core/stats/prony-share.h"

/* The normal quantile of 95 % intervals. */
#define Z95 1.959964
/* Tables that are as likely as the one that was seen must not be missed for the last
 * bits of a logarithm. */
#define ROUNDING 1e-7

/**
 * prony_share_get:
 * @self: a share
 *
 * Returns: the share, 0 to 1; NAN of nothing
 */
double
prony_share_get (const PronyShare *self)
{
  return self->n > 0 ? self->hits / self->n : NAN;
}

/**
 * prony_share_ci95:
 * @self: a share
 * @interval: (out caller-allocates) (array fixed-size=2): the limits, 0 to 1; NANs of
 *   nothing
 *
 * The 95 % score interval of a share (E. B. Wilson, 1927), which unlike that of the
 * normal distribution holds for few cases and for shares near 0 and 1.
 */
void
prony_share_ci95 (const PronyShare *self, double interval[2])
{
  double share = prony_share_get (self);
  double z2 = Z95 * Z95;
  double middle = (share + z2 / (2 * self->n)) / (1 + z2 / self->n);
  double half =
    Z95 / (1 + z2 / self->n) * sqrt (share * (1 - share) / self->n + z2 / (4 * self->n * self->n));

  interval[0] = isfinite (share) ? MAX (middle - half, 0) : NAN;
  interval[1] = isfinite (share) ? MIN (middle + half, 1) : NAN;
}

/**
 * prony_share_difference_ci95:
 * @a: a share
 * @b: another
 * @interval: (out caller-allocates) (array fixed-size=2): the limits of @b less @a, -1
 *   to 1; NANs where one is of nothing
 *
 * The 95 % interval of the difference of two independent shares from their score
 * intervals (R. G. Newcombe, 1998, method 10).
 */
void
prony_share_difference_ci95 (const PronyShare *a, const PronyShare *b, double interval[2])
{
  double difference = prony_share_get (b) - prony_share_get (a);
  double of_a[2], of_b[2];

  prony_share_ci95 (a, of_a);
  prony_share_ci95 (b, of_b);
  interval[0] = difference - hypot (prony_share_get (b) - of_b[0], of_a[1] - prony_share_get (a));
  interval[1] = difference + hypot (of_b[1] - prony_share_get (b), prony_share_get (a) - of_a[0]);
}

/* Sums of shares are whole but for the last bits. */
static PronyShare
get_whole (const PronyShare *share)
{
  double hits = floor (share->hits + ROUNDING);

  return (PronyShare){ hits, hits + floor (share->n - share->hits + ROUNDING) };
}

static double
log_choose (double n, double k)
{
  int sign;

  return lgamma_r (n + 1, &sign) - lgamma_r (k + 1, &sign) - lgamma_r (n - k + 1, &sign);
}

/**
 * prony_fisher_p:
 * @a: a share
 * @b: another
 *
 * Fisher's exact test (1922), two-sided: how likely it would be to see shares that differ
 * at least so much if both came from the same. It takes time in proportion to the
 * smallest of the four counts. Of counts that are not whole the parts are left out.
 *
 * Returns: the p-value; NAN where a share is of nothing
 */
double
prony_fisher_p (const PronyShare *a, const PronyShare *b)
{
  PronyShare first = get_whole (a);
  PronyShare second = get_whole (b);
  double hits = first.hits + second.hits;
  double n = first.n + second.n;
  double least = MAX (0, hits - second.n);
  double most = MIN (hits, first.n);
  double seen = log_choose (first.n, first.hits) + log_choose (second.n, second.hits);
  double p = 0;

  if (!(first.n > 0) || !(second.n > 0))
    return NAN;

  for (double k = least; k <= most; k++)
    {
      double likely = log_choose (first.n, k) + log_choose (second.n, hits - k);

      if (likely <= seen + ROUNDING)
        p += exp (likely - log_choose (n, hits));
    }
  return MIN (p, 1);
}
