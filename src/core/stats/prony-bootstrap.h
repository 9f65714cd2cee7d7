/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/stats/prony-ranks.h"

G_BEGIN_DECLS

/**
 * PronyStatistic:
 * @sorted: a sorted sample
 * @n: its size, at least 1
 * @parameter: such as a quantile's position
 *
 * Returns: the statistic
 */
typedef double (*PronyStatistic) (const double *sorted, gsize n, double parameter);

/**
 * PronyBootstrapSample:
 * @sorted: (array length=n): a sorted sample
 * @n: its size
 *
 * One of the samples of a side that is compared. It owns nothing.
 */
typedef struct
{
  const double *sorted;
  gsize n;
} PronyBootstrapSample;

double prony_statistic_mean (const double *sorted, gsize n, double parameter);
double prony_statistic_quantile (const double *sorted, gsize n, double parameter);
void prony_bootstrap_ci95 (const double *sorted,
                           gsize n,
                           PronyStatistic statistic,
                           double parameter,
                           guint32 seed,
                           double interval[2]);
void prony_bootstrap_ranks_ci95 (
  PronyRanks *ranks, PronyStatistic statistic, double parameter, guint32 seed, double interval[2]);
void prony_bootstrap_sides_ci95 (const PronyBootstrapSample *a,
                                 guint n_a,
                                 const PronyBootstrapSample *b,
                                 guint n_b,
                                 PronyStatistic statistic,
                                 double parameter,
                                 guint32 seed,
                                 double difference[2],
                                 double ratio[2]);

G_END_DECLS
