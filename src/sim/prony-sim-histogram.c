/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include "sim/prony-sim-histogram.h"

/* Durations as the engines' metrics count them: cumulative, in seconds. */

static const char *const bounds[PRONY_SIM_N_BOUNDS] = {
  "0.001", "0.005", "0.01", "0.02", "0.04", "0.08", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0",
};

/**
 * prony_sim_histogram_add:
 * @histogram: a histogram
 * @ns: a duration
 */
void
prony_sim_histogram_add (PronySimHistogram *histogram, gint64 ns)
{
  static const gint64 bounds_us[PRONY_SIM_N_BOUNDS] = {
    1000, 5000, 10000, 20000, 40000, 80000, 250000, 500000, 1000000, 2500000, 5000000, 10000000,
  };

  for (guint i = 0; i < PRONY_SIM_N_BOUNDS; i++)
    if (ns <= bounds_us[i] * 1000)
      histogram->buckets[i]++;

  histogram->count++;
  histogram->sum_ns += ns;
}

/**
 * prony_sim_histogram_append:
 * @out: where to write to
 * @prefix: what stands before the name, without its colon
 * @name: what is counted
 * @labels: the labels that each sample has
 * @histogram: a histogram
 *
 * Writes it in the words of Prometheus.
 */
void
prony_sim_histogram_append (GString *out,
                            const char *prefix,
                            const char *name,
                            const char *labels,
                            const PronySimHistogram *histogram)
{
  g_autofree char *family = g_strconcat (prefix, ":", name, NULL);

  g_string_append_printf (out, "# TYPE %s histogram\n", family);
  for (guint i = 0; i < PRONY_SIM_N_BOUNDS; i++)
    g_string_append_printf (out, "%s_bucket{le=\"%s\",%s} %" G_GUINT64_FORMAT ".0\n", family,
                            bounds[i], labels, histogram->buckets[i]);
  g_string_append_printf (out,
                          "%s_bucket{le=\"+Inf\",%s} %" G_GUINT64_FORMAT ".0\n"
                          "%s_count{%s} %" G_GUINT64_FORMAT ".0\n"
                          "%s_sum{%s} %" G_GINT64_FORMAT ".%06d\n",
                          family, labels, histogram->count, family, labels, histogram->count,
                          family, labels, histogram->sum_ns / 1000000000,
                          (int) (histogram->sum_ns % 1000000000 / 1000));
}
