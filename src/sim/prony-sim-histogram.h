/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PRONY_SIM_N_BOUNDS:
 *
 * The buckets of #PronySimHistogram, without the one for infinity.
 */
#define PRONY_SIM_N_BOUNDS 12

/**
 * PronySimHistogram:
 * @buckets: how many values were at most each bound
 * @count: how many values
 * @sum_ns: their sum
 *
 * Durations, as the engines' metrics count them.
 */
typedef struct
{
  guint64 buckets[PRONY_SIM_N_BOUNDS];
  guint64 count;
  gint64 sum_ns;
} PronySimHistogram;

void prony_sim_histogram_add (PronySimHistogram *histogram, gint64 ns);
void prony_sim_histogram_append (GString *out,
                                 const char *prefix,
                                 const char *name,
                                 const char *labels,
                                 const PronySimHistogram *histogram);

G_END_DECLS
