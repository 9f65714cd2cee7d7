/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/stats/prony-sample.h"

G_BEGIN_DECLS

/**
 * PronyRanks:
 *
 * The values at some ranks of a sample that is too large to be kept and sorted, but
 * can be walked over twice. In this order:
 *
 *   prony_ranks_count()    with all values, in as many pieces as one likes
 *   prony_ranks_get()      asks for each rank that will be needed; gives 0
 *   prony_ranks_collect()  with the same values again
 *   prony_ranks_get()      gives the values, exactly, for the ranks asked for
 */
typedef struct _PronyRanks PronyRanks;

PronyRanks *prony_ranks_new (void);
void prony_ranks_free (PronyRanks *self);
void prony_ranks_count (PronyRanks *self, const float *values, gsize n);
void prony_ranks_collect (PronyRanks *self, const float *values, gsize n);
double prony_ranks_get (PronyRanks *self, gsize rank);
double prony_ranks_get_quantile (PronyRanks *self, double q);
gsize prony_ranks_get_size (const PronyRanks *self);
void prony_ranks_get_moments (const PronyRanks *self, PronyMoments *moments, double *skewness);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRanks, prony_ranks_free)

G_END_DECLS
