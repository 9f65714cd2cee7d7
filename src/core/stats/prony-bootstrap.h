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
void prony_bootstrap_difference_ci95 (const double *sorted_a,
                                      gsize n_a,
                                      const double *sorted_b,
                                      gsize n_b,
                                      PronyStatistic statistic,
                                      double parameter,
                                      guint32 seed,
                                      double interval[2]);
void prony_bootstrap_ratio_ci95 (const double *sorted_a,
                                 gsize n_a,
                                 const double *sorted_b,
                                 gsize n_b,
                                 PronyStatistic statistic,
                                 double parameter,
                                 guint32 seed,
                                 double interval[2]);

G_END_DECLS
